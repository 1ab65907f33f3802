"""The days of a program's calendar in the next year: proposed, given, or asked one by one."""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import typer

from mentorctl.cli import lookup
from mentorctl.cli.options import day
from mentorctl.cli.output.console import asked, note, paint, shown
from mentorctl.model.moved_dates import moved, remark, spots, weekday
from mentorctl.store.edit.set_value import set_value

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from mentorctl.model.moved_dates import MovedDate
    from mentorctl.model.program import Program
    from mentorctl.model.years import ProgramYear

__all__ = ["ChosenDate", "chosen_dates", "say_dates", "with_dates"]

MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])").fullmatch
MOST_NAMED = 4


class ChosenDate(NamedTuple):
    """A day of the calendar as it will be.

    Attributes:
        was: What it is this year, and what is proposed.
        day: The day that was chosen.
        remark: What is to know of it: a holiday, a day of the weekend.
    """

    was: MovedDate
    day: dt.date
    remark: str

    @property
    def why(self) -> str:
        """Why it is that day."""
        return self.was.why if self.day == self.was.proposed else "as you chose"


def chosen_dates(
    program: Program,
    this: ProgramYear,
    following: ProgramYear,
    given: Sequence[str],
    *,
    take_all: bool,
) -> list[ChosenDate]:
    """Every day of the calendar in the next year, in the calendar's order.

    Args:
        program: The program.
        this: The year that ends.
        following: The next one.
        given: Days that were given, `NAME=DATE`.
        take_all: Whether what was not given is as proposed, and nobody is asked.

    Raises:
        typer.BadParameter: One that was given is none, or nobody is there to confirm the others.
    """
    every = {spot.name: moved(spot, this, following) for spot in spots(program)}
    known = _given(given, every, following)
    left = [name for name in every if name not in known]
    if left and not take_all and not sys.stdin.isatty():
        named = ", ".join(left[:MOST_NAMED])
        more = f" and {len(left) - MOST_NAMED} more" if len(left) > MOST_NAMED else ""
        raise typer.BadParameter(
            f"nobody is here to confirm the days of {following.name}: {named}{more}; look at them"
            " with --dry-run, then take all as proposed with --yes, or give one: --date NAME=DATE"
        )
    if left and not take_all:
        note(f"the days of {following.name}: Enter takes the day in brackets")
    return [
        ChosenDate(each, on, remark(on, program.holidays))
        for name, each in every.items()
        for on in (
            known.get(name) or (each.proposed if take_all else _asked(each, following, program)),
        )
    ]


def with_dates(text: str, chosen: Sequence[ChosenDate]) -> str:
    """program.yaml with the days that were chosen; another day than a source's is the program's."""
    own = set()
    for each in chosen:
        spot = each.was.spot
        if each.day == each.was.kept:
            continue
        text = set_value(text, spot.where, f"{each.day:%m-%d}")
        if spot.sourced and spot.own:
            own.add(spot.own)
    for where in sorted(own, key=str):
        text = set_value(text, where, "yes")
    return text


def say_dates(chosen: Sequence[ChosenDate]) -> None:
    """Show every day, this year's and the next one's, with what is to know of it."""
    width = max((len(each.was.spot.name) for each in chosen), default=0)
    for each in chosen:
        told = f"{_told(each.was.day)} → {_told(each.day)}, {each.why}"
        warned = f"; {paint(shown(each.remark), 'yellow', to=sys.stderr)}" if each.remark else ""
        note(f"  {shown(each.was.spot.name):<{width}}  {told}{warned}")


def _told(on: dt.date) -> str:
    return f"{on} {weekday(on)[:3]}"


def _given(
    given: Sequence[str], every: Mapping[str, MovedDate], year: ProgramYear
) -> dict[str, dt.date]:
    found: dict[str, dt.date] = {}
    for each in given:
        name, sign, text = each.partition("=")
        if not sign:
            raise typer.BadParameter(f"{each!r} is not written NAME=DATE, like plan=2027-10-29")
        name = lookup.match_one("day of the calendar", name.strip(), every)
        if name in found:
            raise typer.BadParameter(f"{name} is given twice; give it once")
        found[name] = _day(text.strip(), year)
    return found


def _day(text: str, year: ProgramYear) -> dt.date:
    """A day of the year, as a person writes it: `2027-12-13` or `12-13`.

    Raises:
        typer.BadParameter: It is none, or none of that year.
    """
    if MONTH_DAY(text):
        found = year.day(text)
        if f"{found:%m-%d}" == text:
            return found
        raise typer.BadParameter(f"{year.name} has no day {text}")
    found = day(text)
    if found not in year:
        raise typer.BadParameter(
            f"{text} is not in {year.name}, which is {year.first_day} to {year.last_day}"
        )
    return found


def _asked(each: MovedDate, year: ProgramYear, program: Program) -> dt.date:
    """The day that a person wants; they are asked until it is one."""
    known = remark(each.proposed, program.holidays)
    note(f"{paint(shown(each.spot.name), 'bold', to=sys.stderr)}: {shown(each.spot.title)}")
    note(f"  {_told(each.day)} this year; {_told(each.proposed)} is {each.why}"
         f"{'; it is ' + shown(known) if known else ''}{_besides(each)}")  # fmt: skip
    while True:
        answer = asked(f"  {each.spot.name}", default=str(each.proposed))
        with suppress(typer.BadParameter):
            return _day(answer, year)
        note(f"  write a day from {year.first_day} to {year.last_day}, like {each.proposed}")


def _besides(each: MovedDate) -> str:
    """The other day that may be meant."""
    if each.proposed == each.kept and each.weekly in (each.day, each.kept):
        return ""
    if each.proposed == each.kept:
        return f"; the same weekday would be {each.weekly}"
    return f"; the same date would be {_told(each.kept)}"
