"""Reads git objects in bulk and verifies each against its id.

An id is the digest of what it names. Nothing is taken from the store that does not fit its own:
a damaged store is noticed, and so is a forged one.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import re
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.trail.errors import GitError
from mentorctl.trail.git.tree_entry import FOLDER_MODE, TreeEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mentorctl.trail.git.command import Git
    from mentorctl.trail.git.object_reader import ObjectReader

__all__ = [
    "LAST_MOMENT",
    "MOST_SIDES",
    "Commit",
    "CorruptObject",
    "Stamp",
    "blobs",
    "check_trees",
    "commits",
    "files",
    "is_id",
    "kinds",
    "links",
    "moment",
    "object_id",
    "parse_commit",
    "reading",
    "sides",
    "trees",
]

# larger ones are no record, letter or scan
LARGEST = 32 << 20
# objects per batch, so that a long history does not have to fit into memory
AT_ONCE = 64 << 20
# limits against trees that contain themselves many times (zip bombs)
DEEPEST = 64
MOST_FILES = 1_000_000
MOST_SIDES = 16  # people's merges have two or three; each more multiplies the work of judging it
# beyond the year 9999 there are no days to tell, and commits may claim any number
LAST_MOMENT = 253_402_214_400

_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_HEAD = re.compile(
    rb"tree (?P<tree>[0-9a-f]{40,64})\n(?P<parents>(?:parent [0-9a-f]{40,64}\n)*)"
    rb"author (?P<author>[^\n]*)\ncommitter (?P<committer>[^\n]*)\n"
)
_STAMP = re.compile(
    rb"(?P<name>[^<]*)<(?P<email>[^>]*)>[^0-9]*(?P<seconds>\d+) (?P<zone>[-+]\d{4})"
)
_DIGITS = len(str(LAST_MOMENT))
_USUAL = {b"40000": FOLDER_MODE, b"100644": "100644"}


class CorruptObject(GitError):
    """An object of the store is missing, unreadable, or not what its id says.

    Attributes:
        id: The object's id.
    """

    def __init__(self, name: str, fault: str) -> None:
        super().__init__(
            f"the history is damaged: object {name[:10]} {fault}",
            "get a fresh copy of the program folder; git fsck lists everything that is damaged",
        )
        self.id = name


class Stamp(NamedTuple):
    """Author or committer and time as the commit claims them; neither is proven.

    Attributes:
        name: Their name.
        email: Their address.
        seconds: Seconds since 1970, UTC; 0 when that cannot be read, `LAST_MOMENT` at most.
        offset: Minutes east of UTC.
    """

    name: str
    email: str
    seconds: int
    offset: int

    @property
    def when(self) -> dt.datetime:
        """The moment with its offset; the last there is for one beyond the year 9999."""
        return dt.datetime.fromtimestamp(
            self.seconds, dt.timezone(dt.timedelta(minutes=self.offset))
        )


class Commit(NamedTuple):
    """A commit.

    Attributes:
        id: Its id.
        tree: The id of the tree of all its files.
        parents: The ids of the commits it follows, as the commit itself names them.
        author: Who made the change.
        committer: Who made the commit.
        message: What it says, without the line break at the end.
        raw: Its bytes, which its signature is about.
    """

    id: str
    tree: str
    parents: tuple[str, ...]
    author: Stamp
    committer: Stamp
    message: str
    raw: bytes

    @property
    def sides(self) -> tuple[str, ...]:
        """The parents that it is compared with."""
        return sides(self.parents)

    @property
    def is_too_wide(self) -> bool:
        """Whether it brings more sides together than can be judged."""
        return len(self.parents) > MOST_SIDES


def sides(parents: tuple[str, ...]) -> tuple[str, ...]:
    """The parents of a commit that it is compared with: of too many, the first alone."""
    return parents if len(parents) <= MOST_SIDES else parents[:1]


def reading(git: Git, *args: str, data: bytes | None = None, fine: tuple[int, ...] = (0,)) -> bytes:
    """Run a git command that reads history; replacement refs and grafts are ignored.

    Replacements are off for every git (`command.py`). Here grafts are too, and the commit graph,
    which repeats parents and trees where nothing holds them to their ids.

    Raises:
        GitMissing: There is no git.
        GitError: It failed.
    """
    env = {"GIT_GRAFT_FILE": os.devnull}
    return git("-c", "core.commitGraph=false", *args, data=data, env=env, fine=fine)


def is_id(text: str) -> bool:
    """Whether a text is a full object id."""
    return _ID.fullmatch(text) is not None


def object_id(kind: str, data: bytes, like: str) -> str:
    """The id of an object.

    Args:
        kind: commit, tree, blob or tag.
        data: Its content.
        like: Another id of the same repository, which tells SHA-1 from SHA-256.
    """
    head = b"%b %d\0" % (kind.encode(), len(data))
    if len(like) == 64:  # noqa: PLR2004 - hexadecimal digits of a SHA-256
        return hashlib.sha256(head + data).hexdigest()
    return hashlib.sha1(head + data, usedforsecurity=False).hexdigest()


def kinds(git: Git, ids: Iterable[str]) -> dict[str, str | None]:
    """What objects are: commit, tree, blob or tag; None for those that are not there."""
    return {name: kind for name, kind, _ in _checked(git.reader, list(ids))}


def sizes(git: Git, ids: Iterable[str]) -> dict[str, int]:
    """How many bytes objects have; 0 for those that are not there."""
    return {name: size for name, _, size in _checked(git.reader, list(ids))}


def commits(git: Git, ids: Iterable[str]) -> Iterator[Commit]:
    """Commits, in the order asked.

    Raises:
        CorruptObject: One is missing, or is not what its id says.
    """
    # no sizes first: whoever knows a commit's id has had git read it, and it is in memory once
    for name, data in _contents(git.reader, list(ids), "commit"):
        yield parse_commit(name, data)


def trees(git: Git, ids: Iterable[str]) -> Iterator[tuple[str, dict[str, TreeEntry]]]:
    """Trees, in the order asked: their ids, and their entries by name.

    Raises:
        CorruptObject: One is missing, or is not what its id says.
    """
    for name, data in _folders(git.reader, ids):
        yield name, _entries(name, data)


def blobs(
    git: Git, ids: Iterable[str], largest: int = LARGEST
) -> Iterator[tuple[str, bytes | None]]:
    """Blobs, in the order asked: their ids and bytes; None for those that are too large.

    Raises:
        CorruptObject: One is missing, or is not what its id says.
    """
    return _read(git.reader, ids, "blob", largest)


def check_trees(git: Git, ids: Iterable[str], *, beside_others: bool = True) -> None:
    """Verify the hashes of trees without parsing them.

    Args:
        git: Git in the repository.
        ids: The trees.
        beside_others: Whether other threads read meanwhile, so that this one has its own process.

    Raises:
        CorruptObject: One is missing, or is not what its id says.
    """
    own = contextlib.closing(git.another_reader()) if beside_others else None
    with own or contextlib.nullcontext(git.reader) as reader:
        for _ in _folders(reader, ids):
            pass


def files(git: Git, tree: str) -> dict[str, TreeEntry]:
    """All files of a tree by path; the hash of every subtree is verified.

    Raises:
        CorruptObject: A folder is missing, or is not what its id says.
        GitError: There is more than a program folder can hold.
    """
    found: dict[str, TreeEntry] = {}
    level = [("", tree)]
    for _ in range(DEEPEST):
        held = dict(trees(git, dict.fromkeys(name for _, name in level)))
        deeper = []
        for path, folder in level:
            for name, entry in held[folder].items():
                if entry.mode == FOLDER_MODE:
                    deeper.append((f"{path}{name}/", entry.id))
                else:
                    found[path + name] = entry
            if len(found) + len(deeper) > MOST_FILES:
                break
        if not deeper:
            return found
        level = deeper
        if len(found) + len(level) > MOST_FILES:
            break
    raise GitError(
        "the history has more files or deeper folders than a program folder can hold",
        "look at what was committed: git log --stat",
    )


def links(name: str, raw: bytes) -> tuple[str, tuple[str, ...]]:
    """The tree and the parents that a commit's bytes name.

    Raises:
        CorruptObject: They are no commit's.
    """
    found = _head(name, raw)
    return found["tree"].decode(), tuple(found["parents"].decode().split()[1::2])


def parse_commit(name: str, raw: bytes) -> Commit:
    """A commit from its bytes.

    Raises:
        CorruptObject: They are no commit's.
    """
    head = _head(name, raw)
    _, _, message = raw.partition(b"\n\n")
    return Commit(
        name,
        *links(name, raw),
        _stamp(head["author"]),
        _stamp(head["committer"]),
        message.decode("utf-8", "replace").removesuffix("\n"),
        raw,
    )


def _head(name: str, raw: bytes) -> re.Match[bytes]:
    found = _HEAD.match(raw)
    if found is None:
        raise CorruptObject(name, "is no commit that can be read")
    return found


def _stamp(line: bytes) -> Stamp:
    found = _STAMP.fullmatch(line)
    if found is None:
        return Stamp(line.decode("utf-8", "replace").strip(), "", 0, 0)
    zone = found["zone"]
    minutes = min(int(zone[1:3]) * 60 + int(zone[3:]), 24 * 60 - 1)
    return Stamp(
        found["name"].decode("utf-8", "replace").strip(),
        found["email"].decode("utf-8", "replace").strip(),
        moment(found["seconds"]),
        -minutes if zone[:1] == b"-" else minutes,
    )


def moment(digits: bytes) -> int:
    """The seconds since 1970 that a commit claims in some digits, `LAST_MOMENT` at most."""
    # a number of thousands of digits takes long to read, and no clock has one
    digits = digits.lstrip(b"0") or b"0"
    return LAST_MOMENT if len(digits) > _DIGITS else min(int(digits), LAST_MOMENT)


def _entries(folder: str, data: bytes) -> dict[str, TreeEntry]:
    """A tree's entries: `mode name NUL id`, the id in bytes."""
    width = len(folder) // 2
    found: dict[str, TreeEntry] = {}
    place = 0
    while place < len(data):
        end = data.find(b"\0", place)
        mode, _, name = data[place:end].partition(b" ")
        place = end + 1 + width
        # git never writes empty or repeated names; they could hide a file
        text = name.decode("utf-8", "surrogateescape")
        digits = _USUAL.get(mode) or (mode.decode().zfill(6) if mode.isdigit() else "")
        if end < 0 or place > len(data) or not digits or not text or text in found:
            raise CorruptObject(folder, "is no folder that can be read")
        found[text] = TreeEntry(digits, data[end + 1 : place].hex())
    return found


def _folders(reader: ObjectReader, ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    for name, data in _read(reader, ids, "tree", LARGEST):
        if data is None:
            raise CorruptObject(name, "is larger than a folder can be")
        yield name, data


def _read(
    reader: ObjectReader, ids: Iterable[str], kind: str, largest: int
) -> Iterator[tuple[str, bytes | None]]:
    """Objects of one kind, in the order asked, None for too large ones; one folder always fits."""
    asked = list(ids)
    sizes = {asked[0]: 0} if kind == "tree" and len(asked) == 1 else _sizes(reader, asked, kind)
    batch: list[str] = []
    total = 0
    for name in asked:
        size = sizes[name]
        if batch and (size > largest or total + size > AT_ONCE):
            yield from _contents(reader, batch, kind)
            batch, total = [], 0
        if size > largest:
            yield name, None
        else:
            batch.append(name)
            total += size
    if batch:
        yield from _contents(reader, batch, kind)


def _sizes(reader: ObjectReader, ids: list[str], kind: str) -> dict[str, int]:
    """How large objects are, so that git is never asked for one that does not fit."""
    sizes = {}
    for name, found, size in _checked(reader, ids):
        if found != kind:
            raise CorruptObject(name, f"is no {kind}" if found else "is not there")
        sizes[name] = size
    return sizes


def _checked(reader: ObjectReader, ids: list[str]) -> Iterator[tuple[str, str | None, int]]:
    """The kind and size of objects; None and 0 for those that are not there."""
    # anything else could be a revision, or two requests
    answers = reader.sizes(name for name in ids if is_id(name))
    for name in ids:
        found = next(answers) if is_id(name) else None
        yield (name, found.kind, found.size) if found else (name, None, 0)


def _contents(reader: ObjectReader, ids: list[str], kind: str) -> Iterator[tuple[str, bytes]]:
    for name in ids:
        if not is_id(name):
            raise CorruptObject(name, "has no id that can be one")
    for name, found in zip(ids, reader.contents(ids), strict=True):
        if found is None or found.kind != kind:
            raise CorruptObject(name, f"is no {kind}" if found else "is not there")
        if object_id(kind, found.content, like=name) != name:
            raise CorruptObject(name, "is not what its id says")
        yield name, found.content
