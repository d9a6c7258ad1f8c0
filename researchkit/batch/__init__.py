"""Many companies in one run: here or on a Dask cluster, each on the shelf and in Parquet. The room is a verb as well.

::

    companies.csv ─▶ Listing ─▶ Lanes (split by host) ─▶ Task ─▶ a worker ─▶ Parcel ─▶ shelf, Parquet, journal

Workers write nothing that counts: each result comes back here and is kept by one writer, so a worker that dies costs
nothing but time. What all of them share is the ledger of turns at each host.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from researchkit.batch.night import Night, Terms
    from researchkit.records import Company


class _Verb(ModuleType):
    def __call__(
        self,
        companies: str | Path | Iterable[str | Company],
        *,
        executor: Literal["local", "dask"] = "local",
        scheduler: str = "",
        since: str = "90d",
        terms: Terms | None = None,
    ) -> Night:
        """Research many companies and return what came of each.

        `companies` is a CSV file with the columns name and site, or names and Companies. `executor` "local" works in
        processes of this machine, "dask" on the cluster of `scheduler` ("tcp://…"; none: one is made here). `terms`
        say where the results go, which pages are made, and how much is done at once. A run of the same day goes on
        where it was stopped. Raises InputError, DiskError, MissingExtra or NoScheduler; a company that fails is a row.
        """
        from researchkit.batch.night import Terms, run
        from researchkit.errors import InputError

        if executor not in ("local", "dask"):
            raise InputError(f"No executor called {executor!r}", do='Use "local" or "dask".')
        distributed = executor == "dask" or bool(scheduler)
        return run(companies, distributed=distributed, scheduler=scheduler, since=since, terms=terms or Terms())


def __getattr__(name: str) -> object:
    """Give `rk.batch.Terms` and `rk.batch.Night` when they are first asked for."""
    if name not in ("Night", "Terms"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from researchkit.batch import night

    return getattr(night, name)


sys.modules[__name__].__class__ = _Verb
