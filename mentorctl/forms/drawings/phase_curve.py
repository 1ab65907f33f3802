"""The phases of a first year as a curve over its months, drawn from program.yaml."""

from __future__ import annotations

import datetime as dt
import textwrap
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.forms.drawings.canvas import PALE, QUIET, RULE, drawing, lettering
from mentorctl.forms.wording import MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentorctl.model.program import Program
    from mentorctl.model.years import ProgramYear

__all__ = ["phase_curve", "phases_told"]

WIDTH, HEIGHT = 900, 380
LEFT, RIGHT, TOP, BOTTOM = 30, 870, 76, 320
HIGHEST, MIDDLE = 10, 5
JANUARY, LETTERS, LINE = 12, 15, 18


class _Point(NamedTuple):
    """Where a phase stands on the drawing."""

    title: str
    first: int
    last: int
    height: int

    @property
    def middle(self) -> int:
        return (self.first + self.last) // 2


def phase_curve(program: Program, year: ProgramYear) -> str:
    """The curve, as SVG.

    Args:
        program: The program; it has phases.
        year: The year whose months are named.
    """
    points = [
        _Point(
            each.title,
            _across(year, year.day(each.from_)),
            _across(year, year.day(each.until) + dt.timedelta(days=1)),
            _up(MIDDLE if each.height is None else each.height),
        )
        for each in program.phases
    ]
    parts = [*_bands(points), *_months(year), _curve(points), *_dots(points)]
    return drawing(parts, (WIDTH, HEIGHT), "Phases of the first year", phases_told(program, year))


def phases_told(program: Program, year: ProgramYear) -> str:
    """What the curve shows, in words: each phase, its months, and whether it goes up."""
    told, before = [], None
    for each in program.phases:
        height = MIDDLE if each.height is None else each.height
        way = "" if before is None or height == before else (
            ", higher than before" if height > before else ", lower than before"
        )  # fmt: skip
        first, last = (MONTHS[year.day(day).month - 1] for day in (each.from_, each.until))
        months = first if first == last else f"{first} to {last}"
        told.append(f"{each.title}, {months}{way}")
        before = height
    return f"A curve over the months of the year: {'; '.join(told)}."


def _across(year: ProgramYear, day: dt.date) -> int:
    whole = (year.last_day - year.first_day).days + 1
    return LEFT + round((RIGHT - LEFT) * (day - year.first_day).days / whole)


def _up(height: int) -> int:
    kept = min(max(height, 0), HIGHEST)
    return BOTTOM - round((BOTTOM - TOP) * (0.14 + 0.8 * kept / HIGHEST))


def _bands(points: Sequence[_Point]) -> list[str]:
    """Every other phase on a pale ground, so that one sees where each begins and ends."""
    return [
        f'<rect x="{each.first}" y="{TOP - 46}" width="{each.last - each.first}"'
        f' height="{BOTTOM - TOP + 46}" fill="{PALE}"/>'
        for each in points[::2]
    ]


def _months(year: ProgramYear) -> list[str]:
    """The ground line with a mark and the name of each month."""
    parts = [_line(LEFT, BOTTOM, RIGHT, BOTTOM, 1.5)]
    first = year.first_day.month - 1
    for at in range(first, first + JANUARY):
        day = dt.date(year.first_day.year + at // JANUARY, at % JANUARY + 1, 1)
        start, end = (
            _across(year, max(min(each, year.last_day), year.first_day))
            for each in (day, day + dt.timedelta(days=31))
        )
        parts.append(_line(start, BOTTOM, start, BOTTOM + 8, 1))
        name = MONTHS[at % JANUARY][:3]
        parts.append(lettering((start + end) // 2, BOTTOM + 26, name, size=15, anchor="middle"))
    return parts


def _curve(points: Sequence[_Point]) -> str:
    """A smooth line through the middle of each phase, level at both ends of the year."""
    way = [(LEFT, points[0].height), *((each.middle, each.height) for each in points)]
    way.append((RIGHT, points[-1].height))
    drawn = f"M{way[0][0]} {way[0][1]}"
    for (x, y), (to_x, to_y) in pairwise(way):
        half = (x + to_x) // 2
        drawn += f" C{half} {y} {half} {to_y} {to_x} {to_y}"
    return f'<path d="{drawn}" fill="none" stroke="{RULE}" stroke-width="4"/>'


def _dots(points: Sequence[_Point]) -> list[str]:
    """A dot for each phase, and its name over it; under it where the curve rises on both sides."""
    parts = []
    heights = [point.height for point in points]
    for at, each in enumerate(points):
        parts.append(
            f'<circle cx="{each.middle}" cy="{each.height}" r="7" fill="#ffffff" stroke="{RULE}"'
            ' stroke-width="3"/>'
        )
        beside = heights[max(at - 1, 0) : at] + heights[at + 1 : at + 2]
        is_lowest = bool(beside) and max(beside) < each.height
        lines = textwrap.wrap(each.title, LETTERS)
        top = each.height + 28 if is_lowest else each.height - 18 - LINE * (len(lines) - 1)
        parts += [
            lettering(each.middle, top + LINE * n, line, size=17, weight=700, anchor="middle")
            for n, line in enumerate(lines)
        ]
    return parts


def _line(x: int, y: int, to_x: int, to_y: int, width: float) -> str:
    return (
        f'<path d="M{x} {y} L{to_x} {to_y}" fill="none" stroke="{QUIET}" stroke-width="{width}"/>'
    )
