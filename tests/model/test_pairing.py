"""On which day a pairing is what, to the day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest

from mentorctl.model.pairing import Closed, Pairing, Waiver, had_on, in_force

FIRST, END, CLOSED = dt.date(2026, 9, 14), dt.date(2027, 3, 31), dt.date(2027, 4, 30)


def pairing(**said: Any) -> Pairing:
    return Pairing(mentee="ana-ruiz", mentor="bo-finch", starts=FIRST, **said)


@pytest.mark.parametrize("state", ["reassigned", "withdrawn"])
def test_a_pairing_that_ends_is_active_to_its_last_day(state: Any) -> None:
    ended = pairing(state=state, ends=END)
    assert ended.state_on(END) == "active"
    assert ended.state_on(END + dt.timedelta(days=1)) == state
    assert pairing(state=state).state_on(FIRST) == state


def test_it_was_completed_on_the_day_it_was_closed_or_else_on_its_last() -> None:
    assert pairing(closed=Closed(on=CLOSED), ends=END).completed_on == CLOSED
    assert pairing(ends=END).completed_on == END
    assert pairing().completed_on is None


def test_leave_counts_from_its_own_day_and_only_whole() -> None:
    leave = Waiver(need="visits/*:on", approved_by="noor-haddad", on=END, reason="ice")
    day = dt.timedelta(days=1)
    assert [in_force(leave, each) for each in (END - day, END, END + day)] == [False, True, True]
    for lacking in ("approved_by", "on", "reason"):
        assert not in_force(msgspec.structs.replace(leave, **{lacking: None}), CLOSED)


def test_of_several_the_one_under_way_on_a_day_is_meant_and_only_of_one_person() -> None:
    old = pairing(state="reassigned", ends=END)
    day = dt.timedelta(days=1)
    new = Pairing(mentee="ana-ruiz", mentor="cy-lane", starts=END + day)
    both = {"old": old, "new": new}
    assert [had_on(each, both) for each in (FIRST - day, FIRST, END, END + day)] == [
        None, "old", "old", "new",
    ]  # fmt: skip
    side_by_side = {"old": old, "new": msgspec.structs.replace(new, starts=END)}
    assert had_on(END, side_by_side) is None
    assert had_on(END, {**both, "unread": None}) is None
    of_others = {"old": old, "new": msgspec.structs.replace(new, mentee="di-wu")}
    assert had_on(END, of_others) is None
    assert had_on(END, {}) is None
