"""Putting a question together: a fact, an opening around it, an ask inside it, a tail that ties it to the job."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from researchkit.questions.angles import Anchor, Ask, Opening, load_angles, slots_of
from researchkit.questions.checks import MAX_WORDS, Draft, Setting
from researchkit.questions.facts import Fact
from researchkit.questions.realise import sentence, spelling, spoken_date, squash
from researchkit.questions.roles import Role
from researchkit.questions.words import word_set

_AUXILIARY = re.compile(r"\b(?:(did|was|were|had)|do|does|is|are|has|have|can|will|would|could|must)\b")
_PAST = re.compile(
    r"\b(?:proved|turned out|took|came|went|broke|changed|reacted|gave|made|moved|fell|stopped|got|drove|"
    r"decided|settled|showed|brought|needed|led|left|won|lost|worked|helped|broke)\b"
)
# A matter that has ended is not asked about as if it were open.
_CLOSED = re.compile(r"\b(?:settle[sd]?|settlement|rul(?:es|ed|ing)|fine[sd]?|wins?|won|dismiss\w*|cleared)\b", re.I)
_OPEN = re.compile(r"nobody knows|while it is open|until it is settled|outcome is still open")
# What takes time to show is not asked about in the first weeks.
_LATE = re.compile(
    r"\b(?:turned out|did not last|learnt|prov(?:ed|ing)|brief for this role|has this team (?:changed|settled)|misread|"
    r"lands? best|reacted|picks it up|trend lines|not ask(?:ed)? (?:for )?before|bring along|first users|joint proof|"
    r"were not before|pay back|cost compared|longest|changed because|still not|coming back|really solved)\b"
)
_SOON = 30  # days
# Asks of these families are not about what a job post lists as work.
_NO_DUTY = ("award", "esg", "research", "legal", "labour", "leadership", "other", "denied")
_REFERS = re.compile(r"\b(?:it|its|them|they|their|there|then|that one|this one|the two|both)\b")
_TAIL = re.compile(r"and (?:how|what) (?:does|did) that\b")
_EFFECT = re.compile(r"(?:how|what) does it (?:change|mean|ask)\b")
_NESTED = re.compile(r"\b(?:whose|that|because|if|while)\b")
_TIMED = re.compile(r"\b(?:after|since|before|when|until|now|so far|today)\b")
_JOB = re.compile(r"\b(?:this role|the role|this team|the team|your team|\{a_role\}|\{role\}|\{duty\})")


_CHANGES = ("leadership", "layoffs", "acquisition", "strategy")


@dataclass(frozen=True, slots=True)
class _Ending:
    """An ask with its tail, and what it needs from the fact."""

    ask: Ask
    text: str
    duty: bool


def family_of(fact: Fact) -> str:
    """Return the family whose questions are asked about a fact: its own, or the one for other companies' events."""
    return fact.family if fact.ours else load_angles().others.get(fact.family, "")


def drafts(fact: Fact, audience: str, setting: Setting) -> Iterator[Draft]:
    """Yield every question that can be made of `fact` for `audience`; checks say which are worth asking."""
    forms = forms_of(fact, setting)
    if not forms:
        return
    voice = {"recruiter": "recruiter", "executive": "executive"}.get(audience, setting.role.family)
    mode = f"single_{fact.mode}".removesuffix("_happened") if fact.single else fact.mode
    openings = [shape for shape in load_angles().openings if shape.mode == mode and _fits(shape, fact, setting.today)]
    for ending in _endings(fact, voice, setting):
        for shape in openings:
            text = _fill(shape, ending.text, forms, setting.company.interview.locale)
            if text is not None and len(text.split()) <= MAX_WORDS:
                yield Draft(
                    text=text, facts=(fact,), audience=audience, voice=voice, angle=ending.ask.angle,
                    shape=shape.name, ask=ending.text,
                )  # fmt: skip


def _fits(shape: Opening, fact: Fact, today: date) -> bool:
    family = family_of(fact)
    named = {family, fact.family} | ({"pressure"} if _is_pressure(fact) else set())
    if (shape.only and family not in shape.only) or named & set(shape.never):
        return False
    if shape.days and (fact.day is None or (today - fact.day).days < shape.days):
        return False
    return {"company": fact.first_party, "outlet": not fact.first_party, "": True}[shape.by]


def _is_pressure(fact: Fact) -> bool:
    return fact.ours and fact.family == "competition"


def forms_of(fact: Fact, setting: Setting) -> dict[str, str]:
    """Return the anchor's forms, dates and slots, filled; empty when no anchor names the fact."""
    locale = setting.company.interview.locale
    anchor = next(
        (filled for row in load_angles().anchors[fact.family] if (filled := _anchor(row, fact, locale))), None
    )
    if anchor is None:
        return {}
    forms = dict(fact.slots) | anchor
    bare = forms.get("plan_np", "").replace("planned ", "")
    if bare and "the plan " not in bare:  # "the planned launch ahead" would say it twice
        forms["plan_bare"] = bare
    if fact.day is not None:
        when = spoken_date(fact.day, setting.today, precision=fact.precision)
        future = fact.day > setting.today
        if fact.mode != "planned" or not future:
            forms["when"] = when.after
        for name in ("np", "plan_np", "off_np"):
            if forms.get(name, "").startswith("the ") and not re.search(r"['’]s |^the (?:news|opening) ", forms[name]):
                forms[f"{name}_dated"] = f"{when.before} {forms[name][4:]}"
        if "np_dated" in forms and not future:
            forms["dated"] = forms["np_dated"]
        if _is_pressure(fact):
            forms.pop("when", None)
            forms.pop("dated", None)
            forms["np_when"] = forms["np"]
        elif "np" in forms and not future:
            plain = not re.search(r" (?:of|with|from|to|for|on|as) ", forms["np"])
            forms["np_when"] = forms["dated"] if "dated" in forms and plain else f"{forms['np']} {when.after}"
    return forms


def _anchor(anchor: Anchor, fact: Fact, locale: str) -> dict[str, str]:
    if anchor.cue is not None and not anchor.cue.search(fact.quote):
        return {}
    wanted = {
        "open": ("np",),
        "happened": ("np", "did", "live"),
        "planned": ("plan_np", "plan"),
        "denied": ("off_np", "off"),
    }[fact.mode]
    renamed = {name: name for name in wanted}
    if not fact.ours:
        renamed = {"other_np": "np", "other_did": "did"} if fact.mode == "happened" else {}
    filled = {}
    for name, said in renamed.items():
        template = anchor.forms.get(name)
        if template is not None and all(slot in fact.slots for slot in slots_of(template)):
            filled[said] = spelling(template, locale).format_map(fact.slots)
    main = {"open": "np", "happened": "np", "planned": "plan_np", "denied": "off_np"}[fact.mode]
    return filled if main in filled else {}


def _endings(fact: Fact, voice: str, setting: Setting) -> Iterator[_Ending]:
    locale = setting.company.interview.locale
    family = _asks_for(fact)
    written = load_angles()
    rows = written.asks.get((family, voice)) or written.asks.get((family, "neutral"), ())
    closed = fact.family == "legal" and _CLOSED.search(fact.quote) is not None
    for ask in rows:
        if (closed and _OPEN.search(ask.text)) or not _suits(ask, fact):
            continue
        if fact.mode == "happened" and _is_new(fact, setting.today) and _LATE.search(ask.text):
            continue
        past = _is_past(ask.text.split(", ")[0])
        mode = (
            voice if voice in written.tails else "planned" if fact.mode == "planned" else "past" if past else "present"
        )
        # A tied ask takes a tail only to bring in the post's own words; two halves are enough.
        tied = _JOB.search(ask.text) is not None
        if ", and " not in ask.text and ", or " not in ask.text:
            for tail in written.tails[mode]:
                if ("{duty}" in tail and family not in _NO_DUTY) or ("{duty}" not in tail and not tied):
                    yield from _filled(ask, f"{ask.text}, {tail}", fact.slots, setting.role, locale)
        yield from _filled(ask, ask.text, fact.slots, setting.role, locale)


def _suits(ask: Ask, fact: Fact) -> bool:
    """Say whether an ask suits this fact of its family: what its quote must tell, and what sort of place it is."""
    if ask.cue is not None and not ask.cue.search(fact.quote):
        return False
    abroad = bool(word_set("countries") & set(re.findall(r"\w+", fact.slots.get("place", ""))))
    made = bool(word_set("works") & set(re.findall(r"\w+", fact.quote.lower())))
    return {"abroad": abroad, "market": not made, "": True}[ask.only]


def _is_new(fact: Fact, today: date) -> bool:
    return fact.day is not None and (today - fact.day).days < _SOON


def _asks_for(fact: Fact) -> str:
    """Return the family of asks: the event's own, or those for plans, changes ahead and things called off."""
    if not fact.ours or fact.mode in ("happened", "open"):
        return family_of(fact)
    return "planned_change" if fact.mode == "planned" and fact.family in _CHANGES else fact.mode


def _filled(ask: Ask, text: str, slots: Mapping[str, str], role: Role, locale: str) -> Iterator[_Ending]:
    known = dict(slots) | {"a_role": role.a_role, "role": role.title or "this role"}
    duties: tuple[str, ...] = role.duties[:3] if "{duty}" in text else ("",)
    for duty in duties:
        filled = known | {"duty": duty}
        if all(slot in filled for slot in slots_of(text)):
            yield _Ending(ask, spelling(text, locale).format_map(filled), bool(duty))


def _fill(shape: Opening, ask: str, forms: Mapping[str, str], locale: str) -> str | None:
    first, comma, rest = ask.partition(", ")
    past = _is_past(first)
    if (shape.tense == "past" and not past) or (shape.tense == "present" and past):
        return None
    slots = slots_of(shape.form)
    if "first" in slots and (_REFERS.search(ask) or _TAIL.match(rest) or _TIMED.search(first) or _NESTED.search(first)):
        return None
    if shape.form.startswith("Since") and _EFFECT.match(ask):
        return None
    if shape.form.startswith(("Before", "Between now")) and re.search(r"\b(?:it|now|before)\b", ask):
        return None
    if re.search(r"is that [a-z ]+, and \{ask\}", shape.form) and ", and " in ask:
        return None  # three questions in one breath
    values = dict(forms) | {"ask": ask, "first": first, "rest": f"{comma}{rest}"}
    if any(slot not in values for slot in slots):
        return None
    if {"when", "np_when", "dated"} & set(slots) and _dated_already(values, slots):
        return None
    return sentence(squash(spelling(shape.form, locale).format_map(values)))


def _dated_already(values: Mapping[str, str], slots: tuple[str, ...]) -> bool:
    """Say whether the fact's own words hold a date, so that another would stumble."""
    named = " ".join(values[slot] for slot in ("np", "did", "plan_np", "plan", "off_np", "off") if slot in values)
    if "did" in slots and " in " in values["did"] and values.get("when", "").startswith("in "):
        return True
    return (
        re.search(
            r"\b(?:20\d\d|last (?:month|week|year)|in (?:January|February|March|April|May|June|July|August|"
            r"September|October|November|December))\b",
            named,
        )
        is not None
    )


@lru_cache(maxsize=4096)
def _is_past(clause: str) -> bool:
    """Say whether a clause asks about the past: by its first auxiliary, else by its verb."""
    found = _AUXILIARY.search(clause)
    return found[1] is not None if found else _PAST.search(clause) is not None
