"""`mentorctl evaluate open`: who has not answered yet, and never what anybody said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentorctl.cli.evaluation.evaluation_session import Evaluation, asked_of, collected_of
from mentorctl.cli.output.console import note, paint, put, say, shown, table
from mentorctl.reports.evaluation.asked_people import still_open
from mentorctl.reports.provenance import program_data
from mentorctl.reports.row_formats import as_csv, as_json

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mentorctl.cli.state import State
    from mentorctl.reports.evaluation.asked_people import AskedPerson

__all__ = ["COLUMNS", "known_answered", "show_open"]

COLUMNS = ("questionnaire", "person", "name", "email", "roles", "since", "closes_on")
HEADS = ("who", "as", "asked since", "email")


def known_answered(state: State, about: Evaluation) -> tuple[str, ...]:
    """The ids of those who are known here to have answered, sorted."""
    if about.closed is not None:
        return about.closed.answered
    return collected_of(state, about).answered


def show_open(
    state: State, found: Sequence[Evaluation], form: str, version: str, today: dt.date
) -> None:
    """Show who has not answered, of questionnaires that are open, and how many have.

    Args:
        state: The run of the command.
        found: The questionnaires.
        form: table, json or csv.
        version: The version of what JSON says.
        today: The day.
    """
    waiting = {each.id: _waiting(state, each, today) for each in found}
    if form == "json":
        items = [_data(state, each, waiting[each.id]) for each in found]
        about = {"schema_version": 1, **program_data(state.folder), "today": today}
        put(as_json({**about, "questionnaires": items}, version))
        return
    rows = [
        (each.id, one.person, one.name, one.email, " ".join(one.roles), one.since, _last(each))
        for each in found
        for one in waiting[each.id]
    ]
    if form == "csv":
        put(as_csv(COLUMNS, rows))
    elif rows:
        for each in found:
            _table(state, each, waiting[each.id])
    if not found:
        note("no questionnaire has begun this year: mentorctl evaluate begin --help")
    for each in found:
        note(_summary(state, each, len(waiting[each.id]), today))


def _table(state: State, about: Evaluation, waiting: Sequence[AskedPerson]) -> None:
    words = state.folder.words
    # where all are asked from one day on, the last line says which
    own_days = about.begun.questionnaire.asked_after is not None
    rows = [
        (
            shown(each.name),
            ", ".join(words[role] for role in each.roles),
            *([str(each.since)] if own_days else []),
            shown(each.email or ""),
        )
        for each in waiting
    ]
    if rows:
        say(paint(shown(about.title), "bold"))
        put(table(HEADS if own_days else (*HEADS[:2], *HEADS[3:]), rows, texts=(0,)))


def _waiting(state: State, about: Evaluation, today: dt.date) -> list[AskedPerson]:
    if about.closed is not None:
        return []
    return still_open(asked_of(state, about, today), known_answered(state, about), today)


def _last(about: Evaluation) -> dt.date:
    return about.begun.closes_on


def _count(state: State, about: Evaluation) -> int:
    return len(about.closed.sheets) if about.closed else collected_of(state, about).count


def _summary(state: State, about: Evaluation, waiting: int, today: dt.date) -> str:
    least, count = about.begun.threshold, _count(state, about)
    name = paint(shown(about.title), "bold")
    said = "1 answer" if count == 1 else f"{count} answers"
    if about.closed is not None:
        return f"{name}: closed, {said}"
    if today < about.begun.opens_on:
        return f"{name}: not open before {about.begun.opens_on}"
    known = f"{said} in this copy, of the {least} that are needed"
    until = f"open from {about.begun.opens_on} until {about.begun.closes_on}"
    many = "1 person has" if waiting == 1 else f"{waiting} people have"
    return f"{name}: {known}; {many} not answered; {until}"


def _data(state: State, about: Evaluation, waiting: Sequence[AskedPerson]) -> dict[str, Any]:
    begun = about.begun
    return {
        "questionnaire": about.id,
        "title": about.title,
        "opens_on": begun.opens_on,
        "closes_on": begun.closes_on,
        "threshold": begun.threshold,
        "closed": about.closed is not None,
        "answers": _count(state, about),
        "waiting": [
            {
                "person": each.person,
                "person_id": each.person,
                "person_name": each.name,
                "email": each.email,
                "roles": list(each.roles),
                "since": each.since,
            }
            for each in waiting
        ],
    }
