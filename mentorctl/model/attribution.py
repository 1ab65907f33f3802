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


# the forms that can print one; `tests/forms` holds this to the forms that there are
NoticedForm = Literal[
    "agreement", "calendar", "comment", "completers", "decision-points", "first-day",
    "focal-points", "grievance", "guide", "invoice", "log", "plan", "responsibilities", "sign-in",
    "standards", "suggestions", "evaluation-summary", "questionnaire", "trainings", "visit",
    "handouts", "phases", "reflections",
]  # fmt: skip


class Notice(Record, frozen=True):
    """A statement of law or the agency, which forms print at their end."""

    identity = ("text",)
    text: Annotated[Text, says("Text", "Word for word")]
    on: Annotated[
        tuple[NoticedForm, ...],
        says("On", "The forms that print it, as plan; none: all"),
    ] = ()


class OfficialWording(Record, frozen=True):
    """Wording that law or the agency fixes: printed as it stands here, or not at all."""

    non_discrimination: Annotated[
        Text | None, says("Non-discrimination", "The notice on the {plan}, word for word")
    ] = None
    agreement: Annotated[
        YesNo, says("Agreement", "yes: the clauses under agreement are the official provisions")
    ] = "no"
    notices: Annotated[
        tuple[Notice, ...],
        says("Notices", "On non-discrimination, whom to ask, and the like: at the end of forms"),
    ] = ()

    def notices_on(self, form: str) -> tuple[str, ...]:
        """The statements that a form prints."""
        return tuple(each.text for each in self.notices if not each.on or form in each.on)
