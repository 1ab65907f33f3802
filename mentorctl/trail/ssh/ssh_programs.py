"""Starts the programs of OpenSSH, as the only place: a clean environment, and a keyboard."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mentorctl.trail.errors import TrailError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = [
    "PATIENCE",
    "SigningError",
    "SshMissing",
    "environment",
    "keyboard_of",
    "mute_agent",
    "program_path",
    "start_program",
]

# timeout in seconds of programs that do not prompt
PATIENCE = 20
TERMINAL = "/dev/tty"
AGENT = "SSH_AUTH_SOCK"
# the request for the keys that an agent has, of draft-ietf-sshm-ssh-agent, 3.5
WHICH_KEYS = b"\0\0\0\1\x0b"
# how much of ssh's settings is looked at
LONGEST = 1 << 20

_KEPT = frozenset((
    "HOME", "USER", "LOGNAME", "USERPROFILE", "USERNAME", "USERDOMAIN", "PATH", "PATHEXT",
    "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA",
    "TEMP", "TMP", "TMPDIR", "TERM", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY",
    "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS",
    AGENT, "SSH_AGENT_PID", "SSH_ASKPASS", "SSH_ASKPASS_REQUIRE",
    "SSH_SK_PROVIDER", "SSH_SK_HELPER", "SSH_PKCS11_HELPER",
))  # fmt: skip
NEWER = "install OpenSSH 8.2 or newer and run the command again"


class SigningError(TrailError):
    """OpenSSH cannot do what it was asked."""


class SshMissing(SigningError):
    """A program of OpenSSH is not on this computer."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}, a program of OpenSSH, was not found on this computer",
            "install OpenSSH (on Windows: Settings, Optional features, OpenSSH Client),"
            " open a new terminal and run the command again",
        )


def start_program(
    name: str,
    words: Sequence[str],
    folder: Path,
    *,
    stdin: int | None,
    patience: float | None,
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Start a program of OpenSSH, and wait for its end.

    Args:
        name: Which one.
        words: Its words.
        folder: Where to start it: never in the program folder.
        stdin: Its standard input, as subprocess takes it.
        patience: How many seconds to wait; None where a person may have to do something.
        env: Environment variables over the user's own.

    Raises:
        SshMissing: It is not on this computer.
        SigningError: It cannot be started, or does not answer.
    """
    try:
        return subprocess.run(  # noqa: S603 - OpenSSH itself, with words and not through a shell
            [program_path(name), *words],
            cwd=folder,
            stdin=stdin,
            capture_output=True,
            env={**environment(), **(env or {})},
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SigningError(f"{name} does not answer", "run the command again") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise SigningError(f"{name} cannot be started ({reason})", NEWER) from error


def environment() -> dict[str, str]:
    """What a program of OpenSSH is told of the user's environment: no agent that never answers."""
    kept = {key: value for key, value in os.environ.items() if key.upper() in _KEPT}
    agent = _agent_of_settings() or kept.pop(AGENT, "")
    return {**kept, **({AGENT: agent} if agent and _answers(agent) else {}), "LC_ALL": "C"}


def mute_agent() -> str:
    """The socket of the user's agent, where that does not answer; empty for none such."""
    agent = _agent_of_settings() or os.environ.get(AGENT, "")
    return agent if agent and not _answers(agent) else ""


@cache
def _answers(agent: str) -> bool:
    """Whether an agent says which keys it has; OpenSSH itself would wait for that forever."""
    if sys.platform == "win32":
        return True
    import socket  # noqa: PLC0415 - takes long to load, and few have an agent

    try:
        with socket.socket(socket.AF_UNIX) as way:
            way.settimeout(PATIENCE)
            way.connect(agent)
            way.sendall(WHICH_KEYS)
            way.recv(1)
    except TimeoutError:
        return False
    except OSError:
        pass  # of one that is not there OpenSSH says so at once
    return True


def _agent_of_settings() -> str:
    """The agent that ssh's own settings name, which only ssh itself looks at; empty for none."""
    settings = Path.home() / ".ssh" / "config"
    try:
        if b"identityagent" not in settings.read_bytes()[:LONGEST].lower():
            return ""
        words = [program_path("ssh"), "-F", str(settings), "-G", "localhost"]
        done = subprocess.run(  # noqa: S603 - OpenSSH itself, with words and not through a shell
            words, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False
        )
    except (OSError, RuntimeError, SshMissing, subprocess.TimeoutExpired):
        return ""
    lines = done.stdout.decode(errors="replace").splitlines()
    named = next((line[14:] for line in lines if line.startswith("identityagent ")), "")
    return "" if named in {"none", "SSH_AUTH_SOCK"} else str(Path(named).expanduser())


def program_path(name: str) -> str:
    """The full path of a program; never one in the current directory: it may be the folder's.

    Raises:
        SshMissing: It is not on this computer.
    """
    found = shutil.which(name)
    if found and Path(found).is_absolute():
        return found
    if os.name == "nt":
        system = Path(os.environ.get("SYSTEMROOT", "C:\\Windows"))
        beside = system / "System32" / "OpenSSH" / f"{name}.exe"
        if beside.is_file():
            return str(beside)
    raise SshMissing(name)


@contextlib.contextmanager
def keyboard_of() -> Iterator[int | None]:
    """The terminal for OpenSSH's prompts, also where standard input is redirected."""
    if sys.platform == "win32" or os.isatty(0):
        yield None
        return
    try:
        terminal = os.open(TERMINAL, os.O_RDWR | os.O_NOCTTY)
    except OSError:
        yield subprocess.DEVNULL
        return
    try:
        yield terminal
    finally:
        os.close(terminal)
