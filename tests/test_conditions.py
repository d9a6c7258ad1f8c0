"""Two runs on one workspace ask a shared service in turn, at the pace that it bears."""

from contextlib import ExitStack

from researchkit.conditions import settings_of
from researchkit.records import Company
from researchkit.workspace import Workspace

GDELT = "api.gdeltproject.org"


def company(**known):
    return Company(slug="acme", name="Acme", site="https://acme.example", **known)


def test_a_run_asks_each_service_at_the_pace_that_it_bears(tmp_path):
    with settings_of(company(), Workspace(tmp_path)) as settings:
        assert settings.budgets[GDELT].pace_s == 10.0


def test_the_second_of_two_runs_waits_for_its_turn_at_a_service(tmp_path):
    with ExitStack() as runs:
        first, second = (runs.enter_context(settings_of(company(), Workspace(tmp_path))) for _ in range(2))
        turn = {"pace_s": 10.0, "patience_s": 60.0}
        assert first.turns.reserve("gdelt", **turn) == 0.0
        assert 9.0 < second.turns.reserve("gdelt", **turn) <= 10.1


def test_a_run_that_has_ended_lets_the_next_one_ask(tmp_path):
    turn = {"connections": 1, "lease_s": 20.0}
    with settings_of(company(), Workspace(tmp_path)) as settings:
        settings.turns.enter("acme.example", **turn)
    with settings_of(company(), Workspace(tmp_path)) as settings:
        assert settings.turns.enter("acme.example", **turn) is not None


def test_the_built_in_company_waits_for_nobody(tmp_path):
    with settings_of(company(sample=True), Workspace(tmp_path)) as settings:
        assert settings.turns is None
