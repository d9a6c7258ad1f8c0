"""Check labels that people wrote in the guide's form, and add them to more_labels.tsv without any text of a headline.

    python training/label.py ../shared/data LABELS.tsv [...] [--kind more:doubt | --kinds KINDS.json]

A line is `id TYPE POL MOD SUBJECT | OBJECT | COUNTERPARTY | PERSON | AMOUNT | PLACE` with tabs between the first five
fields, or `id NOT`; ids are `s` and the number of a silver row, or `t` and the number of a title, both from 0. Lines
that do not hold (an unknown code, words that do not stand in the headline) are left out and counted.
"""

from __future__ import annotations

import argparse
import collections
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from corpus import MORE, NOT, ROLES, read_silver, read_titles  # noqa: E402

CODES = {
    "LAYOFF": "layoffs_restructuring", "SECURITY": "security_incident_outage", "PROBLEM": "product_problem_recall",
    "LABOUR": "labour_dispute", "LEGAL": "legal_regulatory", "ACQUISITION": "acquisition_merger", "FUNDING": "funding",
    "PARTNERSHIP": "partnership", "EXPANSION": "expansion", "EARN_UP": "earnings_up", "EARN_DOWN": "earnings_down",
    "LEADER": "leadership_change", "STRATEGY": "strategy_change", "COMPETE": "competition_pressure",
    "LAUNCH": "product_launch", "RESEARCH": "research_innovation", "AWARD": "award_recognition", "ESG": "esg_csr",
    "OTHER": "other_company_event",
}  # fmt: skip
POLARITIES = {"L": "launch", "C": "challenge", "O": "other"}
MODALITIES = {"H": "happened", "P": "planned", "D": "denied"}
HEAD = "id\ttype\tpolarity\tmodality\tspans\tsampling\turl"


def row_of(line: str, title: str) -> list[str]:
    """Return type, polarity, modality and spans (role:start:end;…). Raises ValueError, saying what does not hold."""
    fields = [field.strip() for field in line.rstrip("\n").split("\t")][1:]
    if fields[:1] == ["NOT"]:
        return [NOT, "other", "-", "-"]
    if len(fields) != 4:
        raise ValueError("number of fields")
    for field, names in zip(fields, (CODES, POLARITIES, MODALITIES), strict=False):
        if field not in names:
            raise ValueError("unknown code")
    texts = [text.strip() for text in fields[3].split("|")]
    if len(texts) != len(ROLES):
        raise ValueError("number of roles")
    places = []
    for role, joined in zip(ROLES, texts, strict=True):
        for text in filter(None, (part.strip() for part in joined.split(";"))):
            start = title.find(text)
            if text == "-":
                continue
            if start < 0:
                raise ValueError("words that do not stand in the headline")
            places.append(f"{role}:{start}:{start + len(text)}")
    return [CODES[fields[0]], POLARITIES[fields[1]], MODALITIES[fields[2]], ";".join(places) or "-"]


def main() -> None:
    """Read the files and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("labels", type=Path, nargs="+")
    parser.add_argument("--kind", default="more:doubt", help="how the rows were drawn")
    parser.add_argument("--kinds", type=Path, help="how each row was drawn: {id: kind} as JSON")
    options = parser.parse_args()
    kinds = json.loads(options.kinds.read_text()) if options.kinds else {}
    silver = read_silver(options.shared / "headlines" / "silver.jsonl.gz")
    titles = read_titles(options.shared / "titles" / "titles.txt.gz")
    table = {line.split("\t")[0]: line for line in MORE.read_text().splitlines()[1:]} if MORE.is_file() else {}
    wrong: collections.Counter[str] = collections.Counter()
    for line in (line for path in options.labels for line in path.open(encoding="utf-8") if line.strip()):
        key = line.split("\t")[0].strip()
        try:
            number = int(key[1:])
            title, url = (silver[number].title, silver[number].url) if key[0] == "s" else (titles[number], "")
            row = [key, *row_of(line, title), kinds.get(key, options.kind), url]
        except (ValueError, IndexError) as error:
            wrong[str(error)] += 1
            continue
        table[key] = "\t".join(row)
    order = sorted(table, key=lambda key: (key[0], int(key[1:])))
    MORE.write_text("\n".join([HEAD, *(table[key] for key in order)]) + "\n", encoding="utf-8")
    print(f"{len(table)} rows in {MORE.name}; left out: {dict(wrong) or 'none'}")


if __name__ == "__main__":
    main()
