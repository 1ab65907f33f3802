"""Pairings of a program year, each read when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from mentorctl.model.pairing import Pairing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Pairings"]


class Pairings(Mapping[str, Pairing]):
    """Pairings by id, each read when asked for; one that cannot be read is not there.

    Args:
        ids: Gives the ids of all.
        read: Reads one.
    """

    def __init__(
        self, ids: Callable[[], Sequence[str]], read: Callable[[str], Pairing | None]
    ) -> None:
        self._ids, self._load = ids, read
        self._read: dict[str, Pairing | None] = {}

    def __getitem__(self, pairing_id: str) -> Pairing:
        if pairing_id not in self._read:
            self._read[pairing_id] = self._load(pairing_id)
        pairing = self._read[pairing_id]
        if pairing is None:
            raise KeyError(pairing_id)
        return pairing

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids())

    def __len__(self) -> int:
        return len(self._ids())
