"""The evaluation of the demo's year: begun, answered without names, closed, and shown.

The answers are invented, as the people are. They are sealed for the counter's key, as anybody's
would be, and what is shown of them is what the counter of any program would be let show.
"""

from __future__ import annotations

from itertools import cycle, islice
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from mentorctl.cli.evaluation.beginning import record_lines
from mentorctl.model.days_open import days_open
from mentorctl.model.evaluation_summary import (
    NAMESPACE_OF_SUMMARIES,
    EvaluationSummary,
    ShownAnswers,
    to_sign,
    written_parts,
)
from mentorctl.model.paths import closed_file, evaluation_file, sheets_folder, summary_file
from mentorctl.model.questionnaire import (
    NAMESPACE,
    AnswerSheet,
    BegunQuestionnaire,
    ClosedQuestionnaire,
    SealedFor,
    mark_of,
    mark_of_sheet,
    sheet_size,
    signed_text,
)
from mentorctl.model.years import ProgramYear
from mentorctl.reports.counted_folder import as_counted
from mentorctl.reports.evaluation.asked_people import asked_people, groups_of
from mentorctl.reports.evaluation.summing_up import sum_up
from mentorctl.vault.padding import filled_size
from mentorctl.vault.sealed_answers import seal_sheet

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mentorctl.model.questionnaire import Questionnaire
    from mentorctl.store.folder import Folder

__all__ = ["MOMENTS", "EvaluationStep", "evaluation_steps"]

# when it begins, is closed and is shown, by the program's clock
MOMENTS = ("2027-04-01T10:05", "2027-04-09T09:20", "2027-04-12T15:40")
ID = "program-evaluation"
# of so many who are asked, the last has not answered
ONE_OF = 6
TURNS: Mapping[str, Sequence[Any]] = {
    "relationship": (5, 4, 5, 3, 4, 5, 4),
    "contact": ("weekly", "monthly", "weekly", "monthly", "rarely"),
    "benefits": (("teaching", "colleague"), ("classroom",), ("teaching", "reflection"), ()),
    "learning": (4, 5, 3, 4),
    "experiences": (4, 3, 5, 4, 4, 2),
    "materials": (3, 4, 4, 2, 5),
    "again": (True, True, True, False, True),
}
# each written by one of them
TEXTS: Mapping[str, Sequence[str]] = {
    "relationship-why": (
        "We met every week, also when there was nothing to discuss.",
        "I could show a lesson that had gone wrong.",
        "Both of us teach in a shop, so no word had to be explained.",
        "The long drive between our schools made it hard.",
        "She asked before she gave advice.",
        "We had lunch together after each visit.",
    ),
    "learned-most": (
        "How to begin a lesson so that the first minute is not lost.",
        "That a unit plan may change while it is taught.",
        "To ask before a problem has become large.",
        "Reading my own grading with somebody else's eyes.",
        "How much a safety routine saves in the second semester.",
        "To say no to a third committee.",
        "That I still learn from a first-year teacher.",
    ),
    "materials-better": (
        "The checklists could be shorter in December.",
        "One page that says which form goes to whom.",
        "An example of a filled-in plan.",
        "More room for notes on the visit report.",
        "Nothing, I would keep them.",
    ),
}


class EvaluationStep(NamedTuple):
    """What one person did: who, what in plain words, and what files hold from then on."""

    who: str
    what: str
    files: Mapping[str, bytes]


def evaluation_steps(
    folder: Folder,
    keys: Mapping[str, str],
    sign: Callable[[str, bytes, str], str],
    days: Sequence[dt.date],
) -> Iterator[EvaluationStep]:
    """The steps of the evaluation, one for each of `MOMENTS`.

    Args:
        folder: The program as it stands at the end of its year.
        keys: Everybody's public key.
        sign: Signs a text as a person, for a namespace.
        days: The days of `MOMENTS`.
    """
    program = folder.program
    asked = next(each for each in program.questionnaires if each.id == ID)
    keeper = program.coordinators[0]
    counter = next(name for name, each in folder.people.items()
                   if asked.counter in each.roles and name not in program.coordinators)  # fmt: skip
    opens, closes = days_open(asked, program)
    people = asked_people(folder, asked, program.year, opens, closes)
    groups = groups_of(as_counted(folder, closes), asked, people, program.year)
    begun = BegunQuestionnaire(
        program=program.id,
        year=program.year,
        begun_on=days[0],
        opens_on=opens,
        closes_on=closes,
        questionnaire=asked,
        threshold=asked.threshold,
        size=filled_size(sheet_size(asked, groups)),
        groups=groups,
        counter=SealedFor(counter, (keys[counter],)),
        collector=SealedFor(keeper, (keys[keeper],)),
        signed_by=keeper,
    )
    signature = sign(keeper, signed_text(begun), NAMESPACE)
    begun = msgspec.structs.replace(begun, signature=signature)
    path = evaluation_file(program.year, ID)
    what = f"{asked.title} began: answers are taken until {closes}"
    yield EvaluationStep(keeper, what, {path: record_lines(begun, path).encode()})
    answered = [each for at, each in enumerate(people, 1) if at % ONE_OF]
    sheets = [
        AnswerSheet(folder.people[each.person].content_area, answers)
        for each, answers in zip(
            answered, _answers([each.roles[0] for each in answered]), strict=True
        )
    ]
    yield _closed(begun, sorted(each.person for each in answered), sheets)
    yield _shown(begun, sheets, days[2], folder, sign)


def _answers(roles: Sequence[str]) -> Iterator[dict[str, Any]]:
    """What each answers, by their role."""
    count = len(roles)
    told = {name: list(islice(cycle(each), count)) for name, each in TURNS.items()}
    told |= {name: [*each, *[""] * count][:count] for name, each in TEXTS.items()}
    for at, role in enumerate(roles):
        given = {"role": role, **{name: each[at] for name, each in told.items()}}
        yield {name: each for name, each in given.items() if each not in {"", ()}}


def _closed(
    begun: BegunQuestionnaire, answered: Sequence[str], sheets: Sequence[AnswerSheet]
) -> EvaluationStep:
    """The sealed sheets, under names that tell nothing, and who answered."""
    sealed = {mark_of_sheet(each): each for each in (seal_sheet(begun, one) for one in sheets)}
    asked, year = begun.questionnaire, begun.year
    path, place = closed_file(year, asked.id), sheets_folder(year, asked.id)
    closed = ClosedQuestionnaire(
        year=year,
        questionnaire=asked.id,
        begun=mark_of(begun),
        answered=tuple(answered),
        sheets=tuple(sorted(sealed)),
    )
    files = {path: record_lines(closed, path).encode()}
    files |= {f"{place}/{mark[:32]}.sealed": sealed[mark] for mark in sorted(sealed)}
    what = f"{asked.title} closed: {len(sheets)} answers, sealed"
    return EvaluationStep(begun.signed_by, what, files)


def _shown(
    begun: BegunQuestionnaire,
    sheets: Sequence[AnswerSheet],
    day: dt.date,
    folder: Folder,
    sign: Callable[[str, bytes, str], str],
) -> EvaluationStep:
    """What the counter shows of the answers."""
    asked: Questionnaire = begun.questionnaire
    year = ProgramYear(begun.year, folder.program.year_starts)
    summed = sum_up(asked, sheets, begun.threshold, year)
    parts, rest = written_parts(summed.parts)
    counter = begun.counter.person
    summary = EvaluationSummary(
        program=begun.program,
        year=begun.year,
        questionnaire=asked.id,
        begun=mark_of(begun),
        counter=counter,
        threshold=begun.threshold,
        parts=parts,
        rest=rest,
        shown=(ShownAnswers(on=day, questions=summed.questions),),
    )
    signature = sign(counter, to_sign(summary), NAMESPACE_OF_SUMMARIES)
    summary = msgspec.structs.replace(summary, signature=signature)
    path = summary_file(begun.year, asked.id)
    what = f"{asked.title}: what was answered is shown, signed by who counted it"
    return EvaluationStep(counter, what, {path: record_lines(summary, path).encode()})
