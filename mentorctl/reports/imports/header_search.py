"""Which rows of a sheet are its headings, and which hold people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.reports.imports.headings import LEFT_OUT, Headings, is_of_web_form
from mentorctl.reports.imports.person_cells import total_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from mentorctl.reports.imports.import_columns import Column, Kind
    from mentorctl.store.sheets.cells import InputSheet, SheetRow

__all__ = ["Header", "LeftOut", "SheetBody", "body_of", "header_of", "meanings"]

SEARCHED = 40
SHORTEST_SENTENCE = 6
_NOTE = re.compile(
    r"\W*(?:notes?|nb|n\.b\.|source|exported|generated|printed|created|prepared|updated"
    r"|last updated|as of|page|report|run|confidential|legend|key|end of|records?|rows?|filters?"
    r"|applied filters|disclaimer|copyright|questions|contact|for internal)\b.*|[*†‡©].*",
    re.IGNORECASE | re.DOTALL,
)


class Header(NamedTuple):
    """The headings of a sheet.

    Attributes:
        kind: What the sheet lists; None where it cannot be told.
        last: Where the last row of the headings stands among the sheet's rows.
        first: Where the first one stands.
        headings: The heading of each column, empty where it has none.
    """

    kind: Kind | None
    first: int
    last: int
    headings: tuple[str, ...]


class LeftOut(NamedTuple):
    """A row or column that is not read, and why."""

    place: str
    what: str
    why: str
    option: str = ""


class SheetBody(NamedTuple):
    """The rows that are read, and those that are not."""

    rows: tuple[SheetRow, ...]
    left_out: tuple[LeftOut, ...]


def header_of(sheet: InputSheet, headings: Headings, wanted: Kind | None = None) -> Header:
    """The row, or the two rows, that name most columns.

    Args:
        sheet: The sheet.
        headings: What headings mean.
        wanted: What it lists, where a person has said it.
    """
    best, most = None, (0, 0)
    for at in range(min(len(sheet.rows), SEARCHED)):
        for candidate in _candidates(sheet.rows, at):
            kind = headings.kind_of(candidate.headings, wanted)
            known = len(headings.known(kind, candidate.headings)) if kind else 0
            if (weight := (known, -candidate.last)) > most and kind is not None:
                best, most = candidate._replace(kind=kind), weight
    return best or _likely(sheet, headings, wanted)


def _candidates(rows: Sequence[SheetRow], at: int) -> Iterator[Header]:
    single = tuple(" ".join(cell.text.split()) for cell in rows[at].cells)
    yield Header(None, at, at, single)
    if at + 1 < len(rows):
        yield Header(None, at, at + 1, _two_rows(rows[at], rows[at + 1]))


def _two_rows(above: SheetRow, below: SheetRow) -> tuple[str, ...]:
    """The headings of two rows: what goes over several columns stands before each of theirs."""
    wide = max(len(above.cells), len(below.cells))
    upper = [" ".join(cell.text.split()) for cell in above.cells] + [""] * wide
    lower = [" ".join(cell.text.split()) for cell in below.cells] + [""] * wide
    found, group = [], ""
    for top, bottom in zip(upper[:wide], lower[:wide], strict=True):
        group = top or group
        found.append(top if not bottom or bottom == top else f"{group} {bottom}".strip())
    return tuple(found)


def _likely(sheet: InputSheet, headings: Headings, wanted: Kind | None) -> Header:
    """The row that looks most like headings where none says what the sheet lists."""
    kind = wanted or "people"
    rows = sheet.rows[:SEARCHED]

    def weight(at: int) -> tuple[int, int]:
        names = [cell.text for cell in rows[at].cells]
        known = len(headings.known(kind, names))
        return known, len([name for name in names if name]) if at < 10 else 0  # noqa: PLR2004

    at = max(range(len(rows)), key=lambda each: (weight(each), -each))
    names = tuple(" ".join(cell.text.split()) for cell in rows[at].cells)
    return Header(wanted, at, at, names)


def body_of(
    sheet: InputSheet,
    header: Header,
    columns: Sequence[Column | None],
    include: Collection[str],
    skip: Collection[int],
) -> SheetBody:
    """The rows below the headings that hold something, and what is left out.

    Args:
        sheet: The sheet.
        header: Its headings.
        columns: What each column means.
        include: Which of `hidden` and `struck` are read as well.
        skip: The numbers of rows that a person does not want.
    """
    rows = []
    left_out = [
        LeftOut(f"row {row.number}", _said(row), "stands above the headings")
        for row in sheet.rows[: header.first]
    ]
    last = _last_full(sheet.rows, header.last)
    for at, row in enumerate(sheet.rows[header.last + 1 :], header.last + 1):
        why, option = _reason(row, header, columns, include, is_below=at > last)
        if row.number in skip:
            why, option = "is left out, as you said", ""
        if why:
            left_out.append(LeftOut(f"row {row.number}", _said(row), why, option))
        else:
            rows.append(row)
    return SheetBody(tuple(rows), tuple(left_out))


def _last_full(rows: Sequence[SheetRow], header: int) -> int:
    """Where the last row stands that has more than one cell."""
    full = [at for at, row in enumerate(rows) if at > header
            and len([cell for cell in row.cells if cell.text]) > 1]  # fmt: skip
    return full[-1] if full else len(rows)


def _reason(
    row: SheetRow,
    header: Header,
    columns: Sequence[Column | None],
    include: Collection[str],
    *,
    is_below: bool,
) -> tuple[str, str]:
    """Why a row is not read, and the option that brings it in; empty where it is read."""
    if row.is_hidden and "hidden" not in include:
        return "is hidden or filtered out", "--include hidden"
    if row.is_struck and "struck" not in include:
        return "is struck through", "--include struck"
    texts = [" ".join(cell.text.split()) for cell in row.cells]
    said = [(at, text) for at, text in enumerate(texts) if text]
    why = ""
    if [text for _, text in said] == [name for name in header.headings if name]:
        why = "says the headings once more"
    elif row.is_banner:
        why = "goes over several columns"
    elif is_below and len(said) == 1 and _is_note(said[0][1]):
        why = "stands below the list"
    elif _is_total(said, columns):
        why = "is a line of totals"
    return why, ""


def _is_note(text: str) -> bool:
    return (
        _NOTE.fullmatch(text) is not None
        or len(text.split()) >= SHORTEST_SENTENCE
        or (total_words(text) and any(letter.isdigit() for letter in text))
    )


def _is_total(said: Sequence[tuple[int, str]], columns: Sequence[Column | None]) -> bool:
    """Whether a row begins as totals do, and what it has besides can be nothing of a person."""
    if not said or not total_words(said[0][1]):
        return False
    others = [(at, text) for at, text in said[1:] if at < len(columns)]
    return any(
        re.fullmatch(r"[\d.,%$\s]+", text) and getattr(columns[at], "sort", "") not in
        ("years", "number", "phone")
        for at, text in others
    )  # fmt: skip


def _said(row: SheetRow) -> str:
    texts = [" ".join(cell.text.split()) for cell in row.cells if cell.text]
    return ", ".join(texts)[:60]


def meanings(header: Header, headings: Headings) -> tuple[Column | str | None, ...]:
    """What each column of a sheet means: a column of ours, `LEFT_OUT`, or None for not known.

    Of a web form, questions that no record has room for are left out, and so are the columns in
    which its makers note something of their own; one that is like a column of ours is asked about.
    """
    if header.kind is None:
        return ()
    form = is_of_web_form(header.headings)
    found: list[Column | str | None] = []
    for heading in header.headings:
        meaning = headings.meaning(header.kind, heading) if heading else LEFT_OUT
        is_own = meaning is None and not headings.close(header.kind, heading)
        if form and (is_own or getattr(meaning, "name", "") == "id"):
            meaning = LEFT_OUT
        found.append(meaning)
    return tuple(found)
