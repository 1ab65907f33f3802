"""What a change brings, told by what changed alone: the same as by all there is."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support.signed import register_all

from mentorctl.reports.check import check_folder
from mentorctl.reports.comparison import new_findings, rests_on_pairings
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Mapping

SAMPLE = Path(__file__).parents[2] / "sample-program"
YEAR = "pairings/2026-2027"
FILES = sorted(path.relative_to(SAMPLE).as_posix() for path in SAMPLE.glob("pairings/**/*.yaml"))
NAMES = sorted({path.split("/")[2] for path in FILES})
NEW = (
    "pairing.yaml", "log.yaml", "experiences/9.yaml", "experiences/1.yaml", "evidence/letter.txt",
    "stray.txt", "Log.yaml", "signatures/plan.mentor.yaml", "visits/2026-11-03.yaml",
)  # fmt: skip
TEXTS = (
    b"", b"[", b"slot: 9\n", b"a: 1\na: 2\n", b"slot: 1\nachieved: 2031-02-03\n",
    b"mentee: nobody-at-all\nmentor: nobody-at-all\nstarts: 2026-09-01\n", b"signed: []\n",
)  # fmt: skip


def edited(text: bytes, how: int) -> bytes:
    """A record with one of its values otherwise."""
    values = list(re.finditer(rb"(?m)(?<=: )[^\n|>]+$", text))
    if not values:
        return text + b"more: 1\n"
    at = values[how % len(values)]
    other = (b"2026-10-01", b"2029-10-01", b"nobody-here", b"", b"theodore-runge", b"reassigned")
    return text[: at.start()] + other[how // len(values) % len(other)] + text[at.end() :]


CHANGES = st.dictionaries(
    st.one_of(
        st.sampled_from(FILES),
        st.sampled_from([path for path in FILES if path.endswith("/pairing.yaml")]),
        st.tuples(st.sampled_from([*NAMES, "new-one"]), st.sampled_from(NEW)).map(
            lambda each: f"{YEAR}/{each[0]}/{each[1]}"
        ),
        st.sampled_from(["pairings/2025-2026/old/log.yaml", "pairings/2025-2026/old/pairing.yaml"]),
    ),
    st.one_of(st.none(), st.sampled_from(TEXTS), st.integers(0, 200)),
    min_size=1,
    max_size=3,
)


def lay(root: Path, changes: Mapping[str, bytes | int | None]) -> tuple[set[str], set[str]]:
    """Change a folder.

    Returns:
        The files that differ, and those of them that came or went.
    """
    changed, moved = set(), set()
    for path, what in changes.items():
        place = root / path
        before = place.read_bytes() if place.is_file() else None
        after = edited(before or b"a: b\n", what) if isinstance(what, int) else what
        if after == before:
            continue
        changed.add(path)
        if after is None or before is None:
            moved.add(path)
        if after is None:
            place.unlink()
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(after)
    return changed, moved


def keys(found: object) -> set[tuple[str, str, str]]:
    return {(each.code, each.path, each.message) for each in found}  # type: ignore[attr-defined]  # findings


@pytest.fixture(scope="module")
def known(sample: Path) -> set[tuple[str, str, str]]:
    return keys(check_folder(sample).findings)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = Path(shutil.copytree(SAMPLE, tmp_path_factory.mktemp("sample") / "before"))
    register_all(root)
    return root


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@example({f"{YEAR}/{NAMES[0]}/pairing.yaml": None})
@example({f"{YEAR}/josie-ferrell-carmen-dufresne/pairing.yaml": None})
@example({f"{YEAR}/{NAMES[1]}/experiences/1.yaml": b"["})
@example({f"{YEAR}/{NAMES[2]}/signatures/plan.mentor.yaml": b"signed: []\n"})
@given(changes=CHANGES)
def test_a_change_of_pairings_is_judged_as_if_all_were(
    sample: Path,
    known: set[tuple[str, str, str]],
    tmp_path_factory: pytest.TempPathFactory,
    changes: Mapping[str, bytes | int | None],
) -> None:
    after = Path(shutil.copytree(sample, tmp_path_factory.mktemp("after") / "after"))
    changed, moved = lay(after, changes)
    assert rests_on_pairings(changed)

    found = new_findings(Folder(sample), Folder(after), changed, moved)

    assert keys(found) == keys(check_folder(after).findings) - known
    shutil.rmtree(after.parent)


@pytest.mark.parametrize(
    "path", ["program.yaml", "people/ana.yaml", "pairings/2026-2027/stray.yaml", "notes.txt"]
)
def test_what_all_may_rest_on_is_not_judged_by_itself(path: str) -> None:
    assert not rests_on_pairings([f"{YEAR}/{NAMES[0]}/log.yaml", path])
