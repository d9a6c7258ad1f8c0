"""Split by host, then by company: companies that share a site go one after another, so that it has one owner."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable

from researchkit.batch.listing import Wanted


class Lanes:
    """What is still to do. A lane holds the companies of the same own hosts; one of a lane is under way at a time."""

    def __init__(self, wanted: Iterable[Wanted]) -> None:
        self._lane_of: dict[str, str] = {}
        self._waiting: dict[str, deque[Wanted]] = defaultdict(deque)
        wanted = list(wanted)
        roots = _joined(wanted)
        for one in wanted:
            lane = roots[one.company.slug]
            self._lane_of[one.company.slug] = lane
            self._waiting[lane].append(one)
        self._free = deque(self._waiting)
        self._again: deque[Wanted] = deque()
        self._alone: deque[Wanted] = deque()
        self._deaths: Counter[str] = Counter()

    def take(self) -> Wanted | None:
        """Return a company whose hosts nobody owns now, None when there is none for the moment."""
        if self._again:
            return self._again.popleft()
        return self._waiting[self._free.popleft()].popleft() if self._free else None

    def take_alone(self) -> Wanted | None:
        """Return a company whose workers died twice, to be done by one that has nothing else to lose."""
        return self._alone.popleft() if self._alone else None

    def ended(self, slug: str) -> None:
        """Give its hosts free: the next company of the lane may begin."""
        lane = self._lane_of[slug]
        if self._waiting[lane]:
            self._free.append(lane)

    def died(self, wanted: Wanted) -> None:
        """Put back a company whose worker died. Its lane stays its own."""
        self._deaths[wanted.company.slug] += 1
        (self._again if self._deaths[wanted.company.slug] == 1 else self._alone).append(wanted)


def _joined(wanted: list[Wanted]) -> dict[str, str]:
    """Return a lane's name for every slug: that of the first company with which it shares an own domain."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for one in wanted:
        for domain in one.company.domains:
            parent[root(f"//{domain}")] = root(one.company.slug)
    return {one.company.slug: root(one.company.slug) for one in wanted}
