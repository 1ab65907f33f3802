"""One exchange with a shared folder: bring in, bring together, send, and say so."""

from __future__ import annotations

import contextlib
import random
import shlex
import time
from typing import TYPE_CHECKING

import typer

from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import complain, note, paint, shown
from mentorctl.cli.output.progress import announce
from mentorctl.cli.sharing.commit_makers import CommitMakers
from mentorctl.model.kinds import kind_of
from mentorctl.model.paths import EVIDENCE, MADE
from mentorctl.trail.errors import GitError
from mentorctl.trail.git import commit_log, refs, repository
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.new_commit import subject_of
from mentorctl.trail.git.unfinished import refuse_unfinished
from mentorctl.trail.ledger.ledger_cache import ledger_of
from mentorctl.trail.ledger.receptions import keep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mentorctl.cli.sharing.exchange_wish import ExchangeWish
    from mentorctl.cli.state import State
    from mentorctl.trail.git.objects import Commit
    from mentorctl.trail.git.transport import Remote, RemoteAddress

__all__ = [
    "branch_of",
    "exchange",
    "listed",
    "refuse_unsaved_edits",
    "tell_script",
]

HANDED_IN = f"/{EVIDENCE}/"
TRIES = 12
PAUSE = 0.1
MOST_NAMED = 8


def exchange(
    root: Path,
    there: Remote,
    branch: str,
    wish: ExchangeWish,
    before: Callable[[str, str, list[Commit]], bool] | None = None,
) -> None:
    """Fetch, bring together, send; again while others are faster.

    Args:
        root: The program folder.
        there: The shared one, open.
        branch: The branch here.
        wish: Who does it, and what stays where both sides changed the same.
        before: Asked before anything is sent, with the branch there, its last commit and what has
            come in: whether it has seen to all of it itself.

    Raises:
        typer.Exit: Somebody must choose first, and nobody is here; nothing has changed.
        NewerFormat: A newer toolkit has written what is there.
        GitError: It cannot be reached, refuses, or keeps changing.
    """
    chance = random.Random()  # noqa: S311 - how long to wait, no secret
    came: list[Commit] = []
    announce(f"talking to {there.address.shown}")
    for attempt in range(TRIES):
        ours = repository.head(root) or ""
        name, theirs = there.fetch(branch)
        if theirs is not None and not commit_log.is_ancestor(root, theirs, ours):
            came = [*commit_log.new_here(root, ours, theirs), *came]
            from mentorctl.cli.sharing.joining import bring_in  # noqa: PLC0415 - loads what merges

            bring_in(root, ours, theirs, wish)
        # not where it turned out to be that of another program
        _keep_notes(root, there)
        tip = repository.head(root) or ""
        if before and theirs is not None and tip != theirs and before(name, theirs, came):
            return
        if tip == theirs or there.push(tip, name):
            sent = commit_log.new_here(root, theirs, tip) if theirs and tip != theirs else []
            tell_script(wish.state, came_in=came, went_out=sent)
            _tell(wish.state, came, sent, there.address, first=theirs is None)
            _tell_branch(there, name)
            return
        time.sleep(PAUSE * (attempt + 1) * chance.uniform(0.5, 1.5))
    raise GitError(
        f"{there.address.shown} kept changing, so what was done here is not there yet",
        "run mentorctl sync again; nothing is lost",
    )


def _keep_notes(root: Path, there: Remote) -> None:
    """Keep what the guard there noted of when something came in."""
    if there.notes and not keep(Git(root), there.notes, lambda: ledger_of(root).receivers):
        note(f"{there.address.shown} does not say any more when everything came in; what was known"
             " of that here stays")  # fmt: skip


def _tell(
    state: State, came: list[Commit], sent: list[Commit], address: RemoteAddress, *, first: bool
) -> None:
    done = paint("done", "green", "bold")
    if first:
        state.act.plans("everything here went out", {})
        note(f"{done}: everything here is at {address.shown} now")
        return
    for commits, what in ((came, "came in"), (sent, "went out")):
        for line in listed(state, commits, what):
            note(f"  {line}")
    if came or sent:
        told = f"{len(came)} came in, {len(sent)} went out"
        state.act.plans(told, {})
        note(f"{done}: {told}, with {address.shown}")
    else:
        note(f"{done}: nothing new here or at {address.shown}")


def _tell_branch(there: Remote, name: str) -> None:
    """Say so where it went to a branch that is not the program's: anybody can have made that."""
    # a copy that somebody got is at the program's branch, and to ask takes another connection
    if name == repository.BRANCH:
        return
    with contextlib.suppress(GitError):
        main = refs.main_branch(*there.heads())
        if main != name:
            note(f"this copy is at the branch {shown(name)}, and was exchanged with that one alone;"
                 f" the program's is {shown(main)}")  # fmt: skip
            move = f"git branch --move {shlex.quote(main)}"
            note(f"  {paint('→', 'dim')} to share with everybody: {move}, then mentorctl sync")


def tell_script(state: State, **commits: list[Commit]) -> None:
    """Note for scripts who made what, under the keys named."""
    if not state.act.is_wanted:
        return
    makers = CommitMakers(state)

    def plain(made: list[Commit]) -> list[dict[str, str | None]]:
        return [
            {
                "author": each.author.name or None,
                "message": each.message.partition("\n")[0] or None,
                "signed_by": makers.signer(each) or None,
            }
            for each in made
        ]

    state.act.tell(**{key: plain(made) for key, made in commits.items()})


def listed(state: State, commits: list[Commit], what: str) -> Iterator[str]:
    """A line for each of the first of some changes, by who made it, and one for the others."""
    makers = CommitMakers(state)
    for each in commits[:MOST_NAMED]:
        yield f"{what}: {subject_of(each.message)} ({makers.told(each)})"
    if len(commits) > MOST_NAMED:
        yield f"{what}: {len(commits) - MOST_NAMED} more"


def branch_of(root: Path) -> str:
    """The branch that the folder is at.

    Raises:
        GitError: It is at none, or nothing has been saved yet.
    """
    git = Git(root)
    refuse_unfinished(git)
    said = refs.branch_of(git.folder)
    if said is None:
        said = git("symbolic-ref", "--quiet", "HEAD", fine=(0, 1)).decode().strip()
    if repository.head(root) is None:
        raise GitError("nothing here is in the history yet", "keep it there: mentorctl save")
    return said.removeprefix("refs/heads/")


def refuse_unsaved_edits(state: State) -> None:
    """Refuse if unsaved edits by hand could be lost or committed.

    Raises:
        typer.Exit: There are some; they have been named.
    """
    edited = [
        each.path
        for each in repository.changed_files(state.root)
        # a new file that is neither a record nor handed in is in nobody's way
        if not each.path.startswith(MADE)
        and (each.kind != "added" or each.staged or kind_of(each.path) or HANDED_IN in each.path)
    ]
    state.act.tell(unsaved=edited)
    if edited:
        named = ", ".join(edited[:MOST_NAMED]) + (" …" if len(edited) > MOST_NAMED else "")
        complain(f"not in the history yet, so nothing was changed: {named}",
                 "keep it there first: mentorctl save, then mentorctl sync")  # fmt: skip
        raise typer.Exit(FINDINGS)
