"""Ways to bring something in by a merge that has ended since, or never was. None counts."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

import pytest
from support.story import (
    AMARA,
    FIRST,
    IRIS,
    NOOR,
    SECOND,
    TEO,
    TODAY,
    Story,
    matters,
    see_founder,
)
from support.trails import key, print_of

from mentorctl.model.recorded import PaperSignature, Scan
from mentorctl.model.signature import SignatureState
from mentorctl.reports.counted_folder import as_counted
from mentorctl.store.folder import Folder
from mentorctl.trail.ledger.displaced import is_of_value
from mentorctl.trail.ledger.ledger_cache import ledger_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mentorctl.model.recorded import HeldKey
    from mentorctl.trail.register.key_register import Register

PLAN_FILE = f"{FIRST}/signatures/plan.advisor.yaml"
ONE, PLAN = f"{FIRST}/experiences/1.yaml", f"{FIRST}/plan.yaml"
PAIRING = f"{FIRST}/pairing.yaml"
LOST = "by somebody who had lost the right to, in another copy"


class Forgery(NamedTuple):
    """A way, the finding it must lead to, what that says, who keeps the register, what counts."""

    make: Callable[[Story], None]
    code: str
    says: str
    keepers: frozenset[str]
    counted: int = 0


FORGERIES: list[Forgery] = []


def forgery(
    code: str, says: str, *keepers: str, counted: int = 0
) -> Callable[[Callable[[Story], None]], None]:
    def take(make: Callable[[Story], None]) -> None:
        FORGERIES.append(Forgery(make, code, says, frozenset(keepers or (IRIS,)), counted))

    return take


def name_coordinators(story: Story, *people: str) -> None:
    listed = "".join(f"  - {each}\n" for each in people)
    text = story.files["program.yaml"].decode()
    text = re.sub(r"(?m)^coordinators:\n(?:  - .*\n)+", f"coordinators:\n{listed}", text)
    story.files["program.yaml"] = text.encode()


def own(person: str) -> HeldKey:
    return key(person, "2026-08-04", by=IRIS, at="2026-08-04T09:00:00-05:00")


def add_key(story: Story, person: str, added: HeldKey) -> None:
    story.keys(person, own(person), added)


def note(story: Story, pairing: str = FIRST, text: str = "note") -> None:
    story.files[f"{pairing}/plan.yaml"] += f"# {text}\n".encode()


def last(story: Story) -> int:
    return len(story.commits) - 1


def merge(
    story: Story,
    by: str,
    at: str,
    *parents: int,
    first: bool = False,
    author: str = "",
    start: int = 1,
) -> int:
    """Bring sides together: what the first of them does not have differently comes from the others.

    Where several changed a file since they parted, at a start, that of the last one stays, or of
    the first.
    """
    base = story.commits[start].files
    files = dict(story.commits[parents[0]].files)
    for side in parents[1:]:
        held = story.commits[side].files
        for path in held.keys() | base.keys():
            if held.get(path) == base.get(path):
                continue
            if first and files.get(path) != base.get(path):
                continue
            if path in held:
                files[path] = held[path]
            else:
                files.pop(path, None)
    story.files = files
    return story.commit(by, at, parents=parents, author=author)


def forged_signature(story: Story) -> None:
    story.sign("plan.yaml", "mentee", AMARA, by="mallory")


@forgery("key-change", LOST, NOOR)
def a_replaced_coordinator_names_another_on_an_old_side(story: Story) -> None:
    start = last(story)
    name_coordinators(story, NOOR)
    main = story.commit(IRIS, "2026-10-05T09:00")
    story.go_to(start)
    name_coordinators(story, IRIS, TEO)
    story.commit(IRIS, "2026-10-04T09:00", parents=(start,))
    add_key(story, AMARA, key(AMARA, "2026-10-04", of="mallory"))
    story.commit(TEO, "2026-10-04T10:00")
    forged_signature(story)
    side = story.commit(TEO, "2026-10-05T17:00")
    merge(story, TEO, "2026-10-06T09:00", main, side)


@forgery("key-change", LOST, NOOR)
def the_same_with_the_sides_the_other_way_around(story: Story) -> None:
    start = last(story)
    name_coordinators(story, NOOR)
    main = story.commit(IRIS, "2026-10-05T09:00")
    story.go_to(start)
    name_coordinators(story, IRIS, TEO)
    side = story.commit(IRIS, "2026-10-04T09:00", parents=(start,))
    merge(story, TEO, "2026-10-06T09:00", side, main)


@forgery("key-change", LOST, NOOR)
def the_same_again_from_the_same_old_side(story: Story) -> None:
    start = last(story)
    name_coordinators(story, NOOR)
    main = story.commit(IRIS, "2026-10-05T09:00")
    story.go_to(start)
    name_coordinators(story, IRIS, TEO)
    side = story.commit(IRIS, "2026-10-04T09:00", parents=(start,))
    merged = merge(story, TEO, "2026-10-06T09:00", main, side)
    story.go_to(side)
    add_key(story, AMARA, key(AMARA, "2026-10-04", of="mallory"))
    forged_signature(story)
    again = story.commit(TEO, "2026-10-06T10:00", parents=(side,))
    merge(story, TEO, "2026-10-07T09:00", merged, again)


@forgery("key-change", LOST, NOOR)
def the_same_across_two_merges(story: Story) -> None:
    start = last(story)
    name_coordinators(story, NOOR)
    main = story.commit(IRIS, "2026-10-05T09:00")
    story.go_to(start)
    name_coordinators(story, IRIS, TEO)
    side = story.commit(IRIS, "2026-10-04T09:00", parents=(start,))
    one = merge(story, TEO, "2026-10-06T09:00", main, side)
    other = merge(story, TEO, "2026-10-06T09:30", side, main)
    merge(story, TEO, "2026-10-07T09:00", one, other)


@forgery("key-change", LOST, NOOR)
def a_key_that_a_replaced_coordinator_registers_on_an_old_side(story: Story) -> None:
    start = last(story)
    name_coordinators(story, NOOR)
    main = story.commit(IRIS, "2026-10-05T09:00")
    story.go_to(start)
    add_key(story, AMARA, key(AMARA, "2026-10-04", of="mallory"))
    story.commit(IRIS, "2026-10-04T09:00", parents=(start,))
    forged_signature(story)
    side = story.commit("mallory", "2026-10-05T17:00", author=AMARA)
    merge(story, TEO, "2026-10-06T09:00", main, side)


@forgery("key-change", LOST, NOOR)
def a_key_that_a_replaced_coordinator_vouches_for_on_an_old_side(story: Story) -> None:
    start = last(story)
    name_coordinators(story, NOOR)
    main = story.commit(IRIS, "2026-10-05T09:00")
    story.go_to(start)
    word = key(AMARA, "2026-10-04", of="mallory", by=IRIS, at="2026-10-04T09:00:00-05:00")
    add_key(story, AMARA, word)
    forged_signature(story)
    side = story.commit(TEO, "2026-10-05T17:00", parents=(start,))
    merge(story, TEO, "2026-10-06T09:00", main, side)


def stolen(story: Story) -> int:
    """A second key of the coordinator's."""
    story.keys(IRIS, key(IRIS), key(IRIS, "2026-08-05", of="stolen"))
    return story.commit(IRIS, "2026-08-05T09:00")


def revoke_it(story: Story, start: int) -> int:
    story.go_to(start)
    story.keys(IRIS, key(IRIS), key(IRIS, "2026-08-05", "2026-10-01", of="stolen"))
    return story.commit(IRIS, "2026-10-01T09:00", parents=(start,))


@forgery("key-change", f"a key was revoked {LOST}", counted=1)
def a_stolen_key_revokes_everybody_as_of_last_year(story: Story) -> None:
    start = stolen(story)
    revoke_it(story, start)
    story.sign("plan.yaml", "advisor", NOOR)
    main = story.commit(NOOR)
    story.go_to(start)
    story.keys(IRIS, key(IRIS, "2026-08-03", "2026-08-03"), key(IRIS, "2026-08-05", of="stolen"))
    for each in (TEO, AMARA, NOOR):
        story.keys(each, key(each, "2026-08-04", "2026-08-04"))
    side = story.commit("stolen", "2026-09-30T09:00", parents=(start,), author=IRIS)
    merge(story, TEO, "2026-10-06T09:00", main, side, first=True)


@forgery("key-change", f"a key was revoked {LOST}")
def a_stolen_key_revokes_only_the_one_that_revoked_it(story: Story) -> None:
    start = stolen(story)
    revoke_it(story, start)
    note(story, SECOND)
    main = story.commit(NOOR, "2026-10-01T10:00")
    story.go_to(start)
    story.keys(IRIS, key(IRIS, "2026-08-03", "2026-09-01"), key(IRIS, "2026-08-05", of="stolen"))
    side = story.commit("stolen", "2026-09-30T09:00", parents=(start,), author=IRIS)
    merge(story, TEO, "2026-10-06T09:00", side, main)


def lets_in(story: Story, by: str, start: int, *keepers: str, author: str = "") -> int:
    """On an old side somebody makes another one a coordinator."""
    story.go_to(start)
    name_coordinators(story, *keepers)
    return story.commit(by, "2026-09-30T09:00", parents=(start,), author=author)


@forgery("key-change", f"the list of coordinators was changed {LOST}")
def whom_a_revoked_key_lets_in_takes_out_who_revoked_it(story: Story) -> None:
    start = stolen(story)
    main = revoke_it(story, start)
    lets_in(story, "stolen", start, IRIS, AMARA, author=IRIS)
    name_coordinators(story, AMARA)
    side = story.commit(AMARA, "2026-09-30T10:00")
    merge(story, TEO, "2026-10-06T09:00", main, side, start=start)


@forgery("key-change", f"a key was revoked {LOST}")
def whom_a_revoked_key_lets_in_revokes_the_one_that_revoked_it(story: Story) -> None:
    start = stolen(story)
    main = revoke_it(story, start)
    lets_in(story, "stolen", start, IRIS, AMARA, author=IRIS)
    story.keys(IRIS, key(IRIS, "2026-08-03", "2026-09-01"), key(IRIS, "2026-08-05", of="stolen"))
    side = story.commit(AMARA, "2026-09-30T10:00")
    merge(story, TEO, "2026-10-06T09:00", main, side, start=start, first=True)


@forgery("key-change", f"a key was revoked {LOST}")
def whom_a_replaced_coordinator_lets_in_revokes_who_replaced_them(story: Story) -> None:
    name_coordinators(story, IRIS, NOOR)
    start = story.commit(IRIS, "2026-09-01T09:00")
    name_coordinators(story, IRIS)
    main = story.commit(IRIS, "2026-10-01T09:00")
    lets_in(story, NOOR, start, IRIS, NOOR, AMARA)
    name_coordinators(story, IRIS, NOOR, AMARA, TEO)
    story.commit(AMARA, "2026-09-30T10:00")
    story.keys(IRIS, key(IRIS, "2026-08-03", "2026-09-30"))
    side = story.commit(TEO, "2026-09-30T11:00")
    merge(story, TEO, "2026-10-06T09:00", main, side, start=start)


@forgery("revoked-key", "in which its key was not revoked yet")
def a_commit_of_a_revoked_key_on_an_old_side(story: Story) -> None:
    start = last(story)
    story.keys(NOOR, key(NOOR, "2026-08-04", "2026-10-01", by=IRIS))
    main = story.commit(IRIS, "2026-10-01T09:00")
    story.go_to(start)
    note(story)
    side = story.commit(NOOR, "2026-09-30T09:00", parents=(start,))
    merge(story, TEO, "2026-10-02T09:00", main, side)


@forgery("forbidden-change", "only a coordinator changes it", NOOR)
def a_former_coordinators_change_on_an_old_side(story: Story) -> None:
    start = last(story)
    name_coordinators(story, NOOR)
    main = story.commit(IRIS, "2026-08-05T09:00")
    story.go_to(start)
    story.put("program.yaml", "agency: ", "agency: The ")
    side = story.commit(IRIS, "2026-08-05T10:00", parents=(start,))
    merge(story, TEO, "2026-10-02T09:00", main, side)


@forgery("forbidden-change", f"{TEO} was not in this pairing any more when it came in")
def a_removed_mentors_change_on_an_old_side(story: Story) -> None:
    start = last(story)
    story.put(f"{FIRST}/pairing.yaml", f"mentor: {TEO}", "mentor: dale-kirchner")
    main = story.commit(IRIS, "2026-08-05T09:00")
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(TEO, "2026-08-05T10:00", parents=(start,))
    merge(story, NOOR, "2026-10-02T09:00", main, side)


def joined_on_that_day(story: Story, by: str, keeper: str, start: int, end: int) -> None:
    """Somebody joins their change to the end of their rights, and it comes in much later."""
    note(story, SECOND)
    main = story.commit(keeper, "2026-10-01T09:00")
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(by, "2026-08-05T08:00", parents=(start,))
    side = merge(story, by, "2026-08-05T10:00", end, side)
    merge(story, keeper, "2026-10-02T09:00", main, side)


@forgery("forbidden-change", f"{TEO} was not in this pairing any more when it came in")
def the_same_joined_to_the_removal_in_a_merge_of_that_day(story: Story) -> None:
    start = last(story)
    story.put(f"{FIRST}/pairing.yaml", f"mentor: {TEO}", "mentor: dale-kirchner")
    end = story.commit(IRIS, "2026-08-05T09:00")
    joined_on_that_day(story, TEO, IRIS, start, end)


@forgery("forbidden-change", f"{IRIS} is not in this pairing", NOOR)
def a_former_coordinators_change_joined_in_a_merge_of_that_day(story: Story) -> None:
    start = last(story)
    name_coordinators(story, NOOR)
    end = story.commit(IRIS, "2026-08-05T09:00")
    joined_on_that_day(story, IRIS, NOOR, start, end)


@forgery("backdated", "comment.sent_to_advisor says 2026-11-16, and came in on 2027-01-11")
def a_fact_on_a_side_that_is_dated_back(story: Story) -> None:
    whole = story.files[ONE]
    story.put(ONE, "sent_to_advisor: 2026-11-16\n", "sent_to_advisor:\n")
    start = story.commit(TEO)
    for month in ("11", "12"):
        note(story, SECOND, f"seen in {month}")
        main = story.commit(NOOR, f"2026-{month}-20T09:00")
    story.go_to(start)
    story.files[ONE] = whole
    side = story.commit(TEO, "2026-11-16T09:00", parents=(start,))
    story.go_to(main)
    story.files[ONE] = whole
    story.commit(TEO, "2027-01-11T09:00", parents=(main, side))


def old_side_of_a_former_coordinator(story: Story, *, leaves: bool) -> None:
    """One who is a mentor, too; their side is the last that is read."""
    whole = story.files[ONE]
    story.put(PAIRING, f"mentor: {TEO}", f"mentor: {IRIS}")
    story.put(ONE, "sent_to_advisor: 2026-11-16\n", "sent_to_advisor:\n")
    start = story.commit(IRIS, "2026-08-04T12:00")
    name_coordinators(story, NOOR)
    if leaves:
        story.put(PAIRING, f"mentor: {IRIS}", "mentor: dale-kirchner")
    story.commit(IRIS, "2026-08-05T09:00")
    note(story, SECOND)
    main = story.commit(NOOR, "2026-12-20T09:00")
    story.go_to(start)
    story.files[ONE] = whole
    side = story.commit(IRIS, "2026-11-16T09:00", parents=(start,))
    merge(story, NOOR, "2027-01-11T09:00", main, side, start=start)


@forgery("backdated", "comment.sent_to_advisor says 2026-11-16, and came in on 2027-01-11", NOOR)
def a_fact_on_an_old_side_of_somebody_who_was_a_coordinator_there(story: Story) -> None:
    old_side_of_a_former_coordinator(story, leaves=False)


@forgery("forbidden-change", f"{IRIS} was not in this pairing any more when it came in", NOOR)
def a_change_on_an_old_side_of_a_mentor_who_was_a_coordinator_there(story: Story) -> None:
    old_side_of_a_former_coordinator(story, leaves=True)


@forgery("backdated", "a signature of 2026-10-05 came in on 2027-01-11", counted=1)
def a_signature_on_a_side_that_is_dated_back(story: Story) -> None:
    start = last(story)
    note(story)
    main = story.commit(TEO, "2026-12-20T09:00")
    story.go_to(start)
    story.sign("plan.yaml", "advisor", NOOR)
    side = story.commit(NOOR, parents=(start,))
    added = story.files[PLAN_FILE]
    story.go_to(main)
    story.files[PLAN_FILE] = added
    story.commit(NOOR, "2027-01-11T09:00", parents=(main, side))


@forgery("signature-taken-out", "a signed statement was taken out")
def a_refusal_hidden_by_an_old_side(story: Story) -> None:
    story.sign("plan.yaml", "advisor", NOOR, "2026-10-01T16:00:00-05:00")
    start = story.commit(NOOR, "2026-10-01T17:00")
    before = story.files[PLAN_FILE]
    story.sign("plan.yaml", "advisor", NOOR, declined="The targets are too late.")
    main = story.commit(NOOR)
    story.go_to(start)
    note(story)
    side = story.commit(TEO, "2026-10-05T09:00", parents=(start,))
    story.files[PLAN_FILE] = before
    story.commit(TEO, "2026-10-06T09:00", parents=(main, side))


NOT_IN_IT = "the signature of 2026-11-06 by teo-lindqvist as mentor does not count"


def mentor_leaves(story: Story) -> tuple[int, int]:
    """The places of the last commit before a mentor left, and of that by which they left."""
    start = last(story)
    story.put(PAIRING, f"mentor: {TEO}", "mentor: dale-kirchner")
    left = story.commit(IRIS, "2026-10-05T09:00")
    story.go_to(start)
    return start, left


def goes_on(story: Story, by: str, side: int, left: int, at: str = "2026-10-06T09:00") -> None:
    """Somebody keeps their side's files in a merge, and whoever has left signs as before."""
    story.go_to(side)
    story.commit(by, at, parents=(left, side))
    story.sign("plan.yaml", "mentor", TEO, "2026-11-06T09:00:00-06:00")
    story.commit(TEO, "2026-11-06T10:00")


@forgery("signature-invalid", NOT_IN_IT)
def who_left_keeps_their_own_side_of_the_pairing(story: Story) -> None:
    start, left = mentor_leaves(story)
    story.files[PAIRING] += b"# seen\n"
    goes_on(story, TEO, story.commit(TEO, "2026-10-05T09:30", parents=(start,)), left)


@forgery("forbidden-change", "only a coordinator changes who is in a pairing")
def an_advisor_keeps_their_own_side_of_the_pairing(story: Story) -> None:
    start, left = mentor_leaves(story)
    story.put(PAIRING, "content_area: Family", "content_area: The family")
    goes_on(story, NOOR, story.commit(NOOR, "2026-10-05T09:30", parents=(start,)), left)


@forgery("signature-invalid", NOT_IN_IT)
def somebody_leaves_out_that_another_has_left(story: Story) -> None:
    start, left = mentor_leaves(story)
    note(story, SECOND)
    goes_on(story, AMARA, story.commit(TEO, "2026-10-05T09:30", parents=(start,)), left)


@forgery("forbidden-change", "only a coordinator changes who is in a pairing")
def a_merge_that_changes_more_brings_back_who_left(story: Story) -> None:
    start, left = mentor_leaves(story)
    story.put(PAIRING, "content_area: Family", "content_area: The family")
    side = story.commit(NOOR, "2026-10-05T09:30", parents=(start,))
    story.put(PAIRING, "content_area: The family", "content_area: Our family")
    story.commit(NOOR, "2026-10-06T09:00", parents=(left, side))


@forgery("forbidden-change", "only a coordinator changes it", NOOR)
def a_former_coordinator_keeps_their_own_side_of_the_program(story: Story) -> None:
    start = last(story)
    name_coordinators(story, NOOR)
    main = story.commit(IRIS, "2026-10-05T09:00")
    story.go_to(start)
    story.files["program.yaml"] += b"# seen\n"
    side = story.commit(IRIS, "2026-10-05T08:00", parents=(start,))
    story.commit(IRIS, "2026-10-06T09:00", parents=(main, side))


def of_another_root(story: Story, by: str | None, coordinators: str) -> None:
    """What only an advisor may write, written in a history of somebody's own and merged in."""
    main = last(story)
    text = story.files["program.yaml"].decode()
    text = text.replace(f"coordinators:\n  - {IRIS}", f"coordinators: {coordinators}")
    story.files["program.yaml"] = text.encode()
    for each in (IRIS, TEO, AMARA, NOOR) if by is None else ():
        story.keys(each)
    story.put(PLAN, "initials: NH", "initials: ZZ")
    side = story.commit(by, "2026-08-03T10:00", parents=())
    story.go_to(main)
    story.files[PLAN] = story.commits[side].files[PLAN]
    story.commit(TEO, "2026-10-06T09:00", parents=(main, side))


@pytest.mark.parametrize(
    ("by", "coordinators", "code"),
    [(TEO, f"[{TEO}]", "other-root"), (None, "[]", "unsigned-commit")],
    ids=["with a coordinator of its own", "without a key"],
)
def test_what_a_history_of_somebodys_own_says_does_not_count(
    by: str | None, coordinators: str, code: str, tmp_path: Path
) -> None:
    story = Story()
    of_another_root(story, by, coordinators)
    report = story.audit(tmp_path / "program")
    assert matters(report, code)
    (found,) = matters(report, "forbidden-change")
    assert (found.path, found.person) == (PLAN, TEO)
    ledger = ledger_of(tmp_path / "program")
    foreign = {each.commit for each in ledger.remarks if each.code == "unsigned-commit"}
    assert foreign.isdisjoint(ledger.signers)
    doubted = ledger.unproven
    assert {each.rpartition("\x1f")[0] for each in doubted[PLAN] if is_of_value(each)} == {
        "approved\x1finitials", "received\x1finitials",
    }  # fmt: skip
    assert set(doubted) == {PLAN}


@pytest.mark.parametrize("way", FORGERIES, ids=[each.make.__name__ for each in FORGERIES])
def test_no_forgery_counts_and_each_is_named(way: Forgery, tmp_path: Path) -> None:
    story = Story()
    way.make(story)
    report = story.audit(tmp_path / "program")
    found = matters(report, way.code)
    assert found, report.matters
    assert any(way.says in each.message for each in found), found
    register = ledger_of(tmp_path / "program").register
    assert register.coordinators == way.keepers
    assert register.person(print_of("mallory")) == ""
    assert live(register) >= {TEO, AMARA, *way.keepers}
    states = report.states
    assert states.get(SignatureState.VALID, 0) == way.counted
    assert not states.get(SignatureState.ATTESTED, 0)


@pytest.mark.parametrize("kept", ["Our", "The"], ids=["one side's", "the other's"])
def test_who_chooses_between_two_sides_writes_no_more_than_that(kept: str, tmp_path: Path) -> None:
    story = Story()
    start, left = mentor_leaves(story)
    story.go_to(left)
    story.put(PAIRING, "content_area: Family", "content_area: The family")
    left = story.commit(IRIS, "2026-10-05T09:30")
    story.go_to(start)
    story.put(PAIRING, "content_area: Family", "content_area: Our family")
    side = story.commit(NOOR, "2026-10-05T10:00", parents=(start,))
    story.go_to(left)
    story.put(PAIRING, "content_area: The", f"content_area: {kept}")
    story.commit(NOOR, "2026-10-06T09:00", parents=(left, side))
    assert story.audit(tmp_path / "program").matters == ()


def test_who_leaves_out_what_did_not_count_is_not_named(tmp_path: Path) -> None:
    story = Story()
    start = last(story)
    story.put(PAIRING, f"mentor: {TEO}", "mentor: dale-kirchner")
    side = story.commit(NOOR, "2026-10-05T09:00")
    story.go_to(start)
    story.files[PAIRING] += b"# seen\n"
    main = story.commit(AMARA, "2026-10-05T10:00", parents=(start,))
    story.commit(AMARA, "2026-10-06T09:00", parents=(main, side))
    report = story.audit(tmp_path / "program")
    assert [(each.code, each.person) for each in report.matters] == [("forbidden-change", NOOR)]


def live(register: Register) -> set[str]:
    """The people who have a key that was not revoked."""
    return {each.person for each in register.spans.values() if each.revoked is None}


def test_three_sides_leave_the_register_its_coordinators(tmp_path: Path) -> None:
    story = Story()
    start = last(story)
    name_coordinators(story, NOOR)
    sides = [story.commit(IRIS, "2026-08-05T09:00")]
    for pairing in (FIRST, SECOND):
        story.go_to(start)
        note(story, pairing)
        sides.append(story.commit(TEO, "2026-08-05T10:00", parents=(start,)))
    merge(story, TEO, "2026-08-06T09:00", *sides)
    report = story.audit(tmp_path / "program")
    assert report.matters == ()
    assert ledger_of(tmp_path / "program").register.coordinators == {NOOR}


def test_coordinators_who_each_take_another_out_at_once_do_not_vanish(tmp_path: Path) -> None:
    """Of three people, each takes the next one out on a side of their own."""
    story = Story()
    name_coordinators(story, IRIS, NOOR, AMARA)
    start = story.commit(IRIS, "2026-08-05T09:00")
    sides = []
    for by, left in ((IRIS, (IRIS, AMARA)), (NOOR, (IRIS, NOOR)), (AMARA, (NOOR, AMARA))):
        story.go_to(start)
        name_coordinators(story, *left)
        sides.append(story.commit(by, "2026-08-06T09:00", parents=(start,)))
    merge(story, TEO, "2026-08-07T09:00", *sides)
    report = story.audit(tmp_path / "program")
    assert len([each for each in matters(report, "key-change") if LOST in each.message]) == 2
    assert len(ledger_of(tmp_path / "program").register.coordinators) == 2


def test_a_handover_in_one_commit_is_right(tmp_path: Path) -> None:
    story = Story()
    name_coordinators(story, NOOR)
    story.commit(IRIS, "2026-10-05T09:00")
    add_key(story, AMARA, key(AMARA, "2026-10-06", of="amara-laptop"))
    story.commit(NOOR, "2026-10-06T09:00")
    report = story.audit(tmp_path / "program")
    assert report.matters == ()
    register = ledger_of(tmp_path / "program").register
    assert register.coordinators == {NOOR}
    assert register.person(print_of("amara-laptop")) == AMARA


def test_coordinators_at_work_at_once_lose_nothing(tmp_path: Path) -> None:
    story = Story()
    name_coordinators(story, IRIS, NOOR)
    start = story.commit(IRIS, "2026-08-05T09:00")
    add_key(story, AMARA, key(AMARA, "2026-10-06", of="amara-laptop"))
    name_coordinators(story, IRIS, NOOR, TEO)
    main = story.commit(IRIS, "2026-10-06T09:00")
    story.go_to(start)
    add_key(story, TEO, key(TEO, "2026-10-06", of="teo-laptop"))
    side = story.commit(NOOR, "2026-10-06T09:30", parents=(start,))
    merge(story, TEO, "2026-10-07T09:00", side, main)
    report = story.audit(tmp_path / "program")
    assert report.matters == ()
    register = ledger_of(tmp_path / "program").register
    assert register.coordinators == {IRIS, NOOR, TEO}
    assert register.person(print_of("amara-laptop")) == AMARA
    assert register.person(print_of("teo-laptop")) == TEO


def test_whom_a_revoked_key_had_let_in_ends_nothing_either_from_there(tmp_path: Path) -> None:
    story = Story()
    name_coordinators(story, IRIS, NOOR)
    start = story.commit(IRIS, "2026-09-01T09:00")
    story.keys(NOOR, key(NOOR, "2026-08-04", "2026-10-01"))
    main = story.commit(IRIS, "2026-10-01T09:00")
    side = lets_in(story, NOOR, start, IRIS, NOOR, AMARA)
    merged = merge(story, TEO, "2026-10-06T09:00", main, side, start=start)
    story.go_to(side)
    name_coordinators(story, AMARA)
    again = story.commit(AMARA, "2026-09-30T10:00", parents=(side,))
    merge(story, TEO, "2026-10-07T09:00", merged, again, start=start)
    said = [each.message for each in matters(story.audit(tmp_path / "program"), "key-change")]
    assert said == [f"the list of coordinators was changed {LOST}"] * 2
    register = ledger_of(tmp_path / "program").register
    assert register.coordinators == {IRIS, NOOR}
    assert not register.may_change(print_of(NOOR))


def test_whom_somebody_let_in_does_what_they_may_while_others_are_at_work(tmp_path: Path) -> None:
    story = Story()
    name_coordinators(story, IRIS, NOOR, TEO)
    start = story.commit(IRIS, "2026-08-05T09:00")
    add_key(story, TEO, key(TEO, "2026-10-06", of="teo-laptop"))
    main = story.commit(IRIS, "2026-10-06T09:00")
    lets_in(story, NOOR, start, IRIS, NOOR, TEO, AMARA)
    name_coordinators(story, IRIS, NOOR, AMARA)
    side = story.commit(AMARA, "2026-10-06T09:30")
    merge(story, IRIS, "2026-10-07T09:00", main, side, start=start)
    assert story.audit(tmp_path / "program").matters == ()
    assert ledger_of(tmp_path / "program").register.coordinators == {IRIS, NOOR, AMARA}


def test_a_refusal_that_a_merge_hides_still_stands(tmp_path: Path) -> None:
    story = Story()
    a_refusal = next(each for each in FORGERIES if each.make.__name__.startswith("a_refusal"))
    a_refusal.make(story)
    report = story.audit(tmp_path / "program")
    assert report.states[SignatureState.DECLINED] == 1


@pytest.mark.parametrize("left", [None, b"signed: [\n"], ids=["deleted", "made unreadable"])
@pytest.mark.parametrize(
    ("by", "stands"), [(TEO, True), (NOOR, False)], ids=["by another", "by themselves"]
)
def test_a_refusal_is_taken_back_by_nobody_else(
    by: str, left: bytes | None, tmp_path: Path, *, stands: bool
) -> None:
    story = Story()
    story.sign("plan.yaml", "advisor", NOOR, declined="The targets are too late.")
    story.commit(NOOR)
    del story.files[PLAN_FILE]
    if left:
        story.files[PLAN_FILE] = left
    story.commit(by, "2026-10-06T09:00")
    report = story.audit(tmp_path / "program")
    assert matters(report, "signature-taken-out")
    assert report.states.get(SignatureState.DECLINED, 0) == stands


def test_a_refusal_is_taken_back_by_nobody_whom_another_history_calls_so(tmp_path: Path) -> None:
    """In a history of their own somebody registers their key as that of whoever refused."""
    story = Story()
    story.sign("plan.yaml", "advisor", NOOR, declined="The targets are too late.")
    main, files = story.commit(NOOR), dict(story.files)
    text = files["program.yaml"].decode()
    story.files = {
        **files,
        "program.yaml": text.replace(f"  - {IRIS}", f"  - {NOOR}").encode(),
    }
    for each in (IRIS, TEO, AMARA):
        story.keys(each)
    story.keys(NOOR, key(NOOR, of=TEO))
    side = story.commit(TEO, "2026-08-03T10:00", parents=())
    story.files = files
    del story.files[PLAN_FILE]
    story.commit(TEO, "2026-10-06T09:00", parents=(main, side))
    see_founder()
    report = story.audit(tmp_path / "program")
    assert {each.code for each in report.matters} >= {"other-root", "signature-taken-out"}
    assert report.states[SignatureState.DECLINED] == 1


def test_nobody_refuses_in_anothers_name(tmp_path: Path) -> None:
    story = Story()
    story.sign("plan.yaml", "advisor", NOOR, by=TEO, declined="The targets are too late.")
    story.commit(TEO)
    report = story.audit(tmp_path / "program")
    assert SignatureState.DECLINED not in report.states
    assert not ledger_of(tmp_path / "program").declined


@pytest.mark.parametrize(
    ("vouches", "again", "counts"),
    [(IRIS, False, False), (IRIS, True, True), (NOOR, False, True), ("", False, True)],
    ids=["by a former one", "by one again", "by another", "signed by themselves"],
)
def test_a_former_coordinators_old_side_vouches_for_no_paper_and_signs_its_own(
    vouches: str, tmp_path: Path, *, again: bool, counts: bool
) -> None:
    story = Story()
    name_coordinators(story, IRIS, NOOR)
    story.put(PAIRING, f"advisor: {NOOR}", f"advisor: {IRIS}")
    start = story.commit(IRIS, "2026-08-04T12:00")
    name_coordinators(story, NOOR)
    main = story.commit(IRIS, "2026-10-01T09:00")
    if again:
        name_coordinators(story, IRIS, NOOR)
        add_key(story, AMARA, key(AMARA, "2026-10-01", of="amara-laptop"))
        main = story.commit(NOOR, "2026-10-01T09:10")
    story.go_to(start)
    if vouches:
        page = PaperSignature(dt.date(2026, 10, 1), vouches, Scan("scan.pdf", "0" * 64))
        story.sign("plan.yaml", "mentor", TEO, by=vouches, paper=page)
    else:
        story.sign("plan.yaml", "advisor", IRIS)
    side = story.commit(IRIS, parents=(start,))
    merge(story, NOOR, "2026-10-06T09:00", main, side, start=start)
    story.lay_in(tmp_path / "program")
    ((_, found),) = ledger_of(tmp_path / "program").brought.items()
    assert (not found.fault) is counts


def test_who_is_a_coordinator_again_brings_in_what_they_did_before(tmp_path: Path) -> None:
    story = Story()
    name_coordinators(story, IRIS, NOOR)
    start = story.commit(IRIS, "2026-08-04T12:00")
    name_coordinators(story, NOOR)
    story.commit(NOOR, "2026-08-05T09:00")
    name_coordinators(story, NOOR, IRIS)
    add_key(story, AMARA, key(AMARA, "2026-08-06", of="amara-laptop"))
    main = story.commit(NOOR, "2026-08-06T09:00")
    story.go_to(start)
    note(story)
    story.put(PLAN, "initials: NH", "initials: ZZ")
    side = story.commit(IRIS, "2026-08-05T10:00", parents=(start,))
    merge(story, TEO, "2026-10-02T09:00", main, side, start=start)
    assert not matters(story.audit(tmp_path / "program"), "forbidden-change")


def test_work_of_a_few_days_beside_others_is_nobodys_fault(tmp_path: Path) -> None:
    """What the late sides are held against: the same within the days of grace."""
    story = Story()
    start = last(story)
    story.put(f"{FIRST}/pairing.yaml", f"mentor: {TEO}", "mentor: dale-kirchner")
    main = story.commit(IRIS, "2026-10-05T09:00")
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(TEO, "2026-10-05T10:00", parents=(start,))
    merge(story, NOOR, "2026-10-07T09:00", main, side)
    assert story.audit(tmp_path / "program").matters == ()


def test_nobody_is_late_by_a_merge_that_is_dated_ahead(tmp_path: Path) -> None:
    story = Story()
    sides = []
    for pairing in (FIRST, SECOND):
        start = last(story)
        note(story, pairing)
        sides.append(story.commit(NOOR, "2026-10-03T09:00", parents=(1,)))
        story.go_to(1)
    start = merge(story, AMARA, "2099-01-01T09:00", *sides)
    story.put(PAIRING, f"mentor: {TEO}", "mentor: dale-kirchner")
    main = story.commit(IRIS, "2026-10-05T09:00")
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(TEO, "2026-10-05T10:00", parents=(start,))
    merge(story, NOOR, "2026-10-07T09:00", main, side, start=start)
    (found,) = story.audit(tmp_path / "program").matters
    assert (found.code, found.person) == ("future-commit", AMARA)


def give_grace(story: Story, days: int) -> None:
    text = re.sub(r"(?m)^trail:\n(?:  .*\n)*", "", story.files["program.yaml"].decode())
    story.files["program.yaml"] = f"{text}\ntrail:\n  grace_days: {days}\n".encode()


@pytest.mark.parametrize(("by", "at"), [(IRIS, "2026-10-02T09:00"), (NOOR, "2026-10-02T09:00")])
@pytest.mark.parametrize("takes", [False, True])
def test_settings_of_a_former_coordinators_old_side_do_not_count(
    takes: bool, by: str, at: str, tmp_path: Path
) -> None:
    story = Story()
    start = last(story)
    name_coordinators(story, NOOR)
    main = story.commit(IRIS, "2026-08-05T09:00")
    story.go_to(start)
    give_grace(story, 3000)
    side = story.commit(IRIS, "2026-08-05T10:00", parents=(start,))
    merge(story, by, at, *((main, side) if takes else (side, main)))
    assert matters(story.audit(tmp_path / "program"), "forbidden-change")
    assert ledger_of(tmp_path / "program").grace == 30


@pytest.mark.parametrize(
    ("by", "parents", "grace"),
    [(TEO, (3, 4), 30), (TEO, (4, 3), 30), (TEO, (3, 2), 30), (TEO, (3, 5, 2), 30),
     (IRIS, (3, 4), 3000), (IRIS, (3, 2), 3000)],
)  # fmt: skip
def test_nobody_else_brings_settings_back_that_a_coordinator_had_changed(
    by: str, parents: tuple[int, ...], grace: int, tmp_path: Path
) -> None:
    """A merge keeps the program as it was on a side, or in a commit, from before that."""
    story = Story()
    for days in (3000, 30):
        give_grace(story, days)
        changed = story.commit(IRIS, "2026-08-05T09:00")
    for start in (changed - 1, changed):
        story.go_to(start)
        note(story)
        story.commit(TEO, "2026-08-05T10:00", parents=(start,))
    story.files["program.yaml"] = story.commits[changed - 1].files["program.yaml"]
    story.commit(by, "2026-08-06T09:00", parents=parents)
    story.lay_in(tmp_path / "program")
    assert ledger_of(tmp_path / "program").grace == grace


@pytest.mark.parametrize("swapped", [False, True])
def test_in_no_answer_is_who_was_named_on_a_side_that_does_not_hold(
    swapped: bool, tmp_path: Path
) -> None:
    """The other side has the list as it was before both: one who got it has given it back."""
    story = Story()
    start = last(story)
    name_coordinators(story, NOOR)
    story.commit(IRIS, "2026-10-05T09:00")
    name_coordinators(story, IRIS)
    main = story.commit(NOOR, "2026-10-05T12:00")
    story.go_to(start)
    name_coordinators(story, TEO)
    side = story.commit(IRIS, "2026-10-05T10:00", parents=(start,))
    merge(story, AMARA, "2026-10-06T09:00", *((side, main) if swapped else (main, side)))
    root = tmp_path / "program"
    assert matters(story.audit(root), "key-change")
    assert ledger_of(root).register.coordinators == {IRIS}
    assert Folder(root).program.coordinators == (TEO,)
    assert as_counted(Folder(root), TODAY).program.coordinators == (IRIS,)


@pytest.mark.parametrize("by", [TEO, None])
def test_settings_of_another_history_do_not_count(by: str | None, tmp_path: Path) -> None:
    story = Story()
    main, files = last(story), dict(story.files)
    give_grace(story, 3000)
    side = story.commit(by, parents=())
    story.files = files
    story.commit(TEO, "2026-10-06T09:00", parents=(main, side))
    assert story.audit(tmp_path / "program").matters
    assert ledger_of(tmp_path / "program").grace == 30


@pytest.mark.parametrize("late", [False, True])
def test_settings_that_a_side_rightly_made_are_taken_over(late: bool, tmp_path: Path) -> None:
    story = Story()
    start = last(story)
    if late:
        name_coordinators(story, NOOR)
    note(story, SECOND)
    main = story.commit(IRIS, "2026-08-05T09:00")
    story.go_to(start)
    give_grace(story, 60)
    side = story.commit(IRIS, "2026-08-05T10:00", parents=(start,))
    held = story.files["program.yaml"]
    story.go_to(main)
    story.files["program.yaml"] = held
    if late:
        name_coordinators(story, NOOR)
    story.commit(NOOR if late else TEO, "2026-08-07T09:00", parents=(main, side))
    assert story.audit(tmp_path / "program").matters == ()
    assert ledger_of(tmp_path / "program").grace == 60


def arrives_late(story: Story, by: str, lost: Callable[[Story], None]) -> None:
    """What somebody has written into the folder comes in when they have lost their role."""
    start, written = last(story), story.files
    story.go_to(start)
    lost(story)
    main = story.commit(IRIS, "2026-10-05T09:00")
    story.files = written
    side = story.commit(by, "2026-10-04T09:00", parents=(start,))
    merge(story, by, "2026-11-20T09:00", main, side, start=start)


def the_mentor_leaves(story: Story) -> None:
    story.put(PAIRING, f"mentor: {TEO}", "mentor: dale-kirchner")


def the_mentee_leaves(story: Story) -> None:
    story.put(PAIRING, f"mentee: {AMARA}", "mentee: grace-whitfield")


def the_advisor_becomes_the_mentor(story: Story) -> None:
    story.put(PAIRING, f"mentor: {TEO}", f"mentor: {NOOR}")
    story.put(PAIRING, f"advisor: {NOOR}", "advisor: dale-kirchner")


EVIDENCE, MID_YEAR = f"{FIRST}/evidence/slide.txt", "reassignments/mid-year/2026-2027.yaml"
NOT_ANY_MORE = f"{TEO} was not in this pairing any more when it came in"


@pytest.mark.parametrize(
    ("by", "lost", "path", "text", "says"),
    [
        (TEO, the_mentor_leaves, EVIDENCE, b"another", NOT_ANY_MORE),
        (AMARA, the_mentee_leaves, MID_YEAR,
         b"answers:\n  amara-okafor-teo-lindqvist:\n    on: 2026-10-04\n    sealed: abc\n",
         "had another role, or none, when it came in: only a coordinator changes it"),
        (NOOR, the_advisor_becomes_the_mentor, PLAN, b"initials: NH",
         "when it came in: only the content advisor fills it in"),
    ],
    ids=["evidence", "the middle of the year", "another role"],
)  # fmt: skip
def test_what_comes_in_when_a_role_is_lost_does_not_count(
    by: str, lost: Callable[[Story], None], path: str, text: bytes, says: str, tmp_path: Path
) -> None:
    story = Story()
    if path == PLAN:
        story.put(PLAN, text.decode(), "initials: XX")
    else:
        story.files[path] = text
    arrives_late(story, by, lost)
    (found,) = matters(story.audit(tmp_path / "program"), "forbidden-change")
    assert (found.person, found.path) == (by, path)
    assert says in found.message


def test_what_they_may_write_in_another_role_counts_all_the_same(tmp_path: Path) -> None:
    story = Story()
    story.put(PLAN, "Unit on food safety", "Unit on knives")
    arrives_late(story, NOOR, the_advisor_becomes_the_mentor)
    assert story.audit(tmp_path / "program").matters == ()


def test_who_was_in_a_pairing_that_was_put_back_is_in_it(tmp_path: Path) -> None:
    story = Story()
    start, whole = last(story), dict(story.files)
    story.files = {path: held for path, held in whole.items() if not path.startswith(FIRST)}
    story.commit(IRIS, "2026-10-05T09:00")
    story.files = dict(whole)
    main = story.commit(IRIS, "2026-10-05T09:10")
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(TEO, "2026-10-04T09:00", parents=(start,))
    merge(story, TEO, "2026-11-20T09:00", main, side)
    assert story.audit(tmp_path / "program").matters == ()


def test_who_is_in_the_pairing_again_brings_in_what_they_wrote_before(tmp_path: Path) -> None:
    story = Story()
    start = last(story)
    pairing = f"{FIRST}/pairing.yaml"
    story.put(pairing, f"mentor: {TEO}", "mentor: grace-whitfield")
    story.commit(IRIS, "2026-10-01T09:00")
    story.put(pairing, "mentor: grace-whitfield", f"mentor: {TEO}")
    main = story.commit(IRIS, "2026-10-02T09:00")
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(TEO, "2026-09-30T09:00", parents=(start,))
    merge(story, IRIS, "2026-12-15T09:00", main, side)
    assert not matters(story.audit(tmp_path / "program"), "forbidden-change")
