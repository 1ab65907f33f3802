"""Git histories of any shape, laid in one go."""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
import zlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.trail.git.objects import object_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["Made", "commit_of_any_name", "lay_history", "plain"]

STAMP = "Jo Tester <jo.tester@example.org> {} +0000"
START = 1_790_000_000
MANY = 100
_KINDS = ("commit", "tree", "blob")


class Made(NamedTuple):
    """A commit to be made.

    Attributes:
        files: Everything that is in it.
        parents: The commits it follows, by their place in the list; the one before when None.
        message: What it says.
        author: As git writes it: name, address, seconds and offset.
        committer: The same; as the author when None.
        adds: Whether everything of the commit before is in it, too.
    """

    files: Mapping[str, bytes]
    parents: tuple[int, ...] | None = None
    message: str | bytes = "step"
    author: str | bytes | None = None
    committer: str | bytes | None = None
    adds: bool = False


def lay_history(
    root: Path,
    commits: Sequence[Made],
    form: str = "sha1",
    sign: Callable[[int, bytes], bytes] | None = None,
) -> list[str]:
    """Make a folder a repository with these commits; `main` is at the last.

    What git needs a process each for is written here: its objects, and where its branch is.

    Args:
        root: The folder.
        commits: Its commits.
        form: How git names objects there.
        sign: Makes of a commit, by its place, and as git stores it, what stands there instead.

    Returns:
        Their ids, in the order given.
    """
    for path, data in () if (root / ".git/HEAD").exists() else _new(form):
        if data is None:
            (root / path).mkdir(exist_ok=True)
        else:
            (root / path).write_bytes(data)
    objects, ids = _Objects(form), list[str]()
    files: list[Mapping[str, bytes]] = []
    for number, made in enumerate(commits):
        parents = made.parents
        if parents is None:
            parents = (number - 1,) if number else ()
        files.append({**files[parents[0]], **made.files} if made.adds and parents else made.files)
        author = _bytes(made.author or STAMP.format(START + 60 * number))
        raw = b"\n".join([
            b"tree %b" % objects.folder(files[-1]).encode(),
            *(b"parent %b" % ids[each].encode() for each in parents),
            b"author %b" % author,
            b"committer %b" % (_bytes(made.committer) if made.committer else author),
            b"",
            _bytes(made.message),
        ])  # fmt: skip
        ids.append(objects.add("commit", sign(number, raw) if sign else raw))
    objects.write(root)
    (root / ".git/refs/heads/main").write_text(f"{ids[-1]}\n", encoding="ascii")
    return ids


@cache
def _new(form: str) -> tuple[tuple[str, bytes | None], ...]:
    """What git makes of a new repository: its files, None for a folder."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        plain(root, "init", "-q", "-b", "main", f"--object-format={form}")
        return tuple(
            (each.relative_to(root).as_posix(), None if each.is_dir() else each.read_bytes())
            for each in sorted(root.rglob("*"))
        )


class _Objects:
    """Objects of git, to be written at once."""

    def __init__(self, form: str) -> None:
        self._like = "0" * (64 if form == "sha256" else 40)
        self._held: dict[str, tuple[str, bytes]] = {}
        self._files: dict[bytes, str] = {}

    def add(self, kind: str, data: bytes) -> str:
        """Take one up; its id."""
        name = object_id(kind, data, like=self._like)
        self._held[name] = kind, data
        return name

    def folder(self, files: Mapping[str, bytes]) -> str:
        """Take up all that lies in a folder, by path; the folder's id."""
        inside: dict[str, dict[str, bytes]] = {}
        rows = {}
        for path, data in files.items():
            name, _, below = path.partition("/")
            if below:
                inside.setdefault(name, {})[below] = data
            elif data in self._files:
                rows[name] = b"100644", self._files[data]
            else:
                self._files[data] = self.add("blob", data)
                rows[name] = b"100644", self._files[data]
        rows |= {name: (b"40000", self.folder(each)) for name, each in inside.items()}
        # git has a folder stand where its name with a slash would
        order = sorted(rows, key=lambda name: _bytes(f"{name}/" if name in inside else name))
        return self.add("tree", b"".join(
            b"%b %b\0%b" % (rows[name][0], _bytes(name), bytes.fromhex(rows[name][1]))
            for name in order
        ))  # fmt: skip

    def write(self, root: Path) -> None:
        """Write them to a repository as git does: a few as a file each, many as one pack."""
        if len(self._held) >= MANY:
            plain(root, "index-pack", "--stdin", data=self._pack())
            return
        for name, (kind, data) in self._held.items():
            file = root / ".git/objects" / name[:2] / name[2:]
            if not file.exists():
                file.parent.mkdir(exist_ok=True)
                file.write_bytes(_loose(kind, data))
                file.chmod(0o444)

    def _pack(self) -> bytes:
        parts = [b"PACK", (2).to_bytes(4), len(self._held).to_bytes(4)]
        for kind, data in self._held.values():
            parts += [_head(_KINDS.index(kind) + 1, len(data)), zlib.compress(data, 1)]
        whole = b"".join(parts)
        digest = "sha1" if len(self._like) == 40 else "sha256"
        return whole + hashlib.new(digest, whole).digest()


@cache  # most of what a history holds is in others, too
def _loose(kind: str, data: bytes) -> bytes:
    """What stands in an object's own file."""
    return zlib.compress(b"%b %d\0%b" % (kind.encode(), len(data), data), 1)


def _head(kind: int, size: int) -> bytes:
    """What stands before an object in a pack: its kind, and how long it is unpacked."""
    first, size = kind << 4 | size & 15, size >> 4
    parts = []
    while size:
        parts.append(first | 128)
        first, size = size & 127, size >> 7
    return bytes([*parts, first])


def plain(root: Path, *args: str, data: bytes = b"") -> str:
    """What the user's own git says, without the line break at the end."""
    done = subprocess.run(["git", *args], cwd=root, input=data, check=True, capture_output=True)
    return done.stdout.decode("utf-8", "surrogateescape").removesuffix("\n")


def commit_of_any_name(root: Path, path: str, sign: Callable[[bytes], bytes] | None = None) -> str:
    """Make a commit behind HEAD with one file more, which need not be one that a disk can hold.

    Args:
        root: A repository; its files, index and branches stay as they are.
        path: The file.
        sign: Signs what the commit says.

    Returns:
        Its id.
    """
    blob = plain(root, "hash-object", "-w", "--stdin", data=b"hello\n")
    mode = "100644"
    *folders, name = path.split("/")
    for depth in range(len(folders), -1, -1):
        place = "/".join(folders[:depth])
        there = subprocess.run(
            ["git", "ls-tree", "-z", f"HEAD:{place}"], cwd=root, check=False, capture_output=True
        ).stdout.split(b"\0")
        lines = {line.partition(b"\t")[2]: line for line in there if line}
        kind = "blob" if mode == "100644" else "tree"
        lines[name.encode()] = f"{mode} {kind} {blob}\t{name}".encode()
        blob = plain(root, "mktree", "-z", data=b"\0".join(lines.values()) + b"\0")
        mode, name = "040000", folders[depth - 1] if depth else ""
    made = plain(root, "commit-tree", "-p", "HEAD", "-m", "another file", blob)
    if sign is None:
        return made
    raw = plain(root, "cat-file", "commit", made).encode() + b"\n"
    return plain(root, "hash-object", "-t", "commit", "-w", "--stdin", data=sign(raw))


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")
