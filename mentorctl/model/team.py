"""All the records of one pairing, and the dated facts in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, cast

import msgspec

from mentorctl.model.agreement import Agreement, Guide, Training, Trainings
from mentorctl.model.checklists import DecisionPoints, FocalPoints
from mentorctl.model.experience import Experience
from mentorctl.model.kinds import IN_NEEDS
from mentorctl.model.log import Log
from mentorctl.model.meeting import Meeting, YearFacts
from mentorctl.model.needs import CASES, SIGNED, TAKEN, day_in, days_in
from mentorctl.model.pairing import Pairing
from mentorctl.model.paths import PAIRING_FILE, record_name
from mentorctl.model.plan import Plan
from mentorctl.model.record import Record
from mentorctl.model.recorded import Recorded, RecordedTeam
from mentorctl.model.reflections import Reflections
from mentorctl.model.roles import THE_PAIR
from mentorctl.model.signature import SignatureState, Standing
from mentorctl.model.visit import Visit

if TYPE_CHECKING:
    from mentorctl.model.kinds import RecordKind
    from mentorctl.model.needs import Need

__all__ = ["COUNTED", "Several", "Shared", "Team", "absent", "fact", "is_doubtful", "unproven"]

# the states of a signature that counts
COUNTED = frozenset({SignatureState.VALID, SignatureState.ATTESTED})


R = TypeVar("R", bound=Record)


class Holder(Protocol):
    """Whatever holds records by their models, and those of one model by name."""

    @property
    def records(self) -> Mapping[type[Record], Mapping[str, Record]]:
        """The records."""


class One(Generic[R]):
    """A short name for the record of which a pairing has one at most."""

    def __init__(self, model: type[R]) -> None:
        self.model = model

    def __get__(self, team: Team, owner: type[Team]) -> R | None:
        # rules ask so some hundred times for each pairing, and a call of `cast` would be felt
        held: Any = team.records.get(self.model)
        record: R | None = held[""] if held else None
        return record

    def __set__(self, team: Team, record: R | None) -> None:
        team.records[self.model] = {} if record is None else {"": record}


class Several(Generic[R]):
    """A short name for the records of a kind, by name."""

    def __init__(self, model: type[R]) -> None:
        self.model = model

    def __get__(self, holder: Holder, owner: type) -> Mapping[str, R]:
        records: Any = holder.records.get(self.model, {})
        found: Mapping[str, R] = records
        return found


class SeveralOfTeam(Several[R]):
    """The same, of a pairing, where others can be put in their place."""

    def __set__(self, team: Team, records: Mapping[str, R]) -> None:
        team.records[self.model] = dict(records)


def _unrecorded(_file: str) -> RecordedTeam:
    return RecordedTeam(id="", year="", folder="")


class Team(msgspec.Struct, kw_only=True, gc=False):
    """The records of one pairing, as far as they exist and can be read.

    A rule or a form about one kind of record asks for it by its model, `team.one(Plan)`; those
    that came with the toolkit have short names besides. All else goes through `held`, and so
    knows every kind that `KINDS` lists.

    Attributes:
        id: The pairing's id, the name of its folder.
        year: The program year it belongs to.
        folder: Its folder relative to the program, with `/`.
        records: Its records by model, and those of one model by the names of their files; the one
            of a kind of which there are not several has an empty name.
        say: Gives what can be signed, and the signatures, as the files say it: one file, or all
            where none is named.
        said: The same, once it was asked for.
        evidence: Names of the files in its evidence folder.
        standings: How each signature stands, by the record (relative to the pairing) and the
            role; empty where nobody looked, or nobody of the program has a key yet.
        approval_change: What of its plan was changed after its approval, in words; empty where
            nothing was, or nobody looked.
        approval_known: Whether anything tells what was approved: the plan itself, or the history.
        unproven: Values that were taken out of the records, as nobody wrote or confirmed them who
            may: by the record's name and the way to them; `pairing`, where it says who is in it.
        broken: Files (relative to the pairing) that exist and cannot be read; a rule must not
            report what they may well contain as missing.
    """

    id: str
    year: str
    folder: str
    records: dict[type[Record], dict[str, Record]] = msgspec.field(default_factory=dict)
    say: Callable[[str], RecordedTeam] = _unrecorded
    said: RecordedTeam | None = None
    evidence: frozenset[str] = frozenset()
    standings: dict[tuple[str, str], Standing] = msgspec.field(default_factory=dict)
    approval_change: str = ""
    approval_known: bool = False
    unproven: dict[tuple[str, tuple[str, ...]], str] = msgspec.field(default_factory=dict)
    broken: frozenset[str] = frozenset()

    pairing = One(Pairing)
    agreement = One(Agreement)
    focal_points = One(FocalPoints)
    decision_points = One(DecisionPoints)
    plan = One(Plan)
    experiences = SeveralOfTeam(Experience)
    log = One(Log)
    reflections = One(Reflections)
    visits = SeveralOfTeam(Visit)
    trainings = One(Trainings)
    guide = One(Guide)

    @property
    def recorded(self) -> RecordedTeam:
        """What can be signed, and the signatures, as the files say it; worked out when asked."""
        if self.said is None:
            self.said = self.say("")
        return self.said

    def recorded_in(self, file: str) -> Recorded | None:
        """What can be signed of a file with one record; the others are read for it by nobody."""
        return (self.said or self.say(file)).records.get(file)

    def one(self, model: type[R]) -> R | None:
        """The record of a kind of which a pairing has one at most."""
        held = self.records.get(model)
        return cast("R", held[""]) if held else None

    def each(self, model: type[R]) -> Mapping[str, R]:
        """The records of a kind, by the names of their files without `.yaml`."""
        return cast("Mapping[str, R]", self.records.get(model, {}))

    def held(self, kinds: Iterable[RecordKind]) -> Iterator[tuple[RecordKind, str, Record]]:
        """The records of some kinds, kind by kind and in the order of their names.

        Yields:
            The kind, the record's file relative to the pairing, and the record.
        """
        for kind in kinds:
            records = self.records.get(kind.model)
            for key, record in sorted(records.items()) if records else ():
                yield kind, kind.path(key), record

    @property
    def is_none(self) -> bool:
        """Whether nobody who may has said who is in it."""
        return ("pairing", ("mentee",)) in self.unproven

    def be_none(self) -> None:
        """Forget who is in it, as nobody who may has said so."""
        self.records.pop(Pairing, None)
        self.broken = self.broken - {PAIRING_FILE}
        self.unproven.setdefault(("pairing", ("mentee",)), "")

    def path(self, record: str) -> str:
        """A file of this pairing, relative to the program folder."""
        return f"{self.folder}/{record}"


class Shared(msgspec.Struct, kw_only=True, frozen=True):
    """What all pairings of a year share: its meetings, by their id in program.yaml, and its facts.

    Attributes:
        earlier: Pairings that another one follows, by id, for meetings held before the change.
        expected: The roles that must be at each meeting, by its id.
        unread: Ids of meetings whose file exists and cannot be read, or says that it is of
            another meeting; a rule must not report them as missed.
        year_unread: Whether the year's file exists and cannot be read.
        mistaken: The files among these that say so: for each id, the meeting that they name.
        present: Who was at each meeting; made from `meetings`.
        trained: The trainings that each person took, by what all pairings of the folder say.
        can_approve: Whether somebody, by their id, can approve anything.
    """

    meetings: Mapping[str, Meeting]
    year: YearFacts | None = None
    earlier: Mapping[str, Pairing] = msgspec.field(default_factory=dict)
    expected: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    mistaken: Mapping[str, str] = msgspec.field(default_factory=dict)
    year_unread: bool = False
    present: Mapping[str, frozenset[str]] = msgspec.field(default_factory=dict)
    trained: Mapping[str, Sequence[Training]] = msgspec.field(default_factory=dict)
    can_approve: Callable[[str], bool] = bool

    def must_attend(self, need: Need) -> tuple[str, ...]:
        """The roles that a need asks to be at its meeting: its own, else the meeting's."""
        return need.field[1:] or self.expected.get(need.key, THE_PAIR)

    def __post_init__(self) -> None:
        # hundreds of pairings ask who was at a meeting of hundreds
        present = {name: frozenset(meeting.attended) for name, meeting in self.meetings.items()}
        msgspec.structs.force_setattr(self, "present", present)


def fact(
    need: Need, team: Team, shared: Shared, counts: Callable[[dt.date], bool] | None = None
) -> dt.date | None:
    """The day of the fact that a need points to, or None while it has none.

    Where any of several records will do (`visits/*:on`) it is the first day that counts, or the
    first of all while none does.

    Args:
        need: The need.
        team: The pairing's records.
        shared: The meetings and facts of the year.
        counts: Whether a day counts; every day does when left out.

    Raises:
        KeyError: No record has such a fact, whatever its content (`plan:colour`).
    """
    if need.field[0] in {SIGNED, TAKEN}:
        return _signed(need, team) if need.field[0] == SIGNED else _trained(need, team, shared)
    if need.record == "meetings":
        return _attended(need, team, shared)
    if need.record == "year":
        return day_in(need.field, shared.year)
    records = team.records.get(IN_NEEDS[need.record].model, {})
    if need.field == CASES:
        return next((day for _, day in days_in(need, records.get(need.key))), None)
    if need.key != "*":
        # what each person owes has no day of its own
        return day_in(need.field, records.get(need.key))
    days = [day_in(need.field, record) for record in records.values()]
    recorded = sorted(day for day in days if day is not None)
    first = recorded[0] if recorded else None
    return first if counts is None else next(filter(counts, recorded), first)


def unproven(need: Need, team: Team, day: dt.date | None) -> dt.date | None:
    """The day that is written down for a need, where nobody wrote or confirmed it who may.

    Args:
        need: The need.
        team: The pairing's records, without what counts for nothing.
        day: The day that they have for the need: it rightly stood there before, or in another
            record that will do.
    """
    if day is not None:
        return day if team.is_none else None
    for (record, way), value in team.unproven.items():
        name, _, key = record.partition("/")
        if name == need.record and need.key in (key, "*") and way == need.field:
            return day_in((), value)
    return None


def is_doubtful(need: Need, team: Team) -> bool:
    """Whether a need for signatures would be met, if those counted of which nobody can tell."""
    return (
        need.field[0] == SIGNED
        and _signed(need, team) is None
        and _signed(need, team, COUNTED | {SignatureState.UNKNOWN}) is not None
    )


def _signed(need: Need, team: Team, counted: frozenset[SignatureState] = COUNTED) -> dt.date | None:
    """The day of the last signature that a record needs; of visits, the first that is signed.

    A log is signed when each of its entries is.
    """
    records: dict[str, list[Standing]] = {}
    for (path, role), standing in team.standings.items():
        file = record_name(path)
        record, _, key = file.partition("/")
        if record != need.record or need.key not in (key, "*"):
            continue
        if role in need.field[1:] or (standing.asked and not need.field[1:]):
            records.setdefault(file, []).append(standing)
    days = (_last_signed(each, counted) for each in records.values())
    return min((day for day in days if day is not None), default=None)


def _last_signed(standings: list[Standing], counted: frozenset[SignatureState]) -> dt.date | None:
    known = [each for each in standings if each.state in counted]
    if len(known) < len(standings):
        return None
    # where a file cannot be read, nobody knows the day either
    return max((each.on.date() if each.on else dt.date.max) for each in known)


def _attended(need: Need, team: Team, shared: Shared) -> dt.date | None:
    """The day of a meeting, once the people who must be there were."""
    meeting = shared.meetings.get(need.key)
    if meeting is None or meeting.on is None or team.pairing is None:
        return None
    return None if absent(need, team, shared) else meeting.on


def absent(need: Need, team: Team, shared: Shared) -> tuple[tuple[str, str], ...]:
    """Who was missing at a meeting: roles with the ids of their people; nobody while it has no day.

    A pairing that took over another one counts a meeting held before it began when all of the
    earlier pairing or all of the new one were there. Where neither were, those are named of whom
    the fewest were missing, the earlier pairing's first.
    """
    meeting = shared.meetings.get(need.key)
    if meeting is None or meeting.on is None or team.pairing is None:
        return ()
    there = shared.present[need.key]
    roles = shared.must_attend(need)
    missing = [
        tuple(
            (role, who or "") for role in roles if (who := getattr(each, role, None)) not in there
        )
        for each in _responsible(team, team.pairing, meeting.on, shared)
    ]
    return min(reversed(missing), key=len)


def _responsible(team: Team, pairing: Pairing, on: dt.date, shared: Shared) -> Iterator[Pairing]:
    """The pairing, and those it took over of which none had begun anew on that day."""
    yield pairing
    passed = {team.id}
    while pairing.follows and pairing.follows not in passed and on < pairing.starts:
        before = shared.earlier.get(pairing.follows)
        if before is None:
            return
        passed.add(pairing.follows)
        pairing = before
        yield pairing


def _trained(need: Need, team: Team, shared: Shared) -> dt.date | None:
    """The first day on which the person in a role took a training.

    What this pairing does not say, another one may: a training is the person's own.
    """
    person = getattr(team.pairing, need.field[1].replace("-", "_"), None)
    if person is None:
        return None
    own = min((day for (_, who, _), day in days_in(need, team.trainings) if who == person),
              default=None)  # fmt: skip
    if own is not None or not shared.trained:
        return own
    held = Trainings(tuple(shared.trained.get(person, ())))
    return min((day for _, day in days_in(need, held)), default=None)
