"""Messages that are written to be sent by hand, never by the toolkit."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
from typing import TYPE_CHECKING

import pytest

from mentorctl.cli.output.mail_drafts import hand_over, letter
from mentorctl.model.reassignment import Draft
from mentorctl.reports.counted_folder import CountedFolder, as_counted
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from pathlib import Path

DRAFT = Draft("[program]: from [starts]", "Dear [mentee],\n\n[unknown] stays.\n")
VALUES = {"program": "Show-Me", "starts": "2027-01-18", "mentee": "Amara"}


@pytest.fixture
def folder(program: Path) -> CountedFolder:
    return as_counted(Folder(program), dt.date(2027, 1, 18))


def test_a_draft_is_filled_in() -> None:
    made = letter(DRAFT, ["amara-okafor"], VALUES, hidden=False)
    assert made.subject == "Show-Me: from 2027-01-18"
    assert made.text == "Dear Amara,\n\n[unknown] stays.\n"


def test_a_name_with_line_breaks_adds_no_header(folder: CountedFolder, tmp_path: Path) -> None:
    hostile = {**VALUES, "program": "x\r\nBcc: somebody@evil.example\n\nbody"}
    made = letter(DRAFT, ["amara-okafor"], hostile, hidden=True)
    hand_over(made, folder, "iris-nakamura", tmp_path / "m.eml")
    data = (tmp_path / "m.eml").read_bytes()
    mail = email.message_from_bytes(data, policy=email.policy.default)
    assert mail.get_all("Bcc") == [folder.people["amara-okafor"].email]
    assert mail["Subject"] == "x Bcc: somebody@evil.example body: from 2027-01-18"


def test_the_text_shows_to_whom_and_that_nothing_was_sent(
    folder: CountedFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    made = letter(DRAFT, ["amara-okafor", "nobody-known"], VALUES, hidden=False)
    hand_over(made, folder, "", None)
    said = capsys.readouterr()
    assert said.out.startswith(f"To: {folder.people['amara-okafor'].email}\nSubject: Show-Me")
    assert "no email address is known of nobody-known" in said.err
    assert "nothing was sent" in said.err
