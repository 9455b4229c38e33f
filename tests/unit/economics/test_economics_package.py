"""The package as a whole: examples in docstrings are true, and importing it costs nothing."""

import ast
import doctest
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import service.economics

MODULES = [f"service.economics.{module.name}" for module in pkgutil.iter_modules(service.economics.__path__)]
FORMULA_SECTIONS = ("Equation:", "Units:", "Special cases:", "Raises:", "Source:", ">>>")


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_are_true(name: str) -> None:
    outcome = doctest.testmod(importlib.import_module(name))
    assert outcome.failed == 0
    assert outcome.attempted > 0 or name.endswith(".errors")


def test_importing_the_economics_loads_no_heavy_library() -> None:
    heavy = {"numpy", "pandas", "scipy", "statsmodels", "sqlalchemy", "fastapi", "service.settings"}
    code = f"import sys, {', '.join(MODULES)}; print(' '.join(set(sys.modules) & {heavy!r}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout.strip() == ""


@pytest.mark.parametrize("name", [name for name in MODULES if not name.endswith((".errors", ".parameters"))])
def test_every_public_formula_says_what_it_computes_and_where_it_comes_from(name: str) -> None:
    tree = ast.parse(Path(str(importlib.import_module(name).__file__)).read_text("utf-8"))
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        if any(isinstance(one, ast.Name) and one.id == "overload" for one in node.decorator_list):
            continue
        text = ast.get_docstring(node) or ""
        # A thin wrapper of another formula points to it instead of repeating it.
        points_elsewhere = "as `" in text.split("\n\n")[0]
        short = node.name in ("aggregate", "compute_floors")
        assert points_elsewhere or short or all(part in text for part in FORMULA_SECTIONS), node.name
