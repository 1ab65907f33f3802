"""What is looked at of a push, and what is not taken out of the history for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from forgery.test_model import lay
from support.story import FIRST, IRIS, TEO, Story

from mentorctl.cli.sharing import push_refusals
from mentorctl.model.paths import ALLOWED_SIGNERS, PROGRAM_FILE
from mentorctl.store.evidence import LARGEST
from mentorctl.trail.git.refs import HEADS
from mentorctl.trail.server.pre_receive import Push, Side, lay_out

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def asked(root: Path, story: Story) -> list[str]:
    """What is refused of the last commit of a history, sent behind the one before."""
    ids = story.lay_in(root)
    shared = lay(root.parent / "shared", root / ".git/objects", ids[-2])
    push = Push(ids[-2], ids[-1], f"{HEADS}main")
    return list(push_refusals.refusals(shared, push, ids[-2], shared))


@pytest.mark.parametrize(
    ("text", "found"), [("# a note\n", ""), ("look_alike: 1\n", "look_alike"), ("x: [\n", "]")]
)
def test_a_change_of_the_program_is_judged_without_laying_out_all_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, found: str
) -> None:
    story, laid = Story(), set[str]()

    def noted(side: Side, place: Path, paths: Iterable[str]) -> None:
        laid.update(paths)
        lay_out(side, place, paths)

    monkeypatch.setattr(push_refusals, "lay_out", noted)
    story.files["program.yaml"] += text.encode()
    story.commit(IRIS)
    refused = asked(tmp_path / "program", story)
    assert bool(refused) == bool(found)
    assert all(each.startswith("program.yaml:") for each in refused[:1])
    assert laid == {ALLOWED_SIGNERS, PROGRAM_FILE}


def test_what_a_change_of_a_person_makes_wrong_elsewhere_is_found(tmp_path: Path) -> None:
    story = Story()
    del story.files["people/noor-haddad.yaml"]
    story.commit(IRIS)
    refused = asked(tmp_path / "program", story)
    assert any("noor-haddad" in each and "pairing.yaml:" in each for each in refused)


@pytest.mark.parametrize("more", [0, 1])
def test_a_file_that_is_small_only_while_it_is_packed_does_not_come_in(
    tmp_path: Path, more: int
) -> None:
    story, file = Story(), f"{FIRST}/evidence/scan.pdf"
    story.files[file] = b"%PDF".ljust(LARGEST + more)
    story.commit(TEO)
    refused = asked(tmp_path / "program", story)
    assert len(refused) == more
    assert all(f"{file}: it has 51 MiB, and a file may have 50" in each for each in refused)
