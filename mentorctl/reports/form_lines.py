"""A signed form as labelled lines: all that a role's signature covers, as the form reads."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from itertools import groupby
from typing import TYPE_CHECKING

from mentorctl.model.formats import record_format
from mentorctl.reports.transcript import TranscriptLine, transcript

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mentorctl.model.canonical import Data
    from mentorctl.model.person import Person
    from mentorctl.model.program import Program
    from mentorctl.model.recorded import Recorded
    from mentorctl.model.surroundings import Surrounding
    from mentorctl.model.words import Words

__all__ = ["form_lines", "lines_around"]

_BLANK = "________"
# what stands above its lines, and what stands before each of them
_HEADS = {
    "criteria": "Criteria for a {mentor}",
    "provisions": "Provisions",
    "experience": "Mentoring experience",
    "semesters": "Semesters, and how many experiences each has",
    "catalogue": "Experiences of the catalogue",
    "confidentiality": "Confidentiality",
    "evidence": "Evidence, by its SHA-256",
    "reflection": "Parts of the reflection",
    "dates": "Dates",
    "trainings": "Trainings",
    "points": "Items",
    "ratings": "Ratings",
    "mentors": "Who can be a {mentor}",
}
_LABELS = {
    "signers": "Signed by",
    "program-area": "Program Area",
    "experience.number": "Number",
    "experience.title": "Title",
    "experience.planned": "As planned",
    "experience.own.title": "The team's own",
    "experience.own.description": "Written description",
    "catalogue.own": "Number of the team's own",
    "confidentiality": "Text",
    "confidentiality.evaluation": "Evaluation",
    "confidentiality.source": "Source",
    "mentors.recommended_years": "Recommended years of experience",
    "mentors.same_school": "Same school",
    "positions": "Positions of the {mentee}",
}
_EVALUATION = {
    "not-evaluation": "confidential, and no evaluation",
    "may-feed": "confidential, and may be used in evaluation",
}
_NUMBERED = frozenset({"criteria", "provisions"})
# what is read after the record's own values, as on its form
_AFTER = frozenset({"confidentiality", "evidence"})


def form_lines(
    record: Recorded,
    role: str,
    around: Sequence[Surrounding],
    program: Program,
    words: Words,
    people: Mapping[str, Person],
) -> list[TranscriptLine]:
    """What a role's signature covers: every value of it and nothing else.

    Args:
        record: The record.
        role: The role that signs.
        around: What its form takes from elsewhere.
        program: What numbers and ids of the record stand for.
        words: The program's terms, for labels.
        people: Everybody by id, for names.
    """
    before, after = lines_around(record, around, words)
    return [*before, *transcript(record, role, program, words, people), *after]


def lines_around(
    record: Recorded, around: Sequence[Surrounding], words: Words
) -> tuple[list[TranscriptLine], list[TranscriptLine]]:
    """What a form takes from elsewhere: what is read before the record's values, and after them."""
    lines: tuple[list[TranscriptLine], list[TranscriptLine]] = ([], [])
    for group, each in groupby(around, _group):
        part = list(each)
        lines[group in _AFTER].extend(_lines(group, part, record, words))
    return lines


def _group(each: Surrounding) -> str:
    group, _, rest = each.key.partition(".")
    return f"{group}.{rest.rpartition('.')[0]}" if group in {"people", "duties"} else group


def _lines(
    group: str, part: Sequence[Surrounding], record: Recorded, words: Words
) -> Iterator[TranscriptLine]:
    if group.startswith("people."):
        yield _person(group.partition(".")[2], {each.key.rpartition(".")[2]: each.value
                                                for each in part}, words)  # fmt: skip
        return
    if group == "signers":
        (each,) = part
        roles = each.value if isinstance(each.value, list) else []
        yield TranscriptLine(0, _LABELS[group], ", ".join(words[_text(role)] for role in roles))
        return
    if group.startswith("duties."):
        role = words[group.partition(".")[2]]
        yield TranscriptLine(0, f"Roles and responsibilities of the {role}")
        for number, each in enumerate(part, 1):
            yield TranscriptLine(1, f"{number}.", _text(each.value))
        return
    head = _HEADS.get(group)
    if head:
        yield TranscriptLine(0, words.say(head))
    for number, each in enumerate(part, 1):
        rest = each.key.partition(".")[2]
        label = f"{number}." if group in _NUMBERED else words.say(_LABELS.get(each.key, rest))
        value = _provision(each.value, record) if group == "provisions" else _text(each.value)
        if group == "evidence":
            value = value or "not there"
        stands_for = _EVALUATION.get(value, "") if each.key == "confidentiality.evaluation" else ""
        yield TranscriptLine(1 if head else 0, label or group, value, stands_for)


def _person(role: str, said: Mapping[str, Data], words: Words) -> TranscriptLine:
    """Who somebody is: `Mentor: Robert Szymanski (robert-szymanski)`."""
    called = said.get("called")
    held = called if isinstance(called, dict) else {}
    title, term = _text(held.get("title", "")), _text(held.get("term", ""))
    label = title or term or words[role]
    if term and term.casefold() != label.casefold():
        label += f" ({term})"
    name, person = _text(said.get("name", "")), _text(said.get("id", ""))
    return TranscriptLine(0, label, name or person, person if name else "")


def _provision(value: Data, record: Recorded) -> str:
    """A provision as the form reads: with what was agreed in its blanks."""
    said = value if isinstance(value, dict) else {}
    blanks = said.get("blanks")
    names = [str(each) for each in blanks] if isinstance(blanks, list) else []
    filled = record.content if isinstance(record.content, dict) else {}
    own = filled.get("blanks")
    agreed = {**(own if isinstance(own, dict) else {}), **filled}
    days = record_format(record.kind, record.format).choices

    def blank(match: re.Match[str]) -> str:
        given = _text(agreed.get(match[1], ""))
        if match[1] in days:
            with suppress(ValueError):
                day = dt.date.fromisoformat(given)
                given = f"{day:%B} {day.day}, {day.year}"
        return given or _BLANK

    wanted = "|".join(map(re.escape, names)) or "(?!)"
    return re.sub(rf"\[({wanted})\]", blank, _text(said.get("text", "")))


def _text(value: Data) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return ", ".join(_text(each) for each in value.values() if each)
    return ", ".join(map(_text, value))
