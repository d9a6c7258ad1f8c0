"""Read the labelled, the silver and the unlabelled headlines, and split them by month and by company.

A further table of labels, `more_labels.tsv`, holds no text: it names silver rows (`s` and the row's number) and
unlabelled titles (`t` and the line's number), which are looked up here. They train only, and leave the set they come
from.

A row is held back when it was published in a held-back month or names a held-back company, so that neither a story
nor a company is seen on both sides. Rows that name one of the companies of the page benchmark are a part of their own,
which the split's pipeline does not see either. Figures are given on the natural mix only (rows drawn at random, by
company or from blogs); rows that were drawn by keyword or by doubt are for training.
"""

from __future__ import annotations

import collections
import gzip
import html
import json
import re
import zlib
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from pathlib import Path

ROLES = ("subject", "object", "counterparty", "person", "amount", "place")
NOT = "not_company_event"
NATURAL = ("random", "company", "blog")
TEST_MONTHS = ("2023-06", "2023-10")
DEV_MONTHS = ("2023-08",)
COMPANY_SHARE = 12  # one company in so many is held back
MOST_ROWS = 40  # companies with more rows are never held back: too much would be lost
LEAD_CHARACTERS = 160
PAGES = re.compile(r"\b(?:cloudflare|cruise|okta|spotify|starbucks|target|unity|zoom)\b", re.IGNORECASE)
MORE = Path(__file__).resolve().parent / "more_labels.tsv"


@dataclass(slots=True)
class Row:
    """One headline. `part` is train, dev, test or pages; `gold` is None for a row without labels read by a person."""

    id: str
    title: str
    lead: str
    site: str
    month: str
    sampling: str
    part: str = "train"
    url: str = ""
    gold: dict | None = None
    soft: dict | None = None

    @property
    def natural(self) -> bool:
        return self.sampling in NATURAL or self.sampling in ("v1:random", "v1:company", "more:random")

    @property
    def blog(self) -> bool:
        return self.sampling in ("blog", "blog2")


def month_of(date: str, url: str) -> str:
    if re.match(r"\d{4}-\d\d", date):
        return date[:7]
    try:
        return parsedate_to_datetime(date).strftime("%Y-%m")
    except (ValueError, TypeError):
        return f"none-{zlib.crc32(url.encode()) % 11:02d}"


def clean_lead(lead: str) -> str:
    lead = html.unescape(lead)
    if lead.startswith(("Article URL:", "Comments URL:")):
        return ""
    lead = re.sub(r"\s+", " ", lead).strip()
    return lead[:LEAD_CHARACTERS]


def read_labels(path: Path) -> list[Row]:
    rows = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            raw = json.loads(line)
            gold = {key: raw.get(key) for key in ("type", "polarity", "modality", "spans")}
            month = month_of(raw.get("date", ""), raw.get("url", ""))
            rows.append(
                Row(
                    str(raw["id"]),
                    raw["title"],
                    clean_lead(raw.get("lead") or ""),
                    raw.get("site", ""),
                    month,
                    raw.get("sampling", ""),
                    gold=gold,
                    url=raw.get("url", ""),
                )
            )
    return rows


def read_silver(path: Path) -> list[Row]:
    rows = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            raw = json.loads(line)
            soft = {key: raw[key] for key in ("types", "polarity", "modality", "spans")}
            month = month_of(raw.get("date", ""), raw.get("url", ""))
            site = re.sub(r"^https?://([^/]+).*", r"\1", raw.get("url", ""))
            row = Row(f"s{number}", raw["title"], clean_lead(raw.get("lead") or ""), site, month, "silver", soft=soft)
            row.url = raw.get("url", "")
            rows.append(row)
    return rows


def read_titles(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [line.rstrip("\n") for line in lines]


def read_more(path: Path, silver: list[Row], titles: list[str]) -> tuple[list[Row], list[Row]]:
    """Return the rows labelled in `path`, and the silver rows that are left."""
    labelled = {}
    with path.open(encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            key, kind, polarity, modality, places, sampling, _ = line.rstrip("\n").split("\t")
            labelled[key] = (kind, polarity, None if modality == "-" else modality, places, sampling)
    known = {row.id: row for row in silver}
    rows = []
    for key, (kind, polarity, modality, places, sampling) in labelled.items():
        row = known.get(key) or Row(key, titles[int(key[1:])], "", "", "", "")
        spans: dict[str, list[str]] = {role: [] for role in ROLES}
        for part in places.split(";") if places != "-" else ():
            role, start, end = part.split(":")
            spans[role].append(row.title[int(start) : int(end)])
        gold = {"type": kind, "polarity": polarity, "modality": modality, "spans": spans}
        part = "pages" if of_pages(row) else "train"
        rows.append(replace(row, gold=gold, soft=None, part=part, sampling=sampling))
    return rows, [row for row in silver if row.id not in labelled]


def of_pages(row: Row) -> bool:
    """Tell whether a row names a company of the page benchmark (or holds the word)."""
    return bool(PAGES.search(f"{row.title} {row.lead}"))


def held_back_companies(rows: list[Row]) -> set[str]:
    counts: collections.Counter[str] = collections.Counter()
    for row in rows:
        for name in (row.gold["spans"] or {}).get("subject", []):
            counts[name.lower().removesuffix("’s").removesuffix("'s")] += 1
    return {
        name
        for name, count in counts.items()
        if count <= MOST_ROWS and len(name) > 3 and zlib.crc32(name.encode()) % COMPANY_SHARE == 0
    }


def split(gold: list[Row], silver: list[Row]) -> None:
    """Set `part` of every row. Test wins over dev, dev over pages; silver rows outside train are `left`."""
    companies = held_back_companies(gold)
    longest = max(len(name.split()) for name in companies)

    def names(title: str) -> bool:
        found = re.findall(r"[\w.&-]+", title.lower().replace("’s", "").replace("'s", ""))
        return any(
            " ".join(found[i : i + n]) in companies for n in range(1, longest + 1) for i in range(len(found) - n + 1)
        )

    test_months = {*TEST_MONTHS, "none-00", "none-01"}
    dev_months = {*DEV_MONTHS, "none-02"}
    for row in gold + silver:
        if row.month in test_months or names(row.title):
            row.part = "test"
        elif row.month in dev_months:
            row.part = "dev"
        elif of_pages(row):
            row.part = "pages"
    for row in silver:
        if row.part != "train":
            row.part = "left"
