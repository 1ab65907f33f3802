"""Takes out of what a copy is to send what is not its user's to write."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.cli.signing.own_rights import refused
from mentorctl.model.field_owners import restored
from mentorctl.model.kinds import kind_of
from mentorctl.model.list_identity import Shape
from mentorctl.store.edit.comments import with_comments
from mentorctl.store.edit.rewrite import rewrite
from mentorctl.store.parse.nodes import compose, plain
from mentorctl.trail.git import objects
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.tree_entry import TreeEntry
from mentorctl.trail.ledger.ledger_cache import followed_ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from mentorctl.cli.signing.own_rights import Refused
    from mentorctl.model.field_owners import Way
    from mentorctl.store.record_merge import Choices, Side
    from mentorctl.trail.git.merging.three_way_merge import FileClash, Joined
    from mentorctl.trail.signatures.statements import OwnSigner

__all__ = ["Allowed", "allowed", "changes_to", "taken_back_anyway"]

FILE = "100644"


class Allowed(NamedTuple):
    """What may be sent.

    Attributes:
        joined: Both sides brought together, and where the user may not write, as it is there.
        refused: What that was.
    """

    joined: Joined
    refused: tuple[Refused, ...]


def allowed(copy: Path, ours: str, joined: Joined, who: OwnSigner) -> Allowed:
    """What of two sides brought together the user may send.

    Args:
        copy: A folder at the last commit of the shared one, which has all objects of both sides.
        ours: The last commit here.
        joined: What each file that differs from ours shall be.
        who: The user.

    Raises:
        GitError: The history is damaged.
    """
    book = followed_ledger(copy)
    if book.register.may_change(who.mark):
        return Allowed(joined, ())
    git = Git(copy)
    here, there = (objects.files(git, each.tree) for each in objects.commits(git, (ours, book.tip)))
    final = {path: joined.files.get(path, here.get(path)) for path in {**here, **joined.files}}
    changed = [path for path in {**there, **final} if final.get(path) != there.get(path)]
    entries = [side.get(path) for path in changed for side in (there, final)]
    held = {**dict(objects.blobs(git, sorted({each.id for each in entries if each}
                                             - joined.new.keys()))), **joined.new}  # fmt: skip

    def content(side: Mapping[str, TreeEntry | None], path: str) -> bytes | None:
        entry = side.get(path)
        return (held.get(entry.id) or b"") if entry else None

    planned = {path: content(final, path) for path in changed}
    found = tuple(refused(copy, book, who.person, changed, planned))
    for each in found:
        planned[each.path] = _left(
            each.path, planned[each.path], content(there, each.path), each.ways
        )
    again = refused(copy, book, who.person, [each.path for each in found], planned)
    planned |= {each.path: content(there, each.path) for each in again}
    files, new = dict(joined.files), dict(joined.new)
    for path in (each.path for each in found):
        data, was = planned[path], there.get(path)
        files[path] = was
        if data is not None and data != content(there, path):
            name = objects.object_id("blob", data, like=ours)
            files[path], new[name] = TreeEntry(was.mode if was else FILE, name), data
    return Allowed(joined._replace(files=files, new=new), found)


def taken_back_anyway(
    copy: Path,
    ours: str,
    who: OwnSigner,
    clashes: Sequence[FileClash],
    merged: Callable[[dict[str, Choices]], Joined],
) -> dict[str, Choices]:
    """Choices between two sides that change nothing, as what the user wrote there is not theirs.

    Args:
        copy: A folder at the last commit of the shared one, which has all objects of both sides.
        ours: The last commit here.
        who: The user.
        clashes: What both sides changed.
        merged: Both sides brought together by some choices.

    Returns:
        For each of those, that ours stays, so that it is told as taken back.

    Raises:
        GitError: The history is damaged.
    """

    def outcome(*kept: FileClash) -> Allowed:
        choices: dict[str, dict[tuple[tuple[str, str], ...], Side]] = {}
        for each in clashes:
            side: Side = "ours" if each in kept else "theirs"
            choices.setdefault(each.path, {})[each.clash.where] = side
        return allowed(copy, ours, merged(dict(choices)), who)

    mine = outcome(*clashes)
    refused_in = {each.path for each in mine.refused}
    asked = [each for each in clashes if each.path in refused_in]
    theirs = outcome() if asked else mine
    found: dict[str, dict[tuple[tuple[str, str], ...], Side]] = {}
    for each in asked:
        wanted = _said(copy, ours, theirs.joined, each.path)
        is_none_theirs = _said(copy, ours, mine.joined, each.path) == wanted
        # where some of that file is the user's, it may yet be something else
        if is_none_theirs or _said(copy, ours, outcome(each).joined, each.path) == wanted:
            found.setdefault(each.path, {})[each.clash.where] = "ours"
    return dict(found)


def changes_to(
    copy: Path, ours: str, joined: Joined, paths: Iterable[str]
) -> dict[str, tuple[bytes | None, bytes | None]]:
    """What files hold in the shared folder, and will once two sides are together.

    Args:
        copy: A folder at the last commit of the shared one, which has all objects of both sides.
        ours: The last commit here.
        joined: Both sides brought together.
        paths: The files.

    Returns:
        Those of them that become others.
    """
    paths = [*paths]
    there = Git(copy).reader.contents([f"HEAD:{each}" for each in paths])
    both = {path: (held.content if held else None, _content(copy, ours, joined, path))
            for path, held in zip(paths, there, strict=True)}  # fmt: skip
    return {path: (was, now) for path, (was, now) in both.items() if was != now}


def _content(copy: Path, ours: str, joined: Joined, path: str) -> bytes | None:
    """What a file holds once two sides are together; None for no file."""
    entry = joined.files.get(path)
    if path in joined.files and entry is None:
        return None
    data = joined.new.get(entry.id) if entry else None
    if data is None:
        (held,) = Git(copy).reader.contents([entry.id if entry else f"{ours}:{path}"])
        data = held.content if held else None
    return data


def _said(copy: Path, ours: str, joined: Joined, path: str) -> object:
    """What a file says once two sides are together: its values, or its bytes; None for no file."""
    data = _content(copy, ours, joined, path)
    if data is None:
        return None
    top, faults = compose(data) if kind_of(path) else (None, ())
    return data if top is None or faults else plain(top)


def _left(
    path: str, mine: bytes | None, theirs: bytes | None, ways: frozenset[Way]
) -> bytes | None:
    """A record with one's own values and, at some ways, with those of the other side."""
    kind = kind_of(path)
    if mine is None or kind is None or () in ways:
        return theirs
    (top, faults), (other, _) = map(compose, (mine, theirs or b""))
    here, there = (plain(each) if each is not None else {} for each in (top, other))
    if faults or not isinstance(here, dict):
        return theirs
    own, text = mine.decode("utf-8"), (theirs or b"").decode("utf-8")
    shape = Shape.of(kind.model)
    left = rewrite(text, restored(kind.model, here, there, ways), shape)
    return with_comments(left, text, own, text, shape).encode("utf-8")
