from __future__ import annotations

import csv
import datetime as dt
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorctl.reports.row_formats import as_csv, as_json, as_markdown

FORMULAS = ["=1+1", "+cmd", "-2+3", "@sum(a1)", "\tx", "\n=1", " =1", "＝1", "--1", "+15735550100"]


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_csv_has_plain_values_and_single_line_feeds() -> None:
    row = ("O'Leary", dt.date(2027, 4, 5), 4, None, 'a "b", c\nd')

    text = as_csv(("a", "b", "c", "d", "e"), [row])
    assert text == 'a,b,c,d,e\nO\'Leary,2027-04-05,4,,"a ""b"", c\nd"\n'


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text: str) -> None:
    assert read(as_csv(["a"], [[text]]))[1] == [f"'{text}"]


@pytest.mark.parametrize("text", ["-5", "-2.50", "573-555-0142", "a=b", "x@y.example", "0 of 9"])
def test_what_is_no_formula_stays(text: str) -> None:
    assert read(as_csv(["a"], [[text]]))[1] == [text]


@pytest.mark.parametrize("text", ["a\rb", "a\r\nb", "\rb"])
def test_a_return_does_not_end_the_row(text: str) -> None:
    (row,) = read(as_csv(["a", "b"], [[text, "c"]]))[1:]

    assert row[0].removeprefix("'").split("\n") == text.splitlines()
    assert row[1] == "c"


@given(st.lists(st.text(alphabet="aé=+-@\t\n\"',; 1.ー"), min_size=1, max_size=4))
def test_csv_gives_every_text_back_but_for_the_apostrophe(cells: list[str]) -> None:
    names = [str(number) for number in range(len(cells))]

    found = read(as_csv(names, [cells]))[1]
    for text, cell in zip(found, cells, strict=True):
        assert text in (cell, f"'{cell}")
        assert text.lstrip(" \n")[:1] not in {"=", "+", "@"}


def test_markdown_shows_texts_as_they_are() -> None:
    text = as_markdown(("a", "b"), [("x|y\nz", "<b>*_`[")])

    assert text == "| a | b |\n| --- | --- |\n| x\\|y z | \\<b\\>\\*\\_\\`\\[ |"


def test_json_keeps_letters_and_writes_days() -> None:
    text = as_json({"name": "Núñez", "on": dt.date(2027, 4, 5), "none": None})

    assert "Núñez" in text
    assert json.loads(text) == {"name": "Núñez", "on": "2027-04-05", "none": None}
    with pytest.raises(TypeError):
        as_json({"what": object()})
