"""What is planned ahead: the day, and the hours, of a meeting or a visit that is still to come."""

from __future__ import annotations

from typing import Annotated, Literal

from mentorctl.model.record import (
    Clock,
    DateKind,
    Day,
    Record,
    Slug,
    Text,
    YesNo,
    says,
    whole_clocks,
)

__all__ = ["APPOINTMENTS", "Appointment", "AppointmentKind", "PairAppointment"]

AppointmentKind = Literal["visit", "meeting"]
APPOINTMENTS: tuple[AppointmentKind, ...] = ("visit", "meeting")


class Appointment(Record, frozen=True, rename={"from_": "from"}):
    """When something is to be; that it was is noted elsewhere, so that no plan counts as a fact."""

    on: Annotated[
        Day | None, says("Planned for", date=DateKind.AHEAD, use="The day it is to be held")
    ] = None
    from_: Annotated[Clock | None, says("From", "HH:MM, the program's time")] = None
    until: Annotated[Clock | None, says("Until", "HH:MM, the program's time")] = None
    cancelled: Annotated[
        YesNo, says("Cancelled", "yes where nothing comes of it, so that calendars take it out")
    ] = "no"

    def __post_init__(self) -> None:
        """Read `7:00` as 07:00."""
        whole_clocks(self, "from_", "until")


class PairAppointment(Record, frozen=True, rename={"from_": "from"}):
    """A visit, or a meeting of its own, that a pairing has planned."""

    identity = ("id",)
    ids_are_made = True
    id: Annotated[Slug, says("Id", "Made by the toolkit; stays when the day moves")]
    kind: Annotated[AppointmentKind, says("Kind", "visit or meeting")]
    on: Annotated[Day, says("Planned for", date=DateKind.AHEAD, use="The day it is to be")]
    from_: Annotated[Clock | None, says("From", "HH:MM, the program's time")] = None
    until: Annotated[Clock | None, says("Until", "HH:MM, the program's time")] = None
    where: Annotated[
        Text | None,
        says("Where", use="The place, for invitations", example="Marlow Technical School"),
    ] = None
    about: Annotated[Text | None, says("About", "What it is for")] = None
    cancelled: Annotated[
        YesNo, says("Cancelled", "yes where nothing comes of it, so that calendars take it out")
    ] = "no"

    def __post_init__(self) -> None:
        """Read `7:00` as 07:00."""
        whole_clocks(self, "from_", "until")
