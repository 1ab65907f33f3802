"""The mentor's log: `log.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from mentorctl.model.record import Clock, Day, Record, Slug, Text, says, whole_clocks

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

HOUR = 60
DAY = 24 * HOUR
# an end that was written with twelve hours comes half a day or more too early
LONGEST = DAY // 2

LogKind = Literal[
    "meeting",
    "observation-of-mentee",
    "observation-of-master",
    "release-period",
    "phone",
    "email",
    "text",
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
    "text": "text message",
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


class Conferences(Record, frozen=True):
    """What is talked about before an observation and after it (5 CSR 20-400.380 (1)(C)6)."""

    before: Annotated[Day | None, says("Conference before", use="The day of the talk before")] = (
        None
    )
    after: Annotated[Day | None, says("Conference after", use="The day of the talk after")] = None
    questions: Annotated[
        Text | None,
        says(
            "Reflective questions",
            use="What both thought about",
            example="What would you do again?",
        ),
    ] = None


class LogEntry(Record, frozen=True, kw_only=True, rename={"from_": "from"}):
    """One dated contact; which kinds may stand without times, program.yaml says."""

    identity = ("id",)
    ids_are_made = True
    id: Annotated[
        Slug, says("Id", "Left out by hand: `mentorctl save` makes one. It names what is signed")
    ] = ""
    on: Annotated[Day, says("Date", use="The day of the contact")]
    from_: Annotated[Clock | None, says("From", "HH:MM, the program's time")] = None
    to: Annotated[
        Clock | None, says("To", "HH:MM; past midnight where that is earlier than from")
    ] = None
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
    conferences: Annotated[
        Conferences | None,
        says("Conferences", "Of an observation: the talks before and after it", unfolded=False),
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

    def has_conferences(self, today: dt.date) -> bool:
        """Whether there was a talk before it and one after it, by a day."""
        held = self.conferences
        if held is None or held.before is None or held.after is None:
            return False
        return held.before <= self.on <= held.after <= today

    @property
    def is_timed(self) -> bool:
        """Whether it says when it began and ended."""
        return self.from_ is not None and self.to is not None

    @property
    def starts(self) -> int:
        """How many minutes after the midnight before it began; 0 where it does not say."""
        return _minute(self.from_) if self.from_ is not None else 0

    @property
    def minutes(self) -> int:
        """How long it took, past midnight where it ends earlier than it began.

        Without times, and where that would be half a day or more, it has no length.
        """
        if self.from_ is None or self.to is None:
            return 0
        length = _minute(self.to) - self.starts
        if length < 0:
            length += DAY
            return length if length < LONGEST else 0
        return length

    @property
    def ends_before_start(self) -> bool:
        """Whether its end is no end: earlier than its start, and not in the night after it."""
        return self.is_timed and self.from_ != self.to and self.minutes == 0


def needs_times(entry: LogEntry, untimed: Collection[str]) -> bool:
    """Whether an entry lacks times that it must have.

    Args:
        entry: The entry.
        untimed: The kinds that may stand without, as program.yaml says.
    """
    if entry.is_timed:
        return False
    return entry.kind not in untimed or entry.from_ is not None or entry.to is not None


def _minute(time: str) -> int:
    hour, minute = time.split(":")
    return int(hour) * HOUR + int(minute)


class Log(Record, frozen=True):
    """All contacts of a pairing, in any order."""

    signed_by_item: ClassVar[str] = "entries"

    entries: Annotated[
        tuple[LogEntry, ...],
        says("Entries", by="mentor", use="One item a contact; mentorctl log adds one"),
    ] = ()
