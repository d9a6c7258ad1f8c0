"""The second run of the day: 20 feeds that answer 304, their articles in the cache.

usage: python benchmarks/warm.py [--feeds 20] [--pages 200]

One invented company with so many feeds, each on a host of its own that answers after 50 to 200 ms, is researched twice,
each time by a process of its own. Told are, for both runs: wall and CPU seconds of the whole process, what it asked and
how much of it was unchanged, and how much of the wall is our own: what is left of it without waiting for the slowest
feed.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from peers import seen
from press import build

PORT = 8830
SPAN = "400d"


def run_once(feeds: list[str], root: Path) -> None:
    """Research the company of these feeds: what the measured process does."""
    from urllib.parse import urlsplit

    import researchkit as rk
    from researchkit.records import Company, Place
    from researchkit.workspace import Workspace

    hosts = tuple(urlsplit(feed).netloc for feed in feeds)
    company = Company(
        slug="press",
        name="Press",
        domains=tuple(host.partition(":")[0] for host in hosts),
        private_hosts=hosts,
        places=tuple(Place(source="feed", target=feed) for feed in feeds),
        disabled=("wikidata", "wikipedia", "hackernews", "gdelt"),
    )
    dossier = rk.research(company, since=SPAN, workspace=Workspace(root), progress=False)
    print(json.dumps({"documents": len(dossier.documents), "events": len(dossier.events)}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=20)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--once", nargs=2, metavar=("FEEDS", "ROOT"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.once:
        run_once(Path(asked.once[0]).read_text().split(), Path(asked.once[1]))
        return
    press = build(asked.feeds, asked.pages, PORT)
    slowest = max(press.latency_s.values())
    server = [sys.executable, str(Path(__file__).parent / "press.py"), str(asked.feeds), str(asked.pages), str(PORT)]
    with (
        subprocess.Popen(server, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as serving,
        tempfile.TemporaryDirectory() as folder,
    ):
        assert serving.stdout is not None
        serving.stdout.readline()
        listed = Path(folder, "feeds.txt")
        listed.write_text("\n".join(press.feeds))
        for name in ("first", "second"):
            before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            command = [sys.executable, __file__, "--once", str(listed), folder]
            said = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
            wall_s = time.perf_counter() - began
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            counts = seen(press)
            print(
                f"{name:7} wall {wall_s:.2f} s, CPU {cpu_s:.2f} s, our own {wall_s - slowest:.2f} s; "
                f"asked {counts['asked']}, unchanged {counts['unchanged']}; "
                f"{said['documents']} documents, {said['events']} events"
            )
        serving.kill()


if __name__ == "__main__":
    main()
