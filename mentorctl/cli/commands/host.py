"""`mentorctl host`: make the shared folder ready, so that others can join."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli.editing.interrupted import finish_interrupted
from mentorctl.cli.editing.transaction import Transaction
from mentorctl.cli.output.console import note, paint
from mentorctl.cli.sharing.addresses import keep_address
from mentorctl.cli.sharing.exchange import (
    branch_of,
    exchange,
    refuse_unsaved_edits,
)
from mentorctl.cli.sharing.exchange_wish import ExchangeWish
from mentorctl.cli.sharing.forges import CI_FILES, forge_at
from mentorctl.cli.state import State
from mentorctl.data import data
from mentorctl.store.folder import NoProgram
from mentorctl.trail.errors import GitError
from mentorctl.trail.git import repository, transport
from mentorctl.trail.git.merge_driver_setup import put_in_place
from mentorctl.trail.server.shared_repository import is_made, make_shared

if TYPE_CHECKING:
    from mentorctl.cli.sharing.forges import Forge
    from mentorctl.trail.git.transport import RemoteAddress

__all__ = ["command"]

DONE = "done"


def command(
    context: typer.Context,
    place: Annotated[
        str,
        typer.Argument(
            metavar="ADDRESS",
            help="Where the shared folder shall be: a path on this computer or a network drive,"
            " or an address like git@server:program.git.",
        ),
    ],
) -> None:
    """Make the shared folder ready, send everything there, and say what to send to the others.

    With a path, the folder is made where there is none, the guard stands before it, and what
    is here goes there. On a server, whoever runs it does that with the path there, outside of a
    program folder; then the coordinator runs it with the server's address.
    """
    state: State = context.obj
    address = transport.RemoteAddress.parse(place, Path.cwd())
    state.act.tell(address=address.shown)
    root = _root(state)
    if root is None:
        _make_empty(state, address)
        return
    _refuse_inside(root, address)
    state.refuse_other_formats()
    if not state.dry_run:
        finish_interrupted(root)
    branch = branch_of(root)
    refuse_unsaved_edits(state)
    forge = forge_at(address.url) if address.protocol != "file" else None
    if state.dry_run:
        _foretell(state, address, forge)
    if address.protocol == "file":
        _make(Path(address.url), branch, repository.head(root) or "")
    if forge is not None:
        _add_checks(state, forge)
    put_in_place(root)
    _send(state, address, branch)
    keep_address(root, address)
    _tell_what_next(state, address, forge)


def _root(state: State) -> Path | None:
    """The program folder here; None where there is none."""
    try:
        return state.root
    except NoProgram:
        return None


def _refuse_inside(root: Path, address: RemoteAddress) -> None:
    """Refuse a place within the program folder: its files would be taken for the program's.

    Raises:
        typer.BadParameter: It is one.
    """
    if address.protocol == "file" and Path(address.url).is_relative_to(root.resolve()):
        raise typer.BadParameter(
            f"{address.url} lies in the program folder itself; name a place outside of it, such as"
            f" ../{root.resolve().name}.git"
        )


def _make_empty(state: State, address: RemoteAddress) -> None:
    """Make a shared folder that nothing is in yet, as on a server.

    Raises:
        typer.BadParameter: The address leads elsewhere, where nothing can be made from here.
    """
    if address.protocol != "file":
        raise typer.BadParameter(
            f"there is no program folder here that could be sent to {address.shown}; stand in it,"
            " or make an empty shared folder by its path on this computer"
        )
    if state.dry_run:
        _foretell(state, address)
    _make(Path(address.url), "", "")
    note("next, from the program folder, with the address that leads here:")
    note(f"  mentorctl host USER@SERVER:{shlex.quote(Path(address.url).as_posix())}")


def _foretell(state: State, address: RemoteAddress, forge: Forge | None = None) -> None:
    lines = []
    if forge is not None and (path := _checks(state, forge)):
        lines.append(f"new: {path}, by which {forge.name} looks at each change")
    if address.protocol == "file":
        there = is_made(Path(address.url))
        lines.append(f"{'there already' if there else 'new'}: {address.url}")
        lines.append("the guard stands before it")
    state.stop_if_dry(f"{address.shown} is the shared folder", *lines)


def _make(place: Path, branch: str, tip: str) -> None:
    new = make_shared(place, branch, form=transport.form_of(tip))
    how = "made, with the guard before it" if new else "there already; the guard stands before it"
    note(f"{paint(DONE, 'green', 'bold')}: {place} is {how}")


def _add_checks(state: State, forge: Forge) -> None:
    """Add the file with which a forge looks at each change, unless there is one."""
    path = _checks(state, forge)
    if not path:
        return
    change = Transaction(state)
    change.create(path, data("templates", "ci", f"{forge.ci}.yml").read_text(encoding="utf-8"))
    change.finish(f"each change is looked at on {forge.name}")


def _checks(state: State, forge: Forge) -> str:
    """The file with which a forge looks at each change; empty for none, and where it is there."""
    path = CI_FILES.get(forge.ci, "")
    return path if path and not (state.root / path).exists() else ""


def _send(state: State, address: RemoteAddress, branch: str) -> None:
    """Send everything there, and bring in what is there already.

    Raises:
        GitError: It cannot be reached, or does not take it.
    """
    tip = repository.head(state.root) or ""
    try:
        with transport.remote_at(state.root, address, tip) as there:
            exchange(state.root, there, branch, ExchangeWish(None, state))
    except GitError as error:
        if address.protocol == "file" or not error.message.startswith("there is no shared folder"):
            raise
        raise GitError(error.message, _made_there(address)) from error


def _made_there(address: RemoteAddress) -> str:
    """What to do where there is no shared folder yet, and it cannot be made from here."""
    forge = forge_at(address.url)
    if forge is not None or address.protocol == "https":
        name = forge.name if forge else "the server"
        return (
            f"make an empty, private project on {name} first, without a README, and run this again"
        )
    _, _, path = address.url.rpartition(":")
    return f"on the server, once: mentorctl host {shlex.quote(path)}; then run this again"


def _tell_what_next(state: State, address: RemoteAddress, forge: Forge | None) -> None:
    """Say what no command can do from here, and what to send to everybody."""
    if forge is not None:
        note(f"{forge.name} has no guard, so see to this there, once:")
        note("  protect the main branch: no forced push, no deletion")
        note("  let in only those who may read the whole folder")
        if not forge.ci:
            note("  and run mentorctl audit after each sync: nothing there looks at changes")
    elif address.protocol != "file":
        _, _, path = address.url.rpartition(":")
        note("if no guard stands before it yet, on the server, once:")
        note(f"  mentorctl guard --install {shlex.quote(path)}")
    if not any(person.keys for person in state.folder.people.values()):
        keepers = state.folder.program.coordinators
        note("before others join, register your own key, and send that, too:")
        note(f"  mentorctl key add {keepers[0] if len(keepers) == 1 else 'YOUR-ID'}")
        note("  mentorctl sync")
    join = f"mentorctl join {shlex.quote(address.shown)}"
    state.act.tell(join=join)
    note("send this line to everybody who works in the folder:")
    note(f"  {join}")
