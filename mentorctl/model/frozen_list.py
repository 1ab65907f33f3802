"""A list of completers as it was sent: kept, and never changed again."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec

from mentorctl.model.canonical import data, digest

if TYPE_CHECKING:
    from mentorctl.model.completer_list import CompleterEntry

__all__ = [
    "COMPLETERS",
    "LIST_JSON",
    "NAMESPACE",
    "PARTS",
    "SHEET_CSV",
    "SIGNED",
    "FrozenList",
    "FrozenRow",
    "digest_of",
    "frozen_row",
]

# what signatures on frozen lists are for, so that none is taken for one on something else
NAMESPACE = "mentorctl-list"
COMPLETERS = "completers"
# its files, each signed by itself
LIST_JSON, SHEET_CSV = "list.json", "list.csv"
SIGNED = (LIST_JSON, SHEET_CSV)
PARTS = (*SIGNED, *(f"{each}.sig" for each in SIGNED))


class FrozenRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a frozen list: the columns of the list, and what joins it to other lists."""

    mentee_id: str
    mentee: str
    mentee_email: str | None
    school: str | None
    district: str | None
    content_area: str | None
    mentor_id: str
    mentor: str
    mentor_email: str | None
    advisor: str | None
    completed_on: dt.date | None
    experiences: int
    meetings: int
    waivers: int
    signatures: str
    pairing: str
    advisor_id: str | None
    supervisor_id: str | None


class FrozenList(msgspec.Struct, frozen=True, kw_only=True):
    """A list as it was sent.

    Attributes:
        schema_version: 1.
        list: What it is a list of: `completers`.
        name: Its own name, that of the folder that it lies in.
        program: The program's name.
        program_id: Its id.
        year: The program year.
        as_of: The day as of which it was judged.
        commit: The commit that the records were in; None without a history.
        dirty: Whether edits went in that no commit had; None where nobody could tell.
        advisor_id: Whose pairings only; None for all.
        area: Words of the content areas only; None for all.
        frozen_at: When it was frozen, in the program's time zone.
        frozen_by: The id of the person whose key signed it; None for nobody's.
        unreadable: The files that could not be read, and whose pairings it may lack.
        completers: Who is on it, by family name.
        sheet: The SHA-256 of its sheet, in hex.
        digest: Of all else that stands here, which shows a change where nobody signed it.
    """

    schema_version: int
    list: str
    name: str
    program: str
    program_id: str
    year: str
    as_of: dt.date
    commit: str | None
    dirty: bool | None
    advisor_id: str | None
    area: str | None
    frozen_at: str
    frozen_by: str | None
    unreadable: tuple[str, ...]
    completers: tuple[FrozenRow, ...]
    sheet: str = ""
    digest: str = ""


def digest_of(frozen: FrozenList) -> str:
    """The SHA-256 of what a list says, its own digest left out."""
    return digest(data(msgspec.structs.replace(frozen, digest="")))


def frozen_row(entry: CompleterEntry) -> FrozenRow:
    """A pairing's line as it is kept."""
    return FrozenRow(
        **entry.row._asdict(),
        pairing=entry.pairing,
        advisor_id=entry.advisor_id or None,
        supervisor_id=entry.supervisor_id or None,
    )
