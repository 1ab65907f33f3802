"""A finding: one thing in the records that needs a person. Findings are values, never raised."""

from __future__ import annotations

from typing import Literal, NamedTuple

__all__ = ["SEVERITIES", "Finding", "Severity", "Where"]

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")

Where = tuple[str | int, ...]


class Finding(NamedTuple):
    """One fault, and the remedy beside it.

    Attributes:
        code: The rule's name, for `explain` and for `check: allow` in program.yaml.
        severity: `error` (must be mended), `warning` (somebody should look) or `note`.
        path: The file, relative to the program folder, with `/`.
        message: What is wrong, in the program's terms: no capital, no full stop, no blame.
        hint: What to do next.
        where: Keys and indexes that lead to the value in the file; empty for the file itself.
        pairing: The pairing's id, or empty.
        line: 1-based line; 0 until it has been worked out from `where`.
        column: 1-based column; 0 until it has been worked out from `where`.
        about: What else tells it from others of its code at its place, such as the milestone, the
            people or the pairings that it names.
    """

    code: str
    severity: Severity
    path: str
    message: str
    hint: str
    where: Where = ()
    pairing: str = ""
    line: int = 0
    column: int = 0
    about: tuple[str, ...] = ()
