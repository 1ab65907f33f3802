from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest
from support.folders import history
from support.run import Result, mentorctl

RECORD = "pairings/2026-2027/amara-okafor-teo-lindqvist/experiences/2.yaml"
HANDED_IN = """\
slot: 2
achieved: 2026-12-03
evidence:
  - lesson-recipes.txt
sent_to_mentor: 2026-12-07
"""
TODAY = ("--today", "2026-12-20")


@pytest.fixture
def record(program: Path) -> Path:
    """Experience 2, handed over and not commented on."""
    path = program / RECORD
    path.write_text(HANDED_IN, encoding="utf-8")
    return path


def comment(program: Path, *words: str | Path, **how: object) -> Result:
    return mentorctl("comment", "okafor", "2", *words, *TODAY, cwd=program, **how)  # type: ignore[arg-type] # as mentorctl's


def test_each_date_follows_from_the_one_before(program: Path, record: Path) -> None:
    done = comment(program, "--on", "2026-12-10", "--text", "Thorough: every step is there.")

    assert done.code == 0, done.err
    assert record.read_text(encoding="utf-8") == HANDED_IN + (
        "comment:\n"
        "  on: 2026-12-10\n"
        "  sent_to_advisor: 2026-12-10\n"
        "  copied_to_mentee: 2026-12-10\n"
        '  text: "Thorough: every step is there."\n'
    )
    assert history(program)[0] == (
        "comment on experience 2 of amara-okafor-teo-lindqvist, 2026-12-10"
    )


def test_dates_as_given(program: Path, record: Path) -> None:
    words = ("--on", "2026-12-10", "--sent", "2026-12-12", "--copied", "2026-12-14")
    assert comment(program, *words, "--text", "Practical.").code == 0
    text = record.read_text(encoding="utf-8")
    assert "on: 2026-12-10\n  sent_to_advisor: 2026-12-12\n  copied_to_mentee: 2026-12-14\n" in text


def test_what_was_sent_days_ago_was_written_by_then(program: Path, record: Path) -> None:
    done = comment(program, "--sent", "2026-12-12", "--text", "Practical.")
    assert done.code == 0, done.err
    text = record.read_text(encoding="utf-8")
    assert "on: 2026-12-12\n  sent_to_advisor: 2026-12-12\n  copied_to_mentee: 2026-12-12\n" in text


def test_paragraphs_from_a_file_as_windows_writes_it(
    program: Path, record: Path, tmp_path: Path
) -> None:
    path = tmp_path / "comment.txt"
    path.write_bytes("\ufeffDurchdacht – völlig.\r\n\r\nUseful for the next one.  \r\n".encode())

    assert comment(program, "--text-file", path).code == 0

    text = record.read_text(encoding="utf-8")
    assert "  text: |-\n    Durchdacht – völlig.\n\n    Useful for the next one.\n" in text
    assert "  on: 2026-12-20\n" in text


def test_text_that_is_piped_in(program: Path, record: Path) -> None:
    assert comment(program, "--text-file", "-", input="Useful.\n").code == 0
    assert "  text: Useful.\n" in record.read_text(encoding="utf-8")


def test_what_stands_there_stays_unless_that_is_meant(program: Path, record: Path) -> None:
    assert comment(program, "--on", "2026-12-10", "--text", "Useful.").code == 0

    done = comment(program, "--text", "Not useful.")
    assert done.code == 1
    assert "the text is “Useful.” already" in done.err
    assert "to write “Not useful.” instead, add --yes" in done.err
    assert "text: Useful.\n" in record.read_text(encoding="utf-8")

    assert comment(program, "--text", "Not useful.", "--yes").code == 0
    text = record.read_text(encoding="utf-8")
    assert "text: Not useful.\n" in text
    assert "on: 2026-12-10\n" in text


def test_a_date_alone_needs_no_text_again(program: Path, record: Path) -> None:
    assert comment(program, "--on", "2026-12-10", "--text", "Useful.").code == 0
    assert comment(program, "--copied", "2026-12-15", "--yes").code == 0
    text = record.read_text(encoding="utf-8")
    assert "copied_to_mentee: 2026-12-15\n" in text
    assert "text: Useful.\n" in text


def test_a_comment_before_the_hand_over_is_refused(program: Path, record: Path) -> None:
    done = comment(program, "--on", "2026-12-05", "--text", "Useful.")
    assert done.code == 1
    assert "[comment-before-hand-over]" in done.err
    assert record.read_text(encoding="utf-8") == HANDED_IN


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "--text TEXT or --text-file FILE"),
        (("--text", "  "), "empty"),
        (("--text", "a", "--text-file", "-"), "either"),
        (("--text-file", "nowhere.txt"), "cannot be read"),
    ],
)
@pytest.mark.usefixtures("record")
def test_without_a_text_it_is_wrong_usage(program: Path, words: tuple[str, ...], said: str) -> None:
    done = comment(program, *words)
    assert done.code == 2
    assert said in " ".join(done.err.split())


@pytest.mark.usefixtures("record")
def test_a_file_that_is_no_text(program: Path, tmp_path: Path) -> None:
    path = tmp_path / "comment.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0")
    assert "not saved as UTF-8" in comment(program, "--text-file", path).err


def editor(tmp_path: Path, text: str) -> dict[str, str]:
    """An editor that writes a text and closes."""
    script = tmp_path / "editor.py"
    script.write_text(
        f"import sys, pathlib\npathlib.Path(sys.argv[1]).write_text({text!r}, encoding='utf-8')\n",
        encoding="utf-8",
    )
    return {"EDITOR": f'"{sys.executable}" "{script}"'}


def test_on_a_terminal_the_editor_opens(program: Path, record: Path, tmp_path: Path) -> None:
    done = comment(program, env=editor(tmp_path, "From the editor.\n"), terminal=True)
    assert done.code == 0, done.err
    assert "text: From the editor.\n" in record.read_text(encoding="utf-8")


def test_an_empty_text_from_the_editor_changes_nothing(
    program: Path, record: Path, tmp_path: Path
) -> None:
    done = comment(program, env=editor(tmp_path, "\n"), terminal=True)
    assert done.code == 1
    assert record.read_text(encoding="utf-8") == HANDED_IN


def test_a_text_from_the_editor_is_kept_when_it_cannot_be_saved(
    program: Path, record: Path, tmp_path: Path
) -> None:
    words = ("--on", "2026-12-05")
    done = comment(program, *words, env=editor(tmp_path, "Long work.\n"), terminal=True)

    assert done.code == 1
    assert record.read_text(encoding="utf-8") == HANDED_IN
    kept = Path(done.err.rsplit("kept in ", 1)[1].splitlines()[0])
    assert kept.read_text(encoding="utf-8") == "Long work.\n"


def test_a_text_that_cannot_be_used_is_kept_with_the_command_that_goes_on(
    program: Path, record: Path
) -> None:
    text = "Thorough. " * 30
    done = comment(program, "--text-file", "-", "--on", "2026-11-01", input=text)
    assert done.code == 1
    assert record.read_text(encoding="utf-8") == HANDED_IN
    named = next(line for line in done.err.splitlines() if "to go on with it: " in line)
    again = shlex.split(named.partition("to go on with it: ")[2])
    assert mentorctl(*again[1:], *TODAY, cwd=program).code == 0
    assert "Thorough. Thorough." in record.read_text(encoding="utf-8")
    # what is not needed any more is not kept
    assert "kept in" not in mentorctl(*again[1:], *TODAY, cwd=program).err


@pytest.mark.usefixtures("record")
def test_what_it_sets_besides_is_said_in_the_forms_own_words(program: Path) -> None:
    done = comment(program, "--text", "Good.", "--on", "2026-12-14")
    assert done.code == 0, done.err
    said = "also: Sent to the content advisor 2026-12-14, Copied to the protégé 2026-12-14"
    assert said in done.err
    asked = comment(program, "--text", "Better.", "--sent", "2026-12-15", "--yes")
    assert "Sent to the" not in asked.err


@pytest.mark.usefixtures("record")
def test_the_same_is_written_on_several(program: Path) -> None:
    done = mentorctl("comment", "1", "2", "okafor", "--text", "Used again.", "--yes", *TODAY,
                     cwd=program)  # fmt: skip
    assert done.code == 0, done.err
    for path in (program / RECORD, program / RECORD.replace("2.yaml", "1.yaml")):
        assert "text: Used again." in path.read_text(encoding="utf-8")
    assert history(program)[0].startswith("comment on experience")


def test_several_are_dated_at_once_where_their_texts_are_there(program: Path, record: Path) -> None:
    assert comment(program, "--on", "2026-12-10", "--text", "Thorough.").code == 0
    done = comment(program, "1", "--copied", "2026-12-18", "--yes")

    assert done.code == 0, done.err
    for path in (program / RECORD, program / RECORD.replace("2.yaml", "1.yaml")):
        assert "copied_to_mentee: 2026-12-18" in path.read_text(encoding="utf-8")
    assert "text: Thorough." in record.read_text(encoding="utf-8")
