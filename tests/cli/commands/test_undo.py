from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from support.folders import commit_all, contents, history, lay_base
from support.keys import lay_key, needs_openssh
from support.run import Result, mentorctl
from support.signers import as_person, lay_registered
from support.story import FIRST, IRIS, TEO
from support.telling import DATE, LATER, PLAN, told

from mentorctl.trail.ssh.sshsig import verify_commit

if TYPE_CHECKING:
    from pathlib import Path

PHONE, NEW_PHONE = "573-555-0117", "573-555-0118"
PERSON = "people/amara-okafor.yaml"


def undo(program: Path, *words: str, **more: str) -> Result:
    return mentorctl("undo", *words, "--today", "2027-05-03", cwd=program, env=more)


def git(program: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-C", program, *words], check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout.strip()


def change(program: Path, path: str, old: str, new: str, *, save: bool = True) -> None:
    text = (program / path).read_text(encoding="utf-8")
    assert old in text
    (program / path).write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    if save:
        done = mentorctl("save", "--anyway", "--today", "2027-05-03", cwd=program)
        assert done.code == 0, done.err


def test_the_last_change_is_taken_back_by_a_new_commit(program: Path) -> None:
    before = contents(program)
    change(program, PERSON, PHONE, NEW_PHONE)
    undone = git(program, "rev-parse", "HEAD")

    done = undo(program, "--yes")

    assert done.code == 0, done.err
    assert contents(program) == before
    assert git(program, "status", "--short") == ""
    assert history(program)[0] == f"undo: person amara-okafor: Cell Phone → {NEW_PHONE}"
    body = git(program, "log", "-1", "--format=%B")
    assert f"- person amara-okafor: Cell Phone → {PHONE}" in body
    assert git(program, "log", "-1", "--format=%(trailers:key=Mentorctl-Undid,valueonly)") == undone
    assert len(history(program)) == 3


def test_an_undoing_is_undone_like_everything_else(program: Path) -> None:
    change(program, PERSON, PHONE, NEW_PHONE)
    changed = contents(program)
    for number in range(4):
        assert undo(program, git(program, "rev-parse", "HEAD"), "--yes").code == 0
        assert (contents(program) == changed) is bool(number % 2)
    subject = f"person amara-okafor: Cell Phone → {NEW_PHONE}"
    assert history(program)[:4] == [f"redo: {subject}", f"undo: {subject}"] * 2


def test_undo_goes_further_back_and_redo_forward_again(program: Path) -> None:
    states = [contents(program)]
    for old, new in ((PHONE, NEW_PHONE), (NEW_PHONE, "573-555-0119"), ("573-555-0119", PHONE)):
        change(program, PERSON, old, new)
        states.append(contents(program))
    change(program, PLAN, DATE, LATER)
    states.append(contents(program))
    last = len(states) - 1
    # the second number is how many steps forward: back two, forward one, back two …
    for back, forward in ((2, 1), (2, 3), (4, 4)):
        at = last
        for _ in range(back):
            done = undo(program, "--yes")
            assert done.code == 0, done.err
            at -= 1
            assert contents(program) == states[at]
        for _ in range(min(forward, last - at)):
            done = mentorctl("redo", "--yes", "--today", "2027-05-03", cwd=program)
            assert done.code == 0, done.err
            at += 1
            assert contents(program) == states[at]
        while at < last:
            assert mentorctl("redo", "--yes", "--today", "2027-05-03", cwd=program).code == 0
            at += 1
    nothing = mentorctl("redo", "--yes", cwd=program)
    assert nothing.code == 3
    assert "nothing of yours is undone" in nothing.err


def test_redo_says_what_it_will_do_and_asks(program: Path) -> None:
    change(program, PERSON, PHONE, NEW_PHONE)
    assert "to bring it back: mentorctl redo" in undo(program, "--yes").err
    words = ("redo", "--today", "2027-05-03")
    asked = mentorctl(*words, cwd=program, input="n\n", terminal=True)
    assert asked.code == 1
    assert "this brings back" in asked.err
    assert "undo:" not in asked.err
    assert f"Cell Phone → {NEW_PHONE}" in asked.err
    assert mentorctl(*words, cwd=program, input="y\n", terminal=True).code == 0
    assert NEW_PHONE in (program / PERSON).read_text("utf-8")


def test_files_for_editors_are_not_told_of(program: Path) -> None:
    mentorctl("schema", cwd=program)
    mentorctl("save", "--yes", cwd=program)
    people = program / "people.csv"
    people.write_text("Name,Roles,Mail\nAda North,mentor,ada@x.example\n", encoding="utf-8")
    mentorctl("import", people, "--columns", "Mail=email", "--today", "2027-05-03", cwd=program)
    shown = undo(program, "--dry-run").err
    assert "person ada-north: deleted" in shown
    assert ".mentorctl" not in shown


def test_after_another_change_redo_wants_to_be_told_what(program: Path) -> None:
    change(program, PERSON, PHONE, NEW_PHONE)
    assert undo(program, "--yes").code == 0
    change(program, PLAN, DATE, LATER)
    done = mentorctl("redo", "--yes", cwd=program)
    assert done.code == 3
    named = next(line for line in done.err.splitlines() if "mentorctl redo " in line)
    words = named.partition("mentorctl ")[2].split()
    assert mentorctl(*words, "--yes", "--today", "2027-05-03", cwd=program).code == 0
    assert NEW_PHONE in (program / PERSON).read_text("utf-8")
    wrong = mentorctl("redo", git(program, "rev-parse", "HEAD~1")[:10], "--yes", cwd=program)
    assert wrong.code == 2
    assert "undid nothing" in wrong.err


def test_it_says_what_it_will_do_and_asks(program: Path) -> None:
    change(program, PERSON, PHONE, NEW_PHONE)
    words = ("undo", "--today", "2027-05-03")

    asked = mentorctl(*words, cwd=program, input="n\n", terminal=True)
    assert (asked.code, len(history(program))) == (1, 2)
    assert "Jo Tester (author, not signed)" in asked.err
    assert f"Cell Phone → {PHONE}" in asked.err
    assert re.search(r"^in people/amara-okafor\.yaml:\d+$", asked.err, re.MULTILINE)

    nobody = mentorctl(*words, cwd=program)
    assert (nobody.code, "--yes" in nobody.err, len(history(program))) == (1, True, 2)

    assert mentorctl(*words, cwd=program, input="y\n", terminal=True).code == 0
    assert len(history(program)) == 3


def test_what_came_with_it_goes_with_it_to_the_last_folder(program: Path) -> None:
    before = contents(program)
    added = mentorctl(
        "person", "add", "ben-abara", "--name", "Ben Abara", "--role", "mentee",
        "--email", "b@a.example", cwd=program,
    )  # fmt: skip
    assert added.code == 0, added.err
    done = mentorctl(
        "pair", "ben-abara", "teo-lindqvist", "--starts", "2026-09-14", "--today",
        "2026-09-20", cwd=program,
    )  # fmt: skip
    assert done.code == 0, done.err
    folder = program / "pairings/2026-2027/ben-abara-teo-lindqvist"
    assert folder.is_dir()

    assert undo(program, "--yes").code == 0
    assert not folder.exists()
    assert undo(program, git(program, "rev-parse", "HEAD~2"), "--yes").code == 0
    assert contents(program) == before


def test_a_file_that_was_deleted_is_there_again(program: Path) -> None:
    visit = program / FIRST / "visits/2026-11-10.yaml"
    text = visit.read_bytes()
    visit.unlink()
    assert mentorctl("save", "--anyway", cwd=program).code == 0
    assert undo(program, "--yes").code == 0
    assert visit.read_bytes() == text


def test_a_later_change_stands_in_the_way_and_is_named(program: Path) -> None:
    change(program, PERSON, PHONE, NEW_PHONE)
    first = git(program, "rev-parse", "--short=12", "HEAD")
    change(program, PERSON, NEW_PHONE, "573-555-0119")
    later = git(program, "rev-parse", "HEAD")[:10]

    done = undo(program, first, "--yes")

    assert done.code == 3
    assert PERSON in done.err
    assert f"mentorctl undo {later}" in done.err
    assert len(history(program)) == 3


def test_an_earlier_change_of_other_files_can_go(program: Path) -> None:
    change(program, PERSON, PHONE, NEW_PHONE)
    first = git(program, "rev-parse", "HEAD")
    change(program, PLAN, DATE, LATER)
    assert undo(program, first[:8], "--yes").code == 0
    assert PHONE in (program / PERSON).read_text("utf-8")
    assert LATER in (program / PLAN).read_text("utf-8")


def test_edits_that_nobody_saved_are_never_lost(program: Path) -> None:
    change(program, PERSON, PHONE, NEW_PHONE)
    change(program, PERSON, "amara.okafor@", "amara@", save=False)
    edited = contents(program)

    done = undo(program, "--yes")

    assert done.code == 1
    assert "mentorctl save" in done.err
    assert (contents(program), len(history(program))) == (edited, 2)


def test_an_undoing_that_was_killed_is_gone_on_with(program: Path) -> None:
    change(program, PERSON, PHONE, NEW_PHONE)
    change(program, PERSON, NEW_PHONE, PHONE, save=False)
    assert undo(program, "--yes").code == 0
    assert git(program, "status", "--short") == ""
    assert history(program)[0].startswith("undo: ")


def test_edits_of_other_files_stay_as_they_are(program: Path) -> None:
    change(program, PERSON, PHONE, NEW_PHONE)
    change(program, PLAN, DATE, LATER, save=False)
    assert undo(program, "--yes").code == 0
    assert LATER in (program / PLAN).read_text("utf-8")
    assert git(program, "status", "--short") == f"M {PLAN}"


def test_what_is_undone_already_is_not_done_twice(program: Path) -> None:
    change(program, PERSON, PHONE, NEW_PHONE)
    changed = git(program, "rev-parse", "HEAD")
    assert undo(program, "--yes").code == 0
    done = undo(program, changed, "--yes")
    assert (done.code, "already" in done.err, len(history(program))) == (3, True, 3)


def test_the_beginning_and_merges_stay(program: Path) -> None:
    first = git(program, "rev-parse", "HEAD")
    change(program, PERSON, PHONE, NEW_PHONE)
    git(program, "switch", "-q", "-c", "side", first)
    change(program, PLAN, DATE, LATER)
    git(program, "switch", "-q", "main")
    git(program, "merge", "-q", "--no-edit", "side")

    assert "begins the program" in undo(program, first, "--yes").err
    merge = undo(program, git(program, "rev-parse", "HEAD"), "--yes")
    assert (merge.code, "two histories" in merge.err) == (3, True)
    # of the two changes that it brought, the later one is the user's last
    assert undo(program, "--yes").code == 0


def test_a_commit_of_another_branch_is_not_there_to_be_undone(program: Path) -> None:
    git(program, "switch", "-q", "-c", "side")
    change(program, PERSON, PHONE, NEW_PHONE)
    other = git(program, "rev-parse", "HEAD")
    git(program, "switch", "-q", "main")
    done = undo(program, other, "--yes")
    assert (done.code, "not in the history" in done.err) == (3, True)


def test_what_check_finds_after_it_is_said(program: Path) -> None:
    change(program, PERSON, "email: amara.okafor@hollis-creek.example", "email: nobody")
    change(program, PERSON, "email: nobody", "email: amara@okafor.example")
    done = undo(program, "--yes")
    assert done.code == 0
    assert "[wrong-value]" in done.err
    assert "to bring it all back: mentorctl redo" in done.err


def test_a_program_that_cannot_be_read_is_brought_back(program: Path) -> None:
    change(program, "program.yaml", "year: 2026-2027", "year: next")
    done = undo(program, "--yes")
    assert done.code == 0, done.err
    assert mentorctl("status", cwd=program).code == 0


def test_what_somebody_else_did_is_not_ones_last_change(tmp_path: Path) -> None:
    told(tmp_path / "p", to_the_end=False)
    done = undo(tmp_path / "p", "--yes")
    assert (done.code, "is yours" in done.err) == (3, True)


@needs_openssh
def test_it_is_signed_and_tells_when_a_signature_goes_with_it(tmp_path: Path, home: Path) -> None:
    program = tmp_path / "p"
    told(program, to_the_end=False)
    mine = {"MENTORCTL_KEY": str(lay_key(home / "keys", TEO))}

    done = undo(program, "--yes", **mine)

    assert done.code == 0, done.err
    assert not (program / FIRST / "signatures/plan.mentor.yaml").exists()
    assert (program / FIRST / "signatures/plan.mentee.yaml").exists()
    assert "Teo Lindqvist" in done.err
    assert "mentorctl sign --decline" in done.err
    raw = subprocess.run(
        ["git", "-C", program, "cat-file", "commit", "HEAD"], check=True, capture_output=True
    ).stdout
    assert verify_commit(raw) is not None


@needs_openssh
@pytest.mark.parametrize(("person", "code"), [(IRIS, 0), (TEO, 0)])
def test_ones_own_last_change_is_told_by_the_key(
    tmp_path: Path, home: Path, person: str, code: int
) -> None:
    ids = told(tmp_path / "p")
    mine = {"MENTORCTL_KEY": str(lay_key(home / "keys", person))}
    words = ("undo", "--today", "2027-05-03")
    asked = mentorctl(*words, cwd=tmp_path / "p", env=mine)
    # what nobody signed has the tester's address, which is the user's own here
    assert ids[6][:10] in asked.err
    assert asked.code == 1 - code


@needs_openssh
def test_what_is_anothers_to_write_is_not_taken_back(tmp_path: Path) -> None:
    """Taken back by somebody else, it would count for nothing, and a guard would refuse it."""
    program = lay_registered(lay_base(tmp_path / "program"))
    words = ("edit", "amara-okafor-teo-lindqvist", "pairing", "--set", "content_area=Business")
    assert as_person("iris-nakamura", program, *words).code == 0
    made = git(program, "rev-parse", "HEAD")
    for more in ((), ("--dry-run",)):
        done = as_person("amara-okafor", program, "undo", made, "--yes", *more)
        assert done.code == 1
        assert "it is not yours to write" in done.err
        assert "ask Noor Haddad" in done.err
    assert git(program, "rev-parse", "HEAD") == made
    assert as_person("noor-haddad", program, "undo", made, "--yes").code == 0


def test_nor_is_what_nobody_signed_whoever_takes_it_back(tmp_path: Path) -> None:
    """What an unsigned change did to another's field is theirs, or a coordinator's, to mend."""
    program = lay_registered(lay_base(tmp_path / "program"))
    plan = program / "pairings/2026-2027/amara-okafor-teo-lindqvist/plan.yaml"
    text = plan.read_text(encoding="utf-8")
    assert "  by: noor-haddad" in text
    plan.write_text(text.replace("  by: noor-haddad", "  by: iris-nakamura"), encoding="utf-8")
    commit_all(program, "a stray change")
    made = git(program, "rev-parse", "HEAD")
    done = as_person("amara-okafor", program, "undo", made, "--yes")
    assert done.code == 1
    assert "it is not yours to write" in done.err
    assert git(program, "rev-parse", "HEAD") == made
    assert as_person("noor-haddad", program, "undo", made, "--yes").code == 0
