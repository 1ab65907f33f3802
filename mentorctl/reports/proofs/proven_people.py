"""What people are called, and which roles they hold, as whoever may say so has written it.

Signatures are judged by this: a form prints nobody's name as somebody else wrote it, so that such a
name voids no signature on it either; and who gives themselves a role signs nothing in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.paths import person_file, person_in
from mentorctl.model.roles import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from mentorctl.store.form_sources import FormSources
    from mentorctl.store.recorded_folder import RecordedFolder

__all__ = ["holding", "rightly_called"]

_NAME = ("name",)


def holding(
    folder: RecordedFolder, unproven: Mapping[str, Collection[str]]
) -> Callable[[str, str], bool | None]:
    """Whether a person holds a role that signs and is no field of a pairing; None: who can tell.

    Args:
        folder: The program folder.
        unproven: What counts for nothing, by file, as the history's ledger has it.
    """
    roles = {role for each in folder.program.records.values() for role in each.signed_by}
    roles -= set(SIDES)

    def holds(person_id: str, role: str) -> bool | None:
        if role not in roles:
            return False
        person = folder.person(person_id)
        if person is None:
            return None if folder.has_person(person_id) else False
        marks = unproven.get(person_file(person_id), ())
        return role in person.roles and not (marks and _counts_not(("roles", role), role, marks))

    return holds


def rightly_called(sources: FormSources, unproven: Mapping[str, Collection[str]]) -> FormSources:
    """What forms take from elsewhere, with the names of people as they rightly are.

    Args:
        sources: What the files say.
        unproven: What counts for nothing, by file, as the history's ledger has it.
    """
    doubted = {path: marks for path, marks in unproven.items() if marks and person_in(path)}
    if not doubted:
        return sources

    def called(person: str, name: str) -> str:
        marks = doubted.get(person_file(person))
        if not marks or (name and not _counts_not(_NAME, name, marks)):
            return name
        from mentorctl.trail.ledger.displaced import stood  # noqa: PLC0415 - only where something is lost

        return stood(marks).get(_NAME, "")

    return sources.calling(called)


def _counts_not(way: tuple[str, ...], value: str, marks: Collection[str]) -> bool:
    from mentorctl.trail.ledger.merged_values import mark_of  # noqa: PLC0415 - as above

    return mark_of(way, value) in marks
