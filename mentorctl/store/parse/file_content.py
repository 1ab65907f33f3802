"""What an ordinary file of the program folder holds, as far as a record may go."""

from __future__ import annotations

import errno
import os
import stat

__all__ = ["LARGEST_READ", "record_content"]

CHUNK = 1 << 15
LARGEST_READ = (1 << 20) + 1
# nonblocking: whoever opens a pipe would else wait for a writer
_FLAGS = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):
    _FLAGS |= getattr(os, _flag, 0)


def record_content(path: str) -> bytes:
    """The content of a record: of an ordinary file, one byte more than a record may hold at most.

    Raises:
        OSError: It is not there, may not be read, or is a link or no ordinary file.
    """
    file = os.open(path, _FLAGS)
    try:
        data = os.read(file, CHUNK)
        if not data and not stat.S_ISREG(os.fstat(file).st_mode):
            raise OSError(errno.EINVAL, "it is no ordinary file", path)
        if len(data) < CHUNK:
            return data
        parts = [data]
        size = len(data)
        while data and size < LARGEST_READ:
            data = os.read(file, CHUNK)
            parts.append(data)
            size += len(data)
        return b"".join(parts)
    finally:
        os.close(file)
