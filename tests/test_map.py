"""The map of ARCHITECTURE.md, held to the imports."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).parents[1] / "mentorctl"
KEEPERS = {
    "typer": "cli",
    "ryml": "store",
    "ruamel": "store",
    "_ruamel_yaml": "store",
    "jinja2": "render",
    "typst": "render",
    "openpyxl": "store",
    "ftfy": "reports",
    "cryptography": "trail",
    "pyrage": "vault",
    "icalendar": "outgoing",
}
MODULES = sorted(PACKAGE.rglob("*.py"))
# a thing has one name wherever it is: as a record, a form, a report, a command, a rule; and each
# part has its own `errors`
PARTS_OF_A_THING = (
    "model",
    "forms",
    "forms.evaluation",
    "reports",
    "reports.proofs",
    "cli.commands",
    "rules",
)


class Rule(NamedTuple):
    """What a package may import, as its docstring says it."""

    allowed: tuple[str, ...]
    but: tuple[str, ...]

    def allows(self, name: str) -> bool:
        """Whether a module, by its name below `mentorctl`, may be imported."""
        return _is_below(name, self.allowed) and not _is_below(name, self.but)


def _is_below(name: str, places: tuple[str, ...]) -> bool:
    return any(place in ("", name) or name.startswith(f"{place}.") for place in places)


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _name(path: Path) -> str:
    """A module's name below `mentorctl`; a package's for its `__init__`, empty for the top."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {_name(path): path for path in MODULES}


@cache
def _imports(path: Path) -> set[str]:
    """Everything that a module imports, wherever in it: also for types only."""
    names = set()
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            known = {each for each in inside if each.removeprefix("mentorctl.") in NAMES}
            names |= known
            if known != inside:
                names.add(node.module)
    return names


@cache
def _own(path: Path) -> set[str]:
    """The modules of the toolkit that a module imports, by their names below `mentorctl`."""
    found = {each.removeprefix("mentorctl").removeprefix(".") for each in _imports(path)
             if each.partition(".")[0] == "mentorctl"}  # fmt: skip
    assert found <= NAMES.keys(), f"{path}: {found - NAMES.keys()}"
    return found - {_name(path)}


def _package(name: str) -> str:
    return name if NAMES[name].name == "__init__.py" else name.rpartition(".")[0]


def _rule(package: str) -> Rule:
    """What a package's docstring lets it import."""
    said = " ".join((ast.get_docstring(_tree(NAMES[package])) or "").split())
    found = re.search(r"May import (.+?)\.(?= |$)", said)
    assert found is not None, f"{package}: its docstring does not say what it may import"
    first, _, but = found[1].partition(" but not ")
    names = tuple(re.findall(r"`([\w.]+)`", first))
    assert bool(names) != (first in ("nothing else", "everything")), f"{package}: {found[0]}"
    allowed = ("",) if first == "everything" else names
    return Rule(allowed, tuple(re.findall(r"`([\w.]+)`", but)))


PACKAGES = sorted({_package(name) for name in NAMES})


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_imports_only_what_its_docstring_says(package: str) -> None:
    """Of itself and its own sub-packages, it may import anything."""
    rule, below = _rule(package), (package,) if package else ("__main__",)
    wrong = [
        f"{_name(path)} imports {name}"
        for path in MODULES
        if _package(_name(path)) == package
        for name in _own(path)
        if not _is_below(name, below) and name and not rule.allows(name)
    ]
    assert not wrong


@pytest.mark.parametrize("package", [each for each in PACKAGES if each])
def test_no_package_may_import_what_it_never_does(package: str) -> None:
    """A permission that nobody needs says that the map is drawn wrong."""
    used = {name for path in MODULES if _package(_name(path)).startswith(package)
            for name in _own(path)}  # fmt: skip
    assert not [
        each
        for each in _rule(package).allowed
        if not any(_is_below(name, (each,)) for name in used)
    ]


def test_nothing_imports_in_a_circle() -> None:
    """Not even inside functions, or for types only: each module can be read after what it needs."""
    graph = {_name(path): _own(path) for path in MODULES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


@pytest.mark.parametrize("library", sorted(KEEPERS))
def test_each_library_is_known_to_one_part_only(library: str) -> None:
    users = {
        _name(path).partition(".")[0]
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
        "cli/output/pager.py",
        "render/sandbox.py",
        "render/pandoc.py",
        "trail/git/repository.py",
        "trail/ssh/openssh.py",
        "trail/ssh/ssh_programs.py",
        "trail/ssh/key_agent.py",
        "trail/git/command.py",
    }


def test_no_two_modules_have_one_name_unless_it_is_one_thing() -> None:
    places: dict[str, set[str]] = defaultdict(set)
    for path in MODULES:
        if path.stem not in {"__init__", "errors"}:
            places[path.stem].add(_package(_name(path)))
    assert not {
        name: sorted(found)
        for name, found in places.items()
        if len(found) > 1 and not found <= set(PARTS_OF_A_THING)
    }


def test_no_two_public_classes_have_one_name() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for name, path in NAMES.items():
        for node in _tree(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(name)
    assert not {name: found for name, found in places.items() if len(found) > 1}


@pytest.mark.parametrize("home", ["cli.exit_codes", "model.paths", "model.roles"])
def test_what_has_one_home_is_defined_there_only(home: str) -> None:
    own = {name for name in _assigned(NAMES[home]) if not name.startswith("_")}
    copies = {name: own & _assigned(path) for name, path in NAMES.items() if name != home}
    assert not {name: found for name, found in copies.items() if found}


def _assigned(path: Path) -> set[str]:
    """The constants and functions that a module defines at its top."""
    found = set()
    for node in _tree(path).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        targets = [node.target] if isinstance(node, ast.AnnAssign) else []
        for target in node.targets if isinstance(node, ast.Assign) else targets:
            found |= {each.id for each in ast.walk(target) if isinstance(each, ast.Name)}
    return found - {"__all__"}


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


def test_no_room_is_too_full_to_find_ones_way_in() -> None:
    often = Counter(path.parent.relative_to(PACKAGE).as_posix() for path in MODULES)
    # one file each is their point
    rooms = often.keys() - {"rules", "cli/commands", "model", "forms"}
    # thirty, and what says what the room is for
    assert not {each: often[each] for each in rooms if often[each] > 31}
