"""What `mentorctl --version` says: which one this is, made of what, and what it works with here."""

from __future__ import annotations

import platform
from pathlib import Path

from mentorctl import __version__
from mentorctl.data import data
from mentorctl.model.errors import Remediable

__all__ = ["BUILD_FILE", "built_from", "version_lines"]

# what the build writes beside the templates: the commit, and whether there were edits beside it
BUILD_FILE = "commit.txt"


def built_from() -> str | None:
    """The commit this was built from, or is run from in a checkout; None where nobody can tell."""
    if (file := data(BUILD_FILE)).is_file():
        return file.read_text(encoding="utf-8").strip() or None
    from mentorctl.trail.git.command import start  # noqa: PLC0415 - only in a checkout

    root = Path(__file__).resolve().parents[2]
    # a virtual environment may lie in a repository of somebody else
    if not (root / ".git").exists() or not (root / "pyproject.toml").is_file():
        return None
    words = ("describe", "--always", "--dirty", "--exclude=*", "--abbrev=10")
    try:
        said = start(root, words, None, {}, {"safe.directory": str(root)}, (0,))
    except Remediable:
        return None
    return said.decode().strip().replace("-dirty", " and edits since")


def version_lines() -> list[str]:
    """The version with its commit, then the programs that it found."""
    commit = built_from()
    source = f"commit {commit}" if commit else "commit not known"
    return [
        f"mentorctl {__version__} ({source})",
        f"Python {platform.python_version()} on {platform.system()} {platform.machine()}",
        f"git {_git()}",
        f"OpenSSH {_openssh()}",
    ]


def _git() -> str:
    from mentorctl.trail.git.command import start  # noqa: PLC0415 - only with --version

    try:
        said = start(Path.home(), ("--version",), None, {}, {}, (0,)).decode(errors="replace")
    except Remediable as error:
        return f"not found: {error.hint or error.message}"
    return said.removeprefix("git version").strip()


def _openssh() -> str:
    from mentorctl.trail.ssh import openssh  # noqa: PLC0415 - only with --version

    try:
        found = openssh.version()
    except Remediable as error:
        return f"not found: {error.hint or error.message}"
    return "of an unknown version" if found is None else ".".join(map(str, found))
