"""No workbook takes more than a roster does; what a sheet's layout says is read."""

from __future__ import annotations

import io
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from support.workbooks import retouched, workbook

from mentorctl.store.sheets.cells import TableError
from mentorctl.store.sheets.read_sheet import read_sheet
from mentorctl.store.sheets.xlsx_layout import layout_of, sheet_parts

if TYPE_CHECKING:
    from pathlib import Path

SHEET = "xl/worksheets/sheet1.xml"
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
BASE = workbook({"P": [["name"], ["Ana Ruiz"]]})


def sheet(inside: str, after: str = "") -> dict[str, bytes]:
    text = f"<worksheet {SPACE}><sheetData>{inside}</sheetData>{after}</worksheet>"
    return {SHEET: text.encode()}


MERGED = "".join(f'<mergeCell ref="A{row}:B{row + 1999}"/>' for row in range(1, 6000))
BOMBS = {
    "cell formats": {"xl/styles.xml": f"<x {SPACE}>{'<xf/>' * 10**6}</x>".encode()},
    "sheets": {"xl/workbook.xml": f"<workbook {SPACE}>{'<sheet/>' * 10**5}</workbook>".encode()},
    "cells in one row": sheet(f"<row>{'<c/>' * 10**5}</row>"),
    "rows": sheet("<row/>" * 3 * 10**5),
    "depth": sheet("<row>" + "<c>" * 10**4 + "</c>" * 10**4 + "</row>"),
    "merged cells": sheet("", f"<mergeCells>{MERGED}</mergeCells>"),
    "one text": sheet(f'<row><c t="inlineStr"><is><t>{"a" * (1 << 20)}</t></is></c></row>'),
    "attributes": sheet("<row " + " ".join(f'a{each}=""' for each in range(10**4)) + "/>"),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_workbook_with_too_much_of_something_is_not_opened(name: str, tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(retouched(BASE, BOMBS[name]))
    with pytest.raises(TableError, match="than any roster") as raised:
        read_sheet(path)
    assert "was not opened" in raised.value.message


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell how much memory it was")
@pytest.mark.parametrize("name", ["cell formats", "cells in one row", "merged cells"])
def test_refusing_one_takes_no_memory(name: str, tmp_path: Path) -> None:
    import subprocess

    path = tmp_path / "bomb.xlsx"
    path.write_bytes(retouched(BASE, BOMBS[name]))
    code = (
        "import pathlib, re, resource, sys\n"
        "from mentorctl.store.sheets.read_sheet import read_sheet\n"
        "try: read_sheet(pathlib.Path(sys.argv[1]))\n"
        "except Exception: pass\n"
        "kept = pathlib.Path('/proc/self/status')\n"
        # elsewhere than there, what the tests themselves took before counts as well
        "most = re.search('VmHWM:.*?(\\\\d+)', kept.read_text()) if kept.exists() else None\n"
        "print(most[1] if most else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, path], capture_output=True, text=True, check=True
    )
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(done.stdout) * unit < 120 << 20


def test_hidden_and_merged_places_and_formulas_are_told() -> None:
    inside = (
        '<row r="2" hidden="1"><c r="A2"><f>1+1</f></c></row><row><c/><c><f>2</f></c></row>'
        '<row r="9" ht="0"/>'
    )
    after = '<mergeCells><mergeCell ref="A1:C4"/></mergeCells>'
    parts = sheet(inside, after)
    text = parts[SHEET].replace(
        b"<sheetData>", b'<cols><col min="2" max="3" hidden="true"/></cols><sheetData>'
    )
    data = retouched(BASE, {SHEET: text})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert sheet_parts(archive) == {"P": SHEET}
        found = layout_of(archive, SHEET)
    assert found.hidden_rows == {2, 9}
    assert found.hidden_columns == {1, 2}
    assert found.merged == ((1, 0, 4, 2),)
    assert found.formulas == {(2, 0), (3, 1)}
