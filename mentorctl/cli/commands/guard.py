"""`mentorctl guard`: watch over a shared folder, as git's pre-receive hook."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import note, paint
from mentorctl.trail.server.hook_input import parsed

if TYPE_CHECKING:
    from mentorctl.cli.state import State

__all__ = ["command"]

MOST_NAMED = 20


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
    lines = [line for line in sys.stdin if line.strip()]
    repository = Path(os.environ.get("GIT_DIR", ".")).resolve()
    if came_in:
        _note(repository, lines)
        return
    found = _refused(repository, lines)
    if not found:
        return
    note(paint("refused, and nothing was taken:", "red", "bold"))
    for line in found[:MOST_NAMED]:
        note(f"  - {line}")
    if len(found) > MOST_NAMED:
        note(f"  … and {len(found) - MOST_NAMED} more")
    raise typer.Exit(FINDINGS)


def _note(repository: Path, lines: list[str]) -> None:
    """Note when a push came in."""
    # what was taken already is judged no more, so nothing of that is loaded
    from mentorctl.trail.ledger.receptions import BranchMove  # noqa: PLC0415 - as said
    from mentorctl.trail.server import reception_notes  # noqa: PLC0415 - as said

    moves = [BranchMove(ref, old, new) for old, new, ref in map(parsed, lines)]
    reception_notes.note(repository, moves, dt.datetime.now(dt.UTC))


def _refused(repository: Path, lines: list[str]) -> list[str]:
    """Why a push must not come in, each reason a line."""
    from mentorctl.cli.sharing.push_refusals import refusals  # noqa: PLC0415 - loads all rules
    from mentorctl.trail.server import push_bounds  # noqa: PLC0415 - only here
    from mentorctl.trail.server.pre_receive import Push, borrowed  # noqa: PLC0415 - only here

    pushes = [Push.parse(line) for line in lines]
    with push_bounds.confined(), borrowed(repository) as (root, main):
        return [line for push in pushes for line in refusals(root, push, main, repository)]
