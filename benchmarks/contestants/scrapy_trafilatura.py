"""Scrapy, obeying robots.txt and the limit of a host, and trafilatura."""

from __future__ import annotations

import scrapy
from reading import article, entries
from scrapy.crawler import CrawlerProcess
from shared import FEEDS, PER_HOST, answer

rows = []


class Spider(scrapy.Spider):
    name = "press"

    async def start(self):
        for feed in FEEDS:
            yield scrapy.Request(feed, dont_filter=True)

    def parse(self, response):
        for entry in entries(response.body):
            yield scrapy.Request(entry[0], callback=self.page, cb_kwargs={"entry": entry})

    def page(self, response, entry):
        rows.append(article(*entry, response.body))


crawler = CrawlerProcess(
    {
        "LOG_ENABLED": False,
        "CONCURRENT_REQUESTS": 100,
        "CONCURRENT_REQUESTS_PER_DOMAIN": PER_HOST,
        # A delay above 0: with 0, a burst of queued requests passes the limit of a domain (Scrapy 2.19).
        "DOWNLOAD_DELAY": 0.001,
        "RANDOMIZE_DOWNLOAD_DELAY": False,
        "ROBOTSTXT_OBEY": True,
        "TELNETCONSOLE_ENABLED": False,
    }
)
crawler.crawl(Spider)
crawler.start()
answer(rows)
