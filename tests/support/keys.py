"""Keys of invented people, and signatures by them, without starting a program."""

from __future__ import annotations

import hashlib
import shutil
import struct
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pytest

from mentorctl.trail.ssh.in_memory_keys import SoftKey
from mentorctl.trail.ssh.private_keys import PrivateKey
from mentorctl.trail.ssh.public_keys import wire

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

__all__ = ["SecurityKey", "key_of", "lay_key", "needs_openssh", "private_of", "sign_as"]

needs_openssh = pytest.mark.skipif(
    not shutil.which("ssh-keygen"), reason="OpenSSH is not installed here"
)

PRESENT = 1
SK_ED25519 = b"sk-ssh-ed25519@openssh.com"
SK_ECDSA = b"sk-ecdsa-sha2-nistp256@openssh.com"


@cache
def key_of(person: str) -> SoftKey:
    """The key of an invented person, the same in every run."""
    return SoftKey.generate(hashlib.sha256(f"key of {person}".encode()).digest())


@cache
def private_of(person: str) -> PrivateKey:
    """Both halves of an invented person's key, as they are read from a file."""
    soft = key_of(person)
    seed = soft._private.private_bytes_raw()  # noqa: SLF001 - what a file would hold
    return PrivateKey(soft.public, seed, soft.private_openssh().encode())


def sign_as(person: str, data: bytes, namespace: str = "mentorctl") -> str:
    """An invented person's signature."""
    return key_of(person).sign(data, namespace)


def lay_key(folder: Path, person: str, name: str = "") -> Path:
    """Put an invented person's key into a folder, both halves.

    Returns:
        The file of the private half.
    """
    key, path = key_of(person), folder / (name or person)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(key.private_openssh(), encoding="ascii", newline="\n")
    public = path.with_name(f"{path.name}.pub")
    public.write_text(f"{key.public_line(f'{person}@example.org')}\n", encoding="utf-8")
    return path


class SecurityKey(NamedTuple):
    """A FIDO device in software (PROTOCOL.u2f of OpenSSH).

    Attributes:
        blob: The public key.
        private: What the device keeps.
        application: What the key was made for.
    """

    blob: bytes
    private: Ed25519PrivateKey | EllipticCurvePrivateKey
    application: bytes

    @classmethod
    def make(cls, kind: bytes = SK_ED25519, application: bytes = b"ssh:") -> SecurityKey:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ec, ed25519

        if kind == SK_ED25519:
            one = ed25519.Ed25519PrivateKey.from_private_bytes(b"\7" * 32)
            parts = [kind, one.public_key().public_bytes_raw(), application]
            return cls(b"".join(map(wire, parts)), one, application)
        other = ec.derive_private_key(7, ec.SECP256R1())
        point = other.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        parts = [kind, b"nistp256", point, application]
        return cls(b"".join(map(wire, parts)), other, application)

    def sign(self, data: bytes, flags: int = PRESENT, counter: int = 41) -> bytes:
        """What the device gives back, with the name of its kind before it."""
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec, utils
        from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

        extra = struct.pack(">BI", flags, counter)
        told = hashlib.sha256(self.application).digest() + extra + hashlib.sha256(data).digest()
        if not isinstance(self.private, EllipticCurvePrivateKey):
            return wire(SK_ED25519) + wire(self.private.sign(told)) + extra
        numbers = utils.decode_dss_signature(self.private.sign(told, ec.ECDSA(hashes.SHA256())))
        pair = b"".join(wire(each.to_bytes(each.bit_length() // 8 + 1)) for each in numbers)
        return wire(SK_ECDSA) + wire(pair) + extra
