"""Files that somebody hands in: read with care, and given a name that every computer can hold."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from typing import TYPE_CHECKING

from mentorctl.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["LARGEST", "EvidenceError", "free_name", "is_page", "read_evidence", "sha256_of"]

MEBIBYTE = 1 << 20
LARGEST = 50 * MEBIBYTE
LONGEST_NAME = 100
_BLOCK = 1 << 16
_KEPT_BY_WINDOWS = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
)


# PDF, PNG, JPEG, TIFF, GIF, BMP; HEIC and WebP say it further in
_PAGES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8", b"BM")


class EvidenceError(StoreError):
    """A file that cannot be taken in."""


def read_evidence(path: Path) -> bytes:
    """The content of a file that is handed in.

    Raises:
        EvidenceError: It is not there, is no ordinary file, or is too large.
    """
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise EvidenceError(f"{path} is no ordinary file", "name the file itself, not a link")
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise EvidenceError(f"{path} is no ordinary file", "name the file itself")
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise EvidenceError(f"{path} is not there", "see how it is spelt") from None
    except OSError as error:
        why = error.strerror or "unknown reason"
        raise EvidenceError(f"{path} cannot be read: {why}", "see that you may read it") from error
    if len(data) > LARGEST:
        size = f"{status.st_size / MEBIBYTE:.0f}"
        raise EvidenceError(
            f"{path} has {size} MiB; evidence may have {LARGEST // MEBIBYTE}",
            "hand in a smaller copy, or a text that says where the file is kept",
        )
    return data


def is_page(data: bytes) -> bool:
    """Whether bytes can be a page, scanned or photographed: a PDF or a picture."""
    return data.startswith(_PAGES) or data[4:8] == b"ftyp" or data[8:12] == b"WEBP"


def sha256_of(path: str | Path) -> str:
    """The SHA-256 of a file in evidence/, in hex; empty where it cannot be read.

    So it is of a link, of what is no ordinary file, and of one larger than evidence may be.
    """
    found, left = hashlib.sha256(), LARGEST
    try:
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return ""
            while left >= 0 and (block := file.read(_BLOCK)):
                found.update(block)
                left -= len(block)
    except OSError:
        return ""
    return found.hexdigest() if left >= 0 else ""


def free_name(name: str, taken: Iterable[str]) -> str:
    """A name for evidence: as it was as far as possible, safe everywhere, and not taken.

    Args:
        name: The name the file has now.
        taken: The names that other files have, by any spelling.
    """
    stem, dot, suffix = _safe(name).rpartition(".")
    if not dot:
        stem, suffix = suffix, ""
    ending = f".{suffix}" if suffix else ""
    stem = stem[: LONGEST_NAME - len(ending)].rstrip(".-") or "file"
    used = {_folded(each) for each in taken}
    number, free = 1, f"{stem}{ending}"
    while _folded(free) in used:
        number += 1
        free = f"{stem}-{number}{ending}"
    return free


def _safe(name: str) -> str:
    """Letters and digits of any script, dots, hyphens and underscores; all else is a hyphen."""
    letters = unicodedata.normalize("NFC", name)
    kept = "".join(each if each.isalnum() or each in "._" else "-" for each in letters)
    kept = re.sub(r"-*\.-*", ".", re.sub(r"-+", "-", kept)).strip(".-")
    kept = re.sub(r"\.+", ".", kept) or "file"
    return f"file-{kept}" if _KEPT_BY_WINDOWS.match(kept) else kept


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
