"""JSON that strangers sent: read within bounds, then asked for fields by path, each complaint naming its field.

`read_json` refuses what no honest service sends (NaN, keys given twice, lone surrogates, deep nesting) before a source
looks at it; `Answer` is one value inside, which knows its own path: `row.text("categories.team")`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass

from researchkit.errors import ParseError
from researchkit.records import Page

MAX_DEPTH = 64
MAX_MARKS = 1_200_000  # commas, colons and opening brackets: what a value needs in memory grows with them
_SHOWN_CHARS = 60
_KINDS = {dict: "an object", list: "a list", str: "text", bool: "true or false", int: "a number", float: "a number"}


@dataclass(frozen=True, slots=True)
class _Twice:
    """Stands where an object gave one key twice."""

    key: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One value of a JSON answer; `path` is where it stands, such as `jobs[3].location`, for complaints."""

    value: object
    path: str
    url: str

    def wrong(self, what: str) -> ParseError:
        """Return the error that says what is wrong at this path, ready to be raised."""
        return ParseError(self.url, f"{self.path or 'the answer'} {what}")

    def get(self, path: str) -> Answer | None:
        """Return the value under a dotted path ("jobs.0.title"); None where a part of it is absent or null."""
        here = self
        for key in path.split("."):
            if isinstance(here.value, list) and key.isdigit():
                if int(key) >= len(here.value) or here.value[int(key)] is None:
                    return None
                here = Answer(here.value[int(key)], f"{here.path}[{key}]", here.url)
                continue
            if not isinstance(here.value, dict):
                raise here.wrong(f"is {_kind(here.value)}, an object was expected")
            found = here.value.get(key)
            if found is None:
                return None
            here = Answer(found, f"{here.path}.{key}" if here.path else key, here.url)
        return here

    def need(self, path: str) -> Answer:
        """Return the value under a dotted path. Raises ParseError when it is absent or null."""
        found = self.get(path)
        if found is None:
            raise self.wrong(f"lacks {path!r}")
        return found

    def rows(self, path: str = "", *, single: bool = False) -> list[Answer]:
        """Return the members of the list under `path` (of this very value by default); none where it is absent.

        `single` takes an object for a list of one, as services do that unwrap such lists.
        """
        found = self.get(path) if path else self
        if found is None:
            return []
        if single and isinstance(found.value, dict):
            return [found]
        if not isinstance(found.value, list):
            raise found.wrong(f"is {_kind(found.value)}, a list was expected")
        return [Answer(value, f"{found.path}[{place}]", self.url) for place, value in enumerate(found.value)]

    def pairs(self, path: str = "") -> list[tuple[str, Answer]]:
        """Return the keys and values of the object under `path`; none where it is absent."""
        found = self.get(path) if path else self
        if found is None:
            return []
        if not isinstance(found.value, dict):
            raise found.wrong(f"is {_kind(found.value)}, an object was expected")
        return [(key, Answer(value, f"{found.path}.{key}", self.url)) for key, value in found.value.items()]

    def text(self, path: str = "") -> str | None:
        """Return the text under `path`, a number written out; None where it is absent, null or blank."""
        found = self.get(path) if path else self
        if found is None:
            return None
        if isinstance(found.value, bool) or not isinstance(found.value, (str, int, float)):
            raise found.wrong(f"is {_kind(found.value)}, text was expected")
        return str(found.value).strip() or None

    def need_text(self, path: str) -> str:
        """Return the text under `path`. Raises ParseError where it is absent or blank."""
        found = self.text(path)
        if found is None:
            raise self.wrong(f"lacks {path!r}")
        return found

    def number(self, path: str) -> float | None:
        """Return the number under `path`, also when it is written as text; None where it is absent."""
        found = self.get(path)
        if found is None or found.value == "":
            return None
        if isinstance(found.value, (int, float, str)) and not isinstance(found.value, bool):
            try:
                number = float(found.value)
            except (ValueError, OverflowError) as error:
                raise found.wrong(f"is {str(found.value)[:_SHOWN_CHARS]!r}, a number was expected") from error
            if math.isfinite(number):
                return number
        raise found.wrong(f"is {_kind(found.value)}, a number was expected")

    def flag(self, path: str) -> bool | None:
        """Return the truth value under `path`; None where it is absent."""
        found = self.get(path)
        if found is None:
            return None
        if not isinstance(found.value, bool):
            raise found.wrong(f"is {_kind(found.value)}, true or false was expected")
        return found.value


def read_json(page: Page, *, content: bytes | None = None, max_marks: int = MAX_MARKS) -> Answer:
    """Return a page's JSON; `content` stands in for its bytes where a source had to mend them first.

    Raises ParseError: nothing or HTML was served, the JSON is cut or broken, nested deeper than 64 levels, has more
    than `max_marks` commas, colons and brackets, or holds NaN, infinity, a key twice or a lone surrogate (the error
    names the field).
    """
    bytes_read = page.content if content is None else content
    if len(bytes_read) > max_marks and sum(map(bytes_read.count, (b",", b":", b"[", b"{"))) > max_marks:
        raise ParseError(page.url, "JSON of more values than any answer has")
    start = bytes_read[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise ParseError(page.url, "an empty answer where JSON was expected")
    if start.startswith(b"<"):
        raise ParseError(page.url, "HTML or XML where JSON was expected")
    try:
        value = json.loads(bytes_read, object_pairs_hook=_object)
    except RecursionError as error:
        raise ParseError(page.url, f"JSON nested deeper than {MAX_DEPTH} levels") from error
    except json.JSONDecodeError as error:
        shown = bytes_read[:_SHOWN_CHARS].decode("utf-8", "replace")
        raise ParseError(page.url, f"no whole JSON: {error.msg} at character {error.pos} of {shown!r}") from error
    except ValueError as error:  # not UTF-8, or a number of thousands of digits
        raise ParseError(page.url, f"no readable JSON: {str(error)[:_SHOWN_CHARS]}") from error
    answer = Answer(value, "", page.url)
    _check(answer)
    return answer


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made: dict[str, object] = {}
    for key, value in pairs:
        made[key] = _Twice(key) if key in made else value
    return made


def _check(answer: Answer) -> None:
    # Members are walked one at a time: a stack of all of them would take more memory than the answer.
    waiting: list[tuple[str, Iterator[tuple[object, str]]]] = [("", iter([(answer.value, "")]))]
    while waiting:
        found = next(waiting[-1][1], None)
        if found is None:
            waiting.pop()
            continue
        value, step = found
        problem = _problem(value, len(waiting) - 1)
        if problem:
            path = "".join([*(above for above, _ in waiting), step]).removeprefix(".")
            raise Answer(value, path, answer.url).wrong(problem)
        if isinstance(value, (dict, list)):
            waiting.append((step, _members(value)))


def _problem(value: object, depth: int) -> str:
    if isinstance(value, str):
        return "" if value.isascii() or not _has_surrogate(value) else "holds half a character (a lone surrogate)"
    if isinstance(value, float):
        return "" if math.isfinite(value) else "is no finite number"
    if isinstance(value, _Twice):
        return "is given twice"
    return f"is nested deeper than {MAX_DEPTH} levels" if depth > MAX_DEPTH else ""


def _members(value: dict[str, object] | list[object]) -> Iterator[tuple[object, str]]:
    if isinstance(value, list):
        yield from ((member, f"[{place}]") for place, member in enumerate(value))
        return
    for key, member in value.items():
        yield member, f".{_printable(key)}"
        if not key.isascii() and _has_surrogate(key):
            yield key, f".{_printable(key)}"


def _printable(key: str) -> str:
    return key.encode("utf-8", "replace").decode("utf-8")[:_SHOWN_CHARS]


def _has_surrogate(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _kind(value: object) -> str:
    return _KINDS.get(type(value), "null")
