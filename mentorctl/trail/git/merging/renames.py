"""Which file of one side of a merge is another one under a new name."""

from __future__ import annotations

from collections import Counter, defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING

from mentorctl.model.formats import CURRENT
from mentorctl.model.kinds import kind_of
from mentorctl.model.paths import PAIRING_FILE, in_pairing
from mentorctl.store.parse.file_content import LARGEST_READ
from mentorctl.store.recorded_files import pairing_facts
from mentorctl.trail.git import objects

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from mentorctl.trail.git.command import Git
    from mentorctl.trail.git.tree_diff import Difference
    from mentorctl.trail.git.tree_entry import TreeEntry

__all__ = [
    "candidates",
    "home_of",
    "new_name",
    "renamed_by",
    "renamed_pairings",
    "same_pairings",
    "under_new_name",
]

LEAST = 0.5


def candidates(
    path: str, base: Mapping[str, TreeEntry], side: Mapping[str, TreeEntry]
) -> Iterator[str]:
    """The files that a record may be called now on a side that does not have it any more.

    They are new on that side, and are of its kind where it lay.
    """
    kind, folder = kind_of(path), path.rpartition("/")[0]
    if path not in base or path in side or kind is None:
        return
    for other in side.keys() - base.keys():
        if other.rpartition("/")[0] == folder and kind_of(other) is kind:
            yield other


def renamed_pairings(
    git: Git,
    base: Mapping[str, TreeEntry],
    side: Mapping[str, TreeEntry],
    other: Collection[str],
    known: Mapping[str, bytes],
) -> dict[str, str]:
    """The folders of pairings that have a new name on one side of a merge alone.

    Args:
        git: Git in the repository.
        base: What both sides began with.
        side: The side.
        other: What the other one has.
        known: Contents that no object has yet, by their ids.

    Returns:
        The new folder by the old one, each with `/` at its end.
    """
    gone, come = (
        {home: files[path].id for path in files.keys() - others.keys() if (home := home_of(path))}
        for files, others in ((base, side), (side, base))
    )
    return {
        was: now
        for was, now in same_pairings(git, gone, come, known).items()
        if was + PAIRING_FILE in other and not any(path.startswith(now) for path in other)
    }


def renamed_by(git: Git, changes: Iterable[Difference]) -> dict[str, str]:
    """The folders of pairings to which a commit gave another name, with that.

    Args:
        git: Git in the repository.
        changes: What the commit changed.
    """
    homes = [(home, each) for each in changes if (home := home_of(each.path))]
    gone = {home: each.before for home, each in homes if each.before and not each.after}
    come = {home: each.after for home, each in homes if each.after and not each.before}
    return same_pairings(git, gone, come)


def same_pairings(
    git: Git,
    gone: Mapping[str, str],
    come: Mapping[str, str],
    known: Mapping[str, bytes] = MappingProxyType({}),
) -> dict[str, str]:
    """Which folders of pairings that are gone are others that have come.

    A pairing is that one which is word for word the same; else the one of the same two people. Of
    two people's scaffolds nobody could tell whose they are.

    Args:
        git: Git in the repository.
        gone: The ids of their `pairing.yaml`, by folder.
        come: The same.
        known: Contents that no object has yet, by their ids.

    Returns:
        The new folder by the old one.
    """
    found = _alike(gone, come)
    left = [{folder: some[folder] for folder in some if folder not in seen}
            for some, seen in ((gone, found.keys()), (come, set(found.values())))]  # fmt: skip
    if all(left):
        ids = {name for some in left for name in some.values()} - known.keys()
        held = {**known, **dict(objects.blobs(git, sorted(ids), LARGEST_READ - 1))}
        found |= _alike(*({folder: pair for folder, name in some.items()
                           if (pair := _pair(held[name]))} for some in left))  # fmt: skip
    return found


def _alike(gone: Mapping[str, object], come: Mapping[str, object]) -> dict[str, str]:
    times, news = Counter(gone.values()), defaultdict[object, list[str]](list)
    for folder, held in come.items():
        news[held].append(folder)
    return {
        folder: news[held][0]
        for folder, held in gone.items()
        if times[held] == len(news.get(held, ())) == 1
    }


def _pair(content: bytes | None) -> tuple[str, str] | None:
    """The mentee and the mentor that a `pairing.yaml` names; None where it lacks one of them."""
    # which format it is of makes no difference where two files are compared
    said = pairing_facts(content, CURRENT)
    return (said.mentee, said.mentor) if said and said.mentee and said.mentor else None


def under_new_name(path: str, folders: Mapping[str, str]) -> str:
    """What a file is called where the folders of pairings have new names."""
    place = in_pairing(path)
    now = folders.get(place.folder) if place else None
    return now + place.file if place and now else path


def home_of(path: str) -> str:
    """The folder of a pairing, with `/` at its end, by its own record; empty for any other file."""
    place = in_pairing(path) if path.endswith(PAIRING_FILE) else None
    return place.folder if place and place.file == PAIRING_FILE else ""


def new_name(before: bytes, names: list[str], content: Callable[[str], bytes | None]) -> str:
    """The one of some files that says at least half of what a record said; empty for none.

    Args:
        before: The record's content.
        names: The files that may be it.
        content: Gives what a file holds.
    """
    said = _said(before)
    shares = {name: len(said & _said(content(name) or b"")) / len(said) for name in names if said}
    best = max(shares, key=lambda name: (shares[name], name), default="")
    return best if best and shares[best] >= LEAST else ""


def _said(content: bytes) -> set[bytes]:
    """The lines of a record that say something; scaffolds are all alike."""
    lines = (line.strip() for line in content.splitlines())
    return {line for line in lines if line and not line.startswith(b"#") and line[-1:] != b":"}
