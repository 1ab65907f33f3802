"""The pictures of a page, which it holds itself, as files for pandoc and typst."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import NamedTuple

from mentorctl.render.svg_png import picture

__all__ = ["Parted", "part"]

# what base.html and a program's cleaned templates write; any other picture is left out later
HELD = re.compile(r'src="data:image/(png|jpeg|svg\+xml);base64,([A-Za-z0-9+/=\s]+)"')
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


class Parted(NamedTuple):
    """A page and its pictures apart.

    Attributes:
        html: The page, with names where the pictures were.
        images: The pictures by these names.
        dots: The same pictures as Word shows them everywhere: a drawing as PNG.
    """

    html: str
    images: dict[str, bytes]
    dots: dict[str, bytes]


def part(page: str) -> Parted:
    """Take the pictures and the style sheets out of a page.

    Args:
        page: As `pages.page` gives it.

    Raises:
        RenderError: A picture is none, or takes more memory or time than one may.
    """
    images: dict[str, bytes] = {}

    def named(found: re.Match[str]) -> str:
        try:
            content = base64.b64decode(found[2])
        except binascii.Error:
            return 'src=""'
        kind = found[1].partition("+")[0]
        name = f"image-{hashlib.sha256(content).hexdigest()[:16]}.{kind}"
        images[name] = content
        return f'src="{name}"'

    html = HELD.sub(named, STYLE.sub("", page))
    return Parted(html, images, {name: _dots(name, content) for name, content in images.items()})


def _dots(name: str, content: bytes) -> bytes:
    return picture(f"a picture in the form, {name}", content, "").raster.content
