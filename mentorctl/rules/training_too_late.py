"""Something came before a training that has to be taken first.

What it finds
    A day in the pairing's records that program.yaml lists under `before` of a training, while
    the person in the training's role had not taken it by then: an agreement signed or begun
    before those who sign it were trained, cases assigned before the course on them.

Why it matters
    The program wants people to know what they agree to, or to be taught before they act.

Example
    program.yaml:
        - {code: SP 511, title: …, role: mentor, before: [agreement:begins_on]}
    agreement.yaml says begins_on: 2026-09-14, trainings.yaml has SP 511 on 2026-09-21.

How to mend it
    Where a day is wrong, correct it. Where the training was taken and is not in trainings.yaml,
    note it: mentorctl mark PAIRING CODE --on DATE. Otherwise take it as soon as possible and tell
    the supervisor; the finding stays, as what happened cannot be undone.

Source
    The program's trainings; for Nebraska the child welfare mentoring agreement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.ids import slug
from mentorctl.model.needs import TAKEN, Need
from mentorctl.model.team import fact
from mentorctl.rules._shared import file_of, place, what
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule

if TYPE_CHECKING:
    from mentorctl.model.requirements import TrainingSetting


def check(team: Team, ctx: Context) -> Hits:
    """Compare what must wait for a training with the day it was taken."""
    pairing = team.pairing
    if pairing is None or "trainings.yaml" in team.broken:
        return
    for training in ctx.program.trainings:
        person = getattr(pairing, training.role.replace("-", "_"), None)
        if training.before and person is not None:
            yield from _too_early(team, ctx, training, person)


def _too_early(team: Team, ctx: Context, training: TrainingSetting, person: str) -> Hits:
    code = slug(training.code) or ""
    taken = fact(Need("trainings", "", (TAKEN, training.role, code)), team, ctx.shared)
    for text in training.before:
        need = Need.parse(text)
        if file_of(need) in team.broken:
            continue
        day = fact(need, team, ctx.shared)
        if day is None or day > ctx.today or (taken is not None and taken <= day):
            continue
        record, where = place(need, team)
        then = f"took it on {taken}" if taken else "has not taken it"
        yield Hit(
            record,
            where,
            f"{what(need, ctx)} is {day}, before {training.code}: {person}"
            f" ({ctx.words[training.role]}) {then}",
            "if it was taken in time, note it: "
            f"mentorctl mark {team.id} {code} --on DATE; else correct the day that is wrong",
        )


RULE = TeamRule("training-too-late", "warning", check)
