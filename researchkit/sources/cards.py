"""The page docs/sources.md, made from the sources' own cards: what each gives, its switch, key, terms and test."""

from __future__ import annotations

from researchkit.sources import all_sources
from researchkit.sources.base import Source

_HEAD = """# Where researchkit looks

This page is made from the sources themselves: `python -m researchkit.sources.cards > docs/sources.md`.

A **default** source is asked wherever it applies: where the profile (`notebooks/NAME.toml`) names a place for it, or
where its identifier is known. An **opt-in** source is asked once you add its name to `enabled`, or name a place for it:

```toml
enabled = ["googlenews", "recalls"]
disabled = ["gdelt"]

[identifiers]
wikidata = "Q95"
ticker = "GOOG"
github = "google"

[[places]]
source = "jobs"
target = "greenhouse/acme"          # or the address of the board

[[places]]
source = "industry"
target = "https://ports.example/feed.xml"
```

`researchkit check NAME` says how each answers. *Recorded* means that the reader was tried on answers recorded from the
service; *documented* that it was written from the service's description of its fields.
"""
_LEFT_OUT = """
## Left out, and what to do instead

| | why | instead |
|---|---|---|
| LinkedIn | forbids automated reading, has no feed | paste its text into a file in your `saved` folder |
| X | reading costs money, and scraping is forbidden | paste the post into a text file in your `saved` folder |
| Glassdoor | forbids automated reading | note in your own words what you read, in your `saved` folder |
| layoffs.fyi | its list is not licensed for reuse | the sources `edgar` (8-K Item 2.05) and `warn`, and the news |
| Reddit | anonymous reading is refused since 2026 | save the thread into your `saved` folder |
| paid analyst reports | theirs to sell | put the PDF you were given into your `saved` folder |

A file in the `saved` folder may begin with lines that say where it is from:

```text
title: Warehouse robots, a survey
date: 2026-04-02
source: Trade Body of Ports
url: https://ports.example/survey

The text follows after an empty line.
```
"""


def sources_page() -> str:
    """Return docs/sources.md: a table of all sources in the registry's order, then what is left out and why."""
    lines = [
        _HEAD,
        "| source | identifier | gives | switch | key | terms | tested on |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [_row(source) for source in all_sources()]
    return "\n".join(lines) + "\n" + _LEFT_OUT


def _row(source: Source) -> str:
    host = "".join(f"<br>`{host}`" for host in source.host.split())
    key = getattr(source, "identifier", "")
    cells = (
        f"`{source.name}`{host}",
        f"`{key}`" if key else "",
        source.gives,
        source.switch,
        source.key_needed or "none",
        source.terms,
        f"{source.tested} answers",
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    print(sources_page(), end="")
