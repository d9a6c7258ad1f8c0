"""A company's TOML, read and checked: each complaint names file, line, key and what was expected."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from researchkit.errors import ProfileError
from researchkit.records import Company, Interview, Namesake, Place
from researchkit.tomltext import read_toml
from researchkit.workspace import MAX_NAME, Workspace, clip

INTERVIEWERS = ("recruiter", "hiring manager", "peer", "executive", "panel")
MAX_PROFILE_BYTES = 1024 * 1024


class _Wrong(Exception):
    """What was expected of one value; the caller knows file and key. `key` is set for one inside a table."""

    def __init__(self, expected: str, *, key: str = "") -> None:
        super().__init__(expected)
        self.key = key


def load(name: str | Path, *, workspace: Workspace) -> Company:
    """Return the company of notebooks/NAME.toml, or of a path to a TOML file.

    Raises UnknownCompany naming the nearest file, or ProfileError naming file, line, key and what was expected.
    """
    path = Path(name) if str(name).endswith(".toml") else workspace.find(str(name))
    return read_profile(path)


def read_profile(path: Path) -> Company:
    """Return the company that one TOML file describes; its slug is the file's name."""
    shown = f"{path.parent.name}/{path.name}" if path.parent.name else path.name
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ProfileError(f"Cannot read {shown}: {error.strerror or error}", do="Check the path.") from error
    if len(raw) > MAX_PROFILE_BYTES:
        raise ProfileError(f"{shown} is {len(raw) // 1024} kB, too large for a profile", do="Keep it under 1 MB.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProfileError(f"{shown} is not UTF-8 text", do="Save it again as UTF-8.") from error
    return parse(path.stem, text, shown=shown)


def parse(slug: str, text: str, *, shown: str = "the profile") -> Company:
    """Return the company that the text of a TOML file describes; `shown` names the file in complaints."""
    try:
        tables = read_toml(text)
    except ValueError as error:
        # Its message ends "(at line 3, column 7)".
        raise ProfileError(f"{shown} is not valid TOML: {error}", do="Mend that line.") from error
    return _company(slug, tables, text=text, shown=shown)


def _company(slug: str, tables: Mapping[str, Any], *, text: str, shown: str) -> Company:
    fields: dict[str, Any] = {}
    for key, value in tables.items():
        if key not in _TOP:
            near = get_close_matches(key, _TOP, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(_TOP)}"
            raise ProfileError(f"{shown}, line {_line(text, key)}: unknown key {clip(key)!r}", do=hint.capitalize())
        try:
            fields[key] = _TOP[key](value)
        except _Wrong as wrong:
            line = _line(text, wrong.key, below=key) if wrong.key else _line(text, key)
            named = f"{key}.{wrong.key}" if wrong.key else key
            raise ProfileError(f"{shown}, line {line}: {named} should be {wrong}") from None
    if not fields.get("name"):
        raise ProfileError(f"{shown}, line 1: the key 'name' is missing", do='Add: name = "The Company"')
    company = Company(slug=slug, **fields)
    if not company.domains:  # the site's own domain is always the company's
        company = replace(company, domains=_domains(company.site))
    return company


def _line(text: str, key: str, *, below: str = "") -> int:
    """The line on which a key stands, or its table; `below` names the table that the key is in."""
    first = _line(text, below) if below else 1
    lines = enumerate(text.split("\n")[first - 1 :], start=first)
    wanted = re.compile(rf"[ \t]*\[*[ \t]*[\"']?{re.escape(key)}\b")
    return next((number for number, line in lines if wanted.match(line)), first)


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise _Wrong(f'text in quotes, such as "…", not {clip(repr(value), 40)}')
    return value.strip()


def _name(value: Any) -> str:
    text = " ".join(_string(value).split())
    if not text or len(text) > MAX_NAME:
        raise _Wrong(f"a name of 1 to {MAX_NAME} characters")
    return text


def _optional_string(value: Any) -> str | None:
    return _string(value) or None


def _site(value: Any) -> str | None:
    text = _string(value)
    if not text:
        return None
    if "://" not in text:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host = parts.hostname if parts.port != 0 else None  # reading the port checks it
    except ValueError:
        host = None
    named = host is not None and (host == "localhost" or "." in host or ":" in host)
    if not named or parts.scheme not in ("http", "https") or re.search(r"\s", text):
        raise _Wrong(f"an address such as https://acme.example, not {clip(_string(value), 40)!r}")
    return text


def _strings(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _Wrong(f'a list of texts, such as ["one", "two"], not {clip(repr(value), 40)}')
    return tuple(text for one in value if (text := one.strip()))


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _Wrong(f"true or false, not {clip(repr(value), 40)}")
    return value


def _moment(value: Any) -> datetime:
    if isinstance(value, datetime):
        try:
            return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
        except OverflowError as error:  # in the year 1 or 9999
            raise _Wrong("a time from which UTC can be told") from error
    if isinstance(value, date):
        return datetime.combine(value, time(12), UTC)
    raise _Wrong(f"a date such as 2026-11-20, without quotes, not {clip(repr(value), 40)}")


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        if not value.strip():
            return None
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    raise _Wrong(f"a date such as 2026-11-26, not {clip(repr(value), 40)}")


def _scalars(value: Any) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise _Wrong('a table of texts, such as ticker = "ACME"')
    plain: dict[str, str] = {}
    for key, one in value.items():
        if isinstance(one, bool):
            plain[key] = "true" if one else "false"
        elif isinstance(one, (str, int, float)):
            plain[key] = str(one)
        else:
            raise _Wrong(f"a table of texts; {clip(key)!r} holds {clip(repr(one), 40)}")
    return plain


def _rows(value: Any, example: str) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise _Wrong(f"written as {example}")
    return value


def _namesakes(value: Any) -> tuple[Namesake, ...]:
    made = []
    for row in _rows(value, "[[namesakes]] with a name below it"):
        stray = set(row) - {"name", "domain", "words", "reason"}
        if stray or "name" not in row:
            raise _Wrong(f"rows of name, domain, words and reason, not {', '.join(sorted(stray)) or 'without a name'}")
        made.append(
            Namesake(
                name=_name(row["name"]),
                domain=_optional_string(row.get("domain", "")),
                words=_strings(row.get("words", [])),
                reason=_string(row.get("reason", "")),
            )
        )
    return tuple(made)


def _places(value: Any) -> tuple[Place, ...]:
    made = []
    for row in _rows(value, '[[places]] with source = "feed" and target = "https://…" below it'):
        if not isinstance(row.get("source"), str):
            raise _Wrong('rows that each say source = "feed" (or newsroom, sitemap, saved …)')
        rest = {key: one for key, one in row.items() if key not in ("source", "target")}
        made.append(Place(source=_string(row["source"]), target=_string(row.get("target", "")), options=_scalars(rest)))
    return tuple(made)


def _interviewer(value: Any) -> str:
    text = _string(value).lower()
    if text and text not in INTERVIEWERS:
        raise _Wrong(f"one of {', '.join(INTERVIEWERS)}, not {clip(text, 40)!r}")
    return text


def _interview(value: Any) -> Interview:
    if not isinstance(value, dict):
        raise _Wrong("a table [interview] with role, interviewer, day, role_text, locale")
    readers: dict[str, Callable[[Any], Any]] = {
        "role": _string,
        "interviewer": _interviewer,
        "day": _day,
        "role_text": _string,
        "locale": _string,
    }
    made: dict[str, Any] = {}
    for key, one in value.items():
        if key not in readers:
            raise _Wrong(f"a table of {', '.join(readers)}; {clip(key)!r} is none of them")
        try:
            made[key] = readers[key](one)
        except _Wrong as wrong:
            raise _Wrong(str(wrong), key=key) from None
    return Interview(**made)


_TOP: dict[str, Callable[[Any], Any]] = {
    "name": _name,
    "site": _site,
    "legal_name": _optional_string,
    "description": _string,
    "domains": _strings,
    "aliases": _strings,
    "products": _strings,
    "people": _strings,
    "competitors": _strings,
    "common_word": _flag,
    "identifiers": _scalars,
    "enabled": _strings,
    "disabled": _strings,
    "tried": _strings,
    "contact": _optional_string,
    "private_hosts": _strings,
    "as_of": _moment,
    "sample": _flag,
    "namesakes": _namesakes,
    "places": _places,
    "interview": _interview,
}


def from_name(slug: str, name: str, site: str) -> Company:
    """Return a company of which only the name and perhaps the site are known. Raises ProfileError for a bad site."""
    try:
        address = _site(site)
        return Company(slug=slug, name=_name(name), site=address, domains=_domains(address))
    except _Wrong as wrong:
        raise ProfileError(f"The site should be {wrong}") from None


def _domains(site: str | None) -> tuple[str, ...]:
    host = urlsplit(site or "").hostname
    return (host.removeprefix("www."),) if host else ()
