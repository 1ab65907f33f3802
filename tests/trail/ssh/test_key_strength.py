"""Keys with which anybody could sign count nowhere: not when registered, and not in a history."""

from __future__ import annotations

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorctl.trail.ssh.in_memory_keys import SoftKey
from mentorctl.trail.ssh.key_strength import fault_of_modulus, fault_of_point
from mentorctl.trail.ssh.public_keys import BadKey, parse_public, wire
from mentorctl.trail.ssh.sshsig import BadSignature, armoured, verify

P = 2**255 - 19
# the points whose order divides eight, as RFC 8032 (5.1.2) encodes them
SMALL = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
]


def small_points() -> list[bytes]:
    known = [bytes.fromhex(each) for each in SMALL]
    return [each[:-1] + bytes([each[-1] | sign]) for each in known for sign in (0, 128)]


def key_line(point: bytes) -> str:
    return f"ssh-ed25519 {b64encode(wire(b'ssh-ed25519') + wire(point)).decode()}"


@pytest.mark.parametrize("point", small_points(), ids=bytes.hex)
def test_a_point_of_small_order_is_no_key(point: bytes) -> None:
    with pytest.raises(BadKey):
        parse_public(key_line(point))


@pytest.mark.parametrize("point", small_points(), ids=bytes.hex)
@pytest.mark.parametrize("text", [b"this", b"that"])
def test_a_signature_that_fits_many_texts_fits_none(point: bytes, text: bytes) -> None:
    """With R the neutral point and S nothing, the plain equation holds for the neutral key."""
    made = (1).to_bytes(32, "little") + bytes(32)
    blob = wire(b"ssh-ed25519") + wire(point)
    armour = armoured(blob, "mentorctl", wire(b"ssh-ed25519") + wire(made))
    with pytest.raises(BadSignature):
        verify(text, armour, "mentorctl")


@pytest.mark.parametrize("y", [P, P + 1, 2**255 - 1])
def test_a_second_way_to_write_a_point_is_no_key(y: int) -> None:
    assert fault_of_point(y.to_bytes(32, "little"))


def test_what_is_no_point_of_the_curve_is_no_key() -> None:
    assert fault_of_point((2).to_bytes(32, "little")) == "the key is no point of its curve"


@given(st.binary(min_size=32, max_size=32))
def test_every_key_that_somebody_made_is_one(seed: bytes) -> None:
    assert parse_public(SoftKey.generate(seed).public_line())


PRIME = 2**1279 - 1
OTHER = 2**2203 - 1


@pytest.mark.parametrize(
    ("exponent", "modulus"),
    [
        (1, PRIME * OTHER),
        (65536, PRIME * OTHER),
        (65537, 2 * PRIME * OTHER),
        (65537, 3 * OTHER),
        (65537, PRIME * PRIME),
        (65537, OTHER),
        (65537, (2**1100 + 7) * (2**1100 + 9)),
    ],
    ids=["no exponent", "even exponent", "even", "a small part", "a square", "a prime", "near"],
)
def test_numbers_that_come_apart_are_no_key(exponent: int, modulus: int) -> None:
    assert fault_of_modulus(exponent, modulus)


def test_numbers_that_do_not_are_one() -> None:
    assert not fault_of_modulus(65537, PRIME * OTHER)
