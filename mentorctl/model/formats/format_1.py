"""Format 1: folders from before program.yaml named a format. Their signatures must hold for years.

Written down once, from the models of that day. Nothing here follows when a model is changed.
"""

from __future__ import annotations

from mentorctl.model.formats.definition import Format, RecordFormat

__all__ = ["FORMAT"]

RECORDS = {
    "agreement": RecordFormat(choices=("begins_on",)),
    "focal-points": RecordFormat(numbers=("ratings.*",), choices=("on",)),
    "decision-points": RecordFormat(choices=("on", "points.*.discussed")),
    "plan": RecordFormat(
        numbers=(
            "experiences.*.slot", "experiences.*.semester", "experiences.*.catalogue",
            "outcomes.*.year",
        ),
        choices=(
            "experiences.*.target_date", "experiences.*.own.approved.on", "approved.on",
            "received.on", "revisions.*.on", "revisions.*.shared_on",
        ),
        not_signed=("approved", "received", "revisions", "experiences.*.own.approved"),
    ),
    "experience": RecordFormat(
        numbers=("slot",),
        choices=(
            "achieved", "sent_to_mentor", "comment.on", "comment.sent_to_advisor",
            "comment.copied_to_mentee", "comment.received.on", "comment.asked_for_more.on",
            "comment.asked_for_more.came_on",
        ),
        not_signed=(
            "comment.sent_to_advisor", "comment.copied_to_mentee", "comment.received",
            "comment.asked_for_more",
        ),
        # who hands the work over attests the work, not what the mentor writes about it later
        not_signed_by={"mentee": ("comment",)},
    ),
    "log": RecordFormat(items="entries"),
    "visit": RecordFormat(
        choices=(
            "location", "agreed_on", "administrator.informed_on", "administrator.signed.on",
            "sent_to_advisor", "copied_to_mentee", "received.on", "asked_for_more.on",
            "asked_for_more.came_on",
        ),
        not_signed=(
            "administrator.signed", "sent_to_advisor", "copied_to_mentee", "received",
            "asked_for_more",
        ),
    ),
    "trainings": RecordFormat(
        choices=("taken.*.on", "planned.*.until", "planned.*.done_on"),
        not_signed=("planned.*.done_on",),
    ),
    "guide": RecordFormat(
        choices=("tasks.*.done_on", "reviewed.on", "signed_off.on"),
        not_signed=("reviewed", "signed_off"),
    ),
}  # fmt: skip

FORMAT = Format(1, "0.1.0", "as it was before formats were counted", RECORDS)
