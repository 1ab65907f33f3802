"""What was shown of the answers to a questionnaire, and all that was: whoever shows more asks it.

Only what the rule of `reports/evaluation/disclosure.py` lets through stands here. The counter, who
alone can open the answers, signs it; everybody else reads them nowhere but here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import msgspec

from mentorctl.model.canonical import canonical, data
from mentorctl.model.record import Day, Name, PersonId, Record, Slug, Text, Year, YesNo, says

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "NAMESPACE_OF_SUMMARIES",
    "AnsweringPart",
    "EvaluationSummary",
    "ShownAnswers",
    "ShownPart",
    "ShownQuestion",
    "ShownRest",
    "to_sign",
    "written_parts",
]

# what signatures on summaries are for
NAMESPACE_OF_SUMMARIES = "mentorctl-summary"


class ShownPart(Record, frozen=True, kw_only=True):
    """A group of those who answered, large enough to be told of by itself."""

    identity = ("group",)
    group: Annotated[Text, says("Group")]
    answers: Annotated[int, says("Answers", "How many of it answered")]


class ShownRest(Record, frozen=True, kw_only=True):
    """All others who answered, together."""

    groups: Annotated[tuple[Text, ...], says("Groups", "The groups that they belong to")] = ()
    unnamed: Annotated[YesNo, says("Unnamed", "yes: also those who named no group")] = "no"
    answers: Annotated[int, says("Answers", "How many of them answered")]


class AnsweringPart(NamedTuple):
    """Some who answered, of whom numbers are told.

    Attributes:
        groups: The groups that they belong to.
        unnamed: Whether those are with them who named no group.
        answers: How many they are.
    """

    groups: tuple[str, ...]
    unnamed: bool
    answers: int


class ShownQuestion(Record, frozen=True, kw_only=True):
    """What is shown of one question."""

    identity = ("id",)
    id: Annotated[Slug, says("Id", "The question's")]
    numbers: Annotated[
        dict[Name, tuple[Text, ...]],
        says("Numbers", "For each answer and each part, how many gave it: at least-at most"),
    ] = msgspec.field(default_factory=dict)
    of_all: Annotated[
        dict[Name, Text],
        says("Of all", "How many of all, where more is told than the parts add up to"),
    ] = msgspec.field(default_factory=dict)
    texts: Annotated[tuple[Text, ...], says("Texts", "All that were written, sorted")] = ()


class ShownAnswers(Record, frozen=True, kw_only=True):
    """What was shown at one time."""

    on: Annotated[Day, says("On")]
    questions: Annotated[tuple[ShownQuestion, ...], says("Questions")]


class EvaluationSummary(Record, frozen=True, kw_only=True):
    """What was shown of the answers to a questionnaire of a year."""

    not_signed = ("signature",)
    program: Annotated[Text, says("Program", "Its id")]
    year: Annotated[Year, says("Year")]
    questionnaire: Annotated[Slug, says("Questionnaire", "Its id")]
    begun: Annotated[Text, says("Begun", "SHA-256 of what was signed when it began, in hex")]
    counter: Annotated[PersonId, says("Counter", "Id of who opened the answers")]
    threshold: Annotated[int, says("Threshold", "Nothing is told of fewer")]
    parts: Annotated[
        tuple[ShownPart, ...], says("Parts", "Of whom numbers are told, once and for all")
    ] = ()
    rest: Annotated[
        ShownRest | None, says("Rest", "Behind them, all others together", unfolded=False)
    ] = None
    shown: Annotated[tuple[ShownAnswers, ...], says("Shown", "Each time, the newest last")]
    signature: Annotated[
        Text | None, says("Signature", "The counter's SSHSIG over all of it, armoured")
    ] = None

    @property
    def answering(self) -> tuple[AnsweringPart, ...]:
        """Of whom numbers are told, in the order in which numbers are."""
        named = [AnsweringPart((each.group,), False, each.answers) for each in self.parts]
        if self.rest is None:
            return tuple(named)
        rest = AnsweringPart(self.rest.groups, self.rest.unnamed == "yes", self.rest.answers)
        return (*named, rest)


def written_parts(
    parts: Iterable[AnsweringPart],
) -> tuple[tuple[ShownPart, ...], ShownRest | None]:
    """The parts as `EvaluationSummary` has them: groups by themselves, and the others."""
    named, rest = [], None
    for each in parts:
        if len(each.groups) == 1 and not each.unnamed:
            named.append(ShownPart(group=each.groups[0], answers=each.answers))
        else:
            unnamed: YesNo = "yes" if each.unnamed else "no"
            rest = ShownRest(groups=each.groups, unnamed=unnamed, answers=each.answers)
    return tuple(named), rest


def to_sign(summary: EvaluationSummary) -> bytes:
    """What the counter signs: all that a summary says."""
    # what is left at its default is left out, so that a field of later changes nothing here
    return canonical(data(msgspec.to_builtins(msgspec.structs.replace(summary, signature=None))))
