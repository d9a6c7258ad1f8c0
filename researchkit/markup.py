"""The only maker of HTML fragments: `escape`, `link`, `card`. Everything that was fetched goes through here."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

# Controls, zero-width and direction marks: they hide or reorder what a reader sees.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
_CARD = "border:1px solid #8a94a0;border-radius:6px;padding:.6em .9em;max-width:60em"
_LABEL = "text-align:left;vertical-align:top;font-weight:600;padding:.1em 1em .1em 0;white-space:nowrap"
_VALUE = "text-align:left;vertical-align:top;padding:.1em 0"


class Fragment(str):
    """A piece of HTML made here, in which everything fetched is escaped already."""

    __slots__ = ()

    def __html__(self) -> str:
        """Let Jinja and IPython take the fragment as it is."""
        return str(self)


def escape(text: object) -> Fragment:
    """Return `text` as HTML that shows exactly it; a Fragment comes back as it is."""
    if isinstance(text, Fragment):
        return text
    return Fragment(html.escape(_UNSEEN.sub("", str(text)), quote=True))


def web_address(url: str | None) -> str | None:
    """Return `url` when it is http(s) with a host and without credentials, else None."""
    if not url or _UNSEEN.search(url) or any(character.isspace() for character in url):
        return None
    try:
        parts = urlsplit(url)
        safe = parts.scheme in ("http", "https") and parts.hostname and parts.username is None
    except ValueError:
        return None
    return url if safe else None


def link(url: str | None, text: object) -> Fragment:
    """Return a link that shows `text`; the escaped text alone unless `url` is http(s)."""
    address = web_address(url)
    if address is None:
        return escape(text)
    return Fragment(f'<a href="{escape(address)}" rel="noopener noreferrer">{escape(text)}</a>')


def card(title: object, rows: Iterable[tuple[object, object]], *, footer: object = "") -> Fragment:
    """Return a small card: a title, rows of a label and a value, a footer. Strings are escaped, Fragments kept."""
    lines = "".join(
        f'<tr><th scope="row" style="{_LABEL}">{escape(label)}</th><td style="{_VALUE}">{escape(value)}</td></tr>'
        for label, value in rows
    )
    end = f'<div style="margin-top:.4em;opacity:.8">{escape(footer)}</div>' if footer else ""
    table = f'<table style="border-collapse:collapse;margin:0">{lines}</table>' if lines else ""
    head = f'<div style="font-size:1.15em;font-weight:700;margin-bottom:.3em">{escape(title)}</div>'
    return Fragment(f'<div class="rk-card" style="{_CARD}">{head}{table}{end}</div>')


def table(head: Iterable[object], rows: Iterable[Iterable[object]], *, caption: object = "") -> Fragment:
    """Return a plain table that any notebook theme can colour. Strings are escaped, Fragments kept."""
    cells = "".join(f'<th scope="col" style="{_LABEL}">{escape(one)}</th>' for one in head)
    lines = "".join(
        "<tr>" + "".join(f'<td style="{_VALUE};padding-right:1em">{escape(one)}</td>' for one in row) + "</tr>"
        for row in rows
    )
    title = f'<caption style="text-align:left;font-weight:700">{escape(caption)}</caption>' if caption else ""
    return Fragment(f"<table>{title}<thead><tr>{cells}</tr></thead><tbody>{lines}</tbody></table>")


def folded(summary: object, body: object) -> Fragment:
    """Return a line that opens to show more."""
    return Fragment(f"<details><summary>{escape(summary)}</summary>{escape(body)}</details>")
