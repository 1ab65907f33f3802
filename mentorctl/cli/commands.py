"""Every command there is: its name, its module and its line in the overview."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["COMMANDS", "HIDDEN", "Entry"]


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
    Entry("key", "key", "Register, list and revoke keys to sign with, and see that one works."),
    Entry("pair", "pair", "Pair two people and set their records up."),
    Entry("new", "new", "Set up one more record of a pairing."),
    Entry("edit", "edit", "Change a record, in your editor or with --set."),
    Entry("log", "log", "Add an entry to a pairing's log."),
    Entry("attend", "attend", "Note who attended a meeting."),
    Entry("hand-in", "hand_in", "Note that an experience was handed over."),
    Entry("comment", "comment", "Write the comment form of an experience."),
    Entry("approve", "approve", "Approve a plan, or an experience of a team's own."),
    Entry("mark", "mark", "Note the day of a training, a task, a sign-off or another date."),
    Entry("extend", "extend", "Give a pairing more time for a milestone."),
    Entry("waive", "waive", "Do without one need of a pairing."),
    Entry("check", "check", "Find everything in the folder that needs a person."),
    Entry("explain", "explain", "Say what a finding means and how to mend it."),
    Entry("status", "status", "Show who stands where and whose move it is."),
    Entry("due", "due", "Show who owes what by when."),
    Entry("standards", "standards", "Show how the program stands with its state's standards."),
    Entry("reassign", "reassign", "Find somebody another mentor, step by step, in confidence."),
    Entry("completers", "completers", "List who has completed the year, and why others have not."),
    Entry("invoices", "invoices", "Say what mentors and advisors are owed, from who completed."),
    Entry("grievance", "grievance", "Take a grievance through its steps, sealed from others."),
    Entry("render", "render", "Fill a form from the records: DOCX, PDF, HTML."),
    Entry("sign", "sign", "Sign a record with your own key, or decline to."),
    Entry("attest", "attest", "Vouch for a signature on paper."),
    Entry("audit", "audit", "Hold the history to what it says: who signed what, and when."),
    Entry("save", "save", "Keep hand edits in the folder's history."),
    Entry("undo", "undo", "Take one change back, with a new one."),
    Entry("history", "history", "Tell who changed what, from what to what, and who signed."),
    Entry("receipt", "receipt", "Prove a signed record to anyone, without this toolkit."),
    Entry("sync", "sync", "Bring in what others did, and send what was done here."),
    Entry("guard", "guard", "Watch over a shared folder: refuse what must not come in."),
    Entry("schema", "schema", "Write the help that editors give while typing."),
)

# what other programs call, and no person types
HIDDEN: tuple[Entry, ...] = (
    Entry("merge-driver", "merge_driver", "Merge one record for plain git."),
)
