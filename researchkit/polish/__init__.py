"""The optional polisher: a model may rephrase a claim or a question; what fails a check is thrown away for ours.

Off unless called. The room is a verb as well, like `brief`: `rk.polish(page, dossier, model=…)`, and
`rk.polish.preview(page, dossier, model=…)` returns what it would send.
"""

from __future__ import annotations

import logging
import sys
from types import ModuleType
from typing import TYPE_CHECKING

from researchkit.polish.speakers import LOCAL

if TYPE_CHECKING:
    from researchkit.brief.page import Brief
    from researchkit.dossier import Dossier
    from researchkit.polish.speakers import Speaker

_log = logging.getLogger("researchkit")


def polish(page: Brief, dossier: Dossier, *, model: str, endpoint: str = LOCAL, show: bool = True) -> Brief:
    """Return the page with those lines rephrased whose new wording passes every check; all others stay as they are.

    What is sent is printed first, unless `show` is off: each line with its quote, nothing else. `endpoint` speaks the
    OpenAI protocol; by default it is an Ollama on this machine, "llm" stands for the llm library. Raises InputError for
    an address or model that cannot be, MissingExtra without the library; whatever the model does wrong is one line.
    """
    from researchkit.polish.asked import Asked
    from researchkit.polish.rephrase import rephrase, shown

    speaker, asked = speaker_of(model, endpoint), Asked.of(page, dossier)
    if show:
        print(shown(page, asked, speaker))
    polished = rephrase(page, asked, speaker)
    if show:
        print(polished)
    else:
        _log.log(logging.WARNING if polished.trouble else logging.INFO, "%s", polished)
    return polished.page


def preview(page: Brief, dossier: Dossier, *, model: str, endpoint: str = LOCAL) -> str:
    """Return what `polish` would send: where to, the request with LINE in it, and each line that takes LINE's place.

    Sends nothing.

    The dossier is needed to know which questions tell your role or job post: those stay here. Raises as `polish` does.
    """
    from researchkit.polish.asked import Asked
    from researchkit.polish.rephrase import shown

    return shown(page, Asked.of(page, dossier), speaker_of(model, endpoint))


def speaker_of(model: str, endpoint: str = LOCAL) -> Speaker:
    """Return whom an endpoint stands for: "llm" for the llm library, else a server. Nothing is sent yet."""
    if endpoint == "llm":
        from researchkit.polish.library import Library

        return Library(model)
    from researchkit.polish.server import Server

    return Server(endpoint, model)


class _Verb(ModuleType):
    """Python binds a package's rooms as its attributes, so the room itself is made callable."""

    __call__ = staticmethod(polish)


sys.modules[__name__].__class__ = _Verb
