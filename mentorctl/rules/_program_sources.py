"""Whether the names of sources in program.yaml are names of ones that it lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mentorctl.model.paths import PROGRAM_FILE
from mentorctl.model.record import SLUG_PATTERN
from mentorctl.rules._lookups import Guesses
from mentorctl.rules.base import Hit, Hits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.finding import Where
    from mentorctl.model.program import Program

__all__ = ["source_faults"]

_slug = re.compile(SLUG_PATTERN)


def source_faults(program: Program) -> Hits:
    """Every source that is named and not listed; the title of a document is no name."""
    guesses = Guesses(sorted(program.sources))
    for where, name in _named(program):
        if name in program.sources or not _slug.fullmatch(name):
            continue
        guess = guesses.of(name)
        yield Hit(
            PROGRAM_FILE,
            where,
            f"there is no source {name}",
            f"did you mean {guess}?" if guess else "list it under sources, or take it out here",
        )


def _named(program: Program) -> Iterator[tuple[Where, str]]:
    for form, name in program.labels.items():
        yield ("labels", form), name
    for part in ("roles", "calendar", "meetings", "questionnaires", "handouts"):
        for index, each in enumerate(getattr(program, part)):
            if each.source:
                yield (part, index, "source"), each.source
    for part in ("experiences", "agreement", "guide", "completion"):
        if name := getattr(program, part).source:
            yield (part, "source"), name
