"""Program folders to work on."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import partial
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["PRESET", "Once", "commit_all", "contents", "copied", "history", "lay_base", "whole"]

Once: TypeAlias = "Callable[[str, Callable[[Path], object]], Path]"
TESTS = Path(__file__).parent.parent
BASE = TESTS / "examples" / "base"
PRESET = TESTS.parent / "templates/programs/missouri-career-education/program.yaml"


def lay_base(root: Path) -> Path:
    """Make the small program in which all is well on 2027-05-03: one pairing, all of it done."""
    shutil.copytree(BASE, root, ignore=shutil.ignore_patterns("case.yaml"))
    text = PRESET.read_text(encoding="utf-8")
    text = text.replace("coordinators: []", "coordinators: [iris-nakamura]")
    (root / "program.yaml").write_text(text, encoding="utf-8", newline="\n")
    commit_all(root, "the program as it is")
    subprocess.run(["git", "-C", root, "repack", "-adq"], check=True)
    return root


def copied(folder: Path, root: Path) -> Path:
    """A folder's copy, to work on."""
    # copytree asks of each file again and again what it is, which takes twice as long
    root.mkdir(parents=True)
    with os.scandir(folder) as entries:
        for each in entries:
            to = f"{root}{os.sep}{each.name}"
            if each.is_symlink():
                os.symlink(os.readlink(each.path), to)  # noqa: PTH115, PTH211 - sooner done
            elif each.is_dir():
                copied(Path(each.path), Path(to))
            else:
                opener = partial(os.open, mode=each.stat().st_mode)
                with FileIO(each.path) as source, FileIO(to, "x", opener=opener) as target:
                    target.write(source.read())
    return root


def commit_all(root: Path, message: str, when: str = "") -> None:
    """Commit everything in a folder, which becomes a repository if it is none.

    Args:
        root: The folder.
        message: What the commit says.
        when: Its time; now when left out.
    """
    if not (root / ".git").exists():
        subprocess.run(["git", "init", "-q", "-b", "main", root], check=True)
    subprocess.run(["git", "-C", root, "add", "-A"], check=True)
    dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when} if when else {}
    words = ["commit", "-q", "-m", message]
    subprocess.run(["git", "-C", root, *words], check=True, env={**os.environ, **dates})


def history(root: Path) -> list[str]:
    """The first lines of all commits, the newest first."""
    done = subprocess.run(
        ["git", "-C", root, "log", "--format=%s"], check=True, capture_output=True, text=True
    )
    return done.stdout.splitlines()


def contents(root: Path) -> dict[str, bytes]:
    """Every file below a folder, `.git` left out."""
    return dict(_files(root))


def _files(root: Path) -> Iterator[tuple[str, bytes]]:
    for place, folders, names in os.walk(root):
        folders[:] = sorted(each for each in folders if each != ".git")
        for name in sorted(names):
            path = Path(place, name)
            yield path.relative_to(root).as_posix(), path.read_bytes()


def whole(root: Path) -> dict[str, bytes]:
    """What the whole of a folder holds, its history's own files among it."""
    found = {}
    for place, _, names in os.walk(root):
        for name in names:
            path = Path(place, name)
            found[path.relative_to(root).as_posix()] = path.read_bytes()
    return found
