"""`mentorctl log`: one more entry in a pairing's log."""

from __future__ import annotations

from typing import Annotated, Any, get_args

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.editing import record_fields
from mentorctl.cli.editing.other_year import write_into
from mentorctl.cli.editing.transaction import Transaction
from mentorctl.cli.options import On, PairingArgument, Today, YearOption, clock
from mentorctl.cli.state import State
from mentorctl.model import spoken
from mentorctl.model.ids import entry_id
from mentorctl.model.log import LogKind

__all__ = ["command"]

Who = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ROLE",
        help="Who took part, where not just the two of the pairing. Once for each role.",
        autocompletion=completion.roles,
    ),
]

KINDS = ", ".join(get_args(LogKind))


def log_kind(text: str) -> str:
    """A sort of contact given on the command line, as records have it: `phone` for `phone call`.

    Raises:
        typer.BadParameter: It is none.
    """
    found = spoken.log_kind(text)
    if found is None:
        raise typer.BadParameter(f"{text!r} is no kind of contact; it is one of: {KINDS}")
    return found


Kind = Annotated[
    str,
    typer.Option(
        parser=log_kind,
        metavar="KIND",
        help=f"What it was: {KINDS}.",
        autocompletion=lambda: list(get_args(LogKind)),
    ),
]
Start = Annotated[
    str | None, typer.Option("--from", parser=clock, metavar="HH:MM", help="When it began.")
]
End = Annotated[
    str | None,
    typer.Option(
        "--until",
        parser=clock,
        metavar="HH:MM",
        help="When it ended; past midnight where that is earlier.",
    ),
]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    pairing: PairingArgument,
    kind: Kind,
    start: Start = None,
    end: End = None,
    on: On = None,
    where: Annotated[str, typer.Option(metavar="TEXT", help="Where it was.")] = "",
    who: Who = None,
    topics: Annotated[str, typer.Option(metavar="TEXT", help="What it was about.")] = "",
    actions: Annotated[str, typer.Option(metavar="TEXT", help="What is to be done now.")] = "",
    plus: Annotated[str, typer.Option(metavar="TEXT", help="Reflection: what was good.")] = "",
    minus: Annotated[str, typer.Option(metavar="TEXT", help="Reflection: what was not.")] = "",
    interesting: Annotated[
        str, typer.Option(metavar="TEXT", help="Reflection: what was interesting.")
    ] = "",
    year: YearOption = None,
    today: Today = None,
) -> None:
    """Add an entry to a pairing's log.

    Kinds that program.yaml names under records: log: untimed may stand without times.
    """
    state: State = context.obj
    write_into(state, year, on)
    _ordered(state, kind, start, end)
    change = Transaction(state, today)
    team = record_fields.team(change, pairing, "log.yaml", on=on)
    day = on or change.today
    entry: dict[str, Any] = {
        "id": entry_id(day, {entry.id for entry in team.log.entries} if team.log else ()),
        "on": day,
        "from": start,
        "to": end,
        "kind": kind,
        "where": where.strip(),
        "who": [lookup.role(state, each) for each in who or ()],
        "topics": topics.strip(),
        "actions": actions.strip(),
        "reflection": _filled({"plus": plus, "minus": minus, "interesting": interesting}),
    }
    state.act.tell(entry=entry["id"])
    if team.log is None:
        record_fields.fill(change, team, "log", "", {("entries",): [_filled(entry)]}, {})
    else:
        change.append(team.path("log.yaml"), ("entries",), _filled(entry))
    said = kind.replace("-", " ")
    at = f", {start} to {end}" if start else ""
    change.finish(f"log of {team.id}: {said} on {day}{at}")


def _ordered(state: State, kind: str, start: str | None, end: str | None) -> None:
    """Refuse an entry that lacks times which its kind needs.

    Raises:
        typer.BadParameter: One is missing.
    """
    setting = state.folder.program.records.get("log")
    untimed = setting.untimed if setting else ()
    if (start is None) != (end is None):
        raise typer.BadParameter("say when it began and ended: --from HH:MM --until HH:MM")
    if start is None and kind not in untimed:
        without = f"; without times may stand: {', '.join(untimed)}" if untimed else ""
        raise typer.BadParameter(
            f"a log entry of the kind {kind} needs --from HH:MM and --until HH:MM{without}"
        )


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    """What is there, without the space around it."""
    texts = {name: each.strip() if isinstance(each, str) else each for name, each in fields.items()}
    return {name: value for name, value in texts.items() if value}
