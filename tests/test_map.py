"""The map of ARCHITECTURE.md, held to the imports."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "mentorctl"
ALLOWED = {
    "model": {"model"},
    "store": {"store", "model"},
    "rules": {"rules", "model"},
    "trail": {"trail", "model", "store"},
    "vault": {"vault", "trail", "store", "model"},
    "reports": {"reports", "rules", "trail", "store", "model"},
    "forms": {"forms", "model"},
    "render": {"render", "forms", "model"},
}
KEEPERS = {
    "typer": "cli",
    "ryml": "store",
    "ruamel": "store",
    "_ruamel_yaml": "store",
    "jinja2": "render",
    "typst": "render",
    "openpyxl": "store",
    "cryptography": "trail",
    "pyrage": "vault",
}
MODULES = sorted(PACKAGE.rglob("*.py"))


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def _imports(path: Path) -> set[str]:
    tree = _tree(path)
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def _part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


@pytest.mark.parametrize("part", sorted(ALLOWED))
def test_each_part_imports_only_what_the_map_allows(part: str) -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)} imports {name}"
        for path in MODULES
        if _part(path) == part
        for name in _imports(path)
        if name.startswith("mentorctl.")
        and (PACKAGE / name.split(".")[1]).is_dir()
        and name.split(".")[1] not in ALLOWED[part]
    ]
    assert not wrong


@pytest.mark.parametrize("library", sorted(KEEPERS))
def test_each_library_is_known_to_one_part_only(library: str) -> None:
    users = {
        _part(path)
        for path in MODULES
        if any(name.split(".")[0] == library for name in _imports(path))
    }
    assert users == {KEEPERS[library]}


def test_programs_are_started_where_they_are_known() -> None:
    starters = {
        path.relative_to(PACKAGE).as_posix() for path in MODULES if "subprocess" in _imports(path)
    }
    assert starters <= {
        "cli/editing/editor.py",
        "render/sandbox.py",
        "render/pandoc.py",
        "trail/ssh/openssh.py",
        "trail/git/command.py",
    }


def test_no_module_or_function_is_two_things() -> None:
    long = []
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 400:
            long.append(f"{path.name}: {text.count(chr(10))} lines")
        long += [
            f"{path.name}:{node.lineno} {node.name}"
            for node in ast.walk(_tree(path))
            if isinstance(node, ast.FunctionDef)
            and (node.end_lineno or node.lineno) - node.lineno >= 50
        ]
    assert not long


def test_no_rule_imports_in_a_circle() -> None:
    """Importing each module by itself works, whatever was imported before."""
    import importlib

    for path in MODULES:
        if path.name != "__main__.py":
            name = path.relative_to(PACKAGE.parent).with_suffix("").as_posix().replace("/", ".")
            importlib.import_module(name.removesuffix(".__init__"))
