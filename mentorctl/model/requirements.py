"""What only some programs ask for: a learning guide, criteria for mentors, days of their own."""

from __future__ import annotations

from typing import Annotated, Literal

from mentorctl.model.attribution import SourceName
from mentorctl.model.record import NeedPointer, Record, Slug, Text, YesNo, says

__all__ = [
    "TASK",
    "CaseSetting",
    "Confidentiality",
    "Criterion",
    "GuideSetting",
    "OwnDate",
    "Task",
    "TrainingSetting",
]

# how `before` of a date names a task of the guide
TASK = "guide:tasks."


class Task(Record, frozen=True):
    """One task of the learning guide."""

    identity = ("id",)
    id: Annotated[Slug, says("Id", "Names the task in the records")]
    title: Annotated[Text, says("Title", "As the guide prints it")]


class GuideSetting(Record, frozen=True):
    """The learning guide."""

    tasks: Annotated[tuple[Task, ...], says("Tasks", "What a new guide holds, in order")] = ()
    source: SourceName = None


class Criterion(Record, frozen=True):
    """What somebody must vouch for before a person is a mentor."""

    identity = ("id",)
    id: Annotated[Slug, says("Id", "Names the criterion in the records")]
    title: Annotated[Text, says("Title")]


class OwnDate(Record, frozen=True):
    """A day of each pairing that this program keeps, for which no form has a place."""

    identity = ("id",)
    id: Annotated[Slug, says("Id", "Needs name it: pairing:dates.ID")]
    title: Annotated[Text, says("Title", "What happened on that day")]
    by: Annotated[Slug | None, says("By", "The role that says so")] = None
    before: Annotated[
        tuple[Text, ...],
        says("Before", "What must not come before it: RECORD:FIELD, or guide:tasks.ID for a task"),
    ] = ()
    on_guide: Annotated[
        YesNo, says("On guide", "no: the guide's form, and who signs it, leave it out")
    ] = "yes"


class CaseSetting(Record, frozen=True):
    """Cases that are given to a {mentee}, which the {supervisor} approves and watches."""

    types: Annotated[tuple[Text, ...], says("Types", "What there is; none: any")] = ()
    most: Annotated[int | None, says("Most", "More in all is a warning")] = None
    source: SourceName = None


class Confidentiality(Record, frozen=True):
    """What becomes of what mentor and mentee tell each other, as the forms print it."""

    evaluation: Annotated[
        Literal["may-feed", "not-evaluation"],
        says("Evaluation", "may-feed: it may go into the {mentee}'s evaluation; or not-evaluation"),
    ]
    text: Annotated[Text, says("Text", "One or two sentences")]
    source: Annotated[Text | None, says("Source", "Document and section")] = None
    shown_on: Annotated[
        tuple[Literal["agreement", "guide", "log", "visit"], ...], says("Shown on", "Forms")
    ] = ("agreement", "guide", "log", "visit")


class TrainingSetting(Record, frozen=True):
    """A training and who must take it."""

    identity = ("code",)
    code: Annotated[Text, says("Code")]
    title: Annotated[Text, says("Title")]
    role: Annotated[Slug, says("Role")]
    before: Annotated[
        tuple[NeedPointer, ...],
        says("Before", "RECORD:FIELD, what must not come before the training is taken"),
    ] = ()
