"""What `mentorctl key doctor` looks at: OpenSSH, the user's keys, the register, one try."""

from __future__ import annotations

import platform
from pathlib import Path
from typing import TYPE_CHECKING

from mentorctl.cli.output.console import paint, say, shown
from mentorctl.cli.signing import identity
from mentorctl.store.errors import StoreError
from mentorctl.trail.errors import TrailError
from mentorctl.trail.git import repository
from mentorctl.trail.ledger.key_register import Register
from mentorctl.trail.signatures.key_discovery import OwnKey, own_key_setting, own_keys
from mentorctl.trail.ssh import openssh
from mentorctl.trail.ssh.public_keys import fingerprint

if TYPE_CHECKING:
    from mentorctl.cli.state import State

__all__ = ["examine_keys"]

NAMESPACE = "mentorctl-doctor"
TRY = b"a line to try the key on\n"
USUAL, OTHER = "id_ed25519", "id_ed25519_mentorctl"
MAKE = "mentorctl key doctor --make"
NEWER = (
    "get OpenSSH 8.2 or newer (on Windows: Settings, Optional features, OpenSSH Client),"
    " open a new terminal and run this again"
)


def examine_keys(state: State, *, make: bool) -> bool:
    """See whether the user can sign, and say so in words for somebody who never has.

    Args:
        state: The run of the command.
        make: Whether to make a key where there is none.

    Returns:
        Whether all is well.
    """
    if not _openssh():
        return _end(well=False, text="You cannot sign yet: OpenSSH has to be installed first.")
    keys = _keys(make=make)
    if not keys:
        text = f"You cannot sign yet: you have no key. This makes one: {MAKE}"
        return _end(well=False, text=text)
    register = _register(state)
    key = _best(keys, register)
    if not _tried(key):
        text = "You cannot sign yet: do what the line above says, and run this again."
        return _end(well=False, text=text)
    if register is None:
        text = "You can sign. In a program folder this also says whether your key is registered."
        return _end(well=True, text=text)
    return _registered(state, register, key)


def _best(keys: list[OwnKey], register: Register | None) -> OwnKey:
    """The key to speak of: one that counts, else one that did, else the first."""
    spans = register.spans if register else {}
    known = [key for key in keys if fingerprint(key.public) in spans]
    valid = [key for key in known if spans[fingerprint(key.public)].revoked is None]
    return (valid or known or keys)[0]


def _openssh() -> bool:
    """Whether OpenSSH is there and new enough."""
    try:
        found = openssh.version()
    except TrailError as error:
        return _no(error.message, error.hint)
    if found is not None and found < openssh.OLDEST:
        return _no(f"OpenSSH {found[0]}.{found[1]} is too old to sign", NEWER)
    text = f"OpenSSH {found[0]}.{found[1]}" if found else "OpenSSH"
    return _yes(f"{text} is on this computer; it makes the signatures")


def _keys(*, make: bool) -> list[OwnKey]:
    """The user's keys, a new one among them where that was asked for."""
    try:
        found = list(own_keys())
        if not found and make:
            found = [_made()]
    except TrailError as error:
        _no(error.message, error.hint)
        return []
    for key in found:
        place = key.path or "the agent that keeps your keys"
        _yes(f"you have a key: {fingerprint(key.public)} ({key.public.algorithm}, in {place})")
    if not found:
        _no("you have no key to sign with yet", f"make one: {MAKE}")
    elif make:
        _yes("so no other was made")
    return found


def _made() -> OwnKey:
    """A new key, at the place where OpenSSH looks; where that is taken, beside it.

    Raises:
        SigningError: It cannot be made.
    """
    folder = Path.home() / ".ssh"
    name = next((each for each in (USUAL, OTHER) if not any(folder.glob(f"{each}*"))), f"{OTHER}_2")
    say("OpenSSH now asks for a passphrase, twice. Choose one that only you know: whoever has the"
        " key and the passphrase can sign as you.")  # fmt: skip
    public = openssh.generate(folder / name, f"mentorctl on {platform.node()}", ask=True)
    if name != USUAL:
        setting = own_key_setting()
        setting.parent.mkdir(parents=True, exist_ok=True)
        setting.write_text(f"{folder / name}\n", encoding="utf-8")
    return OwnKey(public, folder / name, str(folder / name))


def _tried(key: OwnKey) -> bool:
    """Whether a key signs; what it signed is checked and thrown away."""
    try:
        openssh.sign(TRY, key.handle, NAMESPACE, identity.announce)
    except TrailError as error:
        return _no(error.message, error.hint)
    return _yes("the key signed a line, and the signature was checked")


def _register(state: State) -> Register | None:
    """Whose keys count in the program folder; None where there is none, or no history."""
    try:
        root = state.root
    except StoreError:
        return None
    if not repository.is_repository(root):
        return None
    try:
        return identity.ledger(state).register
    except (TrailError, StoreError) as error:
        _no(error.message, error.hint)
        return None


def _registered(state: State, register: Register, key: OwnKey) -> bool:
    """Say whose key it is here, and otherwise what to send to whom."""
    mark = fingerprint(key.public)
    span = register.spans.get(mark)
    people = state.folder.people
    if span is not None:
        person = people.get(span.person)
        name = shown(person.name) if person else span.person
        if span.revoked is None:
            _yes(f"it is registered here as the key of {name}, since {span.added}")
            return _end(well=True, text=f"You can sign here as {name}.")
        _no(f"it was the key of {name} until it was revoked as of {span.revoked}",
            "make a new one with ssh-keygen -t ed25519, and have that registered")  # fmt: skip
        return _end(well=False, text="You cannot sign here: your key was revoked.")
    word = state.folder.words["coordinator"]
    line = key.public.line
    _no(f"it is not registered here ({mark})", f"send this line to the {word}; it is no secret:")
    say(f"\n{line}\n")
    say(f"The {word} saves it as key.pub and runs: mentorctl key add YOUR-ID key.pub")
    if not register.root:
        say(f"Nobody's key is registered here yet. If you are the {word}, run:"
            " mentorctl key add YOUR-ID")  # fmt: skip
    return _end(well=False, text=f"Your key works; the {word} still has to register it.")


def _yes(text: str) -> bool:
    say(f"{paint('ok', 'green', 'bold')}  {shown(text)}")
    return True


def _no(text: str, hint: str) -> bool:
    say(f"{paint('no', 'red', 'bold')}  {shown(text)}")
    say(f"    {paint('→', 'dim')} {shown(hint)}")
    return False


def _end(*, well: bool, text: str) -> bool:
    say("")
    say(paint(text, "bold"))
    return well
