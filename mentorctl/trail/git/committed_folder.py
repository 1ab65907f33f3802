"""A program folder as a commit has it, read from git's objects and not laid out on disk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from mentorctl.model.portable_names import is_writable
from mentorctl.store.evidence import LARGEST
from mentorctl.store.listing import LEFT_ALONE, Files, Listing
from mentorctl.store.parse.file_content import LARGEST_READ
from mentorctl.trail.errors import GitError
from mentorctl.trail.git import objects
from mentorctl.trail.git.objects import DEEPEST, MOST_FILES
from mentorctl.trail.git.tree_entry import FILES, FOLDER_MODE, TreeEntry

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.trail.git.command import Git

__all__ = ["Contents", "ObjectCache", "TreeFiles", "lay_out"]

RECORDS = ".yaml"
# stands for a record that is larger than any may be, and is found to be just that
TOO_LARGE = bytes(LARGEST_READ)
# so many more records are read ahead each time that one is missing
GROWTH = 4
# so many folders are read ahead
AT_ONCE = 64


class ObjectCache:
    """What was read of a repository's objects, for the several commits that share them."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._trees: dict[str, Mapping[str, TreeEntry]] = {}
        self._blobs: dict[str, bytes] = {}

    def tree(self, name: str) -> Mapping[str, TreeEntry]:
        """What a folder holds, by its id."""
        if name not in self._trees:
            self.read_trees([name])
        return self._trees[name]

    def read_trees(self, names: list[str]) -> None:
        """Read several folders at once."""
        self._trees |= objects.trees(self._git, {each for each in names if each not in self._trees})

    def holds(self, name: str) -> bool:
        """Whether a record was read already, by its id."""
        return name in self._blobs

    def blob(self, name: str, nearby: Iterable[str]) -> bytes:
        """What a record holds, by its id; those nearby are read along with it, if it is read now.

        One that is larger than any record may be holds zeros, one more than may be.
        """
        if name not in self._blobs:
            wanted = {name, *nearby}.difference(self._blobs)
            for each, data in objects.blobs(self._git, sorted(wanted), LARGEST_READ - 1):
                self._blobs[each] = TOO_LARGE if data is None else data
        return self._blobs[name]

    def whole(self, name: str) -> bytes | None:
        """What a file holds, by its id; None for one that is larger than evidence may be."""
        ((_, data),) = objects.blobs(self._git, [name], LARGEST)
        return data


class TreeFiles(Files):
    """The files of a commit; links and other repositories are among `others` only.

    Args:
        cache: What was read already.
        tree: The id of the commit's tree.
    """

    def __init__(self, cache: ObjectCache, tree: str) -> None:
        super().__init__("")
        self._cache = cache
        self._tree = tree
        self._found: dict[str, Mapping[str, TreeEntry]] = {}

    def found(self, folder: str) -> Mapping[str, TreeEntry]:
        """What the tree has in a folder; nothing where there is no such folder."""
        if folder not in self._found:
            above, _, name = folder.rpartition("/")
            entry = self.found(above).get(name) if folder else None
            tree = self._tree if not folder else entry.id if entry and entry.is_dir() else ""
            self._found[folder] = self._cache.tree(tree) if tree else {}
        return self._found[folder]

    def _opened(self, folder: str) -> Iterator[tuple[str, TreeEntry]]:
        each = iter(self.found(folder).items())
        while some := list(islice(each, AT_ONCE)):
            self._cache.read_trees([entry.id for _, entry in some if entry.is_dir()])
            yield from some

    def _entries(self, folder: str) -> Mapping[str, TreeEntry]:
        return self.found(folder)

    def _walk(self, start: str = "") -> Listing:
        files: list[str] = []
        others: list[str] = []
        level = [(start, self.found(start))]
        for _ in range(DEEPEST):
            below = []
            for folder, held in level:
                prefix = f"{folder}/" if folder else ""
                for name, each in held.items():
                    if each.mode in FILES:
                        files.append(prefix + name)
                    elif each.mode == FOLDER_MODE and prefix + name not in LEFT_ALONE:
                        below.append((prefix + name, each.id))
                    elif each.mode != FOLDER_MODE:
                        others.append(prefix + name)
            if not below or len(files) + len(below) > MOST_FILES:
                break
            self._cache.read_trees([name for _, name in below])
            level = [(path, self._cache.tree(name)) for path, name in below]
        if below:
            raise GitError(
                "the history has more files or deeper folders than a program folder can hold",
                "look at what was committed: git log --stat",
            )
        folders = {path[:end] for path in files for end in range(len(path)) if path[end] == "/"}
        return Listing(tuple(sorted(files)), tuple(sorted(folders)), tuple(sorted(others)))


class Contents(Mapping[str, bytes]):
    """What the files of a commit hold, by path; those of a pairing's folder are read at once."""

    def __init__(self, cache: ObjectCache, files: TreeFiles) -> None:
        self._cache = cache
        self._files = files
        self._ahead: dict[str, int] = {}

    def __getitem__(self, path: str) -> bytes:
        folder, _, name = path.rpartition("/")
        held = self._files.found(folder)
        entry = held.get(name)
        if entry is None or entry.mode not in FILES:
            raise KeyError(path)
        if not name.endswith(RECORDS):
            data = self._cache.whole(entry.id)
            return TOO_LARGE if data is None else data
        return self._cache.blob(entry.id, self._nearby(folder, held))

    def _nearby(self, folder: str, held: Mapping[str, TreeEntry]) -> Iterator[str]:
        """Records of a folder to be read along: the more of them, the more it was asked for."""
        self._ahead[folder] = many = GROWTH * self._ahead.get(folder, GROWTH)
        unread = (
            each.id for name, each in held.items()
            if each.mode in FILES and name.endswith(RECORDS) and not self._cache.holds(each.id)
        )  # fmt: skip
        yield from islice(unread, many)

    def sha256(self, path: str) -> str:
        """The SHA-256 of a file, in hex; empty where it is not there, or larger than evidence."""
        folder, _, name = path.rpartition("/")
        entry = self._files.found(folder).get(name)
        if entry is None or entry.mode not in FILES:
            return ""
        data = self._cache.whole(entry.id)
        return "" if data is None else hashlib.sha256(data).hexdigest()

    def read_all(self) -> None:
        """Read every record at once, where every one is going to be asked for."""
        every = [self._files.found(folder).get(name)
                 for folder, _, name in (path.rpartition("/") for path in self)
                 if name.endswith(RECORDS)]  # fmt: skip
        names = [each.id for each in every if each]
        if names:
            self._cache.blob(names[0], names)

    def __iter__(self) -> Iterator[str]:
        return iter(self._files.all.files)

    def __len__(self) -> int:
        return len(self._files.all.files)


def lay_out(contents: Mapping[str, bytes], place: Path, paths: Iterable[str]) -> None:
    """Write files of a commit into a folder, links left out, and what not every system can hold.

    Args:
        contents: What the commit's files hold.
        place: The folder.
        paths: The files; those that the commit does not have are passed over.

    Raises:
        GitError: The history is damaged.
    """
    for path in filter(is_writable, paths):
        data = contents.get(path)
        if data is not None:
            file = place.joinpath(*path.split("/"))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
