"""People with and without rights, keys that come and go, sides, merges, pushes, and a model of it.

What it says is wrong, guard and `audit` must name, and nothing else.
`python tests/search.py --minutes 60 tests/forgery/test_model.py` searches for longer.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from support.story import AMARA, FIELDS, IRIS, NOOR, TEO, Story
from support.trails import key, print_of

from mentorctl.trail.git.borrowed import MAIN, lay_borrowing
from mentorctl.trail.git.refs import set_branch
from mentorctl.trail.ledger.ledger_cache import ledger_of
from mentorctl.trail.server.pre_receive import HEADS, Push, incoming

if TYPE_CHECKING:
    from mentorctl.model.recorded import HeldKey
    from mentorctl.trail.ledger.ledger import Ledger

NEW, FORGED = "noor-2", "mallory"
NOW = dt.datetime(2027, 5, 3, 12, tzinfo=dt.UTC)
# whose key is whose, once it is registered
PERSON = {NEW: NOOR, FORGED: AMARA}
NAMED = {"forbidden-change", "revoked-key", "unknown-key", "key-change"}
PLACES = st.integers(0, 30)
KEYS = st.sampled_from([IRIS, TEO, AMARA, NOOR, NEW, FORGED])


class Sent(NamedTuple):
    """A push: where the main branch was, what was sent, and what the model says is wrong in it."""

    main: int
    tip: int
    wrong: frozenset[int]


class SharedHistory(RuleBasedStateMachine):
    """A history in the making, and what is wrong with it."""

    def __init__(self) -> None:
        super().__init__()
        self.story = Story()
        self.main = len(self.story.commits) - 1
        self.base = dict(self.story.files)
        self.before: dict[int, frozenset[int]] = {self.main: frozenset({self.main})}
        self.forbidden: set[int] = set()
        self.revoked: set[int] = set()
        self.given: set[int] = set()
        self.sent: list[Sent] = []

    def place(self, number: int) -> int:
        places = list(self.before)
        return places[number % len(places)]

    def commit(self, by: str, *parents: int) -> int:
        minutes = len(self.story.commits)
        at = f"2026-10-05T{minutes // 60:02}:{minutes % 60:02}"
        place = self.story.commit(by, at, parents=parents)
        self.before[place] = frozenset({place}).union(*(self.before[each] for each in parents))
        if by == FORGED or (by == NEW and not self.given & self.before[place]):
            self.forbidden.add(place)
        return place

    def wrong(self, tip: int, main: int) -> frozenset[int]:
        """What is wrong in what led to a commit, as it comes in beside the main branch."""
        known = self.before[tip] | self.before[main]
        ended = [self.before[each] for each in self.revoked & known]
        gone = {
            each for each in known
            if self.story.signers[each] == TEO and any(each not in some for some in ended)
        }  # fmt: skip
        return frozenset((self.forbidden | gone) & self.before[tip]) - {0, 1}

    @rule(at=PLACES, by=KEYS, where=st.sampled_from(sorted(FIELDS)))
    def write(self, at: int, by: str, where: tuple[str, str]) -> None:
        parent, (path, text) = self.place(at), where
        self.story.go_to(parent)
        if text not in self.story.files[path].decode():
            return
        number = len(self.story.commits)
        day = f"{text}2026-11-{number % 20 + 1:02} # "
        self.story.put(path, text, day if "achieved" in text else f"{text} {number} ")
        place = self.commit(by, parent)
        if PERSON.get(by, by) not in FIELDS[where]:
            self.forbidden.add(place)

    @rule(at=PLACES)
    def revoke(self, at: int) -> None:
        """The coordinator revokes the mentor's key."""
        parent = self.place(at)
        self.story.go_to(parent)
        self.story.keys(TEO, key(TEO, "2026-08-04", "2026-10-05", by=IRIS))
        if self.story.files != self.story.commits[parent].files:
            self.revoked.add(self.commit(IRIS, parent))

    @rule(at=PLACES, by=st.sampled_from([IRIS, NOOR, AMARA]))
    def add_key(self, at: int, by: str) -> None:
        """The advisor gets a second key; the coordinator has vouched for it, whoever brings it."""
        place = self.register(at, by, NOOR, key(NOOR, "2026-10-05", of=NEW, by=IRIS))
        self.given |= {place} - {0}

    @rule(at=PLACES, by=st.sampled_from([TEO, AMARA, NOOR]))
    def forge_key(self, at: int, by: str) -> None:
        """Somebody puts a key of their own into the protégé's file."""
        place = self.register(at, by, AMARA, key(AMARA, "2026-10-05", of=FORGED))
        self.forbidden |= {place} - {0}

    def register(self, at: int, by: str, person: str, new: HeldKey) -> int:
        """Put a second key into somebody's file; the commit, or 0 where it is there already."""
        parent = self.place(at)
        self.story.go_to(parent)
        old = key(person, "2026-08-04", by=IRIS, at="2026-08-04T09:00:00-05:00")
        self.story.keys(person, old, new)
        if self.story.files == self.story.commits[parent].files:
            return 0
        return self.commit(by, parent)

    @rule(one=PLACES, other=PLACES, by=st.sampled_from([IRIS, TEO, AMARA, FORGED]))
    def merge(self, one: int, other: int, by: str) -> None:
        """Bring two together; of a file that both changed, that of the first stays."""
        first, second = self.place(one), self.place(other)
        if first in self.before[second] or second in self.before[first]:
            return
        self.story.go_to(first)
        for path, content in self.story.commits[second].files.items():
            if self.story.files.get(path) == self.base.get(path):
                self.story.files[path] = content
        self.commit(by, first, second)

    @rule(at=PLACES, around=st.booleans())
    def push(self, at: int, *, around: bool) -> None:
        """Somebody sends a state; it gets into the main branch if it may, or around the guard."""
        tip = self.place(at)
        if tip in self.before[self.main]:
            return
        wrong = self.wrong(tip, self.main) - self.before[self.main]
        self.sent.append(Sent(self.main, tip, wrong))
        if self.main in self.before[tip] and (around or not wrong):
            self.main = tip

    def teardown(self) -> None:
        if not self.sent:
            return
        with tempfile.TemporaryDirectory() as place:
            root = Path(place, "program")
            ids = self.story.lay_in(root)
            for number, each in enumerate(self.sent):
                self.hold(Path(place, f"{number}"), root / ".git/objects", ids, each)

    def hold(self, place: Path, store: Path, ids: list[str], sent: Sent) -> None:
        """Hold guard and ledger to what the model says of a push."""
        goes_on = sent.main in self.before[sent.tip]
        old = ids[sent.main] if goes_on else "0" * 40
        new = [ids[each] for each in self.before[sent.tip] - self.before[sent.main]]
        root = lay(place / "guard", store, ids[sent.main])
        push = Push(old, ids[sent.tip], f"{HEADS}{'main' if goes_on else 'side'}")
        found = incoming(root, push, ids[sent.main], NOW, root)
        refused = {each.commit for each in found.remarks if each.commit in new}
        assert refused == {ids[each] for each in sent.wrong}
        if not goes_on:
            return
        ledger = ledger_of(lay(place / "audit", store, ids[sent.tip]))
        named = {each.commit for each in ledger.remarks if each.code in NAMED}
        assert named == {ids[each] for each in self.wrong(sent.tip, sent.main)}
        assert found.ledger.unproven == ledger.unproven
        self.hold_register(ledger, sent.tip)

    def hold_register(self, ledger: Ledger, tip: int) -> None:
        before, spans = self.before[tip], ledger.register.spans
        assert ledger.register.coordinators == {IRIS}
        assert print_of(FORGED) not in spans
        assert (print_of(NEW) in spans) == bool(self.given & before)
        assert bool(spans[print_of(TEO)].revoked) == bool(self.revoked & before)


def lay(root: Path, store: Path, tip: str) -> Path:
    root.mkdir(parents=True)
    lay_borrowing(root, tip, [store])
    set_branch(root / ".git", MAIN, tip)
    return root


# `search.py` looks for this mark
@pytest.mark.hypothesis
def test_guard_and_audit_name_just_what_is_wrong() -> None:
    search = "MENTORCTL_SEARCH" in os.environ
    examples, steps = (60, 25) if search else (8, 12)
    run_state_machine_as_test(
        SharedHistory, settings=settings(max_examples=examples, stateful_step_count=steps)
    )
