"""Names and kinds of files that a program folder should not have to bear."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from typing import TYPE_CHECKING

from hostile.case import LOG, MENTOR, PLAN, PROGRAM, TEAM, CannotBe, Case, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

__all__ = ["NAMES"]

PERSON = "name: Somebody Else\n"
YEAR_FOLDER = "pairings/2026-2027"


def people(code: str, names: Mapping[str, str]) -> list[Case]:
    """Cases that are a good record under another name in people/."""
    return [
        case
        for what, name in names.items()
        for case in whole("name", f"people/{name}", code, {what: PERSON})
    ]


def files(code: str, paths: Mapping[str, str]) -> list[Case]:
    """Cases that are a file of no meaning."""
    return [
        case
        for what, path in paths.items()
        for case in whole("stray name", path, code, {what: "x: y\n"})
    ]


def kinds(path: str, changes: Mapping[str, Callable[[Path], None]]) -> list[Case]:
    """Cases that put something else in a file's place."""

    def putting(make: Callable[[Path], None]) -> Callable[[Path], None]:
        def change(root: Path) -> None:
            place = root / path
            place.unlink(missing_ok=True)
            try:
                make(place)
            except (OSError, AttributeError, NotImplementedError) as error:
                raise CannotBe(path) from error

        return change

    return [
        Case("kind of file", name, path, "unreadable-file", putting(make))
        for name, make in changes.items()
    ]


def _link_to_file(place: Path) -> None:
    outside = place.parent / ".secret"
    outside.write_text(PERSON, encoding="utf-8")
    place.symlink_to(outside)


def _pipe(place: Path) -> None:
    if sys.platform == "win32":
        raise NotImplementedError
    os.mkfifo(place)


def _socket(place: Path) -> None:
    if sys.platform == "win32":
        raise NotImplementedError
    here = os.getcwd()  # noqa: PTH109 - put back as it was
    os.chdir(place.parent)  # a socket's path is short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(place.name)
    finally:
        os.chdir(here)


def _closed(place: Path) -> None:
    place.write_text(PERSON, encoding="utf-8")
    place.chmod(0)


ALL_KINDS: dict[str, Callable[[Path], None]] = {
    "link to a folder outside": lambda place: place.symlink_to("/"),
    "link to a file": _link_to_file,
    "link to nowhere": lambda place: place.symlink_to("nowhere.yaml"),
    "link to itself": lambda place: place.symlink_to(place.name),
    "link to the program": lambda place: place.symlink_to("../"),
    "link to a device": lambda place: place.symlink_to("/dev/zero"),
    "link to a terminal": lambda place: place.symlink_to("/dev/tty"),
    "pipe": _pipe,
    "socket": _socket,
    # nothing is closed to the superuser, and Windows closes a file in other ways
    **({"not for reading": _closed} if getattr(os, "geteuid", int)() else {}),
}


def _twin(folder: str, name: str, other: str) -> Callable[[Path], None]:
    """Puts another file beside one that some computers cannot tell apart from it."""

    def change(root: Path) -> None:
        place = root / folder
        (place / name).write_text(PERSON, encoding="utf-8")
        (place / other).write_text(PERSON, encoding="utf-8")
        if not {name, other} <= set(os.listdir(place)):  # noqa: PTH208 - names
            raise CannotBe(place)

    return change


def _folder_for(path: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        (root / path).unlink(missing_ok=True)
        (root / path).mkdir()

    return change


def _team_named(name: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        try:
            shutil.copytree(root / TEAM, root / YEAR_FOLDER / name)
        except OSError as error:
            raise CannotBe(name) from error

    return change


def teams(names: Mapping[str, str]) -> list[Case]:
    """Cases that are a second pairing with a name that is no id."""
    return [
        Case(
            "pairing's name",
            what,
            f"{YEAR_FOLDER}/{name}/pairing.yaml",
            "unsafe-id",
            _team_named(name),
        )
        for what, name in names.items()
    ]


NAMES = [
    *people(
        "unsafe-id",
        {
            "con": "con.yaml",
            "aux": "aux.yaml",
            "nul": "nul.yaml",
            "com1": "com1.yaml",
            "device with an ending": "prn.old.yaml",
            "capitals": "Ana-Ruiz.yaml",
            "blank": "ana ruiz.yaml",
            "accent": "zoë-obrien.yaml",
            "accent apart": "zoe\u0308-obrien.yaml",
            "one letter": "a.yaml",
            "two hyphens": "ana--ruiz.yaml",
            "hyphen first": "-rf.yaml",
            "underscore": "ana_ruiz.yaml",
            "65 letters": f"{'a' * 65}.yaml",
            "250 letters": f"{'a' * 250}.yaml",
            "line break": "ana\nruiz.yaml",
            "carriage return": "ana\rruiz.yaml",
            "tab": "ana\truiz.yaml",
            "escape": "ana\x1b[2Jruiz.yaml",
            "bell": "ana\x07.yaml",
            "C1 control": "ana\x9b31m.yaml",
            "turned writing": "ana\u202elmay.yaml",
            "zero width": "ana\u200bruiz.yaml",
            "emoji": "🦊🦊.yaml",
            "no letters": "---.yaml",
            "percent": "%s%n.yaml",
            "format string": "{mentor.__class__}.yaml",
            "markup": "[bold]ana[].yaml",
            "html": "<b>ana.yaml",
            "formula": "=cmd().yaml",
            "quote": "ana'ruiz.yaml",
            "double quote": 'ana"ruiz.yaml',
            "backslash": "ana\\ruiz.yaml",
            "colon": "ana:ruiz.yaml",
            "dollar": "$(touch owned).yaml",
            "semicolon": "ana;ruiz.yaml",
            "no utf-8": "ana\udcffruiz.yaml",
            "Cyrillic a": "\u0430na.yaml",
            "two dots": "ana..yaml",
            "only a number sign": "#ana.yaml",
        },
    ),
    *files(
        "unsafe-id",
        {
            "device in evidence": f"{TEAM}/evidence/lpt1.txt",
            "device's superscript": f"{TEAM}/evidence/com¹.txt",
            "blank at the end": f"{TEAM}/evidence/flyer.txt ",
            "dot at the end": f"{TEAM}/evidence/flyer2.",
            "line break in evidence": f"{TEAM}/evidence/fly\ner.txt",
            "question mark": f"{TEAM}/evidence/fly?er.txt",
            "no utf-8 in evidence": f"{TEAM}/evidence/fly\udcfeer.txt",
        },
    ),
    *files(
        "stray-file",
        {
            "yml": "people/ana-ruiz.yml",
            "YAML": "people/ana-ruiz.YAML",
            "json": "people/ana-ruiz.json",
            "plan.yml": f"{TEAM}/plan.yml",
            "plann.yaml": f"{TEAM}/plann.yaml",
            "plan.yaml.txt": f"{TEAM}/plan.yaml.txt",
            "experience 0": f"{TEAM}/experiences/0.yaml",
            "experience 5": f"{TEAM}/experiences/5.yaml",
            "experience 01": f"{TEAM}/experiences/01.yaml",
            "experience one": f"{TEAM}/experiences/one.yaml",
            "experience -1": f"{TEAM}/experiences/-1.yaml",
            "experience of 200 digits": f"{TEAM}/experiences/{'9' * 200}.yaml",
            "experience in Arabic": f"{TEAM}/experiences/٣.yaml",
            "experience squared": f"{TEAM}/experiences/²2.yaml",
            "visit on February 30": f"{TEAM}/visits/2026-02-30.yaml",
            "visit in year 0": f"{TEAM}/visits/0000-01-01.yaml",
            "visit without a year": f"{TEAM}/visits/11-10.yaml",
            "script": "run.sh",
            "Windows program": f"{TEAM}/plan.exe",
            "markup": f"{TEAM}/[red]plan[].yaml",
            "format string": "{program.__class__}.yaml",
            "second program": "program.yml",
        },
    ),
    *whole(
        "stray name",
        "meetings/kickoff.yaml",
        "unknown-meeting",
        {"meeting without a year": "meeting: kickoff\non: 2026-09-22\n"},
    ),
    Case(
        "twin",
        "in capitals",
        f"{TEAM}/PLAN.yaml",
        "unsafe-id",
        _twin(TEAM, "plan.yaml", "PLAN.yaml"),
    ),
    Case(
        "twin",
        "one with the accent apart",
        "people/zoe\u0308.yaml",
        "unsafe-id",
        _twin("people", "zo\u00eb.yaml", "zoe\u0308.yaml"),
    ),
    Case(
        "twin",
        "in evidence",
        f"{TEAM}/evidence/Flyer.txt",
        "unsafe-id",
        _twin(f"{TEAM}/evidence", "flyer.txt", "Flyer.txt"),
    ),
    *teams(
        {
            "capitals": "Ana-Teo",
            "blank": "ana teo",
            "line break": "ana\nteo",
            "escape": "ana\x1b[2Jteo",
            "turned writing": "ana\u202eoet",
            "no utf-8": "ana\udcffteo",
            "format string": "{0.__class__}",
        }
    ),
    *[
        case._replace(name=f"{case.name} for a {what}")
        for what, path in {"mentor": MENTOR, "plan": PLAN, "program": PROGRAM}.items()
        for case in kinds(path, ALL_KINDS)
    ],
    *[
        Case("kind of file", f"folder for a {what}", path, "unreadable-file", _folder_for(path))
        for what, path in {"mentor": MENTOR, "log": LOG, "program": PROGRAM}.items()
    ],
]
