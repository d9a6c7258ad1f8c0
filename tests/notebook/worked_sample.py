"""The worked sample in notebooks/: make it anew with `python tests/notebook/worked_sample.py`.

The same code gives the same bytes: the sample's clock stands still, run times are not kept, and neither are widgets,
the version of Python, or the random ids and addresses of a running kernel.
"""

import shutil
import tempfile
from pathlib import Path

from researchkit import sample
from researchkit.notebook.create import create, read, to_bytes
from researchkit.notebook.run import execute
from researchkit.verbs import load
from researchkit.workspace import Workspace

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
MOST_BYTES = 400_000
_LANGUAGE = {"name": "python"}


def make(folder: Path) -> tuple[bytes, bytes]:
    """Return the profile and the notebook with its outputs, made in the empty `folder`."""
    home = Workspace(folder)
    profile = sample.profile().encode()
    home.notebooks.mkdir(parents=True)
    home.profile("sample").write_bytes(profile)
    path = create(load("sample", workspace=home), home.notebook("sample"))
    execute(path, home)
    notebook, _ = read(path)
    notebook.metadata["language_info"] = dict(_LANGUAGE)
    return profile, to_bytes(notebook)


def main() -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        profile, notebook = make(folder)
    finally:
        shutil.rmtree(folder)
    NOTEBOOKS.mkdir(exist_ok=True)
    (NOTEBOOKS / "sample.toml").write_bytes(profile)
    (NOTEBOOKS / "sample.ipynb").write_bytes(notebook)
    print(f"notebooks/sample.ipynb: {len(notebook):,} bytes")


if __name__ == "__main__":
    main()
