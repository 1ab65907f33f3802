from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import subprocess
from pathlib import Path

import msgspec
import pytest
from support.facts import FOLDER, PAIRING, change
from support.folders import Once, commit_all, copied, history, lay_base
from support.histories import plain
from support.keys import lay_key, needs_openssh, sign_as
from support.run import Result, mentorctl
from support.schemas import VERSIONS, faults_of
from support.signers import as_person, commit_as, lay_registered, mark

from mentorctl.model.frozen_list import NAMESPACE, FrozenList, digest_of
from mentorctl.reports.proofs.frozen_texts import list_of, sheet_of

pytestmark = needs_openssh
IRIS, TEO = "iris-nakamura", "teo-lindqvist"
PLACE = "lists/2026-2027/completers-2027-05-03"


@pytest.fixture
def program(once: Once, tmp_path: Path) -> Path:
    """A program in which everybody has a key."""
    base = once("registered", lambda folder: lay_registered(lay_base(folder / "program")))
    return copied(base / "program", tmp_path / "program")


def freeze(program: Path, *words: str, person: str = IRIS) -> Result:
    return as_person(person, program, "completers", "--freeze", "--today", "2027-05-03", *words)


def check(program: Path) -> list[tuple[str, str, str]]:
    done = mentorctl("check", "--format", "json", "--today", "2027-05-03", cwd=program)
    found = json.loads(done.out)["findings"]
    return [(each["code"], each["path"], each["message"]) for each in found
            if each["code"] == "frozen-list-changed"]  # fmt: skip


def audit(program: Path) -> list[str]:
    done = mentorctl("audit", "--format", "json", cwd=program)
    found = json.loads(done.out)["findings"]
    return [each["path"] for each in found if each["code"] == "frozen-list-changed"]


def pasted(folder: Path, line: str) -> tuple[int, str]:
    done = subprocess.run(line, shell=True, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S602 - as somebody pastes it
    return done.returncode, done.stdout + done.stderr


def test_it_is_kept_as_it_was_sent(program: Path) -> None:
    head = subprocess.run(
        ["git", "-C", program, "rev-parse", "HEAD"], check=True, capture_output=True, text=True
    ).stdout.strip()
    done = freeze(program)

    assert done.code == 0, done.err
    assert done.out == f"{program / PLACE}\n"
    said = json.loads((program / PLACE / "list.json").read_text("utf-8"))
    assert (said["as_of"], said["commit"], said["frozen_by"], said["dirty"]) == (
        "2027-05-03", head, IRIS, False,
    )  # fmt: skip
    assert [each["pairing"] for each in said["completers"]] == [PAIRING]
    sheet = (program / PLACE / "list.csv").read_bytes().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(sheet))
    assert (row["mentee"], row["as_of"], row["commit"]) == ("Amara Okafor", "2027-05-03", head)
    assert history(program)[0] == "list of completers frozen as completers-2027-05-03: 1 on it"
    assert (check(program), audit(program)) == ([], [])


def test_scripts_are_told_what_was_frozen_or_why_not(program: Path) -> None:
    for version in VERSIONS:
        done = freeze(program, "--format", "json", "--schema-version", str(version))
        said = json.loads(done.out)
        assert not faults_of("completers-freeze", version, said)
        assert said["done"] is True
        assert f"{said['frozen_path']}/list.json" in said["files"]
    (program / "people/amara-okafor.yaml").write_text("", "utf-8")
    refused = freeze(program, "--format", "json")
    assert refused.code == 1
    assert not faults_of("completers-freeze", 1, json.loads(refused.out))
    assert json.loads(refused.out)["frozen_list"] is None


@pytest.mark.skipif(os.name == "nt", reason="the line is for a shell")
def test_its_receiver_checks_it_with_one_line(program: Path, tmp_path: Path) -> None:
    done = freeze(program)
    sent = copied(program / PLACE, tmp_path / "sent")
    readme = (sent / "README.txt").read_text("utf-8")
    lines = re.findall(r"^ *(ssh-keygen -Y verify .*)$", readme, re.MULTILINE)

    assert lines[0] in done.err
    for line in lines:
        code, said = pasted(sent, line)
        assert (code, f'Good "mentorctl-list" signature for {IRIS}' in said) == (0, True), said
    with (sent / "list.csv").open("a", encoding="utf-8") as file:
        file.write("one-more\n")
    assert pasted(sent, lines[0])[0] != 0


@pytest.mark.parametrize("name", ["list.json", "list.csv"])
@pytest.mark.parametrize("saved", [False, True])
def test_check_and_audit_notice_an_edit_by_hand(program: Path, name: str, saved: bool) -> None:
    freeze(program)
    assert check(program) == []
    file = program / PLACE / name
    file.write_text(file.read_text("utf-8").replace("Amara", "Amina"), "utf-8", newline="\n")
    if saved:
        commit_all(program, "another name")

    path = f"{PLACE}/{name}"
    said = (
        f"{name} of the list that was frozen as completers-2027-05-03 is not what was signed when "
        "the list was frozen"
    )
    assert check(program) == [("frozen-list-changed", path, said)]
    assert audit(program) == [path]
    diff = mentorctl("completers", "--diff", cwd=program)
    assert (diff.code, f"{path} is not what was signed" in diff.err) == (1, True)


@pytest.mark.parametrize("part", ["list.json", "list.csv", "list.json.sig", "list.csv.sig"])
def test_a_part_that_is_gone_is_noticed(program: Path, part: str) -> None:
    freeze(program)
    (program / PLACE / part).unlink()

    ((_, path, said),) = check(program)
    assert (path, said.endswith("is not there")) == (f"{PLACE}/{part}", True)


def test_line_ends_of_windows_are_no_edit(program: Path) -> None:
    freeze(program)
    for part in ("list.json", "list.csv", "list.json.sig", "list.csv.sig"):
        file = program / PLACE / part
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

    assert check(program) == []


def test_a_list_that_lies_elsewhere_is_noticed(program: Path) -> None:
    freeze(program)
    copied(program / PLACE, program / "lists/2026-2027/completers-2027-05-04")

    ((_, path, said),) = check(program)
    assert path == "lists/2026-2027/completers-2027-05-04/list.json"
    assert said.endswith("is that of completers-2027-05-03, of 2026-2027")


def test_a_second_one_lies_beside_the_first(program: Path) -> None:
    freeze(program)
    before = (program / PLACE / "list.json").read_bytes()
    assert freeze(program).code == 0

    assert (program / PLACE / "list.json").read_bytes() == before
    assert (program / f"{PLACE}-2/list.json").is_file()
    assert check(program) == []


def test_it_is_refused_while_something_is_unsaved(program: Path) -> None:
    change(program, "people/amara-okafor.yaml", ("name",), "Amina Okafor")
    refused = freeze(program)

    assert refused.code == 1
    assert "there are edits that are not in the history yet, so nothing was frozen" in refused.err
    assert not (program / "lists").exists()
    assert freeze(program, "--anyway").code == 0
    assert json.loads((program / PLACE / "list.json").read_text("utf-8"))["dirty"] is True


def test_it_is_refused_while_something_is_unreadable(program: Path) -> None:
    (program / FOLDER / "experiences/3.yaml").write_text("achieved: [\n", "utf-8")
    commit_as(IRIS, program, "cut off")
    refused = freeze(program)

    assert refused.code == 1
    assert f"{FOLDER}/experiences/3.yaml cannot be read" in refused.err
    assert freeze(program, "--anyway").code == 0
    said = json.loads((program / PLACE / "list.json").read_text("utf-8"))
    assert (said["completers"], said["unreadable"]) == ([], [f"{FOLDER}/experiences/3.yaml"])


def test_it_is_refused_while_nobody_signs(program: Path) -> None:
    words = ("completers", "--freeze", "--today", "2027-05-03")
    refused = mentorctl(*words, cwd=program, env={"MENTORCTL_KEY": "none"})
    assert refused.code == 1
    assert "nobody could sign the list" in refused.err

    done = mentorctl(*words, "--anyway", cwd=program, env={"MENTORCTL_KEY": "none"})
    assert done.code == 0, done.err
    assert sorted(each.name for each in (program / PLACE).iterdir()) == [
        "README.txt", "list.csv", "list.json",
    ]  # fmt: skip
    assert check(program) == []
    file = program / PLACE / "list.csv"
    file.write_text(file.read_text("utf-8") + "more\n", "utf-8", newline="\n")
    assert [path for _, path, _ in check(program)] == [f"{PLACE}/list.csv"]


def forged(program: Path, person: str | None, name: str = "Amina Okafor") -> None:
    """Write another name into a frozen list, and all else that it has to say to fit that."""
    file = program / PLACE / "list.json"
    said = msgspec.json.decode(file.read_bytes(), type=FrozenList)
    row = msgspec.structs.replace(said.completers[0], mentee=name)
    said = msgspec.structs.replace(said, completers=(row,), frozen_by=person)
    sheet = sheet_of(said)
    said = msgspec.structs.replace(said, sheet=hashlib.sha256(sheet).hexdigest())
    said = msgspec.structs.replace(said, digest=digest_of(said))
    for part, text in (("list.json", list_of(said)), ("list.csv", sheet)):
        (program / PLACE / part).write_bytes(text)
        signature = program / PLACE / f"{part}.sig"
        signature.unlink(missing_ok=True)
        if person is not None:
            signature.write_text(sign_as(person, text, NAMESPACE), "ascii", newline="\n")


@pytest.mark.parametrize("saved", ["", "at once", "once the first was taken out"])
@pytest.mark.parametrize("person", [None, TEO, IRIS])
def test_nobody_writes_a_frozen_list_anew(program: Path, person: str | None, saved: str) -> None:
    """Not without a signature, not with their own, and not even a coordinator once it is saved."""
    freeze(program)
    if saved.startswith("once"):
        kept = {path: path.read_bytes() for path in (program / PLACE).iterdir()}
        for path in kept:
            path.unlink()
        commit_all(program, "taken out")
        (program / PLACE).mkdir(exist_ok=True)
        for path, data in kept.items():
            path.write_bytes(data)
    forged(program, person)
    if saved:
        commit_all(program, "another name")

    found = check(program)
    assert [code for code, _, _ in found] == ["frozen-list-changed"]
    assert audit(program) == [path for _, path, _ in found]


def test_a_list_that_was_taken_back_gives_its_name_to_no_other(program: Path) -> None:
    freeze(program)
    assert as_person(IRIS, program, "undo", "--yes").code == 0
    undone = plain(program, "rev-parse", "HEAD")
    change(program, "people/amara-okafor.yaml", ("name",), "Amina Okafor")
    commit_all(program, "a name")
    done = freeze(program)
    assert done.out.strip().endswith(f"{PLACE}-2"), done.err
    assert check(program) == []
    back = as_person(IRIS, program, "redo", undone, "--yes")
    assert back.code == 0, back.err
    assert check(program) == []


def test_a_list_of_somebody_who_may_not_is_none(program: Path) -> None:
    assert freeze(program, "--anyway", "--unsigned").code == 0
    said = msgspec.json.decode((program / PLACE / "list.json").read_bytes(), type=FrozenList)
    other = program / f"{PLACE}-other"
    other.mkdir()
    said = msgspec.structs.replace(said, name=other.name, frozen_by=None)
    sheet = sheet_of(said)
    said = msgspec.structs.replace(said, sheet=hashlib.sha256(sheet).hexdigest())
    said = msgspec.structs.replace(said, digest=digest_of(said))
    (other / "list.json").write_bytes(list_of(said))
    (other / "list.csv").write_bytes(sheet)
    assert as_person(TEO, program, "save", "--anyway", "-m", "a list").code == 0
    (found,) = check(program)
    assert found[1].startswith(f"{PLACE}-other/")
    assert "was written by somebody who may not" in found[2]


def test_a_sheet_of_another_list_does_not_pass(program: Path) -> None:
    freeze(program)
    change(program, "people/amara-okafor.yaml", ("name",), "Amina Okafor")
    commit_all(program, "a name")
    freeze(program)
    for part in ("list.csv", "list.csv.sig"):
        (program / PLACE / part).write_bytes((program / f"{PLACE}-2" / part).read_bytes())

    assert [path for _, path, _ in check(program)] == [f"{PLACE}/list.csv"]


def test_a_key_that_ended_before_proves_nothing(program: Path) -> None:
    freeze(program)
    assert check(program) == []
    new = lay_key(program.parent / "new", "iris-new")
    done = as_person(IRIS, program, "key", "add", IRIS, f"{new}.pub")
    assert done.code == 0, done.err
    done = as_person(IRIS, program, "key", "revoke", IRIS, mark(IRIS), "--since", "2020-01-01")
    assert done.code == 0, done.err
    assert [said for _, _, said in check(program) if "did not count on that day" in said]


@pytest.mark.parametrize("text", ["", "[", "{}", "\x00", '{"b":' + "[" * 200_000, "null"])
def test_what_is_no_list_is_named(program: Path, text: str) -> None:
    freeze(program)
    (program / PLACE / "list.json").write_text(text, "utf-8")

    ((_, path, said),) = check(program)
    assert (path, said.endswith("is no frozen list any more")) == (f"{PLACE}/list.json", True)
    assert mentorctl("completers", "--diff", cwd=program).code == 1


def test_only_a_coordinator_freezes(program: Path) -> None:
    refused = freeze(program, person=TEO)

    assert refused.code == 1
    assert "freezes a list, and your key is that of Teo Lindqvist" in refused.err
    assert not (program / "lists").exists()


def test_a_dry_run_freezes_nothing(program: Path) -> None:
    done = freeze(program, "--dry-run")

    assert done.code == 0
    assert f"new: {PLACE}/list.json" in done.err
    assert not (program / "lists").exists()


def test_a_list_by_an_advisor_has_theirs_alone(program: Path) -> None:
    assert freeze(program, "--advisor", "noor-haddad").code == 0

    said = json.loads(
        (program / "lists/2026-2027/completers-noor-haddad-2027-05-03/list.json").read_text("utf-8")
    )
    assert (said["advisor_id"], len(said["completers"])) == ("noor-haddad", 1)


def test_one_list_for_each_advisor_in_one_go(demo: Path, tmp_path: Path) -> None:
    root = copied(demo, tmp_path / "program")
    day = ("--today", "2027-04-27")
    words = ("completers", "--freeze", "--per", "advisor", *day, "--anyway")
    done = mentorctl(*words, cwd=root)
    assert done.code == 0, done.err
    places = done.out.splitlines()
    assert [Path(each).name for each in places] == [
        "completers-lorraine-buchholz-2027-04-27", "completers-patricia-nakamura-2027-04-27",
    ]  # fmt: skip
    said = [json.loads(Path(each, "list.json").read_text("utf-8")) for each in places]
    assert sum(len(each["completers"]) for each in said) == 11
    for each in said:
        assert {row["advisor_id"] for row in each["completers"]} == {each["advisor_id"]}
        diff = ("completers", "--diff", "--advisor", each["advisor_id"], *day)
        assert mentorctl(*diff, cwd=root).code == 0
    assert len(history(root)[0].split(" on it")) == 3
    wrong = ("--per", "advisor", "--format", "json")
    assert mentorctl("completers", "--freeze", *wrong, *day, cwd=root).code == 2


def test_each_advisor_s_list_is_signed_and_checked_with_ssh_keygen_alone(program: Path) -> None:
    done = freeze(program, "--per", "advisor")
    assert done.code == 0, done.err
    place = Path(done.out.strip())
    assert place.name == "completers-noor-haddad-2027-05-03"
    checked = subprocess.run(
        ["ssh-keygen", "-Y", "verify", "-f", "allowed_signers", "-I", IRIS, "-n", NAMESPACE,
         "-s", "list.csv.sig"],
        cwd=place, input=(place / "list.csv").read_bytes(), capture_output=True, check=False,
    )  # fmt: skip
    assert (checked.returncode, checked.stdout[:4]) == (0, b"Good"), checked


RATE = "    - role: mentee\n      service: Release time\n      amount: 250\n"


def test_the_list_for_finance_is_by_school_with_what_each_is_paid(program: Path) -> None:
    with (program / "program.yaml").open("a", encoding="utf-8", newline="\n") as file:
        file.write(f"payments:\n  rates:\n{RATE}")
    commit_as(IRIS, program, "what schools are paid")
    done = freeze(program, "--per", "school")
    assert done.code == 0, done.err

    place = program / "lists/2026-2027/completers-by-school-2027-05-03"
    said = json.loads((place / "list.json").read_text("utf-8"))
    (school,) = said["schools"]
    assert (school["school"], school["completers"], school["total"]) == (
        "Hollis Creek High School", 1, "250.00",
    )  # fmt: skip
    (row,) = csv.DictReader(io.StringIO((place / "list.csv").read_bytes().decode("utf-8-sig")))
    assert (row["mentee"], row["currency"], row["payment"]) == ("Amara Okafor", "$", "250.00")
    readme = (place / "README.txt").read_text("utf-8")
    assert "(1): $250.00\n    all together: $250.00\n" in readme
    assert (check(program), audit(program)) == ([], [])
    day = ("--today", "2027-05-03")
    assert mentorctl("completers", "--diff", *day, cwd=program).code == 0
    text = (program / "program.yaml").read_text("utf-8")
    (program / "program.yaml").write_text(text.replace("amount: 250", "amount: 300"), "utf-8")
    changed = mentorctl("completers", "--diff", *day, cwd=program)
    assert (changed.code, "payment: 250.00 → 300.00" in changed.out) == (1, True)


def test_a_list_by_school_without_a_rate_has_no_amounts(program: Path) -> None:
    done = freeze(program, "--per", "school", "--school", "hollis", "--format", "json")
    assert done.code == 0, done.err
    assert "no rate for mentees" in done.err
    place = program / json.loads(done.out)["frozen_path"]
    assert place.name == "completers-by-school-hollis-2027-05-03"
    assert "Hollis Creek R-II (1)\nFrozen" in (place / "README.txt").read_text("utf-8")
    diff = mentorctl("completers", "--diff", "--school", "hollis", "--today", "2027-05-03",
                     cwd=program)  # fmt: skip
    assert diff.code == 0, diff.err


def test_what_does_not_belong_together_is_refused(program: Path) -> None:
    for words in (
        ("--freeze", "--diff"),
        ("--anyway",),
        ("--freeze", "--at", "2027-01-01"),
        ("--freeze", "--format", "json", "--out", "list.json"),
        ("--freeze", "--format", "csv"),
    ):
        assert mentorctl("completers", *words, cwd=program).code == 2, words


def test_a_name_that_is_a_formula_is_harmless_in_the_sheet(program: Path) -> None:
    change(program, "people/amara-okafor.yaml", ("name",), "=HYPERLINK(1)")
    assert as_person(IRIS, program, "save", "-m", "a name").code == 0
    freeze(program)

    sheet = (program / PLACE / "list.csv").read_bytes().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(sheet))
    assert row["mentee"] == "'=HYPERLINK(1)"
