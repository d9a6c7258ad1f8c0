# ruff: noqa: E501 - tables of cases read best with one case a line
"""Measure the questions: `python benchmarks/questions.py [--print N] [LABELS] [RECORDINGS]`.

Makes 200 dossiers of invented companies over all families of events, all roles and audiences, asks, and holds every
question to every check anew. It does the same on the built-in sample company; with LABELS
(../shared/data/headlines/labels.jsonl) on real companies' labelled headlines; with RECORDINGS (../shared/data/sources) on
real companies researched from recorded files. Prints figures; nothing is written.
"""

from __future__ import annotations

import json
import logging
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd

from researchkit.frames import CLUSTERED, EVENTS, conform, empty
from researchkit.questions.angles import load_angles
from researchkit.questions.answerable import gate_of
from researchkit.questions.ask import ask
from researchkit.questions.checks import CHECKS, Draft, Setting, judge
from researchkit.questions.facts import read_facts
from researchkit.questions.grammar import slips
from researchkit.questions.postings import hiring_facts, read_postings
from researchkit.questions.roles import read_role
from researchkit.records import Company, Interview

NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)
ROLES = (
    "data engineer", "product manager", "account executive", "marketing manager", "backend engineer", "financial analyst",
    "librarian", "SRE", "UX designer", "operations manager", "Machine Learning Engineer", "Customer Success Manager",
    "Senior Data Engineer\nYou will own our ingestion pipelines and data quality, and share on-call. You work with "
    "dashboards for finance and with the data warehouse. We need strong SQL and Python and care for experimentation.",
    "Accountant\nYou run the month-end close, audit preparation and vendor contracts with the operations team. You will "
    "own budgeting for two departments and help with internal controls.",
)  # fmt: skip
AUDIENCES = ("hiring manager", "recruiter", "peer", "executive", "panel")
COMPANIES = ("Lumenforge", "Ashgrove Systems", "Petrel & Sons", "Nimbark", "Quillon", "Harrows", "Zephyra", "iLoft")
THINGS = (
    "Beacon",
    "the Meridian platform",
    "Lantern 4",
    "Tidepool API",
    "an onboarding assistant",
    "Relay for Teams",
    "offline maps",
    "Cobalt Watch",
    "iTrace",
)
OTHERS = (
    "Oakline",
    "Quayside Bank",
    "Brightwell",
    "the Data Authority",
    "Thornfield Motors",
    "Veridian Labs",
    "Marsh Industries",
    "Ferrous",
)
PLACES = ("Lisbon", "Poland", "the UK", "Austin", "Osaka", "the Netherlands")
PEOPLE = ("Ines Duarte", "Tom Akers", "Mira van der Berg", "James Ellis")
POSTS = ("CFO", "chief technology officer", "CEO", "chief product officer")
# type, polarity, modality, headline; {c} company, {t} thing, {o} other organisation, {p} place, {n} person, {r} post
HEADLINES = (
    ("product_launch", "launch", "happened", "{c} launches {t} for small teams"),
    ("product_launch", "launch", "happened", "{c} makes {t} generally available"),
    ("product_launch", "launch", "planned", "{c} will launch {t} in autumn"),
    ("product_launch", "launch", "denied", "{c} cancels the launch of {t}"),
    ("funding", "other", "happened", "{c} raises $60m in Series C round led by {o}"),
    ("funding", "other", "happened", "{c} secures £12m in funding"),
    ("layoffs_restructuring", "challenge", "happened", "{c} cuts 9% of staff"),
    ("layoffs_restructuring", "challenge", "planned", "{c} plans to cut 120 jobs in {p}"),
    ("acquisition_merger", "other", "happened", "{c} acquires {o} for $85 million"),
    ("acquisition_merger", "other", "planned", "{c} agrees deal to merge with {o}"),
    ("acquisition_merger", "challenge", "denied", "{c} abandons takeover of {o}"),
    ("security_incident_outage", "challenge", "happened", "{c} back online after six-hour outage"),
    ("security_incident_outage", "challenge", "happened", "{c} says attackers accessed support system in data breach"),
    ("security_incident_outage", "challenge", "happened", "{c} patches vulnerability in {t}"),
    ("legal_regulatory", "challenge", "happened", "{o} opens inquiry into {c}"),
    ("legal_regulatory", "challenge", "happened", "{o} sues {c} over contract"),
    ("earnings_up", "other", "happened", "{c} Q2 revenue rose 18%"),
    ("earnings_down", "challenge", "happened", "{c} second-quarter profit fell 7%"),
    ("leadership_change", "other", "happened", "{c} names {n} as {r}"),
    ("leadership_change", "other", "happened", "{c} {r} {n} steps down"),
    ("partnership", "other", "happened", "{c} partners with {o} on payments"),
    ("partnership", "other", "happened", "{c} signs supply contract with {o}"),
    ("expansion", "launch", "happened", "{c} opens an office in {p}"),
    ("expansion", "launch", "planned", "{c} to build a plant in {p}"),
    ("competition_pressure", "challenge", "happened", "{c} loses ground to {o}"),
    ("strategy_change", "challenge", "planned", "{c} to shut down {t}"),
    ("strategy_change", "other", "happened", "{c} raises prices of {t}"),
    ("product_problem_recall", "challenge", "happened", "{c} recalls {t}"),
    ("product_problem_recall", "challenge", "happened", "{c} delays {t}"),
    ("labour_dispute", "challenge", "happened", "Strike at {c} depot in {p}"),
    ("research_innovation", "other", "happened", "{c} patents {t}"),
    ("award_recognition", "other", "happened", "{c} wins award for {t}"),
    ("esg_csr", "other", "happened", "{c} pledges cleaner supply for {t}"),
    ("other_company_event", "other", "happened", "{c} changes policy on {t}"),
)  # fmt: skip
SAYINGS = (
    "We are security-first in all we build.",
    "We put customers first.",
    "Our people come first.",
    "Open by default.",
    "Simple pricing, no hidden fees.",
)


@dataclass(frozen=True)
class Case:
    """One dossier and how it is asked about."""

    company: Company
    events: pd.DataFrame
    documents: pd.DataFrame
    now: datetime
    role: str
    interviewer: str


def cases(count: int) -> Iterator[Case]:
    """Yield invented dossiers; the same every time."""
    for number in range(count):
        rnd = random.Random(number)
        name = rnd.choice(COMPANIES)
        chosen = rnd.sample(HEADLINES, k=rnd.randint(6, 16))
        rows = [_row(rnd, name, place, headline) for place, headline in enumerate(chosen)]
        documents = [document for document, _ in rows]
        documents += [_page(name, len(documents), saying) for saying in rnd.sample(SAYINGS, k=1)]
        documents += [
            _post(name, 100 + step, title) for step, title in enumerate(rnd.sample(ROLES[:12], k=rnd.randint(0, 9)) * 2)
        ]
        role = ROLES[number % len(ROLES)]
        locale = "en-US" if number % 3 == 0 else "en-GB"
        company = Company(slug="invented", name=name, competitors=("Brightwell",), interview=Interview(locale=locale))
        yield Case(
            company, conform(pd.DataFrame([event for _, event in rows]), EVENTS), conform(pd.DataFrame(documents), CLUSTERED),
            NOW, role, AUDIENCES[number % len(AUDIENCES)],
        )  # fmt: skip


def _row(rnd: random.Random, name: str, place: int, headline: tuple[str, str, str, str]) -> tuple[dict, dict]:
    kind, polarity, modality, form = headline
    slots = {
        "c": name,
        "t": rnd.choice(THINGS),
        "o": rnd.choice(OTHERS),
        "p": rnd.choice(PLACES),
        "n": rnd.choice(PEOPLE),
        "r": rnd.choice(POSTS),
    }
    subject = name
    if rnd.random() < 0.12 and form.startswith("{c}") and "{o}" not in form:
        subject = slots["c"] = "Brightwell"
    title = form.format(**slots)
    own = rnd.random() < 0.35 and subject == name
    document = _document(
        name,
        place,
        title,
        own=own,
        days=rnd.randint(3, 240),
        text=f"{title}\n\n{subject} gave no further details of it.",
    )
    amount = next(
        (word for word in ("$60m", "£12m", "9% of staff", "120 jobs", "$85 million", "18%", "7%") if word in title),
        None,
    )
    event = dict.fromkeys(("object", "counterparty", "person", "place")) | {
        "event_id": f"e{place}", "story_id": f"s{place}", "type": kind, "polarity": polarity, "modality": modality,
        "happened": document["published"], "subject": subject, "amount": amount, "claim": title,
        "document_id": document["document_id"], "quote": title, "start": 0, "end": len(title),
        "publishers": rnd.choice((1, 1, 2, 3)), "confidence": 0.8,
    }  # fmt: skip
    event |= {
        column: slots[slot]
        for column, slot in (("object", "t"), ("counterparty", "o"), ("person", "n"), ("place", "p"))
        if f"{{{slot}}}" in form
    }
    return document, event


def _document(
    name: str, place: int, title: str, *, own: bool, days: int, text: str, kind: str = "news", url: str = "news"
) -> dict:
    return {
        "document_id": f"d{place}", "source_id": "feed", "kind": "post" if own and kind == "news" else kind,
        "url": f"https://{url}.example/{place}", "publisher": name if own else random.Random(place).choice(("The Tide Ledger", "Harbour Post", "Trade Weekly")),
        "title": title, "author": None, "published": NOW - timedelta(days=days), "published_precision": "day", "fetched": NOW,
        "language": "en", "text": text, "text_scope": "full", "first_party": own, "word_count": len(text.split()),
        "relevance": 0.9, "relevance_reason": "named", "story_id": f"s{place}", "similarity": 1.0,
    }  # fmt: skip


def _page(name: str, place: int, saying: str) -> dict:
    return _document(
        name,
        place,
        f"Working at {name}",
        own=True,
        days=90,
        text=f"Working at {name}\n\n{saying}",
        kind="page",
        url="careers",
    )


def _post(name: str, place: int, title: str) -> dict:
    return _document(
        name,
        place,
        title.split("\n")[0],
        own=True,
        days=5,
        text=f"{title}\n\nBased in Bristol.",
        kind="job",
        url="jobs",
    )


def real_cases(labels: Path, count: int = 12) -> Iterator[Case]:
    """Yield dossiers of the companies with most labelled headlines."""
    by_company: dict[str, list[dict]] = defaultdict(list)
    for line in labels.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["type"] != "not_company_event" and (row["spans"] or {}).get("subject"):
            by_company[row["spans"]["subject"][0]].append(row)
    names = sorted(by_company, key=lambda name: (-len(by_company[name]), name))[:count]
    for number, name in enumerate(names):
        rnd = random.Random(number)
        chosen = rnd.sample(by_company[name], k=min(25, len(by_company[name])))
        now = datetime(2023, 12, 10, tzinfo=UTC)
        documents, events = [], []
        for place, row in enumerate(chosen):
            first = {field: values[0] for field, values in row["spans"].items()}
            document = _document(
                name, place, row["title"], own=rnd.random() < 0.3, days=0, text=f"{row['title']}\n\n{row['lead'] or ''}"
            )
            document |= {"published": now - timedelta(days=rnd.randint(1, 170)), "fetched": now}
            documents.append(document)
            events.append(
                dict.fromkeys(("object", "counterparty", "person", "place", "amount", "subject")) | first | {
                    "event_id": f"e{place}", "story_id": f"s{place}", "type": row["type"], "polarity": row["polarity"] or "other",
                    "modality": row["modality"] or "happened", "happened": document["published"], "claim": row["title"],
                    "document_id": f"d{place}", "quote": row["title"], "start": 0, "end": len(row["title"]),
                    "publishers": rnd.choice((1, 1, 2, 3)), "confidence": 0.8,
                }
            )  # fmt: skip
        yield Case(
            Company(slug="real", name=name), conform(pd.DataFrame(events), EVENTS), conform(pd.DataFrame(documents), CLUSTERED), now,
            ROLES[number % len(ROLES)], AUDIENCES[number % len(AUDIENCES)],
        )  # fmt: skip


def sample_case() -> Case:
    """Research the built-in sample company, served on loopback."""
    import researchkit as rk
    from researchkit import sample
    from researchkit.workspace import Workspace, write_atomic

    with tempfile.TemporaryDirectory() as folder:
        home = Workspace(Path(folder))
        home.notebooks.mkdir()
        write_atomic(home.profile("sample"), sample.profile().encode())
        dossier = rk.research("sample", since="180d", workspace=home, progress=False)
    return Case(dossier.company, dossier.events, dossier.documents, dossier.now, "data engineer", "panel")


def recorded_cases(root: Path) -> Iterator[Case]:
    """Research real companies from recorded files, replayed on loopback."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "replay"))
    import recordings

    import researchkit as rk

    logging.disable(logging.WARNING)
    for number, company in enumerate(recordings.COMPANIES):
        with tempfile.TemporaryDirectory() as folder, recordings.replaying(root, company):
            home = rk.Workspace(Path(folder))
            slug = recordings.make_profile(root, company, home).stem
            dossier = rk.research(slug, since="365d", workspace=home, progress=False)
        role, audience = ROLES[number % len(ROLES)], AUDIENCES[number % len(AUDIENCES)]
        yield Case(dossier.company, dossier.events, dossier.documents, dossier.now, role, audience)


class Tally:
    """Counts over many pages."""

    def __init__(self) -> None:
        self.checks: Counter[str] = Counter()
        self.angles: Counter[str] = Counter()
        self.openings: list[float] = []
        self.questions = self.pages = self.marks = self.repeats = self.slips = self.evidence = self.tensions = 0
        self.seconds = 0.0
        self.texts: list[str] = []

    def page(self, case: Case) -> None:
        """Ask, and count."""
        start = time.perf_counter()
        frame = ask(
            case.events, case.documents, case.company, now=case.now, role=case.role, interviewer=case.interviewer
        )
        self.seconds += time.perf_counter() - start
        self.pages += 1
        self.questions += len(frame)
        self.texts += list(frame["text"])
        self.marks += int(frame["text"].str.contains(r"[{}\[\]<>|]|None|nan\b", regex=True).sum())
        ids = [part for row in frame["evidence"] for part in row.split(",")]
        self.repeats += len(ids) - len(set(ids))
        self.evidence += len(ids)
        self.slips += sum(bool(slips(text)) for text in frame["text"])
        self.angles.update(frame["angle"])
        self.tensions += int(frame["angle"].str.contains("tension").sum())
        page = frame[~frame["spare"]]["text"].head(4) if len(frame) else frame["text"]
        if len(page) > 1:
            self.openings.append(page.str.split().str[:2].str.join(" ").nunique() / len(page))
        self._judge(frame, case)

    def _judge(self, frame: pd.DataFrame, case: Case) -> None:
        setting = Setting(
            company=case.company,
            role=read_role(case.role),
            today=case.now.date(),
            gate=gate_of(case.documents),
        )
        facts = {
            fact.event_id: fact
            for fact in (*read_facts(case.events, case.documents, case.company), *hiring_facts(case.documents))
        }
        posts = read_postings(case.documents)
        for row in frame.itertuples():
            fact = facts.get(row.event_id)
            if fact is None or "tension" in row.angle or (posts.count and row.event_id in posts.ids):
                self.checks.update(row.checks.split(","))
                continue
            draft = Draft(
                text=row.text, facts=(fact,), audience=row.audience, voice="", angle="", shape="", ask=row.text
            )
            self.checks.update(verdict.check for verdict in judge(draft, setting) if verdict.passed)

    def show(self, title: str) -> None:
        """Print the figures."""
        written = load_angles()
        total = sum(len(rows) for rows in written.asks.values())
        print(
            f"\n{title}: {self.pages} pages, {self.questions} questions, {1000 * self.seconds / max(1, self.pages):.0f} ms a page"
        )
        for name, (_, hard) in CHECKS.items():
            print(f"  {name:<11} {'hard' if hard else 'soft'}  {self.checks[name] / max(1, self.questions):.3f}")
        print(f"  distinct openings on the first four: {sum(self.openings) / max(1, len(self.openings)):.3f}")
        print(f"  angles used {len(self.angles)}, written asks {total}, tensions {self.tensions}")
        print(f"  pieces of evidence a question: {self.evidence / max(1, self.questions):.2f}")
        print(f"  slot marks {self.marks}, facts repeated on a page {self.repeats}, grammar slips {self.slips}")


def main(arguments: list[str]) -> int:
    invented = Tally()
    for case in cases(200):
        invented.page(case)
    invented.show("invented dossiers")
    tallies = [invented]
    labels = [Path(argument) for argument in arguments if argument.endswith(".jsonl")]
    for path in labels:
        real = Tally()
        for case in real_cases(path):
            real.page(case)
        real.show("labelled headlines")
        tallies.append(real)
    for root in (Path(argument) for argument in arguments if (Path(argument) / "MANIFEST.json").is_file()):
        recorded = Tally()
        for case in recorded_cases(root):
            recorded.page(case)
        recorded.show("recorded companies")
        tallies.append(recorded)
    tally = Tally()
    tally.page(sample_case())
    tally.show("sample company")
    tallies.append(tally)
    nothing = ask(empty(EVENTS), empty(CLUSTERED), Company(slug="none", name="None Found"), now=NOW)
    print(f"\nwith no evidence: {len(nothing)} questions")
    if "--print" in arguments:
        most = int(arguments[arguments.index("--print") + 1])
        for tally in tallies:
            for text in random.Random(most).sample(tally.texts, k=min(most, len(tally.texts))):
                print(text)
    return int(any(tally.marks or tally.repeats or tally.slips for tally in tallies))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
