"""Whose calendar it is: one person's, a role's, an advisor's pairings', or everybody's."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.roles import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mentorctl.model.pairing import Pairing

__all__ = ["CalendarReader"]


class CalendarReader(NamedTuple):
    """Whose calendar it is; with nothing said, everybody's.

    Attributes:
        person: The id of the one person whose it is; empty for a group.
        held: The roles that they hold apart from any pairing.
        role: The only role whose days are wanted; empty for all.
        pairings: The only pairings whose days are wanted; None for all.
        group: What tells a group of some pairings from all others; empty for all of them.
    """

    person: str = ""
    held: frozenset[str] = frozenset()
    role: str = ""
    pairings: frozenset[str] | None = None
    group: str = ""

    @property
    def scope(self) -> tuple[str, ...]:
        """What tells entries that say of this reader's days alone from those of other calendars."""
        whose = ("for", self.person, self.role) if self.person else ()
        return tuple(filter(None, (*whose, *(("of", self.group) if self.group else ()))))

    def sees(self, name: str, pairing: Pairing) -> bool:
        """Whether a pairing's days are in it."""
        if self.pairings is not None and name not in self.pairings:
            return False
        return not self.person or bool(self.held) or self.person in _people(pairing, SIDES)

    def owes(self, pairing: Pairing, roles: Iterable[str]) -> bool:
        """Whether what some roles of a pairing owe is in it."""
        asked = self._asked(roles)
        if not self.person:
            return bool(asked)
        return self.person in _people(pairing, asked) or bool(self.held.intersection(asked))

    def has_role(self, roles: Iterable[str], pairings: Mapping[str, Pairing]) -> bool:
        """Whether what some roles owe to the program as a whole is in it."""
        asked = self._asked(roles)
        if not self.person:
            return bool(asked)
        if self.held.intersection(asked):
            return True
        under_way = (each for each in pairings.values() if each.state in ("active", "completed"))
        return any(self.person in _people(each, asked) for each in under_way)

    def had_role(self, roles: Iterable[str], pairings: Mapping[str, Pairing]) -> bool:
        """Whether it is in it, or was until a pairing was given up."""
        asked = tuple(roles)
        return self.has_role(asked, pairings) or (
            bool(self.person) and any(self.owes(each, asked) for each in pairings.values())
        )

    def owes_any(self, roles: Iterable[str]) -> bool:
        """Whether what is asked of some roles in every pairing is what is wanted."""
        return bool(self._asked(roles))

    def _asked(self, roles: Iterable[str]) -> list[str]:
        return [each for each in roles if not self.role or each == self.role]


def _people(pairing: Pairing, roles: Iterable[str]) -> set[str | None]:
    return {getattr(pairing, each, None) for each in roles} - {None}
