"""What a sheet brings, and what is wrong with it, for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection

    from mentorctl.reports.imports.intake_result import FieldChange, Intake

__all__ = ["intake_data"]


def intake_data(intake: Intake, wanted: Collection[FieldChange] = ()) -> dict[str, object]:
    """The keys that `import` alone tells.

    Args:
        intake: What the sheet came to.
        wanted: The changes that are taken; the others are left as the folder has them.
    """
    rows = [
        *(_row(each.row, "new", each.id) for each in intake.entries),
        *(
            _row(
                each.row,
                "changed" if each in wanted else "differs",
                each.id,
                each.column,
                f"{each.old or '-'} → {each.new}",
                "" if each in wanted else "to take what the sheet says, add --update",
            )
            for each in intake.changes
        ),
        *(
            _row(each.row, "refused", "", each.column, each.message, each.hint)
            for each in intake.problems
        ),
    ]
    return {
        "rows": sorted(rows, key=lambda each: each["row"]),
        "already_there": intake.there,
        "left_out": [
            {
                "place": each.place,
                "text": each.what or None,
                "why": each.why,
                "hint": each.option or None,
            }
            for each in intake.left_out
        ],
        "questions": [
            {
                "column": each.heading,
                "message": each.message,
                "hint": each.hint,
                "choices": list(each.choices),
            }
            for each in intake.questions
        ],
        "gone": list(intake.gone),
    }


def _row(
    row: int, kind: str, name: str, column: str = "", message: str = "", hint: str = ""
) -> dict[str, Any]:
    return {
        "row": row,
        "kind": kind,
        "id": name or None,
        "column": column or None,
        "message": message or None,
        "hint": hint or None,
    }
