"""Which of a person's keys they have confirmed themselves, whoever has let them in."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from mentorctl.trail.register.key_words import vouching_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentorctl.trail.ledger.ledger import Ledger

__all__ = ["taken_back", "unconfirmed"]


def unconfirmed(ledger: Ledger, program: str, person: str, marks: Iterable[str]) -> list[str]:
    """Those of somebody's keys that they have not confirmed.

    A coordinator can let in any key in anybody's name. A person's first key is taken as theirs: by
    that they are known. A further one they confirm with one that is theirs and counts.

    Args:
        ledger: What the history says.
        program: The program's id.
        person: Their id.
        marks: The fingerprints of the keys.
    """
    spans = {
        mark: span for mark, span in ledger.register.spans.items() if span.person == person
    }  # fmt: skip
    first = next(iter(spans.values()), None)
    again = taken_back(ledger)
    theirs = {
        mark for mark, span in spans.items()
        if first is not None and span.commit == first.commit and mark not in again
    }  # fmt: skip
    held = [
        (mark, key) for key in ledger.keys.get(person, ()) for mark, span in spans.items()
        if span.public.split()[:2] == key.public.split()[:2] and mark not in again
    ]  # fmt: skip
    found = -1
    while found != len(theirs):
        found = len(theirs)
        counting = {mark for mark in theirs if spans[mark].revoked is None}
        theirs |= {
            mark
            for mark, key in held
            for each in key.vouched
            if each.statement.by == person and each.statement.key in counting
            and vouching_key(each, program, person, key.public) == each.statement.key
        }  # fmt: skip
    return [mark for mark in marks if mark not in theirs]


def taken_back(ledger: Ledger) -> dict[str, tuple[str, ...]]:
    """By which keys the revocation of others was taken back."""
    found: dict[str, tuple[str, ...]] = {}
    for change in chain.from_iterable(ledger.rights.values()):
        was, now = change.before, change.after
        if was and now and was.revoked and now.revoked != was.revoked:
            found[change.key] = (*found.get(change.key, ()), change.by)
    return found
