"""The text of a new company's TOML: commented, with what was found and what was tried."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from researchkit.records import Company, Place
from researchkit.workspace import clip


def draft(company: Company, found: Sequence[tuple[Place, str]], tried: Sequence[str]) -> str:
    """Return the TOML of `company`: each place with the reason it is there, then what was tried in vain.

    `found` pairs a place with one line on how it was found.
    """
    lines = [
        f"# Who is researched, and where to look. Made by: researchkit new {clip(company.name)}",
        "# Change anything; `researchkit check` says how each place answers.",
        "",
        f"name = {_value(company.name)}",
        f"site = {_value(company.site or '')}",
        f"legal_name = {_value(company.legal_name or '')}  # as in contracts and filings",
        f"description = {_value(company.description)}  # one sentence: what they sell, to whom",
        f"domains = {_value(list(company.domains))}",
        f"aliases = {_value(list(company.aliases))}  # other names in the news",
        f"products = {_value(list(company.products))}  # a text that names one is about the company",
        f"people = {_value(list(company.people))}  # leaders, for the same reason",
        f"competitors = {_value(list(company.competitors))}  # for the section on the market",
        f"common_word = {_value(company.common_word)}  # true when the name is also a word (Target, Block, Gap)",
        "enabled = []  # sources that are off by default; see docs/sources.md",
        "disabled = []",
        "",
        "[interview]",
        f"role = {_value(company.interview.role)}  # the post you talk about",
        'interviewer = ""  # recruiter, hiring manager, peer, executive or panel',
        "# day = 2026-01-31          # the day of the interview, without quotes",
        'role_text = ""  # paste the job post here; """ … """ for several lines',
        "",
        "[identifiers]  # ticker, cik, wikidata, github, mastodon, bluesky, youtube",
        *(f"{_key(key)} = {_value(value)}" for key, value in company.identifiers.items()),
        "",
        "# Another company of the same name? Its words keep its news out:",
        '# [[namesakes]]\n# name = "Acme Bakery"\n# domain = "acmebakery.example"\n# words = ["bread", "flour"]',
    ]
    lines += _namesakes(company)
    lines += _places(found)
    if tried:
        lines += ["", "# Looked for and not found:", *(f"#   {_note(line)}" for line in tried)]
    return "\n".join(lines) + "\n"


def _namesakes(company: Company) -> list[str]:
    lines = []
    for namesake in company.namesakes:
        lines += ["", "[[namesakes]]", f"name = {_value(namesake.name)}", f"domain = {_value(namesake.domain or '')}"]
        lines += [f"words = {_value(list(namesake.words))}", f"reason = {_value(namesake.reason)}"]
    return lines


def _places(found: Sequence[tuple[Place, str]]) -> list[str]:
    if not found:
        return [
            "",
            "# No feed, newsroom or sitemap was found. Add what you know of, for example:",
            '# [[places]]\n# source = "feed"\n# target = "https://acme.example/blog/feed.xml"',
        ]
    lines = []
    for place, why in found:
        lines += ["", f"[[places]]  # {_note(why)}"]
        lines += [f"source = {_value(place.source)}", f"target = {_value(place.target)}"]
        lines += [f"{_key(key)} = {_value(value)}" for key, value in place.options.items()]
    return lines


def _value(value: Any) -> str:
    import tomlkit

    return str(tomlkit.item(value).as_string())


def _key(key: str) -> str:
    import tomlkit

    return str(tomlkit.key(key).as_string())


def _note(text: str) -> str:
    return clip(text, 160)
