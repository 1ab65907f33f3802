"""What a form is, and what its view is given to look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

import msgspec

from mentorctl.model.completer_list import CompleterEntry, CompleterList
from mentorctl.model.evaluation_report import EvaluationView
from mentorctl.model.person import Person, name_of
from mentorctl.model.program import Program
from mentorctl.model.standards_report import StandardsReport
from mentorctl.model.team import Shared, Team
from mentorctl.model.words import Words

__all__ = [
    "Form",
    "FormContext",
    "FormDocument",
    "Lack",
    "Mode",
    "Origin",
    "Sheet",
    "SignatureLine",
    "Value",
]

Value = str | bool | Sequence["Value"] | Mapping[str, "Value"]
Mode = Literal["filled", "draft", "blank"]


class Origin(NamedTuple):
    """Where a sheet's answers come from, for its foot.

    Attributes:
        commit: The first commit that has all that the sheet shows, short: its records, and the
            program, the people and the evidence behind them; empty where its first record is in
            none.
        digest: The SHA-256 of the content of all these, in hex; empty where there is none.
        saved: Whether all of it is as that commit has it.
    """

    commit: str
    digest: str
    saved: bool


class SignatureLine(NamedTuple):
    """What a signature line knows.

    Attributes:
        state: One of the states of a signature: `valid`, `attested`, `stale`, `declined` …
        by: The id of the person who signed.
        on: The day, in the program's time zone.
        how: In words: `with the key SHA256:…`, `on paper, attested by …`.
    """

    state: str
    by: str
    on: dt.date | None
    how: str


class FormContext(msgspec.Struct, kw_only=True, frozen=True, dict=True):
    """What every view may look at besides the pairing's own records.

    Attributes:
        program: The program, for its catalogue, agency and source.
        words: The program's own terms.
        people: Everybody by id; a person whose file cannot be read is missing here.
        year: The program year, `2026-2027`.
        today: The day that the files' properties give as the day they were made; standing and
            completion are judged as of it.
        mode: `filled` asks for every required answer; `draft` shows what is missing; `blank`
            leaves the records' answers out, to be written by hand.
        shared: The year's meetings and facts.
        teams: Gives the pairings of the year, for forms that list them.
        completers: Judges the pairings of the year by what makes a completer, as of `today`.
        judge: The same of one pairing (its id), where that can be had without the others.
        naming: The pairings (ids) that may name a person (their id), where that can be had
            without reading them all.
        with_role: Those who have a role, where that can be had without reading everybody.
        evaluations: What was shown of the year's questionnaires.
        standards: Judges the program by the standards it follows, as of `today`.
        address: Where the shared folder is, as others reach it too; empty where nobody knows.
        recorded: Where the program is not as it is now: as what it was recorded, for the foot.
        origin: Where a sheet comes from, by its records (their paths in the program folder).
        signed: What is known of a role's signature on a record (its path, the role's id).
        judge_approval: Sets what of a pairing's plan was changed after its approval; the history
            is asked for that, so only the form that says it has it set.
    """

    program: Program
    words: Words
    people: Mapping[str, Person]
    year: str
    today: dt.date
    mode: Mode = "filled"
    shared: Shared = msgspec.field(default_factory=lambda: Shared(meetings={}))
    teams: Callable[[], Iterable[Team]] = tuple
    completers: Callable[[], CompleterList] = lambda: CompleterList("", "", dt.date.min, (), ())
    judge: Callable[[str], CompleterEntry | None] | None = None
    naming: Callable[[str], Iterable[str]] | None = None
    with_role: Callable[[str], Iterable[Person]] | None = None
    evaluations: Callable[[], Sequence[EvaluationView]] = tuple
    standards: Callable[[], StandardsReport] = lambda: StandardsReport(
        "", "", dt.date.min, 0, 0, ()
    )
    address: str = ""
    recorded: str = ""
    origin: Callable[[Sequence[str]], Origin] = lambda _: Origin("", "", saved=True)
    signed: Callable[[str, str], SignatureLine | None] = lambda _, __: None
    judge_approval: Callable[[Team], None] = lambda _: None

    @cached_property
    def staff(self) -> tuple[Person, ...]:
        """The agency's staff, in the order of their ids."""
        if self.with_role is not None:
            return tuple(self.with_role("staff"))
        return tuple(person for _, person in sorted(self.people.items()) if "staff" in person.roles)

    def entry(self, pairing_id: str) -> CompleterEntry | None:
        """A pairing of the year with what keeps it off the list of completers."""
        return self.judge(pairing_id) if self.judge else self._judged.get(pairing_id)

    def completed_with(self, person_id: str) -> CompleterList:
        """The part of the list of completers that a person may have been mentor or advisor of."""
        if self.naming is None or self.judge is None:
            return self.completers()
        found = [entry for name in self.naming(person_id) if (entry := self.judge(name))]
        found.sort(key=lambda entry: (entry.row.mentee_id, entry.pairing))
        done = tuple(entry for entry in found if not entry.reasons)
        return CompleterList(self.program.name, self.year, self.today, done, ())

    @cached_property
    def _judged(self) -> Mapping[str, CompleterEntry]:
        found = self.completers()
        return {entry.pairing: entry for entry in (*found.completers, *found.others)}

    def has_role(self, role: str) -> bool:
        """Whether the program has a role."""
        return any(each.id == role for each in self.program.roles)

    def name(self, person_id: str | None) -> str:
        """A person's name as it stands on forms; their id while their file cannot be read."""
        return name_of(self.people, person_id)


class Gap(NamedTuple):
    """A required answer that a record does not have.

    Attributes:
        path: The record, relative to the program folder.
        where: The way to the field in it.
        label: What the form calls it.
    """

    path: str
    where: tuple[str | int, ...]
    label: str


class Sheet(NamedTuple):
    """One form, filled in: plain values only, so a template can reach nothing else.

    Attributes:
        form: The form's name: `comment`.
        title: What the running header calls it: `Mentor Comment Form 1`.
        who: Whom it is about: `Devon Marsh and Robert Szymanski`; empty for a whole program.
        template: Its file in `templates/forms/`.
        records: The records that its answers come from, relative to the program folder; the foot
            names the first.
        values: What the template sees.
        gaps: Required answers that are not there.
        landscape: Whether its pages are wider than high.
        framed: Whether it is a page for the wall: in a frame, without running header.
    """

    form: str
    title: str
    who: str
    template: str
    records: tuple[str, ...]
    values: Mapping[str, Value]
    gaps: tuple[Gap, ...] = ()
    landscape: bool = False
    framed: bool = False


class FormDocument(NamedTuple):
    """One file to be made: a sheet, or a packet of them.

    Attributes:
        name: What it is, in its file name: `plan`, `comment-1`.
        about: The pairing or person that it is about, in its file name; may be empty.
        title: What the file's properties give as its title.
        sheets: What is in it, in order.
    """

    name: str
    about: str
    title: str
    sheets: tuple[Sheet, ...]


class Lack(NamedTuple):
    """Why a pairing has nothing to print.

    Attributes:
        message: What is wrong.
        hint: What to do next.
    """

    message: str
    hint: str


class Form(NamedTuple):
    """One form.

    Attributes:
        name: Its name in commands and file names.
        title: What it is called in messages; may hold `{terms}`.
        start: The command that begins the record it prints; `{pairing}` stands for the pairing.
        of_pairing: The documents it makes of a pairing, none while there is nothing to print;
            left out where the form is of the whole program only.
        of_program: The documents it makes of the whole program; left out where it is of a
            pairing only.
        lacking: Why a pairing has nothing to print; left out where `start` says it all.
        in_packet: The documents of a pairing in its packet, where they are not the same.
        of_people: Why somebody has no such form, behind their name, with `{terms}`; left out where
            the form is not made for single people.
        of_meetings: Whether the whole program's documents are one for each meeting of program.yaml,
            named `FORM-MEETING`.
    """

    name: str
    title: str
    start: str
    of_pairing: Callable[[Team, FormContext], list[FormDocument]] | None = None
    of_program: Callable[[FormContext], list[FormDocument]] | None = None
    lacking: Callable[[Team, FormContext], Lack] | None = None
    in_packet: Callable[[Team, FormContext], list[FormDocument]] | None = None
    of_people: Lack | None = None
    of_meetings: bool = False

    def packed(self, team: Team, context: FormContext) -> list[FormDocument]:
        """The documents of a pairing in its packet."""
        made = self.in_packet or self.of_pairing
        return made(team, context) if made else []
