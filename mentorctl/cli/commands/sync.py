"""`mentorctl sync`: share the folder with others, without git's own words."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli.editing.interrupted import finish_interrupted
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.options import Yes
from mentorctl.cli.output.console import note, paint
from mentorctl.cli.sharing.addresses import address_of, keep_address
from mentorctl.cli.sharing.drafts import drafts_since
from mentorctl.cli.sharing.exchange import (
    branch_of,
    listed,
    refuse_unsaved_edits,
)
from mentorctl.cli.sharing.exchange_wish import ExchangeWish
from mentorctl.cli.sharing.sharing import share
from mentorctl.cli.state import State
from mentorctl.trail.errors import GitError
from mentorctl.trail.git import commit_log, repository, transport
from mentorctl.trail.git.borrowed import borrow, home_of
from mentorctl.trail.git.file_versions import changed_between
from mentorctl.trail.git.merge_driver_setup import put_in_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.store.record_merge import Side
    from mentorctl.trail.git.transport import RemoteAddress

__all__ = ["command"]

MOST_NAMED = 8

Mending = Annotated[
    bool,
    typer.Option(
        "--mend",
        help="Where the shared folder refuses how things were saved here: send all of it as one"
        " new change, signed by you.",
    ),
]


def command(
    context: typer.Context,
    place: Annotated[
        str,
        typer.Argument(
            metavar="[ADDRESS]",
            help="Where the shared folder is; the one of last time when left out.",
        ),
    ] = "",
    remote_url: Annotated[
        str,
        typer.Option("--remote", metavar="ADDRESS", help="Share with this one from now on."),
    ] = "",
    ours: Annotated[
        bool, typer.Option("--ours", help="Where both sides changed the same, keep ours.")
    ] = False,
    theirs: Annotated[
        bool, typer.Option("--theirs", help="Where both sides changed the same, keep theirs.")
    ] = False,
    mending: Mending = False,
    yes: Yes = False,
) -> None:
    """Bring in what others did, and send what was done here.

    Changes of different fields come together by themselves; where both sides changed the same
    one, you are asked.
    """
    if ours and theirs:
        raise typer.BadParameter("--ours and --theirs exclude each other; choose one")
    if place and remote_url:
        raise typer.BadParameter("name the address once: after --remote to keep it")
    state: State = context.obj
    side: Side | None = "ours" if ours else "theirs" if theirs else None
    state.refuse_other_formats()
    if not state.dry_run:
        finish_interrupted(state.root)
    branch = branch_of(state.root)
    refuse_unsaved_edits(state)
    address = address_of(state, place, remote_url, yes=yes)
    state.act.tell(address=address.shown)
    if state.dry_run:
        _foretell(state, address, branch)
    with _remembered(state, address if remote_url else None):
        wish = ExchangeWish(side, state)
        is_sent = _exchange(wish, address, branch, mending=mending, yes=yes)
    if not is_sent:
        raise typer.Exit(FINDINGS)


@contextlib.contextmanager
def _remembered(state: State, address: RemoteAddress | None) -> Iterator[None]:
    """Keep an address that was reached meanwhile, also where it refused or somebody must choose."""
    try:
        yield
    except GitError as error:
        if address is not None and "remote rejected" in error.said:
            keep_address(state.root, address)
        raise
    except typer.Exit:
        # both sides changed the same: whoever has chosen comes back without naming it again
        if address is not None:
            keep_address(state.root, address)
        raise
    if address is not None:
        keep_address(state.root, address)


def _exchange(
    wish: ExchangeWish, address: RemoteAddress, branch: str, *, mending: bool, yes: bool
) -> bool:
    """Bring in and send, mending first where that is wanted, and say what came of it.

    Returns:
        Whether all that was done here is there now.
    """
    state = wish.state
    # git would say of what comes in that it is damaged
    repository.rehearse(state.root)
    put_in_place(state.root)
    tip = repository.head(state.root) or ""
    with transport.remote_at(state.root, address, tip) as there:
        is_sent = False
        if mending:
            from mentorctl.cli.sharing.mending import mend  # noqa: PLC0415 - loads what merges

            is_sent = mend(state.root, there, branch, wish, yes=yes)
        is_sent = is_sent or share(state.root, there, branch, wish, yes=yes)
    if state.act.is_wanted and state.act.message:
        _note_what_changed(state, tip)
    _tell_what_does_not_count(state, tip)
    return is_sent


def _foretell(state: State, address: RemoteAddress, branch: str) -> None:
    """Say what would come in and go out; what is fetched for that goes to a place for the moment.

    Raises:
        GitError: The shared folder cannot be reached, or is that of another program.
        NewerFormat: A newer toolkit has written what is there.
        typer.Exit: It has been said.
    """
    from mentorctl.cli.sharing.joining import refuse_unjudged  # noqa: PLC0415 - loads what merges
    from mentorctl.trail.git.merging import three_way_merge  # noqa: PLC0415 - as said

    ours, home = repository.head(state.root) or "", home_of(state.root)
    assert home is not None
    copy = borrow(home, ours)
    with transport.remote_at(copy, address, ours) as there:
        _, theirs = there.fetch(branch)
    if theirs is None:
        state.stop_if_dry(f"everything here goes to {address.shown}")
    elif theirs == ours:
        state.stop_if_dry(f"nothing, as nothing is new here or at {address.shown}")
    else:
        refuse_unjudged(copy, ours, theirs)
        came = commit_log.new_here(copy, ours, theirs)
        sent = commit_log.new_here(copy, theirs, ours)
        clashes = three_way_merge.merge_commits(copy, ours, theirs).clashes
        drafts = drafts_since(state, theirs, copy)
        how = ("goes out" if drafts is None else "goes out, if you sign it anew" if drafts.can_sign
               else "stays here as a draft")  # fmt: skip
        out = "stay here" if drafts and not drafts.can_sign else "go out"
        state.stop_if_dry(
            f"{len(came)} come in, {len(sent)} {out}, with {address.shown}",
            *listed(state, came, "comes in"),
            *listed(state, sent, how),
            *(f"you are asked, as both sides changed the same: {path}"
              for path in dict.fromkeys(each.path for each in clashes)),
        )  # fmt: skip


def _note_what_changed(state: State, before: str) -> None:
    """Note for scripts which files here are others now."""
    now = repository.head(state.root) or ""
    told = state.act.message or ""
    state.act.plans(told, changed_between(state.root, before, now))
    state.act.done(now)


def _tell_what_does_not_count(state: State, before: str) -> None:
    """Name what came in, or was brought together, whose signers had no right to it."""
    from mentorctl.cli.signing.own_rights import told_of_others  # noqa: PLC0415 - brings cryptography

    lines = list(told_of_others(state.root, before, state.words))
    for line in lines[:MOST_NAMED]:
        note(f"  {paint('counts for nothing', 'yellow')}: {line}")
    if len(lines) > MOST_NAMED:
        note(f"  … and {len(lines) - MOST_NAMED} more: mentorctl audit")
