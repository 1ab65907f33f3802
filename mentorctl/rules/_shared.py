"""How several rules name a need of a pairing: its file, its deadline, what mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.ids import slug
from mentorctl.model.kinds import IN_NEEDS, kind_of
from mentorctl.model.meeting import YearFacts
from mentorctl.model.needs import SIGNED, TAKEN, Against
from mentorctl.model.pairing import Pairing
from mentorctl.model.paths import record_name
from mentorctl.model.roles import THE_PAIR
from mentorctl.model.structure import label_of
from mentorctl.model.team import absent, is_doubtful

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentorctl.model.finding import Where
    from mentorctl.model.kinds import RecordKind
    from mentorctl.model.needs import Fact, Need
    from mentorctl.model.pairing import Extension, Waiver
    from mentorctl.model.program import Program
    from mentorctl.model.standing import MilestoneStanding
    from mentorctl.model.team import Team
    from mentorctl.rules._lookups import Guesses
    from mentorctl.rules.base import Context

__all__ = [
    "deadline",
    "did_you_mean",
    "earlier_unread",
    "file_of",
    "is_there",
    "listed",
    "mend",
    "place",
    "spelled",
    "unapproved",
    "unread",
    "what",
    "why_not",
    "without_role",
]

MOST_NAMED = 4


def file_of(need: Need) -> str:
    """The file of a pairing that holds the fact; empty when no single one does."""
    if need.record in {"meetings", "year"} or need.key == "*":
        return ""
    return f"{need.record}/{need.key}.yaml" if need.key else f"{need.record}.yaml"


def place(need: Need, team: Team) -> tuple[str, Where]:
    """Where to point for a fact that is not there: its own file if that exists."""
    if need.field[0] in {SIGNED, TAKEN}:
        need = need._replace(field=())
    return (file_of(need), need.field) if is_there(need, team) else ("pairing.yaml", ())


def is_there(need: Need, team: Team) -> bool:
    """Whether the one record of a pairing that a need points to is there."""
    kind = IN_NEEDS.get(need.record)
    return kind is not None and need.key in team.each(kind.model)


def unread(need: Need, team: Team, ctx: Context) -> bool:
    """Whether the fact may stand in a file that cannot be read."""
    if need.record == "meetings":
        return need.key in ctx.shared.unread or bool(earlier_unread(need, team, ctx))
    if need.record == "year":
        return ctx.shared.year_unread
    if is_doubtful(need, team):
        return True
    if need.key == "*":
        return any(path.startswith(f"{need.record}/") for path in team.broken)
    return file_of(need) in team.broken


def earlier_unread(need: Need, team: Team, ctx: Context) -> str:
    """The pairing taken over that may have attended a meeting and cannot be read; else empty."""
    meeting, pairing = ctx.shared.meetings.get(need.key), team.pairing
    if meeting is None or meeting.on is None or not absent(need, team, ctx.shared):
        return ""
    passed = {team.id}
    while pairing and pairing.follows and pairing.follows not in passed:
        if meeting.on >= pairing.starts:
            return ""
        earlier, pairing = pairing.follows, ctx.shared.earlier.get(pairing.follows)
        passed.add(earlier)
        if pairing is None and earlier in set(ctx.shared.earlier):
            return earlier
    return ""


def what(need: Need, ctx: Context) -> str:
    """Name what a need asks for, as its form does: "Sent to the mentor" of experience 4."""
    kind = IN_NEEDS.get(need.record)
    if kind is not None:
        return _in_record(need, kind, ctx)
    if need.record == "meetings":
        return f"attendance at the {need.key} meeting{_roles(need, ctx)}"
    return f'"{label_of(YearFacts, need.field, ctx.words)}" of the year'


def _in_record(need: Need, kind: RecordKind, ctx: Context) -> str:
    """Name a fact of a record of the pairing."""
    record = _named(need, kind, ctx)
    if need.field[0] == SIGNED:
        return f"the signature of {record}{_roles(need, ctx)}"
    if need.field[0] == TAKEN:
        codes = {slug(training.code): training.code for training in ctx.program.trainings}
        return f"{codes.get(need.field[2], need.field[2])} ({ctx.words[need.field[1]]})"
    if need.key == "*":
        return record
    label = _label(need, kind, ctx)
    # a label that names its form by itself
    return f'"{label}"' if record.removeprefix("the ") in label else f'"{label}" of {record}'


def _named(need: Need, kind: RecordKind, ctx: Context) -> str:
    """What the record of a need is called: experience 4, the plan."""
    title = ctx.words.say(kind.title)
    if need.key == "*":
        return f"one {title}"
    if kind.key == "number":
        return f"{title} {need.key}"
    return f"the {title} of {need.key}" if need.key else f"the {title}"


def _label(need: Need, kind: RecordKind, ctx: Context) -> str:
    """What the form calls the field of a need; the day of a group has the group's name."""
    way = need.field
    if kind.model is Pairing and way[0] == "dates":
        own = {each.id: each.title for each in ctx.program.dates}
        return own.get(way[-1], way[-1])
    return label_of(kind.model, way, ctx.words)


def _roles(need: Need, ctx: Context) -> str:
    who = " and ".join(ctx.words[role] for role in need.field[1:])
    return f" ({who})" if who else ""


def deadline(row: MilestoneStanding) -> str:
    """The last day of a milestone, and the one that it had before it was extended."""
    extended = row.until is not None and row.last_day == row.until != row.due
    return f"{row.until} (extended from {row.due})" if extended else f"{row.due}"


def why_not(known: Fact, ctx: Context) -> str:
    """Why a day that is written down does not count; empty where it does."""
    year = ctx.calendar.year
    words = {
        Against.AHEAD: "which is still to come",
        Against.BEFORE: f"before the program year began ({year.first_day})",
        Against.AFTER: f"after the program year ended ({year.last_day})",
        Against.UNPROVEN: "written by somebody who may not, or whom nothing proves",
        Against.BY_OTHERS: "by somebody who has no role for it, or no file in people/",
        Against.UNAPPROVED: "and the experience is the team's own and not approved",
    }
    return words[known.against] if known.against is not None else ""


def unapproved(leave: Extension | Waiver) -> list[str]:
    """What an extension or a waiver lacks to be an approved one."""
    fields = (("approver", leave.approved_by), ("day", leave.on), ("reason", leave.reason))
    return [name for name, value in fields if not value]


def mend(need: Need, team: Team, known: Fact | None = None) -> str:
    """Say what to do so that a need is met; also where a day is there and does not count."""
    if known is not None and known.against is not None:
        return _correct(need, team, known.against)
    if need.record == "experiences" and need.field[0] == "comment":
        return f"once it is done, run: mentorctl comment {team.id} {need.key}"
    if need.record == "experiences" and need.field == ("sent_to_mentor",):
        return f"once it is done, run: mentorctl hand-in {team.id} {need.key} --on DATE"
    if need.record == "plan" and need.field[0] in {"approved", "received"}:
        return f"once it is done, run: mentorctl approve {team.id} plan --on DATE"
    if need.record == "meetings":
        return f"if they were there, run: mentorctl attend {need.key} PERSON…"
    return f"once it is done, run: mentorctl {_act(need, team)}"


# a day that nobody who may write it has signed
UNPROVEN_MENDED = (
    "if it is right, have somebody who may write it save a change of that file with their key, and"
    " leave it as it is"
)


def _correct(need: Need, team: Team, against: Against) -> str:
    """Say what to do about a day that is there and does not count."""
    if against is Against.UNAPPROVED:
        return f"have it approved first: mentorctl approve {team.id} {need.key} --on DATE"
    if against is Against.UNPROVEN:
        return UNPROVEN_MENDED
    if against is Against.BY_OTHERS:
        return f"name who it was: mentorctl edit {team.id} {record_name(file_of(need))}"
    if need.record in {"meetings", "year"}:
        return f"correct the day of {need.key or need.field[0]} if it is not right"
    return f"if the day is not right: mentorctl edit {team.id} {record_name(file_of(need))}"


def _act(need: Need, team: Team) -> str:
    """The command that notes the fact of a need."""
    if (fact := _mark(need)) is not None:
        return f"mark {team.id} {fact} --on DATE"
    if need.key == "*":
        return f"new {team.id} {IN_NEEDS[need.record].name}"
    is_missing = bool(need.key) and not is_there(need, team)
    name, kind = record_name(file_of(need)), IN_NEEDS.get(need.record)
    act = f"edit {team.id} {name}"
    if is_missing and kind is not None:
        act = f"new {team.id} {kind.name} {need.key}"
    if need.field[0] == SIGNED and not is_missing:
        act = f"sign {team.id} {name}"
    return act


def _mark(need: Need) -> str | None:
    """What `mentorctl mark` calls a fact, where it is one of those that it notes."""
    first, *rest = need.field
    if first == TAKEN:
        return rest[-1]
    if need.record == "pairing" and first in {"dates", "mentor_confirmed"}:
        return rest[0] if first == "dates" else "mentor-confirmed"
    if need.record == "guide" and rest == ["on"]:
        return {"reviewed": "guide-reviewed", "signed_off": "guide-signed-off"}.get(first)
    return None


def add_person(person: str, role: str = "ROLE") -> str:
    """Say how somebody gets a file in people/."""
    return f"add this person: mentorctl person add {person} --name NAME --role {role}"


def without_role(person: str, program: Program) -> tuple[str, str]:
    """What is wrong with an approval by somebody who has no role for it, and what to do."""
    able = sorted(role.id for role in program.roles if role.id not in THE_PAIR)
    return (
        f"{person} approved this without a role that can",
        f"name who agreed to it; it takes one of these roles: {', '.join(able)}",
    )


def spelled(team: Team, record: str, where: Where, ctx: Context) -> str:
    """What the form calls a field of one of the pairing's records."""
    kind = kind_of(team.path(record))
    names = ".".join(part for part in where if isinstance(part, str))
    return f'"{label_of(kind.model, where, ctx.words) if kind else names}"'


def listed(names: Iterable[str]) -> str:
    """Name the first few, and count the others."""
    named = list(names)
    if len(named) <= MOST_NAMED:
        return ", ".join(named)
    return f"{', '.join(named[:MOST_NAMED])} and {len(named) - MOST_NAMED} more"


def did_you_mean(guesses: Guesses, word: str, otherwise: str) -> str:
    """A hint that names the closest known word, or says something else if none is close."""
    close = guesses.of(word)
    return f"did you mean {close}?" if close else otherwise
