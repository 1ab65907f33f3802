"""`mentorctl receive`: a report came to the advisor, who may ask for more."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.editing import record_fields
from mentorctl.cli.editing.transaction import Transaction
from mentorctl.cli.options import On, PairingArgument, Today, Yes
from mentorctl.cli.output.console import note
from mentorctl.cli.state import State
from mentorctl.model.paths import SUFFIX, record_name
from mentorctl.model.received import MoreAsked, Received
from mentorctl.model.sent_reports import SentReport, sent_reports
from mentorctl.model.spoken import experience_number, numbers_apart, plain, record_spelled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentorctl.model.team import Team

__all__ = ["command"]

VISIT = "visit"
FOLDER = "visits/"
# what is said before a number, and says nothing more
COMMENT = ("comment",)
NOTE_SENT = {
    "experience": "mentorctl comment {team} {key} --sent DATE",
    "visit": "mentorctl edit {team} visits/{key} --set sent_to_advisor=DATE",
}

What = Annotated[
    list[str],
    typer.Argument(
        metavar="REPORT…",
        help="The number of an experience, for its comment form; visit, or visits/DATE.",
        autocompletion=completion.reports,
    ),
]
By = Annotated[
    str,
    typer.Option(
        metavar="PERSON",
        help="Who received it; the pairing's advisor when left out.",
        autocompletion=completion.people,
    ),
]
Ask = Annotated[
    str | None, typer.Option("--ask", metavar="TEXT", help="What the advisor asks for besides.")
]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    pairing: PairingArgument,
    what: What,
    on: On = None,
    by: By = "",
    ask: Ask = None,
    today: Today = None,
    yes: Yes = False,
) -> None:
    """Note that comment forms or a visit report came to the advisor, and what else is asked for.

    Where more was asked for, the same command notes that it came. No signature covers any of it,
    and no milestone waits for it.
    """
    state: State = context.obj
    asked = None if ask is None else record_fields.sentence(ask, "ask")
    change = Transaction(state, today)
    words = [each for each in numbers_apart([pairing, *what]) if plain(each) != COMMENT]
    pairing, what = record_fields.in_order(
        change, words or [pairing], lambda text: _visit_named(state, text) or _is_number(text)
    )
    team, reports = _reports(change, pairing, what, on)
    person = record_fields.advisor(state, team, by)
    said: dict[str, list[str]] = {}
    for report in reports:
        news = _News(change, team, report, on or change.today, yes=yes)
        told = news.ask(asked, person) if asked is not None else news.receive(person, again=on)
        called = report.called(state.folder.words)
        if told:
            said.setdefault(told, []).append(called)
        elif len(reports) > 1:
            note(f"the {called} says so already")
    if not said:
        which = " and the ".join(each.called(state.folder.words) for each in reports)
        record_fields.nothing_to_do(
            f"the {which} of {team.id} says so", state, *(team.path(each.file) for each in reports)
        )
    done = "; ".join(f"{' and '.join(names)} {told}" for told, names in said.items())
    who = record_fields.names_of(state, [person])
    change.finish(f"{team.id}: {done}, by {who}{record_fields.entered(state, person)}")


def _is_number(given: str) -> bool:
    return experience_number(given) is not None


def _visit_named(state: State, given: str) -> bool:
    """Whether a word names visit reports, or one of them by its day."""
    return record_spelled(state.folder.words, given).startswith(VISIT)


def _reports(
    change: Transaction, pairing: str, what: Sequence[str], on: dt.date | None
) -> tuple[Team, list[SentReport]]:
    """The pairing that is meant, and its reports that are.

    Raises:
        typer.BadParameter: One of them is not there, could be several, or was not sent.
    """
    state = change.state
    found = lookup.pairing(state, pairing, on or change.today)
    visits = [each for each in what if _visit_named(state, each)]
    others = [each for each in what if each not in visits]
    if not what:
        raise typer.BadParameter("say which report came: an experience's number, or visit")
    numbers = record_fields.experience_numbers(state, others, found) if others else []
    known = [record_name(each) for each in state.folder.files_of(found) if each.startswith(FOLDER)]
    names = [f"experiences/{number}" for number in numbers]
    for each in visits:
        if not known:
            word = state.folder.words[VISIT]
            raise typer.BadParameter(
                f"{found} has no {word}; make one with mentorctl new {found} visit --on DATE"
            )
        wanted = record_spelled(state.folder.words, each)
        names.append(lookup.match_one(f"{VISIT} of {found}", wanted, known))
    team = record_fields.team(change, found, *(f"{name}{SUFFIX}" for name in names))
    there = {record_name(each.file): each for each in sent_reports(team)}
    reports = []
    for name in dict.fromkeys(names):
        report = there.get(name)
        if report is None or report.report.sent_to_advisor is None:
            kind, key = ("experience" if name not in known else VISIT), name.partition("/")[2]
            note_sent = NOTE_SENT[kind].format(team=found, key=key)
            raise typer.BadParameter(
                f"{name} of {found} says no day on which it was sent to the"
                f" {state.folder.words['advisor']}; note that first: {note_sent}"
            )
        reports.append(report)
    return team, reports


class _News:
    """Writes down what became of one report; what stands there is asked about."""

    def __init__(
        self, change: Transaction, team: Team, report: SentReport, on: dt.date, *, yes: bool
    ) -> None:
        self.change, self.on, self.yes = change, on, yes
        self.path, self.where = team.path(report.file), report.where
        self.received = report.report.received or Received()
        self.more = report.report.asked_for_more or MoreAsked()

    def receive(self, person: str, *, again: dt.date | None) -> str:
        """Note that it came, or what was asked for besides; nothing where both are noted.

        Args:
            person: Who received it.
            again: The day that was given, which then takes the place of another one.
        """
        if self.received.on is None:
            return self._came(person)
        if (self.more.on or self.more.what) and self.more.came_on is None:
            self._set("asked_for_more", "came_on", self.on)
            return f"was asked about, and the answer came on {self.on}"
        if again is None or again == self.received.on:
            return ""
        if again == self.more.came_on:
            return ""
        record_fields.replace("the day it came", self.received.on, again, yes=self.yes)
        return self._came(person)

    def ask(self, what: str, person: str) -> str:
        """Note what is asked for, and that the report came where that is not noted yet."""
        if (self.more.what, self.more.came_on) == (what, None) and self.on == self.more.on:
            return ""
        record_fields.replace("what was asked for", self.more.what, what, yes=self.yes)
        told = f"{self._came(person)}; " if self.received.on is None else ""
        self._set("asked_for_more", "on", self.on)
        self._set("asked_for_more", "what", what)
        if self.more.came_on is not None:
            self._set("asked_for_more", "came_on", None)
        return f"{told}asked for more on {self.on} (“{what}”)"

    def _came(self, person: str) -> str:
        self._set("received", "by", person)
        self._set("received", "on", self.on)
        return f"received on {self.on}"

    def _set(self, group: str, name: str, value: object) -> None:
        self.change.set(self.path, (*self.where, group, name), value)
