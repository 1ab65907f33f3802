"""What git's hooks of a shared folder answer. Git waits for them: nothing here needs Typer."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import note, paint
from mentorctl.cli.sharing.refusal_advice import Todo
from mentorctl.trail.server.hook_input import parsed

__all__ = ["answered"]

MOST_NAMED = 20


def answered(*, came_in: bool) -> int:
    """Read from standard input what git tells of a push, and say why it must not come in.

    Args:
        came_in: Whether it is judged already and comes in now: then that is noted.

    Returns:
        The exit code.

    Raises:
        GitError: This is not what git tells a hook, or the history is damaged.
    """
    # git takes any bytes for a name, and ends no line with anything else
    said = sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
    lines = [line for line in said.split("\n") if line]
    repository = Path(os.environ.get("GIT_DIR", ".")).resolve()
    if came_in:
        _note(repository, lines)
        return 0
    said = _refused(repository, lines)
    if not said:
        return 0
    found = [each for each in said if not isinstance(each, Todo)]
    note(paint("refused, and nothing was taken:", "red", "bold"))
    for line in found[:MOST_NAMED]:
        note(f"  - {line}")
    if len(found) > MOST_NAMED:
        note(f"  … and {len(found) - MOST_NAMED} more")
    for each in dict.fromkeys(each for each in said if isinstance(each, Todo)):
        note(f"  {paint('→', 'dim')} {each}")
    return FINDINGS


def _note(repository: Path, lines: list[str]) -> None:
    """Note when a push came in, unless it begins another program than one that did meanwhile."""
    # what was taken already is judged no more, so nothing of that is loaded
    from mentorctl.trail.ledger.receptions import BranchMove  # noqa: PLC0415 - as said
    from mentorctl.trail.server import program_branch, reception_notes  # noqa: PLC0415 - as said

    moves = [BranchMove(ref, old, new) for old, new, ref in map(parsed, lines)]
    begun = {ref: new for ref, old, new in moves if not old.strip("0") and new.strip("0")}
    program_branch.refuse_another(repository, begun)
    reception_notes.note(repository, moves, dt.datetime.now(dt.UTC))


def _refused(repository: Path, lines: list[str]) -> list[str]:
    """Why a push must not come in, each reason a line."""
    from mentorctl.cli.sharing.push_refusals import refusals_of_all  # noqa: PLC0415 - loads all rules
    from mentorctl.trail.server import push_bounds  # noqa: PLC0415 - only here
    from mentorctl.trail.server.pre_receive import Push, borrowed  # noqa: PLC0415 - only here

    pushes = [Push.parse(line) for line in lines]
    with push_bounds.confined(), borrowed(repository) as (root, main):
        return list(refusals_of_all(root, pushes, main, repository))
