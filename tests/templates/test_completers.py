"""The list of completers as a person opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdf
import pytest
from render.paper import glyphs, rules
from render.sample_year import not_in_order, squeezed, words_of
from render.sheets import W, word_body
from render.year_end import DONE, LONG, SCRIPTS, files, many, year_end
from support.pdf import page_texts

from mentorctl.forms.completers import COMPLETERS
from mentorctl.render import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.forms import FormContext, FormDocument

LABELS = (
    *("List of Program Completers", "Program:", "Program Year:", "To:", "As of:"),
    *("Content Advisor:", "Total:"),
    *("No.", "Protégé", "School", "District", "Content Area", "Mentor", "Completed on"),
    "Content Advisor Signature",
)


def documents(context: FormContext) -> list[FormDocument]:
    assert COMPLETERS.of_program is not None
    return COMPLETERS.of_program(context)


@pytest.mark.parametrize("kind", FORMATS)
def test_sixty_rows_flow_on_under_a_head_that_comes_again(kind: str, tmp_path: Path) -> None:
    context = year_end(*many(60))
    (path,) = files(documents(context), context, tmp_path, (kind,)).values()
    words = words_of(path)
    assert not_in_order(LABELS, words) == []
    # in the order of family names, as letters have it
    assert not_in_order(sorted(f"Mentee No{at}e" for at in range(1, 61)), words) == []
    assert words.count("April5,2027") == 60
    assert squeezed("All 60 on this list have done all that the program asks") in words
    assert squeezed("as of December 20, 2026") in words
    if kind == "pdf":
        pages = pypdf.PdfReader(path).pages
        assert len(pages) > 1
        assert {(page.mediabox.width, page.mediabox.height) for page in pages} == {(792, 612)}
        with_rows = [text for text in map(_words, pages) if "April5" in text]
        assert len(with_rows) > 1
        assert all("MentorCompletedon" in text for text in with_rows)
        # who signs sees what they sign
        assert "All60onthislist" in _words(pages[-1])
        assert "Signature" in _words(pages[-1])


def test_no_rule_stands_alone_at_a_page_s_end(tmp_path: Path) -> None:
    """The row that fills a page so that the last two stay with the signature ends with its text."""
    broken = set()
    for count in (9, 11, 14, 26):
        context = year_end(*many(count))
        (path,) = files(documents(context), context, tmp_path / str(count), ("pdf",)).values()
        found, _ = glyphs(path)
        drawn = [each for each in rules(path) if each[3] - each[1] > 20]
        last = max(each.page for each in found)
        for page in range(last + 1):
            # of the foot's own rule and below it nothing is asked
            foot = min(each[2] for each in drawn if each[0] == page)
            heights = {round(each[2]) for each in drawn if each[0] == page and each[2] > foot + 2}
            text = [each for each in found if each.page == page and each.bottom > foot]
            lowest = min(each.bottom for each in text)
            assert min(heights, default=lowest) > lowest - 12, (count, page)
            broken.add(page < last)
    assert broken == {True, False}


def test_the_sentence_that_is_signed_reads_as_one(tmp_path: Path) -> None:
    context = year_end(*many(2))
    (path,) = files(documents(context), context, tmp_path, ("html",)).values()
    said = " ".join(path.read_text(encoding="utf-8").split())
    assert (
        "All 2 on this list have done all that the program asks of the year 2026-2027, by its "
        "records as of December 20, 2026." in said
    )


def _words(page: pypdf.PageObject) -> str:
    return squeezed(page.extract_text())


def test_several_advisors_have_files_of_their_own(tmp_path: Path) -> None:
    context = year_end(*many(2), *many(1, advisor="gail-roe"))
    assert list(files(documents(context), context, tmp_path, ("html",))) == [
        "2026-2027_completers.html",
        "2026-2027_gail-roe_completers.html",
        "2026-2027_ines-marsh_completers.html",
    ]


@pytest.mark.parametrize("count", [17, 18, 19, 20, 22, 45])
def test_nobody_signs_on_a_page_without_at_least_two_names(count: int, tmp_path: Path) -> None:
    context = year_end(*many(count))
    path, other = files(documents(context)[:1], context, tmp_path, ("pdf", "docx")).values()
    pages = page_texts(path)
    assert sum(text.count("Mentee No") for text in pages) == count
    assert pages[-1].count("Mentee No") >= 2
    assert "Signature" in pages[-1]
    *_, table = word_body(other).iter(f"{W}tbl")
    for row in table.findall(f"{W}tr")[-2:]:
        assert all(each.find(f"{W}pPr/{W}keepNext") is not None for each in row.iter(f"{W}p"))


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", [LONG, SCRIPTS])
def test_any_name_is_there_whole(kind: str, name: str, tmp_path: Path) -> None:
    row = DONE.row._replace(mentee=name, school=name, mentor=name)
    context = year_end(DONE._replace(row=row))
    (path,) = files(documents(context), context, tmp_path, (kind,)).values()
    words = words_of(path)
    parts = name.split()
    assert [part for part in parts if words.count(squeezed(part)) < 3 * parts.count(part)] == []


@pytest.mark.parametrize("kind", FORMATS)
def test_a_blank_list_fills_one_page_and_knows_no_answer(kind: str, tmp_path: Path) -> None:
    context = year_end(DONE, mode="blank")
    (path,) = files(documents(context), context, tmp_path, (kind,)).values()
    words = words_of(path)
    assert not_in_order(LABELS, words) == []
    assert "Amara" not in words
    if kind == "pdf":
        assert len(pypdf.PdfReader(path).pages) == 1


@pytest.mark.parametrize("kind", FORMATS)
def test_where_nobody_completed_the_list_says_so(kind: str, tmp_path: Path) -> None:
    context = year_end()
    (path,) = files(documents(context), context, tmp_path, (kind,)).values()
    assert squeezed("Nobody has completed the program as of December 20, 2026.") in words_of(path)
