"""Something came before a day of the program's own that has to come first.

What it finds
    A day in the pairing's records, or of a task of its guide, that program.yaml lists under
    `before` of one of its own `dates`, while that date had not come by then: an interview observed
    before it was approved, say.

Why it matters
    The program wants somebody to agree before it is done.

Example
    program.yaml:
        dates:
          - {id: observation-approved, title: …, by: supervisor, before: [guide:tasks.observe]}
    guide.yaml says of the task observe: done_on: 2026-10-14, and pairing.yaml has no day of
    observation-approved.

How to mend it
    Where it was agreed in time, note the day: mentorctl mark PAIRING DATE --on DAY. Otherwise
    correct the day that is wrong; what happened too early stays as it is.

Source
    The program's dates; for Nebraska the child welfare mentoring agreement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.needs import Need
from mentorctl.model.requirements import TASK
from mentorctl.model.team import fact
from mentorctl.rules._shared import file_of, place, what
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule

if TYPE_CHECKING:
    import datetime as dt

    from mentorctl.model.finding import Where


def check(team: Team, ctx: Context) -> Hits:
    """Compare the program's own days with what must wait for them."""
    pairing = team.pairing
    if pairing is None:
        return
    for own in ctx.program.dates:
        given = pairing.dates.get(own.id)
        for text in own.before:
            held = _held(text, team, ctx)
            if held is None:
                continue
            file, where, title, day = held
            if day > ctx.today or (given is not None and given <= day):
                continue
            then = f"which is {given}" if given else "which has no day"
            yield Hit(
                file,
                where,
                f'{title} is {day}, before "{own.title}", {then}',
                f"if that was in time, note it: mentorctl mark {team.id} {own.id} --on DATE; else"
                " correct the day that is wrong",
            )


def _held(text: str, team: Team, ctx: Context) -> tuple[str, Where, str, dt.date] | None:
    """What has to wait: its file and place, what it is called, and its day; None without one."""
    if text.startswith(TASK):
        name = text.removeprefix(TASK)
        for index, task in enumerate(team.guide.tasks if team.guide else ()):
            if task.id == name and task.done_on is not None:
                title = f'the task "{task.title or name}"'
                return "guide.yaml", ("tasks", index, "done_on"), title, task.done_on
        return None
    need = Need.parse(text)
    day = None if file_of(need) in team.broken else fact(need, team, ctx.shared)
    return None if day is None else (*place(need, team), what(need, ctx), day)


RULE = TeamRule("own-date-too-late", "warning", check)
