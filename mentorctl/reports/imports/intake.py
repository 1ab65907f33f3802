"""Turns a sheet into new records, changes, questions or problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.paths import COLUMNS_FILE
from mentorctl.model.sheet_columns import SheetColumns
from mentorctl.reports.imports.attendance_rows import AttendanceRows
from mentorctl.reports.imports.cell_reading import CellReader
from mentorctl.reports.imports.header_search import LeftOut, body_of, header_of, meanings
from mentorctl.reports.imports.headings import LEFT_OUT, Headings, folded, is_of_web_form
from mentorctl.reports.imports.import_columns import OF_KIND, Column
from mentorctl.reports.imports.intake_result import CellRemark, Intake, Problem, Question
from mentorctl.reports.imports.log_rows import LogRows
from mentorctl.reports.imports.pairing_rows import PairingRows
from mentorctl.reports.imports.people_rows import PeopleRows
from mentorctl.reports.imports.plan_rows import PlanRows
from mentorctl.reports.imports.training_rows import TrainingRows
from mentorctl.reports.imports.year_rows import YearRows

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mentorctl.model.finding import Finding
    from mentorctl.reports.imports.header_search import Header
    from mentorctl.reports.imports.import_columns import Kind
    from mentorctl.reports.imports.intake_result import SheetAnswers
    from mentorctl.reports.imports.row_intake import RowIntake
    from mentorctl.store.folder import Folder
    from mentorctl.store.sheets.cells import InputSheet

__all__ = ["kept_columns", "located", "take_in"]

NO_KIND = (
    "there is no column for the names of people, nor one each for the two of a pairing",
    'name the one that has it: --columns "HEADING=name"; or begin with --template people',
)
ONE_OF_TWO = (
    "there is a column for the {known} of each pairing, and none for the {other}",
    'name the one that has it: --columns "HEADING={field}"; or begin with --template pairings',
)
ROWS: dict[Kind, type[RowIntake]] = {
    "people": PeopleRows,
    "pairings": PairingRows,
    "plans": PlanRows,
    "log": LogRows,
    "attendance": AttendanceRows,
    "trainings": TrainingRows,
    "years": YearRows,
}
SAID = "is left out, as you said"


def kept_columns(folder: Folder) -> SheetColumns:
    """What the folder keeps of headings; nothing where it keeps none, or it cannot be read."""
    found = folder.reader.read(COLUMNS_FILE, SheetColumns) if COLUMNS_FILE in folder.files else None
    return found or SheetColumns()


def take_in(
    sheet: InputSheet, folder: Folder, today: dt.date, answers: SheetAnswers, kept: SheetColumns
) -> Intake:
    """Turn a sheet into new records, changes, questions or problems.

    Args:
        sheet: What was read.
        folder: The program folder; nothing of it is changed here.
        today: When a pairing begins whose row does not say it.
        answers: What a person has said of the sheet.
        kept: What counts of what the folder keeps of headings.
    """
    header, headings = _header(sheet, folder, kept, answers)
    rows = tuple(row.number for row in sheet.rows[header.first : header.last + 1])
    if header.kind is None:
        return Intake(
            "people", rows, problems=(Problem(rows[-1], "", *_no_kind(header, headings, folder)),)
        )
    meant = meanings(header, headings)
    columns, left_out = _read_columns(sheet, header, meant, answers)
    read = [None if column is None and isinstance(meaning, Column) else meaning
            for (_, column), meaning in zip(columns, meant, strict=True)]  # fmt: skip
    questions, problems = _unclear(header, meant, read, headings, answers, rows[-1])
    body = body_of(sheet, header, [column for _, column in columns], answers.include, answers.skip)
    dates = {**kept.dates, **answers.dates}
    reader = CellReader(columns, sheet.day_zero, {k: v for k, v in dates.items() if v})
    reader.survey(body.rows)
    used = {heading: column.name for heading, column in columns if column is not None}
    found = Intake(
        header.kind, rows, used, questions=(*questions, *reader.questions),
        left_out=(*left_out, *body.left_out), problems=tuple(problems),
    )  # fmt: skip
    if found.questions or problems:
        return found
    work = ROWS[header.kind](folder, reader, headings.columns(header.kind), today)
    for row in body.rows:
        work.take(row)
    return found._replace(
        entries=tuple(work.entries),
        there=work.there,
        problems=tuple(sorted(dict.fromkeys(reader.problems))),
        changes=tuple(work.changes),
        gone=work.gone(),
        remarks=(*_weightless(sheet, columns), *reader.remarks),
    )


def located(finding: Finding, intake: Intake) -> Problem | None:
    """The row and column that a finding of the rules is about, or None for one about the folder."""
    of = {file.path: entry for entry in intake.entries for file in entry.files}
    of |= {edit.path: entry for entry in intake.entries for edit in entry.edits}
    entry = of.get(finding.path)
    if entry is None:
        return None
    where = {column.name: column.where for column in OF_KIND[intake.kind]}
    found = [heading for heading, name in intake.columns.items()
             if where.get(name) and where[name] in (finding.where[:1], finding.where)]  # fmt: skip
    return Problem(entry.row, found[0] if found else "", finding.message, finding.hint)


def _header(
    sheet: InputSheet, folder: Folder, kept: SheetColumns, answers: SheetAnswers
) -> tuple[Header, Headings]:
    """The sheet's headings, by what the folder keeps for the kind of sheet that it is."""
    said = {heading: column for heading, column in answers.columns.items() if heading != "*"}
    tried = [answers.kind] if answers.kind else list(OF_KIND)
    best: tuple[Header, Headings] | None = None
    for kind in tried:
        headings = Headings(folder.words, {**_filled(kept, kind), **said})
        header = header_of(sheet, headings, answers.kind)
        if header.kind == kind:
            return header, headings
        best = best or (header, headings)
    assert best is not None
    return best


def _no_kind(header: Header, headings: Headings, folder: Folder) -> tuple[str, str]:
    """What a sheet lacks of which nobody can tell what it lists."""
    two = {"mentee", "mentor"}
    found = two & headings.known("pairings", header.headings)
    if len(found) != 1:
        return NO_KIND
    (known,), (other,) = found, two - found
    fault, hint = ONE_OF_TWO
    words = folder.words
    return fault.format(known=words[known], other=words[other]), hint.format(field=other)


def _filled(kept: SheetColumns, kind: Kind) -> dict[str, str]:
    return {heading: column for heading, column in getattr(kept, kind).items() if column}


def _read_columns(
    sheet: InputSheet, header: Header, meant: Sequence[Column | str | None], answers: SheetAnswers
) -> tuple[list[tuple[str, Column | None]], list[LeftOut]]:
    """Each column with what is read of it, and those that are left out."""
    columns: list[tuple[str, Column | None]] = []
    left_out = []
    for at, (heading, meaning) in enumerate(zip(header.headings, meant, strict=True)):
        column = meaning if isinstance(meaning, Column) else None
        hidden = at in sheet.hidden_columns and "hidden" not in answers.include
        if hidden and heading:
            left_out.append(LeftOut("column", heading, "is hidden", "--include hidden"))
            column = None
        elif column is not None and meant.count(column) > 1 and _is_of_nobody(sheet, header, at):
            left_out.append(LeftOut("column", heading, "says nothing of anybody"))
            column = None
        elif meaning is None and heading and answers.columns.get("*") == LEFT_OUT:
            left_out.append(LeftOut("column", heading, SAID))
        elif meaning == LEFT_OUT and heading:
            why = SAID if heading in answers.columns else "is no field of a record"
            left_out.append(LeftOut("column", heading, why))
        columns.append((heading, column))
    return columns, left_out


def _is_of_nobody(sheet: InputSheet, header: Header, at: int) -> bool:
    """Whether a web form has noted nobody in a column: it is blank, or says anonymous."""
    if not is_of_web_form(header.headings):
        return False
    texts = {row.cells[at].text.casefold() for row in sheet.rows[header.last + 1 :]
             if at < len(row.cells)} - {""}  # fmt: skip
    return texts <= {"anonymous"}


def _unclear(
    header: Header,
    meant: Sequence[Column | str | None],
    read: Sequence[Column | str | None],
    headings: Headings,
    answers: SheetAnswers,
    row: int,
) -> tuple[list[Question], list[Problem]]:
    """What is asked about headings, and what is wrong with them."""
    kind = header.kind
    assert kind is not None
    names, named = ", ".join(headings.columns(kind)), header.headings
    questions, problems = [], []
    seen: dict[str, str] = {}
    for heading, said in answers.columns.items():
        if said != LEFT_OUT and said not in headings.columns(kind):
            problems.append(Problem(row, heading, f"there is no column {said!r}",
                                    f"name one of: {names}, or - to leave it out"))  # fmt: skip
        elif heading != "*" and folded(heading) not in map(folded, named):
            problems.append(Problem(row, heading, "no column of this sheet is called so",
                                    f"there are {', '.join(filter(None, named))}"))  # fmt: skip
    for heading, meaning, taken in zip(header.headings, meant, read, strict=True):
        if isinstance(meaning, Column):
            if taken is None:
                continue
            if meaning.name in seen:
                leave = f', or leave it out: --columns "{heading}=-"'
                # it would leave out both of one name
                hint = "delete one" + leave * (folded(seen[meaning.name]) != folded(heading))
                problems.append(
                    Problem(row, heading, f"there are two columns for {meaning.name}", hint)
                )
            seen[meaning.name] = heading
        elif meaning is None and answers.columns.get("*") != LEFT_OUT:
            close = headings.close(kind, heading)
            hint = f"did you mean {close}? " if close else ""
            hint += f'say what it is: --columns "{heading}=COLUMN", or leave it out:'
            hint += f' --columns "{heading}=-"'
            questions.append(
                Question("column", heading, "this column is not known", hint,
                         tuple(each for each in headings.columns(kind) if each not in seen), close)
            )  # fmt: skip
    return questions, problems


def _weightless(
    sheet: InputSheet, columns: Sequence[tuple[str, Column | None]]
) -> list[CellRemark]:
    return [
        CellRemark("weightless", each.row, columns[each.column][0], each.name)
        for each in sheet.taken_out if each.column < len(columns)
    ]  # fmt: skip
