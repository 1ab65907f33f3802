"""Programs in git's place: one that counts how often it is started, one that behaves oddly."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["counted_gits", "needs_shell", "put_before_git"]

needs_shell = pytest.mark.skipif(os.name == "nt", reason="a script in git's place needs a shell")


def put_before_git(place: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Have every git be a script instead; in it `real "$@"` is git itself."""
    git = shutil.which("git")
    place.mkdir()
    text = f'#!/bin/sh\nreal() {{ exec "{git}" "$@"; }}\n{script}\n'
    (place / "git").write_text(text, encoding="utf-8")
    (place / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{place}{os.pathsep}{os.environ['PATH']}")


def counted_gits(place: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """Count the gits from here on.

    Returns:
        What gives the words of each git that was started since it was last asked.
    """
    log = place / "started"
    put_before_git(place, monkeypatch, f'echo "$@" >> "{log}"\nreal "$@"')

    def started() -> list[str]:
        found = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return found

    return started
