"""What a program's own template may leave on a page: text, tables, lists and pictures it holds."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from mentorctl.render.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["clean"]

VOID = frozenset({"br", "hr", "img", "col", "wbr"})
KEPT = VOID | {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "blockquote", "address", "header", "footer"),
    *("ul", "ol", "li", "dl", "dt", "dd", "span", "em", "strong", "b", "i", "u", "s", "sub", "sup"),
    *("small", "abbr", "bdi", "bdo", "a"),
    *("table", "caption", "colgroup", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
# their text is no text of the page
DROPPED_WHOLE = frozenset(
    ("script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title", "head")
)
ANY = {
    "class": re.compile(r"[A-Za-z0-9 _-]*"),
    "dir": re.compile("auto|ltr|rtl"),
    "lang": re.compile("[A-Za-z0-9-]*"),
    "title": re.compile(".*", re.DOTALL),
}
WIDTH = re.compile(r"\s*width:\s*[0-9]{1,3}(\.[0-9]+)?%;?\s*")
OF = {
    # a packet's contents lead to its sheets
    "a": {"href": re.compile(r"(https?://|mailto:)\S*|#sheet-[0-9]+", re.IGNORECASE)},
    "img": {
        "src": re.compile(r"data:image/(png|jpeg|svg\+xml);base64,[A-Za-z0-9+/=\s]*"),
        "alt": re.compile(".*", re.DOTALL),
        "width": re.compile("[0-9]+"),
        "height": re.compile("[0-9]+"),
    },
    "col": {"style": WIDTH, "span": re.compile("[0-9]{1,2}")},
    "th": {"scope": re.compile("(?:col|row)(?:group)?"), "colspan": re.compile("[0-9]{1,2}"),
           "rowspan": re.compile("[0-9]{1,3}"), "style": WIDTH},
    # on a telephone a box stands below its words
    "td": {"colspan": re.compile("[0-9]{1,2}"), "rowspan": re.compile("[0-9]{1,3}"),
           "style": WIDTH, "data-label": re.compile(".{1,300}", re.DOTALL)},
}  # fmt: skip
# the toolkit's own: what makes a sheet, and what runs along its pages
RESERVED = frozenset({"sheet", "running"})
# no form needs more, and what makes paper of a page can follow no more than some hundred
DEEPEST = 64
# a list of a thousand pairings has half as many
MOST_ELEMENTS = 20_000
LONGEST_TEXT = 300_000


def clean(page: str) -> str:
    """Keep of HTML what a form is made of, each element closed; all else is left out.

    Nothing that runs, loads or leads to another frame comes through, so what a template of the
    program's own does stays on its own sheet.

    Args:
        page: The HTML that a template has made.

    Raises:
        RenderError: There is more of it than any form has, or its elements stand inside each
            other without end.
    """
    cleaner = _Cleaner()
    cleaner.feed(page)
    cleaner.close()
    return cleaner.finished()


class _Cleaner(HTMLParser):
    """Writes a page anew from what it reads."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._open: list[str] = []
        self._dropped = ""
        self._depth = 0
        self._elements = 0
        self._letters = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._dropped:
            self._depth += tag == self._dropped
        elif tag in DROPPED_WHOLE:
            self._dropped, self._depth = tag, 1
        elif tag in KEPT:
            self._elements += 1
            if self._elements > MOST_ELEMENTS:
                raise _too_much(f"more than {MOST_ELEMENTS:,} elements")
            self._parts.append(f"<{tag}{''.join(_attributes(tag, attrs))}>")
            if tag not in VOID:
                self._open.append(tag)
                if len(self._open) > DEEPEST:
                    raise RenderError(
                        f"templates/: the elements of a page stand more than {DEEPEST} deep inside"
                        " each other",
                        f"close <{tag}> where it ends, in the program's own templates/",
                    )

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID or tag in KEPT:
            self.handle_starttag(tag, attrs)
            if tag not in VOID:
                self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._dropped:
            self._depth -= tag == self._dropped
            if self._depth == 0:
                self._dropped = ""
        elif tag in self._open:
            while (last := self._open.pop()) != tag:
                self._parts.append(f"</{last}>")
            self._parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._dropped:
            self._letters += len(data)
            if self._letters > LONGEST_TEXT:
                raise _too_much(f"more than {LONGEST_TEXT:,} characters")
            self._parts.append(escape(data, quote=False))

    def finished(self) -> str:
        """The page, with what was left open closed."""
        self._parts += (f"</{tag}>" for tag in reversed(self._open))
        self._open.clear()
        return "".join(self._parts)


def _too_much(what: str) -> RenderError:
    return RenderError(
        f"templates/: a page has {what}, which no form needs",
        "look for a loop or a repeated text in the program's own templates/",
    )


def _attributes(tag: str, attrs: Iterable[tuple[str, str | None]]) -> Iterable[str]:
    allowed = {**ANY, **OF.get(tag, {})}
    for name, value in attrs:
        pattern = allowed.get(name)
        if pattern is None or value is None or not pattern.fullmatch(value):
            continue
        kept = " ".join(set_apart(value)) if name == "class" else value
        yield f' {name}="{escape(kept)}"'


def set_apart(classes: str) -> list[str]:
    """The classes that a template may use."""
    return [each for each in classes.split() if each not in RESERVED]
