"""Caches the output of reading commands and replays it while nothing has changed.

What a reading command says follows from its words, the folder, the day, the toolkit and the
terminal. When none of these has changed, the answer is given again from the user's own cache
directory, before anything heavy is imported. The cache can be deleted at any time; nothing of
it lies in the program folder, where a copied folder could bring a forged one along.
"""

from __future__ import annotations

import os
import sys
import time

from mentorctl.caches import cache_folder, kept_in, tidy
from mentorctl.cli.output.pager import show
from mentorctl.model.paths import PROGRAM_FILE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["is_kept", "is_nowhere", "remember", "replay"]

READING = frozenset({"check", "status", "due", "completers", "audit"})
MANY = 4_000
MOST_KEPT = 32
FOREVER = 1 << 62
# file systems with coarse clocks: a change within this time may not show
SLACK_NS = 2_000_000_000
_NUMBERS = 6
NOT_THERE = (0, 0, 0)
BESIDES = (
    ".git/HEAD", ".git/logs/HEAD", ".git/packed-refs", ".git/shallow", ".git/index",
    ".git/config", ".git/info/exclude", ".git/mentorctl", ".mentorctl",
    ".git/refs/mentorctl/received",
)  # fmt: skip


def replay(words: Sequence[str]) -> int | None:
    """Print the cached answer, if there is one that is still valid.

    Args:
        words: The command line without the program's name.

    Returns:
        The exit code, once the answer has been written; None when there is none.
    """
    root = _root(words)
    entry = _entry(words, root) if root is not None else None
    if entry is None:
        return None
    try:
        with open(entry, "rb") as file:  # noqa: PTH123 - pathlib costs more than all
            numbers = [int(number) for number in file.readline().split()]
            if len(numbers) != _NUMBERS or time.time_ns() >= numbers[0]:
                return None
            paths, stamps, out, err = (file.read(size) for size in numbers[2:])
        if _stamps(os.fsdecode(paths).split("\0")) != stamps:
            return None
    except (OSError, ValueError):
        return None
    if sys.stdout.isatty() and sys.stderr.isatty():
        out, err = out + err, b""
    show(out)
    sys.stderr.buffer.write(err)
    sys.stderr.flush()
    return numbers[1]


def is_kept(words: Sequence[str]) -> bool:
    """Whether the answer to a command line is kept: of commands that only read a program folder."""
    return _root(words) is not None


def remember(words: Sequence[str], started_ns: int, out: str, err: str, code: int) -> None:
    """Store an answer in the cache.

    This happens after the answer has been given, and before the command ends: nothing of it goes
    on behind the user's back. An answer about files that changed meanwhile is not kept.

    Args:
        words: The command line without the program's name.
        started_ns: When the command began, nanoseconds since 1970 UTC.
        out: What it wrote to standard output.
        err: What it wrote to standard error.
        code: Its exit code.
    """
    root = _root(words)
    if root is None:
        return
    import contextlib  # noqa: PLC0415 - only when something is kept

    sys.stdout.flush()
    sys.stderr.flush()
    with contextlib.suppress(OSError, ValueError):
        _keep(words, root, started_ns, out, err, code)


def _keep(words: Sequence[str], root: str, started_ns: int, out: str, err: str, code: int) -> None:
    entry = _entry(words, root)
    if entry is None or _has_judged(started_ns):
        return
    from mentorctl.trail.git.command import is_installed  # noqa: PLC0415 - only when something is kept

    if not is_installed():  # once it is, there is more to say
        return
    # where nothing can be kept, nothing is looked up
    os.makedirs(os.path.dirname(entry), mode=0o700, exist_ok=True)  # noqa: PTH103, PTH120
    paths, stamps = list[str](), b""
    for looked_at in (_of_folder, _of_toolkit):
        paths += (more := looked_at(root))
        stamps += _stamps(more)
        if max(memoryview(stamps).cast("q")) > started_ns - SLACK_NS:
            return
    parts = [os.fsencode("\0".join(paths)), stamps, out.encode(), err.encode()]
    until = FOREVER if "--today" in words else _midnight(root)
    numbers = [until, code, *map(len, parts)]
    spare = f"{entry}.{os.getpid()}"
    with open(spare, "wb") as file:  # noqa: PTH123 - as above
        file.write(" ".join(map(str, numbers)).encode() + b"\n" + b"".join(parts))
    os.replace(spare, entry)  # noqa: PTH105 - as above
    _prune(os.path.dirname(entry))  # noqa: PTH120 - as above
    tidy()


def _has_judged(started_ns: int) -> bool:
    """Whether a check found something changed meanwhile: then its answer is too young to keep."""
    try:
        with os.scandir(f"{cache_folder()}{os.sep}check") as entries:
            return any(entry.stat().st_mtime_ns >= started_ns for entry in entries)
    except OSError:
        return False


def _of_folder(root: str) -> list[str]:
    """All paths that an answer depends on: the folder and its last commit.

    And what the user has seen of the program before, which an audit holds it to.

    Some of it may not be there yet: where a command that dies leaves what it had begun to write.
    """
    from mentorctl.store.listing import walk  # noqa: PLC0415 - only when something is kept

    listing = walk(root)
    below = [f"{root}/{path}" for path in (*listing.files, *listing.folders, *listing.others)]
    import platformdirs  # noqa: PLC0415 - only when something is kept

    seen = f"{platformdirs.user_config_dir('mentorctl', appauthor=False)}{os.sep}pins.json"
    return [root, *below, *(f"{root}/{place}" for place in BESIDES), _branch(root), seen]


def _of_toolkit(_root: str) -> list[str]:
    """The paths of all modules of mentorctl, on which an answer depends as well."""
    toolkit = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))  # noqa: PTH120 - as above
    return [
        os.path.join(place, name)  # noqa: PTH118 - as above
        for place, _, names in os.walk(toolkit)
        for name in names
        if name.endswith(".py")
    ]


def _branch(root: str) -> str:
    """The file of the current branch's ref, unless it is packed."""
    try:
        if not os.path.isfile(f"{root}/.git/HEAD"):  # noqa: PTH113 - a pipe would never answer
            return root
        with open(f"{root}/.git/HEAD", encoding="utf-8") as file:  # noqa: PTH123 - as above
            kind, _, name = file.readline().strip().partition(" ")
    except (OSError, ValueError):
        return root
    return f"{root}/.git/{name}" if kind == "ref:" and ".." not in name else root


def _stamps(paths: Sequence[str]) -> bytes:
    """Modification time and size of each path."""
    if len(paths) < MANY or sys.platform != "linux":
        return _stamps_of(paths)
    half = len(paths) // 2
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        code = 1
        try:
            os.close(reading)
            with os.fdopen(writing, "wb") as pipe:
                pipe.write(_stamps_of(paths[half:]))
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        first = _stamps_of(paths[:half])
        rest = pipe.read()
    os.waitpid(child, 0)
    return first + rest


def _stamps_of(paths: Sequence[str]) -> bytes:
    from array import array  # noqa: PLC0415 - only for words that are replayed

    stamps = array("q")
    add = stamps.extend
    lstat = os.lstat
    for path in paths:
        try:
            found = lstat(path)
        except OSError:
            add(NOT_THERE)
        else:
            add((found.st_mtime_ns, found.st_size, found.st_ctime_ns))
    return stamps.tobytes()


def _root(words: Sequence[str]) -> str | None:
    """The program folder of a command line; None for commands that are not cached."""
    place, at = ".", 0
    while at < len(words) and words[at] in ("-C", "--directory"):
        if at + 1 >= len(words):
            return None
        place, at = words[at + 1], at + 2
    if at >= len(words) or words[at] not in READING or "--help" in words or "-h" in words:
        return None
    if any(
        word in ("--out", "--accept", "--freeze") or word.startswith("--out=") for word in words
    ):
        return None  # it writes something
    if is_nowhere():
        return None
    place = os.path.realpath(place)
    while True:
        if os.path.isfile(os.path.join(place, PROGRAM_FILE)):  # noqa: PTH113, PTH118 - as above
            # what a worktree has recorded lies elsewhere, where nobody looks whether it changed
            is_elsewhere = os.path.isfile(os.path.join(place, ".git"))  # noqa: PTH113, PTH118 - as above
            return None if is_elsewhere else place
        above = os.path.dirname(place)  # noqa: PTH120 - as above
        if above == place:
            return None
        place = above


def is_nowhere() -> bool:
    """Whether the folder that one stands in was taken away."""
    try:
        os.getcwd()  # noqa: PTH109 - as above
    except OSError:
        return True
    return False


def _entry(words: Sequence[str], root: str) -> str | None:
    """The cache file for these words, here, on this terminal; None where nothing is kept."""
    from zlib import crc32  # noqa: PLC0415 - only for words that are replayed

    from mentorctl import __version__  # noqa: PLC0415 - only for words that are replayed

    environment = os.environ
    about = [
        __version__, sys.version, root, os.getcwd(), *words,  # noqa: PTH109 - as above
        *(environment.get(name, "") for name in ("COLUMNS", "NO_COLOR", "TERM", "XDG_CONFIG_HOME")),
        *(_terminal(stream) for stream in (1, 2)),
    ]  # fmt: skip
    text = "\0".join(about).encode("utf-8", "surrogateescape")
    # two checksums with different seeds, so that collisions are unlikely
    name = f"{crc32(text):08x}{crc32(text, 0x6D656E74):08x}{len(text):04x}"
    return kept_in("answers", name)


def _terminal(stream: int) -> str:
    try:
        return str(os.get_terminal_size(stream))
    except OSError:
        return ""


def _midnight(root: str) -> int:
    """The end of the program's day, in nanoseconds since 1970 UTC; 0 where nobody knows it."""
    import datetime as dt  # noqa: PLC0415 - only when something is kept
    from pathlib import Path  # noqa: PLC0415 - only when something is kept

    from mentorctl.model.years import (  # noqa: PLC0415 - only when something is kept
        UnknownTimeZone,
        zone_named,
    )
    from mentorctl.store.errors import StoreError  # noqa: PLC0415 - only when something is kept
    from mentorctl.store.folder import Folder  # noqa: PLC0415 - only when something is kept

    try:
        zone = zone_named(Folder(Path(root)).program.timezone)
    except (StoreError, UnknownTimeZone):
        return 0
    tomorrow = dt.datetime.now(zone).date() + dt.timedelta(days=1)
    midnight = dt.datetime.combine(tomorrow, dt.time(), zone)
    return int(midnight.timestamp()) * 1_000_000_000


def _prune(folder: str) -> None:
    """Leave the newest answers."""
    entries = [(entry.stat().st_mtime_ns, entry.path) for entry in os.scandir(folder)]
    entries.sort(reverse=True)
    for _, path in entries[MOST_KEPT:]:
        os.unlink(path)  # noqa: PTH108 - as above
