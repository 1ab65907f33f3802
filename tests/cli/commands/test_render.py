"""`mentorctl render`: one form, by what a person asks for."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from support.facts import FOLDER, PAIRING, YEAR, change
from support.folders import commit_all, contents
from support.histories import plain
from support.run import Result, mentorctl

from mentorctl.forms import FORMS
from mentorctl.trail.git.transport import remember

if TYPE_CHECKING:
    from pathlib import Path

STEM = f"{YEAR}_{PAIRING}"
# what the pairings of other programs have
ELSEWHERE = {"guide", "trainings"}
# nobody fills these in by hand, or not without a vault
NOT_BY_HAND = {*ELSEWHERE, "grievance", "evaluation-summary"}
PLAN = f"forms/{STEM}_plan.html"


def render(program: Path, *words: str | Path, today: str = "2027-05-03") -> Result:
    """Render as HTML, which takes the least time."""
    return mentorctl("render", *words, "--to", "html", "--today", today, cwd=program)


def made(program: Path) -> list[str]:
    return sorted(path.name for path in (program / "forms").glob("*"))


def test_a_form_is_made_as_word_and_pdf(program: Path) -> None:
    done = mentorctl("render", "plan", "okafor", cwd=program)

    assert done == Result(
        0, f"forms/{STEM}_plan.docx\nforms/{STEM}_plan.pdf\n", "2 files made in forms\n"
    )
    assert zipfile.is_zipfile(program / "forms" / f"{STEM}_plan.docx")
    assert (program / "forms" / f"{STEM}_plan.pdf").read_bytes().startswith(b"%PDF-")


def test_formats_are_made_once_each(program: Path) -> None:
    done = mentorctl("render", "plan", "okafor", "--to", "html, html", cwd=program)

    assert done.out == f"{PLAN}\n"


def test_files_go_where_they_are_asked_to_and_nowhere_else(program: Path, tmp_path: Path) -> None:
    before = contents(program)

    done = render(program, "comment", "okafor", "--out", tmp_path / "to" / "print")

    assert done.code == 0
    names = [f"{STEM}_comment-{slot}.html" for slot in range(1, 5)]
    assert sorted(path.name for path in (tmp_path / "to" / "print").iterdir()) == names
    assert contents(program) == before


@pytest.mark.parametrize(
    "words",
    [
        ("log,plan", "okafor"),
        ("okafor", "log", "plan"),
        ("log", "plan, log", "Okafor, Amara"),
        ("--all", "log,plan"),
    ],
)
def test_several_forms_are_made_at_once(program: Path, words: tuple[str, ...]) -> None:
    done = render(program, *words)

    assert done.code == 0, done.err
    assert made(program) == [f"{STEM}_log.html", f"{STEM}_plan.html"]


def test_several_forms_are_of_the_same(program: Path) -> None:
    done = render(program, "invoice,plan", "teo-lindqvist")

    assert done.code == 2
    assert "invoice and plan are not forms of the same" in done.err
    assert "one after the other" in done.err


def test_a_form_of_the_whole_program_needs_no_pairing(program: Path) -> None:
    done = render(program, "calendar")

    assert done.code == 0
    assert made(program) == [f"{YEAR}_calendar.html"]


def test_a_form_as_it_was_recorded_says_so_and_leaves_that_of_now(program: Path) -> None:
    point = plain(program, "rev-parse", "HEAD")[:10]
    change(program, f"{FOLDER}/plan.yaml", ("content_area",), "Underwater Basketry")
    commit_all(program, "another area")
    assert render(program, "plan", "okafor").code == 0
    done = render(program, "plan", "okafor", "--at", point)

    assert done.code == 0, done.err
    then = program / f"forms/as-recorded-{point}" / f"{STEM}_plan.html"
    assert done.out == f"{then.relative_to(program)}\n"
    now, text = (program / PLAN).read_text("utf-8"), then.read_text("utf-8")
    assert "Underwater Basketry" in now
    assert "Underwater Basketry" not in text
    assert f"as recorded in {point}" in text
    assert "as recorded in" not in now
    assert "1 file unchanged" in render(program, "plan", "okafor", "--at", point).err
    assert f"as recorded in {point}" in _calendar(program, point)


def _calendar(program: Path, point: str) -> str:
    """A form of the whole program, as it was recorded."""
    done = render(program, "calendar", "--at", point, "--out", program / "then.html")
    assert done.code == 0, done.err
    return (program / "then.html").read_text("utf-8")


def test_a_form_names_the_commit_of_its_record(program: Path) -> None:
    render(program, "plan", "okafor")
    saved = (program / PLAN).read_text("utf-8")
    change(program, f"{FOLDER}/plan.yaml", ("experiences", 0, "notes"), "Ask for the old one.")
    render(program, "plan", "okafor")
    edited = (program / PLAN).read_text("utf-8")

    assert f"{FOLDER}/plan.yaml · commit " in saved
    assert "changed since" not in saved
    assert "changed since" in edited
    assert saved.partition("sha256 ")[2][:16] != edited.partition("sha256 ")[2][:16]


@pytest.mark.parametrize(
    ("words", "fault", "hint"),
    [
        ((), "no form is named", "name one (calendar, "),
        (("plan",), "plan is a form of one pairing", "mentorctl render plan --all"),
        (("--packet",), "packet is a form of one pairing", "mentorctl render --packet --all"),
        (("calender",), "no form is called 'calender'", "did you mean calendar?"),
        (("plan", "zoe"), "no pairing is called 'zoe'", f"known: {PAIRING}"),
        (("--packet", "zoe"), "no pairing is called 'zoe'", f"known: {PAIRING}"),
        (("plan", "okafor", "--all"), "--all is every pairing", "leave either"),
        (("completers", "okafor"), "form of the whole program", "mentorctl render completers"),
        (("plan", "okafor", "--blank", "--draft"), "--blank has no answers", "leave one out"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(
    program: Path, words: tuple[str, ...], fault: str, hint: str
) -> None:
    before = contents(program)

    done = render(program, *words)

    said, told = done.err.splitlines()
    assert (done.code, done.out) == (2, "")
    assert fault in said
    assert hint in told
    assert contents(program) == before


@pytest.mark.parametrize(
    ("formats", "said"), [("odt", "no format is called 'odt'"), ("pdf,", "names no format")]
)
def test_a_format_that_is_none_is_wrong_usage(program: Path, formats: str, said: str) -> None:
    done = mentorctl("render", "plan", "okafor", "--to", formats, cwd=program)

    assert done.code == 2
    assert said in done.err


def test_a_pairing_with_nothing_to_print_is_told_how_to_begin(program: Path) -> None:
    (program / FOLDER / "plan.yaml").unlink()

    done = render(program, "plan", "okafor")

    assert (done.code, done.out) == (1, "")
    assert f"error: {PAIRING} has no Individual Mentoring Plan yet" in done.err
    assert f"mentorctl new {PAIRING} plan" in done.err


def test_who_has_not_completed_gets_no_certificate_and_the_reason(program: Path) -> None:
    done = render(program, "certificate", "okafor", today="2027-03-01")

    assert (done.code, made(program)) == (1, [])
    assert "→" in done.err
    assert render(program, "certificate", "okafor").code == 0


def test_a_missing_answer_is_named_with_its_line_and_how_to_fill_it_in(program: Path) -> None:
    change(program, f"{FOLDER}/plan.yaml", ("experiences", 2, "target_date"), None)

    done = render(program, "plan", "okafor")

    assert (done.code, done.out, made(program)) == (1, "", [])
    lines = (program / FOLDER / "plan.yaml").read_text("utf-8").splitlines()
    line = 1 + next(at for at, each in enumerate(lines) if each.strip() == "target_date:")
    assert done.err == (
        f"{FOLDER}/plan.yaml:{line}:17: error: Target Date 3 is missing\n"
        f"  → fill it in: mentorctl edit {PAIRING} plan; or leave it to be filled in by hand: "
        "add --draft\n"
        "1 form not made\n"
    )


def test_a_draft_shows_what_is_missing_and_is_stamped(program: Path) -> None:
    change(program, f"{FOLDER}/plan.yaml", ("experiences", 2, "target_date"), None)

    done = render(program, "plan", "okafor", "--draft")

    assert (done.code, done.out) == (0, f"{PLAN}\n")
    page = (program / PLAN).read_text("utf-8")
    assert "DRAFT" in page
    assert "Target Date 3" in page


def test_a_form_is_no_draft_any_more_once_its_answers_are_there(program: Path) -> None:
    render(program, "plan", "okafor", "--draft")
    done = render(program, "plan", "okafor")

    assert done.out == f"{PLAN}\n"
    assert 'data-stamp="DRAFT"' not in (program / PLAN).read_text("utf-8")


def test_an_answer_about_a_person_is_mended_in_their_own_file(program: Path) -> None:
    change(program, "people/teo-lindqvist.yaml", ("email",), None)

    done = render(program, "plan", "okafor")

    assert "people/teo-lindqvist.yaml:" in done.err
    assert "Email is missing" in done.err
    assert "mentorctl edit people/teo-lindqvist" in done.err


def test_an_answer_in_a_record_that_is_not_there_is_mended_by_beginning_it(program: Path) -> None:
    (program / FOLDER / "plan.yaml").unlink()

    done = render(program, "comment", "okafor")

    assert done.code == 1
    assert f"mentorctl new {PAIRING} plan;" in done.err


def test_a_gap_of_several_documents_is_named_once(program: Path) -> None:
    change(program, f"{FOLDER}/pairing.yaml", ("content_area",), None)
    change(program, f"{FOLDER}/plan.yaml", ("content_area",), None)

    done = render(program, "comment", "okafor")

    assert done.err.count("Program Area is missing") == 1
    assert done.err.endswith("4 forms not made\n")


def test_documents_without_a_gap_are_made(program: Path) -> None:
    change(program, f"{FOLDER}/experiences/2.yaml", ("comment", "on"), None)

    done = render(program, "comment", "okafor")

    assert done.code == 1
    assert f"{FOLDER}/experiences/2.yaml:" in done.err
    assert made(program) == [f"{STEM}_comment-{slot}.html" for slot in (1, 3, 4)]


def test_a_person_whose_file_cannot_be_read_is_not_called_missing(program: Path) -> None:
    person = program / "people" / "teo-lindqvist.yaml"
    person.write_text(person.read_text("utf-8") + "shoes: 43\n", "utf-8")

    done = render(program, "plan", "okafor")

    assert done.code == 1
    assert "shoes" in done.err
    assert "School is missing" not in done.err


def test_a_record_that_cannot_be_read_stops_its_pairings_forms(program: Path) -> None:
    (program / FOLDER / "plan.yaml").write_text("experiences: soon\n", "utf-8")

    done = render(program, "comment", "okafor")

    assert (done.code, made(program)) == (1, [])
    assert f"{PAIRING} has records that cannot be read: plan.yaml" in done.err
    assert f"mentorctl check {FOLDER}" in done.err


def test_a_program_that_contradicts_itself_stops_everything(program: Path) -> None:
    path = program / "program.yaml"
    path.write_text(
        path.read_text("utf-8").replace("- plan:approved.on", "- plan approved"), "utf-8"
    )

    done = render(program, "plan", "okafor")

    assert done.code == 3
    assert "program.yaml:" in done.err


def test_a_look_that_cannot_be_read_is_named_by_its_line(program: Path) -> None:
    (program / "templates").mkdir()
    (program / "templates" / "look.yaml").write_text("paper: a5\n", "utf-8")

    done = render(program, "plan", "okafor")

    assert (done.code, made(program)) == (3, [])
    assert "templates/look.yaml:1:" in done.err


@pytest.mark.parametrize("form", [each.name for each in FORMS if each.name not in NOT_BY_HAND])
def test_every_form_can_be_had_blank_for_nobody_in_particular(program: Path, form: str) -> None:
    done = render(program, form, "--blank")

    assert (done.code, made(program)) == (0, sorted(made(program)))
    assert made(program)
    assert all(name.startswith(f"{YEAR}_{form}") for name in made(program))
    text = "".join((program / "forms" / name).read_text("utf-8") for name in made(program))
    assert "Okafor" not in text


@pytest.mark.parametrize("form", sorted(ELSEWHERE))
def test_a_form_of_a_record_that_the_program_does_not_have_is_refused(
    program: Path, form: str
) -> None:
    for wish, code in (("okafor", 1), ("--blank", 2)):
        done = render(program, form, wish)

        assert (done.code, made(program)) == (code, [])
        assert "the pairings of this program have no " in done.err


def test_one_set_of_blank_forms_does_for_everybody(program: Path) -> None:
    done = render(program, "--blank", "--all", "--dry-run")
    assert "2026-2027_plan.html" in done.err
    assert "okafor" not in done.err


def test_a_blank_form_of_a_pairing_has_its_names_and_no_answers(program: Path) -> None:
    assert render(program, "plan", "okafor", "--blank").code == 0

    page = (program / PLAN).read_text("utf-8")
    assert "Amara Okafor" in page
    assert "Syllabus for Foundations of Food and Nutrition" not in page


def test_the_packet_is_the_form_of_that_name(program: Path) -> None:
    done = render(program, "--packet", "okafor")

    assert done.out == f"forms/{STEM}_packet.html\n"
    assert render(program, "packet", "okafor").err.startswith("1 file unchanged\n")


def test_a_packet_lacks_what_one_of_its_forms_lacks(program: Path) -> None:
    change(program, f"{FOLDER}/experiences/2.yaml", ("comment", "on"), None)

    done = render(program, "--packet", "okafor")

    assert (done.code, made(program)) == (1, [])
    assert f"{FOLDER}/experiences/2.yaml:" in done.err
    assert done.err.count("error: ") == 1


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("mentorctl render com", {"comment", "completers"}),
        ("mentorctl render --packet ama", {PAIRING}),
        ("mentorctl render plan ama", {PAIRING}),
    ],
)
def test_the_shell_completes_forms_and_pairings(
    program: Path, line: str, offered: set[str]
) -> None:
    env = {
        "_MENTORCTL_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(line.split()) - 1),
    }
    assert set(mentorctl(cwd=program, env=env).out.split()) == offered


def test_help_fits_a_narrow_terminal() -> None:
    told = mentorctl("render", "--help", env={"COLUMNS": "80"}).out

    assert "[FORM] [PAIRING…]" in told
    assert max(map(len, told.splitlines())) <= 80


def test_a_page_for_the_first_day_has_the_address_that_others_reach(program: Path) -> None:
    remember(program, "git@server.example:program.git")
    done = mentorctl("render", "first-day", "teo-lindqvist", "--to", "html", cwd=program)
    assert done.code == 0, done.err
    text = (program / "forms/2026-2027_teo-lindqvist_first-day.html").read_text(encoding="utf-8")
    assert "mentorctl join git@server.example:program.git --as teo-lindqvist" in text
    assert "iris.nakamura@agency.example" in text

    remember(program, str(program.parent / "shared.git"))
    done = mentorctl("render", "first-day", "--to", "html", cwd=program)
    assert done.code == 0, done.err
    for name in ("teo-lindqvist", "amara-okafor"):
        page = program / f"forms/2026-2027_{name}_first-day.html"
        text = page.read_text(encoding="utf-8")
        assert str(program.parent) not in text
        assert f"mentorctl join ADDRESS --as {name}" in text


def test_who_is_in_no_pairing_has_no_page_for_the_first_day(program: Path) -> None:
    done = mentorctl("render", "first-day", "noor-haddad", cwd=program)
    assert done.code == 1
    assert "Noor Haddad is neither protégé nor mentor of a pairing of this year" in done.err
    assert "mentorctl pair" in done.err
