"""How much text a form holds: more would take more time and memory than anybody waits for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from mentorctl.render.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.forms import FormDocument, Sheet

__all__ = ["LONGEST_ANSWER", "LONGEST_SHEET", "refusal"]

# ten pages
LONGEST_ANSWER = 30_000
# seventy pages, or a list of a thousand pairings
LONGEST_SHEET = 200_000
SHOWN = 30


def refusal(document: FormDocument) -> RenderError | None:
    """Why a document is not made, where it would be too long; else None."""
    return next(filter(None, map(_refusal, document.sheets)), None)


def _refusal(sheet: Sheet) -> RenderError | None:
    lengths = 0
    for text in _texts(sheet.values):
        lengths += len(text)
        if len(text) > LONGEST_ANSWER:
            return RenderError(
                f"{_where(sheet)} has an answer of {len(text):,} characters{_start(text)}; a form"
                f" holds {LONGEST_ANSWER:,}",
                "shorten it, or keep it in a file of its own and hand that in with the form",
            )
    if lengths > LONGEST_SHEET:
        return RenderError(
            f"{_where(sheet)} has {lengths:,} characters for the {sheet.title}; a form holds"
            f" {LONGEST_SHEET:,}",
            "shorten its longest answers",
        )
    return None


def _where(sheet: Sheet) -> str:
    return " or ".join(sheet.records) or sheet.title


def _start(text: str) -> str:
    """How a text begins, for its writer to find it by."""
    shown = "".join(filter(str.isprintable, " ".join(text[: 4 * SHOWN].split())))[:SHOWN]
    return f", which begins with “{shown}”" if shown else ""


def _texts(value: object) -> Iterator[str]:
    """All texts that a template sees."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, Sequence):
        for each in value:
            yield from _texts(each)
