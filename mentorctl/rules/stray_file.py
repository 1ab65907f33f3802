"""A file or folder lies where none belongs.

What it finds
    Files and folders that the program folder has no place for: records with a misspelt name,
    records that end in .yml, files of no kind beside the records, records of a kind that this
    program does not have. Hidden files and what editors leave behind are passed over.

Why it matters
    Nobody reads such a file. A plan that is called plann.yaml counts as no plan, however well
    it is filled in.

Example
    pairings/2026-2027/amara-okafor-teo-lindqvist/plann.yaml

How to mend it
    Rename the file to the record it was meant to be. Put what somebody handed in into the
    pairing's evidence/ folder and name it in the experience. Move all else out of the folder.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from mentorctl.model.kinds import KINDS, PAIRING_KINDS, WORK_KINDS, RecordKind
from mentorctl.rules._lookups import folders_of, is_ignored
from mentorctl.rules.base import Book, Context, Hit, ProgramRule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from mentorctl.model.program import Program

_OF_RECORDS = frozenset({"people", "meetings", "years"})
_OPEN_FOLDERS = frozenset({
    "forms", "lists", *(kind.folder.partition("/")[0] for kind in KINDS if not kind.of_pairing)
}) - {"", *_OF_RECORDS}  # fmt: skip
_AT_ROOT = _OF_RECORDS | _OPEN_FOLDERS | {"pairings", "program.yaml", "README.md"}
_OPEN_IN_PAIRING = frozenset({"evidence", "signatures"})
# what a pairing's folder holds, with the kind of record that each is or holds
_IN_PAIRING: dict[str, RecordKind] = {kind.folder or kind.path(): kind for kind in PAIRING_KINDS}
_DEPTH_OF_PAIRING = 3
_DEPTH_OF_RECORD = 4


def check(book: Book, ctx: Context) -> Iterator[Hit]:
    """Look at the place of every file and folder; of a stray folder, name only the folder."""
    stray: set[str] = set()
    for path in sorted(_out_of_place(book, ctx.program)):
        parts = path.split("/")
        if any(map(is_ignored, parts)) or _within(path, stray):
            continue
        stray.add(path)
        yield _hit(path, parts, ctx)


def _out_of_place(book: Book, program: Program) -> Iterator[str]:
    """What does not belong, or is ignored; pairings are alike, so each file is judged once."""
    this_year = f"pairings/{program.year}/"
    known: set[str] = set()
    for path in book.files:
        of_pairing = ""
        if path.startswith(this_year):
            of_pairing = path[path.find("/", len(this_year)) :]
            if of_pairing in known:
                continue
        if not _belongs(path, book, program):
            yield path
        elif of_pairing.startswith("/"):
            known.add(of_pairing)


def _belongs(path: str, book: Book, program: Program) -> bool:
    parts = path.split("/")
    top = parts[0]
    if len(parts) == 1:
        return top in _AT_ROOT
    if top in _OF_RECORDS:
        return len(parts) == 2 and parts[1].endswith(".yaml")  # noqa: PLR2004 - folder, file
    if top != "pairings":
        return top in _OPEN_FOLDERS
    if len(parts) <= _DEPTH_OF_PAIRING:
        return "." not in parts[-1] or path in folders_of(book.files)
    if parts[3] in _OPEN_IN_PAIRING:
        return True
    return _is_record(parts[3:], parts[1] == program.year, program)


def _is_record(parts: list[str], this_year: bool, program: Program) -> bool:
    kind = _IN_PAIRING.get(parts[0])
    if kind is None or len(parts) > 1 + kind.many:
        return False
    if this_year and kind in WORK_KINDS and kind.name not in program.records:
        return False
    if len(parts) == 1:
        return True
    stem = parts[1].removesuffix(".yaml")
    return stem != parts[1] and kind.fits(stem, program if this_year else None)


def _within(path: str, stray: set[str]) -> bool:
    while path:
        path = path.rpartition("/")[0]
        if path in stray:
            return True
    return False


def _hit(path: str, parts: list[str], ctx: Context) -> Hit:
    name = parts[-1]
    kind = _IN_PAIRING.get(parts[3]) if len(parts) >= _DEPTH_OF_RECORD else None
    if kind in WORK_KINDS and kind is not None and kind.name not in ctx.program.records:
        return Hit(
            path,
            (),
            f"this program's pairings have no {ctx.words.say(kind.title)}",
            f"delete it, or add {kind.name} under records in program.yaml",
        )
    return Hit(path, (), f"{name} does not belong here", _remedy(parts, kind, ctx.program))


def _remedy(parts: list[str], kind: RecordKind | None, program: Program) -> str:
    name = parts[-1]
    at = parts[0] if len(parts) > 1 else ""
    if name.lower().endswith(".yml") and (at in _OF_RECORDS or kind):
        return f"rename it to {name[:-4]}.yaml: only files that end in .yaml are read"
    if kind is not None and kind.key == "day":
        return f"{kind.folder} are named by their day: {kind.path('2026-10-15')}"
    if kind is not None and kind.key == "number":
        last = f"to {kind.how_many(program)}.yaml" if kind.how_many else "and on"
        return f"{kind.folder} are named 1.yaml {last}"
    if len(parts) == _DEPTH_OF_RECORD and at == "pairings":
        return _meant(name, _IN_PAIRING.keys() | _OPEN_IN_PAIRING) or (
            "put what was handed in into evidence/, and move all else out of the program folder"
        )
    return (not at and _meant(name, _AT_ROOT)) or "move it out of the program folder"


def _meant(name: str, names: Collection[str]) -> str:
    spelt = re.sub(r"\.ya?ml$", ".yaml", name.lower())
    # people.csv is no misspelt folder
    alike = sorted(each for each in names if "." in each or "." not in spelt)
    found = difflib.get_close_matches(spelt, alike, 1, 0.75)
    if not found:
        return ""
    only = ": only files that end in .yaml are read" if name.lower().endswith(".yml") else ""
    return f"did you mean {found[0]}? Rename it{only}"


RULE = ProgramRule("stray-file", "warning", check)
