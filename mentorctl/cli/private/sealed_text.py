"""Text encrypted for the program's leaders before it is written anywhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mentorctl.cli.editing import record_fields
from mentorctl.cli.output.console import note
from mentorctl.cli.private.private_screen import passphrase
from mentorctl.cli.signing import identity
from mentorctl.model.paths import PROGRAM_FILE, person_file
from mentorctl.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from mentorctl.cli.editing.transaction import Transaction
    from mentorctl.cli.state import State
    from mentorctl.model.finding import Where
    from mentorctl.trail.ssh.private_keys import PrivateKey
    from mentorctl.trail.ssh.public_keys import PublicKey

__all__ = ["leaders", "opened", "own_private_key", "seal_last"]

COORDINATOR = "coordinator"
# plain text is padded to a multiple of this, so that its length reveals nothing
STEP = 1024


def leaders(state: State) -> list[str]:
    """The ids of the people who hold the role that leads a search."""
    role = state.folder.program.reassignment.leader
    people = state.folder.people
    return [name for name, person in people.items() if role in person.roles]


def seal_last(
    change: Transaction,
    place: tuple[str, Where],
    about: str,
    ask: Callable[[], Mapping[str, str]],
    *,
    whole: bool = False,
) -> None:
    """Put words into a record, sealed for those who lead a search, and say who they are.

    Args:
        change: The change, which has everything else already.
        place: The record, and the way to the value.
        about: The pairing it is about; it is sealed too, so that it fits nowhere else.
        ask: Gives the words; asked last, once all that can fail has been tried. Not where the
            change is only shown.
        whole: Whether the rules are asked that look across pairings.

    Raises:
        StoreError: Nobody who leads has a registered key that can open anything.
        typer.Exit: The change cannot be made; it has been said.
    """
    state = change.state
    keys = _keys(state)
    if not keys:
        title = _title(state)
        raise StoreError(
            f"no {title} has a registered key that can open anything, so nothing was sealed",
            "register one of the kind ssh-ed25519: mentorctl key add PERSON",
        )
    change.set(*place, _sealed(about, {}, keys))
    change.rehearse(whole=whole)
    if state.dry_run:
        return
    change.set(*place, _sealed(about, ask(), keys))
    people = dict.fromkeys(person for _, person in keys)
    note(f"sealed for {record_fields.names_of(state, people)}; nobody else can open it")


def _sealed(about: str, said: Mapping[str, str], keys: Sequence[tuple[PublicKey, str]]) -> str:
    from mentorctl.vault.age_sealing import seal  # noqa: PLC0415 - only where something is sealed

    text = json.dumps({"about": about, **said}, ensure_ascii=False).encode()
    text += b" " * (-len(text) % STEP)
    return seal(text, [key for key, _ in keys])


def opened(text: str, about: str, key: PrivateKey) -> dict[str, str]:
    """Open what was sealed about a pairing.

    Raises:
        StoreError: It is not about this pairing.
        SealError: It cannot be opened with this key.
    """
    from mentorctl.vault.age_sealing import open_sealed  # noqa: PLC0415 - only where it is opened

    try:
        found: Any = json.loads(open_sealed(text, key))
    except ValueError:
        found = None
    if not isinstance(found, dict) or found.pop("about", None) != about:
        raise StoreError(
            f"what is sealed here is not about {about}",
            "somebody has put it here from another place; look at it: mentorctl history",
        )
    return {str(name): str(value) for name, value in found.items()}


def own_private_key(state: State, explicit: Path | None) -> PrivateKey:
    """The user's own key that opens what is sealed for those who lead.

    Raises:
        StoreError: They have none.
    """
    from mentorctl.trail.signatures.key_discovery import own_keys  # noqa: PLC0415 - only where it is opened
    from mentorctl.trail.ssh.private_keys import private_key  # noqa: PLC0415 - as above

    known = {public.blob for public, _ in _keys(state)}
    for key in own_keys(explicit):
        if key.path is not None and key.public.blob in known:
            return private_key(key.path, passphrase)
    title = _title(state)
    raise StoreError(
        f"none of your keys is one that a {title} has registered, and only these open it",
        "name the file of yours: --key FILE; see what is registered: mentorctl key list",
    )


def _keys(state: State) -> list[tuple[PublicKey, str]]:
    """The registered keys of those who lead that count and can open, with whose each is.

    Raises:
        StoreError: Somebody who may not has said who leads.
    """
    from mentorctl.trail.ledger.writing import mark_of  # noqa: PLC0415 - loads slowly
    from mentorctl.trail.ssh.public_keys import parse_public  # noqa: PLC0415 - loads slowly
    from mentorctl.vault.age_sealing import can_open  # noqa: PLC0415 - only where it is sealed

    book = identity.ledger(state)
    register, role = book.register, state.folder.program.reassignment.leader
    if mark_of(("reassignment", "leader"), role) in book.unproven.get(PROGRAM_FILE, ()):
        raise StoreError(
            f"that a {role} leads was written into {PROGRAM_FILE} by somebody who may not, so"
            " nothing is sealed or opened",
            "see who did it: mentorctl audit; a coordinator puts it right: mentorctl edit program",
        )
    people = {
        each
        for each in leaders(state)
        if mark_of(("roles", role), role) not in book.unproven.get(person_file(each), ())
    }
    if role == COORDINATOR:
        # writing the role into one's own file does not make one a leader
        people &= register.coordinators
    found = []
    for span in register.spans.values():
        if span.person in people and span.revoked is None:
            public = parse_public(span.public)
            if can_open(public):
                found.append((public, span.person))
    return found


def _title(state: State) -> str:
    program = state.folder.program
    name = program.reassignment.leader
    return next((role.title for role in program.roles if role.id == name), name)
