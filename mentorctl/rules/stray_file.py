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
    Rename the file to the record it was meant to be. Where that is there already, as beside a
    copy that a folder service made, put into it what only the other says. Put what somebody
    handed in into the pairing's evidence/ folder and name it in the experience. Move all else
    out of the folder.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from mentorctl.model.kinds import KINDS, PAIRING_KINDS, WORK_KINDS, RecordKind, kind_of
from mentorctl.model.paths import (
    COLUMNS_FILE,
    EVIDENCE,
    MEETINGS,
    PAIRINGS,
    PEOPLE,
    PROGRAM_FILE,
    SIGNATURES,
    YEARS,
    in_pairing,
    stem_in,
)
from mentorctl.rules._lookups import copied_from, folders_of, is_ignored, of_copy
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from mentorctl.model.program import Program

_OF_RECORDS = frozenset({PEOPLE, MEETINGS, YEARS})
_OPEN_FOLDERS = frozenset({
    "forms", "lists", *(kind.folder.partition("/")[0] for kind in KINDS if not kind.of_pairing)
}) - {"", *_OF_RECORDS}  # fmt: skip
_AT_ROOT = _OF_RECORDS | _OPEN_FOLDERS | {PAIRINGS, PROGRAM_FILE, COLUMNS_FILE, "README.md"}
_OPEN_IN_PAIRING = frozenset({EVIDENCE, SIGNATURES})
# what a pairing's folder holds, with the kind of record that each is or holds
_IN_PAIRING: dict[str, RecordKind] = {kind.folder or kind.path(): kind for kind in PAIRING_KINDS}


def check(book: Book, ctx: Context) -> Hits:
    """Look at the place of every file and folder; of a stray folder, name only the folder."""
    stray: set[str] = set()
    for path in sorted(_out_of_place(book, ctx.program)):
        if any(map(is_ignored, path.split("/"))) or _within(path, stray):
            continue
        stray.add(path)
        yield _hit(path, book, ctx)


def _out_of_place(book: Book, program: Program) -> Iterator[str]:
    """What does not belong, or is ignored; pairings are alike, so each file is judged once."""
    this_year = f"{PAIRINGS}/{program.year}/"
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
    top, inside, _ = path.partition("/")
    if not inside:
        return top in _AT_ROOT
    if top in _OF_RECORDS:
        return stem_in(top, path) is not None
    if top != PAIRINGS:
        return top in _OPEN_FOLDERS and _misspelt(path) is None
    found = in_pairing(path)
    if found is None:
        return "." not in path.rpartition("/")[2] or path in folders_of(book.files)
    if found.file.partition("/")[0] in _OPEN_IN_PAIRING:
        return True
    return _is_record(found.file, found.year == program.year, program)


def _misspelt(path: str) -> RecordKind | None:
    """The kind of record that a file outside of pairings would be if it ended in .yaml."""
    return kind_of(f"{path[:-4]}.yaml") if path.lower().endswith(".yml") else None


def _is_record(file: str, this_year: bool, program: Program) -> bool:
    kind = _kind_in_pairing(file)
    if kind is None or (not kind.many and file != kind.path()):
        return False
    if this_year and kind in WORK_KINDS and kind.name not in program.records:
        return False
    if file == (kind.folder or kind.path()):
        return True
    stem = stem_in(kind.folder, file)
    return stem is not None and kind.fits(stem, program if this_year else None)


def _within(path: str, stray: set[str]) -> bool:
    while path:
        path = path.rpartition("/")[0]
        if path in stray:
            return True
    return False


def _kind_in_pairing(file: str) -> RecordKind | None:
    return _IN_PAIRING.get(file.partition("/")[0])


def _hit(path: str, book: Book, ctx: Context) -> Hit:
    name, found = path.rpartition("/")[2], in_pairing(path)
    kind = _kind_in_pairing(found.file) if found else None
    if kind in WORK_KINDS and kind is not None and kind.name not in ctx.program.records:
        return Hit(
            path,
            (),
            f"this program's pairings have no {ctx.words.say(kind.title)}",
            f"delete it, or add {kind.name} under records in program.yaml",
        )
    return Hit(path, (), f"{name} does not belong here", _remedy(path, kind, book, ctx.program))


def _remedy(path: str, kind: RecordKind | None, book: Book, program: Program) -> str:
    twin = copied_from(path, book.files)
    if twin:
        return of_copy(twin)
    name, found = path.rpartition("/")[2], in_pairing(path)
    at = path.partition("/")[0] if "/" in path else ""
    if name.lower().endswith(".yml") and (at in _OF_RECORDS or kind or _misspelt(path)):
        return f"rename it to {name[:-4]}.yaml: only files that end in .yaml are read"
    if kind is not None and kind.key == "day":
        return f"{kind.folder} are named by their day: {kind.path('2026-10-15')}"
    if kind is not None and kind.key == "number":
        last = f"to {kind.how_many(program)}.yaml" if kind.how_many else "and on"
        return f"{kind.folder} are named 1.yaml {last}"
    if found is not None and "/" not in found.file:
        return _meant(path, _IN_PAIRING.keys() | _OPEN_IN_PAIRING, book) or (
            "put what was handed in into evidence/, and move all else out of the program folder"
        )
    return (not at and _meant(path, _AT_ROOT, book)) or "move it out of the program folder"


def _meant(path: str, names: Collection[str], book: Book) -> str:
    folder, slash, name = path.rpartition("/")
    spelt = re.sub(r"\.ya?ml$", ".yaml", name.lower())
    # people.csv is no misspelt folder
    alike = sorted(each for each in names if "." in each or "." not in spelt)
    found = difflib.get_close_matches(spelt, alike, 1, 0.75)
    if not found:
        return ""
    meant = f"{folder}{slash}{found[0]}"
    if meant in book.files and meant != path:
        return of_copy(meant)
    only = ": only files that end in .yaml are read" if name.lower().endswith(".yml") else ""
    return f"did you mean {found[0]}? Rename it{only}"


RULE = ProgramRule("stray-file", "warning", check)
