"""The log shows less contact than the program, or the agreement, asks for.

What it finds
    A sort of contact under `contact` in program.yaml that is required, and of which a pairing's
    records show less in a whole week, or month, than program.yaml says, or than the pairing agreed
    in its agreement: `once a week`, `twice a month`, `every Tuesday`. Words that give no number
    are watched by nobody, and so is what is not required.

Why it matters
    Meetings that fall away are the first sign of a pairing that needs help; and what is not
    written down cannot be shown later.

Example
    agreement.yaml says: meet_at_least: once a week; and log.yaml has no meeting from 2026-10-05 to
    2026-10-11.

How to mend it
    Write down the meetings that took place: mentorctl log PAIRING --kind meeting
    --on DATE --from HH:MM --until HH:MM. If the two cannot meet that often, have them agree on
    something else and sign it anew.

Source
    The program's `contact`; for Nebraska the child welfare mentoring agreement, provision 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.contact import contact_lines
from mentorctl.model.roles import THE_PAIR
from mentorctl.rules._shared import listed
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule

if TYPE_CHECKING:
    from mentorctl.model.contact_setting import ContactSetting

FILES = {"log": "log.yaml", "reflections": "reflections.yaml"}


def check(team: Team, ctx: Context) -> Hits:
    """Find weeks and months with too little contact."""
    if team.broken or not any(each.required == "yes" for each in ctx.program.contact):
        return
    if not ctx.look(team).standings.is_under_way:
        return
    for line in contact_lines(team, ctx.program, ctx.today, ctx.shared.year):
        if line.setting.required == "no" or not line.short:
            continue
        whole = sum(each.is_whole for each in line.periods)
        asked = f'"{line.said}" was agreed' if line.said else f"{line.times} are asked for"
        days = listed(str(each.first) for each in line.short)
        there = team.log if line.setting.of == "log" else team.reflections
        yield Hit(
            FILES[line.setting.of] if there else "pairing.yaml",
            (),
            f"{line.setting.title}: {asked}, and of {whole} {line.wanted.period}s"
            f" {len(line.short)} show less: from {days}",
            f"{_written_down(line.setting, team.id)}; else agree on something else",
            about=(line.setting.id, *(str(each.first) for each in line.short)),
        )


def _written_down(setting: ContactSetting, pairing: str) -> str:
    """The command that writes down what the records do not show yet."""
    if setting.of == "reflections":
        return f"write down what was thought: mentorctl edit {pairing} reflections"
    kind = setting.kinds[0] if setting.kinds else "meeting"
    # an entry that names nobody is of the two of the pairing
    others = not set(setting.who) <= set(THE_PAIR)
    who = "".join(f" --who {each}" for each in setting.who) if others else ""
    return (
        f"log what took place: mentorctl log {pairing} --kind {kind} --on DATE --from HH:MM"
        f" --until HH:MM{who}"
    )


RULE = TeamRule("contact-too-rare", "warning", check)
