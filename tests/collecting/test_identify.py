"""The register is asked over real HTTP on loopback; what it cannot say leaves the profile as it is."""

import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from researchkit.collecting import identify
from researchkit.errors import AmbiguousCompany
from researchkit.records import Company
from researchkit.web.limits import WebSettings

FIXTURES = Path(__file__).parents[1] / "fixtures" / "candidates"
ACME = Company(slug="acme", name="Acme", site="https://acme.example", domains=("acme.example",))


class Register(BaseHTTPRequestHandler):
    """Answers as Wikidata does, for one search."""

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        name = "search" if "search" in asked else "labels" if asked.get("props") == ["labels"] else "entities"
        body = (FIXTURES / f"{name}.json").read_bytes()
        self.send_response(200 if asked else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def settings():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Register)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield WebSettings(routes={"www.wikidata.org": server.server_address[:2]}, quiet=True)
    server.shutdown()
    server.server_close()


def ask(company, settings, tmp_path):
    return identify(company, now=lambda: datetime(2026, 11, 1, tzinfo=UTC), cache=tmp_path, settings=settings)


def test_the_company_with_the_website_is_found(settings, tmp_path):
    identity = ask(ACME, settings, tmp_path)
    assert identity.company.identifiers == {"wikidata": "Q901", "ticker": "ACM", "cik": "12345"}


def test_its_leaders_are_named(settings, tmp_path):
    assert ask(ACME, settings, tmp_path).company.people == ("Ann Roe",)


def test_the_namesake_is_rejected_with_a_reason(settings, tmp_path):
    assert [why for _, why in ask(ACME, settings, tmp_path).rejected] == [
        "its website is acmebakery.example, not acme.example"
    ]


def test_without_a_site_the_user_is_asked(settings, tmp_path):
    with pytest.raises(AmbiguousCompany, match="2 go by the name"):
        ask(Company(slug="acme", name="Acme"), settings, tmp_path)


def test_a_register_that_is_out_of_reach_leaves_the_profile(tmp_path):
    identity = ask(ACME, WebSettings(offline=True, quiet=True), tmp_path)
    assert identity.company == ACME
    assert "could not be asked" in identity.reason
