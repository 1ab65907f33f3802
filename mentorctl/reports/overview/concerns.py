"""The focal points of concern across the program, as the first meeting's checklists rate them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.reports.overview.small_groups import LEAST, Crowd, whole_batches

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from mentorctl.model.checklists import FocalPoints
    from mentorctl.model.program import Checklist, Item
    from mentorctl.reports.overview.small_groups import GroupCount

__all__ = ["Concern", "Concerns", "concerns"]


class Concern(NamedTuple):
    """One line of the checklist.

    Attributes:
        id: The line's id in program.yaml.
        title: What it is called.
        group: The heading that it stands under.
        ratings: How many rated it so, in the order of the ratings; empty where that is not told.
        most: How many gave it the highest rating.
    """

    id: str
    title: str
    group: str
    ratings: tuple[int, ...]
    most: GroupCount


class Concerns(NamedTuple):
    """What the checklists rate.

    Attributes:
        checklists: How many are counted, one of each person who is mentored.
        undated: How many are left out as they have no day; None where that is not told.
        ratings: What the ratings are called, the lowest first.
        lines: Every line, the most worrying first; none where nothing may be told.
    """

    checklists: int
    undated: int | None
    ratings: tuple[str, ...]
    lines: tuple[Concern, ...]


def concerns(
    checklist: Checklist,
    found: Iterable[tuple[str, FocalPoints]],
    *,
    today: dt.date,
    in_full: bool,
) -> Concerns:
    """Count ratings, of each person the newest checklist that was filled in by a day.

    Args:
        checklist: The program's checklist.
        found: The checklists, each with the id of the person who is mentored.
        today: The day.
        in_full: Whether all is told. Else only whole groups of five checklists are counted, in the
            order of their days, and ratings are told in fives: else two pages could say of the
            five who came between them that all rated alike.
    """
    newest: dict[str, FocalPoints] = {}
    undated = 0
    for mentee, each in found:
        if not any(each.ratings.values()):
            continue
        if each.on is None:
            undated += 1
        elif each.on <= today and (mentee not in newest or newest[mentee].on < each.on):  # type: ignore[operator] # each has a day
            newest[mentee] = each
    order = sorted(newest, key=lambda mentee: (newest[mentee].on, mentee))
    counted = order if in_full else whole_batches(order)
    crowd = Crowd(counted, least=0 if in_full else LEAST, is_private=True)
    values = [rating.value for rating in checklist.ratings]
    lines = [
        _line(item, group.title, [(name, newest[name]) for name in counted], crowd, values)
        for group in checklist.groups
        for item in group.items
    ] if values else []  # fmt: skip
    return Concerns(
        len(counted),
        undated if in_full else None,
        tuple(rating.title for rating in checklist.ratings),
        tuple(sorted(lines, key=_urgency)) if counted else (),
    )


def _line(
    item: Item,
    group: str,
    found: Sequence[tuple[str, FocalPoints]],
    crowd: Crowd,
    values: list[int],
) -> Concern:
    given = {name: each.ratings.get(item.id) for name, each in found}
    counts = Counter[int | None](given.values())
    most = crowd.in_fives(name for name, rating in given.items() if rating == values[-1])
    told = () if crowd.least else tuple(counts[value] for value in values)
    return Concern(item.id, item.title, group, told, most)


def _urgency(line: Concern) -> tuple[int, ...]:
    """The highest rating first, then the next; the checklist's order where that is alike."""
    told = line.most.number
    ratings = line.ratings[::-1] or ((told,) if told is not None else (line.most.low,))
    return tuple(-each for each in ratings)
