"""Ed25519 keys in memory, for the invented people of `demo` and for the guard.

What a person signs with is never one of these: their key stays with `ssh-keygen` and its agent.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Self

from mentorctl.trail.ssh.public_keys import PublicKey, opened_private, split, wire
from mentorctl.trail.ssh.sshsig import GIT_NAMESPACE, armoured, signed_commit, text_to_sign

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

__all__ = ["SoftKey"]

ALGORITHM = "ssh-ed25519"
SEED_BYTES = 32
# two equal numbers before the private part, which tell that it was opened rightly
CHECK_BYTES = 8


class SoftKey:
    """An Ed25519 key in memory."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        point = private.public_key().public_bytes_raw()
        self.public = PublicKey(ALGORITHM, wire(ALGORITHM.encode()) + wire(point))

    @classmethod
    def generate(cls, seed: bytes | None = None) -> Self:
        """Make a key.

        Args:
            seed: 32 bytes that give the same key each time; without it nobody can guess the key.

        Raises:
            ValueError: The seed is of another length.
        """
        from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415 - slow to load
            Ed25519PrivateKey,
        )

        if seed is None:
            seed = secrets.token_bytes(SEED_BYTES)
        return cls(Ed25519PrivateKey.from_private_bytes(seed))

    @classmethod
    def loaded(cls, text: bytes) -> Self:
        """The key of a private half as `ssh-keygen` stores one without a passphrase.

        Raises:
            ValueError: It is none, or of another kind than ssh-ed25519.
        """
        # cryptography loads every kind of key there is to read one of them
        cipher, both = opened_private(text)
        if cipher != b"none":
            raise ValueError("it has a passphrase")
        blob, private = split(both, 2)
        algorithm, _, pair = split(private, 3, CHECK_BYTES, exact=False)
        if algorithm != ALGORITHM.encode():
            raise ValueError("another kind of key")
        key = cls.generate(pair[:SEED_BYTES])
        if key.public.blob != blob:
            raise ValueError("its halves belong to two keys")
        return key

    def public_line(self, comment: str = "") -> str:
        """The public key as a line of a `.pub` file."""
        return self.public._replace(comment=comment).line

    def private_openssh(self) -> str:
        """The private key as `ssh-keygen` stores one without a passphrase."""
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - slow to load

        return self._private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.OpenSSH,
            serialization.NoEncryption(),
        ).decode()

    def sign(self, data: bytes, namespace: str) -> str:
        """A signature, byte for byte as `ssh-keygen -Y sign` makes it with this key."""
        made = self._private.sign(text_to_sign(data, namespace))
        return armoured(self.public.blob, namespace, wire(ALGORITHM.encode()) + wire(made))

    def sign_commit(self, raw: bytes) -> bytes:
        """A commit with its signature, byte for byte as `git commit -S` makes it.

        Args:
            raw: The commit as git stores it, without a signature.
        """
        return signed_commit(raw, self.sign(raw, GIT_NAMESPACE))
