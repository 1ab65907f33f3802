from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.run import Result, mentorctl

if TYPE_CHECKING:
    from pathlib import Path

TODAY = ("--today", "2027-05-03")
LIST = ("completers", *TODAY)
FORM = ("render", "plan", "okafor", *TODAY)


def run(program: Path, *words: str, **how: object) -> Result:
    return mentorctl(*words, cwd=program.parent, **how)  # type: ignore[arg-type] # as mentorctl's


@pytest.fixture
def here(program: Path) -> tuple[str, str]:
    return "-C", str(program)


@pytest.mark.parametrize("words", [LIST, FORM])
def test_a_name_says_what_the_file_is(
    program: Path, here: tuple[str, str], words: tuple[str, ...]
) -> None:
    for suffix, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        out = program.parent / f"made.{suffix}"
        for _ in range(2):  # over one of the same kind without a question
            done = run(program, *here, *words, "--out", str(out))
            assert done.code == 0, done.err
            assert out.read_bytes().startswith(start)


@pytest.mark.parametrize(
    "words", [(*LIST, "--format", "docx"), (*FORM, "--to", "docx"), (*FORM, "--to", "docx,pdf")]
)
def test_a_name_that_says_another_format_is_refused(
    program: Path, here: tuple[str, str], words: tuple[str, ...]
) -> None:
    out = program.parent / "made.pdf"
    done = run(program, *here, *words, "--out", str(out))
    assert (done.code, out.exists()) == (2, False)


@pytest.mark.parametrize("words", [LIST, FORM])
def test_a_file_of_another_kind_is_asked_about(
    program: Path, here: tuple[str, str], words: tuple[str, ...]
) -> None:
    out = program.parent / "made.pdf"
    out.write_text("my notes", encoding="utf-8")
    asked = (*here, *words, "--out", str(out))
    done = run(program, *asked)
    assert (done.code, out.read_text("utf-8")) == (2, "my notes")
    assert "is no PDF" in done.err
    assert run(program, *asked, input="n\n", terminal=True).code == 2
    assert out.read_text("utf-8") == "my notes"
    assert run(program, *asked, input="y\n", terminal=True).code == 0
    assert out.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("words", [LIST, ("invoices", *TODAY), ("person", "list")])
def test_a_text_in_a_file_is_the_one_that_is_shown(
    program: Path, here: tuple[str, str], words: tuple[str, ...]
) -> None:
    for form in ("csv", "json"):
        out = program.parent / f"list.{form}"
        done = run(program, *here, *words, "--out", str(out))
        assert (done.code, done.out) == (0, f"{out}\n")
        shown = run(program, *here, *words, "--format", form)
        assert out.read_bytes().decode("utf-8") == shown.out


@pytest.mark.parametrize("words", [LIST, FORM, (*LIST, "--format", "csv"), ("person", "list")])
def test_a_record_is_not_written_over(
    program: Path, here: tuple[str, str], words: tuple[str, ...]
) -> None:
    before = (program / "program.yaml").read_bytes()
    done = run(program, *here, *words, "--out", str(program / "program.yaml"))
    assert (done.code, (program / "program.yaml").read_bytes()) == (2, before)


def test_a_receipt_goes_into_a_folder(program: Path, here: tuple[str, str]) -> None:
    done = run(program, *here, "receipt", "okafor", "plan", *TODAY, "--out", "x.pdf")
    assert done.code == 2
    assert "name a folder" in done.err


def test_the_old_name_of_an_option_still_works(program: Path) -> None:
    out = program.parent / "new.csv"
    done = run(program, "import", "--template", "people", "--to", str(out))
    assert done.code == 0
    assert "--to is called --out now" in " ".join(done.err.split())
    assert out.is_file()


def test_several_forms_do_not_go_into_one_file(program: Path, here: tuple[str, str]) -> None:
    done = run(program, *here, "render", "--all", *TODAY, "--out", str(program.parent / "x.pdf"))
    assert done.code == 2
    assert "name a folder" in done.err


def test_a_folder_may_be_called_like_a_file(program: Path, here: tuple[str, str]) -> None:
    folder = program.parent / "forms.pdf"
    folder.mkdir()
    assert run(program, *here, *FORM, "--to", "html", "--out", str(folder)).code == 0
    assert [each.suffix for each in folder.rglob("*.html")] == [".html"]
