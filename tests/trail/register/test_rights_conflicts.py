"""What holds of the key register where sides meet: each fails when a clause of it is turned.

A key is called as its person is, in capitals.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from mentorctl.trail.register.key_register import KeySpan, Register
from mentorctl.trail.register.rights_changes import RightsChange, changes_between
from mentorctl.trail.register.rights_conflicts import merged, overruled, with_keeper

if TYPE_CHECKING:
    from collections.abc import Iterable

ANN, BEN, CAL, DEE = "ann", "ben", "cal", "dee"
FIRST_DAY, EARLY, LATE = dt.date(2026, 8, 3), dt.date(2026, 9, 1), dt.date(2026, 10, 1)


def span(person: str, revoked: dt.date | None = None, by: str = "") -> KeySpan:
    return KeySpan(person, f"public {person}", FIRST_DAY, revoked, "c0", by, by)


def register(
    *coordinators: str, revoked: dict[str, dt.date | None] | None = None, undone: Iterable[str] = ()
) -> Register:
    """A register in which everybody has a key."""
    days = revoked or {}
    spans = {each.upper(): span(each, days.get(each)) for each in (ANN, BEN, CAL, DEE)}
    return Register(spans, frozenset(coordinators), "c0", frozenset(undone))


def names(commit: str, by: str, added: str = "", removed: str = "") -> RightsChange:
    """Somebody changes the list of coordinators."""
    people = frozenset(added.split()), frozenset(removed.split())
    return RightsChange(commit, by.upper(), by, added=people[0], removed=people[1])


def days(
    commit: str, by: str, key: str, before: dt.date | None, after: dt.date | None
) -> RightsChange:
    """Somebody changes the day on which a key was revoked."""
    return RightsChange(commit, by.upper(), by, key.upper(), span(key, before), span(key, after))


def sides(*places: str) -> dict[str, frozenset[int]]:
    """Which sides had the commits c1, c2, …: `01` for the first and the second."""
    return {f"c{number}": frozenset(map(int, each)) for number, each in enumerate(places, start=1)}


def out(
    changes: list[RightsChange],
    held: dict[str, frozenset[int]],
    *registers: Register,
    people: dict[str, int] | None = None,
    first: str = "",
) -> set[str]:
    """The commits of what does not hold; where so many people have gone on from each.

    One of them is known to have been shared before all others came in.
    """
    gone_on = {each: frozenset(map(str, range(many))) for each, many in (people or {}).items()}
    found = overruled(
        changes,
        held,
        registers,
        lambda commits, _: {*commits} - {first},
        lambda commit: gone_on.get(commit, frozenset()),
    )
    return {name.split()[0] for name in found}


@pytest.mark.parametrize(
    ("before", "after", "ends"),
    [
        (span(BEN), span(BEN, EARLY), True),
        (None, span(BEN, EARLY), True),
        (span(BEN, LATE), span(BEN, EARLY), False),
        (span(BEN, EARLY), span(BEN), False),
        (None, span(BEN), False),
    ],
)
def test_when_a_change_ends_the_rights_of_a_key(
    before: KeySpan | None, after: KeySpan, *, ends: bool
) -> None:
    change = RightsChange("c1", "ANN", ANN, "BEN", before, after)
    assert change.ended == ({"BEN"} if ends else set())
    assert change.gives() == (set() if before else {"BEN"})


def test_what_a_change_of_coordinators_ends_and_gives() -> None:
    change = names("c1", ANN, CAL, BEN)
    assert change.ended == {BEN}
    assert change.gives() == {CAL}


def test_how_a_commit_changed_the_register() -> None:
    before, after = register(ANN, BEN), register(ANN, CAL, revoked={BEN: EARLY})
    spans = dict(after.spans)
    spans["BEN"] = spans["BEN"]._replace(changed_by="DEE")
    after = Register(spans, after.coordinators, "c0")
    key, people = changes_between(before, after, "c1", "ANN")
    assert key == RightsChange("c1", "DEE", DEE, "BEN", span(BEN), spans["BEN"], by_word=True)
    assert people == names("c1", ANN, CAL, BEN)
    assert list(changes_between(after, after, "c1", "ANN")) == []
    for more in (names("c1", ANN, CAL), names("c1", ANN, "", BEN)):
        kept = (before.coordinators | more.added) - more.removed
        now = Register(before.spans, kept, "c0")
        assert list(changes_between(before, now, "c1", "ANN")) == [more]
    new = Register({"ANN": span(ANN)}, after.coordinators, "c1")
    (founding,) = changes_between(Register(), new, "c1", "ANN")
    assert founding.key == "ANN"


@pytest.mark.parametrize(
    ("held", "revoked", "found"),
    [
        # whoever alone changed it
        (("1",), (EARLY, None), None),
        (("1",), (EARLY, LATE), LATE),
        (("0",), (None, EARLY), None),
        (("0",), (LATE, EARLY), LATE),
        # several did: as soon as any says
        (("0", "1"), (LATE, EARLY), EARLY),
        (("0", "1"), (EARLY, LATE), EARLY),
        (("0", "1"), (None, EARLY), EARLY),
        (("0", "1"), (EARLY, None), EARLY),
        (("0", "1"), (None, None), None),
        (("0", "1"), (LATE, EARLY, None), EARLY),
        ((), (LATE, EARLY), EARLY),
        # what all of them had is no change of one
        (("01", "1"), (EARLY, None), None),
    ],
)
def test_what_becomes_of_a_key_that_sides_have_differently(
    held: tuple[str, ...], revoked: tuple[dt.date | None, ...], found: dt.date | None
) -> None:
    registers = [register(ANN, revoked={BEN: day}) for day in revoked]
    changes = [days(f"c{number}", ANN, BEN, LATE, EARLY) for number in range(1, len(held) + 1)]
    end = merged(registers, changes, sides(*held), frozenset())
    assert end.spans["BEN"].revoked == found


def test_what_does_not_hold_is_undone_unless_it_was_changed_since() -> None:
    forged = days("c1", BEN, CAL, None, EARLY)
    there = register(ANN, revoked={CAL: EARLY})
    end = merged([register(ANN), there], [forged], sides("1"), frozenset((forged.name,)))
    assert end.spans["CAL"].revoked is None
    since, later = days("c2", ANN, CAL, EARLY, LATE), register(ANN, revoked={CAL: LATE})
    end = merged([register(ANN), later], [forged, since], sides("1", "1"),
                 frozenset((forged.name,)))  # fmt: skip
    assert end.spans["CAL"].revoked == LATE
    end = merged([there, there], [forged], sides("01"), frozenset((forged.name,)))
    assert end.spans["CAL"].revoked is None
    # nor is it a change that another one meets
    forged, good = days("c1", BEN, CAL, EARLY, LATE), days("c2", ANN, CAL, EARLY, None)
    registers = [register(ANN), register(ANN, revoked={CAL: LATE})]
    end = merged(registers, [forged, good], sides("1", "0"), frozenset((forged.name,)))
    assert end.spans["CAL"].revoked is None


def test_what_does_not_hold_of_coordinators_is_undone_where_it_was_done() -> None:
    forged = names("c1", BEN, DEE, CAL)
    held, gone = sides("1"), frozenset((forged.name,))
    end = merged([register(ANN, CAL), register(ANN, DEE)], [forged], held, gone)
    assert end.coordinators == {ANN, CAL}
    end = merged([register(ANN, DEE), register(ANN, DEE)], [forged], held, gone)
    assert end.coordinators == {ANN, CAL, DEE}


def test_what_one_side_had_undone_is_not_undone_again() -> None:
    forged = days("c1", BEN, CAL, None, EARLY)
    done = register(ANN, revoked={CAL: EARLY}, undone=[forged.name])
    end = merged([done, done], [forged], sides("01"), frozenset((forged.name,)))
    assert end.spans["CAL"].revoked == EARLY
    assert end.overruled == {forged.name}


def test_a_key_that_only_what_does_not_hold_brought_is_gone() -> None:
    forged = RightsChange("c1", "BEN", BEN, "DEE", None, span(DEE))
    bare = Register({"ANN": span(ANN)}, frozenset((ANN,)), "c0")
    there = Register({"ANN": span(ANN), "DEE": span(DEE)}, frozenset((ANN,)), "c0")
    end = merged([bare, there], [forged], sides("1"), frozenset((forged.name,)))
    assert set(end.spans) == {"ANN"}
    assert set(merged([bare, there], [forged], sides("1"), frozenset()).spans) == {"ANN", "DEE"}


@pytest.mark.parametrize(
    ("held", "have", "stays"),
    [
        (("0",), ((ANN,), (ANN, BEN)), False),
        (("1",), ((ANN, BEN), (ANN,)), False),
        # taken out, and put back on the same side
        (("0",), ((ANN, BEN), (ANN, BEN)), True),
        (("0",), ((ANN, BEN), (ANN, BEN), (ANN,)), True),
        # both sides had the removal, and one has put them back
        (("01",), ((ANN,), (ANN, BEN), (ANN,)), True),
        # of two changes, one took somebody else out
        (("0", "0"), ((ANN,), (ANN, BEN)), False),
        ((), ((ANN,), (ANN, BEN)), True),
    ],
)
def test_who_is_a_coordinator_once_sides_have_met(
    held: tuple[str, ...], have: tuple[tuple[str, ...], ...], *, stays: bool
) -> None:
    changes = [names("c1", ANN, "", BEN), names("c2", ANN, "", CAL)][: len(held)]
    end = merged([register(*each) for each in have], changes, sides(*held), frozenset())
    assert (BEN in end.coordinators) is stays
    assert ANN in end.coordinators


def test_only_who_was_taken_out_is_out() -> None:
    changes = [names("c1", ANN, "", CAL)]
    end = merged([register(ANN), register(ANN, BEN, CAL)], changes, sides("0"), frozenset())
    assert end.coordinators == {ANN, BEN}


@pytest.mark.parametrize(
    ("one", "other", "stays"),
    [
        (names("c1", ANN, "", ANN), names("c2", BEN, "", BEN), (ANN, "c1 ")),
        (names("c2", BEN, "", BEN), names("c1", ANN, "", ANN), (ANN, "c1 ")),
        (names("c1", ANN, "", ANN), days("c2", BEN, BEN, None, EARLY), (ANN, "c1 ")),
        (days("c1", ANN, ANN, None, EARLY), names("c2", BEN, "", BEN), (ANN, "c1 ANN")),
    ],
)
def test_somebody_is_left_who_can_set_it_right(
    one: RightsChange, other: RightsChange, stays: tuple[str, str]
) -> None:
    revoked = {each.key.lower(): EARLY for each in (one, other) if each.key}
    registers = [
        register(*{ANN, BEN} - each.removed, revoked={key: day for key, day in revoked.items()
                                                      if key == each.key.lower()})
        for each in (one, other)
    ]  # fmt: skip
    held = {one.commit: frozenset((0,)), other.commit: frozenset((1,))}
    end, left = with_keeper(registers, [one, other], held, frozenset())
    assert end.may_change(stays[0].upper())
    assert left == {stays[1]}
    assert not end.may_change("BEN")


def test_what_was_done_with_rights_that_another_side_had_ended_does_not_hold() -> None:
    here, there = register(ANN), register(ANN, BEN, DEE)
    ends, does = names("c1", ANN, "", BEN), names("c2", BEN, DEE)
    assert out([ends, does], sides("0", "1"), here, there) == {"c2"}
    revoked = days("c1", ANN, BEN, None, EARLY)
    assert out([revoked, does], sides("0", "1"), here, there) == {"c2"}
    # one of the sides had both, one after the other
    for places in (("0", "01"), ("01", "0"), ("0", "0"), ("01", "01")):
        assert out([ends, does], sides(*places), here, there, here) == set()
    assert out([ends, does], sides("01", "12"), here, there, here) == {"c2"}
    # others go on with what they may
    assert out([ends, names("c2", CAL, DEE)], sides("0", "1"), here, there) == set()


def test_what_was_undone_already_stays_undone() -> None:
    gone = register(ANN, BEN, undone=["c9 "])
    assert out([], {}, gone, register(ANN, BEN)) == {"c9"}
    does = names("c1", BEN, DEE)
    known = register(ANN, BEN, undone=[does.name])
    assert out([does], sides("01"), known, register(ANN, BEN, DEE)) == {"c1"}
    # nor does it undo what others did
    ends = names("c1", BEN, "", ANN)
    known = register(ANN, BEN, undone=[ends.name])
    changes = [ends, names("c2", ANN, DEE)]
    assert out(changes, sides("0", "1"), known, register(ANN, BEN, DEE)) == {"c1"}


def test_of_two_who_end_each_others_rights_the_one_holds_that_ended_fewer() -> None:
    here, there = register(ANN), register(BEN)
    one, two = names("c1", ANN, "", "ben cal"), names("c2", BEN, "", ANN)
    assert out([one, two], sides("0", "1"), here, there) == {"c1"}
    one, two = names("c1", ANN, "", BEN), names("c2", BEN, "", "ann cal")
    assert out([one, two], sides("0", "1"), here, there) == {"c2"}
    one, two, more = names("c1", ANN, "", BEN), names("c2", BEN, "", ANN), names("c3", ANN, "", CAL)
    assert out([one, more, two], sides("0", "1", "0"), here, there) == {"c1", "c3"}


def test_of_three_in_a_ring_one_holds() -> None:
    ring = [names("c1", ANN, "", BEN), names("c2", BEN, "", CAL), names("c3", CAL, "", ANN)]
    found = out(ring, sides("0", "1", "2"), register(ANN), register(BEN), register(CAL))
    assert found == {"c2", "c3"}


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("why", ["founding", "older", "unknown"])
def test_of_equals_the_older_key_holds(why: str, *, first: bool) -> None:
    younger = {
        "founding": span(BEN, by="ANN"),
        "older": span(BEN)._replace(added=EARLY),
        "unknown": None,
    }[why]
    spans = {"ANN": span(ANN)} | ({"BEN": younger} if younger else {})
    here = Register(spans, frozenset((ANN,)), "c0")
    there = Register(spans, frozenset((BEN,)), "c0")
    commits = ("c1", "c2") if first else ("c2", "c1")
    one, two = names(commits[0], ANN, "", BEN), names(commits[1], BEN, "", ANN)
    held = {commits[0]: frozenset((0,)), commits[1]: frozenset((1,))}
    assert out([one, two], held, here, there) == {commits[1]}


@pytest.mark.parametrize("kept", ["c1", "c2"])
def test_of_one_key_that_holds_on_which_more_people_have_gone_on(kept: str) -> None:
    here, there = register(BEN), register(CAL)
    changes = [names("c1", ANN, BEN, ANN), names("c2", ANN, CAL, ANN)]
    lost = {"c1", "c2"} - {kept}
    assert out(changes, sides("0", "1"), here, there, people={kept: 1}) == lost


def test_nor_does_what_rests_on_it() -> None:
    here, there = register(ANN), register(ANN, BEN, DEE)
    ends, gives = names("c1", ANN, "", BEN), names("c2", BEN, DEE)
    uses, other = days("c3", DEE, CAL, None, EARLY), days("c4", CAL, CAL, EARLY, LATE)
    held = sides("0", "1", "1", "1")
    assert out([ends, gives, uses], held, here, there) == {"c2", "c3"}
    # what others did there rests on nothing of it
    assert out([ends, gives, other], held, here, there) == {"c2"}
    # nor does what was done elsewhere, by whom another side had made a coordinator, too
    assert out([ends, gives, uses], sides("0", "1", "0"), register(ANN, DEE), there) == {"c2"}
    assert out([ends, gives, uses], held, register(ANN, DEE), there) == {"c2"}
    assert out([ends, gives, uses], held, here, there, register(ANN, DEE)) == {"c2"}
    bare = Register({}, frozenset((DEE,)), "c0")
    assert out([ends, gives, uses], held, bare, there) == {"c2"}
    # that a change gave rights to more people is no matter of theirs
    more = names("c2", BEN, "dee cal")
    assert out([ends, more, uses], held, register(ANN, DEE), there) == {"c2"}
    # nor what another side did in their name before
    assert out([ends, gives, uses], sides("0", "1", "0"), here, there) == {"c2"}
    # a key is one wherever it was registered
    brings = RightsChange("c2", "BEN", BEN, "DEE", None, span(DEE))
    assert out([ends, brings, uses], held, here, there) == {"c2"}
    bare = Register({"ANN": span(ANN)}, frozenset((ANN,)), "c0")
    assert out([ends, brings, uses], held, bare, there) == {"c2", "c3"}


def own(commit: str, by: str, key: str) -> RightsChange:
    """Somebody lets a key of theirs in, or revokes one, with another one of theirs."""
    was = {"ANN2": span(ANN), "ANN": span(ANN)}[key]
    return RightsChange(commit, by, ANN, key, was, was._replace(revoked=EARLY))


def two_keys(*coordinators: str) -> Register:
    spans = {"ANN": span(ANN), "ANN2": span(ANN, by="ANN")}
    return Register(register(ANN).spans | spans, frozenset(coordinators), "c0")


@pytest.mark.parametrize(
    ("people", "first", "lost"),
    [
        ({}, "", "c1"),
        ({"c2": 1}, "", "c1"),
        ({"c1": 1, "c2": 1}, "", "c1"),
        ({"c1": 1}, "", "c2"),
        ({"c1": 2, "c2": 1}, "", "c2"),
        ({}, "c1", "c2"),
        ({"c2": 1}, "c1", "c2"),
        ({"c1": 1}, "c2", "c1"),
    ],
)
def test_of_two_keys_of_one_person_the_newer_holds_where_nothing_else_tells(
    people: dict[str, int], first: str, lost: str
) -> None:
    changes = [own("c1", "ANN", "ANN2"), own("c2", "ANN2", "ANN")]
    for here in (changes, changes[::-1]):
        found = out(here, sides("0", "1"), two_keys(ANN), two_keys(ANN), people=people, first=first)
        assert found == {lost}


def test_whoever_gains_by_a_side_is_no_witness_of_it() -> None:
    changes = [names("c1", ANN, "0", ANN), own("c2", "ANN2", "ANN")]
    for people, lost in (({"c1": 1}, "c1"), ({"c1": 2}, "c2")):
        found = out(changes, sides("0", "1"), two_keys("0"), two_keys(ANN), people=people)
        assert found == {lost}


def test_a_key_that_an_older_one_let_in_there_is_no_newer_one() -> None:
    third = RightsChange("c1", "ANN", ANN, "ANN3", None, span(ANN))
    does = own("c2", "ANN3", "ANN2")
    here = two_keys(ANN)
    here = Register({**here.spans, "ANN3": span(ANN, by="ANN")}, here.coordinators, "c0")
    changes = [third, does, own("c3", "ANN2", "ANN")]
    assert out(changes, sides("0", "0", "1"), here, two_keys(ANN)) == {"c1", "c2"}


def test_a_key_that_ends_itself_outdoes_nothing_by_that() -> None:
    changes = [names("c1", ANN, BEN, ANN), own("c2", "ANN", "ANN")]
    assert out(changes, sides("0", "1"), two_keys(BEN), two_keys(ANN)) == {"c2"}


def test_nor_does_an_older_one_undo_that_its_owner_left_with_a_newer_one() -> None:
    leaves = RightsChange("c1", "ANN2", ANN, added=frozenset((BEN,)), removed=frozenset((ANN,)))
    changes = [leaves, own("c2", "ANN", "ANN2")]
    assert out(changes, sides("0", "1"), two_keys(BEN), two_keys(ANN)) == {"c2"}
    stays = names("c1", ANN, BEN, CAL)._replace(by="ANN2")
    assert out([stays, changes[1]], sides("0", "1"), two_keys(ANN), two_keys(ANN)) == {"c1"}
