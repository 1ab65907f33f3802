"""Whatever ways histories are joined: each change is told once, and the last word is the file's."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
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


PAIRING = "amara-okafor-teo-lindqvist"
NAMES = {
    IRIS: "Iris Nakamura",
    TEO: "Teo Lindqvist",
    AMARA: "Amara Okafor",
    NOOR: "Noor Haddad",
}
THIRD, NEITHER = "2026-12-18", "2027-01-08"
OF_TWO = "Target Date of experience 2"


def events_of(root: Path, path: str = PLAN, pairing: str = PAIRING) -> list[StoryEvent]:
    folder = Folder(root)
    return history(folder, scope_of(folder, pairing, path), ledger_of(root))


def lines(root: Path, path: str = PLAN, pairing: str = PAIRING) -> list[tuple[str, str]]:
    """Who, and each change as it is told, without the first commits."""
    folder = Folder(root)
    return [
        (who(folder.people, event), line)
        for event in events_of(root, path, pairing)[1:]
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


def test_a_joined_list_of_thousands_is_told_soon(tmp_path: Path) -> None:
    made, path = Story(), f"{FIRST}/experiences/1.yaml"
    many = "".join(f"  - a{each}\n" for each in range(10_000))
    made.put(path, "evidence:\n", f"evidence:\n{many}")
    base = made.commit(AMARA, "2026-09-28T09:00")
    made.put(path, "  - a0\n", "  - b\n  - a0\n")
    first = made.commit(AMARA, "2026-09-28T10:00")
    made.go_to(base)
    made.put(path, "Thorough on grading", "Careful")
    second = made.commit(TEO, "2026-09-28T10:30", parents=(base,))
    made.put(path, "  - a0\n", "  - b\n  - a0\n")
    made.commit(TEO, "2026-09-28T11:00", parents=(first, second))
    made.lay_in(tmp_path)
    ledger_of(tmp_path)
    start = time.process_time()
    assert len(events_of(tmp_path, path)) == 5
    # some ten times that where each is held against all that was told before
    assert time.process_time() - start < 10


def in_folder(made: Story, folder: str) -> None:
    """Give the folder of the pairing another name."""
    made.files = {moved(path, folder): data for path, data in made.files.items()}


def moved(path: str, folder: str) -> str:
    start = next((f"{each}/" for each in FOLDERS if path.startswith(f"{each}/")), "")
    return f"{folder}/{path.removeprefix(start)}" if start else path


FOLDERS = (FIRST, FIRST.replace("amara-okafor", "amara"), f"{FIRST}-2")
VISIT = "visits/2026-11-10.yaml"


@pytest.mark.parametrize("state", ["active", "withdrawn"])
def test_what_others_do_under_the_old_name_of_a_pairing_is_told_under_its_new_one(
    tmp_path: Path, state: str
) -> None:
    made, new = Story(), FOLDERS[1]
    base = len(made.commits) - 1
    in_folder(made, new)
    made.put(f"{new}/pairing.yaml", "active", state)
    made.commit(IRIS, "2026-11-02T10:00")
    made.go_to(base)
    made.put(PLAN, DATE, LATER)
    made.files[f"{FIRST}/visits/2026-12-01.yaml"] = b"on: 2026-12-01\n"
    made.commit(TEO, "2026-11-03T10:00", parents=(base,))
    made.sign("plan.yaml", "mentee", AMARA, "2026-11-03T11:59:00-06:00")
    made.commit(AMARA, "2026-11-03T12:00")
    in_folder(made, new)
    made.put(f"{new}/pairing.yaml", "active", state)
    made.commit(IRIS, "2026-11-04T10:00", parents=(base + 1, base + 3))
    made.lay_in(tmp_path)
    pairing = new.rpartition("/")[2]
    date = ("Teo Lindqvist", f"{OF_TWO}: {DATE} → {LATER}")
    (renamed, told) = lines(tmp_path, f"{new}/plan.yaml", pairing)
    assert (renamed, told) == (("Iris Nakamura", f"was {PLAN} before"), date)
    whole = events_of(tmp_path, "", pairing)
    assert {each.title for event in whole for each in event.records if event.person == TEO} == {
        f"plan of {pairing}",
        f"visit 2026-12-01 of {pairing}",
    }
    signed = [each for event in whole for each in event.signature_changes]
    assert (signed[0].record, signed[0].what) == (
        f"{new}/plan.yaml", SignatureEvent.SIGNED,
    )  # fmt: skip
    assert date in lines(tmp_path, "", "")


def test_what_others_do_under_the_old_name_of_a_record_is_told_with_it(tmp_path: Path) -> None:
    made = Story()
    base = len(made.commits) - 1
    old, new = f"{FIRST}/{VISIT}", f"{FIRST}/visits/2026-11-12.yaml"
    text = made.files[old]
    made.files[new] = made.files.pop(old).replace(b"on: 2026-11-10", b"on: 2026-11-12")
    made.commit(TEO, "2026-11-02T10:00")
    made.go_to(base)
    made.files[old] += b"place: At the fair\n"
    made.commit(AMARA, "2026-11-03T10:00", parents=(base,))
    made.files[new] = made.files.pop(old).replace(b"on: 2026-11-10", b"on: 2026-11-12")
    made.commit(IRIS, "2026-11-04T10:00", parents=(base + 1, base + 2))
    made.lay_in(tmp_path)
    assert b"place" not in text
    for about in ((new, PAIRING), ("", PAIRING), ("", "")):
        said = [line for line in lines(tmp_path, *about) if "At the fair" in line[1]]
        assert said == [("Amara Okafor", "Place → At the fair")]


class _Act(NamedTuple):
    """What somebody does: change a field of their copy, or bring in another copy.

    Behind the last field stands the name of the pairing's folder, which one person changes.
    """

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
        st.integers(0, 3),
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
        # what the folder is called in each commit, and how often it got another name until then
        self.folders = {self.start: (0, FIRST)}

    def plan(self, commit: int) -> str:
        return f"{self.folders[commit][1]}/plan.yaml"

    def do(self, act: _Act) -> None:
        if act.other is not None:
            self.join(act.who, act.other, takes_ours=act.takes_ours)
            return
        tip = self.tips[act.who]
        self.made.go_to(tip)
        if act.field == len(FIELDS):
            folder = FOLDERS[act.value % len(FOLDERS)]
            if PEOPLE[act.who] == IRIS and folder != self.folders[tip][1]:
                in_folder(self.made, folder)
                self._commit(act.who, (tip,), (self.folders[tip][0] + 1, folder))
            return
        text = self.made.files[self.plan(tip)].decode()
        new = set_value(text, FIELDS[act.field], VALUES[act.field][act.value])
        if new != text:
            self.made.files[self.plan(tip)] = new.encode()
            self._commit(act.who, (tip,), self.folders[tip])
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
        old, ours, its = (
            self.made.commits[each].files[self.plan(each)] for each in (base, mine, theirs)
        )
        merged = merge_file(PLAN, old, ours, its)
        side: Any = "ours" if takes_ours else "theirs"
        if merged.clashes:
            chosen = {clash.where: side for clash in merged.clashes}
            merged = merge_file(PLAN, old, ours, its, chosen)
        assert merged.content is not None
        self.made.go_to(mine)
        called = max(self.folders[mine], self.folders[theirs])
        in_folder(self.made, called[1])
        self.made.files[f"{called[1]}/plan.yaml"] = merged.content
        self._commit(one, (mine, theirs), called)

    def _commit(self, who: int, parents: tuple[int, ...], called: tuple[int, str]) -> None:
        minute = len(self.made.commits)
        at = f"2026-11-{2 + minute // 60:02}T10:{minute % 60:02}"
        tip = self.made.commit(PEOPLE[who], at, parents=parents)
        self.parents[tip], self.folders[tip] = parents, called
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
    plan = copies.plan(last)
    for event in events_of(root, plan, plan.split("/")[2])[1:]:
        own = len(plain(root, "rev-list", "--parents", "-1", event.commit).split()) == 2
        for touched in event.records:
            assert touched.path == plan
            for detail in touched.details:
                told[detail.steps] = detail.after
                if own:
                    edits.append((who(Folder(root).people, event), detail.after))
    tree = plain_value(compose(made.commits[last].files[plan])[0])
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
