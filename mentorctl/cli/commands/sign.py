"""`mentorctl sign`: sign a record with one's own key, or decline to."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.editing import record_fields
from mentorctl.cli.editing.transaction import Transaction
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.options import KeyFile, PairingArgument, Today, Yes
from mentorctl.cli.output.console import complain, note
from mentorctl.cli.signing import identity
from mentorctl.cli.signing.commit_signer import CommitSigner
from mentorctl.cli.signing.signing_targets import (
    add_signatures,
    files_of,
    in_order,
    print_targets,
    refuse_faults,
    role_title,
    signing_requests,
    still_open,
    summary,
    tell_signatures,
)
from mentorctl.cli.state import State
from mentorctl.model.paths import record_name
from mentorctl.model.signature import SignatureState
from mentorctl.reports.proofs.signature_report import looking_into
from mentorctl.trail.signatures.signature_states import role_holder
from mentorctl.trail.signatures.statements import (
    Target,
    fill_blanks,
    needs_passphrase,
    sign_statements,
    statement,
    trail_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentorctl.cli.signing.signing_targets import SigningRequest
    from mentorctl.model.recorded import SignedStatement, Statement
    from mentorctl.model.team import Team
    from mentorctl.store.form_sources import FormSources
    from mentorctl.trail.signatures.statements import OwnSigner

__all__ = ["command"]


Names = Annotated[
    list[str],
    typer.Argument(
        metavar="RECORD…",
        help="plan, experiences/1 …; log stands for all of its entries.",
        autocompletion=completion.record_files,
    ),
]
AsRole = Annotated[
    str,
    typer.Option(
        "--role", metavar="ROLE", help="As which role, if several.", autocompletion=completion.roles
    ),
]
Decline = Annotated[
    bool, typer.Option("--decline", help="Say that you do not sign; needs --reason.")
]
Why = Annotated[str, typer.Option(metavar="TEXT", help="Why you do not sign.")]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    pairing: PairingArgument,
    record: Names,
    role: AsRole = "",
    decline: Decline = False,
    reason: Why = "",
    key: KeyFile = None,
    today: Today = None,
    yes: Yes = False,
) -> None:
    """Sign a record with your own key, or decline to.

    Shows just what is signed, and asks. Who you are is told by your key, which the coordinator
    has registered; mentorctl key doctor helps where that is still to be done. The time of the
    signature is always that of the clock, whatever --today says.
    """
    state: State = context.obj
    refusal = record_fields.sentence(reason, "reason") if decline else None
    if reason and not decline:
        raise typer.BadParameter("--reason is why you do not sign; add --decline")
    book = identity.ledger(state)
    who = identity.require_signer(state, book, key)
    change = Transaction(state, today, sign=CommitSigner(state, who))
    pairing, record = in_order(state, pairing, record)
    team = record_fields.team(change, pairing, *files_of(state, record))
    targets = [
        _target(state, team, who, each, role) for each in signing_requests(state, team, record)
    ]
    trail = trail_of(book, max(change.today, identity.now(state).date()))
    trail = looking_into(state.folder.recorded, trail)
    sources = trail.sources or state.folder.recorded.sources
    done = SignatureState.DECLINED if decline else SignatureState.VALID
    targets = still_open(state, team, trail, targets, lambda stand: stand is done)
    if not targets:
        note("there is nothing to sign")
        return
    refuse_faults(change, team, targets, sources)
    said = _statements(state, team, who, targets, sources, refusal)
    print_targets(state, team, targets, sources)
    _ask(state, team, targets, said, yes=yes or state.dry_run)
    _prepare(who)
    made = sign_statements(who, team.recorded, said, trail.judge)
    add_signatures(change, team, made)
    _finish(change, team, who, targets, made)


def _target(state: State, team: Team, who: OwnSigner, asked: SigningRequest, given: str) -> Target:
    """A record with the role in which somebody signs it.

    Raises:
        typer.BadParameter: It is not clear as which role.
        typer.Exit: They do not sign it; it has been said.
    """
    held = [role for role in asked.roles if role_holder(team.recorded, role) == who.person]
    if given:
        role = lookup.role(state, given)
        if role in held:
            return Target(asked.path, asked.record, role, asked.title, asked.name)
        held = []
    if len(held) == 1:
        return Target(asked.path, asked.record, held[0], asked.title, asked.name)
    if held:
        raise typer.BadParameter(
            f"you are {' and '.join(held)} of {team.id}; say as which you sign: --role {held[0]}"
        )
    names = [
        record_fields.names_of(state, [role_holder(team.recorded, role)]) or "nobody yet"
        for role in asked.roles
    ]
    signers = [
        f"{role_title(state, role)} ({name})" for role, name in zip(asked.roles, names, strict=True)
    ]
    as_role = f", not as {role_title(state, given)}" if given else ""
    complain(
        f"the {asked.name} of {team.id} is signed by {' and '.join(signers)},"
        f" and by your key you are {record_fields.names_of(state, [who.person])}{as_role}",
        f"ask them to sign it{_on_paper(state, team, who, asked)}",
    )
    raise typer.Exit(FINDINGS)


def _on_paper(state: State, team: Team, who: OwnSigner, asked: SigningRequest) -> str:
    """How a coordinator vouches for those who sign by hand; nothing for others, who cannot."""
    if who.person not in state.folder.program.coordinators:
        return ""
    what = f"{team.id} {record_name(asked.path)} {asked.roles[0]}"
    return f"; signed on paper: mentorctl attest {what} --scan FILE --signed-on DATE"


def _statements(
    state: State,
    team: Team,
    who: OwnSigner,
    targets: Sequence[Target],
    sources: FormSources,
    refusal: str | None,
) -> list[Statement]:
    program, at = state.folder.program, identity.now(state)
    setting = program.signing
    return [
        statement(
            program,
            team.recorded,
            each,
            sources,
            person=who.person,
            intent=fill_blanks(
                setting.intent if refusal is None else setting.refusal,
                record=each.title,
                role=role_title(state, each.role),
                person=record_fields.names_of(state, [who.person]),
            ),
            key=who.mark,
            at=at,
            declined=refusal,
        )
        for each in targets
    ]


def _ask(
    state: State, team: Team, targets: Sequence[Target], said: Sequence[Statement], *, yes: bool
) -> None:
    """Show the sentences that are agreed to, and ask."""
    for intent in dict.fromkeys(each.intent for each in said):
        note(intent)
    declined = said[0].declined
    note(said[0].consent if declined is None else f"Reason: {declined}")
    roles = " and ".join(dict.fromkeys(role_title(state, each.role) for each in targets))
    verb = "sign" if declined is None else "decline to sign"
    name = record_fields.names_of(state, [said[0].person])
    identity.confirm_signing(
        f"{verb} the {summary(team, targets)} as {name}, {roles}", yes=yes or state.dry_run
    )


def _prepare(who: OwnSigner) -> None:
    """Say how often a passphrase will be asked for, and how to be asked less often."""
    if sys.platform == "win32" and needs_passphrase(who.key):
        note("your passphrase is asked for twice, for the signature and for the history;"
             f" once for the whole day with: ssh-add {who.key.path}")  # fmt: skip


def _finish(
    change: Transaction,
    team: Team,
    who: OwnSigner,
    targets: Sequence[Target],
    made: Sequence[SignedStatement],
) -> None:
    state = change.state
    declined = made[0].statement.declined
    verb, trailer = ("signed", "Signed") if declined is None else ("declined", "Declined")
    roles = " and ".join(dict.fromkeys(role_title(state, each.role) for each in targets))
    name = record_fields.names_of(state, [who.person])
    message = f"{summary(team, targets)}: {verb} by {name} as {roles}"
    if declined is not None:
        message += f" ({' '.join(declined.split())})"
    said = [each.statement for each in made]
    tell_signatures(state, said, "signed" if declined is None else "declined")
    trailers = [f"Mentorctl-{trailer}: {each.record} {each.role} {each.person}" for each in said]
    change.finish(message, trailers=(*trailers, f"Mentorctl-Key: {who.mark}"))
