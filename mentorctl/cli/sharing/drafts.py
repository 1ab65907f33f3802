"""What was saved here without a signature that counts: a draft, until its user can sign it."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.cli.output.console import note
from mentorctl.cli.signing.identity import is_off
from mentorctl.trail.errors import GitError
from mentorctl.trail.git import repository
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.merging.merge_base import Ancestry
from mentorctl.trail.git.objects import commits, reading
from mentorctl.trail.git.transport import chosen
from mentorctl.trail.ledger.ledger_cache import followed_ledger, has_keys
from mentorctl.trail.server.pre_receive import REFUSED
from mentorctl.trail.signatures.statements import own_signer

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.cli.state import State

__all__ = ["Drafts", "drafts_since", "note_own_drafts"]

# what is wrong with how something was saved, and not with what
HOW = frozenset((
    "bad-commit-signature", "revoked-key", "too-many-sides", "unknown-key", "unsigned-commit",
))  # fmt: skip
SIGNED = b"\ngpgsig"
MOST_COUNTED = 99


class Drafts(NamedTuple):
    """What a guard would refuse of a copy for how it was saved.

    Attributes:
        sound: The last commit here that comes before all of it and is not shared yet; empty
            where there is none, or more than one.
        can_sign: Whether a key of the user is registered by now.
    """

    sound: str
    can_sign: bool


def drafts_since(state: State, theirs: str, place: Path | None = None) -> Drafts | None:
    """What is here, and not in the shared folder, without a signature that counts.

    Args:
        state: The run of the command.
        theirs: The last commit of the shared folder.
        place: Where both histories are, if not in the program folder.

    Returns:
        None where there is nothing of the kind, where nobody has a key, or where the user wants
        nothing to be signed.

    Raises:
        GitError: The history is damaged.
        SigningError: A key that the user has named cannot be read.
    """
    if is_off() or state.unsigned or not has_keys(state.root):
        return None
    book = followed_ledger(state.root)
    if theirs in book.at and not book.registers[book.at[theirs]].root:
        # whoever registers the first key of all sends what it rests on as it is
        return None
    met = [theirs]
    if theirs not in book.parents:
        words = ("merge-base", "--all", book.tip, theirs)
        met = reading(Git(place or state.root), *words, fine=(0, 1)).decode().split()
    new = Ancestry(book.parents).only(book.tip, met)
    faulty = {each.commit for each in book.remarks if each.code in HOW and each.commit in new}
    if not faulty:
        return None
    refused = {each.commit for each in book.remarks if each.code in REFUSED}
    # each commit stands behind its own parents
    tainted: set[str] = set()
    for commit in book.parents:
        if commit in new and (commit in refused or tainted.intersection(book.parents[commit])):
            tainted.add(commit)
    sound = new - tainted
    last = sound - {each for commit in sound for each in book.parents[commit]}
    return Drafts(last.pop() if len(last) == 1 else "", own_signer(book.register) is not None)


def note_own_drafts(root: Path) -> None:
    """Say how many of the last changes in a shared folder's copy carry the user's name alone."""
    count = _own_drafts(root) if chosen(root) is not None else 0
    if count:
        number = f"{MOST_COUNTED} or more" if count >= MOST_COUNTED else str(count)
        drafts = "is a draft" if count == 1 else "are drafts"
        note(f"{number} of your changes {drafts}: not signed and not sent; mentorctl sync says why")


def _own_drafts(root: Path) -> int:
    head = repository.head(root) if has_keys(root) else None
    waiting, seen, count = [head] if head else [], set(), 0
    git = Git(root)
    # what lies behind the beginning of a copy that was cut off is nobody's draft
    with contextlib.suppress(GitError):
        while waiting and count < MOST_COUNTED:
            found = [each for each in commits(git, waiting) if SIGNED not in each.raw]
            mine = git.identity()[1] if found else ""
            count += sum(len(each.parents) == 1 and each.author.email == mine for each in found)
            waiting = [name for each in found for name in each.parents if name not in seen]
            seen.update(waiting)
    return count
