"""A visit report leaves something out.

What it finds
    A visit that was made, and whose report lacks its purpose, the location, the topics or the
    strategies that were discussed, or what program.yaml wants of it besides (records: visit:
    asks_for): the day on which goals and topics were agreed, the administrator's signature, that
    it was sent to the advisor, the mentee's copy. Also goals that were not agreed before the visit.

Why it matters
    The report goes to the advisor and tells them what the visit was for and what came of it.

Example
    visits/2026-11-10.yaml:

        on: 2026-11-10
        location: mentee-school
        purpose: See how the lab is organized
        topics:

    A report that is another one than the administrator signed by hand is named, too.

How to mend it
    Fill the report in while you remember it. That the administrator signed by hand is noted with
    the scanned page: mentorctl attest PAIRING visits/DATE administrator --scan FILE
    --signed-on DATE

Source
    Career Education Mentoring Manual, "On-site Visit" and Mentor/Protégé Visit Report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.signed_by_hand import is_as_signed
from mentorctl.model.structure import full_label
from mentorctl.model.visit import Visit
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule

if TYPE_CHECKING:
    from mentorctl.model.finding import Where

FIELDS = ("location", "purpose", "topics", "strategies")
BY_HAND = ("administrator", "signed", "on")


def check(team: Team, ctx: Context) -> Hits:
    """Find reports of visits with blanks."""
    setting = ctx.program.records.get("visit")
    asked = setting.asks_for if setting else ()
    for key, visit in team.visits.items():
        if visit.on > ctx.today:
            continue
        record = f"visits/{key}.yaml"
        report = f"the {ctx.words['visit']} of {visit.on}"
        for where in (*((each,) for each in FIELDS), *(tuple(each.split(".")) for each in asked)):
            if not _said(visit, where):
                said = full_label(Visit, where, ctx.words) if where[0] not in FIELDS else where[0]
                yield Hit(record, where, f"{report} has nothing at {said}", _mend(team, key, where))
        signed = visit.administrator.signed if visit.administrator else None
        if signed is not None and not is_as_signed(signed, team.recorded_in(record)):
            yield Hit(
                record,
                ("administrator", "signed"),
                f"{report} was signed by hand on {signed.on}, and was changed since",
                "if the change is right, have the new page signed: mentorctl attest"
                f" {team.id} visits/{key} administrator --scan FILE --signed-on DATE; if not, take"
                " it back",
            )
        if visit.agreed_on is not None and visit.agreed_on >= visit.on:
            yield Hit(
                record,
                ("agreed_on",),
                f"{report} says that its goals were agreed on {visit.agreed_on}, not before it",
                "correct the day that is wrong; the next time talk about them some days before",
            )


def _said(visit: Visit, where: Where) -> object:
    held: object = visit
    for name in where:
        held = getattr(held, str(name)) if held else None
    return held


def _mend(team: Team, key: str, where: Where) -> str:
    if where == BY_HAND:
        return (
            f"once they signed it: mentorctl attest {team.id} visits/{key} administrator"
            " --scan FILE --signed-on DATE"
        )
    edit = f"mentorctl edit {team.id} visits/{key}"
    return f"fill it in: {edit}" + f" --set {where[0]}=DATE" * (where[0] not in FIELDS)


RULE = TeamRule("visit-incomplete", "warning", check)
