"""The options with which a command that changes something tells scripts what it did."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import typer
from typer.main import get_command

from mentorctl.cli.options import VERSIONS_HELP

__all__ = ["act_options"]


def act_options() -> list[Any]:
    """The options, which no command has to take: they are noted in `State.act`."""
    app = typer.Typer(add_completion=False)
    app.command()(_options)
    wanted = [each for each in get_command(app).params if each.name in {"told_as", "told_version"}]
    for each in wanted:
        each.expose_value = False
    return wanted


def _note_form(context: typer.Context, value: str) -> str:
    if context.obj is not None:
        context.obj.act.is_wanted = value == "json"
    return value


def _note_version(context: typer.Context, value: str) -> str:
    if context.obj is not None:
        context.obj.act.version = value
    return value


# named as no parameter of a command is
def _options(
    told_as: Annotated[
        Literal["text", "json"],
        typer.Option("--format", callback=_note_form, help="How to say what was done."),
    ] = "text",
    told_version: Annotated[
        Literal["1", "2"],
        typer.Option("--schema-version", callback=_note_version, help=VERSIONS_HELP),
    ] = "1",
) -> None:
    del told_as, told_version
