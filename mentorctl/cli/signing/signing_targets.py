"""Shared by `sign` and `attest`: choosing records, showing them, storing signatures."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, NamedTuple

import typer

from mentorctl.cli import lookup
from mentorctl.cli.editing.transaction import show
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import note, paint, shown, width
from mentorctl.cli.record_lookup import is_record
from mentorctl.cli.signing.identity import refuse_unsaved
from mentorctl.model.finding import is_fault
from mentorctl.model.kinds import kind_named
from mentorctl.model.paths import PAIRING_FILE, SUFFIX, signature_file
from mentorctl.model.recorded import signed_entry
from mentorctl.model.roles import THE_PAIR
from mentorctl.model.signature import SignatureState
from mentorctl.model.spoken import record_spelled
from mentorctl.model.years import zone_named
from mentorctl.reports.check import check_teams
from mentorctl.reports.folder_reading import sound_context
from mentorctl.reports.form_lines import form_lines
from mentorctl.reports.proofs.signature_report import Signing
from mentorctl.reports.provenance import named
from mentorctl.store.parse.reader import placed
from mentorctl.trail.signatures.signature_states import role_holder, signable
from mentorctl.trail.signatures.statements import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mentorctl.cli.editing.transaction import Transaction
    from mentorctl.cli.state import State
    from mentorctl.model.recorded import Recorded, SignedStatement, Statement
    from mentorctl.model.surroundings import Surrounding
    from mentorctl.model.team import Team
    from mentorctl.reports.transcript import TranscriptLine
    from mentorctl.store.form_sources import FormSources
    from mentorctl.trail.signatures.signature_states import Trail

__all__ = [
    "SigningRequest",
    "add_signatures",
    "files_of",
    "in_order",
    "print_targets",
    "refuse_faults",
    "role_title",
    "signing_requests",
    "still_open",
    "summary",
    "tell_signatures",
]

WIDTH = 80
HEAD = """\
# yaml-language-server: $schema={up}.mentorctl/schema/signatures.json
# Signatures, the newest last. Written by mentorctl sign and mentorctl attest; a change of
# anything in a statement makes its signature worthless.

signed:
"""


class SigningRequest(NamedTuple):
    """A record that somebody named, which the program wants signed.

    Attributes:
        kind: The kind's name in program.yaml.
        path: The record relative to its pairing.
        record: The record.
        roles: The roles that sign it, in their order.
        title: What a record of its kind is called.
        name: What this one is called.
    """

    kind: str
    path: str
    record: Recorded
    roles: tuple[str, ...]
    title: str
    name: str


def files_of(state: State, names: Iterable[str]) -> list[str]:
    """The files that have to be readable before the records with these names can be signed."""
    words = state.folder.words
    return [PAIRING_FILE, *(f"{record_spelled(words, each)}{SUFFIX}" for each in names)]


def in_order(state: State, pairing: str, records: Sequence[str]) -> tuple[str, list[str]]:
    """The pairing, and the records to be signed, in whichever order they were typed."""
    return lookup.pairing_first(
        state, (pairing, *records), lambda text: is_record(state, text.partition("#")[0])
    )


def signing_requests(state: State, team: Team, names: Sequence[str]) -> list[SigningRequest]:
    """The records that a person names.

    Args:
        state: The run of the command.
        team: The pairing.
        names: `plan`, `experiences/1`, `log` for all of its entries, `log#ID` for one.

    Raises:
        typer.BadParameter: One of them means no record, or one that nobody signs.
    """
    program, words = state.folder.program, state.folder.words
    there = {path.replace(".yaml", "", 1): (kind, path, record)
             for kind, path, record in signable(team.recorded)}  # fmt: skip
    by_item = dict.fromkeys(each.partition("#")[0] for each in there if "#" in each)
    found: dict[str, SigningRequest] = {}
    for given in names:
        spelled = given.replace(".yaml", "", 1) if "#" in given else record_spelled(words, given)
        name = lookup.match_one(f"record of {team.id}", spelled, [*there, *by_item])
        wanted = (
            [name] if name in there else [each for each in there if each.startswith(f"{name}#")]
        )
        for each in wanted:
            kind, path, record = there[each]
            setting = program.records.get(kind)
            title = words.say(kind_named(kind).title)
            title = f"{title} entry" if "#" in path else title
            if setting is None or not setting.signed_by:
                raise typer.BadParameter(
                    f"in this program nobody signs the {title}; who does would stand in"
                    f" program.yaml: mentorctl edit program --set records.{kind}.signed_by.+=ROLE"
                )
            key = each.partition("/")[2] or each.partition("#")[2]
            called = f"{title} {key}".strip()
            found[path] = SigningRequest(kind, path, record, setting.signed_by, title, called)
    return list(found.values())


def role_title(state: State, role: str) -> str:
    """What a role is called."""
    titles = {each.id: each.title for each in state.folder.program.roles}
    return titles.get(role, state.folder.words[role])


def refuse_faults(
    change: Transaction, team: Team, targets: Sequence[Target], sources: FormSources
) -> None:
    """Stop where a record is not fit to be signed, or its form rests on what nobody has saved.

    Raises:
        typer.Exit: `check` finds an error in it, or it has changes that nobody has saved.
    """
    folder = change.state.folder
    files = {team.path(each.path.partition("#")[0]) for each in targets}
    about = sound_context(folder, change.today)
    # no warning stops a signature
    found = check_teams(folder, about, [team.id], approvals=False).findings
    faults = [
        each
        for each in found
        if each.path in files and is_fault(each) and each.code not in folder.program.check.allow
    ]
    if faults:
        show(placed(folder.root, faults))
        note(f"{paint('nothing was signed', 'bold')}: mend what is named above and save it first")
        raise typer.Exit(FINDINGS)
    written = {team.path(signature_file(each.path, each.role)) for each in targets}
    around = {
        found.source
        for each in targets
        for found in sources.surroundings(each.record, each.role, team.folder)
    }
    refuse_unsaved(change.state, files | written | around, "signed")


def still_open(
    state: State,
    team: Team,
    trail: Trail,
    targets: Sequence[Target],
    closed: Callable[[SignatureState], bool],
) -> list[Target]:
    """The records that are not signed as they are now; the others are named.

    Args:
        state: The run of the command.
        team: The pairing.
        trail: What the history says.
        targets: What is to be signed.
        closed: Which states leave nothing to do.
    """
    folder = state.folder
    zone = zone_named(folder.program.timezone)
    signing = Signing(folder.root, folder.program, trail, trail.today, zone)
    known = signing.standings(team.recorded)
    left = []
    for each in targets:
        stand = known.get((each.path, each.role))
        if stand is None or not closed(stand.state):
            left.append(each)
            if stand is not None and stand.state is SignatureState.STALE:
                note(f"{each.name} of {team.id}: signed on {stand.on:%Y-%m-%d}, and {stand.why}")
            continue
        verb = "declined" if stand.state is SignatureState.DECLINED else "signed"
        on = f" on {stand.on:%Y-%m-%d}" if stand.on else ""
        paper = f" ({stand.why})" if stand.state is SignatureState.ATTESTED else ""
        note(f"{each.name} of {team.id}: already {verb}{on}{paper}")
    return left


def print_targets(
    state: State, team: Team, targets: Sequence[Target], sources: FormSources
) -> None:
    """Show records as their forms read: just what a signature covers.

    What the entries of a log have in common is shown once, above them.
    """
    folder = state.folder
    shown_already: tuple[Surrounding, ...] | None = None
    for each in targets:
        title = f"{each.name[:1].upper()}{each.name[1:]}"
        note("")
        note(paint(shown(f"{title} of {_parties(state, team)}"), "bold"))
        around = sources.surroundings(each.record, each.role, team.folder)
        is_shown = around == shown_already
        lines = form_lines(
            each.record, each.role, () if is_shown else around,
            folder.program, folder.words, folder.people.counted(lambda each, _: state.person(each)),
        )  # fmt: skip
        shown_already = around
        for line in lines:
            for text in _written(line):
                note(text)
        if is_shown:
            note("  the rest of its form as above")
        elif not lines:
            note("  nothing is filled in")
    note("")


def add_signatures(change: Transaction, team: Team, made: Sequence[SignedStatement]) -> None:
    """Put signed statements into the pairing's signature files."""
    files: dict[str, list[SignedStatement]] = {}
    for each in made:
        record = each.statement.record.removeprefix(team.path(""))
        files.setdefault(signature_file(record, each.statement.role), []).append(each)
    for name, new in files.items():
        path = team.path(name)
        if name not in change.state.folder.files_of(team.id, team.year):
            change.create(path, HEAD.format(up="../" * path.count("/")))
            change.set(path, ("signed",), [signed_entry(each) for each in new])
            continue
        for each in new:
            change.append(path, ("signed",), signed_entry(each))


def tell_signatures(state: State, said: Iterable[Statement], how: str) -> None:
    """Note for scripts which signatures are made, and how: signed, declined or attested."""
    state.act.tell(
        signatures=[
            {
                "record": each.record,
                "role": each.role,
                **named(state.folder, "person", each.person),
                "key": each.key,
                "state": how,
                "signed_on": each.paper.signed_on if each.paper else None,
            }
            for each in said
        ]
    )


def summary(team: Team, targets: Sequence[Target]) -> str:
    """What records are, in a few words: `plan of …`, `log of …, 3 entries`."""
    if len(targets) == 1:
        return f"{targets[0].name} of {team.id}"
    files = {file for each in targets for file, _, item in [each.path.partition("#")] if item}
    if len(files) == 1 and all("#" in each.path for each in targets):
        return f"{files.pop().removesuffix('.yaml')} of {team.id}, {len(targets)} entries"
    return f"{len(targets)} records of {team.id}"


def _parties(state: State, team: Team) -> str:
    """Whose records they are."""
    ids = [role_holder(team.recorded, role) for role in THE_PAIR]
    names = [state.name_of(each) for each in ids if each]
    return f"{' and '.join(names)} ({team.id})" if names else team.id


def _written(line: TranscriptLine) -> Iterator[str]:
    """One line of a record, folded; text of several lines cannot be taken for fields."""
    indent = "  " * (line.depth + 1)
    room = max(40, min(WIDTH, width()))
    label, value = shown(line.label), shown(line.value)
    head = label if label.endswith((".", "?", ":")) else f"{label}:"
    if "\n" in value.strip():
        yield f"{indent}{head}"
        for part in value.strip().split("\n"):
            bar = f"{indent}  │ "
            yield from textwrap.wrap(part, room, initial_indent=bar, subsequent_indent=bar) or [bar]
        return
    stands_for = f" ({shown(line.stands_for)})" if line.stands_for else ""
    text = f"{head} {value.strip()}{stands_for}".rstrip()
    yield from textwrap.wrap(
        text, room, initial_indent=indent, subsequent_indent=f"{indent}    ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
