from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from support.folders import history
from support.run import Result, mentorctl
from support.signers import as_person, commit_as, lay_registered, mark

from mentorctl.model.paths import ALLOWED_SIGNERS
from mentorctl.store.parse.nodes import compose, plain

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "pairings/2026-2027/amara-okafor-teo-lindqvist"

A_CALL = ("log", "okafor", "--from", "7:00", "--until", "8:00", "--kind", "phone", "--today",
          "2027-05-03")  # fmt: skip


def save(program: Path, *words: str) -> Result:
    return mentorctl("save", *words, "--today", "2027-05-03", cwd=program)


def change(program: Path, path: str, old: str, new: str) -> None:
    text = (program / path).read_text(encoding="utf-8")
    assert old in text
    (program / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def git(program: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-C", program, *words], check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout


def test_one_change_is_told_in_one_sentence(program: Path) -> None:
    change(program, f"{FOLDER}/plan.yaml", "2026-12-04", "2026-12-11")

    done = save(program)

    assert done.code == 0, done.err
    assert history(program)[0] == (
        "plan of amara-okafor-teo-lindqvist: Target Date of experience 2 → 2026-12-11"
    )
    assert git(program, "status", "--short") == ""


def test_several_changes_are_summed_up_and_listed(program: Path) -> None:
    change(program, f"{FOLDER}/plan.yaml", "2026-12-04", "2026-12-11")
    change(program, "people/amara-okafor.yaml", "573-555-0117", "573-555-0118")
    (program / FOLDER / "visits/2026-11-10.yaml").unlink()
    (program / "people/ben-abara.yaml").write_text(
        "name: Ben Abara\nroles: [mentor]\nemail: ben@abara.example\nphones:\n"
        "  cell: 573-555-0101\ncontent_area: Agricultural Education\nexperience_years: 9\n",
        encoding="utf-8",
    )

    done = save(program)

    assert done.code == 0, done.err
    head, _, *body = git(program, "log", "-1", "--format=%B").strip().splitlines()
    assert head == "changes in 4 records"
    assert body == [
        "- plan of amara-okafor-teo-lindqvist: Target Date of experience 2 → 2026-12-11",
        "- visit 2026-11-10 of amara-okafor-teo-lindqvist: deleted",
        "- person amara-okafor: Cell Phone → 573-555-0118",
        "- person ben-abara: added",
    ]
    assert git(program, "status", "--short") == ""


def test_a_message_of_ones_own(program: Path) -> None:
    change(program, "people/amara-okafor.yaml", "573-555-0117", "573-555-0118")
    assert save(program, "-m", "New phone").code == 0
    assert history(program)[0] == "New phone"


def test_text_that_is_lost_as_a_remark_is_said_at_once(program: Path) -> None:
    change(program, "people/teo-lindqvist.yaml", "Marlow Technical Center", "Public School #12")

    done = save(program)

    assert done.code == 0
    assert "'#12' is taken for a remark, and school is 'Public School' only" in done.err
    assert "saved" in done.err


def test_nothing_to_save_is_no_fault(program: Path) -> None:
    done = save(program)
    assert (done.code, "nothing to save" in done.err) == (0, True)
    assert len(history(program)) == 1


@pytest.mark.parametrize("left", [None, b"", bytes(4096)])
def test_a_lost_index_is_no_change(program: Path, left: bytes | None) -> None:
    change(program, "people/amara-okafor.yaml", "573-555-0117", "573-555-0118")
    (program / ".git/index").unlink()
    if left is not None:
        (program / ".git/index").write_bytes(left)
    assert save(program).code == 0
    assert history(program)[0] == "person amara-okafor: Cell Phone → 573-555-0118"
    assert git(program, "status", "--short") == ""
    (program / ".git/index").unlink()
    assert "nothing to save" in save(program, "--dry-run").err
    assert "nothing to save" in save(program).err
    assert git(program, "status", "--short") == ""


@pytest.mark.parametrize(
    ("words", "said", "back"),
    [
        (("switch", "--orphan", "x"), "at a branch without a program", "switch main"),
        (("rm", "-q", "program.yaml"), "program.yaml is gone", "checkout HEAD -- program.yaml"),
        (("checkout", "--orphan", "x"), "has nothing yet", "switch main"),
    ],
)
def test_one_command_brings_a_program_back_that_git_has_taken_away(
    program: Path, words: tuple[str, ...], said: str, back: str
) -> None:
    git(program, *words)
    for command in (("sync",), A_CALL):
        done = mentorctl(*command, cwd=program)
        assert done.code == 3, done.err
        assert said in done.err
        assert f": git {back}\n" in done.err
        assert f"git -C {program} {back}" in mentorctl("-C", program, "sync").err or (
            "has nothing yet" in said
        )
    git(program, *back.split())
    assert git(program, "status", "--short") == ""
    assert save(program).code == 0


def test_errors_in_what_changed_are_shown_and_nothing_is_saved(program: Path) -> None:
    change(program, f"{FOLDER}/plan.yaml", "2026-12-04", "tomorrow")
    change(program, "people/amara-okafor.yaml", "573-555-0117", "573-555-0118")

    done = save(program)

    assert done.code == 1
    assert f"{FOLDER}/plan.yaml:" in done.out
    assert "[wrong-value]" in done.out
    assert len(history(program)) == 1

    assert save(program, "--anyway").code == 0
    assert len(history(program)) == 2
    body = git(program, "log", "-1", "--format=%B")
    assert "Saved although check finds an error in it:" in body
    assert "[wrong-value]" in body


def test_nothing_is_said_of_errors_where_there_are_none(program: Path) -> None:
    change(program, "people/amara-okafor.yaml", "573-555-0117", "573-555-0118")
    assert save(program, "--anyway").code == 0
    assert "although" not in git(program, "log", "-1", "--format=%B")


def test_what_is_still_to_be_done_does_not_stop_it(program: Path) -> None:
    change(
        program, f"{FOLDER}/experiences/4.yaml", "sent_to_advisor: 2027-04-05", "sent_to_advisor:"
    )
    save(program, "--anyway")
    change(program, f"{FOLDER}/experiences/4.yaml", "slot: 4", "slot: 4  # the flyer")
    overdue = mentorctl(
        "check", f"{FOLDER}/experiences/4.yaml", "--today", "2027-05-03", cwd=program
    )
    assert "[milestone-missed]" in overdue.out

    done = save(program)

    assert done.code == 0, done.out + done.err
    assert git(program, "status", "--short") == ""


def test_errors_elsewhere_do_not_stop_it(program: Path) -> None:
    change(program, f"{FOLDER}/plan.yaml", "2026-12-04", "tomorrow")
    assert save(program, "--anyway").code == 0
    change(program, "people/amara-okafor.yaml", "573-555-0117", "573-555-0118")
    assert save(program).code == 0


def test_what_has_no_place_in_the_folder_is_left_out(program: Path) -> None:
    (program / "shopping.txt").write_text("milk\n", encoding="utf-8")
    (program / FOLDER / "plan.yaml~").write_text("old\n", encoding="utf-8")
    (program / ".env").write_text("SECRET=1\n", encoding="utf-8")
    (program / FOLDER / "evidence/photo.txt").write_text("a photo\n", encoding="utf-8")
    change(program, f"{FOLDER}/experiences/3.yaml", "evidence:", "evidence:\n  - photo.txt")

    done = save(program)

    assert done.code == 0, done.err
    for name in ("shopping.txt", "plan.yaml~", ".env"):
        assert name in done.err
    left = git(program, "status", "--short", "--untracked-files=all").split()
    assert sorted(each for each in left if each != "??") == sorted(
        [".env", f"{FOLDER}/plan.yaml~", "shopping.txt"]
    )


def test_what_is_ignored_is_not_even_named(program: Path) -> None:
    (program / ".gitignore").write_text("*.bak\n", encoding="utf-8")
    (program / "plan.bak").write_text("old\n", encoding="utf-8")

    done = save(program)

    assert done.code == 0
    assert "plan.bak" not in done.err
    assert history(program)[0] == ".gitignore: added"


def test_remarks_alone_are_saved_too(program: Path) -> None:
    change(program, f"{FOLDER}/plan.yaml", "approved:", "# seen by Noor\napproved:")
    assert save(program).code == 0
    assert history(program)[0] == "plan of amara-okafor-teo-lindqvist: remarks or layout"


def test_a_folder_without_a_history_says_so(program: Path) -> None:
    shutil.rmtree(program / ".git")
    done = save(program)
    assert done.code == 3
    assert "mentorctl save --begin" in done.err


def test_a_folder_without_a_history_gets_one_when_asked(program: Path) -> None:
    shutil.rmtree(program / ".git")
    planned = save(program, "--begin", "--dry-run")
    assert (planned.code, (program / ".git").exists()) == (0, False)

    done = save(program, "--begin")
    assert done.code == 0, done.err
    assert len(history(program)) == 1
    assert "goes on" in save(program, "--begin").err


@pytest.mark.parametrize("anyway", [(), ("--anyway",)])
def test_a_program_that_cannot_be_read_stops_only_its_own_change(
    program: Path, anyway: tuple[str, ...]
) -> None:
    change(program, "program.yaml", "year: 2026-2027", "year: next")

    done = save(program, *anyway)

    assert done.code == (0 if anyway else 1), done.err
    assert len(history(program)) == (2 if anyway else 1)


def test_two_versions_that_nobody_has_chosen_from(program: Path) -> None:
    path = f"{FOLDER}/plan.yaml"
    git(program, "switch", "-q", "-c", "theirs")
    change(program, path, "2026-12-04", "2026-12-10")
    git(program, "commit", "-qam", "theirs")
    git(program, "switch", "-q", "main")
    change(program, path, "2026-12-04", "2026-12-11")
    git(program, "commit", "-qam", "ours")
    subprocess.run(
        ["git", "-C", program, "merge", "-q", "theirs"], check=False, capture_output=True
    )

    done = save(program)

    assert done.code == 1
    assert "nobody has chosen" in done.err


def test_what_was_chosen_of_two_versions_is_saved(program: Path) -> None:
    path = f"{FOLDER}/plan.yaml"
    change(program, path, "2026-12-04", "2026-12-10")
    git(program, "stash")
    change(program, path, "2026-12-04", "2026-12-11")
    git(program, "commit", "-qam", "another day")
    subprocess.run(["git", "-C", program, "stash", "pop"], check=False, capture_output=True)
    refused = save(program)
    assert refused.code == 1
    assert "keep one of the two versions in it" in " ".join(refused.err.split())
    git(program, "checkout", "--theirs", path)
    done = save(program)
    assert done.code == 0, done.err
    assert "nobody has chosen" not in git(program, "log", "-1", "--format=%B")


MENTORS = "pairings/2026-2027/amara-okafor-teo-lindqvist/experiences/1.yaml"


@pytest.mark.parametrize(
    ("person", "code"), [("amara-okafor", 1), ("teo-lindqvist", 0), ("iris-nakamura", 0)]
)
def test_what_is_anothers_to_write_is_not_saved(program: Path, person: str, code: int) -> None:
    root = lay_registered(program)
    change(root, MENTORS, "Thorough on grading", "Thorough")
    before = git(root, "rev-parse", "HEAD")
    result = as_person(person, root, "save")
    assert result.code == code, result.err
    said = f"{MENTORS}: only the mentor fills it in: comment text"
    assert (said in result.err) == bool(code)
    assert ("mentorctl sync --mend" in " ".join(result.err.split())) == bool(code)
    assert (git(root, "rev-parse", "HEAD") == before) == bool(code)
    assert as_person(person, root, "save", "--anyway").code == 0


def test_a_signature_stays_where_it_was_given(program: Path) -> None:
    root = lay_registered(program)
    signed = as_person("teo-lindqvist", root, "sign", "okafor", "experiences/1", "--yes",
                       "--today", "2027-05-03")  # fmt: skip
    assert signed.code == 0, signed.err
    before, moved = git(root, "rev-parse", "HEAD"), "pairings/2026-2027/amara-teo"
    git(root, "mv", FOLDER, moved)
    result = as_person("iris-nakamura", root, "save", "--today", "2027-05-03")
    assert result.code == 1
    said = f"{moved}/signatures/experiences-1.mentor.yaml: a signature that is none: it was signed"
    assert f"{said} for {MENTORS} as mentor, and put here" in result.err
    assert "its old name or text again, then save" in result.err
    assert git(root, "rev-parse", "HEAD") == before
    git(root, "mv", moved, FOLDER)
    assert "nothing to save" in as_person("iris-nakamura", root, "save").err


def shared_by_two(program: Path, place: Path) -> tuple[Path, Path]:
    """Share a program in which all have keys; the shared folder, and another copy of it."""
    lay_registered(program)
    shared, other = place / "shared.git", place / "other"
    git(program, "init", "-q", "--bare", "-b", "main", str(shared))
    assert as_person("iris-nakamura", program, "sync", "--remote", shared).code == 0
    git(place, "clone", "-q", str(shared), str(other))
    return shared, other


def test_sync_names_what_came_in_and_counts_for_nothing(program: Path, tmp_path: Path) -> None:
    (program / ALLOWED_SIGNERS).parent.mkdir(exist_ok=True)
    (program / ALLOWED_SIGNERS).write_text("# keys\n", encoding="utf-8")
    shared, other = shared_by_two(program, tmp_path)
    change(program, MENTORS, "Thorough on grading", "Thorough")
    assert as_person("amara-okafor", program, "save", "--anyway").code == 0
    assert as_person("amara-okafor", program, "sync").code == 0
    result = as_person("teo-lindqvist", other, "sync", "--remote", shared)
    assert result.code == 0, result.err
    assert "counts for nothing" in result.err
    assert "only the mentor fills it in: comment text" in result.err


def test_sync_names_what_came_in_with_a_key_that_was_revoked(program: Path, tmp_path: Path) -> None:
    shared, other = shared_by_two(program, tmp_path)
    change(program, MENTORS, "Thorough on grading", "Thorough")
    assert as_person("teo-lindqvist", program, "save").code == 0
    assert as_person("teo-lindqvist", program, "sync").code == 0
    done = as_person("iris-nakamura", other, "key", "revoke", "teo", mark("teo-lindqvist"))
    assert done.code == 0, done.err
    result = as_person("iris-nakamura", other, "sync", "--remote", shared)
    assert result.code == 0, result.err
    (line,) = [each for each in result.err.splitlines() if "counts for nothing" in each]
    assert " of teo-lindqvist: it was merged in from a copy in which its key was not" in line


def test_sync_names_who_changed_keys_and_had_no_right_to(program: Path, tmp_path: Path) -> None:
    shared, other = shared_by_two(program, tmp_path)
    (program / "people/noor-haddad.yaml").unlink()
    commit_as("amara-okafor", program, "gone")
    git(program, "push", "-q", str(shared), "main")
    result = as_person("teo-lindqvist", other, "sync", "--remote", shared)
    assert result.code == 0, result.err
    lines = [each for each in result.err.splitlines() if "counts for nothing" in each]
    assert any("a registered key was taken out" in each for each in lines)
    assert all(" of amara-okafor: " in each for each in lines)


LOG = f"{FOLDER}/log.yaml"
TYPED = """\
  - on: 2026-10-20
    from: 7:00
    to: 7:25
    kind: phone
    topics: The syllabus  # Tuesday
  - on: 2026-10-20
    from: "15:30"
    to: "16:00"
    kind: meeting
"""


def _entries(program: Path) -> list[dict[str, str]]:
    found = plain(compose((program / LOG).read_bytes())[0])
    assert isinstance(found, dict)
    return found["entries"]  # type: ignore[return-value] # a log has a list of groups there


def test_nobody_invents_the_id_of_an_entry(program: Path) -> None:
    before = (program / LOG).read_text(encoding="utf-8")
    (program / LOG).write_text(before + TYPED, encoding="utf-8")
    checked = mentorctl("check", FOLDER, "--today", "2027-05-03", cwd=program)
    assert "has no id yet" in checked.out
    assert "saving gives it one: mentorctl save" in checked.out
    assert checked.code == 0

    done = save(program)

    assert done.code == 0, done.err
    after = (program / LOG).read_text(encoding="utf-8")
    assert [line for line in after.splitlines() if "id: 2026-10-20-" not in line] == (
        before + TYPED
    ).splitlines()
    first, second = _entries(program)[-2:]
    assert first["id"] != second["id"]
    assert first["id"].startswith("2026-10-20-")
    assert git(program, "status", "--short") == ""
    # once given, it stays
    assert save(program).code == 0
    assert _entries(program)[-2:] == [first, second]


def test_an_entry_that_git_alone_has_kept_gets_its_id_too(program: Path) -> None:
    before = (program / LOG).read_text(encoding="utf-8")
    (program / LOG).write_text(before + TYPED, encoding="utf-8")
    git(program, "commit", "--quiet", "-am", "typed")

    assert save(program).code == 0
    assert all(each["id"] for each in _entries(program))
    assert git(program, "status", "--short") == ""


def test_a_dry_run_gives_no_id(program: Path) -> None:
    before = (program / LOG).read_text(encoding="utf-8")
    (program / LOG).write_text(before + TYPED, encoding="utf-8")

    assert mentorctl("save", "--dry-run", "--today", "2027-05-03", cwd=program).code == 0
    assert (program / LOG).read_text(encoding="utf-8") == before + TYPED


@pytest.mark.parametrize(
    ("path", "text", "added"),
    [
        (f"{FOLDER}/visits/2026-12-01.yaml", "location: neutral\npurpose: See the lab\n",
         "on: 2026-12-01"),
        (f"{FOLDER}/experiences/4.yaml", "achieved: 2027-03-01\n", "slot: 4"),
        ("meetings/2026-2027-midyear.yaml", "on: 2027-01-12\nwhere: online\n",
         "meeting: midyear"),
    ],
)  # fmt: skip
def test_what_the_name_of_a_file_says_nobody_types(
    path: str, text: str, added: str, program: Path
) -> None:
    (program / path).write_text(text, encoding="utf-8")

    done = save(program, "--anyway")

    assert added in (program / path).read_text(encoding="utf-8").splitlines(), done.err
    assert git(program, "status", "--short") == ""


def test_a_byte_order_mark_is_no_fault(program: Path) -> None:
    person = program / "people/amara-okafor.yaml"
    person.write_bytes(b"\xef\xbb\xbf" + person.read_bytes())
    checked = mentorctl("check", "people/amara-okafor.yaml", "--today", "2027-05-03", cwd=program)
    assert (checked.code, checked.out) == (0, checked.out)
    assert save(program).code == 0

    done = mentorctl("person", "edit", "amara-okafor", "--set", "school=Marlow High", cwd=program)

    assert done.code == 0, done.err
    assert b"school: Marlow High" in person.read_bytes()
    assert "Marlow High" in mentorctl("person", "show", "amara-okafor", cwd=program).out


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        ("focal-points.yaml", "the record focal-points.yaml is not there"),
        ("evidence/flyer.txt", "'flyer.txt' is not in"),
        ("../../../people/noor-haddad.yaml", "noor-haddad (content advisor) has no file"),
    ],
)
def test_what_others_need_is_not_saved_as_deleted(program: Path, gone: str, said: str) -> None:
    (program / FOLDER / gone).unlink()
    done = save(program)
    assert done.code == 1
    assert said in done.out
    assert "nothing was saved" in done.err
