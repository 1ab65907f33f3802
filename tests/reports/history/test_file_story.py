"""The story of some files is the same, looked for at their places or among everything."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from support.histories import Made, lay_history, plain

from mentorctl.reports.history.file_story import Scope, followed
from mentorctl.trail.git import file_versions
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.commit_log import walk
from mentorctl.trail.git.file_versions import versions, versions_about
from mentorctl.trail.ledger.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

YEAR = "pairings/2026-2027"
NAMES = (
    "pairing.yaml", "plan.yaml", "visits/1.yaml", "visits/2.yaml", "signatures/plan.mentor.yaml",
    "signatures/planned.yaml",
)  # fmt: skip
PATHS = [
    *(f"{YEAR}/{pairing}/{name}" for pairing in ("a-b", "a-c", "d") for name in NAMES),
    "meetings/2026-2027-fall.yaml", "people/ana.yaml", "program.yaml",
]  # fmt: skip
SCOPES = (
    Scope(frozenset(), None, ""),
    Scope(frozenset(), frozenset({f"{YEAR}/a-b/plan.yaml"}), "a-b"),
    Scope(frozenset(), frozenset({f"{YEAR}/a-b/visits/1.yaml"}), "a-b"),
    Scope(frozenset(), frozenset({"people/ana.yaml"}), ""),
    Scope(frozenset({f"{YEAR}/a-b/"}), frozenset(), "a-b", frozenset({"ana"})),
    Scope(frozenset({f"{YEAR}/none/"}), frozenset(), "none"),
)  # fmt: skip


def moved(files: Mapping[str, bytes], chance: random.Random) -> dict[str, bytes]:
    """A folder of a pairing, or a file, under another name."""
    old, new = chance.sample(["a-b", "a-c", "d"], 2)
    kept = {path: data for path, data in files.items() if f"/{new}/" not in path}
    if chance.random() < 0.5:
        return {path.replace(f"/{old}/", f"/{new}/"): data for path, data in kept.items()}
    one, other = chance.sample(NAMES, 2)
    data = files.get(f"{YEAR}/{old}/{one}")
    rest = {path: each for path, each in files.items() if path != f"{YEAR}/{old}/{one}"}
    return rest if data is None else {**rest, f"{YEAR}/{old}/{other}": data}


def random_history(seed: int, number: int) -> list[Made]:
    """Commits, merges and second roots, with files that are moved, by clocks that go wrong."""
    chance = random.Random(seed)  # noqa: S311 - shapes, no secrets
    made: list[Made] = []
    loose: set[int] = set()
    for place in range(number):
        count = chance.choice([1, 1, 1, 2, 3])
        parents = tuple(chance.sample(range(max(0, place - 5), place), min(count, place, 5)))
        if place and chance.random() < 0.05:
            parents = ()
        if place == number - 1:
            parents = tuple(sorted(loose))
        loose = (loose - set(parents)) | {place}
        files = dict(made[parents[0]].files) if parents else {}
        for path in PATHS:
            kind = chance.random()
            taken = made[chance.choice(parents)].files.get(path) if parents else None
            if kind < 0.1:
                files[path] = b"%d" % chance.randrange(4)
            elif kind < 0.15:
                files.pop(path, None)
            elif kind < 0.4 and taken is not None:
                files[path] = taken
        if chance.random() < 0.3:
            files = moved(files, chance)
        seconds = 1_790_000_000 + 1000 * place + chance.choice([0, 0, 0, -90_000])
        made.append(Made(files, parents, author=f"Jo <jo@example.org> {seconds + place} +0000"))
    return made


def times(root: Path) -> dict[str, int]:
    """When each commit counts as made, by the history itself."""
    steps = list(walk(root))
    return Ledger(
        parents={step.commit.id: step.commit.parents for step in steps},
        when={step.commit.id: step.commit.committer.seconds for step in steps},
    ).times()


def told(root: Path, scope: Scope, *, at_places: bool) -> list[tuple[object, ...]]:
    """What is part of a story, without the commits that are no part of it."""
    known = times(root)

    def find(places: Sequence[str] | None) -> object:
        if places is None or not at_places:
            return versions(root)
        return versions_about(root, places, known)

    parents = {step.commit.id: step.commit.parents for step in walk(root)}
    parts = followed(Git(root), find, scope, parents).parts  # type: ignore[arg-type] # a list of versions
    return [
        (part.version.commit.id, sorted(part.changes), dict(part.renamed), part.version.cut)
        for part in parts
        if part.changes
    ]


@pytest.mark.parametrize("seed", range(6))
def test_a_story_told_by_its_places_is_the_one_among_everything(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # by a git that compares, and by this process
    monkeypatch.setattr(file_versions, "FEW", 50 * (seed % 2))
    lay_history(tmp_path, random_history(seed, 25))
    for scope in SCOPES:
        assert told(tmp_path, scope, at_places=True) == told(tmp_path, scope, at_places=False)


def test_a_copy_that_begins_in_the_middle_tells_the_same(tmp_path: Path) -> None:
    made = [Made(dict.fromkeys(PATHS, b"%d" % number)) for number in range(4)]
    (tmp_path / "whole").mkdir()
    lay_history(tmp_path / "whole", made)
    plain(tmp_path, "clone", "-q", "--depth=2", f"file://{tmp_path}/whole", "part")
    found = told(tmp_path / "part", SCOPES[1], at_places=True)
    assert found == told(tmp_path / "part", SCOPES[1], at_places=False)
    assert [each[-1] for each in found] == [True, False]
