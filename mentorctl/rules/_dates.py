"""Every date in the records of one pairing: where it stands and what it says."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import TYPE_CHECKING

from mentorctl.model.finding import Where

if TYPE_CHECKING:
    from mentorctl.model.agreement import Guide, Trainings
    from mentorctl.model.experience import Experience
    from mentorctl.model.pairing import Pairing
    from mentorctl.model.plan import Plan
    from mentorctl.model.team import Team
    from mentorctl.model.visit import Visit

__all__ = ["DateKind", "Dated", "dates"]


class DateKind(Enum):
    """What a date in a record says."""

    FACT = "fact"  # something that has happened
    EARLIER = "earlier"  # a fact that may well be older than the program year
    AHEAD = "ahead"  # what is planned, agreed or allowed


FACT, EARLIER, AHEAD = DateKind

# Its file, its place there, the day, and what it says.
Dated = tuple[str, Where, dt.date, DateKind]


def dates(team: Team) -> list[Dated]:
    """Every date of a pairing's records that is filled in."""
    # A list that grows, not generators: this runs for every pairing at every check.
    found: list[Dated] = []
    if team.pairing is not None:
        _add_pairing(found, team.pairing)
    if team.plan is not None:
        _add_plan(found, team.plan)
    for key, experience in team.experiences.items():
        _add_experience(found, f"experiences/{key}.yaml", experience)
    for key, visit in team.visits.items():
        _add_visit(found, f"visits/{key}.yaml", visit)
    _add_talks(found, team)
    if team.trainings is not None:
        _add_trainings(found, team.trainings)
    if team.guide is not None:
        _add_guide(found, team.guide)
    return found


def _add_pairing(found: list[Dated], pairing: Pairing) -> None:
    record = "pairing.yaml"
    found.append((record, ("starts",), pairing.starts, AHEAD))
    if pairing.ends is not None:
        found.append((record, ("ends",), pairing.ends, AHEAD))
    if pairing.closed is not None:
        found.append((record, ("closed", "on"), pairing.closed.on, FACT))
    confirmed = pairing.mentor_confirmed
    if confirmed is not None and confirmed.on is not None:
        found.append((record, ("mentor_confirmed", "on"), confirmed.on, EARLIER))
    for name, day in pairing.dates.items():
        if day is not None:
            found.append((record, ("dates", name), day, FACT))
    for index, extension in enumerate(pairing.extensions):
        found.append((record, ("extensions", index, "until"), extension.until, AHEAD))
        if extension.on is not None:
            found.append((record, ("extensions", index, "on"), extension.on, FACT))
    for index, waiver in enumerate(pairing.waivers):
        if waiver.on is not None:
            found.append((record, ("waivers", index, "on"), waiver.on, FACT))


def _add_plan(found: list[Dated], plan: Plan) -> None:
    record = "plan.yaml"
    for index, entry in enumerate(plan.experiences):
        if entry.target_date is not None:
            where: Where = ("experiences", index, "target_date")
            found.append((record, where, entry.target_date, AHEAD))
        approved = entry.own.approved if entry.own is not None else None
        if approved is not None and approved.on is not None:
            where = ("experiences", index, "own", "approved", "on")
            found.append((record, where, approved.on, FACT))
    for name, initials in (("approved", plan.approved), ("received", plan.received)):
        if initials is not None and initials.on is not None:
            found.append((record, (name, "on"), initials.on, FACT))
    for index, revision in enumerate(plan.revisions):
        found.append((record, ("revisions", index, "on"), revision.on, FACT))
        if revision.shared_on is not None:
            where = ("revisions", index, "shared_on")
            found.append((record, where, revision.shared_on, FACT))


def _add_experience(found: list[Dated], record: str, experience: Experience) -> None:
    if experience.achieved is not None:
        found.append((record, ("achieved",), experience.achieved, FACT))
    if experience.sent_to_mentor is not None:
        found.append((record, ("sent_to_mentor",), experience.sent_to_mentor, FACT))
    comment = experience.comment
    if comment is None:
        return
    if comment.on is not None:
        found.append((record, ("comment", "on"), comment.on, FACT))
    if comment.sent_to_advisor is not None:
        where = ("comment", "sent_to_advisor")
        found.append((record, where, comment.sent_to_advisor, FACT))
    if comment.copied_to_mentee is not None:
        where = ("comment", "copied_to_mentee")
        found.append((record, where, comment.copied_to_mentee, FACT))


def _add_visit(found: list[Dated], record: str, visit: Visit) -> None:
    found.append((record, ("on",), visit.on, FACT))
    administrator = visit.administrator
    if administrator is not None and administrator.informed_on is not None:
        where = ("administrator", "informed_on")
        found.append((record, where, administrator.informed_on, FACT))
    if visit.sent_to_advisor is not None:
        found.append((record, ("sent_to_advisor",), visit.sent_to_advisor, FACT))


def _add_talks(found: list[Dated], team: Team) -> None:
    if team.log is not None:
        for index, entry in enumerate(team.log.entries):
            found.append(("log.yaml", ("entries", index, "on"), entry.on, FACT))
    for record, checklist in (
        ("focal-points.yaml", team.focal_points),
        ("decision-points.yaml", team.decision_points),
    ):
        if checklist is not None and checklist.on is not None:
            found.append((record, ("on",), checklist.on, FACT))
    if team.agreement is not None and team.agreement.begins_on is not None:
        found.append(("agreement.yaml", ("begins_on",), team.agreement.begins_on, AHEAD))


def _add_trainings(found: list[Dated], trainings: Trainings) -> None:
    for index, training in enumerate(trainings.taken):
        if training.on is not None:
            found.append(("trainings.yaml", ("taken", index, "on"), training.on, EARLIER))


def _add_guide(found: list[Dated], guide: Guide) -> None:
    record = "guide.yaml"
    for index, task in enumerate(guide.tasks):
        if task.done_on is not None:
            found.append((record, ("tasks", index, "done_on"), task.done_on, FACT))
    for name, sign_off in (("reviewed", guide.reviewed), ("signed_off", guide.signed_off)):
        if sign_off is not None and sign_off.on is not None:
            found.append((record, (name, "on"), sign_off.on, FACT))
