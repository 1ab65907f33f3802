"""The trainings that people took, whichever of their pairings says so: a training is the person's.

What a pairing says of somebody who is not in it counts for nothing, unless it said so when they
were.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from mentorctl.model.agreement import Training
from mentorctl.model.roles import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mentorctl.model.agreement import Trainings
    from mentorctl.model.pairing import Pairing

__all__ = ["Trained"]


class Trained(Mapping[str, Sequence[Training]]):
    """What each person took, by their id; read when it is first asked for.

    Attributes:
        read: Gives every trainings.yaml of the folder with its path, and the pairing it is of.
        was_noted: Whether what such a file says of somebody stood there when they left the pairing.
    """

    def __init__(
        self,
        read: Callable[[], Iterable[tuple[str, Pairing, Trainings]]],
        was_noted: Callable[[str, Training], bool] = lambda _path, _taken: False,
    ) -> None:
        self.read, self.was_noted = read, was_noted

    def __getitem__(self, person: str) -> Sequence[Training]:
        return self._held[person]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __bool__(self) -> bool:
        # whether there is anything is not worth reading it for
        return True

    @cached_property
    def _held(self) -> Mapping[str, Sequence[Training]]:
        found: dict[str, list[Training]] = {}
        for path, pairing, each in self.read():
            people = {getattr(pairing, role) for role in SIDES}
            for taken in each.taken:
                if taken.person in people or self.was_noted(path, taken):
                    found.setdefault(taken.person, []).append(taken)
        return found
