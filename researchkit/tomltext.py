"""TOML that a person wrote or was sent, read within bounds."""

from __future__ import annotations

import re
import tomllib
from typing import Any

# A key of so many parts takes tomllib the square of their number.
_LONG_KEY = re.compile(r"""(?:(?:"[^"\n]*+"|'[^'\n]*+'|(?<![\w-])[\w-]++)[ \t]*+\.[ \t]*+){64}""")


def read_toml(text: str) -> dict[str, Any]:
    """Return the tables of a TOML text. Raises ValueError, which says what is wrong and, where known, in which line."""
    long_key = _LONG_KEY.search(text)
    if long_key:
        line = text.count("\n", 0, long_key.start()) + 1
        raise ValueError(f"A key of too many parts (at line {line})")
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError as error:
        raise ValueError("It is nested too deeply") from error
    except ValueError as error:
        raise ValueError("A number has thousands of digits") from error
