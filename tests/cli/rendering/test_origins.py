"""What the foot of a form says of where it comes from, and for which files."""

from __future__ import annotations

import datetime as dt
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from support.facts import FOLDER, PAIRING, change
from support.folders import commit_all

from mentorctl.cli.rendering import origins
from mentorctl.cli.rendering.origins import Origins
from mentorctl.reports.counted_folder import as_counted
from mentorctl.store.folder import Folder
from mentorctl.trail.git.last_touches import last_touches

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.forms import Origin
    from mentorctl.trail.git.last_touches import Touches

DAY = dt.date(2027, 5, 3)
PLAN = f"{FOLDER}/plan.yaml"
NAMES = f"people/{PAIRING.partition('-teo')[0]}.yaml"


def origin(program: Path, *records: str) -> Origin:
    return Origins(as_counted(Folder(program), DAY))(records or (PLAN,))


def tip(program: Path, back: str = "HEAD") -> str:
    words = ["git", "-C", str(program), "rev-parse", back]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout[:10]


@pytest.mark.parametrize(
    ("path", "where", "value"),
    [
        (NAMES, ("name",), "Amara O. Okafor"),
        ("program.yaml", ("name",), "Another Name"),
        (f"{FOLDER}/pairing.yaml", ("content_area",), "Business"),
        (PLAN, ("experiences", 0, "notes"), "Ask for the old one."),
    ],
)
def test_the_foot_follows_everything_that_the_plan_prints(
    program: Path, path: str, where: tuple[str | int, ...], value: str
) -> None:
    before = origin(program)
    assert before.saved

    change(program, path, where, value)
    edited = origin(program)
    assert (edited.commit, edited.saved) == (before.commit, False)
    assert edited.digest != before.digest

    commit_all(program, "one thing else")
    after = origin(program)
    assert (after.commit, after.saved, after.digest) == (tip(program), True, edited.digest)


def test_the_files_of_evidence_are_behind_the_plan_and_no_others(program: Path) -> None:
    before = origin(program)
    (program / FOLDER / "evidence").mkdir(exist_ok=True)
    (program / FOLDER / "evidence" / "1-notes.txt").write_text("seen\n", encoding="utf-8")
    assert not origin(program).saved

    commit_all(program, "evidence")
    assert origin(program).commit == tip(program)
    assert origin(program).digest != before.digest
    assert origin(program, f"{FOLDER}/log.yaml").commit == before.commit


def test_what_a_form_does_not_print_leaves_its_foot_alone(program: Path) -> None:
    before = origin(program)
    change(program, f"{FOLDER}/log.yaml", ("entries", 0, "topic"), "Grading")
    assert origin(program) == before


def test_what_was_taken_out_is_a_change_of_what_was_printed_with_it(program: Path) -> None:
    record = f"{FOLDER}/pairing.yaml"
    before = origin(program, record)
    lost = program / FOLDER / "experiences" / "3.yaml"
    content = lost.read_bytes()
    lost.unlink()
    after = origin(program, record)
    assert (after.commit, after.saved) == (before.commit, False)
    assert origin(program).saved  # the plan is printed without it

    commit_all(program, "taken out")
    assert origin(program, record)[::2] == (tip(program), True)
    assert origin(program, record).digest == after.digest
    lost.write_bytes(content)
    commit_all(program, "back again")
    assert origin(program, record)[::2] == (tip(program), True)

    (program / "meetings" / "2026-2027-kickoff.yaml").unlink()
    assert not origin(program, record).saved


def test_of_two_sides_that_were_merged_the_merge_has_both(program: Path) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", "-C", str(program), *words], check=True, capture_output=True)

    git("checkout", "-q", "-b", "side")
    change(program, NAMES, ("name",), "Amara O. Okafor")
    commit_all(program, "the name")
    git("checkout", "-q", "-")
    change(program, PLAN, ("experiences", 0, "notes"), "Ask for the old one.")
    commit_all(program, "the note")
    git("merge", "-q", "--no-edit", "side")
    assert origin(program).commit == tip(program)

    change(program, f"{FOLDER}/log.yaml", ("entries", 0, "topic"), "Grading")
    commit_all(program, "elsewhere")
    assert origin(program).commit == tip(program, "HEAD^")


def test_a_record_that_was_never_saved_is_in_no_commit(program: Path) -> None:
    path = f"{FOLDER}/plan.yaml"
    held = (program / path).read_bytes()
    (program / path).unlink()
    commit_all(program, "gone")
    (program / path).write_bytes(held)
    found = origin(program)
    assert (found.saved, found.commit) == (False, tip(program))


def test_forms_that_are_made_at_a_time_all_name_their_commits(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(*words: Any) -> Touches:
        time.sleep(0.05)
        return last_touches(*words)

    monkeypatch.setattr(origins, "last_touches", slowly)
    folder = Folder(demo)
    year = folder.program.year
    plans = [(f"pairings/{year}/{each}/plan.yaml",) for each in folder.pairing_ids[:8]]
    with ThreadPoolExecutor(len(plans)) as pool:
        found = list(pool.map(Origins(as_counted(folder, DAY)), plans))
    assert all(each.commit and each.saved for each in found)
