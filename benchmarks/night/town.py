"""A town of invented companies on loopback: each with a site of its own, and one wire service that all of them share.

The server notes when each host was asked and how many requests it had open, which is how politeness is judged.

usage: python benchmarks/night/town.py DOCUMENTS LATENCY_S    prints its port, serves until its input ends
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
WIRE = "wire.example"
_TITLES = (
    "{name} launches {a} pump for {b} farms",
    "{name} recalls {a} valves after leaks",
    "{name} opens {b} office in Berlin",
    "{name} cuts 120 jobs in {a} unit",
    "{name} buys {b} maker Ostrel",
    "Outage at {name} hits {b} customers",
    "{name} raises $40 million for {a} plant",
    "{name} and Ostrel to build {b} line",
)
_PAGE_BYTES = 60_000
_WHO = (
    "The company",
    "A spokesman",
    "Its founder",
    "The union",
    "One farmer",
    "The regulator",
    "A customer",
    "The board",
)
_SAYS = ("said", "noted", "wrote", "told us", "explained", "had hoped", "expects", "made clear")
_WHAT = (
    "the new line",
    "the old pump",
    "this winter",
    "the second plant",
    "the price of steel",
    "the order from Ostrel",
)
_DOES = (
    "will matter more than",
    "came later than",
    "cost twice as much as",
    "has little to do with",
    "was tested before",
)
_WHY = ("because of the harvest", "after a cold spring", "as in the year before", "with help from its neighbours")


def _sentence(chance: random.Random) -> str:
    """Return a sentence as papers write them, of some twenty words."""
    who, says, one, does, other, why = (chance.choice(part) for part in (_WHO, _SAYS, _WHAT, _DOES, _WHAT, _WHY))
    return f"{who} {says} that {one} {does} {other}, {why}, and that nobody had seen it coming on that day."


@dataclass(slots=True)
class Seen:
    """What one host saw."""

    asked: int = 0
    open: int = 0
    most_open: int = 0
    first: float = 0.0
    last: float = 0.0

    @property
    def a_second(self) -> float:
        """Requests a second, from the first to the last: single gaps are this machine's jitter at a scaled pace."""
        return (self.asked - 1) / (self.last - self.first) if self.last > self.first else 0.0


@dataclass(slots=True)
class Town:
    """The pages, made when they are asked for, and what the hosts saw."""

    documents: int
    latency_s: float
    seen: dict[str, Seen] = field(default_factory=lambda: defaultdict(Seen))

    def page(self, host: str, path: str) -> tuple[str, bytes] | None:
        """Return type and bytes of a page, None when there is none."""
        if host == WIRE:
            return "application/atom+xml", self._feed(path.strip("/").removesuffix(".xml"), WIRE, 1)
        name = host.partition(".")[0]
        if path == "/feed.xml":
            return "application/atom+xml", self._feed(name, host, self.documents)
        if path.startswith("/story-"):
            return "text/html; charset=utf-8", self._story(name, int(path.removeprefix("/story-")))
        return None

    def _title(self, name: str, number: int) -> str:
        chance = random.Random(f"{name}-{number}")
        a, b = (chance.choice(("solar", "dairy", "steel", "river", "cold", "grain", "timber", "glass")) for _ in "ab")
        return chance.choice(_TITLES).format(name=name.title(), a=a, b=b)

    def _feed(self, name: str, host: str, count: int) -> bytes:
        rows = []
        for number in range(count):
            then = (NOW - timedelta(days=1 + 3 * number)).isoformat()
            link = f"https://{host}/story-{number}" if host != WIRE else f"https://{host}/{name}-{number}"
            body = "" if host != WIRE else f"<summary>{self._title(name, number)} on Monday, it said.</summary>"
            rows.append(
                f"<entry><title>{self._title(name, number)}</title><id>{link}</id><link href='{link}'/>"
                f"<published>{then}</published><updated>{then}</updated>{body}</entry>"
            )
        return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>{name}</title>{''.join(rows)}</feed>".encode()

    def _story(self, name: str, number: int) -> bytes:
        chance = random.Random(f"{name}/{number}")
        title = self._title(name, number)
        told = "".join(f"<p>{' '.join(_sentence(chance) for _ in range(4))}</p>" for _ in range(8))
        head = f"<!doctype html><html lang='en'><head><title>{title}</title></head><body>"
        page = f"{head}<main><article><h1>{title}</h1><p>{title} on Monday, it said.</p>{told}</article></main>"
        links = "".join(f"<li><a href='/section/{n}'>Section {n}</a></li>" for n in range(120))
        page += f"<footer><ul>{links}</ul></footer>"
        return f"{page}<script>{'x' * (_PAGE_BYTES - len(page))}</script></body></html>".encode()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection until it closes."""
        try:
            while line := await reader.readline():
                path, host = line.split()[1].decode(), ""
                while (row := await reader.readline()).strip():
                    if row[:5].lower() == b"host:":
                        host = row[5:].strip().decode().partition(":")[0]
                if path == "/__seen":
                    content: tuple[str, bytes] | None = ("application/json", json.dumps(self.report()).encode())
                else:
                    content = await self._serve(host, path)
                kind, body = content or ("text/plain", b"")
                status = "200 OK" if content else "404 Not Found"
                head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
                writer.write(head.encode() + body)
                await writer.drain()
        except (ConnectionError, IndexError, ValueError):
            pass
        finally:
            writer.close()

    async def _serve(self, host: str, path: str) -> tuple[str, bytes] | None:
        seen, now = self.seen[host], time.monotonic()
        seen.first = seen.first or now
        seen.asked += 1
        seen.last = now
        seen.open += 1
        seen.most_open = max(seen.most_open, seen.open)
        try:
            await asyncio.sleep(self.latency_s)
            return self.page(host, path)
        finally:
            seen.open -= 1

    def report(self) -> dict[str, object]:
        """Return what the hosts saw since the last time: the wire by itself, all others together."""
        own, wire = [seen for host, seen in self.seen.items() if host != WIRE], self.seen[WIRE]
        self.seen.clear()
        return {
            "hosts": len(own),
            "asked": sum(seen.asked for seen in own),
            "most_open": max((seen.most_open for seen in own), default=0),
            "fastest_a_second": max((seen.a_second for seen in own if seen.asked > 5), default=0.0),
            "wire": {"asked": wire.asked, "most_open": wire.most_open, "a_second": wire.a_second},
        }


async def serve(documents: int, latency_s: float) -> None:
    """Serve until standard input ends."""
    town = Town(documents, latency_s)
    server = await asyncio.start_server(town.answer, "127.0.0.1", 0, backlog=2048)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2])))
