"""What somebody took out who may not is put back whenever that is seen: it is no new claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from forgery.test_days import KICKOFF, PAIRING, PLAN_FILE, YEAR, achieved, leave, signed
from support.story import AMARA, FIRST, IRIS, ONE, TEO, TODAY, Story
from trail.ledger.test_receptions import came_in, name_guard

from mentorctl.reports.proofs.audit import audit
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LATE = "2027-03-01T09:00"
PERSON = f"people/{AMARA}.yaml"


def line_of(story: Story, path: str, name: str) -> str:
    return next(each for each in story.files[path].decode().splitlines(keepends=True)
                if each.lstrip(" -").startswith(name))  # fmt: skip


def a_value(story: Story) -> None:
    story.put(ONE, line_of(story, ONE, "achieved:"), "achieved:\n")


def a_value_that_is_another_now(story: Story) -> None:
    story.put(ONE, line_of(story, ONE, "achieved:"), "achieved: 2026-10-20\n")


def a_whole_file(story: Story) -> None:
    del story.files[ONE]


def a_meeting(story: Story) -> None:
    del story.files[KICKOFF]


def somebody_at_a_meeting(story: Story) -> None:
    story.put(KICKOFF, f"  - {AMARA}\n", "")


def the_day_of_a_meeting(story: Story) -> None:
    story.put(KICKOFF, "on: 2026-09-22", "on:")


def leave_that_was_given(story: Story) -> None:
    story.files[PAIRING] = story.files[PAIRING].partition(b"extensions:")[0]


def what_was_laid_out(story: Story) -> None:
    story.files[YEAR] = story.files[YEAR].partition(b"reimbursements:")[0]


def a_whole_pairing(story: Story) -> None:
    for path in [each for each in story.files if each.startswith(f"{FIRST}/")]:
        del story.files[path]


def a_person(story: Story) -> None:
    del story.files[PERSON]


def the_keys_of_a_person(story: Story) -> None:
    story.files[PERSON] = story.files[PERSON].partition(b"keys:")[0]


def a_signature(story: Story) -> None:
    del story.files[PLAN_FILE]


TAKEN = (
    a_value, a_value_that_is_another_now, a_whole_file, a_meeting, somebody_at_a_meeting,
    the_day_of_a_meeting, leave_that_was_given, what_was_laid_out, a_whole_pairing, a_person,
    the_keys_of_a_person, a_signature,
)  # fmt: skip


def begun() -> Story:
    """All that is taken out later, in time."""
    story = Story()
    achieved(story, "2026-09-20", "2026-09-21T09:00")
    story.files[YEAR] += (
        f"reimbursements:\n  - person: {TEO}\n    what: Travel\n    amount: 48\n"
        f"    on: 2026-09-20\n    approved:\n      by: {IRIS}\n      on: 2026-09-21\n"
    ).encode()
    leave(story, "2026-09-20")
    story.commit(IRIS, "2026-09-22T09:00")
    signed("2026-10-05", "2026-10-05T17:00")(story)
    return story


def named(story: Story, root: Path, code: str = "") -> set[tuple[str, str]]:
    report = story.audit(root)
    return {(each.code, each.path) for each in report.matters if code in each.code}


@pytest.mark.one_in(2)
@pytest.mark.parametrize("by", [TEO, None, "somebody-else"], ids=str)
@pytest.mark.parametrize("taken", TAKEN)
def test_whoever_puts_it_back_dates_nothing_back(
    taken: Callable[[Story], None], by: str | None, tmp_path: Path
) -> None:
    story = begun()
    before = dict(story.files)
    taken(story)
    story.commit(by, "2026-10-12T09:00")
    out = named(story, tmp_path / "taken")
    assert out
    story.files = before
    story.commit(IRIS, LATE)
    back = named(story, tmp_path / "put back")
    assert not {each for each in back - out if each[0] != "late"}, back - out


def taken_out(story: Story, by: str | None = TEO, at: str = "2026-10-12T09:00") -> bytes:
    """A day is taken out; the file with it."""
    held = story.files[ONE]
    a_value(story)
    story.commit(by, at)
    return held


def put_back(story: Story, held: bytes, at: str = LATE, by: str = IRIS, path: str = ONE) -> None:
    story.files[path] = held
    story.commit(by, at)


def test_another_day_in_its_place_is_a_new_claim(tmp_path: Path) -> None:
    story = begun()
    held = taken_out(story)
    put_back(story, held.replace(b"achieved: 2026-09-20", b"achieved: 2026-09-19"))
    assert ("backdated", ONE) in named(story, tmp_path / "program")


@pytest.mark.parametrize("taken", [None, TEO])
def test_what_its_writer_gave_up_is_a_new_claim(taken: str | None, tmp_path: Path) -> None:
    """Be it after it was put back: to take it out was theirs then."""
    story = begun()
    if taken:
        put_back(story, taken_out(story, taken), "2026-10-13T09:00")
    put_back(story, taken_out(story, AMARA, "2026-10-14T09:00"))
    assert ("backdated", ONE) in named(story, tmp_path / "program")


def test_what_its_writer_has_said_otherwise_meanwhile_is_a_new_claim(tmp_path: Path) -> None:
    story = begun()
    held = taken_out(story)
    achieved(story, "2026-10-12", "2026-10-14T09:00")
    put_back(story, held)
    assert ("backdated", ONE) in named(story, tmp_path / "program")


def test_what_never_rightly_stood_is_a_new_claim(tmp_path: Path) -> None:
    story = begun()
    achieved(story, "2026-10-05", "2026-10-06T09:00", TEO)
    put_back(story, taken_out(story, None))
    assert ("backdated", ONE) in named(story, tmp_path / "program")


def test_beside_it_what_is_new_is_named(tmp_path: Path) -> None:
    story = begun()
    held = taken_out(story)
    name = line_of(story, ONE, "sent_to_mentor:").encode()
    put_back(story, held.replace(name, b"sent_to_mentor: 2026-10-01\n"))
    late = [each.message for each in story.audit(tmp_path / "program").matters
            if each.code == "backdated"]  # fmt: skip
    assert [each.partition(" says")[0] for each in late] == ["sent_to_mentor"]


def test_it_is_put_back_under_a_new_name_of_the_pairing(tmp_path: Path) -> None:
    story = begun()
    held, new = taken_out(story), f"{FIRST}-2"
    story.files = {path.replace(f"{FIRST}/", f"{new}/"): each for path, each in story.files.items()}
    story.commit(IRIS, "2026-10-13T09:00")
    put_back(story, held, path=ONE.replace(FIRST, new))
    assert not named(story, tmp_path / "program", "backdated")


def test_edits_between_change_nothing(tmp_path: Path) -> None:
    story = begun()
    held = taken_out(story)
    for by in (TEO, AMARA, IRIS):
        story.files[ONE] += b"# seen\n"
        story.commit(by, "2026-10-13T09:00")
    put_back(story, held)
    assert not named(story, tmp_path / "program", "backdated")


@pytest.mark.parametrize("is_taken", [True, False])
def test_by_a_guards_clock_it_is_the_same(tmp_path: Path, *, is_taken: bool) -> None:
    story, root = begun(), tmp_path / "program"
    name_guard(story, root)
    held = taken_out(story, TEO if is_taken else AMARA)
    put_back(story, held, "2026-10-13T09:00")
    ids = story.lay_in(root)
    came_in(root, ids[-4], ids[-2], "2026-10-13")
    came_in(root, ids[-2], ids[-1], "2027-03-01")
    late = {(each.code, each.path) for each in audit(Folder(root).recorded, TODAY).matters}
    assert (("backdated", ONE) in late) != is_taken


@pytest.mark.parametrize("is_taken", [True, False])
def test_where_sides_meet_it_is_the_same(tmp_path: Path, *, is_taken: bool) -> None:
    story = begun()
    held = taken_out(story, TEO if is_taken else AMARA)
    start = len(story.commits) - 1
    put_back(story, held, "2026-10-13T09:00", AMARA)
    story.go_to(start)
    story.files[PAIRING] += b"# seen\n"
    main = story.commit(IRIS, "2026-10-14T09:00", parents=(start,))
    story.files[ONE] = held
    story.commit(AMARA, LATE, parents=(main, start + 1))
    assert (("backdated", ONE) in named(story, tmp_path / "program")) != is_taken
