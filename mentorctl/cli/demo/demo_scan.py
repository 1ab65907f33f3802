"""A scan of a page signed by hand, for the sample program: drawn here, of nobody's hand."""

from __future__ import annotations

import math
import struct
import zlib

__all__ = ["scan"]

WIDTH, HEIGHT = 480, 200
PAPER, INK, RULE = 0xF6, 0x30, 0xA0
LINE = 150
STROKES = 4_000


def scan() -> bytes:
    """A PNG image in grey: a line to sign on, and a hand's stroke across it."""
    rows = [bytearray([PAPER]) * WIDTH for _ in range(HEIGHT)]
    for row in rows[LINE : LINE + 2]:
        row[40 : WIDTH - 40] = bytes([RULE]) * (WIDTH - 80)
    for step in range(STROKES):
        way = step / STROKES
        across = 60 + 330 * way + 22 * math.sin(38 * way)
        down = 110 + (36 - 24 * way) * math.sin(29 * way) * math.cos(11 * way) - 8 * way
        for row in rows[int(down) : int(down) + 3]:
            row[int(across) : int(across) + 3] = bytes([INK]) * 3
    # PNG (ISO/IEC 15948): each row begins with its filter, here none
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows))
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
