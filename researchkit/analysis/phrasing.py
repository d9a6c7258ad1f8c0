"""Turns of phrase that headlines and company posts share, and the plain sentence each of them stands for."""

from __future__ import annotations

import re

from researchkit.analysis.mentions import Names
from researchkit.analysis.verbs import NEUTRAL, bases, by_gerund, past
from researchkit.analysis.words import listed

_WE = (
    (re.compile(r"^(?:[Tt]oday,? )?[Ww]e(?:[’']re| are) (?=\w)"), "{name} is "),
    (re.compile(r"^(?:[Tt]oday,? )?[Ww]e(?:[’']ve| have) "), "{name} has "),
    (re.compile(r"^(?:[Tt]oday,? )?[Ww]e (?=\w)"), "{name} "),
    (re.compile(r"\b[Oo]ur\b"), "its"),
    (re.compile(r"\bwe(?:[’']re| are)\b"), "it is"),
    (re.compile(r"\b(?:we|us)\b"), "it"),
)
_ANNOUNCES_NOW = re.compile(
    r"(?<=\w )is (?:now )?(introducing|announcing|launching|releasing|opening|open-sourcing|unveiling|adding"
    r"|expanding)\b"
)
_STATEMENT = re.compile(
    r"^(?:an? )?((?:safety |security |public |service )?(?:update|statement|note|notice|letter)):? (on|about|of) ",
    re.IGNORECASE,
)
_GLAD = re.compile(
    r"\b(?:is|are|was|were) (?:very |so )?(?:pleased|happy|excited|proud|thrilled|delighted|glad) to (?:be )?(\w+)"
)
_ANNOUNCING = re.compile(
    r"^(introducing|announcing|presenting|launching|releasing|welcoming|unveiling|open[- ]sourcing|"
    r"expanding|updating|acquiring|joining|meet|welcome to|say hello to)\s+",
    re.IGNORECASE,
)
_ANNOUNCED = {"open-sourcing": "open-sourced", "open sourcing": "open-sourced", "meet": "introduced",
    "welcome to": "introduced", "say hello to": "introduced"}  # fmt: skip
_NOW_AVAILABLE = re.compile(
    r"^(?:now (?:available|live|in beta)|available now|new|new feature)\s*[:\-–—]\s*", re.IGNORECASE
)
_AVAILABLE = re.compile(r"^(.{2,60}?) (?:is|are) (?:now )?(?:generally |publicly )?available\b(.*)$", re.IGNORECASE)
_POST_MORTEM = re.compile(
    r"^(?:post-?mortem|incident report)(?: (?:of|on|for)|:|,| [-–—])? (?:the )?(.{4,})$", re.IGNORECASE
)
_NEW_BEHIND = re.compile(r"^[^:–—]{3,40}(?::| [-–—]) ((?:the|an?) new .+)$", re.IGNORECASE)
_TAIL_TO_READER = re.compile(r"(?::| [-–—]) [^:]*\b(?:you|your|yours)\b.*$", re.IGNORECASE)
_TROUBLE = re.compile(
    r"^ (?:(security|data|service|major|global) )?(incident|outage|breach|recall|hack)(?=$|[:,]? )(.*)$"
)
_DOWN = re.compile(
    r"^(?P<who>(?:[\w.&’'/-]+,? ){1,5}?)(?P<rest>down(?: (?:after|for|due|amid|over|worldwide|globally)\b.*)?)$"
)
_AN = re.compile(
    r"\b(opened|signed|launched|won|raised|built|announced|planned|received|closed|agreed|awarded \w+|struck) "
    r"(?=(?:[$€£][\d.,]+ ?(?:m|bn|million|billion)|\w+-(?:year|month|week))-? (?!in\b|from\b|to\b|of\b|for\b|at\b"
    r"|by\b|on\b)"
    r"[a-z-]+(?: [a-z]+)?(?: (?:in|at|for|with|to|on|near|from)\b|[,.]|$)|(?:funding|seed) round\b"
    r"|new [a-z]*[a-rt-z](?: (?:in|at|for|with|to)\b|$))"
)
_THE = re.compile(
    r"\b(announced|reported|confirmed) (?=(?:departure|launch|closure|appointment|acquisition|sale|loss) of\b)"
)
_AND_LOSS = re.compile(r", (?:its )?(loss|losses|profit|profits|margin|margins) (?=\w+ed\b|fell\b|rose\b|shrank\b)")
_PLURALS = re.compile(r"(?:\w[^aius]s|\bpeople|\bstaff)$")
_VOWEL = re.compile(r"(?:[aeio]|u(?!n[iu]|s[aei])|8|11\b|18\b)", re.IGNORECASE)
_TO_READERS = (
    (re.compile(r"\b(lets?|letting|allows?|helps?|gives?|allow|help|give) you\b"), r"\1 users"),
    (re.compile(r"\b(tells?|shows?) you\b"), r"\1 users"),
)


def in_third_person(text: str, name: str) -> str:
    """Return what a company says of itself as others would say it: "We opened our plant", "Acme opened its plant"."""
    for pattern, instead in _WE:
        text = pattern.sub(instead.format(name=name), text)
    return _GLAD.sub(_gladly, _ANNOUNCES_NOW.sub(_gladly, text))


def _gladly(match: re.Match[str]) -> str:
    verb = match.group(1).lower()
    base = by_gerund().get(verb, verb)
    return past(NEUTRAL.get(base, base)) if base in bases() else match.group()


def own_words(text: str, name: str) -> str | None:
    """Return a company's way of announcing as a sentence, or None when `text` announces nothing by its form."""
    if match := _ANNOUNCING.match(text):
        word = match.group(1).lower()
        rest = _TAIL_TO_READER.sub("", text[match.end() :])
        return f"{name} {_ANNOUNCED.get(word, re.sub('ing$', 'ed', word))} {rest}"
    if match := _NOW_AVAILABLE.match(text):
        return f"{name} made available {text[match.end() :]}"
    if match := _POST_MORTEM.match(text):
        return f"{name} published a post-mortem of the {match.group(1)}"
    if match := _STATEMENT.match(text):
        kind = match.group(1).lower()
        return f"{name} published {'an' if _VOWEL.match(kind) else 'a'} {kind} {match.group(2)} {text[match.end() :]}"
    if match := _AVAILABLE.match(text):
        return f"{name} made {match.group(1)} available{_TAIL_TO_READER.sub('', match.group(2))}"
    if match := _NEW_BEHIND.match(text):
        return f"{name} introduced {match.group(1)}"
    first, _, rest = text.partition(" ")
    if first.lower() in bases() and first.lower() not in listed("noun_or_verb") and len(rest.split()) >= 2:
        return f"It became possible to {first.lower()} {rest}"
    if first.lower() in by_gerund() and len(rest.split()) >= 2 and ":" not in text:
        return f"{name} said that it was {first.lower()} {rest}"
    return None


def trouble_of(text: str, names: Names) -> str | None:
    """Return "Acme outage on 3 May" and "Acme API down" as sentences, or None when `text` is neither."""
    mention = next(iter(names.named(text)), None)
    if mention is not None and mention.start == 0 and (match := _TROUBLE.match(text[mention.end :])):
        kind, word, rest = match.groups()
        if re.match(r"^(?: (?:of|on|in|from|at|by|for|over|after|due) |$|: \d)", rest):
            words = f"{kind} {word}" if kind else word
            return f"{mention.text} had {'an' if _VOWEL.match(words) else 'a'} {words}{rest}"
    if match := _DOWN.match(text):
        who = match["who"].strip()
        several = "," in who or " and " in who or _PLURALS.search(who)
        if re.search(r"\b(?:is|are|was|were|goes|go|went|taken|comes?|breaks?|back)$", who) is None:
            return f"{who} {'were' if several else 'was'} {match['rest']}"
    return None


def without_address(text: str) -> str:
    """Return a headline that speaks to its reader as one that speaks of users."""
    for pattern, instead in _TO_READERS:
        text = pattern.sub(instead, text)
    return re.sub(r"\byour\b", "their", text) if " users " in f" {text} " else text


def with_articles(text: str) -> str:
    """Return a sentence with the articles that headlines save, where there is no doubt about them."""
    text = _AN.sub(lambda match: f"{match.group(1)} {_article(text[match.end() :])} ", text)
    text = _THE.sub(r"\1 the ", text)
    return _AND_LOSS.sub(r" and its \1 ", text)


def _article(following: str) -> str:
    return "an" if _VOWEL.match(following.lstrip("$€£")) else "a"
