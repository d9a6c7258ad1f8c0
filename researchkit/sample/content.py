"""What the sample's sites say, read from site/*.toml into records."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

SITE = Path(__file__).parent / "site"
AS_OF = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph ("p"), a heading ("h2") or a list ("ul") of an article; a paragraph has one line."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article; `page` names what stands in its place: "consent", "soft404", "paywall" or nothing special."""

    host: str
    path: str
    title: str
    published: datetime
    author: str
    section: str
    summary: str
    blocks: tuple[Block, ...]
    page: str = ""

    @property
    def url(self) -> str:
        """The canonical address."""
        return f"https://{self.host}{self.path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """An HTML page that lists one file's articles; `feed` is the address it declares, if any."""

    path: str
    title: str
    articles: str
    feed: str = ""
    feed_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed: its format, whether it carries whole texts, and what the site adds to each link or summary."""

    path: str
    title: str
    articles: str
    format: str
    whole: bool = False
    mark: str = ""
    ending: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One host, its articles by file, and how its pages look."""

    host: str
    name: str
    about: str
    template: str
    articles: dict[str, tuple[Article, ...]]
    listings: tuple[Listing, ...]
    feeds: tuple[Feed, ...]
    robots: str
    charset: str
    gzip: bool


def table(name: str) -> dict[str, Any]:
    """Return one TOML file of site/."""
    return tomllib.loads((SITE / f"{name}.toml").read_text(encoding="utf-8"))


def sites() -> tuple[Site, ...]:
    """Return every host with its articles, newest first, as hosts.toml lists them."""
    return tuple(_site(row) for row in table("hosts")["sites"])


def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text: blank lines part them, "## " marks a heading, "- " the lines of a list."""
    return tuple(_block(piece.strip()) for piece in text.strip().split("\n\n") if piece.strip())


def _block(piece: str) -> Block:
    if piece.startswith("## "):
        return Block("h2", (piece[3:],))
    if piece.startswith("- "):
        return Block("ul", tuple(line.removeprefix("- ") for line in piece.splitlines()))
    return Block("p", (piece,))


def _site(row: dict[str, Any]) -> Site:
    return Site(
        host=row["host"],
        name=row["name"],
        about=row["about"],
        template=row["template"],
        articles={name: _articles(row["host"], name) for name in row["articles"]},
        listings=tuple(Listing(**one) for one in row.get("listings", [])),
        feeds=tuple(Feed(**one) for one in row.get("feeds", [])),
        robots=row.get("robots", "User-agent: *\nDisallow:\n").lstrip(),
        charset=row.get("charset", "utf-8"),
        gzip=row.get("gzip", False),
    )


def _articles(host: str, name: str) -> tuple[Article, ...]:
    read = [_article(host, row) for row in table(name)["articles"]]
    return tuple(sorted(read, key=lambda article: article.published, reverse=True))


def _article(host: str, row: dict[str, Any]) -> Article:
    body = blocks(row["text"])
    return Article(
        host=host,
        path=row["path"],
        title=row["title"],
        published=row["published"],
        author=row.get("author", ""),
        section=row.get("section", ""),
        summary=row.get("summary", body[0].lines[0]),
        blocks=body,
        page=row.get("page", ""),
    )
