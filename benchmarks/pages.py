"""End to end on companies read by hand: documents in, the five launches and five challenges of the page out.

usage: python benchmarks/pages.py ../shared/data/companies [--keep predictions.json] [--show COMPANY] [--model FOLDER]

A folder a company, with documents.jsonl (id, title, lead, url, date, site), labels.tsv and page.json. The profile
is what a user has from `researchkit new`: the name, the site and the one-line description of page.json; nothing is
known of any one company here.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from researchkit.analysis import language
from researchkit.analysis.events import detect
from researchkit.analysis.relevance import ABOUT, rank
from researchkit.analysis.stories import cluster
from researchkit.frames import DOCUMENTS, conform
from researchkit.records import Company

if TYPE_CHECKING:
    from pandas import DataFrame

TOP = 5


def company_of(folder: Path) -> Company:
    """Make the profile a user would have: name, description, and the domain under the company's own name."""
    page = json.loads((folder / "page.json").read_text(encoding="utf-8"))
    name, _, description = page["identity"].partition(":")
    parts = [part for inside in re.findall(r"\(([^)]*)\)", name) for part in re.split(r" / |[,;]| and ", inside)]
    aliases = [re.sub(r"^(?:formerly|previously|also|aka|now|or) (?:known as )?", "", part.strip()) for part in parts]
    sites = [json.loads(line)["site"] for line in (folder / "documents.jsonl").read_text(encoding="utf-8").splitlines()]
    slug = folder.name
    own = sorted(
        {
            ".".join(site.split(".")[-2:])
            for site in sites
            if re.fullmatch(rf"(?:.*\.)?{slug}\.(?:com|us|io|net|org|co)", site)
        }
    )
    return Company(
        slug=slug,
        name=page["company"],
        aliases=tuple(alias for alias in aliases if alias[:1].isupper() and alias != page["company"]),
        description=description.strip(),
        domains=tuple(own) or (f"{slug}.com",),
    )


def documents_of(folder: Path, company: Company) -> DataFrame:
    """Read documents.jsonl into DOCUMENTS: title and lead, the publication date to the day."""
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for line in (folder / "documents.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        published = datetime.fromisoformat(row["date"]).replace(tzinfo=UTC)
        host = row["site"].removeprefix("www.")
        own = any(host == domain or host.endswith("." + domain) for domain in company.domains)
        rows.append(
            {
                "document_id": row["id"], "source_id": "feed", "kind": "post" if own else "news", "url": row["url"],
                "publisher": host, "title": row["title"], "author": None, "published": published,
                "published_precision": "day", "fetched": published + timedelta(hours=1), "language": "en",
                "text": f"{row['title']}\n\n{row['lead']}" if row["lead"] else row["title"],
                "text_scope": "summary" if row["lead"] else "title", "first_party": own,
                "word_count": len(f"{row['title']} {row['lead']}".split()),
            }
        )  # fmt: skip
    return conform(pd.DataFrame(rows), DOCUMENTS)


def predict(folder: Path, *, show: bool = False) -> tuple[dict[str, Any], int, float]:
    """Run the line for one company. Returns its predictions, the number of documents and CPU seconds."""
    company = company_of(folder)
    documents = documents_of(folder, company)
    now = documents["published"].max().to_pydatetime() + timedelta(days=1)
    started = time.process_time()
    clustered = cluster(rank(documents, company))
    events = detect(clustered, company, now=now)
    seconds = time.process_time() - started
    about = clustered[clustered["relevance"] >= ABOUT]
    members = clustered[clustered["relevance"] >= ABOUT].groupby("story_id")["document_id"].agg(list).to_dict()
    lines = {
        polarity: [
            members.get(event.story_id, [event.document_id])
            for event in events[events["polarity"] == polarity].itertuples()
        ]
        for polarity in ("launch", "challenge")
    }
    if show:
        for event in events.itertuples():
            print(
                f"  {event.polarity:9} {event.type:24} {event.modality:8} {event.confidence:.2f} "
                f"{event.publishers} {event.claim}"
            )
    prediction = {
        "about": about["document_id"].tolist(),
        "stories": dict(zip(clustered["document_id"], clustered["story_id"], strict=True)),
        "launches": lines["launch"][:TOP],
        "challenges": lines["challenge"][:TOP],
    }
    return prediction, len(documents), seconds


def score(folders: list[Path], predictions: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of score_pages.py's table: one a company, and one for all."""
    total: Counter[str] = Counter()
    b3 = 0.0
    heads = ("found L", "found C", "right L", "right C")
    yield f"{'company':12} {'about P':>8} {'about R':>8} {'namesakes in':>13} {'B3':>6} " + " ".join(
        f"{head:>9}" for head in heads
    )
    for folder in folders:
        counts, alike, line = _score_one(folder, predictions[folder.name])
        total.update(counts)
        b3 += alike
        yield line
    yield (
        f"all: about precision {_ratio(total, 'about hit', 'about given')} "
        f"recall {_ratio(total, 'about hit', 'about wanted')}  "
        f"namesakes let in {total['namesakes']}/{total['namesakes there']}  mean B3 {b3 / max(1, len(folders)):.3f}  "
        f"launches found {_ratio(total, 'found L', 'wanted L')} right {_ratio(total, 'right L', 'given L')}  "
        f"challenges found {_ratio(total, 'found C', 'wanted C')} right {_ratio(total, 'right C', 'given C')}"
    )
    found, wanted = total["found L"] + total["found C"], total["wanted L"] + total["wanted C"]
    right, given = total["right L"] + total["right C"], total["given L"] + total["given C"]
    yield f"together: found {found}/{wanted} = {found / max(1, wanted):.3f}, right {right}/{given} = {right / max(1, given):.3f}"  # noqa: E501


def _score_one(folder: Path, guess: dict[str, Any]) -> tuple[Counter[str], float, str]:
    rows = [
        line.split("\t") for line in (folder / "labels.tsv").read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    labels = {row[0]: row[1:5] for row in rows}
    page = json.loads((folder / "page.json").read_text(encoding="utf-8"))
    yes = {key for key, row in labels.items() if row[0] == "y"}
    no = {key for key, row in labels.items() if row[0] == "n"}
    about = set(guess["about"])
    counted = about - {key for key, row in labels.items() if row[0] == "m"}  # merely mentioned: neither right nor wrong
    counts: Counter[str] = Counter(
        {
            "about hit": len(counted & yes),
            "about given": len(counted),
            "about wanted": len(yes),
            "namesakes": len(about & no),
            "namesakes there": len(no),
        }
    )
    for kind, letter in (("launches", "L"), ("challenges", "C")):
        wanted = [set(entry["ids"]) | {key for key in yes if labels[key][1] == entry["story"]} for entry in page[kind]]
        given = [set(ids) for ids in guess[kind][:TOP]]
        counts[f"found {letter}"] = sum(any(want & have for have in given) for want in wanted)
        counts[f"wanted {letter}"] = len(wanted)
        counts[f"right {letter}"] = sum(
            any(labels[key][0] == "y" and labels[key][3] == letter for key in have if key in labels) for have in given
        )
        counts[f"given {letter}"] = len(given)
    alike = b_cubed({key: labels[key][1] for key in yes}, guess["stories"])
    line = (
        f"{folder.name:12} {_ratio(counts, 'about hit', 'about given'):>8} "
        f"{_ratio(counts, 'about hit', 'about wanted'):>8} "
        f"{counts['namesakes']:6}/{counts['namesakes there']:<6} {alike:6.3f} "
        + " ".join(
            f"{counts[a + ' ' + x]:5}/{counts[b + ' ' + x]:<3}"
            for a, b in (("found", "wanted"), ("right", "given"))
            for x in "LC"
        )
    )
    return counts, alike, line


def _ratio(counts: Counter[str], part: str, whole: str) -> str:
    return f"{counts[part] / max(1, counts[whole]):.3f}"


def b_cubed(gold: dict[str, str], guess: dict[str, str]) -> float:
    """B-cubed F1 of `guess` against `gold`; what is not guessed stands alone."""
    both = Counter((gold[key], guess.get(key, f"alone {key}")) for key in gold)
    story = Counter(gold.values())
    group = Counter(guess.get(key, f"alone {key}") for key in gold)
    precision = sum(count * count / group[name] for (_, name), count in both.items()) / len(gold)
    recall = sum(count * count / story[name] for (name, _), count in both.items()) / len(gold)
    return 2 * precision * recall / (precision + recall)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--keep", type=Path, help="write the predictions here, in the form of score_pages.py")
    parser.add_argument("--show", default="", help="print every event of this company")
    parser.add_argument("--model", type=Path, help="a pipeline's folder instead of the shipped one")
    options = parser.parse_args()
    if options.model is not None:
        language.MODEL = options.model
    folders = sorted(path.parent for path in options.folder.glob("*/page.json"))
    predictions, documents, seconds = {}, 0, 0.0
    language.read_headlines(["The reader is loaded once, and not counted"])
    for folder in folders:
        predictions[folder.name], count, spent = predict(folder, show=options.show in (folder.name, "all"))
        documents, seconds = documents + count, seconds + spent
    if options.keep:
        options.keep.write_text(json.dumps(predictions, indent=1), encoding="utf-8")
    for line in score(folders, predictions):
        print(line)
    print(
        f"{documents} documents, {1000 * seconds / max(1, documents):.2f} ms CPU a document for rank, "
        f"cluster and detect"
    )


if __name__ == "__main__":
    main()
