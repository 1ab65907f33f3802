"""Who has completed a year, put together by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mentorctl.model.completer_list import CompleterEntry, CompleterList, CompleterRow, Reason

__all__ = ["entry", "listed", "open_reason"]

DAY = dt.date(2027, 4, 5)


def entry(
    pairing: str, *, advisor: str = "ines-marsh", reasons: tuple[Reason, ...] = (), **row: Any
) -> CompleterEntry:
    """A pairing named `mentee--mentor`; without reasons it has completed."""
    mentee, _, mentor = pairing.partition("--")
    about = CompleterRow(
        mentee_id=mentee,
        mentee=mentee.replace("-", " ").title(),
        mentee_email=None,
        school="North River Career Center",
        district="North River R-V",
        content_area="Agricultural Education",
        mentor_id=mentor,
        mentor=mentor.replace("-", " ").title(),
        mentor_email=None,
        advisor=advisor.replace("-", " ").title(),
        completed_on=None if reasons else DAY,
        experiences=4,
        meetings=2,
        waivers=0,
        signatures="0 of 9",
    )
    return CompleterEntry(pairing.replace("--", "-"), advisor, "", about._replace(**row), reasons)


def open_reason(message: str) -> Reason:
    """A reason why a pairing has not completed."""
    return Reason("plan:approved.on", "Plan", "missed", message, f"mend {message}")


def listed(*entries: CompleterEntry) -> CompleterList:
    """The list of these pairings."""
    return CompleterList(
        "Career Education Mentoring",
        "2026-2027",
        dt.date(2027, 4, 26),
        tuple(each for each in entries if not each.reasons),
        tuple(each for each in entries if each.reasons),
    )
