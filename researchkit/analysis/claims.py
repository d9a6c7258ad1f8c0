"""Claims: our neutral sentence on an event, in the past tense, made of its quote's own names and numbers.

A headline is turned only where its grammar is plain; else a neutral opening introduces its own words. Nothing is
added but the company's name, function words and a plainer verb for a loaded one.
"""

from __future__ import annotations

import re

from researchkit.analysis.casing import bare, capitalised, launched, sentence_case
from researchkit.analysis.mentions import Names
from researchkit.analysis.phrasing import in_third_person, own_words, trouble_of, with_articles, without_address
from researchkit.analysis.tense import to_past
from researchkit.analysis.words import listed, written_small

MOST_WORDS = 30
_PRAISE = re.compile(
    r"\b(?:game[- ]chang(?:ing|er)|revolutionary|groundbreaking|ground-breaking|best[- ]in[- ]class|"
    r"world[- ]class|cutting[- ]edge|amazing|"
    r"incredible|awesome|stunning|impressive|beautiful|brilliant|powerful|exciting|innovative|"
    r"industry-leading|state-of-the-art|seamless|"
    r"cheeky|ingenious|disastrous(?:ly)?|embattled|troubled|beleaguered|scandal-hit|struggling|"
    r"horrible|massive|sweeping|huge|"
    r"controversial|contentious|much-hated|hugely|finally|simply|surprisingly|ironically|quietly|"
    r"abruptly|silently|shamelessly|even) (?=\w)",
    re.IGNORECASE,
)
# How a claim opens when the headline cannot be turned into a sentence.
_OPENINGS = {
    "layoffs_restructuring": "Job cuts or restructuring were reported",
    "security_incident_outage": "A security incident or outage was reported",
    "product_problem_recall": "A problem or criticism was reported",
    "labour_dispute": "A labour matter was reported",
    "legal_regulatory": "A legal or regulatory matter was reported",
    "acquisition_merger": "A deal was reported",
    "funding": "A financing was reported",
    "partnership": "A partnership was reported",
    "expansion": "An expansion was reported",
    "earnings_up": "Results were reported",
    "earnings_down": "Results were reported",
    "leadership_change": "A change in leadership was reported",
    "strategy_change": "A change of course was reported",
    "competition_pressure": "Pressure from competitors was reported",
    "product_launch": "A launch was reported",
}
_OWN_OPENINGS = {
    "product_launch": "{name} presented",
    "security_incident_outage": "{name} reported an incident",
    "product_problem_recall": "{name} reported a problem",
    "partnership": "{name} announced a partnership",
    "earnings_up": "{name} reported results",
    "earnings_down": "{name} reported results",
}
_CAN_NOW = re.compile(r"^you can (?:now|finally) ", re.IGNORECASE)
_SAYS = re.compile(r"^([^:]{2,40}):\s+(?=\S)")
_SECOND_PERSON = re.compile(r"\b(?:[Yy]ou|[Yy]our|[Ww]e|[Oo]ur|[Mm]y|I|me|us|[Yy]ou[’']re|[Ww]e[’']re|I[’']m)\b")
_ASKS = re.compile(r"\?\s*$|^(?:how|why|what|when|who|where|is|are|does|do|can|should|will|wait)\b", re.IGNORECASE)
_CUTS = re.compile(r"(?:,| [-–—]| (?:after|amid|as|while|because|following|which|who|but|and|to|with|in|over))$")


def make_claim(quote: str, names: Names, *, name: str, kind: str, own_voice: bool, keep: tuple[str, ...] = ()) -> str:
    """Return one neutral sentence in the past tense on what `quote` says, of at most 30 words.

    `name` is the company's name, `kind` the event's type, `own_voice` whether the company itself speaks, `keep`
    phrases whose capitals stay. Every number and every name but `name` comes from `quote`.
    """
    text = _plainly(quote, names, keep=keep)
    told = _told(text, names, name=name, own_voice=own_voice) or _introduced(
        text, name=name, kind=kind, own_voice=own_voice
    )
    return _finished(told)


def can_be_told(quote: str, names: Names, *, name: str, own_voice: bool) -> bool:
    """Tell whether a quote can be turned into a sentence, so that nothing needs to be cited."""
    return _told(_plainly(quote, names, keep=()), names, name=name, own_voice=own_voice) is not None


def _plainly(quote: str, names: Names, *, keep: tuple[str, ...]) -> str:
    short = bare(quote)
    text = sentence_case(short, names, keep=(*keep, *launched(short)))
    return _PRAISE.sub("", text).strip(" .")


def _told(text: str, names: Names, *, name: str, own_voice: bool) -> str | None:
    """Return the text as a sentence in the past tense, or None when its grammar is not plain."""
    if _CAN_NOW.match(text) and not _SECOND_PERSON.search(_CAN_NOW.sub("", text)):
        return "It became possible to " + _CAN_NOW.sub("", text)
    if own_voice:
        text = in_third_person(text, name)
        if (spoken := own_words(text, name)) is not None:
            return None if _SECOND_PERSON.search(spoken) else spoken
    if (trouble := trouble_of(text, names)) is not None:
        return trouble
    text = without_address(text)
    if _ASKS.search(text) or _SECOND_PERSON.search(text):
        return None
    if match := _SAYS.match(text):
        speaker, rest = match.group(1), text[match.end() :]
        turned = to_past(rest, names)
        if turned is None or (speaker.lower() not in _SPEAKERS and names.named(speaker) and not names.named(rest)):
            return None
        return f"{turned}, {_speaker(speaker)} said" if speaker.lower() in _SPEAKERS else turned
    turned = to_past(text, names)
    return None if turned is None else with_articles(turned)


_SPEAKERS = listed("speakers")


def _speaker(speaker: str) -> str:
    lower = speaker.lower()
    return f"the {lower}" if lower == "police" or lower.endswith("s") else f"a {lower}"


def _introduced(text: str, *, name: str, kind: str, own_voice: bool) -> str:
    opening = (
        _OWN_OPENINGS.get(kind, "{name} wrote").format(name=name)
        if own_voice
        else _OPENINGS.get(kind, "It was reported")
    )
    if (
        own_voice
        and not _ASKS.search(text)
        and not _SECOND_PERSON.search(text)
        and ":" not in text
        and not text.startswith(name)
    ):
        first = text.split(" ", 1)[0]
        return f"{name} announced {text[:1].lower() + text[1:] if written_small(first) else text}"
    words = text.strip('“”"')
    return f"{opening}: “{capitalised(words)}”"


def _finished(text: str) -> str:
    words = text.replace("!", "").split()
    if len(words) > MOST_WORDS:
        words = words[:MOST_WORDS]
        for length in range(len(words), 9, -1):
            if length < len(words) and _CUTS.search(" " + words[length]):
                words = words[:length]
                break
        while len(words) > 5 and _CUTS.search(" " + words[-1]):
            words.pop()
    sentence = capitalised(" ".join(words).strip(" ,;:–—-"))
    if sentence.count("“") > sentence.count("”"):
        sentence += "”"
    sentence = re.sub(r"^‘([^’]*)$", r"\1", sentence)
    return sentence if sentence.endswith((".”", ".")) and not sentence.endswith("..") else sentence.rstrip(".") + "."
