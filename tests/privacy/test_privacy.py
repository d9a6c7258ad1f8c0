"""What is the user's own never leaves the machine, and a contact stands nowhere but in the requests it is for."""

from __future__ import annotations

import base64
import socket
import stat
from urllib.parse import unquote_plus

import pytest

import researchkit as rk
from researchkit import logs, personal, sample
from researchkit.candidate.verbs import debrief, follow_up, practise
from researchkit.errors import InputError, WebError
from researchkit.sample import server
from researchkit.sources import REGISTRY, source
from researchkit.verbs import check, identify, new
from researchkit.workspace import Workspace

CONTACT = "quillfeather@mail.example"
KEY = "halberdine-key"
KEY_FORMS = (KEY, base64.b64encode(f"{KEY}:".encode()).decode().rstrip("="))
# Words that stand in no page of the sample: whichever of them is found outside came from the user's own files.
STORY = "zirkonwaage"
DEBRIEF = "vexillant"
PRACTICE = "umbrafold"
ROLE = "tessellarist"
ROLE_TEXT = "sarcophone"
SAVED = "ostrachine"
NOTEBOOK = "nimbulate"
OWN = (STORY, DEBRIEF, PRACTICE, ROLE, ROLE_TEXT, SAVED, NOTEBOOK)

ME = f"""
[[stories]]
title = "The {STORY} migration"
situation = "Kelbrin sensors and a {STORY}"
task = "{STORY}"
action = "I moved the {STORY} at {STORY}.example"
result = "It took 3 days instead of 9"
number = "3 days instead of 9"
tags = ["{STORY}", "recall"]
"""


class Ear:
    """Everything that is asked of the sample's server, raw; and every address that a socket is led to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.heard: list[str] = []
        self.addresses: set[str] = set()
        respond = server._Responder._respond
        connect = socket.socket.connect

        def hear(turn: server._Responder, *, with_body: bool) -> None:
            body = turn.rfile.read(int(turn.headers.get("Content-Length") or 0))
            headers = "\n".join(f"{name}: {value}" for name, value in turn.headers.items())
            self.heard.append(f"{turn.raw_requestline!r}\n{headers}\n{body!r}")
            respond(turn, with_body=with_body)

        def lead(opened: socket.socket, address: object) -> None:
            if isinstance(address, tuple):
                self.addresses.add(str(address[0]))
            connect(opened, address)

        monkeypatch.setattr(server._Responder, "_respond", hear)
        monkeypatch.setattr(socket.socket, "connect", lead)

    @property
    def text(self) -> str:
        return "\n".join(self.heard)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A workspace in which the user has written of everything that there is to write of."""
    home = Workspace(tmp_path_factory.mktemp("home"))
    home.notebooks.mkdir()
    everywhere = f"enabled = {[name for name in REGISTRY if source(name).switch == 'opt-in']}\n"
    told = sample.profile().replace('role = "data engineer"', f'role = "{ROLE}"\nrole_text = "We seek a {ROLE_TEXT}"')
    assert ROLE_TEXT in told
    told += '\n[identifiers]\ncompanies_house = "01234567"\n'
    home.profile("sample").write_text(everywhere + told, encoding="utf-8")
    (home.notebooks / "me.toml").write_text(ME, encoding="utf-8")
    saved = home.saved("sample")
    saved.mkdir(parents=True)
    (saved / f"{SAVED}.txt").write_text(f"Kelbrin {SAVED}\n\nKelbrin was praised for its {SAVED}.", encoding="utf-8")
    (home.notebooks / "notes.md").write_text(f"{NOTEBOOK} {NOTEBOOK}", encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def lived(home):
    """The whole life of one interview, with an ear on every socket."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RESEARCHKIT_HOME", str(home.root))
        patch.setenv("RESEARCHKIT_CONTACT", CONTACT)
        patch.setenv("RESEARCHKIT_COMPANIES_HOUSE_KEY", KEY)
        ear = Ear(patch)
        answers = iter([DEBRIEF, f"we spoke of {DEBRIEF}", "", "", "", "", "", "", "", "", ""])
        debrief("sample", interviewer=f"Ada {DEBRIEF}", workspace=home, read=lambda _: next(answers, ""))
        company = new("sample", workspace=home)
        identify(company, workspace=home)
        check(company, workspace=home)
        dossier = rk.research("sample", since="180d", workspace=home, progress=False)
        spoken = iter([PRACTICE] * 200)
        practise(dossier, workspace=home, read=lambda _: next(spoken, PRACTICE))
        follow_up(dossier, workspace=home)
        for suffix in (".md", ".html", ".pdf", ".docx", ".txt"):
            rk.export(rk.brief(dossier, role=ROLE), home.root / f"page{suffix}")
        rk.export(dossier, home.root / "events.csv")
    return ear


def test_the_ear_heard_the_whole_run(lived):
    hosts = {line.split(":", 1)[1].strip() for line in lived.text.splitlines() if line.lower().startswith("host:")}
    assert len(lived.heard) > 150
    assert len(hosts) > 15  # the sample's and those of outside services
    assert any("api" in host for host in hosts)


@pytest.mark.parametrize("word", OWN)
def test_nothing_of_the_users_own_is_sent(lived, word):
    said = unquote_plus(unquote_plus(lived.text)).casefold()
    assert word not in said
    encoded = (base64.b64encode(b"\0" * shift + word.encode())[shift + 1 : -4].decode() for shift in range(3))
    assert not [form for form in encoded if form in lived.text]


def test_no_connection_leads_off_this_machine(lived):
    assert {address for address in lived.addresses if not address.startswith("127.")} <= {"::1"}


def test_the_contact_is_told_in_the_user_agent_alone(lived):
    lines = [line for line in lived.text.splitlines() if CONTACT in line]
    assert lines
    assert all(line.lower().startswith("user-agent:") for line in lines)


def test_the_contact_is_in_no_file(lived, home):
    files = [path for path in home.root.rglob("*") if path.is_file()]
    assert len(files) > 15
    assert [path.name for path in files if CONTACT.encode() in path.read_bytes()] == []


def test_a_key_is_told_to_its_own_service_alone(lived):
    asked = [one for one in lived.heard if any(form in one for form in KEY_FORMS)]
    hosts = {line.split(":", 1)[1].strip() for one in asked for line in one.splitlines() if line.startswith("Host:")}
    assert hosts == {"api.company-information.service.gov.uk"}
    assert all(
        form not in one.splitlines()[0] for one in asked for form in KEY_FORMS
    )  # in a header, not in the address


def test_a_key_is_in_no_file(lived, home):
    kept = {path.name: path.read_bytes() for path in home.root.rglob("*") if path.is_file()}
    assert [name for name, content in kept.items() for form in KEY_FORMS if form.encode() in content] == []


def test_the_users_own_words_are_in_no_log(lived, home):
    said = "".join(path.read_text("utf-8") for path in (home.cache / "logs").iterdir())
    assert [word for word in (*OWN, CONTACT, *KEY_FORMS) if word in said and word != SAVED] == []


def test_no_error_names_the_contact(monkeypatch, tmp_path):
    monkeypatch.setenv("RESEARCHKIT_CONTACT", CONTACT)
    home = Workspace(tmp_path)
    home.notebooks.mkdir()
    from researchkit.conditions import settings_of
    from researchkit.records import Company, Request
    from researchkit.web.fetch import Fetcher

    request = Request(source_id="x", url=f"http://127.0.0.1:9/?email={CONTACT}")
    company = Company(slug="acme", name="Acme")
    with (
        settings_of(company, home, progress=False) as settings,
        Fetcher(home.cache, settings, now=lambda: sample.AS_OF) as web,
        pytest.raises(WebError) as caught,
    ):
        web.get(request)
    assert CONTACT not in str(caught.value)


def test_a_remembered_contact_is_a_file_only_the_user_reads(monkeypatch, tmp_path):
    monkeypatch.setattr(personal, "_file", lambda: tmp_path / "researchkit" / "contact")
    monkeypatch.delenv("RESEARCHKIT_CONTACT", raising=False)
    path = personal.remember_contact(CONTACT)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert personal.contact() == CONTACT


def test_a_contact_that_is_none_is_refused_without_repeating_it(monkeypatch, tmp_path):
    monkeypatch.setattr(personal, "_file", lambda: tmp_path / "contact")
    with pytest.raises(InputError) as caught:
        personal.remember_contact("my-secret-without-at")
    assert "my-secret" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_verbose_hides_the_contact(monkeypatch, capsys):
    monkeypatch.setenv("RESEARCHKIT_CONTACT", CONTACT)
    logger = logs.logging.getLogger("researchkit")
    level = logger.level
    logs.to_stderr()
    try:
        logger.info("asked by %s", CONTACT)
    finally:
        logger.handlers.clear()
        logger.setLevel(level)
    said = capsys.readouterr().err
    assert "asked by …" in said
    assert CONTACT not in said
