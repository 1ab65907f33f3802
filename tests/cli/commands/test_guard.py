from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from support.folders import Once, commit_all, copied, lay_base
from support.histories import commit_of_any_name, plain
from support.keys import key_of
from support.run import Result, mentorctl

from mentorctl.cli.sharing.push_refusals import REMEDIES
from mentorctl.trail.git import repository as trail_git
from mentorctl.trail.server.pre_receive import REFUSED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COORDINATOR, MENTOR, MENTEE, ADVISOR = (
    "iris-nakamura", "teo-lindqvist", "amara-okafor", "noor-haddad",
)  # fmt: skip
PAIRING = "pairings/2026-2027/amara-okafor-teo-lindqvist"


@pytest.fixture
def shared(once: Once, tmp_path: Path) -> Path:
    """A shared folder with a guard before it; everybody of the program has a key."""
    laid = once("guarded", _lay_guarded)
    for name in ("program", "shared.git"):
        copied(laid / name, tmp_path / name)
    plain(tmp_path / "program", "remote", "set-url", "origin", str(tmp_path / "shared.git"))
    return tmp_path / "shared.git"


@pytest.fixture
def program(shared: Path) -> Path:
    """The program that was first sent there."""
    return shared.parent / "program"


def _lay_guarded(folder: Path) -> None:
    program = lay_base(folder / "program")
    for person in (COORDINATOR, MENTOR, MENTEE, ADVISOR):
        add_key(program, person, person)
    save(program, COORDINATOR, "keys")
    place = folder / "shared.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", place], check=True)
    result = mentorctl("guard", "--install", place, cwd=folder)
    assert result.code == 0, result.err
    plain(program, "remote", "add", "origin", str(place))
    assert push(program).code == 0


def add_key(folder: Path, person: str, whose: str) -> None:
    file = folder / f"people/{person}.yaml"
    text = file.read_text(encoding="utf-8").split("keys:")[0]
    line = key_of(whose).public_line()
    text += f"keys:\n  - public: {line}\n    added: 2026-09-01\n"
    file.write_text(text, encoding="utf-8", newline="\n")


def save(folder: Path, person: str | None, message: str) -> str:
    """Commit everything in the folder, signed by somebody or by nobody."""
    paths = [each.path for each in trail_git.changed_files(folder)]
    sign = None
    if person:
        sign = lambda raw: key_of(person).sign(raw, "git")  # noqa: E731 - one line
    return trail_git.commit(folder, paths, message, sign=sign)


def push(folder: Path, *words: str) -> Result:
    done = subprocess.run(
        ["git", "push", "-q", "origin", *(words or ("main",))],
        cwd=folder, check=False, capture_output=True, text=True,
    )  # fmt: skip
    return Result(done.returncode, done.stdout, done.stderr)


def put(folder: Path, path: str, old: str, new: str) -> None:
    file = folder / path
    text = file.read_text(encoding="utf-8")
    assert old in text, text
    file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def notes(folder: Path) -> None:
    put(folder, f"{PAIRING}/plan.yaml", "notes:", "notes: more")


def phone(folder: Path) -> None:
    put(folder, f"people/{MENTOR}.yaml", "keys:", "position: Teacher\nkeys:")


def waiver(folder: Path) -> None:
    put(folder, f"{PAIRING}/pairing.yaml", "state:",
        f"waivers:\n  - need: meetings/kickoff:attended\n    approved_by: {ADVISOR}\n"
        "    on: 2026-11-05\n    reason: ill\nstate:")  # fmt: skip


def members(folder: Path) -> None:
    put(folder, f"{PAIRING}/pairing.yaml", f"advisor: {ADVISOR}", f"advisor: {COORDINATOR}")


def program_file(folder: Path) -> None:
    put(folder, "program.yaml", "agency: ", "agency: The ")


def meeting(folder: Path) -> None:
    (folder / "README.md").write_text("read me\n", encoding="utf-8")


@pytest.mark.parametrize(
    "changes",
    [
        [(COORDINATOR, notes), (COORDINATOR, waiver), (COORDINATOR, meeting), (COORDINATOR, phone)],
        [(MENTOR, notes), (MENTEE, notes), (ADVISOR, notes), (ADVISOR, waiver), (MENTOR, phone)],
    ],
    ids=["coordinator", "others"],
)
def test_what_somebody_may_do_comes_in(
    shared: Path, program: Path, changes: list[tuple[str, Callable[[Path], None]]]
) -> None:
    for person, change in changes:
        change(program)
        commit = save(program, person, "a change")
    result = push(program)
    assert result.code == 0, result.err
    assert plain(shared, "rev-parse", "main") == commit


def test_what_is_none_of_theirs_is_refused(shared: Path, program: Path) -> None:
    before, refs = plain(shared, "rev-parse", "main"), plain(shared, "for-each-ref")
    told: dict[str, str] = {}
    for person, change, said in (
        (MENTOR, waiver, "only a coordinator or the content advisor changes it"),
        (MENTEE, members, "changes it"),
        (ADVISOR, members, "changes who is in a pairing"),
        (MENTOR, meeting, "README.md: only a"),
        (ADVISOR, phone, f"people/{MENTOR}.yaml: only a"),
        (MENTOR, program_file, "program.yaml: only a"),
        (None, notes, "nobody signed it"),
        ("somebody-else", notes, "signed with a key of nobody here"),
    ):
        # each on the main branch as it is, all in one push
        plain(program, "switch", "-q", "-C", f"change-{len(told)}", before)
        change(program)
        told[save(program, person, "a change")] = said
    result = push(program, "--all")
    assert result.code != 0
    assert "refused, and nothing was taken" in result.err
    for commit, said in told.items():
        lines = [line for line in result.err.splitlines() if commit[:10] in line]
        assert any(said in line for line in lines), result.err
    assert plain(shared, "for-each-ref") == refs


def test_what_is_refused_is_told_with_what_to_do(shared: Path, program: Path) -> None:
    """Also to whom pushes with plain git, which says nothing of mentorctl."""
    (program / PAIRING / ".gitattributes").write_text("* -text\n", encoding="utf-8")
    (program / PAIRING / "Plan.yaml").write_text("content_area: Mine\n", encoding="utf-8")
    save(program, MENTOR, "settings")
    notes(program)
    save(program, None, "nothing of mine")
    result = push(program)
    said = " ".join(result.err.replace("remote:", "").split())
    assert "goes by; delete it, or have one add it" in said
    assert "not everywhere; give it another" in said
    assert "or take it back here and send the rest: mentorctl sync --mend" in said
    assert "whether your key counts here: mentorctl key doctor" in said
    assert said.count("→") == 2
    assert shared.is_dir()


def test_every_kind_of_refusal_has_something_to_do() -> None:
    assert REMEDIES.keys() == REFUSED


def test_nobody_adds_a_key_or_a_role_to_themselves(shared: Path, program: Path) -> None:
    add_key(program, MENTOR, "another key")
    save(program, MENTOR, "my new key")
    result = push(program)
    assert "no coordinator did it" in result.err
    assert "changes keys and roles" in result.err
    assert shared.is_dir()


def test_a_pairing_of_others_stays_closed(shared: Path, program: Path) -> None:
    other = program / PAIRING.replace("amara-okafor", "amara-other")
    other.mkdir()
    (other / "pairing.yaml").write_text(
        f"mentee: {MENTEE}\nmentor: {MENTOR}\nstarts: 2026-09-14\n", encoding="utf-8"
    )
    save(program, MENTOR, "a pairing of my own")
    result = push(program)
    assert result.code != 0
    assert f"{MENTOR} is not in this pairing" in result.err
    assert shared.is_dir()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no links for everybody")
def test_links_do_not_come_in(shared: Path, program: Path) -> None:
    (program / PAIRING / "evidence/passwords.txt").symlink_to("/etc/passwd")
    save(program, MENTOR, "a link")
    assert "passwords.txt: a link, which is never followed" in push(program).err
    assert shared.is_dir()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("a" * 256 + ".pdf", "longer than every computer can hold (255 bytes"),
        ("\N{CYRILLIC SMALL LETTER ZHE}" * 128, "is longer than every computer can hold"),
        ("/".join(["deep" * 40] * 8) + "/a.pdf", "is longer than every computer can hold (700"),
        ("..\\..\\evil", "cannot be written on Windows"),
        (".hidden/a:b", "cannot be written on Windows"),
        (".hidden/aux.txt", "Windows keeps the name aux for itself"),
        ("aux .txt", "Windows keeps the name aux for itself"),
        ("GIT~2", "git keeps the name GIT~2 for itself"),
        (".Evidence", "differ only in upper and lower case"),
    ],
)
def test_a_name_that_not_every_copy_can_hold_does_not_come_in(
    shared: Path, program: Path, name: str, says: str
) -> None:
    if name == ".Evidence":
        (program / f"{PAIRING}/.evidence").write_text("x", encoding="utf-8")
        save(program, MENTOR, "a hidden file")
        assert push(program).code == 0
    before = plain(shared, "rev-parse", "main")
    made = commit_of_any_name(program, f"{PAIRING}/{name}", key_of(MENTOR).sign_commit)
    result = push(program, f"{made}:refs/heads/main")
    assert says in result.err
    assert "Traceback" not in result.err
    assert plain(shared, "rev-parse", "main") == before


@pytest.mark.parametrize("name", ["a" * 251 + ".pdf", ".hidden/notes.txt", "~$plan.docx"])
def test_a_name_that_every_copy_can_hold_comes_in(shared: Path, program: Path, name: str) -> None:
    made = commit_of_any_name(program, f"{PAIRING}/{name}", key_of(MENTOR).sign_commit)
    result = push(program, f"{made}:refs/heads/main")
    assert result.code == 0, result.err
    assert plain(shared, "rev-parse", "main") == made


def test_a_pairing_in_an_unusual_layout_is_still_whose_it_is(shared: Path, program: Path) -> None:
    file = program / PAIRING / "pairing.yaml"
    fields = file.read_text(encoding="utf-8").split("\n")
    text = ", ".join(line for line in fields if line and not line.endswith(":"))
    file.write_text(f"{{{text}}}\n", encoding="utf-8")
    save(program, COORDINATOR, "all in one line")
    assert push(program).code == 0
    notes(program)
    save(program, MENTOR, "a note")
    result = push(program)
    assert result.code == 0, result.err
    assert shared.is_dir()


def test_new_errors_are_refused_and_old_ones_are_not(shared: Path, program: Path) -> None:
    put(program, f"{PAIRING}/plan.yaml", "target_date: 2026-11-06", "target_date: soon")
    save(program, MENTOR, "soon")
    result = push(program)
    assert result.code != 0
    assert "plan.yaml:7: " in result.err
    assert "[wrong-value]" in result.err
    assert shared.is_dir()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("--force", "HEAD~1:main"),
            "never rewritten; bring them in first: mentorctl sync",
        ),
        (("--delete", "main"), "with it what it holds; leave it there"),
        (("HEAD:refs/replace/x",), "send the branch: git push origin HEAD"),
    ],
)
def test_what_is_there_stays(
    shared: Path, program: Path, words: tuple[str, ...], said: str
) -> None:
    for key in ("receive.denyNonFastForwards", "receive.denyDeletes"):
        plain(shared, "config", key, "false")
    plain(shared, "config", "receive.denyDeleteCurrent", "ignore")
    before = plain(shared, "rev-parse", "main")
    result = push(program, *words)
    assert result.code != 0
    assert said in result.err
    assert plain(shared, "rev-parse", "main") == before


def test_a_branch_beside_the_main_one_is_looked_at_too(shared: Path, program: Path) -> None:
    plain(program, "switch", "-q", "-c", "beside")
    notes(program)
    save(program, None, "unsigned")
    assert "nobody signed it" in push(program, "beside").err
    plain(program, "reset", "-q", "--hard", "main")
    notes(program)
    save(program, MENTOR, "signed")
    assert push(program, "beside").code == 0
    assert shared.is_dir()


@pytest.mark.parametrize(
    "ref",
    ["refs/heads/refs/heads/main", "refs/tags/refs/heads/main", "refs/tags/main", "refs/heads/Main",
     "refs/heads/HEAD", "refs/tags/con"],
)  # fmt: skip
def test_a_name_that_git_could_take_for_another_does_not_come_in(
    shared: Path, program: Path, ref: str
) -> None:
    refs = plain(shared, "for-each-ref")
    result = push(program, f"HEAD:{ref}")
    assert result.code != 0
    assert "another" in result.err
    assert plain(shared, "for-each-ref") == refs


@pytest.mark.skipif(os.name == "nt", reason="Windows gives a program no such word")
@pytest.mark.parametrize("name", ["a\udcff", "a\u00a0b", "a\u2028b"])
def test_nor_does_one_that_is_no_plain_text(shared: Path, program: Path, name: str) -> None:
    refs = plain(shared, "for-each-ref")
    words = ["git", "push", "-q", "origin", f"HEAD:refs/heads/{name}"]
    done = subprocess.run(words, cwd=program, check=False, capture_output=True)
    assert b"not every computer can hold the name a" in done.stderr
    assert plain(shared, "for-each-ref") == refs


def test_nor_do_two_at_once_that_are_twins(shared: Path, program: Path) -> None:
    refs = plain(shared, "for-each-ref")
    result = push(program, "HEAD:refs/heads/spring", "HEAD:refs/heads/Spring")
    assert "there is spring already, and git could take one for the other" in result.err
    assert plain(shared, "for-each-ref") == refs


def test_a_revoked_key_brings_no_branch_in(shared: Path, program: Path) -> None:
    before = plain(program, "rev-parse", "HEAD")
    file = program / f"people/{MENTOR}.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}    revoked: 2026-10-01\n", encoding="utf-8", newline="\n")
    save(program, COORDINATOR, "revoked")
    assert push(program).code == 0
    plain(program, "switch", "-q", "-c", "beside", before)
    notes(program)
    save(program, MENTOR, "with the key of before")
    result = push(program, "beside")
    assert result.code != 0
    assert "in which its key was not revoked yet" in result.err
    assert plain(shared, "branch", "--list", "beside") == ""


def test_two_branches_in_one_push_are_each_looked_at(shared: Path, program: Path) -> None:
    plain(program, "switch", "-q", "-c", "beside")
    waiver(program)
    save(program, MENTOR, "a waiver of my own")
    plain(program, "switch", "-q", "main")
    notes(program)
    save(program, MENTOR, "a note")
    result = push(program, "main", "beside")
    assert result.code != 0
    assert "only a coordinator or the content advisor changes it" in result.err
    assert plain(shared, "branch", "--list", "beside") == ""


@pytest.mark.parametrize("by", [MENTEE, ADVISOR])
def test_the_comment_of_a_mentor_is_theirs_alone(shared: Path, program: Path, by: str) -> None:
    path = f"{PAIRING}/experiences/1.yaml"
    put(program, path, "Thorough on grading", "Thorough")
    save(program, by, "a better comment")
    result = push(program)
    assert result.code != 0
    assert f"of {by}: {path}: only the mentor fills it in: comment text" in result.err
    assert shared.is_dir()


def test_another_main_branch_there_is_no_way_around(shared: Path, program: Path) -> None:
    plain(shared, "symbolic-ref", "HEAD", "refs/heads/nothing-yet")
    notes(program)
    save(program, None, "unsigned")
    assert "nobody signed it" in push(program).err
    assert "nobody signed it" in push(program, "HEAD:refs/heads/nothing-yet").err


def test_sync_says_what_the_guard_said(shared: Path, program: Path) -> None:
    waiver(program)
    save(program, MENTOR, "a waiver")
    before = plain(program, "rev-parse", "HEAD")
    result = mentorctl("sync", "--remote", shared, cwd=program)
    assert result.code == 3
    assert "only a coordinator or the content advisor changes it" in result.err
    assert plain(program, "rev-parse", "HEAD") == before


def test_a_merge_of_two_peoples_work_comes_in(shared: Path, program: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    subprocess.run(["git", "clone", "-q", shared, other], check=True)
    put(other, f"{PAIRING}/pairing.yaml", "state:", "follows: some-other\nstate:")
    put(other, f"{PAIRING}/plan.yaml", "target_date: 2026-12-04", "target_date: 2026-12-05")
    put(other, f"people/{MENTOR}.yaml", "keys:", "pronunciation: TAY-oh\nkeys:")
    save(other, COORDINATOR, "the coordinator's")
    put(other, f"{PAIRING}/pairing.yaml", "follows: some-other\n", "")
    save(other, COORDINATOR, "and back")
    assert push(other).code == 0
    notes(program)
    phone(program)
    save(program, MENTOR, "the mentor's")
    from mentorctl.trail.git import fast_forward
    from mentorctl.trail.git.merging import three_way_merge

    plain(program, "fetch", "-q", "origin")
    ours, theirs = (plain(program, "rev-parse", each) for each in ("HEAD", "origin/main"))
    found = three_way_merge.merge_commits(program, ours, theirs)
    assert found.clashes == ()
    merged = fast_forward.merge_commit(
        program, ours, theirs, found.files, found.new, message="together",
        sign=lambda raw: key_of(MENTOR).sign(raw, "git"),
    )  # fmt: skip
    fast_forward.advance(program, ours, merged)
    result = push(program)
    assert result.code == 0, result.err


def test_a_guard_is_set_only_where_it_belongs(program: Path, tmp_path: Path) -> None:
    result = mentorctl("guard", "--install", program, cwd=tmp_path)
    assert result.code == 3
    place = tmp_path / "x.git"
    subprocess.run(["git", "init", "-q", "--bare", place], check=True)
    (place / "hooks").mkdir(exist_ok=True)
    (place / "hooks/pre-receive").write_text("#!/bin/sh\n", encoding="utf-8")
    result = mentorctl("guard", "--install", place, cwd=tmp_path)
    assert result.code == 3
    assert "another hook" in result.err
    (place / "hooks/pre-receive").unlink()
    for _ in range(2):
        assert mentorctl("guard", "--install", place, cwd=tmp_path).code == 0
    assert os.access(place / "hooks/pre-receive", os.X_OK)


def test_it_is_run_wherever_git_was_told_to_look_for_hooks(
    shared: Path, program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = tmp_path / "settings"
    theirs.write_text("[core]\n\thooksPath = /elsewhere\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(theirs))
    plain(shared, "config", "core.hooksPath", "/elsewhere")
    plain(shared, "config", "--add", "core.hooksPath", "/and/there")
    assert mentorctl("guard", "--install", shared, cwd=tmp_path).code == 0
    notes(program)
    save(program, None, "unsigned")
    assert "nobody signed it" in push(program).err


def test_it_does_not_say_that_it_stands_where_it_would_not_be_run(
    shared: Path, tmp_path: Path
) -> None:
    with (shared / "config").open("a", encoding="utf-8") as file:
        file.write("[include]\n\tpath = more\n")
    (shared / "more").write_text("[core]\n\thooksPath = /elsewhere\n", encoding="utf-8")
    result = mentorctl("guard", "--install", shared, cwd=tmp_path)
    assert result.code == 3
    assert "core.hooksPath is /elsewhere" in result.err


def test_a_person_who_types_it_is_told_what_it_is(tmp_path: Path) -> None:
    result = mentorctl("guard", cwd=tmp_path, input="x\n", terminal=True)
    assert result.code == 2
    assert "--install" in result.err
    result = mentorctl("guard", cwd=tmp_path, input="what is this\n")
    assert result.code == 3


def test_a_new_program_may_begin_with_what_it_has(
    tmp_path: Path, real_guard: Callable[[Path], None]
) -> None:
    program = lay_base(tmp_path / "program")
    put(program, f"{PAIRING}/plan.yaml", "target_date: 2026-11-06", "target_date: soon")
    commit_all(program, "as it is")
    place = tmp_path / "shared.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", place], check=True)
    real_guard(place)
    plain(program, "remote", "add", "origin", str(place))
    result = push(program)
    assert result.code == 0, result.err
