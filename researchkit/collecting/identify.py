"""Ask a register who goes by a company's name, and judge which of them is meant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from researchkit.company.identity import Identity, judge
from researchkit.errors import ParseError, WebError
from researchkit.records import Company
from researchkit.sources.candidates import candidates, entities, found_ids, labels, search, values_to_name
from researchkit.web.fetch import Fetcher
from researchkit.web.limits import WebSettings


def identify(company: Company, *, now: Callable[[], datetime], cache: Path, settings: WebSettings) -> Identity:
    """Return the identity of a company: its profile and what Wikidata knows of the entity with its website.

    A register that cannot be asked leaves the profile as it is, with the reason. Raises AmbiguousCompany when the
    profile has no site and several go by its name.
    """
    with Fetcher(cache, settings, now=now) as web:
        try:
            ids = found_ids(web.get(search(company.name)))
            if not ids:
                return judge(company, ())
            answer = web.get(entities(ids))
            wanted = values_to_name(answer)
            names = labels(web.get(entities(wanted, labels_only=True))) if wanted else {}
            return judge(company, candidates(answer, names))
        except (WebError, ParseError) as error:
            return Identity(
                company=company, reason=f"from the profile alone; Wikidata could not be asked: {error.what}"
            )
