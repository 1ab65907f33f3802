"""Mends a copy whose history the shared folder does not take: what was done stays, told anew.

The guard judges each commit, so one that it refuses would block the copy for good. What differs
from the shared folder becomes one new change, signed by the user; the old ones are kept aside.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from mentorctl.cli.exit_codes import CANNOT_RUN
from mentorctl.cli.output.console import complain, confirmed, note, paint
from mentorctl.cli.sharing.exchange import joined_with, listed
from mentorctl.cli.signing.commit_signer import CommitSigner, make_ready
from mentorctl.cli.signing.identity import announce, is_off, run_agent
from mentorctl.trail.errors import GitError
from mentorctl.trail.git import commit_log, repository, three_way_merge
from mentorctl.trail.git.borrowed import borrow, home_of
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.fast_forward import merge_commit, replace_own

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.cli.sharing.exchange import ExchangeWish
    from mentorctl.trail.git.transport import Remote

__all__ = ["mend"]

KEPT = "refs/mentorctl/mended"
SHORT = 10
DOCTOR = "mentorctl key doctor"


def mend(root: Path, there: Remote, branch: str, wish: ExchangeWish, *, yes: bool) -> bool:
    """Send what was done here as one new signed change, in place of what is refused.

    The shared folder takes it first; only then this copy goes on from it.

    Args:
        root: The program folder; nothing in it is unsaved.
        there: The shared one, open.
        branch: The branch here.
        wish: Who does it, and what stays where both sides changed the same.
        yes: Whether the user has agreed already.

    Returns:
        Whether there was anything to mend.

    Raises:
        typer.Exit: They do not want it, cannot sign, or must choose first; nothing has changed.
        GitError: The shared folder refuses this, too; nothing has changed.
    """
    ours = repository.head(root) or ""
    name, theirs = there.fetch(branch)
    if theirs is None or commit_log.is_ancestor(root, ours, theirs):
        return False
    old = three_way_merge.new_here(root, theirs, ours)
    found, said = joined_with(root, ours, theirs, wish)
    sign = _signer(root, theirs, wish)
    for line in listed(wish.state, old, "is told anew"):
        note(f"  {line}")
    _ask(len(old), there, yes=yes)
    subjects = [f"- {each.message.partition(chr(10))[0]}" for each in old]
    message = "\n".join(["what was done in one copy, told anew", "", *subjects, *said])
    author = make_ready(sign)
    new = merge_commit(
        root, ours, theirs, found.files, found.new,
        message=message, author=author, sign=sign, alone=True,
    )  # fmt: skip
    if not there.push(new, name):
        raise GitError("somebody else was faster; nothing was changed", "run this again")
    Git(root)("update-ref", f"{KEPT}/{ours[:SHORT]}", ours)
    replace_own(root, ours, new)
    wish.state.act.plans("what was done here was told anew", {})
    now = f"{len(old)} of your changes are one now" if len(old) > 1 else "your change is told anew"
    note(f"{paint('done', 'green', 'bold')}: {now}, signed by you, and at {there.address.shown}")
    note(f"  what was there before is kept here as {KEPT}/{ours[:SHORT]}")
    return True


def _signer(root: Path, theirs: str, wish: ExchangeWish) -> CommitSigner:
    """Who signs, by the keys that the shared folder has registered.

    Raises:
        typer.Exit: The user is nobody whose key is.
    """
    from mentorctl.trail.ledger.ledger_cache import ledger_of  # noqa: PLC0415 - brings cryptography
    from mentorctl.trail.signatures.statements import own_signer  # noqa: PLC0415 - as above

    home = home_of(root)
    assert home is not None
    register = ledger_of(borrow(home, theirs)).register
    unsigned = wish.state.unsigned or is_off()
    who = None if unsigned else own_signer(register, None, announce, run_agent())
    if who is None:
        complain(
            "nothing was changed: what is told anew is signed, and none of your keys is registered"
            " in the shared folder",
            f"see what to do: {DOCTOR}",
        )
        raise typer.Exit(CANNOT_RUN)
    return CommitSigner(wish.state, who)


def _ask(count: int, there: Remote, *, yes: bool) -> None:
    """Ask whether it is wanted.

    Raises:
        typer.Exit: It is not, or nobody is here to be asked.
    """
    if yes:
        return
    what = f"these {count} as one new change of yours" if count > 1 else "it as a change of yours"
    question = f"send {what} to {there.address.shown}?"
    if not sys.stdin.isatty():
        note("nothing was changed: say --yes, or run it at a terminal")
        raise typer.Exit(CANNOT_RUN)
    if not confirmed(question):
        note("nothing was changed")
        raise typer.Exit
