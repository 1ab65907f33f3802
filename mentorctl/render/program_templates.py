"""A program's house style: its look, logo and fonts, and the form templates that are its own."""

from __future__ import annotations

import hashlib
import os
import stat
from functools import cache
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mentorctl.model.look import Look
from mentorctl.model.paths import TEMPLATES
from mentorctl.render import svg_png
from mentorctl.render.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from mentorctl.render.svg_png import Picture

__all__ = ["TOOLKIT", "FontFile", "House", "house_of"]

OWN = TEMPLATES
LARGEST = {".html": 1 << 20, ".png": 2 << 20, ".svg": 2 << 20, ".ttf": 8 << 20, ".otf": 8 << 20}
MOST_FILES = 200
FOLDERS = frozenset({"messages", "notices"})
# nonblocking: whoever opens a pipe would else wait for a writer
FLAGS = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):
    FLAGS |= getattr(os, _flag, 0)


class FontFile(NamedTuple):
    """A font that the program brings: its file's name and content."""

    name: str
    content: bytes


class House(NamedTuple):
    """The house style of one program. All of it is in memory, so no later step reads the folder.

    Attributes:
        look: Paper, type, colours, lines.
        templates: The program's own templates, by name below `templates/`: `plan.html`,
            `notices/…`, `letterhead.html`. They go before the toolkit's, and are never trusted.
        logo: The picture over the title of each form.
        fonts: The fonts that it brings.
    """

    look: Look = Look()
    templates: Mapping[str, str] = {}
    logo: Picture | None = None
    fonts: tuple[FontFile, ...] = ()

    @property
    def digest(self) -> str:
        """What tells two house styles apart: SHA-256 of all that is in them."""
        parts = [msgspec.json.encode([self.look, sorted(self.templates.items())])]
        parts += [font.name.encode() + font.content for font in self.fonts]
        parts += [self.logo.content] if self.logo else []
        return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()

    def put_fonts(self, folder: Path) -> list[Path]:
        """Write the program's fonts out for typst; folders for its `font_paths`, maybe none."""
        for font in self.fonts:
            (folder / font.name).write_bytes(font.content)
        return [folder] if self.fonts else []


TOOLKIT = House()


def house_of(
    root: Path, look: Look | None, instead: Mapping[str, bytes | None] = MappingProxyType({})
) -> House:
    """Read the house style of a program.

    Only ordinary files below its `templates/` are read, no link is followed.

    Args:
        root: The program folder.
        look: Its `templates/look.yaml`, when it has one that can be read.
        instead: What some files below its `templates/` rightly hold, by their names there; None
            where they are not rightly there.

    Raises:
        RenderError: A file is too large, is not what its name says, or the logo is not there.
    """
    look = look or Look()
    found = dict(_files(root / OWN, instead))
    found |= {name: data for name, data in instead.items()
              if data is not None and _is_wanted(name)}  # fmt: skip
    templates = {name: _text(name, data) for name, data in found.items() if name.endswith(".html")}
    fonts = tuple(
        FontFile(name.removeprefix("fonts/"), data)
        for name, data in sorted(found.items())
        if name.endswith((".ttf", ".otf"))
    )
    return House(look, templates, _logo(look, found), fonts)


def _logo(look: Look, found: Mapping[str, bytes]) -> Picture | None:
    if look.logo is None:
        return None
    name = look.logo.file
    if name not in found:
        raise RenderError(
            f"{OWN}/look.yaml names the logo {name}, and {OWN}/{name} is not there",
            f"put the picture there, or take logo out of {OWN}/look.yaml",
        )
    return svg_png.picture(f"{OWN}/{name}", found[name], look.logo.alt)


def _text(name: str, data: bytes) -> str:
    try:
        return data.decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RenderError(
            f"{OWN}/{name}:{line}: this is not UTF-8 text", "save the file again as UTF-8"
        ) from error


def _files(top: Path, besides: Container[str]) -> Iterator[tuple[str, bytes]]:
    """What of a program's templates/ can be of use, by its name below it, but for some of it."""
    names = [name for name in _names(top, "") if name not in besides]
    if len(names) > MOST_FILES:
        raise RenderError(
            f"{OWN}/ holds {len(names)} templates, pictures and fonts, more than {MOST_FILES}",
            "take out what no form uses",
        )
    for name in sorted(names):
        yield name, _content(top, name)


def _names(top: Path, below: str) -> Iterator[str]:
    try:
        if not stat.S_ISDIR((top / below).lstat().st_mode):
            return
        entries = sorted(os.scandir(top / below), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        name = f"{below}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if PurePosixPath(name).parts[0] in FOLDERS or name == "fonts":
                yield from _names(top, f"{name}/")
        elif entry.is_file(follow_symlinks=False) and _is_wanted(name):
            yield name


def _is_wanted(name: str) -> bool:
    path = PurePosixPath(name)
    in_fonts = path.parts[0] == "fonts"
    return path.suffix in LARGEST and in_fonts == (path.suffix in (".ttf", ".otf"))


def _content(top: Path, name: str) -> bytes:
    largest = LARGEST[PurePosixPath(name).suffix]
    try:
        file = os.open(top / name, FLAGS)
        with os.fdopen(file, "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return b""
            data = stream.read(largest + 1)
    except OSError as error:
        raise RenderError(
            f"{OWN}/{name} cannot be read: {error.strerror or error}",
            "see that you may read it, or take it out",
        ) from error
    if len(data) > largest:
        raise RenderError(
            f"{OWN}/{name} is larger than {largest >> 20} MiB", "make it smaller, or take it out"
        )
    return data


@cache
def font_faces(fonts: tuple[FontFile, ...]) -> tuple[tuple[FontFile, str, int, str], ...]:
    """Family, weight and style of each font, as typst reads them out of the files."""
    import tempfile  # noqa: PLC0415 - only a program with fonts of its own needs it

    import typst  # noqa: PLC0415 - only a program with fonts of its own needs it

    faces = []
    for font in fonts:
        with tempfile.TemporaryDirectory(prefix="mentorctl-") as folder:
            (Path(folder) / font.name).write_bytes(font.content)
            known = typst.Fonts(
                include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
            ).fonts()
        if not known:
            raise RenderError(
                f"{OWN}/fonts/{font.name} is no font that can be read",
                "put another copy of it there, or take it out",
            )
        faces += [(font, each.family, each.weight, each.style) for each in known[:1]]
    return tuple(faces)
