"""A comment form or a visit report was received before it was sent.

What it finds
    A comment form, or the report of a visit, that the advisor received before the day on which it
    was sent, or although no such day is noted; more that was asked for before the report came;
    and what came before it was asked for, or without a day on which it was.

Why it matters
    A report is written, sent, received, and then asked about. If the days run the other way, one
    of them is a slip, and nobody can tell who has to do something next.

Example
    visits/2026-11-10.yaml:

        sent_to_advisor: 2026-11-16
        received: {by: noor-haddad, on: 2026-11-12}

    The report is said to have come four days before it was sent.

How to mend it
    Look up when the report was sent and when it came, and put the right day in. If the day on
    which it was sent was never noted, note it: mentorctl comment PAIRING N --sent DATE, or of a
    visit: mentorctl edit PAIRING visits/DAY --set sent_to_advisor=DATE

Source
    Career Education Mentoring Manual, Mentoring Experiences and Mentor Comment Form: the form is
    submitted to the content advisor, who may ask for more about the experience.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.sent_reports import sent_reports
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.experience import Comment
    from mentorctl.model.finding import Where
    from mentorctl.model.visit import Visit

LOOK_UP = "look up both days, and correct the one that is wrong"
NOTE_SENT = {
    "experience": "note the day on which it was sent: mentorctl comment {team} {key} --sent DATE",
    "visit": "note the day on which it was sent: "
    "mentorctl edit {team} visits/{key} --set sent_to_advisor=DATE",
}
NOTE_ASKED = "note the day on which it was asked for, or take the other one out"


def check(team: Team, ctx: Context) -> Hits:
    """Find reports whose days run the wrong way."""
    for each in sent_reports(team):
        note_sent = NOTE_SENT[each.kind].format(team=team.id, key=each.key)
        called = each.called(ctx.words)
        for place, said, hint in _faults(each.report, note_sent):
            message = ctx.words.say(f"the {called} {said}")
            yield Hit(each.file, (*each.where, *place), message, hint)


def _faults(report: Comment | Visit, note_sent: str) -> Iterator[tuple[Where, str, str]]:
    """Where a fault is, what it is, and what mends it."""
    sent = report.sent_to_advisor
    received = report.received.on if report.received else None
    more = report.asked_for_more
    asked, came = (more.on, more.came_on) if more else (None, None)
    if received is not None and sent is None:
        yield (
            ("received", "on"),
            f"was received by the {{advisor}} on {received}, but has no day on which it was sent",
            note_sent,
        )
    elif received is not None and sent is not None and received < sent:
        yield (
            ("received", "on"),
            f"was received by the {{advisor}} on {received}, before it was sent on {sent}",
            LOOK_UP,
        )
    if asked is not None and received is not None and asked < received:
        yield (
            ("asked_for_more", "on"),
            f"was asked about on {asked}, before it was received on {received}",
            LOOK_UP,
        )
    if came is not None and (asked is None or came < asked):
        before = f"before it was asked for on {asked}" if asked else "but no day is noted on which"
        yield (
            ("asked_for_more", "came_on"),
            f"was asked about; what was asked for came on {came}, {before}"
            + ("" if asked else " it was asked for"),
            LOOK_UP if asked else NOTE_ASKED,
        )


RULE = TeamRule("received-before-sent", "error", check)
