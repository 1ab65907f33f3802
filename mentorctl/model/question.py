"""Questions of a program's own: of which type an answer is, and what it may be.

The one vocabulary of field types. An answer is read string-first, as everything in a record is:
what was typed becomes a value, or one fault that says what to write. `written` gives a value in
the one form that it is kept in, so that no way of writing (`04`, `Yes`, a blank at a line's end)
tells whose it is.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

import msgspec

from mentorctl.model.hidden_letters import hidden
from mentorctl.model.record import Name, Record, Slug, Text, YesNo, day_written, says

__all__ = [
    "CHOOSING",
    "AnswerOption",
    "AskedQuestion",
    "FieldType",
    "NoAnswer",
    "Scale",
    "Value",
    "Written",
    "longest",
    "read_answer",
    "written",
]

FieldType = Literal["text", "long-text", "number", "date", "yes-no", "choice", "several", "scale"]
# what a value is, by the type of its field: in this order text (both), number, date, yes-no
# (True is yes), choice (an id), several (ids, in the question's order) and scale
Value = str | Decimal | dt.date | bool | tuple[str, ...] | int
# a value as it is kept
Written = str | list[str]

# the types that have options to choose from
CHOOSING = frozenset({"choice", "several"})
# how many letters a text has at most, where the question does not say
LETTERS = {"text": 200, "long-text": 2000}
MOST_LETTERS = 10_000
MOST_STEPS = 11
MOST_DIGITS = 12

_NUMBER = r"[+-]?[0-9]{1,12}(\.[0-9]{1,6})?"
_YES_NO = {"yes": True, "no": False}
# a letter takes at most four bytes in UTF-8; in JSON no letter that is let through takes more
_BYTES = 4


class AnswerOption(Record, frozen=True):
    """One of the answers to choose from."""

    identity = ("id",)
    id: Annotated[Slug, says("Id", "Names it in the answers")]
    title: Annotated[Text, says("Title", "As people read it")]


class Scale(Record, frozen=True, rename={"from_": "from"}):
    """The steps between two ends."""

    from_: Annotated[int, says("From", "The lowest step")] = 1
    to: Annotated[int, says("To", "The highest step")] = 5
    labels: Annotated[
        dict[Name, Text], says("Labels", "What steps are called: both ends, and any between")
    ] = msgspec.field(default_factory=dict)

    @property
    def steps(self) -> range:
        """Its steps, the lowest first."""
        return range(self.from_, self.to + 1)


class AskedQuestion(Record, frozen=True, kw_only=True):
    """One question, and of which type its answer is."""

    identity = ("id",)
    id: Annotated[Slug, says("Id", "Names the question in the answers")]
    text: Annotated[Text, says("Text", "As people read it")]
    type: Annotated[
        FieldType,
        says("Type", "text, long-text, number, date, yes-no, choice, several or scale"),
    ]
    required: Annotated[YesNo, says("Required", "yes: without it a sheet is not taken")] = "no"
    options: Annotated[tuple[AnswerOption, ...], says("Options", "Of choice and several")] = ()
    scale: Annotated[Scale | None, says("Scale", "Of scale: its steps and their labels")] = None
    letters: Annotated[
        int | None, says("Letters", "Of a text, the most that it may have; 200, or 2000 if long")
    ] = None
    lowest: Annotated[int | None, says("Lowest", "Of a number")] = None
    highest: Annotated[int | None, says("Highest", "Of a number")] = None
    note: Annotated[Text | None, says("Note", "What people read below the question")] = None

    @property
    def most_letters(self) -> int:
        """How many letters its text may have; 0 where it is answered by no text."""
        return self.letters or LETTERS.get(self.type, 0) if self.type in LETTERS else 0

    @property
    def steps(self) -> range:
        """The steps of its scale; none where it has no scale."""
        return self.scale.steps if self.scale is not None else range(0)


class NoAnswer(NamedTuple):
    """Why what somebody wrote is no answer.

    Attributes:
        message: What is wrong, without what was written: it may be confidential.
        hint: What to write.
        item: Which item of a list it is about, from 0 on; None for the whole.
    """

    message: str
    hint: str
    item: int | None = None


def read_answer(question: AskedQuestion, given: object) -> Value | NoAnswer | None:
    """The value that somebody's answer is; None where there is no answer.

    Args:
        question: The question.
        given: What was written: a text, a list of texts, or nothing. Bare numbers and booleans, as
            JSON has them, are what they would be if they were written out.
    """
    if isinstance(given, list | tuple):
        return _several(question, list(given))
    if isinstance(given, bool):
        text = "yes" if given else "no"
    elif given is None or isinstance(given, str | int | float | Decimal | dt.date):
        text = "" if given is None else str(given)
    else:
        return NoAnswer("holds a group of named values", _asked(question))
    text = unicodedata.normalize("NFC", text).strip()
    if not text:
        return None
    if question.type == "several":
        return _several(question, [text])
    return _single(question, text)


def written(value: Value) -> Written:
    """A value in the one form in which it is kept; `read_answer` reads it back."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Decimal):
        return _plain_number(value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def longest(question: AskedQuestion) -> int:
    """How many bytes a question and its longest answer take in JSON, at most."""
    name = len(question.id) + len('"":,')
    if question.type in LETTERS:
        return name + 2 + _BYTES * question.most_letters
    if question.type == "several":
        return name + 2 + sum(len(each.id) + len('"",') for each in question.options)
    if question.type == "choice":
        return name + 2 + max((len(each.id) for each in question.options), default=0)
    return name + 2 + 2 * MOST_DIGITS


def _single(question: AskedQuestion, text: str) -> Value | NoAnswer:
    kind = question.type
    if kind in LETTERS:
        return _text(question, text)
    value: Value | None = None
    if kind == "number":
        value = _number(question, text)
    elif kind == "date":
        value = day_written(text)
    elif kind == "yes-no":
        value = _YES_NO.get(text.lower())
    elif kind == "choice":
        value = _option(question, text)
    else:
        value = int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else None  # noqa: PLR2004 - no longer step is read
        value = value if value in question.steps else None
    return (
        NoAnswer("is not one of the answers there are", _asked(question))
        if value is None
        else value
    )


def _text(question: AskedQuestion, text: str) -> str | NoAnswer:
    lines = [line.rstrip() for line in re.split("\r\n|\r|\n", text)]
    kept = "\n".join(lines)
    if any(hidden(kept)):
        return NoAnswer("holds a character that nobody sees", "delete it, or type the line again")
    if question.type == "text" and len(lines) > 1:
        return NoAnswer("has more than one line", "write it on one line")
    if len(kept) > question.most_letters:
        return NoAnswer(
            f"has {len(kept)} letters, and there is room for {question.most_letters}",
            "make it shorter",
        )
    return kept


def _number(question: AskedQuestion, text: str) -> Decimal | None:
    if not re.fullmatch(_NUMBER, text):
        return None
    value = Decimal(_plain_number(Decimal(text)))
    low, high = question.lowest, question.highest
    fits = (low is None or value >= low) and (high is None or value <= high)
    return value if fits else None


def _plain_number(value: Decimal) -> str:
    """A number without what does not count: `4`, not `+04.0`."""
    plain = f"{value:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain == "-0" else plain


def _option(question: AskedQuestion, text: str) -> str | None:
    """The id of an option that is named by its id or its title."""
    for each in question.options:
        if text.casefold() in {each.id, each.title.casefold()}:
            return each.id
    return None


def _several(question: AskedQuestion, given: list[object]) -> tuple[str, ...] | NoAnswer | None:
    if question.type != "several":
        return NoAnswer("is a list", f"{_asked(question)}, and only one")
    chosen = set()
    for place, each in enumerate(given):
        if each is None or (isinstance(each, str) and not each.strip()):
            continue
        found = _option(question, unicodedata.normalize("NFC", str(each)).strip())
        if found is None:
            return NoAnswer("is not one of the answers there are", _asked(question), place)
        chosen.add(found)
    return tuple(each.id for each in question.options if each.id in chosen) or None


def _asked(question: AskedQuestion) -> str:
    """What to write, in words."""
    kind, ids = question.type, ", ".join(each.id for each in question.options)
    if kind in LETTERS:
        return f"write a text of up to {question.most_letters} letters"
    if kind == "number":
        return f"write a number like 3 or 2.5{_bounds(question)}"
    return {
        "date": "write a day like 2027-04-08",
        "yes-no": "write yes or no",
        "choice": f"choose one of: {ids}",
        "several": f"write each on a line of its own after '- ': {ids}",
        "scale": f"write a whole number from {question.steps[0]} to {question.steps[-1]}"
        if question.steps
        else "this question has no scale",
    }[kind]


def _bounds(question: AskedQuestion) -> str:
    low, high = question.lowest, question.highest
    if low is not None and high is not None:
        return f", from {low} to {high}"
    if low is not None:
        return f", {low} or more"
    return f", {high} or less" if high is not None else ""
