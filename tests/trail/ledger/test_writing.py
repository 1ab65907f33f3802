"""What the judge is asked of commits, at the edges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.histories import plain
from support.story import AMARA, FIRST, IRIS, TODAY, Story

from mentorctl.model.words import Words
from mentorctl.reports.proofs.audit import audit
from mentorctl.store.folder import Folder
from mentorctl.trail.ledger.ledger import Remark
from mentorctl.trail.ledger.ledger_cache import ledger_of
from mentorctl.trail.ledger.writing import FORBIDDEN, said_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("code", "said"), [(FORBIDDEN, "only the coach"), ("backdated", "only the {mentor}")]
)
def test_only_a_refusal_names_roles(code: str, said: str) -> None:
    words = Words({"mentor": "coach"})
    assert said_of(Remark(code, "", "", "", "only the {mentor}"), words) == said


def test_where_the_history_is_cut_off_nobody_is_taken_to_have_written_all_of_it(
    tmp_path: Path,
) -> None:
    story = Story()
    story.files[f"{FIRST}/plan.yaml"] += b"# seen\n"
    story.commit(AMARA)
    story.lay_in(tmp_path / "program")
    address = (tmp_path / "program").as_uri()
    plain(tmp_path, "clone", "-q", "--depth", "1", address, str(tmp_path / "copy"))
    found = audit(Folder(tmp_path / "copy").recorded, TODAY).matters
    assert FORBIDDEN not in {each.code for each in found}
    assert "history-cut" in {each.code for each in found}


def test_a_side_cut_off_beside_what_it_went_on_from_is_nobodys_work(tmp_path: Path) -> None:
    """Of a merge with what it goes on from itself, as a shallow copy may have it."""
    story = Story()
    start = len(story.commits) - 1
    story.files[f"{FIRST}/plan.yaml"] += b"# seen\n"
    side = story.commit(AMARA)
    story.commit(IRIS, "2026-10-06T09:00", parents=(start, side))
    story.lay_in(tmp_path / "program")
    address = (tmp_path / "program").as_uri()
    plain(tmp_path, "clone", "-q", "--depth", "2", address, str(tmp_path / "copy"))
    remarks = ledger_of(tmp_path / "copy").remarks
    assert [each for each in remarks if each.code == FORBIDDEN] == []


def test_a_pairing_that_cannot_be_read_takes_nobody_out_of_it(tmp_path: Path) -> None:
    story = Story()
    story.files[f"{FIRST}/pairing.yaml"] += b"mentee: [\n"
    story.commit(IRIS)
    story.lay_in(tmp_path / "program")
    assert ledger_of(tmp_path / "program").left == {}
