"""Which comment forms and visit reports were sent to the {advisor}, and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.kinds import kind_named

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from mentorctl.model.experience import Comment
    from mentorctl.model.finding import Where
    from mentorctl.model.program import Program
    from mentorctl.model.team import Team
    from mentorctl.model.visit import Visit
    from mentorctl.model.words import Words

__all__ = ["Awaited", "SentReport", "awaited", "sent_reports"]


class SentReport(NamedTuple):
    """A comment form or a visit report of a pairing, sent or not.

    Attributes:
        kind: The kind of record that it stands in: `experience` or `visit`.
        key: Which one of its kind.
        file: That record's file in the pairing's folder.
        where: The place of the report in it.
        report: What it says.
    """

    kind: str
    key: str
    file: str
    where: Where
    report: Comment | Visit

    def called(self, words: Words) -> str:
        """What people call it, in the program's words."""
        if self.kind == "experience":
            return words.say(f"{{comment}} of experience {self.key}")
        return words.say(f"{{visit}} of {self.key}")


class Awaited(NamedTuple):
    """What is waited for about a report that was sent.

    Attributes:
        report: The report.
        role: Whose move it is: the `advisor`'s to note that it came, or the `mentor`'s to give what
            was asked for besides.
        since: The day on which it was sent, or on which more was asked for.
        what: What was asked for; empty where it is to be noted that it came.
    """

    report: SentReport
    role: str
    since: dt.date
    what: str = ""

    def told(self, words: Words) -> str:
        """What is waited for, in words."""
        # what was asked for is no text of ours: it is not read for terms
        called, advisor = self.report.called(words), words["advisor"]
        if self.role == "mentor":
            what = f", “{' '.join(self.what.split())}”" if self.what else ""
            return f"{called}: the {advisor} asked for more on {self.since}{what}"
        return f"{called}: sent to the {advisor} on {self.since}, not noted as received yet"


def sent_reports(team: Team) -> Iterator[SentReport]:
    """The comment forms and visit reports of a pairing, in order."""
    path = kind_named("experience").path
    for key, experience in sorted(team.experiences.items()):
        if experience.comment is not None:
            yield SentReport("experience", key, path(key), ("comment",), experience.comment)
    path = kind_named("visit").path
    for key, visit in sorted(team.visits.items()):
        yield SentReport("visit", key, path(key), (), visit)


def awaited(team: Team, program: Program, today: dt.date) -> tuple[Awaited, ...]:
    """What is waited for about reports that were sent, as it stood on a day.

    Args:
        team: The pairing; without an {advisor} nobody notes that a report came.
        program: For which records it says that the {advisor} notes it (`advisor_receives`).
        today: The day; what is dated later has not happened yet.
    """
    has_advisor = team.pairing is not None and team.pairing.advisor is not None
    asked = {
        name
        for name, each in program.records.items()
        if has_advisor and each.advisor_receives == "yes"
    }
    found = []
    for each in sent_reports(team):
        sent, more = each.report.sent_to_advisor, each.report.asked_for_more
        received = each.report.received.on if each.report.received else None
        if more and more.on and more.on <= today and not _happened(more.came_on, today):
            found.append(Awaited(each, "mentor", more.on, more.what or ""))
        elif each.kind in asked and sent and sent <= today and not _happened(received, today):
            found.append(Awaited(each, "advisor", sent))
    return tuple(found)


def _happened(day: dt.date | None, today: dt.date) -> bool:
    return day is not None and day <= today
