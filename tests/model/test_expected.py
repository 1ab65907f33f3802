"""Who is to be at a meeting: as the rules judge who missed it."""

from __future__ import annotations

import datetime as dt

import msgspec

from mentorctl.model.expected import expected_at
from mentorctl.model.pairing import Closed, Pairing, Waiver
from mentorctl.model.program import RequiredMeeting

KICKOFF = RequiredMeeting("kickoff", "Kickoff", from_="09-01", until="10-31")
DAY, TODAY = dt.date(2026, 9, 17), dt.date(2027, 2, 1)
PAIR = Pairing(mentee="amara", mentor="teo", advisor="ines", starts=dt.date(2026, 9, 1))


def expected(day: dt.date = DAY, **pairings: Pairing) -> dict[str, tuple[str, ...]]:
    return expected_at(KICKOFF, pairings, day, TODAY)


def changed(pairing: Pairing = PAIR, **values: object) -> Pairing:
    return msgspec.structs.replace(pairing, **values)


def test_those_in_the_roles_that_must_be_there() -> None:
    assert expected(one=PAIR) == {"amara": ("mentee",), "teo": ("mentor",)}


def test_who_is_in_several_pairings_is_named_once_with_all_roles() -> None:
    other = changed(mentee="teo", mentor="gail")
    assert expected(one=PAIR, other=other)["teo"] == ("mentor", "mentee")


def test_a_pairing_that_ended_before_has_nobody_there() -> None:
    gone = changed(state="withdrawn", ends=DAY - dt.timedelta(1))
    assert expected(one=gone) == {}
    assert set(expected(one=changed(gone, ends=DAY))) == {"amara", "teo"}


def test_a_pairing_that_was_completed_later_was_expected_then() -> None:
    done = changed(state="completed", closed=Closed(on=dt.date(2027, 1, 15)))
    assert set(expected(one=done)) == {"amara", "teo"}
    assert expected(dt.date(2027, 2, 4), one=done) == {}


def test_who_took_a_pairing_over_is_expected_from_its_first_day_on() -> None:
    start = dt.date(2027, 1, 11)
    before = changed(state="reassigned", ends=start - dt.timedelta(1))
    after = changed(mentor="gail", starts=start, follows="before")
    assert set(expected(before=before, after=after)) == {"amara", "teo"}
    assert set(expected(dt.date(2027, 2, 4), before=before, after=after)) == {"amara", "gail"}


def test_who_is_excused_need_not_be_there() -> None:
    waiver = Waiver(
        need="meetings/kickoff:attended.mentor",
        approved_by="ines",
        reason="Surgery",
        on=dt.date(2026, 9, 10),
    )
    assert expected(one=changed(waivers=(waiver,))) == {"amara": ("mentee",)}
    incomplete = changed(waiver, reason=None)  # type: ignore[arg-type] # any record
    assert set(expected(one=changed(waivers=(incomplete,)))) == {"amara", "teo"}
