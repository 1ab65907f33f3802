"""What each of the two writes down for themselves (manual, Reflective Practice)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from mentorctl.model.record import Day, Record, Text, says

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Reflected", "Reflections"]


class Reflected(Record, frozen=True):
    """What somebody thought of one week, or of one thing that happened in it."""

    identity = ("on", "about")
    on: Annotated[Day, says("Date")]
    about: Annotated[Text | None, says("About", "What it is about, if not the week as a whole")] = (
        None
    )
    plus: Annotated[Text | None, says("P+")] = None
    minus: Annotated[Text | None, says("M-")] = None
    interesting: Annotated[Text | None, says("I*")] = None


class Reflections(Record, frozen=True):
    """The reflections of both; each list is written by the one whose it is, and read by both."""

    mentee: Annotated[tuple[Reflected, ...], says("Of the {mentee}", by="mentee")] = ()
    mentor: Annotated[tuple[Reflected, ...], says("Of the {mentor}", by="mentor")] = ()

    @property
    def by_role(self) -> Iterator[tuple[str, tuple[Reflected, ...]]]:
        """Whose entries these are, a role and its entries."""
        yield "mentee", self.mentee
        yield "mentor", self.mentor
