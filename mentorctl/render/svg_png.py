"""Pictures that a program brings: PNG, JPEG, and SVG that holds nothing but a drawing."""

from __future__ import annotations

import base64
import re
import struct
from functools import cache
from typing import NamedTuple

from mentorctl.render import sandbox
from mentorctl.render.errors import RenderError

__all__ = ["Picture", "picture"]

KINDS = {"png": "image/png", "jpeg": "image/jpeg", "svg": "image/svg+xml"}
PNG = b"\x89PNG\r\n\x1a\n"
MOST_DOTS = 4096
LEADS_OUT = re.compile(r"url\(\s*['\"]?\s*(?!#)|@import|expression\(|javascript:", re.IGNORECASE)
EMBEDDED = re.compile(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE)
# what runs, loads or holds another language
REFUSED = frozenset({"script", "foreignobject", "iframe", "handler", "listener", "set", "animate"})


class Picture(NamedTuple):
    """A picture that is safe to show.

    Attributes:
        name: What it is called where it is handed over: `logo.svg`.
        kind: Its media type.
        content: The file's content.
        alt: What it shows, in words.
    """

    name: str
    kind: str
    content: bytes
    alt: str

    @property
    def url(self) -> str:
        """The picture as a URL that holds it."""
        return f"data:{self.kind};base64,{base64.b64encode(self.content).decode()}"

    @property
    def raster(self) -> Picture:
        """The same picture as dots, for Word."""
        if self.kind != KINDS["svg"]:
            return self
        dots = _dots(self.content, "svg")
        if dots is None:
            raise _too_much(f"the picture {self.name}")
        return Picture("logo.png", KINDS["png"], dots, self.alt)


def picture(path: str, content: bytes, alt: str) -> Picture:
    """Look at a picture that came from a program's folder.

    Args:
        path: Where it lies, for messages; its end says what it is.
        content: The file.
        alt: What it shows, in words.

    Raises:
        RenderError: It is none of its kind, holds more than a drawing, or takes more memory or time
            than a picture may.
    """
    kind = path.rpartition(".")[2]
    if kind == "png":
        _check_png(path, content)
    elif kind == "svg":
        _check_svg(path, content)
    # how large the others are only a drawing shows
    if kind != "png" and _dots(content, kind) is None:
        raise _too_much(path)
    return Picture(f"logo.{kind}", KINDS[kind], content, alt)


def _check_png(path: str, content: bytes) -> None:
    if not content.startswith(PNG) or content[12:16] != b"IHDR" or len(content) < 33:  # noqa: PLR2004 - signature and first chunk
        raise RenderError(f"{path} is no PNG picture", "save it as PNG again")
    width, height = struct.unpack(">II", content[16:24])
    if not (0 < width <= MOST_DOTS and 0 < height <= MOST_DOTS):
        raise RenderError(
            f"{path} is {width} by {height} dots", f"make it at most {MOST_DOTS} dots wide and high"
        )


def _check_svg(path: str, content: bytes) -> None:
    from xml.etree import ElementTree as ET  # noqa: PLC0415 - only a program with an SVG needs it

    try:
        text = content.decode()
        if re.search(r"<!DOCTYPE|<!ENTITY|<\?xml-stylesheet", text, re.IGNORECASE):
            raise _more_than_a_drawing(path, "a document type or a style sheet")
        root = ET.fromstring(text)  # noqa: S314 - no document type, so no entities
    except (UnicodeDecodeError, ET.ParseError, ValueError, RecursionError) as error:
        raise RenderError(f"{path} is no SVG picture: {error}", "save it as SVG again") from error
    if _local(root.tag) != "svg":
        raise RenderError(f"{path} is no SVG picture", "save it as SVG again")
    for element in root.iter():
        _check_element(path, element.tag, element.attrib, element.text or "")


def _check_element(path: str, tag: object, attributes: dict[str, str], text: str) -> None:
    name = _local(tag)
    if name in REFUSED or name.startswith("animate"):
        raise _more_than_a_drawing(path, f"an element {name}")
    if name == "style" and (LEADS_OUT.search(text) or "\\" in text):
        raise _more_than_a_drawing(path, "a style that leads out of it")
    for attribute, value in attributes.items():
        local = _local(attribute)
        is_link = local in ("href", "src")
        leads_out = is_link and not value.startswith("#") and not EMBEDDED.fullmatch(value)
        if local.startswith("on") or leads_out or LEADS_OUT.search(value):
            raise _more_than_a_drawing(path, f"an attribute {local} that leads out of it")


def _local(tag: object) -> str:
    """The name of an element or attribute, without its namespace."""
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else "processing instruction"


def _more_than_a_drawing(path: str, what: str) -> RenderError:
    return RenderError(
        f"{path} holds {what}, and a picture may hold nothing but a drawing",
        "save it as plain SVG, or as PNG",
    )


def _too_much(path: str) -> RenderError:
    return RenderError(
        f"{path} cannot be drawn, or takes more time or memory than a picture may",
        "save it without filters, at a usual size, or as PNG",
    )


@cache
def _dots(content: bytes, kind: str) -> bytes | None:
    """A picture as PNG, drawn where it can do no harm; None for one that cannot be drawn."""
    return sandbox.drawn(content, kind)
