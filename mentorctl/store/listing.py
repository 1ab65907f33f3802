"""Lists a program folder without following links, and only the parts that are requested."""

from __future__ import annotations

import os
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol

from mentorctl.model.ids import is_id
from mentorctl.model.paths import MEETINGS, PAIRINGS, PEOPLE, SUFFIX, record_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

__all__ = ["Entry", "Files", "Listing", "odd_names", "walk"]

LEFT_ALONE = frozenset({".git", ".mentorctl"})
# the character after the slash: no path below a folder comes behind it
AFTER = "0"


class Entry(Protocol):
    """What is asked of an `os.DirEntry`."""

    def is_file(self, *, follow_symlinks: bool = True) -> bool: ...  # noqa: D102 - as there
    def is_dir(self, *, follow_symlinks: bool = True) -> bool: ...  # noqa: D102 - as there


class Listing(NamedTuple):
    """Everything below a folder, relative to it, with `/`, sorted.

    Attributes:
        files: Ordinary files.
        folders: Folders.
        others: Links, pipes and the like, which are never opened.
    """

    files: tuple[str, ...]
    folders: tuple[str, ...]
    others: tuple[str, ...]


class Files:
    """The files of a program folder, each part of it listed when it is asked for.

    Args:
        root: The program folder.
        added: Files that count as being there, relative to it, with `/`.
    """

    def __init__(self, root: str | os.PathLike[str], added: Iterable[str] = ()) -> None:
        self._root = os.fspath(root)
        self._added = frozenset(added)
        self._seen: dict[str, Mapping[str, Entry]] = {}
        self._folders = {"": True, **dict.fromkeys(LEFT_ALONE, False)}

    def with_(self, added: Iterable[str], gone: Collection[str] = ()) -> Files:
        """The same with some files more, and without others."""
        other = Files(self._root, self._added.union(added).difference(gone))
        if gone:
            self.look_up_all()
        if self._is_listed:
            found = other._completed(self.all)
            left = tuple(each for each in found.files if each not in gone) if gone else found.files
            other.__dict__["all"] = found._replace(files=left)
        return other

    @cached_property
    def all(self) -> Listing:
        """Everything in the folder."""
        return self._completed(self._walk())

    def look_up_all(self) -> None:
        """List everything in one go, where every part of it is going to be asked for."""
        _ = self.all

    def __contains__(self, path: str) -> bool:
        """Whether an ordinary file is there, relative to the program folder, with `/`."""
        if self._is_listed:
            return path in self._known
        folder, _, name = path.rpartition("/")
        return path in self._added or (
            self._is_folder(folder) and name in self._entries(folder)
            and self._entries(folder)[name].is_file(follow_symlinks=False)
        )  # fmt: skip

    def inside(self, folder: str) -> list[str]:
        """The names of the files that lie in a folder itself, sorted."""
        if self._is_listed:
            return [name for name in self.below(folder) if "/" not in name]
        found = self._entries(folder).items() if self._is_folder(folder) else ()
        names = {name for name, entry in found if entry.is_file(follow_symlinks=False)}
        return sorted(names.union(name for name in self._more(folder) if "/" not in name))

    def folders(self, folder: str) -> list[str]:
        """The names of the folders in a folder that have a file somewhere below them, sorted."""
        return sorted(self.each_folder(folder))

    def each_folder(self, folder: str) -> Iterator[str]:
        """The same names in any order, for whoever may stop before the last."""
        if self._is_listed:
            yield from self._jumps(folder)
            return
        more = (name.partition("/") for name in self._more(folder))
        added = {name for name, slash, _ in more if slash}
        yield from added
        for name, entry in self._opened(folder) if self._is_folder(folder) else ():
            if name not in added and self._holds_a_file(f"{folder}/{name}", entry):
                yield name

    def below(self, folder: str) -> list[str]:
        """All files below a folder, relative to it, with `/`, sorted."""
        prefix = f"{folder}/"
        if self._is_listed:
            files = self.all.files
            first, last = bisect_left(files, prefix), bisect_left(files, folder + AFTER)
            return [path[len(prefix) :] for path in files[first:last]]
        found = self._walk(folder).files if self._is_folder(folder) else ()
        return sorted({*(path[len(prefix) :] for path in found), *self._more(folder)})

    @property
    def _is_listed(self) -> bool:
        """Whether all is known already, so that nothing has to be looked up."""
        return "all" in self.__dict__

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.all.files)

    def _completed(self, found: Listing) -> Listing:
        if not self._added:
            return found
        return found._replace(files=tuple(sorted(self._added.union(found.files))))

    def _more(self, folder: str) -> list[str]:
        prefix = f"{folder}/"
        return [path[len(prefix) :] for path in self._added if path.startswith(prefix)]

    def _jumps(self, folder: str) -> Iterator[str]:
        """The folders in a folder, where everything is listed: from one to the next."""
        files, prefix = self.all.files, f"{folder}/"
        at, end = bisect_left(files, prefix), bisect_left(files, folder + AFTER)
        while at < end:
            name, slash, _ = files[at][len(prefix) :].partition("/")
            if slash:
                yield name
            at = bisect_left(files, f"{prefix}{name}{AFTER}", at) if slash else at + 1

    def _holds_a_file(self, path: str, entry: Entry) -> bool:
        return entry.is_dir(follow_symlinks=False) and any(
            each.is_file(follow_symlinks=False) or self._holds_a_file(f"{path}/{name}", each)
            for name, each in self._entries(path).items()
        )

    def _is_folder(self, folder: str) -> bool:
        """Whether a path is a folder of the program's, and no part of it a link.

        By the names that are listed: a file system may find others, in other letters.
        """
        if folder not in self._folders:
            above, _, name = folder.rpartition("/")
            entry = self._entries(above).get(name) if self._is_folder(above) else None
            self._folders[folder] = entry is not None and entry.is_dir(follow_symlinks=False)
        return self._folders[folder]

    def _opened(self, folder: str) -> Iterable[tuple[str, Entry]]:
        """What lies in a folder, each of which is about to be looked into."""
        return self._entries(folder).items()

    def _walk(self, start: str = "") -> Listing:
        """Everything below a folder."""
        return walk(self._root, start)

    def _entries(self, folder: str) -> Mapping[str, Entry]:
        """What lies in a folder, by name; nothing where it may not be opened."""
        if folder not in self._seen:
            try:
                with os.scandir(f"{self._root}/{folder}") as entries:
                    self._seen[folder] = {entry.name: entry for entry in entries}
            except OSError:
                self._seen[folder] = {}
        return self._seen[folder]


def odd_names(root: Path) -> tuple[str, ...]:
    """What pairings, people and meetings are called whose name is no id."""
    places = (f"{PAIRINGS}/*/*", f"{PEOPLE}/*{SUFFIX}", f"{MEETINGS}/*{SUFFIX}")
    names = (record_name(each.name) for place in places for each in root.glob(place))
    return tuple(each for each in names if not is_id(each))


def walk(root: str | os.PathLike[str], start: str = "") -> Listing:
    """List a program folder, or a folder in it; `.git` and `.mentorctl` are left alone.

    A folder that may not be opened counts among `others`.

    Args:
        root: The program folder.
        start: Where to begin, relative to it.
    """
    files: list[str] = []
    folders: list[str] = []
    others: list[str] = []
    todo = [start]
    top = os.fspath(root)
    while todo:
        below = todo.pop()
        try:
            entries = os.scandir(f"{top}/{below}" if below else top)
        except OSError:
            others.append(below)
            continue
        with entries:
            prefix = f"{below}/" if below else ""
            for entry in entries:
                path = prefix + entry.name
                if entry.is_file(follow_symlinks=False):
                    files.append(path)
                elif not entry.is_dir(follow_symlinks=False):
                    others.append(path)
                elif path not in LEFT_ALONE:
                    folders.append(path)
                    todo.append(path)
    files.sort()
    folders.sort()
    others.sort()
    return Listing(tuple(files), tuple(folders), tuple(others))
