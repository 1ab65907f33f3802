"""`mentorctl edit`: change a record, in the person's own editor or field by field."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from mentorctl.cli import completion
from mentorctl.cli.editing import record_fields
from mentorctl.cli.editing.editor import edit_copy
from mentorctl.cli.editing.transaction import Transaction
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.options import Today
from mentorctl.cli.output.console import complain, note, paint
from mentorctl.cli.record_lookup import RecordFile, address
from mentorctl.cli.state import State
from mentorctl.model.finding import Finding, is_fault
from mentorctl.model.paths import PROGRAM_FILE, in_pairing, record_name
from mentorctl.model.plan import Plan
from mentorctl.model.program import Program
from mentorctl.model.words import Words
from mentorctl.reports.folder_reading import faults_of
from mentorctl.reports.history.field_diff import describe_file, message
from mentorctl.reports.preview import new_findings
from mentorctl.store.edit.assignment import Assignment, FieldError, assign
from mentorctl.store.edit.lacking import completed
from mentorctl.store.edit.set_value import append_item
from mentorctl.store.folder import NoProgram
from mentorctl.store.parse.nodes import compose, locate
from mentorctl.store.parse.reader import examine, record_content, understood
from mentorctl.store.write.fsync import Conflict

__all__ = ["command"]


Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="FIELD=VALUE",
        help="Set one field instead of opening an editor: approved.by=ana-ruiz, "
        "experiences.1.catalogue=7, revisions.+.what=…; nothing after = clears it.",
    ),
]
FromFile = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Take all of it from a file, as one kept before."),
]
Anyway = Annotated[
    bool, typer.Option("--anyway", help="Save it although check will find errors in it.")
]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    pairing: Annotated[
        str,
        typer.Argument(
            metavar="PAIRING",
            help="A pairing, or part of its id; or people/ID, meetings/NAME, years/YEAR, program.",
            autocompletion=completion.pairings,
        ),
    ],
    record: Annotated[
        str | None,
        typer.Argument(
            metavar="RECORD",
            help="A record of the pairing: plan, log, experiences/2, visits/2026-10-05 …",
            autocompletion=completion.record_files,
        ),
    ] = None,
    settings: Settings = None,
    revision: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            help="Of a plan: what was revised; noted as shared with the advisor today.",
        ),
    ] = None,
    from_file: FromFile = None,
    anyway: Anyway = False,
    today: Today = None,
) -> None:
    """Change a record, in your editor or with --set.

    Your editor works on a copy. When you close it the record is checked before it is saved.
    """
    state: State = context.obj
    target = address(state, pairing, record)
    if state.act.is_wanted and from_file is None and not settings and revision is None:
        # an editor draws on the very place where the answer is read
        raise typer.BadParameter("with --format json say what to change: --set or --from-file")
    edit = _Edit(state, target, today)
    if from_file is not None:
        content = _content(from_file, settings, revision)
        edit.change.is_read_through = True
        edit.save(completed(target.path, content)[0], anyway=anyway, agreed=anyway)
    elif settings or revision is not None:
        content = edit.assigned(settings or [], revision)
        edit.save(completed(target.path, content)[0], anyway=anyway, agreed=anyway)
    else:
        _in_editor(edit, anyway=anyway)


def _content(file: Path, settings: list[str] | None, revision: str | None) -> bytes:
    """What a file holds that takes a record's place.

    Raises:
        typer.BadParameter: It cannot be read, or other changes are asked for as well.
    """
    if settings or revision is not None:
        raise typer.BadParameter("--from-file is all of the record; leave --set and --revision out")
    try:
        return record_content(str(file))
    except OSError as error:
        raise typer.BadParameter(f"{file} cannot be read: {error.strerror}") from None


class _Edit:
    """One record on its way from what it was to what it shall be."""

    def __init__(self, state: State, target: RecordFile, today: dt.date | None) -> None:
        if target.path == PROGRAM_FILE:
            # it can be mended when nothing can be read through it, its time zone included
            today = today or dt.datetime.now(dt.UTC).date()
        self.change = Transaction(state, today)
        self.state = state
        self.target = target
        self.before = record_content(str(state.root.joinpath(*target.path.split("/"))))
        try:
            self.words = state.folder.words
        except NoProgram:
            self.words = Words()

    def assigned(self, settings: list[str], revision: str | None) -> bytes:
        """The record with some fields set.

        Raises:
            typer.BadParameter: It has no such fields.
        """
        text = _text(self.before, self.target.path)
        try:
            assignments = [Assignment.parse(each) for each in settings]
            text = assign(text, self.target.kind.model, assignments, self.words)
        except FieldError as error:
            raise typer.BadParameter(f"{error.message}; {error.hint}") from None
        if revision is not None:
            if self.target.kind.name != "plan":
                raise typer.BadParameter("only a plan has revisions: mentorctl edit PAIRING plan")
            day = self.change.today
            what = record_fields.sentence(revision, "revision")
            text = append_item(text, ("revisions",), {"on": day, "what": what, "shared_on": day})
        return text.encode()

    def faults(self, after: bytes) -> list[Finding]:
        """The errors and warnings that the record would bring."""
        path = self.target.path
        if path == PROGRAM_FILE:
            found = _program_faults(after, self.words)
        else:
            whole = self.target.kind.name == "pairing" or not self.target.pairing
            found = new_findings(self.state.folder, {path: after}, self.change.today, whole=whole)
        return [each for each in found if each.severity != "note"]

    def save(self, after: bytes, *, anyway: bool = False, agreed: bool = False) -> None:
        """Write the record and commit it.

        Args:
            after: What it shall hold.
            anyway: Whether it is written with faults.
            agreed: Whether the person has agreed beforehand that signatures no longer hold.

        Raises:
            Conflict: Somebody has changed it since the editing began.
            typer.Exit: It has faults; they have been shown.
        """
        path = self.target.path
        if after == self.before:
            note(f"nothing was changed in {path}")
            record_fields.name_doubted(self.state, path)
            return
        if not anyway and show_placed(self.faults(after), path):
            note(f"{paint('nothing was changed', 'bold')}: mend what is named above and try again,"
                 " or write it as it is with --anyway")  # fmt: skip
            raise typer.Exit(FINDINGS)
        self.change.edit(path, lambda text: self._instead(text, after))
        said = message([describe_file(path, self.before, after, self.words)])
        self.change.write(said, agreed=agreed)
        note(f"{paint('done', 'green', 'bold')}: {said}")
        self._remind(after)

    def _instead(self, text: str, after: bytes) -> str:
        if text.encode() != self.before:
            raise Conflict(self.target.path)
        return _text(after, self.target.path)

    def _remind(self, after: bytes) -> None:
        if self.target.path == PROGRAM_FILE:
            note("what it means for the records: mentorctl check")
        if self.target.kind.name != "plan":
            return
        old, new = (understood(each, Plan) for each in (self.before, after))
        if old is not None and new is not None and _is_unrecorded(old, new):
            advisor, pairing = self.words["advisor"], self.target.pairing
            note(f"this plan was approved on {old.approved and old.approved.on}: share the change")
            note(f"with the {advisor}, then note it: mentorctl edit {pairing} plan --revision TEXT")


def _in_editor(edit: _Edit, *, anyway: bool) -> None:
    path = edit.target.path
    edit.change.is_read_through = True
    _text(edit.before, path)
    place = in_pairing(path)
    named = f"{place.pairing} {record_name(place.file)}" if place else record_name(path)
    go_on = f"mentorctl edit {named} --from-file"
    with edit_copy(edit.state.root, path, edit.before, go_on) as draft:
        while True:
            after = completed(path, draft.edit())[0]
            if after == edit.before:
                draft.is_done = True
            elif show_placed(edit.faults(after), path) and not anyway:
                choice = draft.ask("e: edit again, s: save it as it is, a: abandon")
                if choice == "e":
                    continue
                if choice == "a":
                    note(f"nothing was changed in {path}")
                    raise typer.Exit(FINDINGS)
            edit.save(after, anyway=True, agreed=anyway)
            draft.is_done = True
            return


def show_placed(findings: list[Finding], path: str) -> bool:
    """Show findings with their lines, on standard error.

    Returns:
        Whether one of them is a fault of the record at this path; that another record of the
        pairing is still to be filled in is none.
    """
    for each in findings:
        colour = "red" if each.severity == "error" else "yellow"
        kind = paint(each.severity, colour, "bold")
        note(f"{each.path}:{each.line}:{each.column}: {kind}: {each.message} [{each.code}]")
        note(f"  {paint('→', 'dim')} {each.hint}")
    return any(
        is_fault(each) or (each.path == path and each.severity == "error") for each in findings
    )


def _text(data: bytes, path: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        complain(f"{path} is not saved as UTF-8 text", "save it again with the encoding UTF-8")
        raise typer.Exit(FINDINGS) from None


def _program_faults(data: bytes, words: Words) -> list[Finding]:
    """What is wrong with a program.yaml, whatever the records are."""
    program, faults = examine(data, Program, words)
    if program is None:
        return [
            Finding(each.code, "error", PROGRAM_FILE, each.message, each.hint, line=each.line,
                    column=each.column)
            for each in faults
        ]  # fmt: skip
    top = compose(data)[0]
    found = []
    for each in faults_of(program):
        line, column = locate(top, each.where)
        found.append(each._replace(line=line, column=column))
    return found


def _is_unrecorded(old: Plan, new: Plan) -> bool:
    """Whether an approved plan has other experiences now, and no revision says so."""
    was_approved = old.approved is not None and old.approved.on is not None
    return (
        was_approved and _planned(old) != _planned(new) and len(new.revisions) <= len(old.revisions)
    )


def _planned(plan: Plan) -> list[object]:
    """What is agreed on; notes may be added at any time."""
    return [
        (
            each.slot,
            each.semester,
            each.catalogue,
            each.own and (each.own.title, each.own.description),
            each.planned,
            each.target_date,
        )
        for each in plan.experiences
    ]
