from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from mentorctl.store.sheets.write_workbook import WorkbookSheet, table_as_xlsx, workbook

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "\t=1", "#N/A", "01234", "1e5", "2027-04-05", "TRUE",
    "a\u202eb", "\x1b[31mred", "<b>&amp;</b>", "::error::x", "two\nlines", "x" * 40_000,
]  # fmt: skip
DAY = dt.date(2027, 4, 5)
OFFICE = shutil.which("soffice")


def read(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_every_value_is_what_it_says() -> None:
    data = table_as_xlsx(["text", "number", "day"], [[each, 7, DAY] for each in HOSTILE])

    sheet = read(data).worksheets[0]
    for row, text in zip(sheet.iter_rows(min_row=2), HOSTILE, strict=True):
        first, number, day = row
        assert (first.data_type, first.number_format) == ("s", "@")
        assert first.value == text.replace("\x1b", "\N{REPLACEMENT CHARACTER}")[:32_767]
        assert (number.value, number.data_type) == (7, "n")
        assert day.value.date() == DAY
        assert day.number_format == "yyyy-mm-dd"


def test_nothing_tells_when_it_was_made() -> None:
    sheets = [WorkbookSheet("one", ("a",), [["x"]]), WorkbookSheet("two", ("a",), [])]
    first, again = workbook(sheets), workbook(sheets)

    assert first == again
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert {each.date_time for each in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = packed.read("docProps/core.xml")
    assert core.count(b"2000-01-01T00:00:00Z") == 2


def test_the_headers_stay_in_sight_and_the_page_is_set_up() -> None:
    sheet = read(table_as_xlsx(["id", "name"], [["bo-lee", "Bo Lee" * 30]])).worksheets[0]

    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.column_dimensions["A"].width == 9
    assert sheet.column_dimensions["B"].width == 83


def test_sheets_get_names_that_excel_takes() -> None:
    titles = ["a/b:c[d]*?", "A B C D", "x" * 40, "x" * 40, "'", ""]
    names = read(workbook([WorkbookSheet(each, ("a",), []) for each in titles])).sheetnames

    assert len({each.casefold() for each in names}) == len(titles)
    assert all(0 < len(each) <= 31 and not set(each) & set("/:[]*?\\") for each in names)


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed here")
def test_libreoffice_computes_nothing_of_it(tmp_path: Path) -> None:
    assert OFFICE is not None
    texts = ["=1+1", "@SUM(A1)", "01234", "-3", "+7"]
    (tmp_path / "list.xlsx").write_bytes(
        table_as_xlsx(["text", "day"], [[each, DAY] for each in texts])
    )
    (tmp_path / "plain.csv").write_text("a\n1\n", "utf-8")

    subprocess.run(
        [OFFICE, f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to",
         "csv", "--outdir", tmp_path / "out", tmp_path / "plain.csv", tmp_path / "list.xlsx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    if not (tmp_path / "out/plain.csv").is_file():
        pytest.skip("this LibreOffice opens no sheets")
    lines = (tmp_path / "out/list.csv").read_text("utf-8").splitlines()
    assert lines == ["text,day", *(f"{each},2027-04-05" for each in texts)]
