"""Every error researchkit raises, as one tree.

::

    ResearchkitError
    ├── InputError            the user asked for something that cannot be        (exit code 2)
    │   ├── UnknownCompany    no notebooks/NAME.toml
    │   ├── ProfileError      a TOML file that does not say what it should
    │   ├── NameRefused       a company name from which no safe file name can be made
    │   ├── AmbiguousCompany  several companies fit; the user must say which
    │   ├── DateError         a `since` or a date that is none
    │   ├── ExportError       a path or suffix that cannot be written
    │   ├── NoResearchkit     a notebook's kernel without researchkit        (notebook/run.py)
    │   └── NoScheduler       no Dask scheduler where one was named          (batch/cluster.py)
    ├── WebError              a request that brought no page                     (a COVERAGE row in a batch)
    │   ├── AddressRefused    the address guard said no
    │   ├── RobotsRefused     robots.txt said no
    │   ├── TooLarge          more bytes than allowed
    │   ├── TooSlow           the deadline passed
    │   │   └── NotReached    … before a connection stood                    (web/connect.py)
    │   ├── BadAnswer         a status, redirect or encoding that cannot be used
    │   │   ├── AskedToWait   a 429 or 503, with what Retry-After says       (web/waits.py)
    │   │   ├── Dropped       the connection broke off before an answer      (web/transport.py)
    │   │   └── Unreachable   no such name, nobody listening, no route       (web/connect.py)
    │   │       └── Insecure  no trusted TLS connection                      (web/connect.py)
    │   └── NotCached         offline, and the page is not in cache/
    │       └── BudgetSpent   a host that other runs ask as well             (web/turns.py)
    ├── ParseError            bytes that are not what they claim to be           (a COVERAGE row in a batch)
    ├── SchemaError           a frame that breaks its schema
    ├── CellFailed            a cell of a notebook that raised               (notebook/run.py)
    ├── DiskError             a file that cannot be read or written              (exit code 3)
    │   └── Locked            another run works on this company
    ├── SchedulerLost         a Dask scheduler that went away in the middle  (batch/cluster.py)
    ├── Silent                a model that does not answer as it should    (polish/speakers.py)
    └── MissingExtra          an optional package is not installed               (exit code 2)

Where a file is named, the error stands there, beside what raises it. Each says what happened, where, and what to do;
`str(error)` is one line fit for a person.
"""

from __future__ import annotations

_MAX_CHARS = 300


class ResearchkitError(Exception):
    """The root of the tree: what happened, and what the user can do about it."""

    exit_code = 1

    def __init__(self, what: str, *, do: str = "") -> None:
        self.what = what
        self.do = do
        super().__init__(what if not do else f"{what.rstrip('.')}. {do}")


class InputError(ResearchkitError):
    """The user asked for something that cannot be done as asked."""

    exit_code = 2


class UnknownCompany(InputError):
    """No profile of that name lies in notebooks/."""


class ProfileError(InputError):
    """A TOML file breaks its form: names file, line, key and what was expected."""


class NameRefused(InputError):
    """No safe file name can be made from a company's name."""


class AmbiguousCompany(InputError):
    """Several companies fit a name; `candidates` are one line each."""

    def __init__(self, what: str, *, candidates: tuple[str, ...] = (), do: str = "") -> None:
        self.candidates = candidates
        super().__init__(what, do=do)


class DateError(InputError):
    """A date or span of time that cannot be read."""


class ExportError(InputError):
    """A page cannot be written where or as the user asked."""


class WebError(ResearchkitError):
    """A request brought no usable page. `url` is what was asked for."""

    def __init__(self, url: str, what: str, *, do: str = "") -> None:
        self.url = url
        super().__init__(what, do=do)


class AddressRefused(WebError):
    """The address guard refused a scheme, a host or a resolved address."""


class RobotsRefused(WebError):
    """The site's robots.txt asks us to stay away from this address."""


class TooLarge(WebError):
    """The answer grew over its byte cap after decoding."""


class TooSlow(WebError):
    """The total deadline of a request passed."""


class BadAnswer(WebError):
    """The answer cannot be used: status, redirects, encoding or length. `status` is None when none came."""

    def __init__(self, url: str, what: str, *, status: int | None = None, do: str = "") -> None:
        self.status = status
        super().__init__(url, what, do=do)


class NotCached(WebError):
    """Offline was asked for and the page is not in cache/."""


class ParseError(ResearchkitError):
    """Bytes are not what they claim to be. `url` is where they came from.

    What is quoted of them in `what` may be of any length and kind; it is kept to one line that can be shown.
    """

    def __init__(self, url: str, what: str, *, do: str = "") -> None:
        self.url = url
        line = "".join(char if char.isprintable() else " " for char in what[:_MAX_CHARS])
        super().__init__(line + "…" if len(what) > _MAX_CHARS else line, do=do)


class SchemaError(ResearchkitError):
    """A frame breaks its schema: names schema, column and problem."""

    def __init__(self, schema: str, column: str, problem: str) -> None:
        self.schema = schema
        self.column = column
        self.problem = problem
        super().__init__(f"{schema}.{column}: {problem}")


class DiskError(ResearchkitError):
    """A file cannot be read or written."""

    exit_code = 3


class Locked(DiskError):
    """Another run holds the lock of this company."""


class MissingExtra(ResearchkitError):
    """An optional package is needed and not installed."""

    exit_code = 2
