"""A process that has loaded mentorctl and is copied for each hook that git runs in a test.

A hook starts Python anew for each push, twice, and most of its time goes into loading what it
needs. Everything else is as in earnest: a process, with its own folder, settings and streams.
"""

from __future__ import annotations

import atexit
import io
import os
import select
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

__all__ = ["forked", "hook_command"]

CLIENT = Path(__file__).with_name("hook_client.py")


def hook_command(name: str) -> str:
    """How a shell runs one of our commands, in place of `merge_driver_setup.own_command`."""
    return f"{shlex.join(forked())} {name}"


def forked() -> list[str]:
    """What to start with the words of a command, to run it in a copy of that process."""
    return [sys.executable, "-I", "-S", str(CLIENT), _server()]


@cache
def _server() -> str:
    """Where the process listens that this one has started; it ends with this one."""
    place = f"{tempfile.mkdtemp(prefix='hooks-')}/socket"
    process = subprocess.Popen(  # its input ends when this process does
        [sys.executable, "-m", "support.hook_server", place],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    atexit.register(process.communicate)
    return place


def _serve(place: str) -> None:
    if sys.platform == "win32":
        return
    # whatever a hook loads
    import mentorctl.cli.app
    import mentorctl.cli.error_handler
    import mentorctl.cli.sharing.push_hook
    import mentorctl.cli.sharing.push_refusals
    import mentorctl.rules
    import mentorctl.trail.server.pre_receive
    import mentorctl.trail.server.reception_notes
    from mentorctl.cli.commands import COMMANDS

    for each in COMMANDS:
        mentorctl.cli.app.loaded(each)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(place)
        listening.listen(64)
        os.write(1, b"ready\n")
        while True:
            ready, _, _ = select.select([listening, sys.stdin], [], [])
            if sys.stdin in ready:
                shutil.rmtree(Path(place).parent)
                return
            asked, _ = listening.accept()
            if os.fork() == 0:
                listening.close()
                _run(asked)
            asked.close()


def _run(asked: socket.socket) -> None:
    """Do what was asked, and leave."""
    if sys.platform == "win32":
        return
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    size, files, _, _ = socket.recv_fds(asked, 4, 3)
    with asked.makefile("rb") as stream:
        said = os.fsdecode(stream.read(int.from_bytes(size, "big")))
    folder, count, *rest = said.split("\0")
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.chdir(folder)
    os.environ.clear()
    for name, _, value in (each.partition("=") for each in rest[int(count) :]):
        os.environ[name] = value
    sys.argv = ["mentorctl", *rest[: int(count)]]
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - a stream
    sys.stdout, sys.stderr = (
        io.TextIOWrapper(io.FileIO(number, "w", closefd=False), "utf-8", line_buffering=True)
        for number in (1, 2)
    )
    try:
        asked.send(bytes([_code()]))
    finally:
        os._exit(0)


def _code() -> int:
    from mentorctl.__main__ import main

    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


if __name__ == "__main__":
    _serve(sys.argv[1])
