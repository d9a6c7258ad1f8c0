"""Who goes by a name: Wikidata's search and its entities, read into candidates. Not a source of documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from researchkit.company.identity import Candidate
from researchkit.reading.urls import host_of
from researchkit.records import Page, Request
from researchkit.sources.answers import Answer, read_json

SOURCE_ID = "identity"
_API = "https://www.wikidata.org/w/api.php?"
_SEARCHED = 12
_MAX_NAMES = 40
_ID = re.compile(r"Q[1-9]\d{0,11}")
# What tells an organisation from a river or a person: each is claimed of organisations alone.
_OF_ORGANISATIONS = ("P452", "P169", "P1128", "P414", "P1454", "P2139", "P5531", "P749", "P1056", "P112")


def search(name: str) -> Request:
    """Return the request for the entities that go by `name`."""
    asked = {
        "action": "wbsearchentities",
        "search": name,
        "language": "en",
        "type": "item",
        "limit": str(_SEARCHED),
        "format": "json",
    }
    return Request(source_id=SOURCE_ID, url=_API + urlencode(asked), expect="json", step="search")


def entities(ids: Sequence[str], *, labels_only: bool = False) -> Request:
    """Return the request for what is known of entities, or for their names alone."""
    asked = {
        "action": "wbgetentities",
        "ids": "|".join(ids[:_MAX_NAMES]),
        "props": "labels" if labels_only else "labels|descriptions|aliases|claims",
        "languages": "en",
        "format": "json",
    }
    return Request(source_id=SOURCE_ID, url=_API + urlencode(asked), expect="json", step="entities")


def found_ids(page: Page) -> list[str]:
    """Return the ids that a search brought, best first. Raises ParseError."""
    rows = read_json(page).need("search").rows()
    return [identity for row in rows if _ID.fullmatch(identity := row.need_text("id"))]


def labels(page: Page) -> dict[str, str]:
    """Return the English name of each entity of an answer. Raises ParseError."""
    named = read_json(page).need("entities").pairs()
    return {key: text for key, entity in named if (text := _said(entity, "labels"))}


def values_to_name(page: Page) -> list[str]:
    """Return the ids of people and products that the organisations of an answer name. Raises ParseError."""
    ids = [
        identity
        for _, entity in _organisations(page)
        for key in ("P169", "P488", "P1056", "P1830")
        for identity in _linked(entity, key)
    ]
    return list(dict.fromkeys(ids))


def candidates(page: Page, names: dict[str, str]) -> list[Candidate]:
    """Return the organisations of an answer; `names` are those of the entities they point to. Raises ParseError."""
    return [
        Candidate(
            name=_said(entity, "labels") or key,
            description=_said(entity, "descriptions") or "",
            domains=tuple(dict.fromkeys(host_of(url) for url in _texts(entity, "P856") if host_of(url))),
            legal_name=next(_texts(entity, "P1448"), None),
            aliases=tuple(_aliases(entity)),
            people=_named(entity, ("P169", "P488"), names),
            products=_named(entity, ("P1830",), names),
            identifiers=_identifiers(key, entity),
        )
        for key, entity in _organisations(page)
    ]


def _organisations(page: Page) -> Iterator[tuple[str, Answer]]:
    for key, entity in read_json(page).need("entities").pairs():
        if _filled(entity, "claims") and {name for name, _ in entity.pairs("claims")} & set(_OF_ORGANISATIONS):
            yield key, entity


def _filled(entity: Answer, key: str) -> bool:
    """Tell whether an entity has anything under `key`; an empty table comes as an empty list."""
    part = entity.get(key)
    return part is not None and bool(part.value)


def _said(entity: Answer, key: str) -> str | None:
    return entity.text(f"{key}.en.value") if _filled(entity, key) else None


def _aliases(entity: Answer) -> Iterator[str]:
    for row in entity.rows("aliases.en") if _filled(entity, "aliases") else ():
        alias = row.text("value") or ""
        if len(alias) > 3:  # "BA" or "GE" would find too much
            yield alias


def _holding(entity: Answer, key: str) -> Iterator[Answer]:
    """Yield the claims that hold today: not deprecated, without an end date."""
    for claim in entity.rows(f"claims.{key}"):
        if claim.text("rank") != "deprecated" and not claim.rows("qualifiers.P582"):
            yield claim


def _texts(entity: Answer, key: str) -> Iterator[str]:
    for claim in _holding(entity, key):
        value = claim.get("mainsnak.datavalue.value")
        if value is None:
            continue
        text = value.text("text") if isinstance(value.value, dict) else value.text()
        if text:
            yield text


def _linked(entity: Answer, key: str) -> Iterator[str]:
    for claim in _holding(entity, key):
        identity = claim.text("mainsnak.datavalue.value.id")
        if identity and _ID.fullmatch(identity):
            yield identity


def _named(entity: Answer, keys: Sequence[str], names: dict[str, str]) -> tuple[str, ...]:
    linked = [identity for key in keys for identity in _linked(entity, key)]
    return tuple(dict.fromkeys(names[identity] for identity in linked if identity in names))[:8]


def _identifiers(key: str, entity: Answer) -> dict[str, str]:
    made = {"wikidata": key}
    listings = (snak for claim in _holding(entity, "P414") for snak in claim.rows("qualifiers.P249"))
    if ticker := next(filter(None, (snak.text("datavalue.value") for snak in listings)), None):
        made["ticker"] = ticker
    if cik := next(_texts(entity, "P5531"), None):
        made["cik"] = cik.lstrip("0")
    if github := next(_texts(entity, "P2037"), None):
        made["github"] = github
    return made
