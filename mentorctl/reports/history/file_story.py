"""Selects the changes of a pairing or record from the history, and follows renamed files."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.kinds import kind_of
from mentorctl.model.paths import MEETINGS, in_pairing, signatures_begin
from mentorctl.trail.git.merging.renames import renamed_by, under_new_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mentorctl.trail.git.command import Git
    from mentorctl.trail.git.file_versions import Version
    from mentorctl.trail.git.tree_diff import Difference

__all__ = ["Followed", "Scope", "Story", "followed"]

# how a place ends that stands for all whose paths begin so: a folder, or a record's signatures
BEGINNING = ("/", ".")


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


class Story(NamedTuple):
    """What a history tells of.

    Attributes:
        parts: The selected changes of each commit, in the order of time.
        places: The files and folders it tells of, by all of their names; None for everything.
        today: Tells what a file of a commit is called today: by its path and the commit's id.
    """

    parts: list[Followed]
    places: Sequence[str] | None
    today: Callable[[str, str], str]


def followed(
    git: Git,
    find: Callable[[Sequence[str] | None], Sequence[Version]],
    scope: Scope,
    parents: Mapping[str, Sequence[str]],
) -> Story:
    """The selected changes of each commit.

    A name that a file had before counts in every commit that did not know the new one, also in
    those that were made later, in another copy.

    Args:
        git: Git in the repository.
        find: Gives the commits that changed something at some places, or all for None, in the
            order of time; asked again where a file had another name before.
        scope: What the story is about, by the names that it has now.
        parents: The commits that each follows; every commit stands behind its own parents.
    """
    names = _Names(parents)
    search = _Search(git, scope, names)
    while True:
        asked = search.places()
        versions = find(asked)
        names.is_new = True
        while names.is_new:
            names.put_in_order(versions)
            parts = [search.part(version) for version in reversed(versions)]
        if search.places() == asked:
            return Story(parts[::-1], search.told_places(), names.today)


class _Names:
    """What files are called today that had other names before.

    Attributes:
        is_new: Whether a name was given since they were put in order.
    """

    def __init__(self, parents: Mapping[str, Sequence[str]]) -> None:
        self._parents = parents
        # by the commit and the old name, or how old names began: the new one
        self._given: dict[tuple[str, str], str] = {}
        self._behind: dict[str, set[str]] = {}
        self.is_new = False

    def put_in_order(self, versions: Sequence[Version]) -> None:
        """Have the names in the order in which commits gave them."""
        place = {version.commit.id: number for number, version in enumerate(versions)}
        self._given = dict(sorted(self._given.items(), key=lambda each: place[each[0][0]]))
        self.is_new = False

    def give(self, commit: str, was: str, now: str) -> None:
        """Note that a commit gave a file another name, or all whose paths began so."""
        if (commit, was) not in self._given:
            self._given[commit, was] = now
            self.is_new = True

    def today(self, path: str, commit: str) -> str:
        """What a file of a commit is called today."""
        for (giver, was), now in self._given.items():
            if _is_at(path, was) and commit not in self._led_on(giver):
                path = now + path.removeprefix(was)
        return path

    def ever(self, place: str) -> set[str]:
        """Where a file, or what begins so, ever was."""
        found = {place}
        for (_, was), now in reversed(self._given.items()):
            found |= {was + each.removeprefix(now) for each in found if _is_at(each, now)}
            found |= {was for each in found if _is_at(now, each) and not _is_at(was, each)}
        return found

    def _led_on(self, giver: str) -> set[str]:
        """A commit, and those that it led to."""
        if giver not in self._behind:
            found = {giver}
            for commit, parents in self._parents.items():
                if not found.isdisjoint(parents):
                    found.add(commit)
            self._behind[giver] = found
        return self._behind[giver]


class _Search:
    """Finds what a story is about in each commit, and what had other names."""

    def __init__(self, git: Git, scope: Scope, names: _Names) -> None:
        self._git = git
        self._all = scope.files is None
        self._around = scope.around
        self._names = names
        files = scope.files or frozenset()
        signed = filter(None, map(_signatures, files))
        meetings = {f"{MEETINGS}/"} if scope.people else set()
        self._meant = {*scope.folders, *files, *signed, *meetings}

    def places(self) -> list[str] | None:
        """The paths to search the history of; None for all."""
        return None if self._all else self._ever({*self._meant, *self._around})

    def told_places(self) -> list[str] | None:
        """Those of them that the story tells of."""
        return None if self._all else self._ever(self._meant)

    def _ever(self, places: Iterable[str]) -> list[str]:
        found = {each for place in places for each in self._names.ever(place)}
        return sorted(
            {each.rpartition("/")[0] if each.endswith(BEGINNING) else each for each in found}
        )

    def part(self, version: Version) -> Followed:
        """The selected changes of one commit."""
        commit, changes = version.commit.id, version.changes
        gone = [change for change in changes if change.before and change.after is None]
        moved = renamed_by(self._git, changes) if gone else {}
        renamed = {}
        for change in changes if gone else ():
            if change.before is None and self._wants(change.path, commit):
                was = _origin(change, gone, changes, moved)
                if was is not None:
                    renamed[change.path] = was
                    self._give(commit, was.path, change.path, moved)
        wanted = tuple(change for change in changes if self._wants(change.path, commit))
        around = tuple(each.path for each in changes if self._is_around(each.path, commit))
        return Followed(version, wanted, renamed, around)

    def _give(self, commit: str, was: str, now: str, moved: Mapping[str, str]) -> None:
        folder = _folder(was)
        if folder in moved and was != now:
            self._names.give(commit, folder, moved[folder])
            return
        self._names.give(commit, was, now)
        signed = _signatures(was), _signatures(now)
        if all(signed):
            self._names.give(commit, *signed)

    def _is_around(self, path: str, commit: str) -> bool:
        if not self._around:
            return False
        path = self._names.today(path, commit)
        return any(_is_at(path, each) for each in self._around)

    def _wants(self, path: str, commit: str) -> bool:
        return self._all or self._means(path) or self._means(self._names.today(path, commit))

    def _means(self, path: str) -> bool:
        return any(_is_at(path, each) for each in self._meant)


def _is_at(path: str, place: str) -> bool:
    """Whether a path is at a place, which may be how paths begin."""
    return path.startswith(place) if place.endswith(BEGINNING) else path == place


def _signatures(path: str) -> str:
    """How the paths of a record's signatures begin; empty for one that nobody signs."""
    place = in_pairing(path)
    is_record = place is not None and kind_of(path) is not None
    return place.folder + signatures_begin(place.file) if place and is_record else ""


def _folder(path: str) -> str:
    """The folder of the pairing that a file belongs to, with `/` at its end, or empty."""
    place = in_pairing(path)
    return place.folder if place else ""


def _origin(
    change: Difference,
    gone: Iterable[Difference],
    changes: Sequence[Difference],
    moved: Mapping[str, str],
) -> Difference | None:
    """The earlier name of an added file: a file of the same kind that the same commit removed."""
    kind, folder = kind_of(change.path), _folder(change.path)
    others = [each for each in gone if kind_of(each.path) is kind]
    for each in others:
        if under_new_name(each.path, moved) == change.path:
            return each
    for each in others:
        if each.before == change.after and _folder(each.path) not in moved:
            return each
    here = [each for each in others if _folder(each.path) == folder]
    come = [each for each in changes if each.before is None and kind_of(each.path) is kind]
    come = [each for each in come if _folder(each.path) == folder]
    is_one = kind is not None and kind.many and len(here) == 1 and len(come) == 1
    return here[0] if is_one else None
