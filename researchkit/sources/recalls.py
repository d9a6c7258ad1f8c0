"""Recalls and complaints at US regulators: CPSC, FDA, FSIS, NHTSA, CFPB. Searched by name, and the name is checked.

A regulator's shape is known by its keys; `Shape` says where each keeps title, firm, day and words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import quote, urlencode

from researchkit.records import Company, Entry, Page, Place, Request
from researchkit.sources.answers import Answer, read_json
from researchkit.sources.base import ByProfile, Switch, Tested, source_id
from researchkit.sources.entries import dated, joined, labelled, month_start, speaks_of, titled, visit_url
from researchkit.sources.firms import is_firm

MAX_ROWS = 200
_CPSC = "https://www.saferproducts.gov/RestWebServices/Recall?"
_FDA = "https://api.fda.gov/{part}/enforcement.json?search=recalling_firm:{firm}&sort=report_date:desc&limit=100"
_NHTSA = "https://api.nhtsa.gov/recalls/recallsByVehicle?"
_CFPB = "https://www.consumerfinance.gov/data-research/consumer-complaints/search/api/v1/?"
Paths = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Where a regulator keeps what we read: dotted paths, the first that holds something wins."""

    mark: str  # a key by which its rows are known
    title: Paths = ()
    made_title: str = ""  # with {firm} and {what}, where a row has no title
    what: Paths = ()
    firm: Paths = ()
    firms: tuple[tuple[str, str], ...] = ()  # lists of firms, and the key of the name
    day: Paths = ()
    day_first: bool = False  # DD/MM/YYYY
    url: Paths = ()
    made_url: str = ""  # with {id}
    identity: Paths = ()  # rows of one identity are one entry
    facts: tuple[tuple[str, str], ...] = ()  # label, path
    lists: tuple[tuple[str, str, str], ...] = ()  # label, list, key
    words: Paths = ()


SHAPES: dict[str, Shape] = {
    "CPSC": Shape(
        mark="RecallID",
        title=("Title",),
        firms=(("Manufacturers", "Name"), ("Importers", "Name"), ("Distributors", "Name"), ("Retailers", "Name")),
        day=("RecallDate",),
        url=("URL",),
        identity=("RecallID",),
        lists=(
            ("Product", "Products", "Name"),
            ("Units", "Products", "NumberOfUnits"),
            ("Hazard", "Hazards", "Name"),
            ("Injuries", "Injuries", "Name"),
            ("Remedy", "Remedies", "Name"),
        ),
        words=("Description",),
    ),
    "FDA": Shape(
        mark="recalling_firm",
        made_title="Recall by {firm}: {what}",
        what=("product_description",),
        firm=("recalling_firm",),
        day=("recall_initiation_date", "report_date"),
        made_url="https://www.accessdata.fda.gov/scripts/ires/index.cfm?Event={id}",
        identity=("event_id", "recall_number"),
        facts=(
            ("Classification", "classification"),
            ("Status", "status"),
            ("Reason", "reason_for_recall"),
            ("Quantity", "product_quantity"),
            ("Distribution", "distribution_pattern"),
        ),
        words=("product_description",),
    ),
    "FSIS": Shape(
        mark="field_recall_number",
        title=("field_title",),
        firm=("field_establishment",),
        day=("field_recall_date",),
        url=("field_recall_url",),
        identity=("field_recall_number",),
        facts=(
            ("Reason", "field_recall_reason"),
            ("Risk", "field_risk_level"),
            ("Classification", "field_recall_classification"),
        ),
        words=("field_summary",),
    ),
    "NHTSA": Shape(
        mark="NHTSACampaignNumber",
        made_title="Vehicle recall by {firm}: {what}",
        what=("Component",),
        firm=("Manufacturer",),
        day=("ReportReceivedDate",),
        day_first=True,
        made_url="https://www.nhtsa.gov/recalls?nhtsaId={id}",
        identity=("NHTSACampaignNumber",),
        facts=(("Model", "Model"), ("Year", "ModelYear"), ("Consequence", "Consequence"), ("Remedy", "Remedy")),
        words=("Summary",),
    ),
    "CFPB": Shape(
        mark="complaint_id",
        made_title="Complaint about {firm}: {what}",
        what=("issue",),
        firm=("company",),
        day=("date_received",),
        made_url="https://www.consumerfinance.gov/data-research/consumer-complaints/search/detail/{id}",
        identity=("complaint_id",),
        facts=(("Product", "product"), ("Issue", "sub_issue"), ("Response", "company_response")),
        words=("complaint_what_happened",),
    ),
    "FDA press": Shape(
        mark="company_name",
        made_title="Recall by {firm}: {what}",
        title=("title",),
        what=("product_description", "product"),
        firm=("company_name",),
        day=("date", "recall_date", "published"),
        url=("url", "link"),
        facts=(("Reason", "reason"),),
        words=("description",),
    ),
}


# What the lists of other regulators call the same things, letters only.
_USUAL: dict[str, Paths] = {
    "title": ("title", "recalltitle", "headline"),
    "what": ("productdescription", "products", "product", "productname", "brandname", "brandnames"),
    "firm": ("companyname", "company", "firm", "recallingfirm", "manufacturer", "establishment", "firmname"),
    "day": ("recalldate", "date", "publishdate", "published", "recallinitiationdate", "reportdate"),
    "url": ("url", "link", "recallurl"),
    "words": ("recallreasondescription", "reason", "reasonforrecall", "summary", "description", "hazard"),
}


class Recalls(ByProfile):
    """Recalls and complaints that name the company; a vehicle is named as `nhtsa/make/model/year`."""

    name: ClassVar[str] = "recalls"
    gives: ClassVar[str] = "US recalls and complaints: consumer products, food, drugs, devices, vehicles, finance"
    switch: ClassVar[Switch] = "opt-in"
    terms: ClassVar[str] = "public domain"
    tested: ClassVar[Tested] = "recorded"
    host: ClassVar[str] = "www.saferproducts.gov api.fda.gov api.nhtsa.gov www.consumerfinance.gov"

    def places(self, company: Company) -> Iterator[Place]:
        """Yield the profile's regulators, else those that can be searched by a firm's name."""
        named = list(super().places(company))
        made = ("cpsc", "fda/drug", "fda/device", "fda/food", "cfpb")
        yield from named or (Place(source=self.name, target=target) for target in made)

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the search at one regulator. Raises ValueError for one that is not known."""
        kind, *rest = place.target.lower().split("/")
        firm = company.legal_name or company.name
        if kind == "cpsc":
            url = _CPSC + urlencode(
                {"format": "json", "RecallDateStart": f"{month_start(since):%Y-%m-%d}", "RecallTitle": company.name}
            )
        elif kind == "fda" and rest and rest[0] in ("drug", "device", "food"):
            url = _FDA.format(part=rest[0], firm=quote(f'"{company.name}"'))
        elif kind == "nhtsa" and len(rest) == 3:
            url = _NHTSA + urlencode(dict(zip(("make", "model", "modelYear"), rest, strict=True)))
        elif kind == "cfpb":
            asked = {"company": firm.upper(), "size": "100", "sort": "created_date_desc", "no_aggs": "true"}
            url = _CFPB + urlencode(asked | {"date_received_min": f"{month_start(since):%Y-%m-%d}"})
        else:
            raise ValueError(f"{place.target!r}: cpsc, fda/drug, fda/device, fda/food, cfpb or nhtsa/make/model/year")
        yield Request(source_id=source_id(self, place), url=url, expect="json", step=kind)

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield an entry a recall or complaint of this company. Raises ParseError."""
        rows = list(_rows(read_json(page)))[:MAX_ROWS]
        folded: dict[str, list[Answer]] = {}
        for row in rows:
            shape = _shape_of(row)
            if _is_of(row, shape, company):
                folded.setdefault(_first(row, shape.identity) or row.path, []).append(row)
        for group in folded.values():
            yield _entry(group, page)


def _rows(answer: Answer) -> Iterator[Answer]:
    """Yield the rows of whichever list the answer keeps them in."""
    if isinstance(answer.value, list):
        yield from answer.rows()
    elif answer.get("error") is not None:
        if (answer.text("error.code") or "") != "NOT_FOUND":
            raise answer.wrong(f"is an error: {answer.text('error.message') or 'without a message'}")
    elif answer.get("hits") is not None:
        yield from (row.need("_source") for row in answer.need("hits").need("hits").rows())
    else:
        yield from answer.need("results").rows()


def _shape_of(row: Answer) -> Shape:
    keys = {key for key, _ in row.pairs()}
    for shape in SHAPES.values():
        if shape.mark in keys:
            return shape
    named = {key: re.sub(r"[^a-z]", "", key.lower()) for key in keys if "." not in key}
    found = {
        part: tuple(key for word in words for key, name in named.items() if name == word)
        for part, words in _USUAL.items()
    }
    if not found["firm"] or not (found["title"] or found["what"]):
        raise row.wrong("has the shape of no regulator that is known")
    return Shape(
        mark="",
        title=found["title"],
        made_title="Recall by {firm}: {what}",
        what=found["what"],
        firm=found["firm"],
        day=found["day"],
        url=found["url"],
        words=found["words"],
    )


def _is_of(row: Answer, shape: Shape, company: Company) -> bool:
    firms = [text for path in shape.firm if (text := row.text(path))]
    firms += [text for path, key in shape.firms for part in row.rows(path) if (text := part.text(key))]
    # A title names the firm in words: "Acme Recalls Arms Due to Fire Hazard".
    return any(is_firm(firm, company) for firm in firms) or speaks_of(_first(row, shape.title) or "", company)


def _first(row: Answer, paths: Paths) -> str | None:
    return next((text for path in paths if (text := row.text(path))), None)


def _entry(group: list[Answer], page: Page) -> Entry:
    from researchkit.reading.text import strip_markup

    row = group[0]
    shape = _shape_of(row)
    firm, what, identity = (_first(row, paths) or "" for paths in (shape.firm, shape.what, shape.identity))
    made = shape.made_title.format(firm=firm, what=what[:80]).rstrip(": ") if shape.made_title else ""
    title = titled(_first(row, shape.title) or made)
    if not title:
        raise row.wrong("has neither a title nor a firm")
    listed = [
        (label, "; ".join(t for part in row.rows(path) if (t := part.text(key)))) for label, path, key in shape.lists
    ]
    words = list(dict.fromkeys(text for each in group[:12] for path in shape.words if (text := each.text(path))))
    published, precision = dated(_day(_first(row, shape.day), day_first=shape.day_first))
    return Entry(
        source_id=page.request.source_id,
        kind="recall",
        url=visit_url(_first(row, shape.url) or (shape.made_url.format(id=quote(identity)) if identity else "")) or "",
        title=title,
        text=joined(
            labelled(("Firm", firm), *((label, row.text(path)) for label, path in shape.facts), *listed),
            strip_markup("<p>".join(words)),
        )
        or None,
        text_scope="full",
        published=published,
        published_precision=precision,
        publisher=_regulator(shape),
        first_party=False,
    )


def _regulator(shape: Shape) -> str:
    name = next((name for name, known in SHAPES.items() if known is shape), "")
    return f"US {name.partition(' ')[0]}" if name else "US regulator"


def _day(text: str | None, *, day_first: bool) -> str | None:
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", (text or "").strip())
    if not found:
        return text
    day, month = (found[1], found[2]) if day_first else (found[2], found[1])
    return f"{found[3]}-{month:0>2}-{day:0>2}"
