"""The command tree. Each command is imported when it runs, so that starting costs little."""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from mentorctl.cli.base_command import UNSIGNED, ActCommand, BaseCommand, WritingCommand
from mentorctl.cli.commands import COMMANDS, HIDDEN, PARTS, CommandEntry
from mentorctl.cli.output.pager import NO_PAGER
from mentorctl.cli.state import State

__all__ = ["build", "loaded"]

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class LazyCommand(TyperCommand):
    """A placeholder for a command; imports it when it runs."""

    def __init__(self, entry: CommandEntry, *, hidden: bool = False) -> None:
        super().__init__(
            entry.name, callback=None, help=entry.line, rich_markup_mode=None, hidden=hidden
        )
        self.entry = entry

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        """Import the command and let it read its words itself."""
        return loaded(self.entry).make_context(*args, **kwargs)


class LazyGroup(TyperGroup):
    """All commands, in the parts of a year's work."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = {entry.name: LazyCommand(entry) for entry in COMMANDS}
        self.commands |= {entry.name: LazyCommand(entry, hidden=True) for entry in HIDDEN}

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Show the commands under the parts that they belong to."""
        del ctx
        for part in PARTS:
            with formatter.section(part):
                formatter.write_dl([(entry.name, entry.line) for entry in COMMANDS
                                    if entry.part == part])  # fmt: skip


@cache
def build() -> Any:
    """The whole command line, to be called with its words."""
    app = typer.Typer(
        name="mentorctl",
        cls=LazyGroup,
        no_args_is_help=True,
        context_settings=SETTINGS,
        help="Run a mentoring program out of a folder of plain records.",
        epilog="mentorctl help COMMAND tells more about one command; mentorctl help names, how"
        " people and records are named.",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_options)
    return get_command(app)


def _print_version(wanted: bool) -> None:
    if wanted:
        from mentorctl.cli.version import version_lines  # noqa: PLC0415 - only with --version

        typer.echo("\n".join(version_lines()))
        raise typer.Exit


def _options(
    context: typer.Context,
    directory: Annotated[
        Path,
        typer.Option("-C", "--directory", metavar="DIR", help="The program folder, or one in it."),
    ] = Path(),
    _no_pager: Annotated[  # taken out of the words before they come here
        bool, typer.Option(NO_PAGER, help="Show long answers as they are, not in a pager.")
    ] = False,
    unsigned: Annotated[
        bool,
        typer.Option(
            UNSIGNED, help="Sign nothing this once; it counts only once somebody confirms it."
        ),
    ] = False,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", is_eager=True, callback=_print_version
        ),
    ] = False,
) -> None:
    context.obj = state = State(directory)
    state.unsigned = unsigned
    context.call_on_close(state.note_newer)


@cache
def loaded(entry: CommandEntry) -> Any:
    """A command, imported."""
    module = importlib.import_module(f"mentorctl.cli.commands.{entry.module}")
    own = getattr(module, "app", None)
    if own is None:
        own = typer.Typer(
            add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
        )
        own.command(
            entry.name,
            cls=ActCommand if entry.tells else WritingCommand if entry.writes else BaseCommand,
            epilog=entry.example,
            context_settings=SETTINGS,
        )(module.command)
    command = get_command(own)
    command.name = entry.name
    for each in (command, *getattr(command, "commands", {}).values()):
        if isinstance(each, BaseCommand):
            each.renamed = dict(entry.renamed)
    return command
