"""Files that signed forms take something from, as commits have them."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from support.histories import START, Made, lay_history, plain

from mentorctl.trail.git import objects
from mentorctl.trail.signatures import committed_sources
from mentorctl.trail.signatures.committed_sources import CommittedSources

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from mentorctl.trail.git.command import Git

TEO, SLIDE, OTHER = "people/teo.yaml", "pairings/y/a-teo/evidence/slide.txt", "README.md"


def named(name: str) -> bytes:
    return f"name: {name}\n".encode()


def test_files_are_those_of_the_commit_and_of_the_last_one(tmp_path: Path) -> None:
    ids = lay_history(
        tmp_path, [Made({TEO: named("Teo")}), Made({TEO: named("Theo"), SLIDE: b"s"})]
    )
    (tmp_path / "people").mkdir()
    (tmp_path / TEO).write_bytes(named("nobody"))
    plain(tmp_path, "add", TEO)
    sources = CommittedSources(tmp_path)
    assert [sources.at(each).name("teo") for each in (*ids, "")] == ["Teo", "Theo", "Theo"]
    assert [sources.at(each).sha256(SLIDE) for each in (*ids, "")] == [
        "", *[hashlib.sha256(b"s").hexdigest()] * 2
    ]  # fmt: skip
    assert sources.at(ids[0]) is sources.at(ids[0])
    known = sources.at("")
    sources.close()
    assert sources.at("") is not known


def test_what_changed_files_is_told_the_newest_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the last but one has the file no more
    made = [{TEO: b"1"}, {TEO: b"1", OTHER: b"2"}, {TEO: b"3"}, {OTHER: b"4"}, {OTHER: b"5"}]
    ids = lay_history(tmp_path, [Made(each) for each in made])
    asked: list[str] = []
    reading = objects.reading

    def counted(git: Git, *words: str) -> bytes:
        asked.append(words[-1])
        return reading(git, *words)

    monkeypatch.setattr(objects, "reading", counted)
    sources = CommittedSources(tmp_path)
    found = [
        (ids[each], dt.datetime.fromtimestamp(START + 60 * each, dt.UTC)) for each in (3, 2, 0)
    ]
    assert sources.changes([TEO]) == found
    assert [each for each, _ in sources.changes([TEO, OTHER, TEO])] == ids[::-1]
    assert [each for each, _ in sources.changes([OTHER, TEO])] == ids[::-1]
    assert len(asked) == 2
    sources.close()
    monkeypatch.setattr(committed_sources, "_MOST_VERSIONS", 2)
    assert sources.changes([TEO]) == found[:2]
