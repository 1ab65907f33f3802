"""Names of files and folders that every computer can hold, and every copy of a folder write."""

from __future__ import annotations

import re
import unicodedata

__all__ = [
    "folded", "is_of_git", "is_writable", "leads_out", "refused_by_windows", "taken_by_windows",
    "too_long",
]  # fmt: skip

# of a name, in UTF-8: what file systems take that are in use
MOST_IN_NAME = 255
# of a path: macOS takes 1,024, with the place in which the folder lies
MOST_IN_PATH = 700
_TAKEN = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"]
)
_refused = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f\ud800-\udfff]|[. ]$').search
_GIT = re.compile(r"\.git[. ]*|git~[0-9]+", re.IGNORECASE)


def taken_by_windows(name: str) -> str:
    """The part of a name that Windows keeps for itself; empty for none."""
    # a blank before the dot changes nothing there
    stem = name.partition(".")[0].rstrip(" ")
    return stem if stem.lower() in _TAKEN else ""


def refused_by_windows(name: str) -> bool:
    """Whether a name has characters that Windows does not take."""
    return _refused(name) is not None


def is_of_git(name: str) -> bool:
    """Whether a name is git's own folder on some system."""
    return _GIT.fullmatch(name) is not None


def leads_out(path: str) -> bool:
    """Whether a path leads out of the program folder, or into `.git`, on some system."""
    return any(
        part in ("", ".", "..") or set(part) & set("\\:\0") or is_of_git(part)
        for part in path.split("/")
    )


def too_long(path: str) -> str:
    """What of a path is too long for some systems: its last name, or all of it; empty for nothing.

    Args:
        path: Relative to the program folder, with `/`.
    """
    name = path.rpartition("/")[2]
    if _bytes(name) > MOST_IN_NAME:
        return name
    return path if _bytes(path) > MOST_IN_PATH else ""


def is_writable(path: str) -> bool:
    """Whether a path stays in the program folder and no system finds it, or part of it, too long.

    Args:
        path: Relative to the program folder, with `/`.
    """
    return not (leads_out(path) or too_long(path) or any(map(too_long, path.split("/"))))


def folded(name: str) -> str:
    """A name as a system has it that tells neither capital letters nor ways to store accents."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
