"""Answers come from the folder as it counts: nothing else reads it as its files say it."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parents[1] / "mentorctl"
# what gives records, of a folder or of its reader
OF_FOLDER = {
    "each", "look", "meetings", "pairing", "people", "reassignments", "shared", "team", "teams",
    "years",
}  # fmt: skip
OF_READER = {"read", "read_whole"}
AS_IT_COUNTS = {"counted", "_counted"}
AS_WRITTEN = {"folder", "own", "past", "then"}
# why what files say is what some modules and packages have to go by
REASONS = {
    "it is the door": ("reports.counted_folder",),
    "rules tell what files say, and what a change would bring": (
        "reports.check", "reports.comparison", "reports.folder_reading", "reports.preview",
    ),
    "signatures and histories are judged by what files say": (
        "reports.history", "reports.proofs",
    ),
    "what was begun and shown proves itself by its signatures": (
        "reports.evaluation.shown_summaries",
    ),
    "the register says whose keys count, and the history who has a role": (
        "cli.commands.host", "cli.commands.join", "cli.commands.key", "cli.grievance",
        "cli.private", "cli.signing",
    ),
    "what files say is changed, or added to": (
        "reports.imports", "cli.commands.attend", "cli.commands.extend",
        "cli.commands.mark", "cli.commands.new", "cli.commands.person", "cli.commands.schedule",
        "cli.commands.upgrade", "cli.editing", "cli.record_lookup",
        "cli.reminding.drafting",
    ),
    "a year ends with files that can be read": ("cli.commands.rollover",),
    "ids are offered and found without reading any record": (
        "cli.commands.schema", "cli.lookup", "cli.rendering.selection",
    ),
    "a person is named, by whatever folder is handed over": (
        "reports.provenance",
    ),
    "all of it is its own work": ("cli.demo",),
}  # fmt: skip
EXCEPT = {name for names in REASONS.values() for name in names}


def _name(node: ast.expr) -> str:
    """What a folder, or what was read with it, is called where it is asked."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return _name(node.value) if node.attr == "reader" else node.attr
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return _name(node.func.value) if node.func.attr == "apart" else ""
    return ""


def _reads(tree: ast.Module) -> Iterator[int]:
    """The lines that read records as files say them."""
    readers = {
        target.id: _name(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and _is_reader(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute):
            continue
        name = _name(node.value)
        if node.attr in OF_FOLDER and name.lstrip("_") in AS_WRITTEN:
            yield node.lineno
        is_reader = _is_reader(node.value) or (name == "reader" and name in readers)
        if node.attr in OF_READER and is_reader and readers.get(name, name) not in AS_IT_COUNTS:
            yield node.lineno


def _is_reader(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "reader"


def _found() -> dict[str, list[int]]:
    found = {}
    for package in ("reports", "forms", "render", "cli", "outgoing"):
        for path in sorted((PACKAGE / package).rglob("*.py")):
            name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
            lines = list(_reads(ast.parse(path.read_text(encoding="utf-8"))))
            if lines:
                found[name] = lines
    return found


def _reason(name: str) -> str | None:
    return next((each for each in EXCEPT if f"{name}.".startswith(f"{each}.")), None)


def test_no_answer_is_drawn_from_what_counts_for_nothing() -> None:
    """Where this fails, take a `CountedFolder`: `as_counted` in reports, `state.counted` in cli."""
    assert {name: lines for name, lines in _found().items() if _reason(name) is None} == {}


def test_no_exception_is_made_for_nothing() -> None:
    assert {_reason(name) for name in _found()} == EXCEPT


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("folder.people", 1),
        ("self.state.folder.pairing('x')", 1),
        ("folder.apart().team('x')", 1),
        ("folder.reader.read('x', X)", 1),
        ("reader = folder.apart().reader\nreader.read('x', X)", 1),
        ("reader = self.counted.apart().reader\nreader.read('x', X)", 0),
        ("state.counted.people", 0),
        ("self._counted.reader.read('x', X)", 0),
        ("folder.files", 0),
        ("team.pairing", 0),
    ],
)
def test_what_is_a_reading(text: str, count: int) -> None:
    assert len(list(_reads(ast.parse(text)))) == count
