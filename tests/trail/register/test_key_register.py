"""The key register, clause by clause: each of these fails when a clause of it is turned."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from support.keys import key_of
from support.story import AMARA, IRIS, NOOR, TEO
from support.trails import PROGRAM, key, print_of

from mentorctl.model.recorded import Vouch
from mentorctl.trail.register.key_register import NOBODY_LEFT, KeySpan, Register, apply_changes
from mentorctl.trail.register.key_words import KEY_NAMESPACE, text_to_vouch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentorctl.model.recorded import HeldKey

DAY = dt.date(2026, 10, 5)
AT = int(dt.datetime(2026, 10, 5, 15, tzinfo=dt.UTC).timestamp())
ADDED = "a key was added"
OUT, NAMED = "a registered key was taken out", "the list of coordinators was changed"
TAKEN_BACK, DAYS = "a revocation was taken back", "the days of a key were changed"

RIGHTS = (ADDED, OUT, NAMED, TAKEN_BACK, DAYS)


def span(
    person: str, added: str = "2026-08-03", revoked: str | None = None, *, of: str = ""
) -> tuple[str, KeySpan]:
    """A key of the register."""
    held = key(person, added, revoked, of=of)
    mark = print_of(of or person)
    public = " ".join(held.public.split()[:2])
    return mark, KeySpan(person, public, held.added, held.revoked, "c0", "", "")


BEFORE = Register(dict([span(IRIS), span(TEO)]), frozenset((IRIS,)), "c0")


def change(
    keys: Mapping[str, tuple[HeldKey, ...]],
    by: str | None = None,
    *,
    before: Register = BEFORE,
    coordinators: frozenset[str] | None = None,
    stood: tuple[HeldKey, ...] = (),
) -> tuple[Register, list[str]]:
    """The register after a commit of somebody's, and what of it does not count."""
    after, faults = apply_changes(
        before, keys, coordinators, program=PROGRAM, signer=print_of(by) if by else None,
        commit="c1", day=DAY, at=AT, stood={TEO: stood},
    )  # fmt: skip
    # what only a coordinator may do is told from what nobody may
    assert all(each.is_right == (each.what in RIGHTS) for each in faults)
    return after, [each.what for each in faults]


def new(**said: str) -> HeldKey:
    return key(TEO, "2026-10-05", of="teo-laptop", **said)


def is_in(register: Register) -> bool:
    return print_of("teo-laptop") in register.spans


def test_a_revoked_key_of_a_coordinators_changes_nothing() -> None:
    gone = dict([span(IRIS), span(IRIS, "2026-08-03", "2026-09-01", of="iris-laptop"), span(TEO)])
    before = msgspec.structs.replace(BEFORE, spans=gone)
    assert before.may_change(print_of(IRIS))
    assert not before.may_change(print_of("iris-laptop"))
    own = key(TEO)
    after, faults = change({TEO: (own, new())}, "iris-laptop", before=before)
    assert (is_in(after), faults) == (False, [ADDED])
    after, faults = change({TEO: (own, new(by=IRIS, key=print_of("iris-laptop")))}, before=before)
    assert (is_in(after), faults) == (False, [ADDED])


def test_without_a_key_nobody_changes_anything() -> None:
    odd = {**BEFORE.spans, "": BEFORE.spans[print_of(IRIS)]}
    register = msgspec.structs.replace(BEFORE, spans=odd)
    assert not register.may_change("")
    assert not register.may_change(None)


def test_a_key_that_a_coordinator_takes_out_is_revoked_from_that_day() -> None:
    after, faults = change({TEO: ()}, IRIS)
    assert faults == []
    assert after.spans[print_of(TEO)].revoked == DAY
    assert after.spans[print_of(TEO)].changed_by == print_of(IRIS)
    after, faults = change({TEO: ()}, TEO)
    assert faults == [OUT]
    assert after.spans[print_of(TEO)].revoked is None


@pytest.mark.parametrize("by", [IRIS, TEO])
def test_what_was_revoked_before_may_go_and_stays_revoked(by: str) -> None:
    spans = dict([span(IRIS), span(TEO, "2026-08-03", "2026-09-01")])
    after, faults = change({TEO: ()}, by, before=msgspec.structs.replace(BEFORE, spans=spans))
    assert faults == []
    assert after.spans[print_of(TEO)].revoked == dt.date(2026, 9, 1)


def test_somebody_with_a_key_is_left_to_keep_the_register() -> None:
    after, faults = change({}, IRIS, coordinators=frozenset((NOOR,)))
    assert faults == [NOBODY_LEFT]
    assert after.coordinators == {IRIS}
    after, faults = change({}, IRIS, coordinators=frozenset((NOOR, TEO)))
    assert after.coordinators == {NOOR, TEO}
    assert faults == []


@pytest.mark.parametrize(
    ("was", "now", "what"),
    [
        (("2026-08-03", None), ("2026-07-01", None), DAYS),
        (("2026-08-03", None), ("2026-08-03", "2026-10-01"), DAYS),
        (("2026-08-03", "2026-09-01"), ("2026-08-03", "2026-10-01"), DAYS),
        (("2026-08-03", "2026-09-01"), ("2026-08-03", None), TAKEN_BACK),
    ],
)
def test_other_days_are_called_what_they_are(
    was: tuple[str, str | None], now: tuple[str, str | None], what: str
) -> None:
    spans = dict([span(IRIS), span(TEO, *was)])
    before = msgspec.structs.replace(BEFORE, spans=spans)
    after, faults = change({TEO: (key(TEO, *now),)}, TEO, before=before)
    assert faults == [what]
    assert after.spans == spans


@pytest.mark.parametrize(
    ("was", "now", "counts"),
    [
        (("2026-08-03", "2026-09-01"), ("2026-08-03", "2026-08-20"), True),
        (("2026-08-03", "2026-09-01"), ("2026-08-10", "2026-09-01"), True),
        (("2026-08-03", None), ("2026-08-10", None), True),
        (("2026-08-03", None), ("2026-08-03", "2026-09-01"), True),
        (("2026-08-03", "2026-09-01"), ("2026-08-03", "2026-09-02"), False),
        (("2026-08-03", "2026-09-01"), ("2026-08-03", None), False),
        (("2026-08-03", None), ("2026-08-02", None), False),
    ],
)
def test_a_coordinators_word_alone_has_a_key_count_no_longer_than_it_did(
    was: tuple[str, str | None], now: tuple[str, str | None], *, counts: bool
) -> None:
    before = msgspec.structs.replace(BEFORE, spans=dict([span(IRIS), span(TEO, *was)]))
    after, faults = change({TEO: (key(TEO, *now, by=IRIS),)}, TEO, before=before)
    held = after.spans[print_of(TEO)]
    assert (held.added, held.revoked) == span(TEO, *(now if counts else was))[1][2:4]
    assert bool(faults) is not counts


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ({}, True),
        ({"added": dt.date(2026, 10, 4)}, False),
        ({"revoked": dt.date(2026, 12, 1)}, False),
        ({"by": NOOR}, False),
        ({"key": print_of(TEO)}, False),
        ({"person": AMARA}, False),
        ({"program": "mp-another"}, False),
        ({"public": key_of(AMARA).public_line()}, False),
    ],
)
def test_a_word_says_exactly_what_stands_there(said: dict[str, Any], *, counts: bool) -> None:
    both = msgspec.structs.replace(BEFORE, coordinators=frozenset((IRIS, NOOR)))
    # who gives their word is told by the statement, not by who has signed it
    word = new(by=IRIS)
    held = key_with(word, said)
    after, faults = change({TEO: (key(TEO), held)}, TEO, before=both)
    assert (is_in(after), faults) == ((True, []) if counts else (False, [ADDED]))


def key_with(word: HeldKey, said: dict[str, Any], of: str = IRIS) -> HeldKey:
    """A key with a word for it that says something else, signed with one of the same person."""
    other = msgspec.structs.replace(word.vouched[-1].statement, **said)
    signature = key_of(of).sign(text_to_vouch(other), KEY_NAMESPACE)
    return msgspec.structs.replace(word, vouched=(Vouch(other, signature),))


def test_what_somebody_says_of_their_own_key_hides_no_coordinators_word() -> None:
    word = new(by=IRIS)
    own = msgspec.structs.replace(word, vouched=(*word.vouched, *new(by=TEO).vouched))
    after, faults = change({TEO: (key(TEO), own)}, TEO)
    assert (is_in(after), faults) == (True, [])


@pytest.mark.parametrize("last", [True, False])
def test_the_last_word_of_a_coordinator_is_the_one_that_counts(*, last: bool) -> None:
    right = new(by=IRIS)
    wrong = key_with(right, {"revoked": DAY, "program": "mp-another"})
    words = (wrong, right) if last else (right, wrong)
    both = msgspec.structs.replace(right, vouched=tuple(each.vouched[0] for each in words))
    assert is_in(change({TEO: (key(TEO), both)}, TEO)[0]) is last


@pytest.mark.parametrize("at", ["2026-10-05T10:00:00-05:00", "2026-10-05T08:00:00-05:00"])
def test_what_a_new_key_vouches_for_comes_after_that_key(at: str) -> None:
    laptop = key(IRIS, "2026-10-05", of="iris-laptop", by=IRIS, at="2026-10-05T09:00:00-05:00")
    said = {"key": print_of("iris-laptop"), "signed_at": at}
    word = key_with(new(by=IRIS), said, of="iris-laptop")
    older = key_with(word, {"signed_at": "2026-10-05T08:30:00-05:00"}).vouched
    word = msgspec.structs.replace(word, vouched=(*older, *word.vouched))
    keys = {TEO: (key(TEO), word), IRIS: (key(IRIS), laptop)}
    assert is_in(change(keys, TEO)[0]) is ("T10" in at)


def test_nobody_else_vouches_for_a_key() -> None:
    word = key(AMARA, "2026-10-05", by=TEO)
    assert change({AMARA: (word,)}, AMARA)[1] == [ADDED]
    assert change({AMARA: (key(AMARA),)}, AMARA)[1] == [ADDED]


def test_a_coordinator_registers_keys_and_changes_their_days() -> None:
    after, faults = change({TEO: (key(TEO, "2026-08-03", "2026-09-01"), new())}, IRIS)
    assert faults == []
    held, added = after.spans[print_of(TEO)], after.spans[print_of("teo-laptop")]
    assert (held.commit, held.by, held.changed_by) == ("c0", "", print_of(IRIS))
    assert (added.commit, added.by, added.changed_by) == ("c1", print_of(IRIS), print_of(IRIS))
    assert after.revoked == {print_of(TEO)}
    assert after.person(print_of("teo-laptop")) == TEO
    assert after.person("") == ""


def test_keys_that_nobody_can_register() -> None:
    odd = msgspec.structs.replace(key(TEO), public="ssh-ed25519 AAAA")
    assert change({TEO: (key(TEO), odd)}, IRIS)[1] == ["a key cannot be read"]
    _, faults = change({TEO: (key(TEO), key(TEO, of=IRIS))}, IRIS)
    assert faults == [f"the key of {IRIS} was added to {TEO}"]


def test_what_a_coordinator_found_and_left_they_did_not_register() -> None:
    held = {TEO: (key(TEO), new())}
    assert change(held, IRIS, stood=(new(),))[0] == BEFORE
    assert change(held, IRIS, stood=(new(),))[1] == []
    other = key(TEO, "2026-10-04", of="teo-laptop")
    assert is_in(change(held, IRIS, stood=(other, key(TEO)))[0])
    # a coordinator's word is one whoever brings it in
    assert is_in(change({TEO: (key(TEO), new(by=IRIS))}, TEO, stood=(new(),))[0])


def test_only_a_coordinator_names_coordinators() -> None:
    after, faults = change({}, TEO, coordinators=frozenset((IRIS, TEO)))
    assert (after, faults) == (BEFORE, [NAMED])
    assert change({}, TEO, coordinators=BEFORE.coordinators) == (BEFORE, [])


def test_a_coordinator_vouches_for_a_new_key_of_their_own() -> None:
    word = key(IRIS, "2026-10-05", of="iris-laptop", by=IRIS)
    after, faults = change({IRIS: (key(IRIS), word)}, TEO)
    assert (print_of("iris-laptop") in after.spans, faults) == (True, [])


NOBODY, BOTH = Register(), frozenset((IRIS, NOOR))


def test_whose_key_founds_a_register() -> None:
    keys = {IRIS: (key(IRIS),), TEO: (key(TEO),)}
    after, faults = change(keys, IRIS, before=NOBODY, coordinators=BOTH)
    assert (after.root, faults) == ("c1", [])
    assert {each.person: each.by for each in after.spans.values()} == {
        IRIS: "",
        TEO: print_of(IRIS),
    }
    kept = msgspec.structs.replace(NOBODY, coordinators=BOTH)
    assert change(keys, IRIS, before=kept)[0] == after
    after, faults = change({TEO: (key(TEO),)}, TEO, before=NOBODY, coordinators=BOTH)
    assert (after, faults) == (kept, [])
    after, faults = change(keys, TEO, before=NOBODY, coordinators=BOTH)
    assert (list(after.spans), faults) == ([print_of(IRIS)], [ADDED])
    keys[TEO] = (key(TEO, by=IRIS),)
    after, faults = change(keys, TEO, before=NOBODY, coordinators=BOTH)
    assert (list(after.spans), faults) == ([print_of(IRIS), print_of(TEO)], [])


def test_one_key_founds_no_register_for_two_people() -> None:
    keys = {IRIS: (key(IRIS),), NOOR: (key(NOOR, of=IRIS), key(NOOR))}
    after, faults = change(keys, IRIS, before=NOBODY, coordinators=BOTH)
    assert faults == [f"the key of {IRIS} was added to {NOOR}"]
    assert {each.person for each in after.spans.values()} == BOTH
    assert after.spans[print_of(IRIS)].person == IRIS
    twice = {IRIS: (key(IRIS), key(IRIS))}
    assert change(twice, IRIS, before=NOBODY, coordinators=BOTH)[1] == []


def test_a_register_is_founded_on_keys_that_can_be_read() -> None:
    odd = msgspec.structs.replace(key(IRIS), public="ssh-ed25519 AAAA")
    after, _ = change({IRIS: (odd,)}, IRIS, before=NOBODY, coordinators=BOTH)
    assert after == Register({}, BOTH, "")
    noted = msgspec.structs.replace(key(IRIS), public=f"{key_of(IRIS).public_line()} at home")
    after, _ = change({IRIS: (noted,)}, IRIS, before=NOBODY, coordinators=BOTH)
    assert after.spans[print_of(IRIS)].public == " ".join(key_of(IRIS).public_line().split()[:2])


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        ("2026-08-31T23:00:00-05:00", True),
        ("2026-09-01T00:30:00-05:00", False),
        ("2026-09-02T09:00:00-05:00", False),
        ("then", False),
    ],
)
def test_where_it_is_founded_a_key_vouches_to_the_day_of_its_revocation(
    at: str, *, counts: bool
) -> None:
    keys = {
        IRIS: (key(IRIS, "2026-08-03", "2026-09-01"),),
        TEO: (new(by=IRIS, at=at),),
    }
    after, faults = change(keys, TEO, before=NOBODY, coordinators=BOTH)
    assert (is_in(after), faults) == ((True, []) if counts else (False, [ADDED]))
    # later on, it vouches for nothing
    before = msgspec.structs.replace(BEFORE, spans=dict([span(IRIS, "2026-08-03", "2026-09-01")]))
    assert not is_in(change({TEO: keys[TEO]}, TEO, before=before)[0])


@pytest.mark.parametrize(
    ("added", "counts"),
    [("2026-10-05", True), ("2026-10-06", True), ("2026-10-07", False), ("0001-01-01", True)],
)
def test_a_key_counts_from_the_day_before_it_was_added(added: str, *, counts: bool) -> None:
    spans = dict([span(IRIS, added), span(TEO)])
    register = msgspec.structs.replace(BEFORE, spans=spans)
    assert register.may_change(print_of(IRIS), DAY) is counts
    assert register.has_keeper(DAY) is counts
    assert register.has_keeper()
    word = new(by=IRIS, at="2026-10-05T09:00:00-05:00")
    after, faults = change({TEO: (key(TEO), word)}, NOOR, before=register)
    assert (is_in(after), faults) == ((True, []) if counts else (False, [ADDED]))
