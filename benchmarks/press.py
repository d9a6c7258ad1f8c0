"""An invented press on loopback: hosts with a feed each and pages of 30 to 150 kB, answered after a while.

Host number i is 127.0.1.(i+1), so that every client sees as many hosts as there are. The server counts what each saw.

usage: python benchmarks/press.py HOSTS PAGES PORT    serves until its input ends; /__seen tells and forgets
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import html
import json
import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

LATENCY_S = (0.05, 0.2)
_BEGAN = datetime(2026, 3, 1, 8, tzinfo=UTC)
_FIRMS = ("Northwind Labs", "Acme Robotics", "Helio Energy", "Bluefin Logistics", "Quanta Health", "Meridian Bank")
_PEOPLE = ("Maria Chen", "David Okafor", "Priya Natarajan", "Lars Holm", "Elena Petrova", "Samuel Ortiz")
_LITTLE = ["the", "of", "and", "to", "in", "a", "is", "that", "for", "it", "was", "on", "with", "as", "by", "from"]
_NOUNS = [
    "company",
    "market",
    "revenue",
    "platform",
    "factory",
    "battery",
    "contract",
    "regulator",
    "quarter",
    "office",
]
_NOUNS += [
    "device",
    "chip",
    "patient",
    "bank",
    "fund",
    "court",
    "union",
    "plant",
    "cargo",
    "airline",
    "store",
    "camera",
]
_VERBS = ["announced", "reported", "expanded", "launched", "delayed", "opened", "closed", "bought", "tested", "shipped"]
_KINDS = ["annual", "global", "regional", "strong", "early", "digital", "federal", "public", "senior", "technical"]


@dataclass(frozen=True, slots=True)
class Story:
    """What a page truly says."""

    title: str
    author: str
    published: datetime
    paragraphs: tuple[str, ...]


@dataclass(slots=True)
class Press:
    """All pages by host and path, and the truth by address."""

    hosts: list[str]
    pages: dict[tuple[str, str], tuple[str, bytes]] = field(default_factory=dict)
    stories: dict[str, Story] = field(default_factory=dict)
    latency_s: dict[tuple[str, str], float] = field(default_factory=dict)

    @property
    def feeds(self) -> list[str]:
        """The addresses of the feeds."""
        return [f"http://{host}/feed.xml" for host in self.hosts]

    def bound_s(self, per_host: int) -> float:
        """Return the least wall seconds there can be: the slowest host, with nothing but waiting."""
        bounds = []
        for host in self.hosts:
            waits = [wait for (name, path), wait in self.latency_s.items() if name == host and path[1:5].isdigit()]
            bounds.append(self.latency_s[host, "/feed.xml"] + max(sum(waits) / per_host, max(waits)))
        return max(bounds)


def build(hosts: int, pages: int, port: int) -> Press:
    """Return the press, the same every time."""
    press = Press([f"127.0.1.{number + 1}:{port}" for number in range(hosts)])
    for number, host in enumerate(press.hosts):
        chance = random.Random(f"host {number}")
        frame = _Frame(chance, number % 5)
        told = []
        for count in range(pages // hosts + (number < pages % hosts)):
            story = _story(random.Random(f"{number}-{count}"), number, count)
            path = f"/{story.published:%Y/%m/%d}/story-{number}-{count}.html"
            address = f"http://{host}{path}"
            page = frame.page(random.Random(f"page {number}-{count}"), story, address)
            press.pages[host, path] = ("text/html; charset=utf-8", page.encode())
            press.stories[address] = story
            told.append((address, story))
        press.pages[host, "/feed.xml"] = ("application/xml", (_atom if number % 5 == 3 else _rss)(host, told).encode())
        press.pages[host, "/robots.txt"] = ("text/plain", b"User-agent: *\nAllow: /\n")
    chance = random.Random("latency")
    press.latency_s = {key: chance.uniform(*LATENCY_S) for key in sorted(press.pages)}
    return press


def _story(chance: random.Random, host: int, count: int) -> Story:
    firm, verb, kind, noun = (chance.choice(pool) for pool in (_FIRMS, _VERBS, _KINDS, _NOUNS))
    return Story(
        title=f"{firm} {verb} {kind} {noun} {chance.choice(_KINDS)} {chance.choice(_NOUNS)} {host}-{count}",
        author=chance.choice(_PEOPLE),
        published=_BEGAN + timedelta(minutes=37 * (host * 97 + count)),
        paragraphs=tuple(_paragraph(chance) for _ in range(chance.randint(8, 26))),
    )


def _paragraph(chance: random.Random) -> str:
    return " ".join(_sentence(chance) for _ in range(chance.randint(2, 5)))


def _sentence(chance: random.Random) -> str:
    words: list[str] = []
    for _ in range(chance.randint(3, 6)):
        words += [chance.choice(_LITTLE), chance.choice(_KINDS), chance.choice(_NOUNS), chance.choice(_VERBS)]
    text = " ".join(words)
    return text[0].upper() + text[1:] + "."


def _bundle(chance: random.Random, size: int) -> str:
    """Return filler such as scripts and styles are: names, numbers, hashes."""
    parts, length = [], 0
    while length < size:
        part = f'{chance.choice(_NOUNS)}:{{{chance.choice(_KINDS)}:{chance.randrange(10**6)},k:"{chance.getrandbits(128):032x}"}},'
        parts.append(part)
        length += len(part)
    return "".join(parts)


class _Frame:
    """What surrounds the stories of one host, in one of five layouts."""

    def __init__(self, chance: random.Random, layout: int) -> None:
        self._layout = layout
        self._css, self._script = (
            _bundle(chance, chance.randint(6_000, 25_000)),
            _bundle(chance, chance.randint(5_000, 30_000)),
        )
        rows = (
            f'<li class="menu-item"><a href="/section/{n}">{chance.choice(_KINDS)} {chance.choice(_NOUNS)}</a></li>'
            for n in range(chance.randint(40, 120))
        )
        self._menu = "".join(rows)
        self._foot = "".join(
            f'<a href="/about/{n}">{chance.choice(_NOUNS)}</a> ' for n in range(chance.randint(30, 90))
        )

    def page(self, chance: random.Random, story: Story, address: str) -> str:
        """Return the page of a story."""
        title, author, iso = html.escape(story.title), html.escape(story.author), story.published.isoformat()
        head = f'<meta charset="utf-8"><title>{title} | The Site</title><link rel="canonical" href="{address}">'
        head += f'<meta property="og:title" content="{title}"><meta name="author" content="{author}">'
        if self._layout != 3:
            head += f'<meta property="article:published_time" content="{iso}">'
        if self._layout in (0, 1, 4):
            told = {
                "@context": "https://schema.org",
                "@type": "NewsArticle",
                "headline": story.title,
                "datePublished": iso,
            }
            head += f'<script type="application/ld+json">{json.dumps(told)}</script>'
        head += f"<style>{self._css}</style><script>window.__CFG={{{self._script}}}</script>"
        by = f'<div class="byline">By <span class="author">{author}</span> <time datetime="{iso}">{story.published:%B %d, %Y}</time></div>'
        paragraphs = [f"<p>{html.escape(text)}</p>" for text in story.paragraphs]
        paragraphs.insert(
            3, '<figure><img src="/img/1.jpg" alt="photo"><figcaption>Photo credit agency</figcaption></figure>'
        )
        paragraphs.insert(6, '<div class="ad-slot"></div>')
        body = "\n".join(paragraphs)
        main = (
            f"<main><article><h1>{title}</h1>{by}<div class='article-body'>{body}</div></article></main>",
            f"<div id='content'><div class='post'><h1>{title}</h1>{by}<div class='entry-content'>{body}</div></div></div>",
            f"<div class='row'><div class='col-8'><h1>{title}</h1>{by}<div id='story'>{body}</div></div></div>",
            f"<section class='press-release'><h1>{title}</h1>{by}<div class='body'>{body}</div></section>",
            f"<main role='main'><div itemprop='articleBody'><h1>{title}</h1>{by}{body}</div></main>",
        )[self._layout]
        more = "".join(
            f'<li><a href="/{n}/x.html">{chance.choice(_FIRMS)} {chance.choice(_VERBS)} {chance.choice(_NOUNS)}</a></li>'
            for n in range(chance.randint(10, 40))
        )
        said = "".join(
            f'<div class="comment"><b>user{n}</b><p>{_sentence(chance)}</p></div>' for n in range(chance.randint(0, 15))
        )
        state = _bundle(chance, chance.randint(1_000, 45_000))
        return (
            f'<!DOCTYPE html><html lang="en"><head>{head}</head><body><header><nav><ul>{self._menu}</ul></nav></header>{main}'
            f'<aside class="related"><h3>Related</h3><ul>{more}</ul></aside><section class="comments">{said}</section>'
            f"<footer>{self._foot}</footer><script>window.__STATE={{{state}}}</script></body></html>"
        )


def _rss(host: str, told: list[tuple[str, Story]]) -> str:
    rows = "".join(
        f"<item><title>{html.escape(story.title)}</title><link>{address}</link><guid>{address}</guid>"
        f"<pubDate>{format_datetime(story.published)}</pubDate><description>{html.escape(story.paragraphs[0])}</description></item>"
        for address, story in told
    )
    return f'<rss version="2.0"><channel><title>Site</title><link>http://{host}/</link><description>d</description>{rows}</channel></rss>'


def _atom(host: str, told: list[tuple[str, Story]]) -> str:
    rows = "".join(
        f'<entry><title>{html.escape(story.title)}</title><link rel="alternate" href="{address}"/><id>{address}</id>'
        f"<published>{story.published.isoformat()}</published><updated>{story.published.isoformat()}</updated>"
        f"<summary>{html.escape(story.paragraphs[0])}</summary></entry>"
        for address, story in told
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Site</title><id>http://{host}/</id><updated>2026-03-01T00:00:00Z</updated>{rows}</feed>'


class _Server:
    """Answers, and counts: requests, and the most that one host had open at a time."""

    def __init__(self, press: Press) -> None:
        self._press = press
        self._ready = {
            key: (kind, body, gzip.compress(body, 5), hashlib.md5(body).hexdigest())
            for key, (kind, body) in press.pages.items()
        }
        self._open: Counter[str] = Counter()
        self._most = self._asked = self._unchanged = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                method, path = line.split()[0], line.split()[1].decode()
                headers: dict[bytes, bytes] = {}
                while (row := await reader.readline()).strip():
                    name, _, value = row.partition(b":")
                    headers[name.strip().lower()] = value.strip()
                if path == "/__seen":
                    writer.write(self._report())
                    await writer.drain()
                    return
                head, body = await self._page(headers, path)
                closes = headers.get(b"connection", b"").lower() == b"close"
                writer.write(
                    head + (b"Connection: close\r\n\r\n" if closes else b"\r\n") + (b"" if method == b"HEAD" else body)
                )
                await writer.drain()
                if closes:
                    return
        except (ConnectionError, IndexError):
            pass
        finally:
            writer.close()

    async def _page(self, headers: dict[bytes, bytes], path: str) -> tuple[bytes, bytes]:
        host = headers.get(b"host", b"").decode()
        self._asked += 1
        self._open[host] += 1
        self._most = max(self._most, self._open[host])
        try:
            await asyncio.sleep(self._press.latency_s.get((host, path), LATENCY_S[0]))
        finally:
            self._open[host] -= 1
        found = self._ready.get((host, path))
        if found is None:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n", b""
        kind, plain, packed, tag = found
        etag = f'ETag: "{tag}"\r\n'.encode()
        if headers.get(b"if-none-match") == f'"{tag}"'.encode():
            self._unchanged += 1
            return b"HTTP/1.1 304 Not Modified\r\n" + etag, b""
        zipped = b"gzip" in headers.get(b"accept-encoding", b"")
        body = packed if zipped else plain
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n".encode() + etag
        return head + (b"Content-Encoding: gzip\r\n" if zipped else b""), body

    def _report(self) -> bytes:
        body = json.dumps({"asked": self._asked, "most_open": self._most, "unchanged": self._unchanged}).encode()
        self._most = self._asked = self._unchanged = 0
        return b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body


async def serve(press: Press) -> None:
    """Serve until standard input ends."""
    server = _Server(press)
    for host in press.hosts:
        address, _, port = host.partition(":")
        await asyncio.start_server(server.answer, address, int(port), backlog=512)
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(build(*map(int, sys.argv[1:4]))))
