"""What the logs come to: hours by month and kind, and the weeks with any contact.

The manual asks for contact once a week. What the logs show of it is shown, and held against nobody:
a pairing can have met and not written it down.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.contact import reflected
from mentorctl.reports.overview.small_groups import LEAST, Crowd

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mentorctl.model.team import Team
    from mentorctl.model.years import ProgramYear
    from mentorctl.reports.overview.small_groups import GroupCount

__all__ = ["ContactWeek", "HourTable", "KindHours", "LogUse", "contact_weeks", "hours", "log_use"]

WEEK = dt.timedelta(days=7)


class LogUse(NamedTuple):
    """What one log comes to.

    Attributes:
        minutes: How long, by month (`2026-10`) and kind.
        entries: How many entries, by the same.
        weeks: The Mondays of weeks with an entry.
        reflected: Those of weeks in which somebody wrote down what they thought of it.
    """

    minutes: dict[tuple[str, str], int]
    entries: dict[tuple[str, str], int]
    weeks: frozenset[dt.date]
    reflected: frozenset[dt.date]


class KindHours(NamedTuple):
    """One kind of contact.

    Attributes:
        kind: The kind; empty for all others together.
        entries: How many entries; None where that is not told.
        minutes: How long in all.
        by_month: How long in each month; empty where that is not told.
    """

    kind: str
    entries: int | None
    minutes: int
    by_month: tuple[int, ...]


class HourTable(NamedTuple):
    """How long the logs say that people worked together.

    Attributes:
        months: The months that are told, each as `2026-10`.
        by_month: How long in each month.
        kinds: The kinds, the longest first.
        minutes: How long in all of these.
        is_whole: Whether every month and kind is told.
    """

    months: tuple[str, ...]
    by_month: tuple[int, ...]
    kinds: tuple[KindHours, ...]
    minutes: int
    is_whole: bool


class ContactWeek(NamedTuple):
    """One week.

    Attributes:
        monday: Its first day.
        in_touch: How many pairings have an entry in it, of those that were under way.
        reflected: How many of them have something in it that somebody thought of.
    """

    monday: dt.date
    in_touch: GroupCount
    reflected: GroupCount


def log_use(team: Team, year: ProgramYear, today: dt.date) -> LogUse:
    """What the entries of a log come to that are dated in the year, and have come.

    Args:
        team: The pairing, with its log and its reflections.
        year: The program year.
        today: The day.
    """
    minutes: Counter[tuple[str, str]] = Counter()
    entries: Counter[tuple[str, str]] = Counter()
    weeks = set()
    for entry in team.log.entries if team.log else ():
        if entry.on in year and entry.on <= today:
            place = (f"{entry.on:%Y-%m}", entry.kind)
            minutes[place] += entry.minutes
            entries[place] += 1
            weeks.add(_monday(entry.on))
    thought = {_monday(day) for day in reflected(team) if day in year and day <= today}
    return LogUse(dict(minutes), dict(entries), frozenset(weeks), frozenset(thought))


def hours(logs: Iterable[tuple[str, LogUse]], least: int = LEAST) -> HourTable:
    """How long the logs say that people worked together, by month and by kind.

    Args:
        logs: What the log of each pairing comes to.
        least: The smallest number of pairings of which a month or a kind is told; what is in other
            months is left out, and other kinds go together. 0 tells everything.
    """
    found = [
        _Share(pairing, *place, minutes, use.entries[place])
        for pairing, use in logs
        for place, minutes in use.minutes.items()
    ]
    who = _who((each.month, each.pairing) for each in found)
    months = tuple(sorted(month for month in who if len(who[month]) >= least))
    kept = [each for each in found if each.month in months]
    table = []
    for name, kinds in _kinds(kept, least).items():
        own = [each for each in kept if each.kind in kinds]
        told = () if least else _by_month(own, months)
        entries = None if least else sum(each.entries for each in own)
        table.append(KindHours(name, entries, sum(each.minutes for each in own), told))
    table.sort(key=lambda row: (not row.kind, -row.minutes, row.kind))
    by_month = _by_month(kept, months)
    is_whole = len(kept) == len(found) and all(row.kind for row in table)
    return HourTable(months, by_month, tuple(table), sum(by_month), is_whole)


def contact_weeks(
    logs: Iterable[tuple[str, LogUse]],
    spans: Iterable[tuple[str, dt.date, dt.date | None]],
    crowd: Crowd | None,
    *,
    today: dt.date,
) -> tuple[ContactWeek, ...]:
    """How many pairings have an entry in each week, from the first pairing's start to today.

    Args:
        logs: What the log of each pairing comes to.
        spans: Each pairing with its first day, and its last where it has one.
        crowd: Of whom it is told; those that were under way in a week where it is None.
        today: The day.
    """
    weeks = dict(logs)
    known = [each for each in spans if each[1] <= today]
    if not known:
        return ()
    found, monday = [], _monday(min(first for _, first, _ in known))
    while monday <= today:
        sunday = monday + WEEK - dt.timedelta(days=1)
        running = {
            name for name, first, last in known
            if first <= sunday and (last is None or last >= monday)
        }  # fmt: skip
        seen = {name for name in running if monday in weeks[name].weeks}
        thought = {name for name in running if monday in weeks[name].reflected}
        of = crowd or Crowd(running, least=0)
        found.append(ContactWeek(monday, of.count(seen), of.count(thought)))
        monday += WEEK
    return tuple(found)


class _Share(NamedTuple):
    """What one log has of one kind in one month."""

    pairing: str
    month: str
    kind: str
    minutes: int
    entries: int


def _kinds(found: Sequence[_Share], least: int) -> dict[str, list[str]]:
    """The kinds that are told, each by its name; and by an empty name those that go together."""
    who = _who((each.kind, each.pairing) for each in found)
    told = sorted(
        (kind for kind in who if len(who[kind]) >= least), key=lambda kind: len(who[kind])
    )
    rest = sorted(who.keys() - set(told))
    while rest and told and len(set().union(*(who[kind] for kind in rest))) < least:
        rest.append(told.pop(0))
    return {kind: [kind] for kind in told} | ({"": rest} if rest else {})


def _who(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found = defaultdict[str, set[str]](set)
    for name, pairing in pairs:
        found[name].add(pairing)
    return found


def _by_month(found: Iterable[_Share], months: Iterable[str]) -> tuple[int, ...]:
    sums = Counter[str]()
    for each in found:
        sums[each.month] += each.minutes
    return tuple(sums[month] for month in months)


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())
