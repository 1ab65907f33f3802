"""What was drafted for whom on one day: `reminders/<date>.yaml`, so that nobody is nagged twice."""

from __future__ import annotations

from typing import Annotated, Literal

from mentorctl.model.record import PersonId, Record, Slug, Text, says

__all__ = ["DraftedReminder", "Notice", "Reminders"]

Notice = Literal["first", "close", "late", "thanks"]


class DraftedReminder(Record, frozen=True):
    """One message that was drafted; whether it was sent, nobody knows here."""

    identity = ("id",)
    id: Annotated[Slug, says("Id", "Made by the toolkit")]
    person: Annotated[PersonId, says("Person", "Id of who it was drafted for")]
    notice: Annotated[Notice, says("Notice", "first, close, late or thanks")]
    items: Annotated[
        tuple[Text, ...], says("Items", "What it asked for: PAIRING/MILESTONE, or MILESTONE")
    ] = ()
    thanks: Annotated[
        tuple[Text, ...], says("Thanks", "What it thanked for, written the same way")
    ] = ()


class Reminders(Record, frozen=True):
    """The messages that were drafted on one day."""

    drafts: Annotated[tuple[DraftedReminder, ...], says("Drafts", by="coordinator")] = ()
