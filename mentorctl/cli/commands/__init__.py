"""Every command there is: its name, its module and its line in the overview.

May import everything.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["COMMANDS", "HIDDEN", "CommandEntry"]


class CommandEntry(NamedTuple):
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


COMMANDS: tuple[CommandEntry, ...] = (
    CommandEntry("demo", "demo", "Build the sample program and run a year's work on it."),
    CommandEntry("init", "init", "Start a program folder from a preset."),
    CommandEntry("import", "import_", "Bring in people, pairings and more from a spreadsheet."),
    CommandEntry("person", "person", "Add, list and show people."),
    CommandEntry(
        "key", "key", "Register, list and revoke keys to sign with, and see that one works."
    ),
    CommandEntry("pair", "pair", "Pair two people and set their records up."),
    CommandEntry("new", "new", "Set up one more record of a pairing."),
    CommandEntry("edit", "edit", "Change a record, in your editor or with --set."),
    CommandEntry("log", "log", "Add an entry to a pairing's log."),
    CommandEntry("attend", "attend", "Note who attended a meeting."),
    CommandEntry("hand-in", "hand_in", "Note that an experience was handed over."),
    CommandEntry("comment", "comment", "Write the comment form of an experience."),
    CommandEntry("approve", "approve", "Approve a plan, or an experience of a team's own."),
    CommandEntry("mark", "mark", "Note the day of a training, a task, a sign-off or another date."),
    CommandEntry("extend", "extend", "Give a pairing more time for a milestone."),
    CommandEntry("waive", "waive", "Do without one need of a pairing."),
    CommandEntry("check", "check", "Find everything in the folder that needs a person."),
    CommandEntry("explain", "explain", "Say what a finding means and how to mend it."),
    CommandEntry("status", "status", "Show who stands where and whose move it is."),
    CommandEntry("due", "due", "Show who owes what by when."),
    CommandEntry(
        "standards", "standards", "Show how the program stands with its state's standards."
    ),
    CommandEntry(
        "reassign", "reassign", "Find somebody another mentor, step by step, in confidence."
    ),
    CommandEntry(
        "completers", "completers", "List who has completed the year, and why others have not."
    ),
    CommandEntry(
        "invoices", "invoices", "Say what mentors and advisors are owed, from who completed."
    ),
    CommandEntry(
        "grievance", "grievance", "Take a grievance through its steps, sealed from others."
    ),
    CommandEntry("render", "render", "Fill a form from the records: DOCX, PDF, HTML."),
    CommandEntry("sign", "sign", "Sign a record with your own key, or decline to."),
    CommandEntry("attest", "attest", "Vouch for a signature on paper."),
    CommandEntry("audit", "audit", "Hold the history to what it says: who signed what, and when."),
    CommandEntry("save", "save", "Keep hand edits in the folder's history."),
    CommandEntry("undo", "undo", "Take one change back, with a new one."),
    CommandEntry("history", "history", "Tell who changed what, from what to what, and who signed."),
    CommandEntry("receipt", "receipt", "Prove a signed record to anyone, without this toolkit."),
    CommandEntry("sync", "sync", "Bring in what others did, and send what was done here."),
    CommandEntry("upgrade", "upgrade", "Bring an older folder to the newest format."),
    CommandEntry("guard", "guard", "Watch over a shared folder: refuse what must not come in."),
    CommandEntry("schema", "schema", "Write the help that editors give while typing."),
)

# what other programs call, and no person types
HIDDEN: tuple[CommandEntry, ...] = (
    CommandEntry("merge-driver", "merge_driver", "Merge one record for plain git."),
)
