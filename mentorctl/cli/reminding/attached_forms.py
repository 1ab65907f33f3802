"""The forms that go with drafts of reminders: those on which what is owed is written."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from mentorctl.cli.output.progress import working
from mentorctl.cli.rendering.form_context import Teams, form_context, house_in
from mentorctl.forms import form_named
from mentorctl.forms.printable import has_record
from mentorctl.model.kinds import IN_NEEDS
from mentorctl.outgoing.mail_file import Attachment
from mentorctl.render.batch import produce
from mentorctl.render.jobs import Job, file_name
from mentorctl.reports.pairing_view import PairingView

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mentorctl.cli.state import State
    from mentorctl.forms import FormContext, FormDocument, Mode
    from mentorctl.model.needs import Need
    from mentorctl.reports.notices.reminder_rows import Reminder, ReminderItem
    from mentorctl.rules.base import Context

__all__ = ["AttachedForm", "FormFormat", "attached_forms"]

_Key = tuple[str, str, str]
FormFormat = Literal["docx", "pdf"]
KINDS: Mapping[FormFormat, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
# as whole as it can be: all that it asks for, what there is of it, or to be filled in
MODES: tuple[Mode, ...] = ("filled", "draft", "blank")
# what of a year is owed by handing in a form
OF_YEAR = {"invoices_sent": "invoice", "completers_sent": "completers"}
COMMENT, ANY = "comment", "*"


class AttachedForm(NamedTuple):
    """A form that goes with a message: what it is called, and its file."""

    title: str
    file: Attachment


class _Chosen(NamedTuple):
    """A form to be made, and how much of it is filled in."""

    mode: Mode
    document: FormDocument

    @property
    def key(self) -> _Key:
        """What tells it from all others."""
        return self.mode, self.document.about, self.document.name


def attached_forms(
    state: State, ctx: Context, usable: Sequence[Reminder], form: FormFormat
) -> dict[str, tuple[AttachedForm, ...]]:
    """The forms for each message, by the id of whom it goes to; what is not begun is empty.

    Args:
        state: The run of the command.
        ctx: The program and the day.
        usable: The reminders that can be written.
        form: As what they are made.

    Raises:
        RenderError: One cannot be made.
    """
    desk = _Forms(state, ctx)
    chosen = {each.person: {one.key: one for one in desk.of(each)} for each in usable}
    every = {key: one for several in chosen.values() for key, one in several.items()}
    made = _made(state, desk, every, form)
    return {person: tuple(made[key] for key in several) for person, several in chosen.items()}


class _Forms:
    """Chooses the forms of one day."""

    def __init__(self, state: State, ctx: Context) -> None:
        self._ctx, self._view = ctx, PairingView(ctx)
        self.teams = Teams(state.counted, ctx.today)
        self.about: dict[Mode, FormContext] = {
            mode: form_context(state.counted, ctx.today, mode, teams=self.teams) for mode in MODES
        }

    def of(self, reminder: Reminder) -> Iterator[_Chosen]:
        """The forms on which what somebody owes is written."""
        for item in reminder.items:
            if item.debt.pairing:
                yield from self._of_pairing(item)
            else:
                yield from self._of_program(item, reminder.person)

    def _of_pairing(self, item: ReminderItem) -> Iterator[_Chosen]:
        """Those of what of it can be done now."""
        team = self.teams.team(item.debt.pairing)
        rows = zip(self._view.standings(team).rows, self._view.steps(team), strict=True)
        row, step = next(each for each in rows if each[1].id == item.debt.milestone)
        waits = step.waits if len(step.waits) == len(row.open_needs) else (None,) * len(row.needs)
        for need, first in zip(row.open_needs, waits, strict=False):
            name = _form_of(need)
            if first is not None or not name or not has_record(self._ctx.program, name):
                continue
            view = form_named(name).of_pairing
            stem = f"{name}-{need.key}" if need.key not in {"", ANY} else name
            for mode in MODES if need.key != ANY else ("blank",):
                made = view(team, self.about[mode]) if view else []
                if found := [each for each in made if each.name == stem and _is_whole(each, mode)]:
                    yield _Chosen(mode, found[0])
                    break

    def _of_program(self, item: ReminderItem, person: str) -> Iterator[_Chosen]:
        """The questionnaire that closes then, or what the person hands in to the program."""
        milestone, program = item.debt.milestone, self._ctx.program
        asked = {f"questionnaire-{each.id}" for each in program.questionnaires
                 if each.closes.milestone == milestone}  # fmt: skip
        if asked:
            view = form_named("questionnaire").of_program
            made = view(self.about["blank"]) if view else []
            yield from (_Chosen("blank", each) for each in made if each.name in asked)
        rows = self._ctx.calendar.of_program
        needs = next((needs for row, needs in rows if row.id == milestone), ())
        for name in filter(None, (OF_YEAR.get(need.field[0]) for need in needs)):
            view = form_named(name).of_program
            for each in view(self.about["draft"]) if view else ():
                if each.about == person:
                    yield _Chosen("filled" if _is_whole(each, "filled") else "draft", each)


def _form_of(need: Need) -> str:
    """The form on which a need is written; empty where there is none."""
    kind = IN_NEEDS.get(need.record)
    if kind is None or kind.name == "pairing":
        return ""
    if kind.name == "experience":
        return COMMENT if need.field[0] == COMMENT else ""
    return kind.name


def _is_whole(document: FormDocument, mode: Mode) -> bool:
    return mode != "filled" or not any(sheet.gaps for sheet in document.sheets)


def _made(
    state: State, desk: _Forms, wanted: Mapping[_Key, _Chosen], form: FormFormat
) -> dict[_Key, AttachedForm]:
    """The files, each made once."""
    house, made = house_in(state.counted), {}
    with tempfile.TemporaryDirectory(prefix="mentorctl-") as place, working("making the forms"):
        for mode, about in desk.about.items():
            some = [one.document for one in wanted.values() if one.mode == mode]
            jobs = [Job(each, (form,), Path(place, mode)) for each in some]
            for outcome in produce(jobs, about, house=house) if jobs else ():
                if outcome.error is not None:
                    raise outcome.error
                document = outcome.job.document
                name, data = file_name(document, about.year, form), outcome.paths[0].read_bytes()
                file = Attachment(name, KINDS[form], data)
                made[_Chosen(mode, document).key] = AttachedForm(document.title, file)
    return made
