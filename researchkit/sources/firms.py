"""Whether a firm named in a register is the company: legal names compared without their legal tails."""

from __future__ import annotations

import re

from researchkit.records import Company
from researchkit.sources.entries import names_of

_TAIL = re.compile(
    r"[\s,]+(?:incorporated|inc|corporation|corp|company|co|limited|ltd|llc|llp|lp|plc|gmbh|ag|se|sa|sas|s\.a|bv|b\.v|nv|"
    r"oy|ab|as|kg|the|holdings?|group|pbc|n\.?a)\.?$",
    re.IGNORECASE,
)


def bare_name(name: str) -> str:
    """Return a firm's name in lower case without punctuation and legal tails: "Acme Robotics, Inc.", acme robotics."""
    text = re.sub(r"\s+", " ", name.replace("&", " and ")).strip(" .,")
    while (shorter := _TAIL.sub("", text).strip(" .,")) != text and shorter:
        text = shorter
    return " ".join(re.findall(r"\w+", text.casefold()))


def is_firm(name: str, company: Company) -> bool:
    """Return whether a registered name is one of the company's, or begins with a name of two words or more."""
    found = bare_name(name)
    for own in map(bare_name, names_of(company)):
        if own and (found == own or (" " in own and found.startswith(own + " "))):
            return True
    return False
