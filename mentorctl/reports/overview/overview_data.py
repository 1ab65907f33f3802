"""The page's numbers for scripts, and for the template of the page: the same in both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.standards_report import STATES
from mentorctl.reports.evaluation.evaluation_view import as_data as evaluation_data
from mentorctl.reports.folder_reading import unreadable_data

if TYPE_CHECKING:
    from mentorctl.model.evaluation_report import EvaluationView
    from mentorctl.model.standards_report import ItemRow, StandardsReport
    from mentorctl.reports.overview.calendar_counts import MilestoneCount
    from mentorctl.reports.overview.log_use import ContactWeek
    from mentorctl.reports.overview.overdue_by_owner import OwnerRow
    from mentorctl.reports.overview.overview import Overview
    from mentorctl.reports.overview.small_groups import GroupCount
    from mentorctl.reports.provenance import Provenance
    from mentorctl.reports.status import StatusRow

__all__ = ["as_data"]


def as_data(page: Overview, drawn: Provenance) -> dict[str, object]:
    """The page for scripts; keys never change their meaning within a schema version.

    Args:
        page: The page.
        drawn: What it was drawn from.
    """
    return {
        "schema_version": 1,
        "program": page.program,
        "year": page.year,
        "first_day": page.first_day,
        "last_day": page.last_day,
        "today": page.today,
        **drawn.data(),
        "reader": page.reader.kind,
        "schools": list(page.reader.schools),
        "advisor_id": page.reader.advisor or None,
        "advisor": page.reader.advisor_name or None,
        "pairings_shown": page.pairings,
        "completed": page.completed.number if page.completed else None,
        "why_nobody": page.why_nobody or None,
        "phases": [
            {
                "title": each.title,
                "from": each.first,
                "until": each.last,
                "note": each.note or None,
                "is_now": each.is_now,
            }
            for each in page.phases
        ],
        "calendar": [_milestone(each) for each in page.milestones],
        "standings": [each._asdict() for each in page.standings],
        "overdue": [_owner(each) for each in page.owners],
        "awaited": [each._asdict() for each in page.waiting],
        "pairings": [_pairing(row) for row in page.rows],
        "areas": [each._asdict() for each in page.areas],
        **_logs(page),
        "weeks": [_week(each) for each in page.weeks],
        **_concerns(page),
        "evaluations": [_evaluation(each) for each in page.evaluations],
        "standards": _standards(page.standards, in_full=page.reader.sees_content),
        "no_standards": list(page.no_standards),
        "unreadable": unreadable_data(page.unread),
        "unreadable_elsewhere": page.unread_elsewhere,
    }


def _milestone(row: MilestoneCount) -> dict[str, object]:
    return {
        "id": row.id,
        "title": row.title,
        "due": row.due,
        "due_told": row.due_told or None,
        "required": row.required,
        "owners": list(row.owners),
        "of_program": row.of_program,
        "counts": row.counts,
        "done": row.done.number if row.done else None,
        "of": row.done.of if row.done else None,
        "told": row.done.told if row.done else None,
        "at_least": row.done.low if row.done else None,
        "at_most": row.done.high if row.done else None,
        "is_done": row.is_done,
    }


def _owner(row: OwnerRow) -> dict[str, object]:
    people = [each._asdict() | {"milestones": list(each.milestones)} for each in row.people]
    return row._asdict() | {"people": people}


def _week(week: ContactWeek) -> dict[str, object]:
    reflected = {f"reflected_{name}": told for name, told in _count(week.reflected).items()}
    return {"monday": week.monday, **_count(week.in_touch), **reflected}


def _count(count: GroupCount) -> dict[str, object]:
    return {
        "number": count.number,
        "of": count.of,
        "told": count.told,
        "at_least": count.low,
        "at_most": count.high,
    }


def _pairing(row: StatusRow) -> dict[str, object]:
    step = row.next
    return {
        "pairing": row.pairing,
        "mentee_id": row.mentee_id,
        "mentee": row.mentee,
        "mentor_id": row.mentor_id,
        "mentor": row.mentor,
        "advisor_id": row.advisor_id,
        "advisor": row.advisor,
        "supervisor_id": row.supervisor_id or None,
        "supervisor": row.supervisor or None,
        "content_area": row.content_area,
        "standing": row.standing,
        "experiences": row.experiences,
        "experiences_asked": row.experiences_asked,
        "next": step.id if step else None,
        "next_title": step.title if step else None,
        "next_by": step.by if step else None,
        "next_owners": list(step.owners) if step else [],
    }


def _logs(page: Overview) -> dict[str, object]:
    table = page.hours
    return {
        "log_minutes": table.minutes,
        "log_is_whole": table.is_whole,
        "log_months": [
            {"month": month, "minutes": minutes}
            for month, minutes in zip(table.months, table.by_month, strict=True)
        ],
        "log_kinds": [
            {
                "kind": each.kind or None,
                "entries": each.entries,
                "minutes": each.minutes,
                "by_month": dict(zip(table.months, each.by_month, strict=False)),
            }
            for each in table.kinds
        ],
    }


def _concerns(page: Overview) -> dict[str, object]:
    found = page.concerns
    return {
        "checklists": found.checklists,
        "checklists_undated": found.undated,
        "ratings": list(found.ratings),
        "focal_points": [
            {
                "id": each.id,
                "title": each.title,
                "group": each.group,
                "counts": dict(zip(found.ratings, each.ratings, strict=False)),
                **_count(each.most),
            }
            for each in found.lines
        ],
    }


def _evaluation(view: EvaluationView) -> dict[str, object]:
    """What was shown of some answers, without what was written: no free text is on any page."""
    counted = tuple(each for each in view.questions if not each.question.most_letters)
    return evaluation_data(view._replace(questions=counted), texts=False)


def _standards(found: StandardsReport | None, *, in_full: bool) -> list[dict[str, object]]:
    """How items stand; what shows it only in full, as it counts and names people."""
    return [
        {
            "id": each.standard.id,
            "title": each.standard.title,
            "rule": each.standard.rule,
            "counts": {state: each.count(state) for state in STATES},
            "items": [_item(row, in_full=in_full) for row in each.rows],
        }
        for each in (found.standards if found else ())
    ]


def _item(row: ItemRow, *, in_full: bool) -> dict[str, object]:
    return {
        "item": row.item.id,
        "number": row.item.number,
        "part": row.part.heading,
        "text": row.item.text,
        "state": row.state,
        "says": [f"{each.title}: {each.says}" for each in row.showings] if in_full else [],
        "evidence": [f"{each.place}, {each.on}" for each in row.sound] if in_full else [],
    }
