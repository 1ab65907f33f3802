"""People as rows that `mentorctl import` reads back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.reports.imports.import_columns import OF_PEOPLE
from mentorctl.reports.imports.row_intake import value_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentorctl.model.person import Person

__all__ = ["PEOPLE_COLUMNS", "people_rows"]

# those that scripts have had from the first, in their order, before all others
FIRST = ("id", "name", "roles", "email", "school", "district", "content_area")
PEOPLE_COLUMNS = (*FIRST, *(each.name for each in OF_PEOPLE if each.name not in FIRST))
_WHERE = {column.name: column.where for column in OF_PEOPLE}


def people_rows(people: Iterable[tuple[str, Person]]) -> list[list[str]]:
    """A row for each person, a text for each of `PEOPLE_COLUMNS`; several roles with `;` between.

    Args:
        people: Ids and records.
    """
    return [
        [name, *(_text(value_of(person, _WHERE[column])) for column in PEOPLE_COLUMNS[1:])]
        for name, person in people
    ]


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ";".join(map(str, value))
    return "" if value is None else str(value)
