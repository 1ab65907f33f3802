"""A coordinator's errands, typed as she would, and how many commands each takes.

The words are those that somebody types who has not read the help: names in any order, days as
they are written on paper, a role where a person is meant. None of them may be refused: 32 errands
take 33 commands.
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

STAFF = """\
Division of Children and Family Services,,,,
Employee,Role,Email,Office,Hired
"Vega, Marisol",Mentee,mvega@office.example,Omaha,9/21/2026
"Brandt, Tom",Mentee,tbrandt@office.example,Omaha,9/21/2026
"Reed, J.R.",Mentor,reed@office.example,Omaha,6/15/2015
"Kerr, Pat",Supervisor,kerr@office.example,Omaha,6/15/2010
"""
CASEWORK = """\
Trainee,Mentor,Supervisor,Start
"Vega, Marisol",J. R. Reed,Pat Kerr,9/28/2026
Tom Brandt,J.R. Reed,Pat Kerr,9/28/2026
"""
# a year of another program, on November 30; what was refused, or misunderstood, when it was first
# tried: SP512, the other order, a table's name as a command, who is coordinator already
ELSEWHERE = (
    Errand("start with the preset", (("init", ".", "--preset", "nebraska-child-welfare", "--year",
                                     "2026/27"),), "program folder for 2026-2027"),
    Errand("bring in the office's list", (("import", "../staff.csv", "--columns",
                                             "Office=school"),), "done: 4 people"),
    Errand("bring in who mentors whom", (("import", "../casework.csv", "--columns",
                                         "Trainee=mentee"),),
           r"more of this kind \[training-missing\]"),
    Errand("she keeps the folder", (("person", "add", "rosa-lang", "--name", "Rosa Lang", "--role",
                                    "coordinator", "--email", "rosa@office.example"),
                                   ("edit", "program", "--set", "coordinators.+=rosa-lang")),
           "rosa-lang added"),
    Errand("the training was taken", (("mark", "marisol", "SP512", "--on", "Sept 24, 2026"),),
           "SP 512 taken by Marisol Vega on 2026-09-24"),
    Errand("and the other one, said the other way round", (("mark", "SW 020", "vega"),),
           "SW 020 taken by Marisol Vega on 2026-11-30"),
    Errand("the mentor is confirmed", (("mark", "vega", "mentor-confirmed", "--by", "supervisor"),),
           "mentor confirmed on 2026-11-30, by Pat Kerr"),
    Errand("the guide was gone through", (("mark", "guide-reviewed", "vega", "--on", "9/30/2026"),),
           "guide reviewed on 2026-09-30"),
    Errand("they met", (("log", "vega", "--on", "10/20/2026", "--from", "9am",
                        "--until", "10am", "--kind", "meeting", "--topics", "first case"),),
           "meeting on 2026-10-20, 09:00 to 10:00"),
    Errand("the agreement's blanks", (("edit", "agreement", "vega", "--set",
                                      "We will meet minimally=weekly"),), "weekly"),
    Errand("which forms are there?", (("render", "calendar", "--blank", "--to", "html"),),
           "calendar"),
    Errand("who has finished?", (("completers", "--to", "csv"),), "^mentee_id,"),
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


def test_a_year_of_another_program_begins_with_a_command_an_errand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    for name, text in (("staff", STAFF), ("casework", CASEWORK)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    Clock(monkeypatch).now = dt.datetime(2026, 11, 30, 18, tzinfo=dt.UTC)

    assert _run(ELSEWHERE, folder) == len(ELSEWHERE) + 1 == 13
    for words, said in ((("hand-in", "vega", "1"), "pairings have no experiences"),
                        (("attend", "kickoff", "--all"), "--kind meeting --from HH:MM --until"),
                        (("visits",), "mentorctl new PAIRING visit"),
                        (("render", "vega"), "mentorctl render FORM")):  # fmt: skip
        done = mentorctl(*words, cwd=folder)
        assert (done.code, said in " ".join(done.err.split())) == (2, True), done.err


def test_a_year_is_looked_through_with_a_command_an_errand(
    once: Once, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = once("demo", lambda place: build(place / "program")) / "program"
    Clock(monkeypatch).now = dt.datetime(2027, 4, 27, 18, tzinfo=dt.UTC)

    assert _run(IN_SPRING, sample) == len(IN_SPRING) == 6
