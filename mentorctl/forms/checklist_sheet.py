"""What the two checklists of the first meeting share: one sheet, its groups and their items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms.attribution import labelled
from mentorctl.forms.form import FormDocument, Sheet, Value
from mentorctl.forms.wording import written
from mentorctl.model.kinds import kind_named

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from mentorctl.forms.answers import RequiredAnswers
    from mentorctl.forms.pairs import Pair
    from mentorctl.model.program import Checklist, Item

__all__ = ["document", "grouped"]

# what of each checklist stands in its source; whose it is and the day are ours
WHAT = {
    "focal-points": "Ratings, groups and statements",
    "decision-points": "Columns, groups and lines",
}


def grouped(checklist: Checklist, row: Callable[[Item], dict[str, Value]]) -> list[Value]:
    """The groups of a checklist as program.yaml has them, each item with its answers.

    Args:
        checklist: Its groups and items.
        row: The answers of one item.
    """
    return [
        {
            "title": group.title,
            "lines": [{"title": item.title, **row(item)} for item in group.items],
        }
        for group in checklist.groups
    ]


def document(
    name: str, pair: Pair, on: dt.date | None, answers: RequiredAnswers, values: dict[str, Value]
) -> FormDocument:
    """The document of a checklist, one sheet.

    Args:
        name: The form's name, which is its record's as well.
        pair: Whose it is.
        on: The day it was filled in.
        answers: Has taken note of what is missing.
        values: What only this checklist shows.
    """
    kind = kind_named(name)
    shown = {
        **pair.values(),
        "origin": labelled(pair.context, name, WHAT[name]),
        "on": answers.may(written(on)),
        **values,
    }
    records = (pair.team.path(kind.path()),)
    sheet = Sheet(name, kind.title, pair.who, f"{name}.html", records, shown, answers.gaps)
    return FormDocument(name, pair.team.id, pair.title(kind.title), (sheet,))
