"""`mentorctl schedule`: plan the day of a meeting, or of a pairing's visit, ahead."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.editing import record_fields
from mentorctl.cli.editing.transaction import Transaction, show
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.options import Today, Yes, clock, day
from mentorctl.cli.output.console import note
from mentorctl.cli.state import State
from mentorctl.model.appointment import APPOINTMENTS, PairAppointment
from mentorctl.model.ids import entry_id
from mentorctl.model.kinds import kind_named
from mentorctl.model.passed_plans import unreported
from mentorctl.model.paths import PAIRING_FILE, meeting_file
from mentorctl.model.program import RequiredMeeting
from mentorctl.store.scaffold import record_text

if TYPE_CHECKING:
    from mentorctl.model.meeting import Meeting
    from mentorctl.model.team import Team

__all__ = ["command"]

What = Annotated[
    str,
    typer.Argument(
        metavar="MEETING|PAIRING",
        help="A meeting of program.yaml, or the pairing that plans a visit.",
        autocompletion=completion.planned,
    ),
]
Kind = Annotated[
    str,
    typer.Argument(metavar="visit|meeting", help="Of a pairing: what it plans; visit if left out."),
]
Clock = Annotated[
    str | None, typer.Option("--from", parser=clock, metavar="HH:MM", help="When it begins.")
]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    what: What,
    kind: Kind = "",
    on: Annotated[
        dt.date | None, typer.Option(parser=day, metavar="DATE", help="The day that is planned.")
    ] = None,
    start: Clock = None,
    end: Annotated[
        str | None, typer.Option("--until", parser=clock, metavar="HH:MM", help="When it ends.")
    ] = None,
    where: Annotated[str, typer.Option(metavar="TEXT", help="Where it is to be.")] = "",
    about: Annotated[
        str, typer.Option(metavar="TEXT", help="Of a visit: what it is to be for.")
    ] = "",
    another: Annotated[
        bool, typer.Option("--another", help="One more, beside the visit that is planned.")
    ] = False,
    cancel: Annotated[bool, typer.Option("--cancel", help="Nothing is planned any more.")] = False,
    today: Today = None,
    yes: Yes = False,
) -> None:
    """Plan a meeting, or a pairing's visit, ahead: the day, the hours and the place.

    It then stands in calendars and reminders. That it took place is noted afterwards, with
    mentorctl attend or mentorctl new: what is planned never counts as done. Until it is noted, put
    off or taken out, mentorctl due and mentorctl check name a day that passed.
    """
    state: State = context.obj
    change = Transaction(state, today)
    if cancel and any((on, start, end, where, about, another)):
        raise typer.BadParameter("--cancel takes a plan away, and goes with nothing else")
    new = {"on": on, "from": start, "until": end}
    meeting, pairing = _meant(state, what, kind)
    if meeting is not None:
        if about or another:
            raise typer.BadParameter("--about and --another are for a visit of a pairing")
        said = _Meeting(change, meeting, yes=yes).plan(new, where.strip(), cancel=cancel)
    else:
        team = record_fields.team(change, pairing[0], PAIRING_FILE, on=on)
        values = new | {"where": where.strip() or None, "about": about.strip() or None}
        said = _Visit(change, team, pairing[1], yes=yes).plan(
            values, another=another, cancel=cancel
        )
    change.finish(said, whole=meeting is not None)


def _meant(state: State, what: str, kind: str) -> tuple[RequiredMeeting | None, tuple[str, str]]:
    """The meeting that is meant, or the pairing and what it plans; in either order.

    Raises:
        typer.BadParameter: Neither a meeting nor a pairing is meant.
    """
    if kind:
        first, second = (kind, what) if what.lower() in APPOINTMENTS else (what, kind)
        return None, (first, lookup.match_one("appointment", second.lower(), APPOINTMENTS))
    if lookup.is_one(lambda: lookup.meeting(state, what)):
        found = lookup.meeting(state, what)
        return next(each for each in state.folder.program.meetings if each.id == found), ("", "")
    if not lookup.is_pairing(state, what):
        known = ", ".join(each.id for each in state.folder.program.meetings) or "none"
        raise typer.BadParameter(
            f"no meeting and no pairing is called {what!r}; this program's meetings: {known}"
        )
    return None, (what, "visit")


def _ordered(on: dt.date | None, start: str | None, end: str | None) -> None:
    """Refuse what cannot be shown in a calendar.

    Raises:
        typer.BadParameter: No day is known, or it ends before it begins.
    """
    if on is None:
        raise typer.BadParameter("say which day is planned: --on DATE")
    if end is not None and start is None:
        raise typer.BadParameter("say when it begins, too: --from HH:MM")
    if start is not None and end is not None and end <= start:
        raise typer.BadParameter(f"it would end at {end}, and begin at {start}")


def _told(values: dict[str, Any]) -> str:
    hours = f", {values['from']}" if values["from"] else ""
    hours += f" to {values['until']}" if values["until"] else ""
    return f"{values['on']}{hours}"


class _Meeting:
    """Plans a meeting of program.yaml, in the file that will say who was there."""

    def __init__(self, change: Transaction, setting: RequiredMeeting, *, yes: bool) -> None:
        self.change, self.setting, self.yes = change, setting, yes
        self.path = meeting_file(change.state.folder.program.year, setting.id)

    def plan(self, new: dict[str, Any], where: str, *, cancel: bool) -> str:
        """Write the plan; what was done, in words."""
        held = self._held()
        title = f"{self.setting.id} meeting"
        before = held.planned if held else None
        if held is not None and held.on is not None:
            raise typer.BadParameter(f"the {title} was held on {held.on}; nothing is to be planned")
        old = {"on": before.on, "from": before.from_, "until": before.until} if before else {}
        if cancel:
            if held is None or held.ahead is None:
                record_fields.nothing_to_do(f"the {title} is not planned")
            self.change.set(self.path, ("planned", "cancelled"), "yes")
            return f"{title} is no longer planned for {old['on']}"
        values = _moved(old, new)
        _ordered(on=values["on"], start=values["from"], end=values["until"])
        old_where = held.where if held else None
        if held is not None and held.ahead and values == old and (not where or where == old_where):
            record_fields.nothing_to_do(
                f"the {title} is planned for {_told(values)}", self.change.state, self.path
            )
        is_planned = held is not None and held.ahead is not None
        self._ask(old, values, old_where, where, is_planned=is_planned)
        self._write(held, values, where)
        return f"{title} planned for {_told(values)}" + (f", {where}" if where else "")

    def _ask(
        self,
        old: dict[str, Any],
        values: dict[str, Any],
        place: str | None,
        where: str,
        *,
        is_planned: bool,
    ) -> None:
        title = f"the {self.setting.id} meeting"
        if is_planned and old != values:
            record_fields.replace(f"{title}'s plan", _told(old), _told(values), yes=self.yes)
        if where:
            record_fields.replace(f"the place of {title}", place, where, yes=self.yes)

    def _held(self) -> Meeting | None:
        folder = self.change.state.folder
        held = folder.meetings.get(self.path)
        if held is None and self.path in folder.files:
            show(each for each in folder.reader.findings if each.path == self.path)
            note(f"nothing was changed: mend {self.path} first")
            raise typer.Exit(FINDINGS)
        return held

    def _write(self, held: Meeting | None, values: dict[str, Any], where: str) -> None:
        filled = {name: each for name, each in values.items() if each is not None}
        place = {"where": where} if where else {}
        if held is None:
            folder, kind = self.change.state.folder, kind_named("meeting")
            first: dict[str, Any] = {"meeting": self.setting.id, "planned": filled, **place}
            text = record_text(kind, self.path, folder.program, folder.words, first)
            self.change.create(self.path, text)
            return
        if held.planned is None:
            self.change.set(self.path, ("planned",), filled)
        for name, value in filled.items() if held.planned else ():
            self.change.set(self.path, ("planned", name), value)
        if held.planned is not None and held.planned.cancelled == "yes":
            self.change.set(self.path, ("planned", "cancelled"), "no")
        for name, value in place.items():
            self.change.set(self.path, (name,), value)


class _Visit:
    """Plans a visit, or a meeting, of one pairing."""

    def __init__(self, change: Transaction, team: Team, kind: str, *, yes: bool) -> None:
        self.change, self.team, self.kind, self.yes = change, team, kind, yes
        self.path = team.path(PAIRING_FILE)

    def plan(self, new: dict[str, Any], *, another: bool, cancel: bool) -> str:
        """Write the plan; what was done, in words."""
        assert self.team.pairing is not None
        self._refuse_ended()
        known = self.team.pairing.planned
        at = None if another else self._next(known)
        if cancel:
            return self._cancel(known, at)
        old = _values(known[at]) if at is not None else {}
        values = _moved(old, new)
        _ordered(on=values["on"], start=values["from"], end=values["until"])
        if values == old:
            record_fields.nothing_to_do(
                f"a {self.kind} is planned for {_told(values)}", self.change.state, self.path
            )
        if at is None:
            taken = {each.id for each in known}
            item = {"id": entry_id(values["on"], taken), "kind": self.kind, **values}
            item = {name: each for name, each in item.items() if each is not None}
            self.change.append(self.path, ("planned",), item)
            return f"{self.team.id}: {self.kind} planned for {_told(values)}"
        record_fields.replace(f"the {self.kind}'s plan", _told(old), _told(values), yes=self.yes)
        for name, value in values.items():
            if value != old[name]:
                self.change.set(self.path, ("planned", at, name), value)
        return f"{self.team.id}: {self.kind} planned for {_told(values)}"

    def _refuse_ended(self) -> None:
        pairing = self.team.pairing
        state = pairing.state_on(self.change.today) if pairing else "active"
        if state in {"withdrawn", "reassigned"}:
            raise typer.BadParameter(f"{self.team.id} is {state}, and plans nothing any more")

    def _next(self, known: tuple[PairAppointment, ...]) -> int | None:
        """Which of those that are planned is meant: the next one of this kind.

        Where none is ahead, the last one whose day passed without a report.
        """
        today = self.change.today
        own = [(at, each) for at, each in enumerate(known) if each.kind == self.kind]
        ahead = [(each.on, at) for at, each in own if each.on >= today and each.cancelled == "no"]
        if ahead:
            return min(ahead)[1]
        passed = unreported(self.team, self.change.state.folder.program, today)
        return max(((each.on, at) for at, each in own if each in passed), default=(None, None))[1]

    def _cancel(self, known: tuple[PairAppointment, ...], at: int | None) -> str:
        if at is None:
            record_fields.nothing_to_do(f"no {self.kind} of {self.team.id} is planned")
        assert at is not None
        self.change.set(self.path, ("planned", at, "cancelled"), "yes")
        return f"{self.team.id}: no {self.kind} on {known[at].on} any more"


def _values(held: PairAppointment) -> dict[str, Any]:
    return {
        "on": held.on, "from": held.from_, "until": held.until, "where": held.where,
        "about": held.about,
    }  # fmt: skip


def _moved(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """The old plan with what is said anew."""
    return {name: value if value is not None else old.get(name) for name, value in new.items()}
