"""Today's list of completers held to one that was sent: who came, who went, what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.completer_list import Reason
from mentorctl.model.family_name import family_order
from mentorctl.model.frozen_list import FrozenRow, frozen_rows
from mentorctl.model.paths import PAIRING_FILE, pairing_file
from mentorctl.reports.folder_reading import unreadable_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mentorctl.model.completer_list import CompleterEntry, CompleterList
    from mentorctl.model.frozen_list import FrozenList
    from mentorctl.model.program import Program
    from mentorctl.reports.proofs.frozen_lists import FrozenStanding
    from mentorctl.reports.provenance import Provenance
    from mentorctl.reports.row_formats import Cell

__all__ = ["COLUMNS", "ChangedField", "FrozenDiff", "ListChange", "as_data", "compared", "rows"]

COLUMNS = (
    "change", "pairing", "mentee_id", "mentee", "mentor_id", "mentor", "field", "before", "after",
    "reason", "hint", "advisor_id", "supervisor_id", "program_id", "year",
)  # fmt: skip
FIELDS = FrozenRow.__struct_fields__


class ChangedField(NamedTuple):
    """One column that says something else now."""

    field: str
    before: Cell
    after: Cell


class ListChange(NamedTuple):
    """One line in which both lists differ.

    Attributes:
        row: The line: as it is today of who came or changed, as it was sent of who went.
        reasons: Why they went; none of the others.
        fields: What changed of those who are on both.
    """

    row: FrozenRow
    reasons: tuple[Reason, ...] = ()
    fields: tuple[ChangedField, ...] = ()


class FrozenDiff(NamedTuple):
    """How today's list differs from one that was sent.

    Attributes:
        frozen: The list that was sent.
        path: Its folder.
        now: Today's list, with the same choice of pairings.
        came: Who is on it only today, by family name.
        went: Who is on it no more.
        changed: Who is on both, with what changed.
        same: How many lines are the same.
    """

    frozen: FrozenList
    path: str
    now: CompleterList
    came: tuple[ListChange, ...]
    went: tuple[ListChange, ...]
    changed: tuple[ListChange, ...]
    same: int

    @property
    def is_same(self) -> bool:
        """Whether both lists say the same."""
        return not (self.came or self.went or self.changed)


def compared(
    standing: FrozenStanding, everything: CompleterList, now: CompleterList, program: Program
) -> FrozenDiff:
    """Hold today's list to one that was sent, pairing by pairing.

    A pairing that has another name now, and is the only one of its mentee on either list, is the
    same one.

    Args:
        standing: The list that was sent, as it can be read.
        everything: Today's list of all pairings.
        now: The part of it that the other one is about.
        program: The program, for what it pays.
    """
    frozen = standing.said
    assert frozen is not None
    before = {each.pairing: each for each in frozen.completers}
    after = {each.pairing: each for each in frozen_rows(now, program, frozen.by)}
    pairs = {name: name for name in before if name in after} | _renamed(before, after)
    came = [ListChange(row) for name, row in after.items() if name not in set(pairs.values())]
    went = [ListChange(row, _why(row, everything, frozen))
            for name, row in before.items() if name not in pairs]  # fmt: skip
    changed = [
        ListChange(after[new], (), fields)
        for old, new in pairs.items()
        if (fields := _differences(before[old], after[new]))
    ]
    return FrozenDiff(
        frozen, standing.path, now, _ordered(came), _ordered(went), _ordered(changed),
        len(pairs) - len(changed),
    )  # fmt: skip


def as_data(found: FrozenDiff, drawn: Provenance) -> dict[str, object]:
    """The differences for scripts."""
    frozen, now = found.frozen, found.now
    return {
        "schema_version": 1,
        "program": now.program,
        "year": now.year,
        "as_of": now.as_of,
        **drawn.data(),
        "frozen_list": frozen.name,
        "frozen_path": found.path,
        "frozen_as_of": frozen.as_of,
        "frozen_commit": frozen.commit,
        "frozen_at": frozen.frozen_at,
        "frozen_by": frozen.frozen_by,
        "frozen_advisor_id": frozen.advisor_id,
        "frozen_area": frozen.area,
        "frozen_school": frozen.school,
        "frozen_order": frozen.by,
        "frozen_count": len(frozen.completers),
        "same": found.same,
        "came": [_who(each.row) for each in found.came],
        "went": [
            _who(each.row) | {"reasons": [reason._asdict() for reason in each.reasons]}
            for each in found.went
        ],
        "changed": [
            _who(each.row) | {"fields": [field._asdict() for field in each.fields]}
            for each in found.changed
        ],
        "unreadable": unreadable_data(now.unread),
    }


def rows(found: FrozenDiff) -> Iterable[Sequence[Cell]]:
    """The differences as `COLUMNS` has them: a row for each reason and each field."""
    of_program = (found.now.program_id, found.now.year)
    for change, row, said in _told(found):
        *people, advisor, supervisor = _who(row).values()
        yield (change, *people, *said, advisor, supervisor, *of_program)


def _told(found: FrozenDiff) -> Iterable[tuple[str, FrozenRow, tuple[Cell, ...]]]:
    """What changed, of whom, and the cells from `field` to `hint`."""
    for each in found.came:
        yield "came", each.row, (None,) * 5
    for each in found.went:
        for reason in each.reasons:
            yield "went", each.row, (None, None, None, reason.message, reason.hint)
    for each in found.changed:
        for field in each.fields:
            yield "changed", each.row, (*field, None, None)


def _who(row: FrozenRow) -> dict[str, str | None]:
    return {
        "pairing": row.pairing,
        "mentee_id": row.mentee_id,
        "mentee": row.mentee,
        "mentor_id": row.mentor_id,
        "mentor": row.mentor,
        "advisor_id": row.advisor_id,
        "supervisor_id": row.supervisor_id,
    }


def _renamed(before: dict[str, FrozenRow], after: dict[str, FrozenRow]) -> dict[str, str]:
    """Pairings that have another name now: the old one, and the new one."""
    gone = [row for name, row in before.items() if name not in after]
    come = [row for name, row in after.items() if name not in before]
    found = {}
    for row in gone:
        old = [each for each in gone if each.mentee_id == row.mentee_id]
        new = [each for each in come if each.mentee_id == row.mentee_id]
        if len(old) == len(new) == 1:
            found[row.pairing] = new[0].pairing
    return found


def _differences(before: FrozenRow, after: FrozenRow) -> tuple[ChangedField, ...]:
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in FIELDS)
    return tuple(ChangedField(*each) for each in pairs if each[1] != each[2])


def _why(row: FrozenRow, everything: CompleterList, frozen: FrozenList) -> tuple[Reason, ...]:
    """Why somebody is on the list no more."""
    for entry in everything.others:
        if entry.pairing == row.pairing:
            return entry.reasons
    for entry in everything.completers:
        if entry.pairing == row.pairing:
            return (_elsewhere(entry, row, frozen),)
    return (
        Reason(
            None, PAIRING_FILE, "removed",
            f"{pairing_file(frozen.year, row.pairing)} is not in the folder any more",
            "see who took it out: mentorctl history",
        ),
    )  # fmt: skip


def _elsewhere(entry: CompleterEntry, row: FrozenRow, frozen: FrozenList) -> Reason:
    """Why a completer does not belong to this list any more: it has only some pairings."""
    if frozen.advisor_id is not None and entry.advisor_id != frozen.advisor_id:
        said = f"the advisor is {entry.advisor_id or 'nobody'} now, and not {frozen.advisor_id}"
    elif frozen.school is not None and entry.row.school != row.school:
        said = f"the school is {entry.row.school or 'none'} now"
    else:
        said = f"the content area is {entry.row.content_area or 'none'} now"
    return Reason(
        None, PAIRING_FILE, "elsewhere", f"it has completed, and belongs to another list: {said}",
        f"see who changed that: mentorctl history {entry.pairing} pairing",
    )  # fmt: skip


def _ordered(changes: Iterable[ListChange]) -> tuple[ListChange, ...]:
    return tuple(
        sorted(changes, key=lambda each: (*family_order(each.row.mentee), each.row.pairing))
    )
