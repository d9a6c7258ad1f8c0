"""Import jsonschema without the grammar of international addresses.

It builds that grammar at import when it happens to be installed: 0.9 of the 1.0 seconds that nbformat takes, and as
much of Altair's, for a check that neither makes.
"""

from __future__ import annotations

import sys
from importlib import import_module

_SLOW = "rfc3987_syntax"


def import_jsonschema() -> None:
    """Import jsonschema, so that who imports it next finds it there; nothing where it, or the grammar, is at hand."""
    if _SLOW in sys.modules or "jsonschema" in sys.modules:
        return
    sys.modules[_SLOW] = None  # type: ignore[assignment]  # an entry of None makes it go without
    try:
        import_module("jsonschema")
    except ImportError:  # whoever needs it will say so
        pass
    finally:
        del sys.modules[_SLOW]
