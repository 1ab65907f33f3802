"""The report of `audit` for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.ids import pasteable
from mentorctl.model.signature import SignatureState

if TYPE_CHECKING:
    from mentorctl.reports.proofs.audit import AuditReport

__all__ = ["as_data"]


def as_data(report: AuditReport) -> dict[str, object]:
    """The report for JSON."""
    return {
        "schema_version": 1,
        "program": report.program,
        "program_id": report.program,
        "program_name": report.title or report.program,
        "today": report.today,
        "tip": report.tip or None,
        "commits": report.commits,
        "signed_commits": report.signed,
        "people": report.people,
        "founders": [{"key": key, **_named(report, who)} for key, who in report.founders.items()],
        "shallow": report.cut,
        "received_commits": report.received,
        "receivers_not_named": list(report.receivers),
        "signatures": {state.value: report.states.get(state, 0) for state in SignatureState},
        "findings": [
            {
                **matter._asdict(),
                "hint": pasteable(matter.hint, [matter.pairing]),
                "fields": [list(way) for way in matter.fields],
                **_named(report, matter.person),
                "person": matter.person,
            }
            for matter in report.matters
        ],
    }


def _named(report: AuditReport, person: str) -> dict[str, object]:
    name = report.names.get(person) or person
    return {"person": person, "person_id": person or None, "person_name": name or None}
