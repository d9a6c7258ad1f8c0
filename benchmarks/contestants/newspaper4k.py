"""newspaper4k with eight threads of its own."""

from __future__ import annotations

import feedparser
import requests
from shared import FEEDS, answer, iso, on_loopback

on_loopback()
from newspaper import Article, Config
from newspaper.mthreading import fetch_news

config = Config()
config.fetch_images = False
config.disable_category_cache = True
config.request_timeout = 20
config.number_threads = 8
links = [entry.link for feed in FEEDS for entry in feedparser.parse(requests.get(feed, timeout=20).content).entries]
rows = []
for found in fetch_news([Article(link, config=config) for link in links], threads=8):
    if not found.is_parsed:
        found.parse()
    rows.append({"url": found.url, "title": found.title, "published": iso(found.publish_date), "text": found.text})
answer(rows)
