"""What is held to the day on which it came into the history, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from support.story import AMARA, FIRST, IRIS, NOOR, ONE, SECOND, TEO, Story
from support.trails import key

from mentorctl.trail.ledger.ledger_cache import ledger_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEAM = FIRST.rpartition("/")[2]
TWO, OTHER_ONE, OTHER_TWO = (
    f"{FIRST}/experiences/2.yaml",
    f"{SECOND}/experiences/1.yaml",
    f"{SECOND}/experiences/2.yaml",
)
PLAN_FILE = f"{FIRST}/signatures/plan.advisor.yaml"
KICKOFF, YEAR = "meetings/2026-2027-kickoff.yaml", "years/2026-2027.yaml"
PAIRING, OTHER_PAIRING = f"{FIRST}/pairing.yaml", f"{SECOND}/pairing.yaml"
DATES = ("achieved", "comment.sent_to_advisor", "sent_to_mentor")
TAKEN_OUT = ("signature-taken-out", PLAN_FILE, "a signed statement was taken out")


class Day(NamedTuple):
    """A story, what is named of it, and why statements in it do not count."""

    make: Callable[[Story], None]
    named: list[tuple[str, str, str]]
    faults: set[str]


DAYS: list[Day] = []


def tells(
    *named: tuple[str, str, str], faults: tuple[str, ...] = ()
) -> Callable[[Callable[[Story], None]], None]:
    """Say what a story must lead to."""

    def take(make: Callable[[Story], None]) -> None:
        DAYS.append(Day(make, list(named), set(faults)))

    return take


def late(path: str, name: str, on: str, came: str, days: int) -> tuple[str, str, str]:
    return "backdated", path, f"{name} says {on}, and came in on {came}, {days} days later"


def late_signature(on: str, came: str, days: int) -> tuple[str, str, str]:
    return "backdated", PLAN_FILE, f"a signature of {on} came in on {came}, {days} days later"


def last(story: Story) -> int:
    return len(story.commits) - 1


def achieved(story: Story, on: str, at: str, by: str = AMARA, path: str = ONE) -> int:
    """Somebody says when an experience was achieved."""
    text = story.files[path].decode()
    old = next(line for line in text.splitlines() if line.startswith("achieved:"))
    story.put(path, old, f"achieved: {on}")
    return story.commit(by, at)


@tells()
def a_day_on_the_last_day_of_grace(story: Story) -> None:
    achieved(story, "2026-09-05", "2026-10-05T21:00")


@tells(late(ONE, "achieved", "2026-09-05", "2026-10-06", 31))
def a_day_on_the_day_after(story: Story) -> None:
    achieved(story, "2026-09-05", "2026-10-06T01:00")


@tells(late(ONE, "achieved", "2026-12-03", "2027-03-01", 88))
def a_day_that_another_file_had(story: Story) -> None:
    story.files[TWO] += b"# seen\n"
    achieved(story, "2026-12-03", "2027-03-01T09:00", IRIS)


@tells(late(KICKOFF, "on", "2026-09-22", "2027-01-11", 111))
def a_day_of_a_meeting(story: Story) -> None:
    whole = story.files[KICKOFF]
    story.put(KICKOFF, "on: 2026-09-22", "on:")
    story.commit(IRIS)
    story.files[KICKOFF] = whole
    story.commit(IRIS, "2027-01-11T09:00")


@tells(late(KICKOFF, f"attended.{NOOR}", "2026-09-22", "2027-01-11", 111))
def somebody_who_was_at_a_meeting_as_is_said_later(story: Story) -> None:
    story.files[KICKOFF] += f"  - {NOOR}\n".encode()
    story.commit(IRIS, "2027-01-11T09:00")
    story.files[KICKOFF] += b"# seen\n"
    story.commit(IRIS, "2027-01-12T09:00")


@tells(
    *(late(KICKOFF, f"attended.{each}", "2026-09-22", "2027-01-12", 112) for each in (AMARA, TEO))
)
def everybody_at_a_meeting_of_a_day_that_was_noted_in_time(story: Story) -> None:
    whole = story.files[KICKOFF]
    story.files[KICKOFF] = whole.partition(b"attended:")[0]
    story.commit(IRIS)
    story.files[KICKOFF] = whole
    story.commit(IRIS, "2027-01-12T09:00")


@tells()
def a_name_that_is_added_to_a_meeting_in_time(story: Story) -> None:
    story.files[KICKOFF] += f"  - {NOOR}\n".encode()
    story.commit(IRIS, "2026-10-05T18:00")


def leave(story: Story, on: str, path: str = PAIRING) -> None:
    """Somebody agrees that more time is given, and that a need is done without."""
    said = f"approved_by: {IRIS}\n    on: {on}\n    reason: Surgery\n"
    story.files[path] += (
        f"extensions:\n  - milestone: comments-1-2\n    until: 2027-03-01\n    {said}"
        f"waivers:\n  - need: meetings/kickoff:attended\n    {said}"
    ).encode()


OF_LEAVE = ("extensions.comments-1-2", "waivers.meetings/kickoff:attended")


@tells(*(late(PAIRING, each, "2026-09-20", "2027-01-11", 113) for each in OF_LEAVE))
def leave_that_was_given_as_is_said_later(story: Story) -> None:
    leave(story, "2026-09-20")
    story.commit(IRIS, "2027-01-11T09:00")


@tells()
def leave_that_was_given_then(story: Story) -> None:
    leave(story, "2026-09-20")
    story.commit(IRIS, "2026-10-01T09:00")
    story.put(PAIRING, "Surgery", "A surgery")
    story.commit(IRIS, "2027-01-11T09:00")


@tells()
def leave_that_goes_along_with_the_pairing(story: Story) -> None:
    """What else its file says is another's."""
    leave(story, "2026-09-20")
    story.commit(IRIS, "2026-10-01T09:00")
    leave(story, "2026-09-20", OTHER_PAIRING)
    story.put(OTHER_PAIRING, "state:", f"follows: {TEAM}\nstate:")
    story.commit(IRIS, "2027-01-11T09:00")


@tells(*(late(OTHER_PAIRING, each, "2026-09-19", "2027-01-11", 114) for each in OF_LEAVE))
def other_leave_in_a_pairing_that_follows_one(story: Story) -> None:
    leave(story, "2026-09-20")
    story.commit(IRIS, "2026-10-01T09:00")
    leave(story, "2026-09-19", OTHER_PAIRING)
    story.put(OTHER_PAIRING, "state:", f"follows: {TEAM}\nstate:")
    story.commit(IRIS, "2027-01-11T09:00")


@tells(late(f"{FIRST}/plan.yaml", "experiences.1", "2026-09-21", "2027-01-11", 112))
def an_experience_of_ones_own_that_was_approved_as_is_said_later(story: Story) -> None:
    own = f"    own:\n      title: A fair\n      approved:\n        by: {NOOR}\n"
    story.put(f"{FIRST}/plan.yaml", "    catalogue: 1\n", f"{own}        on: 2026-09-21\n")
    story.commit(NOOR, "2027-01-11T09:00")


@tells(late(YEAR, f"reimbursements.{TEO}.Travel", "2026-09-21", "2027-01-11", 112))
def what_was_laid_out_and_approved_as_is_said_later(story: Story) -> None:
    story.files[YEAR] += (
        f"reimbursements:\n  - person: {TEO}\n    what: Travel\n    amount: 48\n"
        f"    on: 2026-09-20\n    approved:\n      by: {IRIS}\n      on: 2026-09-21\n"
    ).encode()
    story.commit(IRIS, "2027-01-11T09:00")


@tells()
def a_day_that_stood_before_somebody_broke_the_file(story: Story) -> None:
    whole = story.files[ONE]
    story.files[ONE] += b"achieved: [\n"
    story.commit(IRIS)
    story.files[ONE] = whole
    story.commit(IRIS, "2027-01-11T09:00")


@tells()
def days_of_a_pairing_that_is_called_otherwise(story: Story) -> None:
    new = f"{FIRST}-2"
    story.files = {path.replace(FIRST, new): held for path, held in story.files.items()}
    story.commit(IRIS, "2027-01-11T09:00")


@tells()
def days_that_are_taken_out(story: Story) -> None:
    del story.files[ONE]
    story.commit(IRIS, "2027-01-11T09:00")


def beside(story: Story, change: Callable[[Story], int], came: str, by: str = AMARA) -> None:
    """A side comes in beside what others did."""
    start = last(story)
    story.files[OTHER_PAIRING] += b"# seen\n"
    main = story.commit(IRIS, "2026-10-01T09:00")
    story.go_to(start)
    change(story)
    place = last(story)
    story.commits[start + 2] = story.commits[start + 2]._replace(parents=(start,))
    story.files[OTHER_PAIRING] += b"# seen\n"
    story.commit(by, came, parents=(main, place))


def achieved_in_september(story: Story) -> int:
    return achieved(story, "2026-09-05", "2026-10-03T09:00")


@tells()
def a_day_that_comes_in_beside_others_on_the_last_day_of_grace(story: Story) -> None:
    beside(story, achieved_in_september, "2026-10-05T21:00")


@tells(late(ONE, "achieved", "2026-09-05", "2026-10-06", 31))
def a_day_that_comes_in_beside_others_on_the_day_after(story: Story) -> None:
    beside(story, achieved_in_september, "2026-10-06T01:00")


@tells(late(ONE, "achieved", "2026-09-05", "2026-11-06", 62))
def a_day_that_came_just_in_time_to_its_own_side(story: Story) -> None:
    beside(story, lambda each: achieved(each, "2026-09-05", "2026-10-05T21:00"), "2026-11-06T09:00")


@tells(late(ONE, "achieved", "2026-09-05", "2026-10-06", 31))
def a_day_that_came_late_to_its_own_side_already(story: Story) -> None:
    beside(story, lambda each: achieved(each, "2026-09-05", "2026-10-06T01:00"), "2026-11-06T09:00")


@tells(late(ONE, "achieved", "2026-10-02", "2026-11-06", 35))
def a_day_beside_those_that_stood_before_its_side(story: Story) -> None:
    achieved(story, "2026-09-20", "2026-09-21T09:00")
    beside(story, lambda each: achieved(each, "2026-10-02", "2026-10-03T09:00"), "2026-11-06T09:00")


@tells(late(ONE, "achieved", "2026-09-05", "2026-11-06", 62))
def a_day_beside_others_in_a_merge_that_names_an_old_commit_too(story: Story) -> None:
    beside(story, lambda each: achieved(each, "2026-09-05", "2026-10-05T21:00"), "2026-11-06T09:00")
    made = story.commits[-1]
    story.commits[-1] = made._replace(parents=(*(made.parents or ()), 0))


@tells()
def a_day_on_which_somebody_else_had_built_meanwhile(story: Story) -> None:
    """One of three sides is of one person alone, and goes on from what another has, too."""
    story.files[OTHER_PAIRING] += b"# seen\n"
    main, seen = story.commit(IRIS, "2026-10-01T09:00"), story.files[OTHER_PAIRING]
    story.go_to(main - 1)
    begun = achieved(story, "2026-09-05", "2026-10-03T09:00")
    story.commits[begun] = story.commits[begun]._replace(parents=(main - 1,))
    for each in (AMARA, TEO):
        story.commit(each, "2026-10-05T21:00", parents=(begun,))
    story.files[OTHER_PAIRING] = seen
    story.commit(IRIS, "2026-11-06T09:00", parents=(main, begun + 1, begun + 2))


@tells(late(ONE, "achieved", "2026-09-05", "2026-11-06", 62))
def a_day_on_two_sides_of_one_person_that_come_in_at_once(story: Story) -> None:
    story.files[OTHER_PAIRING] += b"# seen\n"
    main, seen = story.commit(IRIS, "2026-10-01T09:00"), story.files[OTHER_PAIRING]
    story.go_to(main - 1)
    begun = achieved(story, "2026-09-05", "2026-10-05T21:00")
    story.commits[begun] = story.commits[begun]._replace(parents=(main - 1,))
    for minute in (10, 20):
        story.commit(AMARA, f"2026-10-05T21:{minute}", parents=(begun,))
    story.files[OTHER_PAIRING] = seen
    story.commit(AMARA, "2026-11-06T09:00", parents=(main, begun + 1, begun + 2))


def signed(at: str, came: str, **said: str) -> Callable[[Story], int]:
    def change(story: Story) -> int:
        story.sign("plan.yaml", "advisor", NOOR, f"{at}T09:00:00-05:00", **said)
        return story.commit(NOOR, came)

    return change


@tells()
def a_signature_that_comes_in_beside_others_on_the_last_day_of_grace(story: Story) -> None:
    beside(story, signed("2026-09-05", "2026-10-03T09:00"), "2026-10-05T21:00", NOOR)


@tells(late_signature("2026-09-05", "2026-10-06", 31))
def a_signature_that_comes_in_beside_others_on_the_day_after(story: Story) -> None:
    beside(story, signed("2026-09-05", "2026-10-03T09:00"), "2026-10-06T01:00", NOOR)


def signed_beside(story: Story, came: str) -> int:
    story.files[f"{FIRST}/plan.yaml"] += b"# seen\n"
    return signed("2026-09-05", came)(story)


@tells(late_signature("2026-09-05", "2026-10-06", 31))
def a_signature_that_comes_too_late_with_another_file(story: Story) -> None:
    signed_beside(story, "2026-10-06T01:00")


@tells(late_signature("2026-09-05", "2026-10-06", 31))
def a_signature_that_comes_in_beside_others_with_another_file(story: Story) -> None:
    beside(story, lambda each: signed_beside(each, "2026-10-03T09:00"), "2026-10-06T01:00", NOOR)


@tells(late_signature("2026-09-05", "2026-11-06", 62))
def a_signature_that_came_just_in_time_to_its_own_side(story: Story) -> None:
    beside(story, signed("2026-09-05", "2026-10-05T21:00"), "2026-11-06T09:00", NOOR)


@tells(late_signature("2026-09-05", "2026-10-06", 31))
def a_signature_that_came_late_to_its_own_side_already(story: Story) -> None:
    beside(story, signed("2026-09-05", "2026-10-06T01:00"), "2026-11-06T09:00", NOOR)


@tells(late_signature("2026-10-02", "2026-11-06", 35))
def a_signature_beside_one_that_stood_before_its_side(story: Story) -> None:
    signed("2026-09-20", "2026-09-21T09:00")(story)
    beside(story, signed("2026-10-02", "2026-10-03T09:00"), "2026-11-06T09:00", NOOR)


@tells()
def signatures_of_long_ago_that_somebody_puts_into_one_file(story: Story) -> None:
    """Each had come in in time, to a side that two people made."""
    start, sides = last(story), []
    for day in ("05", "06"):
        story.go_to(start)
        story.sign("plan.yaml", "advisor", NOOR, f"2026-10-{day}T09:00:00-05:00")
        story.commit(NOOR, f"2026-10-{day}T10:00", parents=(start,))
        story.files[OTHER_PAIRING] += b"# seen\n"
        sides.append(story.commit(IRIS, f"2026-10-{day}T11:00"))
    story.sign("plan.yaml", "advisor", NOOR, "2026-10-05T09:00:00-05:00")
    story.commit(IRIS, "2026-11-20T09:00", parents=tuple(sides))


@tells()
def a_signature_of_long_ago_in_the_first_commit_of_all(story: Story) -> None:
    story.keys(IRIS, key(IRIS, "2026-05-01"))
    story.sign("plan.yaml", "advisor", IRIS, "2026-05-05T09:00:00-05:00")
    held = {path: story.files[path] for path in (PLAN_FILE, f"people/{IRIS}.yaml")}
    story.commits[:] = [made._replace(files={**made.files, **held}) for made in story.commits]


@tells(faults=("it was signed for another program",))
def a_signature_that_counts_for_nothing_and_comes_late(story: Story) -> None:
    beside(
        story, signed("2026-09-05", "2026-10-03T09:00", program="other"), "2026-11-06T09:00", NOOR
    )


@tells(faults=("it was signed for another program",))
def a_signature_that_counts_for_nothing_of_long_ago(story: Story) -> None:
    signed("2026-09-05", "2026-11-06T09:00", program="other")(story)


@tells(faults=("its time 'then' is no time with an offset",))
def a_signature_without_a_time_that_comes_late(story: Story) -> None:
    beside(
        story, signed("2026-09-05", "2026-10-03T09:00", signed_at="then"), "2026-11-06T09:00", NOOR
    )


def to_come(story: Story, at: str) -> None:
    story.sign("plan.yaml", "advisor", NOOR, at)
    story.commit(NOOR, "2026-10-05T22:55")


@tells()
def a_signature_of_later_on_that_day(story: Story) -> None:
    story.sign("plan.yaml", "advisor", NOOR, "2026-10-05T23:59:59-05:00")
    story.commit(NOOR, "2026-10-05T12:00")


@tells()
def a_signature_of_a_computer_that_is_some_minutes_ahead(story: Story) -> None:
    to_come(story, "2026-10-06T00:05:00-05:00")


@tells(faults=("it says 2026-10-06, which was still to come when it came in on 2026-10-05",))
def a_signature_of_tomorrow(story: Story) -> None:
    to_come(story, "2026-10-06T00:05:01-05:00")


@tells(TAKEN_OUT, faults=(f"it was signed for {FIRST}/plan.yaml as advisor, and put here",))
def a_signature_that_is_moved_elsewhere(story: Story) -> None:
    story.sign("plan.yaml", "advisor", NOOR)
    story.commit(NOOR)
    story.files[f"{SECOND}/signatures/plan.advisor.yaml"] = story.files.pop(PLAN_FILE)
    story.commit(NOOR, "2026-10-06T09:00")


@tells()
def a_signature_beside_which_somebody_works(story: Story) -> None:
    start = last(story)
    main = signed("2026-10-05", "2026-10-05T17:00")(story)
    story.go_to(start)
    story.files[OTHER_PAIRING] += b"# seen\n"
    side = story.commit(NOOR, parents=(start,))
    story.files[PLAN_FILE] = story.commits[main].files[PLAN_FILE]
    story.commit(NOOR, "2026-10-06T09:00", parents=(main, side))


@tells(("unreadable-signatures", PLAN_FILE, "signatures that cannot be read"))
def signatures_that_somebody_breaks_on_a_side(story: Story) -> None:
    def break_it(story: Story) -> int:
        story.files[PLAN_FILE] = b"signed: [\n"
        return story.commit(NOOR, "2026-10-03T09:00")

    beside(story, break_it, "2026-11-06T09:00", NOOR)


def put_again(story: Story, **said: str) -> None:
    story.sign("plan.yaml", "advisor", NOOR, **said)
    story.commit(NOOR)
    held = story.files.pop(PLAN_FILE)
    story.commit(NOOR, "2026-10-06T09:00")
    story.keys(NOOR, key(NOOR, "2026-08-04", "2026-10-07", by=IRIS, at="2026-10-07T08:00:00-05:00"))
    story.commit(IRIS, "2026-10-07T09:00")
    story.files[PLAN_FILE] = held
    story.commit(IRIS, "2026-10-08T09:00")


@tells(TAKEN_OUT)
def a_signature_that_is_put_back_when_its_key_is_gone(story: Story) -> None:
    put_again(story)


@tells(faults=("it was signed for another program",))
def what_counted_for_nothing_is_taken_out(story: Story) -> None:
    put_again(story, program="other")


@tells()
def a_signature_that_is_there_before_its_key_and_again_after(story: Story) -> None:
    held = story.files[f"people/{NOOR}.yaml"]
    story.keys(NOOR)
    story.commit(IRIS, "2026-10-05T09:00")
    story.sign("plan.yaml", "advisor", NOOR)
    story.commit(IRIS)
    signature = story.files.pop(PLAN_FILE)
    story.commit(IRIS, "2026-10-05T18:00")
    story.files[f"people/{NOOR}.yaml"] = held
    story.commit(IRIS, "2026-10-05T19:00")
    story.files[PLAN_FILE] = signature
    story.commit(IRIS, "2026-10-06T09:00")


@tells(TAKEN_OUT)
def a_signature_that_somebody_took_out_and_that_is_put_back_much_later(story: Story) -> None:
    """Whoever puts back what rightly stood dates nothing back."""
    story.sign("plan.yaml", "advisor", NOOR)
    story.commit(NOOR)
    signature = story.files.pop(PLAN_FILE)
    story.commit(TEO, "2026-10-06T09:00")
    story.files[PLAN_FILE] = signature
    story.commit(IRIS, "2027-01-11T09:00")


@tells(("unreadable-signatures", PLAN_FILE, "signatures that cannot be read"), TAKEN_OUT)
def a_signature_in_a_file_that_is_mended_much_later(story: Story) -> None:
    story.sign("plan.yaml", "advisor", NOOR)
    story.commit(NOOR)
    signature = story.files[PLAN_FILE]
    story.files[PLAN_FILE] = b"signed: [\n"
    story.commit(TEO, "2026-10-06T09:00")
    story.files[PLAN_FILE] = signature
    story.commit(IRIS, "2027-01-11T09:00")


def follow(story: Story, by: str = IRIS, at: str = "2027-01-11T09:00") -> None:
    """The second pairing goes on from the first one, with its first experience."""
    story.put(OTHER_PAIRING, "state:", f"follows: {TEAM}\nstate:")
    story.files[OTHER_ONE] = story.files[ONE]
    story.commit(by, at)


def go_alone(story: Story, at: str = "2027-01-13T09:00") -> None:
    story.put(OTHER_PAIRING, f"follows: {TEAM}\n", "")
    story.commit(IRIS, at)


def of_one(came: str = "2027-01-11", *, later: int = 0) -> list[tuple[str, str, str]]:
    dates = ("2026-11-05", "2026-11-16", "2026-11-09")
    return [
        late(OTHER_ONE, name, on, came, days + later)
        for name, on, days in zip(DATES, dates, (67, 56, 63), strict=True)
    ]


OF_ONE = of_one()


@tells()
def days_that_came_along_with_the_pairing_that_is_followed(story: Story) -> None:
    story.files[TWO] += b"# seen\n"
    follow(story)
    story.files[OTHER_PAIRING] += b"# seen\n"
    story.files[f"{SECOND}/plan.yaml"] += b"# seen\n"
    story.commit(IRIS, "2027-01-12T09:00")


@tells(*OF_ONE)
def days_of_a_pairing_that_is_followed_no_more(story: Story) -> None:
    follow(story)
    go_alone(story)
    # and named once
    story.files[OTHER_PAIRING] += b"# seen\n"
    story.commit(IRIS, "2027-01-14T09:00")


@tells(*OF_ONE)
def days_of_a_pairing_that_is_gone(story: Story) -> None:
    follow(story)
    del story.files[OTHER_PAIRING]
    story.commit(IRIS, "2027-01-13T09:00")


def take_away(story: Story, at: str = "2027-01-13T09:00") -> dict[str, bytes]:
    """The second pairing is taken away as a whole, as by `mentorctl undo`."""
    held = {path: story.files.pop(path) for path in [*story.files] if path.startswith(SECOND)}
    story.commit(IRIS, at)
    return held


@tells()
def days_of_a_pairing_that_is_taken_away_and_comes_back(story: Story) -> None:
    follow(story)
    story.files |= take_away(story)
    story.commit(IRIS, "2027-01-14T09:00")


@tells(*of_one("2027-01-14", later=3))
def days_of_a_pairing_that_comes_back_and_is_followed_no_more(story: Story) -> None:
    del story.files[f"{SECOND}/plan.yaml"]
    follow(story)
    story.files |= take_away(story)
    story.commit(IRIS, "2027-01-14T09:00")
    go_alone(story, "2027-01-15T09:00")


NEW_NAME = SECOND + "-2"


def rename(story: Story) -> None:
    for path in [path for path in story.files if path.startswith(SECOND)]:
        story.files[path.replace(SECOND, NEW_NAME)] = story.files.pop(path)


@tells()
def days_of_a_pairing_with_another_name(story: Story) -> None:
    follow(story)
    rename(story)
    story.commit(IRIS, "2027-01-13T09:00")


@tells(*((code, path.replace(SECOND, NEW_NAME), said) for code, path, said in OF_ONE))
def days_of_a_pairing_with_another_name_that_is_followed_no_more(story: Story) -> None:
    follow(story)
    rename(story)
    story.put(OTHER_PAIRING.replace(SECOND, NEW_NAME), f"follows: {TEAM}\n", "")
    story.commit(IRIS, "2027-01-13T09:00")


def of_two(came: str, *days: int) -> list[tuple[str, str, str]]:
    dates = ("2026-12-03", "2026-12-14", "2026-12-07")
    return [
        late(OTHER_TWO, name, on, came, each)
        for name, on, each in zip(DATES, dates, days, strict=True)
    ]


@tells(*OF_ONE, *of_two("2027-02-12", 71, 60, 67))
def days_of_two_files_of_a_pairing_that_is_followed_no_more(story: Story) -> None:
    follow(story)
    story.files[OTHER_TWO] = story.files[TWO]
    story.commit(IRIS, "2027-02-12T09:00")
    go_alone(story, "2027-02-13T09:00")


@tells(late(OTHER_ONE, "achieved", "2026-11-04", "2027-01-12", 69))
def a_day_of_ones_own_in_a_pairing_that_follows_another(story: Story) -> None:
    follow(story)
    achieved(story, "2026-11-04", "2027-01-12T09:00", IRIS, OTHER_ONE)


@tells(*OF_ONE)
def days_in_the_place_of_others(story: Story) -> None:
    """The file was there with days of its own: no file of another pairing came along."""
    story.files[OTHER_ONE] = b"slot: 1\nachieved: 2026-10-01\n"
    story.commit(IRIS)
    follow(story)


@tells()
def days_in_a_file_that_had_none(story: Story) -> None:
    story.files[OTHER_ONE] = b"slot: 1\n"
    story.commit(IRIS)
    follow(story)


@tells(*OF_ONE)
def days_in_the_place_of_those_of_one_side(story: Story) -> None:
    start = last(story)
    story.files[OTHER_ONE] = b"slot: 1\nachieved: 2026-10-01\n"
    side = story.commit(IRIS)
    story.go_to(start)
    story.files[TWO] += b"# seen\n"
    main = story.commit(IRIS, parents=(start,))
    follow(story)
    story.commits[-1] = story.commits[-1]._replace(parents=(main, side))


OF_THE_MENTEE = "only the {mentee} fills it in: achieved, evidence syllabus.txt, sent to mentor"
FOLLOWS = ("forbidden-change", OTHER_PAIRING, "only a {coordinator} or the {advisor} changes it")


@tells(
    ("forbidden-change", OTHER_ONE, OF_THE_MENTEE),
    FOLLOWS,
    *OF_ONE,
)
def days_of_a_pairing_that_somebody_says_is_followed(story: Story) -> None:
    follow(story, TEO)


REVOKED = "it was merged in from a copy in which its key was not revoked yet"


def revoked(story: Story, *, rightly: bool = False, again: bool = False, **said: str) -> None:
    """An old side of a revoked key brings a signature in, which may have come in before."""
    start = last(story)
    story.sign("plan.yaml", "advisor", NOOR, "2026-09-30T08:00:00-05:00", **said)
    signature = story.files[PLAN_FILE]
    side = story.commit(NOOR, "2026-09-30T09:00", parents=(start,))
    if again:
        del story.files[PLAN_FILE]
        story.commit(NOOR, "2026-09-30T09:10")
        story.files[PLAN_FILE] = signature
        side = story.commit(NOOR, "2026-09-30T09:20")
    story.go_to(start)
    if rightly:
        story.files[PLAN_FILE] = signature
        story.commit(NOOR, "2026-09-30T10:00", parents=(start,))
    story.keys(NOOR, key(NOOR, "2026-08-04", "2026-10-01", by=IRIS))
    before = last(story) if rightly else start
    main = story.commit(IRIS, "2026-10-01T09:00", parents=(before,))
    story.files[PLAN_FILE] = signature
    story.commit(TEO, "2026-10-02T09:00", parents=(main, side))


OF_A_REVOKED_KEY = ("revoked-key", "", REVOKED)


@tells(OF_A_REVOKED_KEY, faults=(REVOKED,))
def a_signature_of_an_old_side_of_a_revoked_key(story: Story) -> None:
    revoked(story)


@tells(OF_A_REVOKED_KEY)
def a_signature_of_such_a_side_that_came_in_rightly_too(story: Story) -> None:
    revoked(story, rightly=True)


@tells(TAKEN_OUT, *[OF_A_REVOKED_KEY] * 3, faults=(REVOKED,))
def a_signature_that_came_in_twice_on_such_a_side(story: Story) -> None:
    revoked(story, again=True)


@tells(TAKEN_OUT, *[OF_A_REVOKED_KEY] * 3)
def a_signature_that_came_in_twice_on_such_a_side_and_rightly(story: Story) -> None:
    revoked(story, again=True, rightly=True)


@tells(OF_A_REVOKED_KEY, faults=("it was signed for another program",))
def a_signature_of_such_a_side_that_counted_for_nothing_before(story: Story) -> None:
    revoked(story, program="other")


@tells(OF_A_REVOKED_KEY)
def a_signature_of_such_a_side_that_came_in_too_early_and_rightly(story: Story) -> None:
    start = last(story)
    story.sign("plan.yaml", "advisor", NOOR, "2026-10-06T16:00:00-05:00")
    signature = story.files[PLAN_FILE]
    story.commit(NOOR, "2026-10-05T17:00")
    story.go_to(start)
    gone = story.commit(NOOR, "2026-10-05T18:00")
    story.files[PLAN_FILE] = signature
    side = story.commit(NOOR, "2026-10-06T17:00", parents=(start,))
    story.commit(NOOR, "2026-10-07T09:00", parents=(gone,))
    story.keys(NOOR, key(NOOR, "2026-08-04", "2026-10-08", by=IRIS))
    main = story.commit(IRIS, "2026-10-08T09:00")
    story.commit(TEO, "2026-10-09T09:00", parents=(main, side))


UNTRUE = "its key was registered by somebody who had lost the right to"
A_KEY = "a key was registered by somebody who had lost the right to, in another copy"


@tells(("key-change", f"people/{TEO}.yaml", A_KEY), ("unknown-key", "", UNTRUE), faults=(UNTRUE,))
def a_signature_with_a_key_that_a_former_coordinator_let_in(story: Story) -> None:
    text, other = f"coordinators:\n  - {IRIS}\n", f"coordinators:\n  - {NOOR}\n"
    start = last(story)
    story.put("program.yaml", text, other)
    main, program = story.commit(IRIS, "2026-10-01T09:00"), story.files["program.yaml"]
    story.go_to(start)
    story.keys(TEO, key(TEO, "2026-08-04"), key(TEO, "2026-10-01", of="teo-laptop"))
    story.commit(IRIS, "2026-10-01T10:00", parents=(start,))
    story.sign("plan.yaml", "mentor", TEO, "2026-10-01T11:00:00-05:00", by="teo-laptop")
    side = story.commit("teo-laptop", "2026-10-01T12:00", author=TEO)
    story.files["program.yaml"] = program
    story.commit(NOOR, "2026-10-02T09:00", parents=(main, side))


NEXT = FIRST.replace("2026-2027", "2027-2028")
NEXT_ONE, NEXT_PAIRING = f"{NEXT}/experiences/1.yaml", f"{NEXT}/pairing.yaml"


def run_on(story: Story, by: str = IRIS, continues: str = "2026-2027") -> None:
    """The pairing runs on in the year after, with what it had, and a day more."""
    story.files[NEXT_PAIRING] = story.files[PAIRING]
    if continues:
        story.put(NEXT_PAIRING, "state:", f"continues: {continues}\nstate:")
    story.commit(by, "2027-08-10T09:00")
    story.files[NEXT_ONE] = story.files[ONE]
    story.put(NEXT_ONE, "sent_to_mentor: 2026-11-09", "sent_to_mentor: 2026-11-10")
    story.commit(IRIS, "2027-08-11T09:00")


OF_NEXT = [
    late(NEXT_ONE, name, on, "2027-08-11", days)
    for name, on, days in zip(
        DATES, ("2026-11-05", "2026-11-16", "2026-11-10"), (279, 268, 274), strict=True
    )
]


@tells(OF_NEXT[2])
def days_of_the_year_before(story: Story) -> None:
    run_on(story)


@tells(*OF_NEXT)
def days_of_a_year_that_is_not_run_on_from(story: Story) -> None:
    run_on(story, continues="")


@tells(
    ("forbidden-change", NEXT_PAIRING, f"{TEO} is not in this pairing"),
    *OF_NEXT,
)
def days_of_a_year_that_somebody_says_is_run_on_from(story: Story) -> None:
    run_on(story, TEO)


NOTE = "\n  - record: pairings\n    on: 2027-06-01\n  - record: log\n"


def destroy(story: Story, by: str = IRIS, note: str = NOTE, left: str = "") -> None:
    """A pairing is destroyed with a signature in it."""
    story.sign("plan.yaml", "advisor", NOOR)
    story.commit(NOOR)
    story.files = {
        path: held
        for path, held in story.files.items()
        if not path.startswith(f"{FIRST}/") or path == left
    }
    if note:
        story.files[YEAR] += f"destroyed:{note}".encode()
    story.commit(by, "2027-06-01T09:00")


@tells()
def a_pairing_that_a_coordinator_destroyed_and_noted(story: Story) -> None:
    destroy(story)


@tells(TAKEN_OUT)
def a_pairing_that_a_coordinator_destroyed_without_a_word(story: Story) -> None:
    destroy(story, note="")


@tells(TAKEN_OUT)
def a_pairing_of_which_something_is_left(story: Story) -> None:
    destroy(story, left=ONE)


@tells(TAKEN_OUT)
def a_note_of_something_else_that_was_destroyed(story: Story) -> None:
    destroy(story, note="\n  - record: log\n    on: 2027-06-01\n")


@tells(TAKEN_OUT)
def a_note_that_is_a_word(story: Story) -> None:
    destroy(story, note=" pairings\n")


@tells(TAKEN_OUT)
def a_note_of_words(story: Story) -> None:
    destroy(story, note="\n  - pairings\n")


@tells(TAKEN_OUT)
def a_note_in_a_file_that_says_nothing(story: Story) -> None:
    story.files[YEAR] = b"a word\n# "
    story.commit(IRIS)
    destroy(story)


@pytest.mark.parametrize("told", DAYS, ids=[each.make.__name__ for each in DAYS])
def test_just_what_came_too_late_is_named(told: Day, tmp_path: Path) -> None:
    story = Story()
    told.make(story)
    story.lay_in(tmp_path / "program")
    ledger = ledger_of(tmp_path / "program")
    assert [(each.code, each.path, each.message) for each in ledger.remarks] == told.named
    assert {each.fault for each in ledger.brought.values()} - {""} == told.faults


@pytest.mark.parametrize(
    ("mine", "others", "by", "is_late"),
    [
        ([AMARA], [IRIS], AMARA, True),
        ([AMARA], [IRIS], NOOR, True),
        ([AMARA], [TEO], AMARA, True),
        ([AMARA], [TEO], NOOR, False),
        ([AMARA], [TEO], IRIS, False),
        ([AMARA], [TEO, NOOR], IRIS, True),
        ([AMARA], [AMARA], AMARA, False),
        ([AMARA, TEO], [IRIS], IRIS, False),
        ([IRIS], [TEO], IRIS, False),
    ],
)
def test_a_side_arrives_that_one_person_alone_brought_to_others(
    mine: list[str], others: list[str], by: str, is_late: bool, tmp_path: Path
) -> None:
    story = Story()
    start, plan = last(story), f"{SECOND}/plan.yaml"
    for each in others:
        story.files[plan] += b"# seen\n"
        story.commit(each, "2026-10-01T09:00")
    main, held = last(story), story.files[plan]
    story.go_to(start)
    achieved(story, "2026-09-05", "2026-10-03T09:00", mine[0])
    story.commits[-1] = story.commits[-1]._replace(parents=(start,))
    for each in mine[1:]:
        story.files[f"{FIRST}/plan.yaml"] += b"# seen\n"
        story.commit(each, "2026-10-03T10:00")
    side = last(story)
    story.files[plan] = held
    story.commit(by, "2026-11-06T09:00", parents=(main, side))
    story.lay_in(tmp_path / "program")
    remarks = ledger_of(tmp_path / "program").remarks
    assert ["backdated" in each.code for each in remarks if each.path == ONE] == [True] * is_late


@pytest.mark.parametrize("by", [TEO, NOOR])
def test_who_may_not_say_that_a_pairing_follows_none_has_nobody_named(
    by: str, tmp_path: Path
) -> None:
    story = Story()
    follow(story)
    story.put(OTHER_PAIRING, f"follows: {TEAM}\n", "")
    story.commit(by, "2027-01-13T09:00")

    def named(place: Path) -> list[str]:
        story.lay_in(place)
        return [each.path for each in ledger_of(place).remarks if each.code == "backdated"]

    assert named(tmp_path / "program") == []
    story.files[OTHER_PAIRING] += b"# so it is\n"
    story.commit(IRIS, "2027-01-14T09:00")
    assert named(tmp_path / "confirmed") == [OTHER_ONE] * 3


@pytest.mark.parametrize(
    ("named", "more", "late"),
    [("undo", b"", []), ("undo", b"# more\n", [KICKOFF]), ("before", b"", [KICKOFF]),
     ("side", b"", [KICKOFF]), ("", b"", [KICKOFF])],
)  # fmt: skip
def test_only_a_redo_of_just_what_was_undone_dates_nothing_back(
    named: str, more: bytes, late: list[str], tmp_path: Path
) -> None:
    story = Story()
    places = {"before": last(story), "undo": len(story.commits)}
    whole = story.files[KICKOFF]
    story.put(KICKOFF, "on: 2026-09-22", "on:")
    story.commit(IRIS)
    places["side"] = story.commit(IRIS, "2026-10-05T18:00", parents=(places["before"],))
    ids = story.lay_in(tmp_path / "first")
    story.files[KICKOFF] = whole + more
    story.commit(IRIS, "2027-01-11T09:00", parents=(places["undo"],))
    undone = ids[places[named]] if named else ""
    story.commits[-1] = story.commits[-1]._replace(message=f"redo\n\nMentorctl-Undid: {undone}")
    story.lay_in(tmp_path / "program")
    remarks = ledger_of(tmp_path / "program").remarks
    assert [each.path for each in remarks if each.code == "backdated"] == late


def test_who_is_no_coordinator_destroys_no_signature(tmp_path: Path) -> None:
    story = Story()
    destroy(story, NOOR)
    story.lay_in(tmp_path / "program")
    remarks = ledger_of(tmp_path / "program").remarks
    assert TAKEN_OUT in [(each.code, each.path, each.message) for each in remarks]


@pytest.mark.parametrize(
    ("way", "counts", "again"), [("g", 0, []), ("gg", 0, [1]), ("bb", 0, [1]), ("bg", 1, [0]),
                                 ("gb", 0, [1]), ("bgb", 1, [0, 2]), ("bbg", 2, [1, 0])],
)  # fmt: skip
def test_of_one_statement_put_in_again_the_first_good_one_counts(
    way: str, counts: int, again: list[int], tmp_path: Path
) -> None:
    """A statement comes in again and again, with its key (g) and without (b)."""
    story, person = Story(), f"people/{NOOR}.yaml"
    held, signature = story.files[person], b""
    places = []
    for each in way:
        story.files.pop(PLAN_FILE, None)
        story.keys(NOOR)
        if each == "g":
            story.files[person] = held
        story.commit(IRIS)
        if not signature:
            story.sign("plan.yaml", "advisor", NOOR)
            signature = story.files[PLAN_FILE]
        story.files[PLAN_FILE] = signature
        places.append(story.commit(IRIS))
    ids = story.lay_in(tmp_path / "program")
    ledger = ledger_of(tmp_path / "program")
    ((place, found),) = ledger.brought.items()
    assert found.commit == ids[places[counts]]
    assert [each.commit for each in ledger.again.get(place, ())] == [
        ids[places[each]] for each in again
    ]
