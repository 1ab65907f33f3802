"""Signature events as sentences for `history`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.kinds import kind_of
from mentorctl.reports.history.field_diff import record_title
from mentorctl.reports.history.signature_events import (
    SignatureChange,
    SignatureEvent,
)
from mentorctl.store.people import called

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mentorctl.model.person import Person
    from mentorctl.model.words import Words

__all__ = ["sentences"]

SAID = {
    SignatureEvent.SIGNED: "{name} signed {what} as {role}",
    SignatureEvent.ATTESTED: "{name} signed {what} as {role} {why}, attested by {by}",
    SignatureEvent.DECLINED: "{name} declined to sign {what} as {role}: {why}",
    SignatureEvent.REFUSED: (
        "a signature of {what} in the name of {name} ({role}) does not count: {why}"
    ),
    SignatureEvent.STALE: "the signature of {name} ({role}) on {what} went stale: {why}",
    SignatureEvent.HOLDS_AGAIN: "the signature of {name} ({role}) on {what} holds again",
    SignatureEvent.TAKEN_OUT: "the signature of {name} ({role}) on {what} was taken out",
}
MOST_FIELDS = 4


def sentences(
    turns: Sequence[SignatureChange], pairing: str, people: Mapping[str, Person], words: Words
) -> Iterator[tuple[SignatureEvent, str]]:
    """The events as sentences; those of several entries of one log are one sentence.

    Args:
        turns: What happened, of one commit.
        pairing: The pairing that the story is about; it is not named again.
        people: Everybody, for their names.
        words: The program's terms.
    """
    grouped: dict[tuple[object, ...], list[SignatureChange]] = {}
    for each in turns:
        file = each.record.partition("#")[0]
        key = (file, each.role, each.person, each.what, each.why, each.fields)
        grouped.setdefault(key, []).append(each)
    for together in grouped.values():
        first = together[0]
        yield (
            first.what,
            SAID[first.what].format(
                name=called(people, first.person),
                what=_what([each.record for each in together], pairing),
                role=words[first.role],
                why=first.why or _listed(first.fields),
                by=called(people, first.by),
            ),
        )


def _what(records: Sequence[str], pairing: str) -> str:
    """What signatures are on: `the plan`, `3 entries of the log`."""
    file, _, entry = records[0].partition("#")
    title = record_title(file)[0].removesuffix(f" of {pairing}")
    if not entry:
        kind = kind_of(file)
        return title if kind is not None and kind.many else f"the {title}"
    return (
        f"entry {entry} of the {title}"
        if len(records) == 1
        else (f"{len(records)} entries of the {title}")
    )


def _listed(fields: Sequence[str]) -> str:
    more = len(fields) - MOST_FIELDS
    return ", ".join(fields[:MOST_FIELDS]) + (f" and {more} more" if more > 0 else "")
