"""Read the labelled, the silver and the unlabelled headlines, and split them by month and by company.

A row is held back when it was published in a held-back month or names a held-back company, so that neither a story
nor a company is seen on both sides. Figures are given on the natural mix only (rows drawn at random, by company or from
blogs); rows that were drawn by keyword or by doubt are for training.
"""

from __future__ import annotations

import collections
import gzip
import html
import json
import re
import zlib
from dataclasses import dataclass
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


@dataclass(slots=True)
class Row:
    """One headline. `part` is train, dev or test; `gold` is None for a row without labels read by a person."""

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
        return self.sampling in NATURAL or self.sampling in ("v1:random", "v1:company")

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
            rows.append(
                Row(f"s{number}", raw["title"], clean_lead(raw.get("lead") or ""), site, month, "silver", soft=soft)
            )
    return rows


def read_titles(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [line.rstrip("\n") for line in lines]


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
    """Set `part` of every row. Test wins over dev, and dev over train; silver rows outside train are `left`."""
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
    for row in silver:
        if row.part != "train":
            row.part = "left"
