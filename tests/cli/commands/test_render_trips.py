"""What reading one pairing costs in gits started and files read: counted, not timed."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import pytest
from support.counted import counted_gits, needs_shell, opened_files
from support.folders import copied
from support.run import mentorctl

if TYPE_CHECKING:
    from pathlib import Path

# the settings, the commits that touched the pairing and what its forms take from elsewhere, in
# what they differ, and what is not saved
RENDER = 4
# this plan's approval was typed by hand: only the history tells what it is about. The plan form
# says so, and for that asks which commits changed the plan, and what the plan said in them
TYPED = 2
# the same, one that stays open for what the files held, and the merges and what they decided
STORY = 6
# for what it says, for its digest on the form, for whom else it names
TIMES = 3
PAIRING = "hannah-vogel-dale-kirchner"

pytestmark = needs_shell


@pytest.fixture
def demo(known_demo: Path, home: Path, tmp_path: Path) -> Path:
    """A copy of the sample with its year's signed history, which was read before."""
    root = copied(known_demo, tmp_path / "p")
    (kept,) = (home / "cache" / "mentorctl" / "trail").iterdir()
    # a history is known by where it lies
    kept.rename(kept.with_name(hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:32]))
    return root


@pytest.mark.parametrize("form", [("plan",), ("certificate",), ("invoice",), ("--packet",)])
def test_a_form_of_one_pairing_reads_that_pairing(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: tuple[str, ...]
) -> None:
    words = ("render", *form, PAIRING, "--to", "html", "--today", "2027-05-03")
    started = counted_gits(tmp_path / "counted", monkeypatch)
    for _ in ("made", "unchanged"):
        with opened_files() as opened:
            done = mentorctl(*words, cwd=demo)
        assert done.code == 0, done.err
        gits = started()
        has_plan = form in {("plan",), ("--packet",)}
        assert len(gits) <= RENDER + (TYPED if has_plan else 0), gits
        asked = [each.partition(" -- ")[2] for each in gits if " log " in each]
        assert asked == ([f":(literal)pairings/2026-2027/{PAIRING}/plan.yaml"] if has_plan else [])
        inside = [path.removeprefix(f"{demo}/") for path in opened if path.startswith(f"{demo}/")]
        others = [
            path for path in inside
            if path.startswith("pairings/") and f"/{PAIRING}/" not in path
            # who else somebody mentors stands in these
            and not (form in {("invoice",), ("--packet",)} and path.endswith("/pairing.yaml"))
            and not (form == ("invoice",) and "-dale-kirchner/" in path)
        ]  # fmt: skip
        assert not others
        twice = {path: opened[f"{demo}/{path}"] for path in inside if path.endswith(".yaml")}
        assert max(twice.values()) <= TIMES, twice


@pytest.mark.parametrize("record", [(), ("plan",), ("log",)])
def test_a_story_starts_few_gits_and_reads_no_other_pairing(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: tuple[str, ...]
) -> None:
    started = counted_gits(tmp_path / "counted", monkeypatch)
    with opened_files() as opened:
        done = mentorctl("history", PAIRING, *record, cwd=demo)
    assert done.code == 0, done.err
    gits = started()
    assert len(gits) <= STORY, gits
    pairings = [path for path in opened if f"{demo}/pairings/" in path]
    assert all(f"/{PAIRING}/" in path for path in pairings)
