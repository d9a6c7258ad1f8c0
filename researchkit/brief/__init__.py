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

        `role` and `interviewer` stand in for those of the profile; the questions are asked anew for them.
        """
        from researchkit.brief.compose import brief

        return brief(dossier, role=role, interviewer=interviewer, stories=stories)


sys.modules[__name__].__class__ = _Verb
