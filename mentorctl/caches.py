"""Where commands keep what saves work the next time: in the user's own cache, 20 MB in all.

Nothing in it is needed. It can be deleted at any time, and `MENTORCTL_CACHE=none` switches it off.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MOST_BYTES", "cache_folder", "kept_in", "tidy"]

MOST_BYTES = 20 << 20


def cache_folder() -> str | None:
    """The folder for all that is kept; None where nothing is to be kept."""
    if os.environ.get("MENTORCTL_CACHE", "").lower() == "none":
        return None
    import platformdirs  # noqa: PLC0415 - not where nothing is kept

    return platformdirs.user_cache_dir("mentorctl", appauthor=False)


def kept_in(kind: str, name: str) -> str | None:
    """The file for one thing that is kept; None where nothing is to be kept."""
    folder = cache_folder()
    return None if folder is None else f"{folder}{os.sep}{kind}{os.sep}{name}"


def tidy() -> None:
    """Leave what was written last, of all kinds together, as far as there is room."""
    folder = cache_folder()
    if folder is None:
        return
    room = MOST_BYTES
    for _, size, path in sorted(_files(folder), reverse=True):
        room -= size
        if room < 0:
            try:
                os.unlink(path)  # noqa: PTH108 - pathlib costs more than all
            except OSError:
                continue  # another process was first


def _files(folder: str) -> Iterator[tuple[int, int, str]]:
    """Every file there is: when it was written, its size, its path."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    yield from _files(entry.path)
                elif entry.is_file(follow_symlinks=False):
                    found = entry.stat(follow_symlinks=False)
                    yield found.st_mtime_ns, found.st_size, entry.path
    except OSError:
        return
