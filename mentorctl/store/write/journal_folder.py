"""Where journals of unfinished changes lie, what they say, and which of them count.

A journal counts in the copy of the folder in which it was begun, and in no other: whoever sends a
folder could otherwise put one in that rewrites records as if a command of ours had died over them.
"""

from __future__ import annotations

import contextlib
import stat
from typing import TYPE_CHECKING, Literal

import msgspec

from mentorctl.store.write.fsync import WriteError, whole_content, write_error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = [
    "BACK",
    "FORWARD",
    "PREFIX",
    "Direction",
    "JournalEntry",
    "Manifest",
    "copy_of",
    "direction_of",
    "foreign",
    "home_of",
    "journals",
    "manifest_of",
    "place_of",
    "unfinished",
]

PREFIX = "journal-"
FORWARD, BACK = "forward.json", "back.json"
Direction = Literal["new", "old"]


class JournalEntry(msgspec.Struct):
    """One file: digests of what stood there (None: nothing) and of what shall."""

    path: str
    old: str | None
    new: str | None


class Manifest(msgspec.Struct):
    """What a journal will do.

    Attributes:
        entries: The files it changes.
        folders: The folders it makes, outermost first.
        copy: Which copy of the folder it was begun in, see `copy_of`.
    """

    entries: list[JournalEntry]
    folders: list[str]
    copy: str = ""


def foreign(root: Path) -> tuple[str, ...]:
    """Journals that were begun in another copy, relative to this one: nothing of them counts.

    A backup brings such a thing back, or a folder that somebody sent.
    """
    with contextlib.suppress(OSError):
        return tuple(
            journal.relative_to(root).as_posix()
            for journal in journals(root)
            if (want := direction_of(journal)) and manifest_of(root, journal, want) is None
        )
    return ()


def unfinished(root: Path) -> bool:
    """Whether a change is still being put in place, or waits for `recover` to finish it."""
    found = ((journal, direction_of(journal)) for journal in journals(root))
    return any(want and manifest_of(root, journal, want) for journal, want in found)


def place_of(root: Path) -> Path:
    """Where journals and the lock lie: out of the work tree where there is a repository.

    What lies there is never a file that git brought along.
    """
    git = root / ".git"
    try:
        inside = stat.S_ISDIR(git.lstat().st_mode) and git.stat().st_dev == root.stat().st_dev
    except FileNotFoundError:
        inside = False
    return git / "mentorctl" if inside else root / ".mentorctl"


def home_of(root: Path) -> Path:
    """The folder of journals and of the lock, made where it is not there.

    Raises:
        WriteError: A link is in its place, or the program folder may not be written.
    """
    home = place_of(root)
    if home.is_symlink():
        raise WriteError(
            f"{home.relative_to(root).as_posix()} is a symbolic link, which is never followed",
            "delete the link",
        )
    try:
        home.mkdir(exist_ok=True)
    except OSError as error:
        raise write_error(error, "the program folder") from error
    return home


def journals(root: Path) -> Iterator[Path]:
    """Every journal that lies there, complete or not, whoever began it."""
    home = place_of(root)
    if home.is_dir() and not home.is_symlink() and not home.parent.is_symlink():
        for journal in sorted(home.glob(f"{PREFIX}*")):
            if journal.is_dir() and not journal.is_symlink():
                yield journal


def copy_of(root: Path, journal: Path) -> str:
    """What tells this copy of the folder from every other, and cannot be chosen by a sender.

    The disk gives these two numbers when a folder is made; moving or renaming it keeps them.
    """
    return f"{root.stat().st_ino}-{journal.stat().st_ino}"


def manifest_of(root: Path, journal: Path, want: Direction) -> Manifest | None:
    """What a complete journal says; None where it was not begun in this copy of the folder.

    Raises:
        OSError: It cannot be read.
    """
    data = whole_content(journal / (FORWARD if want == "new" else BACK))
    try:
        manifest = msgspec.json.decode(data or b"", type=Manifest)
    except msgspec.DecodeError:
        return None
    try:
        own = copy_of(root, journal)
    except FileNotFoundError:
        return None  # whoever began it is done by now, and has taken it away
    return manifest if manifest.copy == own else None


def direction_of(journal: Path) -> Direction | None:
    """Whether a journal is rolled forward or back; None when it was never completed."""
    if (journal / BACK).is_file():
        return "old"
    return "new" if (journal / FORWARD).is_file() else None
