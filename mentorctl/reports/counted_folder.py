"""The one door to what a folder's records say where it counts: for lists, forms, drafts, choices.

`audit` names what somebody wrote who may not; here nobody sees it. `check` tells what the files
say, and whoever edits them changes what they say: these read the folder itself.
"""

from __future__ import annotations

from collections import ChainMap
from functools import cached_property, partial
from typing import TYPE_CHECKING, cast

import msgspec

from mentorctl.model.agreement import Trainings
from mentorctl.model.kinds import PAIRING_KINDS, kind_with
from mentorctl.model.paths import (
    PEOPLE,
    PROGRAM_FILE,
    in_pairing,
    pairing_file,
    person_file,
    tells_signatures,
)
from mentorctl.reports.proofs.kept_trainings import with_kept_trainings
from mentorctl.reports.proofs.signature_report import signing_of
from mentorctl.store.folder import Folder
from mentorctl.store.pairings import Pairings

if TYPE_CHECKING:
    import datetime as dt

    from mentorctl.model.pairing import Pairing
    from mentorctl.model.person import Person
    from mentorctl.model.team import Shared, Team
    from mentorctl.reports.proofs.signature_report import Signing
    from mentorctl.store.people import People
    from mentorctl.trail.ledger.ledger import Ledger

__all__ = ["CountedFolder", "as_counted", "counted_person", "people_by"]

# of what is read of pairings beside their teams, some programs have it signed
_SIGNED = kind_with(Trainings).path()
_ALL = frozenset(kind.name for kind in PAIRING_KINDS)


def as_counted(folder: Folder, today: dt.date) -> CountedFolder:
    """A program folder as it counts.

    Of its records, `program.yaml` and `templates/` that is all that somebody wrote or kept who may,
    and what rightly stood where somebody changed it who may not, or took it away. What is not saved
    yet counts as it is, but for a file that somebody has changed who may not: of `program.yaml` and
    `templates/`, all of it is as it rightly was until somebody who may has saved it.

    Args:
        folder: The program folder.
        today: The day on which to judge.
    """
    if isinstance(folder, CountedFolder):
        if folder.signing is None or folder.signing.today == today:
            return folder
        folder = folder.written
    return CountedFolder(folder, signing_of(folder, today))


class CountedFolder(Folder):
    """A program folder as it counts.

    Attributes:
        written: The same as its files say it.
        instead: What files rightly hold that hold something else; None where that is nothing.
        signing: What its signatures are judged by; None while nobody has signed anything.

    Args:
        written: The program folder.
        signing: The same.
    """

    def __init__(self, written: Folder, signing: Signing | None) -> None:
        self.written, self.signing = written, signing
        rightful = signing.rightful if signing is not None else None
        self.instead = rightful.files(partial(_held, written), written.number) if rightful else {}
        if written.past is None and PROGRAM_FILE in written.reader.overlay:
            # the rules of another year are those of who might set them already
            self.instead.pop(PROGRAM_FILE, None)
        if not self.instead:
            self.__dict__ = {**vars(written), **vars(self)}
            if signing is not None and signing.trail.left:
                # of those who left a pairing it may count in another way
                self.__dict__.pop("shared", None)
            self._beneath = written
            return
        held = {path: data for path, data in self.instead.items() if data is not None}
        # a pairing that counts for nothing is named all the same
        gone = {path for path in self.instead if path not in held and in_pairing(path) is None}
        overlay = ChainMap[str, bytes](held, cast("dict[str, bytes]", written.reader.overlay))
        super().__init__(written.root, written.files.with_(held, gone), overlay, written.past)
        self.opened, self.reader.kept = written.opened, written.reader.kept
        self.recorded = written.recorded
        # signatures are held to what the files say, made by who rightly is in a pairing
        self._beneath = written.as_if({
            path: data for path, data in held.items()
            if (place := in_pairing(path)) and (place.file != _SIGNED or path not in written.files)
        })  # fmt: skip

    @cached_property
    def shared(self) -> Shared:
        """What the pairings of the program year share."""
        found = with_kept_trainings(super().shared, self.signing)
        if not self.instead:
            return found
        ids = [each for each in self.pairing_ids if not self._is_none(each, self.program.year)]
        return msgspec.structs.replace(found, earlier=Pairings(lambda: ids, self.pairing))

    def pairing(self, pairing_id: str, year: str = "") -> Pairing | None:
        """`pairing.yaml` of one pairing; None also where nobody made it who may."""
        is_none = self._is_none(pairing_id, year or self.program.year)
        return None if is_none else super().pairing(pairing_id, year)

    def team(
        self, pairing_id: str, year: str | None = None, *, wanted: frozenset[str] = _ALL
    ) -> Team:
        """The records of one pairing.

        Args:
            pairing_id: The name of its folder.
            year: The program year it belongs to; the program's own when left out.
            wanted: The kinds of record to read; files of other kinds are left alone.

        Raises:
            KeyError: There is no such pairing.
        """
        team = self._team(pairing_id, year or self.program.year, wanted)
        # signatures are judged by what the history reads of a file, be there more in it
        read = {path for path in map(team.path, team.broken) if tells_signatures(path)}
        read -= set(map(team.path, team.recorded.unread)) if read else set()
        if read:
            own = self.reader
            own.findings[:] = [each for each in own.findings if each.path not in read]
            own.broken -= read
            team.broken = frozenset(each for each in team.broken if team.path(each) not in read)
        return team

    def _team(self, pairing_id: str, year: str, wanted: frozenset[str]) -> Team:
        signing, folder = self.signing, pairing_file(year, pairing_id, "")
        if signing is None or signing.rightful is None or not signing.rightful.touches(folder):
            return super().team(pairing_id, year, wanted=wanted)
        own = self._beneath.apart()
        own.reader.words = self.words
        team = own.team(pairing_id, year, wanted=wanted)
        # what nobody made who may is for nobody to mend
        passed = {pairing_file(year, pairing_id)} if self._is_none(pairing_id, year) else set()
        self.reader.findings += [each for each in own.reader.findings if each.path not in passed]
        self.reader.broken |= own.reader.broken - passed
        self.reader.remarks += own.reader.remarks
        # what counts may rest on a signature, whatever is wanted
        whole = self._beneath.apart().team(pairing_id, year)
        signing.leave_what_counts(whole)
        team.standings, team.unproven = whole.standings, whole.unproven
        team.records = {
            kind.model: whole.records[kind.model]
            for kind in PAIRING_KINDS
            if kind.name in wanted and kind.model in whole.records
        }
        if self._is_none(pairing_id, year):
            team.be_none()
        return team

    def files_made(self, pairing_id: str) -> list[str]:
        """The files of a pairing of the year but for records that nobody made who may."""
        names, path = self.files_of(pairing_id), pairing_file(self.program.year, pairing_id, "")
        rightful = self.signing.rightful if self.signing is not None else None
        if rightful is None or not rightful.touches(path):
            return [*names]
        held, number = partial(_held, self.written), self.written.number
        return [each for each in names if not rightful.is_made_up(path + each, held, number)]

    def _is_none(self, pairing_id: str, year: str) -> bool:
        path = pairing_file(year, pairing_id)
        return path in self.instead and self.instead[path] is None


def counted_person(folder: Folder, signing: Signing | None, person_id: str) -> Person | None:
    """One person as they count; nobody else's file is read to find that out.

    Args:
        folder: The program folder.
        signing: What its signatures are judged by; None while nobody has signed anything.
        person_id: Who it is.
    """
    path, found = person_file(person_id), dict[str, bytes | None]()
    if signing is not None and signing.rightful is not None:
        found = signing.rightful.files(partial(_held, folder), folder.number, path)
    if path not in found:
        return folder.people.get(person_id)
    data = found[path]
    return None if data is None else folder.as_if({path: data}).people.get(person_id)


def people_by(folder: Folder, ledger: Ledger) -> People:
    """Everybody as they are in a folder by a history: its own, or one that comes in.

    Args:
        folder: The program folder, whose `.git` has that history.
        ledger: What the history says.
    """
    if isinstance(folder, CountedFolder):
        folder = folder.written
    from mentorctl.reports.proofs.unproven_values import Rightful  # noqa: PLC0415 - hardly ever needed

    found = Rightful(ledger, folder.root).files(partial(_held, folder), folder.number, f"{PEOPLE}/")
    return folder.as_if({path: data for path, data in found.items() if data is not None}).people


def _held(folder: Folder, path: str) -> bytes | None:
    """What a file holds; None where it is not there, and nothing where it cannot be opened."""
    if path not in folder.files:
        return None
    try:
        return folder.reader.content(path)
    except OSError:
        return b""
