"""What each section drafts: every function takes Material and returns drafts, best first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from researchkit.analysis import kinds
from researchkit.analysis.hiring import OTHER, function_of
from researchkit.brief.lines import Draft, event_drafts, ranked
from researchkit.brief.material import ABOUT, Happening, Material, Paper
from researchkit.brief.page import Line
from researchkit.brief.rules import numbers, numbers_stand, short_quote
from researchkit.brief.wording import capital, clip, plural
from researchkit.reading.text import clean_line, sentences
from researchkit.reading.urls import host_of

_DONE = re.compile(r"[a-z]+ed|began|bought|brought|built|cut|found|led|made|put|sold|took|won")
_SAID_WORDS = 12
_SAYS_WHAT = re.compile(
    r"\b(?:is an?|is the|makes|builds|provides|offers|sells|develops|designs|runs|operates|helps|manufactures)\b"
)


def header(material: Material) -> list[Draft]:
    """Name, domain, role, interviewer, the day, and whom not to take it for: a labelled line each."""
    company = material.company
    domain = company.domains[0] if company.domains else (host_of(company.site) if company.site else "")
    others = [
        f"{other.name} ({other.domain or ' '.join(other.words[:3]) or other.reason})".replace(" ()", "")
        for other in company.namesakes[:2]
    ]
    fields = (
        ("Legal name", company.legal_name if company.legal_name != company.name else ""),
        ("Web", domain),
        ("Role", capital(material.role)),
        ("Interviewer", material.interviewer),
        ("Interview", _interview_day(material)),
        ("Not to be confused with", "; ".join(others)),
    )
    return [
        Draft(line=Line(label=label, text=clip(text, max_words=9, max_chars=90), priority=place))
        for place, (label, text) in enumerate(fields)
        if text
    ]


def _interview_day(material: Material) -> str:
    day = material.company.interview.day
    past = day is not None and day < material.now.date()
    return f"{material.day(day)} (past)" if past else material.day(day)


def what_they_do(material: Material) -> list[Draft]:
    """The profile's own description, then how they earn, then what an encyclopedia or the company says, quoted."""
    drafts = []
    described = [s for s in sentences(clean_line(material.company.description)) if not numbers(s)]
    if described:
        text = clip(" ".join(described), max_words=30)
        drafts.append(Draft(line=Line(text=text, remarks=("your profile",), quote="")))
    earns = [one for one in material.happenings if one.type.startswith(kinds.EARNS) and one.polarity != "challenge"]
    drafts += [draft for draft in event_drafts(earns, material) if "older" not in draft.line.remarks][:1]
    drafts += _self_descriptions(material)
    return ranked(drafts[:3])


def launches(material: Material) -> list[Draft]:
    """What is new and the company's own, then other news of products; one a story, inside the window first."""
    found = [one for one in material.happenings if is_launch(one)]
    found.sort(key=lambda one: one.polarity != "launch")  # stable: salience stays the order within
    return list(event_drafts(found, material))


def is_launch(happening: Happening) -> bool:
    """Tell whether an event is a launch; results are told under what they do, deals under the market."""
    return kinds.is_launch(happening.polarity, happening.type)


def challenges(material: Material) -> list[Draft]:
    """Events of polarity challenge, each with who says so."""
    return list(event_drafts((one for one in material.happenings if one.polarity == "challenge"), material))


def market(material: Material, told: frozenset[str] = frozenset()) -> list[Draft]:
    """Competitors with the sentence that names them, then moves in the market; no story of `told` a second time.

    A move is a competitor's, an acquisition or a partnership.
    """
    in_market = [one for one in material.happenings if one.type.startswith(kinds.MARKET)]
    in_market.sort(key=lambda one: not one.type.startswith("competition"))  # stable: salience stays the order within
    moves = list(event_drafts(in_market, material))
    drafts: list[Draft] = []
    silent: list[str] = []
    for name in (clean_line(name) for name in material.company.competitors[:4]):
        draft = _competitor(name, material, [move for move in moves if move.topic not in told])
        if draft is None:
            silent.append(name)
        elif draft.topic not in told:
            drafts.append(draft)
            told |= {draft.topic}
    drafts += [move for move in moves if move.topic not in told]
    if silent:
        line = Line(label=", ".join(silent), text="named in your profile; nothing found that compares.")
        drafts.append(Draft(line=line))
    return ranked(drafts)


def people(material: Material) -> list[Draft]:
    """Changes of leaders, and what the open posts say."""
    leaders = list(event_drafts((one for one in material.happenings if one.type.startswith("leadership")), material))
    posts = _posts(material, short=bool(leaders))  # so that both find room
    return ranked([*leaders[:1], *posts, *leaders[1:]])


def why_us(material: Material, shown: list[Draft]) -> list[Draft]:
    """One sentence the user can make their own, from a launch that stands on the page; nothing without one."""
    by_story = {one.story_id: one for one in material.happenings if is_launch(one)}
    products = [d for d in shown if d.topic in by_story and by_story[d.topic].type.startswith("product")]
    for draft in [*products, *shown]:
        happening = by_story.get(draft.topic)
        if happening is None or happening.modality == "denied":
            continue
        text = _sentence(happening, material, draft.line.quote)
        if text and numbers_stand(text, draft.line.quote):
            line = Line(text=text, quote=draft.line.quote, remarks=("older",) if "older" in draft.line.remarks else ())
            return [Draft(line=line, papers=happening_papers(draft), happened=draft.happened, topic=draft.topic)]
    return []


def happening_papers(draft: Draft) -> tuple[Paper, ...]:
    """The paper a second mention of a fact cites: the first of the draft."""
    return draft.papers[:1]


def _sentence(happening: Happening, material: Material, quote: str) -> str:
    """What one can say to the company of its own deed; "" where nothing gives it in words that fit."""
    thing, as_role = clip(happening.object, max_words=6, max_chars=48), _as_role(material)
    product = happening.type.startswith("product")
    named = product and thing and thing.lower() in quote.lower() and not thing.endswith("…")
    named = named and not _is_part_of_a_name(thing, claim=happening.claim, quote=quote)
    if named and happening.modality == "planned":
        return f"You are about to bring out {thing}; I would like to help make that land{as_role}."
    if happening.modality != "happened":
        return ""
    deed = _deed(happening, material) or (f"brought out {thing}" if named else "")
    wish = "work on what comes next" if product else "help make it work"
    return f"You {deed}; I would like to {wish}{as_role}." if deed else ""


def _is_part_of_a_name(thing: str, *, claim: str, quote: str) -> bool:
    """Tell whether a name goes on where `thing` begins or ends, as in "Acme Manager Screens" for "Manager Screens"."""
    begun = re.search(rf"\b[A-Z][\w-]* {re.escape(thing)}\b", claim)
    goes_on = re.search(rf"\b{re.escape(thing)} [A-Z]", quote)
    return begun is not None or goes_on is not None


def _deed(happening: Happening, material: Material) -> str:
    """What the company did alone, as said to it: "launched Brinecast", "cut its prices" as "cut your prices"; or ""."""
    claim = happening.claim.rstrip(".")
    for name in sorted((material.company.name, *material.company.aliases), key=len, reverse=True):
        deed = claim[len(name) + 1 :]
        if not claim.lower().startswith(f"{name.lower()} ") or not _DONE.fullmatch(deed.partition(" ")[0]):
            continue
        if len(deed.split()) >= _SAID_WORDS:  # what it is for can be left out, what it is cannot
            deed = re.split(r",| to [a-z]+| for | with | that ", deed)[0]
        whole = 1 < len(deed.split()) < _SAID_WORDS and not {"…", "“"} & set(deed)
        return re.sub(r"\bits\b", "your", deed) if whole else ""
    return ""


def _as_role(material: Material) -> str:
    role = clip(material.role.split(",")[0], max_words=5, max_chars=40)
    return f" as {_article(role)} {role}" if role and not numbers(role) else ""


def _article(noun: str) -> str:
    return "an" if noun[:1].lower() in "aeio" else "a"


def _self_descriptions(material: Material) -> Iterator[Draft]:
    names = [name.lower() for name in (material.company.name, *material.company.aliases) if name]
    papers = [p for p in material.papers.values() if p.kind in ("reference", "page") and p.relevance >= ABOUT]
    papers.sort(key=lambda p: (p.kind != "reference", p.document_id))
    for paper in papers:
        for sentence in sentences(paper.text.partition("\n\n")[2])[:6]:
            sentence = clean_line(sentence)
            if not _SAYS_WHAT.search(sentence) or not any(name in sentence.lower() for name in names):
                continue
            quote = short_quote(sentence)
            if quote is not None:
                yield _quoted(quote, paper, material)
                break


def _quoted(quote: str, paper: Paper, material: Material, *, label: str = "") -> Draft:
    line = Line(
        label=label,
        text=f"“{quote}”",
        who="" if paper.first_party else clip(paper.publisher, max_words=6, max_chars=40),
        own_account=paper.first_party,
        remarks=("older",) if material.is_older(paper.published) else (),
        quote=quote,
    )
    return Draft(line=line, papers=(paper,), happened=None, topic=paper.story_id)


def _competitor(name: str, material: Material, moves: list[Draft]) -> Draft | None:
    """One competitor: a sentence that names both, else a move of theirs; None when nothing names it."""
    wanted = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    own = [n.lower() for n in (material.company.name, *material.company.aliases, *material.company.products) if n]
    papers = [p for p in material.papers.values() if p.relevance >= ABOUT and wanted.search(p.text)]
    papers.sort(key=lambda p: (material.is_older(p.published), p.first_party, -p.relevance, p.document_id))
    events = {one.paper.document_id for one in material.happenings}
    for paper in [p for p in papers if p.document_id not in events][:20]:
        for sentence in sentences(paper.text[:20_000]):
            line = clean_line(sentence)
            if wanted.search(line) and any(n in line.lower() for n in own):
                quote = short_quote(line)
                if quote is not None and wanted.search(quote):
                    return _quoted(quote, paper, material, label=name)
    return next((move for move in moves if wanted.search(move.line.text)), None)


def _posts(material: Material, *, short: bool) -> list[Draft]:
    """What the open posts say is being built; `short` leaves out the example."""
    jobs = [p for p in material.papers.values() if p.kind == "job"]
    if not jobs:
        return []
    newest = sorted(jobs, key=lambda p: (-(p.published.timestamp() if p.published else 0), p.title, p.document_id))
    groups = _by_function([p.title for p in newest])
    near = sorted(groups[0][1], key=lambda title: -len(_words(title) & _words(material.role)))
    cited = [next(p for p in newest if p.title == near[0])]
    cited += [next(p for p in newest if p.title == titles[0]) for _, titles in groups[1:2]]
    quote = short_quote(near[0]) or ""
    text = f"Open posts are in {' and '.join(name for name, _ in groups[:2])}"
    named = f"{text}, such as {clip(near[0], max_words=7, max_chars=60)}."
    older = ("some older",) if any(material.is_older(p.published) for p in cited) else ()
    remarks = (plural(len(jobs), "post"), *older)
    line = Line(text=named if numbers_stand(named, quote) and not short else f"{text}.", remarks=remarks, quote=quote)
    return [Draft(line=line, papers=tuple(cited), topic="posts")]


def _words(text: str) -> set[str]:
    return set(text.lower().replace(",", " ").split())


def _by_function(titles: list[str]) -> list[tuple[str, list[str]]]:
    """Titles by function, the largest first, "other" last."""
    found: dict[str, list[str]] = {}
    for title in titles:
        found.setdefault(function_of(title), []).append(title)
    return sorted(found.items(), key=lambda pair: (pair[0] == OTHER, -len(pair[1]), pair[0]))
