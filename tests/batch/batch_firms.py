"""Invented firms on loopback: each with a feed of three posts, all on one server, told apart by their hosts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from researchkit.records import Company, Place
from researchkit.sample.answers import Answer
from researchkit.sample.server import Routes, serving

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
_POSTS = (
    ("launches-pump", "{name} launches the {name} Pump", "{name} today launched the {name} Pump for small farms."),
    ("recall", "{name} recalls 400 pumps after leaks", "{name} is recalling 400 pumps after leaks were reported."),
    ("berlin", "{name} opens an office in Berlin", "{name} opened its new office in Berlin on Monday."),
)
_MORE = "The team worked on it for two years with farmers from the region, and hopes that it will be of use. " * 6


def firm(number: int, **options: object) -> Company:
    host = f"firm{number}.example"
    fields: dict[str, object] = {
        "slug": f"firm{number}",
        "name": f"Firm{number}",
        "site": f"https://{host}",
        "domains": (host,),
        "places": (Place(source="feed", target=f"https://{host}/feed.xml"),),
        "disabled": ("gdelt", "hackernews", "wikidata", "wikipedia"),  # shared hosts, at a pace of their own
        "as_of": NOW,
    }
    return Company(**(fields | options))  # type: ignore[arg-type]


def pages(companies: list[Company]) -> Mapping[tuple[str, str], Answer]:
    made: dict[tuple[str, str], Answer] = {}
    for company in companies:
        host = company.domains[0]
        entries = ""
        for place, (path, title, first) in enumerate(_POSTS):
            title, first = title.format(name=company.name), first.format(name=company.name)
            then = (NOW - timedelta(days=3 + place)).isoformat()
            entries += (
                f"<entry><title>{title}</title><id>{path}</id><published>{then}</published><updated>{then}</updated>"
                f'<link href="https://{host}/{path}"/></entry>'
            )
            body = (
                f"<!doctype html><title>{title}</title><article><h1>{title}</h1><p>{first}</p><p>{_MORE}</p></article>"
            )
            made[host, f"/{path}"] = Answer(content=body.encode(), content_type="text/html; charset=utf-8")
        link = '<link rel="alternate" type="application/atom+xml" href="/feed.xml">'
        front = f"<!doctype html><title>{company.name}</title>{link}"
        made[host, "/"] = Answer(content=front.encode(), content_type="text/html; charset=utf-8")
        feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{company.name}</title>{entries}</feed>'
        made[host, "/feed.xml"] = Answer(content=feed.encode(), content_type="application/atom+xml")
    return made


@contextmanager
def served(companies: list[Company]) -> Iterator[Routes]:
    with serving(pages(companies)) as routes:
        yield routes


FIRMS = [firm(number) for number in range(4)]
DAY = date(2026, 5, 4)
