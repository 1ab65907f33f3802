"""The list of completers (career education mentoring manual, Suggested Timeline).

Each content advisor owes the agency one on April 26, and the agency owes one of all of them to
its finance office on May 1. The manual prints no form for it: the layout is ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms.form import Form, FormContext, FormDocument, Sheet, Value
from mentorctl.forms.wording import headlines, written
from mentorctl.forms.year_end import by_hand, program_values, rules_from, staff_name
from mentorctl.model.completer_list import nobody_completes
from mentorctl.model.paths import PROGRAM_FILE, pairing_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentorctl.model.completer_list import CompleterEntry, CompleterList

__all__ = ["COMPLETERS"]

TITLE = "List of Program Completers"
BLANK_ROWS = 12
COLUMNS = ("mentee", "school", "district", "content_area", "mentor", "advisor", "completed_on")


def view(context: FormContext) -> list[FormDocument]:
    """The whole program's list and, where several advisors share it, one list for each of them."""
    if context.mode == "blank":
        empty = dict.fromkeys(COLUMNS, "")
        # there is nobody to write on a list on which nobody can be
        rows: list[Value] = [] if nobody_completes(context.program) else [empty] * BLANK_ROWS
        return [_document(context, "", rows, signer=("advisor", ""))]
    found = context.completers()
    advisors = sorted({entry.advisor_id for entry in (*found.completers, *found.others)})
    if len(advisors) == 1 and advisors[0]:
        signer = ("advisor", context.name(advisors[0]))
        return [_of_all(found, context, signer)]
    whole = _of_all(found, context, ("staff", staff_name(context)))
    return [whole, *(_of_advisor(found, each, context) for each in advisors if each)]


def _of_all(found: CompleterList, context: FormContext, signer: tuple[str, str]) -> FormDocument:
    behind = _behind(found, context)
    return _document(context, "", _rows(found), signer=signer, behind=behind, part=found.part)


def _of_advisor(found: CompleterList, advisor: str, context: FormContext) -> FormDocument:
    own = found.only(advisor=advisor)
    signer = ("advisor", context.name(advisor))
    return _document(context, advisor, _rows(own), signer=signer, behind=_behind(own, context))


def _behind(found: CompleterList, context: FormContext) -> tuple[str, ...]:
    """What the list rests on: the program's rules, and the pairings, also those not on it."""
    entries = (*found.completers, *found.others)
    pairings = sorted(pairing_file(context.year, entry.pairing) for entry in entries)
    return (PROGRAM_FILE, *pairings)


def _document(
    context: FormContext,
    advisor: str,
    rows: Sequence[Value],
    *,
    signer: tuple[str, str],
    behind: tuple[str, ...] = (),
    part: str = "",
) -> FormDocument:
    role, name = signer
    head = headlines(context.words)
    who = context.name(advisor)
    values: dict[str, Value] = {
        **program_values(context),
        "title": TITLE,
        "advisor": who or (name if role == "advisor" else ""),
        "whole": role != "advisor",
        "as_of": "" if context.mode == "blank" else written(context.today),
        "part": part,
        "rows": rows,
        "nobody": _nobody(context),
        "origin": rules_from(context),
        "total": "" if context.mode == "blank" else str(len(rows)),
        "signature_line": by_hand(f"{head[role]} Signature", name),
    }
    sheet = Sheet("completers", TITLE, who, "completers.html", behind, values, landscape=True)
    title = ": ".join(filter(None, (f"{TITLE}, {context.year}", who)))
    return FormDocument("completers", advisor, title, (sheet,))


def _nobody(context: FormContext) -> str:
    """Why nobody can be on the list, as a sentence; empty where somebody can."""
    why = nobody_completes(context.program)
    return "" if why is None else f"{why.message}."


def _rows(found: CompleterList) -> list[Value]:
    return [_row(entry) for entry in found.in_print().completers]


def _row(entry: CompleterEntry) -> dict[str, Value]:
    row = entry.row
    return {
        "mentee": row.mentee,
        "school": row.school or "",
        "district": row.district or "",
        "content_area": row.content_area or "",
        "mentor": row.mentor,
        "advisor": row.advisor or "",
        "completed_on": written(row.completed_on),
    }


COMPLETERS = Form("completers", TITLE, "mentorctl completers --explain", of_program=view)
