"""What of a plan was changed after its approval; the history is asked only where something was.

An approval needs no key: `approve` writes down the digests of the plan, and of what its form takes
from elsewhere, as they are then.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.canonical import digest
from mentorctl.model.recorded import SignedSurroundings

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.model.team import Team
    from mentorctl.store.form_sources import FormSources

__all__ = ["APPROVED", "Approved", "as_approved", "judge_approval"]

APPROVED = "plan.yaml"
# who approves it: what comes after that is bookkeeping, as for their signature
_APPROVER = "advisor"
# whatever format the folder has come to, a digest of years ago is of the first one's names
_FORMAT = 1
_VERSION = re.compile(r"[0-9]{1,6}")


class Approved(NamedTuple):
    """What an approval of a plan is about.

    Attributes:
        content: The SHA-256 of the plan, in hex.
        context: The version and SHA-256 of what its form takes from elsewhere: `v1-9f86…`.
    """

    content: str
    context: str


def as_approved(team: Team, sources: FormSources) -> Approved | None:
    """What an approval of a pairing's plan would be about; None where that cannot be read.

    Args:
        team: The pairing.
        sources: What forms take from elsewhere.
    """
    plan = team.recorded.records.get(APPROVED)
    if plan is None:
        return None
    around = sources.covered(plan, _APPROVER, team.folder)
    content = digest(plan.covered(_APPROVER, _FORMAT))
    return Approved(content, f"v{around.version}-{around.sha256}")


def judge_approval(root: Path, team: Team, sources: FormSources) -> None:
    """Set what of a pairing's plan was changed after its approval.

    Args:
        root: The program folder.
        team: The pairing.
        sources: What forms take from elsewhere.
    """
    approved = team.plan.approved if team.plan else None
    if approved is None or approved.on is None or approved.content is None:
        return
    now = as_approved(team, sources)
    if now is None or now == (approved.content, approved.context or now.context):
        return
    from mentorctl.trail.errors import GitError  # noqa: PLC0415 - only where something changed
    from mentorctl.trail.git.repository import head, is_repository  # noqa: PLC0415 - as above
    from mentorctl.trail.signatures.staleness import SeenForm, changed_since  # noqa: PLC0415 - as above

    team.approval_change = "it was changed since"
    record = team.recorded.records[APPROVED]
    version, _, sha256 = (approved.context or "").removeprefix("v").partition("-")
    context = SignedSurroundings(int(version), sha256) if _VERSION.fullmatch(version) else None
    seen = SeenForm(
        team.path(APPROVED), record, _APPROVER, approved.content, _FORMAT,
        team.folder, sources, context,
    )  # fmt: skip
    try:
        if is_repository(root) and head(root) is not None:
            named = changed_since(root, seen).named
            if named:
                names = " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))
                team.approval_change = f"{names} changed since"
    except GitError:
        return
