"""Which toolkit this is: what all that is remembered rests on besides what it was made of."""

from __future__ import annotations

import hashlib
import os
import sys
from functools import cache
from pathlib import Path

from mentorctl import __version__

__all__ = ["fingerprint"]


@cache
def fingerprint() -> str:
    """Tells this code from every other: by its version, and by the state of each of its modules.

    Within one version a checkout changes with every edit, so the version alone says too little.
    """
    told = hashlib.sha256(f"{__version__}\0{sys.version}".encode())
    for path, stamp in sorted(_modules(os.fspath(Path(__file__).parent))):
        told.update(f"\0{path} {stamp.st_size} {stamp.st_mtime_ns} {stamp.st_ctime_ns}".encode())
    return told.hexdigest()


def _modules(folder: str) -> list[tuple[str, os.stat_result]]:
    """Each module below a folder, and when it was last changed."""
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir() and entry.name != "__pycache__":
                found += _modules(entry.path)
            elif entry.name.endswith(".py"):
                found.append((entry.path, entry.stat()))
    return found
