"""`mentorctl sync`: share the folder with others, without git's own words."""

from __future__ import annotations

import random
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from mentorctl.cli.editing.conflicts import ask_choices, clashes_data
from mentorctl.cli.editing.interrupted import finish_interrupted
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.options import Yes
from mentorctl.cli.output.console import complain, confirmed, note, paint
from mentorctl.cli.output.progress import announce
from mentorctl.cli.signing.identity import signer
from mentorctl.cli.state import State
from mentorctl.model.kinds import kind_of
from mentorctl.model.paths import PROGRAM_FILE
from mentorctl.model.words import Words
from mentorctl.store.folder import NoProgram
from mentorctl.store.folder_format import refuse_newer
from mentorctl.trail.errors import GitError
from mentorctl.trail.git import commit_log, repository, three_way_merge, transport
from mentorctl.trail.git.borrowed import borrow, home_of
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.fast_forward import advance, merge_commit
from mentorctl.trail.git.file_versions import changed_between
from mentorctl.trail.git.history_point import JOINED
from mentorctl.trail.git.merge_driver_setup import put_in_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.store.record_merge import Side
    from mentorctl.trail.git.transport import Remote, RemoteAddress

__all__ = ["command"]

TRIES = 12
PAUSE = 0.1
MOST_NAMED = 8
ORIGIN = "origin"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class _Wish(NamedTuple):
    """The options of the command, and the user."""

    side: Side | None
    state: State


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
    state.refuse_other_formats()
    if not state.dry_run:
        finish_interrupted(state.root)
    branch = _branch(state.root)
    _refuse_unsaved(state)
    address = _address(state, place, remote_url, yes=yes)
    state.act.tell(address=address.shown)
    if state.dry_run:
        _foretell(state, address, branch)
    put_in_place(state.root)
    side: Side | None = "ours" if ours else "theirs" if theirs else None
    tip = repository.head(state.root) or ""
    with transport.remote_at(state.root, address, tip) as there:
        _exchange(state.root, there, branch, _Wish(side, state))
    if state.act.is_wanted and state.act.message:
        _note_what_changed(state, tip)
    _tell_what_does_not_count(state, tip)
    if remote_url:
        _keep(state.root, address)


def _foretell(state: State, address: RemoteAddress, branch: str) -> None:
    """Say what would come in and go out; what is fetched for that goes to a place for the moment.

    Raises:
        GitError: The shared folder cannot be reached, or is that of another program.
        typer.Exit: It has been said.
    """
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
        came = three_way_merge.new_here(copy, ours, theirs)
        sent = three_way_merge.new_here(copy, theirs, ours)
        clashes = three_way_merge.merge_commits(copy, ours, theirs).clashes
        state.stop_if_dry(
            f"{len(came)} come in, {len(sent)} go out, with {address.shown}",
            *_listed(came, "comes in"),
            *_listed(sent, "goes out"),
            *(f"you are asked, as both sides changed the same: {path}"
              for path in dict.fromkeys(each.path for each in clashes)),
        )  # fmt: skip


def _exchange(root: Path, there: Remote, branch: str, wish: _Wish) -> None:
    """Fetch, bring together, send; again while others are faster."""
    chance = random.Random()  # noqa: S311 - how long to wait, no secret
    came: list[tuple[str, str]] = []
    announce(f"talking to {there.address.shown}")
    for attempt in range(TRIES):
        ours = repository.head(root) or ""
        name, theirs = there.fetch(branch)
        if theirs is not None and not commit_log.is_ancestor(root, theirs, ours):
            came = [*three_way_merge.new_here(root, ours, theirs), *came]
            _bring_in(root, ours, theirs, wish)
        tip = repository.head(root) or ""
        if tip == theirs or there.push(tip, name):
            sent = three_way_merge.new_here(root, theirs, tip) if theirs and tip != theirs else []
            wish.state.act.tell(came_in=_commits(came), went_out=_commits(sent))
            if theirs is None:
                wish.state.act.plans("everything here went out", {})
            elif came or sent:
                wish.state.act.plans(f"{len(came)} came in, {len(sent)} went out", {})
            _tell(came, sent, there.address, first=theirs is None)
            return
        time.sleep(PAUSE * (attempt + 1) * chance.uniform(0.5, 1.5))
    raise GitError(
        f"{there.address.shown} kept changing, so what was done here is not there yet",
        "run mentorctl sync again; nothing is lost",
    )


def _bring_in(root: Path, ours: str, theirs: str, wish: _Wish) -> None:
    """Take over what the other side has.

    Raises:
        typer.Exit: Somebody must choose first, and nobody is here; nothing has changed.
        NewerFormat: A newer toolkit has written it.
        GitError: What would come in cannot be judged.
    """
    (program,) = Git(root).reader.contents([f"{theirs}:{PROGRAM_FILE}"])
    refuse_newer(program.content if program and program.content else b"")
    three_way_merge.refuse_too_wide(root, ours, theirs)
    if commit_log.is_ancestor(root, ours, theirs):
        advance(root, ours, theirs)
        return
    said: tuple[str, ...] = ()
    found = three_way_merge.merge_commits(root, ours, theirs)
    if found.clashes:
        words = _words(wish.state)
        wish.state.act.tell(clashes=clashes_data(found.clashes, words))
        chosen = ask_choices(root, (ours, theirs), found.clashes, words, wish.side)
        wish.state.act.tell(clashes=clashes_data(found.clashes, words, chosen.choices))
        found, said = three_way_merge.merge_commits(root, ours, theirs, chosen.choices), chosen.said
    lines = [JOINED]
    if said:
        lines += ["", "Both sides had changed, and this stayed:", *(f"- {each}" for each in said)]
    new = merge_commit(
        root,
        ours,
        theirs,
        found.files,
        found.new,
        message="\n".join(lines),
        sign=signer(wish.state),
    )
    advance(root, ours, new)
    for path, was, now in found.renamed:
        note(f"{path}: both sides had made an entry {was}, so one of them is {now} now;"
             " if it was signed, it must be signed anew")  # fmt: skip


def _tell(
    came: list[tuple[str, str]], sent: list[tuple[str, str]], address: RemoteAddress, *, first: bool
) -> None:
    done = paint("done", "green", "bold")
    if first:
        note(f"{done}: everything here is at {address.shown} now")
        return
    for commits, what in ((came, "came in"), (sent, "went out")):
        for line in _listed(commits, what):
            note(f"  {line}")
    if came or sent:
        note(f"{done}: {len(came)} came in, {len(sent)} went out, with {address.shown}")
    else:
        note(f"{done}: nothing new here or at {address.shown}")


def _commits(made: list[tuple[str, str]]) -> list[dict[str, str | None]]:
    return [{"author": who or None, "message": subject or None} for who, subject in made]


def _note_what_changed(state: State, before: str) -> None:
    """Note for scripts which files here are others now."""
    now = repository.head(state.root) or ""
    told = state.act.message or ""
    state.act.plans(told, changed_between(state.root, before, now))
    state.act.done(now)


def _listed(commits: list[tuple[str, str]], what: str) -> Iterator[str]:
    """A line for each of the first of some changes, and one for the others."""
    for author, subject in commits[:MOST_NAMED]:
        yield f"{what}: {subject} ({author})"
    if len(commits) > MOST_NAMED:
        yield f"{what}: {len(commits) - MOST_NAMED} more"


def _tell_what_does_not_count(state: State, before: str) -> None:
    """Name what came in, or was brought together, whose signers had no right to it."""
    from mentorctl.cli.signing.own_rights import told_of_others  # noqa: PLC0415 - brings cryptography

    lines = list(told_of_others(state.root, before, _words(state)))
    for line in lines[:MOST_NAMED]:
        note(f"  {paint('counts for nothing', 'yellow')}: {line}")
    if len(lines) > MOST_NAMED:
        note(f"  … and {len(lines) - MOST_NAMED} more: mentorctl audit")


def _branch(root: Path) -> str:
    """The branch that the folder is at.

    Raises:
        GitError: It is at none, or nothing has been saved yet.
    """
    said = Git(root)("symbolic-ref", "--quiet", "HEAD", fine=(0, 1)).decode().strip()
    if not said.startswith("refs/heads/"):
        raise GitError(
            "this folder looks at an older state of its history (a detached HEAD)",
            "go back to the newest first: git switch main",
        )
    if repository.head(root) is None:
        raise GitError("nothing here is in the history yet", "keep it there: mentorctl save")
    return said.removeprefix("refs/heads/")


def _refuse_unsaved(state: State) -> None:
    """Refuse if unsaved edits by hand could be lost or committed.

    Raises:
        typer.Exit: There are some; they have been named.
    """
    edited = [
        each.path
        for each in repository.changed_files(state.root)
        # a new file that is no record stays where it is and is in nobody's way
        if each.kind != "added" or each.staged or kind_of(each.path) is not None
    ]
    state.act.tell(unsaved=edited)
    if edited:
        named = ", ".join(edited[:MOST_NAMED]) + (" …" if len(edited) > MOST_NAMED else "")
        complain(f"not in the history yet, so nothing was changed: {named}",
                 "keep it there first: mentorctl save, then mentorctl sync")  # fmt: skip
        raise typer.Exit(FINDINGS)


def _address(state: State, place: str, url: str, *, yes: bool) -> RemoteAddress:
    """Where the shared folder is.

    An address that only the folder itself names is nobody's choice yet: it came with the folder.

    Raises:
        GitError: No address is known, or nobody has agreed to it.
    """
    root = state.root
    if url:
        return transport.RemoteAddress.parse(url, Path.cwd())
    if place and not (NAME.fullmatch(place) and _configured(root, place)):
        return transport.RemoteAddress.parse(place, Path.cwd())
    known = transport.chosen(root)
    if known and not place:
        return transport.RemoteAddress.parse(known, root)
    found = _configured(root, place or ORIGIN)
    if not found:
        raise GitError(
            "no shared folder is known yet",
            "name it once: mentorctl sync --remote ADDRESS",
        )
    address = transport.RemoteAddress.parse(found, root)
    if known == address.url or yes or _agreed(address):
        if not place and not state.dry_run:
            transport.remember(root, address.url)
        return address
    raise GitError(
        f"this folder says that it is shared with {address.shown}, and nobody has agreed to that",
        f"if it is right: mentorctl sync --remote {address.shown}",
    )


def _agreed(address: RemoteAddress) -> bool:
    question = f"share this folder with {address.shown}?"
    return sys.stdin.isatty() and confirmed(question)


def _configured(root: Path, name: str) -> str:
    return (Git(root).own_setting(f"remote.{name}.url") or "").strip()


def _keep(root: Path, address: RemoteAddress) -> None:
    """Remember the address, and tell plain git of it where it knows none."""
    transport.remember(root, address.url)
    if not _configured(root, ORIGIN):
        tool = Git(root)
        tool("config", "--local", f"remote.{ORIGIN}.url", address.url)
        fetched = f"+refs/heads/*:refs/remotes/{ORIGIN}/*"
        tool("config", "--local", f"remote.{ORIGIN}.fetch", fetched)


def _words(state: State) -> Words:
    try:
        return state.folder.words
    except NoProgram:
        return Words()
