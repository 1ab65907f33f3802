"""What a form says of where its labels, rows and wording come from.

All of it follows from `sources`, `labels` and `official` in program.yaml, and from the `source` of
each of its parts; what names no source is the program's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms.wording import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mentorctl.forms.form import FormContext
    from mentorctl.model.attribution import Source
    from mentorctl.model.program import Milestone

__all__ = ["OWN", "conflict_of", "conflicts", "labelled", "quoted", "said", "sourced"]

OWN = "this program’s own"


def labelled(
    context: FormContext,
    form: str,
    what: str = "Labels",
    *,
    own: Iterable[str] = (),
    rest: str = "Instructions",
) -> list[str]:
    """Where the labels of a form come from; nothing where program.yaml names no source of them.

    Args:
        context: The program around the form.
        form: The form's name, as `labels` in program.yaml has it.
        what: What of it is in the source: `Ratings, groups and items`.
        own: Labels on the sheet that the source does not have.
        rest: What else is on the sheet, in the program's own words; may be nothing.
    """
    source = context.program.source_named(context.program.labels.get(form))
    if source is None:
        return []
    added = list(own)
    lines = [said(what, source)]
    if added:
        lines.append(f"{quoted(added)} {'is' if len(added) == 1 else 'are'} {OWN}.")
    return [*lines, f"{rest} are {OWN}."] if rest else lines


def sourced(context: FormContext, what: str, name: str | None, *, verb: str = "are") -> str:
    """Where a part of program.yaml comes from, in one sentence.

    Args:
        context: The program around the form.
        what: The part: `Duties`.
        name: The name of its source, or the document's title; None where it is the program's own.
        verb: `is` for a part in the singular.
    """
    source = context.program.source_named(name)
    return f"{what} {verb} {OWN}." if source is None else said(what, source)


def said(what: str, source: Source) -> str:
    """A sentence that names a source: as it has it, or after it."""
    exact = source.wording == "exact"
    words = f"{what} as in" if exact else f"{what} in this program’s own words, after"
    whose = " another program’s form" if source.of == "another" else ""
    return f"{words}{whose}: {source.title}."


def conflicts(context: FormContext) -> list[str]:
    """Where the sources of the calendar disagree with themselves, and what is in force."""
    return [text for row in context.program.calendar if (text := conflict_of(row))]


def conflict_of(milestone: Milestone) -> str:
    """Where the source of a row disagrees with itself; its last day stands for `[due]`."""
    date = milestone.due.date
    day = f"{MONTHS[int(date[:2]) - 1]} {int(date[3:])}" if date else "no day"
    return (milestone.conflict or "").replace("[due]", day)


def quoted(names: Sequence[str]) -> str:
    """Some names, in the marks of a quotation: `“A”, “B” and “C”`."""
    marked = [f"“{name}”" for name in names]
    return " and ".join(filter(None, (", ".join(marked[:-1]), marked[-1])))
