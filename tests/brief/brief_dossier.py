"""A builder of dossiers for the brief's tests: a fictional company, frames made row by row."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

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
    description="Sells picking robots and the subscription that schedules mixed warehouse fleets, to grocers and parcel carriers.",
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
    documents: list[dict[str, object]] = field(default_factory=list)
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

    def question(self, event_id: str, text: str, *, audience: str = "hiring manager") -> None:
        """Add a question on an event."""
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


# (month, day, publisher, first-party, type, polarity, object, claim, outlets)
HAPPENED = (
    (11, 10, "Halden & Voss blog", True, "product_launch", "launch", "Arm Mini", "Halden & Voss Robotics launched Arm Mini, a bench-top picking arm for pharmacies.", 3, "Today we are launching Arm Mini, a bench-top picking arm that pharmacies can bolt to an existing counter in an afternoon."),
    (9, 1, "Halden & Voss blog", True, "product_launch", "launch", "Fleet Cloud 1.0", "Fleet Cloud 1.0 left beta with a public API and an uptime promise of 99.9 %.", 2, "Fleet Cloud 1.0 is out of beta, with a public API and a 99.9 % uptime promise written into every contract."),
    (6, 16, "Trade Weekly", False, "expansion", "launch", "second plant", "Halden & Voss opened a second plant in Łódź that can build 900 arms a month.", 4, "The second plant, on the old textile grounds of Łódź, can build 900 arms a month when all three lines run."),
    (8, 12, "Warehouse Letter", False, "expansion", "launch", "pilot in Japan", "Halden & Voss began its first pilot in Japan with a parcel carrier.", 1, "A parcel carrier near Osaka is trying the arms from this week, the company's first pilot in Japan."),
    (11, 2, "Ledger Daily", False, "layoffs_restructuring", "challenge", None, "Halden & Voss cut 40 jobs in customer support.", 3, "Forty people, 40 of the 110 in customer support, were told on Monday that their posts would go."),
    (7, 15, "Trade Weekly", False, "product_problem_recall", "challenge", None, "Firmware of the picking arm was recalled after two gripper faults.", 2, "Two gripper faults in one week made the maker recall the firmware of every arm shipped since spring."),
    (10, 6, "Court Notes", False, "legal_regulatory", "challenge", None, "Kestrel Motion sued Halden & Voss over a grip-force patent.", 2, "Kestrel Motion says in its complaint that Halden & Voss has used its patented control of grip force since 2023."),
    (10, 21, "Halden & Voss status", True, "security_incident_outage", "challenge", None, "A config push stopped Fleet Cloud for six hours.", 1, "Fleet Cloud was down for six hours because a config push removed the credentials of the scheduler."),
    (7, 22, "Ledger Daily", False, "leadership_change", "other", None, "Chief technology officer Ewa Lind left; no successor was named.", 2, "Ewa Lind, chief technology officer since the founding, has left; her deputy leads until a successor is found."),
    (10, 30, "Warehouse Letter", False, "competition_pressure", "other", None, "Bluefin Automation cut the price of its controller to win Halden & Voss customers.", 1, "Bluefin offers its controller at half price to anyone who hands in a Halden & Voss contract."),
    (6, 24, "Ledger Daily", False, "funding", "other", None, "Halden & Voss raised 120 million dollars in a Series C round.", 5, "The Series C round brought 120 million dollars, most of it from two pension funds."),
)  # fmt: skip
QUESTIONS_ASKED = (
    (1, "Since Fleet Cloud left beta with a 99.9 % promise, which metric behind it does the team still not trust?", "hiring manager"),
    (5, "After the firmware recall, which signal would have shown the gripper faults earlier, and would this role own it?", "hiring manager"),
    (7, "The write-up blamed a config push: which follow-up action proved hardest?", "peer"),
    (4, "After the cut in customer support, which reports does nobody own any more?", "hiring manager"),
    (2, "With 900 arms a month from the second plant, what breaks first in the fleet pipeline?", "executive"),
    (1, "Who decides what comes after Fleet Cloud 1.0?", "executive"),
)
JOBS = ("Senior Data Engineer, Fleet Platform", "Data Engineer", "Site Reliability Engineer", "Robotics Technician, Łódź", "Analytics Engineer", "Account Executive, Japan")  # fmt: skip


def normal() -> FakeDossier:
    """A dossier as a good run gives it: eleven events, six posts, nine sources."""
    builder = Builder()
    for month, number, publisher, own, kind, polarity, thing, claim, outlets, quote in HAPPENED:
        body = f"{quote} More was said in the same article by people who know the company."
        host = "haldenvoss.example" if own else f"{publisher.lower().replace(' ', '-')}.example"
        document = builder.document(claim.split(",")[0], body, publisher=publisher, first_party=own, published=day(month, number), url=f"https://{host}/{month}/{number}", kind="post" if own else "news")  # fmt: skip
        story = builder.documents[-1]["story_id"]
        if outlets > 1:
            builder.document(f"Also reported: {claim[:40]}", "Told in other words.", publisher="Northern Wire", published=day(month, number), story_id=story, url=f"https://northern-wire.example/{month}{number}")  # fmt: skip
        builder.event(document, kind, polarity, claim, object=thing, publishers=outlets, quote=quote)
    for title in JOBS:
        builder.document(title, "You will build the pipelines behind our fleet.", kind="job", publisher="Halden & Voss careers", first_party=True, published=day(11, 3), url=f"https://jobs.example/{len(builder.documents)}")  # fmt: skip
    builder.document("Halden & Voss Robotics", "Halden & Voss Robotics is a Polish maker of warehouse robots, founded in Łódź.", kind="reference", publisher="Open Encyclopedia", published=None, url="https://encyclopedia.example/Halden")  # fmt: skip
    builder.document("Picking arms compared", "Halden Voss pitches open interfaces, while Kestrel Motion keeps its controllers closed.", publisher="Warehouse Letter", published=day(9, 18), url="https://warehouse-letter.example/compared")  # fmt: skip
    for place, text, audience in QUESTIONS_ASKED:
        builder.question(f"event-{place:03d}", text, audience=audience)
    for name in ("feed haldenvoss.example/feed.xml", "newsroom haldenvoss.example/news", "sitemap haldenvoss.example/sitemap.xml", "feed ledger-daily.example/rss", "feed trade-weekly.example/rss", "jobs jobs.example/haldenvoss", "status status.haldenvoss.example"):  # fmt: skip
        builder.source(name)
    builder.source("feed court-notes.example/rss", "blocked", 0, "403: the site blocks readers like this one")
    builder.source("saved notebooks", "not_tried", 0, "the folder is empty")
    return builder.build()


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
    for number in range(count):
        moment = NOW - timedelta(days=number % 170, hours=number % 20)
        launch = number % 2 == 0
        verb = "launched" if launch else "recalled"
        claim = f"Halden & Voss {verb} product number {number} in region {number % 17}, {tail}."
        thing = f"product number {number}" if launch else None
        document = builder.document(f"Report {number}", claim, publisher=f"The {number % 40} Gazette of Long Names", published=moment)  # fmt: skip
        kind = "product_launch" if launch else "product_problem_recall"
        event = builder.event(document, kind, "launch" if launch else "challenge", claim, object=thing, publishers=1 + number % 9)  # fmt: skip
        builder.question(event, f"After product number {number}, which of the promises made to the customers and partners of that region would this role be the first to keep?")  # fmt: skip
    for number in range(60):
        builder.source(f"feed source-{number}.example/rss", "found" if number % 3 else "failed", number, "too slow")
    return builder.build()


HOSTILE = (
    "<script>alert(1)</script> Halden <img src=x onerror=alert(1)>",
    "#set page(width: 1pt) #eval(\"panic()\") $math$ *bold* _it_ `raw` @label <lab> \\ // /* */",
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
        url = "javascript:alert(1)" if number == 0 else f"https://x.example/{number}?a=1&b=\"><script>"
        document = builder.document(title, f"{title} was said.", url=url, publisher=title, published=NOW - timedelta(days=number + 1))  # fmt: skip
        event = builder.event(document, "product_launch" if launch else "legal_regulatory", "launch" if launch else "challenge", title, object=title if launch else None)  # fmt: skip
        builder.question(event, f"{title} – which came first?", audience=title)
    builder.source("feed <script>alert(1)</script>", "failed", 0, "<b>failed</b> #panic()")
    return builder.build()
