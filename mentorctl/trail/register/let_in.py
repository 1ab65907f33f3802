"""Which keys wait for a coordinator's word, although nobody has revoked them.

Whoever revokes a key as of an earlier day says that somebody else may have had it since. What it
signed from that day on does not count, and nor do the keys that it let in. A key that two copies
let in for two people is neither's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    from mentorctl.trail.register.key_register import KeySpan, Register

__all__ = ["let_in_since", "why_waits", "without_let_in"]


def let_in_since(
    spans: Mapping[str, KeySpan], mark: str, since: dt.date, said_on: Callable[[KeySpan], dt.date]
) -> list[str]:
    """The keys that count and of which a key said last what is so, on a day or after it.

    Args:
        spans: All keys.
        mark: The fingerprint of that one.
        since: The day.
        said_on: The day on which something was said of a key.
    """
    return [
        each
        for each, span in spans.items()
        if span.changed_by == mark and span.revoked is None and said_on(span) >= since
    ]


def without_let_in(
    before: Register, after: Register, said_on: Callable[[KeySpan], dt.date], on: dt.date
) -> Register:
    """The register without what keys let in that are revoked as of an earlier day, from that on.

    The key that revokes one goes on counting, and so do those of coordinators where nobody else
    would be left: somebody has to be there who can confirm the rest.

    Args:
        before: The register before a commit.
        after: The register with it.
        said_on: The day on which something was said of a key.
        on: The day of the commit.
    """
    spans = dict(after.spans)
    todo = {
        mark: span.revoked
        for mark, span in spans.items()
        if span.revoked and span.revoked < said_on(span) and span != before.spans.get(mark)
    }
    while todo:
        mark, since = todo.popitem()
        by, said = spans[mark].changed_by, spans[mark].said
        for each in let_in_since(spans, mark, since, said_on):
            if each != by:
                span = spans[each]
                todo[each] = min(since, span.added) if span.by == mark else since
                spans[each] = span._replace(
                    revoked=todo[each], changed_by=by, said=said, waits=True
                )
    if spans == after.spans:
        return after
    found = msgspec.structs.replace(after, spans=spans)
    if not found.has_keeper(on):
        spans.update({each: after.spans[each] for each in spans if after.may_change(each)})
    return found


def why_waits(span: KeySpan) -> str:
    """Why a key waits for a coordinator's word.

    Args:
        span: What the register says of it.
    """
    if span.person:
        return "the key that let it in is revoked as of an earlier day"
    return "in another copy it was let in for somebody else"
