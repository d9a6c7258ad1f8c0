"""What a company's own posts report: its blog teaches, muses and sells far more often than it announces.

A post that nobody else tells of is a launch only where it announces one, and a challenge only where it admits one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from researchkit.analysis.mentions import Names
from researchkit.analysis.signs import masked
from researchkit.analysis.verbs import by_third
from researchkit.analysis.words import listed

if TYPE_CHECKING:
    from researchkit.analysis.accounts import Account

_OPENING = 700  # characters of a post in which it says what it announces
_ANNOUNCED = re.compile(
    r"\b(?:introducing|presenting|announc(?:es?|ed|ing)|launch(?:es|ed|ing)?|unveil(?:s|ed|ing)?|releas(?:es|ed|ing)"
    r"|releases? of|debuts?|meet|welcome to|say hello to|available|rolling out|rolls out|open[- ]sourc(?:es|ed|ing)"
    r"|is (?:here|live|out)|now (?:supports?|features?|lets?|offers?|in|on|open|with|power\w*|protects?)"
    r"|you can now|new|beta|preview"
    r"|support for|ships?|shipping|opens?|opened|expands?|adds?|coming (?:to|soon))\b|^[\w .]{0,30}\bv?\d+\.\d+",
    re.IGNORECASE,
)
_ANNOUNCED_BELOW = re.compile(
    r"\b(?:excited|happy|pleased|proud|thrilled|delighted|glad) to (?:be )?(?:announc|introduc|launch|releas|open"
    r"|unveil"
    r"|bring|ship)\w*|\b(?:we|we[’']re|we are|is|are|team|today)(?: also)? (?:announcing|introducing|launching"
    r"|releasing"
    r"|rolling out|opening|shipping|unveiling)\b|\b(?:is|are) now (?:generally |publicly )?available\b"
    r"|\b(?:today|this week),? (?:we|[A-Z]\w+) (?:launch|announc|introduc|releas|open|unveil|add|made)\w*"
    r"|\b[A-Z]\w+ now (?:features|supports|lets|has|includes|offers|works|comes)\b|\b[Yy]ou can now\b|\bIntroducing\b"
    r"|\bwe(?:[’']ve| have)? (?:launched|released|rolled out|shipped|opened|just (?:added|launched))\b",
)
_PRESENTED = re.compile(r"^Acme[’']s [A-Z][a-z]*[A-Z]\w* [–—:-] ")  # Acme's EasySort – sorting for all
_ADMITTED = re.compile(
    r"\bpost[- ]?mortem\b|\b(?:outage|downtime|disruption|recall|breach)s?\b|\bincident (?:on|of|in|report|update"
    r"|affect)\w*\b"
    r"|\bsecurity (?:advisory|notice|update|incident)|\bsafety notice|\ban update on\b|\b(?:we|it) (?:got|did) .*wrong"
    r"|\bapolog|\bsorry\b|\bour (?:mistake|team: )|\bchanges to our\b|\blay(?:ing)?[- ]?offs?\b|\bjob cuts?\b"
    r"|\bredundan"
    r"|\brestructur|\bworkforce\b|\bdepart(?:ure|s)\b|\bsteps? down\b|\bresign|\bstatement on\b|\bresponse to\b"
    r"|\bprices? (?:change|increase|rise)|\bnew prices\b|\bdeprecat|\bsunset|\bend[- ]of[- ](?:life|support)"
    r"|\bdiscontinu|\bshutting down|\bwinding down|\bunauthori[sz]ed|\bvulnerability in (?:our|Acme)|\bdelay(?:s|ed)\b"
    r"|\bloss(?:es)?\b|\blawsuit|\bclaim brought",
    re.IGNORECASE,
)
_TEACHES = re.compile(
    r"^(?:how|why|what|when|inside|behind|under the hood|rewriting|debugging|scaling|testing|lessons|notes on|tips"
    r"|moving beyond|a (?:guide|tour|history|look)|the (?:power|science|evolution|art|future|state) of|\d+ )\b"
    r"|: (?:how|why|what|rewriting|re-\w+ing|debugging|lessons|a tour|notes)\b|\blinks\b.*\d{4}$|\bround-?up\b"
    r"|\bjobs?:|\bposition in\b|\b(?:we[’']re|is) hiring\b|\bbrown bag\b|\broundtable\b|\bwebinar\b|\bcase study\b"
    r"|\bsee you at\b|\bmeet the team\b|\bwe are honou?red\b|\bplease vote\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"^((?:[A-Z][\w&.’'-]*\s+){1,4}?)([a-z]+s|[A-Z][a-z]+s)\s+(?=\S)")
_OF_PRODUCTS = listed("of_products")
_LEAST_OTHER = 0.7  # what is neither launch nor challenge must be this sure to be worth a line
_LEAST_WEIGHTY = 0.6
_WEIGHTY = frozenset(("leadership_change", "funding", "acquisition_merger", "partnership", "earnings_up"))


def heard_only_here(accounts: Sequence[Account]) -> bool:
    """Tell whether only the company itself tells of a story."""
    return all(account.row.first_party for account in accounts)


def is_reported(accounts: Sequence[Account], names: Names, *, kind: str, polarity: str, confidence: float) -> bool:
    """Tell whether the company's own posts, which nobody else repeats, do report what the reader takes them for."""
    titles = [account.row.title for account in accounts]
    if any(_TEACHES.search(title) or others_act(title, names) for title in titles):
        return False
    if kind == "product_launch" or polarity == "launch":
        return kind in _WEIGHTY or any(announces(account, names) for account in accounts)
    if polarity == "challenge":
        return any(_ADMITTED.search(title) for title in titles)
    return confidence >= (_LEAST_WEIGHTY if kind in _WEIGHTY else _LEAST_OTHER)


def announces(account: Account, names: Names) -> bool:
    """Tell whether a post announces something, in its title or in the first lines below."""
    title = masked(account.row.title, names)
    below = account.row.body[:_OPENING]
    return any(
        bool(hit) for hit in (_ANNOUNCED.search(title), _PRESENTED.search(title), _ANNOUNCED_BELOW.search(below))
    )


def says_it(sentence: str, *, is_title: bool) -> bool:
    """Tell whether this very sentence announces something."""
    return bool((_ANNOUNCED if is_title else _ANNOUNCED_BELOW).search(sentence))


def others_act(title: str, names: Names) -> bool:
    """Tell whether the title of an own post has another firm for its subject: a customer, a network it writes about."""
    if names.find(title):
        return False
    match = _SUBJECT.match(title)
    if match is None:
        return False
    verb = match.group(2).lower()
    return verb in by_third() and verb not in _OF_PRODUCTS
