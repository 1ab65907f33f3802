"""What people are reminded of is what `due` says: each row once, or left out with its reason."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from support.any_program import cases, lay

from mentorctl.model.roles import SIDES
from mentorctl.reports.due import due
from mentorctl.reports.notices.calendar_entries import calendar_report
from mentorctl.reports.notices.calendar_reader import CalendarReader
from mentorctl.reports.notices.reminder_list import reminders
from mentorctl.reports.status import status
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from support.oracle import Case

    from mentorctl.reports.due import Debt

SAMPLE = Path(__file__).parents[3] / "sample-program"
AHEAD = dt.timedelta(days=14)
# the days through the year on which the sample is told of
NINE = [
    dt.date(2026, 8, 20), dt.date(2026, 9, 17), dt.date(2026, 11, 30), dt.date(2026, 12, 15),
    dt.date(2026, 12, 29), dt.date(2027, 2, 1), dt.date(2027, 4, 9), dt.date(2027, 4, 20),
    dt.date(2027, 4, 27),
]  # fmt: skip
Row = tuple[str, str, str, dt.date, int, tuple[str, ...]]


def row(debt: Debt) -> Row:
    return debt.milestone, debt.pairing, debt.role, debt.by, debt.days, debt.open


def hold_to_due(root: Path, today: dt.date, role: str | None = None) -> int:
    """Hold the messages to the list; how many rows there are."""
    listed = due(Folder(root), today, today + AHEAD, role)
    found = reminders(Folder(root), today, today + AHEAD, role, None, again=False)
    assert found.due == listed
    asked = Counter(
        (row(item.debt), each.person) for each in found.reminders for item in each.items
    )
    assert set(asked.values()) <= {1}
    left = [row(each.debt) for each in found.skipped]
    in_messages = {each for each, _ in asked}
    assert in_messages.isdisjoint(left)
    assert in_messages | set(left) == {row(debt) for debt in listed.debts}
    assert all(each.why for each in found.skipped)
    for debt in listed.debts:
        people = {person for each, person in asked if each == row(debt)}
        if debt.person_id and row(debt) in in_messages:
            assert debt.person_id in people
    for each in found.reminders:
        days = [item.debt.days for item in each.items]
        if days:
            assert (each.notice == "late") == (min(days) < 0)
        for item in each.items:
            if item.debt.pairing and item.debt.role in SIDES:
                pairing = found.pairings[item.debt.pairing]
                assert getattr(pairing, item.debt.role) == each.person
            told = [text.partition(": waits for ")[0] for text in item.waits]
            assert sorted([*item.open, *told]) == sorted(item.debt.open)
    return len(listed.debts)


def hold_to_calendar(root: Path, today: dt.date) -> None:
    """Every day of every pairing is in everybody's calendar, and no other day is."""
    report = calendar_report(Folder(root), today, CalendarReader())
    names = [each.name for each in report.entries]
    assert len(names) == len(set(names))
    there = {
        (each.about, each.on)
        for each in report.entries
        if each.name.startswith("milestone.") and not each.is_cancelled
    }
    told = status(Folder(root), today)
    of_pairings = set()
    for each in told.rows:
        ends = each.ends if each.state in {"withdrawn", "reassigned"} or each.ending else None
        for step in each.steps:
            if step.by is not None and not (ends and step.by > ends):
                of_pairings.add((step.id, each.pairing, step.by))
    for (milestone, pairing), on in there:
        if pairing:
            assert (milestone, pairing, on) in of_pairings
        elif milestone:
            assert milestone in {row.id for row in Folder(root).program.calendar}
    for name, pairing, by in of_pairings:
        is_common = any(
            each.name.startswith(f"milestone.{name}.2") and each.on == by and not each.is_cancelled
            for each in report.entries
        )
        if ((name, pairing), by) not in there and not is_common:
            assert is_skipped(root, today, pairing, name)


def is_skipped(root: Path, today: dt.date, pairing: str, step: str) -> bool:
    """Whether a pairing began too late to owe a row."""
    from mentorctl.reports.folder_reading import one_team, sound_context

    folder = Folder(root)
    ctx = sound_context(folder, today)
    team, _ = one_team(folder, ctx, pairing)
    return any(
        each.milestone.id == step and not each.owed for each in ctx.look(team).standings.rows
    )


@pytest.mark.parametrize("today", NINE, ids=str)
def test_the_sample_through_the_year(today: dt.date) -> None:
    hold_to_due(SAMPLE, today)
    hold_to_calendar(SAMPLE, today)


@pytest.mark.parametrize("role", ["mentee", "mentor", "advisor", "staff"])
def test_a_role_has_its_part_of_the_list(role: str) -> None:
    hold_to_due(SAMPLE, dt.date(2027, 4, 20), role)


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_any_program_on_any_day(drawn: tuple[Case, dt.date]) -> None:
    case, today = drawn
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        lay(case, root)
        hold_to_due(root, today)
        hold_to_calendar(root, today)
