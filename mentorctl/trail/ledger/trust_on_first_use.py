"""Trust on first use: remembers who founded a program's key register, and its last commit.

It lies in the user's own configuration, where nobody who sends a folder along can change it: only
so can another beginning, or a history that was rewritten, be told from the right one.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from mentorctl.trail.errors import GitError, TrailError
from mentorctl.trail.git.commit_log import is_ancestor
from mentorctl.trail.ledger.ledger import OTHER_ROOT, Ledger, Remark

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentorctl.trail.register.key_register import Register

__all__ = [
    "OtherFounder", "Pin", "differences_from", "followed", "founders_seen", "pin",
    "pin_founders", "pinned", "pins_file", "refusal",
]  # fmt: skip

VERSION = 1
WHO_FOUNDED_IT = (
    "ask the coordinator, not by this folder, for the fingerprint of their first key; if it is"
    " here: mentorctl audit --accept --root SHA256:…"
)
RIVALS = "the history brings key registers of different founders together, {}, and nothing here"
RIVALS += " tells which is the right one"


class OtherFounder(GitError):
    """A history is not gone by, as others founded its key register, or may have.

    Args:
        said: So it is, in words.
    """

    def __init__(self, said: str) -> None:
        super().__init__(said, WHO_FOUNDED_IT)


class Pin(msgspec.Struct, frozen=True):
    """What the user has seen of one program.

    Attributes:
        founders: The fingerprints of the keys that founded its register, sorted.
        first_seen: The day of that.
        tip: The last commit that `audit` has seen; empty for none.
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


def founders_seen(program: str) -> tuple[str, ...]:
    """The fingerprints of the keys that founded a program's register when the user first saw it.

    Raises:
        TrailError: The user's file of pins cannot be read.
    """
    known = pinned(program)
    return known.founders if known else ()


def refusal(ledger: Ledger) -> OtherFounder | None:
    """Why a history is not gone by: others founded it, or nothing tells who rightly did.

    Args:
        ledger: What it says.

    Raises:
        TrailError: The user's file of pins cannot be read.
    """
    if ledger.rivals:
        return OtherFounder(RIVALS.format(", ".join(ledger.rivals)))
    known = pinned(ledger.program)
    said = _other_founders(known, ledger) if known and ledger.tip else ""
    return OtherFounder(said) if said else None


def followed(ledger: Ledger, *, past: bool = False) -> Ledger:
    """A ledger to go by: of the founders that the user has seen before; at first sight, of any.

    Args:
        ledger: What a program's history says.
        past: Whether it may end at an earlier commit, be it one before the register was founded.

    Raises:
        OtherFounder: It is not.
        TrailError: The user's file of pins cannot be read.
    """
    if past and not ledger.register.root:
        return ledger
    if fault := refusal(ledger):
        raise fault
    if ledger.register.root and not ledger.cut and not founders_seen(ledger.program):
        # where nothing can be kept, the next command sees it first
        with contextlib.suppress(OSError):
            pin_founders(ledger.program, ledger.register, dt.datetime.now(dt.UTC).date())
    return ledger


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

    def now(old: Pin | None) -> Pin:
        founders, seen = tuple(sorted(ledger.founders())), today.isoformat()
        if old is not None and old.founders and not anew:
            return Pin(old.founders, old.first_seen, ledger.tip, seen)
        # a copy that begins in the middle does not show who founded it
        return Pin(() if ledger.cut else founders, seen, ledger.tip, seen)

    return _changed(program, now)


def pin_founders(program: str, register: Register, today: dt.date) -> None:
    """Remember who founded a program's register, and nothing else of now.

    Args:
        program: The program's id.
        register: The register.
        today: The day.

    Raises:
        TrailError: The user's file of pins cannot be read.
        OSError: It cannot be written.
    """
    founders = tuple(sorted(register.founders))

    def now(old: Pin | None) -> Pin:
        old = old or Pin((), "", "", "")
        return Pin(founders, today.isoformat(), old.tip, old.tip_seen)

    _changed(program, now)


def _changed(program: str, now: Callable[[Pin | None], Pin]) -> Pin:
    from filelock import FileLock  # noqa: PLC0415 - only where something new was seen

    file = pins_file()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with FileLock(file.with_suffix(".lock")):
        pins = _read(file)
        old = pins.programs.get(program)
        new = now(old)
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
    if said := _other_founders(known, ledger):
        found.append(Remark(OTHER_ROOT, ledger.register.root, "", "", said))
    if known.tip and known.tip != ledger.tip and not is_ancestor(root, known.tip, ledger.tip):
        said = f"the last commit seen on {known.tip_seen} was {known.tip[:10]}, which did not"
        said += f" lead to {ledger.tip[:10]}, the last one now"
        found.append(Remark("history-rewritten", ledger.tip, "", "", said))
    return found


def _other_founders(known: Pin, ledger: Ledger) -> str:
    was, now = frozenset(known.founders), ledger.founders()
    if not was or (was <= now and (was == now or ledger.cut)):
        return ""
    others = ", ".join(sorted(now)) or "nobody"
    said = f"the key register was founded by {others}, and on {known.first_seen} by "
    return said + ", ".join(sorted(was))


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
