"""What the build adds to the packages: the commit they are built from, and the pages of docs/."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COMMIT = "commit.txt"


class BuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Run by hatchling before it writes a wheel or a source distribution."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Say what else goes in: `version` is "editable" where nothing does."""
        root = Path(self.root)
        if version == "editable":
            return
        added = build_data["force_include"]
        is_wheel = self.target_name == "wheel"
        commit = root / COMMIT  # a source distribution has it
        if not commit.is_file():
            commit = Path(self.directory).resolve() / COMMIT
            commit.parent.mkdir(parents=True, exist_ok=True)
            commit.write_text(_commit(root), encoding="utf-8")
        added[str(commit)] = f"mentorctl/_data/{COMMIT}" if is_wheel else COMMIT
        if is_wheel:
            for page in sorted(root.glob("docs/*.md")):
                added[str(page)] = f"mentorctl/_data/docs/{page.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Take away what was written for the build."""
        del version, build_data, artifact_path
        (Path(self.directory).resolve() / COMMIT).unlink(missing_ok=True)


def _commit(root: Path) -> str:
    """The commit that `root` stands at; empty where it is no checkout."""
    words = ["git", "describe", "--always", "--dirty", "--exclude=*", "--abbrev=10"]
    if not (root / ".git").exists():
        return ""
    try:
        done = subprocess.run(words, cwd=root, check=True, capture_output=True, text=True)  # noqa: S603 - fixed words
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip().replace("-dirty", " and edits since")
