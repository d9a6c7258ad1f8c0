"""A builder of dossiers for the brief's tests: a fictional company, frames made row by row."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from researchkit.frames import CLUSTERED, COVERAGE, EVENTS, QUESTIONS, conform, empty
from researchkit.records import Company, Interview, Namesake

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SINCE = NOW - timedelta(days=180)
COMPANY = Company(
    slug="halden-voss",
    name="Halden & Voss Robotics",
    legal_name="Halden & Voss Robotics Sp. z o.o.",
    site="https://haldenvoss.example",
    description="Sells picking robots and a subscription that schedules mixed fleets, to grocers and parcel carriers.",
    domains=("haldenvoss.example",),
    aliases=("Halden Voss", "Halden & Voss"),
    products=("Arm Mini", "Fleet Cloud"),
    competitors=("Kestrel Motion", "Bluefin Automation"),
    namesakes=(Namesake(name="Halden & Voss", domain="haldenvoss-legal.example", words=("law", "firm")),),
    interview=Interview(role="Data Engineer, Fleet Platform", interviewer="hiring manager"),
)


@dataclass(frozen=True)
class FakeDossier:
    """What compose asks of a dossier, without the rest of the line."""

    company: Company
    documents: pd.DataFrame
    events: pd.DataFrame
    questions: pd.DataFrame
    coverage: pd.DataFrame
    changes: pd.DataFrame | None = None
    since: datetime = SINCE
    now: datetime = NOW

    def asked_for(self, *, role: str | None = None, interviewer: str | None = None) -> FakeDossier:
        before = self.company.interview
        interview = replace(before, role=role or before.role, interviewer=interviewer or before.interviewer)
        return replace(self, company=replace(self.company, interview=interview))


@dataclass
class Builder:
    """Collects rows; `build` makes the frames."""

    company: Company = COMPANY
    documents: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, object]] = field(default_factory=list)
    questions: list[dict[str, object]] = field(default_factory=list)
    coverage: list[dict[str, object]] = field(default_factory=list)

    def document(self, title: str, body: str = "", **columns: object) -> str:
        """Add a document and return its id."""
        text = f"{title}\n\n{body}" if body else title
        published = columns.get("published", datetime(2026, 11, 10, 8, tzinfo=UTC))
        url = columns.get("url", f"https://news.example/{len(self.documents)}")
        document_id = hashlib.sha256(f"{url}{title}{len(self.documents)}".encode()).hexdigest()[:16]
        row = {
            "document_id": document_id,
            "source_id": "feed news.example/rss",
            "kind": "news",
            "url": url,
            "publisher": "Ledger Daily",
            "title": title,
            "author": None,
            "published": published,
            "published_precision": None if published is None else "day",
            "fetched": NOW - timedelta(hours=1),
            "language": "en",
            "text": text,
            "text_scope": "full" if body else "title",
            "first_party": False,
            "word_count": len(text.split()),
            "relevance": 0.9,
            "relevance_reason": "name in the title",
            "story_id": f"story-{document_id}",
            "similarity": 1.0,
        }
        self.documents.append(row | columns)
        return document_id

    def event(self, document_id: str, type: str, polarity: str, claim: str, **columns: object) -> str:
        """Add an event on a document, its quote the claim unless given, and return its id."""
        paper = next(row for row in self.documents if row["document_id"] == document_id)
        quote = str(columns.get("quote", claim))
        start = str(paper["text"]).find(quote)
        event_id = f"event-{len(self.events):03d}"
        row = {
            "event_id": event_id,
            "story_id": paper["story_id"],
            "type": type,
            "polarity": polarity,
            "modality": "happened",
            "happened": paper["published"],
            "subject": self.company.name,
            "object": None,
            "counterparty": None,
            "person": None,
            "amount": None,
            "place": None,
            "claim": claim,
            "document_id": document_id,
            "quote": quote,
            "start": max(start, 0),
            "end": max(start, 0) + len(quote),
            "publishers": 1,
            "confidence": 0.9,
        }
        self.events.append(row | columns)
        return event_id

    def question(
        self, event_id: str, text: str, *, audience: str = "hiring manager", evidence: tuple[str, ...] = ()
    ) -> None:
        """Add a question on an event; `evidence` are the documents it stands on."""
        self.questions.append(
            {
                "question_id": f"question-{len(self.questions)}",
                "event_id": event_id,
                "audience": audience,
                "role": "data",
                "angle": "launch",
                "text": text,
                "rationale": "It stands on a dated fact and asks about a choice.",
                "score": 0.9,
                "checks": "anchored whole",
                "evidence": ",".join(evidence),
            }
        )

    def source(self, source_id: str, outcome: str = "found", count: int = 3, reason: str = "") -> None:
        """Add a row of coverage."""
        kind = source_id.split(" ")[0]
        newest = NOW if outcome == "found" else pd.NaT
        row = {"source_id": source_id, "kind": kind, "outcome": outcome, "count": count, "newest": newest}
        self.coverage.append(row | {"reason": reason, "what_to_do": ""})

    def build(self, **fields: object) -> FakeDossier:
        """Return the dossier of all rows."""
        frames = {
            name: conform(pd.DataFrame(rows), schema) if rows else empty(schema)
            for name, rows, schema in (
                ("documents", self.documents, CLUSTERED),
                ("events", self.events, EVENTS),
                ("questions", self.questions, QUESTIONS),
                ("coverage", self.coverage, COVERAGE),
            )
        }
        return FakeDossier(company=self.company, **frames, **fields)  # type: ignore[arg-type]


def day(month: int, number: int, year: int = 2026) -> datetime:
    return datetime(year, month, number, 8, tzinfo=UTC)


NORMAL = tomllib.loads((Path(__file__).parents[1] / "fixtures" / "brief" / "normal.toml").read_text(encoding="utf-8"))


def normal() -> FakeDossier:
    """A dossier as a good run gives it: eleven events, six posts, nine sources."""
    builder = Builder()
    for told in NORMAL["happened"]:
        _tell(builder, told)
    posts = {"kind": "job", "publisher": "Halden & Voss careers", "first_party": True, "published": day(11, 3)}
    for number, title in enumerate(NORMAL["posts"]):
        builder.document(title, "You will build pipelines.", url=f"https://jobs.example/{number}", **posts)
    builder.document(
        "Halden & Voss Robotics",
        "Halden & Voss Robotics is a Polish maker of warehouse robots, founded in Łódź.",
        kind="reference",
        publisher="Open Encyclopedia",
        published=None,
        url="https://encyclopedia.example/Halden",
    )
    builder.document(
        "Picking arms compared",
        "Halden Voss pitches open interfaces, while Kestrel Motion keeps its controllers closed.",
        publisher="Warehouse Letter",
        published=day(9, 18),
        url="https://warehouse-letter.example/compared",
    )
    for asked in NORMAL["asked"]:
        builder.question(f"event-{asked['event']:03d}", asked["text"], audience=asked["audience"])
    for name in NORMAL["found"]:
        builder.source(name)
    builder.source("feed court-notes.example/rss", "blocked", 0, "403: the site blocks readers like this one")
    builder.source("saved notebooks", "not_tried", 0, "the folder is empty")
    return builder.build()


def _tell(builder: Builder, told: dict[str, Any]) -> None:
    """Add one happening: its document, another outlet's where several told it, and its event."""
    host = "haldenvoss.example" if told["own"] else f"{told['publisher'].lower().replace(' ', '-')}.example"
    columns = {"published": told["day"], "publisher": told["publisher"], "first_party": told["own"]}
    url = f"https://{host}/{told['day']:%m/%d}"
    kind = "post" if told["own"] else "news"
    document = builder.document(told["claim"].split(",")[0], told["quote"] + " More.", url=url, kind=kind, **columns)
    if told["outlets"] > 1:
        story = builder.documents[-1]["story_id"]
        wire = {"publisher": "Northern Wire", "published": told["day"], "story_id": story}
        builder.document(f"Also: {told['claim']}", url=f"https://northern-wire.example/{told['day']:%m%d}", **wire)
    thing, outlets, quote = told.get("object"), told["outlets"], told["quote"]
    about = {"object": thing, "publishers": outlets, "quote": quote}
    builder.event(document, told["type"], told["polarity"], told["claim"], **about)


def nearly_empty() -> FakeDossier:
    """A dossier in which the sources were read and nothing was found."""
    builder = Builder(company=replace(COMPANY, description="", competitors=(), namesakes=(), legal_name=None))
    for number in range(5):
        builder.source(f"feed quiet-{number}.example/rss", "none", 0)
    builder.source("newsroom haldenvoss.example/news", "blocked", 0, "403")
    return builder.build()


def nothing_reached() -> FakeDossier:
    """A dossier in which no source could be looked at."""
    builder = Builder(company=replace(COMPANY, description=""))
    builder.source("feed haldenvoss.example/feed.xml", "blocked", 0, "403: blocked")
    return builder.build()


def overfull(count: int = 500) -> FakeDossier:
    """A dossier of many long events on one company."""
    builder = Builder()
    tail = "while customers, partners and two unions asked for written answers before the end of the quarter"
    asked = "which of the promises made to customers and partners there would this role be the first to keep?"
    for number in range(count):
        launch = number % 2 == 0
        claim = (
            f"Halden & Voss {'launched' if launch else 'recalled'} product {number} in region {number % 17}, {tail}."
        )
        moment = NOW - timedelta(days=number % 170, hours=number % 20)
        publisher = f"The {number % 40} Gazette of Long Names"
        document = builder.document(f"Report {number}", claim, publisher=publisher, published=moment)
        about = {"object": f"product {number}" if launch else None, "publishers": 1 + number % 9}
        kind = "product_launch" if launch else "product_problem_recall"
        event = builder.event(document, kind, "launch" if launch else "challenge", claim, **about)
        builder.question(event, f"After product {number}, {asked}")
    for number in range(60):
        builder.source(f"feed source-{number}.example/rss", "found" if number % 3 else "failed", number, "too slow")
    return builder.build()


HOSTILE = (
    "<script>alert(1)</script> Halden <img src=x onerror=alert(1)>",
    '#set page(width: 1pt) #eval("panic()") $math$ *bold* _it_ `raw` @label <lab> \\ // /* */',
    "{{ 7*7 }} {% for x in y %}{{ config }}{% endfor %} {# c #}",
    "[click](javascript:alert(1)) | a | b | ![x](http://x.example/y.png) # h **b** ~~s~~",
    "abc\u202edcba \u200bzero\u200bwidth\u2066 \x1b[31mred\x1b[0m \x07bell",
    "=cmd|' /C calc'!A0 \\input{/etc/passwd} ${jndi:ldap://x} %s %d",
    "הלדן ווס רובוטיקה הציגה זרוע קטנה",
    "هالدن روبوتكس تطلق ذراعا صغيرة",
    "東京のハルデン社が新しい腕を発表",
    "Donaudampfschifffahrtsgesellschaft" * 8,
    "🤖 Halden’s “robot” 👩‍🔧 — naïve Łódź ﬁne",
    "]]> --> </style></svg></details> \" ' onload=alert(1)",
)


def hostile() -> FakeDossier:
    """A dossier whose every fetched text attacks the page."""
    company = replace(COMPANY, name="Halden <b>& Voss</b> #panic() {{x}}", competitors=("Kestrel <i>Motion</i>",))
    builder = Builder(company=company)
    for number, title in enumerate(HOSTILE):
        launch = number % 2 == 0
        url = "javascript:alert(1)" if number == 0 else f'https://x.example/{number}?a=1&b="><script>'
        moment = NOW - timedelta(days=number + 1)
        document = builder.document(title, f"{title} was said.", url=url, publisher=title, published=moment)
        kind = "product_launch" if launch else "legal_regulatory"
        thing = title if launch else None
        event = builder.event(document, kind, "launch" if launch else "challenge", title, object=thing)
        builder.question(event, f"{title} – which came first?", audience=title)
    builder.source("feed <script>alert(1)</script>", "failed", 0, "<b>failed</b> #panic()")
    return builder.build()
