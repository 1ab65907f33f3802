"""What a plan said when it was approved, so that a later change of it shows without any key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.canonical import digest

if TYPE_CHECKING:
    from mentorctl.model.plan import Plan
    from mentorctl.model.recorded import RecordedTeam

__all__ = ["APPROVER", "FORMAT", "RECORD", "as_approved", "has_changed"]

RECORD = "plan.yaml"
# who approves it: what comes after that is bookkeeping, as for their signature
APPROVER = "advisor"
# whatever format the folder has come to, a digest of years ago is of the first one's names
FORMAT = 1


def as_approved(team: RecordedTeam) -> str:
    """The SHA-256 of what an approval of a pairing's plan is about, in hex; empty without one."""
    plan = team.records.get(RECORD)
    return digest(plan.covered(APPROVER, FORMAT)) if plan is not None else ""


def has_changed(plan: Plan, team: RecordedTeam) -> bool:
    """Whether a plan is another now than it was approved, as far as that was written down."""
    approved = plan.approved
    return bool(approved and approved.on and approved.content) and (
        approved is not None and approved.content != as_approved(team)
    )
