"""Every command there is: its name, its module and its line in the overview."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["COMMANDS", "Entry"]


class Entry(NamedTuple):
    """One command.

    Attributes:
        name: What one types.
        module: Its module in this package; imported when the command runs, not before. It has
            either a function `command` or, for a command with commands of its own, an `app`.
        line: What it does, in one line.
    """

    name: str
    module: str
    line: str


COMMANDS: tuple[Entry, ...] = (
    Entry("demo", "demo", "Build the sample program and run a year's work on it."),
    Entry("init", "init", "Start a program folder from a preset."),
    Entry("import", "roster", "Bring in people and pairings from CSV or XLSX."),
    Entry("person", "person", "Add, list and show people."),
    Entry("pair", "pair", "Pair two people and set their records up."),
    Entry("new", "new", "Set up one more record of a pairing."),
    Entry("edit", "edit", "Change a record, in your editor or with --set."),
    Entry("log", "log", "Add an entry to a pairing's log."),
    Entry("attend", "attend", "Note who attended a meeting."),
    Entry("hand-in", "hand_in", "Note that an experience was handed over."),
    Entry("comment", "comment", "Write the comment form of an experience."),
    Entry("approve", "approve", "Approve a plan, or an experience of a team's own."),
    Entry("extend", "extend", "Give a pairing more time for a milestone."),
    Entry("waive", "waive", "Do without one need of a pairing."),
    Entry("check", "check", "Find everything in the folder that needs a person."),
    Entry("explain", "explain", "Say what a finding means and how to mend it."),
    Entry("status", "status", "Show who stands where and whose move it is."),
    Entry("due", "due", "Show who owes what by when."),
    Entry("completers", "completers", "List who has completed the year, and why others have not."),
    Entry("invoices", "invoices", "Say what mentors and advisors are owed, from who completed."),
    Entry("render", "render", "Fill a form from the records: DOCX, PDF, HTML."),
    Entry("save", "save", "Keep hand edits in the folder's history."),
    Entry("schema", "schema", "Write the help that editors give while typing."),
)
