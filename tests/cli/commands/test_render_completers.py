"""`mentorctl completers` as the form that is handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.facts import take_away
from support.folders import contents
from support.pdf import page_texts
from support.run import Result, mentorctl

if TYPE_CHECKING:
    from pathlib import Path


def completers(program: Path, *words: str | Path) -> Result:
    return mentorctl("completers", "--today", "2027-05-03", *words, cwd=program)


def text_of(path: Path) -> str:
    text = "".join(page_texts(path))
    return " ".join(text.split())


def test_the_list_is_written_as_a_form_to_hand_in(program: Path, tmp_path: Path) -> None:
    before = contents(program)
    file = tmp_path / "list.pdf"

    done = completers(program, "--format", "pdf", "--out", file)

    assert (done.code, done.out) == (0, f"{file}\n")
    assert "1 of 1 pairing has completed" in done.err
    assert "Amara Okafor" in text_of(file)
    assert [path.name for path in tmp_path.iterdir() if path != program] == ["list.pdf"]
    assert contents(program) == before


def test_asked_again_it_is_written_again(program: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.docx"
    for _ in range(2):
        completers(program, "--format", "docx", "--out", file)
        assert file.read_bytes().startswith(b"PK")
        file.unlink()


def test_the_list_of_a_part_says_so_in_print(program: Path, tmp_path: Path) -> None:
    for words, said in (
        (("--school", "Creek"), "1 of 1 pairing (school 'Creek')"),
        (("--advisor", "noor", "--school", "Creek"), "content advisor Noor Haddad, school 'Creek'"),
        # an advisor's own list is one of the official ones, and names the advisor
        (("--advisor", "noor"), ""),
    ):
        file = tmp_path / "list.pdf"
        completers(program, *words, "--out", file)
        assert said in text_of(file)
        assert ("Only a part:" in text_of(file)) == bool(said)
        file.unlink()


def test_it_holds_those_who_completed_and_nobody_else(program: Path, tmp_path: Path) -> None:
    take_away(program, "experiences/3:comment.sent_to_advisor")

    completers(program, "--format", "pdf", "--out", tmp_path / "list.pdf")

    assert "Amara Okafor" not in text_of(tmp_path / "list.pdf")


@pytest.mark.parametrize(
    ("words", "fault", "hint"),
    [
        (("--format", "pdf"), "pdf is a file", "completers --out completers.pdf"),
        (
            ("--format", "csv", "--out", "x.pdf"),
            "x.pdf would be csv",
            "let both say the same",
        ),
        (("--format", "docx", "--out", "x", "--explain"), "no room for reasons", "--explain"),
        (("--format", "pdf", "--out", "no/such/list.pdf"), "no file can be written", "another"),
    ],
)
def test_what_cannot_be_written_is_wrong_usage(
    program: Path, words: tuple[str, ...], fault: str, hint: str
) -> None:
    before = contents(program)

    done = completers(program, *words)

    said, told = done.err.splitlines()
    assert (done.code, done.out) == (2, "")
    assert fault in said
    assert hint in told
    assert contents(program) == before
