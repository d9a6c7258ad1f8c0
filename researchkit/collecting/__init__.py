"""Web meets sources meets reading, here only: everything that was looked at, and what came of it."""

from researchkit.collecting.collect import Collected, check, collect
from researchkit.collecting.discover import Discovered, discover
from researchkit.collecting.identify import identify
from researchkit.collecting.terms import new_terms

__all__ = ["Collected", "Discovered", "check", "collect", "discover", "identify", "new_terms"]
