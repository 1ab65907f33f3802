"""What is printed: `mentorctl grievance form` and `flowchart`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli.grievance.session import (
    KeyOption,
    TodayOption,
    VaultOption,
    case_of,
    desk,
    person_name,
    role_title,
    setting_of,
)
from mentorctl.cli.output.console import note
from mentorctl.cli.output.report_file import format_named, usable, write_whole
from mentorctl.cli.private.private_screen import refuse_shared

if TYPE_CHECKING:
    import datetime as dt

    from mentorctl.cli.state import State
    from mentorctl.forms import Mode
    from mentorctl.forms.grievance import GrievanceAnswers

__all__ = ["flowchart", "form"]

FORM_SUFFIXES = ("docx", "pdf", "html")
CHART_SUFFIXES = ("svg", "pdf")

OutFile = Annotated[
    Path, typer.Option(metavar="FILE", help="The file to write; its ending says what it is.")
]


def form(
    context: typer.Context,
    out: OutFile,
    grievance: Annotated[
        str | None, typer.Argument(metavar="[CASE]", help="A grievance's random name.")
    ] = None,
    blank: Annotated[bool, typer.Option("--blank", help="To be filled in by hand.")] = False,
    vault: VaultOption = None,
    key: KeyOption = None,
    today: TodayOption = None,
) -> None:
    """Make the grievance form: .docx, .pdf or .html.

    The file that you name is the only place where anything of it touches the disk unsealed.
    """
    state: State = context.obj
    suffix = format_named(out, FORM_SUFFIXES)
    usable(out, suffix)
    state.stop_if_dry(f"the form is written to {out}")
    if (grievance is None) != blank:
        raise typer.BadParameter("name a grievance, or say --blank")
    setting_of(state)
    if grievance is None:
        _write(state, None, suffix, out, today)
        return
    from mentorctl.forms.grievance import GrievanceAnswers  # noqa: PLC0415 - loads the forms

    refuse_shared(out)
    at = desk(state, vault, key, today)
    case = case_of(at, grievance)
    parties = case.parties
    answers = GrievanceAnswers(
        name=person_name(at, parties.by),
        region=parties.region,
        taken=[step for step in case.taken if step < case.step],
        description=case.held[0].document.text,
        person=person_name(at, parties.about),
        position=role_title(state, parties.position),
    )
    _write(state, answers, suffix, out, today)
    note("this file is not sealed: delete it once it has been sent or printed")


def flowchart(context: typer.Context, out: OutFile) -> None:
    """Draw the steps of the grievance process: .svg or .pdf."""
    state: State = context.obj
    suffix = format_named(out, CHART_SUFFIXES)
    usable(out, suffix)
    state.stop_if_dry(f"the flowchart is written to {out}")
    setting = setting_of(state)
    from mentorctl.forms import flowchart as drawing  # noqa: PLC0415 - loads the forms

    svg = drawing.flowchart(state.folder.program)
    if suffix == "svg":
        write_whole(out, svg.encode())
        return
    from mentorctl.render.chart import chart  # noqa: PLC0415 - loads typst

    write_whole(out, chart(svg, setting.flowchart, drawing.described(state.folder.program)))


def _write(
    state: State, answers: GrievanceAnswers | None, suffix: str, out: Path, today: dt.date | None
) -> None:
    from mentorctl.cli.rendering.form_context import form_context, house_in  # noqa: PLC0415 - loads the forms
    from mentorctl.forms.grievance import (  # noqa: PLC0415 - as above
        GrievanceAnswers,
        grievance_form,
    )
    from mentorctl.render.in_memory import unseen  # noqa: PLC0415 - as above

    mode: Mode = "blank" if answers is None else "filled"
    about = form_context(state.folder, today, mode)
    document = grievance_form(about, answers or GrievanceAnswers())
    made = unseen(document, about, [suffix], house_in(state.folder))
    if answers is None:
        write_whole(out, made[suffix])
    else:
        _write_private(out, made[suffix])


def _write_private(out: Path, content: bytes) -> None:
    """Write a file that its owner alone may read; one that is there already stays.

    Raises:
        typer.BadParameter: There is one.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(out, flags, 0o600)
    except FileExistsError:
        raise typer.BadParameter(f"there is a file {out} already; name another one") from None
    with os.fdopen(handle, "wb") as file:
        file.write(content)
