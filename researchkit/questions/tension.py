"""Tension: what the company says, held against what the record shows.

Three kinds: a sentence of the company's own pages beside an event; open posts beside an announced place or a reduction;
and a launch beside a later incident of the same thing. Each draft names both pieces of evidence.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from researchkit.questions.angles import load_angles
from researchkit.questions.checks import MAX_WORDS, Draft, Setting
from researchkit.questions.compose import forms_of
from researchkit.questions.facts import Fact, said_fact
from researchkit.questions.postings import Postings, read_postings
from researchkit.questions.realise import sentence, spelling, squash

if TYPE_CHECKING:
    from pandas import DataFrame

_SAYING_KINDS = ("post", "page", "job", "report", "reference")
_MAX_SAID_WORDS = 8
_MIN_POSTS = 5


@dataclass(frozen=True, slots=True)
class _Topic:
    """One promise: how it is worded, which events pull against it, what is asked."""

    name: str
    say: re.Pattern[str]
    do: tuple[str, ...]
    cue: re.Pattern[str] | None
    asks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Saying:
    """A promise as the company words it, and where."""

    topic: _Topic
    words: str
    fact: Fact
    where: str


def read_tensions(
    facts: Sequence[Fact], documents: DataFrame, audiences: Sequence[str], setting: Setting
) -> list[Draft]:
    """Return drafts that stand on two pieces of evidence: the company's own word or posts, and an event."""
    own = [fact for fact in facts if fact.ours]
    posts = read_postings(documents)
    found: list[tuple[tuple[Fact, Fact], str, str, str, str]] = []
    for saying in _sayings(documents, {fact.family for fact in own}):
        found += _against(saying, own, setting)
    found += _posts_against(posts, own, setting)
    found += _launch_against(own, setting)
    remit = load_angles().remit
    return [
        Draft(text=text, facts=pair, audience=audience, voice="tension", angle=angle, shape=shape, ask=ask)
        for audience in audiences
        for pair, text, angle, shape, ask in found
        if remit.get((pair[1].family, audience)) != "avoid" and len(text.split()) <= MAX_WORDS
    ]


def _sayings(documents: DataFrame, families: Collection[str]) -> list[_Saying]:
    """Return one saying a topic that an event of `families` may pull against.

    One on a lasting page goes before one in a passing post.
    """
    topics = [topic for topic in _topics() if not set(topic.do).isdisjoint(families)]
    best: dict[str, tuple[int, _Saying]] = {}
    for row in documents.to_dict("records"):
        if not row["first_party"] or row["kind"] not in _SAYING_KINDS:
            continue
        rank = _SAYING_KINDS.index(row["kind"]) + 2 * ("career" not in row["url"] and "value" not in row["url"])
        for topic in topics:
            if topic.name in best and best[topic.name][0] <= rank:
                continue
            match = topic.say.search(row["text"])
            if match is None or len(match[0].split()) > _MAX_SAID_WORDS:
                continue
            saying = _Saying(topic, " ".join(match[0].split()), said_fact(row, match[0]), _where(row))
            best[topic.name] = (rank, saying)
    return [saying for _, saying in best.values()]


def _where(row: Mapping[Any, Any]) -> str:
    if row["kind"] == "job":
        return "your job posts"
    if re.search(r"career|jobs|join|working|work-(?:here|with)", row["url"], re.IGNORECASE):
        return "your careers page"
    return "your blog" if row["kind"] == "post" else "your site"


def _against(saying: _Saying, facts: Sequence[Fact], setting: Setting) -> Iterator[Any]:
    topic = saying.topic
    for fact in facts:
        if fact.family not in topic.do or fact.document_id == saying.fact.document_id or fact.mode == "denied":
            continue
        if topic.cue is not None and not topic.cue.search(fact.quote):
            continue
        forms = forms_of(fact, setting) | {"said": saying.words, "place": saying.where}
        verb = "say" if saying.where == "your job posts" else "says"
        for shape, template in _written()["openings"].items():
            form = template.replace("says “", f"{verb} “")
            for angle, ask in topic.asks.items():
                values = forms | {"where": saying.where, "ask": ask}
                if text := _filled(form, values, setting):
                    yield (saying.fact, fact), text, f"tension-{topic.name}-{angle}", f"tension {shape}", ask


def _posts_against(posts: Postings, facts: Sequence[Fact], setting: Setting) -> Iterator[Any]:
    if posts.count < _MIN_POSTS:
        return
    for fact in facts:
        forms = forms_of(fact, setting)
        place = fact.slots.get("place")
        if fact.family == "expansion" and place and not posts.mention(fact.slots["place_bare"]):
            names = "np" if "np" in forms else "plan_np"
            pair = (posts.fact(f"{posts.count} open posts, none in {place}"), fact)
            yield from _written_for("absent", pair, forms | {"np": forms.get(names, "")}, setting)
        if fact.family == "layoffs" and fact.mode == "happened":
            pair = (posts.fact(f"{posts.count} open posts"), fact)
            yield from _written_for("again", pair, forms, setting)


def _launch_against(facts: Sequence[Fact], setting: Setting) -> Iterator[Any]:
    for launch in facts:
        thing = launch.slots.get("object_name", "")
        if launch.family != "launch" or launch.mode != "happened" or len(thing) < 3:
            continue
        for fact in facts:
            later = launch.day and fact.day and launch.day <= fact.day and launch.story_id != fact.story_id
            if later and fact.family in ("incident", "problem") and re.search(rf"\b{re.escape(thing)}\b", fact.quote):
                theirs, ours = forms_of(fact, setting), forms_of(launch, setting)
                values = theirs | {"followed": _FOLLOWED[fact.family], "did_first": ours.get("did")}
                values |= {"when_first": ours.get("when")}
                if theirs.get("when") == ours.get("when"):
                    values |= {"when": "soon after"}
                yield from _written_for("launch", (launch, fact), {k: v for k, v in values.items() if v}, setting)


_FOLLOWED = {"incident": "an incident followed", "problem": "an issue followed"}
_PAIRS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "absent": (
        "You announced {np} {when}, and among your open posts I found none there: {ask}?",
        {
            "order": "which posts have to come first there, and how does this team prepare",
            "pace": "what has to be true before you hire there, and where does this role fit in",
        },
    ),
    "again": (
        "After {np} {when} I see that you are hiring: {ask}?",
        {
            "choose": "how was it decided where to grow again, and what made this role part of it",
            "differ": "what is different about the team you are building now",
            "firm": "which of these posts were the first to be agreed, and where does this one stand",
        },
    ),
    "launch": (
        "{did_first} {when_first}, and {followed} {when}: {ask}?",
        {
            "weigh": "how does the team now weigh speed against care, and where does this role come in",
            "order": "what moved down the list to make room for the repair, and who on the team decided",
        },
    ),
}


def _written_for(kind: str, pair: tuple[Fact, Fact], forms: Mapping[str, str], setting: Setting) -> Iterator[Any]:
    template, asks = _PAIRS[kind]
    for angle, ask in asks.items():
        if text := _filled(template, dict(forms) | {"ask": ask}, setting):
            yield pair, text, f"tension-{kind}-{angle}", f"tension {kind}", ask


def _filled(template: str, values: Mapping[str, str], setting: Setting) -> str | None:
    locale = setting.company.interview.locale
    try:
        return sentence(
            squash(spelling(template, locale).format_map(dict(values) | {"ask": spelling(values["ask"], locale)}))
        )
    except KeyError:  # a form that this fact cannot fill
        return None


@lru_cache(maxsize=1)
def _written() -> dict[str, Any]:
    return tomllib.loads(resources.files("researchkit.questions").joinpath("tensions.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _topics() -> tuple[_Topic, ...]:
    topics = []
    for name, row in _written().items():
        if name == "openings":
            continue
        phrases = "|".join(line.strip() for line in row["say"].splitlines() if line.strip())
        cue = re.compile(row["cue"], re.IGNORECASE) if "cue" in row else None
        say = re.compile(rf"\b(?:{phrases})", re.IGNORECASE)
        topics.append(_Topic(name, say, tuple(row["do"]), cue, row["ask"]))
    return tuple(topics)
