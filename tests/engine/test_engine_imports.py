"""The engine stands alone: the standard library, numpy, scipy and itself."""

import ast
import importlib.util
import sys
from pathlib import Path

import engine
import pytest

FOLDER = Path(engine.__file__).parent


@pytest.mark.parametrize(
    "path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name
)
def test_imports_nothing_else(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            names = [] if node.level else [node.module]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            root = name.partition(".")[0]
            assert root in {"numpy", "scipy"} or root in sys.stdlib_module_names, name


def test_works_inside_another_package(monkeypatch):
    name = "some.addons.engine"
    spec = importlib.util.spec_from_file_location(
        name, FOLDER / "__init__.py", submodule_search_locations=[str(FOLDER)]
    )
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, module)
    try:
        spec.loader.exec_module(module)
        assert module.assign(lambda lo, hi: [[3]] * (hi - lo), 1, [1]).total == 3
        assert module.assign.__module__ == f"{name}.matching"
    finally:
        for other in [key for key in sys.modules if key.startswith(f"{name}.")]:
            del sys.modules[other]
