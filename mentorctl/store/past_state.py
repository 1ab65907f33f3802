"""What a folder is read from where it is not what is on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["PastState"]


class PastState(NamedTuple):
    """A commit of a program's history.

    Attributes:
        commit: Its id.
        home: The folder that it is the history of; the repository itself where it is bare.
        when: When it says that it was made, in the program's time zone.
        sha256: Gives the SHA-256 of one of its files, by its path; empty where it cannot be read.
        late: How many commits have earlier dates and were brought in only after it.
        is_claim: Whether that it was this one on a day rests on dates in commits alone.
    """

    commit: str
    home: Path
    when: dt.datetime
    sha256: Callable[[str], str]
    late: int = 0
    is_claim: bool = False
