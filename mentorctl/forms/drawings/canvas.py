"""What the drawings on forms have in common: a file of its own, with words for who sees none."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["PALE", "QUIET", "RULE", "drawing", "lettering"]

INK, RULE, PALE, QUIET = "#1f2933", "#1f3f5f", "#f2f5f8", "#52606d"
FONT = "Source Sans 3, Source Sans Pro, Helvetica, Arial, sans-serif"


def drawing(parts: Iterable[str], size: tuple[int, int], title: str, described: str) -> str:
    """A drawing on white, as SVG.

    Args:
        parts: What is on it, as elements of SVG.
        size: Width and height.
        title: What it is called.
        described: What it shows, in words.
    """
    width, height = size
    at = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    look = f"font-family={quoteattr(FONT)} fill={quoteattr(INK)}"
    named = 'role="img" aria-labelledby="title desc"'
    return "\n".join((
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" {at} {named} {look}>',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(described)}</desc>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *parts,
        "</svg>\n",
    ))  # fmt: skip


def lettering(
    x: int, y: int, words: str, *, size: int, weight: int = 400, anchor: str = "start"
) -> str:
    """Words at a place."""
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}"'
        f' text-anchor="{anchor}">{escape(words)}</text>'
    )
