from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from support.keys import needs_openssh
from support.pdf import page_texts
from support.run import Result, mentorctl
from support.story import AMARA, FIRST, IRIS, TEO, Story
from support.telling import DATE, PLAN, told

from mentorctl.model.recorded import PaperSignature, Scan

if TYPE_CHECKING:
    from pathlib import Path

NAME = "2026-2027_amara-okafor-teo-lindqvist_receipt-plan"


def receipt(program: Path, *words: str, record: str = "plan", to: str = "html") -> Result:
    return mentorctl(
        "receipt", "amara", record, "--out", "out", "--to", to, "--today", "2027-05-03", *words,
        cwd=program,
    )  # fmt: skip


def commands(text: str) -> list[str]:
    """The lines to paste for the statements, as README.txt or a page of HTML has them."""
    return re.findall(r"^ *(ssh-keygen -Y verify -f allowed_signers .*)$", text, re.MULTILINE)


def pasted(folder: Path, line: str) -> tuple[int, str]:
    """What a shell says to a line."""
    done = subprocess.run(line, shell=True, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S602 - as somebody pastes it
    return done.returncode, done.stdout + done.stderr


@needs_openssh
def test_what_it_prints_proves_it_when_pasted(tmp_path: Path) -> None:
    told(tmp_path, to_the_end=False)

    done = receipt(tmp_path)

    assert done.code == 0, done.err
    folder = tmp_path / "out" / NAME
    lines = commands((folder / "README.txt").read_text("utf-8"))
    assert len(lines) == 2
    for line, person in zip(lines, (TEO, AMARA), strict=True):
        code, answer = pasted(folder, line)
        assert (code, f'Good "mentorctl" signature for {person}' in answer) == (0, True), answer


@pytest.mark.skipif(os.name == "nt", reason="links take a right of their own there")
@pytest.mark.parametrize("link", ["out", f"out/{NAME}"])
def test_it_is_not_written_through_a_link(tmp_path: Path, link: str) -> None:
    told(tmp_path / "p", to_the_end=False)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "p" / link).parent.mkdir(exist_ok=True)
    (tmp_path / "p" / link).symlink_to(elsewhere)
    done = receipt(tmp_path / "p")
    assert done.code == 3, done.err
    assert f"{link} is a link out of the program's own files" in done.err
    assert list(elsewhere.iterdir()) == []


@needs_openssh
def test_the_line_on_the_paper_proves_it_too(tmp_path: Path) -> None:
    told(tmp_path, to_the_end=False)
    assert receipt(tmp_path, to="pdf,docx").code == 0
    pdf = tmp_path / "out" / f"{NAME}.pdf"
    assert (tmp_path / "out" / f"{NAME}.docx").is_file()
    text = "\n".join(page_texts(pdf))
    found = re.findall(r"(ssh-keygen -Y verify [^\n]*\\)\s*\n\s*(-n [^\n]*)", text)
    assert len(found) == 2, text
    for first, second in found:
        code, answer = pasted(tmp_path / "out" / NAME, f"{first}\n{second}")
        assert code == 0, answer


@needs_openssh
@pytest.mark.parametrize("name", ["mentor.json", "mentor.sig", "allowed_signers"])
def test_whatever_is_changed_in_it_the_line_says_no(tmp_path: Path, name: str) -> None:
    told(tmp_path, to_the_end=False)
    receipt(tmp_path)
    folder = tmp_path / "out" / NAME
    lines = commands((folder / "README.txt").read_text("utf-8"))
    (line,) = (each for each in lines if TEO in each)
    other = (folder / "mentee.sig").read_text("ascii")
    text = (folder / name).read_text("ascii")
    changed = other if name == "mentor.sig" else text.replace(TEO, AMARA)
    assert changed != text
    (folder / name).write_text(changed, "ascii", newline="\n")
    assert pasted(folder, line)[0] != 0


def test_the_digest_can_be_worked_out_by_anybody(tmp_path: Path) -> None:
    told(tmp_path, to_the_end=False)
    receipt(tmp_path)
    folder = tmp_path / "out" / NAME
    statement = json.loads((folder / "mentor.json").read_bytes())
    content = (folder / "mentor.content.json").read_bytes()
    assert hashlib.sha256(content).hexdigest() == statement["content"]
    assert statement["content"] in (folder / "README.txt").read_text("utf-8")
    assert json.loads(content)["experiences"][1]["target_date"] == DATE
    assert statement["record"] == PLAN
    # what comes after signing is none of what was signed, and README.txt says so
    assert "approved" not in json.loads(content)
    assert "approved, received, revisions" in (folder / "README.txt").read_text("utf-8")
    assert (folder / "plan.yaml").read_bytes() == (tmp_path / PLAN).read_bytes()


def test_the_page_tells_it_all(tmp_path: Path) -> None:
    ids = told(tmp_path, to_the_end=False)
    receipt(tmp_path)
    page = (tmp_path / "out" / f"{NAME}.html").read_text("utf-8")
    for said in (
        "Receipt of Signatures",
        "What was signed by Teo Lindqvist and Amara Okafor",
        "September 25, 2026, 15:00 -0500",
        "A lesson on comparing recipes that asks for reasons",
        "SHA256:",
        ids[2],
        "Teo Lindqvist signed the plan as mentor",
        "missing",
    ):
        assert said in page, said


@needs_openssh
def test_a_stale_one_shows_what_was_signed_and_what_changed_since(tmp_path: Path) -> None:
    told(tmp_path, by=IRIS)
    done = receipt(tmp_path)
    assert (done.code, "stale: changed since: Target Date of experience 2" in done.err) == (0, True)
    page = (tmp_path / "out" / f"{NAME}.html").read_text("utf-8")
    assert "changed since: Target Date of experience 2" in page
    signed = page.partition("What was signed by")[2].partition("How to check it")[0]
    assert DATE in signed
    assert "2026-12-18" not in signed
    folder = tmp_path / "out" / NAME
    for line in commands((folder / "README.txt").read_text("utf-8")):
        assert pasted(folder, line)[0] == 0


@needs_openssh
def test_one_on_paper_is_the_word_of_who_attests_it(tmp_path: Path) -> None:
    story = Story()
    scan = Scan(file="plan.pdf", sha256="0" * 64)
    paper = PaperSignature(signed_on=dt.date(2026, 10, 1), attested_by=IRIS, scan=scan)
    story.files[f"{FIRST}/evidence/plan.pdf"] = b"%PDF-1.4\n"
    story.sign("plan.yaml", "mentor", TEO, by=IRIS, paper=paper)
    story.commit(IRIS)
    story.lay_in(tmp_path)

    done = receipt(tmp_path)

    assert done.code == 0, done.err
    text = (tmp_path / "out" / NAME / "README.txt").read_text("utf-8")
    (line,) = commands(text)
    assert f"-I {IRIS} " in line
    assert "the word of Iris Nakamura for a signature that Teo Lindqvist gave on paper" in text
    assert pasted(tmp_path / "out" / NAME, line)[0] == 0


@needs_openssh
def test_each_entry_of_a_log_has_its_own(tmp_path: Path) -> None:
    story = Story()
    for entry in ("2026-09-29-1", "2026-10-13-1"):
        at = "2026-10-14T16:00:00-05:00"
        story.sign(f"log.yaml#{entry}", "mentor", TEO, at)
    story.commit(TEO, "2026-10-14T17:00")
    story.lay_in(tmp_path)
    assert receipt(tmp_path, record="log").code == 0
    folder = tmp_path / "out" / NAME.replace("plan", "log")
    assert {each.name for each in folder.glob("2026-*.sig")} == {
        "2026-09-29-1.mentor.sig", "2026-10-13-1.mentor.sig",
    }  # fmt: skip
    for line in commands((folder / "README.txt").read_text("utf-8")):
        assert pasted(folder, line)[0] == 0


def test_one_that_does_not_count_proves_nothing(tmp_path: Path) -> None:
    story = Story()
    story.sign("plan.yaml", "mentor", TEO, by=AMARA)
    story.commit(AMARA)
    story.lay_in(tmp_path)
    done = receipt(tmp_path)
    assert "invalid" in done.err
    folder = tmp_path / "out" / NAME
    assert not list(folder.glob("*.sig"))
    assert not list(folder.glob("chain-*"))
    assert commands((folder / "README.txt").read_text("utf-8")) == []


@pytest.mark.parametrize("by", [AMARA, None])
def test_what_counts_for_nothing_in_the_record_is_named(by: str | None, tmp_path: Path) -> None:
    """An approval that no advisor gave, written after the signature."""
    story = Story()
    story.sign("plan.yaml", "mentor", TEO)
    story.commit(TEO)
    story.put(f"{FIRST}/plan.yaml", "initials: NH", "initials: ZZ")
    last = story.commit(by, "2026-10-06T09:00")
    ids = story.lay_in(tmp_path)
    done = receipt(tmp_path)
    assert "plan.yaml holds what counts for nothing: approved initials" in done.err
    text = " ".join((tmp_path / "out" / NAME / "README.txt").read_text("utf-8").split())
    assert "counts for nothing, as nobody wrote it who may: approved initials" in text
    page = (tmp_path / "out" / f"{NAME}.html").read_text("utf-8")
    event = page.partition("What happened")[2].partition(ids[last][:10])[2]
    assert "this does not count" in event


def test_what_nobody_signed_has_none(tmp_path: Path) -> None:
    told(tmp_path)
    done = receipt(tmp_path, record="experiences/1")
    assert (done.code, (tmp_path / "out").exists()) == (1, False)
    assert "mentorctl sign amara-okafor-teo-lindqvist experiences/1" in done.err


def test_what_is_not_saved_has_none(tmp_path: Path) -> None:
    told(tmp_path)
    (tmp_path / PLAN).write_bytes((tmp_path / PLAN).read_bytes() + b"# more\n")
    done = receipt(tmp_path)
    assert (done.code, "mentorctl save" in done.err, (tmp_path / "out").exists()) == (
        1, True, False,
    )  # fmt: skip
