"""ONE PAGE, from a dossier alone. The room is a verb as well: `rk.brief(dossier)` composes the page.

Python binds a package's rooms as attributes of the package, so `researchkit.brief` is this module whenever anything in
it was imported; it is made callable, so that it is the verb at the same time.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from researchkit.brief.interview import Proof
    from researchkit.brief.page import Brief
    from researchkit.dossier import Dossier


class _Verb(ModuleType):
    def __call__(
        self,
        dossier: Dossier,
        *,
        role: str | None = None,
        interviewer: str | None = None,
        stories: Sequence[Proof] | None = None,
    ) -> Brief:
        """Return the page of a dossier: ten sections in order, at most 500 words, every source numbered.

        `role` and `interviewer` stand in for those of the profile; the questions are asked anew for them. `stories`
        are your own proofs; by default those of notebooks/me.toml that fit. Raises ProfileError for a broken me.toml.
        """
        from researchkit.brief.compose import brief

        asked = dossier.asked_for(role=role, interviewer=interviewer)
        return brief(asked, stories=_own(asked) if stories is None else stories)


def _own(dossier: Dossier) -> list[Proof]:
    """Return the user's stories that fit the company and the job, best first, as they may stand on the page."""
    from researchkit.brief.interview import Proof
    from researchkit.candidate.matching import match
    from researchkit.candidate.stories import load_stories
    from researchkit.sample import STORIES
    from researchkit.workspace import default_workspace

    stories = load_stories(STORIES if dossier.company.sample else default_workspace().stories)
    found = match(stories, dossier).best if stories else ()
    return [Proof(text=one.text, meets=one.meets if one.sure else "") for one in found]


sys.modules[__name__].__class__ = _Verb
