"""Public keys with which others than their owner could sign.

Ed25519: points that are none of the curve, are written in a second way, or are of small order, for
which one signature fits many texts (RFC 8032, 5.1.3 and 5.1.7; FIPS 186-5, 7.8). RSA: numbers that
anybody can take apart (FIPS 186-5, A.1).
"""

from __future__ import annotations

from functools import cache
from math import gcd, isqrt, prod

__all__ = ["fault_of_modulus", "fault_of_point"]

_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)
_POINT_BYTES = 32
# the order of the curve is eight times a prime, so three doublings lead small orders to nothing
_DOUBLINGS = 3
_NOTHING = (0, 1)

_SMALL_PRIMES = 2000
# two primes of nearly one size are found in a few steps (Fermat)
_STEPS = 64
# whether a number is prime itself takes too long to tell for longer ones
_LONGEST_TESTED = 4096
_SMALLEST_EXPONENT = 3


def fault_of_point(point: bytes) -> str:
    """Why an Ed25519 key does not do, in words; empty where it does.

    Args:
        point: The point as RFC 8032 (5.1.2) encodes it.
    """
    if len(point) != _POINT_BYTES:
        return "the key is cut off or mistyped"
    number = int.from_bytes(point, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= _P:
        return "the key is not written in its one right form"
    x = _x_of(y)
    if x is None or (x == 0 and sign):
        return "the key is no point of its curve"
    place = (x, y)
    for _ in range(_DOUBLINGS):
        place = _doubled(*place)
    return "the key is a weak one, with which anybody could sign" if place == _NOTHING else ""


def fault_of_modulus(exponent: int, modulus: int) -> str:
    """Why an RSA key does not do, in words; empty where nothing is known against it."""
    weak = "the key is a weak one, with which anybody could sign"
    if exponent < _SMALLEST_EXPONENT or exponent % 2 == 0 or modulus % 2 == 0:
        return weak
    if gcd(modulus, _small_primes()) != 1:
        return weak
    root = isqrt(modulus)
    if root * root == modulus:
        return weak
    for each in range(root + 1, root + 1 + _STEPS):
        rest = each * each - modulus
        if isqrt(rest) ** 2 == rest:
            return weak
    is_tested = modulus.bit_length() <= _LONGEST_TESTED
    return weak if is_tested and pow(2, modulus - 1, modulus) == 1 else ""


def _x_of(y: int) -> int | None:
    """One of the two numbers that make a point with another one (RFC 8032, 5.1.3)."""
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    root = pow(square, (_P + 3) // 8, _P)
    if (root * root - square) % _P:
        root = root * _ROOT % _P
    return root if (root * root - square) % _P == 0 else None


def _doubled(x: int, y: int) -> tuple[int, int]:
    product = _D * x * x * y * y
    return (
        2 * x * y * pow(1 + product, -1, _P) % _P,
        (y * y + x * x) * pow(1 - product, -1, _P) % _P,
    )


@cache
def _small_primes() -> int:
    """The product of the odd ones; most runs meet no RSA key."""
    odd = range(3, _SMALL_PRIMES, 2)
    return prod(each for each in odd if all(each % by for by in range(3, isqrt(each) + 1, 2)))
