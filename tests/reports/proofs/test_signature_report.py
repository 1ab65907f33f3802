"""How signatures stand, as the reports tell it: what is signed, what is stale since when."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from support.facts import FOLDER, PAIRING
from support.folders import Once, copied
from support.run import mentorctl
from support.signed import sign_all
from support.signers import commit_as

from mentorctl.model.needs import Need
from mentorctl.model.signature import SignatureState, Standing
from mentorctl.model.team import Shared, Team, fact
from mentorctl.reports.check import check_folder
from mentorctl.reports.completers import completers
from mentorctl.reports.proofs.history_doubt import NO_HISTORY
from mentorctl.reports.proofs.signature_report import signing_of
from mentorctl.reports.status import status
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2027, 5, 3)
CHICAGO = dt.timezone(-dt.timedelta(hours=5))


def commit(root: Path, message: str, when: str) -> str:
    """What is committed counts: a coordinator signs that."""
    dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    with mock.patch.dict(os.environ, dates):
        commit_as("iris-nakamura", root, message)
    done = subprocess.run(["git", "-C", root, "rev-parse", "HEAD"], check=True, capture_output=True)
    return done.stdout.decode().strip()


def replace(root: Path, path: str, old: str, new: str) -> None:
    file = root / FOLDER / path
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


@pytest.fixture
def signed(once: Once, base_program: Path, tmp_path: Path) -> Path:
    """The base program, in which everything that is asked for was signed on 2027-04-20."""

    def lay(folder: Path) -> None:
        root = copied(base_program, folder / "program")
        sign_all(root)
        commit(root, "signed", "2027-04-20T16:00:00-0500")

    return copied(once("all signed", lay) / "program", tmp_path / "program")


def standings(root: Path, today: dt.date = TODAY) -> dict[tuple[str, str], Standing]:
    folder = Folder(root)
    signing = signing_of(folder, today)
    assert signing is not None
    team = folder.team(PAIRING)
    signing.judge(team)
    return team.standings


def test_without_git_lists_say_what_nobody_can_tell(
    signed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        without.setenv("PATH", str(tmp_path))
        for command in ("check", "status", "completers", "report"):
            done = mentorctl(command, "--today", str(TODAY), cwd=signed)
            assert "git was not found on this computer" in done.out + done.err, command
            assert done.code == 1, command
        assert mentorctl("save", cwd=signed).code == 3

    # nothing of it is kept for when there is git
    done = mentorctl("check", "--today", str(TODAY), cwd=signed)
    assert (done.code, done.out) == (0, "")


def test_everything_that_is_asked_for_stands_as_signed(signed: Path) -> None:
    found = standings(signed)
    assert {each.state for each in found.values()} == {SignatureState.VALID}
    assert found["plan.yaml", "advisor"].person == "noor-haddad"
    assert ("log.yaml#2026-09-29-1", "mentee") in found
    assert not any("signature" in each.code for each in check_folder(signed, TODAY).findings)


def test_a_stale_signature_names_the_field_and_the_day(signed: Path) -> None:
    replace(signed, "plan.yaml", "target_date: 2027-02-26", "target_date: 2027-02-25")
    since = commit(signed, "another day", "2027-04-22T23:30:00-0500")
    stale = standings(signed)["plan.yaml", "advisor"]
    assert stale.state is SignatureState.STALE
    assert stale.fields == (("experiences", 2, "target_date"),)
    assert stale.changed_in == since
    assert stale.changed == dt.datetime(2027, 4, 22, 23, 30, tzinfo=CHICAGO)
    (finding,) = (each for each in check_folder(signed, TODAY).findings if "sig" in each.code)
    assert finding.code == "signature-stale"
    assert "target date of experience 3 changed on 2027-04-22" in finding.message
    line = (
        (signed / FOLDER / "plan.yaml").read_text(encoding="utf-8").splitlines()[finding.line - 1]
    )
    assert line.strip() == "target_date: 2027-02-25"


def test_a_change_that_is_not_saved_yet_is_named_as_such(signed: Path) -> None:
    replace(signed, "visits/2026-11-10.yaml", "A duty card", "Two duty cards")
    stale = standings(signed)["visits/2026-11-10.yaml", "mentor"]
    assert stale.fields == (("strategies",),)
    assert stale.changed is None
    assert "not saved yet" in stale.why


def test_a_change_that_is_taken_back_leaves_the_signature_as_it_was(signed: Path) -> None:
    replace(signed, "plan.yaml", "target_date: 2027-02-26", "target_date: 2027-02-25")
    commit(signed, "another day", "2027-04-22T12:00:00-0500")
    replace(signed, "plan.yaml", "target_date: 2027-02-25", "target_date: 2027-02-26")
    assert standings(signed)["plan.yaml", "advisor"].state is SignatureState.VALID


@pytest.mark.parametrize(("today", "state"), [("09-30", "missing"), ("10-01", "valid")])
def test_looking_back_a_signature_has_not_been_given_yet(
    program: Path, today: str, state: str
) -> None:
    sign_all(program, at="2026-10-01T23:00:00-05:00")
    commit(program, "signed", "2026-10-01T23:10:00-0500")
    found = standings(program, dt.date.fromisoformat(f"2026-{today}"))
    assert {each.state.value for each in found.values()} == {state}


def test_files_alone_vouch_for_no_signature(signed: Path) -> None:
    shutil.rmtree(signed / ".git")
    found = standings(signed)
    assert {each.state for each in found.values()} == {SignatureState.UNKNOWN}
    assert {each.why for each in found.values()} == {NO_HISTORY.why}


def test_what_was_forged_is_none_even_where_nothing_tells_whose_keys_count(signed: Path) -> None:
    shutil.rmtree(signed / ".git")
    replace(signed, "signatures/plan.advisor.yaml", "role: advisor", "role: mentor")
    found = standings(signed)
    assert ("plan.yaml", "advisor") not in found or (
        found["plan.yaml", "advisor"].state is SignatureState.MISSING
    )
    replace(signed, "signatures/experiences-1.mentor.yaml", "I have read", "I have not read")
    assert standings(signed)["experiences/1.yaml", "mentor"].state is SignatureState.INVALID


def test_nothing_is_said_while_nobody_signs(program: Path) -> None:
    assert signing_of(Folder(program), TODAY) is None
    (row,) = status(Folder(program), TODAY, PAIRING).rows
    assert row.signatures == ()


def test_completers_count_what_counts(signed: Path) -> None:
    (entry,) = completers(Folder(signed), TODAY).completers
    # a plan, four comments, and a log and a visit that both sign
    assert entry.row.signatures == "9 of 9"
    replace(signed, "log.yaml", "to: 16:20", "to: 16:25")
    replace(signed, "plan.yaml", "target_date: 2027-02-26", "target_date: 2027-02-25")
    (entry,) = completers(Folder(signed), TODAY).completers
    assert entry.row.signatures == "6 of 9"


def test_status_shows_each_signature(signed: Path) -> None:
    replace(signed, "plan.yaml", "target_date: 2027-02-26", "target_date: 2027-02-25")
    done = mentorctl("status", PAIRING, "--today", TODAY.isoformat(), cwd=signed)
    assert done.code == 0
    lines = [" ".join(line.split()) for line in done.out.splitlines()]
    assert "✓ experiences/1 mentor 2027-04-20 valid" in lines
    assert "✓ log (2 of its entries) mentor 2027-04-20 valid" in lines
    assert any(re.match("! plan content advisor [0-9-]{10} stale:", line) for line in lines)


def test_a_refusal_reaches_the_coordinator(program: Path) -> None:
    sign_all(program, decline={"plan.yaml advisor": "not what we agreed on"})
    commit(program, "signed", "2027-04-20T16:00:00-0500")
    done = mentorctl("status", "--today", TODAY.isoformat(), cwd=program)
    said = f"the content advisor of {PAIRING} declined to sign plan: not what we agreed on"
    assert said in done.err


def test_a_milestone_can_ask_for_signatures(signed: Path) -> None:
    program = signed / "program.yaml"
    text = program.read_text(encoding="utf-8")
    asked = text.replace("\n      - plan:received.on\n", "\n      - plan:signed\n", 1)
    assert asked != text
    program.write_text(asked, encoding="utf-8", newline="\n")
    (row,) = status(Folder(signed), TODAY, PAIRING).rows
    step = next(step for step in row.steps if step.id == "plan")
    assert (step.state.value, step.done_on) == ("late", dt.date(2027, 4, 20))
    (signed / FOLDER / "signatures/plan.advisor.yaml").unlink()
    (row,) = status(Folder(signed), TODAY, PAIRING).rows
    step = next(step for step in row.steps if step.id == "plan")
    assert (step.state.value, step.open) == (
        "missed",
        ("the signature of the Individual Mentoring Plan",),
    )


@pytest.mark.parametrize(
    ("need", "fault"),
    [
        ("plan:signed", ""),
        ("plan:signed.advisor", ""),
        ("experiences/2:signed", ""),
        ("visits/*:signed.mentee", ""),
        ("plan:signed.mentor", "there is no day in plan called signed.mentor"),
        ("focal-points:signed", "nobody signs focal-points"),
    ],
)
def test_a_need_for_a_signature_that_nobody_is_asked_for_is_a_fault(
    signed: Path, need: str, fault: str
) -> None:
    program = signed / "program.yaml"
    text = program.read_text(encoding="utf-8")
    text = text.replace("\n      - plan:received.on\n", f"\n      - {need}\n", 1)
    program.write_text(text, encoding="utf-8", newline="\n")
    found = [each for each in check_folder(signed, TODAY).findings
             if each.code == "program-contradiction"]  # fmt: skip
    assert len(found) == bool(fault)
    assert all(fault in each.message for each in found)


def team_with(given: str) -> Team:
    """A pairing with signatures: the record, the role, the state and the day of May."""
    team = Team(id=PAIRING, year="2026-2027", folder=FOLDER)
    for each in filter(None, given.split(", ")):
        path, role, state, day = each.split()
        on = dt.datetime(2027, 5, int(day), 12, tzinfo=CHICAGO)
        standing = Standing(path, role, "somebody", SignatureState(state), on)
        team.standings[path, role] = standing._replace(asked=role != "guest")
    return team


@pytest.mark.parametrize(
    ("need", "given", "day"),
    [
        ("plan:signed", "plan.yaml mentor valid 3, plan.yaml mentee attested 5", 5),
        ("plan:signed", "plan.yaml mentor valid 3, plan.yaml mentee stale 5", None),
        ("plan:signed.mentor", "plan.yaml mentor valid 3, plan.yaml mentee stale 5", 3),
        ("plan:signed", "plan.yaml mentor valid 3, plan.yaml guest invalid 5", 3),
        ("plan:signed.guest", "plan.yaml guest invalid 5", None),
        ("plan:signed", "", None),
        ("experiences/1:signed", "experiences/1.yaml mentor valid 3", 3),
        ("experiences/1:signed", "experiences/2.yaml mentor valid 3", None),
        ("log:signed", "log.yaml#a mentor valid 3, log.yaml#b mentor valid 9", 9),
        ("log:signed", "log.yaml#a mentor valid 3, log.yaml#b mentor declined 9", None),
        ("visits/*:signed", "visits/a.yaml mentor stale 1, visits/b.yaml mentor valid 8", 8),
    ],
)
def test_a_record_is_signed_on_the_day_of_the_last_signature_that_it_needs(
    need: str, given: str, day: int | None
) -> None:
    found = fact(Need.parse(need), team_with(given), Shared(meetings={}))
    assert found == (dt.date(2027, 5, day) if day else None)


def test_a_command_says_whose_signature_its_change_makes_stale(signed: Path) -> None:
    done = mentorctl(
        "edit", PAIRING, "plan", "--set", "experiences.3.target_date=2027-02-25",
        "--today", TODAY.isoformat(), cwd=signed, env={"MENTORCTL_KEY": "none"},
    )  # fmt: skip
    assert done.code == 0, done.err
    assert "noor-haddad no longer holds: target date of experience 3 changed" in done.out + done.err
    assert "signature-missing" not in done.out + done.err
