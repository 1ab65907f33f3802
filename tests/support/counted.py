"""Programs in git's place: one that counts how often it is started, one that behaves oddly."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["counted_gits", "loaded_by", "needs_shell", "opened_files", "put_before_git"]

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


def loaded_by(
    *words: str | Path, cwd: Path, env: Mapping[str, str], said: str = ""
) -> tuple[int, set[str], str]:
    """Run mentorctl in a process of its own.

    Returns:
        Its exit code, the modules that it loaded, and all that it wrote to standard error.
    """
    done = subprocess.run(
        [sys.executable, "-P", "-X", "importtime", "-m", "mentorctl", *words],
        input=said, cwd=cwd, env={**os.environ, **env}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    return done.returncode, loaded, done.stderr


_heard: list[str] = []
_is_listening = False


@contextlib.contextmanager
def opened_files() -> Iterator[Counter[str]]:
    """Count how often this process opens each file meanwhile; git's own are not among them."""
    global _is_listening  # noqa: PLW0603 - what listens to Python itself cannot be taken away again
    if not _is_listening:
        sys.addaudithook(_hear)
        _is_listening = True
    _heard.clear()
    found: Counter[str] = Counter()
    yield found
    found.update(_heard)
    _heard.clear()


def _hear(event: str, args: tuple[object, ...]) -> None:
    if event == "open" and isinstance(args[0], str | Path):
        _heard.append(str(args[0]))
