"""Who may not take people out of a pairing does not end their rights, whatever they do to its file.

What the people of a pairing had written offline comes in later than the grace, without a guard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from forgery.test_merges import (
    NOT_ANY_MORE,
    PAIRING,
    last,
    merge,
    name_coordinators,
    revoke_it,
    stolen,
)
from support.run import mentorctl
from support.story import AMARA, FIRST, IRIS, NOOR, ONE, SECOND, TEO, TODAY, Story, matters

from mentorctl.cli.signing.own_rights import refused
from mentorctl.reports.proofs.audit import audit
from mentorctl.store.folder import Folder
from mentorctl.trail.ledger.ledger_cache import ledger_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BROKEN = b"mentor: [\n"
# what is no pairing, though it can be read; and more than is ever read of a record
NONE = {
    "a list": b"- mentor\n",
    "a text": b"mentor\n",
    "empty": b"",
    "a comment": b"# nobody\n",
    "of nobody": b"content_area: Business\n",
    "of other kinds": b"mentee: [x]\nmentor: {a: b}\nadvisor: [y]\n",
    "huge": b"#" * (1 << 20) + b"\n",
}
# what becomes of the file one after the other, by whom, and whether the mentor is out of the
# pairing then; `out` names another mentor, `back` is as it was
WAYS: list[tuple[list[tuple[str | None, str]], bool]] = [
    ([(AMARA, "gone")], False),
    ([(AMARA, "broken")], False),
    ([(AMARA, "out")], False),
    ([(NOOR, "gone")], False),
    ([(None, "gone")], False),
    ([(None, "broken")], False),
    ([(IRIS, "broken")], False),
    ([(AMARA, "gone"), (IRIS, "back")], False),
    ([(AMARA, "broken"), (IRIS, "back")], False),
    ([(AMARA, "gone"), (TEO, "back")], False),
    ([(AMARA, "gone"), (AMARA, "out")], False),
    ([(IRIS, "gone"), (IRIS, "back")], False),
    ([(IRIS, "broken"), (IRIS, "back")], False),
    ([(IRIS, "gone")], True),
    ([(IRIS, "out")], True),
    ([(AMARA, "gone"), (IRIS, "out")], True),
    ([(AMARA, "broken"), (IRIS, "out")], True),
    ([(IRIS, "broken"), (IRIS, "out")], True),
    ([(IRIS, "gone"), (IRIS, "out")], True),
    ([(AMARA, "out"), (IRIS, "kept")], True),
    ([(IRIS, "out"), (AMARA, "gone")], True),
    ([(AMARA, "broken"), (IRIS, "gone")], True),
]
for each in NONE:
    WAYS += [
        ([(AMARA, each)], False),
        ([(AMARA, each), (IRIS, "back")], False),
        ([(AMARA, each), (IRIS, "out")], True),
        ([(IRIS, each), (IRIS, "back")], False),
    ]


def become(story: Story, what: str, whole: bytes) -> None:
    out = whole.replace(f"mentor: {TEO}".encode(), b"mentor: dale-kirchner")
    if what == "gone":
        del story.files[PAIRING]
    elif what == "kept":
        story.files[PAIRING] += b"# so it is\n"
    else:
        said = {"broken": BROKEN, "out": out, "back": whole, **NONE}
        story.files[PAIRING] = said[what] + (whole if what == "huge" else b"")


@pytest.mark.parametrize(
    ("steps", "is_out"),
    WAYS,
    ids=[" ".join(f"{who or 'nobody'} {what}" for who, what in steps) for steps, _ in WAYS],
)
def test_only_who_may_ends_the_rights_of_who_is_in_it(
    steps: list[tuple[str | None, str]], tmp_path: Path, *, is_out: bool
) -> None:
    story = Story()
    start, whole = last(story), story.files[PAIRING]
    for hour, (by, what) in enumerate(steps):
        become(story, what, whole)
        main = story.commit(by, f"2026-10-05T{9 + hour:02}:00")
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(TEO, "2026-10-04T09:00", parents=(start,))
    merge(story, IRIS, "2026-11-20T09:00", main, side, start=start)
    report = story.audit(tmp_path / "program")
    late = [each for each in matters(report, "forbidden-change") if each.path == ONE]
    assert [(each.person, NOT_ANY_MORE in each.message) for each in late] == (
        [(TEO, True)] if is_out else []
    )
    assert (ONE in ledger_of(tmp_path / "program").unproven) == is_out


@pytest.mark.parametrize("what", ["gone", "broken", *NONE])
@pytest.mark.parametrize("by", [AMARA, NOOR])
def test_who_goes_on_in_it_is_not_blamed(by: str, what: str, tmp_path: Path) -> None:
    story = Story()
    become(story, what, story.files[PAIRING])
    first = story.commit(by, "2026-10-05T09:00")
    story.put(ONE, "Thorough on grading", "Thorough")
    story.commit(TEO, "2026-10-06T09:00")
    story.put(ONE, "Thorough", "Careful")
    other = story.commit(AMARA, "2026-10-06T10:00")
    ids = story.lay_in(tmp_path / "program")
    report = audit(Folder(tmp_path / "program").recorded, TODAY)
    found = {(each.commit, each.path) for each in matters(report, "forbidden-change")}
    assert found == {(ids[first], PAIRING), (ids[other], ONE)}


@pytest.mark.parametrize("what", ["gone", "broken", "out", *NONE])
def test_save_and_sync_say_the_same(what: str, tmp_path: Path) -> None:
    """Before anything is saved it is asked whether its writer may write it."""
    root, story = tmp_path / "program", Story()
    become(story, what, story.files[PAIRING])
    story.commit(AMARA, "2026-10-05T09:00")
    story.put(ONE, "Thorough on grading", "Thorough")
    story.lay_in(root)
    book, planned = ledger_of(root), {ONE: story.files[ONE]}
    mid_year = "reassignments/mid-year/2026-2027.yaml"
    planned[mid_year] = (
        b"answers:\n  amara-okafor-teo-lindqvist:\n    on: 2026-10-04\n    sealed: a\n"
    )
    told = {
        person: {each.path for each in refused(root, book, person, list(planned), planned)}
        for person in (TEO, AMARA, "dale-kirchner")
    }
    assert told == {TEO: {mid_year}, AMARA: {ONE}, "dale-kirchner": {ONE, mid_year}}


def test_who_was_taken_out_of_what_somebody_took_away_does_not_come_back(tmp_path: Path) -> None:
    """On two sides at once, and put back as it was on one of them."""
    story = Story()
    start, whole = last(story), story.files[PAIRING]
    become(story, "out", whole)
    story.commit(IRIS, "2026-10-05T09:00")
    become(story, "gone", whole)
    main = story.commit(AMARA, "2026-10-05T10:00")
    story.go_to(start)
    become(story, "gone", whole)
    side = story.commit(AMARA, "2026-10-05T09:30", parents=(start,))
    merge(story, AMARA, "2026-10-05T11:00", main, side, start=start)
    become(story, "back", whole)
    back = story.commit(AMARA, "2026-10-05T12:00")
    story.put(ONE, "Thorough on grading", "Thorough")
    late = story.commit(TEO, "2026-10-06T09:00")
    ids = story.lay_in(tmp_path / "program")
    report = audit(Folder(tmp_path / "program").recorded, TODAY)
    found = {(each.commit, each.path) for each in matters(report, "forbidden-change")}
    assert found >= {(ids[back], PAIRING), (ids[late], ONE)}


def test_nobody_brings_a_pairing_back_under_the_name_that_it_had(tmp_path: Path) -> None:
    """Its mentor gives it another one; there a coordinator names somebody else."""
    story = Story()
    old = {path: held for path, held in story.files.items() if path.startswith(FIRST)}
    moved = {path.replace(FIRST, f"{FIRST}-2"): held for path, held in old.items()}
    story.files = {path: held for path, held in story.files.items() if path not in old} | moved
    story.commit(TEO, "2026-10-05T09:00")
    story.put(f"{FIRST}-2/pairing.yaml", f"mentor: {TEO}", "mentor: dale-kirchner")
    story.commit(IRIS, "2026-10-05T10:00")
    story.files |= old
    back = story.commit(TEO, "2026-10-05T11:00")
    story.put(ONE, "Thorough on grading", "Thorough")
    late = story.commit(TEO, "2026-10-06T09:00")
    ids = story.lay_in(tmp_path / "program")
    report = audit(Folder(tmp_path / "program").recorded, TODAY)
    found = {(each.commit, each.path) for each in matters(report, "forbidden-change")}
    assert found >= {(ids[back], PAIRING), (ids[back], ONE), (ids[late], ONE)}


def test_what_is_left_of_a_pairing_goes_with_its_rights(tmp_path: Path) -> None:
    """A coordinator takes away what somebody had left of it who took its file away."""
    story = Story()
    become(story, "gone", story.files[PAIRING])
    story.commit(AMARA, "2026-10-05T09:00")
    log = f"{FIRST}/log.yaml"
    held = story.files.pop(log)
    story.commit(IRIS, "2026-10-05T10:00")
    story.files[log] = held
    late = story.commit(TEO, "2026-10-06T09:00")
    ids = story.lay_in(tmp_path / "program")
    report = audit(Folder(tmp_path / "program").recorded, TODAY)
    found = {(each.commit, each.path) for each in matters(report, "forbidden-change")}
    assert (ids[late], log) in found


def test_who_puts_it_back_is_named_and_goes_on(tmp_path: Path) -> None:
    """To say who is in a pairing is a coordinator's, be it what rightly stood there."""
    story = Story()
    whole = story.files[PAIRING]
    become(story, "gone", whole)
    gone = story.commit(AMARA, "2026-10-05T09:00")
    become(story, "back", whole)
    back = story.commit(TEO, "2026-10-05T10:00")
    story.put(ONE, "Thorough on grading", "Thorough")
    story.commit(TEO, "2026-10-06T09:00")
    ids = story.lay_in(tmp_path / "program")
    report = audit(Folder(tmp_path / "program").recorded, TODAY)
    found = {(each.commit, each.path) for each in matters(report, "forbidden-change")}
    assert found == {(ids[gone], PAIRING), (ids[back], PAIRING)}


def a_coordinator_who_was_replaced(story: Story) -> int:
    start = last(story)
    name_coordinators(story, NOOR)
    story.commit(IRIS, "2026-10-05T09:00")
    goes_on(story)
    story.go_to(start)
    become(story, "out", story.files[PAIRING])
    return story.commit(IRIS, "2026-10-04T09:00", parents=(start,))


def a_key_that_was_revoked(story: Story) -> int:
    start = stolen(story)
    revoke_it(story, start)
    goes_on(story)
    story.go_to(start)
    become(story, "out", story.files[PAIRING])
    return story.commit("stolen", "2026-09-30T09:00", parents=(start,), author=IRIS)


def goes_on(story: Story) -> None:
    story.put(ONE, "Thorough on grading", "Thorough")
    story.commit(TEO, "2026-10-06T09:00")


@pytest.mark.parametrize("who", [a_coordinator_who_was_replaced, a_key_that_was_revoked])
def test_who_turns_out_to_have_no_right_takes_nobody_out(
    who: Callable[[Story], int], tmp_path: Path
) -> None:
    story = Story()
    side = who(story)
    main = side - 1
    files = dict(story.commits[main].files)
    story.files = files | {PAIRING: story.files[PAIRING]}
    story.commit(AMARA, "2026-11-20T09:00", parents=(main, side))
    report = story.audit(tmp_path / "program")
    assert {each.person for each in matters(report, "forbidden-change")} <= {IRIS}
    assert ONE not in ledger_of(tmp_path / "program").unproven
    assert PAIRING in ledger_of(tmp_path / "program").unproven


@pytest.mark.parametrize("who", [AMARA, NOOR])
@pytest.mark.parametrize("is_gone_before", [True, False])
def test_who_takes_it_away_keeps_no_role_that_they_gave_themselves(
    who: str, is_gone_before: bool, tmp_path: Path
) -> None:
    story, file = Story(), f"{SECOND}/pairing.yaml"
    work = f"{SECOND}/experiences/1.yaml"
    story.files[work] = story.files[ONE].partition(b"comment:")[0]
    story.commit(IRIS, "2026-10-05T18:00")
    before = story.files[file]
    if is_gone_before:
        del story.files[file]
        story.commit(who, "2026-10-06T08:00")
    story.files[file] = before.replace(TEO.encode(), who.encode())
    story.commit(who, "2026-10-06T09:00")
    del story.files[file]
    story.commit(who, "2026-10-07T09:00")
    story.files[work] = story.files[ONE]
    story.commit(who, "2026-11-16T09:00")
    found = matters(story.audit(tmp_path / "program"), "forbidden-change")
    assert [each.path for each in found] == [*([file] * (2 + is_gone_before)), work]


def test_an_advisor_who_takes_it_away_takes_nothing_from_who_is_in_it(tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    del story.files[f"{FIRST}/pairing.yaml"]
    story.commit(NOOR, "2027-04-01T09:00")
    story.lay_in(root)
    listed = mentorctl("completers", "--today", "2027-05-03", cwd=root)
    assert "1 of 2 pairings have completed" in listed.err
