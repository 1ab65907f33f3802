"""Twenty errands of a coordinator, typed as she would, and how many commands each takes.

The words are those that somebody types who has not read the help: names in any order, days as
they are written on paper, a role where a person is meant. None of them may be refused.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

from support.clock import Clock
from support.run import mentorctl

from mentorctl.cli.commands.demo import build

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from support.folders import Once

ROSTER = """\
Prairie View Schools – mentors and new teachers,,,,,,
Last Name,First Name,Role,E-mail,Phone (cell),School Name,Yrs Exp
Okafor,Amara,Protégé,amara.okafor@pv.example,(573) 555-0142,Hollis Creek HS,0
Lindqvist,Teo,Mentor,teo.lindqvist@pv.example,573.555.0117,Marlow Tech,9
"Haddad",Noor,Content Advisor,noor.haddad@pv.example,573-555-0199,,N/A
Total,3,,,,,
"""
PAIRS = (
    "Protégé,Mentor,Content Advisor,Start Date\nAmara Okafor,Teo Lindqvist,Noor Haddad,9/14/2026\n"
)
PLAN = """\
pairing,experience,catalogue,planned
okafor,1,7,A unit on soil
okafor,2,8,A visit to two employers
okafor,3,9,A flyer for the open house
okafor,4,10,A portfolio of student work
"""


class Errand(NamedTuple):
    """What she wants, the commands that she types, and what the last one says."""

    wish: str
    commands: tuple[tuple[str, ...], ...]
    said: str


# in a new folder, on November 30
BEGUN = (
    Errand(
        "start the year",
        (("init", ".", "--preset", "missouri-career-education", "--year", "2026-27"),),
        "program folder for 2026-2027",
    ),
    Errand("bring in the school's roster", (("import", "../roster.csv"),), "done: 3 people"),
    Errand("bring in who mentors whom", (("import", "../pairs.csv"),), "done: 1 pairing"),
    Errand("whose phone is it?", (("person", "haddad, noor"),), r"phone \(cell\) +573.555.0199"),
    Errand(
        "a number has changed",
        (("person", "edit", "Noor Haddad", "--set", "phones.cell=573-555-0100"),),
        "573-555-0100",
    ),
    Errand(
        "everybody was at the kickoff",
        (("attend", "kickoff", "--all", "--on", "9/15/2026"),),
        "kickoff meeting of 2026-09-15: Amara Okafor and Teo Lindqvist",
    ),
    Errand("bring the plan in", (("import", "../plan.csv"),), "done: 4"),
    Errand(
        "the advisor approved it on paper",
        (("approve", "Okafor", "plan", "--by", "content advisor", "--on", "Oct. 15, 2026"),),
        "amara-okafor-teo-lindqvist: .*2026-10-15",
    ),
    Errand(
        "they met",
        (
            ("log", "Amara", "--on", "Oct 20 2026", "--from", "3:30pm", "--until", "4:15 PM",
             "--kind", "meeting", "--topics", "first unit"),
        ),
        "meeting on 2026-10-20, 15:30 to 16:15",
    ),
    Errand(
        "the work came in yesterday",
        (("hand-in", "Amara", "experience", "1", "--on", "yesterday"),),
        "experience 1, on 2026-11-29",
    ),
    Errand("the comment form came", (("comment", "okafor", "exp", "1", "--text", "Very good."),),
           "comment on experience 1"),
    Errand("that was too early", (("undo", "--yes"),), "done: undo: comment on experience 1"),
    Errand(
        "give them until Christmas",
        (("extend", "okafor", "experiences-1-2", "--until", "12/24/2026", "--by", "advisor",
          "--reason", "flu"),),
        "experiences-1-2 until 2026-12-24, approved by Noor Haddad",
    ),
    Errand("correct a date", (("edit", "okafor", "experience", "1", "--set",
                               "Date Achieved=2026-11-25"),), "2026-11-25"),
)  # fmt: skip
# in the sample, on April 27
IN_SPRING = (
    Errand("who is late?", (("due",),), "2 overdue"),
    Errand("what does Denise's pair still owe?", (("due", "Dunning, Kayla"),), "^2 overdue and 0"),
    Errand("how do Patricia's pairings stand?", (("status", "Patricia Nakamura"),), "10 pairings"),
    Errand("what does that mean?", (("explain", "milestone", "missed"),), "^milestone-missed"),
    Errand("the list for finance", (("completers", "--to", "csv"),), "^mentee_id,"),
    Errand("who changed Renée's plan?", (("history", "Renee", "plan"),), "545bbba02e|revision 2"),
)  # fmt: skip


def _run(errands: tuple[Errand, ...], folder: Path) -> int:
    commands = 0
    for errand in errands:
        said = ""
        for words in errand.commands:
            done = mentorctl(*words, cwd=folder)
            assert done.code == 0, f"{errand.wish}: {done.err}"
            said = done.out + done.err
            commands += 1
        assert re.search(errand.said, said, re.MULTILINE), f"{errand.wish}: {said}"
    return commands


def test_a_year_begins_with_a_command_an_errand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "prairie"
    folder.mkdir()
    for name, text in (("roster", ROSTER), ("pairs", PAIRS), ("plan", PLAN)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    Clock(monkeypatch).now = dt.datetime(2026, 11, 30, 18, tzinfo=dt.UTC)

    assert _run(BEGUN, folder) == len(BEGUN) == 14
    record = folder / "pairings/2026-2027/amara-okafor-teo-lindqvist/experiences/1.yaml"
    text = record.read_text(encoding="utf-8")
    assert "achieved: 2026-11-25" in text
    assert "sent_to_mentor: 2026-11-29" in text


def test_a_year_is_looked_through_with_a_command_an_errand(
    once: Once, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = once("demo", lambda place: build(place / "program")) / "program"
    Clock(monkeypatch).now = dt.datetime(2027, 4, 27, 18, tzinfo=dt.UTC)

    assert _run(IN_SPRING, sample) == len(IN_SPRING) == 6
