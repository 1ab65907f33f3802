"""The private half of the user's own key, in memory, to open what was sealed for them.

Signing never needs it here: that is done by OpenSSH. No program of OpenSSH decrypts, though, and
an agent only signs, so the file itself is read. Nothing of it is ever written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.trail.ssh.in_memory_keys import SoftKey
from mentorctl.trail.ssh.openssh import SigningError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mentorctl.trail.ssh.public_keys import PublicKey

__all__ = ["PrivateKey", "private_key"]

MAX_FILE = 64 * 1024
TRIES = 3
NEW_KEY = "make a key that can: mentorctl key doctor --make"


class PrivateKey(NamedTuple):
    """An Ed25519 key, both halves.

    Attributes:
        public: The public half.
        seed: The 32 bytes that it is made of.
        text: As OpenSSH stores one without a passphrase.
    """

    public: PublicKey
    seed: bytes
    text: bytes

    def __repr__(self) -> str:
        """Never shows the private half."""
        return f"PrivateKey({self.public.line})"


def private_key(path: Path, ask: Callable[[str], str]) -> PrivateKey:
    """Read the private half of a key.

    Args:
        path: The file of either half.
        ask: Asks for the passphrase, given what to say; called only where there is one.

    Raises:
        SigningError: It cannot be read, its passphrase is another one, or it is of another kind
            than ssh-ed25519.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415 - slow to load
        Ed25519PrivateKey,
    )

    half = path.with_suffix("") if path.suffix == ".pub" else path
    try:
        with half.open("rb") as file:
            text = file.read(MAX_FILE)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SigningError(
            f"the private key {half} cannot be read ({reason}), and only with it can be opened"
            " what was sealed for you",
            "name the file of the private key; one that an agent alone knows can sign, and open"
            " nothing",
        ) from None
    key = _loaded(text, half, ask)
    if not isinstance(key, Ed25519PrivateKey):
        raise SigningError(f"the key {half} is of a kind that opens nothing", NEW_KEY)
    soft = SoftKey(key)
    return PrivateKey(soft.public, key.private_bytes_raw(), soft.private_openssh().encode())


def _loaded(text: bytes, path: Path, ask: Callable[[str], str]) -> object:
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - slow to load
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 - slow to load
        load_ssh_private_key,
    )

    try:
        return load_ssh_private_key(text, None)
    except TypeError:
        pass  # it has a passphrase
    except (ValueError, UnsupportedAlgorithm):
        raise _unreadable(path) from None
    for _ in range(TRIES):
        word = ask(f"passphrase of the key {path}: ")
        if not word:
            break
        try:
            return load_ssh_private_key(text, word.encode())
        except UnsupportedAlgorithm:
            raise _unreadable(path) from None
        except ValueError:
            continue
    raise SigningError(
        f"the passphrase of the key {path} is another one",
        "run the command again and type the passphrase of this key",
    )


def _unreadable(path: Path) -> SigningError:
    return SigningError(
        f"the private key {path} is none that can open anything: it is damaged, in an old format,"
        " or lies in a device",
        NEW_KEY,
    )
