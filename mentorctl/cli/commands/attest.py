"""`mentorctl attest`: a coordinator vouches for a signature on paper."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.editing import record_fields
from mentorctl.cli.editing.transaction import Transaction
from mentorctl.cli.options import KeyFile, PairingArgument, Today, Yes, day
from mentorctl.cli.output.console import note
from mentorctl.cli.record_lookup import is_record
from mentorctl.cli.signing import identity
from mentorctl.cli.signing.commit_signer import CommitSigner
from mentorctl.cli.signing.signing_targets import (
    add_signatures,
    files_of,
    print_targets,
    refuse_faults,
    role_title,
    signing_requests,
    still_open,
    summary,
    tell_signatures,
)
from mentorctl.cli.state import State
from mentorctl.model.paths import EVIDENCE, record_name
from mentorctl.model.recorded import PaperSignature, Scan
from mentorctl.model.signed_by_hand import signed_content
from mentorctl.model.team import COUNTED
from mentorctl.reports.proofs.signature_report import looking_into
from mentorctl.store.evidence import EvidenceError, free_name, is_page, read_evidence
from mentorctl.trail.signatures.signature_states import role_holder
from mentorctl.trail.signatures.statements import (
    Target,
    fill_blanks,
    sign_statements,
    statement,
    trail_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentorctl.cli.signing.signing_targets import SigningRequest
    from mentorctl.model.recorded import Statement
    from mentorctl.model.team import Team
    from mentorctl.store.form_sources import FormSources
    from mentorctl.trail.signatures.statements import OwnSigner

__all__ = ["command"]

# of the school that is visited: no person of the program, but a name in the report
ADMINISTRATOR = "administrator"


Name = Annotated[
    str,
    typer.Argument(
        metavar="RECORD",
        help="plan, experiences/1 …; log stands for all of its entries.",
        autocompletion=completion.record_files,
    ),
]
Signer = Annotated[
    str,
    typer.Argument(
        metavar="PERSON|ROLE",
        help="Who signed by hand, or as which role; of a visit, administrator.",
        autocompletion=completion.people,
    ),
]
ScanFile = Annotated[
    Path, typer.Option(metavar="FILE", help="The scanned page, copied into evidence/.")
]
SignedOn = Annotated[
    dt.date, typer.Option(parser=day, metavar="DATE", help="The day that stands on the paper.")
]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    pairing: PairingArgument,
    record: Name,
    person: Signer,
    scan: ScanFile,
    signed_on: SignedOn,
    key: KeyFile = None,
    today: Today = None,
    yes: Yes = False,
) -> None:
    """Vouch, as a coordinator, for a signature on paper.

    The scan is kept with its digest. Such a signature is always shown as on paper, attested by
    you, never as the person's own.
    """
    state: State = context.obj
    book = identity.ledger(state)
    who = identity.coordinator(state, book, "vouches for a signature on paper", key)
    change = Transaction(state, today, sign=CommitSigner(state, who))
    pairing, record, person = _in_order(state, (pairing, record, person))
    team = record_fields.team(change, pairing, *files_of(state, [record]), on=signed_on)
    if signed_on > change.today:
        raise typer.BadParameter(f"{signed_on} is still to come; --signed-on is what the paper has")
    named = signing_requests(state, team, [record])
    if person == ADMINISTRATOR and all(_is_of_administrator(each) for each in named):
        paper = PaperSignature(signed_on, who.person, _take_in(change, team, scan))
        _of_administrator(change, team, named, paper, yes=yes or state.dry_run)
        return
    targets = [_target(state, team, each, person) for each in named]
    trail = trail_of(book, max(change.today, identity.now(state).date()))
    trail = looking_into(state.folder.recorded, trail)
    sources = trail.sources or state.folder.recorded.sources
    targets = still_open(state, team, trail, targets, COUNTED.__contains__)
    if not targets:
        note("there is nothing to vouch for")
        return
    refuse_faults(change, team, targets, sources)
    paper = PaperSignature(signed_on, who.person, _take_in(change, team, scan))
    said = _statements(state, team, who, targets, sources, paper)
    print_targets(state, team, targets, sources)
    _ask(state, team, targets, said, yes=yes or state.dry_run)
    add_signatures(change, team, sign_statements(who, team.recorded, said, trail.judge))
    _finish(change, team, who, targets, said)


def _in_order(state: State, words: tuple[str, str, str]) -> tuple[str, str, str]:
    """The pairing, the record and who signed it, in whichever order they were typed."""

    def is_named(text: str) -> bool:
        return is_record(state, text.partition("#")[0])

    def is_signer(text: str) -> bool:
        return text == ADMINISTRATOR or lookup.is_one(lambda: lookup.role(state, text))

    pairing, (first, second) = lookup.pairing_first(
        state, words, lambda text: is_named(text) or is_signer(text)
    )
    if is_named(second) and not is_named(first):
        first, second = second, first
    return pairing, first, second


def _target(state: State, team: Team, asked: SigningRequest, given: str) -> Target:
    """A record with the role in which somebody signed it by hand.

    Args:
        state: The run of the command.
        team: The pairing.
        asked: The record.
        given: A role or a person.

    Raises:
        typer.BadParameter: They do not sign it, or it is not clear as which role.
    """
    is_person = lookup.is_one(lambda: lookup.person(state, given))
    if given in asked.roles:
        roles = [given]
    elif not is_person and lookup.is_one(lambda: lookup.role(state, given)):
        roles = [each for each in asked.roles if each == lookup.role(state, given)]
    else:
        person = lookup.person(state, given)
        roles = [role for role in asked.roles if role_holder(team.recorded, role) == person]
    if len(roles) > 1:
        raise typer.BadParameter(
            f"{given} is {' and '.join(roles)} of {team.id}; name the role in place of the person"
        )
    if not roles or not role_holder(team.recorded, roles[0]):
        holders = {role: [role_holder(team.recorded, role)] for role in asked.roles}
        signers = [
            f"{role} ({record_fields.names_of(state, people) or 'nobody yet'})"
            for role, people in holders.items()
        ]
        raise typer.BadParameter(
            f"the {asked.name} of {team.id} is signed by {' and '.join(signers)}, not by {given}"
        )
    return Target(asked.path, asked.record, roles[0], asked.title, asked.name)


def _is_of_administrator(asked: SigningRequest) -> bool:
    """Whether it is a visit's report, which the administrator of the school signs by hand."""
    return asked.kind == "visit" and ADMINISTRATOR not in asked.roles


def _of_administrator(
    change: Transaction,
    team: Team,
    asked: Sequence[SigningRequest],
    paper: PaperSignature,
    *,
    yes: bool,
) -> None:
    """Note in the report of a visit that the school's administrator signed it by hand.

    Raises:
        typer.BadParameter: The report names nobody.
    """
    state, (report,) = change.state, asked
    key = record_name(report.path).partition("/")[2]
    named = team.visits[key].administrator
    if named is None or not named.name:
        raise typer.BadParameter(
            f"the {report.name} names no administrator; write who it was first:"
            f" mentorctl edit {team.id} visits/{key} --set administrator.name=NAME"
        )
    if named.signed is not None:
        record_fields.replace("the day of the signature", named.signed.on, paper.signed_on, yes=yes)
    identity.confirm_signing(
        f"vouch that {named.name} signed the {report.name} on {paper.signed_on}", yes=yes
    )
    said = {
        "on": paper.signed_on, "attested_by": paper.attested_by, "scan": paper.scan.file,
        "scan_sha256": paper.scan.sha256, "content": signed_content(report.record),
    }  # fmt: skip
    for name, value in said.items():
        change.set(team.path(report.path), (ADMINISTRATOR, "signed", name), value)
    who = record_fields.names_of(state, [paper.attested_by])
    change.finish(
        f"{report.name} of {team.id}: signed on paper on {paper.signed_on} by {named.name},"
        f" {ADMINISTRATOR} of the school, attested by {who}"
    )


def _statements(
    state: State,
    team: Team,
    who: OwnSigner,
    targets: Sequence[Target],
    sources: FormSources,
    paper: PaperSignature,
) -> list[Statement]:
    program, at = state.folder.program, identity.now(state)
    return [
        statement(
            program,
            team.recorded,
            each,
            sources,
            person=role_holder(team.recorded, each.role),
            intent=fill_blanks(
                program.signing.attestation,
                record=each.title,
                role=role_title(state, each.role),
                person=record_fields.names_of(state, [role_holder(team.recorded, each.role)]),
            ),
            key=who.mark,
            at=at,
            paper=paper,
        )
        for each in targets
    ]


def _ask(
    state: State, team: Team, targets: Sequence[Target], said: Sequence[Statement], *, yes: bool
) -> None:
    """Show the sentence that is agreed to, and ask."""
    for intent in dict.fromkeys(each.intent for each in said):
        note(intent)
    what, signer = summary(team, targets), record_fields.names_of(state, [said[0].person])
    on = said[0].paper.signed_on if said[0].paper else ""
    identity.confirm_signing(
        f"vouch that {signer} signed the {what} on {on}", yes=yes or state.dry_run
    )


def _finish(
    change: Transaction,
    team: Team,
    who: OwnSigner,
    targets: Sequence[Target],
    said: Sequence[Statement],
) -> None:
    state, first = change.state, said[0]
    on = first.paper.signed_on if first.paper else ""
    tell_signatures(state, said, "attested")
    change.finish(
        f"{summary(team, targets)}: signed on paper on {on}"
        f" by {record_fields.names_of(state, [first.person])} as {role_title(state, first.role)},"
        f" attested by {record_fields.names_of(state, [who.person])}",
        trailers=(
            *(f"Mentorctl-Attested: {each.record} {each.role} {each.person}" for each in said),
            f"Mentorctl-Key: {who.mark}",
        ),
    )


def _take_in(change: Transaction, team: Team, path: Path) -> Scan:
    """Copy the scan into evidence/, unless it is there already.

    Raises:
        typer.BadParameter: It cannot be taken in.
    """
    try:
        content = read_evidence(path)
    except EvidenceError as error:
        raise typer.BadParameter(f"{error.message}; {error.hint}") from None
    if not content:
        raise typer.BadParameter(f"{path} is empty; scan the page again")
    if not is_page(content):
        raise typer.BadParameter(
            f"{path} shows no page that was signed; name a scan or a photo of it: PDF, PNG, JPEG"
        )
    digest = hashlib.sha256(content).hexdigest()
    folder = change.state.root.joinpath(*team.path(EVIDENCE).split("/"))
    for name in sorted(team.evidence):
        place = folder / name
        if place.stat().st_size == len(content) and place.read_bytes() == content:
            return Scan(name, digest)
    name = free_name(path.name, team.evidence)
    change.copy(team.path(f"{EVIDENCE}/{name}"), content)
    return Scan(name, digest)
