"""Shares a copy: what may go out goes out, and what was not signed is signed, or stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.cli.output.console import note
from mentorctl.cli.sharing.drafts import drafts_since
from mentorctl.cli.sharing.exchange import exchange, listed, tell_script
from mentorctl.trail.git import repository

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.cli.sharing.exchange_wish import ExchangeWish
    from mentorctl.trail.git.objects import Commit
    from mentorctl.trail.git.transport import Remote

__all__ = ["share"]


def share(root: Path, there: Remote, branch: str, wish: ExchangeWish, *, yes: bool) -> bool:
    """Exchange with a shared folder. What was saved without a signature goes out signed, or stays.

    Args:
        root: The program folder; nothing in it is unsaved.
        there: The shared one, open.
        branch: The branch here.
        wish: Who does it, and what stays where both sides changed the same.
        yes: Whether the user has agreed already to sign it as one new change.

    Returns:
        Whether all that was done here is there now.

    Raises:
        typer.Exit: Somebody must choose first, and nobody is here; nothing has changed.
        NewerFormat: A newer toolkit has written what is there.
        GitError: It cannot be reached, refuses, or keeps changing.
    """
    state, is_sent = wish.state, True

    def before(name: str, theirs: str, came: list[Commit]) -> bool:
        nonlocal is_sent
        found = drafts_since(state, theirs)
        if found is None:
            return False
        from mentorctl.cli.sharing.mending import Anew, is_agreed, send, tell_drafts  # noqa: PLC0415 - loads what merges

        for line in listed(state, came, "came in"):
            note(f"  {line}")
        anew = Anew(root, repository.head(root) or "", theirs, found.sound)
        if found.can_sign:
            anew.prepare(wish)
        is_sent = found.can_sign and not anew.refused and is_agreed(wish, anew, there, yes=yes)
        tell_script(state, came_in=came, drafts=[] if is_sent else anew.old)
        if is_sent:
            send(anew, there, name, wish)
        else:
            tell_drafts(state, anew, can_sign=found.can_sign)
        return True

    exchange(root, there, branch, wish, before)
    return is_sent
