"""Sizes that tell little: what is sealed is filled up to a power of two."""

from __future__ import annotations

from mentorctl.vault.errors import SealError

__all__ = ["LEAST", "MOST", "filled", "unfilled"]

# so that a note and a form have one size
LEAST = 4096
MOST = 1 << 24

_LENGTH = 4


def filled(content: bytes) -> bytes:
    """Bytes with their length before them and zeros behind them, up to a power of two.

    Raises:
        SealError: There are more of them than a vault takes.
    """
    whole = _LENGTH + len(content)
    if whole > MOST:
        raise SealError(
            "the text is longer than a vault takes", f"keep it under {MOST >> 20} million letters"
        )
    size = max(LEAST, 1 << (whole - 1).bit_length())
    return len(content).to_bytes(_LENGTH) + content + bytes(size - whole)


def unfilled(data: bytes) -> bytes:
    """The bytes that `filled` got.

    Raises:
        SealError: It is nothing that `filled` gave.
    """
    end = _LENGTH + int.from_bytes(data[:_LENGTH])
    content = data[_LENGTH:end]
    if filled(content) != data:
        raise SealError(
            "a file of the vault is not as one is written", "get an unharmed copy of the vault"
        )
    return content
