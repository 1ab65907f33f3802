"""A whole folder read: nothing followed, nothing written, the same in one share or many."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
from pathlib import Path

import pytest
from support.run import mentorctl

from mentorctl.reports.check import check_folder
from mentorctl.store import parallel
from mentorctl.store.folder import Folder

SAMPLE = Path(__file__).parents[2] / "sample-program"
DAY = dt.date(2027, 4, 27)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "p"
    shutil.copytree(SAMPLE, place)
    return place


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own on Windows")
def test_no_link_is_followed(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("name: Secret Person\nroles: [mentor]\n", encoding="utf-8")
    (folder / "people" / "linked-one.yaml").symlink_to(secret)
    (folder / "pairings" / "2026-2027" / "linked-pairing").symlink_to(tmp_path)
    report = check_folder(folder, DAY)
    told = {finding.path for finding in report.findings if finding.code == "unreadable-file"}
    assert told == {"people/linked-one.yaml", "pairings/2026-2027/linked-pairing"}
    assert "linked-one" not in Folder(folder).people
    assert "Secret Person" not in mentorctl("-C", folder, "person", "list").out


@pytest.mark.skipif(sys.platform != "linux", reason="work is shared on Linux only")
@pytest.mark.parametrize("cores", [2, 3, 5])
def test_many_shares_find_what_one_finds(
    folder: Path, monkeypatch: pytest.MonkeyPatch, cores: int
) -> None:
    for path in folder.glob("pairings/*/*/plan.yaml"):
        path.write_text(path.read_text(encoding="utf-8") + "colour: blue\n", encoding="utf-8")
    monkeypatch.setattr(parallel, "_cores", lambda: 1)
    alone = check_folder(folder, DAY)
    monkeypatch.setattr(parallel, "_cores", lambda: cores)
    monkeypatch.setattr(parallel, "WORTH_A_PROCESS", 1)
    assert check_folder(folder, DAY) == alone
    assert sum(finding.code == "unknown-field" for finding in alone.findings) == 16


def test_a_fault_in_a_share_is_raised_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_cores", lambda: 2)
    monkeypatch.setattr(parallel, "WORTH_A_PROCESS", 1)

    def work(items: object) -> None:
        if "last" in str(items):
            raise ValueError("from the other process")

    with pytest.raises(ValueError, match="from the other process"):
        parallel.in_shares(["first", "second", "third", "last"], work)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_finding_is_placed_where_the_value_is(folder: Path, line_end: str) -> None:
    path = folder / "pairings/2026-2027/wyatt-eberhardt-gail-thornhill/experiences/1.yaml"
    text = 'slot: 1\nachieved: 2026-10-30  # "é" é\nsent_to_mentor:   2026-10-29\n'
    path.write_bytes(text.replace("\n", line_end).encode())
    (found,) = (
        finding
        for finding in check_folder(folder, DAY).findings
        if finding.code == "hand-over-before-achieved"
    )
    assert (found.line, found.column) == (3, 19)
