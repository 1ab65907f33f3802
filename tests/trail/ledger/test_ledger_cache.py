from __future__ import annotations

from typing import TYPE_CHECKING

from support.folders import commit_all, copied
from support.histories import plain
from support.signers import lay_registered

from mentorctl.trail.git.one_run import one_run
from mentorctl.trail.ledger import build, ledger_cache
from mentorctl.trail.ledger.ledger_cache import ledger_of

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def earlier(program: Path) -> Path:
    """A copy of a program with somebody's keys, as it was two changes ago."""
    lay_registered(program)
    root = copied(program, program.parent / "earlier")
    for text in ("one", "two"):
        (program / "notes.txt").write_text(text, encoding="utf-8")
        commit_all(program, text)
    return root


def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("the history is read again")

    monkeypatch.setattr(build, "keep_up", fail)


def test_a_day_past_is_kept_beside_today(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = earlier(program)
    now, then = ledger_of(program), ledger_of(before, program, past=True)
    assert (now.count, then.count) == (4, 2)
    assert then.tip == plain(program, "rev-parse", "HEAD~2")
    unread(monkeypatch)
    assert ledger_of(program) == now
    assert ledger_of(before, program, past=True) == then
    assert ledger_of(program, past=True) == now


def test_a_past_that_takes_much_room_is_read_again(
    program: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = earlier(program)
    now = ledger_of(program)
    monkeypatch.setattr(ledger_cache, "MOST_OF_A_PAST", 10)
    assert ledger_of(before, program, past=True).count == 2
    assert len(list((home / "cache" / "mentorctl" / "trail").iterdir())) == 1
    unread(monkeypatch)
    assert ledger_of(program) == now


def test_one_run_reads_a_history_once(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MENTORCTL_CACHE", "none")
    lay_registered(program)
    with one_run():
        first = ledger_of(program)
        with monkeypatch.context() as patch:
            unread(patch)
            assert ledger_of(program) is first
        (program / "notes.txt").write_text("one", encoding="utf-8")
        commit_all(program, "a change")
        assert ledger_of(program).count == first.count + 1
