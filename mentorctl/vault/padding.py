"""Sizes that tell little: what is sealed is filled up to a power of two."""

from __future__ import annotations

from mentorctl.vault.errors import SealError

__all__ = ["LEAST", "MOST", "filled", "filled_size", "unfilled"]

# so that a note and a form have one size
LEAST = 4096
MOST = 1 << 24

_LENGTH = 4


def filled_size(length: int) -> int:
    """How many bytes so many become."""
    return 1 << (max(LEAST, _LENGTH + length) - 1).bit_length()


def filled(content: bytes, least: int = LEAST) -> bytes:
    """Bytes with their length before them and zeros behind them, up to a power of two.

    Args:
        content: The bytes.
        least: How many they become at least, of `filled_size`, so that all have one size.

    Raises:
        SealError: There are more of them than a vault takes.
    """
    whole = _LENGTH + len(content)
    if whole > MOST:
        raise SealError(
            "the text is longer than a vault takes", f"keep it under {MOST >> 20} million letters"
        )
    size = max(filled_size(len(content)), least)
    return len(content).to_bytes(_LENGTH) + content + bytes(size - whole)


def unfilled(data: bytes, least: int = LEAST) -> bytes:
    """The bytes that `filled` got.

    Args:
        data: What it gave.
        least: What it got with them; what is smaller was made without.

    Raises:
        SealError: It is nothing that `filled` gave.
    """
    end = _LENGTH + int.from_bytes(data[:_LENGTH])
    content = data[_LENGTH:end]
    if filled(content, least if len(data) >= least else LEAST) != data:
        raise SealError(
            "what was sealed is not as it is written here", "get an unharmed copy of it"
        )
    return content
