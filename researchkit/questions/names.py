"""What may stand in a slot: the gate between what reading found and what a person would say aloud.

Each function returns the phrase as it is said, or None when it should rather not be said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from researchkit.questions.realise import spoken_amount
from researchkit.questions.tact import harsh
from researchkit.questions.words import word_set

_JOINS = ("of", "and", "the", "for", "de", "la", "du", "van", "der", "&")
_MARKS = re.compile(r"[?!:;{}\[\]<>|\"“”…—–@#*_\\=]|https?|www\.|\n|\s-\s|\.\s|//")
_LEAD = re.compile(
    r"^(?:a|an|the|its|their|his|her|our|your|my|this|these|those|some|all|latest|brand[- ]new)\s+", re.IGNORECASE
)
# A name that ends in one of these is said with "the": the Windows Start Menu, the Meridian platform.
_BODIES = re.compile(
    r"\b(?:Commission|Authority|Agency|Department|Ministry|Court|Union|Council|Senate|Office|Board|Government|"
    r"Bureau|Parliament|"
    r"Congress|Treasury|Association|Administration|Committee|Commissioner|Tribunal|"
    r"Regulator)\b(?!\s+of\s+\w+\s+Inc)|"
    r"^(?:SEC|FTC|DOJ|FDA|EU|UK|US|CMA|FCC|FCA|EPA|NHTSA|FAA|IRS|ICO|NLRB|CFPB|CFTC|CNIL|NTSB|UAW|RMT|CWU|TUC|"
    r"GMB|US)$"
)
POST = re.compile(
    r"\b(?:C[EFOTIMRPD]O|CISO|chief \w+(?:(?: and| &)? \w+)? officer|chief executive|chief \w+ officer|"
    r"finance chief|"
    r"managing director|chair(?:man|woman|person)?|president|general counsel|head of [a-z]+(?: [a-z]+)?|"
    r"vice president of [a-z]+|VP of [A-Za-z]+|country manager)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(r"^(?:about |around |nearly |almost |some |more than |over |up to )?([\d,.]+k?)\s+(?:\w+\s)?"
                     r"(jobs|roles|posts|positions|workers|employees|staff|people)$", re.IGNORECASE)  # fmt: skip
_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s?(?:%|percent|per cent|pc\b)")
_MONEY = re.compile(
    r"(?:US\s?)?(?:[$€£¥₹]|\b(?:USD|EUR|GBP|CHF)\s?)\s?\d[\d,.]*\s?(?:k|mn|mln|m|bn|b|tn|t|thousand|million|"
    r"billion|trillion)?\b"
    r"|\b\d[\d,.]*\s?(?:million|billion|bn|mn)\s(?:dollars|euros|pounds)",
    re.IGNORECASE,
)


def thing(phrase: str | None, *, text: str = "", own: Iterable[str] = ()) -> str | None:
    """Return a product, site or subject as it is said behind "of", with "the" where speech wants it.

    `own` are the company's names, which are not said to its own people ("Globex's Beacon" becomes "Beacon");
    `text` is the evidence, which knows whether a headline's capitals are a name's.
    """
    bare = _bare(phrase, own)
    if bare is None:
        return None
    if re.match(r"v?\d", bare) and (owner := re.search(rf"\b([A-Z]\w+) {re.escape(bare)}", text)):
        bare = f"{owner[1]} {bare}"  # 3.5.0 alone is no name
    words = bare.split()
    if (
        len(words) > 5
        or "," in bare
        or words[-1].lower() in word_set("no_things")
        or _unsayable(words)
        or not re.search(r"[A-Za-z]{2}", bare)
    ):
        return None
    head = words[-1]
    bare = _as_written(bare, text)
    if len(words) == 1 and bare.islower() and (whole := _with_owner(phrase, own, head)) is not None:
        return whole
    named = re.match(r"^[a-z]+[A-Z0-9]", bare) is not None  # iPhone, eBay
    numbered = re.search(r"\d", head) is not None  # Wrangler v1
    if (head[:1].islower() and not numbered) or (bare[:1].islower() and not named):
        if _uncounted(head):
            return bare if len(words) > 1 or _plural(head) else None
        return f"the {bare}" if len(words) > 1 else None
    if (len(words) > 1 and head.lower() in word_set("heads_with_the")) or _goes_with_the(bare, text):
        return f"the {bare}"
    return bare


def _goes_with_the(name: str, text: str) -> bool:
    """Tell whether the evidence says "the" before a name more often than not: the Assistant."""
    alone = rf"{re.escape(name)}(?:$|[\n,.;:!?]| (?:is|was|has|can|will|now|to|for|in|on|and|or|with|from|by)\b)"
    said = len(re.findall(rf"(?<![\w-]){alone}", text, re.MULTILINE))
    with_the = len(re.findall(rf"\bthe {alone}", text, re.MULTILINE))
    return 2 * with_the > said


def organisation(phrase: str | None, *, own: Iterable[str] = ()) -> str | None:
    """Return another organisation's name as it is said ("the SEC", "Globex"), or None for a bare noun."""
    first = (phrase or "").split(";")[0].split(",")[0]
    bare = _bare(first, ())
    if bare is None or not (bare[:1].isupper() or bare[:1].isdigit() or re.match(r"^[a-z]+[A-Z]", bare)):
        return None
    words = bare.split()
    if len(words) > 5 or _unsayable(words) or same_name(bare, own) or re.search(r"['’]s ", bare):
        return None
    if re.search(
        r"\b(?:rivals?|users?|customers?|workers?|investors?|judges?|owners?|officials?|startups?|prosecutors|partners?|"
        r"critics|regulators?|lawmakers|consumers|employees|staff|police|gamers|drivers|analysts|brands|makers?)$",
        bare,
        re.IGNORECASE,
    ):
        return None
    if bare.lower() in word_set("no_places") or any(word.islower() and word not in _JOINS for word in words[1:]):
        return None
    return f"the {bare}" if _BODIES.search(bare) or bare in word_set("bodies_with_the") else bare


def place(phrase: str | None) -> str | None:
    """Return a place as it is said after "in" ("the UK", "Lisbon"), or None for a demonym or a bare noun."""
    first = (phrase or "").split(";")[0].split(",")[0]
    bare = _bare(first, ())
    if bare is None or not bare[:1].isupper() or bare.lower() in word_set("no_places"):
        return None
    words = bare.replace(".", "").split()
    if len(words) > 3 or any(not (word[:1].isupper() or word in ("of", "the", "and", "de", "la")) for word in words):
        return None
    bare = " ".join(words)
    return f"the {bare}" if words[0].lower() in word_set("places_with_the") else bare


def person(phrase: str | None) -> str | None:
    """Return a person's full name, or None when the phrase is a post or a single word."""
    first = re.split(r"[;,]", phrase or "")[0].strip()
    first = POST.sub("", re.sub(r"['’]s$", "", first)).strip()
    words = first.split()
    if not 2 <= len(words) <= 4 or _MARKS.search(first) or harsh(first):
        return None
    if any(
        not (word[:1].isupper() or word in ("van", "von", "de", "der", "da", "del", "bin", "al", "la"))
        for word in words
    ):
        return None
    return first


def post(phrase: str | None) -> str | None:
    """Return a post such as CEO or chief product officer, as it is said after "as"."""
    found = POST.search(phrase or "")
    if not found:
        return None
    said = found[0]
    return (
        said.upper()
        if len(said) <= 4 and said.lower() != "vp"
        else said[:3] + said[3:].lower()
        if said[:2] == "VP"
        else said.lower()
    )


def money(phrase: str | None) -> str | None:
    """Return an amount of money as it is said, or None."""
    found = _MONEY.search(phrase or "")
    return spoken_amount(found[0].strip(" .,")) if found else None


def share(phrase: str | None) -> str | None:
    """Return a percentage, or None."""
    found = _SHARE.search(phrase or "")
    return f"{found[1]}%" if found else None


def people(phrase: str | None) -> str | None:
    """Return a count of posts ("120 jobs", "7,000 roles"): people are not what is reduced."""
    found = _PEOPLE.match((phrase or "").strip())
    if not found:
        return None
    noun = found[2].lower()
    return f"{found[1]} {'roles' if noun in ('workers', 'employees', 'staff', 'people') else noun}"


def verb_is(phrase: str) -> str:
    """Return "are" behind a plural, "is" behind all else."""
    return "are" if _plural(phrase.split()[-1]) and phrase.split()[-1][:1].islower() else "is"


def same_name(name: str, others: Iterable[str]) -> bool:
    """Say whether `name` is one of `others`, whole or at its start, whatever the case."""
    plain = _plain(name)
    for other in others:
        known = _plain(other)
        if (
            known
            and plain
            and (plain == known or f" {plain} ".startswith(f" {known} ") or f" {known} ".startswith(f" {plain} "))
        ):
            return True
    return False


def _plain(name: str) -> str:
    plain = re.sub(r"['’]s?\b", "", name.lower())
    plain = re.sub(r"\b(?:inc|ltd|limited|llc|plc|gmbh|corp|corporation|co|ag|sa|group|the)\b\.?", " ", plain)
    return " ".join(re.findall(r"\w+", plain))


def _bare(phrase: str | None, own: Iterable[str]) -> str | None:
    bare = re.sub(r"(?<!\w)['‘’]|['‘’](?!\w)", "", " ".join((phrase or "").split())).strip(" ,.'‘’“”\"()-")
    for name in own:  # but PostGIS 3.5 is not called 3.5
        bare = re.sub(rf"^{re.escape(name)}(?:['’]s?)?\s+(?=\S)(?!v?\d)", "", bare)
    while (shorter := _LEAD.sub("", bare)) != bare:
        bare = shorter
    if not 2 <= len(bare) <= 60 or _MARKS.search(bare) or harsh(bare) or bare.count("(") != bare.count(")"):
        return None
    return re.sub(r"['’]s$", "", bare)


def _with_owner(phrase: str | None, own: Iterable[str], head: str) -> str | None:
    """Return a product whose name is an ordinary word behind the company's ("Globex Translate"), which it needs."""
    return next((f"{name} {head}" for name in own if head[:1].isupper() and f"{name} {head}" in (phrase or "")), None)


def _unsayable(words: list[str]) -> bool:
    lowered = [word.lower() for word in words]
    if any(word in word_set("unsayable") for word in lowered):
        return True
    if lowered[-1] in word_set("bad_ends") or lowered[0] in word_set("bad_starts"):
        return True
    return (
        len(words) > 1
        and words[0].islower()
        and lowered[0].endswith("ing")
        and lowered[0] not in ("pricing", "training")
    )


def _as_written(bare: str, text: str) -> str:
    """Undo a headline's capitals when the evidence writes the same words small in running text, and more often so.

    In addresses and commands every name is small, and a name may be an ordinary word elsewhere on its own page.
    """
    small = len(re.findall(rf"(?<![\w/.@#-]){re.escape(bare.lower())}(?![\w/@-])", text))
    large = len(re.findall(rf"(?<=[a-z,;] ){re.escape(bare)}(?![\w-])", text.partition("\n")[2]))
    return bare.lower() if small > large else bare


def _uncounted(head: str) -> bool:
    """Say whether a noun goes without "the": a plural, or a mass noun."""
    return (
        _plural(head)
        or head.lower() in word_set("mass_nouns")
        or (head.endswith("ing") and head.lower() not in word_set("counted_ing"))
    )


def _plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is", "ics"))
