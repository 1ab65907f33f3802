"""What `mentorctl --version` says."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from support.run import mentorctl

from mentorctl import __version__

CHECKOUT = Path(__file__).parents[2]


def test_a_checkout_names_its_commit() -> None:
    commit = subprocess.run(
        ["git", "rev-parse", "--short=10", "HEAD"],
        cwd=CHECKOUT, check=False, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    if not commit:
        pytest.skip("this copy has no history")
    first = mentorctl("--version").out.splitlines()[0]
    assert first.startswith(f"mentorctl {__version__} (commit {commit}")


def test_it_says_what_is_not_there_and_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = mentorctl("--version")
    assert result.code == 0
    assert result.err == ""
    first, _, git, openssh = result.out.splitlines()
    assert first == f"mentorctl {__version__} (commit not known)"
    assert git.startswith("git not found: install it")
    assert openssh.startswith("OpenSSH not found: ")
