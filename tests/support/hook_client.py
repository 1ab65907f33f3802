"""Runs a command of ours in a copy of the process of `hook_server`; anew where there is none.

Its words: where that process listens, and those of the command.
"""

import os
import socket
import sys

if sys.platform != "win32":
    _, place, *words = sys.argv
    try:
        server = socket.socket(socket.AF_UNIX)
        server.connect(place)
    except OSError:
        os.execv(sys.executable, [sys.executable, "-P", "-m", "mentorctl", *words])  # noqa: S606
    settings = [f"{name}={value}" for name, value in os.environ.items()]
    said = "\0".join([os.getcwd(), str(len(words)), *words, *settings])  # noqa: PTH109 - starts sooner
    data = os.fsencode(said)
    socket.send_fds(server, [len(data).to_bytes(4, "big")], [0, 1, 2])
    server.sendall(data)
    code = server.recv(1)
    sys.exit(code[0] if code else 70)
