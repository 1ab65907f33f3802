"""How strict a program's checks, its history and its signatures are: parts of `program.yaml`."""

from __future__ import annotations

from typing import Annotated

from mentorctl.model.record import Record, Slug, Text, says

__all__ = ["CheckSetting", "SigningSetting", "TrailSetting"]


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
