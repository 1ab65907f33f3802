"""Every command there is: its name, its module, its line and its example in the overview.

May import everything.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["COMMANDS", "HIDDEN", "PARTS", "CommandEntry"]

# the parts of a year's work, in which the overview shows them
BEGIN = "Begin a program"
PAIRS = "People and pairings"
YEAR = "What happens in the year"
LOOK = "Who stands where"
END = "Forms and lists"
SIGN = "Signatures and history"
KEEP = "The folder itself"
CASES = "In confidence"
HELP = "Help"
PARTS = (BEGIN, PAIRS, YEAR, LOOK, END, SIGN, CASES, KEEP, HELP)


class CommandEntry(NamedTuple):
    """One command.

    Attributes:
        name: What one types.
        module: Its module in this package; imported when the command runs, not before. It has
            either a function `command` or, for a command with commands of its own, an `app`.
        line: What it does, in one line.
        part: The part of a year's work that it belongs to, for the overview.
        example: What its help shows, one a line; one with commands of its own has them there.
        writes: Whether it writes anything, and so has `--dry-run`.
        tells: Whether it tells scripts what it did, with `--format json`.
        renamed: Its options that had another name in the version before: the old name, the new one.
    """

    name: str
    module: str
    line: str
    part: str = KEEP
    example: str = ""
    writes: bool = False
    tells: bool = False
    renamed: tuple[tuple[str, str], ...] = ()


# fmt: off
COMMANDS: tuple[CommandEntry, ...] = (
    CommandEntry(
        "demo", "demo", "Build the sample program and run a year's work on it.", BEGIN,
        "mentorctl demo", writes=True
    ),
    CommandEntry(
        "init", "init", "Start a program folder from a preset.", BEGIN,
        "mentorctl init p --preset missouri-career-education --year 2026-2027", writes=True,
        tells=True
    ),
    CommandEntry(
        "host", "host", "Make the shared folder ready, and say what to send to the others.", BEGIN,
        "mentorctl host ../program.git\nmentorctl host git@server.example:program.git", writes=True,
        tells=True
    ),
    CommandEntry(
        "join", "join", "Begin your first day: get a copy, your name on it, and your key.", BEGIN,
        "mentorctl join git@server.example:program.git\nmentorctl join", writes=True, tells=True
    ),
    CommandEntry(
        "presets", "presets", "Show the programs that one can start from.", BEGIN,
        "mentorctl presets"
    ),
    CommandEntry(
        "import", "import_", "Bring in people, pairings and more from a spreadsheet.", PAIRS,
        "mentorctl import people.csv\nmentorctl import --template people --out people.xlsx",
        writes=True, tells=True, renamed=(("--to", "--out"),)
    ),
    CommandEntry(
        "person", "person", "Add, edit, list and show people.", PAIRS
    ),
    CommandEntry(
        "key", "key", "Register, list and revoke keys to sign with, and see that one works.", SIGN
    ),
    CommandEntry(
        "pair", "pair", "Pair two people and set their records up.", PAIRS,
        'mentorctl pair "Amara Okafor" lindqvist --starts 2026-09-08\n'
        "mentorctl pair okafor diaz --follows okafor-lindqvist", writes=True, tells=True
    ),
    CommandEntry(
        "withdraw", "withdraw", "End a pairing, with its last day and the reason.", PAIRS,
        'mentorctl withdraw okafor --on 2027-02-12 --reason "moved to another state"\n'
        "mentorctl withdraw okafor --reasons -", writes=True, tells=True
    ),
    CommandEntry(
        "new", "new", "Set up one more record of a pairing.", YEAR,
        "mentorctl new okafor visit --on 2026-11-12\nmentorctl new okafor experience 3",
        writes=True, tells=True
    ),
    CommandEntry(
        "edit", "edit", "Change a record, in your editor or with --set.", YEAR,
        "mentorctl edit okafor plan\nmentorctl edit okafor plan --set experiences.1.catalogue=7",
        writes=True, tells=True
    ),
    CommandEntry(
        "log", "log", "Add an entry to a pairing's log.", YEAR,
        "mentorctl log okafor --on 2026-10-06 --from 9:00 --until 9:45 --kind meeting",
        writes=True, tells=True, renamed=(("--to", "--until"),)
    ),
    CommandEntry(
        "schedule", "schedule", "Plan a meeting or a visit ahead.", YEAR,
        (
            "mentorctl schedule kickoff --on 2026-09-15 --from 09:00 --until 15:00\n"
            "mentorctl schedule okafor visit --on 2026-11-12 --where Hollis"
        ), writes=True, tells=True
    ),
    CommandEntry(
        "attend", "attend", "Note who attended a meeting.", YEAR,
        "mentorctl attend kickoff --all --on 2026-09-15\nmentorctl attend kickoff okafor lindqvist",
        writes=True, tells=True
    ),
    CommandEntry(
        "hand-in", "hand_in", "Note that an experience was handed over.", YEAR,
        "mentorctl hand-in okafor 1 --on 2026-11-12 --evidence syllabus.docx", writes=True,
        tells=True
    ),
    CommandEntry(
        "comment", "comment", "Write the comment form of an experience.", YEAR,
        'mentorctl comment okafor 1 --text "Thorough, practical, and already in use."', writes=True,
        tells=True
    ),
    CommandEntry(
        "receive", "receive", "Note that comment forms or a visit report came.", YEAR,
        'mentorctl receive okafor 1 2\nmentorctl receive okafor visit --ask "How was the lab?"',
        writes=True, tells=True
    ),
    CommandEntry(
        "approve", "approve", "Approve a plan, or an experience of a team's own.", YEAR,
        "mentorctl approve okafor plan --on 2026-09-22", writes=True, tells=True
    ),
    CommandEntry(
        "mark", "mark", "Note the day of a training, a task, a sign-off or another date.", YEAR,
        "mentorctl mark completers-sent --by ruiz --on 2027-04-26\n"
        "mentorctl mark okafor guide-reviewed --on 2027-02-01", writes=True, tells=True
    ),
    CommandEntry(
        "extend", "extend", "Give a pairing more time for a milestone.", YEAR,
        "mentorctl extend okafor plan --until 2026-11-13 --by ruiz --reason flu",
        writes=True, tells=True
    ),
    CommandEntry(
        "waive", "waive", "Do without one need of a pairing.", YEAR,
        'mentorctl waive okafor meetings/midyear:attended --by ruiz --reason "snow"', writes=True,
        tells=True
    ),
    CommandEntry(
        "check", "check", "Find everything in the folder that needs a person.", LOOK,
        "mentorctl check\nmentorctl check okafor"
    ),
    CommandEntry(
        "explain", "explain", "Say what a finding means and how to mend it.", LOOK,
        "mentorctl explain milestone-late"
    ),
    CommandEntry(
        "status", "status", "Show who stands where and whose move it is.", LOOK,
        "mentorctl status\nmentorctl status okafor", writes=True
    ),
    CommandEntry(
        "due", "due", "Show who owes what by when.", LOOK,
        "mentorctl due --within 14d --owner mentor", writes=True
    ),
    CommandEntry(
        "calendar", "calendar", "Make a calendar of last days, meetings and visits (.ics).", LOOK,
        "mentorctl calendar okafor --out okafor.ics\nmentorctl calendar --owner mentor",
        writes=True, renamed=(("--role", "--owner"),)
    ),
    CommandEntry(
        "remind", "remind", "Draft messages to those who owe something; nothing is sent.", LOOK,
        "mentorctl remind --within 14d --out ../drafts\nmentorctl remind kayla", writes=True,
        tells=True, renamed=(("--to", "--person"),)
    ),
    CommandEntry(
        "standards", "standards", "Show how the program stands with its state's standards.", LOOK,
        "mentorctl standards --holes", writes=True
    ),
    CommandEntry(
        "report", "report", "Make one page of the year, to open in a browser or to print.", LOOK,
        "mentorctl report\nmentorctl report --for public --out year.html", writes=True
    ),
    CommandEntry(
        "reassign", "reassign", "Find somebody another mentor, step by step, in confidence.", CASES,
        renamed=(("--draft", "--letter"),)
    ),
    CommandEntry(
        "evaluate", "evaluate", "Ask people what they think, and keep who said what sealed.", CASES,
        renamed=(("--sheet", "--answers"), ("--by", "--per"))
    ),
    CommandEntry(
        "completers", "completers", "List who has completed the year, and why others have not.",
        END, "mentorctl completers --explain\nmentorctl completers --out completers.pdf",
        writes=True, renamed=(("--by", "--per"),)
    ),
    CommandEntry(
        "invoices", "invoices", "Say what mentors and advisors are owed, from who completed.", END,
        "mentorctl invoices --out invoices.csv", writes=True
    ),
    CommandEntry(
        "grievance", "grievance", "Take a grievance through its steps, sealed from others.", CASES,
        renamed=(("--from", "--text-file"),)
    ),
    CommandEntry(
        "render", "render", "Fill a form from the records: DOCX, PDF, HTML.", END,
        "mentorctl render plan okafor\nmentorctl render --packet --all", writes=True, tells=True
    ),
    CommandEntry(
        "sign", "sign", "Sign a record with your own key, or decline to.", SIGN,
        "mentorctl sign okafor plan", writes=True, tells=True, renamed=(("--as", "--role"),)
    ),
    CommandEntry(
        "attest", "attest", "Vouch for a signature on paper.", SIGN,
        "mentorctl attest okafor log mentee --scan log.pdf --signed-on 2026-10-06", writes=True,
        tells=True
    ),
    CommandEntry(
        "audit", "audit", "Hold the history to what it says: who signed what, and when.", SIGN,
        "mentorctl audit", renamed=(("--since", "--after"),)
    ),
    CommandEntry(
        "save", "save", "Keep hand edits in the folder's history.", SIGN, "mentorctl save",
        writes=True, tells=True
    ),
    CommandEntry(
        "undo", "undo", "Take your last change back, with a new one; again goes further back.",
        SIGN, "mentorctl undo", writes=True, tells=True
    ),
    CommandEntry(
        "redo", "redo", "Bring back what undo took.", SIGN, "mentorctl redo", writes=True,
        tells=True
    ),
    CommandEntry(
        "history", "history", "Tell who changed what, from what to what, and who signed.", SIGN,
        "mentorctl history okafor plan"
    ),
    CommandEntry(
        "receipt", "receipt", "Prove a signed record to anyone, without this toolkit.", SIGN,
        "mentorctl receipt okafor plan", writes=True, tells=True
    ),
    CommandEntry(
        "sync", "sync", "Bring in what others did, and send what was done here.", KEEP,
        "mentorctl sync", writes=True, tells=True
    ),
    CommandEntry(
        "upgrade", "upgrade", "Bring an older folder to the newest format.", KEEP,
        "mentorctl upgrade", writes=True, tells=True
    ),
    CommandEntry(
        "rollover", "rollover",
        "Begin the next program year: its days, and the pairings that run on.", KEEP,
        "mentorctl rollover 2027-2028 --dry-run", writes=True, tells=True
    ),
    CommandEntry(
        "retain", "retain", "Say what need not be kept any longer, and destroy it with consent.",
        KEEP, "mentorctl retain\nmentorctl retain --destroy --consent ruiz --dry-run", writes=True
    ),
    CommandEntry(
        "guard", "guard", "Watch over a shared folder: refuse what must not come in.", KEEP,
        "mentorctl guard --install program.git", writes=True
    ),
    CommandEntry(
        "schema", "schema", "Write the help that editors give while typing.", KEEP,
        "mentorctl schema", writes=True
    ),
    CommandEntry(
        "help", "help", "Tell about one command, or about names, days and the like.", HELP,
        "mentorctl help extend\nmentorctl help names"
    ),
)
# fmt: on

# what other programs call, and no person types
HIDDEN: tuple[CommandEntry, ...] = (
    CommandEntry("merge-driver", "merge_driver", "Merge one record for plain git."),
)
