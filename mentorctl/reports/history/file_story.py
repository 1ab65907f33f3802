"""Selects the changes of a pairing or record from the history, and follows renamed files."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.kinds import kind_of
from mentorctl.model.paths import MEETINGS, PAIRING_FILE, in_pairing, signatures_begin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mentorctl.trail.git.file_versions import Version
    from mentorctl.trail.git.tree_diff import Difference

__all__ = ["Followed", "Scope", "followed"]


class Scope(NamedTuple):
    """The files that a history is asked of.

    Attributes:
        folders: Everything below these folders of pairings, each with `/` at its end.
        files: These records, with their signatures; None for the whole program.
        pairing: The id of the pairing, where it is about one.
        people: The ids of the people of a pairing, whose part in meetings belongs to its story.
        around: The files, and folders with `/` at their end, that the forms of these records take
            something from: of a change there only what it does to signatures belongs to the story.
    """

    folders: frozenset[str]
    files: frozenset[str] | None
    pairing: str
    people: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()


class Followed(NamedTuple):
    """The selected changes of a commit.

    Attributes:
        version: The commit.
        changes: Its changes that count.
        renamed: By the path of a file that came, the one that went and was it before.
        around: The files that it changed of those that forms take something from.
    """

    version: Version
    changes: tuple[Difference, ...]
    renamed: Mapping[str, Difference]
    around: tuple[str, ...] = ()


def followed(
    find: Callable[[Sequence[str] | None], Sequence[Version]], scope: Scope
) -> list[Followed]:
    """The selected changes of each commit.

    Args:
        find: Gives the commits that changed something at some places, or all for None, in the
            order of time; asked again where a file had another name before.
        scope: What the story is about, by the names that it has now.
    """
    search = _Search(scope)
    parts: dict[str, Followed] = {}
    last, asked = "", search.places()
    while True:
        older = not last
        for version in reversed(find(asked)):
            if older:
                last = version.commit.id
                parts[last] = search.part(version)
                if search.places() != asked:
                    break
            older = older or version.commit.id == last
        if search.places() == asked:
            return list(parts.values())[::-1]
        asked = search.places()


class _Search:
    """Walks back in time and follows each file to its earlier names."""

    def __init__(self, scope: Scope) -> None:
        self._all = scope.files is None
        self._folders = set(scope.folders)
        self._files = set(scope.files or ())
        self._around = scope.around
        self._signatures = {_signatures(path) for path in self._files}
        if scope.people:
            self._folders.add(f"{MEETINGS}/")

    def places(self) -> list[str] | None:
        """The paths to search the history of; None for all."""
        if self._all:
            return None
        signed = {each.rpartition("/")[0] for each in self._signatures if each}
        folders = {each.rstrip("/") for each in (*self._folders, *self._around)}
        return sorted(self._files | signed | folders)

    def part(self, version: Version) -> Followed:
        """The selected changes of one commit."""
        gone = [change for change in version.changes if change.after is None]
        renamed = {}
        for change in version.changes if gone else ():
            if change.before is None and self._wants(change.path):
                was = _origin(change, gone, version.changes)
                if was is not None:
                    renamed[change.path] = was
                    self._follow(change.path, was.path)
        changes = tuple(change for change in version.changes if self._wants(change.path))
        around = tuple(each.path for each in version.changes if self._is_around(each.path))
        return Followed(version, changes, renamed, around)

    def _is_around(self, path: str) -> bool:
        folder, _, name = path.rpartition("/")
        return path in self._around or (bool(name) and f"{folder}/" in self._around)

    def _wants(self, path: str) -> bool:
        return (
            self._all
            or path in self._files
            or any(path.startswith(each) for each in self._folders)
            or any(path.startswith(each) for each in self._signatures if each)
        )

    def _follow(self, path: str, was: str) -> None:
        if path in self._files:
            self._files.add(was)
            self._signatures.add(_signatures(was))
        elif (folder := _folder(was)) and folder != _folder(path):
            self._folders.add(folder)


def _signatures(path: str) -> str:
    """How the paths of a record's signatures begin; empty for one that nobody signs."""
    place = in_pairing(path)
    return place.folder + signatures_begin(place.file) if place else ""


def _folder(path: str) -> str:
    """The folder of the pairing that a file belongs to, with `/` at its end, or empty."""
    place = in_pairing(path)
    return place.folder if place else ""


def _origin(
    change: Difference, gone: Iterable[Difference], changes: Sequence[Difference]
) -> Difference | None:
    """The earlier name of an added file: a file of the same kind that the same commit removed."""
    kind, folder = kind_of(change.path), _folder(change.path)
    others = [each for each in gone if kind_of(each.path) is kind]
    inner = change.path.removeprefix(folder)
    for each in others:
        if each.before == change.after or _moved(folder, inner, each, changes):
            return each
    here = [each for each in others if _folder(each.path) == folder]
    come = [each for each in changes if each.before is None and kind_of(each.path) is kind]
    come = [each for each in come if _folder(each.path) == folder]
    is_one = kind is not None and kind.many and len(here) == 1 and len(come) == 1
    return here[0] if is_one else None


def _moved(folder: str, inner: str, was: Difference, changes: Sequence[Difference]) -> bool:
    """Whether a file came here with its pairing's whole folder."""
    other = _folder(was.path)
    if not folder or other in ("", folder) or was.path != other + inner:
        return False
    came = any(each.path == folder + PAIRING_FILE and each.before is None for each in changes)
    return came and any(
        each.path == other + PAIRING_FILE and each.after is None for each in changes
    )
