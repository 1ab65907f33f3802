"""The mentor's log: `log.yaml`."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from mentorctl.model.record import Clock, Day, Record, Slug, Text, says, whole_clocks

HOUR = 60

LogKind = Literal[
    "meeting",
    "observation-of-mentee",
    "observation-of-master",
    "release-period",
    "phone",
    "email",
    "training",
    "conference",
    "other",
]


# what each is called, on the form too
LOG_KINDS = {
    "meeting": "meeting",
    "observation-of-mentee": "observation of the {mentee}",
    "observation-of-master": "observation of a master educator",
    "release-period": "release period",
    "phone": "phone call",
    "email": "email",
    "training": "training",
    "conference": "conference",
    "other": "other contact",
}


class Reflection(Record, frozen=True):
    """P+M-I*: what was good, what was not, what was interesting (manual, Reflective Practice)."""

    plus: Annotated[
        Text | None,
        says("P+", use="What was good", example="The first lesson in which all took part"),
    ] = None
    minus: Annotated[
        Text | None, says("M-", use="What was not", example="Too little time for questions")
    ] = None
    interesting: Annotated[
        Text | None,
        says("I*", use="What was worth a thought", example="They ask more when nobody writes"),
    ] = None


class LogEntry(Record, frozen=True, kw_only=True, rename={"from_": "from"}):
    """One dated, timed contact."""

    identity = ("id",)
    ids_are_made = True
    id: Annotated[
        Slug, says("Id", "Left out by hand: `mentorctl save` makes one. It names what is signed")
    ] = ""
    on: Annotated[Day, says("Date", use="The day of the contact")]
    from_: Annotated[Clock, says("From", "HH:MM, the program's time")]
    to: Annotated[Clock, says("To", "HH:MM, the program's time")]
    kind: Annotated[LogKind, says("Kind", use="What sort of contact it was")]
    where: Annotated[
        Text | None, says("Where", use="The place, or how it was done", example="video call")
    ] = None
    who: Annotated[
        tuple[Slug, ...], says("Who", "Roles that took part, if not just {mentee} and {mentor}")
    ] = ()
    topics: Annotated[
        Text | None,
        says(
            "Topics",
            use="What it was about",
            example="The syllabus, and two students who will not work",
        ),
    ] = None
    actions: Annotated[
        Text | None, says("Actions", use="Who does what next", example="Teo sends his rubric")
    ] = None
    reflection: Annotated[
        Reflection | None, says("Reflection", use="What each takes along from it")
    ] = None

    def __post_init__(self) -> None:
        """Read `7:00` as 07:00."""
        whole_clocks(self, "from_", "to")

    @property
    def called(self) -> str:
        """What messages call it."""
        return self.id or f"of {self.on}"

    @property
    def minutes(self) -> int:
        """How long it took; an end before the start has no length."""
        (from_hour, from_minute), (hour, minute) = (
            map(int, time.split(":")) for time in (self.from_, self.to)
        )
        return max((hour - from_hour) * HOUR + minute - from_minute, 0)


class Log(Record, frozen=True):
    """All contacts of a pairing, in any order."""

    signed_by_item: ClassVar[str] = "entries"

    entries: Annotated[
        tuple[LogEntry, ...],
        says("Entries", by="mentor", use="One item a contact; mentorctl log adds one"),
    ] = ()
