"""`mentorctl guard`: watch over a shared folder, as git's pre-receive hook."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli.output.console import note, paint

if TYPE_CHECKING:
    from mentorctl.cli.state import State

__all__ = ["command"]


def command(
    context: typer.Context,
    setting_up: Annotated[
        Path | None,
        typer.Option(
            "--install",
            metavar="FOLDER.git",
            help="Set the guard before this shared (bare) repository, and do nothing else.",
        ),
    ] = None,
    came_in: Annotated[
        bool, typer.Option("--came-in", hidden=True, help="Note what has come in just now.")
    ] = False,
) -> None:
    """Watch over a shared folder: refuse what must not come in.

    Git runs this itself, as the pre-receive hook of the shared repository, and gives it what
    somebody wants to push. Refused is what rewrites history, what nobody registered signed, a
    change of keys without a coordinator, records that are none of the signer's, and new errors.
    """
    if setting_up is not None:
        from mentorctl.trail.server.installation import install  # noqa: PLC0415 - once

        state: State = context.obj
        state.stop_if_dry(f"the guard stands before {setting_up.resolve()}")
        hook, key = install(setting_up.resolve())
        note(f"{paint('done', 'green', 'bold')}: {hook} looks at what comes in from now on")
        if key:
            note(f"it notes when something comes in, with the key {key}")
        return
    if sys.stdin.isatty():
        raise typer.BadParameter(
            "git runs this by itself; set it up with mentorctl guard --install FOLDER.git"
        )
    from mentorctl.cli.sharing.push_hook import answered  # noqa: PLC0415 - not to set it up

    raise typer.Exit(answered(came_in=came_in))
