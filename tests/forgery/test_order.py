"""Ways to put a list in another order than whoever may write it has. None passes unnamed.

Two people who add to one list at once write no order, however their work is brought together.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest
from support.histories import plain
from support.story import AMARA, FIRST, IRIS, NOOR, SECOND, TEO, Story, matters, pushed_to_guard

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PROGRAM, ONE = "program.yaml", f"{FIRST}/experiences/1.yaml"
OTHERS = f"{SECOND}/plan.yaml"
KEEPER = "only a coordinator changes it"
OUTSIDER = f"{AMARA} is not in this pairing"


class Swap(NamedTuple):
    """Two parts of a file that change places, each the first that a pattern fits."""

    path: str
    first: str
    second: str

    def make(self, story: Story) -> None:
        text = story.files[self.path].decode()
        one, other = (re.search(each, text, re.MULTILINE) for each in (self.first, self.second))
        assert one is not None
        assert other is not None
        assert one.end() <= other.start()
        between = text[one.end() : other.start()]
        text = text[: one.start()] + other[0] + between + one[0] + text[other.end() :]
        story.files[self.path] = text.encode()


def item(start: str, at: int = 2) -> str:
    """An item of a list of mappings, by how it begins."""
    blank = " " * at
    return rf"^{blank}- {start}.*\n(?:{blank}  .*\n)+"


STEPS = Swap(PROGRAM, item("id: individual", 4), item("id: everyone", 4))
SLOTS = Swap(OTHERS, item("slot: 2"), item("slot: 3"))
# what changes places, who may have it so, and what is said of anybody else
ORDERS = {
    "steps of the search for another mentor": (STEPS, (), KEEPER),
    "what a milestone needs": (
        Swap(
            PROGRAM, "^      - plan:approved.on\n", "(?<=approved.on\n)^      - plan:received.on\n"
        ),
        (),
        KEEPER,
    ),
    "milestones": (Swap(PROGRAM, "  - id: kickoff\n", "  - id: plan\n"), (), KEEPER),
    "who was at a meeting": (
        Swap("meetings/2026-2027-kickoff.yaml", f"  - {AMARA}\n", f"  - {TEO}\n"),
        (),
        KEEPER,
    ),
    "experiences of others": (SLOTS, (TEO, NOOR), OUTSIDER),
    "what was handed in": (
        Swap(ONE, "  - syllabus.txt\n", "  - flyer.txt\n"),
        (AMARA,),
        "only the protégé fills it in: order of evidence",
    ),
}


def begun() -> Story:
    story = Story()
    story.put(ONE, "  - syllabus.txt\n", "  - syllabus.txt\n  - flyer.txt\n")
    story.commit(AMARA)
    return story


@pytest.mark.parametrize("person", [TEO, AMARA, NOOR, IRIS])
@pytest.mark.parametrize("name", ORDERS)
def test_only_those_put_a_list_in_order_whose_it_is(name: str, person: str, tmp_path: Path) -> None:
    story, (swap, may, says) = begun(), ORDERS[name]
    swap.make(story)
    story.commit(person)
    found = matters(story.audit(tmp_path / "program"), "forbidden-change")
    wanted = [] if person in (*may, IRIS) else [(person, swap.path)]
    assert [(each.person, each.path) for each in found] == wanted
    assert not found or person != AMARA or says in found[0].message


def put_rows(story: Story, *rows: str, at: str = "") -> None:
    """Have people asked for more steps, at the end, or before the one of some id."""
    said = "".join(f"    - id: {each}\n      title: {each}\n      how: outside\n" for each in rows)
    before = f"    - id: {at}\n" if at else "  carry_over:\n"
    story.put(PROGRAM, before, said + before)


def row(start: str) -> str:
    return item(f"id: {start}", 4)


class Merge(NamedTuple):
    """What two sides make of a list, what somebody who may not write it makes of both, and who
    is named.
    """

    here: Callable[[Story], None]
    there: Callable[[Story], None]
    both: Callable[[Story], None]
    named: tuple[str, ...] = ()
    by: tuple[str, str] = (IRIS, IRIS)


def rows(*names: str, at: str = "") -> Callable[[Story], None]:
    return lambda story: put_rows(story, *names, at=at)


def moved(*swaps: Swap) -> Callable[[Story], None]:
    def make(story: Story) -> None:
        for each in swaps:
            each.make(story)

    return make


def then(*makes: Callable[[Story], None]) -> Callable[[Story], None]:
    def make(story: Story) -> None:
        for each in makes:
            each(story)

    return make


def nothing(story: Story) -> None:
    story.files[ONE] += b"# seen\n"


MIDDLE = Swap(PROGRAM, row("everyone"), row("administrator"))
ENDS = Swap(PROGRAM, row("administrator"), row("leader"))
MERGES = {
    "both add at the end": Merge(rows("ash"), rows("oak"), rows("ash", "oak")),
    "both add at the end, the other first": Merge(rows("ash"), rows("oak"), rows("oak", "ash")),
    "one adds in front, the other at the end": Merge(
        rows("ash", at="individual"), rows("oak"), then(rows("oak"), rows("ash", at="individual"))
    ),
    "what one added is put elsewhere": Merge(
        rows("ash", at="individual"), rows("oak"), rows("ash", "oak"), (TEO,)
    ),
    "one changes the order": Merge(moved(STEPS), nothing, moved(STEPS)),
    "one changes the order, the other adds": Merge(
        moved(STEPS), rows("oak", at="everyone"), then(moved(STEPS), rows("oak", at="everyone"))
    ),
    "one changes the order, the other adds, elsewhere": Merge(
        moved(STEPS), rows("oak", at="everyone"), then(moved(STEPS), rows("oak"))
    ),
    "what one changed is left out": Merge(moved(STEPS), rows("oak"), rows("oak"), (TEO,)),
    "what one changed is left out, and nothing else": Merge(moved(STEPS), nothing, nothing, (TEO,)),
    "nobody had changed the order": Merge(
        rows("oak"), nothing, then(rows("oak"), moved(STEPS)), (TEO,)
    ),
    "both change it, of different steps": Merge(moved(STEPS), moved(ENDS), moved(STEPS, ENDS)),
    "both change it, and that of one stands": Merge(moved(STEPS), moved(ENDS), moved(ENDS)),
    "both change it alike, and it is left out": Merge(moved(STEPS), moved(STEPS), nothing, (TEO,)),
    "both change it, and a third one stands": Merge(
        moved(STEPS), moved(ENDS), moved(MIDDLE), (TEO,)
    ),
    "what somebody forged is left out": Merge(
        moved(STEPS), nothing, nothing, (AMARA,), by=(AMARA, IRIS)
    ),
    "what somebody forged is left out where the other adds": Merge(
        moved(STEPS), rows("oak"), rows("oak"), (AMARA,), by=(AMARA, IRIS)
    ),
}


@pytest.mark.parametrize("name", MERGES)
def test_a_merge_has_a_list_in_the_order_of_those_whose_it_is(name: str, tmp_path: Path) -> None:
    """Whoever brings two sides together may not write the list."""
    story, merge = begun(), MERGES[name]
    start = len(story.commits) - 1
    sides = []
    for make, person in zip(merge[:2], merge.by, strict=True):
        story.go_to(start)
        make(story)
        sides.append(story.commit(person, "2026-10-06T09:00", parents=(start,)))
    story.go_to(start)
    merge.both(story)
    story.commit(TEO, "2026-10-07T09:00", parents=(sides[0], sides[1]))
    found = matters(story.audit(tmp_path / "program"), "forbidden-change")
    assert [each.person for each in found] == list(merge.named)


def test_the_guard_refuses_another_order(tmp_path: Path) -> None:
    story, root = begun(), tmp_path / "program"
    STEPS.make(story)
    story.commit(TEO)
    story.lay_in(root)
    done = pushed_to_guard(root, plain(root, "rev-parse", "HEAD~1"))
    assert done.returncode != 0
    assert f"{PROGRAM}: {KEEPER}" in " ".join(done.stderr.replace("remote:", "").split())


def test_what_stands_there_twice_is_somebodys_second_time(tmp_path: Path) -> None:
    """Of what nothing else tells apart, a copy is one more."""
    story = begun()
    story.put(OTHERS, "revisions:\n", "revisions:\n  - on: 2027-01-26\n    what: More\n")
    story.commit(TEO)
    twice = "  - on: 2027-01-26\n    what: More\n"
    story.put(OTHERS, twice, twice * 2)
    story.commit(AMARA)
    (found,) = matters(story.audit(tmp_path / "program"), "forbidden-change")
    assert (found.person, found.message) == (AMARA, OUTSIDER)
