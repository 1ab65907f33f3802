"""What the guard refuses of a push is what `audit` names in the same history, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from forgery.test_commits import FORGERIES as COMMITS
from forgery.test_merges import FORGERIES as MERGES
from support.histories import plain
from support.story import AMARA, FIRST, NOOR, TEO, Story, pushed_to_guard

from mentorctl.trail.server.pre_receive import REFUSED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# one way of each kind, and the merges that are brought in by somebody else
_EVERY = [(each.code, each.make) for each in COMMITS]
_EVERY += [(each.code, each.make) for each in MERGES]
KINDS = dict(reversed(_EVERY))
WAYS = [make for code, make in sorted(KINDS.items()) if code not in {"other-root", "no-keys"}]
# a record may be late, and a signature withdrawn: these come in, and audit names them
NAMED_ONLY = frozenset(
    ("backdated", "commit-order", "other-author", "signature-taken-out", "unreadable-person")
)


def rightful(story: Story) -> None:
    story.sign("plan.yaml", "advisor", NOOR)
    story.commit(NOOR)
    story.put(f"{FIRST}/experiences/1.yaml", "Thorough on grading", "Thorough")
    story.commit(TEO, "2026-10-06T09:00")
    story.files[f"{FIRST}/plan.yaml"] += b"# note\n"
    story.commit(AMARA, "2026-10-06T10:00")


@pytest.mark.one_in(2)
@pytest.mark.parametrize("make", [rightful, *WAYS], ids=lambda each: each.__name__)
def test_both_name_the_same_commits(make: Callable[[Story], None], tmp_path: Path) -> None:
    story = Story()
    make(story)
    root = tmp_path / "program"
    report = story.audit(root)
    start = plain(root, "rev-list", "--reverse", "--topo-order", "HEAD").splitlines()[1]
    done = pushed_to_guard(root, start)
    new = set(plain(root, "rev-list", "HEAD", f"^{start}").split())
    named = {each.commit for each in report.matters if each.code in REFUSED and each.commit in new}
    refused = {each for each in new if each[:10] in done.stderr}
    assert named <= refused, done.stderr
    others = {each.code for each in report.matters if each.commit in refused - named}
    assert not refused or others <= {"signature-invalid", *NAMED_ONLY}, (others, done.stderr)
    assert (done.returncode != 0) == bool(refused), done.stderr
