"""Which format a program folder says it is of, and what is told of one that is too new."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from mentorctl import __version__
from mentorctl.model.formats import CURRENT, Tree, renamed_since
from mentorctl.model.paths import PROGRAM_FILE
from mentorctl.store.errors import StoreError
from mentorctl.store.parse.reader import record_content
from mentorctl.store.recorded_files import format_of, understood

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["NewerFormat", "OlderFormat", "declared", "newer_in", "refuse_newer", "refuse_others"]

_FORMAT = re.compile(rb"^(?:\xef\xbb\xbf)?format: *([0-9]{1,9}) *\r?$", re.MULTILINE)
_NEEDS = re.compile(
    rb"^needs_mentorctl: *[\"']?([0-9][0-9A-Za-z.+-]{0,19})[\"']? *\r?$", re.MULTILINE
)
_VERSION = re.compile(r"[0-9][0-9A-Za-z.+-]{0,19}")


class NewerFormat(StoreError):
    """A folder that a newer toolkit has written.

    Args:
        number: Its format.
        needs: The first toolkit that knows it; empty where the folder does not say.
    """

    def __init__(self, number: int, needs: str) -> None:
        # a folder that names the version that is here, which does not know it, names no version
        wanted = f"a newer mentorctl than {__version__}"
        if needs and needs != __version__:
            wanted = f"mentorctl {needs} or newer"
        super().__init__(
            f"this folder needs {wanted}: it is of format {number}, and this is mentorctl"
            f" {__version__}, which knows formats up to {CURRENT}",
            "install the newer one; until then it can be looked at, as far as it can be read",
        )
        self.number = number


class OlderFormat(StoreError):
    """A folder that has to be upgraded before anything is written into it."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"this folder is of format {number}, and mentorctl {__version__} writes format"
            f" {CURRENT}: it can be looked at, but not changed",
            "a coordinator upgrades it, once for all: mentorctl upgrade",
        )


def declared(data: bytes) -> tuple[int, str]:
    """The format that a program.yaml names, the first where it names none, and what that needs.

    It is found however little of the file can be read.
    """

    def use(tree: Tree) -> tuple[int, str] | None:
        if not isinstance(tree, dict):
            return None
        needs = str(tree.get("needs_mentorctl") or "")
        return format_of(tree), needs if _VERSION.fullmatch(needs) else ""

    found = understood(data, use)
    if found is not None:
        return found
    number, needed = _FORMAT.search(data), _NEEDS.search(data)
    return int(number[1]) if number else 1, needed[1].decode() if needed else ""


def newer_in(root: Path) -> NewerFormat | None:
    """What is told of a folder that a newer toolkit has written; None for others."""
    try:
        data = record_content(f"{root}{os.sep}{PROGRAM_FILE}")
    except OSError:
        return None
    number, needs = declared(data) if b"format:" in data else (1, "")
    return NewerFormat(number, needs) if number > CURRENT else None


def refuse_others(root: Path) -> None:
    """Stop before anything is written into a folder that this toolkit can only read.

    Raises:
        NewerFormat: A newer one has written it.
        OlderFormat: Its records have other names than they have today.
    """
    newer = newer_in(root)
    if newer is not None:
        raise newer
    if not renamed_since(1):
        return
    try:
        number, _ = declared(record_content(f"{root}{os.sep}{PROGRAM_FILE}"))
    except OSError:
        return
    if renamed_since(number):
        raise OlderFormat(number)


def refuse_newer(data: bytes) -> None:
    """Stop at a program.yaml, given by what it holds, that a newer toolkit has written.

    Raises:
        NewerFormat: It is one.
    """
    number, needs = declared(data)
    if number > CURRENT:
        raise NewerFormat(number, needs)
