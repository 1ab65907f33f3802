"""Writes the drafts of `remind`, and notes for whom they were made."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from mentorctl.cli.editing.transaction import Transaction
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import complain, note, put, shown
from mentorctl.cli.output.in_short import many
from mentorctl.cli.output.no_links import refuse_links
from mentorctl.cli.output.progress import working
from mentorctl.cli.rendering.form_context import house_in
from mentorctl.model.kinds import kind_named
from mentorctl.model.look import Look
from mentorctl.model.person import name_of
from mentorctl.model.roles import SIDES, THE_PAIR
from mentorctl.outgoing.ics_file import EntryVersion, ics
from mentorctl.outgoing.mail_file import Attachment, eml, is_address, mailto
from mentorctl.outgoing.message_parts import message_parts
from mentorctl.outgoing.message_values import MessageContext, message_values
from mentorctl.render import RenderError, sandbox, templates
from mentorctl.reports.counted_folder import as_counted
from mentorctl.reports.folder_reading import sound_context
from mentorctl.reports.notices.calendar_entries import calendar_entries
from mentorctl.reports.notices.calendar_reader import CalendarReader
from mentorctl.reports.notices.entry_stamps import entry_stamps
from mentorctl.reports.notices.message_phase import phase_on
from mentorctl.store.parse.nodes import LARGEST
from mentorctl.store.scaffold import record_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mentorctl.cli.reminding.attached_forms import AttachedForm, FormFormat
    from mentorctl.cli.state import State
    from mentorctl.outgoing.message_parts import MessageParts
    from mentorctl.reports.notices.calendar_entries import CalendarEntry
    from mentorctl.reports.notices.reminder_rows import Reminder, ReminderReport
    from mentorctl.rules.base import Context

__all__ = ["can_be_drafted", "draft"]

DIGEST = 12
# longer links are cut off by some mail programs
LONGEST_LINK = 2000


def draft(
    state: State,
    report: ReminderReport,
    drafted: Sequence[Reminder],
    today: dt.date,
    out: Path | None,
    *,
    is_link: bool,
    attach: FormFormat | None = None,
) -> dict[str, str]:
    """Write the drafts, and note for whom they were made.

    Args:
        state: The run of the command.
        report: What they are made of.
        drafted: Who gets one.
        today: The day.
        out: The folder to write them to; None where only links are wanted.
        is_link: Whether to print them as links.
        attach: As what the forms that are owed go with them; None where none do.

    Returns:
        The links that were printed, by the ids of whom they are for.

    Raises:
        RenderError: A template of the program cannot be filled in, or a form not be made.
        typer.BadParameter: Something else is where they would be.
        typer.Exit: They are not to be made, or it is not the user's to note that they were.
    """
    desk = _Desk(state, report, today)
    usable = _with_addresses(drafted)
    if not usable:
        note("there is nobody to write to")
        return {}
    desk.attach(usable, attach)
    with working("writing the messages"):
        made = desk.messages(usable)
        # a link can bring nothing along, so its text must not speak of it
        linked = desk.messages(usable, with_files=False) if is_link else {}
        files = _new_files(out, desk.files(usable, made)) if out is not None else {}
    change = Transaction(state, today)
    _note_drafts(change, usable, today)
    message = f"drafts of reminders for {many(len(usable), 'person', 'people')}"
    if out is None or state.dry_run:
        change.finish(message)
    else:
        _write(change, message, out, files)
    links = {each.person: _put_link(each, linked[each.person]) for each in usable if is_link}
    note("nothing was sent: that is up to you")
    return links


def can_be_drafted(reminder: Reminder) -> bool:
    """Whether a message can have the address that is noted."""
    return bool(reminder.email) and is_address(reminder.email or "")


def _with_addresses(drafted: Sequence[Reminder]) -> list[Reminder]:
    """Those who can be written to; of others it is said why not."""
    usable = [each for each in drafted if can_be_drafted(each)]
    for each in drafted:
        if each not in usable:
            complain(
                f"{each.name}: {each.email} can be no address of a message",
                f"correct it: mentorctl person edit {each.person} --set email=ADDRESS",
            )
    return usable


def _new_files(out: Path, made: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """The files by name; none is written over what somebody may have changed since.

    Raises:
        typer.BadParameter: Something else is there already.
    """
    files = dict(made)
    for name, data in files.items():
        place = out / name
        if place.is_dir() or (place.is_file() and place.read_bytes() != data):
            raise typer.BadParameter(
                f"{place} is there already and says something else; take it away, or name another"
                " folder"
            )
    return files


def _write(change: Transaction, message: str, out: Path, files: Mapping[str, bytes]) -> None:
    """Write the drafts, all or none of them, and note that they were made."""
    refuse_links(out)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix=".mentorctl-") as place:
        with working("writing the drafts"):
            for name, data in files.items():
                Path(place, name).write_bytes(data)
        change.finish(message)
        for name in files:
            Path(place, name).replace(out / name)
    change.state.act.tell(made=[str(out / name) for name in files])
    put(str(out))
    note(f"{many(len(files) // 2, 'draft')} in {shown(str(out))}, each as .eml and .txt")


def _put_link(reminder: Reminder, parts: MessageParts) -> str:
    link = mailto(reminder.email or "", parts)
    put(link)
    if len(link) > LONGEST_LINK:
        note(f"the link for {shown(reminder.name)} has {len(link)} characters, and some mail"
             " programs take fewer: --out DIR writes the whole message")  # fmt: skip
    return link


class _Desk:
    """Makes the messages of one day."""

    def __init__(self, state: State, report: ReminderReport, today: dt.date) -> None:
        self.state, self.report, self.today = state, report, today
        self.counted = as_counted(state.folder, today)
        self.ctx: Context = sound_context(self.counted, today)
        self._stamps = entry_stamps(self.counted, self.ctx.calendar.year.first_day)
        self._forms: Mapping[str, Sequence[AttachedForm]] = {}

    def attach(self, usable: Sequence[Reminder], form: FormFormat | None) -> None:
        """Make the forms that go with the messages; none where no format is said.

        Raises:
            RenderError: One cannot be made.
        """
        if form is None:
            return
        from mentorctl.cli.reminding.attached_forms import attached_forms  # noqa: PLC0415 - loads the forms

        self._forms = attached_forms(self.state, self.ctx, usable, form)

    def messages(
        self, usable: Sequence[Reminder], *, with_files: bool = True
    ) -> Mapping[str, MessageParts]:
        """What each message says, by the id of whom it goes to.

        Args:
            usable: The reminders that can be written.
            with_files: Whether their calendars and forms go with them.

        Raises:
            RenderError: A template of the program cannot be filled in.
        """
        house = house_in(self.counted)
        about = self._about()
        jobs: list[sandbox.Job] = [
            (
                f"{templates.MESSAGES}{each.notice}.html",
                message_values(
                    each,
                    about,
                    attached=with_files and bool(self._entries(each)),
                    forms=[one.title for one in self._forms.get(each.person, ()) if with_files],
                ),
            )
            for each in usable
        ]
        own = {name: text for name, text in house.templates.items() if "/" in name}
        if any(name.startswith(templates.MESSAGES) for name in own):
            pages = sandbox.filled(house.templates, jobs)
        else:
            pages = [templates.fill(templates.toolkit(), name, values) for name, values in jobs]
        look = self.counted.look or Look()
        made = {}
        for each, page in zip(usable, pages, strict=True):
            if isinstance(page, RenderError):
                raise page
            made[each.person] = message_parts(page, look.colours)
            if not made[each.person].subject:
                raise RenderError(
                    f"templates/{templates.MESSAGES}{each.notice}.html has no heading",
                    "begin it with <h1>…</h1>: that is the subject of the message",
                )
        return made

    def files(
        self, usable: Iterable[Reminder], made: Mapping[str, MessageParts]
    ) -> Iterable[tuple[str, bytes]]:
        """The files of all drafts, by name."""
        for each in usable:
            parts, stem = made[each.person], f"{self.today}-{each.person}"
            ident = f"reminder.{self.today}.{_digest(each)}@{self.ctx.program.id}.invalid"
            assert each.email is not None
            forms = [one.file for one in self._forms.get(each.person, ())]
            attached = (*self._attached(each), *forms)
            yield f"{stem}.eml", eml(each.name, each.email, parts, ident, attached)
            head = f"To: {each.email}\nSubject: {parts.subject}\n\n"
            yield f"{stem}.txt", (head + parts.text).encode()

    def _about(self) -> MessageContext:
        program = self.ctx.program
        return MessageContext(
            program.name,
            program.year,
            program.agency,
            self.ctx.words,
            self.today,
            self.ctx.calendar.year.last_day,
            phase_on(self.ctx, self.today),
            frozenset(self._beginners()),
            {
                name: {person: self._name(person) for person in
                       (getattr(pairing, side) for side in THE_PAIR)}
                for name, pairing in self.report.pairings.items()
            },
        )  # fmt: skip

    def _beginners(self) -> Iterator[str]:
        """Who is in a pairing that runs its first year; the one that took over goes on with it."""
        pairings = self.report.pairings
        for each in pairings.values():
            before = pairings.get(each.follows or "")
            if each.continues is None and (before is None or before.continues is None):
                yield from filter(None, (getattr(each, side) for side in SIDES))

    def _name(self, person: str) -> str:
        return name_of(self.ctx.people, person)

    def _attached(self, reminder: Reminder) -> tuple[Attachment, ...]:
        """The days that are still ahead, for a calendar."""
        entries = self._entries(reminder)
        if not entries:
            return ()
        program = self.ctx.program
        data = ics(
            entries,
            f"{program.name} {program.year}: {reminder.name}",
            program.timezone,
            lambda each: EntryVersion(*self._stamps.of(each.sources)),
            program.reminders.close_days,
        )
        return (Attachment("calendar.ics", "text/calendar", data),)

    def _entries(self, reminder: Reminder) -> list[CalendarEntry]:
        """Those of somebody's calendar that a message is about and that are still ahead."""
        wanted = {(each.debt.milestone, each.debt.pairing) for each in reminder.items
                  if each.debt.days >= 0}  # fmt: skip
        wanted |= {(each.id, each.pairing) for each in reminder.planned}
        if not wanted:
            return []
        pairings = {pairing for _, pairing in wanted} | {
            name for name, each in self.report.pairings.items()
            if reminder.person in (each.mentee, each.mentor, each.advisor, each.supervisor)
        }  # fmt: skip
        shares = [each for each in self.report.days if each.id in pairings]
        reader = CalendarReader(reminder.person, frozenset(reminder.roles) - frozenset(THE_PAIR))
        return [
            each
            for each in calendar_entries(self.ctx, shares, reader)
            if each.on >= self.today and each.is_open and each.about in wanted
        ]


def _note_drafts(change: Transaction, usable: Sequence[Reminder], today: dt.date) -> None:
    """Note in the folder for whom drafts were made; what was noted already is not noted again."""
    from mentorctl.model.reminders import Reminders  # noqa: PLC0415 - beside its kind

    kind = kind_named("reminders")
    path = kind.path(today.isoformat())
    folder = change.state.folder
    held = folder.each(Reminders).get(path)
    if held is None and path in folder.files:
        complain(f"{path} cannot be read", f"mend it first: mentorctl check {path} says more")
        raise typer.Exit(FINDINGS)
    known = {each.id for each in held.drafts} if held else set()
    items = [_noted(each) for each in usable]
    new = [each for each in items if each["id"] not in known]
    if not new:
        return
    text = record_text(kind, path, folder.program, folder.words, {"drafts": new})
    size = len(folder.reader.content(path)) if held else 0
    if size + len(text.encode()) > LARGEST:
        complain(
            f"{path} notes the drafts of one day, and would hold more than 1 MiB, which no record"
            " does; nothing was drafted",
            "draft for fewer people today (--to, --owner, --area), and for the rest on another day",
        )
        raise typer.Exit(FINDINGS)
    if held is None:
        change.create(path, text)
        return
    for each in new:
        change.append(path, ("drafts",), each)


def _noted(reminder: Reminder) -> dict[str, Any]:
    noted: dict[str, Any] = {
        "id": _digest(reminder),
        "person": reminder.person,
        "notice": reminder.notice,
        "items": [each.key for each in reminder.items],
        "thanks": [key for key, _ in reminder.thanks],
    }
    return {name: value for name, value in noted.items() if value}


def _digest(reminder: Reminder) -> str:
    """What tells a draft from others of the day: whom it is for, and what it is about."""
    about = [reminder.person, reminder.notice, *(each.key for each in reminder.items)]
    about += [each.id for each in reminder.planned] + [key for key, _ in reminder.thanks]
    about += [f"{each.record} {each.since}" for each in reminder.awaited]
    return hashlib.sha256("\n".join(about).encode()).hexdigest()[:DIGEST]
