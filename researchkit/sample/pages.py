"""Every page of the sample, rendered once: (host, path) → Answer. The same bytes every time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from researchkit.sample.answers import Answer, as_gzip, as_json, moved
from researchkit.sample.content import AS_OF, SITE, Article, Block, Feed, Listing, Site, sites
from researchkit.sample.firm import firm_pages

if TYPE_CHECKING:
    from jinja2 import Environment

Pages = dict[tuple[str, str], Answer]

FIRM = "www.kelbrin.example"
BLOCKED = "cityledger.example"
UNREADABLE = "fridgeforum.example"
_RELATED = 4
_XML = "application/xml; charset=utf-8"
_FEED_TYPES = {"rss": "application/rss+xml", "malformed": "application/rss+xml", "atom": "application/atom+xml"}
_STANDING = {"consent": "consent.html", "soft404": "soft404.html"}


def build() -> Pages:
    """Return every answer of every host."""
    environment = _environment()
    pages: Pages = {}
    for site in sites():
        pages.update(_site_pages(environment, site))
        if site.host == FIRM:
            pages.update(_sitemaps(environment, site))
    pages.update(firm_pages(environment))
    pages.update(_troublesome(environment))
    return pages


def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(SITE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["long_date"] = lambda when: f"{when.day} {when:%B %Y}"
    environment.filters["us_date"] = lambda when: f"{when:%B} {when.day}, {when:%Y %H:%M} UTC"
    environment.filters["iso"] = lambda when: when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    environment.filters["mail_date"] = lambda when: format_datetime(when.astimezone(UTC), usegmt=True)
    environment.filters["plain"] = plain
    return environment


def plain(blocks: tuple[Block, ...]) -> str:
    """Return the text of an article's blocks without marks."""
    return "\n\n".join("\n".join(block.lines) for block in blocks)


def _site_pages(environment: Environment, site: Site) -> Iterator[tuple[tuple[str, str], Answer]]:
    for name, articles in site.articles.items():
        for place, article in enumerate(articles):
            others = [*articles[place + 1 :], *articles[:place]][:_RELATED]
            yield (site.host, article.path), _article(environment, site, article, name, others)
    for listing in site.listings:
        yield (site.host, listing.path), _listing(environment, site, listing)
    for feed in site.feeds:
        yield (site.host, feed.path), _feed(environment, site, feed)
    yield (site.host, "/robots.txt"), Answer(content=site.robots.encode(), content_type="text/plain")
    if site.host.startswith("www."):
        yield (site.host.removeprefix("www."), "/"), moved(f"https://{site.host}/")


def _article(environment: Environment, site: Site, article: Article, name: str, others: list[Article]) -> Answer:
    template = environment.get_template(_STANDING.get(article.page, site.template))
    html = template.render(site=site, article=article, part=name, related=others, listing=None)
    return _html(html, site, article.published)


def _listing(environment: Environment, site: Site, listing: Listing) -> Answer:
    articles = _published(site.articles[listing.articles])
    template = environment.get_template(site.template)
    html = template.render(site=site, article=None, part=listing.articles, related=articles, listing=listing)
    return _html(html, site, articles[0].published)


def _html(html: str, site: Site, modified: datetime) -> Answer:
    return Answer(
        content=html.encode(site.charset, "xmlcharrefreplace"),
        content_type=f"text/html; charset={site.charset}",
        modified=modified,
        squeeze=site.gzip,
    )


def _published(articles: tuple[Article, ...]) -> list[Article]:
    """The post that is dated far ahead stands in the feed alone, as such accidents do."""
    return [article for article in articles if article.published <= AS_OF]


def _feed(environment: Environment, site: Site, feed: Feed) -> Answer:
    articles = site.articles[feed.articles]
    if feed.format == "json":
        return as_json(_json_feed(site, feed), content_type="application/feed+json; charset=utf-8")
    template = environment.get_template("feed.atom" if feed.format == "atom" else "feed.rss")
    xml = template.render(site=site, feed=feed, articles=articles, newest=_published(articles)[0].published)
    if feed.format == "malformed":
        xml = _damaged(xml)
    return Answer(
        content=xml.encode(),
        content_type=f"{_FEED_TYPES[feed.format]}; charset=utf-8",
        modified=articles[0].published,
        squeeze=site.gzip,
    )


def _damaged(xml: str) -> str:
    """Return a feed as a careless hand writes it: bare ampersands, an unknown entity, a bad date, no end."""
    xml = xml.replace("&amp;", "&").replace("For people who", "For&nbsp;people who")
    xml = xml.replace("Sat, 14 Nov 2026 07:00:00 GMT", "the 14th, early")
    return xml.partition("</channel>")[0]


def _json_feed(site: Site, feed: Feed) -> dict[str, Any]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": f"https://{site.host}/customers",
        "feed_url": f"https://{site.host}{feed.path}",
        "items": [
            {
                "id": article.url,
                "url": article.url,
                "title": article.title,
                "content_text": plain(article.blocks),
                "date_published": article.published.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "authors": [{"name": article.author}],
            }
            for article in site.articles[feed.articles]
        ],
    }


def _sitemaps(environment: Environment, site: Site) -> Iterator[tuple[tuple[str, str], Answer]]:
    template = environment.get_template("sitemap.xml")
    posts = [one for name in ("blog", "engineering", "customers") for one in _published(site.articles[name])]
    standing = environment.get_template("sitemap_pages.xml").render(host=site.host, releases=site.articles["newsroom"])
    index = environment.get_template("sitemap_index.xml").render(host=site.host)
    yield (
        (site.host, "/sitemap-posts.xml"),
        Answer(content=template.render(articles=posts).encode(), content_type=_XML),
    )
    yield (site.host, "/sitemap-pages.xml.gz"), as_gzip(standing.encode())
    yield (site.host, "/sitemap_index.xml"), Answer(content=index.encode(), content_type=_XML)


def _troublesome(environment: Environment) -> Iterator[tuple[tuple[str, str], Answer]]:
    refusal = environment.get_template("blocked.html").render()
    refused = Answer(content=refusal.encode(), content_type="text/html; charset=utf-8", status=403)
    yield (BLOCKED, "/rss"), refused
    yield (BLOCKED, "/"), refused
    noise = bytes(value * 7 % 251 for value in range(4000))
    yield (UNREADABLE, "/feed.xml"), Answer(content=noise, content_type="application/rss+xml")
