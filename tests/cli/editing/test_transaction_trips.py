"""How often the small acts start git, and how often they open a file: counted, not timed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.counted import counted_gits, loaded_by, needs_shell, opened_files
from support.folders import commit_all
from support.histories import plain
from support.keys import lay_key, needs_openssh
from support.signers import as_person, book, lay_registered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

pytestmark = [needs_shell, needs_openssh]

FOLDER = "pairings/2026-2027/amara-okafor-teo-lindqvist"
OPEN = "slot: 2\nachieved:\nevidence: []\nsent_to_mentor:\n"
HANDED_IN = (
    "slot: 2\nachieved: 2026-12-03\nevidence:\n  - lesson-recipes.txt\nsent_to_mentor: 2026-12-07\n"
)
SETTINGS = "\ntrainings:\n  - code: SP 511\n    title: For mentors\n    role: mentor\n"
EXPERIENCE, PLAN = f"{FOLDER}/experiences/2.yaml", f"{FOLDER}/plan.yaml"
# what each act is done to: files as they are before, or what is added to them
ACTS: dict[str, tuple[tuple[str, ...], str, Mapping[str, str]]] = {
    "log": (
        ("log", "okafor", "--from", "7:00", "--until", "7:30", "--kind", "phone", "--topics", "x",
         "--today", "2027-05-03"),
        "theodora-lindqvist", {},
    ),
    "hand-in": (("hand-in", "okafor", "2", "--today", "2026-12-10"), "", {EXPERIENCE: OPEN}),
    "comment": (
        ("comment", "okafor", "2", "--on", "2026-12-10", "--text", "Thorough.",
         "--today", "2026-12-20"),
        "", {EXPERIENCE: HANDED_IN},
    ),
    "approve": (("approve", "okafor", "plan", "--today", "2026-09-28", "--yes"), "noor-haddad", {}),
    "mark": (("mark", "okafor", "SP 511", "--on", "2026-10-05"), "", {"program.yaml": SETTINGS}),
    "attend": (("attend", "kickoff", "haddad", "--today", "2027-05-03"), "", {}),
    "sign": (("sign", "okafor", "plan", "--yes", "--today", "2027-05-03"), "noor-haddad", {}),
    "extend": (
        ("extend", "okafor", "comments-1-2", "--until", "2027-01-15", "--by", "haddad",
         "--reason", "Away", "--today", "2026-12-10"),
        "", {},
    ),
    "save": (("save", "--today", "2027-05-03"), "", {}),
}  # fmt: skip
MOST, OF_CHANGED = 5, 4
# what only lists, faults of program.yaml and files with faults need
NOT_NEEDED = {
    "mentorctl.reports.completion_reasons", "mentorctl.rules.program_contradiction",
    "mentorctl.store.parse.validation", "mentorctl.trail.git.merging.three_way_merge",
}  # fmt: skip


@pytest.fixture
def registered(program: Path) -> Path:
    return lay_registered(program)


def lay(root: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        is_added = path == "program.yaml"
        before = (root / path).read_text(encoding="utf-8") if is_added else ""
        (root / path).write_text(before + text, encoding="utf-8")
    if files:
        commit_all(root, "as it was before")
    # what a program has done before is known; what is counted is one more act
    book(root)


def test_no_other_person_is_read_where_the_pairing_is_named_first(registered: Path) -> None:
    """Although the other word might be a part of somebody's name."""
    words, person, _ = ACTS["sign"]
    # by a coordinator: whom somebody changed who may not is read, to tell what of them counts
    added = as_person(
        "iris-nakamura", registered, "person", "add", "Maria Delgado", "--role", "mentor"
    )
    assert added.code == 0, added.err

    with opened_files() as opened:
        assert as_person(person, registered, *words).code == 0

    assert f"{registered}/people/amara-okafor.yaml" in opened
    assert f"{registered}/people/maria-delgado.yaml" not in opened


def test_an_act_loads_nothing_that_it_does_not_need(registered: Path) -> None:
    words, person, _ = ACTS["log"]
    key = lay_key(registered.parent / "keys", person)

    code, loaded, said = loaded_by(*words, cwd=registered, env={"MENTORCTL_KEY": str(key)})
    assert code == 0, said
    assert "mentorctl.reports.preview" in loaded
    assert loaded.isdisjoint(NOT_NEEDED)


@pytest.mark.parametrize("act", ACTS)
def test_an_act_starts_few_gits_and_reads_each_file_once(
    registered: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    words, person, files = ACTS[act]
    lay(registered, files)
    if act == "save":
        with (registered / PLAN).open("a", encoding="utf-8") as file:
            file.write("# seen by hand\n")
    started = counted_gits(tmp_path / "counted", monkeypatch)

    with opened_files() as opened:
        done = as_person(person or "iris-nakamura", registered, *words)

    assert done.code == 0, done.err
    gits = started()
    assert len(gits) <= MOST, gits
    if act == "save":
        return  # it checks the whole folder first, and a changed record is told by both its states
    # whose format it is, program.yaml is asked before anything at all is written
    opened[f"{registered}/program.yaml"] -= 1
    # what is changed is read, compared before it is replaced, and committed
    changed = set(plain(registered, "show", "--format=", "--name-only").splitlines())
    paths = {path: path.removeprefix(f"{registered}/") for path in opened}
    twice = [
        (path, times)
        for path, times in opened.items()
        if paths[path] != path
        and not paths[path].startswith(".git/")
        and times > (OF_CHANGED if paths[path] in changed else 1)
    ]
    assert not twice
