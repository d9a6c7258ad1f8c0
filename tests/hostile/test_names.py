"""A hundred and fifty hostile company names through new, research and export: a safe file in the workspace, or no."""

from __future__ import annotations

from pathlib import Path

import pytest

from researchkit.brief.compose import brief
from researchkit.brief.export import export
from researchkit.dossier import research
from researchkit.errors import InputError
from researchkit.verbs import load, new
from researchkit.workspace import Workspace

PATHS = [
    *("../acme", "../../etc/passwd", "..\\..\\acme", "/etc/passwd", "/", "//acme", "acme/", "acme/../..", "./acme"),
    *(
        "C:\\Windows\\win.ini",
        "C:acme",
        "\\\\server\\share",
        "file:///etc/passwd",
        "~/acme",
        "~root",
        "acme/.",
        "....//",
    ),
    *("..%2f..%2facme", "%2e%2e%2facme", "..;/acme", "．．／acme", "acme\u2215etc", "acme\u2044etc", "\u2025/acme"),
    *("..", ".", "...", "....", ".hidden", ".bashrc", "-rf", "--help", "-", "--", "acme.toml", "acme.ipynb"),
]
DEVICES = [
    *(
        "con",
        "CON",
        "Con.txt",
        "con.",
        "prn",
        "aux",
        "AUX",
        "nul",
        "NUL.toml",
        "com1",
        "COM9",
        "lpt1",
        "LPT¹",
        "CONIN$",
    ),
    *("me", "ME", " me ", "M-E", "me.", "ｍｅ", "clock$", "$MFT", "desktop.ini", "acme:stream", "acme::$DATA"),
]
SHELL = [
    *(
        "$(reboot)",
        "`id`",
        "acme; rm -rf ~",
        "acme && true",
        "acme | tee x",
        "acme > x",
        "acme < x",
        "${HOME}",
        "%PATH%",
    ),
    *("!!", "acme\ntouch x", "acme\rx", "*", "?", "[a-z]", "{a,b}", "'", '"', "'\"'", "\\", "acme\\", "#!/bin/sh"),
]
QUERIES = [
    *("'; DROP TABLE answers; --", "1 OR 1=1", '" OR ""="', "admin'--", "%", "_", "%_%", "{'$gt': ''}", "*)(uid=*"),
]
MARKUP = [
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</title><svg onload=alert(1)>", "&lt;b&gt;"),
    *("{{7*7}}", "{% include 'x' %}", "${7*7}", "#{7*7}", "<%= 7 %>", "#panic()", '#read("/etc/passwd")', "$x^2$"),
    *(
        "\\input{x}",
        "[a](javascript:alert(1))",
        "![x](http://x.example/y)",
        "# Heading",
        "```",
        "---",
        "=1+1",
        "@SUM(A1)",
    ),
    *(
        "name = 1",
        '"""',
        "'''",
        "[[places]]",
        "# comment",
        '\\"',
        "\\u0041",
        "\\x41",
        "a = [",
        "]]>",
        "<!--",
        "<![CDATA[",
    ),
]
CHARACTERS = [
    *("", " ", "\t", "\n", "\0", "acme\0.toml", "\x1b[31mred\x1b[0m", "\x07", "\x7f", "a\x08b", "\ufeffacme", "\ufffe"),
    *(
        "\u202eemca",
        "\u2066acme\u2069",
        "\u200b",
        "ac\u200bme",
        "ac\u00adme",
        "\u00a0",
        "\u3000",
        "a\u0300" * 90,
        "\u0300",
    ),
    *("🚀", "👩‍🔧", "acme 🚀", "🏴‍☠️", "аcme", "ɑcme", "ⓐcme", "𝔞cme", "İstanbul", "ﬁrm", "ß", "Σ", "ǅ", "ﷺ" * 20),
    *("株式会社", "שלום", "شركة", "ไทย", "नमस्ते", "1", "0", "-0", "1e309", "NaN", "None", "null", "true", "undefined"),
]
LONG = ["a" * 200, "a" * 201, "a" * 5000, "é" * 200, "漢" * 200, "🚀" * 200, "a-" * 100, "a " * 100, ". " * 99 + "x"]
SURROGATES = ["\ud800", "acme\udfff", "\udc80\udcff"]
NAMES = [*PATHS, *DEVICES, *SHELL, *QUERIES, *MARKUP, *CHARACTERS, *LONG, *SURROGATES]


def everything(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if not path.is_dir())


def test_there_are_a_hundred_and_fifty_names():
    assert len(set(NAMES)) >= 150


@pytest.mark.parametrize("name", NAMES, ids=[f"{number}" for number in range(len(NAMES))])
def test_a_name_makes_safe_files_or_is_refused_in_one_line(name, tmp_path, monkeypatch):
    home = Workspace(tmp_path / "deep" / "workspace")
    home.notebooks.mkdir(parents=True)
    monkeypatch.chdir(home.root)
    try:
        company = new(name, offline=True, workspace=home)
    except InputError as error:
        said = str(error)
        assert said.isprintable()
        assert len(said) < 300
        assert everything(tmp_path) == []  # nothing was begun
        return
    assert load(company.slug, workspace=home) == company
    page = export(brief(research(company.slug, offline=True, workspace=home, progress=False)), home.root / "page.md")
    assert page.read_text("utf-8").startswith("# ")
    made = everything(tmp_path)
    assert {home.profile(company.slug), home.notebook(company.slug), page} <= set(made)
    for path in made:
        assert path.resolve().is_relative_to(home.root)
        assert path.name.isprintable()
        assert not set(path.name) & set('<>:"|?*\\')
        assert len(path.name.encode()) <= 255
