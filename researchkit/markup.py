"""The only maker of HTML fragments: `escape`, `link`, `card`. Everything that was fetched goes through here.

Looks stand in `style` attributes, since a notebook that is not yet trusted, nbviewer and GitHub drop style sheets.
Only greys that any theme carries are named; text takes the theme's own colour.
"""

from __future__ import annotations

import base64
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
_CELL = "text-align:left;vertical-align:top;padding:.3em 1.2em .3em 0;white-space:normal;overflow-wrap:break-word"
_HEAD = f"{_CELL};font-weight:600;border-bottom:1px solid #8a94a0"
_TABLE = "border-collapse:collapse;table-layout:auto;margin:0 0 .6em;max-width:68em;font-size:1em"
_PAPER = (
    "display:block;box-sizing:border-box;max-width:none;height:auto;"
    "padding:6px 10px;background:#ffffff;border-radius:4px"
)
_SVG_WIDTH = re.compile(r'<svg\b[^>]*?\bwidth="([\d.]+)')
_ENLARGED = 1.3  # our charts are drawn for paper; on a screen their letters want to be larger


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
    return Fragment(html.escape(visible(str(text)), quote=True))


def visible(text: str) -> str:
    """Return `text` without the characters that hide or reorder what a reader sees."""
    return _UNSEEN.sub("", text)


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
    cells = "".join(f'<th scope="col" style="{_HEAD}">{escape(one)}</th>' for one in head)
    lines = "".join(
        "<tr>" + "".join(f'<td style="{_CELL}">{escape(one)}</td>' for one in row) + "</tr>" for row in rows
    )
    title = f'<caption style="text-align:left;font-weight:700">{escape(caption)}</caption>' if caption else ""
    opening = f'<div style="overflow-x:auto"><table style="{_TABLE}">{title}<thead><tr>{cells}</tr></thead>'
    return Fragment(f"{opening}<tbody>{lines}</tbody></table></div>")


def unbroken(text: object) -> Fragment:
    """Return `text` on one line, such as a date."""
    return Fragment(f'<span style="white-space:nowrap">{escape(text)}</span>')


def dimmed(text: object) -> Fragment:
    """Return `text` as a side remark."""
    return Fragment(f'<span style="opacity:.75">{escape(text)}</span>')


def code(text: object) -> Fragment:
    """Return `text` as something to type."""
    return Fragment(f"<code>{escape(text)}</code>")


def heading(text: object) -> Fragment:
    """Return `text` as the title of what follows."""
    return Fragment(f'<div style="font-size:1.15em;font-weight:700;margin:.6em 0 .3em">{escape(text)}</div>')


def paragraph(text: object) -> Fragment:
    """Return `text` as a paragraph of readable width."""
    return Fragment(f'<p style="margin:.2em 0 .6em;max-width:60em">{escape(text)}</p>')


def joined(parts: Iterable[object], *, by: object = ", ") -> Fragment:
    """Return parts one after the other with `by` between them."""
    return Fragment(escape(by).join(escape(part) for part in parts))


def stacked(parts: Iterable[object]) -> Fragment:
    """Return parts one below the other."""
    return Fragment("".join(f'<div style="margin:0 0 .25em">{escape(part)}</div>' for part in parts))


def picture(svg: str, words: str, *, newest_at_the_end: bool = False) -> Fragment:
    """Return an SVG of ours as a picture with its words for those who do not see it.

    As an image it can run nothing, and a notebook that is not yet trusted shows it too. Where there is little room it
    shrinks to its drawn size and then scrolls; one that runs over time shows its newest end first.
    """
    inside = base64.b64encode(svg.encode()).decode()
    drawn = float(found[1]) if (found := _SVG_WIDTH.search(svg)) else 640.0
    # Scrolled from the right, as script that runs to the left is.
    from_the_end, drawn_to_the_right = (
        (";direction:rtl", "direction:ltr;margin:0 auto 0 0;") if newest_at_the_end else ("", "")
    )
    look = f"{drawn_to_the_right}{_PAPER};width:min({drawn * _ENLARGED:.0f}px,100%);min-width:{drawn:.0f}px"
    image = f'<img style="{look}" alt="{escape(words)}" src="data:image/svg+xml;base64,{inside}">'
    return Fragment(f'<div style="overflow-x:auto;margin:.2em 0 .8em{from_the_end}">{image}</div>')


def meter(done: int, total: int, words: object) -> Fragment:
    """Return a progress bar with words behind it."""
    bar = f'<progress value="{min(done, total)}" max="{max(total, 1)}" style="width:18em"></progress>'
    return Fragment(f'<div class="rk-progress">{bar} {escape(words)}</div>')


def folded(summary: object, body: object) -> Fragment:
    """Return a line that opens to show more."""
    start = f'<details><summary style="cursor:pointer">{escape(summary)}</summary>'
    return Fragment(f'{start}<div style="margin:.2em 0 .4em 1.1em">{escape(body)}</div></details>')
