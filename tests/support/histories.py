"""Git histories of any shape, laid in one go."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

__all__ = ["Made", "commit_of_any_name", "lay_history", "plain"]

STAMP = "Jo Tester <jo.tester@example.org> {} +0000"
START = 1_790_000_000


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


def lay_history(root: Path, commits: Sequence[Made], form: str = "sha1") -> list[str]:
    """Make a folder a repository with these commits; `main` is at the last.

    Returns:
        Their ids, in the order given.
    """
    plain(root, "init", "-q", "-b", "main", f"--object-format={form}")
    lines = []
    for number, made in enumerate(commits):
        parents = made.parents
        if parents is None:
            parents = (number - 1,) if number else ()
        author = _bytes(made.author or STAMP.format(START + 60 * number))
        lines += [
            b"reset refs/heads/main\n" if not parents else b"",
            b"commit refs/heads/main\nmark :%d\n" % (number + 1),
            b"author %b\n" % author,
            b"committer %b\n" % (_bytes(made.committer) if made.committer else author),
            _data(_bytes(made.message)),
            *(b"%b :%d\n" % (b"merge" if place else b"from", parent + 1)
              for place, parent in enumerate(parents)),
            b"" if made.adds else b"deleteall\n",
            *(b"M 100644 inline %b\n%b" % (_bytes(path), _data(data))
              for path, data in made.files.items()),
        ]  # fmt: skip
    plain(root, "fast-import", "--quiet", "--force", "--export-marks=.git/marks",
          data=b"".join(lines))  # fmt: skip
    marks = (root / ".git/marks").read_text().split()
    (root / ".git/marks").unlink()
    ids = dict(zip(marks[::2], marks[1::2], strict=True))
    return [ids[f":{number + 1}"] for number in range(len(commits))]


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


def _data(data: bytes) -> bytes:
    return b"data %d\n%b\n" % (len(data), data)
