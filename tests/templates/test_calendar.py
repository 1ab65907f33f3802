"""The calendar as a person opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdf
import pytest
from forms.test_calendar import MIDYEAR, TIMELINE
from render.sample_year import (
    NOBODY,
    not_in_order,
    sample_context,
    sample_team,
    squeezed,
    words_of,
)
from support.rendered import render

from mentorctl.render import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [*TIMELINE[:9], MIDYEAR, *TIMELINE[9:]]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_blank_calendar_has_every_row_of_the_manual_in_its_order(
    kind: str, tmp_path: Path
) -> None:
    (path,) = render("calendar", NOBODY, sample_context("blank"), [kind], tmp_path)
    words = words_of(path)
    assert not_in_order(["Suggested Timeline 2026-2027", "Date", "What"], words) == []
    if kind == "pdf":  # a cell of two lines stands beside one of one line
        assert [text for row in ROWS for text in row if squeezed(text) not in words] == []
        assert len(pypdf.PdfReader(path).pages) == 1
    else:
        assert not_in_order([text for row in ROWS for text in row], words) == []
    assert "Howitstands" not in words


@pytest.mark.parametrize("kind", FORMATS)
def test_a_pairing_s_calendar_says_in_words_how_each_row_stands(kind: str, tmp_path: Path) -> None:
    (path,) = render("calendar", sample_team(), sample_context(), [kind], tmp_path)
    words = words_of(path)
    expected = [
        "Suggested Timeline 2026-2027",
        "Oksana Kovalenko (Оксана Коваленко)",
        "Jolene Fitzwater",
        "Patricia Nakamura",
        "How it stands",
        *(what for _, what in ROWS),
        "October 30, 2026",
        "done October 28, 2026",
        "open",
    ]
    assert [text for text in expected if squeezed(text) not in words] == []
    assert "_____" not in words
    if kind == "pdf":
        assert len(pypdf.PdfReader(path).pages) == 1


@pytest.mark.parametrize("kind", FORMATS)
def test_an_extension_stands_below_the_day_that_it_moves(kind: str, tmp_path: Path) -> None:
    team = sample_team("priya-raman-gail-thornhill")
    (path,) = render("calendar", team, sample_context(), [kind], tmp_path)
    assert squeezed("April 8, 2027 extended to June 4, 2027") in words_of(path)
