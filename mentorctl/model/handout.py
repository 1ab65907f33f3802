"""What a program hands out to read: its own sheets, as program.yaml has them."""

from __future__ import annotations

from typing import Annotated

from mentorctl.model.attribution import SourceName
from mentorctl.model.record import Record, Slug, Text, YesNo, says

__all__ = ["Handout", "HandoutPart"]


class HandoutPart(Record, frozen=True):
    """One part of a sheet: a heading, a text, a list, each of them optional."""

    heading: Annotated[Text | None, says("Heading")] = None
    text: Annotated[Text | None, says("Text", "An empty line begins another paragraph")] = None
    items: Annotated[tuple[Text, ...], says("Items", "Each is numbered")] = ()


class Handout(Record, frozen=True):
    """One sheet to hand out."""

    identity = ("id",)
    id: Annotated[Slug, says("Id", "In its file's name: handouts-ID")]
    title: Annotated[Text, says("Title")]
    boxes: Annotated[YesNo, says("Boxes", "yes: a box before each item, to mark it")] = "no"
    parts: Annotated[tuple[HandoutPart, ...], says("Parts", "In order")] = ()
    source: SourceName = None
