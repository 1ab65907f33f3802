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
NEAR = 3
TAB = "a tab stands where only spaces may"
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
_bullet = re.compile(
    r"(?P<before> *)(?P<mark>[-*\u2013\u2014\u2022\u2023\u25e6\u00b7\u2212])(?P<rest>[^\n]+)"
)
_nameless = re.compile(_KEY + r"(?: *[;=,] *| +)(?P<value>(?:(?!: |:$)[^\n])*)")
_named = re.compile(_KEY + r":(?: +(?P<value>[^\s#][^\n]*))?[ \t]*")
_indented = re.compile(r"[ \t]*(?:-[ \t]+)*")
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
    # as long as each line ends in one way, lines and columns are the same
    text = text.replace("\r\n", "\n")
    lines = text.split("\n")
    end = len(lines) if lines[-1] else max(1, len(lines) - 1)
    if fault.line > end:
        fault = fault._replace(line=end, column=1)  # the parser misses something behind the end
    if len(text) > LARGEST or "\r" in text:
        return fault
    if lines[fault.line - 1][fault.column - 1 : fault.column] == "\t":
        fault = fault._replace(message=TAB, hint="put spaces in its place")
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
    """Lines up to the fault that look wrong: the surest causes first, and of each the nearest."""
    last = min(len(lines), fault.line + 1)
    for number in range(last, 0, -1):
        for look in (_odd_blanks, _tabs, _bullets, _wide_colon, _missing_blank, _quotes,
                     _second_colon):  # fmt: skip
            suspect = look(number, lines[number - 1])
            if suspect is not None:
                yield suspect
        suspect = _outdented(number, lines)
        if suspect is not None:
            yield suspect
    for among in (_dashless, _shifted, _filled_already, _too_deep, _without_colon):
        for number in range(last, max(0, last - NEAR), -1):
            suspect = among(number, lines)
            if suspect is not None:
                yield suspect


def _odd_blanks(number: int, line: str) -> _Suspect | None:
    """A no-break space where YAML wants an ordinary one: before the name, or behind its colon."""
    found = re.match(rf"([ \t]*[{NO_BREAK}]+[ \t{NO_BREAK}]*)|( *-|.*?:) *[{NO_BREAK}]", line)
    if found is None:
        return None
    mended = re.sub(f"[{NO_BREAK}]", " ", line)
    at = next(at for at, letter in enumerate(line) if letter in NO_BREAK)
    name = f"U+{ord(line[at]):04X}"
    message = f"a no-break space ({name}) stands where an ordinary one belongs"
    return _Suspect(number, at + 1, mended, message, "delete it, and type a blank")


def _tabs(number: int, line: str) -> _Suspect | None:
    indent = _indented.match(line)[0]  # type: ignore[index] # it matches every line
    if "\t" not in indent or not line.strip():
        return None
    mended = indent.replace("\t", "  ") + line[len(indent) :]
    return _Suspect(number, indent.index("\t") + 1, mended, TAB, "put spaces in its place")


def _bullets(number: int, line: str) -> _Suspect | None:
    """An item of a list that begins with another mark than a dash and a blank."""
    found = _bullet.fullmatch(line)
    if found is None or line[found.end("mark") :].startswith("-"):
        return None
    mark, rest = found["mark"], found["rest"]
    if mark == "-" and rest.startswith((" ", "\t")):
        return None
    mended = f"{found['before']}- {rest.strip()}"
    message = "the blank behind the dash is missing"
    if mark != "-":
        message = f"an item of a list begins with a dash, not with {mark} (U+{ord(mark):04X})"
    return _Suspect(number, found.start("mark") + 1, mended, message, f"write  {mended.strip()}")


def _without_colon(number: int, lines: list[str]) -> _Suspect | None:
    found = _nameless.fullmatch(lines[number - 1])
    if found is None:
        return None
    name, value = found["name"], found["value"]
    mended = f"{found['before']}{name}: {value}"
    message = "this line has no ': ' after its name"
    return _Suspect(
        number, found.start("name") + 1, mended, message, f"write  {name}: {value}".rstrip()
    )


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
    value, how = found["value"].strip(), "put all of it in double quotes"
    whole = value.replace("\\", "\\\\").replace('"', '\\"')
    # what begins with ' may be 'tis
    if value.startswith('"') and not set(value[1:]) & {'"', "\\"}:
        whole, how = value[1:], "close it"
    mended = f'{found["before"]}{found["name"]}: "{whole}"'
    hint = f"{how}:  {mended.strip()}"
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
    least = _within(lines[above - 1]) + 1
    deeper = (_indent(each) for each in lines[above:] if each.strip() and _indent(each) >= least)
    indent = next(deeper, least + 1)
    own = _indent(line)
    if own >= indent:
        return None
    name = lines[above - 1].strip().removeprefix("- ").partition(":")[0]
    message = f"this line is not indented like the lines of {name} that it belongs to"
    hint = f"put {indent} spaces before it, as in the other lines of that text"
    return _Suspect(number, own + 1, " " * indent + line.lstrip(" "), message, hint)


def _dashless(number: int, lines: list[str]) -> _Suspect | None:
    """A line that begins an item of a list as others do, but for its dash."""
    line = lines[number - 1]
    found = _named.fullmatch(line)
    if found is None or "-" in found["before"]:
        return None
    mended = f"{found['before']}- {line.lstrip(' ')}"
    if not any(each.startswith(f"{found['before']}- {found['name']}:") for each in lines):
        return None
    message, column = "the dash before this item of the list is missing", len(found["before"]) + 1
    return _Suspect(number, column, mended, message, f"write  {mended.strip()}")


def _shifted(number: int, lines: list[str]) -> _Suspect | None:
    """A line that is indented otherwise than the ones above and below it, which agree."""
    line, above, below = lines[number - 1], _above(number, lines), _below(number, lines)
    if (
        above is None
        or below is None
        or _named.fullmatch(line) is None
        or "- " in line[: _within(line)]
    ):
        return None
    wanted = _within(above)
    if _indent(line) == wanted or _indent(below) != wanted or "-" in below[: _within(below)]:
        return None
    message = "this line is not indented like the ones above and below it"
    hint = f"put {wanted} spaces before it" if wanted else "let it begin where the line begins"
    return _Suspect(number, _indent(line) + 1, " " * wanted + line.lstrip(" "), message, hint)


def _filled_already(number: int, lines: list[str]) -> _Suspect | None:
    """A name with a text of its own, and below it several lines as if they belonged to it."""
    line = lines[number - 1]
    found = _named.fullmatch(line)
    inside = []
    for each in lines[number:]:
        if each.strip() and _indent(each) <= _within(line):
            break
        inside.append(each)
    inside = [each for each in inside if each.strip()]
    several = len(inside) > 1 and all(_named.fullmatch(each) for each in inside)
    if found is None or not found["value"] or not several:
        return None
    name, value = found["name"], found["value"].strip()
    message = f"{name} has a text already, and the lines below it are indented as if part of it"
    hint = f"take {value} away, or put the lines below right under {name}"
    return _Suspect(number, found.start("name") + 1, f"{found['before']}{name}:", message, hint)


def _too_deep(number: int, lines: list[str]) -> _Suspect | None:
    """A line that is indented further than the one above it, which has a text already."""
    line, above = lines[number - 1], _above(number, lines)
    if above is None or _named.fullmatch(line) is None:
        return None
    found, wanted = _named.fullmatch(above), _within(above)
    if found is None or not found["value"] or found["value"][0] in "|>" or _indent(line) <= wanted:
        return None
    message = (
        f"this line is indented further than {found['name']} above it, which has a text already"
    )
    hint = f"put {wanted} spaces before it" if wanted else "let it begin where the line begins"
    return _Suspect(number, _indent(line) + 1, " " * wanted + line.lstrip(" "), message, hint)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _within(line: str) -> int:
    """Where the names begin that stand together with the one in a line, behind any dash."""
    return len(re.match(r" *(?:- +)*", line)[0])  # type: ignore[index] # it matches every line


def _above(number: int, lines: list[str]) -> str | None:
    return next((each for each in reversed(lines[: number - 1]) if each.strip()), None)


def _below(number: int, lines: list[str]) -> str | None:
    return next((each for each in lines[number:] if each.strip()), None)
