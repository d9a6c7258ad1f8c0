"""Who is who: from candidates of one name to the company that is meant, anchored on its domain. Pure.

A namesake is told by its website, never by how likely it seems; where nothing anchors the choice, it is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from researchkit.errors import AmbiguousCompany
from researchkit.markup import Fragment, card
from researchkit.reading.urls import same_site
from researchkit.records import Company, Namesake

_MAX_NAMESAKES = 6
_PLAIN = frozenset(("company", "american", "british", "international", "with", "that", "based", "which"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One entry of a register that goes by the name. `domains` are those of its official websites."""

    name: str
    description: str = ""
    domains: tuple[str, ...] = ()
    legal_name: str | None = None
    aliases: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        sites = ", ".join(self.domains) or "no website known"
        return f"{self.name} – {self.description or 'no description'} ({sites})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The card of a company: what it goes by, how that is known, and who was taken for it and is not."""

    company: Company
    reason: str
    rejected: tuple[tuple[Candidate, str], ...] = ()

    def _repr_html_(self) -> str:
        return str(self._card())

    def _card(self) -> Fragment:
        return card(self.company.name, self.rows(), footer=self.reason)

    def rows(self) -> list[tuple[str, str]]:
        """Return what is known, a label and a value each; what is not known has no row."""
        company = self.company
        known = [
            ("Legal name", company.legal_name or ""),
            ("Domains", ", ".join(company.domains)),
            ("Also called", ", ".join(company.aliases)),
            ("Products", ", ".join(company.products)),
            ("People", ", ".join(company.people)),
            ("Competitors", ", ".join(company.competitors)),
            *((key.capitalize(), value) for key, value in company.identifiers.items()),
            *((f"Not {candidate.name}", reason) for candidate, reason in self.rejected),
            *((f"Not {one.name}", one.reason or one.domain or "") for one in company.namesakes),
        ]
        return [(label, value) for label, value in known if value]

    def __str__(self) -> str:
        lines = [f"{label}: {value}" for label, value in self.rows()]
        return "\n".join([self.company.name, *(f"  {line}" for line in lines), f"  ({self.reason})"])


def judge(company: Company, candidates: Sequence[Candidate]) -> Identity:
    """Return the identity of `company`: its profile, bettered by the candidate whose website is the company's.

    The profile's own words stay. Candidates of another website are rejected with that reason, and become namesakes of
    the returned company. Raises AmbiguousCompany with a line a candidate when the profile has no domain to choose by.
    """
    if not company.domains and candidates:
        raise AmbiguousCompany(
            f"{len(candidates)} go by the name {company.name}" if len(candidates) > 1 else f"Is this {company.name}?",
            candidates=tuple(str(candidate) for candidate in candidates),
            do="Say which by its site: researchkit new NAME https://its-site",
        )
    ours = [candidate for candidate in candidates if _shares_a_domain(candidate, company)]
    # A parent and its unit may share a website: the one that bears the very name is meant.
    ours.sort(key=lambda candidate: candidate.name.casefold() != company.name.casefold())
    rejected = tuple((one, _why_not(one, company)) for one in candidates if not _shares_a_domain(one, company))
    if not ours:
        reason = "from the profile alone; no register knows a company of this name with this website"
        return Identity(company=_with_namesakes(company, rejected), reason=reason, rejected=rejected)
    found = ours[0]
    bettered = replace(
        company,
        legal_name=company.legal_name or found.legal_name,
        description=company.description or found.description,
        domains=_joined(company.domains, found.domains),
        aliases=_joined(company.aliases, [name for name in found.aliases if name != company.name]),
        people=_joined(company.people, found.people),
        products=_joined(company.products, found.products),
        identifiers={**found.identifiers, **company.identifiers},
    )
    shared = next(domain for domain in found.domains if any(_same(domain, own) for own in company.domains))
    reason = f"{found.name} in the register has the website {shared}"
    return Identity(company=_with_namesakes(bettered, rejected), reason=reason, rejected=rejected)


def _shares_a_domain(candidate: Candidate, company: Company) -> bool:
    return any(_same(theirs, own) for theirs in candidate.domains for own in company.domains)


def _same(one: str, other: str) -> bool:
    return same_site(one, other) or same_site(other, one)


def _why_not(candidate: Candidate, company: Company) -> str:
    if not candidate.domains:
        return f"no website is known of it, and {company.name} has {company.domains[0]}"
    return f"its website is {candidate.domains[0]}, not {company.domains[0]}"


def _with_namesakes(company: Company, rejected: Sequence[tuple[Candidate, str]]) -> Company:
    known = {namesake.domain for namesake in company.namesakes if namesake.domain}
    made = [
        Namesake(
            name=candidate.name,
            domain=next(iter(candidate.domains), None),
            words=_telling_words(candidate),
            reason=f"{candidate.description or 'of the same name'}; {reason}",
        )
        for candidate, reason in rejected
        if candidate.domains and not known & set(candidate.domains)
    ]
    return replace(company, namesakes=(*company.namesakes, *made[:_MAX_NAMESAKES]))


def _telling_words(candidate: Candidate) -> tuple[str, ...]:
    """Return the words of a description that speak of its trade, to know its news by."""
    words = [word.strip(".,;()").lower() for word in candidate.description.split()]
    return tuple(dict.fromkeys(word for word in words if len(word) > 3 and word.isalpha() and word not in _PLAIN))[:6]


def _joined(own: Sequence[str], found: Sequence[str]) -> tuple[str, ...]:
    seen = {name.casefold() for name in own}
    return (*own, *(name for name in found if name.casefold() not in seen))
