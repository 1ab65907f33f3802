"""`mentorctl key`: whose key is whose, and whether one's own works."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import msgspec
import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.base_command import ActCommand, BaseCommand, CommandGroup, WritingCommand
from mentorctl.cli.editing import record_fields
from mentorctl.cli.editing.transaction import Transaction
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.list_filter import Advisor, Area, chosen_pairings, people_of
from mentorctl.cli.options import Format, PersonArgument, SchemaVersion, day
from mentorctl.cli.output.console import note, put, table
from mentorctl.cli.output.unreadable import end_with
from mentorctl.cli.signing import identity
from mentorctl.cli.signing.commit_signer import CommitSigner
from mentorctl.cli.signing.key_doctor import examine_keys
from mentorctl.cli.signing.key_registration import (
    KeyFacts,
    first_own,
    mark_of,
    one_of,
    public_in,
    refuse_held,
    refuse_known,
    refuse_last,
    refuse_that_opens_nothing,
    vouched,
    waiting_of,
    who_adds,
    without_remark,
    write_allowed,
    write_key,
)
from mentorctl.cli.state import State
from mentorctl.model.paths import PROGRAM_FILE, person_file
from mentorctl.model.years import zone_named
from mentorctl.reports.folder_reading import unread_people, unreadable_data
from mentorctl.reports.provenance import named, program_data
from mentorctl.reports.row_formats import as_json
from mentorctl.store.parse.fast import reading
from mentorctl.trail.errors import TrailError
from mentorctl.trail.git import repository
from mentorctl.trail.register.key_register import KeySpan
from mentorctl.trail.register.let_in import let_in_since, without_let_in
from mentorctl.trail.ssh.public_keys import fingerprint, parse_public

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.person import Person
    from mentorctl.trail.ledger.ledger import Ledger

__all__ = ["app"]

COLUMNS = ("person", "type", "fingerprint", "added", "revoked", "note")
FINGERPRINT, NOTE = 2, 5

app = typer.Typer(
    cls=CommandGroup,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Register, list, confirm and revoke keys to sign with, and see that one works.",
)

OwnKeyOption = Annotated[
    Path | None, typer.Option("--key", metavar="FILE", help="Your own key, to sign this with.")
]


class KeyRow(NamedTuple):
    """One key of a person, as their record has it."""

    person: str
    type: str
    fingerprint: str
    added: dt.date
    revoked: dt.date | None
    note: str | None


KeyFile = Annotated[
    Path | None,
    typer.Argument(
        metavar="[FILE|-]",
        help="The file with their public key (.pub), - for standard input; your own key when"
        " left out.",
    ),
]
Remark = Annotated[
    str, typer.Option("--note", metavar="TEXT", help="What tells this key from others.")
]
AsCoordinator = Annotated[
    bool,
    typer.Option("--coordinator", help="Make this person the program's first coordinator as well."),
]


@app.command(cls=ActCommand, epilog="mentorctl key add okafor okafor.pub")
def add(
    context: typer.Context,
    person: PersonArgument,
    file: KeyFile = None,
    remark: Remark = "",
    as_coordinator: AsCoordinator = False,
    key: OwnKeyOption = None,
) -> None:
    """Register somebody's public key, so that their signatures count.

    Only a coordinator can; the very first key is the coordinator's own.
    """
    state: State = context.obj
    if file and Path(person).is_file() and not file.is_file():
        person, file = str(file), Path(person)
    name = _known(state, person)
    public = public_in(file) if file else first_own(key).public
    refuse_that_opens_nothing(state, name, public)
    book = identity.ledger(state)
    who = who_adds(state, book, name, public, key, begins=as_coordinator)
    change = Transaction(state, sign=CommitSigner(state, who))
    path, mark = person_file(name), fingerprint(public)
    known = book.register.spans.get(mark)
    if known is not None:
        refuse_known(state, name, known, mark)
    identity.refuse_unsaved(state, (path, PROGRAM_FILE), "registered")
    refuse_held(state, name, mark)
    added = change.today
    said = vouched(state, who, KeyFacts(name, public, added, None))
    write_key(change, state.folder.people[name], path, public, added, said, remark.strip())
    if as_coordinator and name not in state.folder.program.coordinators:
        change.set(PROGRAM_FILE, ("coordinators",), [name])
    write_allowed(
        change, book.register, {mark: KeySpan(name, without_remark(public), added, None, "")}
    )
    titled = record_fields.names_of(state, [name])
    state.act.tell(**named(state.folder, "person", name), key=mark)
    note(f"the key of {titled}: {mark}")
    if name != who.person:
        note(f"ask {titled}, by phone say, whether mentorctl key doctor shows them the same")
    change.finish(
        f"key of {titled} registered by {record_fields.names_of(state, [who.person])}",
        trailers=(f"Mentorctl-Key-Added: {name} {mark}", f"Mentorctl-Key: {who.mark}"),
    )


@app.command("list", cls=BaseCommand, epilog="mentorctl key list")
def list_keys(
    context: typer.Context,
    person: Annotated[
        str | None,
        typer.Argument(
            metavar="[PERSON]", help="Only this person's.", autocompletion=completion.people
        ),
    ] = None,
    advisor: Advisor = None,
    area: Area = None,
    form: Format = "table",
    version: SchemaVersion = "1",
) -> None:
    """List everybody's keys; of one person, with the whole fingerprints."""
    state: State = context.obj
    wanted = None if person is None else lookup.person(state, person)
    with reading():
        inside = people_of(state, chosen_pairings(state, advisor, area))
        rows = [row for name, each in state.folder.people.items()
                if wanted in {None, name} and (inside is None or name in inside)
                for row in _rows(name, each)]  # fmt: skip
    counting, unread = _counting(state), unread_people(state.folder)
    if form == "json":
        keys = [
            {
                **row._asdict(),
                **named(state.folder, "person", row.person),
                "counts": row.fingerprint in counting,
            }
            for row in rows
        ]
        about = {"schema_version": 1, **program_data(state.folder), "keys": keys}
        put(as_json({**about, "unreadable": unreadable_data(unread)}, version))
    elif wanted is not None:
        for row in rows:
            put(_whole(row))
    else:
        put(table(COLUMNS, [_cells(row) for row in rows], texts=(NOTE,), names=(FINGERPRINT,)))
    loose = [row.fingerprint for row in rows if row.fingerprint not in counting]
    if loose:
        note(f"{len(loose)} of them count for nothing, as no coordinator has registered them: "
             + ", ".join(loose))  # fmt: skip
    end_with(unread)


@app.command(cls=ActCommand, epilog="mentorctl key revoke okafor SHA256:abc --since 2027-01-15")
def revoke(
    context: typer.Context,
    person: PersonArgument,
    which: Annotated[
        str, typer.Argument(metavar="KEY", help="Its fingerprint, a part of that, or its note.")
    ],
    since: Annotated[
        dt.date | None,
        typer.Option(
            parser=day,
            metavar="DATE",
            help="The first day on which it counts no more; today when left out.",
        ),
    ] = None,
    key: OwnKeyOption = None,
) -> None:
    """Let a key count no more, from a day on; what it signed before stays signed."""
    state: State = context.obj
    if not _is_known(state, person) and _is_known(state, which):
        person, which = which, person
    name = _known(state, person)
    book = identity.ledger(state)
    who = identity.coordinator(state, book, "revokes keys", key)
    change = Transaction(state, sign=CommitSigner(state, who))
    revoked = since or change.today
    if revoked > change.today:
        raise typer.BadParameter(f"{revoked} is still to come; a key is revoked from a day on"
                                 " that has begun")  # fmt: skip
    number, held = one_of(state.folder.people[name], name, which)
    if held.revoked is not None and held.revoked <= revoked:
        record_fields.nothing_to_do(f"this key of {name} was revoked as of {held.revoked}")
    path, public = person_file(name), parse_public(held.public)
    mark = fingerprint(public)
    refuse_last(state, book.register, mark)
    identity.refuse_unsaved(state, (path, PROGRAM_FILE), "revoked")
    said = vouched(state, who, KeyFacts(name, public, held.added, revoked))
    change.set(path, ("keys", number, "revoked"), revoked)
    change.append(path, ("keys", number, "vouched"), said)
    ended = KeySpan(name, without_remark(public), held.added, revoked, "")
    let_in = _end(change, book, mark, ended, who.mark)
    titled = record_fields.names_of(state, [name])
    state.act.tell(**named(state.folder, "person", name), key=mark)
    change.finish(
        f"key of {titled} revoked as of {revoked} by {record_fields.names_of(state, [who.person])}",
        trailers=(f"Mentorctl-Key-Revoked: {name} {mark} {revoked}", f"Mentorctl-Key: {who.mark}"),
    )
    note(f"what it signed before {revoked} still counts; what it signed since does not")
    _tell_of_let_in(let_in)


@app.command(cls=ActCommand, epilog="mentorctl key confirm SHA256:abc --key ~/.ssh/older_key")
def confirm(
    context: typer.Context,
    which: Annotated[
        str, typer.Argument(metavar="KEY", help="Its fingerprint, a part of that, or its note.")
    ],
    key: OwnKeyOption = None,
) -> None:
    """Confirm a newer key of your own with an older one.

    So it is yours by your own word, too, and not only by that of the coordinator who let it in:
    what is sealed for you, be it about that coordinator, is sealed for it.

    A coordinator confirms a key of somebody else that waits, as audit says, for their word.
    """
    state: State = context.obj
    book = identity.ledger(state)
    who = identity.require_signer(state, book, key)
    may = book.register.may_change(who.mark)
    waits = waiting_of(state, book.register, which) if may else ""
    name = waits or who.person
    number, held = one_of(state.folder.people[name], name, which)
    path, public = person_file(name), parse_public(held.public)
    mark = fingerprint(public)
    if mark == who.mark:
        raise typer.BadParameter("a key does not confirm itself; name an older one: --key FILE")
    span = book.register.spans.get(mark)
    if span is None or (span.revoked is not None and not waits):
        raise typer.BadParameter(
            f"{mark} is no key that counts here; a coordinator registers it: mentorctl key add"
        )
    identity.refuse_unsaved(state, (path, PROGRAM_FILE), "confirmed")
    change = Transaction(state, sign=CommitSigner(state, who))
    facts = KeyFacts(name, public, held.added, held.revoked)
    change.append(path, ("keys", number, "vouched"), vouched(state, who, facts))
    state.act.tell(**named(state.folder, "person", name), key=mark)
    titled = record_fields.names_of(state, [name])
    by = f"by {record_fields.names_of(state, [who.person])}" if waits else "with an older one"
    if waits:
        counts = KeySpan(name, without_remark(public), held.added, None, "")
        write_allowed(change, book.register, {mark: counts})
    change.finish(
        f"key of {titled} confirmed {by}",
        trailers=(f"Mentorctl-Key-Confirmed: {name} {mark}", f"Mentorctl-Key: {who.mark}"),
    )


@app.command(cls=WritingCommand, epilog="mentorctl key doctor --make")
def doctor(
    context: typer.Context,
    make: Annotated[
        bool, typer.Option("--make", help="Make a key where there is none yet.")
    ] = False,
) -> None:
    """See whether you can sign on this computer, and what is still to be done."""
    state: State = context.obj
    if make:
        state.stop_if_dry("a key of your own is made, where you have none")
    if not examine_keys(state, make=make).well:
        raise typer.Exit(FINDINGS)


def _end(
    change: Transaction, book: Ledger, mark: str, ended: KeySpan, by: str
) -> dict[str, KeySpan]:
    """Write for git which keys count no more; what is so then of those that it let in since."""
    zone, before = zone_named(book.zone), book.register
    moment = dt.datetime.combine(change.today, dt.time(12), zone)
    ended = ended._replace(changed_by=by, said=int(moment.timestamp()))

    def said_on(span: KeySpan) -> dt.date:
        return max(span.added, dt.datetime.fromtimestamp(span.said, zone).date())

    since = ended.revoked or change.today
    found = let_in_since(before.spans, mark, since, said_on)
    after = msgspec.structs.replace(before, spans={**before.spans, mark: ended})
    after = without_let_in(before, after, said_on, change.today)
    write_allowed(change, after, {})
    return {each: after.spans[each] for each in found if each != by}


def _tell_of_let_in(let_in: dict[str, KeySpan]) -> None:
    for mark, span in let_in.items():
        ends = f"mentorctl key revoke {span.person} {mark}"
        if span.waits:
            note("nor does a key count that it let in since: if that is theirs, run"
                 f" mentorctl key confirm {mark}; if not, {ends}")  # fmt: skip
        else:
            note(f"a key that it let in since still counts: if you do not know it, run {ends}")


def _is_known(state: State, given: str) -> bool:
    return lookup.is_one(lambda: lookup.person(state, given))


def _known(state: State, given: str) -> str:
    """The id of a person whose record can be read.

    Raises:
        typer.BadParameter: There is none.
    """
    name = lookup.person(state, given)
    if state.folder.people.get(name) is None:
        raise typer.BadParameter(f"{person_file(name)} cannot be read; mentorctl check tells why")
    return name


def _rows(name: str, person: Person) -> Iterator[KeyRow]:
    for each in person.keys:
        mark, kind = mark_of(each), each.public.split()[:1]
        yield KeyRow(
            name, "".join(kind), mark or "cannot be read", each.added, each.revoked, each.note
        )


def _whole(row: KeyRow) -> str:
    """All that is known of a key, with a fingerprint to compare."""
    days = f"added {row.added}" + (f", revoked {row.revoked}" if row.revoked else "")
    about = ", ".join(filter(None, (row.type, days, row.note)))
    return f"{row.fingerprint}\n  {about}"


def _cells(row: KeyRow) -> list[str]:
    """A key's cells; what is left of a fingerprint that is cut names its key still."""
    kind = row.type.removeprefix("ssh-")
    return [row.person, kind, row.fingerprint, *(str(each or "") for each in row[3:])]


def _counting(state: State) -> frozenset[str]:
    """The fingerprints of the keys that are registered, as the history has it."""
    if not repository.is_repository(state.root):
        return frozenset()
    try:
        spans = identity.ledger(state).register.spans
        return frozenset(mark for mark, span in spans.items() if not span.waits)
    except TrailError as error:
        note(f"what counts cannot be told: {error.message}")
        return frozenset()
