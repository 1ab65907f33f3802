"""Completions for the shell, taken from file names only, so that they are fast."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mentorctl.model.paths import (
    EVIDENCE,
    PAIRINGS,
    PEOPLE,
    PROGRAM_FILE,
    REASSIGNMENTS,
    SIGNATURES,
)

__all__ = [
    "experiences",
    "forms",
    "marks",
    "meetings",
    "milestones",
    "needs",
    "pairings",
    "people",
    "planned",
    "presets",
    "record_files",
    "records",
    "roles",
    "searches",
]


def pairings(ctx: Any, incomplete: str) -> list[str]:
    """Pairings of any year."""
    root = _root(ctx)
    if root is None:
        return []
    top = root / PAIRINGS
    return _matching((name for year in _names(top) for name in _names(top / year)), incomplete)


def people(ctx: Any, incomplete: str) -> list[str]:
    """People."""
    root = _root(ctx)
    return [] if root is None else _matching(_stems(root / PEOPLE), incomplete)


def searches(ctx: Any, incomplete: str) -> list[str]:
    """Searches for another mentor."""
    root = _root(ctx)
    return [] if root is None else _matching(_stems(root / REASSIGNMENTS), incomplete)


def meetings(ctx: Any, incomplete: str) -> list[str]:
    """Meetings of program.yaml."""
    program = _program(ctx)
    return _matching((each.id for each in program.meetings), incomplete) if program else []


def planned(ctx: Any, incomplete: str) -> list[str]:
    """What can be planned: meetings of program.yaml, and pairings for their visits."""
    return [*meetings(ctx, incomplete), *pairings(ctx, incomplete)]


def milestones(ctx: Any, incomplete: str) -> list[str]:
    """Milestones of program.yaml."""
    program = _program(ctx)
    if program is None:
        return []
    return _matching((each.id for each in (*program.calendar, *program.meetings)), incomplete)


def needs(ctx: Any, incomplete: str) -> list[str]:
    """What program.yaml asks of a pairing."""
    program = _program(ctx)
    if program is None:
        return []
    from mentorctl.model.calendar import Calendar  # noqa: PLC0415 - only on Tab here

    return _matching(map(str, Calendar(program).needs), incomplete)


def roles(ctx: Any, incomplete: str) -> list[str]:
    """Roles of program.yaml, by its own terms and by their ids."""
    program = _program(ctx)
    if program is None:
        return []
    from mentorctl.model.words import Words  # noqa: PLC0415 - only on Tab here

    words = Words(program.terms)
    # a shell takes what has a space for two words
    own = (word for role in program.roles if " " not in (word := words[role.id]))
    return _matching(dict.fromkeys((*own, *(role.id for role in program.roles))), incomplete)


def records(ctx: Any, incomplete: str) -> list[str]:
    """Kinds of record that a pairing can have."""
    del ctx
    from mentorctl.model.kinds import RECORD_KINDS  # noqa: PLC0415 - only on Tab here

    return _matching((kind.name for kind in RECORD_KINDS), incomplete)


def record_files(ctx: Any, incomplete: str) -> list[str]:
    """Records of the pairing that is named before."""
    root, given = _root(ctx), str(ctx.params.get("pairing") or "").lower()
    if root is None or not given:
        return []
    top = root / PAIRINGS
    found = {
        path.relative_to(top / year / name).with_suffix("").as_posix()
        for year in _names(top)
        for name in _names(top / year)
        if given in name
        for path in (top / year / name).rglob("*.yaml")
        if not {EVIDENCE, SIGNATURES}.intersection(path.parts)
    }
    return _matching(sorted(found), incomplete)


def experiences(ctx: Any, incomplete: str) -> list[str]:
    """Numbers of a plan's experiences."""
    program = _program(ctx)
    numbers = range(1, program.experiences.count + 1) if program else ()
    return _matching(map(str, numbers), incomplete)


def reports(ctx: Any, incomplete: str) -> list[str]:
    """Numbers of a plan's experiences, for their comment forms, and visit."""
    return [*experiences(ctx, incomplete), *_matching(("visit",), incomplete)]


def marks(ctx: Any, incomplete: str) -> list[str]:
    """What `mentorctl mark` can note in this program."""
    program = _program(ctx)
    if program is None:
        return []
    from mentorctl.model import marks as of_program  # noqa: PLC0415 - only on Tab here

    return _matching(
        [*of_program.year_marks(program), *of_program.marks(program), of_program.INVOICE],
        incomplete,
    )


def forms(ctx: Any, incomplete: str) -> list[str]:
    """Forms."""
    del ctx
    from mentorctl.forms import FORMS  # noqa: PLC0415 - only on Tab here

    return _matching((form.name for form in FORMS), incomplete)


def presets(ctx: Any, incomplete: str) -> list[str]:
    """Presets that come with the toolkit."""
    del ctx
    from mentorctl.data import data  # noqa: PLC0415 - only on Tab here

    return _matching((each.name for each in data("templates", "programs").iterdir()), incomplete)


def _root(ctx: Any) -> Path | None:
    given = ctx.find_root().params.get("directory") or Path()
    place = Path(given).absolute()
    return next((each for each in (place, *place.parents) if (each / PROGRAM_FILE).is_file()), None)


def _program(ctx: Any) -> Any:
    root = _root(ctx)
    if root is None:
        return None
    from mentorctl.store.errors import StoreError  # noqa: PLC0415 - only on Tab here
    from mentorctl.store.folder import Folder  # noqa: PLC0415 - only on Tab here

    try:
        return Folder(root).program
    except StoreError:
        return None


def _names(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir())
    except OSError:
        return []


def _stems(folder: Path) -> list[str]:
    return [name[:-5] for name in _names(folder) if name.endswith(".yaml")]


def _matching(names: Any, incomplete: str) -> list[str]:
    names = list(names)
    first = [name for name in names if name.startswith(incomplete)]
    return first or [name for name in names if incomplete in name]
