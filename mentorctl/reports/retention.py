"""`retain`: what need not be kept any longer, by the program's own rule, and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.meeting import Meeting
from mentorctl.model.pairing import Pairing
from mentorctl.model.paths import (
    EVALUATIONS,
    MEETINGS,
    MID_YEAR,
    PAIRINGS,
    REASSIGNMENTS,
    closed_file,
    evaluation_file,
    evaluation_in,
    file_in,
    meeting_in,
    pairing_file,
    pairings_of,
    sheets_folder,
    stem_in,
    summary_file,
)
from mentorctl.model.program import Due
from mentorctl.model.questionnaire import ClosedQuestionnaire
from mentorctl.model.reassignment import Reassignment
from mentorctl.model.roles import SIDES
from mentorctl.model.years import ProgramYear, add_span
from mentorctl.reports.counted_folder import as_counted

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from mentorctl.model.retention import RetentionRule
    from mentorctl.reports.counted_folder import CountedFolder
    from mentorctl.store.folder import Folder

__all__ = ["Retained", "as_data", "retained"]


class Retained(NamedTuple):
    """Some records of one year that are kept equally long.

    Attributes:
        records: What they are, as `retention` in program.yaml has it.
        year: The program year in whose folder they are.
        files: Their files.
        people: Whom they are about, by id, as far as they can be read.
        until: The day from which they need not be kept.
        why_not: Why they may not go yet, in words; empty where they may.
    """

    records: str
    year: str
    files: tuple[str, ...]
    people: tuple[str, ...]
    until: dt.date
    why_not: str


class _Found(NamedTuple):
    """One file or pairing: its year, the last year that it belongs to, its files and people."""

    year: str
    last: str
    files: tuple[str, ...]
    people: frozenset[str]
    why_not: str = ""


def retained(folder: Folder, today: dt.date) -> list[Retained]:
    """What the program's rule is about, year by year, and from when on it may be destroyed.

    A pairing that runs on is kept, in each of its years, as long as its last year asks for. A
    search that is open is kept, and everything of a year that is not over.

    Args:
        folder: The program folder.
        today: The day on which to judge.
    """
    counted, found = as_counted(folder, today), []
    for rule in counted.program.retention:
        groups: dict[tuple[str, str, str], list[_Found]] = {}
        for each in _all_of(counted, rule):
            groups.setdefault((each.year, each.last, each.why_not), []).append(each)
        for (year, last, why_not), some in sorted(groups.items()):
            until = _until(last, counted.program.year_starts, rule.months)
            found.append(
                Retained(
                    rule.records,
                    year,
                    tuple(path for each in some for path in each.files if path in folder.files),
                    tuple(sorted(frozenset[str]().union(*(each.people for each in some)))),
                    until,
                    _why_not(counted, last, until, today) or why_not,
                )
            )
    return found


def as_data(folder: Folder, found: Iterable[Retained], today: dt.date) -> dict[str, object]:
    """The same for scripts."""
    from mentorctl.reports.provenance import program_data  # noqa: PLC0415 - only for scripts

    return {
        "schema_version": 1,
        **program_data(folder),
        "today": today,
        "retained": [
            {
                "records": each.records,
                "year": each.year,
                "files": list(each.files),
                "people": list(each.people),
                "kept_until": each.until,
                "may_go": not each.why_not,
                "why_not": each.why_not or None,
            }
            for each in found
        ],
    }


def _until(last: str, starts: str, months: int) -> dt.date:
    year = int(last[:4]) + 1
    return add_span(ProgramYear(f"{year:04}-{year + 1:04}", starts).first_day, Due(months=months))


def _why_not(counted: CountedFolder, last: str, until: dt.date, today: dt.date) -> str:
    if last >= counted.program.year:
        return f"{last} is the year of this folder"
    return f"kept until {until}" if today < until else ""


def _all_of(counted: CountedFolder, rule: RetentionRule) -> Iterator[_Found]:
    if rule.records == PAIRINGS:
        yield from _pairings(counted)
    elif rule.records == "meetings":
        for name in counted.files.inside(MEETINGS):
            path = f"{MEETINGS}/{name}"
            place = meeting_in(path)
            if place is not None and _is_year(place[0]):
                held = counted.apart().reader.read(path, Meeting)
                there = frozenset(held.attended) if held else frozenset[str]()
                yield _Found(place[0], place[0], (path,), there)
    elif rule.records == "mid-year":
        for name in counted.files.inside(MID_YEAR):
            year = stem_in(MID_YEAR, f"{MID_YEAR}/{name}")
            if year is not None and _is_year(year):
                yield _Found(year, year, (file_in(MID_YEAR, year),), frozenset())
    elif rule.records == EVALUATIONS:
        yield from _evaluations(counted)
    else:
        yield from _searches(counted)


def _evaluations(counted: CountedFolder) -> Iterator[_Found]:
    """Questionnaires that were begun, each with its answers, who gave them, and its summary."""
    reader = counted.apart().reader
    for name in counted.files.inside(EVALUATIONS):
        place = evaluation_in(f"{EVALUATIONS}/{name}")
        if place is None or not _is_year(place[0]):
            continue
        sheets = sheets_folder(*place)
        files = [each(*place) for each in (evaluation_file, closed_file, summary_file)]
        closed = reader.read(files[1], ClosedQuestionnaire) if files[1] in counted.files else None
        yield _Found(
            place[0],
            place[0],
            (
                *(each for each in files if each in counted.files),
                *(f"{sheets}/{each}" for each in sorted(counted.files.below(sheets))),
            ),
            frozenset(closed.answered) if closed else frozenset(),
        )


def _pairings(counted: CountedFolder) -> Iterator[_Found]:
    years = [year for year in counted.files.folders(PAIRINGS) if _is_year(year)]
    reader = counted.apart().reader
    for year in years:
        for name in counted.files.folders(pairings_of(year)):
            path = pairing_file(year, name)
            pairing = reader.read(path, Pairing, name) if path in counted.files else None
            sides = (getattr(pairing, role) for role in SIDES) if pairing else ()
            files = tuple(pairing_file(year, name, each) for each in counted.files_of(name, year))
            yield _Found(
                year, _last_year(counted, years, year, name), files, frozenset(filter(None, sides))
            )


def _last_year(counted: CountedFolder, years: list[str], year: str, name: str) -> str:
    """The last year in which a pairing runs on."""
    last, reader = year, counted.apart().reader
    for later in sorted(years):
        path = pairing_file(later, name)
        if later > last and path in counted.files:
            pairing = reader.read(path, Pairing, name)
            if pairing is not None and pairing.continues == last:
                last = later
    return last


def _searches(counted: CountedFolder) -> Iterator[_Found]:
    starts = counted.program.year_starts
    for name in counted.files.inside(REASSIGNMENTS):
        path = f"{REASSIGNMENTS}/{name}"
        begun = (stem_in(REASSIGNMENTS, path) or "")[:10]
        if len(begun) != len("2026-12-14") or not begun.replace("-", "").isdecimal():
            continue
        first = int(begun[:4]) - (begun[5:] < starts)
        search = counted.apart().reader.read(path, Reassignment)
        why_not = "" if search and not search.is_open else "it is open, or cannot be read"
        people = frozenset({search.requested_by}) if search else frozenset[str]()
        year = f"{first:04}-{first + 1:04}"
        yield _Found(year, year, (path,), people, why_not)


def _is_year(name: str) -> bool:
    first, _, second = name.partition("-")
    is_it = len(name) == len("2026-2027") and first.isdecimal() and second.isdecimal()
    return is_it and int(second) == int(first) + 1
