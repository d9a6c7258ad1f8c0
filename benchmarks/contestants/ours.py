"""researchkit in the run of peers: 25 feeds and their articles through `collect`, as `researchkit research` does it.

Its pace of one request a second is set to none, since no peer has one; its two connections a host stay.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit


def main() -> None:
    began = time.perf_counter()
    seeds, out, per_host = Path(sys.argv[1]).read_text().split(), Path(sys.argv[2]), int(sys.argv[3])
    from researchkit.collecting import collect
    from researchkit.records import Company, Place
    from researchkit.web.limits import WebSettings

    hosts = tuple(urlsplit(seed).netloc for seed in seeds)
    company = Company(
        slug="all",
        name="All",
        domains=tuple(host.partition(":")[0] for host in hosts),
        places=tuple(Place(source="feed", target=seed) for seed in seeds),
        disabled=("wikidata", "wikipedia", "hackernews", "gdelt"),
    )
    settings = WebSettings(private_hosts=hosts, pace_s=0.0, connections_per_host=per_host, quiet=True)
    imported = time.perf_counter() - began
    with tempfile.TemporaryDirectory() as folder:
        collected = collect(
            company,
            since=datetime(2026, 1, 1, tzinfo=UTC),
            now=lambda: datetime.now(UTC),
            cache=Path(folder),
            settings=settings,
        )
    frame = collected.documents[["url", "title", "published", "text"]]
    rows = json.loads(frame.to_json(orient="records", date_format="iso"))
    out.write_text("".join(json.dumps(row) + "\n" for row in rows))
    print(json.dumps({"import": imported, "work": time.perf_counter() - began - imported}))


if __name__ == "__main__":
    main()
