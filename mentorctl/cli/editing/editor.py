"""Opens the user's editor on a copy; what was typed is kept if the command fails."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mentorctl.cli.output.console import asked, note
from mentorctl.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["EditorError", "TextDraft", "edit_copy", "edit_text", "kept_text"]

FALLBACKS = ("nano", "vi", "notepad")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_schema_line = re.compile(rb"(# yaml-language-server: \$schema=)([^\s]+)").match


class EditorError(StoreError):
    """There is no editor, or it did not end well."""


class TextDraft:
    """A copy of a text, in a folder of the user's own.

    Attributes:
        path: Where it is.
        is_done: Whether it is not needed any more. A copy that still is outlives the command.
    """

    def __init__(self, name: str, data: bytes) -> None:
        self.path = _folder() / name
        self.path.write_bytes(data)
        self.is_done = False
        self._start = data
        # the editor's help for a record is found from where the record itself lies
        self._near = self._far = b""

    def edit(self) -> bytes:
        """Open the editor on it and wait.

        Returns:
            Its content afterwards.

        Raises:
            EditorError: There is no editor, or it reported a fault.
        """
        command = [*_editor(), str(self.path)]
        try:
            code = subprocess.run(command, check=False).returncode  # noqa: S603 - the user's editor
        except OSError as error:
            raise EditorError(
                f"the editor {command[0]} cannot be started: {error.strerror or error}",
                "set EDITOR to the editor you use, for example EDITOR=nano",
            ) from error
        if code:
            raise EditorError(
                f"the editor {command[0]} ended with a fault ({code}), so nothing was changed",
                "run the command again, or set EDITOR to another editor",
            )
        data = self.path.read_bytes().removeprefix(BYTE_ORDER_MARK)
        return self._near + data.removeprefix(self._far) if data.startswith(self._far) else data

    def point_at_schema(self, near: bytes, far: bytes) -> None:
        """Name the schema by its full address while the copy is open."""
        self._near, self._far = near, far
        self._start = far + self._start.removeprefix(near)
        self.path.write_bytes(self._start)

    @property
    def is_worth_keeping(self) -> bool:
        """Whether somebody has written something in it that is not saved elsewhere."""
        return not self.is_done and self.path.is_file() and self.path.read_bytes() != self._start

    def ask(self, question: str) -> str:
        """Ask what to do, where somebody is there to answer.

        Returns:
            The letter chosen; `a` where nobody is.
        """
        letters = [part.strip()[0] for part in question.split(",")]
        answer = "a"
        if sys.stdin.isatty():
            answer = ""
            while answer not in letters:
                answer = asked(question, letters[0]).lower()[:1]
        return answer


@contextlib.contextmanager
def kept_text(name: str, text: str, go_on: str) -> Iterator[None]:
    """Context manager: a text that was typed or piped in outlives a command that cannot use it.

    Args:
        name: The name of the file that it is kept in.
        text: The text.
        go_on: The command that goes on with it, without the file's name.
    """
    draft = TextDraft(name, b"")
    draft.is_done = True
    try:
        yield
    except BaseException as stop:
        # a command that has nothing to do ends with an exception, too
        draft.is_done = getattr(stop, "exit_code", 1) == 0
        draft.path.write_text(f"{text}\n", encoding="utf-8")
        raise
    finally:
        _leave(draft, go_on)


def _leave(draft: TextDraft, go_on: str) -> None:
    """Throw a copy away, or say where it is kept and what goes on with it."""
    if draft.is_worth_keeping:
        note(f"your text is kept in {draft.path}")
        note(f"  to go on with it: {go_on} {shlex.quote(str(draft.path))}")
    else:
        shutil.rmtree(draft.path.parent, ignore_errors=True)


@contextlib.contextmanager
def edit_text(name: str, data: bytes, go_on: str) -> Iterator[TextDraft]:
    """Context manager: a copy for the editor, kept and named unless it is marked as done.

    Args:
        name: The name of the copy.
        data: What it holds.
        go_on: The command that goes on with a copy that was kept, without the file's name.

    Raises:
        typer.BadParameter: There is neither a terminal nor an editor that the user has named.
    """
    if not sys.stdin.isatty() and not _named():
        raise typer.BadParameter(
            "no editor can be opened without a terminal; give the values as options instead"
        )
    draft = TextDraft(name, data)
    try:
        yield draft
    finally:
        _leave(draft, go_on)


@contextlib.contextmanager
def edit_copy(root: Path, path: str, data: bytes, go_on: str) -> Iterator[TextDraft]:
    """A copy of a record; the editor's help works in it as in the record.

    Args:
        root: The program folder.
        path: The record, relative to it.
        data: Its content.
        go_on: The command that goes on with a copy that was kept, without the file's name.
    """
    place = root.joinpath(*path.split("/"))
    with edit_text(place.name, data, go_on) as draft:
        found = _schema_line(data)
        if found:
            schema = place.parent / os.fsdecode(found[2])
            if schema.is_file():
                address = Path(os.path.normpath(schema)).as_uri().encode()
                draft.point_at_schema(found[0], found[1] + address)
        yield draft


def _editor() -> list[str]:
    named = _named()
    if named:
        try:
            # a path on Windows has backslashes, which shlex would take for escapes
            return [part.strip('"') for part in shlex.split(named, posix=os.name != "nt")]
        except ValueError:
            raise EditorError(
                f"EDITOR or VISUAL opens a quotation that does not end: {named}",
                "set EDITOR to the editor you use, for example EDITOR=nano",
            ) from None
    found = next((each for each in FALLBACKS if shutil.which(each)), None)
    if found is None:
        raise EditorError(
            "no editor was found", "set EDITOR to the editor you use, or give values as options"
        )
    return [found]


def _named() -> str:
    return (os.environ.get("VISUAL") or os.environ.get("EDITOR") or "").strip()


def _folder() -> Path:
    """A new folder that only the user may look into, outside the program folder."""
    import platformdirs  # noqa: PLC0415 - only where an editor opens

    try:
        drafts = platformdirs.user_state_path("mentorctl", appauthor=False) / "drafts"
        drafts.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(dir=drafts))
    except OSError:
        return Path(tempfile.mkdtemp(prefix="mentorctl-"))
