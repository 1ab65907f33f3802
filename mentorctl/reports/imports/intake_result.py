"""What reading a sheet comes to: new records, changes, questions, and what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from mentorctl.model.finding import Where
    from mentorctl.reports.imports.day_cells import DayOrder
    from mentorctl.reports.imports.header_search import LeftOut
    from mentorctl.reports.imports.import_columns import Kind
    from mentorctl.store.scaffold import Scaffold

__all__ = [
    "CellRemark",
    "FieldChange",
    "ImportEntry",
    "Intake",
    "Problem",
    "Question",
    "RecordEdit",
    "SheetAnswers",
]  # fmt: skip

# what was done to a cell so that it could be taken, by what to tell of it
RemarkKind = Literal["nothing", "turned", "day", "serial", "roles", "weightless", "joined",
                     "order", "assumed", "family"]  # fmt: skip


class SheetAnswers(NamedTuple):
    """What a person has said of a sheet.

    Attributes:
        kind: What it lists.
        columns: Our name of a column, or `-` for none, by heading; `*` stands for every other.
        dates: Which of two numbers is the month, by heading; `*` stands for every other.
        include: Which of `hidden` and `struck` are read as well.
        skip: The numbers of rows that are not wanted.
    """

    kind: Kind | None
    columns: Mapping[str, str]
    dates: Mapping[str, DayOrder]
    include: frozenset[str] = frozenset()
    skip: frozenset[int] = frozenset()


class Problem(NamedTuple):
    """What is wrong with one row, or with one cell of it (`column` as the file names it)."""

    row: int
    column: str
    message: str
    hint: str


class Question(NamedTuple):
    """What only a person can say, once for a column.

    Attributes:
        about: What a column is, or which of its two numbers is the month.
        heading: The column.
        message: What is asked, as an error.
        hint: The option that answers it.
        choices: The answers.
        close: Those that the column is most like.
    """

    about: Literal["column", "dates"]
    heading: str
    message: str
    hint: str
    choices: tuple[str, ...]
    close: str = ""


class CellRemark(NamedTuple):
    """What was done to one cell so that it could be taken."""

    kind: RemarkKind
    row: int
    column: str
    text: str


class RecordEdit(NamedTuple):
    """A value that is put into a record, or an item that its list gets.

    Attributes:
        path: The file.
        where: The value, or the list.
        value: What is put there.
        is_item: Whether it is added to a list.
    """

    path: str
    where: Where
    value: object
    is_item: bool = False


class ImportEntry(NamedTuple):
    """What one row brings.

    Attributes:
        row: The row it comes from.
        id: The id of what it brings.
        files: The files it makes.
        starts: The day a pairing begins.
        edits: What it puts into records, those that it makes included.
        takes_over: Of a pairing that takes another one over: that one, and what the row says of the
            new one; its files are then those of the other one's work.
    """

    row: int
    id: str
    files: tuple[Scaffold, ...]
    starts: dt.date | None = None
    edits: tuple[RecordEdit, ...] = ()
    takes_over: tuple[str, Mapping[str, Any]] | None = None


class FieldChange(NamedTuple):
    """A field that a row has otherwise than the folder."""

    row: int
    id: str
    column: str
    old: str
    new: str
    edit: RecordEdit


class Intake(NamedTuple):
    """The result of reading a sheet.

    Attributes:
        kind: What it lists.
        header: The rows of its headings, as the spreadsheet numbers them.
        columns: Our name of each column that is read, by its heading.
        entries: What is new, in the order of rows.
        there: How many rows say what the folder already holds.
        problems: Everything that is wrong, by row; with a single one nothing may be written.
        questions: What has to be answered first.
        changes: The fields that the folder has otherwise.
        gone: Ids of people of the folder whom a roster no longer lists.
        left_out: Rows and columns that are not read.
        remarks: What was done to cells so that they could be taken.
    """

    kind: Kind
    header: tuple[int, ...] = ()
    columns: Mapping[str, str] = {}
    entries: tuple[ImportEntry, ...] = ()
    there: int = 0
    problems: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()
    changes: tuple[FieldChange, ...] = ()
    gone: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[CellRemark, ...] = ()
