"""25 feeds and their 500 articles: researchkit and its peers in one run, on one invented press.

usage: python benchmarks/peers.py [--only ours,scrapy] [--rounds 1] [--venvs FOLDER]

Each contestant is a process of its own; those whose libraries clash with ours get an environment of their own, made
on first use below --venvs (a folder in your cache). Told are: wall and CPU seconds (all of its processes), the largest
process in MB, the most connections that one host saw open, and, against what the press truly says, the share of rows,
exact titles, right days, and F1 over the words of the text. Only loopback is used, but for making environments.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from press import Press, build

HERE = Path(__file__).parent
CONTESTANTS: dict[str, tuple[str, list[str]]] = {  # name → script, and what its own environment needs
    "ours": ("ours.py", []),
    "requests": ("requests_trafilatura.py", []),
    "scrapy": ("scrapy_trafilatura.py", ["scrapy", "trafilatura", "feedparser", "lxml_html_clean"]),
    "newspaper4k": ("newspaper4k.py", ["newspaper4k", "feedparser", "requests", "lxml_html_clean"]),
    "news-please": ("news_please.py", ["news-please", "feedparser", "requests", "lxml_html_clean"]),
}
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Result:
    """What one contestant took, what the press saw of it, and how right its rows are."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    most_open: int
    rows: float
    titles: float
    days: float
    text: float


def python_of(name: str, venvs: Path) -> str:
    """Return the interpreter of a contestant; its environment is made where it is not there yet."""
    wanted = CONTESTANTS[name][1]
    if not wanted:
        return sys.executable
    python = venvs / name / "bin" / "python"
    if not python.exists():
        print(f"making an environment for {name} …", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(venvs / name)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *wanted], check=True, stderr=subprocess.DEVNULL)
    return str(python)


def run(command: list[str], timeout_s: float) -> tuple[float, float, float]:
    """Run one contestant and return wall and CPU seconds, and its largest process in MB."""
    bare = {"NO_PROXY": "*", "no_proxy": "*", "PYTHONWARNINGS": "ignore"}
    began = time.perf_counter()
    child = subprocess.Popen(command, env={**os.environ, **bare}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        _, complaints = child.communicate(timeout=timeout_s)
    except subprocess.TimeoutExpired:
        child.kill()
        raise SystemExit(f"{command[1]} was not done after {timeout_s:.0f} s") from None
    wall_s = time.perf_counter() - began
    if child.returncode:
        raise SystemExit(f"{command[1]} failed:\n{complaints.decode()[-1500:]}")
    return wall_s, 0.0, 0.0


def measured(command: list[str], timeout_s: float) -> tuple[float, float, float]:
    """Run a contestant below a process of our own, whose children's CPU and memory are then its alone."""
    code = (
        "import json, resource, sys; sys.path.insert(0, sys.argv[1]); from peers import run; "
        "wall, _, _ = run(sys.argv[3:], float(sys.argv[2])); used = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(json.dumps([wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(HERE), str(timeout_s), *command], check=True, stdout=subprocess.PIPE, text=True
    )
    wall_s, cpu_s, peak_mb = json.loads(done.stdout.splitlines()[-1])
    return wall_s, cpu_s, peak_mb


def judged(out: Path, press: Press) -> tuple[float, float, float, float]:
    """Return the shares of rows, exact titles and right days, and the mean F1 over words."""
    found: dict[str, dict[str, Any]] = {row["url"]: row for row in map(json.loads, out.read_text().splitlines())}
    rows, titles, days, text = 0, 0, 0, 0.0
    for address, story in press.stories.items():
        row = found.get(address)
        if row is None:
            continue
        rows += 1
        titles += (row["title"] or "").strip() == story.title
        days += (row["published"] or "")[:10] == f"{story.published:%Y-%m-%d}"
        guess, truth = (Counter(_WORD.findall(words.lower())) for words in (row["text"], "\n".join(story.paragraphs)))
        text += 2 * (guess & truth).total() / max(1, guess.total() + truth.total())
    count = len(press.stories)
    return rows / count, titles / count, days / count, text / count


def contest(name: str, press: Press, asked: argparse.Namespace) -> Result:
    """Let one contestant gather the press."""
    with tempfile.TemporaryDirectory() as folder:
        feeds, out = Path(folder, "feeds.txt"), Path(folder, "rows.jsonl")
        feeds.write_text("\n".join(press.feeds))
        script = str(HERE / "contestants" / CONTESTANTS[name][0])
        command = [python_of(name, asked.venvs), script, str(feeds), str(out), str(asked.per_host)]
        seen(press)
        taken = measured(command, asked.timeout)
        return Result(*taken, seen(press)["most_open"], *judged(out, press))


def seen(press: Press) -> dict[str, int]:
    """Return what the press saw since it was last asked."""
    with urllib.request.urlopen(f"http://{press.hosts[0]}/__seen") as told:
        counts: dict[str, int] = json.load(told)
    return counts


def shown(results: dict[str, list[Result]], press: Press, per_host: int) -> str:
    """Return the table: medians over the rounds, and ratios to ours."""
    bound_s, articles = press.bound_s(per_host), len(press.stories)
    lines = [
        f"{articles} articles of {len(press.hosts)} hosts; latency bound {bound_s:.2f} s; {os.cpu_count()} cores",
        f"{'':14}{'wall s':>8}{'CPU s':>8}{'ms/article':>12}{'wall ÷ bound':>14}{'MB':>6}{'open':>6}"
        f"{'rows':>7}{'title':>7}{'day':>6}{'text':>7}{'CPU ÷ ours':>12}",
    ]
    ours = statistics.median(one.cpu_s for one in results["ours"]) if "ours" in results else 0.0
    for name, rounds in results.items():
        wall_s, cpu_s, peak_mb, most, rows, titles, days, text = (
            statistics.median(getattr(one, column) for one in rounds) for column in Result.__slots__
        )
        least = max(bound_s, cpu_s / (os.cpu_count() or 1))
        lines.append(
            f"{name:14}{wall_s:8.1f}{cpu_s:8.1f}{1000 * cpu_s / articles:12.1f}{wall_s / least:14.2f}"
            f"{peak_mb:6.0f}{most:6.0f}{rows:7.3f}{titles:7.3f}{days:6.2f}{text:7.3f}"
            f"{cpu_s / ours if ours else 0:12.2f}"
        )
    return "\n".join([*lines, "wall ÷ bound: over the larger of the latency bound and CPU ÷ cores"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(CONTESTANTS))
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--hosts", type=int, default=25)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--port", type=int, default=8810)
    parser.add_argument("--per-host", type=int, default=2)
    parser.add_argument("--timeout", type=float, default=600.0)
    parser.add_argument("--venvs", type=Path, default=Path.home() / ".cache" / "researchkit-peers")
    asked = parser.parse_args()
    press = build(asked.hosts, asked.pages, asked.port)
    server = [sys.executable, str(HERE / "press.py"), str(asked.hosts), str(asked.pages), str(asked.port)]
    with subprocess.Popen(server, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as serving:
        assert serving.stdout is not None
        serving.stdout.readline()
        results: dict[str, list[Result]] = {}
        for _ in range(asked.rounds):
            for name in asked.only.split(","):
                results.setdefault(name, []).append(contest(name, press, asked))
                print(f"{name} done", file=sys.stderr)
        serving.kill()
    print(shown(results, press, asked.per_host))


if __name__ == "__main__":
    main()
