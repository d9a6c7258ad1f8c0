"""Words that a candidate does not say to an interviewer, and words for events that stay neutral."""

from __future__ import annotations

import re

_BLAME = re.compile(
    r"\b(?:blame (?:for|on|your|the|lies)|to blame|at fault|(?:your|whose|their) fault|fail(?:ed|ure|ures|ing|"
    r"s)?|fiasco|disaster\w*|"
    r"debacle|scandal\w*|mess|messed|embarrass\w*|botch\w*|incompeten\w*|shame\w*|careless\w*|sloppy|terribl\w*|"
    r"awful\w*|horribl\w*|"
    r"greed\w*|guilty|fraud\w*|lie[sd]?|lying|liar|cover[- ]?up|fired|firing|fire people|axed|axing|sack(?:ed|"
    r"ing|s)|"
    r"lay(?:ing|s)? off|laid off|layoffs?|job cuts?|slash\w*|hack(?:ed|s|ing|ers?)?|cheat\w*|stolen|theft|toxic|"
    r"bad|worst|worse|wrong|"
    r"wrongdoing|illegal\w*|unlawful\w*|crimin\w*|crime|bribe\w*|corrupt\w*|racis\w*|sexis\w*|abus\w*|harass\w*|"
    r"victims?|dead|deaths?|"
    r"die[sd]?|kill\w*|suicide|plummet\w*|collaps\w*|crisis|woes?|struggl\w*|chaos|chaotic|nightmare|doomed|"
    r"desperate\w*|"
    r"ridiculous|stupid\w*|dumb|useless|pathetic|screw\w*|suck\w*|unreliable|untrustworthy|dishonest\w*|ruin\w*|"
    r"shoddy|negligen\w*|"
    r"bankrupt\w*|insolven\w*|porn\w*|terroris\w*|ransom\w*|probe[sd]?|safe job|my job be safe|i be safe|"
    r"backlash|outrage\w*|"
    r"greenwash\w*|spying|spied|sham|dodg\w*|sex\w*|jail\w*|nazi\w*|hitler|racist)\b",
    re.IGNORECASE,
)
_DIVISIVE = re.compile(
    r"\b(?:pro-(?!ject|duct)\w+|anti-(?:semit|musl|immigra|abortion|gay|trans|war|union)\w*|Palestin\w*|Gaza|Hamas|Hezbollah|"
    r"genocide|abortion\w*|LGBT\w*|transgender|religio\w*|gun control|war crimes?|war in)\b",
    re.IGNORECASE,
)
_MERITS = re.compile(
    r"\b(?:did you (?:really )?(?:break|violate|infringe|copy|steal|do it)|are you (?:guilty|liable)|"
    r"will you (?:win|lose|settle|appeal)|"
    r"(?:win|lose|merits of|strength of|right or wrong in) the (?:case|suit|lawsuit|inquiry|trial|claim)|"
    r"is the (?:claim|case|suit) (?:true|fair|valid)|"
    r"how strong is|liable|liability|violat\w*|infring\w*|admit\w*|compensat\w*|damages)\b",
    re.IGNORECASE,
)
_RUMOUR = re.compile(
    r"\b(?:rumou?r\w*|reportedly|allegedly|alleged|said to be|in talks|considering|weighs|mulls?|mulling|"
    r"explor(?:es|ing)|could|might|may (?!\d)|"
    r"sources (?:say|said)|people familiar|speculat\w*|leak(?:s|ed)?|tipped|expected to|likely to|unconfirmed|"
    r"insiders?)\b",
    re.IGNORECASE,
)


def harsh(text: str) -> str | None:
    """Return the first word of blame or alarm in `text`, or None."""
    found = _BLAME.search(text)
    return found[0] if found else None


def divisive(text: str) -> str | None:
    """Return the first phrase that touches politics or belief, or None."""
    found = _DIVISIVE.search(text)
    return found[0] if found else None


def merits(text: str) -> str | None:
    """Return the first phrase that asks about the merits of a legal matter, or None."""
    found = _MERITS.search(text)
    return found[0] if found else None


def hearsay(text: str) -> str | None:
    """Return the first mark of hearsay ("reportedly", "in talks"), or None."""
    found = _RUMOUR.search(text)
    return found[0] if found else None
