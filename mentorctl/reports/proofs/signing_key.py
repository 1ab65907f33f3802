"""Whether the key that signed a file for good counted when it did."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.years import zone_named

if TYPE_CHECKING:
    from mentorctl.trail.ledger.ledger import Ledger
    from mentorctl.trail.register.key_register import Register

__all__ = ["SignedBy", "key_fault", "register_before"]


class SignedBy(NamedTuple):
    """Who should have signed a file, and when.

    Attributes:
        names: What the file says of it: `the list names`.
        not_theirs: What is said of somebody who is no coordinator; empty where they need not be.
        person: The id of the person it names.
        moment: When it says it was signed: a day, or a time with its offset.
    """

    names: str
    not_theirs: str
    person: str = ""
    moment: str = ""


def register_before(ledger: Ledger, commit: str) -> tuple[Register, dt.date | None]:
    """Whose keys counted before a commit, and its day; now, where there is none.

    Args:
        ledger: What the history says.
        commit: The commit's id; empty for none.
    """
    before = ledger.parents.get(commit, ())
    known = [each for each in (*before[:1], commit) if each in ledger.at]
    seconds = ledger.when.get(commit)
    on = (
        None
        if seconds is None
        else dt.datetime.fromtimestamp(seconds, zone_named(ledger.zone)).date()
    )
    return (ledger.registers[ledger.at[known[0]]] if known else ledger.register), on


def key_fault(mark: str, by: SignedBy, ledger: Ledger, commit: str) -> str:
    """Why a key's signature on a file does not count; empty where it does.

    It must have counted before the commit that brought it in, and be a coordinator's where only
    they sign that. A revocation that came later undoes it if it reaches back to the day of that,
    or to the day that the file names.

    Args:
        mark: The key's fingerprint.
        by: Who should have signed.
        ledger: What the history says.
        commit: The commit that brought the signature in; empty where none has yet.
    """
    register, came = register_before(ledger, commit)
    span = register.spans.get(mark)
    if span is None:
        return f"was made with a key that nobody here had then ({mark})"
    if span.person != by.person:
        return f"was made with the key of {span.person}, and {by.names} {by.person}"
    if by.not_theirs and span.person not in register.coordinators:
        return f"was made by {span.person}, who {by.not_theirs}"
    day, now = _day(by.moment), ledger.register.spans.get(mark, span)
    last = max(filter(None, (day, came)), default=None)
    ended = span.revoked is not None or (
        now.revoked is not None and (last or now.revoked) >= now.revoked
    )
    if day is None or day < span.added or ended:
        return f"was made with a key of {span.person} that did not count on that day"
    return ""


def _day(moment: str) -> dt.date | None:
    try:
        return dt.datetime.fromisoformat(moment).date()
    except ValueError:
        return None
