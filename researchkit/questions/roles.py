"""The role: from a title or a pasted job post to a family of angles and the post's own words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from researchkit.questions.realise import indefinite
from researchkit.questions.words import word_set

_MAX_POST_CHARS = 120_000
_TITLE_WORDS = 8
_LABELS = re.compile(r"^(?:job title|title|position|role|job|vacancy|stelle)\s*[:–-]\s*", re.IGNORECASE)
_TRAILING = re.compile(r"\s*(?:\((?:[mfwdx]/?){2,}.*?\)|[-–|,@].*| at [A-Z].*| in [A-Z].*|\bII+\b|\b[IVX]+\b)\s*$")


@dataclass(frozen=True, slots=True)
class Role:
    """What is known of the role.

    `family` is one of the six or "neutral"; `title` is as said in a sentence ("data engineer"), "" when unknown;
    `duties` are phrases of the post that may stand in a question; `words` are the post's content words;
    `note` says what could not be read, for the user.
    """

    family: str
    title: str
    duties: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    note: str = ""

    @property
    def a_role(self) -> str:
        """The title with its article, or "someone in this role"."""
        return indefinite(self.title) if self.title else "someone in this role"


@dataclass(frozen=True, slots=True)
class _Family:
    titles: tuple[str, ...]
    words: frozenset[str]
    duties: tuple[str, ...]


def read_role(title: str = "", post: str = "") -> Role:
    """Read a role from its title and, when there is one, the job post; either may hold the other.

    A text of more than eight words or several lines in `title` is taken for a post, whose first line is the title.
    Nothing raises: a post in another language or of endless length gives its family, and a note.
    """
    title, post = title.strip(), post.strip()[:_MAX_POST_CHARS]
    if "\n" in title or len(title.split()) > _TITLE_WORDS:
        title, post = "", f"{title}\n{post}"[:_MAX_POST_CHARS]
    first = _LABELS.sub("", post.split("\n", 1)[0].strip()) if post else ""
    if not title and first and len(first.split()) <= _TITLE_WORDS:
        title = first
    english = not post or is_english(post)
    said = _say(title)
    family = _family(title, post)
    note = "" if english else "the job post is not in English: its words were not used"
    if family == "neutral" and (title or post):
        note = "; ".join(part for part in (note, "no role family recognised: neutral questions are asked") if part)
    return Role(
        family, said, _duties(post, family) if english else (), _words(f"{title} {post if english else ''}"), note
    )


@lru_cache(maxsize=1)
def _families() -> Mapping[str, _Family]:
    text = resources.files("researchkit.questions").joinpath("roles.toml").read_text(encoding="utf-8")
    return {
        name: _Family(tuple(row["titles"]), frozenset(row["words"]), tuple(row["duties"]))
        for name, row in tomllib.loads(text).items()
    }


def _family(title: str, post: str) -> str:
    plain = f" {re.sub(r'[^a-zäöüéè&+-]+', ' ', title.lower())} "
    counts: dict[str, float] = {}
    tokens = re.findall(r"[a-z][a-z+&-]*", post.lower())
    for name, family in _families().items():
        # A "data engineer" works with data, a "sales analyst" for sales: the first word decides, see below.
        named = max((2.0 + len(word.split()) for word in family.titles if f" {word} " in plain), default=0.0)
        counts[name] = 4 * named + 25 * sum(token in family.words for token in tokens) / (len(tokens) + 40)
    if f" {'data'} " in plain or " analytics " in plain or " machine learning " in plain or " analyst " in plain:
        counts["data"] += 6
    named_last = re.findall(r"(?<= )(sales|marketing|product|finance|financial|security)(?= )", plain)
    if named_last:  # "product marketing manager" is marketing
        counts[{"financial": "finance", "security": "engineer"}.get(named_last[-1], named_last[-1])] += 7
    best = max(counts, key=lambda name: (counts[name], name == "engineer"))
    return best if counts[best] >= 1.0 else "neutral"


def _say(title: str) -> str:
    bare = _TRAILING.sub("", " ".join(title.split()))
    bare = re.sub(r"\s*[(/].*$", "", bare).strip()
    words = bare.split()
    if not 1 <= len(words) <= 5 or not re.fullmatch(r"[A-Za-z][A-Za-z&+.#'’ -]*", bare):
        return ""
    return " ".join(_said_word(word) for word in words)


def _said_word(word: str) -> str:
    if word.lower() in word_set("capital_titles"):
        return {"ios": "iOS"}.get(word.lower(), word.upper())
    return word if re.search(r"[A-Z].*[A-Z]|[+#.]", word) else word.lower()


def _duties(post: str, family: str) -> tuple[str, ...]:
    known = _families().get(family)
    if known is None or not post:
        return ()
    plain = re.sub(r"\s+", " ", post.lower())
    found = [(plain.find(bare), duty) for duty in known.duties if (bare := duty.lower().removeprefix("the ")) in plain]
    return tuple(duty for _, duty in sorted(found))


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[a-z][a-z-]{3,}", text.lower()) if word not in word_set("post_stop"))


def is_english(post: str) -> bool:
    """Say whether a job post is in English; a short one is taken to be."""
    tokens = re.findall(r"\w+", post.lower())[:2000]
    return len(tokens) < 30 or sum(token in word_set("english") for token in tokens) / len(tokens) > 0.06
