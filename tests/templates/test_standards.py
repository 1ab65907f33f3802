"""The report on the standards, and the sheets of responsibilities, as a person opens them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pypdf
import pytest
from render.sample_year import SAMPLE, not_in_order, sample_context, squeezed, words_of
from render.year_end import files

from mentorctl.cli.commands.demo import SAMPLE_DAY
from mentorctl.forms.handouts.responsibilities import RESPONSIBILITIES
from mentorctl.forms.standards import STANDARDS
from mentorctl.model.standards_report import DECLARE, StandardsReport
from mentorctl.render import FORMATS
from mentorctl.reports.standards import standards
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.forms import FormContext, FormDocument
    from mentorctl.forms.form import Mode

LABELS = (
    "Report on the Standards: Mentoring Program Standards, 5 CSR 20-400.380",
    *("Program:", "Program Year:", "Standard:", "As of:", "Authority:", "Pairings asked:"),
    *("Evidenced by records", "Declared, with evidence", "Partly evidenced", "Open"),
    *("No.", "Standard", "The records show", "The program declares", "Standing and gap"),
)
DATES = ("Oct. 29, 2002", "June 30, 2003", "Jan. 18, 2008", "Sept. 30, 2008", "February 2017")


@pytest.fixture(scope="module")
def report() -> StandardsReport:
    return standards(Folder(SAMPLE), SAMPLE_DAY)


def about(report: StandardsReport | None, mode: Mode = "filled") -> FormContext:
    found = report or StandardsReport("", "", SAMPLE_DAY, 0, 0, ())
    return msgspec.structs.replace(sample_context(mode), standards=lambda: found)


def made(context: FormContext) -> list[FormDocument]:
    assert STANDARDS.of_program is not None
    return STANDARDS.of_program(context)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_reviewer_finds_every_item_and_what_shows_it(
    kind: str, report: StandardsReport, tmp_path: Path
) -> None:
    context = about(report)
    (path,) = files(made(context), context, tmp_path, (kind,)).values()
    words = words_of(path)
    assert not_in_order(LABELS, words) == []
    (standard,) = report.standards
    heads = [f"{part.letter} {part.heading}" for part in standard.standard.parts]
    assert not_in_order(heads, words) == []
    assert [row.item.number for row in standard.rows if row.item.number not in words] == []
    # a page may end inside a row, so texts are looked up in the formats without pages
    if kind != "pdf":
        items = [text for row in standard.rows for text in (row.item.number, row.item.text)]
        assert not_in_order(items, words) == []
        said = (
            "Mentor with at least 4 years of experience: 14 of 14 pairings",
            "Lorraine Buchholz",
            # by its title, and not by where its file lies
            "Kickoff agenda: 11:15, September 17, 2026",
        )
        assert [each for each in said if squeezed(each) not in words] == []
    assert not_in_order(DATES, words) == []
    assert "standards/evidence" not in words
    assert words.count("Evidencedbyrecords") == 1 + standard.count("evidenced-by-records")
    assert squeezed("Theodore Runge") in words


def test_the_gap_names_people_and_who_is_to_say_how_an_item_stands(
    report: StandardsReport, tmp_path: Path
) -> None:
    folder = Folder(SAMPLE)
    context = msgspec.structs.replace(
        about(report), teams=lambda: map(folder.team, folder.pairing_ids)
    )
    (path,) = files(made(context), context, tmp_path, ("html",)).values()
    words = words_of(path)
    assert [name for name in folder.pairing_ids if name in words] == []
    (standard,) = report.standards
    rows = [row for row in standard.rows if DECLARE in row.todo]
    assert rows
    assert words.count(squeezed("To do: Program Coordinator")) == len(rows)
    named = [row for row in standard.rows if "; not " in "".join(row.gap)]
    assert named
    assert words.count(squeezed("Not shown for")) == len(named)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_blank_report_has_the_items_and_no_answers(
    kind: str, report: StandardsReport, tmp_path: Path
) -> None:
    context = about(report, "blank")
    (path,) = files(made(context), context, tmp_path, (kind,)).values()
    words = words_of(path)
    assert not_in_order(LABELS, words) == []
    assert "(D)1.A" in words
    assert "14of14" not in words
    assert words.count("Evidencedbyrecords") == 1


def test_a_program_without_standards_has_only_an_empty_report(tmp_path: Path) -> None:
    assert made(about(None)) == []
    context = about(None, "blank")
    (path,) = files(made(context), context, tmp_path, ("pdf",)).values()
    assert squeezed("The program declares") in words_of(path)
    assert len(pypdf.PdfReader(path).pages) == 1


@pytest.mark.parametrize("kind", FORMATS)
def test_each_role_has_a_sheet_of_its_duties_in_order(kind: str, tmp_path: Path) -> None:
    context = sample_context()
    assert RESPONSIBILITIES.of_program is not None
    documents = RESPONSIBILITIES.of_program(context)
    (path,) = files(documents, context, tmp_path, (kind,)).values()
    words = words_of(path)
    for role in context.program.roles:
        duties = [duty.duty for duty in role.responsibilities]
        labels = (f"Responsibilities of the {role.title}", "No.", "Responsibility", *duties)
        assert not_in_order(labels, words) == []
    counts = {role.id: len(role.duties) for role in context.program.roles}
    # as many as the manual lists for each; the coordinator is not the manual's
    assert counts == {"mentor": 8, "mentee": 7, "advisor": 8, "staff": 10, "coordinator": 4}
    assert squeezed("Mid-Year Meeting attended") in words
    if kind == "pdf":
        assert len(pypdf.PdfReader(path).pages) == len(counts)
