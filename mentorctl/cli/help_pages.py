"""The pages of docs/, as `mentorctl help TOPIC` shows them on a terminal."""

from __future__ import annotations

import re
import sys
import textwrap
from typing import TYPE_CHECKING

from mentorctl.cli.output.console import paint, table, width
from mentorctl.data import data

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PAGES", "page_text"]

# each is docs/TOPIC.md, and for whom it is
PAGES = {
    "first-hour": "for coordinators: from nothing to a program that runs",
    "first-day": "for mentors and those whom they mentor",
    "year": "a coordinator's year by the calendar",
    "spreadsheets": "what import reads, and its words",
    "signing": "how to sign, and what it proves",
    "sharing": "one folder for several people",
    "privacy": "who can read what, grievances, how long to keep it",
    "own-program": "writing a program.yaml of your own",
    "scripts": "for scripts and data offices",
    "administrators": "install, back up, move, upgrade, remove",
    "troubleshooting": "what to do, by message",
    "outputs": "every key of the JSON outputs",
    "findings": "every finding of check",
    "errors": "the errors, each with a command that shows it",
}
WIDTH = 78
SET_IN = "    "
_REMARK = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]]*)\]\(([^)#]*)[^)]*\)")
_FENCE = re.compile(r"^```.*$")
_ITEM = re.compile(r"(?:- |\d+\. )")


def page_text(topic: str) -> str:
    """A page of docs/ without the marks of Markdown.

    Raises:
        OSError: It is not there.
    """
    text = _REMARK.sub("", data("docs", f"{topic}.md").read_text(encoding="utf-8"))
    return "\n".join(_lines(text)).strip() + "\n"


def _lines(text: str) -> Iterator[str]:
    """The lines as they are shown: commands set in, the rest wrapped."""
    paragraph: list[str] = []
    rows: list[list[str]] = []
    is_typed = False
    for line in text.splitlines():
        is_fence = bool(_FENCE.match(line))
        if line.startswith("|") and not is_typed:
            yield from _wrapped(paragraph)
            paragraph = []
            rows.append([_plain(cell.strip()) for cell in line.strip("| ").split(" | ")])
            continue
        yield from _table(rows)
        rows = []
        alone = is_fence or is_typed or not line or line[0] == "#"
        if paragraph and (alone or _ITEM.match(line)):
            yield from _wrapped(paragraph)
            paragraph = []
        if is_fence:
            is_typed = not is_typed
        elif is_typed:
            yield from _typed(line)
        elif line.startswith("#"):
            yield paint(_plain(line.lstrip("# ")), "bold")
        elif alone:
            yield line
        else:
            paragraph.append(line.strip())
    yield from _wrapped(paragraph)
    yield from _table(rows)


def _table(rows: list[list[str]]) -> list[str]:
    """A table of Markdown, whose second row only parts its head from the rest."""
    if not rows:
        return []
    head, _, *rest = rows
    every = [[*row, *[""] * (len(head) - len(row))][: len(head)] for row in rest]
    return table(head, every, texts=tuple(range(len(head)))).splitlines()


def _typed(line: str) -> list[str]:
    """A command as it is, which is copied whole; an answer that is too long, folded."""
    if len(line) <= _width() - len(SET_IN) or line.startswith(("$", "#")):
        return [f"{SET_IN}{line}".rstrip()]
    indent = SET_IN + " " * (len(line) - len(line.lstrip()) + 2)
    return textwrap.wrap(
        line, _width(), initial_indent=SET_IN, subsequent_indent=indent, break_long_words=False,
        break_on_hyphens=False, drop_whitespace=True,
    )  # fmt: skip


def _width() -> int:
    """As wide as can be read well, and as the screen is."""
    return min(WIDTH, width()) if sys.stdout.isatty() else WIDTH


def _wrapped(paragraph: list[str]) -> list[str]:
    words = _plain(" ".join(paragraph))
    mark = _ITEM.match(words)
    indent = " " * len(mark[0]) if mark else ""
    return textwrap.wrap(
        words, _width(), subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _plain(line: str) -> str:
    return _LINK.sub(_named, line).replace("`", "").replace("**", "")


def _named(link: re.Match[str]) -> str:
    """What a link says, and how to get there from a terminal."""
    text, target = link[1], link[2].removesuffix(".md")
    return f"{text} (mentorctl help {target})" if target in PAGES else text
