"""Mends a copy whose history the shared folder does not take: what was done stays, told anew.

The guard judges each commit, so one that it refuses would block the copy for good. What differs
from the shared folder becomes one new change, signed by the user; the old ones are kept aside.
Until the user can sign, it all stays in the copy, as drafts.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import typer

from mentorctl.cli.exit_codes import CANNOT_RUN
from mentorctl.cli.output.console import complain, confirmed, note, paint
from mentorctl.cli.sharing.commit_makers import CommitMakers
from mentorctl.cli.sharing.drafts import drafts_since
from mentorctl.cli.sharing.exchange import listed, tell_script
from mentorctl.cli.sharing.joining import joined_with, refuse_unjudged, tell_renamed
from mentorctl.cli.sharing.taken_back import allowed, changes_to, taken_back_anyway
from mentorctl.cli.signing.commit_signer import CommitSigner, make_ready
from mentorctl.cli.signing.doubted_values import leave_alone
from mentorctl.cli.signing.identity import DOCTOR, announce, is_off, run_agent
from mentorctl.cli.signing.own_rights import people_of, told_to_confirm
from mentorctl.trail.errors import GitError
from mentorctl.trail.git import commit_log, objects, repository
from mentorctl.trail.git.borrowed import borrow, home_of
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.fast_forward import merge_commit, replace_own
from mentorctl.trail.git.history_point import JOINED
from mentorctl.trail.git.merging import three_way_merge
from mentorctl.trail.git.new_commit import subject_of
from mentorctl.trail.ledger.ledger_cache import followed_ledger, ledger_of

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.cli.sharing.exchange_wish import ExchangeWish
    from mentorctl.cli.signing.own_rights import Refused
    from mentorctl.cli.state import State
    from mentorctl.trail.git.objects import Commit
    from mentorctl.trail.git.transport import Remote
    from mentorctl.trail.signatures.statements import OwnSigner

__all__ = ["Anew", "is_agreed", "mend", "send", "tell_drafts"]

KEPT = "refs/mentorctl/mended"
SHORT = 10
MOST_NAMED = 8


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
        NewerFormat: A newer toolkit has written what is there.
        GitError: The shared folder refuses this, too; nothing has changed.
    """
    ours = repository.head(root) or ""
    name, theirs = there.fetch(branch)
    if theirs is None or commit_log.is_ancestor(root, ours, theirs):
        return False
    refuse_unjudged(root, ours, theirs)
    found = drafts_since(wish.state, theirs)
    anew = Anew(root, ours, theirs, found.sound if found else "")
    if not (yes or sys.stdin.isatty()):
        note("nothing was changed: say --yes, or run it at a terminal")
        raise typer.Exit(CANNOT_RUN)
    anew.prepare(wish)
    if not is_agreed(wish, anew, there, yes=yes):
        note("nothing was changed")
        raise typer.Exit
    send(anew, there, name, wish)
    return True


class Anew:
    """What is told anew, and from where on.

    Attributes:
        ours: The last commit here.
        theirs: That of the shared folder.
        sound: The last commit here that goes out as it is; empty for none.
        old: What is told anew, the newest first.
        refused: What of it is not the user's to write; taken back where it is sent.
    """

    def __init__(self, root: Path, ours: str, theirs: str, sound: str) -> None:
        self.root, self.ours, self.theirs, self.sound = root, ours, theirs, sound
        if sound and three_way_merge.merge_commits(root, sound, theirs).clashes:
            # what was chosen then stands in what is told anew
            self.sound = ""
        as_it_is = commit_log.new_here(root, theirs, self.sound) if self.sound else []
        held = {each.id for each in as_it_is}
        found = commit_log.new_here(root, theirs, ours)
        self.old = [each for each in found if each.id not in held]
        self.refused: tuple[Refused, ...] = ()

    def prepare(self, wish: ExchangeWish) -> None:
        """Find out who signs, and what of both sides brought together they may send.

        Raises:
            typer.Exit: Somebody must choose first, or the user cannot sign; nothing has changed.
        """
        home = home_of(self.root)
        assert home is not None
        self._copy = copy = borrow(home, self.theirs)
        self.who = _signer(copy, wish)
        settle = partial(taken_back_anyway, copy, self.ours, self.who)
        joined, self.said = joined_with(self.root, self.ours, self.theirs, wish, settle)
        self.joined, self.refused = allowed(copy, self.ours, joined, self.who)

    def left(self, state: State) -> tuple[str, ...]:
        """Lines of the message by which what counts for nothing there is not confirmed by it."""
        there, here = followed_ledger(self._copy), ledger_of(self.root).unproven
        # what was confirmed here is confirmed
        paths = [path for path, marks in sorted(there.unproven.items())
                 if marks.keys() & here.get(path, {}).keys()]  # fmt: skip
        changes = changes_to(self._copy, self.ours, self.joined, paths)
        # nor by a redo that is among it, of which nothing else would tell
        return leave_alone(state, changes, brings_back=True, book=there)

    def base(self, author: tuple[str, str] | None, sign: CommitSigner) -> str:
        """The commit that the new one follows: theirs, with what goes out as it is."""
        root, sound, theirs = self.root, self.sound, self.theirs
        if not sound or commit_log.is_ancestor(root, sound, theirs):
            return theirs
        if commit_log.is_ancestor(root, theirs, sound):
            return sound
        both = three_way_merge.merge_commits(root, sound, theirs)
        return merge_commit(root, sound, theirs, both.files, both.new, message=JOINED,
                            author=author, sign=sign)  # fmt: skip


def send(anew: Anew, there: Remote, branch: str, wish: ExchangeWish) -> None:
    """Send it, and go on from there.

    Raises:
        SigningError: The passphrase of the user's key was not given; nothing has changed.
        GitError: The shared folder refuses it; nothing has changed.
    """
    root, ours, old, found = anew.root, anew.ours, anew.old, anew.joined
    sign = CommitSigner(wish.state, anew.who)
    author = make_ready(sign)
    base = anew.base(author, sign)
    subjects = [f"- {_told_anew(each, author, wish.state)}" for each in old]
    head = subject_of(old[0].message) if len(old) == 1 else f"{len(old)} changes of one copy"
    left = anew.left(wish.state)
    message = "\n".join([head, "", "Told anew:", *subjects, *anew.said, *left])
    new = merge_commit(
        root, ours, base, found.files, found.new,
        message=message, author=author, sign=sign, alone=True,
    )  # fmt: skip
    if _tree(root, new) == _tree(root, base):
        new = base
    if new != anew.theirs and not there.push(new, branch):
        raise GitError("somebody else was faster; nothing was changed", "run this again")
    Git(root)("update-ref", f"{KEPT}/{ours[:SHORT]}", ours)
    replace_own(root, ours, new)
    wish.state.act.plans("what was done here was told anew", {})
    tell_script(wish.state, went_out=commit_log.new_here(root, anew.theirs, new))
    tell_renamed(found)
    if new == anew.theirs:
        what = "nothing of what was done here is left to send, and your copy is as"
        note(f"{paint('done', 'green', 'bold')}: {what} {there.address.shown}")
        note(f"  what was there before is kept here as {KEPT}/{ours[:SHORT]}")
        return
    now = f"{len(old)} of your changes are one now" if len(old) > 1 else "your change is told anew"
    now = f"{now}, signed by you" if old else "both sides are together, signed by you"
    note(f"{paint('done', 'green', 'bold')}: {now}, and at {there.address.shown}")
    note(f"  what was there before is kept here as {KEPT}/{ours[:SHORT]}")


def _told_anew(old: Commit, author: tuple[str, str] | None, state: State) -> str:
    """What is told anew, with whose name it had where that is another than the one who tells it."""
    said = subject_of(old.message)
    names = {each.casefold() for each in author or ()}
    is_own = not names.isdisjoint((old.author.name.casefold(), old.author.email.casefold()))
    return said if is_own else f"{said} ({CommitMakers(state).told(old)})"


def _tree(root: Path, commit: str) -> str:
    (made,) = objects.commits(Git(root), [commit])
    return made.tree


def tell_drafts(state: State, anew: Anew, *, can_sign: bool) -> None:
    """Say what stays here, and until when."""
    for line in listed(state, anew.old, "stays here as a draft"):
        note(f"  {line}")
    _tell_refused(state, anew, "is not yours to write")
    arrow = paint("→", "dim")
    if anew.refused:
        note("nothing was sent, as a guard would refuse it")
        note(f"  {arrow} take that back here, and send the rest, signed: mentorctl sync --mend")
    elif can_sign:
        note("what you have not signed was not sent")
        note(f"  {arrow} sign all of it as one new change, and send that: mentorctl sync --mend")
    else:
        note(
            "no key on this computer is registered here yet: what you did is signed and sent once"
            " one is"
        )
        note(f"  {arrow} see what is missing: mentorctl join")


def _tell_refused(state: State, anew: Anew, what: str) -> None:
    """Say what of it is not the user's to write, and whom to ask."""
    lines = [each.said(state.words, people_of(state)) for each in anew.refused]
    for line in lines[:MOST_NAMED]:
        note(f"  {what}: {line}")
    if len(lines) > MOST_NAMED:
        note(f"  {what}: {len(lines) - MOST_NAMED} more files")


def _tell_forged(state: State, anew: Anew) -> None:
    """Say what others wrote of it who may not: whoever may, and signs it, has it count."""
    told = {each.id for each in anew.old}
    lines = told_to_confirm(anew.root, state.words, told, anew.who.person)
    for line in lines[:MOST_NAMED]:
        note(f"  {paint('was not theirs to write', 'yellow')}: {line}")
    if len(lines) > MOST_NAMED:
        note(f"  … and {len(lines) - MOST_NAMED} more: mentorctl audit")
    if lines:
        note("what of that is yours to write counts as your word once it is sent")
        arrow = paint("→", "dim")
        note(f"  {arrow} to have it taken back first: mentorctl undo {lines[0][:SHORT]}")


def _signer(copy: Path, wish: ExchangeWish) -> OwnSigner:
    """Who signs, by the keys that the shared folder has registered.

    Raises:
        typer.Exit: The user is nobody whose key is.
    """
    from mentorctl.trail.signatures.statements import own_signer  # noqa: PLC0415 - brings cryptography

    unsigned = wish.state.unsigned or is_off()
    register = followed_ledger(copy).register
    who = None if unsigned else own_signer(register, None, announce, run_agent())
    if who is None:
        complain(
            "nothing was changed: what is told anew is signed, and none of your keys is registered"
            " in the shared folder",
            f"see what to do: {DOCTOR}",
        )
        raise typer.Exit(CANNOT_RUN)
    return who


def is_agreed(wish: ExchangeWish, anew: Anew, there: Remote, *, yes: bool) -> bool:
    """Show what is told anew, and ask whether it is wanted; where nobody is here, it is not."""
    if not (yes or sys.stdin.isatty()):
        return False
    for line in listed(wish.state, anew.old, "is told anew"):
        note(f"  {line}")
    _tell_refused(wish.state, anew, "is not yours to write, so it is taken back here")
    _tell_forged(wish.state, anew)
    count = len(anew.old)
    what = f"these {count} as one new change of yours" if count > 1 else "it as a change of yours"
    what = f"the rest of {what}" if anew.refused else what
    # where git only joined two sides, nobody's words are told anew
    return yes or not count or confirmed(f"send {what} to {there.address.shown}?")
