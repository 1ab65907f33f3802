"""One hostile case: what it does to a clean program, and the finding that must come of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

__all__ = ["CannotBe", "Case", "added", "cut", "replaced", "values", "whole"]

TEAM = "pairings/2026-2027/amara-okafor-teo-lindqvist"
PROGRAM = "program.yaml"
MENTOR = "people/teo-lindqvist.yaml"
MENTEE = "people/amara-okafor.yaml"
PAIRING = f"{TEAM}/pairing.yaml"
PLAN = f"{TEAM}/plan.yaml"
LOG = f"{TEAM}/log.yaml"
VISIT = f"{TEAM}/visits/2026-11-10.yaml"
FOCAL = f"{TEAM}/focal-points.yaml"
DECISION = f"{TEAM}/decision-points.yaml"
EXPERIENCE = f"{TEAM}/experiences/1.yaml"
KICKOFF = "meetings/2026-2027-kickoff.yaml"
YEAR = "years/2026-2027.yaml"


class CannotBe(Exception):
    """This computer cannot hold what the case needs."""


class Case(NamedTuple):
    """One case.

    Attributes:
        group: What it is a kind of.
        name: What it is.
        path: The file that a finding must name.
        code: The finding that must be among that file's; empty where it must have none.
        change: Does it to a program folder; raises CannotBe where this computer cannot.
    """

    group: str
    name: str
    path: str
    code: str
    change: Callable[[Path], None]

    def __str__(self) -> str:
        return f"{self.group}/{self.name}"


def whole(group: str, path: str, code: str, contents: Mapping[str, str | bytes]) -> list[Case]:
    """Cases that are the whole content of a file."""
    return [
        Case(group, name, path, code, _writing(path, content)) for name, content in contents.items()
    ]


def added(group: str, path: str, code: str, contents: Mapping[str, str]) -> list[Case]:
    """Cases that are put at a file's end."""

    def adding(text: str) -> Callable[[Path], None]:
        def change(root: Path) -> None:
            _write(root / path, (root / path).read_bytes() + text.encode())

        return change

    return [Case(group, name, path, code, adding(text)) for name, text in contents.items()]


def replaced(
    group: str, path: str, code: str, changes: Mapping[str, tuple[str, str]]
) -> list[Case]:
    """Cases that put one text in place of another, which the file has just once."""
    return [
        Case(group, name, path, code, _replacing(path, old, new))
        for name, (old, new) in changes.items()
    ]


def values(group: str, path: str, code: str, old: str, texts: Mapping[str, str]) -> list[Case]:
    """Cases that put their text in place of one and the same value."""
    return replaced(group, path, code, {name: (old, new) for name, new in texts.items()})


def cut(group: str, path: str, code: str, ends: Mapping[str, str]) -> list[Case]:
    """Cases that break a file off right after a text."""

    def cutting(end: str) -> Callable[[Path], None]:
        def change(root: Path) -> None:
            text = (root / path).read_text(encoding="utf-8")
            assert end in text, f"{path} has no {end!r}"
            _write(root / path, (text.partition(end)[0] + end).encode())

        return change

    return [Case(group, name, path, code, cutting(end)) for name, end in ends.items()]


def _writing(path: str, content: str | bytes) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        data = content.encode() if isinstance(content, str) else content
        _write(root / path, data)

    return change


def _replacing(path: str, old: str, new: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{path} has {old!r} {text.count(old)} times"
        _write(root / path, text.replace(old, new).encode())

    return change


def _write(path: Path, data: bytes) -> None:
    """Write a file, and be sure that it has the name it was given."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise CannotBe(path) from error
    if path not in path.parent.iterdir():
        raise CannotBe(path)
