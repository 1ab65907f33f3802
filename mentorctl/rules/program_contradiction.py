"""program.yaml contradicts itself.

What it finds
    A program year that is not two consecutive years; an unknown time zone; days that no month
    has; windows that end before they begin; the same id or number twice; roles, records,
    meetings, experiences or fields that are named in one place and exist in none; a milestone
    with no due date or with several; blanks that the text of their clause does not show;
    coordinators who are not in people/; holidays on no day or on several; records that are kept
    for two times or none; questionnaires that nobody could answer, or whose answers would not
    stay hidden; codes under check: allow that no finding has.

Why it matters
    program.yaml says what everybody is judged by. Where it cannot be followed, nobody can
    finish.

Example
    - id: first-half
      due: {date: 12-14, target: 1}
      needs: [experiences/7:sent_to_mentor]
    has two due dates, and a year has four experiences

How to mend it
    Correct the line that is named. The preset that the file was made from shows how each part
    is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.kinds import RECORD_KINDS
from mentorctl.model.program_standing import PER_PERSON
from mentorctl.model.roles import SIDES
from mentorctl.rules._lookups import Guesses, is_known
from mentorctl.rules._program_duties import duty_faults
from mentorctl.rules._program_questionnaires import days_asked, questionnaire_faults
from mentorctl.rules._program_settings import setting_faults
from mentorctl.rules._program_sources import source_faults
from mentorctl.rules._program_unusable import hit, needs, unusable
from mentorctl.rules._shared import add_person
from mentorctl.rules.base import Book, Context, Hits, ProgramRule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from mentorctl.model.finding import Where
    from mentorctl.model.program import Program

_LONGEST = {"02": 29, "04": 30, "06": 30, "09": 30, "11": 30}


def check(book: Book, ctx: Context) -> Hits:
    """Find coordinators who are not in people/; `contradictions` finds all else."""
    for index, person in enumerate(ctx.program.coordinators):
        if not is_known(book, person):
            yield hit(
                ("coordinators", index),
                f"{ctx.words['coordinator']} {person} has no file in people/",
                f"correct the id, or {add_person(person)}",
            )


def contradictions(program: Program, codes: Collection[str] = ()) -> Hits:
    """Everything in which a program contradicts itself, without a look at its records.

    Args:
        program: The program.
        codes: The code of every finding there is; where none are given, the codes that the
            program allows are not looked at.
    """
    yield from unusable(program)
    yield from _month_days(program)
    yield from _windows(program)
    yield from _duplicates(program)
    yield from _roles(program)
    yield from _records(program)
    yield from duty_faults(program)
    yield from source_faults(program)
    yield from setting_faults(program)
    yield from questionnaire_faults(program)
    yield from _dues(program)
    yield from _per_person(program)
    yield from _blanks(program)
    yield from _loads(program)
    if codes:
        yield from _codes(program, codes)


def _month_days(program: Program) -> Hits:
    for where, month_day in _all_month_days(program):
        if month_day and int(month_day[3:]) > _LONGEST.get(month_day[:2], 31):
            yield hit(where, f"no month has the day {month_day}", "write month and day, MM-DD")


def _all_month_days(program: Program) -> Iterator[tuple[Where, str | None]]:
    yield ("year_starts",), program.year_starts
    for index, milestone in enumerate(program.calendar):
        yield ("calendar", index, "due", "date"), milestone.due.date
        yield ("calendar", index, "due", "from"), milestone.due.from_
    for where, _, first, last in _spans(program):
        yield (*where, "from"), first
        yield (*where, "until"), last
    for index, holiday in enumerate(program.holidays):
        yield ("holidays", index, "date"), holiday.date
    for index, phase in enumerate(program.phases):
        yield ("phases", index, "from"), phase.from_
        yield ("phases", index, "until"), phase.until
    yield from days_asked(program)


def _spans(program: Program) -> Iterator[tuple[Where, str, str, str]]:
    for index, meeting in enumerate(program.meetings):
        yield ("meetings", index), f"meeting {meeting.id}", meeting.from_, meeting.until
    for index, semester in enumerate(program.experiences.semesters):
        place = ("experiences", "semesters", index)
        yield place, f"semester {semester.number}", semester.from_, semester.until


def _windows(program: Program) -> Hits:
    def place(month_day: str) -> tuple[bool, str]:
        return month_day < program.year_starts, month_day

    hint = f"a program year begins on {program.year_starts} here; exchange or correct the two"
    for where, what, first, last in _spans(program):
        if place(last) < place(first):
            message = f"{what} ends on {last}, before it begins on {first}"
            yield hit((*where, "until"), message, hint)
    for index, milestone in enumerate(program.calendar):
        first_day, due = milestone.due.from_, milestone.due.date
        if first_day and due and place(due) < place(first_day):
            message = f"{milestone.id} is due on {due}, before its window begins on {first_day}"
            yield hit(("calendar", index, "due", "date"), message, hint)


def _duplicates(program: Program) -> Hits:
    for where, field, values in _unique(program):
        seen = set()
        for index, value in enumerate(values):
            if value in seen:
                yield hit(
                    (*where, index, field),
                    f"{field} {value} stands here a second time",
                    f"give each its own {field}, or remove one of the two",
                )
            seen.add(value)
    for name in ("focal_points", "decision_points"):
        yield from _duplicate_items(program, name)


def _unique(program: Program) -> Iterator[tuple[Where, str, Iterable[str | int]]]:
    experiences = program.experiences
    yield ("roles",), "id", (role.id for role in program.roles)
    yield ("calendar",), "id", (milestone.id for milestone in program.calendar)
    yield ("meetings",), "id", (meeting.id for meeting in program.meetings)
    yield ("reflection",), "id", (part.id for part in program.reflection)
    yield ("agreement", "clauses"), "id", (clause.id for clause in program.agreement.clauses)
    yield ("guide", "tasks"), "id", (task.id for task in program.guide.tasks)
    yield ("dates",), "id", (own.id for own in program.dates)
    yield ("handouts",), "id", (each.id for each in program.handouts)
    yield ("mentors", "criteria"), "id", (each.id for each in program.mentors.criteria)
    yield ("experiences", "semesters"), "number", (part.number for part in experiences.semesters)
    yield ("experiences", "catalogue"), "number", (entry.number for entry in experiences.catalogue)
    ratings = (rating.value for rating in program.focal_points.ratings)
    yield ("focal_points", "ratings"), "value", ratings


def _duplicate_items(program: Program, name: str) -> Hits:
    seen = set()
    for index, group in enumerate(getattr(program, name).groups):
        for place, item in enumerate(group.items):
            if item.id in seen:
                yield hit(
                    (name, "groups", index, "items", place, "id"),
                    f"id {item.id} stands in this checklist a second time",
                    "give each item its own id",
                )
            seen.add(item.id)


def _roles(program: Program) -> Hits:
    known = {role.id for role in program.roles}
    guesses = Guesses(sorted(known))
    for where, role in _named_roles(program):
        if role not in known:
            guess = guesses.of(role)
            hint = (
                f"did you mean {guess}?" if guess else f"its roles are {', '.join(sorted(known))}"
            )
            yield hit(where, f"this program has no role {role}", hint)


def _named_roles(program: Program) -> Iterator[tuple[Where, str]]:
    for index, milestone in enumerate(program.calendar):
        if isinstance(milestone.owner, str):
            yield ("calendar", index, "owner"), milestone.owner
        else:
            for place, role in enumerate(milestone.owner):
                yield ("calendar", index, "owner", place), role
    for name, setting in program.records.items():
        for place, role in enumerate(setting.signed_by):
            yield ("records", name, "signed_by", place), role
    for index, meeting in enumerate(program.meetings):
        for place, role in enumerate(meeting.attended_by):
            yield ("meetings", index, "attended_by", place), role
    yield from _roles_of_acts(program)
    yield from _roles_of_grievances(program)


def _roles_of_acts(program: Program) -> Iterator[tuple[Where, str]]:
    for index, training in enumerate(program.trainings):
        yield ("trainings", index, "role"), training.role
    for index, own in enumerate(program.dates):
        if own.by is not None:
            yield ("dates", index, "by"), own.by


def _roles_of_grievances(program: Program) -> Iterator[tuple[Where, str]]:
    for index, step in enumerate(program.grievance.steps):
        if step.recipient:
            yield ("grievance", "steps", index, "recipient"), step.recipient
        for place, role in enumerate(step.skipped_when_about):
            yield ("grievance", "steps", index, "skipped_when_about", place), role


def _records(program: Program) -> Hits:
    known = [kind.name for kind in RECORD_KINDS]
    guesses = Guesses(known)
    for name in program.records:
        if name not in known:
            guess = guesses.of(name)
            yield hit(
                ("records", name),
                f"there is no record called {name}",
                f"did you mean {guess}?" if guess else f"the records are {', '.join(known)}",
            )


def _dues(program: Program) -> Hits:
    count = program.experiences.count
    for index, milestone in enumerate(program.calendar):
        due, where = milestone.due, ("calendar", index, "due")
        given = [name for name in ("date", "target", "after") if getattr(due, name) is not None]
        if len(given) != 1:
            yield hit(
                where,
                f"{milestone.id} has " + (f"both {' and '.join(given)}" if given else "no due day"),
                "give exactly one of date, target and after",
            )
        elif (due.months or due.weeks or due.days) and due.after is None:
            yield hit(
                where,
                f"{milestone.id} has the length of a span, but not what it comes after",
                "add after, or take months, weeks and days out",
            )
        if due.target is not None and not 1 <= due.target <= count:
            yield hit(
                (*where, "target"),
                f"{milestone.id} waits for experience {due.target}, a year has {count}",
                f"write a number from 1 to {count}, or change the semesters",
            )


def _per_person(program: Program) -> Hits:
    """Facts that people owe one by one, where a single day or nobody is asked."""
    for where, text in needs(program):
        name = text.removeprefix("year:")
        if name == text or name not in PER_PERSON:
            continue
        milestone = program.calendar[where[1]] if isinstance(where[1], int) else None
        if milestone is None or not all(need.startswith("year:") for need in milestone.needs):
            yield hit(
                where,
                f"{text} is dated by person, and cannot be a need of a pairing",
                "give it a milestone of its own in the calendar",
            )
        elif not set(SIDES).intersection(milestone.owners):
            yield hit(
                ("calendar", where[1], "owner"),
                f"{text} is dated by person, and nobody in a pairing has this role",
                f"name one or more of {', '.join(SIDES)}",
            )


def _blanks(program: Program) -> Hits:
    """Blanks of the agreement that its clause does not print, so that nobody could read them."""
    for index, clause in enumerate(program.agreement.clauses):
        for place, blank in enumerate(clause.blanks):
            if f"[{blank}]" not in clause.text:
                yield hit(
                    ("agreement", "clauses", index, "blanks", place),
                    f"the text of {clause.id} has no place for its blank {blank}",
                    f"write [{blank}] into the text where the blank is to stand",
                )


def _loads(program: Program) -> Hits:
    setting = program.mentors
    if (
        setting.most_pairings is not None
        and setting.recommended_pairings is not None
        and setting.recommended_pairings > setting.most_pairings
    ):
        yield hit(
            ("mentors", "recommended_pairings"),
            "more pairings are recommended than are allowed",
            "make recommended_pairings no more than most_pairings",
        )


def _codes(program: Program, codes: Collection[str]) -> Hits:
    guesses = Guesses(sorted(codes))
    for index, code in enumerate(program.check.allow):
        if code not in codes:
            guess = guesses.of(code)
            yield hit(
                ("check", "allow", index),
                f"there is no finding with the code {code}",
                f"did you mean {guess}?" if guess else "remove it",
            )


RULE = ProgramRule("program-contradiction", "error", check)
