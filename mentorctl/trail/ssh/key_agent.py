"""An ssh-agent for one run, so that a passphrase is typed once, and before anything is written.

OpenSSH asks for the passphrase, as often as it takes, and keeps the key; it is never read here.
The agent ends with the run, however the run ends.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

from mentorctl.trail.ssh.openssh import (
    agent_keys,
    as_openssh_wrote_it,
    has_passphrase,
    private_half,
)
from mentorctl.trail.ssh.ssh_programs import (
    SigningError,
    SshMissing,
    environment,
    keyboard_of,
    program_path,
    start_program,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentorctl.trail.ssh.public_keys import PublicKey

__all__ = ["KeyAgent"]

# for how many seconds the agent keeps a key: a run takes less, and a forgotten one loses it
LIFE = 300
# it says which process the agent is, and waits for the end of its input, which is that of the run
WAITING = 'echo "$SSH_AGENT_PID"; exec cat >/dev/null'


class KeyAgent:
    """An agent of one run's own, started when a key needs it.

    Args:
        tell: Called before OpenSSH asks for the passphrase of a key in a file.
    """

    def __init__(self, tell: Callable[[PublicKey, Path], None] | None = None) -> None:
        self._tell = tell
        self._socket = ""
        self._keys: set[bytes] = set()

    def unlock(self, path: Path, public: PublicKey) -> str:
        """Have a key ready, its passphrase asked for where it has one.

        Args:
            path: The file of either half.
            public: The other half.

        Returns:
            The socket of this agent; empty where OpenSSH needs none, or asks by itself.

        Raises:
            SigningError: The passphrase was not given.
        """
        path = private_half(path)
        if public.blob not in self._keys and not self._is_needed(path, public):
            return ""
        with keyboard_of() as keyboard:
            is_new = public.blob not in self._keys and keyboard != subprocess.DEVNULL
            if is_new and self._is_started():
                self._add(path, public, keyboard)
        return self._socket if public.blob in self._keys else ""

    def _is_needed(self, path: Path, public: PublicKey) -> bool:
        """Whether a passphrase will be asked for, on a terminal, and an agent can be started."""
        if sys.platform == "win32" or public.is_security_key:
            return False
        by_window = os.environ.get("SSH_ASKPASS_REQUIRE") in {"prefer", "force"}
        if by_window or not has_passphrase(path):
            return False
        return all(each.blob != public.blob for each in agent_keys())

    def _add(self, path: Path, public: PublicKey, keyboard: int | None) -> None:
        if self._tell is not None:
            self._tell(public, path)
        file = path.expanduser().absolute()
        with tempfile.TemporaryDirectory(prefix="mentorctl-") as folder:
            half = as_openssh_wrote_it(file, Path(folder))
            done = start_program(
                "ssh-add", ("-q", "-t", str(LIFE), str(half)), file.parent,
                stdin=keyboard, patience=None, env={"SSH_AUTH_SOCK": self._socket},
            )  # fmt: skip
        if done.returncode:
            said = done.stderr.decode(errors="replace")
            if "too open" in said:
                return  # ssh-keygen says it again, and what to do
            raise SigningError(
                f"the passphrase of the key {shlex.quote(str(path))} was not given",
                "run the command again and type the passphrase of this key",
            )
        self._keys.add(public.blob)

    def _is_started(self) -> bool:
        """Start the agent, unless it runs; whether it does: otherwise OpenSSH asks by itself."""
        if self._socket:
            return True
        folder = tempfile.TemporaryDirectory(prefix="mentorctl-agent-", ignore_cleanup_errors=True)
        socket = str(Path(folder.name) / "agent")
        try:
            words = (program_path("ssh-agent"), "-a", socket, "/bin/sh", "-c", WAITING)
            process = subprocess.Popen(  # noqa: S603 - OpenSSH itself, with words of our own
                words, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        except (OSError, SshMissing):
            return False
        assert process.stdout is not None
        said = process.stdout.readline().strip()
        end = weakref.finalize(self, _end, process, int(said) if said.isdigit() else 0, folder)
        if not said.isdigit():
            end()  # the way to its socket is too long, say
            return False
        self._socket = socket
        return True


def _end(
    process: subprocess.Popen[bytes], agent: int, folder: tempfile.TemporaryDirectory[str]
) -> None:
    """End the agent and what waits for the run; also called when Python ends."""
    if agent:
        with contextlib.suppress(OSError):
            os.kill(agent, signal.SIGTERM)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    process.wait()
    folder.cleanup()
