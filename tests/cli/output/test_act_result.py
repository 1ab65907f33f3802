"""What a command did is told to scripts as one object, whether it was done or refused."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from support.facts import FOLDER, PAIRING, change
from support.folders import commit_all, copied
from support.histories import plain
from support.keys import needs_openssh
from support.run import Result, mentorctl
from support.schemas import VERSIONS, faults_of
from support.signers import as_person, lay_registered, mark

if TYPE_CHECKING:
    from pathlib import Path

TODAY = ("--today", "2027-05-03")
PEOPLE = "id,name,roles,email\nana-ruiz,Ana Ruiz,mentor,ana@b.example\n"
JSON = ("--format", "json")


def told(done: Result, command: str, version: int = 1) -> dict[str, Any]:
    """What a command told, held to its schema."""
    data: dict[str, Any] = json.loads(done.out)
    assert not faults_of(command, version, data)
    return data


def act(root: Path, *words: str | Path, code: int = 0) -> dict[str, Any]:
    done = mentorctl(*words, *JSON, cwd=root)
    assert done.code == code, done.err
    return told(done, str(words[0]))


def sheet(root: Path, text: str) -> Path:
    path = root.parent / "people.csv"
    path.write_text(text, encoding="utf-8")
    return path


def head(root: Path) -> str:
    return plain(root, "rev-parse", "HEAD")


def test_an_import_tells_its_commit_its_files_and_its_rows(program: Path) -> None:
    said = act(program, "import", sheet(program, PEOPLE), *TODAY)
    assert (said["done"], said["commit"]) == (True, head(program))
    assert said["files"] == ["people/ana-ruiz.yaml"]
    (record,) = said["records"]
    assert record["record"] == "person ana-ruiz"
    assert "email → ana@b.example" in record["changes"]
    assert [(row["row"], row["kind"], row["id"]) for row in said["rows"]] == [
        (2, "new", "ana-ruiz")
    ]
    again = act(program, "import", sheet(program, PEOPLE), *TODAY)
    assert (again["done"], again["already_there"], again["files"]) == (False, 1, [])


def test_a_refused_import_tells_which_rows_and_why(program: Path) -> None:
    before = head(program)
    text = PEOPLE + "bo-li,,mentor,bo@b.example\n"
    said = act(program, "import", sheet(program, text), *TODAY, code=1)
    assert (said["done"], said["commit"], said["files"]) == (False, None, [])
    (refused,) = [row for row in said["rows"] if row["kind"] == "refused"]
    assert refused["row"] == 3
    assert refused["message"]
    assert refused["hint"]
    assert head(program) == before


def test_an_import_tells_what_it_left_as_it_was(program: Path) -> None:
    act(program, "import", sheet(program, PEOPLE), *TODAY)
    other = sheet(program, PEOPLE.replace("ana@b", "ana.ruiz@b"))
    said = act(program, "import", other, *TODAY, code=1)
    assert [(row["kind"], row["message"]) for row in said["rows"]] == [
        ("differs", "ana@b.example → ana.ruiz@b.example")
    ]
    taken = act(program, "import", other, "--update", *TODAY)
    assert [row["kind"] for row in taken["rows"]] == ["changed"]


def test_the_second_version_has_a_program_as_an_object(program: Path) -> None:
    done = mentorctl(
        "import", sheet(program, PEOPLE), *JSON, "--schema-version", "2", *TODAY, cwd=program
    )
    assert sorted(told(done, "import", 2)["program"]) == ["id", "name"]


def test_what_would_be_done_is_told_and_not_done(program: Path) -> None:
    before = head(program)
    said = act(program, "import", sheet(program, PEOPLE), "--dry-run", *TODAY)
    assert (said["done"], said["dry_run"], said["commit"]) == (False, True, None)
    assert said["files"] == ["people/ana-ruiz.yaml"]
    assert head(program) == before
    assert not (program / "people/ana-ruiz.yaml").exists()


def test_a_save_tells_what_was_saved_and_what_was_left_out(program: Path) -> None:
    change(program, f"{FOLDER}/plan.yaml", ("content_area",), "Business")
    (program / "strange.txt").write_text("?\n", encoding="utf-8")
    said = act(program, "save", *TODAY)
    assert (said["done"], said["commit"]) == (True, head(program))
    assert [each["path"] for each in said["records"]] == [f"{FOLDER}/plan.yaml"]
    assert said["left_out"] == ["strange.txt"]
    nothing = act(program, "save", *TODAY)
    assert (nothing["done"], nothing["message"]) == (False, None)


def test_a_refused_save_tells_its_findings(program: Path) -> None:
    (program / FOLDER / "plan.yaml").write_text("a: [\n", encoding="utf-8")
    said = act(program, "save", *TODAY, code=1)
    assert not said["done"]
    assert {each["path"] for each in said["findings"]} == {f"{FOLDER}/plan.yaml"}


def test_what_cannot_be_done_at_all_tells_nothing_on_standard_output(program: Path) -> None:
    done = mentorctl("pair", "nobody", "no-one", *JSON, cwd=program)
    assert (done.code, done.out) == (2, "")


def test_undo_and_redo_tell_what_they_took_and_brought_back(program: Path) -> None:
    made = act(program, "import", sheet(program, PEOPLE), *TODAY)
    undone = act(program, "undo", made["commit"][:10], "--yes", *TODAY)
    assert (undone["undone"], undone["commit"]) == (made["commit"], head(program))
    assert undone["records"][0]["changes"] == ["deleted"]
    redone = act(program, "redo", undone["commit"][:10], "--yes", *TODAY)
    assert redone["undone"] == undone["commit"]
    refused = act(program, "undo", redone["commit"], *TODAY, code=1)
    assert not refused["done"]


def test_a_new_pairing_tells_its_records(program: Path) -> None:
    people = PEOPLE + "bo-li,Bo Li,mentee,bo@b.example\n"
    act(program, "import", sheet(program, people), *TODAY)
    said = act(program, "pair", "bo-li", "teo-lindqvist", "--starts", "2027-05-01", *TODAY)
    assert "pairings/2026-2027/bo-li-teo-lindqvist/pairing.yaml" in said["files"]


def test_forms_are_told_by_their_files(program: Path) -> None:
    words = ("render", "plan", "okafor", "--to", "html", *TODAY)
    said = act(program, *words)
    (made,) = said["made"]
    assert (program / made).is_file()
    assert (said["done"], said["files"], said["failed"]) == (True, [], [])
    again = act(program, *words)
    assert (again["done"], again["made"], again["unchanged"]) == (False, [], 1)
    change(program, "people/teo-lindqvist.yaml", ("email",), None)
    lacking = act(program, *words, code=1)
    assert not lacking["done"]
    assert {each["path"] for each in lacking["findings"]} == {"people/teo-lindqvist.yaml"}


@needs_openssh
def test_signatures_are_told_with_who_and_by_which_key(program: Path) -> None:
    lay_registered(program)
    for version in VERSIONS:
        root = copied(program, program.parent / f"copy-{version}" / "program")
        words = ("sign", "okafor", "plan", "--yes", *JSON, "--schema-version", str(version))
        done = as_person("noor-haddad", root, *words, *TODAY)
        assert done.code == 0, done.err
        (one,) = told(done, "sign", version)["signatures"]
        assert one["record"] == f"{FOLDER}/plan.yaml"
        assert (one["role"], one["key"]) == ("advisor", mark("noor-haddad"))
        assert (one["state"], one["signed_on"]) == ("signed", None)
        name = {"id": "noor-haddad", "name": "Noor Haddad"}
        assert one["person"] == (name if version > 1 else "noor-haddad")
        assert PAIRING in done.err  # what is signed is still shown


@needs_openssh
def test_an_attested_signature_has_the_day_of_the_paper(program: Path) -> None:
    lay_registered(program)
    scan = program.parent / "page.png"
    scan.write_bytes(b"\x89PNG a scanned page")
    words = ("attest", "okafor", "plan", "advisor", "--scan", scan, "--signed-on", "2026-09-22")
    done = as_person("iris-nakamura", program, *words, "--yes", *JSON, *TODAY)
    assert done.code == 0, done.err
    said = told(done, "attest")
    (one,) = said["signatures"]
    assert (one["state"], one["signed_on"]) == ("attested", "2026-09-22")
    assert f"{FOLDER}/evidence/page.png" in said["files"]


@pytest.fixture
def two(program: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Two copies of a shared folder."""
    shared, other = tmp_path / "shared.git", tmp_path / "theirs"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", shared], check=True)
    first = act(program, "sync", "--remote", shared)
    assert (first["done"], first["commit"]) == (True, head(program))
    subprocess.run(["git", "clone", "-q", shared, other], check=True)
    act(other, "sync", "--yes")
    return program, other


def area(root: Path, text: str) -> None:
    change(root, f"{FOLDER}/plan.yaml", ("content_area",), text)
    commit_all(root, f"area: {text}")


def test_a_sync_tells_what_came_in_and_what_went_out(two: tuple[Path, Path]) -> None:
    ours, theirs = two
    area(theirs, "Business")
    sent = act(theirs, "sync")
    assert [each["message"] for each in sent["went_out"]] == ["area: Business"]
    assert (sent["came_in"], sent["files"]) == ([], [])
    said = act(ours, "sync")
    assert [each["message"] for each in said["came_in"]] == ["area: Business"]
    assert [each["path"] for each in said["records"]] == [f"{FOLDER}/plan.yaml"]
    assert said["commit"] == head(ours)
    assert not act(ours, "sync")["done"]


def test_a_sync_tells_what_both_sides_changed(two: tuple[Path, Path]) -> None:
    ours, theirs = two
    area(theirs, "Business")
    act(theirs, "sync")
    area(ours, "Health Sciences")
    refused = act(ours, "sync", code=1)
    (clash,) = refused["clashes"]
    assert (clash["ours"], clash["theirs"]) == ("Health Sciences", "Business")
    assert (clash["stayed"], refused["done"]) == (None, False)
    (settled,) = act(ours, "sync", "--ours")["clashes"]
    assert settled["stayed"] == "ours"


def test_a_sync_names_what_must_be_saved_first(two: tuple[Path, Path]) -> None:
    ours, _ = two
    change(ours, f"{FOLDER}/plan.yaml", ("content_area",), "Business")
    assert act(ours, "sync", code=1)["unsaved"] == [f"{FOLDER}/plan.yaml"]


def test_standard_error_and_the_exit_code_are_as_ever(program: Path) -> None:
    other = copied(program, program.parent / "copy" / "program")
    words = ("import", sheet(program, PEOPLE), *TODAY)
    alone, beside = mentorctl(*words, cwd=other), mentorctl(*words, *JSON, cwd=program)
    assert (beside.code, beside.err) == (alone.code, alone.err)
    assert alone.out == ""


def test_a_sheet_to_fill_in_is_no_deed(program: Path) -> None:
    done = mentorctl("import", "--template", "people", *JSON, cwd=program)
    assert (done.code, done.out) == (2, "")
