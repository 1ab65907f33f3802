"""`mentorctl evaluate answer`, as somebody types it who has never used it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from support.asking import COLLECTOR, COUNTER, ID, OPEN, PAIRS, asking, filled, lay_asking
from support.folders import Once, copied
from support.full_disk import fill_disk
from support.histories import plain
from support.keys import lay_key, needs_openssh
from support.run import mentorctl
from support.signers import as_person, mark

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


def _begun_anew(folder: Path, *keys: str) -> None:
    """The coordinator lets keys in in the counter's name, before it begins."""
    plain(folder, "reset", "-q", "--hard", "HEAD~1")
    for each in keys:
        lay_key(folder.parent / "keys", each)
        public = folder.parent / "keys" / f"{each}.pub"
        assert as_person(COLLECTOR, folder, "key", "add", COUNTER, public).code == 0


def _begin(folder: Path) -> str:
    done = asking(COLLECTOR, folder, "begin", ID, "--today", "2027-04-01")
    assert done.code == 0, done.err
    return done.err


def _answer(folder: Path, *words: str, terminal: str = "") -> Any:
    out = folder.parent / "mine.sealed"
    out.unlink(missing_ok=True)
    sheet = folder.parent / "sheet.yaml"
    sheet.write_text(filled(), encoding="utf-8")
    return asking(
        WHO, folder, "answer", "--answers", str(sheet), "--out", out, "--today", OPEN, *words,
        input=terminal, terminal=bool(terminal),
    )  # fmt: skip


def test_who_answers_sees_with_which_key_it_is_opened(folder: Path) -> None:
    done = _answer(folder)
    assert done.code == 0, done.err
    assert f"opened by Grace Whitfield alone, with 1 key: {mark(COUNTER)}" in done.err
    assert "nobody but a coordinator" not in done.err


@pytest.mark.parametrize("is_instead", [False, True])
def test_a_key_that_only_a_coordinator_let_in_is_asked_about(
    folder: Path, *, is_instead: bool
) -> None:
    """Beside the counter's own, or in its place."""
    _begun_anew(folder, "second key")
    if is_instead:
        done = as_person(COLLECTOR, folder, "key", "revoke", COUNTER, mark(COUNTER))
        assert done.code == 0, done.err
    assert "everybody who answers is asked" in _begin(folder)
    out = folder.parent / "mine.sealed"
    done = _answer(folder)
    assert done.code != 0
    assert "nobody but a coordinator says that" in done.err
    assert f"--checked {mark('second key')}" in done.err
    assert not out.exists()
    assert _answer(folder, terminal="n\n").code != 0
    assert not out.exists()
    assert _answer(folder, terminal="y\n").code == 0
    assert out.exists()
    checked = [
        "--checked",
        mark("second key"),
        *([] if is_instead else ["--checked", mark(COUNTER)]),
    ]
    assert _answer(folder, *checked).code == 0
    if not is_instead:
        assert _answer(folder, *checked[:2]).code != 0


def test_nobody_answers_unasked_for_a_key_that_was_revoked_since(folder: Path) -> None:
    done = as_person(COLLECTOR, folder, "key", "revoke", COUNTER, mark(COUNTER))
    assert done.code == 0, done.err
    out = folder.parent / "mine.sealed"
    for terminal in ("", "n\n"):
        done = _answer(folder, terminal=terminal)
        assert done.code != 0
        assert f"revoked since it began: {mark(COUNTER)}" in done.err
        assert "that opens the answers was revoked, so nothing was sealed" in done.err
        assert not out.exists()
    assert _answer(folder, terminal="y\n").code == 0
    assert _answer(folder, "--checked", mark(COUNTER)).code == 0
    assert out.exists()


def test_a_key_that_the_counter_confirmed_is_theirs(folder: Path) -> None:
    _begun_anew(folder, "second key", "third key")
    for person, of in ((COUNTER, "second key"), ("second key", "third key")):
        done = as_person(person, folder, "key", "confirm", mark(of))
        assert done.code == 0, done.err
    assert "everybody who answers is asked" not in _begin(folder)
    done = _answer(folder)
    assert done.code == 0, done.err
    assert "with 3 keys: " in done.err


def test_one_that_counts_again_by_a_coordinators_word_is_asked_about(folder: Path) -> None:
    _begun_anew(folder, "second key")
    assert as_person(COUNTER, folder, "key", "confirm", mark("second key")).code == 0
    done = as_person(COLLECTOR, folder, "key", "revoke", COUNTER, mark("second key"))
    assert done.code == 0, done.err
    path = folder / "people" / f"{COUNTER}.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^ {4}revoked: .*\n", "", text), encoding="utf-8")
    assert as_person(COLLECTOR, folder, "save", "--anyway").code == 0
    assert "everybody who answers is asked" in _begin(folder)
