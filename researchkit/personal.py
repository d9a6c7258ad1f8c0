"""What is the user's own and stays out of notebooks, logs and pages: the contact told to services that ask for one.

It comes from RESEARCHKIT_CONTACT, else from a file that only the user can read, in the user's configuration folder.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from researchkit.errors import InputError
from researchkit.workspace import write_atomic

_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s.]{2,63}")


def contact() -> str:
    """Return the user's contact address, or an empty string when none was set."""
    named = os.environ.get("RESEARCHKIT_CONTACT", "").strip()
    if named:
        return named
    try:
        return _file().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def remember_contact(address: str) -> Path:
    """Keep a contact address in a file of mode 0600. Returns its path; raises InputError for what is no address."""
    if not _MAIL.fullmatch(address.strip()):
        raise InputError("That is no e-mail address", do="For example: researchkit contact me@mail.example")
    return write_atomic(_file(), address.strip().encode() + b"\n", mode=0o600)


def _file() -> Path:
    from platformdirs import user_config_path

    return user_config_path("researchkit") / "contact"
