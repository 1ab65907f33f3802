"""Where a program's labels, rows, days and duties come from, so that forms say only what is true.

What names no source is the program's own, and forms print it as that.
"""

from __future__ import annotations

from typing import Annotated, Literal

from mentorctl.model.record import Record, Text, YesNo, says

__all__ = ["OfficialWording", "Source", "SourceName"]

SourceName = Annotated[
    Text | None, says("Source", "Its name under sources; none: this program's own")
]


class Source(Record, frozen=True):
    """A document, and how what comes from it is worded."""

    title: Annotated[Text, says("Title", "Document and section, as forms print them")]
    wording: Annotated[
        Literal["exact", "own"],
        says("Wording", "exact: as the document has it; own: in this program's own words"),
    ] = "own"
    of: Annotated[
        Literal["this", "another"],
        says("Of", "another: another program's document, which this one borrows from"),
    ] = "this"


class OfficialWording(Record, frozen=True):
    """Wording that law or the agency fixes: printed as it stands here, or not at all."""

    non_discrimination: Annotated[
        Text | None, says("Non-discrimination", "The notice on the {plan}, word for word")
    ] = None
    agreement: Annotated[
        YesNo, says("Agreement", "yes: the clauses under agreement are the official provisions")
    ] = "no"
