"""What a push may take: of commits, of memory, of time.

Git takes a push apart before it asks the hook; what that takes follows from the settings that
`install` makes. What the hook takes is for the operating system to see to, where it can.
"""

from __future__ import annotations

import contextlib
import signal
import sys
from typing import TYPE_CHECKING

from mentorctl.trail.errors import GitError
from mentorctl.trail.git import commit_log, objects
from mentorctl.trail.git.command import Git

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["MOST_COMMITS", "SETTINGS", "confined", "too_large", "too_many", "too_wide"]

# a year of a team that works every day makes some hundred
MOST_COMMITS = 5_000
MOST_FILES = 50_000
MEMORY = 1 << 30
SECONDS = 600
# a folder with its scans fits in; from a file of some size on, git keeps it on disk
SETTINGS = {
    "receive.maxInputSize": str(512 << 20),
    "receive.unpackLimit": "1",
    "core.bigFileThreshold": str(4 << 20),
}
_HINT = "send less at once: sync more often, and keep large files elsewhere"


def too_many(root: Path, base: str, new: str) -> str:
    """Why a push has more commits than can be judged at once, or an empty text.

    Args:
        root: A folder that has its objects.
        base: The commit that it goes on from.
        new: Its last commit.

    Raises:
        GitError: The history is damaged.
    """
    if len(commit_log.only(Git(root), new, base)) <= MOST_COMMITS:
        return ""
    return f"it has more than {MOST_COMMITS} commits, and so many are not judged at once"


def too_wide(changed: int) -> str:
    """Why a push changes more files than can be judged at once, or an empty text."""
    if changed <= MOST_FILES:
        return ""
    return f"it changes {changed} files, and at most {MOST_FILES} are judged at once"


def too_large(root: Path, changes: Iterable[tuple[str, str, str]], most: int) -> Iterator[str]:
    """Why files of a push are larger than any may be; packed, they may have been small.

    Args:
        root: A folder that has their contents.
        changes: Each by what its commit is called, its path, and the id of its content.
        most: How many bytes a file may have.

    Raises:
        GitError: The history is damaged.
    """
    changes = [*changes]
    sizes = objects.sizes(Git(root), dict.fromkeys(name for *_, name in changes))
    for commit, path, name in changes:
        if sizes[name] > most:
            yield (
                f"{commit}: {path}: it has {-(-sizes[name] >> 20)} MiB, and a file may have "
                f"{most >> 20}; make it smaller, or keep it elsewhere"
            )


@contextlib.contextmanager
def confined() -> Iterator[None]:
    """Take no more memory and time than judging a push takes, where the system can see to that.

    Raises:
        GitError: It took more.
    """
    try:
        if sys.platform != "win32":
            _limit()
        yield
    except MemoryError as error:
        raise _too_much("memory") from error
    finally:
        if sys.platform != "win32":
            signal.alarm(0)


def _limit() -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Windows has none

    signal.signal(signal.SIGALRM, _late)
    signal.signal(signal.SIGXCPU, _late)
    signal.alarm(SECONDS)
    # packs that are only looked into do not count among the data; macOS knows less of this
    for limit, most in ((resource.RLIMIT_DATA, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        with contextlib.suppress(OSError, ValueError):
            _, hard = resource.getrlimit(limit)
            resource.setrlimit(limit, (most, hard))


def _late(_number: int, _frame: object) -> None:
    raise _too_much("time")


def _too_much(what: str) -> GitError:
    return GitError(f"what comes in takes more {what} to judge than a push may", _HINT)
