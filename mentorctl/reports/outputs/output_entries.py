"""What an output is made of: its keys, and those that several outputs have."""

from __future__ import annotations

from typing import NamedTuple

__all__ = [
    "AWAITED",
    "DRAWN",
    "FINDING",
    "OTHER_YEARS",
    "PROGRAM",
    "REASON",
    "SAME_PERSON",
    "SIDE_IDS",
    "UNREADABLE",
    "Entry",
    "ListKey",
    "OneKey",
    "Output",
]


class ListKey(NamedTuple):
    """A list of objects under a key."""

    name: str
    keys: tuple[Entry, ...]


class OneKey(NamedTuple):
    """A key that means something of its own in one output.

    Attributes:
        name: The key.
        type: OneKey of `TYPES`.
        says: What it means.
        empty: When it is `null`; empty where it never is.
    """

    name: str
    type: str
    says: str
    empty: str = ""


Entry = str | ListKey | OneKey


class Output(NamedTuple):
    """What one command says in JSON.

    Attributes:
        name: Its name.
        command: The command that says it.
        keys: Its keys.
    """

    name: str
    command: str
    keys: tuple[Entry, ...]


PROGRAM = ("program", "program_id", "year")
DRAWN = ("source", "commit", "dirty")
UNREADABLE = ListKey("unreadable", ("path", "line", "column", "pairing", "message", "hint"))
SAME_PERSON = (
    OneKey("person_id", "id", "The same.", "it is nobody"),
    OneKey("person_name", "text", "Their name.", "it is nobody"),
)
SIDE_IDS = ("mentee_id", "mentor_id", "advisor_id", "supervisor_id")
REASON = ("need", "title", "state", "message", "hint")
OTHER_YEARS = ListKey("other_years", (
    OneKey("year", "year", "The year that it is of."), "pairing",
))  # fmt: skip
AWAITED = ListKey("awaited", (
    "pairing", OneKey("record", "text", "The file that the report stands in."), "role",
    OneKey("person_id", "id", "Whose move it is."), OneKey("person", "text", "Their name."),
    OneKey("since", "day", "When it was sent, or when more was asked for."),
    OneKey("asked", "text", "What was asked for; empty where it is to be noted that it came.",
           "it is to be noted that it came"),
))  # fmt: skip
FINDING: tuple[Entry, ...] = (
    "code", "severity", "path", "line", "column", "pairing", "message", "hint",
)  # fmt: skip
