"""A record that the program wants signed is not signed.

What it finds
    A record without a signature that `signed_by` in program.yaml asks for, once there is
    something to sign: a note at first; a warning once it has gone on without it (the plan was
    approved or received, the work was handed over, the comment or the report was sent, the
    pairing has ended or completed). Entries of a log are counted together. Nothing is said while
    nobody in the program has a key, nor of work that went on in the pairing which this one took
    over, or in the year that it runs on from: whoever was in that one signs it there; nor of a
    signature that is waived.

Why it matters
    Whoever checks the records later wants to know that this person stands by this text.

Example
    experiences/2.yaml, in a program where the mentor signs:

        comment:
          on: 2026-12-10
          sent_to_advisor: 2026-12-14

How to mend it
    The person signs with their own key: `mentorctl sign PAIRING RECORD`. Who signs on paper
    hands the coordinator the page: `mentorctl attest`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.kinds import WORK_KINDS
from mentorctl.model.paths import record_name
from mentorctl.model.signature import SignatureState
from mentorctl.rules._signatures import each, signer, to_sign
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule

if TYPE_CHECKING:
    import datetime as dt

    from mentorctl.model.pairing import Pairing
    from mentorctl.model.signature import Standing

_OVER = frozenset({"completed", "withdrawn", "reassigned"})


def check(team: Team, ctx: Context) -> Hits:
    """Find what is not signed yet."""
    entries: dict[tuple[str, str], list[Standing]] = {}
    records = {path: record for _, path, record in team.held(WORK_KINDS)}
    for path, standing in each(team, SignatureState.MISSING):
        if not standing.asked or not standing.person:
            continue
        file, _, entry = path.partition("#")
        if entry:
            entries.setdefault((file, standing.role), []).append(standing)
        elif (record := records.get(file)) and record.is_ready_to_sign(standing.role):
            sent = record.handed_on(standing.role)
            need = f"{record_name(file)}:signed.{standing.role}"
            if _came_along(ctx.look(team).standings.team.pairing, need, sent, ctx):
                continue
            late = sent is not None and sent <= ctx.today
            after = f", and went on without it on {sent}" if late else ""
            yield _hit(team, file, standing, ctx, f"{record_name(file)} is not signed by", after)
    for (file, _), standings in entries.items():
        count = len(standings)
        what = f"{count} entries of the" if count > 1 else "1 entry of the"
        what = f"{what} {record_name(file)} {'are' if count > 1 else 'is'}"
        late = _is_over(team.pairing, ctx)
        after = ", and the year's work is over" if late else ""
        yield _hit(team, file, standings[0], ctx, f"{what} not signed by", after)


def _hit(team: Team, file: str, standing: Standing, ctx: Context, what: str, after: str) -> Hit:
    return Hit(
        file,
        (),
        f"{what} {signer(standing, ctx)}{after}",
        f"they sign it: {to_sign(team, file)}; signed on paper: mentorctl attest {team.id}"
        f" {record_name(file)} {standing.role} --scan FILE --signed-on DATE",
        "warning" if after else "note",
    )


def _came_along(pairing: Pairing | None, need: str, sent: dt.date | None, ctx: Context) -> bool:
    """Whether work went on in the pairing that this one took over, or in the year before.

    Also whether it was signed there, as a waiver says.
    """
    if pairing is None:
        return False
    if pairing.waived_since(need, ctx.today) is not None:
        return True
    if sent is None:
        return False
    if pairing.continues and sent < ctx.calendar.year.first_day:
        return True
    return bool(pairing.follows) and sent < pairing.starts


def _is_over(pairing: Pairing | None, ctx: Context) -> bool:
    if pairing is None or pairing.state not in _OVER:
        return False
    return pairing.ends is None or pairing.ends <= ctx.today


RULE = TeamRule("signature-missing", "note", check)
