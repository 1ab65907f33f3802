"""Confidential input and output: on the terminal's alternate screen, and never in a log."""

from __future__ import annotations

import contextlib
import getpass
import re
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import typer

from mentorctl.cli.base_command import CommandGroup
from mentorctl.cli.output.console import hanging, put, shown
from mentorctl.model.paths import PROGRAM_FILE
from mentorctl.vault.errors import VaultError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = [
    "Discreet",
    "ask_private",
    "confided",
    "passphrase",
    "read_confidential",
    "refuse_shared",
    "show_private",
]


# the terminal's alternate screen, which leaves nothing in the scrollback
ENTER, LEAVE, CLEAR = "\x1b[?1049h", "\x1b[?1049l", "\x1b[2J\x1b[H"
END = "."
MOST = 1 << 20


class Discreet(CommandGroup):
    """A command whose bugs write no log file, as that could contain confidential text."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            if _is_told(error):
                raise
            place = traceback.extract_tb(error.__traceback__)[-1]
            raise VaultError(
                f"this is a bug in mentorctl ({type(error).__name__} in"
                f" {Path(place.filename).name}, line {place.lineno}); no log of it is kept",
                "please report it with this line, and with nothing of what is confidential",
            ) from None


def _is_told(error: Exception) -> bool:
    """Whether the boundary says of an error only what we have written."""
    if isinstance(error, (typer.Exit, typer.Abort, OSError, EOFError)):
        return True
    return hasattr(error, "format_message") or (
        hasattr(error, "message") and hasattr(error, "hint")
    )


def passphrase(prompt: str) -> str:
    """Ask for a passphrase, unseen.

    Raises:
        VaultError: Nobody can be asked.
    """
    if not sys.stdin.isatty():
        raise VaultError(
            "the key has a passphrase, and there is no terminal to ask for it on",
            "run the command on a terminal, and name a file where it asks for a text",
        )
    return getpass.getpass(prompt)


def show_private(text: str) -> None:
    """Show a text page by page on the alternate screen, which is gone afterwards."""
    if not (sys.stdout.isatty() and sys.stdin.isatty()):
        put(text)
        return
    from shutil import get_terminal_size  # noqa: PLC0415 - only for terminals

    height = max(get_terminal_size().lines - 2, 5)
    lines = [
        part
        for line in shown(text).splitlines()
        for part in (_fitting(line) if line.strip() else [""])
    ]
    with _other_screen(sys.stdout):
        for start in range(0, len(lines), height):
            sys.stdout.write(CLEAR + "\n".join(lines[start : start + height]) + "\n")
            more = start + height < len(lines)
            sys.stdout.write("Enter for more" if more else "Enter when you have read it")
            sys.stdout.flush()
            sys.stdin.readline()


def _fitting(line: str) -> list[str]:
    """A line as it fits the screen: what of it is on further ones stays behind its own blanks."""
    text = line.lstrip(" ")
    indent = len(line) - len(text)
    return hanging(text, " " * indent, indent).split("\n")


def read_confidential(source: str | None, what: str) -> str:
    """A text that somebody gives: from a file, from standard input, or typed unseen by others.

    Args:
        source: The file, - for standard input, or None to be asked.
        what: What is asked for.

    Raises:
        typer.BadParameter: It cannot be read, or is empty.
    """
    if source in {None, "-"} and sys.stdin.isatty():
        text = ask_private(f"{what}\nEnd it with a line that holds only a full stop.\n", lines=True)
    elif source in {None, "-"}:
        try:
            text = sys.stdin.read(MOST)
        except UnicodeDecodeError:
            raise typer.BadParameter("what was given is no UTF-8 text; save it as UTF-8") from None
    else:
        text = _from_file(Path(str(source)))
    if not text.strip():
        raise typer.BadParameter("there is no text; give it on standard input, or name a file")
    return text.strip()


def confided(source: str | None, what: str) -> Callable[[], str]:
    """What gives a text that somebody confides: a file is read now, all else when it is asked for.

    Raises:
        typer.BadParameter: The file cannot be read, or is empty.
    """
    if source not in {None, "-"}:
        held = read_confidential(source, what)
        return lambda: held
    return lambda: read_confidential(source, what)


def refuse_shared(path: Path) -> None:
    """Stop where a file lies, or would lie, in a program folder.

    Raises:
        typer.BadParameter: It is so.
    """
    if any((folder / PROGRAM_FILE).exists() for folder in path.expanduser().resolve().parents):
        raise typer.BadParameter(
            f"{path} is in a program folder, which others share; choose a place outside of it"
        )


def _from_file(path: Path) -> str:
    refuse_shared(path)
    try:
        with path.expanduser().open(encoding="utf-8-sig") as file:
            return file.read(MOST)
    except (OSError, UnicodeDecodeError) as error:
        reason = (getattr(error, "strerror", None) or "it is no UTF-8 text").lower()
        raise typer.BadParameter(f"{path} cannot be read ({reason}); see how it is spelt") from None


def ask_private(prompt: str, *, lines: bool = False) -> str:
    """Read one or several lines on the alternate screen.

    Raises:
        EOFError: The input ended before anything was typed: nobody has answered.
    """
    with _other_screen(sys.stderr):
        sys.stderr.write(f"{CLEAR}{prompt}\n")
        sys.stderr.flush()
        if not lines:
            return _line().strip()
        found, line = [], _line()
        while line and line.rstrip("\r\n") != END:
            found.append(line)
            line = sys.stdin.readline()
        return re.sub(r"\r\n?", "\n", "".join(found))


def _line() -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


@contextlib.contextmanager
def _other_screen(stream: TextIO) -> Iterator[None]:
    stream.write(ENTER)
    try:
        yield
    finally:
        stream.write(CLEAR + LEAVE)
        stream.flush()
