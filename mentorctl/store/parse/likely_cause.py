"""The line that a person would name for a fault that the parser notices only later.

The parser stops where it can make nothing more of a file. What is wrong often stands above: a
quote that is opened, a colon without a blank. Each suspect line is mended in a way that people
would; the one that lets the parser get further is named.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.store.parse.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["likely_cause"]

MOST_TRIES = 60
LARGEST = 1 << 16
NO_BREAK = "\u00a0\u2007\u202f"
FULL_WIDTH = "\uff1a"

_KEY = r"(?P<before>[ \t]*(?:- +)*)(?P<name>[A-Za-z_][\w-]*)"
_no_blank = re.compile(_KEY + r":(?P<value>[^\s/:][^\n]*)")
_opened = re.compile(_KEY + r": +(?P<value>'[^'\n]*(?:''[^'\n]*)*|\"(?:[^\"\\\n]|\\.)*)")
_beside = re.compile(
    _KEY + r": +(?P<value>(?:'(?:[^'\n]|'')*'|\"(?:[^\"\\\n]|\\.)*\")[ \t]*[^\s#][^\n]*)"
)
_colon = re.compile(_KEY + r": +(?P<value>[^\s'\"|>\[{#&*!%@`][^\n]*?:(?: [^\n]*)?)")
_other = re.compile(_KEY + rf"[ {NO_BREAK}]*[{FULL_WIDTH}](?P<value>[^\n]*)")
_block = re.compile(r"(?P<indent>[ ]*)(?:- +)*[A-Za-z_][\w-]*: *[|>][+-]?[ \t]*$")


class _Suspect(NamedTuple):
    """A line that may be the cause, as it would read if mended."""

    line: int
    column: int
    mended: str
    message: str
    hint: str


def likely_cause(text: str, fault: Fault, parse: Callable[[str], Fault | None]) -> Fault:
    """The fault as a person would name it; the parser's own where nothing better is found.

    Args:
        text: The file.
        fault: What the parser says.
        parse: Gives the first fault of another text, or None where it has none.
    """
    lines = text.split("\n")
    end = len(lines) if lines[-1] else max(1, len(lines) - 1)
    if fault.line > end:
        fault = fault._replace(line=end, column=1)  # the parser misses something behind the end
    if len(text) > LARGEST or "\r" in text:
        return fault
    for tried, suspect in enumerate(_suspects(lines, fault)):
        if tried == MOST_TRIES:
            break
        mended = [*lines]
        mended[suspect.line - 1] = suspect.mended
        left = parse("\n".join(mended))
        if left is None or left.line > max(fault.line, suspect.line):
            return Fault(fault.code, suspect.line, suspect.column, suspect.message, suspect.hint)
    return fault


def _suspects(lines: list[str], fault: Fault) -> Iterator[_Suspect]:
    """Lines up to the fault that look wrong, the nearest first."""
    last = min(len(lines), fault.line + 1)
    for number in range(last, 0, -1):
        line = lines[number - 1]
        for look in (_odd_blanks, _tabs, _wide_colon, _missing_blank, _quotes, _second_colon):
            suspect = look(number, line)
            if suspect is not None:
                yield suspect
        outdented = _outdented(number, lines)
        if outdented is not None:
            yield outdented


def _odd_blanks(number: int, line: str) -> _Suspect | None:
    """A no-break space where YAML wants an ordinary one: before the name, or behind its colon."""
    found = re.match(rf"([ \t]*[{NO_BREAK}]+[ \t{NO_BREAK}]*)|(.*?:)[ ]*[{NO_BREAK}]", line)
    if found is None:
        return None
    mended = re.sub(f"[{NO_BREAK}]", " ", line)
    at = next(at for at, letter in enumerate(line) if letter in NO_BREAK)
    name = f"U+{ord(line[at]):04X}"
    message = f"a no-break space ({name}) stands where an ordinary one belongs"
    return _Suspect(number, at + 1, mended, message, "delete it, and type a blank")


def _tabs(number: int, line: str) -> _Suspect | None:
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    if "\t" not in indent or not line.strip():
        return None
    mended = indent.replace("\t", "  ") + line.lstrip(" \t")
    message = "a tab stands where only spaces may"
    return _Suspect(number, indent.index("\t") + 1, mended, message, "put spaces in its place")


def _wide_colon(number: int, line: str) -> _Suspect | None:
    found = _other.match(line)
    if found is None:
        return None
    at, name = line.index(FULL_WIDTH), found["name"]
    mended = f"{found['before']}{name}: {found['value'].strip()}"
    message = f"the colon behind {name} is a full-width one (U+FF1A)"
    return _Suspect(number, at + 1, mended, message, f"write  {name}: with an ordinary colon")


def _missing_blank(number: int, line: str) -> _Suspect | None:
    found = _no_blank.match(line)
    if found is None:
        return None
    name, value = found["name"], found["value"]
    mended = f"{found['before']}{name}: {value}"
    message = f"the blank behind the colon of {name} is missing"
    return _Suspect(number, found.start("value") + 1, mended, message, f"write  {name}: {value}")


def _quotes(number: int, line: str) -> _Suspect | None:
    """A quote that is opened and not closed in its line, or a text beside one in quotes."""
    found, message = _beside.fullmatch(line), "there is text beside the text in quotes"
    if found is None:
        found, message = _opened.fullmatch(line), "a quote is opened here and not closed"
    if found is None:
        return None
    value = found["value"].strip()
    whole = value.replace("\\", "\\\\").replace('"', '\\"')
    mended = f'{found["before"]}{found["name"]}: "{whole}"'
    hint = f"put all of it in double quotes:  {mended.strip()}"
    return _Suspect(number, found.start("value") + 1, mended, message, hint)


def _second_colon(number: int, line: str) -> _Suspect | None:
    found = _colon.fullmatch(line)
    if found is None:
        return None
    whole = found["value"].replace("\\", "\\\\").replace('"', '\\"')
    mended = f'{found["before"]}{found["name"]}: "{whole}"'
    return _Suspect(
        number,
        found.start("value") + 1,
        mended,
        f"the text of {found['name']} has a ': ' in it",
        f"put it in quotes:  {mended.strip()}",
    )


def _outdented(number: int, lines: list[str]) -> _Suspect | None:
    """A line of a text below `name: |` that is not indented like the others."""
    line = lines[number - 1]
    above = number - 1
    while above > 0:
        found = _block.match(lines[above - 1])
        if found is not None:
            break
        above -= 1
    if not line.strip() or above <= 0 or found is None:
        return None
    inside = next((each for each in lines[above:] if each.strip()), "")
    indent = max(len(inside) - len(inside.lstrip(" ")), len(found["indent"]) + 1)
    own = len(line) - len(line.lstrip(" "))
    if own >= indent:
        return None
    name = lines[above - 1].strip().removeprefix("- ").partition(":")[0]
    message = f"this line is not indented like the text of {name} that it belongs to"
    hint = f"put {indent} spaces before it, as in the lines above"
    return _Suspect(number, own + 1, " " * indent + line.lstrip(" "), message, hint)
