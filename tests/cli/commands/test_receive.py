from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML
from support.facts import FOLDER, PAIRING, change, take_away
from support.folders import commit_all, history
from support.keys import needs_openssh
from support.run import Result, mentorctl
from support.signers import as_person, lay_registered

if TYPE_CHECKING:
    from pathlib import Path

yaml = YAML(typ="safe")
TODAY = ("--today", "2027-05-03")
COMMENT = f"{FOLDER}/experiences/1.yaml"
VISIT = f"{FOLDER}/visits/2026-11-10.yaml"
ASK = "Who cleans the ovens?"


def receive(program: Path, *words: str) -> Result:
    return mentorctl("receive", "okafor", *words, *TODAY, cwd=program)


def open_year(program: Path) -> None:
    """Leave one hand-over out, so that the pairing has not completed."""
    take_away(program, "experiences/4:sent_to_mentor")
    change(program, f"{FOLDER}/experiences/4.yaml", ("comment",), None)


def test_comment_forms_that_came_on_one_day(program: Path) -> None:
    done = receive(program, "1", "2", "--on", "2026-12-15")

    assert done.code == 0, done.err
    for number in (1, 2):
        said = yaml.load(program / f"{FOLDER}/experiences/{number}.yaml")["comment"]["received"]
        assert (said["by"], str(said["on"])) == ("noor-haddad", "2026-12-15")
    assert history(program)[0] == (
        f"{PAIRING}: Mentor Comment Form of experience 1 and Mentor Comment Form of experience 2"
        " received on 2026-12-15, by Noor Haddad, entered by Jo Tester"
    )


@pytest.mark.parametrize("word", ["visit", "visits/2026-11-10", "Mentor/Protégé Visit Report"])
def test_a_visit_report_and_what_is_asked_for_besides(program: Path, word: str) -> None:
    assert receive(program, word, "--on", "2026-11-16", "--ask", ASK).code == 0
    assert receive(program, word, "--on", "2026-11-20").code == 0

    said = yaml.load(program / VISIT)
    assert str(said["received"]["on"]) == "2026-11-16"
    assert {name: str(each) for name, each in said["asked_for_more"].items()} == {
        "on": "2026-11-16",
        "what": ASK,
        "came_on": "2026-11-20",
    }
    assert "the answer came on 2026-11-20" in history(program)[0]


def test_what_is_noted_already_is_not_written_again(program: Path) -> None:
    receive(program, "1", "--on", "2026-11-17")
    before = (program / COMMENT).read_bytes()

    assert "there is nothing to change" in receive(program, "1").err
    other = receive(program, "1", "--on", "2026-11-18")
    assert other.code == 1
    assert "the day it came is 2026-11-17 already" in other.err
    assert (program / COMMENT).read_bytes() == before
    assert receive(program, "1", "--on", "2026-11-18", "--yes").code == 0
    assert "2026-11-18" in (program / COMMENT).read_text("utf-8")


def test_nothing_that_was_asked_for_is_lost_unseen(program: Path) -> None:
    receive(program, "1", "--on", "2026-11-17", "--ask", ASK)

    assert receive(program, "1", "--on", "2026-11-18", "--ask", "How many came?").code == 1
    assert "there is nothing" in receive(program, "1", "--on", "2026-11-17", "--ask", ASK).err
    assert ASK in (program / COMMENT).read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("1", "--on", "2026-11-13"), "before it was sent on 2026-11-16 [received-before-sent]"),
        (("9",), "there is no experience 9"),
        (("log",), "no experience of"),
        (("visits/2026-12-01",), "no visit of amara-okafor-teo-lindqvist is called"),
        (("1", "--ask", "  "), "say it in a few words: --ask TEXT"),
        (("1", "--by", "nobody"), "nobody"),
    ],
)
def test_what_cannot_be_is_refused(program: Path, words: tuple[str, ...], said: str) -> None:
    refused = receive(program, *words)

    assert refused.code in {1, 2}
    assert said in refused.err
    assert "received:" not in (program / COMMENT).read_text("utf-8")


@pytest.mark.parametrize(
    ("path", "where", "word", "hint"),
    [
        (COMMENT, ("comment", "sent_to_advisor"), "1", "mentorctl comment {} 1 --sent DATE"),
        (VISIT, ("sent_to_advisor",), "visit", "mentorctl edit {} visits/2026-11-10 --set sent"),
    ],
)
def test_what_was_not_sent_cannot_have_come(
    program: Path, path: str, where: tuple[str, ...], word: str, hint: str
) -> None:
    change(program, path, where, None)

    refused = receive(program, word)
    assert refused.code == 2
    assert hint.format(PAIRING) in refused.err


def test_status_and_due_name_what_waits_and_whose_move_it_is(program: Path) -> None:
    open_year(program)
    commit_all(program, "not there yet")
    for number in ("1", "2"):
        receive(program, number, "--on", "2026-12-20")
    receive(program, "3", "--on", "2027-04-20", "--ask", ASK)

    status = mentorctl("status", "okafor", *TODAY, cwd=program).out
    assert (
        "Mentor Comment Form of experience 3: the content advisor asked for more on 2027-04-20,"
        f" “{ASK}” (mentor's move)"
    ) in " ".join(status.split())
    assert (
        "Mentor/Protégé Visit Report of 2026-11-10: sent to the content advisor on 2026-11-12, not"
        " noted as received yet (content advisor's move)"
    ) in " ".join(status.split())
    assert "experience 1: sent" not in status

    due = mentorctl("due", *TODAY, cwd=program).err
    assert "1 report sent to the content advisor and not noted as received, since 2026-11" in due
    assert "1 report about which the content advisor asked for more, since 2027-04-20" in due
    for role, told in (
        ("advisor", "Mentor/Protégé Visit Report of 2026-11-10, sent 2026-11-12"),
        ("mentor", f"Mentor Comment Form of experience 3, asked 2027-04-20: {ASK}"),
    ):
        err = mentorctl("due", "--owner", role, *TODAY, cwd=program).err
        assert f"  {PAIRING}: {told}\n" in err
    assert "report" not in mentorctl("due", "--required", *TODAY, cwd=program).err
    rows = csv.DictReader(io.StringIO(mentorctl("due", "--format", "csv", *TODAY, cwd=program).out))
    waiting = [each for each in rows if each["state"] == "awaited"]
    assert [(each["person_id"], each["by"], each["required"]) for each in waiting] == [
        ("teo-lindqvist", "2027-04-20", "no"),
        ("noor-haddad", "2026-11-12", "no"),
    ]
    assert {each["mentee_id"] for each in waiting} == {"amara-okafor"}
    data = json.loads(mentorctl("due", "--format", "json", *TODAY, cwd=program).out)
    assert [(each["role"], each["person_id"]) for each in data["awaited"]] == [
        ("mentor", "teo-lindqvist"),
        ("advisor", "noor-haddad"),
    ]


def test_reminders_and_the_page_tell_what_waits(program: Path, tmp_path: Path) -> None:
    open_year(program)
    commit_all(program, "not there yet")
    receive(program, "3", "--on", "2027-04-20", "--ask", ASK)

    drafts = tmp_path / "drafts"
    done = mentorctl("remind", "--out", drafts, *TODAY, cwd=program)
    assert done.code == 0, done.err
    noor, teo = (" ".join((drafts / f"2027-05-03-{who}.txt").read_text("utf-8").split())
                 for who in ("noor-haddad", "teo-lindqvist"))  # fmt: skip
    assert "reports that wait for you" in noor
    assert (
        "Mentor Comment Form of experience 1, Amara Okafor and Teo Lindqvist, sent on"
        " November 16, 2026"
    ) in noor
    assert (
        f"Mentor Comment Form of experience 3, with Amara Okafor, asked on April 20, 2027: {ASK}"
        in teo
    )
    # what was sent a few days ago is on its way
    early = mentorctl("remind", "--person", "haddad", "--today", "2026-11-18", cwd=program)
    assert "Noor Haddad" not in early.out

    for words, names in (((), {"Noor Haddad", "Teo Lindqvist"}), (("--for", "public"), set())):
        page = mentorctl("report", "--format", "json", *words, *TODAY, cwd=program)
        told = json.loads(page.out)["awaited"]
        assert {each["person"] for each in told} == names
    out = tmp_path / "page.html"
    assert mentorctl("report", "--out", out, *TODAY, cwd=program).code == 0
    assert "3 reports not noted as received" in out.read_text("utf-8")


def test_as_it_stood_before_the_day_it_had_not_come(program: Path) -> None:
    receive(program, "1", "--on", "2026-11-20")

    day = ("--today", "2026-11-18")
    assert "experience 1, sent 2026-11-16" in mentorctl("due", "okafor", *day, cwd=program).err


def test_nobody_waits_where_the_program_does_not_ask_or_all_is_done(program: Path) -> None:
    assert "not noted as received" not in mentorctl("due", "okafor", *TODAY, cwd=program).err
    open_year(program)
    assert "not noted as received" in mentorctl("due", "okafor", *TODAY, cwd=program).err
    for record in ("experience", "visit"):
        change(program, "program.yaml", ("records", record, "advisor_receives"), "no")
    assert "not noted as received" not in mentorctl("due", "okafor", *TODAY, cwd=program).err


@needs_openssh
def test_only_the_advisor_notes_it_and_signatures_hold(program: Path) -> None:
    lay_registered(program)
    signed = as_person("teo-lindqvist", program, "sign", "okafor", "visit", "--yes", *TODAY)
    assert signed.code == 0, signed.err

    mentor = as_person("teo-lindqvist", program, "receive", "okafor", "visit", *TODAY)
    assert mentor.code == 1
    assert "only the content advisor fills it in: received by, received on" in mentor.err
    done = as_person("noor-haddad", program, "receive", "okafor", "visit", "--ask", ASK, *TODAY)
    assert done.code == 0, done.err
    assert "draft" not in done.err
    status = mentorctl("status", "okafor", *TODAY, cwd=program).out
    assert "asked for more" in status
    assert re.search(r"✓  visits/2026-11-10 +mentor +[0-9-]+ +valid", status)
    check = mentorctl("check", "okafor", *TODAY, cwd=program)
    assert "stale" not in check.out + check.err


def test_scripts_read_what_was_done(program: Path) -> None:
    done = receive(program, "1", "--on", "2026-11-17", "--format", "json")

    assert json.loads(done.out)["files"] == [COMMENT]
