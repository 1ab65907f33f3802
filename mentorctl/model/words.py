"""The program's own terms, for every message and form."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Words"]

DEFAULTS = {
    "mentee": "mentee",
    "mentees": "mentees",
    "mentor": "mentor",
    "mentors": "mentors",
    "advisor": "advisor",
    "advisors": "advisors",
    "supervisor": "supervisor",
    "coordinator": "coordinator",
    "staff": "program staff",
    "agency": "agency",
    "plan": "plan",
    "comment": "comment form",
    "visit": "visit report",
    "calendar": "calendar",
    "guide": "learning guide",
}


class Words(dict[str, str]):
    """Terms by their neutral name; a name that has no term stands for itself.

    A plural that the program does not give is its singular with an s.
    """

    def __init__(self, terms: Mapping[str, str] | None = None) -> None:
        terms = terms or {}
        plurals = {f"{name}s": f"{term}s" for name, term in terms.items()}
        super().__init__({**DEFAULTS, **plurals, **terms})

    def __missing__(self, name: str) -> str:
        return name

    def say(self, text: str) -> str:
        """Put the program's terms into a text that names them as `{mentee}`."""
        return text.format_map(self) if "{" in text else text
