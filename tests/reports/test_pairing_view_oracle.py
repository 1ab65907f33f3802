"""Every report against a second judge that knows the description of judging and no code."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from support.any_program import cases, lay
from support.oracle import Case, Judge

from mentorctl.reports.check import check_folder
from mentorctl.reports.completers import completers
from mentorctl.reports.due import due
from mentorctl.reports.invoices import invoices
from mentorctl.reports.status import status
from mentorctl.store.folder import Folder

AHEAD = dt.timedelta(days=14)
FOUND = {
    "milestone-late": "late", "milestone-missed": "missed", "meeting-missed": "missed",
    "milestone-due-soon": "soon",
}  # fmt: skip
Answers = dict[str, dict[str, Any]]


def told(root: Path, today: dt.date) -> Answers:
    """What the reports say of each pairing."""
    found: Answers = {}
    for row in status(Folder(root), today).rows:
        found[row.pairing] = {
            "standing": row.standing,
            "owes": set(row.owes),
            "experiences": (row.experiences, row.experiences_asked),
            "rows": {step.id: (step.due, step.by, step.state.value) for step in row.steps},
            "lacking": {reason.need for reason in row.lacking},
            "debts": set(),
            "findings": Counter(),
        }
    made = completers(Folder(root), today)
    for entry in (*made.completers, *made.others):
        reasons = {(reason.need, reason.state) for reason in entry.reasons if reason.need}
        found[entry.pairing] |= {
            "completer": not entry.reasons,
            "completed_on": None if entry.reasons else entry.row.completed_on,
            "meetings": entry.row.meetings,
            "reasons": reasons,
        }
    for debt in due(Folder(root), today, today + AHEAD).debts:
        found[debt.pairing]["debts"].add((debt.milestone, debt.role, debt.by, debt.state))
    for each in check_folder(root, today).findings:
        if each.code in FOUND and each.pairing and not (
            each.severity == "note" and each.code != "milestone-due-soon"
        ):  # fmt: skip
            title = re.findall('"(.+?)"', each.message)[0]
            found[each.pairing]["findings"][FOUND[each.code], title] += 1
    paid = {row.pairing for each in invoices(Folder(root), today).invoices for row in each.rows}
    for name, answer in found.items():
        answer["paid"] = name in paid
    return found


def expected(case: Case, today: dt.date) -> Answers:
    """What the second judge says."""
    return {name: _expected(Judge(case, name, today)) for name in case.pairings}


def _expected(judge: Judge) -> dict[str, Any]:
    is_candidate = judge.state in {"active", "completed"}
    is_completer = is_candidate and judge.holds
    lacking = {need for need in judge.asked if not judge.settled(need)}
    findings: Counter[tuple[str, str]] = Counter()
    debts = judge.debts(judge.today + AHEAD)
    if judge.is_under_way:
        for row in judge.rows:
            for state in ("late", "missed"):
                needs = [need for need in judge.kept(row, state) if not judge.is_unread(need)]
                for need in needs:
                    meeting = need.partition(":")[0].removeprefix("meetings/")
                    if state == "missed" and need.startswith("meetings/"):
                        findings[state, meeting] = 1
                    else:
                        findings[state, row.id] += 1
        soon = {(row, by) for row, _, by, state in debts if state == "due"}
        findings.update(("soon", row) for row, _ in soon)
    return {
        "standing": judge.standing,
        "owes": set(judge.owes),
        "experiences": judge.count("experiences"),
        "rows": {
            row.id: (row.due, row.last, judge.state_of(row, is_skipped=skipped))
            for row, skipped in judge.all_rows
        },
        "lacking": lacking,
        "debts": debts,
        "findings": findings,
        "completer": is_completer,
        "completed_on": judge.completed_on if is_completer else None,
        "meetings": judge.count("meetings")[0],
        "reasons": {
            (
                need,
                "unreadable"
                if judge.is_unread(need)
                else judge.need_state(need, judge.held_to(need)),
            )
            for need in lacking
            if is_candidate
        },
        "paid": is_completer,
    }


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(cases())
def test_every_report_says_what_a_second_judge_says(drawn: tuple[Case, dt.date]) -> None:
    case, today = drawn
    with tempfile.TemporaryDirectory() as folder:
        lay(case, Path(folder))
        found = told(Path(folder), today)
    for name, answers in expected(case, today).items():
        for what, answer in answers.items():
            assert (name, what, found[name][what]) == (name, what, answer), (name, what)
