"""Trust on first use: remembers who founded a program's key register, and its last commit.

It lies in the user's own configuration, where nobody who sends a folder along can change it: only
so can another beginning, or a history that was rewritten, be told from the right one.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from mentorctl.trail.errors import TrailError
from mentorctl.trail.git.commit_log import is_ancestor
from mentorctl.trail.ledger.ledger import Ledger, Remark

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["Pin", "differences_from", "pin", "pinned", "pins_file"]

VERSION = 1


class Pin(msgspec.Struct, frozen=True):
    """What the user has seen of one program.

    Attributes:
        founders: The fingerprints of the keys that founded its register, sorted.
        first_seen: The day of that.
        tip: The last commit.
        tip_seen: The day of that.
    """

    founders: tuple[str, ...]
    first_seen: str
    tip: str
    tip_seen: str


class _Pins(msgspec.Struct):
    version: int = VERSION
    programs: dict[str, Pin] = {}


def pins_file() -> Path:
    """The file in which the user's pins are kept."""
    import platformdirs  # noqa: PLC0415 - only where it is looked at

    return Path(platformdirs.user_config_dir("mentorctl", appauthor=False), "pins.json")


def pinned(program: str) -> Pin | None:
    """What was seen of a program; None for one that is new here.

    Args:
        program: The program's id.

    Raises:
        TrailError: The user's file of pins cannot be read.
    """
    return _read(pins_file()).programs.get(program)


def pin(program: str, ledger: Ledger, today: dt.date, *, anew: bool = False) -> Pin:
    """Remember the present state of a program.

    Args:
        program: The program's id.
        ledger: What its history says.
        today: The day.
        anew: Whether the founders of now are the right ones, whoever was it before.

    Raises:
        TrailError: The user's file of pins cannot be read.
        OSError: It cannot be written.
    """
    from filelock import FileLock  # noqa: PLC0415 - only where something new was seen

    file = pins_file()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with FileLock(file.with_suffix(".lock")):
        pins = _read(file)
        old = None if anew else pins.programs.get(program)
        founders, seen = tuple(sorted(ledger.founders())), today.isoformat()
        if old is not None and old.founders:
            founders, first = old.founders, old.first_seen
        else:
            # a copy that begins in the middle does not show who founded it
            founders, first = () if ledger.cut else founders, seen
        new = Pin(founders, first, ledger.tip, seen)
        if old is None or (old.founders, old.tip) != (new.founders, new.tip):
            pins.programs[program] = new
            _write(file, pins)
            return new
        return old


def differences_from(root: Path, known: Pin, ledger: Ledger) -> list[Remark]:
    """How a program differs from what was remembered of it: another founder, or a lost commit.

    Args:
        root: The program folder.
        known: What was seen.
        ledger: What its history says now.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or cannot be read.
    """
    found = []
    was, now = frozenset(known.founders), ledger.founders()
    if was and (not was <= now or (was != now and not ledger.cut)):
        others = ", ".join(sorted(now)) or "nobody"
        said = f"the key register was founded by {others}, and on {known.first_seen} by "
        said += ", ".join(sorted(was))
        found.append(Remark("other-root", ledger.register.root, "", "", said))
    if known.tip and known.tip != ledger.tip and not is_ancestor(root, known.tip, ledger.tip):
        said = f"the last commit seen on {known.tip_seen} was {known.tip[:10]}, which did not"
        said += f" lead to {ledger.tip[:10]}, the last one now"
        found.append(Remark("history-rewritten", ledger.tip, "", "", said))
    return found


def _read(file: Path) -> _Pins:
    try:
        return msgspec.json.decode(file.read_bytes(), type=_Pins)
    except (FileNotFoundError, NotADirectoryError):
        return _Pins()
    except msgspec.MsgspecError as error:
        raise TrailError(
            f"{file} cannot be read, which says what you have seen of your programs before",
            "move it away to begin anew; the next audit then trusts what it sees first",
        ) from error


def _write(file: Path, pins: _Pins) -> None:
    spare = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        with spare.open("wb") as made:
            made.write(msgspec.json.format(msgspec.json.encode(pins), indent=2) + b"\n")
            made.flush()
            os.fsync(made.fileno())
        spare.replace(file)
    finally:
        spare.unlink(missing_ok=True)
