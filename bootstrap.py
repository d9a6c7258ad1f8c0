#!/usr/bin/env python3
"""Set everything up in ./.venv and go:  python3 bootstrap.py demo  or  python3 bootstrap.py test

Needs nothing but Python 3.11 to 3.13 and a package registry that pip can reach. Run it as often as you like: what is
already installed is left alone. Other words are passed on, so that "python3 bootstrap.py new acme https://acme.example"
is the researchkit command without activating anything. On Windows: py bootstrap.py demo
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 13)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
BROKEN = "pip could not install what researchkit needs; its message stands above. Check the network and run it again."


def main(words):
    """Install what is asked for, then run it; the exit code is that of what ran."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        return f"researchkit needs Python 3.11, 3.12 or 3.13; this is {sys.version.split()[0]} ({sys.executable})."
    words = words or ["demo"]
    testing = words[0] == "test"
    problem = install("dev" if testing else "docx")
    if problem:
        return problem
    if testing:
        workers = min(4, os.cpu_count() or 1)
        command = [PYTHON, "-m", "pytest", "-n", str(workers), "--dist", "loadfile", *words[1:]]
    else:
        command = [PYTHON, "-m", "researchkit", *words]
    line = [str(part) for part in command]
    if testing:
        os.chdir(ROOT)
    if os.name == "posix":
        os.execv(line[0], line)  # in our place: Ctrl-C is then its own to answer, JupyterLab's by saving first
    try:
        return subprocess.run(line).returncode
    except KeyboardInterrupt:
        return 130


def pip(*words):
    """Let pip install into .venv; returns its exit code."""
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *words]
    return subprocess.run(command, cwd=ROOT).returncode


def install(extra):
    """Make .venv and install into it, once for each change of pyproject.toml. Returns a sentence on failure."""
    lock = ROOT / ("requirements-dev.lock" if extra == "dev" else "requirements.lock")
    recipe = (ROOT / "pyproject.toml").read_bytes() + lock.read_bytes() + sys.version.encode()
    wanted = hashlib.sha256(recipe).hexdigest()
    stamp = VENV / f"installed-{extra}"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return None
    try:
        import ensurepip  # noqa: F401 - Debian and Ubuntu ship it apart
    except ImportError:
        return "This Python cannot make virtual environments. On Debian or Ubuntu: sudo apt install python3-venv"
    print("Setting up .venv (once, about a minute) …", flush=True)
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True)
    # pip before 24 misreads extras such as lxml[html_clean] and leaves them out.
    if pip("--upgrade", "pip>=24"):
        return BROKEN
    if pip("--require-hashes", "--requirement", str(lock)):
        # A platform that the lock does not cover: the newest versions that fit, without their hashes.
        print("The locked versions do not fit this machine; installing the newest that do …", flush=True)
        if pip("--editable", f".[{extra}]"):
            return BROKEN
    elif pip("--no-deps", "--editable", "."):
        return BROKEN
    stamp.write_text(wanted)
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
