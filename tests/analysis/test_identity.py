import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def identity():
    spec = importlib.util.spec_from_file_location("identity_benchmark", ROOT / "benchmarks" / "identity.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["identity_benchmark"] = module
    spec.loader.exec_module(module)
    return module


def test_everyday_names_are_told_apart_in_headlines():
    module = identity()
    lines = list(module.read(ROOT / "tests" / "fixtures" / "identity" / "names.toml"))
    precision, recall = module.measure(lines)
    assert len({line.name for line in lines}) >= 30
    assert len(lines) >= 60
    assert precision >= 0.95
    assert recall >= 0.95
