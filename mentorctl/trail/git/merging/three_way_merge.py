"""Three-way merge of two commits, file by file, and of records field by field."""

from __future__ import annotations

import itertools
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.paths import EVIDENCE, signatures_begin
from mentorctl.store.parse.nodes import compose, plain
from mentorctl.trail.errors import GitError
from mentorctl.trail.git import objects
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.commit_log import only
from mentorctl.trail.git.merging import renames
from mentorctl.trail.git.merging.merge_cache import bases_of, files_of, merged_file
from mentorctl.trail.git.objects import reading
from mentorctl.trail.git.tree_entry import FILES, TreeEntry

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from mentorctl.store.record_merge import Choices, Clash, Side

__all__ = ["FileClash", "Joined", "merge_commits", "refuse_too_wide"]

FILE = "100644"
DEEPEST = 8
LOG = "/log.yaml"


class FileClash(NamedTuple):
    """Where both sides changed the same thing in a file, and not alike.

    Attributes:
        path: The file, relative to the program folder, with `/`.
        clash: What it is.
        was: What the side calls it that has not given it a new name.
    """

    path: str
    clash: Clash
    was: str


class Joined(NamedTuple):
    """The result of a merge: files, clashes, renamed entries.

    Attributes:
        files: What each file that differs from ours shall be; None for one that shall go.
        new: The contents among them that no object has yet, by their ids.
        clashes: What a person must choose first.
        renamed: Entries that have another id now, by file: old and new.
        kept_both: Files of which each side had another, and the name that ours has now.
    """

    files: dict[str, TreeEntry | None]
    new: dict[str, bytes]
    clashes: tuple[FileClash, ...]
    renamed: tuple[tuple[str, str, str], ...]
    kept_both: list[tuple[str, str]]


def merge_commits(
    root: Path,
    ours: str,
    theirs: str,
    choices: Mapping[str, Choices] = MappingProxyType({}),
    base: str = "",
) -> Joined:
    """Merge two commits; nothing is written.

    Args:
        root: The program folder.
        ours: The commit here.
        theirs: The other one; its objects are here.
        choices: What a person has chosen, by file and place.
        base: The commit that both come from, where their histories do not tell.

    Raises:
        GitError: They have no history in common, or one of them holds what no folder can.
    """
    git = Git(root)
    found = (files_of(git.root, base), {}) if base else _base(git, ours, theirs, {}, DEEPEST)
    if found is None:
        raise GitError(
            "the shared folder and this one have nothing in common: they are two programs",
            "see that the address is right; if it is, make a copy of it with mentorctl join"
            " ADDRESS, outside of this folder, and put into that what was changed here",
        )
    old, new = found
    mine, other = files_of(git.root, ours), files_of(git.root, theirs)
    return _by_new_names(git, old, mine, other, new, choices)


def refuse_too_wide(root: Path, since: str, tip: str) -> None:
    """Refuse commits that bring more sides together than can be judged.

    Raises:
        GitError: One commit has such a one, and another has not.
    """
    git = Git(root)
    least = f"--min-parents={objects.MOST_SIDES + 1}"
    wide = reading(git, "rev-list", least, tip, f"^{since}").decode().split()
    for name in set(wide).intersection(only(git, tip, since)) if wide else ():
        raise GitError(
            f"commit {name[:10]} brings more than {objects.MOST_SIDES} sides together, which"
            " nobody can judge: nothing came in",
            "ask who made it to bring them in one at a time, and the keeper of the shared folder"
            " to go back to the state before it",
        )


def _base(
    git: Git, one: str, two: str, new: dict[str, bytes], deep: int
) -> tuple[Mapping[str, TreeEntry], dict[str, bytes]] | None:
    """The merge base; several merge bases are merged with each other first."""
    said = bases_of(git.root, one, two)
    if not said:
        return None
    first, *others = said
    found = files_of(git.root, first)
    for other in others if deep else ():
        older = _base(git, first, other, new, deep - 1)
        files = files_of(git.root, other)
        if older is None:
            continue
        half = _three(git, older[0], found, files, older[1], {}, otherwise="ours")
        found = {path: each for path, each in {**found, **half.files}.items() if each is not None}
        new = {**new, **older[1], **half.new}
    return found, new


def _by_new_names(
    git: Git,
    base: Mapping[str, TreeEntry],
    ours: Mapping[str, TreeEntry],
    theirs: Mapping[str, TreeEntry],
    known: Mapping[str, bytes],
    choices: Mapping[str, Choices],
) -> Joined:
    """Merge three trees by the names that the folders of pairings have in the end.

    What one side writes in such a folder, or adds to it, goes on in the one that the other side
    has made of it.
    """
    here = renames.renamed_pairings(git, base, ours, theirs, known)
    there = renames.renamed_pairings(git, base, theirs, ours, known)
    if not here and not there:
        return _three(git, base, ours, theirs, known, choices)
    old, mine, other = (
        {renames.under_new_name(path, folders): entry for path, entry in files.items()}
        for files, folders in ((base, {**here, **there}), (ours, there), (theirs, here))
    )
    found = _three(git, old, mine, other, known, choices)
    olds = {now: was for was, now in (*here.items(), *there.items())}
    clashes = (each._replace(was=renames.under_new_name(each.was, olds)) for each in found.clashes)
    now = {**mine, **found.files}
    files = {path: now.get(path) for path in {**ours, **now} if now.get(path) != ours.get(path)}
    return found._replace(files=files, clashes=tuple(clashes))


def _three(
    git: Git,
    base: Mapping[str, TreeEntry],
    ours: Mapping[str, TreeEntry],
    theirs: Mapping[str, TreeEntry],
    known: Mapping[str, bytes],
    choices: Mapping[str, Choices],
    otherwise: Side | None = None,
) -> Joined:
    files: dict[str, TreeEntry | None] = {}
    both: list[str] = []
    for path in sorted(base.keys() | ours.keys() | theirs.keys()):
        old, mine, other = base.get(path), ours.get(path), theirs.get(path)
        if other in (mine, old):
            continue
        if mine == old:
            files[path] = _taken(path, other)
        else:
            both.append(path)
    moves = _moves(both, base, ours, theirs)
    contents = _Contents(git, known, (base, ours, theirs), itertools.chain(both, *moves.values()))
    found = Joined(files, {}, (), (), [])
    clashes: list[FileClash] = []
    renamed: list[tuple[str, str, str]] = []
    for path in both if otherwise else _apart(found, both, base, ours, theirs):
        was = path
        before, here, there = (contents.of(tree, path) for tree in (base, ours, theirs))
        now, side = contents.moved(path, moves[path]) if otherwise is None else ("", ours)
        if now:
            # what the other side wrote goes on under the new name
            files |= {path: None} if path in ours else {}
            moved = contents.of(side, now)
            here, there = (moved, there) if side is ours else (here, moved)
            path = now  # noqa: PLW2901 - the record is called so now
        fixed = contents.signed(path) if path.endswith(LOG) else ()
        merged = merged_file(path, (before, here, there), choices.get(path), fixed)
        if merged.clashes and otherwise is None:
            clashes += [FileClash(path, each, was) for each in merged.clashes]
            continue
        renamed += [(path, *names) for names in merged.renamed]
        if merged.content == here and (here is None or path in ours):
            continue
        if merged.content is None:
            files[path] = None
        else:
            name = objects.object_id("blob", merged.content, like=contents.any_id)
            files[path] = TreeEntry(_mode(base.get(path), ours.get(path), theirs.get(path)), name)
            found.new[name] = merged.content
    _check_places({**ours, **files})
    return found._replace(clashes=tuple(clashes), renamed=tuple(renamed))


def _moves(
    paths: Iterable[str],
    base: Mapping[str, TreeEntry],
    ours: Mapping[str, TreeEntry],
    theirs: Mapping[str, TreeEntry],
) -> dict[str, list[str]]:
    """What each of some records may be called now on a side that does not have it any more."""
    sides = (ours, theirs)
    return {path: [*itertools.chain(*(renames.candidates(path, base, side) for side in sides))]
            for path in paths}  # fmt: skip


def _is_evidence_twice(
    path: str, ours: Mapping[str, TreeEntry], theirs: Mapping[str, TreeEntry]
) -> bool:
    """Whether both sides have a file that was handed in, and not the same."""
    return f"/{EVIDENCE}/" in path and path in ours and path in theirs


def _apart(
    found: Joined,
    both: list[str],
    base: Mapping[str, TreeEntry],
    ours: Mapping[str, TreeEntry],
    theirs: Mapping[str, TreeEntry],
) -> list[str]:
    """Keep both of two documents of one name, as nobody can choose between them unseen.

    Returns:
        The other files that both sides changed.
    """
    pairs = [(path, path) for path in both if _is_evidence_twice(path, ours, theirs)]
    for path, twin in [*pairs, *_twins(base, ours, theirs).items()]:
        beside = _beside(path, {*ours, *theirs, *found.files})
        now = _taken(path, theirs[path]) if path == twin else None
        found.files.update({path: now, beside: _taken(path, ours[path])})
        found.kept_both.append((twin, beside))
    return [path for path in both if (path, path) not in pairs]


def _twins(
    base: Mapping[str, TreeEntry], ours: Mapping[str, TreeEntry], theirs: Mapping[str, TreeEntry]
) -> dict[str, str]:
    """What was handed in here under a name that only its case tells from one on the other side."""
    new = {path.casefold(): path for path in theirs.keys() - base.keys() - ours.keys()}
    return {
        path: new[path.casefold()]
        for path in sorted(ours.keys() - base.keys() - theirs.keys())
        if f"/{EVIDENCE}/" in path and path.casefold() in new
    }


def _beside(path: str, taken: Collection[str]) -> str:
    """A name like a file's that nothing has yet: `4-2.docx` for `4.docx`."""
    start, dot, end = path.rpartition(".")
    if not dot or "/" in end:
        start, end = path, ""
    names = (f"{start}-{number}{dot if end else ''}{end}" for number in itertools.count(2))
    return next(name for name in names if name not in taken)


class _Contents:
    """The contents of many files, read in one batch."""

    def __init__(
        self,
        git: Git,
        known: Mapping[str, bytes],
        trees: tuple[Mapping[str, TreeEntry], ...],
        paths: Iterable[str],
    ) -> None:
        self._trees = trees
        asked = list(paths)
        # who signed an entry of a log stands in other files
        folders = {_signatures(path) for path in asked if path.endswith(LOG)}
        asked += [
            path for path in {**trees[1], **trees[2]} if path.startswith(tuple(folders) or "\0")
        ]
        ids = {tree[path].id for tree in trees for path in asked if path in tree}
        self.any_id = next(iter(ids), "")
        self._held: dict[str, bytes | None] = dict(known)
        self._held |= dict(objects.blobs(git, sorted(ids - known.keys())))

    def of(self, tree: Mapping[str, TreeEntry], path: str) -> bytes | None:
        """What a file holds in a tree; None where it is not in it."""
        entry = tree.get(path)
        if entry is None:
            return None
        _taken(path, entry)
        content = self._held[entry.id]
        if content is None:
            raise GitError(f"{path} is too large to be brought together", "see whose is right")
        return content

    def moved(self, path: str, names: list[str]) -> tuple[str, Mapping[str, TreeEntry]]:
        """A record's new name on one side, and that side; empty where it has none."""
        base, ours, theirs = self._trees
        side, other = (theirs, ours) if path in ours else (ours, theirs)
        before = self.of(base, path) if names else None
        if before is None or path in side:
            return "", side
        now = renames.new_name(before, names, lambda name: self.of(side, name))
        return "" if now in other else now, side

    def signed(self, path: str) -> set[str]:
        """The log entries that only the other side has signed."""
        here, there = (self._signed(tree, path) for tree in self._trees[1:])
        return there - here

    def _signed(self, tree: Mapping[str, TreeEntry], path: str) -> set[str]:
        start = _signatures(path)
        found = set()
        for name in tree:
            if name.startswith(start):
                top, _ = compose(self.of(tree, name) or b"")
                held = plain(top)
                for each in (held.get("signed") or []) if isinstance(held, dict) else []:
                    statement = each.get("statement") if isinstance(each, dict) else None
                    record = statement.get("record") if isinstance(statement, dict) else None
                    found.add(str(record).rpartition("#")[2])
        return found


def _signatures(log: str) -> str:
    """What the paths of the signatures of a pairing's log begin with."""
    return log.removesuffix(LOG) + "/" + signatures_begin(LOG[1:])


def _taken(path: str, entry: TreeEntry | None) -> TreeEntry | None:
    """What the other side has, when it is an ordinary file.

    Raises:
        GitError: It is a link, or another repository.
    """
    if entry is not None and entry.mode not in FILES:
        raise GitError(
            f"{path} is a link or another repository on one side, and neither is ever taken",
            "ask whoever put it there to take it out",
        )
    return entry


def _mode(*entries: TreeEntry | None) -> str:
    base, ours, theirs = (each.mode if each else FILE for each in entries)
    return theirs if ours == base else ours


def _check_places(files: Mapping[str, TreeEntry | None]) -> None:
    """Refuse a path that would be both a file and a folder.

    Raises:
        GitError: Something is.
    """
    there = {path for path, entry in files.items() if entry is not None}
    for path in there:
        folder = path.rpartition("/")[0]
        while folder:
            if folder in there:
                raise GitError(
                    f"{folder} is a file on one side and a folder on the other",
                    "give one of them another name, save, then run mentorctl sync again",
                )
            folder = folder.rpartition("/")[0]
