"""Spoilt lists of people, as text and as a workbook: each is read, or refused in a sentence."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
import zipfile
from pathlib import Path

from support.mangling import fuzzed
from support.rosters import ROSTERS, zipped

from mentorctl.model.sheet_columns import SheetColumns
from mentorctl.reports.imports.intake import take_in
from mentorctl.reports.imports.intake_result import SheetAnswers
from mentorctl.store.errors import StoreError
from mentorctl.store.folder import Folder
from mentorctl.store.sheets.read_sheet import read_sheet

FOLDER = Folder(Path(__file__).parents[2] / "sample-program")
TODAY = dt.date(2026, 9, 8)
SEP = b"\n\0\n"
LARGEST = 8_000
SMALL = [each for each in ROSTERS if len(each.data) < LARGEST]
TEXTS = [each.data for each in SMALL if each.file.endswith((".csv", ".txt", ".tsv"))]
BOOKS = [each.data for each in SMALL if zipfile.is_zipfile(io.BytesIO(each.data))]


def parts_of(book: bytes) -> bytes:
    """The parts of a workbook in one, each with its name before it; what nobody reads left out."""
    with zipfile.ZipFile(io.BytesIO(book)) as opened:
        names = [name for name in opened.namelist() if "theme" not in name and "Props" not in name]
        return SEP.join(f"{name}\n".encode() + opened.read(name) for name in names)


def read(data: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, name)
        path.write_bytes(data)
        try:
            sheet = read_sheet(path)
        except StoreError:
            return
    found = take_in(sheet, FOLDER, TODAY, SheetAnswers(None, {}, {}), SheetColumns())
    assert all(problem.message and problem.row >= 0 for problem in found.problems)


@fuzzed("roster", TEXTS)
def test_a_spoilt_text_is_read_or_refused(data: bytes) -> None:
    read(data, "people.csv")


@fuzzed(
    "workbook", [parts_of(each) for each in BOOKS], [b"<", b">", b"<c ", b"</row>", b' r="A99"']
)
def test_a_spoilt_workbook_is_read_or_refused(data: bytes) -> None:
    parts = dict(part.partition(b"\n")[::2] for part in data.split(SEP))
    names: dict[str, str | bytes] = {
        name.decode(errors="replace"): held for name, held in parts.items() if name[:1] > b"\0"
    }
    read(zipped(names), "people.ods" if "content.xml" in names else "people.xlsx")


@fuzzed("archive", BOOKS)
def test_a_spoilt_archive_is_read_or_refused(data: bytes) -> None:
    read(data, "people.xlsx")
