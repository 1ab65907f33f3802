"""What a rule is, and what it is given to look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mentorctl.model.calendar import Calendar
from mentorctl.model.look import Look
from mentorctl.model.meeting import Meeting, YearFacts
from mentorctl.model.pairing import Pairing
from mentorctl.model.person import Person
from mentorctl.model.program import Program
from mentorctl.model.reassignment import MidYear, Reassignment
from mentorctl.model.record import Record
from mentorctl.model.standard import Answers, Standard
from mentorctl.model.team import Several, Shared, Team
from mentorctl.model.words import Words
from mentorctl.rules._lens import PairingLens

if TYPE_CHECKING:
    from mentorctl.model.finding import Severity, Where

# a rule takes from here all that it is made of
__all__ = [
    "Book", "Context", "FileRule", "Hit", "Hits", "ProgramRule", "Rule", "Team", "TeamRule",
]  # fmt: skip


class Hit(NamedTuple):
    """What a rule found; the engine adds the rule's code and the pairing.

    Attributes:
        record: The file. For a team rule relative to the pairing (`plan.yaml`), for a program
            rule relative to the program (`people/ana-ruiz.yaml`).
        where: Keys and indexes that lead to the value; empty for the file itself.
        message: What is wrong: no capital, no full stop, no blame, the program's own terms.
        hint: What to do next, best as a command that can be pasted.
        severity: Where it differs from the rule's own.
        about: What else tells it from others of its rule at its place; a change that only takes
            some of it away brings nothing new. Needed where `where` does not say it all.
    """

    record: str
    where: Where
    message: str
    hint: str
    severity: Severity | None = None
    about: tuple[str, ...] = ()


Hits = Iterator[Hit]


class Context(msgspec.Struct, kw_only=True, frozen=True):
    """What every rule may look at.

    Attributes:
        program: The rules in force.
        calendar: The program's calendar, made ready.
        shared: Meetings and facts of the program year.
        today: The day on which to judge.
        words: The program's own terms; `words["mentee"]`, `words.say("the {mentee}")`.
        people: Everybody by id. Read when asked for, so a rule that does not need a person must
            not look one up; a person whose file cannot be read is missing here.
    """

    program: Program
    calendar: Calendar
    shared: Shared
    today: dt.date
    words: Words
    people: Mapping[str, Person]
    _looked_at: list[PairingLens] = msgspec.field(default_factory=list)

    def look(self, team: Team) -> PairingLens:
        """What rules share that look at a pairing; kept until another one is looked at."""
        if not self._looked_at or self._looked_at[0].team is not team:
            self._looked_at[:] = [
                PairingLens(team, self.calendar, self.shared, self.today, self.people)
            ]
        return self._looked_at[0]


# how a fault begins that is none of the files: nobody can tell without the history
UNJUDGED = "cannot be judged"
NOBODY_KNOWS = f"{UNJUDGED} without the whole history: nothing tells whose keys count"
WHOLE_HISTORY = (
    "have the history at hand: it takes git (see mentorctl --version) and a whole copy (mentorctl"
    " help sharing)"
)


def put_back(what: str) -> str:
    """What to do about a file that must never change and did.

    Args:
        what: What it was then: `signed`, `sent`.
    """
    return (
        f"put back what was {what}; save first what is not saved: mentorctl save; find the change"
        " that edited it: mentorctl history; take that back: mentorctl undo CHANGE"
    )


def unchangeable(file: str, fault: str, said: str, hint: str) -> Hit:
    """What is wrong with a file that must never change; a warning where nobody can tell.

    Args:
        file: The file, relative to the program.
        fault: What is wrong with it.
        said: The same, with what it is a file of.
        hint: What to do next where it did change.
    """
    if fault.startswith(UNJUDGED):
        return Hit(file, (), said, WHOLE_HISTORY, "warning")
    return Hit(file, (), said, hint)


class Book(msgspec.Struct, kw_only=True, frozen=True):
    """The program as a whole, for rules that look across pairings.

    Attributes:
        people: Everybody by id, as far as their files can be read.
        pairings: `pairing.yaml` of the program year by pairing id, as far as it can be read.
        records: What else belongs to the program as a whole, by model and file path.
        completed: The pairings of the year that are on the list of completers, and since when;
            empty where nobody asks for it.
        unfrozen: What is wrong with lists that were sent: the list, the file, and why it proves
            nothing.
        unsound: What is wrong with questionnaires that were begun: its id, the file, and why.
        files: Every file and folder below the program, relative, with `/`.
        broken: The files that exist and cannot be read.
    """

    people: Mapping[str, Person]
    pairings: Mapping[str, Pairing]
    files: tuple[str, ...]
    broken: frozenset[str]
    records: Mapping[type[Record], Mapping[str, Record]] = msgspec.field(default_factory=dict)
    completed: Mapping[str, dt.date] = msgspec.field(default_factory=dict)
    unfrozen: tuple[tuple[str, str, str], ...] = ()
    unsound: tuple[tuple[str, str, str], ...] = ()

    meetings = Several(Meeting)
    years = Several(YearFacts)
    standards = Several(Standard)
    answers = Several(Answers)
    reassignments = Several(Reassignment)
    mid_year = Several(MidYear)
    looks = Several(Look)


class TeamRule(NamedTuple):
    """A rule about the records of one pairing."""

    code: str
    severity: Severity
    check: Callable[[Team, Context], Iterable[Hit]]


class ProgramRule(NamedTuple):
    """A rule about the program as a whole."""

    code: str
    severity: Severity
    check: Callable[[Book, Context], Iterable[Hit]]


class FileRule(NamedTuple):
    """A rule that the reader of files applies itself, because a broken file has no record."""

    code: str
    severity: Severity


Rule = TeamRule | ProgramRule | FileRule
