"""Parts of `program.yaml`: checks, history, signatures, holidays, and what a first year is like."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from mentorctl.model.record import MonthDay, Record, Slug, Text, says

__all__ = [
    "CheckSetting",
    "Holiday",
    "Phase",
    "ReflectionPart",
    "ReminderSetting",
    "SigningSetting",
    "TrailSetting",
]

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class CheckSetting(Record, frozen=True):
    """How strict `check` is here."""

    allow: Annotated[tuple[Slug, ...], says("Allow", "Codes of findings not to report")] = ()
    due_soon_days: Annotated[
        int, says("Due soon days", "How many days ahead `check` names what falls due")
    ] = 14


class TrailSetting(Record, frozen=True):
    """What the history is judged by."""

    grace_days: Annotated[
        int,
        says("Grace days", "How many days after a fact its record may come into the history"),
    ] = 30
    received_by: Annotated[
        tuple[Text, ...],
        says(
            "Received by",
            "Fingerprints (SHA256:…) of the guards whose notes count of what came in when",
        ),
    ] = ()


class ReminderSetting(Record, frozen=True):
    """When reminders are drafted, and in which tone."""

    close_days: Annotated[
        int, says("Close days", "From how many days before its last day something is close")
    ] = 7
    again_days: Annotated[
        int, says("Again days", "For how many days nobody is reminded a second time")
    ] = 7


class SigningSetting(Record, frozen=True):
    """What a person agrees to who signs; `[record]`, `[role]` and `[person]` are filled in."""

    intent: Annotated[Text, says("Intent", "The sentence of one who signs")] = (
        "I have read this [record] and sign it as [role]:"
        " to the best of my knowledge it is true and complete."
    )
    consent: Annotated[Text, says("Consent", "To sign electronically")] = (
        "I agree to sign electronically. This signature, made with my own key, binds me as one"
        " by hand would."
    )
    refusal: Annotated[Text, says("Refusal", "The sentence of one who declines to sign")] = (
        "I have read this [record] and decline to sign it as [role]."
    )
    attestation: Annotated[Text, says("Attestation", "Of the {coordinator}, for paper")] = (
        "I have seen this [record] signed by hand by [person] as [role], and the scan shows it."
    )


class Holiday(Record, frozen=True):
    """A day on which nobody works: each year the same date, or a weekday of a month."""

    identity = ("title",)
    title: Annotated[Text, says("Title")]
    date: Annotated[MonthDay | None, says("Date", "MM-DD, where it is the same each year")] = None
    month: Annotated[int | None, says("Month", "1 to 12, where it is a weekday of a month")] = None
    weekday: Annotated[Weekday | None, says("Weekday", "monday … sunday")] = None
    which: Annotated[
        int | None, says("Which", "1 is the first of the month, -1 the last, -2 the one before")
    ] = None


class ReflectionPart(Record, frozen=True):
    """One column of the reflection."""

    identity = ("id",)
    id: Annotated[Literal["plus", "minus", "interesting"], says("Id", "Field in the records")]
    title: Annotated[Text, says("Title")]
    asks: Annotated[Text, says("Asks")]


class Phase(Record, frozen=True, rename={"from_": "from"}):
    """A phase of the first year, so that a message can say what is usual in this month."""

    identity = ("title",)
    title: Annotated[Text, says("Title")]
    from_: Annotated[MonthDay, says("From", "MM-DD")]
    until: Annotated[MonthDay, says("Until", "MM-DD")]
    height: Annotated[
        int | None, says("Height", "How high the picture of the phases draws it, 0 to 10")
    ] = None
    note: Annotated[Text | None, says("Note")] = None
    messages: Annotated[
        dict[Slug, Text], says("Messages", "What a reminder says in this phase, by role")
    ] = msgspec.field(default_factory=dict)
