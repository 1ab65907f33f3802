from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from support.folders import commit_all, contents, history
from support.run import Result, mentorctl

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "pairings/2026-2027/amara-okafor-teo-lindqvist"
OPEN = "slot: 2\nachieved:\nevidence: []\nsent_to_mentor:\n"
TODAY = ("--today", "2026-12-10")


@pytest.fixture
def record(program: Path) -> Path:
    """Experience 2, still to be handed over."""
    path = program / FOLDER / "experiences/2.yaml"
    path.write_text(OPEN, encoding="utf-8")
    (program / FOLDER / "evidence/lesson-recipes.txt").unlink()
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Lesson plan (final).docx"
    path.write_bytes(b"a lesson")
    return path


def hand_in(program: Path, *words: str | Path) -> Result:
    return mentorctl("hand-in", "okafor", *words, *TODAY, cwd=program)


@pytest.mark.parametrize("has_history", [True, False])
def test_what_is_said_already_is_said_so_with_a_history_and_without(
    program: Path, *, has_history: bool
) -> None:
    if not has_history:
        (program / ".git").rename(program.parent / "gone")
    for words in (
        ("hand-in", "okafor", "1", "--on", "2026-11-09"),
        ("edit", "okafor", "experiences/1", "--set", "sent_to_mentor=2026-11-09"),
    ):
        done = mentorctl(*words, *TODAY, cwd=program)
        assert done.code == 0, done.err
        assert "nothing" in done.err


def test_the_day_is_today_for_both_dates(program: Path, record: Path) -> None:
    done = hand_in(program, "2")

    assert done.code == 0, done.err
    assert record.read_text(encoding="utf-8") == (
        "slot: 2\nachieved: 2026-12-10\nevidence: []\nsent_to_mentor: 2026-12-10\n"
    )
    assert history(program)[0] == (
        "hand-in of amara-okafor-teo-lindqvist, experience 2, on 2026-12-10"
    )


def test_dates_and_files_as_given(program: Path, record: Path, file: Path) -> None:
    done = hand_in(
        program, "2", "--on", "2026-12-08", "--achieved", "2026-12-03", "--evidence", file
    )

    assert done.code == 0, done.err
    assert record.read_text(encoding="utf-8") == (
        "slot: 2\nachieved: 2026-12-03\nevidence:\n  - Lesson-plan-final.docx\n"
        "sent_to_mentor: 2026-12-08\n"
    )
    copy = program / FOLDER / "evidence/Lesson-plan-final.docx"
    assert copy.read_bytes() == b"a lesson"


def test_a_date_that_stands_stays_unless_that_is_meant(program: Path, record: Path) -> None:
    assert hand_in(program, "2", "--on", "2026-12-08").code == 0

    done = hand_in(program, "2", "--on", "2026-12-09")
    assert done.code == 1
    assert "is 2026-12-08 already" in done.err
    assert "sent_to_mentor: 2026-12-08\n" in record.read_text(encoding="utf-8")

    assert hand_in(program, "2", "--on", "2026-12-09", "--yes").code == 0
    assert "sent_to_mentor: 2026-12-09\n" in record.read_text(encoding="utf-8")


def test_on_a_terminal_the_person_is_asked(program: Path, record: Path) -> None:
    assert hand_in(program, "2", "--on", "2026-12-08").code == 0
    words = ("hand-in", "okafor", "2", "--on", "2026-12-09", *TODAY)

    kept = mentorctl(*words, cwd=program, input="n\n", terminal=True)
    assert (kept.code, "2026-12-08" in record.read_text(encoding="utf-8")) == (1, True)

    done = mentorctl(*words, cwd=program, input="y\n", terminal=True)
    assert (done.code, "2026-12-09" in record.read_text(encoding="utf-8")) == (0, True)


def test_a_file_more_leaves_the_dates_and_again_is_harmless(
    program: Path, record: Path, file: Path
) -> None:
    assert hand_in(program, "2", "--on", "2026-12-08").code == 0
    assert hand_in(program, "2", "--evidence", file).code == 0
    before = contents(program)

    done = hand_in(program, "2", "--evidence", file)

    assert done.code == 0
    assert "nothing to change" in done.err
    assert contents(program) == before
    assert "sent_to_mentor: 2026-12-08\n" in record.read_text(encoding="utf-8")


def test_another_file_of_the_same_name_is_kept_beside_it(
    program: Path, record: Path, file: Path
) -> None:
    assert hand_in(program, "2", "--evidence", file).code == 0
    file.write_bytes(b"another lesson")
    assert hand_in(program, "2", "--evidence", file).code == 0

    evidence = program / FOLDER / "evidence"
    assert (evidence / "Lesson-plan-final.docx").read_bytes() == b"a lesson"
    assert (evidence / "Lesson-plan-final-2.docx").read_bytes() == b"another lesson"
    assert "  - Lesson-plan-final-2.docx\n" in record.read_text(encoding="utf-8")


def test_a_file_that_lies_in_evidence_already_is_only_named(program: Path, record: Path) -> None:
    place = program / FOLDER / "evidence/my notes.txt"
    place.write_text("notes\n", encoding="utf-8")

    assert hand_in(program, "2", "--evidence", place).code == 0

    assert "  - my notes.txt\n" in record.read_text(encoding="utf-8")
    assert not (place.parent / "my-notes.txt").exists()


def test_a_record_that_is_not_there_is_made(program: Path, record: Path) -> None:
    record.unlink()

    done = hand_in(program, "2", "--on", "2026-12-08")

    assert done.code == 0, done.err
    text = record.read_text(encoding="utf-8")
    assert "\nslot: 2\n" in text
    assert "\nsent_to_mentor: 2026-12-08\n" in text


def test_what_is_open_anyway_does_not_stop_a_new_record(program: Path, record: Path) -> None:
    record.unlink()
    commit_all(program, "experience 2 is gone")

    done = mentorctl("hand-in", "okafor", "2", "--today", "2027-02-01", cwd=program)

    assert done.code == 0, done.err
    assert "[milestone-late]" in done.err
    assert "\nsent_to_mentor: 2027-02-01\n" in record.read_text(encoding="utf-8")


@pytest.mark.parametrize("words", [("5",), ("0",), ("two",)])
def test_an_experience_the_program_does_not_have(program: Path, words: tuple[str, ...]) -> None:
    assert hand_in(program, *words).code == 2


def test_a_hand_over_before_the_work_was_done_is_refused(program: Path, record: Path) -> None:
    done = hand_in(program, "2", "--on", "2026-12-01", "--achieved", "2026-12-02")

    assert done.code == 1
    assert "[hand-over-before-achieved]" in done.err
    assert record.read_text(encoding="utf-8") == OPEN


def test_links_and_pipes_are_not_followed(program: Path, record: Path, tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("links need a right of their own there")
    link, pipe = tmp_path / "link.txt", tmp_path / "pipe.txt"
    link.symlink_to("/etc/passwd")
    os.mkfifo(pipe)

    for path in (link, pipe, tmp_path, tmp_path / "nothing.txt"):
        done = hand_in(program, "2", "--evidence", path)
        assert done.code == 2, path
        assert path.name in done.err
    assert record.read_text(encoding="utf-8") == OPEN


def test_the_day_of_the_work_is_said_where_it_was_not_given(program: Path) -> None:
    record = program / "pairings/2026-2027/amara-okafor-teo-lindqvist/experiences/2.yaml"
    record.write_text("slot: 2\n", encoding="utf-8")
    words = ("hand-in", "okafor", "2", "--on", "2026-12-09", *TODAY)
    done = mentorctl(*words, "--dry-run", cwd=program)
    assert record.read_text(encoding="utf-8") == "slot: 2\n", done.err
    done = mentorctl(*words, cwd=program)
    assert "also: Date Achieved 2026-12-09" in done.err
    record.write_text("slot: 2\n", encoding="utf-8")
    given = mentorctl(*words, "--achieved", "2026-12-08", cwd=program)
    assert "also" not in given.err


@pytest.mark.parametrize(
    "words",
    [("okafor", "1", "2"), ("okafor", "1,2"), ("okafor", "1-2"), ("okafor", "1", "and", "2"),
     ("okafor", "experiences", "1", "&", "2"), ("okafor", "exp", "1, 2"), ("1", "2", "okafor")],
    ids=" ".join,
)  # fmt: skip
def test_several_are_handed_in_at_once(program: Path, words: tuple[str, ...]) -> None:
    for number in "12":
        (program / FOLDER / f"experiences/{number}.yaml").write_text(
            OPEN.replace("slot: 2", f"slot: {number}"), encoding="utf-8"
        )
    for file in (program / FOLDER / "evidence").iterdir():
        file.unlink()
    done = mentorctl("hand-in", *words, "--on", "2026-11-12", *TODAY, cwd=program)

    assert done.code == 0, done.err
    said = "hand-in of amara-okafor-teo-lindqvist, experiences 1 and 2, on 2026-11-12"
    assert f"{said}; also: Date Achieved 2026-11-12\n" in done.err
    assert history(program)[0] == said
    for number in "12":
        text = (program / FOLDER / f"experiences/{number}.yaml").read_text(encoding="utf-8")
        assert "achieved: 2026-11-12\nevidence: []\nsent_to_mentor: 2026-11-12\n" in text


@pytest.mark.usefixtures("record")
def test_of_several_what_says_so_already_is_named(program: Path) -> None:
    assert hand_in(program, "2", "--on", "2026-12-08").code == 0
    one = program / FOLDER / "experiences/1.yaml"
    one.write_text(OPEN.replace("slot: 2", "slot: 1"), encoding="utf-8")
    for file in (program / FOLDER / "evidence").iterdir():
        file.unlink()
    done = hand_in(program, "1", "2", "--on", "2026-12-08", "--yes")

    assert "experience 2 of amara-okafor-teo-lindqvist says so already" in done.err
    assert "experience 1, on 2026-12-08" in done.err
    assert "nothing to change" in hand_in(program, "1", "2", "--on", "2026-12-08").err


@pytest.mark.usefixtures("record")
def test_a_file_is_of_one_experience(program: Path, file: Path) -> None:
    before = contents(program)
    done = hand_in(program, "1", "2", "--evidence", file)
    assert (done.code, "a file belongs to one experience" in done.err) == (2, True)
    assert hand_in(program, "1", "9").code == 2
    assert contents(program) == before
