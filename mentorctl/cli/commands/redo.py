"""`mentorctl redo`: bring back what `undo` took."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli.commands.undo import begin, own, take_back
from mentorctl.cli.options import Today, Yes
from mentorctl.trail.git.revert import last_undone, undoing

if TYPE_CHECKING:
    from mentorctl.cli.state import State

__all__ = ["command"]

LAST = "last"


def command(
    context: typer.Context,
    change: Annotated[
        str,
        typer.Argument(
            metavar="[CHANGE]",
            help="Which undoing: the start of its id; your last one when left out.",
            show_default=False,
        ),
    ] = LAST,
    yes: Yes = False,
    today: Today = None,
) -> None:
    """Bring back what undo took; again goes further forward, up to where undo began.

    Once you have changed something else, name what is to be brought back.
    """
    state: State = context.obj
    book = begin(state)
    name = last_undone(*own(state, book)) if change == LAST else change
    if change != LAST and not undoing(state.root, change).is_redo:
        raise typer.BadParameter(
            f"{change} undid nothing; to take it back: mentorctl undo {change}"
        )
    take_back(state, book, name, today, yes=yes)
