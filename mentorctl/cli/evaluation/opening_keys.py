"""For whose keys answers are sealed, and what of that nobody but a coordinator says."""

from __future__ import annotations

import sys
from shlex import quote
from typing import TYPE_CHECKING

from mentorctl.cli.output.console import confirmed, note, paint, shown
from mentorctl.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from mentorctl.cli.state import State
    from mentorctl.model.questionnaire import BegunQuestionnaire
    from mentorctl.trail.ledger.ledger import Ledger

__all__ = ["revoked_of", "tell_who_opens", "unconfirmed_of"]


def unconfirmed_of(book: Ledger, begun: BegunQuestionnaire) -> list[str]:
    """The fingerprints of the counter's keys that the counter has not confirmed."""
    from mentorctl.trail.ledger.confirmed_keys import unconfirmed  # noqa: PLC0415 - loads slowly

    person, marks = begun.counter.person, _marks(begun)
    return unconfirmed(book, book.program or begun.program, person, marks)


def revoked_of(book: Ledger, begun: BegunQuestionnaire) -> list[str]:
    """The fingerprints of the counter's keys that were revoked since it began."""
    return [each for each in _marks(begun) if each in book.register.revoked]


def tell_who_opens(
    state: State, book: Ledger, begun: BegunQuestionnaire, checked: Collection[str]
) -> None:
    """Say who opens what is about to be sealed, and with which keys.

    A coordinator lets keys in, and could let in one of their own in the counter's name. So where
    the counter has not confirmed all of them, whoever answers is asked; and so they are where one
    was revoked since it began, as somebody else may have it.

    Args:
        state: The run of the command.
        book: What the history says.
        begun: The questionnaire.
        checked: The fingerprints about which they have asked.

    Raises:
        StoreError: They have not.
    """
    name = shown(state.name_of(begun.counter.person))
    marks = _marks(begun)
    keys = "1 key" if len(marks) == 1 else f"{len(marks)} keys"
    note(f"opened by {name} alone, with {keys}: {', '.join(marks)}")
    if set(marks) <= set(checked):
        return
    _ask_about_revoked(state, revoked_of(book, begun), begun)
    if not unconfirmed_of(book, begun):
        return
    one_key = len(marks) == 1
    what = "this key is" if one_key else "all of these keys are"
    note(f"  {paint('!', 'yellow')} nobody but a coordinator says that {what} of {name}, and"
         " whoever has one reads all answers")  # fmt: skip
    if not sys.stdin.isatty():
        raise StoreError(
            f"it is not certain that {what} of {begun.counter.person}, so nothing was sealed",
            f"ask {name}, by phone or face to face; where it is so:"
            f" {' '.join(f'--checked {quote(each)}' for each in marks)}",
        )
    if not confirmed(f"you have asked {name}, and {what} theirs?"):
        raise StoreError(
            f"it is not certain who would open it besides {begun.counter.person}, so nothing was"
            " sealed",
            f"ask {name}, and have them confirm their keys: mentorctl key confirm",
        )


def _ask_about_revoked(state: State, marks: Sequence[str], begun: BegunQuestionnaire) -> None:
    """Ask whether anybody else has keys that were revoked since it began."""
    if not marks:
        return
    person = begun.counter.person
    name, those = shown(state.name_of(person)), ", ".join(marks)
    note(f"  {paint('!', 'yellow')} revoked since it began: {those}; whoever has it reads all"
         " answers")  # fmt: skip
    if not sys.stdin.isatty() or not confirmed(f"you have asked {name}, and nobody else has it?"):
        raise StoreError(
            f"a key of {person} that opens the answers was revoked, so nothing was sealed",
            f"ask {name} whether somebody else has it; where nobody does:"
            f" {' '.join(f'--checked {quote(each)}' for each in _marks(begun))}",
        )


def _marks(begun: BegunQuestionnaire) -> tuple[str, ...]:
    from mentorctl.trail.ssh.public_keys import fingerprint, parse_public  # noqa: PLC0415 - loads slowly

    return tuple(fingerprint(parse_public(each)) for each in begun.counter.keys)
