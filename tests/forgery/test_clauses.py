"""What is judged of a history, clause by clause: each story goes wrong when one of them is turned.

What each must lead to is told whole: all that is named, and all values that do not count.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import pytest
from support.story import AMARA, FIRST, IRIS, NOOR, SECOND, TEO, Story
from support.trails import key

from mentorctl.trail.ledger.by_clock import late_by_clock, without_right
from mentorctl.trail.ledger.displaced import is_of_value, stood
from mentorctl.trail.ledger.ledger_cache import ledger_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

ONE, PLAN = f"{FIRST}/experiences/1.yaml", f"{FIRST}/plan.yaml"
PAIRING = f"{FIRST}/pairing.yaml"
SIGNED = f"{SECOND}/signatures/plan.advisor.yaml"
INITIALS = ("approved initials", "received initials")
OUTSIDER = f"{AMARA} is not in this pairing"
OTHER_PLAN, OTHER_PAIRING = f"{SECOND}/plan.yaml", f"{SECOND}/pairing.yaml"
OTHER_SIDE = f"{FIRST}/signatures/plan.advisor.yaml"
OTHER_SIGNED = f"{FIRST}/signatures/plan.mentor.yaml"
ADVISORS = "only the {advisor} fills it in: approved initials, received initials"
MENTORS = tuple(f"comment {each}" for each in ("copied_to_mentee", "on", "sent_to_advisor", "text"))
ALL_OF_THE_MENTORS = (
    "only the {mentor} fills it in: comment on, comment text, comment sent to advisor and 1 more"
)
GRACE = "grace-whitfield"
# what is kept of a value in whose place somebody wrote who may not
STOOD = "what stood"
PEOPLE = "only a {coordinator} changes who is in a pairing"


class Told(NamedTuple):
    """A story and what it leads to.

    Attributes:
        make: The story.
        named: What is named of it, in its order.
        doubted: The values that do not count, by file.
        refused: The reasons of the refusals to sign that stand.
    """

    make: Callable[[Story], None]
    named: list[tuple[str, str, str]]
    doubted: dict[str, set[str]]
    refused: set[str | None]


STORIES: list[Told] = []


def tells(
    *named: tuple[str, str, str],
    doubted: Mapping[str, tuple[str, ...]] | None = None,
    refused: tuple[str, ...] = (),
) -> Callable[[Callable[[Story], None]], None]:
    """Say what a story must lead to: each remark by its code, file and words."""

    def take(make: Callable[[Story], None]) -> None:
        out = {path: set(ways) for path, ways in (doubted or {}).items()}
        STORIES.append(Told(make, list(named), out, set(refused)))

    return take


def last(story: Story) -> int:
    return len(story.commits) - 1


@tells(("forbidden-change", SIGNED, OUTSIDER))
def signatures_that_somebody_else_puts_into_a_pairing(story: Story) -> None:
    story.sign("plan.yaml", "advisor", NOOR, pairing=SECOND)
    story.commit(AMARA)


@tells()
def signatures_of_two_sides_that_somebody_else_brings_together(story: Story) -> None:
    start, kept = last(story), dict(story.files)
    story.sign("plan.yaml", "advisor", NOOR, pairing=SECOND)
    one = story.commit(NOOR)
    story.files = kept
    story.sign("plan.yaml", "advisor", NOOR, "2026-10-05T16:30:00-05:00", pairing=SECOND)
    other = story.commit(NOOR, parents=(start,))
    story.sign("plan.yaml", "advisor", NOOR, pairing=SECOND)
    story.commit(AMARA, "2026-10-06T09:00", parents=(one, other))


@tells(
    ("unsigned-commit", "", "nobody signed it"),
    doubted={},
)
def a_file_that_is_no_record_and_nobodys(story: Story) -> None:
    story.files[f"{FIRST}/evidence/work.txt"] = b"work"
    story.commit(None)


@tells(
    ("revoked-key", "", "it was merged in from a copy in which its key was not revoked yet"),
    doubted={PLAN: INITIALS},
)
def what_an_old_side_of_a_revoked_key_wrote(story: Story) -> None:
    start, kept = last(story), dict(story.files)
    story.keys(NOOR, key(NOOR, "2026-08-04", "2026-10-01", by=IRIS))
    main, revoked = story.commit(IRIS, "2026-10-01T09:00"), story.files[f"people/{NOOR}.yaml"]
    story.files = kept
    story.put(PLAN, "initials: NH", "initials: ZZ")
    story.sign("plan.yaml", "advisor", NOOR, "2026-09-30T08:00:00-05:00")
    story.files[f"{FIRST}/evidence/work.txt"] = b"work"
    side = story.commit(NOOR, "2026-09-30T09:00", parents=(start,))
    story.files[f"people/{NOOR}.yaml"] = revoked
    story.commit(TEO, "2026-10-02T09:00", parents=(main, side))


def forge(story: Story) -> None:
    """A mentee fills in what is the mentor's."""
    story.put(ONE, "Thorough on grading", "Thorough")
    story.commit(AMARA, "2026-11-16T09:00")


NOT_THEIRS = ("forbidden-change", ONE, "only the {mentor} fills it in: comment text")


@tells(NOT_THEIRS, doubted={ONE: ("comment text",)})
def a_forged_value_in_a_file_that_a_coordinator_breaks(story: Story) -> None:
    forge(story)
    story.files[ONE] += b"achieved: [\n"
    story.commit(IRIS, "2026-11-17T09:00")


@tells(NOT_THEIRS, doubted={})
def a_forged_value_that_a_coordinator_keeps(story: Story) -> None:
    forge(story)
    story.files[ONE] += b"# seen\n"
    story.commit(IRIS, "2026-11-17T09:00")


@tells(
    ("forbidden-change", PAIRING, PEOPLE),
    NOT_THEIRS,
    doubted={PAIRING: ("mentor", STOOD), ONE: ("comment text",)},
)
def what_somebody_writes_in_a_role_that_they_gave_themselves(story: Story) -> None:
    story.put(PAIRING, f"mentor: {TEO}", f"mentor: {NOOR}")
    story.commit(NOOR)
    story.put(ONE, "Thorough on grading", "Thorough")
    story.commit(NOOR, "2026-11-16T09:00")


@tells(("unsigned-commit", "", "nobody signed it"), doubted={ONE: ("comment text",)})
def a_value_that_nobody_signed(story: Story) -> None:
    story.put(ONE, "Thorough on grading", "Thorough")
    story.commit(None)


@tells(("forbidden-change", ONE, ALL_OF_THE_MENTORS), doubted={ONE: MENTORS})
def a_record_that_somebody_keeps_although_it_was_taken_out(story: Story) -> None:
    start, kept = last(story), dict(story.files)
    del story.files[ONE]
    main = story.commit(IRIS)
    story.files = kept
    story.files[ONE] += b"# seen\n"
    side = story.commit(AMARA, parents=(start,))
    story.commit(AMARA, "2026-10-06T09:00", parents=(main, side))


def mentor_leaves(story: Story, *others: str) -> tuple[int, int]:
    """The commit before somebody left, and that by which they left; the story goes on before."""
    start, kept = last(story), dict(story.files)
    story.put(PAIRING, f"mentor: {TEO}", "mentor: dale-kirchner")
    for each in others:
        story.put(PAIRING, f"advisor: {each}", "advisor: dale-kirchner")
    left = story.commit(IRIS, "2026-08-05T09:00")
    story.files = kept
    return start, left


def brought(story: Story, main: int, side: int, at: str, by: str = NOOR) -> None:
    """A side comes in beside another, each with what it had changed."""
    held = story.commits[main].files
    base = story.commits[1].files
    story.files = dict(story.commits[side].files)
    story.files |= {path: data for path, data in held.items() if base.get(path) != data}
    story.commit(by, at, parents=(main, side))


GONE = ("forbidden-change", ONE, f"{TEO} was not in this pairing any more when it came in")
COMMENT = {ONE: ("comment text",)}


def change_of_who_left(story: Story, at: str) -> None:
    start, left = mentor_leaves(story)
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(TEO, "2026-08-05T10:00", parents=(start,))
    brought(story, left, side, at)


@tells()
def a_change_of_who_left_on_the_last_day_of_grace(story: Story) -> None:
    change_of_who_left(story, "2026-09-04T21:00")


@tells(GONE, doubted=COMMENT)
def a_change_of_who_left_on_the_day_after(story: Story) -> None:
    change_of_who_left(story, "2026-09-05T01:00")


DATED_BACK = ("commit-order", "", "it is dated before the commit that it follows")


@tells(DATED_BACK, GONE, doubted=COMMENT)
def a_change_of_who_left_in_a_merge_that_is_dated_back(story: Story) -> None:
    start, left = mentor_leaves(story)
    story.files = dict(story.commits[left].files)
    main = left
    for at in ("2026-10-01T09:00", "2026-08-05T11:00"):
        story.files[OTHER_PLAN] += b"# seen\n"
        main = story.commit(NOOR, at, parents=(main,))
    story.files = dict(story.commits[start].files)
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(TEO, "2026-08-05T10:00", parents=(start,))
    brought(story, main, side, "2026-08-06T09:00")


@tells(("forbidden-change", PLAN, ADVISORS), doubted={PLAN: INITIALS})
def what_was_not_theirs_before_they_left_is_named_once(story: Story) -> None:
    start, left = mentor_leaves(story)
    story.put(PLAN, "initials: NH", "initials: ZZ")
    side = story.commit(TEO, "2026-08-05T10:00", parents=(start,))
    brought(story, left, side, "2026-10-02T09:00")


@tells()
def who_left_had_signed_and_goes_on_elsewhere(story: Story) -> None:
    start, left = mentor_leaves(story)
    story.sign("plan.yaml", "mentor", TEO, "2026-09-05T09:00:00-05:00")
    story.files[OTHER_PLAN] += b"# seen\n"
    side = story.commit(TEO, "2026-09-05T10:00", parents=(start,))
    brought(story, left, side, "2026-09-20T09:00")


@tells(
    ("backdated", OTHER_SIGNED, "a signature of 2026-08-05 came in on 2026-10-02, 58 days later")
)
def what_who_left_had_signed_comes_late_and_is_theirs(story: Story) -> None:
    start, left = mentor_leaves(story)
    story.sign("plan.yaml", "mentor", TEO, "2026-08-05T09:30:00-05:00")
    side = story.commit(TEO, "2026-08-05T10:00", parents=(start,))
    brought(story, left, side, "2026-10-02T09:00")


def joined(story: Story, end: int, by: str, at: str = "2026-10-02T09:00") -> None:
    """Somebody joins their change to what followed the end of their rights, on that very day."""
    start = last(story) - 1
    story.files = dict(story.commits[end].files)
    for hour in ("20", "30"):
        story.files[OTHER_PLAN] += b"# seen\n"
        end = story.commit(IRIS, f"2026-08-05T09:{hour}", parents=(end,))
    main = end
    story.files[OTHER_PLAN] += b"# seen again\n"
    main = story.commit(IRIS, "2026-08-06T09:00", parents=(end,))
    story.files = dict(story.commits[start].files)
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(by, "2026-08-05T08:00", parents=(start,))
    brought(story, end, side, "2026-08-05T10:00", by)
    brought(story, main, last(story), at, IRIS)


@tells(GONE, doubted=COMMENT)
def a_change_joined_to_what_followed_the_end_of_ones_part(story: Story) -> None:
    joined(story, mentor_leaves(story)[1], TEO)


@tells(GONE, doubted=COMMENT)
def a_change_joined_to_what_followed_the_end_of_ones_part_and_anothers(story: Story) -> None:
    joined(story, mentor_leaves(story, NOOR)[1], TEO)


@tells()
def a_change_joined_so_on_the_last_day_of_grace(story: Story) -> None:
    joined(story, mentor_leaves(story)[1], TEO, "2026-09-04T21:00")


def signed_late(story: Story, at: str) -> None:
    story.sign("plan.yaml", "advisor", NOOR, "2026-09-05T09:00:00-05:00")
    story.commit(NOOR, at)


@tells()
def a_signature_that_comes_in_on_the_last_day_of_grace(story: Story) -> None:
    signed_late(story, "2026-10-05T21:00")


@tells(
    (
        "backdated",
        f"{FIRST}/signatures/plan.advisor.yaml",
        "a signature of 2026-09-05 came in on 2026-10-06, 31 days later",
    )
)
def a_signature_that_comes_in_on_the_day_after(story: Story) -> None:
    signed_late(story, "2026-10-06T01:00")


@tells(
    ("forbidden-change", PAIRING, "only a {coordinator} or the {advisor} changes it"),
    ("forbidden-change", PAIRING, PEOPLE),
    doubted={PAIRING: ("state", STOOD)},
)
def what_rightly_stood_in_a_pairing_that_somebody_breaks(story: Story) -> None:
    story.put(PAIRING, "state: active", "state: withdrawn")
    story.commit(TEO)
    story.files[PAIRING] += b"mentee: [\n"
    story.commit(NOOR, "2026-10-06T09:00")


def three_sides(story: Story, *sides: int, start: int = 1) -> None:
    """Three sides come in at once in October, each with what it had changed."""
    base = story.commits[start].files
    story.go_to(start)
    for each in sides:
        held = story.commits[each].files
        story.files |= {path: data for path, data in held.items() if base.get(path) != data}
    story.commit(IRIS, "2026-10-02T09:00", parents=sides)


def goes_on(story: Story, place: int, pairing: str = SECOND, by: str = IRIS) -> int:
    story.go_to(place)
    story.files[f"{pairing}/plan.yaml"] += b"# seen\n"
    return story.commit(by, "2026-08-06T10:00", parents=(place,))


@tells()
def a_change_of_who_left_that_had_come_in_with_one_of_three_sides(story: Story) -> None:
    start, left = mentor_leaves(story)
    story.put(ONE, "Thorough on grading", "Thorough")
    begun = story.commit(TEO, "2026-08-05T10:00", parents=(start,))
    brought(story, left, begun, "2026-08-06T09:00")
    three_sides(story, last(story), goes_on(story, begun, FIRST, AMARA), goes_on(story, left))


@tells(GONE, doubted=COMMENT)
def a_change_of_who_left_beside_two_sides_that_have_their_leaving(story: Story) -> None:
    start, left = mentor_leaves(story)
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(TEO, "2026-08-05T10:00", parents=(start,))
    three_sides(story, side, goes_on(story, left), goes_on(story, left, FIRST))


@tells(GONE, doubted=COMMENT)
def a_change_of_who_left_on_two_sides_at_once(story: Story) -> None:
    start, left = mentor_leaves(story)
    story.put(ONE, "Thorough on grading", "Thorough")
    begun = story.commit(TEO, "2026-08-05T10:00", parents=(start,))
    three_sides(story, left, goes_on(story, begun), goes_on(story, begun, FIRST, AMARA))


@tells(GONE, doubted=COMMENT)
def a_change_joined_to_the_end_of_ones_part_with_a_side_that_is_none(story: Story) -> None:
    """The merge names a commit beside that all had before; that changes nothing."""
    joined(story, mentor_leaves(story)[1], TEO)
    for each in (0, 1):
        made = story.commits[-1]
        story.commits[-1] = made._replace(parents=(*(made.parents or ()), each))


def left_twice(story: Story) -> tuple[int, int]:
    """Two copies say that somebody has left, and come together; and what that one had written."""
    start, left = mentor_leaves(story)
    story.go_to(left)
    story.files[OTHER_PLAN] += b"# seen\n"
    story.commit(IRIS, "2026-08-05T09:30", parents=(start,))
    both = story.commit(IRIS, "2026-08-05T09:40", parents=(left, left + 1))
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    return both, story.commit(TEO, "2026-08-05T10:00", parents=(start,))


def late_change(story: Story, start: int) -> None:
    """What a mentor had written beside what followed comes in in October."""
    main = last(story)
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(TEO, "2026-08-05T08:00", parents=(start,))
    brought(story, main, side, "2026-10-02T09:00")


@tells(GONE, doubted=COMMENT)
def a_change_of_who_left_and_is_in_another_pairing(story: Story) -> None:
    start, left = mentor_leaves(story)
    story.go_to(left)
    for at, who in (("10", "dale-kirchner"), ("11", TEO)):
        old = re.search(r"mentor: .*", story.files[OTHER_PAIRING].decode())
        assert old
        story.put(OTHER_PAIRING, old[0], f"mentor: {who}")
        left = story.commit(IRIS, f"2026-08-05T{at}:00", parents=(left,))
    late_change(story, start)


def back(story: Story) -> int:
    """Two people are taken out of a pairing at once, and one of them is put back."""
    start, left = mentor_leaves(story, NOOR)
    story.go_to(left)
    story.put(PAIRING, "mentor: dale-kirchner", f"mentor: {TEO}")
    story.commit(IRIS, "2026-08-06T09:00", parents=(left,))
    return start


@tells()
def a_change_of_one_of_two_who_left_and_is_back(story: Story) -> None:
    late_change(story, back(story))


@tells(("forbidden-change", PAIRING, "only a {coordinator} or the {advisor} changes it"))
def a_change_of_who_is_back_in_a_pairing_that_somebody_takes_away(story: Story) -> None:
    back(story)
    held = story.files.pop(PAIRING)
    story.commit(AMARA, "2026-08-07T09:00")
    story.put(ONE, "Thorough on grading", "Thorough")
    story.commit(TEO, "2026-08-08T09:00")
    story.files[PAIRING] = held
    story.commit(IRIS, "2026-08-09T09:00")


@tells()
def a_change_of_who_came_back_in_one_of_two_roles_and_left_again_not_long_ago(
    story: Story,
) -> None:
    people = (NOOR, NOOR), ("dale-kirchner", GRACE), (NOOR, GRACE), ("dale-kirchner", GRACE)
    start, old = last(story), (TEO, NOOR)
    for (mentor, advisor), day in zip(people, ("08-04", "08-05", "08-06", "09-20"), strict=True):
        story.put(PAIRING, f"mentor: {old[0]}", f"mentor: {mentor}")
        story.put(PAIRING, f"advisor: {old[1]}", f"advisor: {advisor}")
        old = mentor, advisor
        story.commit(IRIS, f"2026-{day}T12:00")
    main = last(story)
    story.go_to(start + 1)
    story.put(ONE, "Thorough on grading", "Thorough")
    side, changed = story.commit(NOOR, "2026-08-05T10:00", parents=(start + 1,)), story.files[ONE]
    story.go_to(main)
    story.files[ONE] = changed
    story.commit(IRIS, "2026-10-02T09:00", parents=(main, side))


ANOTHER_ROLE = f"{NOOR} had another role, or none, when it came in: {ADVISORS}"


@tells(("forbidden-change", PLAN, ANOTHER_ROLE), GONE, doubted=COMMENT | {PLAN: INITIALS})
def changes_of_who_left_and_of_who_took_their_place(story: Story) -> None:
    start = last(story)
    story.put(PAIRING, f"mentor: {TEO}", f"mentor: {NOOR}")
    story.put(PAIRING, f"advisor: {NOOR}", "advisor: dale-kirchner")
    main = story.commit(IRIS, "2026-08-05T09:00")
    story.go_to(start)
    story.put(PLAN, "initials: NH", "initials: N.H.")
    story.commit(NOOR, "2026-08-05T09:30", parents=(start,))
    story.put(ONE, "Thorough on grading", "Thorough")
    brought(story, main, story.commit(TEO, "2026-08-05T10:00"), "2026-10-02T09:00", IRIS)


@tells(GONE, doubted=COMMENT)
def a_change_of_who_left_by_the_word_of_two_copies(story: Story) -> None:
    brought(story, *left_twice(story), "2026-10-02T09:00")


def coordinators(story: Story, *people: str) -> None:
    listed = "".join(f"\n  - {each}" for each in people)
    text = story.files["program.yaml"].decode()
    text = re.sub(r"\ncoordinators:(\n  - .*)+", f"\ncoordinators:{listed}", text)
    story.files["program.yaml"] = text.encode()


def former(story: Story, at: str) -> None:
    """The old side of somebody who was a coordinator comes in."""
    coordinators(story, IRIS, NOOR)
    start = story.commit(IRIS, "2026-08-04T10:00")
    coordinators(story, IRIS)
    gone = story.commit(IRIS, "2026-08-05T09:00")
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(NOOR, "2026-08-05T10:00", parents=(start,))
    story.files["program.yaml"] = story.commits[gone].files["program.yaml"]
    story.commit(IRIS, at, parents=(gone, side))


@tells()
def what_a_former_coordinator_brings_in_on_the_last_day_of_grace(story: Story) -> None:
    former(story, "2026-09-04T21:00")


@tells(NOT_THEIRS, doubted=COMMENT)
def what_a_former_coordinator_brings_in_on_the_day_after(story: Story) -> None:
    former(story, "2026-09-05T01:00")


def former_side(story: Story) -> tuple[int, int, int]:
    """A list with two coordinators, that with one, and what the other had written before."""
    coordinators(story, IRIS, NOOR)
    start = story.commit(IRIS, "2026-08-04T10:00")
    coordinators(story, IRIS)
    end = story.commit(IRIS, "2026-08-05T09:00")
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    return start, end, story.commit(NOOR, "2026-08-05T10:00", parents=(start,))


@tells()
def what_a_former_coordinator_wrote_that_had_come_in_with_one_of_three_sides(
    story: Story,
) -> None:
    start, end, begun = former_side(story)
    story.files["program.yaml"] = story.commits[end].files["program.yaml"]
    side = story.commit(IRIS, "2026-08-06T09:00", parents=(end, begun))
    sides = side, goes_on(story, begun, FIRST, AMARA), goes_on(story, end)
    three_sides(story, *sides, start=start)


TWO = f"{FIRST}/experiences/2.yaml"
PROGRAM = ("forbidden-change", "program.yaml", "only a {coordinator} changes it")


@tells(
    ("forbidden-change", PLAN, ADVISORS),
    NOT_THEIRS,
    PROGRAM,
    ("forbidden-change", TWO, NOT_THEIRS[2]),
    doubted=COMMENT | {PLAN: INITIALS, TWO: ("comment text",), "program.yaml": ("agency",)},
)
def what_a_former_coordinator_wrote_beside_what_was_forged_is_named_in_its_order(
    story: Story,
) -> None:
    _, end, _ = former_side(story)
    story.put("program.yaml", "\nagency: ", "\nagency: The ")
    story.commit(NOOR, "2026-08-05T11:00")
    story.put(PLAN, "initials: NH", "initials: ZZ")
    story.commit(AMARA, "2026-08-05T12:00")
    story.put(TWO, "Practical as it stands; allow", "Allow")
    side = story.commit(NOOR, "2026-08-05T13:00")
    coordinators(story, IRIS)
    story.commit(IRIS, "2026-10-02T09:00", parents=(end, side))


@tells(NOT_THEIRS, doubted=COMMENT)
def what_a_former_coordinator_wrote_on_two_sides_at_once(story: Story) -> None:
    start, end, begun = former_side(story)
    sides = end, goes_on(story, begun), goes_on(story, begun, FIRST, AMARA)
    three_sides(story, *sides, start=start)


@tells()
def what_a_coordinator_wrote_of_whose_two_ends_one_was_taken_back(story: Story) -> None:
    """Three sides: what they wrote, an end that was taken back, and a later one that was not."""
    coordinators(story, IRIS, NOOR)
    start = story.commit(IRIS, "2026-08-04T10:00")
    coordinators(story, IRIS)
    alone = story.files["program.yaml"]
    story.commit(IRIS, "2026-08-05T09:00")
    coordinators(story, IRIS, NOOR)
    again = story.commit(IRIS, "2026-08-05T09:30")
    story.files["program.yaml"] = alone
    end = story.commit(IRIS, "2026-09-20T09:00", parents=(start,))
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(NOOR, "2026-08-05T10:00", parents=(start,))
    story.files["program.yaml"] = alone
    story.commit(IRIS, "2026-10-02T09:00", parents=(side, again, end))


@tells()
def what_somebody_wrote_who_left_a_pairing_and_leads_the_program(story: Story) -> None:
    coordinators(story, IRIS, TEO)
    story.commit(IRIS, "2026-08-04T10:00")
    start, left = mentor_leaves(story)
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(TEO, "2026-08-05T10:00", parents=(start,))
    story.files[PAIRING] = story.commits[left].files[PAIRING]
    story.commit(IRIS, "2026-10-02T09:00", parents=(left, side))


def former_who_joined(story: Story, at: str) -> None:
    """A former coordinator joins an old side to what followed the end, on that very day."""
    coordinators(story, IRIS, NOOR)
    start = story.commit(IRIS, "2026-08-04T10:00")
    coordinators(story, IRIS)
    # a commit may do more than that
    story.files[f"people/{GRACE}.yaml"] += b"keys: []\n"
    story.keys(GRACE, key(GRACE, "2026-08-05", by=IRIS, at="2026-08-05T09:00:00-05:00"))
    story.commit(IRIS, "2026-08-05T09:00")
    story.files[OTHER_PLAN] += b"# seen\n"
    main, held = story.commit(IRIS, "2026-08-05T09:40"), dict(story.files)
    story.files[OTHER_PLAN] += b"# seen again\n"
    goes_on, after = story.commit(IRIS, "2026-08-06T09:00"), story.files[OTHER_PLAN]
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    begun, changed = story.commit(NOOR, "2026-08-05T08:00", parents=(start,)), story.files[ONE]
    story.files = held | {ONE: changed}
    side = story.commit(NOOR, "2026-08-05T10:00", parents=(main, begun))
    story.files[OTHER_PLAN] = after
    story.commit(IRIS, at, parents=(goes_on, side))


@tells()
def what_a_former_coordinator_joined_in_on_the_last_day_of_grace(story: Story) -> None:
    former_who_joined(story, "2026-09-04T21:00")


@tells(NOT_THEIRS, doubted=COMMENT)
def what_a_former_coordinator_joined_in_on_the_day_after(story: Story) -> None:
    former_who_joined(story, "2026-09-05T01:00")


@tells(PROGRAM, NOT_THEIRS, doubted=COMMENT | {"program.yaml": ("agency",)})
def what_a_former_coordinator_wrote_after_they_had_joined_the_end_is_named_once(
    story: Story,
) -> None:
    former_who_joined(story, "2026-10-02T09:00")
    goes_on, side = story.commits.pop().parents or ()
    story.signers.pop()
    story.go_to(side)
    story.put("program.yaml", "\nagency: ", "\nagency: The ")
    side = story.commit(NOOR, "2026-08-05T11:00", parents=(side,))
    story.files[OTHER_PLAN] = story.commits[goes_on].files[OTHER_PLAN]
    story.commit(IRIS, "2026-10-02T09:00", parents=(goes_on, side))


@tells()
def what_a_coordinator_wrote_before_they_ended_their_own_office(story: Story) -> None:
    """They had joined that to what others did before."""
    coordinators(story, IRIS, NOOR)
    start = story.commit(IRIS, "2026-08-04T10:00")
    story.files[OTHER_PLAN] += b"# seen\n"
    main, seen = story.commit(TEO, "2026-08-04T11:00"), story.files[OTHER_PLAN]
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    begun = story.commit(NOOR, "2026-08-05T10:00", parents=(start,))
    story.files[OTHER_PLAN] = seen
    story.commit(NOOR, "2026-08-05T10:30", parents=(main, begun))
    coordinators(story, IRIS)
    side, files = story.commit(NOOR, "2026-08-05T11:00"), story.files
    story.go_to(main)
    story.files[f"{SECOND}/evidence/work.txt"] = b"work"
    main = story.commit(IRIS, "2026-10-01T09:00", parents=(main,))
    story.files = story.files | {each: files[each] for each in (ONE, "program.yaml")}
    story.commit(IRIS, "2026-10-02T09:00", parents=(main, side))


@tells(GONE, doubted=COMMENT)
def a_change_of_who_left_in_a_copy_that_comes_in_after_it(story: Story) -> None:
    """What they had joined to what others did comes in first, and is named when the end does."""
    start, left = mentor_leaves(story)
    story.files[OTHER_PLAN] += b"# seen\n"
    main, seen = story.commit(IRIS, "2026-08-05T09:30", parents=(start,)), story.files[OTHER_PLAN]
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    begun = story.commit(TEO, "2026-08-05T10:00", parents=(start,))
    story.files[OTHER_PLAN] = seen
    side = story.commit(TEO, "2026-08-05T10:30", parents=(main, begun))
    goes_on_now = goes_on(story, main)
    story.files[ONE] = story.commits[side].files[ONE]
    come = story.commit(IRIS, "2026-10-02T09:00", parents=(goes_on_now, side))
    story.files[PAIRING] = story.commits[left].files[PAIRING]
    story.commit(IRIS, "2026-10-03T09:00", parents=(come, left))


@tells()
def what_a_coordinator_wrote_between_two_ends_of_their_office(story: Story) -> None:
    """They join what they had begun before the first end to what began their second office."""
    coordinators(story, IRIS, NOOR)
    start = story.commit(IRIS, "2026-08-04T10:00")
    first = dict(story.files)
    coordinators(story, IRIS)
    story.commit(IRIS, "2026-08-05T09:00")
    coordinators(story, IRIS, NOOR)
    story.commit(IRIS, "2026-08-05T09:30")
    story.files[OTHER_PLAN] += b"# seen\n"
    main = story.commit(IRIS, "2026-08-05T09:40")
    coordinators(story, IRIS)
    end = story.commit(IRIS, "2026-09-20T09:00", parents=(main,))
    story.files = first
    story.files[PLAN] += b"# seen\n"
    begun = story.commit(NOOR, "2026-08-05T09:10", parents=(start,))
    story.files[OTHER_PLAN] = story.commits[main].files[OTHER_PLAN]
    story.commit(NOOR, "2026-08-06T09:00", parents=(main, begun))
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(NOOR, "2026-08-07T09:00")
    story.files["program.yaml"] = story.commits[end].files["program.yaml"]
    story.commit(IRIS, "2026-10-02T09:00", parents=(end, side))


ADVISORS_PLAN = f"{FIRST}/signatures/plan.advisor.yaml"
TAKEN_OUT = ("signature-taken-out", ADVISORS_PLAN, "a signed statement was taken out")


@tells(TAKEN_OUT)
def a_file_of_signatures_that_is_taken_out(story: Story) -> None:
    story.sign("plan.yaml", "advisor", NOOR)
    story.commit(NOOR)
    del story.files[ADVISORS_PLAN]
    story.commit(IRIS, "2026-10-06T09:00")


@tells(("unreadable-signatures", ADVISORS_PLAN, "signatures that cannot be read"), TAKEN_OUT)
def a_file_of_signatures_that_is_broken(story: Story) -> None:
    story.sign("plan.yaml", "advisor", NOOR)
    story.commit(NOOR)
    story.files[ADVISORS_PLAN] += b"signed: [\n"
    story.commit(NOOR, "2026-10-06T09:00")


@tells()
def a_signature_beside_one_of_long_ago(story: Story) -> None:
    story.sign("plan.yaml", "advisor", NOOR)
    story.commit(NOOR)
    story.sign("plan.yaml", "advisor", NOOR, "2026-12-20T09:00:00-06:00")
    story.commit(NOOR, "2026-12-20T10:00")


@tells()
def what_reads_like_signatures_and_lies_elsewhere(story: Story) -> None:
    story.sign("plan.yaml", "advisor", NOOR)
    place = f"{FIRST}/evidence/plan.advisor.yaml"
    story.files[place] = story.files.pop(ADVISORS_PLAN)
    story.commit(NOOR)
    del story.files[place]
    story.commit(NOOR, "2026-10-06T09:00")


def refused(story: Story, **said: str) -> int:
    story.sign("plan.yaml", "advisor", NOOR, declined="not yet", **said)
    return story.commit(NOOR)


@tells(refused=("not yet",))
def a_refusal(story: Story) -> None:
    refused(story)


@tells(TAKEN_OUT)
def a_refusal_that_is_taken_back(story: Story) -> None:
    refused(story)
    del story.files[ADVISORS_PLAN]
    story.commit(NOOR, "2026-10-06T09:00")


@tells(TAKEN_OUT, refused=("not yet",))
def a_refusal_that_somebody_else_takes_out(story: Story) -> None:
    refused(story)
    del story.files[ADVISORS_PLAN]
    story.commit(IRIS, "2026-10-06T09:00")


@tells(TAKEN_OUT, refused=("not yet",))
def one_of_two_refusals_that_is_taken_back(story: Story) -> None:
    refused(story)
    held = story.files[ADVISORS_PLAN]
    story.sign("plan.yaml", "advisor", NOOR, "2026-10-06T09:00:00-05:00", declined="never")
    story.commit(NOOR, "2026-10-06T10:00")
    story.files[ADVISORS_PLAN] = held
    story.files[PLAN] += b"# seen\n"
    story.commit(NOOR, "2026-10-07T09:00")


@tells(("signature-taken-out", SIGNED, "a signed statement was taken out"), refused=("not yet",))
def a_signature_taken_out_beside_a_refusal_that_stays(story: Story) -> None:
    story.sign("plan.yaml", "advisor", NOOR, pairing=SECOND)
    refused(story)
    del story.files[SIGNED]
    story.commit(NOOR, "2026-10-06T09:00")


def taken_out_by_a_merge(story: Story, *order: int) -> None:
    """Somebody joins what has a signature, a child of it, and a side from before; without it."""
    start = last(story)
    story.sign("plan.yaml", "advisor", NOOR)
    one = story.commit(NOOR)
    story.files[OTHER_PLAN] += b"# seen\n"
    child = story.commit(NOOR, "2026-10-05T17:10", parents=(one,))
    story.go_to(start)
    story.files[OTHER_PLAN] += b"# seen too\n"
    old = story.commit(NOOR, "2026-10-05T17:20", parents=(start,))
    story.files[ADVISORS_PLAN] = b"signed: []\n"
    sides = (one, child, old)
    story.commit(AMARA, "2026-10-06T09:00", parents=tuple(sides[each] for each in order))


@tells(TAKEN_OUT)
def a_signature_that_a_merge_takes_out(story: Story) -> None:
    taken_out_by_a_merge(story, 0, 2)


@tells(TAKEN_OUT)
def a_signature_that_a_merge_of_three_takes_out(story: Story) -> None:
    taken_out_by_a_merge(story, 0, 1, 2)


@tells(TAKEN_OUT)
def a_signature_that_another_merge_of_three_takes_out(story: Story) -> None:
    taken_out_by_a_merge(story, 2, 0, 1)


def taken_out_on_a_side(story: Story, *order: int) -> None:
    """What was taken out is named where that was done."""
    story.sign("plan.yaml", "advisor", NOOR)
    one = story.commit(NOOR)
    story.files[OTHER_PLAN] += b"# seen\n"
    child = story.commit(NOOR, "2026-10-05T17:10", parents=(one,))
    other = story.commit(NOOR, "2026-10-05T17:20", parents=(child,))
    story.go_to(one)
    del story.files[ADVISORS_PLAN]
    gone = story.commit(NOOR, "2026-10-06T09:00", parents=(one,))
    story.files[OTHER_PLAN] = story.commits[child].files[OTHER_PLAN]
    sides = (child, gone, other)
    story.commit(AMARA, "2026-10-06T10:00", parents=tuple(sides[each] for each in order))


@tells(TAKEN_OUT)
def a_signature_that_one_side_took_out(story: Story) -> None:
    taken_out_on_a_side(story, 0, 1)


@tells(TAKEN_OUT)
def a_signature_that_the_first_side_took_out(story: Story) -> None:
    taken_out_on_a_side(story, 1, 0)


@tells(TAKEN_OUT)
def a_signature_that_one_side_of_three_took_out(story: Story) -> None:
    taken_out_on_a_side(story, 0, 1, 2)


@tells(TAKEN_OUT)
def a_side_without_a_signature_to_which_others_bring_more(story: Story) -> None:
    """What was taken out on a side is named there, and what comes in counts."""
    story.sign("plan.yaml", "advisor", NOOR)
    one = story.commit(NOOR)
    story.files[ADVISORS_PLAN] = b"signed: []\n"
    gone = story.commit(NOOR, "2026-10-05T17:10", parents=(one,))
    story.go_to(one)
    story.sign("plan.yaml", "advisor", NOOR, "2026-10-06T08:00:00-05:00")
    more = story.commit(NOOR, "2026-10-06T09:00", parents=(one,))
    story.files[ADVISORS_PLAN] = b"signed:\n" + story.files[ADVISORS_PLAN].removeprefix(
        story.commits[one].files[ADVISORS_PLAN]
    )
    story.commit(NOOR, "2026-10-06T10:00", parents=(gone, more))


WITHOUT_KEYS = "it was merged in from a copy without the key register: nothing proves who made it"


@tells(("unsigned-commit", "", WITHOUT_KEYS))
def a_history_without_keys_to_which_somebody_joins_this_one(story: Story) -> None:
    main, held = last(story), dict(story.files)
    story.files = {"README.md": b"read"}
    other = story.commit(None, "2026-08-05T09:00", parents=())
    story.files = held
    story.commit(IRIS, "2026-08-06T09:00", parents=(other, main))


BY_A_FORMER = "by somebody who had lost the right to"
A_KEY = (
    "key-change",
    f"people/{GRACE}.yaml",
    f"a key was registered {BY_A_FORMER}, in another copy",
)


def let_in(story: Story, at: str) -> None:
    """The old side of a former coordinator, who let somebody's key in there, comes in."""
    coordinators(story, IRIS, NOOR)
    start = story.commit(IRIS, "2026-08-04T10:00")
    coordinators(story, IRIS)
    gone = story.commit(IRIS, "2026-08-05T09:00")
    story.go_to(start)
    story.files[f"people/{GRACE}.yaml"] += b"keys: []\n"
    story.keys(GRACE, key(GRACE, "2026-08-05", by=NOOR, at="2026-08-05T10:00:00-05:00"))
    story.commit(NOOR, "2026-08-05T10:00", parents=(start,))
    story.put(OTHER_PLAN, "content_area: ", "content_area: Applied ")
    side = story.commit(GRACE, "2026-08-05T11:00")
    story.files["program.yaml"] = story.commits[gone].files["program.yaml"]
    story.commit(IRIS, at, parents=(gone, side))


@tells(
    A_KEY,
    ("unknown-key", "", f"its key was registered {BY_A_FORMER}"),
    doubted={OTHER_PLAN: ("content_area",)},
)
def what_a_key_wrote_that_a_former_coordinator_let_in(story: Story) -> None:
    let_in(story, "2026-10-02T09:00")


def old_side(story: Story, change: Callable[[Story], None]) -> None:
    """What a former coordinator did with the key register on an old side comes in."""
    coordinators(story, IRIS, NOOR)
    start = story.commit(IRIS, "2026-08-04T10:00")
    coordinators(story, IRIS)
    gone = story.commit(IRIS, "2026-08-05T09:00")
    story.go_to(start)
    change(story)
    side = story.commit(NOOR, "2026-08-05T10:00", parents=(start,))
    story.files["program.yaml"] = story.commits[gone].files["program.yaml"]
    story.commit(IRIS, "2026-08-06T09:00", parents=(gone, side))


OTHER_DAYS = f"the days of a key were changed {BY_A_FORMER}, in another copy"
OTHER_LIST = f"the list of coordinators was changed {BY_A_FORMER}, in another copy"


@tells(("key-change", f"people/{TEO}.yaml", OTHER_DAYS))
def other_days_of_a_key_on_the_old_side_of_a_former_coordinator(story: Story) -> None:
    old_side(story, lambda each: each.keys(TEO, key(TEO, "2026-07-01")))


@tells(
    ("key-change", "program.yaml", OTHER_LIST),
    doubted={"program.yaml": (f"coordinators {TEO}",)},
)
def another_list_of_coordinators_on_the_old_side_of_a_former_one(story: Story) -> None:
    old_side(story, lambda each: coordinators(each, IRIS, NOOR, TEO))


@tells(
    ("key-change", "program.yaml", OTHER_LIST),
    doubted={"program.yaml": (f"coordinators {TEO}",)},
)
def what_a_former_coordinator_did_is_named_once(story: Story) -> None:
    old_side(story, lambda each: coordinators(each, IRIS, NOOR, TEO))
    start = last(story)
    story.files[PLAN] += b"# seen\n"
    main, seen = story.commit(TEO, "2026-08-07T09:00"), story.files[PLAN]
    story.go_to(start)
    story.files[f"people/{GRACE}.yaml"] += b"keys: []\n"
    story.keys(GRACE, key(GRACE, "2026-08-07"))
    side = story.commit(IRIS, "2026-08-07T10:00", parents=(start,))
    story.files[PLAN] = seen
    story.commit(IRIS, "2026-08-08T09:00", parents=(main, side))


@tells(("key-change", "program.yaml", OTHER_LIST))
def two_coordinators_who_end_each_others_office_whatever_they_had_ended_before(
    story: Story,
) -> None:
    for people in ((IRIS, NOOR, TEO), (IRIS, NOOR)):
        coordinators(story, *people)
        start = story.commit(IRIS, "2026-08-05T09:00")
    coordinators(story, NOOR)
    other = story.commit(NOOR, "2026-08-06T10:00")
    story.go_to(start)
    coordinators(story, IRIS)
    one = story.commit(IRIS, "2026-08-06T09:00", parents=(start,))
    story.commit(IRIS, "2026-08-07T09:00", parents=(one, other))


def let_in_by_two(story: Story, *left: str) -> None:
    """Two coordinators let the same key in, each in a copy of their own, and it writes in one."""
    coordinators(story, IRIS, NOOR)
    start = story.commit(IRIS, "2026-08-04T10:00")
    story.files[f"people/{GRACE}.yaml"] += b"keys: []\n"
    story.keys(GRACE, key(GRACE, "2026-08-05"))
    side = story.commit(NOOR, "2026-08-05T10:00")
    coordinators(story, *left)
    main = story.commit(IRIS, "2026-08-05T09:00", parents=(start,))
    story.go_to(side)
    story.put(OTHER_PLAN, "content_area: ", "content_area: Applied ")
    side = story.commit(GRACE, "2026-08-05T11:00", parents=(side,))
    story.files["program.yaml"] = story.commits[main].files["program.yaml"]
    story.commit(IRIS, "2026-10-02T09:00", parents=(main, side))


@tells()
def what_a_key_wrote_that_two_coordinators_let_in(story: Story) -> None:
    let_in_by_two(story, IRIS, NOOR)


@tells(A_KEY)
def what_a_key_wrote_that_a_former_coordinator_let_in_and_another_too(story: Story) -> None:
    let_in_by_two(story, IRIS)


@tells(("unsigned-commit", "", "nobody signed it"))
def what_nobody_signed_beside_the_end_of_an_office(story: Story) -> None:
    coordinators(story, IRIS, NOOR)
    start = story.commit(IRIS, "2026-08-04T10:00")
    coordinators(story, IRIS)
    end = story.commit(IRIS, "2026-08-05T09:00")
    story.go_to(start)
    story.files[f"{FIRST}/evidence/work.txt"] = b"work"
    side = story.commit(None, "2026-08-05T10:00", parents=(start,))
    story.files["program.yaml"] = story.commits[end].files["program.yaml"]
    story.commit(IRIS, "2026-08-06T09:00", parents=(end, side))


@tells(
    ("revoked-key", "", f"it was signed with a key of {NOOR} that was revoked"),
    doubted={PLAN: INITIALS},
)
def what_a_key_writes_that_only_the_last_of_three_sides_revoked(story: Story) -> None:
    start, sides = last(story), []
    for each in (FIRST, SECOND):
        story.go_to(start)
        story.files[f"{each}/plan.yaml"] += b"# seen\n"
        sides.append(story.commit(TEO, parents=(start,)))
    story.go_to(start)
    story.keys(NOOR, key(NOOR, "2026-08-04", "2026-10-05", by=IRIS))
    sides.append(story.commit(IRIS, parents=(start,)))
    for each in (FIRST, SECOND):
        story.files[f"{each}/plan.yaml"] += b"# seen\n"
    story.commit(TEO, "2026-10-06T09:00", parents=tuple(sides))
    story.put(PLAN, "initials: NH", "initials: ZZ")
    story.commit(NOOR, "2026-10-06T10:00")


RENAMED = f"{FIRST}-2"
RENAMED_ONE = ONE.replace(FIRST, RENAMED)


def rename(story: Story) -> None:
    story.files = {path.replace(FIRST, RENAMED): held for path, held in story.files.items()}


@tells(NOT_THEIRS, doubted={ONE: ("comment text",), RENAMED_ONE: ("comment text",)})
def a_forged_value_in_a_pairing_that_is_called_otherwise(story: Story) -> None:
    forge(story)
    rename(story)
    story.commit(IRIS, "2026-11-17T09:00")


@tells(NOT_THEIRS, doubted={ONE: ("comment text",)})
def a_forged_value_that_is_put_right_as_the_pairing_is_called_otherwise(story: Story) -> None:
    forge(story)
    story.put(ONE, "Thorough", "Thorough on grading")
    rename(story)
    story.commit(IRIS, "2026-11-17T09:00")


@tells(NOT_THEIRS, doubted={ONE: ("comment text",)})
def a_forged_value_that_is_kept_in_a_pairing_that_was_called_otherwise(story: Story) -> None:
    forge(story)
    rename(story)
    story.commit(IRIS, "2026-11-17T09:00")
    story.files[RENAMED_ONE] += b"# seen\n"
    story.commit(IRIS, "2026-11-18T09:00")


@tells(
    ("forbidden-change", PAIRING, PEOPLE),
    doubted={
        PAIRING: ("mentor",),
        PAIRING.replace(FIRST, RENAMED): ("mentor", STOOD),
    },
)
def who_rightly_was_in_a_pairing_that_is_called_otherwise(story: Story) -> None:
    story.put(PAIRING, f"mentor: {TEO}", f"mentor: {NOOR}")
    story.commit(NOOR)
    rename(story)
    story.commit(IRIS, "2026-11-17T09:00")


@tells(
    ("forbidden-change", PAIRING.replace(FIRST, RENAMED), PEOPLE),
    doubted={PAIRING.replace(FIRST, RENAMED): ("mentor", STOOD)},
)
def who_was_taken_out_by_a_former_coordinator_under_another_name_goes_on(story: Story) -> None:
    coordinators(story, IRIS, NOOR)
    start = story.commit(IRIS, "2026-08-04T10:00")
    rename(story)
    renamed = story.commit(IRIS, "2026-08-04T11:00")
    coordinators(story, IRIS)
    end, program = story.commit(IRIS, "2026-08-05T09:00"), story.files["program.yaml"]
    story.go_to(renamed)
    story.put(PAIRING.replace(FIRST, RENAMED), f"mentor: {TEO}", "mentor: dale-kirchner")
    side = story.commit(NOOR, "2026-08-05T10:00", parents=(renamed,))
    story.files["program.yaml"] = program
    main = story.commit(IRIS, "2026-10-02T09:00", parents=(end, side))
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    side, changed = story.commit(TEO, "2026-08-05T10:00", parents=(start,)), story.files[ONE]
    story.go_to(main)
    story.files[RENAMED_ONE] = changed
    story.commit(IRIS, "2026-11-20T09:00", parents=(main, side))


@tells(
    ("forbidden-change", PAIRING, "only a {coordinator} or the {advisor} changes it"),
    GONE,
    doubted={
        PAIRING: ("content_area",),
        ONE: ("comment text",),
        RENAMED_ONE: ("comment text",),
    },
)
def who_was_taken_out_under_a_new_name_with_something_in_it_that_does_not_count(
    story: Story,
) -> None:
    start = last(story)
    story.put(PAIRING, "content_area: ", "content_area: More ")
    story.commit(AMARA, "2026-08-05T09:00")
    rename(story)
    story.commit(IRIS, "2026-08-05T09:30")
    story.put(PAIRING.replace(FIRST, RENAMED), f"mentor: {TEO}", "mentor: dale-kirchner")
    main, held = story.commit(IRIS, "2026-08-05T10:00"), story.files
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(TEO, "2026-08-05T11:00", parents=(start,))
    story.files = dict(held) | {RENAMED_ONE: story.files[ONE]}
    story.commit(IRIS, "2026-10-20T09:00", parents=(main, side))


@tells(
    ("forbidden-change", OTHER_PAIRING, OUTSIDER),
    ("forbidden-change", OTHER_PLAN, f"{TEO} is not in this pairing"),
    doubted={OTHER_PLAN: ("content_area",)},
)
def a_pairing_that_was_taken_away_and_the_rest_of_it_by_a_coordinator(story: Story) -> None:
    del story.files[OTHER_PAIRING]
    story.commit(AMARA)
    del story.files[OTHER_PLAN]
    story.commit(IRIS, "2026-10-06T09:00")
    story.files[OTHER_PLAN] = b"content_area: Mine\n"
    story.commit(TEO, "2026-10-09T09:00")


ALL_OF_ONE = ("slot", "achieved", "evidence syllabus.txt", "sent_to_mentor", *MENTORS)


@tells(
    ("forbidden-change", OTHER_PAIRING, OUTSIDER),
    ("forbidden-change", OTHER_PAIRING, OUTSIDER),
    ("forbidden-change", OTHER_PLAN, f"{TEO} is not in this pairing"),
    doubted={OTHER_PLAN: ("content_area",)},
)
def a_pairing_that_was_taken_away_put_back_confirmed_and_ended(story: Story) -> None:
    """Nobody is in it any more by what it had held when somebody took it away."""
    held = story.files.pop(OTHER_PAIRING)
    story.commit(AMARA)
    story.files[OTHER_PAIRING] = held
    story.commit(AMARA, "2026-10-06T09:00")
    story.files[OTHER_PAIRING] += b"# seen\n"
    story.commit(IRIS, "2026-10-07T09:00")
    del story.files[OTHER_PAIRING], story.files[OTHER_PLAN]
    story.commit(IRIS, "2026-10-08T09:00")
    story.files[OTHER_PLAN] = b"content_area: Mine\n"
    story.commit(TEO, "2026-10-09T09:00")


STRAY = ("forbidden-change", RENAMED_ONE, OUTSIDER)


def beside_a_stray(story: Story, more: bytes = b"") -> None:
    """Somebody puts a record where one will be once a new name of the pairing comes in."""
    start = last(story)
    rename(story)
    main, held = story.commit(IRIS, "2026-11-15T09:00"), story.files
    story.go_to(start)
    story.files[RENAMED_ONE] = story.files[ONE].replace(b"Thorough on grading", b"Thorough")
    side, stray = story.commit(AMARA, "2026-11-16T09:00", parents=(start,)), story.files
    story.files = held | {RENAMED_ONE: stray[RENAMED_ONE] + more}
    story.commit(NOOR, "2026-11-17T09:00", parents=(main, side))


@tells(STRAY, doubted={RENAMED_ONE: ALL_OF_ONE})
def a_record_that_lies_there_before_a_pairing_has_its_new_name(story: Story) -> None:
    beside_a_stray(story)


@tells(STRAY, doubted={RENAMED_ONE: ALL_OF_ONE})
def such_a_record_with_a_remark_of_whoever_joins_it(story: Story) -> None:
    beside_a_stray(story, b"# seen\n")


@tells(NOT_THEIRS, doubted={ONE: ("comment text",), RENAMED_ONE: ("comment text",)})
def a_forged_value_that_comes_in_beside_another_name_of_the_pairing(story: Story) -> None:
    start = last(story)
    rename(story)
    main = story.commit(IRIS, "2026-11-15T09:00")
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(AMARA, "2026-11-16T09:00", parents=(start,))
    rename(story)
    story.commit(IRIS, "2026-11-17T09:00", parents=(main, side))


def beside_another_name(story: Story) -> tuple[int, int]:
    """What a mentor wrote is about to come in beside another name of the pairing."""
    start = last(story)
    rename(story)
    main = story.commit(IRIS, "2026-11-15T09:00")
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(TEO, "2026-11-16T09:00", parents=(start,))
    return main, side


@tells()
def a_rightful_value_that_comes_in_beside_another_name_of_the_pairing(story: Story) -> None:
    sides = beside_another_name(story)
    rename(story)
    story.commit(AMARA, "2026-11-17T09:00", parents=sides)


@tells()
def such_a_value_in_a_merge_that_adds_a_file(story: Story) -> None:
    sides = beside_another_name(story)
    story.files[f"{FIRST}/evidence/work.txt"] = b"work"
    rename(story)
    story.commit(AMARA, "2026-11-17T09:00", parents=sides)


@tells()
def such_a_value_beside_one_of_the_pairing_itself(story: Story) -> None:
    main, side = beside_another_name(story)
    story.put(PAIRING, "state: active", "state: withdrawn")
    side = story.commit(NOOR, "2026-11-16T10:00", parents=(side,))
    rename(story)
    story.commit(AMARA, "2026-11-17T09:00", parents=(main, side))


@tells(
    ("forbidden-change", RENAMED_ONE, "only the {mentor} fills it in: comment text"),
    doubted={RENAMED_ONE: ("comment text",)},
)
def a_forged_value_in_a_merge_with_another_name_of_the_pairing(story: Story) -> None:
    start = last(story)
    rename(story)
    main = story.commit(IRIS, "2026-11-15T09:00")
    story.go_to(start)
    story.files[ONE] += b"# seen\n"
    side = story.commit(TEO, "2026-11-16T09:00", parents=(start,))
    story.put(ONE, "Thorough on grading", "Thorough")
    rename(story)
    story.commit(AMARA, "2026-11-17T09:00", parents=(main, side))


@tells(NOT_THEIRS, doubted={ONE: ("comment text",)})
def a_forged_value_in_a_file_that_is_broken_and_mended(story: Story) -> None:
    forge(story)
    held = story.files[ONE]
    story.files[ONE] += b"achieved: [\n"
    story.commit(IRIS, "2026-11-17T09:00")
    story.files[ONE] = held
    story.commit(AMARA, "2026-11-18T09:00")


COPIED = ("forbidden-change", ONE, "only the {mentor} fills it in: comment copied to mentee")


def left_out(story: Story, *order: int) -> None:
    """Whoever joins two sides leaves out what the mentor had added on one of them."""
    day = "\n  copied_to_mentee: 2026-11-16"
    story.put(ONE, day, "")
    start = story.commit(IRIS)
    story.files[ONE] += b"# seen\n"
    other, held = story.commit(AMARA, "2026-11-16T08:00"), story.files[ONE]
    story.go_to(start)
    story.put(ONE, "\n  sent_to_advisor", f"{day}\n  sent_to_advisor")
    added = story.commit(TEO, "2026-11-16T09:00", parents=(start,))
    story.files[ONE] = held + b"# joined\n"
    sides = (added, other)
    story.commit(AMARA, "2026-11-16T10:00", parents=tuple(sides[each] for each in order))


@tells(COPIED)
def a_value_of_the_first_side_that_whoever_joins_it_leaves_out(story: Story) -> None:
    left_out(story, 0, 1)


@tells(COPIED)
def a_value_of_the_second_side_that_whoever_joins_it_leaves_out(story: Story) -> None:
    left_out(story, 1, 0)


def taken_back_under_another_name(story: Story, *order: int) -> None:
    """Whoever joins a side with a new name of the pairing takes the mentor's words back."""
    start = last(story)
    rename(story)
    renamed = story.commit(IRIS, "2026-11-15T09:00")
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(TEO, "2026-11-16T09:00", parents=(start,))
    story.go_to(renamed)
    story.files[RENAMED_ONE] += b"# joined\n"
    sides = (renamed, side)
    story.commit(AMARA, "2026-11-17T09:00", parents=tuple(sides[each] for each in order))


def both_names(story: Story) -> int:
    """A pairing gets another name, and a new one its old name."""
    kept = dict(story.files)
    rename(story)
    story.commit(IRIS, "2026-11-15T09:00")
    story.files |= {path: kept[path] for path in (PAIRING, ONE)}
    return story.commit(IRIS, "2026-11-15T10:00")


TAKEN_BACK = ("forbidden-change", RENAMED_ONE, "only the {mentor} fills it in: comment text")


@tells(TAKEN_BACK, doubted={RENAMED_ONE: ("comment text",)})
def what_is_taken_back_under_the_name_of_the_first_side(story: Story) -> None:
    taken_back_under_another_name(story, 0, 1)


@tells(TAKEN_BACK, doubted={RENAMED_ONE: ("comment text",)})
def what_is_taken_back_under_the_name_of_the_second_side(story: Story) -> None:
    taken_back_under_another_name(story, 1, 0)


@tells(
    ("forbidden-change", RENAMED_ONE, ALL_OF_THE_MENTORS),
    ("forbidden-change", ONE, ALL_OF_THE_MENTORS),
    ("forbidden-change", PAIRING, "only a {coordinator} or the {advisor} changes it"),
    doubted={RENAMED_ONE: MENTORS},
)
def a_record_of_a_pairing_whose_name_another_one_had_before(story: Story) -> None:
    both_names(story)
    del story.files[RENAMED_ONE]
    story.commit(IRIS, "2026-11-16T09:00")
    story.files[RENAMED_ONE] = story.files.pop(ONE)
    del story.files[PAIRING]
    story.commit(AMARA, "2026-11-17T09:00")


@tells(
    ("forbidden-change", RENAMED_ONE, "only the {mentor} fills it in: comment text"),
    ("forbidden-change", ONE, ALL_OF_THE_MENTORS),
    ("merge-dropped", ONE, "this merge left out what only one of the sides had changed"),
    doubted={RENAMED_ONE: ("comment text",), ONE: MENTORS},
)
def a_forged_value_beside_the_record_under_its_earlier_name(story: Story) -> None:
    start = last(story)
    rename(story)
    main = story.commit(IRIS, "2026-11-15T09:00")
    story.go_to(start)
    story.files[OTHER_PLAN] += b"# seen\n"
    side, kept = story.commit(TEO, "2026-11-16T09:00", parents=(start,)), story.files
    story.go_to(main)
    story.files |= {ONE: kept[ONE], OTHER_PLAN: kept[OTHER_PLAN]}
    story.put(RENAMED_ONE, "Thorough on grading", "Thorough")
    story.commit(AMARA, "2026-11-17T09:00", parents=(main, side))


@tells(
    ("forbidden-change", RENAMED_ONE, ALL_OF_THE_MENTORS),
    doubted={RENAMED_ONE: MENTORS},
)
def a_record_of_another_pairing_that_has_the_earlier_name_now(story: Story) -> None:
    both_names(story)
    del story.files[RENAMED_ONE]
    start, kept = story.commit(IRIS, "2026-11-16T09:00"), dict(story.files)
    story.files[PAIRING] += b"# seen\n"
    main, seen = story.commit(IRIS, "2026-11-16T10:00"), story.files[PAIRING]
    story.files = kept
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(TEO, "2026-11-16T10:00", parents=(start,))
    story.files |= {PAIRING: seen, RENAMED_ONE: story.files[ONE]}
    story.commit(AMARA, "2026-11-17T09:00", parents=(main, side))


FIVE = f"{FIRST}/experiences/5.yaml"
DROPPED = "this merge left out what only one of the sides had changed"


@tells(("forbidden-change", FIVE, "only the {mentor} fills it in: comment text"))
def what_is_left_out_of_a_record_that_both_sides_began(story: Story) -> None:
    start = last(story)
    story.files[FIVE] = b"slot: 5\ncomment:\n  text: Good.\n"
    main = story.commit(TEO, "2026-11-16T09:00")
    story.go_to(start)
    story.files[FIVE] = b"slot: 5\nachieved: 2026-11-15\n"
    side = story.commit(AMARA, "2026-11-16T10:00", parents=(start,))
    story.files[FIVE] += b"# joined\n"
    story.commit(AMARA, "2026-11-17T09:00", parents=(main, side))


@tells(("forbidden-change", ONE, f"{TEO} is not in this pairing"), doubted={ONE: ("comment text",)})
def who_was_in_a_pairing_before_it_was_broken_in_the_same_way_again(story: Story) -> None:
    held = story.files[PAIRING]
    for mends in (held.replace(TEO.encode(), b"dale-kirchner"), b""):
        story.files[PAIRING] = b"mentor: [\n"
        story.commit(IRIS)
        story.files[PAIRING] = mends or story.files[PAIRING]
        story.commit(IRIS)
    story.put(ONE, "Thorough on grading", "Thorough")
    story.commit(TEO, "2026-10-06T09:00")


@tells(("forbidden-change", OTHER_PLAN, GONE[2]), doubted={OTHER_PLAN: ("content_area",)})
def what_who_left_one_pairing_wrote_in_that_and_in_another(story: Story) -> None:
    start, kept = last(story), dict(story.files)
    story.put(OTHER_PAIRING, f"mentor: {TEO}", "mentor: dale-kirchner")
    left = story.commit(IRIS, "2026-08-05T09:00")
    story.files = kept
    for path in (PLAN, OTHER_PLAN):
        story.put(path, "content_area: ", "content_area: Applied ")
    side = story.commit(TEO, "2026-08-05T10:00", parents=(start,))
    brought(story, left, side, "2026-10-02T09:00")


def keep(story: Story, by: str) -> None:
    story.files[ONE] += b"# seen\n"
    story.commit(by, "2026-11-17T09:00")


@tells(NOT_THEIRS)
def a_forged_value_that_whoever_fills_it_in_keeps(story: Story) -> None:
    forge(story)
    keep(story, TEO)


@tells(NOT_THEIRS, doubted=COMMENT)
def a_forged_value_that_whoever_forged_it_keeps(story: Story) -> None:
    forge(story)
    keep(story, AMARA)


@tells(NOT_THEIRS, doubted=COMMENT)
def a_forged_value_that_whoever_fills_it_in_only_brings_in(story: Story) -> None:
    start = last(story)
    forge(story)
    main, held = last(story), story.files[ONE]
    story.go_to(start)
    story.files[ONE] += b"# seen\n"
    side = story.commit(TEO, parents=(start,))
    story.files[ONE] = held + b"# joined\n"
    story.commit(TEO, "2026-11-17T09:00", parents=(main, side))


def begun_on_one_side(story: Story) -> tuple[int, int]:
    """A mentor begins a record while others go on without it."""
    start = last(story)
    story.files[OTHER_PLAN] += b"# seen\n"
    main = story.commit(TEO, "2026-11-16T08:00")
    story.go_to(start)
    story.files[FIVE] = b"slot: 5\ncomment:\n  text: Good.\n"
    side = story.commit(TEO, "2026-11-16T09:00", parents=(start,))
    story.files[OTHER_PLAN] += b"# seen\n"
    return main, side


@tells(("forbidden-change", FIVE, "only the {mentor} fills it in: comment text"))
def what_is_left_out_of_a_record_that_one_side_began(story: Story) -> None:
    sides = begun_on_one_side(story)
    story.files[FIVE] = b"slot: 5\n"
    story.commit(AMARA, "2026-11-17T09:00", parents=sides)


@tells(("merge-dropped", FIVE, DROPPED))
def a_record_that_one_side_began_and_that_is_left_out(story: Story) -> None:
    sides = begun_on_one_side(story)
    del story.files[FIVE]
    story.commit(AMARA, "2026-11-17T09:00", parents=sides)


NEW_NAME = f"{SECOND}-2/pairing.yaml"


named_anew = tells(
    ("forbidden-change", NEW_NAME, f"{TEO} is not in this pairing"),
    ("forbidden-change", OTHER_PAIRING, "only a {coordinator} or the {advisor} changes it"),
    doubted={NEW_NAME: ("advisor", "content_area", "mentee", "mentor", "starts", "state")},
)


@named_anew
def a_pairing_that_somebody_calls_otherwise(story: Story) -> None:
    del story.files[OTHER_PLAN]
    story.commit(IRIS)
    story.files[NEW_NAME] = story.files.pop(OTHER_PAIRING)
    story.commit(TEO, "2026-10-06T09:00")


@named_anew
def a_pairing_that_whoever_joins_two_sides_calls_otherwise(story: Story) -> None:
    del story.files[OTHER_PLAN]
    start = story.commit(IRIS)
    story.files[PLAN] += b"# seen\n"
    main = story.commit(TEO)
    story.go_to(start)
    story.files[ONE] += b"# seen\n"
    side = story.commit(TEO, "2026-10-05T18:00", parents=(start,))
    story.files[PLAN] += b"# seen\n"
    story.files[NEW_NAME] = story.files.pop(OTHER_PAIRING)
    story.commit(TEO, "2026-10-06T09:00", parents=(main, side))


@tells(NOT_THEIRS)
def a_forged_value_that_is_kept_as_another_pairing_is_called_otherwise(story: Story) -> None:
    forge(story)
    story.files[ONE] += b"# seen\n"
    story.files[NEW_NAME] = story.files.pop(OTHER_PAIRING)
    story.commit(IRIS, "2026-11-17T09:00")


def goes_on_writing(story: Story) -> None:
    story.put(ONE, "Thorough on grading", "Thorough")
    story.commit(TEO, "2026-10-07T09:00")


@tells()
def who_is_in_a_pairing_that_was_broken_with_something_else(story: Story) -> None:
    story.files[ONE] += b"# seen\n"
    story.files[PAIRING] += b"mentor: [\n"
    story.commit(IRIS)
    goes_on_writing(story)


@tells()
def who_is_in_a_pairing_that_one_side_took_away_and_a_merge_broke(story: Story) -> None:
    start, kept = last(story), dict(story.files)
    del story.files[PAIRING]
    main = story.commit(IRIS)
    story.files = kept
    story.files[PAIRING] += b"# seen\n"
    side = story.commit(IRIS, parents=(start,))
    story.files[PAIRING] += b"mentor: [\n"
    story.commit(IRIS, "2026-10-06T09:00", parents=(main, side))
    goes_on_writing(story)


@tells(
    NOT_THEIRS,
    ("forbidden-change", ONE, "only the {mentor} fills it in: comment on"),
    doubted={ONE: ("comment on", "comment text")},
)
def two_forged_values_one_after_the_other(story: Story) -> None:
    forge(story)
    story.put(ONE, "on: 2026-11-13", "on: 2026-11-12")
    story.commit(AMARA, "2026-11-17T09:00")


SEARCH = f"reassignments/2026-11-29-{FIRST.rpartition('/')[2]}.yaml"
KEEPER = "only a {coordinator} changes it"
ASKED = ("forbidden-change", SEARCH, KEEPER)
REQUEST = ("pairing", "requested_by", "requested_on")


def ask(story: Story) -> None:
    """A mentee asks for another mentor, and goes on writing."""
    lines = (f"pairing: {FIRST.rpartition('/')[2]}", "requested_on: 2026-11-29")
    story.files[SEARCH] = "\n".join((*lines, f"requested_by: {AMARA}", "")).encode()
    story.files[ONE] += b"# seen\n"
    story.commit(AMARA, "2026-11-29T09:00")


@tells()
def somebody_asks_for_another_mentor(story: Story) -> None:
    ask(story)


def ask_again(story: Story, more: bytes) -> None:
    """Whoever asked brings back what a coordinator took away."""
    ask(story)
    start, kept = last(story), dict(story.files)
    del story.files[SEARCH]
    main = story.commit(IRIS, "2026-11-30T09:00")
    story.files = kept
    story.files[SEARCH] += b"# seen\n"
    side = story.commit(AMARA, "2026-11-30T10:00", parents=(start,))
    story.files[SEARCH] += more
    story.commit(AMARA, "2026-12-01T09:00", parents=(main, side))


@tells(ASKED, doubted={SEARCH: REQUEST})
def a_request_that_was_taken_away_and_is_brought_in_again(story: Story) -> None:
    ask_again(story, b"")


@tells(ASKED, doubted={SEARCH: REQUEST})
def such_a_request_with_a_word_more(story: Story) -> None:
    ask_again(story, b"# joined\n")


def forge_beside(story: Story) -> tuple[int, int]:
    """A forged value that the mentor has put right is about to come in beside something else."""
    start = last(story)
    forge(story)
    story.put(ONE, "Thorough", "Thorough on grading")
    main = story.commit(TEO, "2026-11-17T09:00")
    story.go_to(start)
    story.files[ONE] += b"# seen\n"
    return main, story.commit(TEO, "2026-11-17T10:00", parents=(start,))


@tells(NOT_THEIRS)
def a_forged_value_that_a_coordinator_writes_in_a_merge(story: Story) -> None:
    sides = forge_beside(story)
    story.put(ONE, "Thorough on grading", "Thorough")
    story.commit(IRIS, "2026-11-18T09:00", parents=sides)


@tells(NOT_THEIRS, doubted=COMMENT)
def another_value_that_a_coordinator_takes_out_in_a_merge(story: Story) -> None:
    sides = forge_beside(story)
    story.put(ONE, "\n  copied_to_mentee: 2026-11-16", "")
    story.commit(IRIS, "2026-11-18T09:00", parents=sides)


@tells()
def a_key_that_a_coordinator_vouches_for_and_somebody_else_brings(story: Story) -> None:
    story.files[f"people/{GRACE}.yaml"] += b"keys: []\n"
    held = key(GRACE, "2026-10-05", by=IRIS, at="2026-10-05T09:00:00-05:00")
    story.keys(GRACE, msgspec.structs.replace(held, public=f"{held.public} her laptop"))
    story.commit(TEO)


@tells(
    (
        "unreadable-person",
        f"people/{TEO}.yaml",
        "a person's file that cannot be read; their keys stay as they were",
    ),
    ("forbidden-change", f"people/{TEO}.yaml", "only a {coordinator} changes keys and roles"),
    doubted={f"people/{TEO}.yaml": ("keys",)},
)
def keys_that_are_none(story: Story) -> None:
    path = f"people/{TEO}.yaml"
    story.files[path] = story.files[path].partition(b"keys:")[0] + b"keys: none\n"
    story.commit(TEO)


LEADS = "only a {coordinator} or the {advisor} changes it"
TAKEN_AWAY = ("forbidden-change", PAIRING, LEADS)
GONE_BEFORE = f"{TEO} is not in this pairing"


@tells(TAKEN_AWAY)
def who_goes_on_in_a_pairing_that_somebody_took_away(story: Story) -> None:
    del story.files[PAIRING]
    story.commit(AMARA)
    goes_on_writing(story)


@tells(TAKEN_AWAY)
def who_goes_on_in_a_pairing_that_somebody_took_away_with_another_change(story: Story) -> None:
    del story.files[PAIRING]
    story.files[ONE] += b"# seen\n"
    story.commit(AMARA)
    goes_on_writing(story)


@tells(("forbidden-change", ONE, GONE_BEFORE), doubted=COMMENT)
def who_goes_on_in_a_pairing_that_a_coordinator_took_away(story: Story) -> None:
    del story.files[PAIRING]
    story.commit(IRIS)
    goes_on_writing(story)


@tells(TAKEN_AWAY, ("forbidden-change", PAIRING, PEOPLE), doubted={PAIRING: ("mentee", "mentor")})
def what_somebody_may_write_by_the_side_that_still_has_the_pairing(story: Story) -> None:
    start, kept = last(story), dict(story.files)
    del story.files[PAIRING]
    main = story.commit(AMARA)
    story.files = kept
    story.put(PAIRING, f"advisor: {NOOR}", f"advisor: {TEO}")
    side = story.commit(IRIS, parents=(start,))
    story.put(PLAN, "initials: NH", "initials: TL")
    story.commit(TEO, "2026-10-07T09:00", parents=(main, side))
    story.put(PLAN, "initials: TL", "initials: T.L.")
    story.put(ONE, "Thorough on grading", "Thorough")
    story.commit(TEO, "2026-10-08T09:00")


def beside_a_coordinator(story: Story, change: Callable[[Story], object]) -> None:
    """Who is in a pairing that was taken away goes on, while a coordinator works beside them."""
    start = last(story)
    del story.files[PAIRING]
    gone = story.commit(AMARA)
    story.go_to(start)
    change(story)
    side, held = story.commit(IRIS, "2026-10-05T18:00", parents=(start,)), dict(story.files)
    story.go_to(gone)
    story.put(ONE, "Thorough on grading", "Thorough")
    main = story.commit(TEO, "2026-10-06T09:00", parents=(gone,))
    story.files = held | {ONE: story.files[ONE]}
    story.commit(IRIS, "2026-10-07T09:00", parents=(side, main))


@tells(TAKEN_AWAY)
def who_goes_on_beside_a_coordinator_who_writes_the_pairing(story: Story) -> None:
    beside_a_coordinator(story, lambda it: it.put(PAIRING, "state: active", "state: withdrawn"))


@tells(TAKEN_AWAY, ("merge-dropped", PAIRING, DROPPED))
def who_goes_on_beside_a_coordinator_who_takes_something_out_of_it(story: Story) -> None:
    beside_a_coordinator(story, lambda it: it.files.pop(f"{FIRST}/log.yaml"))


@tells()
def who_is_in_a_pairing_of_which_a_coordinator_keeps_one_side(story: Story) -> None:
    """What somebody had written who was taken out on the other side comes in later still."""
    start = last(story)
    story.put(PAIRING, "state: active", "state: withdrawn")
    one, held = story.commit(NOOR), dict(story.files)
    story.go_to(start)
    story.put(PAIRING, f"mentor: {TEO}", "mentor: dale-kirchner")
    other = story.commit(IRIS, parents=(start,))
    story.files = held
    main = story.commit(IRIS, "2026-10-06T09:00", parents=(one, other))
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    side, changed = story.commit(TEO, "2026-10-05T19:00", parents=(start,)), story.files[ONE]
    story.files = held | {ONE: changed}
    story.commit(IRIS, "2026-12-06T09:00", parents=(main, side))


@tells(TAKEN_AWAY)
def who_goes_on_in_it_and_left_another(story: Story) -> None:
    story.put(OTHER_PAIRING, f"mentor: {TEO}", "mentor: dale-kirchner")
    story.commit(IRIS)
    del story.files[PAIRING]
    story.commit(AMARA)
    goes_on_writing(story)


@tells(TAKEN_AWAY, ("forbidden-change", ONE, GONE_BEFORE), doubted=COMMENT)
def who_was_taken_out_where_it_was_not_taken_away_yet(story: Story) -> None:
    start, left = mentor_leaves(story)
    del story.files[PAIRING]
    side = story.commit(AMARA, "2026-08-05T10:00", parents=(start,))
    story.commit(AMARA, "2026-08-05T11:00", parents=(left, side))
    goes_on_writing(story)


PUT_BACK = {PAIRING: ("content_area", "mentee", "mentor", "starts", "state")}


def put_back_without_the_advisor(story: Story) -> int:
    held = story.files.pop(PAIRING)
    story.commit(AMARA)
    story.files[PAIRING] = held
    story.put(PAIRING, f"advisor: {NOOR}\n", "")
    return story.commit(TEO)


@tells(TAKEN_AWAY, TAKEN_AWAY, doubted=PUT_BACK)
def whom_somebody_leaves_out_who_puts_a_pairing_back(story: Story) -> None:
    put_back_without_the_advisor(story)
    story.put(PLAN, "initials: NH", "initials: N.H.")
    story.commit(NOOR, "2026-10-07T09:00")


@tells(TAKEN_AWAY, TAKEN_AWAY, doubted=PUT_BACK)
def whom_a_merge_leaves_out_as_whoever_put_a_pairing_back_did(story: Story) -> None:
    start = last(story)
    main, held = put_back_without_the_advisor(story), story.files[PAIRING]
    story.go_to(start)
    story.files[PLAN] += b"# seen\n"
    side = story.commit(NOOR, parents=(start,))
    story.files[PAIRING] = held + b"# joined\n"
    story.commit(IRIS, "2026-10-06T09:00", parents=(main, side))
    story.put(PLAN, "initials: NH", "initials: N.H.")
    story.commit(NOOR, "2026-10-07T09:00")


@tells(TAKEN_AWAY)
def who_goes_on_in_a_pairing_of_which_a_coordinator_writes_something_else(story: Story) -> None:
    del story.files[PAIRING]
    story.commit(AMARA)
    story.files[ONE] += b"# seen\n"
    story.commit(IRIS)
    goes_on_writing(story)


@tells(
    ("forbidden-change", PAIRING, LEADS),
    ("forbidden-change", ONE, GONE_BEFORE),
    doubted={PAIRING: ("mentor",), ONE: ("comment text",)},
)
def who_is_in_a_pairing_that_is_begun_anew_and_broken(story: Story) -> None:
    story.put(PAIRING, f"mentor: {TEO}", f"mentor: {AMARA}")
    story.commit(AMARA)
    del story.files[PAIRING]
    story.commit(IRIS)
    story.files[PAIRING] = b"mentor: [\n"
    story.commit(IRIS)
    goes_on_writing(story)


AGAIN_ONE = ONE.replace(FIRST, f"{FIRST}-3")


@tells(
    ("forbidden-change", AGAIN_ONE, "only the {mentor} fills it in: comment text"),
    doubted={AGAIN_ONE: ("comment text",)},
)
def a_forged_value_in_a_merge_with_one_of_the_names_that_a_pairing_had(story: Story) -> None:
    """Who is in it has changed meanwhile, so that its file does not tell which pairing it was."""
    rename(story)
    start = story.commit(IRIS, "2026-10-06T09:00")
    story.files = {path.replace(RENAMED, f"{FIRST}-3"): it for path, it in story.files.items()}
    story.commit(IRIS, "2026-10-07T08:00")
    story.put(PAIRING.replace(FIRST, f"{FIRST}-3"), f"mentor: {TEO}", "mentor: dale-kirchner")
    main, held = story.commit(IRIS, "2026-10-07T09:00"), dict(story.files)
    story.go_to(start)
    story.files[RENAMED_ONE] += b"# seen\n"
    side = story.commit(TEO, "2026-10-08T09:00", parents=(start,))
    story.files = held
    story.put(AGAIN_ONE, "Thorough on grading", "Thorough")
    story.commit(AMARA, "2026-10-09T09:00", parents=(main, side))


@pytest.mark.parametrize("told", STORIES, ids=[each.make.__name__ for each in STORIES])
def test_just_what_is_wrong_is_named_and_does_not_count(told: Told, tmp_path: Path) -> None:
    story = Story()
    told.make(story)
    story.lay_in(tmp_path / "program")
    ledger = ledger_of(tmp_path / "program")
    assert [(each.code, each.path, each.message) for each in ledger.remarks] == told.named
    assert {
        path: {STOOD if stood([mark]) else " ".join(mark.split("\x1f")[:-1]) for mark in values}
        for path, marks in ledger.unproven.items()
        if (values := list(filter(is_of_value, marks)))
    } == told.doubted
    assert IRIS in ledger.register.coordinators
    # who signed with a key that counts for nothing there signed nothing
    gone = {each.commit for each in ledger.remarks if each.code in {"revoked-key", "unknown-key"}}
    assert gone.isdisjoint(ledger.signers)
    refused = {why for each in ledger.declined.values() for _, _, why in each.values()}
    assert refused == told.refused


def test_a_signature_counts_as_it_came_in_rightly_elsewhere(tmp_path: Path) -> None:
    """Of a key that was revoked meanwhile: not as an old side, nor a day too early, brought it."""
    story, root = Story(), tmp_path / "program"
    start, kept = last(story), dict(story.files)
    story.sign("plan.yaml", "advisor", NOOR, "2026-09-10T08:00:00-05:00")
    signed = story.files[OTHER_SIDE]
    side = story.commit(NOOR, "2026-09-10T09:00", parents=(start,))
    story.files = kept | {OTHER_SIDE: signed}
    story.commit(NOOR, "2026-09-08T09:00", parents=(start,))
    del story.files[OTHER_SIDE]
    story.commit(NOOR, "2026-09-11T09:00")
    story.files[OTHER_SIDE] = signed
    rightly = story.commit(NOOR, "2026-09-12T09:00")
    story.keys(NOOR, key(NOOR, "2026-08-04", "2026-10-01", by=IRIS))
    main = story.commit(IRIS, "2026-10-01T09:00")
    story.commit(TEO, "2026-10-02T09:00", parents=(side, main))
    ids = story.lay_in(root)
    ((place, found),) = ledger_of(root).brought.items()
    assert place.startswith(OTHER_SIDE)
    assert (found.commit, found.fault) == (ids[rightly], "")


class Clocked(NamedTuple):
    """A story that tells when commits came in, and what is late or without right by that.

    What has not come in yet has no time, and what is known is what the days of commits tell.
    """

    make: Callable[[Story], dict[int, str]]
    named: list[tuple[str, str, str]]
    known: list[tuple[str, str, str]]


CLOCKED: list[Clocked] = []


def by_the_clock(
    *named: tuple[str, str, str], known: tuple[tuple[str, str, str], ...] = ()
) -> Callable[[Callable[[Story], dict[int, str]]], None]:
    """Say what a story must lead to by when its commits came in."""

    def take(make: Callable[[Story], dict[int, str]]) -> None:
        CLOCKED.append(Clocked(make, list(named), list(known)))

    return take


def signed_then(story: Story, came: str) -> dict[int, str]:
    story.sign("plan.yaml", "advisor", NOOR, "2026-09-05T09:00:00-05:00")
    return {story.commit(NOOR, "2026-10-05T17:00"): came}


@by_the_clock()
def a_commit_that_came_in_a_day_later_came_in_at_once(story: Story) -> dict[int, str]:
    return signed_then(story, "2026-10-06T17:00:00-06:00")


@by_the_clock(
    (
        "backdated",
        f"{FIRST}/signatures/plan.advisor.yaml",
        "a signature of 2026-09-05 came in on 2026-10-06, 31 days later",
    )
)
def a_commit_that_came_in_more_than_a_day_later(story: Story) -> dict[int, str]:
    return signed_then(story, "2026-10-06T17:00:01-06:00")


def left_then(story: Story, came: str, left_came: str = "") -> dict[int, str]:
    """A side of who left, merged at once by its dates, and when it came in by the clock."""
    start, left = mentor_leaves(story)
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(TEO, "2026-08-05T10:00", parents=(start,))
    brought(story, left, side, "2026-08-06T09:00")
    return {side: came} | ({left: left_came} if left_came else {})


@by_the_clock()
def what_who_left_wrote_came_in_on_the_last_day_of_grace(story: Story) -> dict[int, str]:
    return left_then(story, "2026-09-04T21:00:00-05:00")


@by_the_clock(GONE)
def what_who_left_wrote_came_in_on_the_day_after(story: Story) -> dict[int, str]:
    return left_then(story, "2026-09-05T01:00:00-05:00")


@by_the_clock(GONE)
def what_somebody_wrote_who_left_by_the_word_of_two_copies(story: Story) -> dict[int, str]:
    left, side = left_twice(story)
    brought(story, left, side, "2026-08-06T09:00")
    return {side: "2026-10-02T09:00:00-05:00"}


@by_the_clock()
def what_who_left_wrote_came_in_in_time_after_their_leaving_had(story: Story) -> dict[int, str]:
    return left_then(story, "2026-09-09T21:00:00-05:00", "2026-08-10T09:00:00-05:00")


@by_the_clock(GONE)
def what_who_left_wrote_came_in_too_late_after_their_leaving_had(story: Story) -> dict[int, str]:
    return left_then(story, "2026-09-10T01:00:00-05:00", "2026-08-10T09:00:00-05:00")


@by_the_clock()
def what_who_left_wrote_came_in_before_their_leaving_has(story: Story) -> dict[int, str]:
    came = left_then(story, "2026-12-01T09:00:00-06:00")
    return came | {min(came) - 1: ""}


@by_the_clock()
def what_somebody_else_wrote_who_goes_on(story: Story) -> dict[int, str]:
    start, left = mentor_leaves(story)
    story.put(PLAN, "initials: NH", "initials: N.H.")
    side = story.commit(NOOR, "2026-08-05T10:00", parents=(start,))
    brought(story, left, side, "2026-08-06T09:00")
    return {side: "2026-12-01T09:00:00-06:00"}


@by_the_clock()
def what_who_left_wrote_with_their_leaving_before_them(story: Story) -> dict[int, str]:
    """That was judged by how the pairing stood there."""
    _, left = mentor_leaves(story)
    story.go_to(left)
    story.put(OTHER_PLAN, "initials: NH", "initials: N.H.")
    story.commit(NOOR, "2026-08-05T10:00", parents=(left,))
    story.files[OTHER_PLAN] += b"# seen\n"
    return {story.commit(TEO, "2026-08-05T11:00"): "2026-12-01T09:00:00-06:00"}


def was_coordinator(story: Story, came: str, *, again: bool = False) -> dict[int, str]:
    """What somebody wrote as a coordinator, in a side that was merged at once."""

    coordinators(story, IRIS, NOOR)
    start = story.commit(IRIS, "2026-08-04T10:00")
    coordinators(story, IRIS)
    gone = story.commit(IRIS, "2026-08-05T09:00")
    if again:
        coordinators(story, IRIS, NOOR)
        gone = story.commit(IRIS, "2026-08-05T09:30")
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(NOOR, "2026-08-05T10:00", parents=(start,))
    story.files["program.yaml"] = story.commits[gone].files["program.yaml"]
    story.commit(IRIS, "2026-08-06T09:00", parents=(gone, side))
    return {side: came}


@by_the_clock()
def what_a_former_coordinator_wrote_on_the_last_day_of_grace(story: Story) -> dict[int, str]:
    return was_coordinator(story, "2026-09-04T21:00:00-05:00")


@by_the_clock(NOT_THEIRS)
def what_a_former_coordinator_wrote_on_the_day_after(story: Story) -> dict[int, str]:
    return was_coordinator(story, "2026-09-05T01:00:00-05:00")


@by_the_clock(("forbidden-change", f"{FIRST}/evidence/work.txt", GONE[2]))
def what_who_left_took_out_came_in_too_late(story: Story) -> dict[int, str]:
    start, left = mentor_leaves(story)
    work = f"{FIRST}/evidence/work.txt"
    story.files[work] = b"work"
    begun = story.commit(TEO, "2026-08-05T09:10", parents=(start,))
    del story.files[work]
    side = story.commit(TEO, "2026-08-05T10:00", parents=(begun,))
    story.files[PAIRING] = story.commits[left].files[PAIRING]
    story.commit(NOOR, "2026-08-06T09:00", parents=(left, side))
    return {side: "2026-12-01T09:00:00-06:00"}


@by_the_clock()
def what_a_coordinator_wrote_who_had_left_the_pairing_long_before(story: Story) -> dict[int, str]:
    coordinators(story, IRIS, NOOR)
    start = story.commit(IRIS, "2026-08-04T10:00")
    story.put(PAIRING, f"advisor: {NOOR}", "advisor: dale-kirchner")
    story.commit(IRIS, "2026-08-05T09:00")
    coordinators(story, IRIS)
    end = story.commit(IRIS, "2026-09-05T09:00")
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(NOOR, "2026-08-05T10:00", parents=(start,))
    for each in ("program.yaml", PAIRING):
        story.files[each] = story.commits[end].files[each]
    story.commit(IRIS, "2026-09-06T09:00", parents=(end, side))
    return {side: "2026-09-20T09:00:00-05:00"}


@by_the_clock(("forbidden-change", OTHER_PLAN, GONE[2]))
def what_who_left_two_pairings_wrote_before_one_of_their_leavings_has(
    story: Story,
) -> dict[int, str]:
    start, first = mentor_leaves(story)
    story.go_to(first)
    story.put(OTHER_PAIRING, f"mentor: {TEO}", "mentor: dale-kirchner")
    second = story.commit(IRIS, "2026-08-05T09:10", parents=(first,))
    story.go_to(start)
    story.put(OTHER_PLAN, "content_area: ", "content_area: Applied ")
    side = story.commit(TEO, "2026-08-05T10:00", parents=(start,))
    brought(story, second, side, "2026-08-06T09:00")
    return {side: "2026-12-01T09:00:00-06:00", first: ""}


@by_the_clock(GONE)
def what_who_was_taken_out_wrote_by_a_coordinator_who_had_been_none_for_a_while(
    story: Story,
) -> dict[int, str]:
    coordinators(story, IRIS, NOOR)
    start, both = story.commit(IRIS, "2026-08-04T10:00"), story.files["program.yaml"]
    coordinators(story, IRIS)
    story.commit(IRIS, "2026-08-05T09:00")
    story.files["program.yaml"] = both
    again = story.commit(IRIS, "2026-08-05T09:30")
    story.put(PAIRING, f"mentor: {TEO}", "mentor: dale-kirchner")
    out = story.commit(NOOR, "2026-08-05T10:00", parents=(start,))
    main = story.commit(IRIS, "2026-08-06T09:00", parents=(again, out))
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(TEO, "2026-08-05T11:00", parents=(start,))
    brought(story, main, side, "2026-08-06T10:00")
    return {out: "2026-10-01T09:00:00-06:00", side: "2026-12-01T09:00:00-06:00"}


TOOK_OUT = ("forbidden-change", PAIRING, PEOPLE)


@by_the_clock(TOOK_OUT)
def what_a_former_coordinator_took_themselves_out_of(story: Story) -> dict[int, str]:
    coordinators(story, IRIS, NOOR)
    start = story.commit(IRIS, "2026-08-04T10:00")
    coordinators(story, IRIS)
    end = story.commit(IRIS, "2026-08-05T09:00")
    story.go_to(start)
    story.put(PAIRING, f"advisor: {NOOR}", "advisor: dale-kirchner")
    side = story.commit(NOOR, "2026-08-05T10:00", parents=(start,))
    story.files["program.yaml"] = story.commits[end].files["program.yaml"]
    story.commit(IRIS, "2026-08-06T09:00", parents=(end, side))
    return {side: "2026-12-01T09:00:00-06:00"}


@by_the_clock()
def what_a_coordinator_wrote_who_had_been_none_for_a_while(story: Story) -> dict[int, str]:
    return was_coordinator(story, "2026-12-01T09:00:00-06:00", again=True)


@by_the_clock()
def what_a_coordinator_wrote_after_an_earlier_end_of_their_office(story: Story) -> dict[int, str]:
    coordinators(story, IRIS, NOOR)
    story.commit(IRIS, "2026-08-04T10:00")
    coordinators(story, IRIS)
    story.commit(IRIS, "2026-08-05T09:00")
    coordinators(story, IRIS, NOOR)
    story.commit(IRIS, "2026-08-06T09:00")
    story.put(ONE, "Thorough on grading", "Thorough")
    wrote = story.commit(NOOR, "2026-10-01T09:00")
    coordinators(story, IRIS)
    story.commit(IRIS, "2026-10-05T09:00")
    return {wrote: "2026-10-01T10:00:00-06:00"}


@by_the_clock()
def what_a_former_coordinator_wrote_after_the_end_of_anothers_office(
    story: Story,
) -> dict[int, str]:
    coordinators(story, IRIS, NOOR, TEO)
    start = story.commit(IRIS, "2026-08-04T10:00")
    coordinators(story, IRIS, NOOR)
    story.commit(IRIS, "2026-08-05T09:00")
    coordinators(story, IRIS)
    end = story.commit(IRIS, "2026-09-01T09:00")
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(NOOR, "2026-08-31T10:00", parents=(start,))
    story.files["program.yaml"] = story.commits[end].files["program.yaml"]
    story.commit(IRIS, "2026-09-02T09:00", parents=(end, side))
    return {side: "2026-09-20T10:00:00-06:00"}


def late_signature(on: str, came: str, days: int) -> tuple[str, str, str]:
    return ("backdated", ADVISORS_PLAN, f"a signature of {on} came in on {came}, {days} days later")


@by_the_clock(known=(GONE,))
def what_the_days_tell_the_clock_does_not_tell_again(story: Story) -> dict[int, str]:
    change_of_who_left(story, "2026-09-05T01:00")
    return {last(story) - 1: "2026-12-01T09:00:00-06:00"}


@by_the_clock(known=(late_signature("2026-08-05", "2026-10-02", 58),))
def a_signature_that_the_days_tell_to_be_late_the_clock_does_not_tell_again(
    story: Story,
) -> dict[int, str]:
    start, left = mentor_leaves(story)
    story.sign("plan.yaml", "advisor", NOOR, "2026-08-05T09:30:00-05:00")
    side = story.commit(NOOR, "2026-08-05T10:00", parents=(start,))
    brought(story, left, side, "2026-10-02T09:00")
    return {side: "2026-10-20T09:00:00-06:00"}


@by_the_clock(
    late_signature("2026-09-05", "2026-10-20", 45),
    known=(late_signature("2026-08-05", "2026-09-06", 32),),
)
def a_signature_that_is_late_by_the_clock_beside_one_that_is_by_its_day(
    story: Story,
) -> dict[int, str]:
    story.sign("plan.yaml", "advisor", NOOR, "2026-08-05T09:00:00-05:00")
    story.sign("plan.yaml", "advisor", NOOR, "2026-09-05T09:00:00-05:00")
    return {story.commit(NOOR, "2026-09-06T09:00"): "2026-10-20T09:00:00-06:00"}


SENT_LATE = "comment.sent_to_advisor says 2026-06-01, and came in on 2026-08-05, 65 days later"


def take_over(story: Story, name: str) -> dict[int, str]:
    """The second pairing takes the work of the first one over, which is sent much later."""
    story.put(OTHER_PAIRING, "state:", f"{name}\nstate:")
    story.files[f"{SECOND}/experiences/1.yaml"] = story.files[ONE]
    return {story.commit(IRIS, "2026-11-20T09:00"): "2027-01-11T09:00:00-06:00"}


@by_the_clock()
def work_that_a_pairing_took_over_and_that_came_in_late(story: Story) -> dict[int, str]:
    return take_over(story, f"follows: {FIRST.rpartition('/')[2]}")


@by_the_clock(
    *(
        (
            "backdated",
            f"{SECOND}/experiences/1.yaml",
            f"{name} says {on}, and came in on 2027-01-11, {days} days later",
        )
        for name, on, days in (
            ("achieved", "2026-11-05", 67),
            ("comment.sent_to_advisor", "2026-11-16", 56),
            ("sent_to_mentor", "2026-11-09", 63),
        )
    )
)
def work_of_others_that_came_in_late(story: Story) -> dict[int, str]:
    return take_over(story, "content_area: Business")


@by_the_clock(GONE, known=(("backdated", ONE, SENT_LATE),))
def what_who_left_dated_back_came_in_on_the_day_after_as_well(story: Story) -> dict[int, str]:
    start, left = mentor_leaves(story)
    story.put(ONE, "sent_to_advisor: 2026-11-16", "sent_to_advisor: 2026-06-01")
    side = story.commit(TEO, "2026-08-05T10:00", parents=(start,))
    brought(story, left, side, "2026-08-06T09:00")
    return {side: "2026-09-05T01:00:00-05:00"}


def by_a_former(story: Story, change: Callable[[Story], object]) -> dict[int, str]:
    """A former coordinator changes something on a side that is merged at once, and came late."""
    coordinators(story, IRIS, NOOR)
    start = story.commit(IRIS, "2026-08-04T10:00")
    coordinators(story, IRIS)
    gone = story.commit(IRIS, "2026-08-05T09:00")
    story.go_to(start)
    change(story)
    side = story.commit(NOOR, "2026-08-05T10:00", parents=(start,))
    story.files["program.yaml"] = story.commits[gone].files["program.yaml"]
    story.commit(IRIS, "2026-08-06T09:00", parents=(gone, side))
    return {side: "2026-12-01T09:00:00-06:00"}


@by_the_clock(("forbidden-change", PAIRING, PEOPLE))
def whom_a_former_coordinator_took_out_on_the_day_after(story: Story) -> dict[int, str]:
    return by_a_former(story, lambda it: it.put(PAIRING, f"mentor: {TEO}", "mentor: dale-kirchner"))


@by_the_clock(("forbidden-change", OTHER_PAIRING, PEOPLE))
def a_pairing_that_a_former_coordinator_took_away_on_the_day_after(story: Story) -> dict[int, str]:
    return by_a_former(story, lambda it: it.files.pop(OTHER_PAIRING))


MEETING = "meetings/2026-2027-kickoff.yaml"


@by_the_clock(("forbidden-change", MEETING, KEEPER))
def keys_that_a_former_coordinator_gave_to_no_person(story: Story) -> dict[int, str]:
    def note(it: Story) -> None:
        it.files[MEETING] += b"keys:\n  - one\n"

    return by_a_former(story, note)


ALL_OF_THE_MENTEES = (
    "only the {mentee} fills it in: achieved, evidence syllabus.txt, sent to mentor"
)


@by_the_clock(("forbidden-change", ONE, f"{ALL_OF_THE_MENTEES}; {ALL_OF_THE_MENTORS}"))
def a_file_that_a_former_coordinator_broke_and_another_as_well(story: Story) -> dict[int, str]:
    """What it held before the second time is what it says until somebody mends it."""

    def break_it(it: Story) -> None:
        it.files[ONE] = b"slot: [\n"

    held = story.files[ONE]
    came = by_a_former(story, break_it)
    story.files[ONE] = held + b"# mended\n"
    story.commit(IRIS, "2026-08-07T09:00")
    break_it(story)
    story.commit(IRIS, "2026-08-08T09:00")
    return came


@pytest.mark.parametrize("told", CLOCKED, ids=[each.make.__name__ for each in CLOCKED])
def test_just_what_came_in_late_is_named(told: Clocked, tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    came = told.make(story)
    ids = story.lay_in(root)
    ledger = ledger_of(root)
    assert [(each.code, each.path, each.message) for each in ledger.remarks] == told.known
    before = msgspec.json.encode(ledger)
    times = {
        ids[each]: int(dt.datetime.fromisoformat(at).timestamp()) for each, at in came.items() if at
    }
    later = {ids[each] for each, at in came.items() if not at}
    found = [*late_by_clock(root, ledger, times), *without_right(root, ledger, times, times, later)]
    assert [(each.code, each.path, each.message) for each in found] == told.named
    # who is in which pairing is told after that, too
    assert msgspec.json.encode(ledger) == before


def test_the_first_commit_is_held_to_when_it_came_in(tmp_path: Path) -> None:
    root = tmp_path / "program"
    ids, ledger = Story().lay_in(root), ledger_of(root)
    came = int(dt.datetime(2027, 8, 1, tzinfo=dt.UTC).timestamp())
    assert ONE in {each.path for each in late_by_clock(root, ledger, {ids[0]: came})}
