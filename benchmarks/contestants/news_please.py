"""news-please, given the addresses of the feeds' entries."""

from __future__ import annotations

import feedparser
import requests
from shared import FEEDS, answer, iso, on_loopback

on_loopback()
from newsplease import NewsPlease

links = [entry.link for feed in FEEDS for entry in feedparser.parse(requests.get(feed, timeout=20).content).entries]
found = NewsPlease.from_urls(links, request_args={"timeout": 20})
rows = []
for link in links:
    page = found.get(link)
    if page is not None:
        told = page if isinstance(page, dict) else page.__dict__
        rows.append(
            {
                "url": link,
                "title": told["title"],
                "published": iso(told["date_publish"]),
                "text": told["maintext"] or "",
            }
        )
answer(rows)
