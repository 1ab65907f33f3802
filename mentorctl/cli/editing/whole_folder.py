"""Helpers of commands that change the folder as a whole: what must be settled, and who signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from mentorctl.cli.exit_codes import CANNOT_RUN
from mentorctl.cli.output.console import complain
from mentorctl.cli.signing import identity
from mentorctl.cli.signing.commit_signer import CommitSigner
from mentorctl.trail.git import repository

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.cli.state import State
    from mentorctl.trail.git.new_commit import Sign

__all__ = ["coordinator_signs", "refuse_unsettled"]

MOST_NAMED = 8


def coordinator_signs(state: State, does: str, key: Path | None = None) -> Sign | None:
    """What signs as the coordinator that the user is; nothing while nobody has a key.

    Args:
        state: The run of the command.
        does: What only a coordinator does: `upgrades the folder`.
        key: The file of the key that the user has named.

    Raises:
        typer.Exit: They are none; it has been said.
    """
    book = identity.ledger(state)
    if not book.register.root:
        return None
    return CommitSigner(state, identity.coordinator(state, book, does, key))


def refuse_unsettled(state: State) -> None:
    """Stop where hand edits, or a merge that nobody finished, would be mixed in.

    Raises:
        typer.Exit: There are some; it has been said.
    """
    edited = repository.changed_files(state.root)
    clashing = [each.path for each in edited if each.kind == "conflict"]
    if clashing or (state.root / ".git" / "MERGE_HEAD").is_file():
        complain("two histories are being merged here, and that is not finished",
                 "settle it first, then keep it: mentorctl save")  # fmt: skip
        raise typer.Exit(CANNOT_RUN)
    if edited:
        named = ", ".join(each.path for each in edited[:MOST_NAMED])
        more = " …" if len(edited) > MOST_NAMED else ""
        complain(f"there are changes that are not in the history yet: {named}{more}",
                 "look at them, then keep them: mentorctl save")  # fmt: skip
        raise typer.Exit(CANNOT_RUN)
