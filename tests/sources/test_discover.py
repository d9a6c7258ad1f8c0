"""Discovery: what a new site is asked for, and what its answers reveal."""

from source_pairs import FIXTURES, page_of

from researchkit.sources.discover import candidates, guesses, leads, read_discovery

HOME = (FIXTURES / "discover" / "home.html").read_bytes()


def found(content: bytes | str, *, url: str = "https://acme.example/", step: str = "home") -> list[tuple[str, str]]:
    return [(hit.place.source, hit.place.target) for hit in read_discovery(page_of(content, url=url, step=step))]


def test_a_home_page_reveals_feed_board_and_accounts() -> None:
    assert found(HOME) == [
        ("feed", "https://acme.example/blog/feed.xml"),
        ("jobs", "greenhouse/acmerobotics"),
        ("github", "acme-robotics"),
        ("mastodon", "@acme@mastodon.example"),
        ("bluesky", "acme.example"),
        ("youtube", "@acmerobotics"),
        ("status", "https://status.acme.example"),
    ]


def test_a_home_page_leads_to_its_blog_careers_and_status() -> None:
    asked = [(request.url, request.step) for request in leads(page_of(HOME, url="https://acme.example/"))]
    assert asked == [
        ("https://blog.acme.example/", "listing"),
        ("https://acme.example/careers", "listing"),
        ("https://status.acme.example/", "status"),
    ]


def test_a_bare_domain_is_enough_to_start() -> None:
    urls = [request.url for request in candidates("acme.example")]
    assert urls[0] == "https://acme.example/"
    assert "https://acme.example/robots.txt" in urls
    assert "https://status.acme.example/" in urls


def test_all_but_the_home_page_may_be_absent() -> None:
    home, *others = (*candidates("acme.example"), *guesses("acme.example"))
    assert not home.optional
    assert all(request.optional for request in others)


def test_robots_names_sitemaps() -> None:
    text = "\ufeffUser-agent: *\r\nDisallow: /x\r\nSitemap: https://acme.example/s.xml\r\nsitemap:/t.xml # old\r\n"
    assert found(text, url="https://acme.example/robots.txt", step="robots") == [
        ("sitemap", "https://acme.example/s.xml"),
        ("sitemap", "https://acme.example/t.xml"),
    ]


def test_a_guessed_feed_is_found_by_its_bytes() -> None:
    content = (FIXTURES / "feed" / "rss.xml").read_bytes()
    assert found(content, url="https://acme.example/feed", step="feed") == [("feed", "https://acme.example/feed")]


def test_html_under_a_feeds_address_is_no_feed() -> None:
    assert found("<html><body>All posts</body></html>", url="https://acme.example/feed", step="feed") == []


def test_a_sitemap_is_found_by_its_bytes() -> None:
    content = (FIXTURES / "sitemap" / "index.xml").read_bytes()
    assert found(content, url="https://acme.example/sitemap.xml") == [("sitemap", "https://acme.example/sitemap.xml")]


def test_a_listing_page_without_feed_is_a_newsroom() -> None:
    content = (FIXTURES / "newsroom" / "listing.html").read_bytes()
    url = "https://acme.example/newsroom"
    assert found(content, url=url, step="listing") == [("newsroom", url)]


def test_a_podcast_is_no_feed_of_news() -> None:
    items = '<item><title>E1</title><enclosure url="https://x.example/1.mp3" type="audio/mpeg"/></item>' * 3
    content = f'<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'
    assert found(content, url="https://acme.example/feed", step="feed") == []


def test_no_bytes_make_discovery_fail() -> None:
    for content in (b"", b"\x00" * 50, b"{", b"<", b"<html", b"\xff\xfe<\x00", b"<rss><a></rss>"):
        assert found(content) == []
