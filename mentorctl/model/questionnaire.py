"""Questionnaires that a program asks its people, and the sheets they answer.

`program.yaml` says what is asked; when one begins for a year, what was asked, of whom, until when
and for whose keys it is sealed is written down once and signed (`BegunQuestionnaire`). Sheets have
no names: they are only ever sealed, and opened as a whole when it is closed (`vault`).
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

import msgspec

from mentorctl.model.attribution import SourceName
from mentorctl.model.canonical import canonical, data
from mentorctl.model.question import AskedQuestion, NoAnswer, Value, longest, read_answer, written
from mentorctl.model.record import (
    Day,
    MonthDay,
    PersonId,
    Record,
    Slug,
    Text,
    Year,
    YesNo,
    says,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "LEAST_ANSWERS",
    "MARK_BYTES",
    "NAMESPACE",
    "AnswerFault",
    "AnswerSheet",
    "AskedWhen",
    "BegunQuestionnaire",
    "ClosedQuestionnaire",
    "Questionnaire",
    "SealedFor",
    "Span",
    "mark_of",
    "mark_of_sheet",
    "packed",
    "read_sheet",
    "sheet_size",
    "signed_text",
    "unpacked",
]

# with fewer answers nobody would be hidden among the others
LEAST_ANSWERS = 5
# what signatures on questionnaires are for
NAMESPACE = "mentorctl-evaluation"

# of `mark_of`, which stands before a sheet where it is sealed
MARK_BYTES = 32

_GROUP, _ANSWERS = "group", "answers"


class AskedWhen(Record, frozen=True):
    """A day of the program year: that of a milestone, or a month and day."""

    milestone: Annotated[
        Slug | None, says("Milestone", "A row of the calendar with a date; its day is this one")
    ] = None
    date: Annotated[MonthDay | None, says("Date", "Month and day of the program year, MM-DD")] = (
        None
    )
    own: Annotated[YesNo, says("Own", "yes: the day is this program's own, not the source's")] = (
        "no"
    )


class Span(Record, frozen=True):
    """How long after a start each person is asked."""

    after: Annotated[Literal["pairing-start", "mentee-start"], says("After")]
    months: Annotated[int, says("Months", "Length of the span")] = 0
    weeks: Annotated[int, says("Weeks", "Length of the span")] = 0
    days: Annotated[int, says("Days", "Length of the span")] = 0


class Questionnaire(Record, frozen=True, kw_only=True):
    """What some people are asked, without anybody being able to tell who said what."""

    identity = ("id",)
    id: Annotated[Slug, says("Id", "Names it in commands and files")]
    title: Annotated[Text, says("Title")]
    purpose: Annotated[Text, says("Purpose", "What it is for, as people read it")]
    asked: Annotated[
        tuple[Slug, ...], says("Asked", "Roles in a pairing whose people are asked, and no others")
    ]
    of_pairings: Annotated[
        tuple[Literal["active", "completed", "withdrawn", "reassigned"], ...],
        says("Of pairings", "In which state the pairing of those asked is"),
    ] = ("active", "completed")
    opens: Annotated[AskedWhen, says("Opens", "First day on which it is answered")]
    closes: Annotated[AskedWhen, says("Closes", "Last day on which answers are taken")]
    asked_after: Annotated[
        Span | None, says("Asked after", "Where each person is asked on a day of their own")
    ] = None
    threshold: Annotated[
        int, says("Threshold", "With fewer answers nothing is ever opened; 5 or more")
    ] = LEAST_ANSWERS
    counter: Annotated[
        Slug | None,
        says(
            "Counter",
            "Id of the person, or of the role, who alone opens the answers; no {coordinator}",
        ),
    ] = None
    summarised_by: Annotated[
        Literal["content_area", "role", "school", "district", "region"] | None,
        says("Summarised by", "By what of those asked results are given apart; none: whole"),
    ] = None
    questions: Annotated[tuple[AskedQuestion, ...], says("Questions", "In their order")]
    source: SourceName = None
    note: Annotated[Text | None, says("Note", "What to know of it; where sources disagree")] = None


class SealedFor(Record, frozen=True):
    """Somebody for whose key answers are sealed."""

    person: Annotated[PersonId, says("Person", "Their id")]
    keys: Annotated[
        tuple[Text, ...], says("Keys", "Their public keys, as they were registered, one at least")
    ]


class BegunQuestionnaire(Record, frozen=True, kw_only=True):
    """A questionnaire of a year, as it was begun: it holds until it is closed.

    Signed by a coordinator as a whole; whatever of it is other than it was signed, nothing is
    sealed for, taken or opened.
    """

    not_signed = ("signature",)
    program: Annotated[Text, says("Program", "Its id")]
    year: Annotated[Year, says("Year")]
    begun_on: Annotated[Day, says("Begun on")]
    opens_on: Annotated[Day, says("Opens on", "First day on which it is answered")]
    closes_on: Annotated[Day, says("Closes on", "Last day on which answers are taken")]
    questionnaire: Annotated[Questionnaire, says("Questionnaire", "As program.yaml had it")]
    threshold: Annotated[int, says("Threshold", "With fewer answers nothing is ever opened")]
    size: Annotated[int, says("Size", "How many bytes a sheet is filled up to before it is sealed")]
    groups: Annotated[
        tuple[Text, ...], says("Groups", "What a sheet can say that its writer belongs to")
    ] = ()
    counter: Annotated[SealedFor, says("Counter", "Who alone opens the answers")]
    collector: Annotated[SealedFor, says("Collector", "Who takes the sheets, and sees from whom")]
    signed_by: Annotated[PersonId, says("Signed by", "Id of the {coordinator} who began it")]
    signature: Annotated[
        Text | None, says("Signature", "SSHSIG over all of it, armoured, mentorctl-evaluation")
    ] = None


class ClosedQuestionnaire(Record, frozen=True, kw_only=True):
    """That a questionnaire of a year is closed: who answered, and which sealed sheets count.

    Nothing here ties a sheet to a person: both lists are sorted, and the sheets' names are random.
    """

    year: Annotated[Year, says("Year")]
    questionnaire: Annotated[Slug, says("Questionnaire", "Its id")]
    begun: Annotated[Text, says("Begun", "SHA-256 of what was signed when it began, in hex")]
    answered: Annotated[tuple[PersonId, ...], says("Answered", "Ids of those who answered, sorted")]
    sheets: Annotated[
        tuple[Text, ...], says("Sheets", "SHA-256 of each sealed sheet, in hex, sorted")
    ]


def signed_text(begun: BegunQuestionnaire) -> bytes:
    """What is signed when a questionnaire begins: all that its record says."""
    # what is left at its default is left out, so that a field of later changes nothing here
    return canonical(data(msgspec.to_builtins(msgspec.structs.replace(begun, signature=None))))


def mark_of(begun: BegunQuestionnaire) -> str:
    """The SHA-256 of what was signed, in hex: every sheet is sealed with it, for it alone."""
    return hashlib.sha256(signed_text(begun)).hexdigest()


def mark_of_sheet(sheet: bytes) -> str:
    """What a sealed sheet is told from others by: its SHA-256, in hex."""
    return hashlib.sha256(sheet).hexdigest()


class AnswerSheet(NamedTuple):
    """One answered questionnaire.

    Attributes:
        group: Which of the questionnaire's groups its writer belongs to; None where they do not
            say.
        answers: What was answered, by the question's id, in the questions' order; questions that
            were left open are left out. `question.Value` says what a value of each type is.
    """

    group: str | None
    answers: Mapping[str, Value]


class AnswerFault(NamedTuple):
    """What is wrong in a sheet.

    Attributes:
        where: The way to it: `("answers", QUESTION)`, an item of a list behind it, or `("group",)`.
        message: In words, without what was written: it may be confidential.
        hint: What to do.
    """

    where: tuple[str | int, ...]
    message: str
    hint: str


def read_sheet(
    questionnaire: Questionnaire, groups: Sequence[str], given: object
) -> tuple[AnswerSheet | None, list[AnswerFault]]:
    """What somebody wrote, as values of the questions' types.

    Args:
        questionnaire: What is asked.
        groups: The groups that there are; none where it has none.
        given: A mapping with `answers`, question id to answer, and where there are groups `group`.

    Returns:
        The sheet, or None and one fault for each thing that is wrong.
    """
    if not isinstance(given, dict):
        return None, [AnswerFault((), "there are no answers", f"write them below {_ANSWERS}:")]
    hint = f"only {_ANSWERS} and {_GROUP} stand here; a sheet bears no name"
    faults = [
        AnswerFault((name,), "this is not known here", hint)
        for name in given
        if name not in {_GROUP, _ANSWERS}
    ]
    group = _group(groups, given.get(_GROUP), faults)
    values = _values(questionnaire, given.get(_ANSWERS), faults)
    if not faults and not values:
        hint = "answer one question at least"
        faults.append(AnswerFault((_ANSWERS,), "nothing is answered", hint))
    return (None, faults) if faults else (AnswerSheet(group, values), [])


def packed(sheet: AnswerSheet, questionnaire: Questionnaire) -> bytes:
    """A sheet as the bytes that are sealed: the same for everybody who answers the same."""
    answers = {
        each.id: written(sheet.answers[each.id])
        for each in questionnaire.questions
        if each.id in sheet.answers
    }
    content: dict[str, Any] = {_GROUP: sheet.group, _ANSWERS: answers}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def unpacked(
    content: bytes, questionnaire: Questionnaire, groups: Sequence[str]
) -> AnswerSheet | None:
    """The sheet that `packed` made; None where it is none of this questionnaire."""
    try:
        held = json.loads(content)
    except (ValueError, RecursionError):
        return None
    sheet, _ = read_sheet(questionnaire, groups, held)
    return sheet if sheet is not None and packed(sheet, questionnaire) == content else None


def sheet_size(questionnaire: Questionnaire, groups: Sequence[str]) -> int:
    """How many bytes a sheet has at most, its mark included, so that all become of one size."""
    group = max((len(json.dumps(each, ensure_ascii=False).encode()) for each in groups), default=4)
    frame = len('{"group":,"answers":{}}')
    return MARK_BYTES + frame + group + sum(map(longest, questionnaire.questions))


def _group(groups: Sequence[str], given: object, faults: list[AnswerFault]) -> str | None:
    text = given.strip() if isinstance(given, str) else given
    if text is None or text == "":
        return None
    for each in groups:
        if isinstance(text, str) and text.casefold() == each.casefold():
            return each
    listed = ", ".join(groups)
    hint = f"choose one of: {listed}; or leave it empty" if groups else "leave it empty"
    faults.append(AnswerFault((_GROUP,), "there is no such group", hint))
    return None


def _values(
    questionnaire: Questionnaire, given: object, faults: list[AnswerFault]
) -> dict[str, Value]:
    held = given or {}
    if not isinstance(held, dict):
        hint = "write each as  question: answer, indented below"
        faults.append(AnswerFault((_ANSWERS,), "these are no answers", hint))
        return {}
    known = {each.id: each for each in questionnaire.questions}
    hint = f"the questions are {', '.join(known)}"
    faults += [
        AnswerFault((_ANSWERS, name), "there is no such question", hint)
        for name in held
        if name not in known
    ]
    values: dict[str, Value] = {}
    for question in questionnaire.questions:
        found = read_answer(question, held.get(question.id))
        way = (_ANSWERS, question.id)
        if isinstance(found, NoAnswer):
            place = way if found.item is None else (*way, found.item)
            faults.append(AnswerFault(place, f"{question.id} {found.message}", found.hint))
        elif found is not None:
            values[question.id] = found
        elif question.required == "yes":
            message = f"{question.id} has no answer"
            faults.append(AnswerFault(way, message, f"answer it: {question.text}"))
    return values
