"""`mentorctl mark`: note that something was done, of a pairing or of the year, and on which day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.editing import record_fields
from mentorctl.cli.editing.other_year import write_into
from mentorctl.cli.editing.transaction import Transaction
from mentorctl.cli.editing.year_dates import list_marks, mark_year, year_mark
from mentorctl.cli.options import On, Today, YearOption, Yes
from mentorctl.cli.state import State
from mentorctl.model.ids import slug
from mentorctl.model.kinds import kind_named
from mentorctl.model.marks import CONFIRMED, GUIDE, INVOICE, marks, year_marks
from mentorctl.model.needs import TAKEN, Need
from mentorctl.model.roles import OVER_IT
from mentorctl.model.team import fact

if TYPE_CHECKING:
    from mentorctl.model.finding import Where
    from mentorctl.model.requirements import OwnDate
    from mentorctl.model.team import Team

__all__ = ["command"]


MaybePairing = Annotated[
    str,
    typer.Argument(
        metavar="[PAIRING]",
        help="A pairing: its id, a part of it, or who is in it; left out for a date of the year.",
        autocompletion=completion.pairings,
        show_default=False,
    ),
]
What = Annotated[
    str,
    typer.Argument(
        metavar="WHAT",
        help="A date of program.yaml, a training's code, a task of the guide, guide-reviewed,"
        " guide-signed-off or mentor-confirmed; or invoice, with a person.",
        autocompletion=completion.marks,
    ),
]
All = Annotated[
    bool, typer.Option("--all", help="With invoice: of everybody whose invoice has no date yet.")
]
By = Annotated[
    str,
    typer.Option(
        metavar="PERSON",
        help="Who did it, of a date, the guide and the mentor; the supervisor when left out."
        " Of a date of the year: whose it is.",
        autocompletion=completion.people,
    ),
]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    pairing: MaybePairing = "",
    what: What = "",
    on: On = None,
    by: By = "",
    everybody: All = False,
    year: YearOption = None,
    today: Today = None,
    yes: Yes = False,
) -> None:
    """Note the day of a training, a task, a sign-off or another date of a pairing, or of the year.

    A date of the year, such as mark completers-sent --by PERSON, has no pairing. Without any word
    it lists what can be marked in this program.

    mark invoice PERSON fixes the date of an invoice for good; each later one shows the same day.
    """
    state: State = context.obj
    write_into(state, year, on)
    if INVOICE in (pairing, what):
        from mentorctl.cli.editing.invoice_dates import fix_dates  # noqa: PLC0415 - judges everybody

        given = (what if pairing == INVOICE else pairing) or by
        fix_dates(state, given, on, today, every=everybody, yes=yes)
        return
    if everybody:
        raise typer.BadParameter("--all is for: mark invoice --all")
    of_year, person = year_mark(state, pairing, what)
    if of_year is not None:
        mark_year(state, of_year, by or person, on, today, yes=yes)
        return
    if not pairing:
        list_marks(state)
        return
    _of_pairing(state, (pairing, what), by, on, today, yes=yes)


def _of_pairing(
    state: State,
    given: tuple[str, str],
    by: str,
    on: dt.date | None,
    today: dt.date | None,
    *,
    yes: bool,
) -> None:
    """Note the day of something of one pairing."""
    pairing, what = given
    names = marks(state.folder.program)
    if not what:
        raise typer.BadParameter(_nothing_like(state, pairing, names))
    if not names:
        raise typer.BadParameter(
            f"program.yaml lists no dates, trainings, tasks or criteria of a pairing;"
            f" {_dates_of_year(state)}; who was at a meeting is noted with:"
            " mentorctl attend MEETING PERSON"
        )
    change = Transaction(state, today)
    pairing, (what,) = record_fields.in_order(
        change, (pairing, what), lambda text: lookup.is_one(lambda: _mark(text, names))
    )
    name = _mark(what, names)
    team = record_fields.team(
        change, pairing, "pairing.yaml", "trainings.yaml", "guide.yaml", on=on
    )
    mark = _Mark(change, team, on or change.today, yes=yes)
    if name in GUIDE or name == CONFIRMED:
        who = _who(state, team, by)
        said = mark.guide(name, who) if name in GUIDE else mark.mentor(who)
        said += f", by {record_fields.names_of(state, [who])}"
    elif mark.own(name) is not None:
        said = mark.date(name, by)
    elif by:
        raise typer.BadParameter(
            f"--by is for {', '.join(GUIDE)}, {CONFIRMED} and the dates of program.yaml"
        )
    else:
        said = mark.plain(name)
    if not change.paths:
        places = map(team.path, ("pairing.yaml", "trainings.yaml", "guide.yaml"))
        record_fields.nothing_to_do(f"{team.id} says so: {said}", state, *places)
    change.finish(f"{team.id}: {said}")


def _nothing_like(state: State, given: str, names: list[str]) -> str:
    """What there is to mark, where one word is no date of the year."""
    rest = f"; of a pairing say mark PAIRING WHAT, with {', '.join(names)}" if names else ""
    return f"{given!r} is nothing that can be marked by itself; {_dates_of_year(state)}{rest}"


def _dates_of_year(state: State) -> str:
    known = [name for name, each in year_marks(state.folder.program).items() if name == each.name]
    return f"the year's dates are {', '.join(known)}" if known else "the year has no dates"


def _mark(given: str, names: list[str]) -> str:
    said = slug(given) or given
    if said in GUIDE and said not in names and not GUIDE.keys().isdisjoint(names):
        raise typer.BadParameter(
            "the guide is signed off with a signature; give it: mentorctl sign PAIRING guide"
        )
    joined = [name for name in names if name.replace("-", "") == said.replace("-", "")]
    return joined[0] if len(joined) == 1 else lookup.match_one("thing to mark", said, names)


def _who(state: State, team: Team, given: str) -> str:
    """Who says so.

    Raises:
        typer.BadParameter: Nobody was named, and the pairing has no supervisor.
    """
    if given:
        return lookup.approver(state, given, team)
    supervisor = lookup.holder(state, team, "supervisor")
    if not supervisor:
        word = state.folder.words["supervisor"]
        raise typer.BadParameter(f"{team.id} names no {word}; say who says so with --by PERSON")
    return supervisor


class _Mark:
    """Writes one day into a pairing's records; a day that stands there is asked about."""

    def __init__(self, change: Transaction, team: Team, on: dt.date, *, yes: bool) -> None:
        self.change, self.team, self.on, self.yes = change, team, on, yes
        self.program = change.state.folder.program

    def own(self, name: str) -> OwnDate | None:
        """The date of program.yaml of that name."""
        return next((each for each in self.program.dates if each.id == name), None)

    def date(self, name: str, by: str) -> str:
        """A date of the program's own, and who did it: whoever is named, else who is over the pair.

        Args:
            name: The date.
            by: Who is named, as it was typed; may be empty.
        """
        own, pairing, state = self.own(name), self.team.pairing, self.change.state
        assert own is not None, "asked only for one that there is"
        before = pairing.dates.get(name) if pairing else None
        who = lookup.approver(state, by, self.team) if by else ""
        if not who and own.by in OVER_IT:
            who = lookup.holder(state, self.team, own.by)
        self._set("pairing", own.title, ("dates", name), before)
        if not who:
            return f"{own.title} on {self.on}"
        known = pairing.dates_by.get(name) if pairing else None
        record_fields.replace(f"who it was of {own.title}", known, who, yes=self.yes)
        self._write("pairing", ("dates_by", name), known, who)
        return f"{own.title} on {self.on}, by {record_fields.names_of(state, [who])}"

    def plain(self, name: str) -> str:
        """A training or a task."""
        if any(task.id == name for task in self.program.guide.tasks):
            return self._task(name)
        return self._training(name)

    def guide(self, name: str, who: str) -> str:
        """What the supervisor says of the guide."""
        field, guide = GUIDE[name], self.team.guide
        before = getattr(guide, field) if guide else None
        said = name.replace("-", " ")
        self._set("guide", said, (field, "on"), before and before.on)
        self._write("guide", (field, "by"), before and before.by, who)
        return f"{said} on {self.on}"

    def mentor(self, who: str) -> str:
        """That the mentor meets every criterion."""
        before = self.team.pairing.mentor_confirmed if self.team.pairing else None
        where = ("mentor_confirmed",)
        for each in self.program.mentors.criteria:
            answer = before.criteria.get(each.id) if before else None
            record_fields.replace(f'the answer on "{each.title}"', answer, "yes", yes=self.yes)
            self._write("pairing", (*where, "criteria", each.id), answer, "yes")
        before_on, before_by = (before.on, before.by) if before else (None, None)
        self._set("pairing", "the confirmation", (*where, "on"), before_on)
        self._write("pairing", (*where, "by"), before_by, who)
        word = self.change.state.folder.words["mentor"]
        return f"{word} confirmed on {self.on}"

    def _task(self, name: str) -> str:
        guide, listed = self.team.guide, self.program.guide.tasks
        (title,) = (task.title for task in listed if task.id == name)
        ids = [task.id for task in (guide.tasks if guide else listed)]
        at = ids.index(name) if name in ids else None
        if at is None:
            item = {"id": name, "title": title, "done_on": self.on}
            self.change.append(self.team.path("guide.yaml"), ("tasks",), item)
        else:
            before = guide.tasks[at].done_on if guide else None
            self._set("guide", f'"{title}"', ("tasks", at, "done_on"), before)
        return f'"{title}" done on {self.on}'

    def _training(self, name: str) -> str:
        (training,) = (each for each in self.program.trainings if slug(each.code) == name)
        person = getattr(self.team.pairing, training.role.replace("-", "_"), None)
        if not person:
            raise typer.BadParameter(
                f"{training.code} is for the {self.change.state.folder.words[training.role]}, and"
                f" {self.team.id} has none"
            )
        taken = self.team.trainings.taken if self.team.trainings else ()
        for at, entry in enumerate(taken):
            if (entry.code, entry.person) == (training.code, person):
                self._set("trainings", training.code, ("taken", at, "on"), entry.on)
                break
        else:
            need = Need("trainings", "", (TAKEN, training.role, name))
            elsewhere = fact(need, self.team, self.change.state.folder.shared)
            said = f"the day of {training.code}, as another pairing has it,"
            record_fields.replace(said, elsewhere, self.on, yes=self.yes)
            item = {"code": training.code, "person": person, "on": self.on}
            if elsewhere == self.on:
                pass  # a training is the person's, and noted once
            elif self.team.trainings is None:
                self._fill("trainings", {("taken",): [item]})
            else:
                self.change.append(self.team.path("trainings.yaml"), ("taken",), item)
        who = record_fields.names_of(self.change.state, [person])
        return f"{training.code} taken by {who} on {self.on}"

    def _set(self, kind: str, what: str, where: Where, before: dt.date | None) -> None:
        record_fields.replace(f"the day of {what}", before, self.on, yes=self.yes)
        self._write(kind, where, before, self.on)

    def _write(self, kind: str, where: Where, before: Any, value: Any) -> None:
        if before != value:
            self._fill(kind, {where: value})

    def _fill(self, kind: str, values: dict[Where, Any]) -> None:
        path = self.team.path(f"{kind}.yaml")
        if path in self.change.paths:
            for where, value in values.items():
                self.change.set(path, where, value)
            return
        record_fields.fill(self.change, self.team, kind, "", values, self._first(kind))

    def _first(self, kind: str) -> dict[str, Any]:
        return dict(kind_named(kind).model.first_values(self.program, {}))
