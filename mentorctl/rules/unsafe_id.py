"""A file or folder has a name that not every computer can hold.

What it finds
    Names of people, pairings and meetings that are no ids (small letters a to z, digits and
    single hyphens, 2 to 64 characters); names that Windows keeps for itself (con, prn, aux,
    nul, com1, lpt1); names that differ only in upper and lower case, or only in how an accent
    is stored; names with characters that Windows refuses, hidden ones among them; names longer
    than 255 bytes, and paths longer than 700.

Why it matters
    The folder is shared. On a colleague's Windows or macOS computer one of two such files
    silently takes the place of the other, or the folder cannot be fetched at all.

Example
    people/Ana Ruiz.yaml is named with a capital and a space; people/ana-ruiz.yaml is an id.

How to mend it
    Rename the file or folder as the hint proposes, and put the new id wherever the old one is
    named: in pairing.yaml, in meetings and in years.
"""

from __future__ import annotations

import re

from mentorctl.model.ids import is_id
from mentorctl.model.paths import MEETINGS, PAIRING_FILE, PAIRINGS, PEOPLE, stem_in
from mentorctl.model.portable_names import (
    MOST_IN_NAME,
    MOST_IN_PATH,
    is_of_git,
    refused_by_windows,
    taken_by_windows,
    too_long,
)
from mentorctl.rules._lookups import copied_from, folders_of, is_ignored, of_copy
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule

_ID_FOLDERS = frozenset({PEOPLE, MEETINGS})
_DEEPEST_ID = 2
# no path of so many letters is too long, whatever they are
_SHORT = MOST_IN_PATH // 4
_SHOWN = 40
_of_year = re.compile(rf"{PAIRINGS}/[^/]+").fullmatch
_dated_name = re.compile(r"[0-9]{4}-[0-9]{4}-(?P<meeting>.+)", re.DOTALL).fullmatch


def check(book: Book, ctx: Context) -> Hits:
    """Look at every name below the program."""
    del ctx
    fine: set[str] = set()
    for path in book.files:
        folder, _, name = path.rpartition("/")
        if name in fine and path.count("/") > _DEEPEST_ID and len(path) <= _SHORT:
            continue
        holds_ids = folder in _ID_FOLDERS or _of_year(folder) is not None
        # nobody looks at what is hidden, and every copy has to hold it all the same
        is_hidden = is_ignored(name) or path.startswith(".") or "/." in path
        hit = _kept(path, name) or (
            _not_id(path, folder, name, book)
            if holds_ids and not is_hidden
            else _not_portable(path, name)
        )
        if hit is not None:
            yield hit
        else:
            fine.add(name)
    yield from _twins(book.files)


def _kept(path: str, name: str) -> Hit | None:
    stem = taken_by_windows(name)
    if not stem:
        return None
    return Hit(
        path,
        (),
        f"Windows keeps the name {stem} for itself",
        "give it another name, for example with a number after it",
    )


def _not_portable(path: str, name: str) -> Hit | None:
    if refused_by_windows(name):
        return Hit(
            path,
            (),
            f"the name {name} cannot be written on Windows",
            'rename it without < > : " | ? * \\ and without a dot or blank at its end',
        )
    if is_of_git(name):
        return Hit(path, (), f"git keeps the name {name} for itself", "give it another name")
    if long := too_long(path):
        most = MOST_IN_NAME if long == name else MOST_IN_PATH
        return Hit(
            path,
            (),
            f"{long[:_SHOWN]}… is longer than every computer can hold ({most} bytes, and a letter"
            " with an accent takes two or more)",
            "give the file and the folders it lies in shorter names, or fewer folders",
        )
    return None


def _not_id(path: str, folder: str, name: str, book: Book) -> Hit | None:
    """What is wrong with the id that a file's or folder's name is."""
    if folder in _ID_FOLDERS:
        named = stem_in(folder, path)
        if named is None:
            return _not_portable(path, name)
        dated = _dated_name(named) if folder == MEETINGS else None
        named = dated["meeting"] if dated else named
        return None if is_id(named) else _no_id(path, path, named, book)
    if is_id(name):
        return None
    if path not in folders_of(book.files):
        return _not_portable(path, name)
    return _no_id(path, _record(path, book), name, book)


def _record(path: str, book: Book) -> str:
    """A file to point at: a folder has no lines."""
    inside = f"{path}/{PAIRING_FILE}"
    return inside if inside in book.files else path


def _no_id(path: str, record: str, name: str, book: Book) -> Hit:
    import unicodedata  # noqa: PLC0415 - only for a name that is at fault

    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    better = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")[:64].rstrip("-")
    rename = f"rename it to {better}" if is_id(better) else "rename it"
    # as one of its own a copy would be a second person or pairing
    twin = copied_from(path, book.files)
    return Hit(
        record,
        (),
        f"the name {name} is no id",
        of_copy(twin)
        if twin
        else f"{rename}: an id has small letters a to z, digits and single hyphens,"
        " 2 to 64 characters",
    )


def _twins(files: tuple[str, ...]) -> Hits:
    """Names that some computers cannot tell apart: of each two, one is not plain small ASCII."""
    import unicodedata  # noqa: PLC0415 - only for names that are not plain

    plain = frozenset(files)
    seen: dict[str, str] = {}
    for path in sorted(path for path in files if not (path.isascii() and path.islower())):
        same = unicodedata.normalize("NFC", path)
        folded = same.casefold()
        other = folded if folded in plain else seen.setdefault(folded, path)
        if other == path:
            continue
        why = (
            "how an accent is stored"
            if unicodedata.normalize("NFC", other) == same
            else "upper and lower case"
        )
        yield Hit(
            path,
            (),
            f"{path} and {other} differ only in {why}",
            "rename one of them, or delete the one that is not needed",
        )


RULE = ProgramRule("unsafe-id", "error", check)
