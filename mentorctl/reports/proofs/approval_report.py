"""What of a plan was changed after its approval.

An approval needs no key: `approve` writes down the digests of the plan, and of what its form takes
from elsewhere, as they are then, and the history is asked only where they are others now. For an
approval that was typed by hand it says what the plan was when that came in.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.canonical import digest
from mentorctl.model.recorded import SignedSurroundings

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.model.recorded import Recorded
    from mentorctl.model.team import Team
    from mentorctl.store.form_sources import FormSources

__all__ = ["APPROVED", "Approved", "as_approved", "is_typed", "judge_approval"]

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
    plan = team.recorded_in(APPROVED)
    return None if plan is None else _about(plan, sources, team.folder)


def _about(plan: Recorded, sources: FormSources, folder: str) -> Approved:
    around = sources.covered(plan, _APPROVER, folder)
    content = digest(plan.covered(_APPROVER, _FORMAT))
    return Approved(content, f"v{around.version}-{around.sha256}")


def is_typed(team: Team) -> bool:
    """Whether only the history tells what the approval of a pairing's plan is about."""
    approved = team.plan.approved if team.plan else None
    return approved is not None and approved.on is not None and approved.content is None


def judge_approval(root: Path, team: Team, sources: FormSources) -> None:
    """Set what of a pairing's plan was changed after its approval, and whether that is known.

    Args:
        root: The program folder.
        team: The pairing.
        sources: What forms take from elsewhere.
    """
    approved = team.plan.approved if team.plan else None
    plan = team.recorded_in(APPROVED) if approved and approved.on is not None else None
    if approved is None or plan is None:
        return
    found = _as_it_came(root, team, plan, sources) if approved.content is None else None
    if approved.content is None and found is None:
        return
    now = _about(plan, sources, team.folder)
    seen, brought = found or (Approved(approved.content or "", approved.context or now.context), "")
    team.approval_known = True
    if now != seen:
        team.approval_change = (
            _named(root, team, sources, seen, brought) or "its form says something else now"
        )


def _as_it_came(
    root: Path, team: Team, record: Recorded, sources: FormSources
) -> tuple[Approved, str] | None:
    """What an approval that was typed by hand is about, and the commit that brought it in.

    Returns:
        None where no history tells.
    """
    from mentorctl.trail.errors import GitError, GitMissing  # noqa: PLC0415 - hardly ever needed
    from mentorctl.trail.git.command import Git  # noqa: PLC0415 - as above
    from mentorctl.trail.git.merging.merge_base import ids_in  # noqa: PLC0415 - as above
    from mentorctl.trail.git.repository import head, is_repository  # noqa: PLC0415 - as above
    from mentorctl.trail.signatures.committed_sources import committed_sources  # noqa: PLC0415 - as above
    from mentorctl.trail.signatures.typed_approvals import typed_approvals  # noqa: PLC0415 - as above

    try:
        if not is_repository(root) or head(root) is None:
            return None
        came = typed_approvals(root, team.year).arrived(team.path(APPROVED), record)
        if came is None:
            return None
        places: set[str] = set()
        sources.watched(places.add).surroundings(record, _APPROVER, team.folder)
        ids = ids_in(Git(root), [(each, path) for each in (came.commit, "HEAD") for path in places])
        # the last commit's files are read once for all pairings
        is_same = all(ids[came.commit, path] == ids["HEAD", path] for path in places)
        past = committed_sources(root).at("" if is_same else came.commit)
        return _about(came.record, past.calling(sources.rightly), team.folder), came.commit
    except (GitError, GitMissing):
        return None


def _named(root: Path, team: Team, sources: FormSources, approved: Approved, brought: str) -> str:
    """What was changed since an approval, in words; empty where no history tells."""
    from mentorctl.trail.errors import GitError  # noqa: PLC0415 - only where something changed
    from mentorctl.trail.git.repository import head, is_repository  # noqa: PLC0415 - as above
    from mentorctl.trail.signatures.staleness import SeenForm, changed_since  # noqa: PLC0415 - as above

    record = team.recorded.records[APPROVED]
    version, _, sha256 = approved.context.removeprefix("v").partition("-")
    context = SignedSurroundings(int(version), sha256) if _VERSION.fullmatch(version) else None
    seen = SeenForm(
        team.path(APPROVED), record, _APPROVER, approved.content, _FORMAT,
        team.folder, sources, context,
    )  # fmt: skip
    try:
        there = is_repository(root) and head(root) is not None
        named = changed_since(root, seen, brought).named if there else ()
    except GitError:
        return ""
    names = " and ".join(filter(None, (", ".join(named[:-1]), *named[-1:])))
    return names and f"{names} changed since"
