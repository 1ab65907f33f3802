"""`mentorctl render`: official forms, filled from the records."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.options import Today
from mentorctl.cli.output import complain, put
from mentorctl.cli.state import State
from mentorctl.forms import FORMS, FormContext
from mentorctl.render import FORMATS, render
from mentorctl.store.folder import Folder

__all__ = ["command", "form_context"]

FINDINGS = 1


def command(
    context: typer.Context,
    form: Annotated[
        str, typer.Argument(metavar="FORM", help="Which form.", autocompletion=completion.forms)
    ],
    pairings: Annotated[
        list[str],
        typer.Argument(
            metavar="PAIRING…",
            help="Whose: ids, or parts of ids that no other has.",
            autocompletion=completion.pairings,
        ),
    ],
    to: Annotated[str, typer.Option(metavar="FORMATS", help="docx, pdf, html, or several.")] = (
        "docx,pdf"
    ),
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the files go.")] = Path("forms"),
    today: Today = None,
) -> None:
    """Fill a form from the records and write it as DOCX, PDF or HTML."""
    state: State = context.obj
    name = lookup.one("form", form, [each.name for each in FORMS])
    formats = [lookup.one("format", each.strip(), FORMATS) for each in to.split(",")]
    folder = state.folder
    ids = [lookup.pairing(state, each) for each in pairings]
    about = form_context(folder, state.today(today))
    for pairing_id in ids:
        team = folder.team(pairing_id)
        if team.broken:
            broken = ", ".join(sorted(team.broken))
            complain(
                f"{pairing_id} has records that cannot be read: {broken}",
                f"mentorctl check {team.folder}  says what is wrong with them",
            )
            raise typer.Exit(FINDINGS)
        for path in render(name, team, about, formats, out):
            put(str(path))


def form_context(folder: Folder, today: dt.date) -> FormContext:
    """What forms may look at in a program folder."""
    return FormContext(
        program=folder.program,
        words=folder.words,
        people=folder.people,
        year=folder.program.year,
        today=today,
    )
