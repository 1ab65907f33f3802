"""What `mentorctl key doctor` looks at: OpenSSH, the user's keys, the register, one try."""

from __future__ import annotations

import platform
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.cli.output.console import paint, say, shown
from mentorctl.cli.signing import identity
from mentorctl.store.errors import StoreError
from mentorctl.store.people import called
from mentorctl.trail.errors import TrailError
from mentorctl.trail.git import repository
from mentorctl.trail.register.key_register import Register
from mentorctl.trail.register.let_in import why_waits
from mentorctl.trail.signatures.key_discovery import OwnKey, own_key_setting, own_keys
from mentorctl.trail.ssh import openssh
from mentorctl.trail.ssh.public_keys import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentorctl.cli.state import State

__all__ = ["KeysExamined", "examine_keys"]

NAMESPACE = "mentorctl-doctor"
TRY = b"a line to try the key on\n"
USUAL, OTHER = "id_ed25519", "id_ed25519_mentorctl"
MAKE = "mentorctl key doctor --make"
NEWER = (
    "get OpenSSH 8.2 or newer (on Windows: Settings, Optional features, OpenSSH Client),"
    " open a new terminal and run this again"
)


class KeysExamined(NamedTuple):
    """What was found of the user's keys.

    Attributes:
        well: Whether the user can sign here.
        key: The key that was tried; None where there is none, or no OpenSSH.
        works: Whether that key signs.
        registered: Whether it counts in the program folder; None where nobody can tell.
        person: Whose it is there; empty for nobody's.
    """

    well: bool
    key: OwnKey | None = None
    works: bool = False
    registered: bool | None = None
    person: str = ""


def examine_keys(
    state: State,
    *,
    make: bool,
    tell: Callable[[str], None] = say,
    again: str = "run this again",
    person: str = "YOUR-ID",
) -> KeysExamined:
    """See whether the user can sign, and say so in words for somebody who never has.

    Args:
        state: The run of the command.
        make: Whether to make a key where there is none.
        tell: Says a sentence.
        again: What to do once a fault is mended.
        person: The user's id, where it is known.

    Returns:
        What was found.
    """
    return _Examination(state, tell, again, person).run(make=make)


class _Examination:
    """One look at everything, told line by line."""

    def __init__(self, state: State, tell: Callable[[str], None], again: str, who: str) -> None:
        self.state = state
        self.tell = tell
        self.again = again
        self.who = who

    def run(self, *, make: bool) -> KeysExamined:
        """Look at one thing after the other; the first that is missing ends it."""
        if not self._openssh():
            self._end("You cannot sign yet: OpenSSH has to be installed first.")
            return KeysExamined(well=False)
        register = self._register()
        keys = self._keys(register, make=make)
        if not keys:
            self._end(f"You cannot sign yet: you have no key. This makes one: {MAKE}")
            return KeysExamined(well=False)
        key = _best(keys, register)
        if not self._tried(key):
            self._end(f"You cannot sign yet: do what the line above says, and {self.again}.")
            return KeysExamined(well=False, key=key)
        if register is None:
            self._end("You can sign. In a program folder this also says whether your key is"
                      " registered.")  # fmt: skip
            return KeysExamined(well=True, key=key, works=True)
        return self._registered(register, key)

    def _openssh(self) -> bool:
        """Whether OpenSSH is there and new enough."""
        try:
            found = openssh.version()
        except TrailError as error:
            return self._no(error.message, error.hint)
        if found is not None and found < openssh.OLDEST:
            return self._no(f"OpenSSH {found[0]}.{found[1]} is too old to sign", NEWER)
        text = f"OpenSSH {found[0]}.{found[1]}" if found else "OpenSSH"
        return self._yes(f"{text} is on this computer; it makes the signatures")

    def _keys(self, register: Register | None, *, make: bool) -> list[OwnKey]:
        """The user's keys, a new one among them where that was asked for and none can count."""
        made = False
        try:
            found = list(own_keys())
            if make and all(_is_revoked(key, register) for key in found):
                found, made = [*found, _made(self.tell)], True
        except TrailError as error:
            self._no(error.message, error.hint)
            return []
        for key in found:
            place = key.path or "the agent that keeps your keys"
            self._yes(f"you have a key: {fingerprint(key.public)}"
                      f" ({key.public.algorithm}, in {place})")  # fmt: skip
        if not found:
            self._no("you have no key to sign with yet", f"make one: {MAKE}")
        elif make and not made:
            self._yes("so no other was made")
        return found

    def _tried(self, key: OwnKey) -> bool:
        """Whether a key signs; what it signed is checked and thrown away."""
        try:
            agent = identity.run_agent()
            socket = agent.unlock(key.path, key.public) if key.path else ""
            openssh.sign_each([TRY], key.handle, NAMESPACE, identity.announce, socket)
        except TrailError as error:
            return self._no(error.message, error.hint)
        return self._yes("the key signed a line, and the signature was checked")

    def _register(self) -> Register | None:
        """Whose keys count in the program folder; None where there is none, or no history."""
        try:
            root = self.state.root
        except StoreError:
            return None
        if not repository.is_repository(root):
            return None
        try:
            return identity.ledger(self.state).register
        except (TrailError, StoreError) as error:
            self._no(error.message, error.hint)
            return None

    def _registered(self, register: Register, key: OwnKey) -> KeysExamined:
        """Say whose key it is here, and otherwise what to send to whom."""
        mark = fingerprint(key.public)
        span = register.spans.get(mark)
        found = KeysExamined(well=False, key=key, works=True, registered=False)
        if span is None:
            self._tell_whom_to_ask(register, key)
            return found
        if span.waits:
            word = self.state.folder.words["coordinator"]
            self._no(f"it counts for nothing yet: {why_waits(span)}",
                     f"have a {word} run: mentorctl key confirm {mark}")  # fmt: skip
            self._end(f"You cannot sign here until a {word} has confirmed your key.")
            return found._replace(person=span.person)
        name = shown(called(self.state.folder.people, span.person))
        if span.revoked is None:
            self._yes(f"it is registered here as the key of {name}, since {span.added}")
            self._end(f"You can sign here as {name}.")
            return found._replace(well=True, registered=True, person=span.person)
        self._no(f"it was the key of {name} until it was revoked as of {span.revoked}",
                 f"make a new one, and have that registered: {MAKE}")  # fmt: skip
        self._end("You cannot sign here: your key was revoked.")
        return found._replace(person=span.person)

    def _tell_whom_to_ask(self, register: Register, key: OwnKey) -> None:
        word = self.state.folder.words["coordinator"]
        self._no(f"it is not registered here ({fingerprint(key.public)})",
                 f"send this line to the {word}; it is no secret:")  # fmt: skip
        self.tell(f"\n{key.public.line}\n")
        self.tell(f"The {word} saves it as key.pub and runs: mentorctl key add {self.who} key.pub")
        if not register.root:
            self.tell(f"Nobody's key is registered here yet. {self._first(word)}")
        self._end(f"Your key works; the {word} still has to register it.")

    def _first(self, word: str) -> str:
        """Who registers the first key: the user, unless they are known to be no coordinator."""
        folder = self.state.folder
        if self.who in folder.people and self.who not in folder.program.coordinators:
            return f"The {word} registers their own first: mentorctl key add"
        return f"If you are the {word}, run: mentorctl key add {self.who}"

    def _yes(self, text: str) -> bool:
        self.tell(f"{paint('ok', 'green', 'bold')}  {shown(text)}")
        return True

    def _no(self, text: str, hint: str) -> bool:
        self.tell(f"{paint('no', 'red', 'bold')}  {shown(text)}")
        self.tell(f"    {paint('→', 'dim')} {shown(hint)}")
        return False

    def _end(self, text: str) -> None:
        self.tell("")
        self.tell(paint(text, "bold"))


def _is_revoked(key: OwnKey, register: Register | None) -> bool:
    span = register.spans.get(fingerprint(key.public)) if register else None
    return span is not None and span.revoked is not None


def _best(keys: list[OwnKey], register: Register | None) -> OwnKey:
    """The key to speak of: one that counts, else one that can be registered, else the first."""
    kept = [key for key in keys if not _is_revoked(key, register)]
    known = [key for key in kept if register and fingerprint(key.public) in register.spans]
    return (known or kept or keys)[0]


def _made(tell: Callable[[str], None]) -> OwnKey:
    """A new key, at the place where OpenSSH looks; where that is taken, beside it.

    Raises:
        SigningError: It cannot be made.
    """
    folder = Path.home() / ".ssh"
    name = next((each for each in (USUAL, OTHER) if not any(folder.glob(f"{each}*"))), f"{OTHER}_2")
    tell("OpenSSH now asks for a passphrase, twice. Choose one that only you know: whoever has the"
         " key and the passphrase can sign as you.")  # fmt: skip
    public = openssh.generate(folder / name, f"mentorctl on {platform.node()}", ask=True)
    if name != USUAL:
        setting = own_key_setting()
        setting.parent.mkdir(parents=True, exist_ok=True)
        setting.write_text(f"{folder / name}\n", encoding="utf-8")
    return OwnKey(public, folder / name, str(folder / name))
