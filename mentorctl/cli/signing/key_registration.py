"""Registering keys: what may go into a person's record, and who may put it there."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import typer

from mentorctl.cli.editing import record_fields
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import complain
from mentorctl.cli.signing import identity
from mentorctl.model.canonical import data
from mentorctl.model.paths import ALLOWED_SIGNERS
from mentorctl.model.person import Key
from mentorctl.model.recorded import KeyStatement
from mentorctl.trail.register.allowed_signers import allowed_signers
from mentorctl.trail.register.key_register import KeySpan
from mentorctl.trail.register.let_in import why_waits
from mentorctl.trail.signatures.key_discovery import OwnKey, own_keys
from mentorctl.trail.signatures.statements import OwnSigner, vouch
from mentorctl.trail.ssh.public_keys import BadKey, PublicKey, fingerprint, parse_public

if TYPE_CHECKING:
    from mentorctl.cli.editing.transaction import Transaction
    from mentorctl.cli.state import State
    from mentorctl.model.person import Person
    from mentorctl.trail.ledger.ledger import Ledger
    from mentorctl.trail.register.key_register import Register

__all__ = [
    "KeyFacts",
    "first_own",
    "mark_of",
    "one_of",
    "public_in",
    "refuse_held",
    "refuse_known",
    "refuse_last",
    "refuse_that_opens_nothing",
    "vouched",
    "waiting_of",
    "who_adds",
    "without_remark",
    "write_allowed",
    "write_key",
]

MAX_KEY_FILE = 64 * 1024
# how what is encoded of every key begins
BODY = "AAAA"
UTF16 = (b"\xff\xfe", b"\xfe\xff")


class KeyFacts(NamedTuple):
    """What a coordinator vouches for.

    Attributes:
        person: Whose key it is.
        public: The key.
        added: The first day that counts.
        revoked: The first day that counts no more.
    """

    person: str
    public: PublicKey
    added: dt.date
    revoked: dt.date | None


def public_in(file: Path) -> PublicKey:
    """The one public key in a file.

    Raises:
        typer.BadParameter: It cannot be read, or holds anything else.
    """
    name = "what was typed" if str(file) == "-" else str(file)
    try:
        if str(file) == "-":
            content = sys.stdin.buffer.read(MAX_KEY_FILE)
        else:
            with file.expanduser().open("rb") as opened:
                content = opened.read(MAX_KEY_FILE)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise typer.BadParameter(f"{file} cannot be read ({reason}); see how it is spelt") from None
    # PowerShell writes files like this
    text = content.decode("utf-16" if content.startswith(UTF16) else "utf-8-sig", "replace")
    if "PRIVATE KEY" in text:
        raise typer.BadParameter(
            f"{name} is a private key, which never leaves its owner's computer;"
            " register the file beside it whose name ends in .pub, and if the private one was"
            " sent to you, ask for a new key"
        )
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if sum(word.startswith(BODY) for word in text.split()) == 1:
        # a screen or a mail program broke the line
        lines = [" ".join(lines)]
    if len(lines) != 1:
        raise typer.BadParameter(
            f"{name} holds {len(lines) or 'no'} keys; give it one, on one line, as in a .pub file"
        )
    try:
        return parse_public(lines[0])
    except BadKey as error:
        raise typer.BadParameter(
            f"{name} cannot be registered: {error.reason}; mentorctl key doctor --make makes a key"
            " that can"
        ) from None


def first_own(explicit: Path | None) -> OwnKey:
    """The user's own first key.

    Raises:
        typer.Exit: They have none; it has been said.
        SigningError: The key that they have named cannot be read.
    """
    for found in own_keys(explicit):
        return found
    complain("you have no key on this computer", "make one: mentorctl key doctor --make")
    raise typer.Exit(FINDINGS)


def who_adds(
    state: State,
    book: Ledger,
    name: str,
    public: PublicKey,
    explicit: Path | None,
    *,
    begins: bool,
) -> OwnSigner:
    """Who registers a key: a coordinator, or for the first key the one whose key it is.

    Raises:
        typer.Exit: The user may not; it has been said.
    """
    coordinators = state.folder.program.coordinators
    if begins and coordinators and name not in coordinators:
        raise typer.BadParameter(
            f"the program has coordinators already ({', '.join(coordinators)}); one more goes in"
            f" with: mentorctl edit program --set coordinators.+={name}"
        )
    if book.register.root:
        return identity.coordinator(state, book, "registers keys", explicit)
    if not coordinators and not begins:
        complain("program.yaml names no coordinator, who registers everybody's keys",
                 f"if that is {name}: mentorctl key add {name} --coordinator")  # fmt: skip
        raise typer.Exit(FINDINGS)
    if not begins and name not in coordinators:
        complain(f"nobody's key is registered yet, and the first one is a coordinator's:"
                 f" that of {' or '.join(coordinators)}",
                 f"on that person's computer: mentorctl key add {coordinators[0]}")  # fmt: skip
        raise typer.Exit(FINDINGS)
    for own in own_keys(explicit):
        if own.public.blob == public.blob:
            return OwnSigner(name, own, fingerprint(public), identity.announce,
                             identity.run_agent())  # fmt: skip
    complain("the first key has to be your own, and the private half of this one is not here",
             f"register the key of this computer: mentorctl key add {name}")  # fmt: skip
    raise typer.Exit(FINDINGS)


def refuse_known(state: State, name: str, known: KeySpan, mark: str) -> None:
    """Stop at a key that the register knows.

    Raises:
        typer.Exit: Always; it has been said.
    """
    if known.waits:
        word = state.folder.words["coordinator"]
        complain(f"this key of {name} counts for nothing until a {word} confirms it, as"
                 f" {why_waits(known)}",
                 f"if it is theirs: mentorctl key confirm {mark}")  # fmt: skip
        raise typer.Exit(FINDINGS)
    if known.person != name:
        whose = record_fields.names_of(state, [known.person])
        complain(f"this key is registered as that of {whose}",
                 "everybody has a key of their own: mentorctl key doctor --make")  # fmt: skip
        raise typer.Exit(FINDINGS)
    if known.revoked is None:
        record_fields.nothing_to_do(f"{mark} is registered as a key of {name}")
    complain(f"this key of {name} was revoked as of {known.revoked}",
             "register a new one: mentorctl key doctor --make")  # fmt: skip
    raise typer.Exit(FINDINGS)


def refuse_held(state: State, name: str, mark: str) -> None:
    """Stop at a key that stands in somebody else's record, though it may not count there.

    Raises:
        typer.Exit: It does; it has been said.
    """
    for other, person in state.folder.people.items():
        if other != name and any(mark_of(each) == mark for each in person.keys):
            complain(f"this key stands in people/{other}.yaml",
                     "everybody has a key of their own: mentorctl key doctor --make")  # fmt: skip
            raise typer.Exit(FINDINGS)


def refuse_last(state: State, register: Register, mark: str) -> None:
    """Stop where nobody could change the register any more.

    Raises:
        typer.Exit: It is so; it has been said.
    """
    able = [each for each in register.spans if register.may_change(each)]
    if able == [mark]:
        word = state.folder.words["coordinator"]
        complain(f"this is the only key of a {word}, and without it nobody could register keys",
                 f"register another key of a {word} first: mentorctl key add PERSON")  # fmt: skip
        raise typer.Exit(FINDINGS)


def refuse_that_opens_nothing(state: State, name: str, public: PublicKey) -> None:
    """Stop where somebody has a part in grievances, and with this key could read none of it.

    Raises:
        typer.Exit: It is so; it has been said.
    """
    from mentorctl.vault.age_sealing import can_open  # noqa: PLC0415 - most programs have no process

    setting, person = state.folder.program.grievance, state.folder.people[name]
    roles = setting.recipients.union(setting.opened_by) if setting.steps else frozenset()
    if can_open(public) or not roles.intersection(person.roles):
        return
    complain(
        f"a key of the kind {public.algorithm} can sign, but open nothing that is sealed, and with"
        f" the role{'s' if len(person.roles) > 1 else ''} {', '.join(person.roles)} {name} has a"
        " part in grievances, which are sealed",
        "register one of the kind ssh-ed25519 in a file: on their computer,"
        " mentorctl key doctor --make",
    )
    raise typer.Exit(FINDINGS)


def vouched(state: State, who: OwnSigner, facts: KeyFacts) -> Any:
    """A coordinator's word for a key, as it stands in the record."""
    about = KeyStatement(
        program=state.folder.program.id,
        person=facts.person,
        public=without_remark(facts.public),
        added=facts.added,
        revoked=facts.revoked,
        by=who.person,
        signed_at=identity.now(state).isoformat(timespec="seconds"),
        key=who.mark,
    )
    return data(vouch(who, about))


def write_key(
    change: Transaction,
    person: Person,
    path: str,
    public: PublicKey,
    added: dt.date,
    said: Any,
    remark: str,
) -> None:
    """Put a key into a person's record; one that stands there unregistered is taken over."""
    mark = fingerprint(public)
    for number, each in enumerate(person.keys):
        if mark_of(each) == mark:
            change.set(path, ("keys", number, "added"), added)
            change.append(path, ("keys", number, "vouched"), said)
            return
    item = {"public": public.line, "added": added, "note": remark, "vouched": [said]}
    change.append(path, ("keys",), {name: value for name, value in item.items() if value})


def write_allowed(change: Transaction, register: Register, spans: dict[str, KeySpan]) -> None:
    """Write what plain git and ssh-keygen check signatures by.

    Args:
        change: What the command changes.
        register: The register before.
        spans: What the command adds to it.
    """
    change.replace(ALLOWED_SIGNERS, allowed_signers({**register.spans, **spans}))


def waiting_of(state: State, register: Register, given: str) -> str:
    """The id of the person in whose record a key stands that waits; empty for none that is meant.

    Raises:
        typer.BadParameter: It stands in those of several people.
    """
    waiting = {mark for mark, span in register.spans.items() if span.waits and given in mark}
    found = [
        name
        for name, person in state.folder.people.items()
        if waiting and any(not each.revoked and mark_of(each) in waiting for each in person.keys)
    ]
    if len(found) > 1:
        raise typer.BadParameter(
            f"it stands in the records of {' and '.join(found)}; first end it for whom it is not:"
            " mentorctl key revoke PERSON KEY"
        )
    return "".join(found)


def one_of(person: Person, name: str, given: str) -> tuple[int, Key]:
    """The key of a person that is meant, and its place.

    Raises:
        typer.BadParameter: None is meant, or several.
    """
    marks = [mark_of(each) for each in person.keys]
    found = [
        number for number, each in enumerate(person.keys) if given in (marks[number], each.note)
    ]
    found = found or [number for number, mark in enumerate(marks) if given and given in mark]
    if len(found) == 1:
        return found[0], person.keys[found[0]]
    listed = ", ".join(filter(None, marks)) or "none"
    what = "could be several of" if found else "is none of"
    raise typer.BadParameter(f"{given!r} {what} the keys of {name}: {listed}")


def without_remark(public: PublicKey) -> str:
    """A public key without its remark."""
    return public._replace(comment="").line


def mark_of(key: Key) -> str:
    """The fingerprint of a key in a person's record; empty where it cannot be read."""
    try:
        return fingerprint(parse_public(key.public))
    except BadKey:
        return ""
