"""What is kept of a check changes no finding: judged anew or not, the same is found."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import random
import shutil
import subprocess
import time
from typing import TYPE_CHECKING

import msgspec
import pytest
from support.folders import Once, commit_all, copied
from support.telling import PLAN, told

from mentorctl import caches
from mentorctl.reports import check, check_cache
from mentorctl.reports.check import check_folder

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.reports.check import CheckReport

TODAY = dt.date(2027, 5, 3)
CHANCE = random.Random(0)  # noqa: S311 - changes, no secrets
TEXTS = (
    b"", b"x", b"on: 2026-10-01\n", b"starts: nonsense\n", b"mentee: nobody-here\nmentor: a\n",
    b"experiences: []\n", b"\xff", b"a: 1\na: 2\n",
)  # fmt: skip


def full(root: Path, today: dt.date = TODAY) -> CheckReport:
    """Judge everything anew, and keep nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(check_cache, "is_possible", lambda _root: False)
        return check_folder(root, today)


def counting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pairings that are judged from here on."""
    judged: list[str] = []
    whole = check.check_teams

    def told_of(*args: object, **named: object) -> object:
        judged.extend(args[2])  # type: ignore[arg-type] # the ids
        return whole(*args, **named)  # type: ignore[arg-type] # as they came

    monkeypatch.setattr(check, "check_teams", told_of)
    return judged


def more(path: Path, _chance: random.Random) -> None:
    path.write_bytes(path.read_bytes() + b"# more\n")


def less(path: Path, chance: random.Random) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    at = chance.randrange(len(lines) or 1)
    path.write_bytes(b"".join(lines[:at] + lines[at + 2 :]))


def gone(path: Path, _chance: random.Random) -> None:
    path.unlink()


def another(path: Path, chance: random.Random) -> None:
    path.write_bytes(chance.choice(TEXTS))


def renamed(path: Path, chance: random.Random) -> None:
    path.replace(path.with_name(f"{chance.randrange(9)}-{path.name}"))


def later(path: Path, _chance: random.Random) -> None:
    text = path.read_text("utf-8", "replace")
    path.write_text(text.replace("2026-1", "2027-0").replace("lindqvist", "linden"), "utf-8")


def beside(path: Path, chance: random.Random) -> None:
    (path.parent / "sub").mkdir(exist_ok=True)
    (path.parent / "sub" / f"{chance.randrange(4)}.txt").write_bytes(b"x")


def saved(path: Path, _chance: random.Random) -> None:
    root = next(each for each in path.parents if (each / ".git").exists())
    commit_all(root, "as it is")


EDITS = (more, less, gone, another, renamed, later, beside, saved, more, later)


def edited(root: Path, chance: random.Random) -> None:
    """Change something anywhere in a folder, as people and other programs do."""
    files = sorted(path for path in root.rglob("*.yaml") if ".git" not in path.parts)
    path = chance.choice(files)
    if chance.random() < 0.1:
        folder = chance.choice(sorted((root / "pairings/2026-2027").iterdir()))
        folder.rename(folder.with_name(f"{folder.name}-{chance.randrange(9)}"))
    elif chance.random() < 0.1:
        path.write_bytes(chance.choice(files).read_bytes())
    else:
        with contextlib.suppress(subprocess.CalledProcessError):  # nothing to commit
            chance.choice(EDITS)(path, chance)


@pytest.fixture
def root(once: Once, tmp_path: Path) -> Path:
    """A signed program of two pairings, to change."""
    return copied(once("told", told), tmp_path / "program")


@pytest.mark.parametrize("seed", range(3))
def test_after_any_change_the_same_is_found(
    root: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # so that times are trusted, which those of just now are not
    monkeypatch.setattr(check_cache, "SLACK_NS", 20_000_000 if seed % 2 else 2_000_000_000)
    chance = random.Random(seed)  # noqa: S311 - changes, no secrets
    for _ in range(10):
        edited(root, chance)
        if seed % 2:
            time.sleep(0.04)
        day = TODAY if chance.random() < 0.9 else dt.date(2027, 1, 5)
        expected = full(root, day)
        assert check_folder(root, day) == expected
        assert check_folder(root, day) == expected


def test_only_what_changed_is_judged(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    judged = counting(monkeypatch)
    assert check_folder(root, TODAY) == full(root)
    assert len(judged) == 4
    judged.clear()
    check_folder(root, TODAY)
    assert judged == []
    later(root / PLAN, CHANCE)
    found = check_folder(root, TODAY)
    assert judged == ["amara-okafor-teo-lindqvist"]
    assert found == full(root)


CONTACT = """contact:
  - id: regular
    title: TITLE
    kinds: [phone]
    required: "yes"
"""


def test_other_rules_are_held_against_what_is_kept(root: Path) -> None:
    rules = root / "program.yaml"
    text = rules.read_text(encoding="utf-8")
    start = text.index("contact:\n")
    after = text[text.index("\n# REFLECTION", start) :]
    for title in ("Calls", "Chats", "Talks"):
        rules.write_text(text[:start] + CONTACT.replace("TITLE", title) + after, encoding="utf-8")
        found = check_folder(root, TODAY)
        assert any(each.message.startswith(f"{title}: ") for each in found.findings)
        assert found == full(root)


def test_of_each_record_that_was_read_its_content_is_known(root: Path) -> None:
    check_folder(root, TODAY)
    file = check_cache.place_of(root)
    assert file is not None
    kept = msgspec.msgpack.decode(file.read_bytes(), type=check_cache.Kept)
    assert not [path for path, each in kept.files.items()
                if path.endswith(".yaml") and not each.digest]  # fmt: skip


def test_whoever_looked_a_person_up_looks_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = (root / PLAN).read_text(encoding="utf-8")
    (root / PLAN).write_text(plan.replace("by: noor-haddad", "by: nobody-here"), encoding="utf-8")
    (root / "people/nobody-here.yaml").write_bytes((root / "people/noor-haddad.yaml").read_bytes())
    check_folder(root, TODAY)
    judged = counting(monkeypatch)
    (root / "people/nobody-here.yaml").unlink()
    assert "unknown-approver" in {each.code for each in check_folder(root, TODAY).findings}
    assert "amara-okafor-teo-lindqvist" in judged


def cache_file(root: Path) -> Path:
    place = check_cache.place_of(root)
    assert place is not None
    return place


def test_what_is_kept_can_go_or_be_broken_at_any_time(root: Path) -> None:
    first = check_folder(root, TODAY)
    place = cache_file(root)
    for spoil in (
        place.unlink,
        lambda: place.write_bytes(b"nonsense"),
        lambda: place.write_bytes(place.read_bytes()[:-20]),
        lambda: shutil.rmtree(place.parent),
    ):
        spoil()
        assert check_folder(root, TODAY) == first
        assert place.exists()


def test_another_toolkit_judges_anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_folder(root, TODAY)
    judged = counting(monkeypatch)
    monkeypatch.setattr(check_cache, "fingerprint", lambda: "another")
    check_folder(root, TODAY)
    assert len(judged) == 2


def test_there_is_room_for_so_much_only(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_folder(root, TODAY)
    place = cache_file(root)
    (place.parent / "other").write_bytes(b"x" * 1000)
    os.utime(place.parent / "other", (0, 0))
    monkeypatch.setattr(caches, "MOST_BYTES", place.stat().st_size + 500)
    more(root / PLAN, CHANCE)
    check_folder(root, TODAY)
    assert place.exists()
    assert not (place.parent / "other").exists()
    monkeypatch.setattr(check_cache, "MOST_BYTES", 10)
    more(root / PLAN, CHANCE)
    assert check_folder(root, TODAY) == full(root)
    assert not place.exists()


def test_where_nothing_can_be_kept_all_is_judged(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file" / "none"))
    judged = counting(monkeypatch)
    check_folder(root, TODAY)
    check_folder(root, TODAY)
    assert len(judged) == 4
