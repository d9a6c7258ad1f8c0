"""The page as HTML: one self-contained file, and the fragment that a notebook shows."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from researchkit.brief.chart import timeline
from researchkit.brief.labels import FONTS
from researchkit.brief.page import OWN_ACCOUNT, Brief
from researchkit.markup import Fragment, link

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parent.parent / "templates"
_CHART_WIDTH = 640.0


def to_html(brief: Brief) -> bytes:
    """Return the brief as one file (UTF-8) that loads nothing: fonts, style and chart are inside.

    Its content policy allows this style sheet alone: no script, no image, no request.
    """
    style = "\n".join(
        [_read(FONTS / "brief-sans.css"), _read(_TEMPLATES / "brief.css"), _read(_TEMPLATES / "page.css")]
    )
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; base-uri 'none'; form-action 'none'"
    template = _environment().get_template("page.html.j2")
    page = template.render(brief=brief, body=_body(brief), style=Fragment(style), policy=policy)
    return page.encode()


def to_fragment(brief: Brief) -> Fragment:
    """Return the brief as a fragment for a notebook: its style and its body, without fonts."""
    return Fragment(f"<style>{_read(_TEMPLATES / 'brief.css')}</style>{_body(brief)}")


def _body(brief: Brief) -> Fragment:
    chart = Fragment("")
    if brief.marks:
        drawn = timeline(brief.marks, since=brief.since, now=brief.now, width=_CHART_WIDTH, locale=brief.locale)
        chart = Fragment(drawn)
    template = _environment().get_template("body.html.j2")
    return Fragment(template.render(brief=brief, chart=chart, link=link, own=OWN_ACCOUNT))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    # autoescape for every name: select_autoescape would not escape a file that ends in .j2
    return Environment(
        autoescape=True, undefined=StrictUndefined, loader=FileSystemLoader(_TEMPLATES), trim_blocks=True
    )


@lru_cache(maxsize=4)
def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
