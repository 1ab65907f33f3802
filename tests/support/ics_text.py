"""iCalendar read by hand, from what RFC 5545 says of lines, and by no library."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Component", "Property", "read_ics"]

_NAME = re.compile(r"[A-Z0-9-]+")
_ESCAPES = {"\\n": "\n", "\\N": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}


class Property(NamedTuple):
    """One line: its parameters and its value, as text."""

    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value of a text, its escapes taken away."""
        return re.sub(r"\\[nN,;\\]", lambda found: _ESCAPES[found[0]], self.value)


class Component:
    """What stands between BEGIN and END."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.properties: dict[str, list[Property]] = {}
        self.parts: list[Component] = []

    def __getitem__(self, name: str) -> Property:
        (found,) = self.properties[name]
        return found

    def all(self, name: str) -> list[Component]:
        """The components of a kind that it holds."""
        return [each for each in self.parts if each.name == name]


def read_ics(data: bytes) -> Component:
    """The calendar in a file; a line that breaks a rule of section 3.1 fails.

    Lines end in CRLF and have 75 octets at most; one that goes on begins with a blank.
    """
    assert data.endswith(b"\r\n")
    raw = data[:-2].split(b"\r\n")
    for line in raw:
        assert len(line) <= 75, line
        assert b"\n" not in line, line
        assert b"\r" not in line, line
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line), line
        line.decode("utf-8")  # no letter is cut in two
    lines: list[str] = []
    for line in raw:
        if line.startswith((b" ", b"\t")):
            lines[-1] += line[1:].decode()
        else:
            lines.append(line.decode())
    top = Component("")
    open_ones = [top]
    for each in lines:
        name, parameters, value = _parted(each)
        if name == "BEGIN":
            made = Component(value)
            open_ones[-1].parts.append(made)
            open_ones.append(made)
        elif name == "END":
            assert open_ones.pop().name == value
        else:
            open_ones[-1].properties.setdefault(name, []).append(Property(parameters, value))
    assert open_ones == [top]
    (calendar,) = top.parts
    assert calendar.name == "VCALENDAR"
    return calendar


def _parted(line: str) -> tuple[str, dict[str, str], str]:
    found = _NAME.match(line)
    assert found is not None, line
    rest = line[found.end() :]
    parameters: dict[str, str] = {}
    while rest.startswith(";"):
        part = re.match(r';([A-Z0-9-]+)=("[^"]*"|[^;:,"]*)', rest)
        assert part is not None, line
        parameters[part[1]] = part[2].strip('"')
        rest = rest[part.end() :]
    assert rest.startswith(":"), line
    return found[0], parameters, rest[1:]
