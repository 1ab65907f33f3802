"""A small story of one signed plan, for what tells it: signed, changed, set right, changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.story import AMARA, FIRST, IRIS, TEO, Story

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["DATE", "LATER", "PLAN", "told"]

PLAN = f"{FIRST}/plan.yaml"
DATE, LATER = "2026-12-04", "2026-12-11"


def told(root: Path, *, to_the_end: bool = True, by: str | None = None) -> list[str]:
    """Lay the story; the ids of its commits.

    Commits: 0 and 1 keys and records, 2 the mentor's signature, 3 the mentee's, 4 a change, 5 as
    it was, 6 another change, by whom is asked for, or that nobody signed.
    """
    story = Story()
    story.sign("plan.yaml", "mentor", TEO, "2026-09-25T15:00:00-05:00")
    story.commit(TEO, "2026-09-25T15:00:10-05:00")
    story.sign("plan.yaml", "mentee", AMARA, "2026-09-26T23:30:00-05:00")
    story.commit(AMARA, "2026-09-26T23:30:10-05:00")
    if to_the_end:
        story.put(PLAN, DATE, LATER)
        story.commit(TEO, "2026-11-02T10:00:00-06:00")
        story.put(PLAN, LATER, DATE)
        story.commit(IRIS, "2026-11-03T10:00:00-06:00")
        story.put(PLAN, DATE, "2026-12-18")
        story.commit(by, "2026-11-04T10:00:00-06:00")
    return story.lay_in(root)
