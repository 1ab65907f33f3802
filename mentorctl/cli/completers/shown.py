"""The list of completers as a table, as Markdown and as sheets, whole or in parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.cli.output.console import paint, put, say, shown, table
from mentorctl.cli.output.report_file import text_into
from mentorctl.cli.output.sheet_output import put_sheet, put_workbook
from mentorctl.reports.completers import COLUMNS, JOINED_BY, rows, with_reasons
from mentorctl.reports.row_formats import as_markdown, escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from mentorctl.model.words import Words
    from mentorctl.reports.completers import CompleterEntry, CompleterList
    from mentorctl.reports.row_formats import Cell

__all__ = ["Parts", "put_markdown", "put_sheets", "put_tables"]

# each part with what it is headed by; empty for a list that is not parted
Parts = list[tuple[str, "CompleterList"]]


def put_sheets(kind: str, parts: Parts, out: Path | None, *, explain: bool, excel: bool) -> None:
    """Write the list as CSV, or as a workbook: all of it, and behind it a sheet for each part."""
    columns = (*COLUMNS, "reasons", "hints", *JOINED_BY) if explain else (*COLUMNS, *JOINED_BY)
    if kind == "csv":
        lines = (line for _, part in parts for line in _lines(part, explain=explain))
        put_sheet(kind, columns, lines, out, title="completers", excel=excel)
        return
    printed = [(head, part.in_print()) for head, part in parts]
    whole = [line for _, part in printed for line in _lines(part, explain=explain)]
    sheets = [("completers", columns, whole)]
    if len(printed) > 1:
        sheets += [(head, columns, list(_lines(part, explain=explain))) for head, part in printed]
    assert out is not None
    put_workbook(out, sheets)


def _lines(found: CompleterList, *, explain: bool) -> Iterable[Sequence[Cell]]:
    return with_reasons(found) if explain else rows(found)


def put_tables(parts: Parts, words: Words, *, explain: bool, headed: bool) -> None:
    """Show the list, in the order of family names."""
    for number, (head, part) in enumerate(_with_people(parts, explain=explain)):
        if number:
            put("")
        if headed:
            count = len(part.completers)
            say(f"{paint(shown(head), 'bold')} ({count})")
        _put_table(part.in_print(), words, explain=explain)


def _with_people(parts: Parts, *, explain: bool) -> Parts:
    return [each for each in parts if each[1].completers or (explain and each[1].others)]


def _put_table(found: CompleterList, words: Words, *, explain: bool) -> None:
    rows = [
        (row.mentee, row.school or "", row.mentor, str(row.completed_on or ""))
        for row in (entry.row for entry in found.completers)
    ]
    if rows:
        heads = (words["mentee"], "school", words["mentor"], "completed on")
        put(table(heads, rows, texts=(1, 0, 2)))
    if not explain:
        return
    for number, entry in enumerate(found.others):
        if rows or number:
            put("")
        say(_heading(entry))
        for reason in entry.reasons:
            say(f"  {shown(reason.message)}")
            say(f"    {paint('→', 'dim')} {shown(reason.hint)}")


def put_markdown(parts: Parts, out: Path | None, *, explain: bool, headed: bool) -> None:
    """Write the list as Markdown, in the order of family names."""
    with text_into(out):
        for number, (head, part) in enumerate(_with_people(parts, explain=explain) or parts[:1]):
            if number:
                put("")
            if headed and head:
                put(f"## {escaped(head)}\n")
            _put_markdown(part.in_print(), explain=explain)


def _put_markdown(found: CompleterList, *, explain: bool) -> None:
    put(as_markdown(COLUMNS, (entry.row for entry in found.completers)))
    if not explain or not found.others:
        return
    lines = ["", "## Not on the list"]
    for entry in found.others:
        lines += ["", escaped(_pair(entry)), ""]
        lines += [f"- {escaped(each.message)} ({escaped(each.hint)})" for each in entry.reasons]
    put("\n".join(lines))


def _heading(entry: CompleterEntry) -> str:
    name = paint(shown(_pair(entry)), "bold")
    return f"{name} {paint(f'({entry.pairing})', 'dim')}" if entry.row.mentee_id else name


def _pair(entry: CompleterEntry) -> str:
    """The two people of a pairing; its id where its own record cannot be read."""
    return f"{entry.row.mentee} and {entry.row.mentor}" if entry.row.mentee_id else entry.pairing
