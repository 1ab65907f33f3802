"""A pairing that takes over another one: what it takes along, and how the other one ends."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from mentorctl.model.closing import held_by
from mentorctl.model.kinds import kind_of
from mentorctl.model.paths import EVIDENCE, PAIRING_FILE, pairing_file
from mentorctl.model.reassignment import carried_over
from mentorctl.store.edit.set_value import set_value
from mentorctl.store.scaffold import pairing_files
from mentorctl.store.write.fsync import checked, whole_content

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mentorctl.model.pairing import Pairing
    from mentorctl.model.team import Team
    from mentorctl.store.folder import Folder

__all__ = ["ending", "plain_fields", "successor_files", "with_days"]

EXPERIENCE = "experience"


def successor_files(
    folder: Folder, old: Team, was: Pairing, new: str, values: Mapping[str, Any]
) -> Iterator[tuple[str, str | bytes]]:
    """The files of a pairing that takes another one over.

    The plan, the work with its evidence and what else goes along (`reassignment: carry_over` in
    program.yaml) come over byte for byte, with the days, extensions and waivers of the other
    one's pairing.yaml; the rest is to be filled in.

    Args:
        folder: The program folder.
        old: The pairing that is taken over.
        was: Its pairing.yaml.
        new: The id of the new one.
        values: The fields of the new pairing.yaml; what is left out is as in the old one's.

    Yields:
        Each path with its text, or with its bytes where it is a copy; pairing.yaml first.
    """
    known = {
        "mentee": was.mentee,
        "advisor": was.advisor,
        "supervisor": was.supervisor,
        "content_area": was.content_area,
        "state": "active",
        "follows": old.id,
        **values,
    }
    kept = dict(_kept(folder, old))
    home = pairing_file(folder.program.year, new, "")
    for path, text in pairing_files(folder.program, folder.words, new, known):
        name = path.removeprefix(home)
        if name == PAIRING_FILE:
            yield path, _with_dates(text, was)
        elif name not in kept:
            yield path, text
    for name, data in kept.items():
        yield f"{home}{name}", data


def ending(old: Team, was: Pairing, new: str, begins: dt.date, today: dt.date) -> dict[str, Any]:
    """What is to be set in the pairing.yaml of a pairing that is taken over.

    It ends on the day before, says who took over, and what it held; what it says of that already
    stays.
    """
    ends: dict[str, Any] = {}
    if was.state == "active":
        ends["state"] = "reassigned"
    if was.state == "active" or was.ends is None:
        ends["ends"] = max(was.starts, begins - dt.timedelta(days=1))
    if was.followed_by is None:
        ends["followed_by"] = new
    if was.closed is None:
        ends["closed"] = {"on": today, "content": held_by(old.recorded)}
    return ends


def _kept(folder: Folder, old: Team) -> Iterator[tuple[str, bytes]]:
    """The files that go along, with the evidence of the work that is done."""
    wanted = carried_over(folder.program.reassignment) - {"pairing"}
    named = {name for each in old.experiences.values() for name in each.evidence}
    for name in folder.files_of(old.id, old.year):
        path = old.path(name)
        kind = kind_of(path)
        is_evidence = name.startswith(f"{EVIDENCE}/") and name.partition("/")[2] in named
        if (kind is not None and kind.name in wanted) or (is_evidence and EXPERIENCE in wanted):
            data = whole_content(checked(folder.root, path))
            if data is not None:
                yield name, data


def _with_dates(text: str, was: Pairing) -> str:
    """The new pairing with the days, the extensions and the waivers of the old one."""
    text = with_days(text, was)
    for field in ("extensions", "waivers"):
        given = getattr(was, field)
        if given:
            text = set_value(text, (field,), [plain_fields(each) for each in given])
    return text


def with_days(text: str, was: Pairing) -> str:
    """A pairing's file with the days of another one, who it was, and the cases that were given."""
    for name, on in was.dates.items():
        if on is not None:
            text = set_value(text, ("dates", name), on)
    for name, who in was.dates_by.items():
        text = set_value(text, ("dates_by", name), who)
    cases = [plain_fields(each) for each in was.cases]
    return set_value(text, ("cases",), cases) if cases else text


def plain_fields(leave: Any) -> dict[str, Any]:
    """The fields of a part of a record that are filled in, as they are written."""
    fields = ((name, getattr(leave, name)) for name in leave.__struct_fields__)
    return {name: value for name, value in fields if value is not None}
