"""A list of completers as it was sent: kept, and never changed again."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec

from mentorctl.model.canonical import data, digest
from mentorctl.model.owed import school_claims

if TYPE_CHECKING:
    from mentorctl.model.completer_list import CompleterEntry, CompleterList
    from mentorctl.model.program import Program

__all__ = [
    "COMPLETERS",
    "LIST_JSON",
    "NAMESPACE",
    "PARTS",
    "SHEET_CSV",
    "SIGNED",
    "FrozenList",
    "FrozenRow",
    "FrozenSchool",
    "digest_of",
    "frozen_rows",
    "frozen_schools",
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
    payment: str | None = None


class FrozenSchool(msgspec.Struct, frozen=True, kw_only=True):
    """What one school is paid for its mentees: the last part of a list by school."""

    school: str | None
    district: str | None
    completers: int
    total: str | None


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
        school: Words of the schools' names only; None for all.
        by: `school` where it is the consolidated list by school, with payments; else None.
        currency: What stands before an amount; None where nothing is paid for mentees.
        schools: What each school is paid, of a list by school.
        frozen_at: When it was frozen, in the program's time zone.
        frozen_by: The id of the person whose key signed it; None for nobody's.
        unreadable: The files that could not be read, and whose pairings it may lack.
        completers: Who is on it, by family name; of a list by school, school by school.
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
    school: str | None = None
    by: str | None = None
    currency: str | None = None
    schools: tuple[FrozenSchool, ...] = ()
    sheet: str = ""
    digest: str = ""


def digest_of(frozen: FrozenList) -> str:
    """The SHA-256 of what a list says, its own digest left out."""
    return digest(data(msgspec.structs.replace(frozen, digest="")))


def frozen_rows(found: CompleterList, program: Program, by: str | None) -> tuple[FrozenRow, ...]:
    """The lines of a list as they are kept, by family name, or school by school with payments.

    Args:
        found: The list.
        program: Its `payments`.
        by: `school` for the consolidated list; None for any other.
    """
    if by is None:
        return tuple(map(_row, found.in_print().completers))
    paid = {
        each.pairing: f"{amount:.2f}"
        for claim in school_claims(found, program)
        for each, amount in claim.of_entries
    }
    return tuple(
        msgspec.structs.replace(_row(each), payment=paid.get(each.pairing))
        for _, part in found.parted("school")
        for each in part.in_print().completers
    )


def frozen_schools(found: CompleterList, program: Program) -> tuple[FrozenSchool, ...]:
    """What each school is paid, in the order of their names; who names none comes last."""
    total = {each.school.casefold(): f"{each.total:.2f}" for each in school_claims(found, program)}
    return tuple(
        FrozenSchool(
            school=name or None,
            district=next(
                (each.row.district for each in part.completers if each.row.district), None
            ),
            completers=len(part.completers),
            total=total.get(name.casefold()),
        )
        for name, part in found.parted("school")
        if part.completers
    )


def _row(entry: CompleterEntry) -> FrozenRow:
    return FrozenRow(
        **entry.row._asdict(),
        pairing=entry.pairing,
        advisor_id=entry.advisor_id or None,
        supervisor_id=entry.supervisor_id or None,
    )
