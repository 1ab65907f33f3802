"""Commands that are offered about another program year than the program's own."""

from __future__ import annotations

from mentorctl.model.paths import SUFFIX, meeting_file, pairing_file

__all__ = ["of_year"]

_TAKES_YEAR = frozenset({
    "check", "completers", "due", "invoices", "log", "mark", "report", "status",
})  # fmt: skip


def of_year(command: str, year: str) -> str:
    """A command so that it reaches that year: with `--year`, or as one that edits the record.

    Args:
        command: One as it is offered for the program's own year.
        year: The program year that is told of.
    """
    name, *words = command.split()[1:]
    if name in _TAKES_YEAR and "--year" not in words:
        return command.replace(name, f"{name} --year {year}", 1)
    match name, words:
        case "attend", [meeting, *_]:
            return f"mentorctl edit {meeting_file(year, meeting)}"
        case "hand-in" | "comment", [pairing, number, *_]:
            record = f"experiences/{number}"
        case "extend" | "waive" | "withdraw", [pairing, *_]:
            record = "pairing"
        case "approve", [pairing, record, *_]:
            pass
        case "edit", [pairing, record, *rest] if not record.startswith("-"):
            return " ".join([_edit(year, pairing, record), *rest])
        case _:
            return command
    return _edit(year, pairing, record)


def _edit(year: str, pairing: str, record: str) -> str:
    return f"mentorctl edit {pairing_file(year, pairing, record + SUFFIX)}"
