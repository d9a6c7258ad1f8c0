"""Figures from the SEC's companyfacts: the last year and quarter of a few lines, each with the one before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from researchkit.records import Company, Entry, Page
from researchkit.sources.answers import Answer
from researchkit.sources.entries import dated

# What a person knows it by, and the tags under which companies have reported it over the years.
LINES: dict[str, tuple[str, ...]] = {
    "Revenue": (
        "RevenueFromContractWithCustomerExcludingAssessedTax", "RevenueFromContractWithCustomerIncludingAssessedTax",
        "Revenues", "SalesRevenueNet", "RevenuesNetOfInterestExpense",
    ),
    "Gross profit": ("GrossProfit",),
    "Operating income": ("OperatingIncomeLoss",),
    "Net income": ("NetIncomeLoss", "ProfitLoss"),
    "Research and development expense": ("ResearchAndDevelopmentExpense",),
}  # fmt: skip
CASH = ("CashAndCashEquivalentsAtCarryingValue", "CashCashEquivalentsRestrictedCashAndRestrictedCashEquivalents")
_YEAR_DAYS = range(350, 381)
_QUARTER_DAYS = range(80, 101)
_FORMS = ("10-K", "10-K/A", "10-Q", "10-Q/A", "20-F", "40-F", "10-KT")


@dataclass(frozen=True, slots=True)
class _Figure:
    start: date | None
    end: date
    amount: float
    currency: str
    form: str
    filed: str

    @property
    def days(self) -> int:
        return (self.end - self.start).days if self.start else 0


def figures(answer: Answer, page: Page, company: Company) -> Iterator[Entry]:
    """Yield one entry with the company's figures as sentences; none where it reports none. Raises ParseError."""
    name = answer.need_text("entityName")
    answer.need("facts")
    sentences: list[str] = []
    latest = ""
    for label, tags in LINES.items():
        found = _newest_line(answer, tags)
        for span, wording in ((_YEAR_DAYS, "fiscal year"), (_QUARTER_DAYS, "quarter")):
            pair = _pair([figure for figure in found if figure.days in span])
            if pair:
                sentences.append(_sentence(label, wording, *pair))
                latest = max(latest, pair[0].filed)
    cash = sorted(_newest_line(answer, CASH), key=lambda figure: figure.end)
    if cash:
        sentences.append(f"Cash and cash equivalents were {_money(cash[-1])} on {cash[-1].end}.")
        latest = max(latest, cash[-1].filed)
    if not sentences:
        return
    published, precision = dated(latest)
    cik = (answer.text("cik") or "").lstrip("0")
    yield Entry(
        source_id=page.request.source_id,
        kind="filing",
        url=f"https://www.sec.gov/cgi-bin/browse-edgar?action=getcompany&CIK={cik}&type=10-",
        title=f"{name}: figures reported to the SEC",
        text="\n".join(sentences),
        text_scope="full",
        published=published,
        published_precision=precision,
        publisher=f"{company.name}, SEC filing",
        first_party=True,
    )


def _newest_line(answer: Answer, tags: tuple[str, ...]) -> list[_Figure]:
    """Return the figures of the tag that was reported last: companies change from one to another."""
    lines = [list(_figures(answer, tag)) for tag in tags]
    filled = [line for line in lines if line]
    return max(filled, key=lambda line: max(figure.end for figure in line)) if filled else []


def _figures(answer: Answer, tag: str) -> Iterator[_Figure]:
    for currency, rows in answer.pairs(f"facts.us-gaap.{tag}.units"):
        if "/" in currency or currency == "shares":
            continue
        for row in rows.rows():
            end, start = _day(row, "end"), _day(row, "start")
            amount, form = row.number("val"), row.text("form") or ""
            if end and amount is not None and form in _FORMS:
                yield _Figure(start, end, amount, currency, form, row.text("filed") or "")


def _day(row: Answer, path: str) -> date | None:
    text = row.text(path)
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise row.wrong(f"has no day in {path!r}: {text[:40]!r}") from error


def _pair(found: list[_Figure]) -> tuple[_Figure, _Figure | None] | None:
    """Return the newest figure of a span, as last filed, and the one of a year before."""
    if not found:
        return None
    newest = max(found, key=lambda figure: (figure.end, figure.filed))
    before = [figure for figure in found if 350 <= (newest.end - figure.end).days <= 380]
    return newest, max(before, key=lambda figure: figure.filed, default=None)


def _sentence(label: str, wording: str, newest: _Figure, before: _Figure | None) -> str:
    text = f"{label} was {_money(newest)} in the {wording} to {newest.end} ({newest.form} filed {newest.filed})"
    if before is None or before.currency != newest.currency:
        return f"{text}."
    text = f"{text}, against {_money(before)} in the {wording} to {before.end}"
    if before.amount <= 0 or newest.amount <= 0:
        return f"{text}."
    change = (newest.amount / before.amount - 1) * 100
    direction = "up" if change >= 0 else "down"
    return f"{text}, {direction} {abs(change):.0f}%."


def _money(figure: _Figure) -> str:
    sign, size = ("-" if figure.amount < 0 else ""), abs(figure.amount)
    symbol = {"USD": "$", "EUR": "€", "GBP": "£"}.get(figure.currency, f"{figure.currency} ")
    for unit, word in ((1e9, "billion"), (1e6, "million")):
        if size >= unit:
            return f"{sign}{symbol}{size / unit:.2f} {word}"
    return f"{sign}{symbol}{size:,.0f}"
