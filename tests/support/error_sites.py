"""Every place in the package that says an error, read from its source."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["not_shown"]

PACKAGE = Path(__file__).parents[2] / "mentorctl"
# what stands for a value
GAP = "…"
CLASS = re.compile(r"^ *class (\w+)\(([^)]*)\):", re.MULTILINE)


def not_shown(page: str) -> list[str]:
    """The errors that no line of a page shows, a `…` in the place of each value."""
    lines = page.splitlines()
    texts = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")]
    names = _names(texts)
    # parsing takes long, and most modules say no error
    is_there = re.compile(rf"\b(?:{'|'.join(names)})\(")
    nodes = (node for text in texts if is_there.search(text) for node in ast.walk(ast.parse(text)))
    faults = set(_faults((node for node in nodes if isinstance(node, ast.Call)), names))
    return sorted(
        fault for fault in faults if fault.strip(f"{GAP} :()") and not _is_shown(fault, lines)
    )


def _is_shown(fault: str, lines: list[str]) -> bool:
    parts = fault.split(GAP)
    longest, pattern = max(parts, key=len), re.compile(".*".join(map(re.escape, parts)))
    return any(longest in line and pattern.search(line) for line in lines)


def _names(texts: Iterable[str]) -> frozenset[str]:
    """What says an error when it is called: `complain`, and what is raised for somebody to read."""
    classes = (found for text in texts for found in CLASS.finditer(text))
    bases = {found[1]: set(re.split(r"\s*,\s*", found[2])) for found in classes}
    found = {"complain", "BadParameter", "Remediable"}
    while more := {name for name, above in bases.items() if above & found} - found:
        found |= more
    return frozenset(found)


def _faults(calls: Iterable[ast.Call], names: frozenset[str]) -> Iterator[str]:
    for node in calls:
        if node.args:
            name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
            if name in names and (text := _text(node.args[0])):
                # the remedy stands behind a semicolon where the library takes one text only
                yield text.partition("; ")[0] if name == "BadParameter" else text


def _text(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text.partition("\n")[0]
        case ast.JoinedStr(values=values):
            return "".join(_text(value) if isinstance(value, ast.Constant) else GAP
                           for value in values).partition("\n")[0]  # fmt: skip
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return (_text(left) or GAP) + (_text(right) or GAP)
    return ""
