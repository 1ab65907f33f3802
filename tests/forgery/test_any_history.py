"""Any history of several people: what is not theirs is named, and nothing else is."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.story import AMARA, FIELDS, IRIS, NOOR, ONE, TEO, TODAY, Story, matters
from support.trails import key, print_of

from mentorctl.reports.proofs.audit import audit
from mentorctl.store.folder import Folder
from mentorctl.trail.ledger.displaced import is_of_value
from mentorctl.trail.ledger.ledger_cache import ledger_of

if TYPE_CHECKING:
    from collections.abc import Sequence

WRITE = st.tuples(
    st.just("write"), st.integers(0, 20), st.sampled_from([IRIS, TEO, AMARA, NOOR]),
    st.sampled_from(sorted(FIELDS)),
)  # fmt: skip
MERGE = st.tuples(st.just("merge"), st.integers(0, 20), st.integers(0, 20), st.just(None))
REVOKE = st.tuples(st.just("revoke"), st.integers(0, 20), st.just(IRIS), st.just(None))
STEPS = st.lists(st.one_of(WRITE, WRITE, MERGE, REVOKE), min_size=2, max_size=9)


class History:
    """A story with several sides, and what its commits are expected to be."""

    def __init__(self) -> None:
        self.story = Story()
        self.start = len(self.story.commits) - 1
        self.before: dict[int, set[int]] = {self.start: {self.start}}
        self.written: dict[int, tuple[str, bool]] = {}
        self.revoked: set[int] = set()
        self.minutes = 0

    def commit(self, by: str, *parents: int) -> int:
        self.minutes += 1
        at = f"2026-10-05T{self.minutes // 60:02}:{self.minutes % 60:02}"
        place = self.story.commit(by, at, parents=parents)
        self.before[place] = {place}.union(*(self.before[each] for each in parents))
        return place

    def write(self, parent: int, by: str, where: tuple[str, str]) -> None:
        path, text = where
        self.story.go_to(parent)
        if text not in self.story.files[path].decode():
            return
        value = f"{text}{'2026-11-0' if 'achieved' in text else ' '}{self.minutes % 9 + 1} # "
        self.story.put(path, text, value if "achieved" in text else f"{text} {self.minutes} ")
        place = self.commit(by, parent)
        self.written[place] = (by, by in FIELDS[where])

    def revoke(self, parent: int) -> None:
        self.story.go_to(parent)
        self.story.keys(TEO, key(TEO, "2026-08-04", "2026-10-05", by=IRIS))
        self.revoked.add(self.commit(IRIS, parent))

    def merge(self, one: int, other: int) -> int:
        """Bring two together; of a file that both changed, that of the first stays."""
        if one in self.before[other] or other in self.before[one]:
            return max(one, other)
        base = self.story.commits[self.start].files
        self.story.go_to(one)
        mine = self.story.files
        for path, content in self.story.commits[other].files.items():
            is_key = path == f"people/{TEO}.yaml"
            if mine.get(path) == base.get(path) and (not is_key or mine[path] == base[path]):
                mine[path] = content
        return self.commit(IRIS, one, other)

    def heads(self) -> list[int]:
        inner = set[int]().union(*(some - {place} for place, some in self.before.items()))
        return sorted(self.before.keys() - inner)


def tell(steps: Sequence[tuple[str, int, object, object]]) -> History:
    history = History()
    for what, number, by, where in steps:
        places = list(history.before)
        parent = places[number % len(places)]
        if what == "write":
            assert isinstance(by, str)
            assert isinstance(where, tuple)
            history.write(parent, by, where)
        elif what == "revoke":
            history.revoke(parent)
        else:
            assert isinstance(by, int)
            history.merge(parent, places[by % len(places)])
    first, *others = history.heads()
    for each in others:
        first = history.merge(first, each)
    return history


def test_a_file_that_could_not_be_read_for_a_while_is_as_it_was_before(tmp_path: Path) -> None:
    """It is who broke it that is named; whoever mends it wrote nothing of what is others'."""
    story = Story()
    whole = story.files[ONE]
    story.files[ONE] = whole + b"slot: [\n"
    story.commit(TEO, "2027-03-01T09:00")
    story.files[ONE] = whole + b"# mended\n"
    story.commit(AMARA, "2027-03-02T09:00")
    (found,) = story.audit(tmp_path / "program").matters
    assert (found.code, found.person) == ("forbidden-change", TEO)
    assert not ledger_of(tmp_path / "program").unproven


def test_nobody_writes_for_others_while_a_file_cannot_be_read(tmp_path: Path) -> None:
    story = Story()
    whole = story.files[ONE]
    for place, by in enumerate((AMARA, IRIS)):
        story.files[ONE] = b"slot: [\n# %d\n" % place
        story.commit(by, f"2026-11-2{place}T09:00")
    story.files[ONE] = whole.replace(b"Thorough on grading", b"Perfect")
    story.commit(AMARA, "2026-11-23T09:00")
    found = story.audit(tmp_path / "program").matters
    assert [(each.code, each.person) for each in found] == 2 * [("forbidden-change", AMARA)]
    (doubted,) = filter(is_of_value, ledger_of(tmp_path / "program").unproven[ONE])
    assert doubted.split("\x1f")[:2] == ["comment", "text"]


def test_a_stranger_breaks_no_file_unnamed(tmp_path: Path) -> None:
    story = Story()
    whole = story.files["program.yaml"]
    story.files["program.yaml"] = whole + b"name: [\n"
    story.commit(TEO)
    story.files["program.yaml"] = whole
    story.commit(IRIS, "2026-10-06T09:00")
    (found,) = story.audit(tmp_path / "program").matters
    assert found.code == "forbidden-change"


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_what_is_not_theirs_is_named_and_nothing_else(
    steps: Sequence[tuple[str, int, object, object]],
) -> None:
    history = tell(steps)
    with tempfile.TemporaryDirectory() as place:
        root = Path(place, "program")
        ids = history.story.lay_in(root)
        report = audit(Folder(root).recorded, TODAY)
        register = ledger_of(root).register
        named = {each.commit for code in ("forbidden-change", "revoked-key")
                 for each in matters(report, code)}  # fmt: skip
    wrong = set()
    for commit, (by, may) in history.written.items():
        is_gone = by == TEO and any(commit not in history.before[each] for each in history.revoked)
        if not may or is_gone:
            wrong.add(ids[commit])
    assert named == wrong
    assert register.coordinators == {IRIS}
    assert bool(register.spans[print_of(TEO)].revoked) == bool(history.revoked)
