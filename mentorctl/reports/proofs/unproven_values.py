"""Takes out of records what counts for nothing: values that nobody wrote who may.

What counts is what a commit wrote whose signer may write it, or kept, or what somebody signed
whose value it is. Reports and forms look at records without the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from mentorctl.model.field_owners import filled_by, is_under, values, without
from mentorctl.model.formats import CURRENT, record_format
from mentorctl.model.kinds import PAIRING_KINDS, kind_of
from mentorctl.model.pairing import Pairing
from mentorctl.model.paths import (
    PAIRING_FILE,
    meeting_file,
    pairing_file,
    person_file,
    record_name,
    year_file,
)
from mentorctl.model.roles import SIDES, THE_PAIR
from mentorctl.model.team import COUNTED
from mentorctl.model.trained import Trained
from mentorctl.store.pairings import Pairings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from mentorctl.model.agreement import Trainings
    from mentorctl.model.field_owners import Way
    from mentorctl.model.person import Person
    from mentorctl.model.record import Record
    from mentorctl.model.team import Shared, Team
    from mentorctl.store.people import People

__all__ = ["proven_people", "rightly", "take_out", "take_out_shared"]

R = TypeVar("R", bound="Record")

_TRAININGS, _PAIRING = "/trainings.yaml", f"/{PAIRING_FILE}"

# without these a pairing is none; where they count for nothing, so does all that it holds
_KEPT = frozenset((*SIDES, "starts"))


def take_out(team: Team, unproven: Mapping[str, Collection[str]]) -> None:
    """Take what counts for nothing out of a pairing's records.

    Args:
        team: The pairing, its signatures judged; it is changed.
        unproven: What that is, by file, as the history's ledger has it.
    """
    held = [
        (kind, key, record)
        for kind in PAIRING_KINDS
        for key, record in team.records.get(kind.model, {}).items()
    ]
    for kind, key, record in held:
        file = kind.path(key)
        marks = unproven.get(team.path(file))
        if not marks:
            continue
        lost = _lost(record, marks)
        lost = {way: value for way, value in lost.items() if not _is_signed(team, file, way)}
        back = _displaced(record, marks)
        if not lost and not back:
            continue
        if file == PAIRING_FILE and ("mentor",) in lost and ("mentor",) not in back:
            lost["mentee",] = lost.get(("mentee",), "")
        team.unproven |= {(record_name(file), way): value for way, value in lost.items()}
        is_pairing = isinstance(record, Pairing)
        ways = [way for way in lost if not is_pairing or way[0] not in _KEPT]
        kept = without(record, ways) if ways else record
        kept = _with(kept, back) if kept is not None and back else kept
        if kept is None:
            del team.records[kind.model][key]
        else:
            team.records[kind.model][key] = kept
        if not team.records[kind.model]:
            del team.records[kind.model]


def take_out_shared(shared: Shared, year: str, unproven: Mapping[str, Collection[str]]) -> Shared:
    """What the pairings of a year share without what counts for nothing.

    Args:
        shared: All that the files say.
        year: The program year.
        unproven: What counts for nothing, by file, as the history's ledger has it.
    """
    meetings = {}
    for name, meeting in shared.meetings.items():
        kept = _without(meeting, unproven.get(meeting_file(year, name)))
        if kept is not None:
            meetings[name] = kept
    facts = shared.year
    if facts is not None:
        facts = _without(facts, unproven.get(year_file(year)))
    trained, earlier = shared.trained, shared.earlier
    of_pairings = any(each.endswith(_PAIRING) for each in unproven)
    if isinstance(trained, Trained) and (
        of_pairings or any(each.endswith(_TRAININGS) for each in unproven)
    ):
        read = trained.read
        trained = Trained(lambda: _proven(read(), unproven))
    if of_pairings:
        earlier = _earlier(shared.earlier, year, unproven)
    if facts is shared.year and meetings == shared.meetings and trained is shared.trained:
        return msgspec.structs.replace(shared, earlier=earlier) if of_pairings else shared
    return msgspec.structs.replace(
        shared, meetings=meetings, year=facts, trained=trained, earlier=earlier
    )


def proven_people(people: People, unproven: Mapping[str, Collection[str]]) -> People:
    """Everybody without what counts for nothing, and with what rightly stood in its place.

    Args:
        people: All that their files say.
        unproven: What counts for nothing, by file, as the history's ledger has it.
    """

    def count(person_id: str, person: Person) -> Person | None:
        marks = unproven.get(person_file(person_id))
        if not marks:
            return person
        back = _displaced(person, marks)
        for way, value in back.items():
            person = _with(person, {way: value})
        # which keys count, their register says
        lost = [
            way
            for way, value in _lost(person, marks).items()
            if way[0] != "keys" and value != back.get(way)
        ]
        return without(person, lost) if lost else person

    return people.counted(count)


def _proven(
    held: Iterable[tuple[str, Pairing, Trainings]], unproven: Mapping[str, Collection[str]]
) -> Iterator[tuple[str, Pairing, Trainings]]:
    """Trainings of pairings, and who is in these, without what counts for nothing."""
    for path, pairing, each in held:
        kept = _without(each, unproven.get(path))
        counted = rightly(pairing, unproven.get(path.removesuffix(_TRAININGS) + _PAIRING))
        if kept is not None and counted is not None:
            yield path, counted, kept


def _earlier(
    said: Mapping[str, Pairing], year: str, unproven: Mapping[str, Collection[str]]
) -> Pairings:
    """The pairings of a year with who rightly is in them; one that is none is not among them."""

    def counted(name: str) -> Pairing | None:
        return rightly(said.get(name), unproven.get(pairing_file(year, name)))

    # one that nobody can read stays, as what asks for it says so
    return Pairings(
        lambda: [
            each
            for each in said
            if pairing_file(year, each) not in unproven or counted(each) or each not in said
        ],
        counted,
    )


def rightly(pairing: Pairing | None, marks: Collection[str] | None) -> Pairing | None:
    """A pairing with who rightly is in it; None where nobody may say that it is one.

    Args:
        pairing: What its file says.
        marks: What of that counts for nothing, as the history's ledger has it.
    """
    if pairing is None or not marks:
        return pairing
    back = _displaced(pairing, marks)
    gone = _lost(pairing, marks).keys() - back.keys()
    if any((role,) in gone for role in THE_PAIR):
        return None
    kept = without(pairing, [way for way in gone if way != ("starts",)])
    return _with(kept, back) if kept is not None else None


def _without(record: R, marks: Collection[str] | None) -> R | None:
    lost = _lost(record, marks) if marks else {}
    return without(record, lost) if lost else record


def _lost(record: Record, marks: Collection[str]) -> dict[Way, str]:
    from mentorctl.trail.ledger.writing import mark_of  # noqa: PLC0415 - only where something is lost

    return {way: each for way, each in values(record).items() if mark_of(way, each) in marks}


def _displaced(record: Record, marks: Collection[str]) -> dict[Way, str]:
    """What rightly stood where something else is now, or nothing, that does not count."""
    from mentorctl.trail.ledger.displaced import stood  # noqa: PLC0415 - only where something is lost
    from mentorctl.trail.ledger.writing import mark_of  # noqa: PLC0415 - as above

    known = values(record)
    return {
        way: value
        for way, value in stood(marks).items()
        if way not in known or mark_of(way, known[way]) in marks
    }


def _with(record: R, back: Mapping[Way, str]) -> R:
    """A record with other values at some ways; as it is where it would be none."""
    tree = msgspec.to_builtins(record)
    for way, value in back.items():
        inside = tree
        for name in way[:-1]:
            inside = inside.setdefault(name, {})
        inside[way[-1]] = value
    try:
        return msgspec.convert(tree, type(record), strict=False)
    except msgspec.ValidationError:
        return record


def _is_signed(team: Team, file: str, way: Way) -> bool:
    """Whether somebody signed a value who fills it in."""
    kind = kind_of(team.path(file))
    if kind is None:
        return False
    owner, form = filled_by(kind.model, way), record_format(kind.name, CURRENT)
    for (path, role), standing in team.standings.items():
        name, _, item = path.partition("#")
        if name != file or standing.state not in COUNTED or owner not in ("", role):
            continue
        inside = way[2:] if item else way
        left_out = (*form.not_signed, *form.not_signed_by.get(role, ()))
        if (not item or item == way[1]) and not any(is_under(inside, each) for each in left_out):
            return True
    return False
