"""What of a plan was changed after its approval; the history is asked only where something was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.approval import APPROVER, FORMAT, RECORD, has_changed

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.model.team import Team

__all__ = ["judge_approval"]


def judge_approval(root: Path, team: Team) -> None:
    """Set what of a pairing's plan was changed after its approval.

    Args:
        root: The program folder.
        team: The pairing.
    """
    if team.plan is None or not has_changed(team.plan, team.recorded):
        return
    from mentorctl.trail.errors import GitError  # noqa: PLC0415 - only where something changed
    from mentorctl.trail.git.repository import head, is_repository  # noqa: PLC0415 - as above
    from mentorctl.trail.signatures.staleness import changed_since  # noqa: PLC0415 - as above

    approved = team.plan.approved
    assert approved is not None
    team.approval_change = "it was changed since"
    record = team.recorded.records[RECORD]
    try:
        if is_repository(root) and head(root) is not None:
            named = changed_since(
                root, team.path(RECORD), record, APPROVER, approved.content or "", FORMAT
            )
            if named:
                team.approval_change = f"{named} changed since"
    except GitError:
        return
