"""A message in its two forms: HTML that every mail program shows alike, and plain text of it."""

from __future__ import annotations

import textwrap
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.outgoing.plain_lines import clean_text, one_line

if TYPE_CHECKING:
    from mentorctl.model.look import Colours

__all__ = ["MessageParts", "message_parts"]

WIDTH = 76
INDENT = "  "
VOID = frozenset({"br", "hr"})
BLOCKS = frozenset(
    ("p", "div", "h2", "h3", "ul", "ol", "li", "table", "tr", "td", "th", "blockquote")
)
KEPT = VOID | BLOCKS | {"tbody", "thead", "strong", "em", "b", "i", "u", "small", "span"}
FACES = "Calibri, Carlito, 'Segoe UI', Helvetica, Arial, sans-serif"


class MessageParts(NamedTuple):
    """A message.

    Attributes:
        subject: One line.
        text: The plain text.
        html: A page of HTML that loads nothing.
    """

    subject: str
    text: str
    html: str


def message_parts(page: str, colours: Colours) -> MessageParts:
    """What a filled template says, in both forms.

    Mail programs follow no style sheets, so each element has its own style.

    Args:
        page: The HTML of the template; its first heading is the subject.
        colours: The program's.
    """
    made = _Parts(_styles(colours))
    made.feed(clean_text(page))
    made.close()
    made.close_all()
    subject = one_line("".join(made.heading))
    body = "".join(made.html)
    html = (
        '<!DOCTYPE html>\n<html lang="en-US"><head><meta charset="utf-8">'
        f"<title>{escape(subject)}</title></head>\n"
        f'<body style="margin:0;padding:16px;background:#ffffff">\n<div style="max-width:640px;'
        f'font-family:{FACES};font-size:15px;line-height:1.5;color:{colours.ink}">\n'
        f"{body.strip()}\n</div>\n</body></html>\n"
    )
    return MessageParts(subject, made.plain(), html)


def _styles(colours: Colours) -> dict[str, str]:
    line = f"border-bottom:1px solid {colours.rule}"
    return {
        "p": "margin:0 0 14px 0",
        "h2": f"margin:18px 0 8px 0;font-size:17px;color:{colours.accent}",
        "h3": f"margin:14px 0 6px 0;font-size:15px;color:{colours.accent}",
        "ul": "margin:0 0 14px 0;padding:0 0 0 22px",
        "ol": "margin:0 0 14px 0;padding:0 0 0 22px",
        "li": "margin:0 0 4px 0",
        "table": f"border-collapse:collapse;width:100%;margin:0 0 16px 0;border-top:2px solid "
        f"{colours.accent}",
        "td": f"padding:8px 12px 8px 0;vertical-align:top;text-align:left;{line}",
        "th": f"padding:8px 12px 8px 0;vertical-align:top;text-align:left;{line}",
        "small": f"color:{colours.quiet};font-size:13px",
    }


class _Parts(HTMLParser):
    """Writes a page anew, with a style on each element, and its text beside."""

    def __init__(self, styles: dict[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self.heading: list[str] = []
        self.html: list[str] = []
        self._styles = styles
        self._in_heading = False
        self._open: list[str] = []
        self._blocks: list[str] = []
        self._line: list[str] = []
        self._cell = 0
        self._numbers: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == "h1":
            self._in_heading = True
        elif tag in KEPT:
            self._start(tag)
            style = self._styles.get(tag)
            if tag in ("td", "th") and self._cell == 1:
                style = f"{style};width:190px"
            self.html.append(f'<{tag} style="{style}">' if style else f"<{tag}>")
            if tag not in VOID:
                self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "h1":
            self._in_heading = False
        elif tag in self._open:
            while (last := self._open.pop()) != tag:
                self.html.append(f"</{last}>")
                self._end(last)
            self.html.append(f"</{tag}>")
            self._end(tag)

    def handle_data(self, data: str) -> None:
        if self._in_heading:
            self.heading.append(data)
            return
        self.html.append(escape(data, quote=False))
        self._line.append(data)

    def close_all(self) -> None:
        """Close what was left open."""
        while self._open:
            last = self._open.pop()
            self.html.append(f"</{last}>")
            self._end(last)

    def plain(self) -> str:
        """The text."""
        self._flush()
        lines: list[str] = []
        for each in self._blocks:
            if each or (lines and lines[-1]):
                lines.append(each)
        return "\n".join(lines).strip("\n") + "\n"

    def _start(self, tag: str) -> None:
        if tag == "br":
            self._flush()
        elif tag in BLOCKS:
            self._flush()
            if tag == "tr":
                self._cell = 0
            elif tag in ("td", "th"):
                self._cell += 1
            elif tag in ("ul", "ol"):
                self._numbers.append(0)
            elif tag == "li" and self._numbers:
                self._numbers[-1] += 1

    def _end(self, tag: str) -> None:
        if tag in BLOCKS:
            self._flush(is_item=tag == "li")
        if tag in ("p", "tr", "ul", "ol", "h2", "h3", "table", "div", "blockquote"):
            self._blocks.append("")
        if tag in ("ul", "ol") and self._numbers:
            self._numbers.pop()
        if tag == "table":
            self._cell = 0

    def _flush(self, *, is_item: bool = False) -> None:
        text = " ".join("".join(self._line).split())
        self._line.clear()
        if not text:
            return
        indent = INDENT if self._cell > 1 and "tr" in self._open else ""
        start = "- " if is_item or "li" in self._open else ""
        hang = INDENT if start or text.startswith("- ") else ""
        self._blocks += textwrap.wrap(
            f"{start}{text}", WIDTH, initial_indent=indent, subsequent_indent=indent + hang,
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
