"""Verifies and writes SSHSIG signatures in this process.

Says what `ssh-keygen -Y verify` says (PROTOCOL.sshsig of OpenSSH), and of commits what
`git verify-commit` says. Stricter, and never laxer: refused as well are RSA keys under 2048 bits,
DSA, certificates, WebAuthn, Ed25519 signatures and keys in another form than their one right form
(RFC 8032, 5.1.7), text behind the end of a signature, and a commit with two signatures. As there,
a security key made to sign without being touched counts like a key in a file; and, as in OpenSSH
since 2024, line breaks of Windows do no harm.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from functools import lru_cache

from mentorctl.trail.ssh.public_keys import (
    BadKey,
    BadSignature,
    PublicKey,
    checker,
    fingerprint,
    from_base64,
    parse_public,
    public_of_private,
    split,
    wire,
)

__all__ = [
    "GIT_NAMESPACE",
    "BadKey",
    "BadSignature",
    "PublicKey",
    "armoured",
    "fingerprint",
    "parse_public",
    "public_of_private",
    "signed_commit",
    "signed_part",
    "text_to_sign",
    "verify",
    "verify_commit",
]

GIT_NAMESPACE = "git"
MAGIC = b"SSHSIG"
VERSION = 1
MAX_ARMOUR = 64 * 1024
# the line length of ssh-keygen
LINE = 70

_HEAD = len(MAGIC) + 4
_BEGIN = b"-----BEGIN SSH SIGNATURE-----"
_END = b"-----END SSH SIGNATURE-----"
_ARMOUR = re.compile(_BEGIN + rb"\r?\n([A-Za-z0-9+/=\s]*)\n" + _END + rb"\s*")
_SPACE = b" \t\n\r\f\v"
_HASHES = {b"sha256": hashlib.sha256, b"sha512": hashlib.sha512}
_OTHERS = (b"-----BEGIN PGP ", b"-----BEGIN SIGNED MESSAGE-----")
_UNREADABLE = "it is not a signature as OpenSSH writes one"

_TREE = re.compile(rb"tree (?:[0-9a-f]{40}|([0-9a-f]{64}))\n")
_SIGNATURES = re.compile(rb"^gpgsig[^\n]*\n(?: [^\n]*\n)*", re.MULTILINE)


def verify(message: bytes, armored: str, namespace: str) -> PublicKey:
    """Check a signature.

    Args:
        message: What it is said to sign.
        armored: The signature, from its BEGIN line to its END line.
        namespace: What it must have been made for.

    Returns:
        The key that made it. Whose that is, and whether it counts, is another question.

    Raises:
        BadSignature: It does not sign this message, or is none.
    """
    return _verify(message, armored.encode("utf-8", "replace"), namespace)


def _verify(message: bytes, armour: bytes, namespace: str) -> PublicKey:
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - slow to load

    blob = _without_armour(armour)
    try:
        # the reserved field must be ignored (PROTOCOL.sshsig)
        key, purpose, _, hash_name, signature = split(blob, 5, _HEAD)
    except ValueError as error:
        raise BadSignature("it is cut off, or holds more than a signature") from error
    # OpenSSH accepts a trailing zero byte
    if purpose.removesuffix(b"\0") != namespace.encode():
        raise BadSignature("it was made for another purpose (its namespace is another one)")
    hash_name = hash_name.removesuffix(b"\0")
    if hash_name not in _HASHES:
        raise BadSignature("it uses a digest that does not count")
    public, check = checker(key)
    try:
        check(signature, text_to_sign(message, namespace, hash_name))
    except (InvalidSignature, ValueError) as error:
        raise BadSignature("it does not sign this text") from error
    return public


def _without_armour(armour: bytes) -> bytes:
    """Remove the armour of a signature and check its magic bytes."""
    if len(armour) > MAX_ARMOUR:
        raise BadSignature("it is far longer than a signature can be")
    if armour.startswith(_OTHERS):
        raise BadSignature("it is a PGP or X.509 signature, and only SSH signatures count")
    found = _ARMOUR.fullmatch(armour)
    if not found:
        raise BadSignature(_UNREADABLE)
    try:
        blob = from_base64(found[1].translate(None, _SPACE))
    except ValueError as error:
        raise BadSignature(_UNREADABLE) from error
    if not blob.startswith(MAGIC) or len(blob) < _HEAD:
        raise BadSignature(_UNREADABLE)
    if int.from_bytes(blob[len(MAGIC) : _HEAD]) > VERSION:
        raise BadSignature("it is of a newer kind than this mentorctl knows")
    return blob


def text_to_sign(message: bytes, namespace: str, hash_name: bytes = b"sha512") -> bytes:
    """The bytes that a key signs: namespace and digest of the message (SSHSIG)."""
    return _before_digest(namespace, hash_name) + _HASHES[hash_name](message).digest()


@lru_cache(16)
def _before_digest(namespace: str, hash_name: bytes) -> bytes:
    size = _HASHES[hash_name]().digest_size.to_bytes(4)
    return MAGIC + wire(namespace.encode()) + wire(b"") + wire(hash_name) + size


def armoured(key: bytes, namespace: str, signature: bytes, hash_name: bytes = b"sha512") -> str:
    """A signature as `ssh-keygen -Y sign` writes it.

    Args:
        key: The blob of the public key.
        namespace: What it was made for.
        signature: What the key made of `text_to_sign`, behind the name of its kind.
        hash_name: The digest in it.
    """
    parts = (key, namespace.encode(), b"", hash_name, signature)
    text = b64encode(MAGIC + VERSION.to_bytes(4) + b"".join(map(wire, parts)))
    lines = [text[place : place + LINE] for place in range(0, len(text), LINE)]
    return b"\n".join((_BEGIN, *lines, _END, b"")).decode()


def verify_commit(raw: bytes) -> PublicKey | None:
    """Check a commit's own signature.

    Args:
        raw: The commit as git stores it.

    Returns:
        The key that signed it; None for a commit that carries no signature.

    Raises:
        BadSignature: It carries one that does not count.
    """
    part = signed_part(raw)
    return None if part is None else _verify(*part, GIT_NAMESPACE)


def signed_part(raw: bytes) -> tuple[bytes, bytes] | None:
    """What a commit's own signature is about, and the signature as OpenSSH writes it.

    Args:
        raw: The commit as git stores it.

    Returns:
        Both; None for a commit that carries no signature.

    Raises:
        BadSignature: It carries several, or one for another kind of repository.
    """
    end = raw.find(b"\n\n") + 1 or len(raw)
    head = raw[:end]
    found = [each.span() for each in _SIGNATURES.finditer(head)]
    if not found:
        return None
    if len(found) > 1:
        raise BadSignature("the commit carries more than one signature")
    start, stop = found[0]
    name, _, armour = head[start:stop].partition(b" ")
    if name != _signature_header(raw):
        raise BadSignature("the commit's signature is for another kind of repository")
    return raw[:start] + raw[stop:], armour.replace(b"\n ", b"\n")


def signed_commit(raw: bytes, armored: str) -> bytes:
    """A commit with its signature, as git stores it.

    Args:
        raw: The commit without a signature.
        armored: The signature of it, with the namespace of git.
    """
    end = raw.find(b"\n\n") + 1 or len(raw)
    lines = armored.encode().rstrip(b"\n").replace(b"\n", b"\n ")
    return raw[:end] + _signature_header(raw) + b" " + lines + b"\n" + raw[end:]


def _signature_header(raw: bytes) -> bytes:
    """Under which name a commit carries its signature; a longer id has a name of its own."""
    found = _TREE.match(raw)
    if not found:
        raise BadSignature("it is no commit that can be read")
    return b"gpgsig-sha256" if found[1] else b"gpgsig"
