"""One exchange with a shared folder: bring in, bring together, send, and say so."""

from __future__ import annotations

import random
import time
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import typer

from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import complain, note, paint
from mentorctl.cli.output.progress import announce
from mentorctl.cli.sharing.commit_makers import CommitMakers
from mentorctl.cli.sharing.conflicts import ask_choices, clashes_data
from mentorctl.cli.signing.commit_signer import make_ready
from mentorctl.cli.signing.identity import signer
from mentorctl.model.kinds import kind_of
from mentorctl.model.paths import EVIDENCE, MADE, PROGRAM_FILE
from mentorctl.model.words import Words
from mentorctl.store.folder import NoProgram
from mentorctl.store.folder_format import refuse_newer
from mentorctl.trail.errors import GitError
from mentorctl.trail.git import commit_log, refs, repository
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.fast_forward import advance, merge_commit
from mentorctl.trail.git.history_point import JOINED
from mentorctl.trail.git.merging import three_way_merge
from mentorctl.trail.git.merging.merge_base import amended
from mentorctl.trail.git.new_commit import subject_of
from mentorctl.trail.git.unfinished import refuse_unfinished
from mentorctl.trail.ledger.other_beginning import refuse_another
from mentorctl.trail.ledger.receptions import keep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from mentorctl.cli.state import State
    from mentorctl.store.record_merge import Choices, Side
    from mentorctl.trail.git.merging.three_way_merge import FileClash, Joined
    from mentorctl.trail.git.objects import Commit
    from mentorctl.trail.git.transport import Remote, RemoteAddress

    Settle = Callable[[Sequence[FileClash], Callable[[dict[str, Choices]], Joined]],
                      dict[str, Choices]]  # fmt: skip

__all__ = [
    "ExchangeWish",
    "branch_of",
    "exchange",
    "joined_with",
    "listed",
    "refuse_unsaved_edits",
    "tell_renamed",
    "tell_script",
    "words_of",
]

HANDED_IN = f"/{EVIDENCE}/"
TRIES = 12
PAUSE = 0.1
MOST_NAMED = 8


class ExchangeWish(NamedTuple):
    """How an exchange is to go.

    Attributes:
        side: Whose value stays where both sides changed the same one; None to ask.
        state: The run of the command.
    """

    side: Side | None
    state: State


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
        _keep_notes(root, there)
        if theirs is not None and not commit_log.is_ancestor(root, theirs, ours):
            came = [*commit_log.new_here(root, ours, theirs), *came]
            _bring_in(root, ours, theirs, wish)
        tip = repository.head(root) or ""
        if before and theirs is not None and tip != theirs and before(name, theirs, came):
            return
        if tip == theirs or there.push(tip, name):
            sent = commit_log.new_here(root, theirs, tip) if theirs and tip != theirs else []
            tell_script(wish.state, came_in=came, went_out=sent)
            if theirs is None:
                wish.state.act.plans("everything here went out", {})
            elif came or sent:
                wish.state.act.plans(f"{len(came)} came in, {len(sent)} went out", {})
            _tell(wish.state, came, sent, there.address, first=theirs is None)
            return
        time.sleep(PAUSE * (attempt + 1) * chance.uniform(0.5, 1.5))
    raise GitError(
        f"{there.address.shown} kept changing, so what was done here is not there yet",
        "run mentorctl sync again; nothing is lost",
    )


def _keep_notes(root: Path, there: Remote) -> None:
    """Keep what the guard there noted of when something came in."""
    if there.notes and not keep(Git(root), there.notes):
        note(f"{there.address.shown} does not say any more when everything came in; what was known"
             " of that here stays")  # fmt: skip


def _bring_in(root: Path, ours: str, theirs: str, wish: ExchangeWish) -> None:
    """Take over what the other side has.

    Raises:
        typer.Exit: Somebody must choose first, and nobody is here; nothing has changed.
        NewerFormat: A newer toolkit has written it.
        GitError: What would come in cannot be judged.
    """
    (program,) = Git(root).reader.contents([f"{theirs}:{PROGRAM_FILE}"])
    refuse_newer(program.content if program and program.content else b"")
    three_way_merge.refuse_too_wide(root, ours, theirs)
    refuse_another(root, theirs)
    if commit_log.is_ancestor(root, ours, theirs):
        advance(root, ours, theirs)
        return
    found, said = joined_with(root, ours, theirs, wish)
    sign, _ = signer(wish.state)
    new = merge_commit(
        root,
        ours,
        theirs,
        found.files,
        found.new,
        message="\n".join([JOINED, *said]),
        author=make_ready(sign),
        sign=sign,
    )
    advance(root, ours, new)
    for line in said[2:]:
        # of what went out or came in, this is all that counts of it
        note(f"  both sides had changed, and this stayed: {line.removeprefix('- ')}")
    tell_renamed(found)


def tell_renamed(found: three_way_merge.Joined) -> None:
    """Say what has another name now, as both sides had used it for something else."""
    for path, beside in found.kept_both:
        note(f"{path}: both sides had put a file there; yours is {beside} now, and that is the name"
             " to write in the record")  # fmt: skip
    for path, was, now in found.renamed:
        note(f"{path}: both sides had made an entry {was}, so one of them is {now} now;"
             " if it was signed, it must be signed anew")  # fmt: skip


def joined_with(
    root: Path, ours: str, theirs: str, wish: ExchangeWish, settle: Settle | None = None
) -> tuple[three_way_merge.Joined, list[str]]:
    """Both sides brought together, and lines for the history about what was chosen.

    Args:
        root: The program folder.
        ours: The last commit here.
        theirs: The other one.
        wish: Who does it, and what stays where both sides changed the same one.
        settle: Gives the choices that nobody need make, of what both sides changed and of a way to
            bring them together by any choices.

    Raises:
        typer.Exit: Somebody must choose first, and nobody is here; nothing has changed.
        GitError: They are two programs, or hold what no folder can.
    """
    found, base = three_way_merge.merge_commits(root, ours, theirs), ""
    if found.clashes and (base := amended(root, ours, theirs)):
        found = three_way_merge.merge_commits(root, ours, theirs, base=base)
    if not found.clashes:
        return found, []
    merged = partial(three_way_merge.merge_commits, root, ours, theirs, base=base)
    known = settle(found.clashes, lambda each: merged(choices=each)) if settle else {}
    asked = [each for each in found.clashes if each.clash.where not in known.get(each.path, ())]
    if not asked:
        return merged(choices=known), []
    words = words_of(wish.state)
    wish.state.act.tell(clashes=clashes_data(asked, words))
    chosen = ask_choices(wish.state, (ours, theirs), asked, words, wish.side)
    wish.state.act.tell(clashes=clashes_data(asked, words, chosen.choices))
    choices = {path: {**known.get(path, {}), **chosen.choices.get(path, {})}
               for path in (*known, *chosen.choices)}  # fmt: skip
    lines = [f"- {each}" for each in chosen.said]
    return merged(choices=choices), ["", "Both sides had changed, and this stayed:", *lines]


def _tell(
    state: State, came: list[Commit], sent: list[Commit], address: RemoteAddress, *, first: bool
) -> None:
    done = paint("done", "green", "bold")
    if first:
        note(f"{done}: everything here is at {address.shown} now")
        return
    for commits, what in ((came, "came in"), (sent, "went out")):
        for line in listed(state, commits, what):
            note(f"  {line}")
    if came or sent:
        note(f"{done}: {len(came)} came in, {len(sent)} went out, with {address.shown}")
    else:
        note(f"{done}: nothing new here or at {address.shown}")


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


def words_of(state: State) -> Words:
    """The program's words; ours where its program.yaml cannot be read."""
    try:
        return state.folder.words
    except NoProgram:
        return Words()
