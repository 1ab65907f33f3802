"""Pages that people follow: every block of commands in them, in the order in which it stands.

A page begins in an empty folder, and what a block leaves is there for the next. Blocks are

- `console`: lines that begin with `$ ` are run, and what stands below each is compared with what it
  says, its exit code in brackets; a line `…` stands for any number of lines;
- `sh`: each line is run, and none may fail;
- `csv NAME`, `yaml NAME`, `text NAME`: a file that the reader writes.

A remark before a block, which no reader sees, says what else there is to know:

    <!-- on: 2026-09-10 -->             the day it is from here on
    <!-- in: demo -->                   from here on in a new folder: demo, sample, joined or empty
    <!-- has: a key -->                 the reader has an OpenSSH key by now
    <!-- types: y -->                   what is typed when the block's commands ask
    <!-- not run: why -->               needs a network, another machine or the like
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Block", "blocks", "fits"]

_BLOCK = re.compile(
    r"(?P<remarks>(?:^<!--.*?-->\n+)*)^```(?P<kind>[a-z]+)(?: (?P<name>\S+))?\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_REMARK = re.compile(r"<!-- ([a-z ]+): (.*?) -->", re.DOTALL)
_SETTINGS = {"on", "in", "has", "types", "not run"}


class Block(NamedTuple):
    """One block of a page.

    Attributes:
        kind: What it is: console, sh, or the kind of a file.
        name: The file's name.
        text: What stands in it.
        on: The day it is from here on.
        place: The new folder that begins here.
        has: What the reader has made meanwhile.
        types: What is typed when commands ask.
        reason: Why it is not run.
    """

    kind: str
    name: str
    text: str
    on: dt.date | None
    place: str | None
    has: str | None
    types: str
    reason: str | None

    @property
    def commands(self) -> list[str]:
        """What is typed in it, line by line."""
        if self.kind == "console":
            return re.findall(r"^\$ (.*)$", self.text, re.MULTILINE)
        lines = self.text.splitlines() if self.kind == "sh" else []
        return [line for line in lines if line and not line.startswith("#")]


def blocks(page: str) -> Iterator[Block]:
    """Every block of a page."""
    for found in _BLOCK.finditer(page):
        said = dict(_REMARK.findall(found["remarks"]))
        assert said.keys() <= _SETTINGS, said
        yield Block(
            found["kind"],
            found["name"] or "",
            found["text"],
            dt.date.fromisoformat(said["on"]) if "on" in said else None,
            said.get("in"),
            said.get("has"),
            said.get("types", "").replace(", ", "\n"),
            said.get("not run"),
        )


def fits(shown: str, said: str) -> bool:
    """Whether a page shows what was said, with lines left out where it says so."""
    parts = re.split(r"^…\n", shown, flags=re.MULTILINE)
    return re.fullmatch(r"(?:.*\n)*".join(map(re.escape, parts)), said) is not None
