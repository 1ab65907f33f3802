"""What comes of every roster of `support/rosters.py` and `exports.py`, to the letter.

    MENTORCTL_WRITE_ROSTERS=1 python -m pytest tests/rosters

writes `outcomes.txt` anew; read the difference before you keep it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.exports import EXPORTS
from support.folders import Once, contents, copied
from support.rosters import ROSTERS, Roster
from support.run import mentorctl

if TYPE_CHECKING:
    from collections.abc import Iterator

OUTCOMES = Path(__file__).with_name("outcomes.txt")
EVERY = (*ROSTERS, *EXPORTS)
WRITE = bool(os.environ.get("MENTORCTL_WRITE_ROSTERS"))
PRESET = ("--preset", "missouri-career-education", "--year", "2026-2027")


@pytest.fixture
def fresh(once: Once, tmp_path: Path) -> Path:
    """A program folder just after `mentorctl init`."""
    base = once("fresh", lambda folder: mentorctl("init", folder / "program", *PRESET))
    return copied(base / "program", tmp_path / "program")


def _known() -> dict[str, str]:
    text = OUTCOMES.read_text(encoding="utf-8") if OUTCOMES.exists() else ""
    parts = re.split(r"^== (.*) ==\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _outcome(roster: Roster, folder: Path) -> str:
    """The exit code, what was said, and what stands in the folder then."""
    file = folder.parent / roster.file
    file.write_bytes(roster.data)
    before = contents(folder)
    done = mentorctl("import", file, *roster.words, "--today", "2026-09-08", cwd=folder)
    assert not done.out
    lines = [f"exit {done.code}", *done.err.splitlines()]
    after = contents(folder)
    if done.code:
        assert after == before, "nothing is written where something is wrong"
    for path in sorted(set(after) - set(before)):
        lines += [f"  {path}: {'; '.join(_said((folder / path).read_text('utf-8')))}"]
    return "\n".join(lines) + "\n"


def _said(text: str) -> Iterator[str]:
    """The lines of a record that say something."""
    for line in text.splitlines():
        if not re.match(r"\s*#|\s*$", line) and not re.search(r":(?: \[\]| \{\})?$", line):
            yield line.strip()


@pytest.mark.one_in(2)
@pytest.mark.parametrize("roster", EVERY, ids=lambda each: each.name)
def test_every_roster_comes_to_what_is_written_of_it(roster: Roster, fresh: Path) -> None:
    found = _outcome(roster, fresh)
    if WRITE:
        known = {**_known(), roster.name: found}
        text = "".join(f"== {name} ==\n{known[name]}" for name in _names() if name in known)
        OUTCOMES.write_text(text, encoding="utf-8", newline="\n")
    assert _known().get(roster.name) == found


def _names() -> list[str]:
    return [roster.name for roster in EVERY]


def test_there_are_enough_of_them_and_each_is_written_of() -> None:
    names = _names()
    assert len(names) >= 250
    assert len(set(names)) == len(names)
    assert list(_known()) == names
