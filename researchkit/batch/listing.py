"""The list of companies: a CSV read line by line, so that a broken line is one row and no other is lost for it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from researchkit.company import profile
from researchkit.errors import InputError, ResearchkitError
from researchkit.records import Company
from researchkit.workspace import Workspace, clip, slug_of

IDENTIFIERS = ("ticker", "cik", "wikidata", "github", "mastodon", "bluesky", "youtube")
_COLUMNS = ("name", "site", *IDENTIFIERS)
# What other people's lists call these columns; they are told, not guessed at.
_CALLED = {
    "name": {"company", "company name", "employer", "firm", "organisation", "organization", "title"},
    "site": {"website", "url", "homepage", "web", "domain", "address"},
}
_MAX_LINE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A company of the list. `known` says that its TOML is there; else its places are looked for first."""

    company: Company
    known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """A line that cannot be used, and why."""

    slug: str
    name: str
    reason: str


@dataclass(slots=True)
class Listing:
    """What a list holds, each company once, in its order."""

    wanted: list[Wanted] = field(default_factory=list)
    unusable: list[Unusable] = field(default_factory=list)


def read_list(companies: str | Path | Iterable[str | Company], *, workspace: Workspace) -> Listing:
    """Return the companies of a CSV file, or of names and Companies.

    Raises InputError for a file that is no such list: not there, not text, without a column "name".
    """
    listing = Listing()
    seen: dict[str, str] = {}
    rows = (
        _rows(Path(companies), workspace, listing) if isinstance(companies, (str, Path)) else _given(companies, listing)
    )
    for where, company in rows:
        if company.slug in seen:
            reason = f"{where} names it again; {seen[company.slug]} is used"
            listing.unusable.append(Unusable(slug=company.slug, name=company.name, reason=reason))
            continue
        seen[company.slug] = where
        _add(listing, company, workspace)
    if not listing.wanted and not listing.unusable:
        raise InputError("The list names no company", do="Give it a line for each: name,site")
    return listing


def _add(listing: Listing, company: Company, workspace: Workspace) -> None:
    path = workspace.profile(company.slug)
    if not path.is_file():
        listing.wanted.append(Wanted(company=company, known=bool(company.places or company.sample)))
        return
    try:
        listing.wanted.append(Wanted(company=profile.read_profile(path), known=True))
    except ResearchkitError as error:
        listing.unusable.append(Unusable(slug=company.slug, name=company.name, reason=str(error)))


def _given(companies: Iterable[str | Company], listing: Listing) -> Iterator[tuple[str, Company]]:
    for place, one in enumerate(companies, start=1):
        where = f"number {place} of the list"
        if isinstance(one, Company):
            yield where, one
        else:
            yield from _named(where, one, "", {}, listing)


def _rows(path: Path, workspace: Workspace, listing: Listing) -> Iterator[tuple[str, Company]]:
    lines = _lines(path)
    comma = max(",;\t", key=lines[0].count)
    header = [cell.strip().lower() for cell in next(csv.reader([lines[0]], delimiter=comma))]
    if "name" not in header:
        raise InputError(f"{path.name}, line 1: there is no column called name", do=_advice(header))
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip(f'{comma} \t"'):
            continue
        where = f"line {number}"
        try:
            cells = next(csv.reader([line[:_MAX_LINE]], delimiter=comma, strict=True))
        except csv.Error as error:
            yield from _broken(listing, where, line, f"its quotes do not fit: {error}")
            continue
        if len(cells) > len(header):
            what = f"{len(cells)} fields where the header has {len(header)}; a name with a comma needs quotes"
            yield from _broken(listing, where, line, what)
            continue
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
        identifiers = {key: row[key] for key in IDENTIFIERS if row.get(key)}
        yield from _named(where, row.get("name", ""), row.get("site", ""), identifiers, listing)


def _named(
    where: str, name: str, site: str, identifiers: dict[str, str], listing: Listing
) -> Iterator[tuple[str, Company]]:
    try:
        company = profile.from_name(slug_of(name), name, site)
    except ResearchkitError as error:
        yield from _broken(listing, where, name, str(error))
        return
    yield where, replace(company, identifiers=identifiers)


def _broken(listing: Listing, where: str, text: str, why: str) -> Iterator[tuple[str, Company]]:
    listing.unusable.append(Unusable(slug="", name=clip(text), reason=f"{where}: {why}"))
    yield from ()


def _lines(path: Path) -> list[str]:
    try:
        text = path.expanduser().read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"Cannot read the list {path}: {error.strerror or error}", do="Check the path.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name} is not UTF-8 text", do='Save it again as "CSV UTF-8".') from error
    lines = text.splitlines()
    if not lines or not lines[0].strip():
        raise InputError(f"{path.name}, line 1: there is no header", do="The first line should be: name,site")
    return lines


def _advice(header: list[str]) -> str:
    for wanted, others in _CALLED.items():
        called = [cell for cell in header if cell in others]
        if called and wanted not in header:
            return f'Its columns are {_shown(header)}; rename "{clip(called[0])}" to "{wanted}".'
    return f"Its columns are {_shown(header)}; expected are name and site ({', '.join(_COLUMNS[2:])} if you have them)."


def _shown(header: list[str]) -> str:
    return clip(", ".join(f'"{cell}"' for cell in header), 120)
