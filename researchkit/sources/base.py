"""What a source is: it says what to ask for and how to read the answer, and never touches the network."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar, Literal, Protocol, runtime_checkable

from researchkit.records import Company, Entry, Page, Place, Request

Switch = Literal["default", "opt-in"]
Tested = Literal["recorded", "documented"]


@runtime_checkable
class Source(Protocol):
    """One kind of place to look. One file in sources/, one line in the registry, one pair of fixtures.

    The class attributes are its card: `researchkit docs` makes docs/sources.md of them.
    """

    name: ClassVar[str]  # "feed": stands in the TOML and in COVERAGE.kind
    gives: ClassVar[str]  # one line for a person
    switch: ClassVar[Switch]
    key_needed: ClassVar[str]  # "" when none
    terms: ClassVar[str]  # one line; printed once when an opt-in source is first used
    tested: ClassVar[Tested]
    host: ClassVar[str]  # the shared hosts that all companies ask, spaces between; "" when it is the company's own
    # Where a service bears another pace than one request a second: pace_s: ClassVar[float] over all its hosts together,
    # or budgets: ClassVar[tuple[Budget, ...]] for single ones. All runs keep to it together.

    def places(self, company: Company) -> Iterator[Place]:
        """Yield where this source would look for `company`; nothing when it does not apply.

        By default the rows of `company.places` with this source's name; sources that need no configured address
        (an encyclopedia, a news search) make theirs from the company's name, domains and identifiers.
        """
        ...

    def missing(self, company: Company) -> tuple[str, str] | None:
        """Return (reason, what to do) when the source applies but cannot be tried, for a "not tried" row."""
        ...

    def requests(self, company: Company, place: Place, *, since: datetime, now: datetime) -> Iterator[Request]:
        """Yield the first requests for one place. Each carries `source_id(self, place)`."""
        ...

    def parse(self, page: Page, company: Company) -> Iterator[Entry | Request]:
        """Read one answer: entries, and further requests where a listing leads on.

        Raises ParseError when the bytes are not what this source reads; an empty listing yields nothing.
        """
        ...


def source_id(source: Source | type[Source], place: Place) -> str:
    """Return the id of one place of one source, as COVERAGE and DOCUMENTS name it: "feed acme.example/feed.xml"."""
    target = place.target.partition("://")[2] or place.target
    if place.target.startswith(("/", "~", "\\")) or place.target[1:3] in (":\\", ":/"):
        target = "files"  # a folder of this machine is nobody else's business
    return f"{source.name} {target}".strip()


class ByProfile:
    """The usual half of a source: its places are the profile's, nothing is missing.

    `identifier` names the key of [identifiers] that makes a place where [[places]] names none.
    """

    name: ClassVar[str]
    identifier: ClassVar[str] = ""
    switch: ClassVar[Switch] = "default"
    key_needed: ClassVar[str] = ""
    host: ClassVar[str] = ""

    def places(self, company: Company) -> Iterator[Place]:
        """Yield the places of this source's name, else one for its identifier where the profile has it."""
        named = [place for place in company.places if place.source == self.name]
        yield from named
        if not named and self.identifier and (target := company.identifiers.get(self.identifier, "").strip()):
            yield Place(source=self.name, target=target)

    def missing(self, company: Company) -> tuple[str, str] | None:
        """Return None: the source needs nothing but its places."""
        return None
