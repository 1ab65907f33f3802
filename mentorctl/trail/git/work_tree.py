"""Writes files of the working tree into git's object store."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from mentorctl.trail.errors import GitError
from mentorctl.trail.git.tree_edit import entries_at
from mentorctl.trail.git.tree_entry import TreeEntry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mentorctl.trail.git.command import Git
    from mentorctl.trail.git.object_writer import ObjectWriter

__all__ = ["EXECUTABLE", "FILE", "ids_on_disk", "store_files"]

FILE, EXECUTABLE, LINK = "100644", "100755", "120000"
# the mode of a file that is not there yet
NEW = 0o100644
# what in .gitattributes may change the bytes of a file on its way into the store (gitattributes)
_CHANGING = (b"filter", b"ident", b"working-tree-encoding", b"[attr]")
_LINE_ENDS = (b"text", b"eol", b"crlf")
# of these, what says other words on disk than in the history, or the other way round
_OTHER_WORDS = (b"ident", b"working-tree-encoding")
# of one copy alone, whoever handed it on
_OWN = "info/attributes"


def store_files(
    git: Git,
    writer: ObjectWriter,
    paths: Sequence[str],
    last: str | None,
    planned: Mapping[str, bytes | None] | None = None,
) -> dict[str, TreeEntry | None]:
    """Write files as blobs; the id of each, None for those that are not on disk.

    Args:
        git: Git in the folder.
        writer: Writes the objects.
        paths: The files, relative to the folder, with `/`; none lies behind a link.
        last: The last commit, if there is one.
        planned: What files will hold, and do not yet; None for one that will be gone.

    Raises:
        GitError: One is neither a file nor a link, or cannot be read or stored.
    """
    before = entries_at(git, last, paths) if last else {}
    settings = {each.key: each.value.lower() for each in git.settings}
    has_modes = settings.get("core.filemode", "true") != "false"
    has_links = settings.get("core.symlinks", "true") != "false"
    found: dict[str, TreeEntry | None] = {}
    for_git: dict[str, str] = {}
    planned = planned or {}
    for path in paths:
        there = _held(git, path, planned)
        if there is None:
            found[path] = None
            continue
        mode, data = there
        kind = _mode(mode, before.get(path), has_modes=has_modes, has_links=has_links)
        if kind == LINK or _is_as_it_is(git, path, data, settings):
            found[path] = TreeEntry(kind, writer.add("blob", data))
        elif path in planned:
            words = ("hash-object", "-w", "--stdin", f"--path={path}")
            found[path] = TreeEntry(kind, git(*words, data=data).decode().strip())
        else:
            for_git[path] = kind
    names = ids_on_disk(git, list(for_git), "-w") if for_git else {}
    return found | {path: TreeEntry(for_git[path], name) for path, name in names.items()}


def _held(git: Git, path: str, planned: Mapping[str, bytes | None]) -> tuple[int, bytes] | None:
    """The mode and the bytes of a file as it is, or as it will be; None where it is not there."""
    place = git.root.joinpath(*path.split("/"))
    data = planned.get(path)
    if path in planned and data is None:
        return None
    try:
        mode = place.lstat().st_mode
        if data is not None:
            return mode, data
        if stat.S_ISDIR(mode):
            # a folder has come in the place of a file, which is gone
            return None
        return mode, os.fsencode(place.readlink()) if stat.S_ISLNK(mode) else place.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None if data is None else (NEW, data)
    except OSError as error:
        raise GitError(
            f"{path} cannot be read ({(error.strerror or str(error)).lower()})",
            "see that it is an ordinary file and that you may read it",
        ) from error


def _mode(mode: int, was: TreeEntry | None, *, has_modes: bool, has_links: bool) -> str:
    if stat.S_ISLNK(mode) or (not has_links and was is not None and was.mode == LINK):
        return LINK
    if not has_modes:
        return was.mode if was is not None and was.mode in (FILE, EXECUTABLE) else FILE
    return EXECUTABLE if mode & stat.S_IXUSR else FILE


def _is_as_it_is(git: Git, path: str, data: bytes, settings: Mapping[str, str]) -> bool:
    """Whether git stores a file's bytes unconverted, by the .gitattributes on disk.

    Raises:
        GitError: This copy alone has it store other words.
    """
    changing: tuple[bytes, ...] = _CHANGING
    if b"\r\n" in data:
        changing += _LINE_ENDS
        if settings.get("core.autocrlf", "false") != "false":
            return False
    folders = path.split("/")[:-1]
    places = [git.root.joinpath(*folders[:depth]) for depth in range(len(folders) + 1)]
    for place in (*(each / ".gitattributes" for each in places), git.folder / _OWN):
        try:
            text = place.read_bytes()
        except FileNotFoundError:
            continue
        except OSError:
            return False
        if place == git.folder / _OWN and any(word in text for word in _OTHER_WORDS):
            raise GitError(
                f".git/{_OWN} has git keep other words of files than they hold here",
                "delete it, as nothing of the program is in it; then run the command again",
            )
        if any(word in text for word in changing):
            return False
    return True


def ids_on_disk(git: Git, paths: list[str], *options: str) -> dict[str, str]:
    """What git calls the contents of files as they are on disk.

    Args:
        git: Git in the folder.
        paths: The files, each of them there.
        options: `-w` to keep the contents as well.

    Raises:
        GitError: One cannot be read.
    """
    lines = b"".join(_quoted(path) + b"\n" for path in paths)
    said = git("hash-object", *options, "--stdin-paths", data=lines).decode().split()
    return dict(zip(paths, said, strict=True))


def _quoted(path: str) -> bytes:
    """A path in C's quotes, so that git reads any as one line."""
    return b'"' + b"".join(b"\\%03o" % byte for byte in os.fsencode(path)) + b'"'
