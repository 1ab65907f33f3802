"""What a program says of grievances by the word of others than the person one is with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from mentorctl.model.grievance import GrievanceSetting
from mentorctl.model.paths import PEOPLE, PROGRAM_FILE, person_file, person_in
from mentorctl.model.person import Person
from mentorctl.vault.case_readers import Rolls

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from mentorctl.cli.state import State
    from mentorctl.trail.git.file_versions import Version
    from mentorctl.trail.ledger.ledger import Ledger
    from mentorctl.vault.case_readers import CaseStanding

__all__ = ["without"]

_PLACES = (PEOPLE, PROGRAM_FILE)


def without(state: State, book: Ledger, standing: CaseStanding) -> Callable[[str], Rolls]:
    """What tells, for the id of a person, who deals with which step without that one's word.

    That is each value as another coordinator last wrote it in a commit that they signed; where none
    did, as it was when the register was founded by others. Who changes something else in the same
    file says nothing of it.

    Args:
        state: The run of the command.
        book: What the program's history says.
        standing: Whose keys count.
    """
    known: dict[str, Rolls] = {}

    def kept(about: str) -> Rolls:
        if about not in known:
            known[about] = _rolls(state, book, standing, about)
        return known[about]

    return kept


def _rolls(state: State, book: Ledger, standing: CaseStanding, about: str) -> Rolls:
    from mentorctl.trail.git.commit_log import unsaved  # noqa: PLC0415 - only where it is sealed
    from mentorctl.trail.git.file_versions import versions_about  # noqa: PLC0415 - as above

    here = state.folder
    versions = versions_about(state.root, _PLACES, book.times())
    others = {each.commit.id for each in versions if _is_by_others(each, book, standing, about)}
    written = {path for each in versions for path in _changed(each)}
    doubted = {path for each in versions if each.commit.id not in others for path in _changed(each)}
    doubted.update(unsaved(state.root, _PLACES))
    # all that stood there when the register began is the founders' word
    root = book.register.root if not book.cut and standing.is_by_others("", about) else ""
    said = _said(state, versions, others, root, doubted)
    people = {}
    for name in filter(None, map(person_in, sorted(written))):
        path = person_file(name)
        person = _made(said.get(path), Person) if path in doubted else here.people.get(name)
        if person is not None:
            people[name] = person
    if PROGRAM_FILE not in doubted:
        return Rolls(here.program.grievance, people)
    return Rolls(_made(said.get(PROGRAM_FILE), GrievanceSetting) or GrievanceSetting(), people)


def _changed(version: Version) -> list[str]:
    """The files of what a commit changed that tell who deals with what."""
    paths = (each.path for each in version.changes)
    return [path for path in paths if path == PROGRAM_FILE or person_in(path)]


def _said(
    state: State,
    versions: Sequence[Version],
    others: Collection[str],
    root: str,
    paths: Collection[str],
) -> dict[str, Any]:
    """What others said last in some files, as plain values.

    Args:
        state: The run of the command.
        versions: The commits, in their order.
        others: The ids of those that another coordinator signed.
        root: The id of the one with which all that is there is others' word; empty for none.
        paths: The files.
    """
    from mentorctl.trail.git.command import Git  # noqa: PLC0415 - only where it is sealed
    from mentorctl.trail.git.file_versions import contents  # noqa: PLC0415 - as above
    from mentorctl.trail.git.merging.merge_base import ids_in  # noqa: PLC0415 - as above

    asked = {
        (commit, path): None
        for each in versions
        for commit in (each.commit.id, *each.commit.sides)
        for path in (paths if each.commit.id == root else {*_changed(each)}.intersection(paths))
    }  # fmt: skip
    ids = ids_in(Git(state.root), asked)
    held = contents(state.root, ids.values())
    values = {each: _plain(held.get(name) if name else None, each[1]) for each, name in ids.items()}
    said, last = dict[str, Any](), dict[str, Any]()
    for version in versions:
        commit = version.commit
        if commit.id == root:
            said = {path: values[commit.id, path] for path in paths}
        for path in {*_changed(version)}.intersection(paths):
            # who mends a file that somebody broke or took away has not written all that is in it
            befores = [
                last.get(path) if values[each, path] is None else values[each, path]
                for each in commit.sides
            ]
            after = values[commit.id, path]
            if after is None and (ids[commit.id, path] or commit.id not in others):
                continue
            last[path] = after
            if commit.id in others and commit.id != root:
                said[path] = _changed_to(said.get(path), befores, after)
    return said


def _plain(data: bytes | None, path: str) -> Any:
    """What a file says, as plain values; None where it says nothing that can be read."""
    from mentorctl.model.program import Program  # noqa: PLC0415 - only where it is sealed
    from mentorctl.store.parse.reader import understood  # noqa: PLC0415 - as above

    if data is None:
        return None
    if path != PROGRAM_FILE:
        return msgspec.to_builtins(understood(data, Person))
    program = understood(data, Program)
    return msgspec.to_builtins(program.grievance) if program else None


def _changed_to(kept: Any, befores: Sequence[Any], after: Any) -> Any:
    """What was kept of something, with what a commit changed in it.

    Args:
        kept: What was kept before.
        befores: What stood there in the commits before.
        after: What stands there in the commit.
    """
    if after in befores:
        return kept
    every = (after, *befores)
    if all(isinstance(each, dict) for each in every):
        held: Mapping[str, Any] = kept or {}
        found = {
            name: _changed_to(held.get(name), [each.get(name) for each in befores], after.get(name))
            for name in {**held, **after}
        }
        return {name: each for name, each in found.items() if each is not None}
    if not all(isinstance(each, (list, tuple)) for each in every):
        return after
    mine: Sequence[Any] = kept or []
    if not any(isinstance(each, dict) for some in every for each in some):
        new = [each for each in after if not any(each in some for some in befores)]
        stays = [each for each in mine if each in after or not all(each in s for s in befores)]
        return [*stays, *(each for each in new if each not in stays)]
    if {len(each) for each in (mine, *befores)} == {len(after)}:
        return [
            _changed_to(mine[at], [each[at] for each in befores], after[at])
            for at in range(len(after))
        ]
    return after


def _made(values: Any, model: type[Any]) -> Any:
    """The record that some values make; None where they make none."""
    try:
        return None if values is None else msgspec.convert(values, model)
    except msgspec.ValidationError:
        return None


def _is_by_others(version: Version, book: Ledger, standing: CaseStanding, about: str) -> bool:
    """Whether another coordinator signed a commit, with a key that others have let in."""
    mark = book.signers.get(version.commit.id, "")
    before = [book.registers[book.at[each]] for each in version.commit.parents if each in book.at]
    return (
        not version.cut
        and bool(mark)
        and any(each.may_change(mark) for each in before)
        and standing.is_by_others(mark, about)
    )
