"""What each file was made from, so that only what changed is made again.

The memory lies in the user's own cache directory, where no copied program folder can bring a
forged one along. It can be deleted at any time; then everything is made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentorctl.caches import kept_in, tidy
from mentorctl.data import data
from mentorctl.toolkit import fingerprint

if TYPE_CHECKING:
    from mentorctl.forms import FormContext, FormDocument
    from mentorctl.render.program_templates import House

__all__ = ["Memory", "basis", "key"]

MAKERS = ("pypandoc_binary", "typst", "Jinja2")


class Memory:
    """What was made for one program folder.

    A memory that cannot be read is the same as none, and so is an entry whose file was changed
    or moved away.
    """

    def __init__(self, root: Path) -> None:
        """Open the memory of a program folder."""
        name = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:32]
        file = kept_in("forms", f"{name}.json")
        self._file = None if file is None else Path(file)
        self._made = _entries(self._file) if self._file else {}

    def holds(self, path: Path, made_of: str) -> bool:
        """Whether a file is there as it was made, and was made of this.

        Args:
            path: The file.
            made_of: Its key, as `key` gives it.
        """
        known = self._made.get(_name(path))
        return known is not None and known[0] == made_of and known[1] == _digest(path)

    def keep(self, path: Path, made_of: str) -> None:
        """Note what a file was made of that has just been made."""
        self._made[_name(path)] = (made_of, _digest(path))

    def save(self) -> None:
        """Write the memory for the next time; files that are gone are forgotten.

        Where it cannot be written, everything is made again the next time.
        """
        if self._file is None:
            return
        made = {name: entry for name, entry in self._made.items() if os.path.lexists(name)}
        spare = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            spare.write_text(json.dumps(made), encoding="utf-8")
            spare.replace(self._file)
            tidy()


def basis(house: House) -> str:
    """The digest of all that every document rests on besides its own answers.

    It covers the toolkit, what it makes documents with, its templates, and the program's own.

    Args:
        house: How the program's forms look.
    """
    told = hashlib.sha256(f"{fingerprint()}\0{house.digest}".encode())
    for name in MAKERS:
        told.update(f"\0{name} {_version(name)}".encode())
    templates = data("templates", "forms")
    own = sorted(path for path in templates.rglob("*") if path.is_file())
    for path in own:
        told.update(f"\0{path.name} {_digest(path)}".encode())
    return told.hexdigest()


def key(document: FormDocument, context: FormContext, suffix: str, rests_on: str) -> str:
    """The digest of what one file is made of.

    The day is not in it, unless the form shows it: the same answers make the same form tomorrow.

    Args:
        document: What is in the file.
        context: The program around it.
        suffix: The file's format.
        rests_on: What `basis` gives.
    """
    feet = [
        context.origin(sheet.records) if sheet.records and context.mode != "blank" else None
        for sheet in document.sheets
    ]
    program = [context.program.name, context.program.agency, context.program.preset, context.year]
    program += [text for sheet in document.sheets
                for text in context.program.official.notices_on(sheet.form)]  # fmt: skip
    about = [rests_on, suffix, context.mode, program, context.recorded, document, feet]
    text = json.dumps(about, sort_keys=True, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """A value that JSON has no word for, as one that it has."""
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, Iterable) else str(value)


def _entries(file: Path) -> dict[str, tuple[str, str]]:
    try:
        found = json.loads(file.read_bytes())
        return {str(name): (str(made_of), str(digest)) for name, (made_of, digest) in found.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def _name(path: Path) -> str:
    return os.path.abspath(path)  # noqa: PTH100 - a link at the file's own place is not followed


def _digest(path: Path) -> str:
    """The SHA-256 of a file's content, in hex; empty where there is no file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
