"""UK Companies House: a company's status, accounts and filings. A free key is needed, from the environment."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from researchkit.records import Company, Entry, Page, Place, Request
from researchkit.sources.answers import Answer, read_json
from researchkit.sources.base import ByProfile, Switch, Tested, source_id
from researchkit.sources.entries import dated, labelled, titled
from researchkit.sources.firms import is_firm

KEY_VARIABLE = "RESEARCHKIT_COMPANIES_HOUSE_KEY"
_API = "https://api.company-information.service.gov.uk"
_REGISTER = "https://find-and-update.company-information.service.gov.uk"
MAX_FILINGS = 40


class CompaniesHouse(ByProfile):
    """The register's entry and filings; `target` is the company's number of eight characters."""

    name: ClassVar[str] = "companieshouse"
    gives: ClassVar[str] = "a UK company's status, overdue accounts, charges and filings"
    identifier: ClassVar[str] = "companies_house"
    switch: ClassVar[Switch] = "opt-in"
    key_needed: ClassVar[str] = f"a free key in {KEY_VARIABLE}"
    terms: ClassVar[str] = "Open Government Licence v3.0; 600 calls in five minutes; officers' details are not read"
    tested: ClassVar[Tested] = "recorded"
    host: ClassVar[str] = "api.company-information.service.gov.uk"
    pace_s: ClassVar[float] = 0.5  # six hundred requests in five minutes

    def missing(self, company: Company) -> tuple[str, str] | None:
        """Return what to do without a key or a number."""
        if not any(self.places(company)):
            return "the company's number is not known", 'set companies_house = "…" in [identifiers]'
        if not os.environ.get(KEY_VARIABLE):
            return "the register needs a free key", f"set {KEY_VARIABLE} in the environment"
        return None

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the register's entry and its filings. Raises ValueError when the target is no company number."""
        number = place.target.strip().upper().zfill(8)
        if not re.fullmatch(r"[A-Z0-9]{2}\d{5}[A-Z0-9]", number):
            raise ValueError(f"{place.target!r}: a company number of eight characters was expected")
        key = base64.b64encode(f"{os.environ.get(KEY_VARIABLE, '')}:".encode()).decode("ascii")
        identity, headers = source_id(self, place), {"Authorization": f"Basic {key}"}
        yield Request(
            source_id=identity, url=f"{_API}/company/{number}", expect="json", headers=headers, step=f"company {number}"
        )
        url = f"{_API}/company/{number}/filing-history?items_per_page={MAX_FILINGS}"
        yield Request(
            source_id=identity, url=url, expect="json", headers=headers, step=f"filings {number}", optional=True
        )

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield the register's entry, filings, or the companies of that name in a search. Raises ParseError."""
        answer = read_json(page)
        if answer.text("company_name"):
            yield _registered(answer, page, name="company_name")
            return
        rows = answer.need("items").rows()[: MAX_FILINGS * 3]
        if rows and rows[0].get("officer_role") is not None:
            yield _officers(rows, page)
            return
        for row in rows:
            if row.get("company_number") is not None:
                if is_firm(row.need_text("title"), company):
                    yield _registered(row, page, name="title")
            else:
                yield _filing(row, page)


def _registered(row: Answer, page: Page, *, name: str) -> Entry:
    number = row.need_text("company_number")
    overdue = row.flag("accounts.overdue") if row.get("accounts") else None
    return Entry(
        source_id=page.request.source_id,
        kind="reference",
        url=f"{_REGISTER}/company/{number}",
        title=titled(f"{row.need_text(name)}, company {number}"),
        text=labelled(
            ("Status", row.text("company_status")),
            ("Type", row.text("company_type") or row.text("type")),
            ("Founded", row.text("date_of_creation")),
            ("Dissolved", row.text("date_of_cessation")),
            ("Accounts due", row.text("accounts.next_due") if row.get("accounts") else None),
            ("Accounts overdue", "yes" if overdue else None),
            ("Industry codes", ", ".join(code for part in row.rows("sic_codes") if (code := part.text()))),
        )
        or None,
        publisher="Companies House",
        first_party=False,
    )


def _officers(rows: list[Answer], page: Page) -> Entry:
    """Return the officers in office, by name and role: nothing else of theirs is ours to keep."""
    number = page.request.step.partition(" ")[2]
    serving = [row for row in rows if row.get("resigned_on") is None]
    lines = [
        f"{row.need_text('officer_role').replace('-', ' ').capitalize()}: {row.need_text('name')}" for row in serving
    ]
    return Entry(
        source_id=page.request.source_id,
        kind="reference",
        url=f"{_REGISTER}/company/{number}/officers" if number else "",
        title=f"Officers at Companies House{f' of company {number}' if number else ''}",
        text="\n".join(lines) or None,
        publisher="Companies House",
        first_party=False,
    )


def _filing(row: Answer, page: Page) -> Entry:
    number = page.request.step.partition(" ")[2]
    what = row.need_text("description").replace("-", " ")
    published, precision = dated(row.text("date"))
    identity = row.text("transaction_id") or row.text("barcode") or row.path
    return Entry(
        source_id=page.request.source_id,
        kind="filing",
        url=f"{_REGISTER}/company/{number}/filing-history?filing={identity}" if number else "",
        title=titled(f"Companies House filing: {what}"),
        text=labelled(("Category", row.text("category")), ("Form", row.text("type"))) or None,
        published=published,
        published_precision=precision,
        publisher="Companies House",
        first_party=True,
    )
