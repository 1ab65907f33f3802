"""Whatever ways histories are joined: each change is told once, and the last word is the file's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st
from support.histories import plain
from support.story import AMARA, FIRST, IRIS, NOOR, TEO, Story
from support.telling import DATE, LATER, PLAN

from mentorctl.model.kinds import kind_of
from mentorctl.model.list_identity import Shape, names
from mentorctl.reports.history.record_history import StoryEvent, history, in_full, scope_of, who
from mentorctl.reports.history.signature_events import SignatureEvent
from mentorctl.store.edit.set_value import set_value
from mentorctl.store.file_merge import merge_file
from mentorctl.store.folder import Folder
from mentorctl.store.parse.nodes import compose
from mentorctl.store.parse.nodes import plain as plain_value
from mentorctl.trail.ledger.ledger_cache import ledger_of

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PAIRING = "amara-okafor-teo-lindqvist"
NAMES = {
    IRIS: "Iris Nakamura",
    TEO: "Teo Lindqvist",
    AMARA: "Amara Okafor",
    NOOR: "Noor Haddad",
}
THIRD, NEITHER = "2026-12-18", "2027-01-08"
OF_TWO = "Target Date of experience 2"


def events_of(root: Path, path: str = PLAN) -> list[StoryEvent]:
    folder = Folder(root)
    return history(folder, scope_of(folder, PAIRING, path), ledger_of(root))


def lines(root: Path, path: str = PLAN) -> list[tuple[str, str]]:
    """Who, and each change as it is told, without the first commits."""
    folder = Folder(root)
    return [
        (who(folder, event), line)
        for event in events_of(root, path)[1:]
        for touched in event.records
        for line in in_full(touched)
    ]


def parted(made: Story) -> int:
    """Two people change one day differently, from one commit; returns which."""
    base = len(made.commits) - 1
    made.put(PLAN, DATE, LATER)
    made.commit(TEO, "2026-11-02T10:00")
    made.go_to(base)
    made.put(PLAN, DATE, THIRD)
    made.commit(AMARA, "2026-11-03T10:00", parents=(base,))
    return base


def test_each_side_is_told_once_by_who_made_it_and_not_by_who_joined_them(tmp_path: Path) -> None:
    made = Story()
    base = len(made.commits) - 1
    made.put(PLAN, DATE, LATER)
    made.commit(TEO, "2026-11-02T10:00")
    made.go_to(base)
    made.files[PLAN] = set_value(
        made.files[PLAN].decode(), ("experiences", 0, "notes"), "bring the syllabus"
    ).encode()
    made.commit(AMARA, "2026-11-03T10:00", parents=(base,))
    made.put(PLAN, DATE, LATER)
    made.commit(IRIS, "2026-11-04T10:00", parents=(base + 2, base + 1))
    made.lay_in(tmp_path)
    assert lines(tmp_path) == [
        ("Teo Lindqvist", f"Target Date of experience 2: {DATE} → {LATER}"),
        ("Amara Okafor", "Notes and Comments of experience 1 → bring the syllabus"),
    ]


def test_a_decision_names_both_values_both_people_and_who_decided(tmp_path: Path) -> None:
    for place, taken in (("a", LATER), ("b", THIRD)):
        made = Story()
        base = parted(made)
        made.put(PLAN, THIRD, taken)
        made.commit(IRIS, "2026-11-04T10:00", parents=(base + 2, base + 1))
        made.lay_in(tmp_path / place)
        assert lines(tmp_path / place)[-1] == (
            "Iris Nakamura",
            f"{OF_TWO}: {THIRD} (Amara Okafor) or {LATER} (Teo Lindqvist): decided for {taken}",
        )
        (told,) = events_of(tmp_path / place)[-1].records
        assert [(each.value, each.by) for each in told.details[0].decided] == [
            (THIRD, "Amara Okafor"),
            (LATER, "Teo Lindqvist"),
        ]


def test_a_merge_that_takes_neither_and_one_that_slips_something_in_are_told(
    tmp_path: Path,
) -> None:
    made = Story()
    base = parted(made)
    made.put(PLAN, THIRD, NEITHER)
    made.put(PLAN, "2026-11-06", "2026-11-09")
    made.commit(IRIS, "2026-11-04T10:00", parents=(base + 1, base + 2))
    made.lay_in(tmp_path)
    assert lines(tmp_path)[-2:] == [
        (
            "Iris Nakamura",
            f"{OF_TWO}: {LATER} (Teo Lindqvist) or {THIRD} (Amara Okafor): decided for {NEITHER}",
        ),
        ("Iris Nakamura", "Target Date of experience 1: 2026-11-06 → 2026-11-09"),
    ]


def test_signing_while_somebody_else_edits_is_signing_and_then_stale(tmp_path: Path) -> None:
    made = Story()
    base = len(made.commits) - 1
    made.put(PLAN, DATE, LATER)
    made.commit(TEO, "2026-11-02T10:00")
    made.go_to(base)
    made.sign("plan.yaml", "mentee", AMARA, "2026-11-03T09:59:00-06:00")
    made.commit(AMARA, "2026-11-03T10:00", parents=(base,))
    made.put(PLAN, DATE, LATER)
    made.commit(IRIS, "2026-11-04T10:00", parents=(base + 2, base + 1))
    made.lay_in(tmp_path)
    told = [
        (event.person, each.what, each.fields)
        for event in events_of(tmp_path)
        for each in event.signature_changes
    ]
    assert told == [
        (AMARA, SignatureEvent.SIGNED, ()),
        (IRIS, SignatureEvent.STALE, ("Target Date of experience 2",)),
    ]


def test_entries_signed_on_two_computers_are_never_told_as_taken_out(tmp_path: Path) -> None:
    log = f"{FIRST}/log.yaml"
    made = Story()
    base = len(made.commits) - 1
    one, two = (each.id for each in made.record("log.yaml").entries)
    at_home = made.sign(f"log.yaml#{one}", "mentor", TEO, "2026-11-02T09:59:00-06:00")
    made.commit(TEO, "2026-11-02T10:00")
    made.go_to(base)
    laptop = made.sign(f"log.yaml#{two}", "mentor", TEO, "2026-11-03T09:59:00-06:00")
    made.commit(TEO, "2026-11-03T10:00", parents=(base,))
    made.go_to(base)
    made.lay("log.yaml", "mentor", at_home, laptop)
    made.commit(TEO, "2026-11-04T10:00", parents=(base + 1, base + 2))
    made.lay_in(tmp_path)
    told = [
        (each.record, each.what)
        for event in events_of(tmp_path, log)
        for each in event.signature_changes
    ]
    assert told == [
        (f"{log}#{one}", SignatureEvent.SIGNED),
        (f"{log}#{two}", SignatureEvent.SIGNED),
    ]


class _Act(NamedTuple):
    """What somebody does: change a field of their copy, or bring in another copy."""

    who: int
    field: int
    value: int
    other: int | None
    takes_ours: bool


FIELDS = (
    ("experiences", 0, "target_date"),
    ("experiences", 1, "target_date"),
    ("experiences", 0, "notes"),
)
VALUES = (
    ("2026-11-06", "2026-11-10", "2026-11-11", "2026-11-12"),
    (DATE, LATER, THIRD, "2026-12-09"),
    ("first", "second", "third", "fourth"),
)
PEOPLE = (IRIS, TEO, AMARA)
ACTS = st.lists(
    st.builds(
        _Act,
        st.integers(0, 2),
        st.integers(0, 2),
        st.integers(0, 3),
        st.none() | st.integers(0, 2),
        st.booleans(),
    ),
    min_size=3,
    max_size=14,
)


class _Copies:
    """Three people's copies of one folder, and what each did in it."""

    def __init__(self) -> None:
        self.made = Story()
        self.start = len(self.made.commits) - 1
        self.tips = [self.start] * len(PEOPLE)
        self.parents: dict[int, tuple[int, ...]] = {self.start: ()}
        self.edits: list[tuple[str, str]] = []

    def do(self, act: _Act) -> None:
        if act.other is not None:
            self.join(act.who, act.other, takes_ours=act.takes_ours)
            return
        self.made.go_to(self.tips[act.who])
        text = self.made.files[PLAN].decode()
        new = set_value(text, FIELDS[act.field], VALUES[act.field][act.value])
        if new != text:
            self.made.files[PLAN] = new.encode()
            self._commit(act.who, (self.tips[act.who],))
            self.edits.append((NAMES[PEOPLE[act.who]], VALUES[act.field][act.value]))

    def join(self, one: int, other: int, *, takes_ours: bool) -> None:
        mine, theirs = self.tips[one], self.tips[other]
        here, there = self._led_to(mine), self._led_to(theirs)
        if theirs in here:
            return
        if mine in there:
            self.tips[one] = theirs
            return
        common = here & there
        base = next(
            each for each in sorted(common, reverse=True)
            if not any(each in self._led_to(more) - {more} for more in common)
        )  # fmt: skip
        old, ours, its = (self.made.commits[each].files[PLAN] for each in (base, mine, theirs))
        merged = merge_file(PLAN, old, ours, its)
        side: Any = "ours" if takes_ours else "theirs"
        if merged.clashes:
            chosen = {clash.where: side for clash in merged.clashes}
            merged = merge_file(PLAN, old, ours, its, chosen)
        assert merged.content is not None
        self.made.go_to(mine)
        self.made.files[PLAN] = merged.content
        self._commit(one, (mine, theirs))

    def _commit(self, who: int, parents: tuple[int, ...]) -> None:
        minute = len(self.made.commits)
        at = f"2026-11-{2 + minute // 60:02}T10:{minute % 60:02}"
        tip = self.made.commit(PEOPLE[who], at, parents=parents)
        self.parents[tip] = parents
        self.tips[who] = tip

    def _led_to(self, tip: int) -> set[int]:
        found = {tip}
        for each in self.parents[tip]:
            found |= self._led_to(each)
        return found


@settings(max_examples=12)
@given(ACTS)
def test_the_story_replayed_is_the_file_and_every_change_is_told_once(
    tmp_path_factory: pytest.TempPathFactory, acts: list[_Act]
) -> None:
    root = tmp_path_factory.mktemp("copies")
    copies = _Copies()
    for act in acts:
        copies.do(act)
    for other in (1, 2):
        copies.join(0, other, takes_ours=True)
    made, last = copies.made, copies.tips[0]
    # the last commit of all is the one that a folder stands at
    made.go_to(last)
    made.commit(IRIS, "2026-12-01T10:00", parents=(last,))
    made.lay_in(root)

    told: dict[tuple[tuple[str, str], ...], Any] = {}
    edits = []
    for event in events_of(root)[1:]:
        own = len(plain(root, "rev-list", "--parents", "-1", event.commit).split()) == 2
        for touched in event.records:
            for detail in touched.details:
                told[detail.steps] = detail.after
                if own:
                    edits.append((who(Folder(root), event), detail.after))
    tree = plain_value(compose(made.commits[last].files[PLAN])[0])
    assert {steps: _at(tree, steps) for steps in told} == told
    assert sorted(edits) == sorted(copies.edits)


def _at(tree: Any, steps: tuple[tuple[str, str], ...]) -> Any:
    kind = kind_of(PLAN)
    assert kind is not None
    shape = Shape.of(kind.model)
    for field, name in steps:
        tree, shape = tree[field], shape.field(field)
        if name:
            tree, shape = tree[names(tree, shape).index(name)], shape.item
    return tree
