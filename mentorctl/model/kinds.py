"""The kinds of record: which model a file has, where it lies and what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.agreement import Agreement, Guide, Trainings
from mentorctl.model.checklists import DecisionPoints, FocalPoints
from mentorctl.model.experience import Experience
from mentorctl.model.log import Log
from mentorctl.model.look import Look
from mentorctl.model.meeting import Meeting, YearFacts
from mentorctl.model.pairing import Pairing
from mentorctl.model.person import Person
from mentorctl.model.plan import Plan
from mentorctl.model.program import Program
from mentorctl.model.reassignment import (
    MID_YEAR_FOLDER,
    REASSIGNMENTS_FOLDER,
    MidYear,
    Reassignment,
)
from mentorctl.model.signature import Signatures
from mentorctl.model.standard import ANSWERS_FOLDER, RULES_FOLDER, Answers, Standard
from mentorctl.model.visit import Visit

if TYPE_CHECKING:
    from mentorctl.model.record import Record

__all__ = ["KINDS", "PAIRING_KINDS", "RECORD_KINDS", "RecordKind", "kind_named", "kind_of"]


class RecordKind(NamedTuple):
    """One kind of record.

    Attributes:
        name: Its name in commands, needs and schema files.
        title: What it is called in messages; may hold `{terms}`.
        model: Its typed model.
        folder: The folder its files lie in, relative to the pairing for pairing records and to
            the program otherwise; empty for the folder itself.
        many: Whether there is a file for each key (`experiences/1.yaml`) or just one.
        of_pairing: Whether it lies inside a pairing's folder.
        filled_by: The role that fills it in; empty for the mentor and the mentee together.
        by_hand: Whether people begin and edit it; the others only commands write.
    """

    name: str
    title: str
    model: type[Record]
    folder: str = ""
    many: bool = False
    of_pairing: bool = True
    filled_by: str = ""
    by_hand: bool = True

    def path(self, key: str = "") -> str:
        """The file of this record (or of one key), below its pairing or the program."""
        stem = key if self.many else self.name
        return f"{self.folder}/{stem}.yaml" if self.folder else f"{stem}.yaml"


KINDS: tuple[RecordKind, ...] = (
    RecordKind("program", "program", Program, of_pairing=False, filled_by="coordinator"),
    RecordKind(
        "person", "person", Person, "people", many=True, of_pairing=False, filled_by="coordinator"
    ),
    RecordKind(
        "meeting",
        "meeting",
        Meeting,
        "meetings",
        many=True,
        of_pairing=False,
        filled_by="coordinator",
    ),
    RecordKind(
        "year", "year", YearFacts, "years", many=True, of_pairing=False, filled_by="coordinator"
    ),
    RecordKind(
        "standards",
        "answers on the standards",
        Answers,
        ANSWERS_FOLDER,
        many=True,
        of_pairing=False,
        filled_by="coordinator",
    ),
    RecordKind(
        "standard",
        "standard",
        Standard,
        RULES_FOLDER,
        many=True,
        of_pairing=False,
        filled_by="coordinator",
    ),
    RecordKind(
        "reassignment",
        "search for another {mentor}",
        Reassignment,
        REASSIGNMENTS_FOLDER,
        many=True,
        of_pairing=False,
        filled_by="coordinator",
    ),
    RecordKind(
        "mid-year",
        "answers in the middle of the year",
        MidYear,
        MID_YEAR_FOLDER,
        many=True,
        of_pairing=False,
        filled_by="mentee",
        by_hand=False,
    ),
    RecordKind(
        "look",
        "look of the forms",
        Look,
        "templates",
        of_pairing=False,
        filled_by="coordinator",
    ),
    RecordKind("pairing", "pairing", Pairing, filled_by="coordinator"),
    RecordKind("agreement", "mentoring agreement", Agreement),
    RecordKind("focal-points", "Focal Points Checklist", FocalPoints, filled_by="mentee"),
    RecordKind("decision-points", "Decision Points Checklist", DecisionPoints),
    RecordKind("plan", "{plan}", Plan),
    RecordKind("experience", "experience", Experience, "experiences", many=True),
    RecordKind("log", "log", Log, filled_by="mentor"),
    RecordKind("visit", "{visit}", Visit, "visits", many=True, filled_by="mentor"),
    RecordKind("trainings", "trainings", Trainings),
    RecordKind("guide", "{guide}", Guide),
    RecordKind("signatures", "signatures", Signatures, "signatures", many=True, by_hand=False),
)

PAIRING_KINDS: tuple[RecordKind, ...] = tuple(kind for kind in KINDS if kind.of_pairing)

# what a program can ask of a pairing
RECORD_KINDS: tuple[RecordKind, ...] = tuple(kind for kind in PAIRING_KINDS if kind.by_hand)

_BY_NAME = {kind.name: kind for kind in KINDS}


def kind_named(name: str) -> RecordKind:
    """The kind with this name.

    Raises:
        KeyError: There is none.
    """
    return _BY_NAME[name]


def kind_of(path: str) -> RecordKind | None:
    """The kind of record that a file of the program folder holds, or None for other files."""
    parts = path.split("/")
    in_pairing = parts[0] == "pairings" and len(parts) > 3  # noqa: PLR2004 - pairings/YEAR/ID/…
    inner = "/".join(parts[3:]) if in_pairing else path
    for kind in KINDS:
        if kind.of_pairing != in_pairing:
            continue
        place, _, name = inner.rpartition("/")
        if place == kind.folder and (name == f"{kind.name}.yaml" or kind.many):
            return kind if name.endswith(".yaml") else None
    return None
