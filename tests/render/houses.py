"""A program's own templates/, for the tests of looks."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from render.people import CONTEXT, TEAM

from mentorctl.forms import form_named
from mentorctl.render import pages
from mentorctl.render.program_templates import house_of

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.forms import FormDocument
    from mentorctl.model.look import Look
    from mentorctl.render.program_templates import House

SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80">
  <rect width="200" height="80" rx="8" fill="#1f3f5f"/>
  <circle cx="40" cy="40" r="22" fill="#fff"/>
</svg>
"""


def png(width: int = 2, height: int = 2) -> bytes:
    """A picture of white dots."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    dots = zlib.compress((b"\0" + b"\xff" * width) * height)
    parts = ((b"IHDR", head), (b"IDAT", dots), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def program(root: Path, files: dict[str, str | bytes]) -> Path:
    """A folder whose templates/ holds these files."""
    for name, content in files.items():
        path = root / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def house(root: Path, files: dict[str, str | bytes], look: Look | None = None) -> House:
    """The house of a program with these files."""
    return house_of(program(root, files), look)


def document(name: str = "plan") -> FormDocument:
    """One form of the pairing of `people`."""
    form = form_named(name)
    assert form.of_pairing is not None
    return form.of_pairing(TEAM, CONTEXT)[0]


def page(root: Path, files: dict[str, str | bytes], look: Look | None = None) -> str:
    """The plan of that pairing, with a program's own templates."""
    return pages.page(document(), CONTEXT, house(root, files, look))
