"""Who is in a pairing by the word of those who may say so, whatever its file says meanwhile."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from mentorctl.model.paths import PAIRING_FILE, in_pairing
from mentorctl.model.roles import SIDES
from mentorctl.trail.git.objects import object_id
from mentorctl.trail.ledger.displaced import proven
from mentorctl.trail.ledger.history_input import FileContents
from mentorctl.trail.ledger.rights import roles_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mentorctl.model.recorded import PairingFacts
    from mentorctl.trail.git.command import Git
    from mentorctl.trail.git.commit_log import LoggedCommit
    from mentorctl.trail.git.tree_diff import Difference
    from mentorctl.trail.ledger.ledger import Ledger

__all__ = ["Members", "members_by"]


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
        for change in mine:
            place = in_pairing(change.path)
            if place is not None and place.file == PAIRING_FILE:
                self.before[change.path] = self.roles(change.path, change.before, number)
                self._keep_gone(step, change, may=may)

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
        gone = None if name else self._ledger.gone.get(file)
        found = self._said.pairing(self._ledger.stood(file, name) if name else gone, number)
        doubted = self._ledger.unproven.get(file, {})
        if found is None:
            return None
        found = proven(found, doubted) if doubted else found
        people = self.left(file) if gone else ()
        out = {role: None for role in SIDES if getattr(found, role) in people}
        return msgspec.structs.replace(found, **out) if out else found

    def left(self, file: str) -> set[str]:
        """Who has rightly been taken out of a pairing, or of a role there."""
        folder = file.removesuffix(PAIRING_FILE)
        left = chain.from_iterable(self._ledger.left.values())
        return {each.person for each in left if each.folder == folder}

    def _keep_gone(self, step: LoggedCommit, change: Difference, *, may: bool) -> None:
        """Remember what a `pairing.yaml` held that somebody takes away who may not."""
        path, gone = change.path, self._ledger.gone
        if may and (change.after is None or len(step.changes) < 2):  # noqa: PLR2004 - a merge
            gone.pop(path, None)
        elif not may and change.after is None:
            befores = (each.before for some in step.changes for each in some if each.path == path)
            held = next((self._ledger.stood(path, each) for each in befores if each), None)
            if held:
                gone[path] = held

    def look_up(self, step: LoggedCommit, file: str) -> None:
        """Look up a pairing's file in the commits before one that did not touch it."""
        asked = [(each, file) for each in step.commit.parents if (each, file) not in self._pairings]
        if asked:
            self._pairings.update(self._said.ids_in(asked))
