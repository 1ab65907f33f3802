"""What a program says of grievances by the word of others than the person one is with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.grievance import GrievanceSetting
from mentorctl.model.paths import PEOPLE, PROGRAM_FILE, person_in
from mentorctl.vault.case_readers import Rolls

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentorctl.cli.state import State
    from mentorctl.store.folder import Folder
    from mentorctl.trail.git.file_versions import Version
    from mentorctl.trail.ledger.ledger import Ledger
    from mentorctl.vault.case_readers import CaseStanding

__all__ = ["without"]


def without(state: State, book: Ledger, standing: CaseStanding) -> Callable[[str], Rolls]:
    """What tells, for the id of a person, who deals with which step without that one's word.

    That is what each file last held in a commit that another coordinator signed; where none did,
    what it held when the register was founded by others.

    Args:
        state: The run of the command.
        book: What the program's history says.
        standing: Whose keys count.
    """

    def rolls(about: str) -> Rolls:
        folders = _Folders(state)
        last, by_others = _last(state, book, standing, about)

        def folder(path: str) -> Folder | None:
            commit = by_others.get(path)
            if not commit:
                return None
            return state.folder if last[path] == commit else folders.at(commit)

        people = {}
        for path in by_others:
            name, there = person_in(path), folder(path)
            person = there.people.get(name) if there and name else None
            if name and person is not None:
                people[name] = person
        program = folder(PROGRAM_FILE)
        return Rolls(program.program.grievance if program else GrievanceSetting(), people)

    known: dict[str, Rolls] = {}

    def kept(about: str) -> Rolls:
        if about not in known:
            known[about] = rolls(about)
        return known[about]

    return kept


class _Folders:
    """The program folder as commits have it."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._known: dict[str, Folder] = {}

    def at(self, commit: str) -> Folder:
        from mentorctl.reports.past_folder import folder_at  # noqa: PLC0415 - hardly ever needed

        if commit not in self._known:
            self._known[commit] = folder_at(self._state.root, commit)
        return self._known[commit]


def _last(
    state: State, book: Ledger, standing: CaseStanding, about: str
) -> tuple[dict[str, str], dict[str, str]]:
    """For each file, the last commit that changed it, empty for one not saved; and by others."""
    from mentorctl.trail.git.commit_log import unsaved  # noqa: PLC0415 - only where it is sealed
    from mentorctl.trail.git.file_versions import versions_about  # noqa: PLC0415 - as above

    places = (PEOPLE, PROGRAM_FILE)
    last, by_others = dict[str, str](), dict[str, str]()
    for version in versions_about(state.root, places, book.times()):
        counts = not version.cut and _is_by_others(version, book, standing, about)
        for change in version.changes:
            if change.path == PROGRAM_FILE or person_in(change.path):
                last[change.path] = version.commit.id
                if counts:
                    by_others[change.path] = version.commit.id
        if version.commit.id == book.register.root and not book.cut:
            # all that stood there then is the founders' word
            by_others = dict(last) if standing.is_by_others("", about) else by_others
    last.update(dict.fromkeys(unsaved(state.root, places), ""))
    return last, by_others


def _is_by_others(version: Version, book: Ledger, standing: CaseStanding, about: str) -> bool:
    """Whether another coordinator signed a commit, with a key that others have let in."""
    mark = book.signers.get(version.commit.id, "")
    before = [book.registers[book.at[each]] for each in version.commit.parents if each in book.at]
    return (
        bool(mark)
        and any(each.may_change(mark) for each in before)
        and standing.is_by_others(mark, about)
    )
