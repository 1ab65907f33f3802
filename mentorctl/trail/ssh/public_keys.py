"""Public keys of OpenSSH: reading them, naming them, checking with them.

The format of each kind is in sshkey.c and its relatives in OpenSSH, and in RFC 4253 (6.6), 5656,
8332 and 8709; that of security keys in PROTOCOL.u2f.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from base64 import b64encode
from collections.abc import Callable, Container
from functools import lru_cache
from typing import NamedTuple

from mentorctl.trail.ssh.key_strength import fault_of_modulus, fault_of_point

__all__ = [
    "BadKey",
    "BadSignature",
    "PublicKey",
    "checker",
    "fingerprint",
    "from_base64",
    "is_encrypted",
    "opened_private",
    "parse_public",
    "public_of_private",
    "split",
    "wire",
]

Check = Callable[[bytes, bytes], None]

MAX_PRIVATE = 64 * 1024
RSA_BITS = (2048, 16384)

_ED25519 = b"ssh-ed25519"
_RSA = b"ssh-rsa"
_SK_ED25519 = b"sk-ssh-ed25519@openssh.com"
_SK_ECDSA = b"sk-ecdsa-sha2-nistp256@openssh.com"
_ECDSA = b"ecdsa-sha2-"
_CERTIFICATE = "-cert-v01@openssh.com"
# each curve with the size of its numbers in bytes
_CURVES = {b"nistp256": 32, b"nistp384": 48, b"nistp521": 66}
_UNCOMPRESSED = b"\x04"
# a security key signs one byte of flags and a four-byte counter as well
_SK_EXTRA = 5
_PRIVATE = re.compile(
    rb"-----BEGIN OPENSSH PRIVATE KEY-----\s([A-Za-z0-9+/=\s]*)-----END OPENSSH PRIVATE KEY-----\s*"
)
_PRIVATE_MAGIC = b"openssh-key-v1\0"
_SPACE = b" \t\n\r\f\v"
_CUT_OFF = "the key is cut off or mistyped"


class BadSignature(Exception):
    """A signature that does not count.

    Attributes:
        reason: Why, in plain words: no capital, no full stop.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class BadKey(BadSignature):
    """A public key that cannot be read, or is of a kind that does not count."""


class PublicKey(NamedTuple):
    """A public key.

    Attributes:
        algorithm: Its kind, such as `ssh-ed25519`.
        blob: The key as OpenSSH sends it.
        comment: What its line says after it; proves nothing.
    """

    algorithm: str
    blob: bytes
    comment: str = ""

    @property
    def line(self) -> str:
        """The key as a line of a `.pub` file."""
        return f"{self.algorithm} {b64encode(self.blob).decode()} {self.comment}".rstrip()

    @property
    def is_security_key(self) -> bool:
        """Whether it lies in a device that wants to be touched."""
        return self.algorithm.startswith("sk-")


@lru_cache(1024)
def parse_public(line: str) -> PublicKey:
    """Read one line of a `.pub` file.

    Raises:
        BadKey: It is none, or of a kind that does not count.
    """
    if "PRIVATE KEY" in line:
        raise BadKey("it is a private key, which must never be given away")
    words = line.strip().split(None, 2)
    if len(words) < 2:  # noqa: PLR2004 - the kind and the key
        raise BadKey("it is not a public key as OpenSSH writes one (ssh-ed25519 AAAA…)")
    algorithm, text, comment = words[0], words[1], "".join(words[2:])
    if not comment.isprintable():
        raise BadKey("a public key is one line, and its remark is plain text")
    try:
        blob = from_base64(text.encode("ascii"))
        name = split(blob, 1, exact=False)[0]
    except ValueError as error:
        raise BadKey(_CUT_OFF) from error
    if name != algorithm.encode():
        raise BadKey("the key is of another kind than its line says")
    return checker(blob)[0]._replace(comment=comment)


def public_of_private(text: bytes) -> PublicKey | None:
    """The public half, which an OpenSSH private key file shows without its passphrase.

    Returns:
        None when the text is no such file; files in older formats do not show it.

    Raises:
        BadKey: The key is of a kind that does not count.
    """
    try:
        blob = split(opened_private(text)[1], 1, exact=False)[0]
    except ValueError:
        return None
    return checker(blob)[0]


def opened_private(text: bytes) -> tuple[bytes, bytes]:
    """The cipher of an OpenSSH private key file; its public half and its private part, as `wire`.

    Raises:
        ValueError: The text is no such file.
    """
    found = _PRIVATE.fullmatch(text) if len(text) <= MAX_PRIVATE else None
    data = from_base64(found[1].translate(None, _SPACE)) if found else b""
    place = len(_PRIVATE_MAGIC)
    if not data.startswith(_PRIVATE_MAGIC):
        raise ValueError("no private key of OpenSSH")
    # cipher, key derivation, its options, and the number of keys
    before = split(data, 3, place, exact=False)
    place += sum(4 + len(each) for each in before) + 4
    return before[0], data[place:]


def is_encrypted(text: bytes) -> bool:
    """Whether a private key file, in OpenSSH's format or an older one, has a passphrase."""
    found = _PRIVATE.fullmatch(text) if len(text) <= MAX_PRIVATE else None
    if not found:
        return b"ENCRYPTED" in text
    try:
        data = from_base64(found[1].translate(None, _SPACE))
        return split(data, 1, len(_PRIVATE_MAGIC), exact=False)[0] != b"none"
    except ValueError:
        return False


def fingerprint(public: PublicKey) -> str:
    """The short name of a key, as `ssh-keygen -l` gives it: `SHA256:…`."""
    return _fingerprint(public.blob)


@lru_cache(1024)
def _fingerprint(blob: bytes) -> str:
    return "SHA256:" + b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


@lru_cache(1024)
def checker(blob: bytes) -> tuple[PublicKey, Check]:
    """A public key and the function that verifies a signature with it.

    The check takes the signature, with its kind, and the bytes that were signed; it raises
    cryptography's InvalidSignature or a ValueError when the one is not made from the other.

    Raises:
        BadKey: The key cannot be read, or is of a kind that does not count.
    """
    try:
        name = split(blob, 1, exact=False)[0]
        if name in (_ED25519, _SK_ED25519):
            return PublicKey(name.decode(), blob), _ed25519(name, blob)
        if name == _SK_ECDSA or (name.startswith(_ECDSA) and name[len(_ECDSA) :] in _CURVES):
            return PublicKey(name.decode(), blob), _ecdsa(name, blob)
        if name == _RSA:
            return PublicKey(name.decode(), blob), _rsa(blob)
    except ValueError as error:
        raise BadKey(_CUT_OFF) from error
    if name.endswith(_CERTIFICATE.encode()):
        raise BadKey("it is a certificate, not a plain public key")
    raise BadKey("the key is of a kind that does not count (ssh-ed25519 does)")


def _ed25519(name: bytes, blob: bytes) -> Check:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415 - slow to load
        Ed25519PublicKey,
    )

    application = None
    if name == _ED25519:
        _, point = split(blob, 2)
    else:
        _, point, application = split(blob, 3)
    if fault := fault_of_point(point):
        raise BadKey(fault)
    key = Ed25519PublicKey.from_public_bytes(point)
    digest = _of_application(application)

    def check(signature: bytes, data: bytes) -> None:
        value, data = _opened(signature, (name,), data, digest)
        key.verify(value, data)

    return check


def _ecdsa(name: bytes, blob: bytes) -> Check:
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - slow to load
    from cryptography.hazmat.primitives.asymmetric import ec, utils  # noqa: PLC0415 - slow to load

    application = None
    if name == _SK_ECDSA:
        _, curve, point, application = split(blob, 4)
    else:
        _, curve, point = split(blob, 3)
    if not name.partition(b"@")[0].endswith(b"-" + curve) or curve not in _CURVES:
        raise ValueError
    # OpenSSH rejects compressed points
    if point[:1] != _UNCOMPRESSED or len(point) != 1 + 2 * _CURVES[curve]:
        raise ValueError
    kind, method = {
        b"nistp256": (ec.SECP256R1, hashes.SHA256),
        b"nistp384": (ec.SECP384R1, hashes.SHA384),
        b"nistp521": (ec.SECP521R1, hashes.SHA512),
    }[curve]
    key = ec.EllipticCurvePublicKey.from_encoded_point(kind(), point)
    digest = _of_application(application)

    def check(signature: bytes, data: bytes) -> None:
        value, data = _opened(signature, (name,), data, digest)
        r, s = (_number(each) for each in split(value, 2))
        key.verify(utils.encode_dss_signature(r, s), data, ec.ECDSA(method()))

    return check


def _rsa(blob: bytes) -> Check:
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - slow to load
    from cryptography.hazmat.primitives.asymmetric import (  # noqa: PLC0415 - slow to load
        padding,
        rsa,
    )

    _, exponent, modulus = split(blob, 3)
    e, n = _number(exponent), _number(modulus)
    if wire(exponent) + wire(modulus) != _written(e) + _written(n):
        raise ValueError
    if not RSA_BITS[0] <= n.bit_length() <= RSA_BITS[1]:
        raise BadKey(f"an RSA key has to have {RSA_BITS[0]} bits or more")
    if fault := fault_of_modulus(e, n):
        raise BadKey(fault)
    key = rsa.RSAPublicNumbers(e, n).public_key()
    size = (n.bit_length() + 7) // 8
    # ssh-rsa, the third algorithm, uses SHA-1
    methods = {b"rsa-sha2-256": hashes.SHA256, b"rsa-sha2-512": hashes.SHA512}

    def check(signature: bytes, data: bytes) -> None:
        value, data = _opened(signature, methods, data, None)
        method = methods[split(signature, 1, exact=False)[0]]
        # OpenSSH drops leading zeros of a number
        key.verify(value.rjust(size, b"\0"), data, padding.PKCS1v15(), method())

    return check


def _of_application(name: bytes | None) -> bytes | None:
    """The application digest of a security key; None for other keys."""
    if name is None:
        return None
    if b"\0" in name:
        raise ValueError
    return hashlib.sha256(name).digest()


def _opened(
    signature: bytes, names: Container[bytes], data: bytes, application: bytes | None
) -> tuple[bytes, bytes]:
    """The raw signature, and the bytes that were signed."""
    extra = 0 if application is None else _SK_EXTRA
    name, value = split(signature, 2, extra=extra)
    if name.removesuffix(b"\0") not in names:
        raise ValueError
    if application is None:
        return value, data
    return value, application + signature[-extra:] + hashlib.sha256(data).digest()


def wire(data: bytes) -> bytes:
    """A string in SSH wire format: its length, then its bytes (RFC 4251, 5)."""
    return len(data).to_bytes(4) + data


def split(
    data: bytes, count: int, place: int = 0, *, exact: bool = True, extra: int = 0
) -> list[bytes]:
    """Split data in SSH wire format into its strings.

    Args:
        data: Strings as `wire` writes them.
        count: How many.
        place: Where the first one starts.
        exact: Whether nothing may follow but the extra bytes.
        extra: How many bytes follow the last string.

    Raises:
        ValueError: The data does not hold these.
    """
    parts = []
    for _ in range(count):
        start = place + 4
        place = start + int.from_bytes(data[place:start])
        parts.append(data[start:place])
    if place + extra != len(data) and (exact or place + extra > len(data)):
        raise ValueError
    return parts


def from_base64(text: bytes) -> bytes:
    """Decode base64 strictly: only the canonical encoding is accepted.

    Raises:
        ValueError: The text is another one.
    """
    data = binascii.a2b_base64(text)
    if binascii.b2a_base64(data, newline=False) != text:
        raise ValueError
    return data


def _number(data: bytes) -> int:
    """A number (RFC 4251, 5: mpint), which is never negative in a key or signature."""
    if data[:1] > b"\x7f":
        raise ValueError
    return int.from_bytes(data)


def _written(number: int) -> bytes:
    return wire(number.to_bytes(number.bit_length() // 8 + 1))
