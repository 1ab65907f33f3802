"""Which contact a program wants to be regular: `contact` in program.yaml."""

from __future__ import annotations

from typing import Annotated, Literal

from mentorctl.model.attribution import SourceName
from mentorctl.model.log import LogKind
from mentorctl.model.record import Record, Slug, Text, YesNo, says

__all__ = ["ContactSetting"]


class ContactSetting(Record, frozen=True):
    """One sort of contact that a program wants to be regular."""

    identity = ("id",)
    id: Annotated[Slug, says("Id")]
    title: Annotated[Text, says("Title")]
    of: Annotated[
        Literal["log", "reflections"],
        says("Of", "log: its entries, and visits; reflections: what was written down of them"),
    ] = "log"
    kinds: Annotated[tuple[LogKind, ...], says("Kinds", "Of the log; none: any contact")] = ()
    who: Annotated[
        tuple[Slug, ...], says("Who", "Roles that take part; of reflections, whose they are")
    ] = ()
    every: Annotated[Literal["week", "month"], says("Every")] = "week"
    times: Annotated[int, says("Times", "How often in each; 0: it is only shown")] = 1
    agreed: Annotated[
        Text | None, says("Agreed", "The agreement's field, or blank, that says how often instead")
    ] = None
    required: Annotated[
        YesNo, says("Required", "yes: check names what is missing; else it is only shown")
    ] = "no"
    source: SourceName = None
