"""Who is in a pairing by the word of those who may say so, whatever its file says meanwhile."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from mentorctl.model.paths import PAIRING_FILE, in_pairing
from mentorctl.model.roles import SIDES
from mentorctl.trail.git.merging.merge_base import ids_in
from mentorctl.trail.git.merging.renames import renamed_by
from mentorctl.trail.git.objects import object_id
from mentorctl.trail.ledger.displaced import is_of_value, proven, right_in
from mentorctl.trail.ledger.history_input import FileContents
from mentorctl.trail.ledger.rights import roles_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mentorctl.model.recorded import PairingFacts
    from mentorctl.trail.git.command import Git
    from mentorctl.trail.git.commit_log import LoggedCommit
    from mentorctl.trail.git.tree_diff import Difference
    from mentorctl.trail.ledger.ledger import Ledger

__all__ = ["Members", "members_by", "pairings_before"]


def members_by(
    git: Git, ledger: Ledger, held: Mapping[str, bytes | None], number: int
) -> dict[str, PairingFacts | None]:
    """Who rightly is in pairings, by what their `pairing.yaml` hold after the last commit.

    Args:
        git: The repository.
        ledger: What its history says.
        held: What each file holds there; None where it is not there.
        number: The folder's format.
    """
    like = ledger.tip
    names = {
        file: None if data is None else object_id("blob", data, like=like)
        for file, data in held.items()
    }
    contents = {name: data for file, data in held.items() if (name := names[file])}
    members = Members(ledger, FileContents(git, contents), {})
    return {file: members.rightly(file, name, number) for file, name in names.items()}


def pairings_before(git: Git, steps: Iterable[LoggedCommit]) -> dict[tuple[str, str], str | None]:
    """The ids of `pairing.yaml` of each pairing that a commit touched, in the commits before it."""
    asked: dict[tuple[str, str], None] = {}
    for step in steps:
        folders = {place.folder for changes in step.changes for each in changes
                   if (place := in_pairing(each.path))}  # fmt: skip
        for folder in folders:
            for parent in step.commit.sides:
                asked[parent, folder + PAIRING_FILE] = None
    return ids_in(git, asked)


class Members:
    """Tells who rightly is in each pairing.

    Args:
        ledger: What the history says; what somebody took away who may not is kept in it.
        said: What files hold.
        pairings: The ids of `pairing.yaml` in the commits before, by commit and path.

    Attributes:
        before: Who was in each pairing whose `pairing.yaml` the commit changed that was entered
            last, and their roles.
    """

    def __init__(
        self, ledger: Ledger, said: FileContents, pairings: dict[tuple[str, str], str | None]
    ) -> None:
        self._ledger = ledger
        self._said = said
        self._pairings = pairings
        self.before: dict[str, dict[str, frozenset[str]]] = {}

    def enter(self, step: LoggedCommit, mine: Iterable[Difference], *, may: bool) -> None:
        """Note what a commit is about to change.

        Args:
            step: The commit.
            mine: What it changed itself.
            may: Whether its maker may say who is in a pairing.
        """
        numbers = (self._ledger.formats.get(each, 1) for each in step.commit.sides)
        number, self.before = max(numbers, default=1), {}
        mine = list(mine)
        for change in mine:
            if _home(change.path) == change.path:
                self.before[change.path] = self.roles(change.path, change.before, number)
        for change in mine:
            self._keep_gone(step, change, mine, number, may=may)

    def roles(self, path: str, name: str | None, number: int) -> dict[str, frozenset[str]]:
        """The roles that everybody rightly has in a pairing.

        Args:
            path: The `pairing.yaml`.
            name: The id of what it holds; None where it is not there.
            number: The folder's format.
        """
        found = self.rightly(path, name, number)
        people = {who for role in SIDES if found and (who := getattr(found, role))}
        return {who: roles_of(who, [found]) for who in people}

    def of(self, step: LoggedCommit, folder: str) -> list[PairingFacts | None]:
        """Who is in a pairing by each of the commits before one that had it."""
        file, numbers = folder + PAIRING_FILE, self._ledger.formats
        names = {each: self._pairings.get((each, file)) for each in step.commit.sides}
        # where a side still has it, that tells
        there = {each: name for each, name in names.items() if name} or names
        return [self.rightly(file, name, numbers.get(each, 1)) for each, name in there.items()]

    def rightly(self, file: str, name: str | None, number: int) -> PairingFacts | None:
        """Who is in a pairing by the word of those who may say so.

        Where nobody can read the file, or somebody took it away who may not, who was in it is so
        still, unless somebody who may has taken them out meanwhile.

        Args:
            file: The `pairing.yaml`.
            name: The id of what it holds; None where it is not there.
            number: The folder's format.
        """
        gone = self._said.pairing(self._ledger.gone.get(file), number)
        if name is None:
            return gone and self._without_left(file, gone)
        found = self._said.pairing(self._ledger.stood(file, name), number)
        doubted = self._ledger.unproven.get(file)
        if found is None or not doubted:
            return found
        rightly = proven(found, doubted)
        if gone is None:
            return rightly
        # put back by somebody who may not say who is in it
        gone = self._without_left(file, gone)
        lost = {role: getattr(gone, role) for role in SIDES if not getattr(rightly, role)}
        return msgspec.structs.replace(rightly, **lost)

    def _without_left(self, file: str, pairing: PairingFacts) -> PairingFacts:
        """Who was in a pairing, without whom somebody who may has taken out of it, or of a role."""
        folder = file.removesuffix(PAIRING_FILE)
        left = chain.from_iterable(self._ledger.left.values())
        people = {each.person for each in left if each.folder == folder}
        out = {role: None for role in SIDES if getattr(pairing, role) in people}
        return msgspec.structs.replace(pairing, **out)

    def _keep_gone(
        self,
        step: LoggedCommit,
        change: Difference,
        mine: Iterable[Difference],
        number: int,
        *,
        may: bool,
    ) -> None:
        """Remember what a `pairing.yaml` held that somebody takes away who may not.

        Until somebody who may writes it anew, or takes away more of that pairing.
        """
        path, home, gone = change.path, _home(change.path), self._ledger.gone
        if may:
            # on a side that has it as it rightly was nobody says what becomes of it on another
            there = any(self._pairings.get((each, home)) for each in step.commit.sides)
            is_meant = not there or any(map(is_of_value, self._ledger.unproven.get(home, ())))
            if is_meant and (change.after is None or (path == home and len(step.changes) < 2)):  # noqa: PLR2004 - a merge
                gone.pop(home, None)
            return
        if path != home or change.after is not None:
            return
        # under another name it is still there
        if path.removesuffix(PAIRING_FILE) in renamed_by(self._said.git, mine):
            return
        befores = (each.before for some in step.changes for each in some if each.path == path)
        held = next((self._ledger.stood(path, each) for each in befores), None)
        if held:
            gone[path] = self._as_it_rightly_was(path, held, number)

    def _as_it_rightly_was(self, file: str, name: str, number: int) -> str:
        """The id of what a `pairing.yaml` held before somebody wrote there who may not."""
        doubted, before = self._ledger.unproven.get(file, {}), self._ledger.gone.get(file)
        if doubted and before:
            # what somebody put back who may not say so is nobody's word
            return before
        for each in (name, *right_in(doubted).values()):
            found = self._said.pairing(each or None, number)
            if found is not None and found == proven(found, doubted):
                return each
        return name

    def look_up(self, step: LoggedCommit, file: str) -> None:
        """Look up a pairing's file in the commits before one that did not touch it."""
        asked = [(each, file) for each in step.commit.parents if (each, file) not in self._pairings]
        if asked:
            self._pairings.update(self._said.ids_in(asked))


def _home(path: str) -> str:
    """The `pairing.yaml` of the pairing that a file is of; empty for any other file."""
    place = in_pairing(path)
    return place.folder + PAIRING_FILE if place is not None else ""
