"""A finding: one thing in the records that needs a person. Findings are values, never raised."""

from __future__ import annotations

from typing import Literal, NamedTuple

__all__ = ["SEVERITIES", "Finding", "Severity", "Where", "is_fault", "on_one_line"]

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")

Where = tuple[str | int, ...]

LONGEST = 1_000
# open work that a change does not cause and that must not prevent it
WAITING = frozenset({"milestone-missed", "meeting-missed", "program-milestone-missed"})
UNSEEN = "\N{REPLACEMENT CHARACTER}"


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


def is_fault(finding: Finding) -> bool:
    """Whether a change must not be kept while it has this finding."""
    return finding.severity == "error" and finding.code not in WAITING


def on_one_line(finding: Finding) -> Finding:
    """A finding whose message and hint are one line each, whatever text of a record they quote."""
    message, hint = finding.message, finding.hint
    if len(message) + len(hint) < LONGEST and message.isprintable() and hint.isprintable():
        return finding
    return finding._replace(message=_line(message), hint=_line(hint))


def _line(text: str) -> str:
    line = " ".join(text[:LONGEST].split())
    line = "".join(each if each.isprintable() else UNSEEN for each in line)
    return line if len(text) <= LONGEST else f"{line}…"
