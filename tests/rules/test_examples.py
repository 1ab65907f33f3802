"""Each rule's examples: a clean small program with something changed, and what `check` says.

`examples/base` is a program in which all is well. `examples/<code>/<case>/` holds the files that
lie over it, and a `case.yaml`:

    find: ["path:line code", …]    every finding of this code, and no other; [] where none may come
    also: [...]                    errors and warnings of other codes that cannot be avoided
    today: 2027-05-03              the day on which to judge, where it is not the base's
    patch: {path: [[old, new]]}    texts to replace, each found once; program.yaml is the preset's
    remove: [path]                 files and folders to take away
    write: {path: text}            files whose names no checkout should have to bear
    sign:                          everything that the program asks for is signed, but for
      leave: [record role]           what nobody signs
      decline: {record role: text}   what its signer declines, and why
      other: {record role: person}   what another person's key signs in the signer's name
      at: time                       when, where it is not 2027-04-20
    then: {path: [[old, new]]}     texts to replace once all is signed
"""

from __future__ import annotations

import importlib
import inspect
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from ruamel.yaml import YAML
from support.signed import sign_all

from mentorctl.reports.check import check_folder
from mentorctl.rules import RULES

if TYPE_CHECKING:
    import datetime as dt

TESTS = Path(__file__).parent.parent
EXAMPLES = TESTS / "examples"
PRESET = TESTS.parent / "templates/programs/missouri-career-education/program.yaml"
SETTINGS = {"find", "also", "today", "patch", "remove", "write", "sign", "then"}
HEADINGS = ("What it finds", "Why it matters", "Example", "How to mend it")


class Case(NamedTuple):
    """One example: the code it is about, its folder, and its `case.yaml`."""

    code: str
    folder: Path
    settings: dict[str, Any]


def settings_of(folder: Path) -> dict[str, Any]:
    settings = YAML(typ="safe").load(folder / "case.yaml")
    unknown = set(settings) - SETTINGS
    assert not unknown, f"{folder.name}: case.yaml has no {unknown}"
    return dict(settings)


def cases() -> list[Case]:
    return [
        Case(path.parent.parent.name, path.parent, settings_of(path.parent))
        for path in sorted(EXAMPLES.glob("*/*/case.yaml"))
    ]


CASES = cases()
BASE = settings_of(EXAMPLES / "base")


def lay(folder: Path, settings: dict[str, Any], root: Path) -> None:
    """Lay an example's files, and the changes its `case.yaml` names, over a program."""
    shutil.copytree(
        folder,
        root,
        ignore=lambda at, _: ["case.yaml"] if Path(at) == folder else [],
        dirs_exist_ok=True,
    )
    for name in settings.get("remove", ()):
        path = root / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    replace(root, settings.get("patch", {}))
    for name, text in settings.get("write", {}).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    if "sign" in settings:
        sign_all(root, **(settings["sign"] or {}))
    replace(root, settings.get("then", {}))


def replace(root: Path, changes: dict[str, list[tuple[str, str]]]) -> None:
    for name, replacements in changes.items():
        text = (root / name).read_text(encoding="utf-8")
        for old, new in replacements:
            assert text.count(old) == 1, f"{name} has {old!r} {text.count(old)} times"
            text = text.replace(old, new)
        (root / name).write_text(text, encoding="utf-8")


def program(root: Path) -> Path:
    """A program in which all is well."""
    root.mkdir()
    shutil.copyfile(PRESET, root / "program.yaml")
    lay(EXAMPLES / "base", BASE, root)
    return root


def test_base_is_clean(tmp_path: Path) -> None:
    report = check_folder(program(tmp_path / "program"), BASE["today"])
    assert report.findings == ()


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{case.code}/{case.folder.name}") for case in CASES]
)
def test_example(case: Case, tmp_path: Path) -> None:
    root = program(tmp_path / "program")
    lay(case.folder, case.settings, root)
    today: dt.date = case.settings.get("today", BASE["today"])

    findings = check_folder(root, today).findings

    told = [finding for finding in findings if finding.code == case.code]
    others = [
        finding for finding in findings if finding.code != case.code and finding.severity != "note"
    ]
    for expected, found in ((case.settings["find"], told), (case.settings.get("also", []), others)):
        seen = [f"{each.path}:{each.line} {each.code}" for each in found]
        assert sorted(seen) == sorted(expected), found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_a_failing_and_a_passing_example(rule: Any) -> None:
    found = [bool(case.settings["find"]) for case in CASES if case.code == rule.code]
    assert True in found, "no example that it finds"
    assert False in found, "no example that it leaves alone"


def test_every_example_is_of_a_rule() -> None:
    assert {case.code for case in CASES} <= {rule.code for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_explains_itself(rule: Any) -> None:
    module = importlib.import_module(f"mentorctl.rules.{rule.code.replace('-', '_')}")
    text = inspect.cleandoc(module.__doc__ or "")
    assert module.RULE is rule
    lines = text.splitlines()
    places = [lines.index(heading) for heading in HEADINGS]
    assert places == sorted(places), "the headings are in another order"
    assert all(lines[place + 1].startswith("  ") for place in places), "a heading without a text"
