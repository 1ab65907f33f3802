"""The kinds of record: which model a file has, where it lies and what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from msgspec import inspect as types

from mentorctl.model.agreement import Agreement, Guide, Trainings
from mentorctl.model.checklists import DecisionPoints, FocalPoints
from mentorctl.model.evaluation_summary import EvaluationSummary
from mentorctl.model.experience import Experience
from mentorctl.model.log import Log
from mentorctl.model.look import Look
from mentorctl.model.meeting import Meeting, YearFacts
from mentorctl.model.pairing import Pairing
from mentorctl.model.paths import (
    ANSWERS,
    CLOSED_EVALUATIONS,
    EVALUATIONS,
    MEETINGS,
    MID_YEAR,
    PEOPLE,
    REASSIGNMENTS,
    REMINDED,
    SIGNATURES,
    STANDARD_RULES,
    SUFFIX,
    SUMMARIES,
    TEMPLATES,
    YEARS,
    file_in,
    in_pairing,
)
from mentorctl.model.person import Person
from mentorctl.model.plan import Plan
from mentorctl.model.program import Program
from mentorctl.model.questionnaire import BegunQuestionnaire, ClosedQuestionnaire
from mentorctl.model.reassignment import MidYear, Reassignment
from mentorctl.model.record import Record, day_written
from mentorctl.model.reflections import Reflections
from mentorctl.model.reminders import Reminders
from mentorctl.model.sheet_columns import SheetColumns
from mentorctl.model.signature import Signatures
from mentorctl.model.standard import Answers, Standard
from mentorctl.model.structure import bare, structure
from mentorctl.model.visit import Visit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


__all__ = [
    "IN_NEEDS",
    "KINDS",
    "PAIRING_KINDS",
    "RECORD_KINDS",
    "SHARED_KINDS",
    "WORK_KINDS",
    "RecordKind",
    "kind_named",
    "kind_of",
    "kind_with",
    "part_model",
]


class RecordKind(NamedTuple):
    """One kind of record.

    Attributes:
        name: Its name in commands, needs and schema files.
        title: What it is called in messages; may hold `{terms}`.
        model: Its typed model.
        folder: The folder its files lie in, relative to the pairing for pairing records and to
            the program otherwise; empty for the folder itself.
        key: What the names of its files are, where there can be several: the id of something, a
            number from 1 on (`experiences/1.yaml`) or a day; empty where there is just one file.
        key_field: The field of a numbered or dated record that says the same as its file's name.
        how_many: How many numbered ones a program asks for; None where it does not say.
        of_pairing: Whether it lies inside a pairing's folder.
        filled_by: The role that fills it in; empty for the mentor and the mentee together.
        by_hand: Whether people begin and edit it; the others only commands write.
    """

    name: str
    title: str
    model: type[Record]
    folder: str = ""
    key: Literal["", "id", "number", "day"] = ""
    key_field: str = ""
    how_many: Callable[[Program], int] | None = None
    of_pairing: bool = True
    filled_by: str = ""
    by_hand: bool = True

    @property
    def many(self) -> bool:
        """Whether there can be several of it."""
        return bool(self.key)

    @property
    def in_needs(self) -> str:
        """What needs call it: by its folder if it has one, `experiences/1:achieved`."""
        return self.folder or self.name

    def path(self, key: str = "") -> str:
        """The file of this record (or of one key), below its pairing or the program."""
        stem = key if self.key else self.name
        return file_in(self.folder, stem) if self.folder else f"{stem}{SUFFIX}"

    def expected(self, program: Program) -> Sequence[str]:
        """The keys of the files that each pairing of a program that has this record must have."""
        if not self.many:
            return ("",)
        return (
            [str(number) for number in range(1, self.how_many(program) + 1)]
            if self.how_many
            else ()
        )

    def fits(self, key: str, program: Program | None = None) -> bool:
        """Whether one of several can have this key.

        Args:
            key: The file's name without `.yaml`.
            program: The program it is of; None where only the way that it is written counts.
        """
        if self.key == "number":
            # longer ones are no file's name, and take Python long to read
            if not key.isdecimal() or len(key) > 9 or str(int(key)) != key or key == "0":  # noqa: PLR2004
                return False
            return program is None or not self.how_many or int(key) <= self.how_many(program)
        if self.key == "day":
            return day_written(key) is not None
        return bool(key)


KINDS: tuple[RecordKind, ...] = (
    RecordKind("program", "program", Program, of_pairing=False, filled_by="coordinator"),
    RecordKind(
        "person", "person", Person, PEOPLE, key="id", of_pairing=False, filled_by="coordinator"
    ),
    RecordKind(
        "meeting",
        "meeting",
        Meeting,
        MEETINGS,
        key="id",
        of_pairing=False,
        filled_by="coordinator",
    ),
    RecordKind(
        "year", "year", YearFacts, YEARS, key="id", of_pairing=False, filled_by="coordinator"
    ),
    RecordKind(
        "standards",
        "answers on the standards",
        Answers,
        ANSWERS,
        key="id",
        of_pairing=False,
        filled_by="coordinator",
    ),
    RecordKind(
        "standard",
        "standard",
        Standard,
        STANDARD_RULES,
        key="id",
        of_pairing=False,
        filled_by="coordinator",
    ),
    RecordKind(
        "reassignment",
        "search for another {mentor}",
        Reassignment,
        REASSIGNMENTS,
        key="id",
        of_pairing=False,
        filled_by="coordinator",
    ),
    RecordKind(
        "mid-year",
        "answers in the middle of the year",
        MidYear,
        MID_YEAR,
        key="id",
        of_pairing=False,
        filled_by="mentee",
        by_hand=False,
    ),
    RecordKind(
        "reminders",
        "reminders",
        Reminders,
        REMINDED,
        key="day",
        of_pairing=False,
        filled_by="coordinator",
        by_hand=False,
    ),
    RecordKind(
        "questionnaire",
        "questionnaire that was begun",
        BegunQuestionnaire,
        EVALUATIONS,
        key="id",
        of_pairing=False,
        filled_by="coordinator",
        by_hand=False,
    ),
    RecordKind(
        "closed-questionnaire",
        "questionnaire that is closed",
        ClosedQuestionnaire,
        CLOSED_EVALUATIONS,
        key="id",
        of_pairing=False,
        filled_by="coordinator",
        by_hand=False,
    ),
    RecordKind(
        "evaluation-summary",
        "summary of a questionnaire's answers",
        EvaluationSummary,
        SUMMARIES,
        key="id",
        of_pairing=False,
        filled_by="staff",
        by_hand=False,
    ),
    RecordKind(
        "look",
        "look of the forms",
        Look,
        TEMPLATES,
        of_pairing=False,
        filled_by="coordinator",
    ),
    RecordKind(
        "columns",
        "headings of spreadsheets",
        SheetColumns,
        of_pairing=False,
        filled_by="coordinator",
    ),
    RecordKind("pairing", "pairing", Pairing, filled_by="coordinator"),
    RecordKind("agreement", "mentoring agreement", Agreement),
    RecordKind("focal-points", "Focal Points Checklist", FocalPoints, filled_by="mentee"),
    RecordKind("decision-points", "Decision Points Checklist", DecisionPoints),
    RecordKind("plan", "{plan}", Plan),
    RecordKind(
        "experience",
        "experience",
        Experience,
        "experiences",
        key="number",
        key_field="slot",
        how_many=lambda program: program.experiences.count,
    ),
    RecordKind("log", "log", Log, filled_by="mentor"),
    RecordKind("reflections", "reflections", Reflections),
    RecordKind("visit", "{visit}", Visit, "visits", key="day", key_field="on", filled_by="mentor"),
    RecordKind("trainings", "trainings", Trainings),
    RecordKind("guide", "{guide}", Guide),
    RecordKind("signatures", "signatures", Signatures, SIGNATURES, key="id", by_hand=False),
)

PAIRING_KINDS: tuple[RecordKind, ...] = tuple(kind for kind in KINDS if kind.of_pairing)

# what belongs to the program as a whole, besides program.yaml and its people
SHARED_KINDS: tuple[RecordKind, ...] = tuple(
    kind for kind in KINDS if not kind.of_pairing and kind.model not in {Program, Person}
)

# what a program can ask of a pairing
RECORD_KINDS: tuple[RecordKind, ...] = tuple(kind for kind in PAIRING_KINDS if kind.by_hand)

# what the people of a pairing write: it can be signed, and no longer changes once it is closed
WORK_KINDS: tuple[RecordKind, ...] = tuple(
    kind for kind in RECORD_KINDS if kind.model is not Pairing
)

# the records of a pairing by what needs call them
IN_NEEDS: Mapping[str, RecordKind] = {kind.in_needs: kind for kind in RECORD_KINDS}

_BY_NAME = {kind.name: kind for kind in KINDS}
_BY_MODEL = {kind.model: kind for kind in KINDS}
# whether it is of a pairing, and its file or the folder of its files
_SINGLE = {(kind.of_pairing, kind.path()): kind for kind in KINDS if not kind.many}
_MANY = {(kind.of_pairing, kind.folder): kind for kind in KINDS if kind.many}


def kind_named(name: str) -> RecordKind:
    """The kind with this name.

    Raises:
        KeyError: There is none.
    """
    return _BY_NAME[name]


def kind_with(model: type[Record]) -> RecordKind:
    """The kind with this model.

    Raises:
        KeyError: It is no record of its own, but a part of one.
    """
    return _BY_MODEL[model]


def kind_of(path: str) -> RecordKind | None:
    """The kind of record that a file of the program folder holds, or None for other files."""
    place = in_pairing(path)
    file = place.file if place else path
    found = _SINGLE.get((place is not None, file))
    if found is None and file.endswith(SUFFIX):
        found = _MANY.get((place is not None, file.rpartition("/")[0]))
    return found


def part_model(kind: str) -> type[Record]:
    """The model of what a signature on a record of this kind covers: of the whole, or an item."""
    model = kind_named(kind).model
    field = next(
        (each for each in structure(model).fields if each.name == model.signed_by_item), None
    )
    if field is None:
        return model
    items = bare(field.type)
    assert isinstance(items, types.VarTupleType)
    item = bare(items.item_type)
    assert isinstance(item, types.StructType)
    assert issubclass(item.cls, Record)
    return item.cls
