"""`mentorctl evaluate answer`, as somebody types it who has never used it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.asking import COLLECTOR, OPEN, PAIRS, asking, lay_asking
from support.folders import Once, copied
from support.full_disk import fill_disk
from support.keys import needs_openssh
from support.run import mentorctl

from mentorctl.trail.signatures.statements import OwnSigner
from mentorctl.trail.ssh.openssh import SigningError
from mentorctl.vault import sealed_answers

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.model.questionnaire import AnswerSheet

pytestmark = needs_openssh

WHO = PAIRS[0][0]
# area, role, relationship, contact, and why
START = ("Business", "mentee", "4", "", ".")
END = ("5", ".", "", "3", ".", "yes", "Thanks", "and more", ".")


@pytest.fixture
def folder(once: Once, tmp_path: Path) -> Path:
    laid = once("typed-answers", lay_asking)
    return copied(laid, tmp_path / "copy") / "program"


@pytest.fixture
def sealed(monkeypatch: pytest.MonkeyPatch) -> list[AnswerSheet]:
    """What is sealed, before it is."""
    found: list[AnswerSheet] = []
    seal = sealed_answers.seal_sheet

    def kept(begun: Any, sheet: AnswerSheet) -> bytes:
        found.append(sheet)
        return seal(begun, sheet)

    monkeypatch.setattr(sealed_answers, "seal_sheet", kept)
    return found


def typed(folder: Path, *lines: str, out: str = "mine.eml") -> Any:
    return asking(
        WHO, folder, "answer", "--out", folder.parent / out, "--today", OPEN,
        input="".join(f"{each}\n" for each in lines), terminal=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    "said",
    ["teaching, colleague", "[teaching, colleague]", "ideas for teaching,a colleague to turn to"],
)
def test_several_answers_are_typed_as_it_says_or_as_in_a_sheet(
    folder: Path, sealed: list[AnswerSheet], said: str
) -> None:
    done = typed(folder, *START, said, *END)
    assert done.code == 0, done.err
    assert sealed[0].answers["benefits"] == ("teaching", "colleague")
    assert sealed[0].answers["else"] == "Thanks\nand more"
    assert sealed[0].group == "Business"


def test_what_it_asks_for_at_a_terminal_is_what_it_takes_there(folder: Path) -> None:
    done = typed(folder, *START, "teaching colleague", "teaching", *END)
    assert done.code == 0, done.err
    asked = " ".join(done.err.split())
    assert "write the words before the colons, with commas between them" in asked
    for of_a_sheet in ("in brackets", "behind the colon", "indented", "after '- '"):
        assert of_a_sheet not in asked
    lines = done.err.splitlines()
    assert not [line for line in lines if len(line) > 120]


def test_a_group_that_is_none_is_said_to_be_none(folder: Path) -> None:
    done = typed(folder, "busi", *START, "", *END)
    assert done.code == 0, done.err
    assert "Optional, so that results can be given apart" in done.err
    assert "This is none of them" in done.err


@pytest.mark.parametrize("lines", [(), START, (*START, "", "5"), (*START, "", *END[:-3])])
def test_who_stops_halfway_has_sealed_nothing(
    folder: Path, sealed: list[AnswerSheet], lines: tuple[str, ...]
) -> None:
    done = typed(folder, *lines)
    assert (done.code, "nothing was sealed" in done.err) == (130, True)
    assert not sealed
    assert not (folder.parent / "mine.eml").exists()


VAIN = {
    "no folder": "there is no folder",
    "no room": "nothing can be written into",
    "a passphrase": "the passphrase is wrong",
    "not asked": "is not asked of",
    "too late": "so nothing was sealed",
}


@pytest.mark.parametrize("what", VAIN)
def test_nobody_types_answers_that_cannot_be_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    if what == "no room":
        fill_disk(monkeypatch)
    fault = SigningError("the passphrase is wrong", "type it again")
    if what == "a passphrase":
        monkeypatch.setattr(OwnSigner, "unlock", lambda _: (_ for _ in ()).throw(fault))
    out = folder.parent / ("not-there/mine.eml" if what == "no folder" else "mine.eml")
    day = "2027-06-01" if what == "too late" else OPEN
    done = asking(
        COLLECTOR if what == "not asked" else WHO, folder, "answer", "--out", out, "--today", day,
        input="Business\n", terminal=True,
    )  # fmt: skip
    assert done.code != 0
    assert VAIN[what] in done.err
    assert "In the program, I am" not in done.err


def test_where_no_questionnaire_has_begun_that_is_said(base_program: Path) -> None:
    assert "no questionnaire has begun" in mentorctl("evaluate", "open", cwd=base_program).err
