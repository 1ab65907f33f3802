"""The page of a program as somebody reads it: its numbers, its texts, and what it would load."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import NamedTuple

__all__ = ["Element", "elements", "texts"]

VOID = {"meta", "img", "br", "link", "input", "hr", "base", "source", "wbr", "embed"}


class Element(NamedTuple):
    """An element: its name, its attributes, and all text in it."""

    name: str
    attributes: dict[str, str]
    text: str


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Element] = []
        self._open: list[tuple[str, dict[str, str], list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in VOID:
            self.found.append(Element(tag, attributes, ""))
        else:
            self._open.append((tag, attributes, []))

    def handle_data(self, data: str) -> None:
        for _, _, texts in self._open:
            texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        name, attributes, texts = self._open.pop()
        assert name == tag, f"<{name}> is closed by </{tag}>"
        self.found.append(Element(name, attributes, " ".join("".join(texts).split())))

    def close(self) -> None:
        super().close()
        assert not self._open, self._open


def elements(page: str) -> list[Element]:
    """Every element of a page, in the order in which they are closed."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.found


def texts(page: str, mark: str) -> dict[str, str]:
    """What stands in the elements that have a mark (`data-…`), by its value."""
    return {each.attributes[mark]: each.text for each in elements(page) if mark in each.attributes}
