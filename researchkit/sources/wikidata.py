"""Wikidata: founders, leaders, headquarters, staff, parent and products of the entity that the profile names.

Its values are other entities, so their names are asked for in a second call; what is known until then travels in the
request's `step`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

from researchkit.records import Company, Entry, Page, Place, Request
from researchkit.sources.answers import Answer, read_json
from researchkit.sources.base import ByProfile, Tested, source_id
from researchkit.sources.entries import labelled, titled
from researchkit.sources.wikipedia import summary_entry, summary_request

_ENTITY = "https://www.wikidata.org/wiki/Special:EntityData/{id}.json"
_NAMES = "https://www.wikidata.org/w/api.php?"
_ID = re.compile(r"Q[1-9]\d{0,11}")
_MAX_VALUES = 6
_MAX_NAMES = 50
FACTS = {
    "P31": "Is",
    "P452": "Industry",
    "P571": "Founded",
    "P112": "Founders",
    "P169": "Chief executive",
    "P488": "Chair",
    "P159": "Headquarters",
    "P17": "Country",
    "P1128": "Employees",
    "P2139": "Revenue",
    "P414": "Exchange",
    "P249": "Ticker",
    "P749": "Parent company",
    "P127": "Owned by",
    "P355": "Subsidiaries",
    "P1056": "Products",
    "P856": "Website",
    "P5531": "CIK",
}
_LONE = ("P571", "P1128", "P2139", "P856", "P169")  # one value, the best ranked or newest, is enough
_AMOUNTS = ("P1128", "P2139")
Facts = list[tuple[str, list[str]]]


class Wikidata(ByProfile):
    """The entity (`target` is its Q number)."""

    name: ClassVar[str] = "wikidata"
    gives: ClassVar[str] = "founding, leaders, headquarters, staff, parent company, exchange and products"
    identifier: ClassVar[str] = "wikidata"
    terms: ClassVar[str] = "CC0; a contact in the User-Agent is asked for"
    tested: ClassVar[Tested] = "recorded"
    host: ClassVar[str] = "www.wikidata.org en.wikipedia.org"

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the entity. Raises ValueError when the target is no Q number."""
        found = _ID.search(place.target.upper())
        if not found:
            raise ValueError(f'{place.target!r}: a Wikidata number such as "Q95" was expected')
        yield Request(source_id=source_id(self, place), url=_ENTITY.format(id=found[0]), expect="json", step="entity")

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield the entity's facts, and requests for names and for its Wikipedia article. Raises ParseError."""
        answer = read_json(page)
        if page.request.step == "summary":
            yield summary_entry(answer, page)
        elif page.request.step.startswith("names "):
            yield _named(answer, page)
        else:
            for _, entity in answer.need("entities").pairs():
                yield from _entity(entity, page)


def _entity(entity: Answer, page: Page) -> Iterator[Entry | Request]:
    identity = entity.need_text("id")
    title = entity.text("labels.en.value") or next(
        (text for _, label in entity.pairs("labels") if (text := label.text("value"))), None
    )
    if title is None:
        raise entity.wrong("has no label")
    facts: Facts = [("Description", [entity.text("descriptions.en.value") or ""])]
    facts += [(label, values) for key, label in FACTS.items() if (values := list(_values(entity, key)))]
    yield _entry(identity, title, facts, {}, page)
    ids = list(dict.fromkeys(value for _, values in facts for value in values if _ID.fullmatch(value)))[:_MAX_NAMES]
    if ids:
        asked = {
            "action": "wbgetentities",
            "ids": "|".join(ids),
            "props": "labels",
            "languages": "en",
            "format": "json",
        }
        known = json.dumps([identity, title, facts], ensure_ascii=False)
        url = _NAMES + urlencode(asked)
        yield Request(source_id=page.request.source_id, url=url, expect="json", step=f"names {known}", optional=True)
    if article := entity.text("sitelinks.enwiki.title"):
        yield summary_request(page.request.source_id, article)


def _named(answer: Answer, page: Page) -> Entry:
    """Return the facts that the step carries, with the names this answer gives."""
    identity, title, facts = json.loads(page.request.step.removeprefix("names "))
    names = {key: text for key, entity in answer.need("entities").pairs() if (text := entity.text("labels.en.value"))}
    return _entry(identity, title, facts, names, page)


def _entry(identity: str, title: str, facts: Facts, names: dict[str, str], page: Page) -> Entry:
    lines = [
        (label, ", ".join(names.get(value, "" if _ID.fullmatch(value) else value) for value in values).strip(", "))
        for label, values in facts
    ]
    return Entry(
        source_id=page.request.source_id,
        kind="reference",
        url=f"https://www.wikidata.org/wiki/{identity}",
        title=titled(title),
        text=labelled(*lines) or None,
        publisher="Wikidata",
        language="en",
        first_party=False,
    )


def _values(entity: Answer, key: str) -> Iterator[str]:
    """Yield the values of a property that hold today: best rank, without an end date, newest first."""
    claims = [claim for claim in entity.rows(f"claims.{key}") if claim.text("rank") != "deprecated"]
    preferred = [claim for claim in claims if claim.text("rank") == "preferred"]
    lasting = [claim for claim in preferred or claims if not claim.rows("qualifiers.P582")]
    lasting.sort(key=_point_in_time, reverse=True)
    for claim in lasting[: 1 if key in _LONE else _MAX_VALUES]:
        if claim.text("mainsnak.snaktype") == "value" and (value := _value(claim, key)):
            yield value
            if key == "P414":  # the ticker stands beside the exchange
                yield from _tickers(claim)


def _tickers(claim: Answer) -> Iterator[str]:
    for snak in claim.rows("qualifiers.P249")[:1]:
        if text := snak.text("datavalue.value"):
            yield text


def _point_in_time(claim: Answer) -> str:
    return next((text for snak in claim.rows("qualifiers.P585") if (text := snak.text("datavalue.value.time"))), "")


def _value(claim: Answer, key: str) -> str | None:
    kind = claim.text("mainsnak.datavalue.type")
    value = claim.need("mainsnak.datavalue.value")
    if kind == "wikibase-entityid":
        number = value.text("numeric-id")
        return value.text("id") or (f"Q{number}" if number else None)
    if kind == "time":
        return _day(value)
    if kind == "quantity":
        amount, at = value.number("amount") or 0, _point_in_time(claim)[1:5]
        return f"{amount:,.0f}" + (f" ({at})" if at and key in _AMOUNTS else "")
    return value.text() if kind == "string" else None


def _day(value: Answer) -> str | None:
    """Return a day, month or year as precisely as Wikidata knows it."""
    stamp, precision = value.text("time") or "", int(value.number("precision") or 0)
    found = re.match(r"\+(\d{4})-(\d\d)-(\d\d)T", stamp)
    if not found or precision < 9:
        return None
    return {9: found[1], 10: f"{found[1]}-{found[2]}"}.get(precision, f"{found[1]}-{found[2]}-{found[3]}")
