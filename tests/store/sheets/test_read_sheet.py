from __future__ import annotations

import contextlib
import datetime as dt
import os
import zipfile
from typing import TYPE_CHECKING

import pytest
from support.workbooks import retouched, workbook

from mentorctl.store.sheets.cells import InputSheet, TableError
from mentorctl.store.sheets.read_sheet import read_sheet
from mentorctl.store.sheets.write_workbook import table_as_xlsx

if TYPE_CHECKING:
    from pathlib import Path

SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def read(data: bytes | str, tmp_path: Path, sheet: str | None = None) -> InputSheet:
    path = tmp_path / "roster"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_sheet(path, sheet)


def rows(sheet: InputSheet) -> list[tuple[int, dict[str, str]]]:
    """The rows below the first by its headings, blanks left out."""
    headings = [cell.text for cell in sheet.rows[0].cells]
    return [
        (row.number, {name: cell.text for name, cell in zip(headings, row.cells, strict=False)
                      if cell.text})
        for row in sheet.rows[1:]
    ]  # fmt: skip


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_of_every_make_says_the_same(
    mark: str, ending: str, delimiter: str, tmp_path: Path
) -> None:
    lines = [("name", "school"), ("Zoë", f'"Ridge{delimiter} north"'), ("", ""), ("Bo", "Hill")]
    text = mark + ending.join(delimiter.join(line) for line in lines) + ending
    table = read(text, tmp_path)
    assert rows(table) == [
        (2, {"name": "Zoë", "school": f"Ridge{delimiter if delimiter != chr(9) else ''} north"}),
        (4, {"name": "Bo", "school": "Hill"}),
    ]


def test_rows_are_numbered_as_the_spreadsheet_shows_them(tmp_path: Path) -> None:
    table = read('name,address\nZoë,"12 Main St\nRidge"\n\nBo,\n', tmp_path)
    assert rows(table) == [
        (2, {"name": "Zoë", "address": "12 Main St\nRidge"}),
        (4, {"name": "Bo"}),
    ]


def test_a_delimiter_inside_a_quoted_header_decides_nothing(tmp_path: Path) -> None:
    table = read('name;"a, b, c"\nBo;1\n', tmp_path)
    assert rows(table) == [(2, {"name": "Bo", "a, b, c": "1"})]


def test_a_workbook_is_read_as_it_looks(tmp_path: Path) -> None:
    cells = ["Bo  Lee ", 5735550123, 3.0, dt.date(2026, 9, 8), 2.5, None, True]
    table = read(workbook({"People": [["a", "b", "c", "d", "e", "f", "g"], [], cells]}), tmp_path)
    wanted = {"a": "Bo Lee", "b": "5735550123", "c": "3", "d": "2026-09-08", "e": "2.5"}
    assert rows(table) == [(3, {**wanted, "g": "TRUE"})]
    assert (table.title, table.others) == ("People", ())


def test_a_sheet_can_be_chosen(tmp_path: Path) -> None:
    data = workbook({"One": [["name"], ["Bo"]], "Two": [["name"], ["Cy"]]})
    assert rows(read(data, tmp_path)) == [(2, {"name": "Bo"})]
    assert read(data, tmp_path).others == ("Two",)
    assert rows(read(data, tmp_path, "Two")) == [(2, {"name": "Cy"})]
    with pytest.raises(TableError, match="no sheet 'Three'"):
        read(data, tmp_path, "Three")
    with pytest.raises(TableError, match="no sheets"):
        read("name\nBo\n", tmp_path, "One")


def test_what_we_write_we_read(tmp_path: Path) -> None:
    data = table_as_xlsx(["id", "phone"], [["bo-lee", "012"]])
    assert rows(read(data, tmp_path)) == [(2, {"id": "bo-lee", "phone": "012"})]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("=1+1", "looks-formula"),
        ("@SUM(A1)", "looks-formula"),
        ("+cmd|' /C calc'!A0", "looks-formula"),
        ("-2+3*cmd", "looks-formula"),
        ("Bo\u202egnp", "unseen"),
        ("Bo\x07", "unseen"),
    ],
)
def test_a_cell_that_is_not_what_it_shows_is_a_fault(cell: str, said: str, tmp_path: Path) -> None:
    table = read(f'name,school\n"{cell}",Ridge\n', tmp_path)
    assert table.rows[1].cells[0].kind == said


@pytest.mark.parametrize("phone", ["+1 573 555 0142", "-5", "+1 (573) 555-0142"])
def test_signs_before_numbers_are_no_formulas(phone: str, tmp_path: Path) -> None:
    assert rows(read(f"phone\n{phone}\n", tmp_path)) == [(2, {"phone": phone})]


def test_our_own_guard_against_formulas_is_taken_off(tmp_path: Path) -> None:
    assert rows(read("name\n'@home\n", tmp_path)) == [(2, {"name": "@home"})]


def test_a_workbook_s_formulas_and_errors_are_faults(tmp_path: Path) -> None:
    table = read(workbook({"P": [["name", "email"], ["=A1", "#N/A"]]}), tmp_path)
    assert [cell.kind for cell in table.rows[1].cells] == ["formula", "error"]
    assert table.rows[1].cells[1].text == "#N/A"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b",,\n", "is empty"),
        (b"name\nZo\xfe\xcfx\n", "line 2 is not UTF-8"),
        (b"name\nB\0o\n", "no text"),
        (b'name\n"Bo\n', "line 2: a quote is opened"),
        (b'name\n"Bo" Lee,x\n', "a quote"),
        (b"\xd0\xcf\x11\xe0old", "old or protected Excel"),
        (b"name\n" + b"x" * (5 << 20), "larger than 5 MiB"),
        (b"name\n" + b"x\n" * 20_001, "more than 20,000 rows"),
        (b"PK\x03\x04not a zip", "no workbook"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_plain_words(
    data: bytes, said: str, tmp_path: Path
) -> None:
    with pytest.raises(TableError) as raised:
        read(data, tmp_path)
    assert said in raised.value.message
    assert raised.value.hint


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="not there"):
        read_sheet(tmp_path / "none.csv")
    with pytest.raises(TableError, match="no file"):
        read_sheet(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(TableError, match="no file"):
            read_sheet(tmp_path / "pipe")


GOOD = workbook({"P": [["name"], ["Bo"]]})
BOMB = b"<x>" + b" " * (25 << 20)
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
ROW = f'{HEAD}<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>{{}}'
END = "</sheetData></worksheet>"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(retouched(GOOD, {"x.bin": BOMB}), "unpacks to more", id="bomb"),
        pytest.param(retouched(GOOD, {SHEET: ENTITIES}), "reaches for other files", id="entity"),
        pytest.param(
            retouched(GOOD, {SHEET: ENTITIES.decode().encode("utf-16")}),
            "reaches for other files",
            id="entity in UTF-16",
        ),
        pytest.param(retouched(GOOD, {"xl/workbook.xml": None}), "no workbook", id="no workbook"),
        pytest.param(retouched(GOOD, {"xl/workbook.xml": b"<x"}), "no workbook", id="broken book"),
        pytest.param(retouched(GOOD, {SHEET: b"<worksheet><"}), "no workbook", id="broken sheet"),
        pytest.param(retouched(GOOD, {SHEET: None}), "no workbook", id="no sheet"),
        pytest.param(GOOD[:-30], "no workbook", id="cut off"),
        pytest.param(
            retouched(GOOD, {f"x/{number}": b"" for number in range(2_001)}),
            "unpacks to more",
            id="many parts",
        ),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_hostile_workbook_is_not_opened(data: bytes, said: str, tmp_path: Path) -> None:
    assert len(data) < 5 << 20
    with pytest.raises(TableError) as raised:
        read(data, tmp_path)
    assert said in raised.value.message


@pytest.mark.parametrize(
    "row",
    [
        '<row r="999999999"><c r="A999999999"><v>1</v></c></row>',
        '<row r="2"><c r="XFD2"><v>1</v></c></row>',
        '<row r="2"><c r="ZZZZZZ2"><v>1</v></c></row>',
        '<row r="2"><c r="A2" t="s"><v>999999</v></c></row>',
        '<row r="2"><c r="A2" t="d"><v>not a day</v></c></row>',
        '<row r="2"><c r="A2"><v>1e999</v></c></row>',
    ],
)
def test_a_sheet_with_absurd_cells_comes_to_an_end(row: str, tmp_path: Path) -> None:
    data = retouched(GOOD, {SHEET: (ROW.format(row) + END).encode()})
    with contextlib.suppress(TableError):
        assert len(read(data, tmp_path).rows) <= 2


def test_a_lie_about_a_part_s_size_does_not_help(tmp_path: Path) -> None:
    path = tmp_path / "lie.xlsx"
    path.write_bytes(retouched(GOOD, {SHEET: b" " * (1 << 20)}))
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo(SHEET).file_size
    data = path.read_bytes().replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(TableError):
        read(data, tmp_path)
