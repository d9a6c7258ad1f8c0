"""The tree of errors is the one its docstring draws."""

import importlib
import pkgutil
import re

import researchkit
from researchkit import errors


def drawn() -> dict[str, str]:
    """Return each drawn error and what it hangs from."""
    parents: dict[str, str] = {}
    above: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        node = re.match(r"    ([│├└─ ]*)([A-Z]\w+)", line)
        if node and (node[1] or node[2] == "ResearchkitError"):
            depth, name = len(node[1]), node[2]
            above = [(d, n) for d, n in above if d < depth]
            parents[name] = above[-1][1] if above else ""
            above.append((depth, name))
    return parents


def test_every_error_is_drawn_where_it_hangs():
    for module in pkgutil.walk_packages(researchkit.__path__, "researchkit."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    real = {"ResearchkitError": ""}
    waiting = [errors.ResearchkitError]
    while waiting:
        kind = waiting.pop()
        for child in kind.__subclasses__():
            if child.__module__.startswith("researchkit"):
                real[child.__name__] = kind.__name__
                waiting.append(child)
    assert drawn() == real
