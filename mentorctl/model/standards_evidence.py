"""Whether a piece of evidence holds: it can be found, and it is of this program year."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator

    from mentorctl.model.standard import Evidence

__all__ = ["EvidenceFault", "Shelf", "faults_of"]

_LEADS_OUT = re.compile(r"(^|/)\.{1,2}(/|$)|^/|\\|^[A-Za-z]:|//|^$")
_address = re.compile(r"https?://[^\s/]+(/\S*)?").fullmatch


class Shelf(NamedTuple):
    """Where evidence is looked for, and when.

    Attributes:
        files: Every ordinary file of the program folder, relative, with `/`.
        people: Ids of all people of the program.
        first_day: The program year's first day; what is older does not count.
        today: What is dated later has not happened yet.
    """

    files: Collection[str]
    people: Collection[str]
    first_day: dt.date
    today: dt.date


class EvidenceFault(NamedTuple):
    """Why a piece of evidence does not count.

    Attributes:
        code: The rule that reports it.
        field: The field that it is about; empty for the evidence itself.
        message: What is wrong.
        hint: What to do.
    """

    code: Literal["standard-evidence-missing", "standard-evidence-date", "standard-evidence-vague"]
    field: str
    message: str
    hint: str


def faults_of(evidence: Evidence, shelf: Shelf) -> Iterator[EvidenceFault]:
    """Everything for which a piece of evidence does not count; nothing where it does."""
    yield from _vague(evidence, shelf)
    if evidence.file is not None and (_LEADS_OUT.search(evidence.file) is not None):
        yield EvidenceFault(
            "standard-evidence-missing",
            "file",
            f"{evidence.file!r} is no path inside the program folder",
            "put the file into standards/evidence/ and write standards/evidence/NAME",
        )
    elif evidence.file is not None and evidence.file not in shelf.files:
        yield EvidenceFault(
            "standard-evidence-missing",
            "file",
            f"the evidence {evidence.file} is not there",
            "put the file back, correct its path, or name other evidence",
        )
    yield from _misdated(evidence, shelf)


def _vague(evidence: Evidence, shelf: Shelf) -> Iterator[EvidenceFault]:
    code: Literal["standard-evidence-vague"] = "standard-evidence-vague"
    if not evidence.place:
        yield EvidenceFault(
            code, "", "the evidence names no file, no link and no person", "add one of the three"
        )
    if evidence.on is None:
        hint = "add on: the day it is of, or on which somebody last found it right"
        yield EvidenceFault(code, "", "the evidence has no day", hint)
    if evidence.link is not None and not _address(evidence.link):
        hint = "write the whole address, beginning with https://"
        yield EvidenceFault(code, "link", f"{evidence.link!r} is no address of a page", hint)
    if evidence.person is not None and evidence.person not in shelf.people:
        add = f"mentorctl person add {evidence.person} --name NAME --role ROLE"
        hint = f"correct the id, or add this person: {add}"
        yield EvidenceFault(code, "person", f"{evidence.person} has no file in people/", hint)


def _misdated(evidence: Evidence, shelf: Shelf) -> Iterator[EvidenceFault]:
    if evidence.on is None or shelf.first_day <= evidence.on <= shelf.today:
        return
    if evidence.on > shelf.today:
        message = f"the evidence is dated {evidence.on}, which is after today ({shelf.today})"
        hint = "correct the day"
    else:
        began = f"the program year, which began on {shelf.first_day}"
        message = f"the evidence is of {evidence.on}, older than {began}"
        hint = "see whether it still holds; write the day on which you did, or name newer evidence"
    yield EvidenceFault("standard-evidence-date", "on", message, hint)
