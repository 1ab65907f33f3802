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
from mentorctl.trail.git.objects import TreeEntry
from mentorctl.trail.ledger.ledger_cache import ledger_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mentorctl.cli.signing.own_rights import Refused
    from mentorctl.model.field_owners import Way
    from mentorctl.trail.git.merging.three_way_merge import Joined
    from mentorctl.trail.signatures.statements import OwnSigner

__all__ = ["Allowed", "allowed"]

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
    book = ledger_of(copy)
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
