"""Brings what came in together with what was done here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mentorctl.cli.output.console import note
from mentorctl.cli.sharing.conflicts import ask_choices, clashes_data
from mentorctl.cli.signing.commit_signer import make_ready
from mentorctl.cli.signing.identity import signer
from mentorctl.model.paths import PROGRAM_FILE
from mentorctl.store.folder_format import refuse_newer
from mentorctl.trail.git import commit_log
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.fast_forward import advance, merge_commit
from mentorctl.trail.git.history_point import JOINED
from mentorctl.trail.git.merging import three_way_merge
from mentorctl.trail.git.merging.merge_base import amended
from mentorctl.trail.ledger.other_beginning import refuse_another

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from mentorctl.cli.sharing.exchange_wish import ExchangeWish
    from mentorctl.store.record_merge import Choices
    from mentorctl.trail.git.merging.three_way_merge import FileClash, Joined

    Settle = Callable[[Sequence[FileClash], Callable[[dict[str, Choices]], Joined]],
                      dict[str, Choices]]  # fmt: skip

__all__ = ["bring_in", "joined_with", "refuse_unjudged", "tell_renamed"]


def refuse_unjudged(root: Path, ours: str, theirs: str) -> None:
    """Refuse to go on from what the other side has, where nobody can tell here what that says.

    Args:
        root: A folder that has the objects of both sides.
        ours: The last commit here.
        theirs: The other one.

    Raises:
        NewerFormat: A newer toolkit has written it.
        GitError: It cannot be judged, or others founded it.
    """
    (program,) = Git(root).reader.contents([f"{theirs}:{PROGRAM_FILE}"])
    refuse_newer(program.content if program and program.content else b"")
    three_way_merge.refuse_too_wide(root, ours, theirs)
    refuse_another(root, theirs)


def bring_in(root: Path, ours: str, theirs: str, wish: ExchangeWish) -> None:
    """Take over what the other side has.

    Raises:
        typer.Exit: Somebody must choose first, and nobody is here; nothing has changed.
        NewerFormat: A newer toolkit has written it.
        GitError: What would come in cannot be judged.
    """
    refuse_unjudged(root, ours, theirs)
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
    words = wish.state.words
    wish.state.act.tell(clashes=clashes_data(asked, words))
    chosen = ask_choices(wish.state, (ours, theirs), asked, words, wish.side)
    wish.state.act.tell(clashes=clashes_data(asked, words, chosen.choices))
    choices = {path: {**known.get(path, {}), **chosen.choices.get(path, {})}
               for path in (*known, *chosen.choices)}  # fmt: skip
    lines = [f"- {each}" for each in chosen.said]
    return merged(choices=choices), ["", "Both sides had changed, and this stayed:", *lines]
