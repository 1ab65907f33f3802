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


class Reflection(Record, frozen=True):
    """P+M-I*: what was good, what was not, what was interesting (manual, Reflective Practice)."""

    plus: Annotated[Text | None, says("P+")] = None
    minus: Annotated[Text | None, says("M-")] = None
    interesting: Annotated[Text | None, says("I*")] = None


class LogEntry(Record, frozen=True, kw_only=True, rename={"from_": "from"}):
    """One dated, timed contact."""

    identity = ("id",)
    ids_are_made = True
    id: Annotated[
        Slug, says("Id", "Left out by hand: `mentorctl save` makes one. It names what is signed")
    ] = ""
    on: Annotated[Day, says("Date")]
    from_: Annotated[Clock, says("From", "HH:MM, the program's time")]
    to: Annotated[Clock, says("To", "HH:MM, the program's time")]
    kind: Annotated[LogKind, says("Kind")]
    where: Annotated[Text | None, says("Where")] = None
    who: Annotated[
        tuple[Slug, ...], says("Who", "Roles that took part, if not just {mentee} and {mentor}")
    ] = ()
    topics: Annotated[Text | None, says("Topics")] = None
    actions: Annotated[Text | None, says("Actions")] = None
    reflection: Annotated[Reflection | None, says("Reflection")] = None

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

    entries: Annotated[tuple[LogEntry, ...], says("Entries", by="mentor")] = ()
