"""Job boards: the open posts of a company, read from its board's public JSON. One adapter, a field map a board.

The token of a board comes from the careers page or the TOML, never from a guess: a guessed one may be another firm's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qs, quote, urlsplit

from researchkit.errors import ParseError
from researchkit.records import Company, Entry, Page, Place, Request
from researchkit.sources import footprints
from researchkit.sources.answers import Answer, read_json
from researchkit.sources.base import ByProfile, source_id
from researchkit.sources.boards import BOARDS, Board
from researchkit.sources.entries import dated, joined, labelled, visit_url
from researchkit.sources.trees import local_name, read_xml

if TYPE_CHECKING:
    from researchkit.sources.base import Tested

MAX_POSTS = 1000
MAX_PAGES = 8
_BODY_CHARS = 4000
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%-]{0,99}")
_MILLISECONDS = re.compile(r"\d{12,13}(?:\.0)?")


class Jobs(ByProfile):
    """The open posts on a company's job board; `target` is "greenhouse/token" or the board's address."""

    name: ClassVar[str] = "jobs"
    gives: ClassVar[str] = "open posts with department, place and pay: what a company builds and where it grows"
    terms: ClassVar[str] = "public boards, made to be read; asked once a run"
    tested: ClassVar[Tested] = "recorded"

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the board's list. Raises ValueError when the target names no board that is known."""
        name, token = board_of(place.target)
        url = _address(BOARDS[name], token)
        yield Request(
            source_id=source_id(self, place), url=url, expect="json" if name != "personio" else "xml", step=name
        )

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Yield an entry a post, one for all its places, and the next page where there is one. Raises ParseError."""
        name, answer = _read(page)
        board = BOARDS[name]
        posts: dict[str, list[Answer]] = {}
        for row in answer.rows(board.rows)[:MAX_POSTS]:
            if not board.listed or row.flag(board.listed) is not False:
                posts.setdefault(_link(row, board, page) or row.path, []).append(row)
        for link, rows in posts.items():
            yield _entry(rows, board, page, company, url=link if link.startswith("http") else "")
        yield from _next_page(answer, board, page)


def board_of(target: str) -> tuple[str, str]:
    """Return board and token of "greenhouse/acme" or of a board's address. Raises ValueError for what is neither."""
    name, _, token = target.strip().partition("/")
    if name in BOARDS and BOARDS[name].ask and _TOKEN.fullmatch(token):
        return name, token
    for known, patterns in footprints.BOARDS.items():
        for pattern in patterns:
            if match := re.search(pattern, target):
                return known, match[1]
    names = ", ".join(name for name, board in BOARDS.items() if board.ask)
    raise ValueError(f'{target!r}: "board/token" was expected, with a board of {names}')


def _address(board: Board, token: str) -> str:
    # A board under the company's own domain is named by its whole host.
    template = re.sub(r"\{token\}\.[a-z]+\.com", "{token}", board.ask) if "." in token else board.ask
    return template.replace("{token}", quote(token, safe="%"))


def _read(page: Page) -> tuple[str, Answer]:
    """Return the board's name and its answer; by its shape where the request does not say which board it is."""
    if page.content.lstrip()[:1] == b"<" and page.request.step in ("personio", ""):
        return "personio", _from_xml(page)
    answer = read_json(page)
    if page.request.step in BOARDS:
        board = BOARDS[page.request.step]
        if board.rows:
            answer.need(board.rows)
        return page.request.step, answer
    for name, board in BOARDS.items():
        if _fits(answer, board):
            return name, answer
    raise answer.wrong("has the shape of no job board that is known")


def _fits(answer: Answer, board: Board) -> bool:
    value = answer.value
    if board.rows:
        value = value.get(board.rows) if isinstance(value, dict) else None
    if not isinstance(value, list):
        return False
    return not value or (isinstance(value[0], dict) and any(mark in value[0] for mark in board.marks))


def _from_xml(page: Page) -> Answer:
    """Return Personio's XML in the shape of the JSON boards."""
    root = read_xml(page)
    if local_name(root) != "workzag-jobs":
        raise ParseError(page.url, f"XML with the root <{local_name(root)}>, which is no list of jobs")
    rows = [_position(child) for child in root if local_name(child) == "position"]
    return Answer({"position": rows}, "", page.url)


def _position(element: Any) -> dict[str, object]:
    made: dict[str, object] = {}
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag == "additionalOffices":
            made[tag] = [office.text for office in child if office.text]
        elif tag == "jobDescriptions":
            made[tag] = "".join(f"<p>{piece}</p>" for part in child for piece in part.itertext() if piece.strip())
        elif child.text and child.text.strip():
            made[tag] = child.text.strip()
    return made


def _entry(rows: list[Answer], board: Board, page: Page, company: Company, *, url: str) -> Entry:
    from researchkit.reading.text import clean_line

    row = rows[0]
    title = clean_line(_first(row, board.title) or "")
    if not title:
        raise row.wrong(f"lacks {board.title[0]!r}")
    places = list(dict.fromkeys(place for each in rows for place in _locations(each, board)))
    facts = labelled(
        ("Department", _first(row, board.department)),
        ("Team", _first(row, board.team)),
        ("Location", "; ".join(places)),
        ("Employment", _first(row, board.employment)),
        ("Workplace", _first(row, board.workplace)),
        ("Pay", _pay(row, board)),
        ("Updated", (_first(row, board.updated) or "")[:10]),
    )
    body = _body(row, board)
    published, precision = dated(_posted(row, board))
    return Entry(
        source_id=page.request.source_id,
        kind="job",
        url=url,
        title=title,
        text=joined(facts, _cut(body)) or None,
        text_scope="full" if 0 < len(body) <= _BODY_CHARS else "summary" if body or facts else "title",
        published=published,
        published_precision=precision,
        publisher=company.name,
        first_party=True,
    )


def _first(row: Answer, paths: tuple[str, ...]) -> str | None:
    return next((text for path in paths if (text := row.text(path))), None)


def _link(row: Answer, board: Board, page: Page) -> str | None:
    given = visit_url(_first(row, board.link), base=page.url)
    identity, firm = _first(row, board.identity), _first(row, board.firm)
    if given or not board.made_link or not identity or ("{firm}" in board.made_link and not firm):
        return given
    host = urlsplit(page.url).netloc
    made = board.made_link.format(host=host, id=quote(identity, safe="/%"), firm=quote(firm or "", safe=""))
    return visit_url(made)


def _locations(row: Answer, board: Board) -> Iterator[str]:
    main = _first(row, board.location) or ", ".join(text for path in board.location_parts if (text := row.text(path)))
    if main:
        yield main
    for path, inside in board.places:
        yield from (text for place in row.rows(path, single=True) if (text := place.text(inside)) and text not in main)


def _pay(row: Answer, board: Board) -> str | None:
    if not board.pay_parts:
        return _first(row, board.pay)
    least, most, currency, interval = (row.text(path) for path in board.pay_parts)
    if not least and not most:
        return None
    span = " to ".join(amount for amount in (least, most) if amount)
    rhythm = interval.replace("-", " ").removeprefix("per ") if interval else ""
    return " ".join(part for part in (currency, span, rhythm and f"per {rhythm}") if part)


def _posted(row: Answer, board: Board) -> str | None:
    text = _first(row, board.posted)
    return text.removesuffix(".0") if text and _MILLISECONDS.fullmatch(text) else text


def _body(row: Answer, board: Board) -> str:
    from researchkit.reading.text import strip_markup, unescaped

    pieces = [text for path in board.body if (text := row.text(path))]
    if board.sections:
        pieces = _without_summary(pieces)
        listing, heading, content = board.sections
        for part in row.rows(listing):
            pieces += [text for path in (heading, content) if (text := part.text(path))]
    if board.escaped:
        pieces = [unescaped(piece) for piece in pieces]
    return strip_markup("\n".join(f"<p>{piece}</p>" for piece in pieces))


def _without_summary(pieces: list[str]) -> list[str]:
    """Drop the last piece when it holds the ones before it: Lever gives opening, body, and both again."""
    return pieces[:-1] if len(pieces) > 1 else pieces


def _cut(body: str) -> str:
    if len(body) <= _BODY_CHARS:
        return body
    return body[:_BODY_CHARS].rsplit("\n", 1)[0]


def _next_page(answer: Answer, board: Board, page: Page) -> Iterator[Request]:
    if not board.page_size:
        return
    total, offset = answer.number("totalFound") or 0, int(answer.number("offset") or 0)
    following = offset + board.page_size
    query = parse_qs(urlsplit(page.request.url).query)
    if query and following < total and following < MAX_PAGES * board.page_size:
        url = re.sub(r"([?&]offset=)\d+", rf"\g<1>{following}", page.request.url)
        if url != page.request.url:
            asked = page.request
            yield Request(source_id=asked.source_id, url=url, expect="json", step=asked.step)
