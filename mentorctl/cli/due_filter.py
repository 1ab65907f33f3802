"""What part of `due` is meant: how far ahead, whose, and of which pairings."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli.options import day
from mentorctl.model.program import Due
from mentorctl.model.years import add_span

if TYPE_CHECKING:
    from mentorctl.cli.state import State
    from mentorctl.reports.due import DueReport

__all__ = ["Within", "last_day", "only_of", "only_required"]

_SPAN = re.compile(r"([0-9]{1,3})([dwm])")
_UNITS = {"d": "days", "w": "weeks", "m": "months"}

Within = Annotated[
    str | None,
    typer.Option(
        metavar="SPAN",
        help="How far to look: 14d, 2w, 3m, or a day. Left out: as many days as program.yaml "
        "says under check.",
    ),
]


def last_day(state: State, today: dt.date, within: str | None) -> dt.date:
    """The last day to look at: as far ahead as asked, or as program.yaml says.

    Raises:
        typer.BadParameter: It is neither a span nor a day.
    """
    if within is None:
        return add_span(today, Due(days=state.counted.program.check.due_soon_days))
    found = _SPAN.fullmatch(within)
    if found:
        return add_span(today, Due(**{_UNITS[found[2]]: int(found[1])}))  # type: ignore[arg-type] # all are int
    try:
        return day(within)
    except typer.BadParameter:
        raise typer.BadParameter(
            f"{within!r} is no span of time; write it like 14d, 2w, 3m or 2026-12-31"
        ) from None


def only_of(report: DueReport, pairings: frozenset[str], advisor: str | None) -> DueReport:
    """What is owed in some pairings, and what their advisor owes the program as a whole."""
    return report._replace(
        debts=tuple(
            debt
            for debt in report.debts
            if debt.pairing in pairings or (not debt.pairing and debt.person_id == advisor)
        ),
        ending=tuple(each for each in report.ending if each[0] in pairings),
        planned=tuple(
            each for each in report.planned if not each.pairing or each.pairing in pairings
        ),
        unreported=tuple(
            each for each in report.unreported if not each.pairing or each.pairing in pairings
        ),
        awaited=tuple(each for each in report.awaited if each.pairing in pairings),
    )


def only_required(report: DueReport) -> DueReport:
    """What is held against somebody, without what is only a reminder."""
    required = tuple(debt for debt in report.debts if debt.required)
    return report._replace(debts=required, awaited=())
