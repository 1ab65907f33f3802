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

from mentorctl.cli.app import loaded
from mentorctl.cli.base_command import ActCommand, WritingCommand
from mentorctl.cli.commands import COMMANDS
from mentorctl.reports.outputs.act_outputs import OWN_KEYS

if TYPE_CHECKING:
    from pathlib import Path

TODAY = ("--today", "2027-05-03")
PEOPLE = "id,name,roles,email\nana-ruiz,Ana Ruiz,mentor,ana@b.example\n"
JSON = ("--format", "json")
ASKED = """\
dates:
  - id: survey
    title: Survey answered
"""
# each that writes, but for those below, and those that have tests of their own further down
ACTS: tuple[tuple[str, ...], ...] = (
    ("person add", "ana-ruiz", "--name", "Ana Ruiz", "--role", "mentor", "--email", "a@b.example"),
    ("person edit", "haddad", "--set", "region=South"),
    ("new", "okafor", "visit", "--on", "2027-04-01", *TODAY),
    ("edit", "okafor", "plan", "--set", "content_area=Business", *TODAY),
    ("log", "okafor", "--from", "09:00", "--until", "09:30", "--kind", "phone", *TODAY),
    ("attend", "kickoff", "noor", *TODAY),
    ("hand-in", "okafor", "1", "--on", "2026-11-06", "--yes", *TODAY),
    ("comment", "okafor", "1", "--text", "Used again.", "--yes", *TODAY),
    ("approve", "okafor", "plan", "--on", "2026-09-24", "--yes", *TODAY),
    ("mark", "okafor", "survey", "--on", "2027-02-01", *TODAY),
    ("extend", "okafor", "comments-1-2", "--until", "2027-01-15", "--by", "haddad", "--reason",
     "flu", "--today", "2026-12-10"),
    ("waive", "okafor", "plan:approved.on", "--by", "haddad", "--reason", "flu", *TODAY),
    ("withdraw", "okafor", "--reason", "moved", *TODAY),
    ("schedule", "okafor", "visit", "--on", "2027-05-20", *TODAY),
    ("reassign start", "okafor", *TODAY),
    ("standards --adopt", "missouri-5-csr-20-400-380"),
)  # fmt: skip
# acts of commands that are lists else
TELLING_OPTIONS = {"standards --adopt", "retain --destroy", "completers --freeze"}
# what is in confidence, talks with git alone, shows a screen, or has its answer for a list or page
NO_ACTS = {
    "demo",
    "guard",
    "schema",
    "key doctor",
    "completers",
    "standards",
    "calendar",
    "status",
    "due",
    "invoices",
    "person list",
    "report",
    "retain",
    "evaluate answer",
    "evaluate blank",
    "evaluate collect",
    "evaluate summary",
}


def told(done: Result, command: str, version: int = 1) -> dict[str, Any]:
    """What a command told, held to its schema."""
    data: dict[str, Any] = json.loads(done.out)
    assert data["command"] == command
    name = command.replace(" --", "-").replace(" ", "-")
    assert not faults_of(name, version, data)
    return data


def act(root: Path, *words: str | Path, code: int = 0, version: int = 1) -> dict[str, Any]:
    command, *rest = words
    wanted = (*JSON, "--schema-version", str(version))
    done = mentorctl(*str(command).split(), *rest, *wanted, cwd=root)
    assert done.code == code, done.err
    return told(done, str(command), version)


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
    assert "Email → ana@b.example" in record["changes"]
    assert [(row["row"], row["kind"], row["id"]) for row in said["rows"]] == [
        (2, "new", "ana-ruiz")
    ]
    again = act(program, "import", sheet(program, PEOPLE), *TODAY)
    assert (again["done"], again["already_there"], again["files"]) == (False, 1, [])


@pytest.mark.parametrize("words", ACTS, ids=[each[0] for each in ACTS])
def test_each_act_tells_what_it_did_and_what_it_would_do(
    words: tuple[str, ...], program: Path
) -> None:
    if words[0] == "mark":
        with (program / "program.yaml").open("a", encoding="utf-8") as file:
            file.write(ASKED)
        commit_all(program, "another program")
    before = head(program)
    would = act(program, *words, "--dry-run", version=2)
    assert (would["done"], would["dry_run"], would["commit"]) == (False, True, None)
    assert head(program) == before
    said = act(program, *words)
    assert (said["done"], said["commit"]) == (True, head(program))
    assert said["files"] == would["files"] != []
    assert said["message"] == would["message"]
    again = mentorctl(*words[0].split(), *words[1:], *JSON, cwd=program)
    if again.code in {0, 1}:
        told(again, words[0])


def test_every_command_that_writes_tells_what_it_did() -> None:
    found: dict[str, Any] = {}
    for entry in COMMANDS:
        command: Any = loaded(entry)
        inside = getattr(command, "commands", {}).items()
        found |= {f"{entry.name} {name}": each for name, each in inside} or {entry.name: command}
    silent = {
        name
        for name, each in found.items()
        if isinstance(each, WritingCommand)
        and not isinstance(each, ActCommand)
        and not name.startswith("grievance ")
    }
    assert silent <= NO_ACTS | {"reassign candidates"}
    telling = {name for name, each in found.items() if isinstance(each, ActCommand)}
    assert telling | TELLING_OPTIONS == OWN_KEYS.keys()


def test_a_new_folder_is_told_of_and_not_the_one_around_it(program: Path) -> None:
    words = ("init", "inner", "--preset", "missouri-career-education", "--year", "2027-2028")
    assert act(program, *words, "--dry-run", version=2)["program"] is None
    said = act(program, *words)
    assert (said["year"], said["folder"]) == ("2027-2028", "inner")
    assert said["commit"] == head(program / "inner")
    assert "program.yaml" in said["files"]


def test_an_editor_does_not_draw_where_the_answer_is_read(program: Path) -> None:
    done = mentorctl("edit", "okafor", "plan", *JSON, cwd=program)
    assert (done.code, done.out) == (2, "")
    assert "--set or --from-file" in done.err


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
def test_keys_and_receipts_are_told_of(program: Path) -> None:
    lay_registered(program)
    signed = as_person("noor-haddad", program, "sign", "okafor", "plan", "--yes", *TODAY)
    assert signed.code == 0, signed.err
    said = act(program, "receipt", "okafor", "plan", "--to", "html", *TODAY)
    assert all((program / each).is_file() for each in said["made"])
    assert (said["done"], said["files"]) == (True, [])
    words = ("key", "revoke", "noor-haddad", mark("noor-haddad"), "--since", "2026-09-01")
    done = as_person("iris-nakamura", program, *words, *JSON, "--schema-version", "2")
    assert done.code == 0, done.err
    said = told(done, "key revoke", 2)
    assert said["person"] == {"id": "noor-haddad", "name": "Noor Haddad"}
    assert (said["key"], said["done"]) == (mark("noor-haddad"), True)


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
