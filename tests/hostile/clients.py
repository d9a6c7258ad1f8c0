"""Who meets the hostile web: ours, and two controls – one refuses everything, one accepts everything."""

from __future__ import annotations

import http.client
import io
import re
import shutil
import socket
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from tests.hostile.files import NOW, archive, download
from tests.hostile.model import DEADLINE_S, Case, Got, Step

CONTACT = "hostile-tests@researchkit.example"


def host_of(case: Case) -> str:
    """Return the host that a case is served at."""
    return f"{case.name}.hostile.example"


def hosts_of(case: Case) -> list[str]:
    """Return every host of a case that the hostile server answers for."""
    return [host_of(case), *(f"{label}.{host_of(case)}" for label in ("second", "third", "private"))]


def url_of(case: Case, step: Step, port: int) -> str:
    """Return the address of a step."""
    url = step.url.replace("{port}", str(port))
    return url if "://" in url or url.startswith(("file:", "data:")) else f"http://{host_of(case)}{url}"


class Ours:
    """researchkit itself: its fetcher, article reader and feed source."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="hostile-"))

    def close(self) -> None:
        """Delete the caches."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def run(self, case: Case, port: int) -> list[Got]:
        """Do the steps of a case."""
        cache = self._folder / case.name
        now, got, fetcher = NOW, [], None
        try:
            for step in case.steps:
                now += timedelta(seconds=step.later_s)
                if step.do == "article":
                    got.append(_article(case, step))
                elif step.do == "feed":
                    got.append(_feed(case, step))
                elif step.do == "collect":
                    got.append(_collect(case, step, cache, port))
                elif step.do == "download":
                    url = url_of(case, step, port)
                    got.append(download(step, url, cache, _settings(case, port)))
                elif step.do == "archive":
                    got.append(archive(step, cache))
                else:
                    if fetcher is None or step.new_run or step.offline:
                        if fetcher is not None:
                            fetcher.close()
                        fetcher = _fetcher(case, cache, port, offline=step.offline, now=now)
                    got += _fetch(fetcher, case, step, port)
        finally:
            if fetcher is not None:
                fetcher.close()
            shutil.rmtree(cache, ignore_errors=True)
        return got


def _settings(case: Case, port: int, *, offline: bool = False):
    from researchkit.web.limits import WebSettings

    return WebSettings(
        contact=CONTACT,
        routes=dict.fromkeys(hosts_of(case), ("127.0.0.1", port)),
        timeout_s=DEADLINE_S,
        pace_s=0.0,
        routed_pace_s=case.pace_s,
        backoff_s=0.05,
        offline=offline,
        quiet=True,
    )


def _fetcher(case: Case, cache: Path, port: int, *, offline: bool, now: datetime):
    from researchkit.web.fetch import Fetcher

    return Fetcher(cache, _settings(case, port, offline=offline), now=lambda: now)


def _fetch(fetcher, case: Case, step: Step, port: int) -> list[Got]:
    from researchkit.records import Page, Request

    for number in range(step.together):
        url = url_of(case, step, port) + (f"?{number}" if step.together > 1 else "")
        fetcher.submit(Request(source_id="page hostile", url=url, expect=step.expect, max_bytes=step.max_bytes))
    found = []
    for answer in fetcher.results():
        if isinstance(answer, Page):
            size = len(answer.content)
            found.append(
                Got(
                    outcome="page",
                    content=answer.content[:2_000_000],
                    size=size,
                    url=answer.url,
                    stale=answer.stale,
                    from_cache=answer.from_cache,
                )
            )
        else:
            says = f"{answer.reason} {answer.what_to_do}"
            found.append(Got(outcome="failure", reason=says, blocked=answer.outcome == "blocked"))
    return found


def _article(case: Case, step: Step) -> Got:
    from researchkit.reading.article import read_article

    content = step.content() if step.content else b""
    article = read_article(content, f"http://{host_of(case)}/story", content_type=step.content_type, fetched=NOW)
    published = article.published.isoformat() if article.published else None
    return Got(
        outcome="not article" if article.problem else "article",
        reason=article.problem or "",
        title=article.title or "",
        text=article.text,
        url=article.url,
        published=published,
    )


def _feed(case: Case, step: Step) -> Got:
    from researchkit.errors import ParseError
    from researchkit.reading.document import to_document
    from researchkit.records import Company, Entry, Page, Place, Request
    from researchkit.sources.feed import Feed

    url = f"http://{host_of(case)}/feed.xml"
    company = Company(slug="acme", name="Acme", places=(Place(source="feed", target=url),))
    request = Request(source_id=f"feed {url.removeprefix('http://')}", url=url, expect="feed")
    content = step.content() if step.content else b""
    page = Page(request=request, url=url, status=200, content=content, content_type=step.content_type, fetched=NOW)
    try:
        found = [one for one in Feed().parse(page, company) if isinstance(one, Entry)]
    except ParseError as error:
        return Got(outcome="not a feed", reason=str(error))
    documents = [to_document(one, None, company_domains=(), fetched=NOW) for one in found]
    rows = [
        {
            "title": one.title,
            "url": one.url,
            "published": one.published.isoformat() if one.published else None,
            "precision": one.published_precision,
            "text": one.text[:500],
        }
        for one in documents
    ]
    return Got(outcome="entries", entries=rows)


def _collect(case: Case, step: Step, cache: Path, port: int) -> Got:
    from researchkit.collecting import collect
    from researchkit.records import Company, Place

    url = url_of(case, step, port)
    company = Company(
        slug="acme", name="Acme", site=f"http://{host_of(case)}/", places=(Place(source=step.expect, target=url),)
    )
    found = collect(
        company, since=NOW - timedelta(days=365), now=lambda: NOW, cache=cache, settings=_settings(case, port)
    )
    documents = found.documents
    rows = [
        {"title": row.title, "url": row.url, "published": str(row.published), "text": row.text[:300]}
        for row in documents.itertuples()
    ]
    said = " ".join(str(reason) for reason in found.coverage["reason"].tolist())
    return Got(outcome="entries", entries=rows, reason=said)


class RefuseAll:
    """The first control: touches nothing and fails everything."""

    def close(self) -> None:
        """Nothing to close."""

    def run(self, case: Case, port: int) -> list[Got]:
        """Refuse every step."""
        outcomes = {"article": "not article", "feed": "not a feed", "collect": "not a feed"}
        return [Got(outcome=outcomes.get(step.do, "failure"), reason="refused") for step in case.steps]


class AcceptAll:
    """The second control: asks for whatever it is sent to and takes whatever comes."""

    def close(self) -> None:
        """Nothing to close."""

    def run(self, case: Case, port: int) -> list[Got]:
        """Accept every step."""
        return [got for step in case.steps for got in self._step(case, step, port)]

    def _step(self, case: Case, step: Step, port: int) -> list[Got]:
        content = step.content() if step.content else b""
        if step.do == "article":
            title = re.search(rb"(?is)<title[^>]*>(.*?)</title>", content[:2_000_000])
            text = re.sub(r"<[^>]*>", " ", content[:2_000_000].decode("utf-8", "replace"))
            return [Got(outcome="article", title=title[1].decode("utf-8", "replace") if title else "", text=text)]
        if step.do == "feed":
            return [_all_items(content)]
        if step.do == "archive":
            with suppress(zipfile.BadZipFile, zlib.error, EOFError), zipfile.ZipFile(io.BytesIO(content)) as opened:
                content = opened.read(opened.filelist[0])
            return [Got(outcome="page", content=content[:2_000_000], size=len(content))]
        if step.do == "collect":
            return [_all_items(_grab(url_of(case, step, port), case, port))]
        urls = [url_of(case, step, port)] * step.together
        contents = [_grab(url, case, port) for url in urls]
        return [Got(outcome="page", content=one[:2_000_000], size=len(one), url=urls[0]) for one in contents]


def _all_items(content: bytes) -> Got:
    text = content[:4_000_000].decode("utf-8", "replace")
    rows = []
    for item in re.findall(r"(?is)<(?:item|entry)\b.*?</(?:item|entry)>", text):
        title = re.search(r"(?is)<title[^>]*>(.*?)</title>", item)
        date = re.search(r"(?is)<pubDate>(.*?)</pubDate>", item)
        rows.append({"title": title[1] if title else "", "url": "", "published": date[1] if date else None, "text": ""})
    return Got(outcome="entries", entries=rows)


def _grab(url: str, case: Case, port: int, *, hops: int = 30) -> bytes:
    """Fetch as a careless script does: every redirect, no cap worth the name, what came is what counts."""
    until = time.monotonic() + 1.0
    content = b""
    with suppress(OSError, ValueError, http.client.HTTPException, zlib.error, EOFError):
        for _ in range(hops):
            parts = urlsplit(url)
            host = parts.hostname or ""
            where = ("127.0.0.1", port) if host in hosts_of(case) else (host, parts.port or 80)
            if where[0] != "127.0.0.1":
                where = (socket.getaddrinfo(host, where[1])[0][4][0], where[1])
            asked = http.client.HTTPConnection(*where, timeout=0.5)
            asked.request("GET", parts.path or "/", headers={"Host": parts.netloc.rpartition("@")[2]})
            answer = asked.getresponse()
            content = _take(answer, until)
            location = answer.getheader("Location")
            asked.close()
            if location is None or time.monotonic() > until:
                break
            url = urljoin(url, location)
    return content


def _take(answer: http.client.HTTPResponse, until: float) -> bytes:
    taken = bytearray()
    with suppress(OSError, http.client.HTTPException, ValueError):
        while time.monotonic() < until and len(taken) < 64_000_000 and (piece := answer.read1(65_536)):
            taken += piece
    if answer.getheader("Content-Encoding", "").startswith("gzip"):
        with suppress(zlib.error):
            return zlib.decompressobj(wbits=31).decompress(bytes(taken), 64_000_000)
    return bytes(taken)


CLIENTS: dict[str, Callable[[], Ours | RefuseAll | AcceptAll]] = {
    "ours": Ours,
    "refuse all": RefuseAll,
    "accept all": AcceptAll,
}
