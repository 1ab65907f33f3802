"""`mentorctl standards`: how the program stands with its state's standards, item by item."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
import typer

from mentorctl.cli.base_command import telling
from mentorctl.cli.list_filter import Advisor, Area, School, chosen_pairings
from mentorctl.cli.options import At, AtLength, SchemaVersion, Today
from mentorctl.cli.output.console import note, paint, put, shown, table, told
from mentorctl.cli.output.in_short import CountedKind, put_fitting
from mentorctl.cli.output.progress import working
from mentorctl.cli.output.report_file import (
    OutFile,
    check_file,
    text_into,
    write_document,
)
from mentorctl.cli.output.sheet_output import SHEETS, put_sheet
from mentorctl.cli.output.unreadable import Strict, end_with, refuse
from mentorctl.model.paths import PROGRAM_FILE, answers_file, record_name, standard_file
from mentorctl.model.standards_report import DECLARE, STATES
from mentorctl.reports.provenance import provenance
from mentorctl.reports.row_formats import as_csv, as_json
from mentorctl.reports.standards import COLUMNS, as_data, cells, standards
from mentorctl.store.errors import StoreError
from mentorctl.store.parse.fast import reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mentorctl.cli.state import State
    from mentorctl.model.standards_report import ItemRow, StandardsReport
    from mentorctl.reports.counted_folder import CountedFolder

__all__ = ["command"]

MARKS = {
    "evidenced-by-records": ("✓", "evidenced by records"),
    "declared-with-evidence": ("✓", "declared, with evidence"),
    "partly": ("·", "partly"),
    "open": ("✗", "open"),
}
FORMATS = ("table", "json", "csv", "xlsx", "docx", "pdf")


def _names(incomplete: str) -> list[str]:
    from mentorctl.cli.editing.standard_adoption import known_standards  # noqa: PLC0415 - only on Tab here

    return [name for name in known_standards() if incomplete in name]


Form = Annotated[
    Literal["table", "json", "csv", "xlsx", "docx", "pdf"],
    typer.Option("--format", help="How to say it."),
]
Holes = Annotated[bool, typer.Option("--holes", help="Only what is open, with what to do.")]
Adopt = Annotated[
    str | None,
    typer.Option(
        metavar="STANDARD",
        help="Bring a standard into this program, with room for your answers.",
        autocompletion=_names,
    ),
]

ListAll = Annotated[
    bool, typer.Option("--list", help="The standards that there are, whatever the program follows.")
]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    form: Form = "table",
    holes: Holes = False,
    every: AtLength = False,
    out: OutFile = None,
    adopt: Adopt = None,
    version: SchemaVersion = "1",
    list_all: ListAll = False,
    at: At = None,
    today: Today = None,
    advisor: Advisor = None,
    area: Area = None,
    school: School = None,
    strict: Strict = False,
) -> None:
    """Show how the program stands with the standards it follows, item by item.

    An item is evidenced by records (they show all of it), declared with evidence (the program
    says so in standards/YEAR.yaml and names a file, a link or a person, with a day of this
    year), partly so, or open. Nothing is met without evidence. Withdrawn and reassigned pairings
    are not asked about.

    The columns of CSV and XLSX: standard, item, number, part, text, state, records (what they
    show), shown and asked (pairings, of all counts of the item), declared, evidence, gap, todo,
    program_id, program, year.
    JSON has the same names, and for each count the pairings that lack it.

    docx and pdf are the report to hand to a reviewer: --out standards.pdf
    """
    state: State = context.obj
    if list_all or adopt is not None:
        _list(form, version) if adopt is None else _adopt_telling(
            state, adopt, today, form, version
        )
        return
    state.look_back(at)
    kind = check_file("standards", form, out, FORMATS)
    _refuse_holes(kind, holes=holes)
    with working("reading the records"), reading():
        found = _found(state, state.today(today), chosen_pairings(state, advisor, area, school))
        found = found._replace(part=state.part)
    refuse(found.unread, strict=strict)
    if kind in {"docx", "pdf"} and out is not None:
        _document(found, state, kind, out)
    else:
        _put(found, kind, out, state.counted, version, holes=holes, every=every)
    _summary(found)
    end_with(found.unread)


def _refuse_holes(form: str, *, holes: bool) -> None:
    """Refuse the report of open items as a document, which has every item."""
    if holes and form in {"docx", "pdf"}:
        raise typer.BadParameter(
            f"the report in {form} has every item; see the open ones with: mentorctl standards"
            " --holes"
        )


def _list(form: str, version: str) -> None:
    """Show the standards that come with the toolkit."""
    from mentorctl.reports.what_there_is import (  # noqa: PLC0415 - only where it is asked for
        COLUMNS_OF_STANDARDS,
    )
    from mentorctl.reports.what_there_is import standards as available  # noqa: PLC0415 - as above

    rows = list(available())
    if form == "json":
        put(as_json({"schema_version": 1, "standards": [row._asdict() for row in rows]}, version))
    elif form == "csv":
        put(as_csv(COLUMNS_OF_STANDARDS, rows))
    else:
        put(table(("standard", "title", "rule"), [row[:3] for row in rows], texts=(1,)))
        note("bring one in: mentorctl standards --adopt STANDARD")


def _found(state: State, today: dt.date, only: frozenset[str] | None) -> StandardsReport:
    """The report.

    Raises:
        StoreError: There is no standard to stand with, or one that cannot be used.
    """
    if not state.counted.program.standards:
        raise StoreError(
            "program.yaml names no standards",
            "bring one in: mentorctl standards --adopt STANDARD; Tab shows which there are",
        )
    return standards(state.counted, today, only)


def _only_holes(found: StandardsReport) -> StandardsReport:
    return found._replace(
        standards=tuple(
            each._replace(rows=tuple(row for row in each.rows if not row.is_met))
            for each in found.standards
        )
    )


def _put(
    found: StandardsReport,
    form: str,
    out: Path | None,
    counted: CountedFolder,
    version: str,
    *,
    holes: bool,
    every: bool,
) -> None:
    found = _only_holes(found) if holes else found
    program = (counted.program.id, found.program, found.year)
    rows = [cells(each, row, program) for each in found.standards for row in each.rows]
    if form == "json":
        with text_into(out):
            put(as_json(as_data(found, provenance(counted), counted.people), version))
    elif form in SHEETS:
        put_sheet(form, COLUMNS, rows, out, title="standards")
    else:
        put_fitting(
            list(_hole_lines(found) if holes else _tables(found)),
            lambda: list(_todos(found) if holes else _states(found)),
            every=every,
        )


def _tables(found: StandardsReport) -> Iterator[str]:
    for each in found.standards:
        yield told(paint(shown(f"{each.standard.title}, {each.standard.rule}"), "bold"))
        rows = []
        for row in each.rows:
            mark, state = MARKS[row.state]
            said = "; ".join(showing.says for showing in row.showings)
            rows.append((mark, row.item.number, row.item.text, state, said))
        yield table(("", "item", "standard", "state", "records"), _narrow(rows), texts=(2, 4))


def _narrow(rows: list[tuple[str, str, str, str, str]]) -> list[tuple[str, ...]]:
    """The last column in short lines, so that the text keeps room."""
    import textwrap  # noqa: PLC0415 - only for tables

    return [
        (*row[:3], textwrap.fill(row[3], 12), textwrap.fill(row[4], 22)) for row in rows
    ]  # fmt: skip


def _hole_lines(found: StandardsReport) -> Iterator[str]:
    for each in found.standards:
        for row in each.rows:
            state = MARKS[row.state][1]
            yield told(
                f"{paint(row.item.number, 'bold')} {shown(row.item.text)} {paint(state, 'dim')}"
            )
            for gap in row.gap:
                yield told(f"  {shown(gap)}")
            for todo in row.todo:
                yield told(f"    {paint('→', 'dim')} {shown(_how(todo, row, found.year))}")


def _states(found: StandardsReport) -> Iterator[CountedKind]:
    """How the items of each standard stand, the open ones first."""
    for each in found.standards:
        for state in reversed(STATES):
            numbers = [row.item.number for row in each.rows if row.state == state]
            if numbers:
                mark, said = MARKS[state]
                head = f"{mark} {len(numbers)} of {len(each.rows)} items {said}"
                yield CountedKind(
                    f"{paint(head, 'bold')} ({shown(each.standard.rule)}): "
                    f"{shown(', '.join(numbers))}",
                    {},
                )


def _todos(found: StandardsReport) -> Iterator[CountedKind]:
    """What is to be done for several items at once, that of the most items first."""
    items: dict[str, list[str]] = {}
    for each in found.standards:
        for row in each.rows:
            for todo in row.todo:
                items.setdefault(todo, []).append(row.item.number)
    for todo, numbers in sorted(items.items(), key=lambda todo: -len(todo[1])):
        yield CountedKind(f"{paint(shown(', '.join(numbers)), 'bold')}: {shown(todo)}", {})


def _how(todo: str, row: ItemRow, year: str) -> str:
    if todo != DECLARE:
        return todo
    item = f"answers.{row.item.id}"
    return (
        f"once you can show it: mentorctl edit {record_name(answers_file(year))}"
        f" --set {item}.met=yes --set {item}.evidence.+.file=PATH --set {item}.evidence.+.on=DATE"
    )


def _document(found: StandardsReport, state: State, form: str, out: Path) -> None:
    from mentorctl.cli.rendering.form_context import form_context  # noqa: PLC0415 - loads the forms
    from mentorctl.forms import form_named  # noqa: PLC0415 - as above

    about = form_context(state.counted, found.today)
    about = msgspec.structs.replace(about, standards=lambda: found)
    view = form_named("standards").of_program
    documents = view(about) if view else []
    write_document(documents[0], about, state.counted, form, out)


def _adopt_telling(
    state: State, given: str, today: dt.date | None, form: str, version: str
) -> None:
    state.act.is_wanted, state.act.version = form == "json", version
    with telling(state, "standards --adopt"):
        _adopt(state, given, today)


def _adopt(state: State, given: str, today: dt.date | None) -> None:
    """Bring a standard in: name it in program.yaml, and add its rules and room for answers."""
    from mentorctl.cli import lookup  # noqa: PLC0415 - only where one is adopted
    from mentorctl.cli.editing.standard_adoption import (  # noqa: PLC0415 - as above
        answers_text,
        known_standards,
        rules_text,
    )
    from mentorctl.cli.editing.transaction import Transaction  # noqa: PLC0415 - as above

    name = lookup.match_one("standard", given, known_standards())
    folder, program = state.folder, state.folder.program
    there = frozenset(folder.listing.files)
    change = Transaction(state, today)
    if name not in program.standards:
        change.append(PROGRAM_FILE, ("standards",), name)
    if standard_file(name) not in there:
        change.create(standard_file(name), rules_text(name))
    if answers_file(program.year) not in there:
        text = answers_text(program, folder.words, [rules_text(name)])
        change.create(answers_file(program.year), text)
    if not change.paths:
        note(f"this program follows {name} already; there is nothing to change")
        return
    change.finish(f"the program follows {name}", whole=True)
    note("  see how it stands: mentorctl standards --holes")


def _summary(found: StandardsReport) -> None:
    for each in found.standards:
        counts = [f"{each.count(state)} {MARKS[state][1]}" for state in STATES if each.count(state)]
        note(
            f"{len(each.rows)} items of {each.standard.rule} on {found.today}: {'; '.join(counts)}"
        )
    left = f"; {found.left_out} that ended or have not begun are left out" if found.left_out else ""
    pairings = "1 pairing is" if found.pairings == 1 else f"{found.pairings} pairings are"
    note(f"{pairings} asked about{left}")
