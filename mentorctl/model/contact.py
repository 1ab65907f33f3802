"""Regular contact: how often people of a pairing are to be in touch, and what the records show.

The career education mentoring manual encourages contact once a week and written reflection each
week; in the child welfare mentoring agreement the pairing itself agrees how often it meets.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.roles import THE_PAIR
from mentorctl.model.years import ProgramYear

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.contact_setting import ContactSetting
    from mentorctl.model.log import Reflection
    from mentorctl.model.meeting import YearFacts
    from mentorctl.model.program import Program
    from mentorctl.model.reflections import Reflected
    from mentorctl.model.team import Team

__all__ = ["ContactLine", "Frequency", "Period", "contact_lines", "frequency",
           "reflected"]  # fmt: skip

WEEK = dt.timedelta(days=7)
_LONGEST_MONTH = dt.timedelta(days=31)
_TIMES = {"once": 1, "one": 1, "twice": 2, "two": 2, "three": 3, "four": 4, "five": 5}
_ANY = rf"(?:{'|'.join(_TIMES)}|[1-9][0-9]?)"
# of `two or three` the first, which is the least
_NUMBER = rf"(?P<times>{_ANY})(?:(?: ?[-–/] ?| to | or ){_ANY})?"
_SO_OFTEN = rf"\b{_NUMBER}(?: times?| meetings?|x)?"
# `bi-weekly` may be twice a week, or every second one
_ALONE = r"(?<!bi[- ])(?<!semi[- ])\b"
_DAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
# the ways in which people write how often; what is written otherwise has no number to watch
_WAYS = (
    (rf"{_SO_OFTEN} (?:(?:a|per|each|every) week|weekly)\b", 0, 1),
    (rf"{_SO_OFTEN} (?:(?:a|per|each|every) month|monthly)\b", 0, 0),
    (rf"\bevery (?:two|2) weeks\b|\bevery (?:other|second) (?:week|{_DAY})\b", 1, 2),
    (rf"\b(?:every|each) (?:week|{_DAY})\b|{_ALONE}weekly\b", 1, 1),
    (rf"\b(?:every|each) month\b|{_ALONE}monthly\b", 1, 0),
)


class Frequency(NamedTuple):
    """How often: so many times in so many weeks, or in each month where those are 0."""

    times: int
    weeks: int

    @property
    def period(self) -> str:
        """What one of them is called: `week`, `month`."""
        return {0: "month", 1: "week"}.get(self.weeks, f"{self.weeks}-week span")


class Period(NamedTuple):
    """A week, some weeks or a month, and how often there was contact in it.

    Attributes:
        first: Its first day.
        last: Its last day.
        shown: How many the records show.
        is_whole: Whether the pairing was under way on all of its days, and all have passed.
    """

    first: dt.date
    last: dt.date
    shown: int
    is_whole: bool


class ContactLine(NamedTuple):
    """What the records of a pairing show of one sort of contact.

    Attributes:
        setting: What the program wants.
        wanted: How often; 0 times where nothing gives a number.
        said: The agreement's own words on how often; empty where it is not asked, or silent.
        periods: From the first day of the pairing, or of those in this year's records, to the last
            one or today.
    """

    setting: ContactSetting
    wanted: Frequency
    said: str
    periods: tuple[Period, ...]

    @property
    def short(self) -> tuple[Period, ...]:
        """The whole periods that have less than is wanted."""
        return tuple(each for each in self.periods if each.is_whole and each.shown < self.times)

    @property
    def times(self) -> int:
        """How often is wanted in each period."""
        return self.wanted.times


def frequency(text: str) -> Frequency | None:
    """How often a text says, as people write it: `once a week`; None where it gives no number."""
    said = " ".join(text.casefold().split())
    for pattern, times, weeks in _WAYS:
        if found := re.search(pattern, said):
            given = found["times"] if not times else ""
            number = times or _TIMES.get(given) or int(given)
            return Frequency(number, weeks)
    return None


def contact_lines(
    team: Team, program: Program, today: dt.date, facts: YearFacts | None
) -> tuple[ContactLine, ...]:
    """What a pairing's records show of each sort of contact that its program wants.

    Args:
        team: The pairing, with its log, reflections, visits and agreement.
        program: Its program.
        today: The day; what is dated later has not happened yet.
        facts: The year's, which say when it took over the pairings that run on.
    """
    pairing = team.pairing
    if pairing is None:
        return ()
    first, last = pairing.starts, min(today, pairing.ends or today)
    if pairing.continues:
        # what came before stands in the records of the year before
        rolled = facts.rolled_over.on if facts and facts.rolled_over else first
        first = max(first, ProgramYear(program.year, program.year_starts).first_day, rolled)
    if first > last:
        return ()
    wanted = (each for each in program.contact if not _is_unread(team, each))
    return tuple(_line(team, each, first, last) for each in wanted)


def _is_unread(team: Team, setting: ContactSetting) -> bool:
    """Whether nobody can tell how often it was, as a file that says so cannot be read."""
    of_log = setting.of == "log"
    files = {"log.yaml"} if of_log or not setting.who else set[str]()
    files |= set() if of_log else {"reflections.yaml"}
    files |= {"agreement.yaml"} if setting.agreed else set()
    with_visits = not (setting.kinds if of_log else setting.who)
    return not team.broken.isdisjoint(files) or (
        with_visits and any(each.startswith("visits/") for each in team.broken)
    )


def _line(team: Team, setting: ContactSetting, first: dt.date, last: dt.date) -> ContactLine:
    said = _agreed(team, setting.agreed) if setting.agreed else ""
    weeks = 1 if setting.every == "week" else 0
    wanted = frequency(said) if said else None
    if wanted is None:
        wanted = Frequency(0 if setting.agreed else setting.times, weeks)
    days = sorted(each for each in _days(team, setting) if first <= each <= last)
    periods = []
    for begin, end in _spans(first, last, wanted.weeks):
        count = sum(begin <= day <= end for day in days)
        periods.append(Period(begin, end, count, first <= begin and end <= last))
    return ContactLine(setting, wanted, said, tuple(periods))


def _agreed(team: Team, name: str) -> str:
    agreement = team.agreement
    if agreement is None:
        return ""
    return getattr(agreement, name, None) or agreement.blanks.get(name) or ""


def _spans(first: dt.date, last: dt.date, weeks: int) -> Iterator[tuple[dt.date, dt.date]]:
    """The weeks, from Monday on, or the months that some days are in."""
    begin = first - dt.timedelta(days=first.weekday()) if weeks else first.replace(day=1)
    while begin <= last:
        after = begin + weeks * WEEK if weeks else (begin + _LONGEST_MONTH).replace(day=1)
        yield begin, after - dt.timedelta(days=1)
        begin = after


def _days(team: Team, setting: ContactSetting) -> Iterator[dt.date]:
    if setting.of == "reflections":
        yield from reflected(team, setting.who)
        return
    asked = set(setting.who or THE_PAIR)
    for entry in team.log.entries if team.log else ():
        is_meant = not setting.kinds or entry.kind in setting.kinds
        if is_meant and asked <= set(entry.who or THE_PAIR):
            yield entry.on
    if not setting.kinds and asked <= set(THE_PAIR):
        yield from (each.on for each in team.visits.values())


def reflected(team: Team, who: tuple[str, ...] = ()) -> Iterator[dt.date]:
    """The days on which somebody wrote down what they thought of something.

    Args:
        team: The pairing.
        who: The roles whose lists are meant; none: all of them, and what stands in log and visits.
    """
    for role, entries in team.reflections.by_role if team.reflections else ():
        if not who or role in who:
            yield from (each.on for each in entries if _says(each))
    if not who:
        held = [(each.on, each.reflection) for each in (team.log.entries if team.log else ())]
        held += [(each.on, each.reflection) for each in team.visits.values()]
        yield from (day for day, given in held if given is not None and _says(given))


def _says(given: Reflected | Reflection) -> bool:
    return bool(given.plus or given.minus or given.interesting)
