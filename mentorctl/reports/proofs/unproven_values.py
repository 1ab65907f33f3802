"""What of a program's files counts: what somebody wrote, or kept, who may.

What nobody wrote who may is left out; where something rightly stood in its place, that counts
still, be it changed, taken out or gone with its file. What somebody signed whose value it is
counts, whoever wrote it.
"""

from __future__ import annotations

from functools import cached_property, partial
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from mentorctl.model.field_owners import Way, filled_by, is_under, leaves, pruned, restored
from mentorctl.model.formats import CURRENT, record_format
from mentorctl.model.kinds import PAIRING_KINDS, kind_of
from mentorctl.model.list_identity import Shape
from mentorctl.model.list_order import is_order
from mentorctl.model.pairing import Pairing
from mentorctl.model.paths import (
    PAIRING_FILE,
    PEOPLE,
    PROGRAM_FILE,
    in_pairing,
    is_evidence,
    person_in,
    record_name,
    tells_signatures,
)
from mentorctl.model.roles import SIDES, THE_PAIR
from mentorctl.model.team import COUNTED
from mentorctl.reports.proofs.restored_values import brought_back, put_at
from mentorctl.store.edit.rewrite import rewrite
from mentorctl.store.form_sources import FormSources
from mentorctl.store.parse.reader import understood
from mentorctl.store.recorded_files import enter_anew
from mentorctl.trail.git.file_versions import contents, sha256
from mentorctl.trail.ledger.displaced import right_in, stood
from mentorctl.trail.ledger.lost_statements import with_lost
from mentorctl.trail.ledger.unreadable_since import as_record, tree_of
from mentorctl.trail.ledger.writing import mark_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from pathlib import Path

    from mentorctl.model.kinds import RecordKind
    from mentorctl.model.record import Record
    from mentorctl.model.recorded import RecordedTeam
    from mentorctl.model.signature import Standing
    from mentorctl.model.team import Team
    from mentorctl.store.recorded_folder import RecordedFolder
    from mentorctl.trail.ledger.ledger import Ledger

    Standings = Mapping[tuple[str, str], Standing]

__all__ = ["Rightful"]

# what is read of a pairing where nobody asks for its signatures
_READ_ALONE = frozenset((PAIRING_FILE, "trainings.yaml"))
# without these a pairing is none; where they count for nothing, so does all that it holds
_KEPT = frozenset((*SIDES, "starts"))


class _Counted(NamedTuple):
    """What of a record counts.

    Attributes:
        tree: It.
        lost: What does not count of what the file says, by the way to it.
        back: The ways to what rightly stood instead.
    """

    tree: dict[str, Any]
    lost: Mapping[Way, str]
    back: Collection[Way]


class Rightful:
    """Tells what of a program's files counts.

    Args:
        ledger: What its history says.
        root: Where that is.
    """

    def __init__(self, ledger: Ledger, root: Path) -> None:
        self._ledger, self._root = ledger, root
        self._around: dict[str, bytes] | None = None

    def touches(self, folder: str) -> bool:
        """Whether anything does not count of what lies in a folder, named with its `/`."""
        return any(path.startswith(folder) for path in self._open)

    def is_made_up(self, path: str, content: Callable[[str], bytes | None], number: int) -> bool:
        """Whether nothing of what a record says counts, nor ever did.

        Args:
            path: Its file.
            content: Gives what a file holds now; None where it is not there.
            number: The folder's format.
        """
        marks, kind = self._ledger.unproven.get(path), kind_of(path)
        if not marks or kind is None or any(right_in(marks).values()):
            return False
        tree = tree_of(kind.name, content(path) or b"", number)
        held = leaves(kind.model, tree or {})
        # in which order the items of a list stand is nobody's word where nothing else was
        marked = (mark_of(*each) in marks for each in held.items() if not is_order(each[0]))
        return bool(held) and all(marked)

    @property
    def _open(self) -> Iterator[str]:
        """The files of which something does not count, or lacks."""
        return chain(self._ledger.unproven, self._ledger.lost)

    def files(
        self, content: Callable[[str], bytes | None], number: int, below: str = ""
    ) -> dict[str, bytes | None]:
        """What files rightly hold that hold something else, or are gone; None where they do not.

        Of pairings, that is who is in them, their trainings, and what is gone of them or cannot be
        read; a pairing that nobody has made who may is among these with None.

        Args:
            content: Gives what a file holds now; None where it is not there.
            number: The folder's format.
            below: How their paths begin.
        """
        found = dict[str, bytes | None]()
        for path in sorted(self._open, key=lambda each: not each.endswith(PAIRING_FILE)):
            if not path.startswith(below) or is_evidence(path):
                continue
            place, data = in_pairing(path), content(path)
            home = place.folder + PAIRING_FILE if place else path
            if home != path and home not in found and content(home) is None:
                # nothing is left of a pairing that is gone, or has another name
                continue
            is_elsewhere = place is not None and place.file not in _READ_ALONE
            is_readable = data is not None and not _is_broken(path, data, number)
            # what is in such a file and can be read counts by its signatures, too
            if is_elsewhere and is_readable and not tells_signatures(path):
                continue
            rightly = self._content(path, data, number)
            if rightly != data:
                found[path] = rightly
        return found

    def as_it_counts(
        self,
        folder: RecordedFolder,
        team: RecordedTeam,
        standings: Standings,
        sources: FormSources | None,
    ) -> tuple[RecordedTeam, FormSources | None] | None:
        """What a pairing's files say where they count, and what its forms take from elsewhere.

        Args:
            folder: The program folder.
            team: The pairing.
            standings: How its signatures stand by what its files say.
            sources: What its forms take from elsewhere by what the files say.

        Returns:
            None where that is just what they say.
        """
        inside, number = team.path(""), folder.program.format
        held, doubted = dict[str, bytes](), self._ledger.unproven
        mine = [path for path in doubted if path.startswith(inside)]
        evidence = {path: right_in(doubted[path]).get((), "") for path in mine if is_evidence(path)}
        now = msgspec.structs.replace(team)
        for path in [each for each in mine if each not in evidence]:
            kind, file, data = kind_of(path), path.removeprefix(inside), folder.held(path)
            # in what nobody can read for a record, nobody can have signed anything
            says = data is not None and not _is_broken(path, data, number)
            keeps = partial(_is_signed, kind if says else None, file, standings=standings)
            rightly = self._content(path, data, number, keeps)
            if rightly is not None and rightly != data:
                held[path] = rightly
                # of what nobody made who may, there is nothing to sign
                is_there = kind is None or tree_of(kind.name, rightly, number)
                enter_anew(now, file, rightly if is_there else None, number)
        held |= self._elsewhere(folder)
        if not held and not evidence:
            return None
        other = FormSources(held.get, lambda path: sha256(self._root, evidence[path]))
        return now, sources and sources.with_files(other, {**held, **evidence})

    def _elsewhere(self, folder: RecordedFolder) -> dict[str, bytes]:
        """What the files rightly hold that the forms of every pairing take something from."""
        if self._around is None:
            found = [self.files(folder.held, folder.program.format, below)
                     for below in (PROGRAM_FILE, f"{PEOPLE}/")]  # fmt: skip
            self._around = {path: data for each in found for path, data in each.items() if data}
        return self._around

    def take_out(self, team: Team) -> None:
        """Leave in a pairing's records what counts.

        Args:
            team: The pairing, its signatures judged; it is changed.
        """
        held = [
            (kind, key, record)
            for kind in PAIRING_KINDS
            for key, record in team.records.get(kind.model, {}).items()
        ]
        for kind, key, record in held:
            file = kind.path(key)
            marks = self._ledger.unproven.get(team.path(file))
            if marks:
                self._take_out(team, kind, key, record, marks)

    def _take_out(
        self, team: Team, kind: RecordKind, key: str, record: Record, marks: Mapping[str, str]
    ) -> None:
        file, is_pairing = kind.path(key), isinstance(record, Pairing)
        tree = msgspec.to_builtins(record)

        def keeps(way: Way) -> bool:
            return _is_signed(kind, file, way, team.standings)

        found = self._counted(kind, tree, marks, keeps)
        if found is None:
            return
        # what stands there just as it rightly stood is open by nothing, whoever put it back
        right = leaves(kind.model, found.tree)
        lost = {way: value for way, value in found.lost.items()
                if not is_order(way) and right.get(way) != value}  # fmt: skip
        if is_pairing:
            # a pairing with who rightly was in it goes on
            lost = {way: value for way, value in lost.items() if way not in found.back}
            if ("mentor",) in lost:
                lost["mentee",] = lost.get(("mentee",), "")
        team.unproven |= {(record_name(file), way): value for way, value in lost.items()}
        records = team.records[kind.model]
        kept = as_record(kind.model, found.tree)
        if kept is not None:
            records[key] = kept
        else:
            del records[key]
        if not records:
            del team.records[kind.model]

    def _content(
        self,
        path: str,
        data: bytes | None,
        number: int,
        keeps: Callable[[Way], bool] | None = None,
    ) -> bytes | None:
        """What a file rightly holds.

        Args:
            path: The file.
            data: What it holds; None where it is not there.
            number: The folder's format.
            keeps: Whether what stands at a way counts all the same. Who asks that reads the file
                whatever today's model makes of it.
        """
        if path in self._ledger.lost:
            return with_lost(data, self._ledger.lost[path])
        marks = self._ledger.unproven[path]
        kind, right = kind_of(path), right_in(marks)
        whole = self._files.get(right.get((), ""))
        if kind is None:
            return whole if () in right else data
        tree = {} if data is None else tree_of(kind.name, data, number)
        if tree is None:
            # nobody can read what it holds now, and of what it held before, not all has to count
            if () not in right or whole is None:
                return whole if () in right else data
            data, tree = whole, self._tree_of(kind.name, right[()], marks) or {}
        is_of_person = person_in(path) is not None
        # which keys count, their register says, unless nobody can read the person for one
        is_of_key = is_of_person and as_record(kind.model, tree) is not None
        found = self._counted(
            kind, tree, marks, keeps or (lambda way: is_of_key and way[:1] == ("keys",))
        )
        if found is None:
            return data
        if kind.model is Pairing and any((role,) in found.lost and (role,) not in found.back
                                         for role in THE_PAIR):  # fmt: skip
            return None
        wanted = found.tree
        if keeps is None and as_record(kind.model, wanted) is None:
            wanted = _one_by_one(kind.model, found)
        text = next((held for name in right.values() if (held := self._files.get(name))), b"{}\n")
        if tree_of(kind.name, text, number) != wanted:
            text = rewrite((data or text).decode(), wanted, Shape.of(kind.model)).encode()
        is_record = keeps is not None or understood(text, kind.model) is not None
        return text if is_record else None

    def _counted(
        self,
        kind: RecordKind,
        tree: dict[str, Any],
        marks: Mapping[str, str],
        keeps: Callable[[Way], bool],
    ) -> _Counted | None:
        """What of a record counts; None where all of it does, and nothing lacks.

        Args:
            kind: What it is.
            tree: What it says.
            marks: What does not count of it, as the history has it.
            keeps: Whether what stands at a way counts all the same.
        """
        held = leaves(kind.model, tree)
        lost = {way: value for way, value in held.items()
                if mark_of(way, value) in marks and not keeps(way)}  # fmt: skip
        values = {way: value for way, value in stood(marks).items()
                  if (way in lost or way not in held) and not keeps(way)}  # fmt: skip
        right = {way: name for way, name in right_in(marks).items()
                 if way and (way in lost or way not in held) and not keeps(way)}  # fmt: skip
        if not lost and not values and not right:
            return None
        others = {name: self._tree_of(kind.name, name, marks) or {} for name in right.values()}
        said = {name: leaves(kind.model, each) for name, each in others.items()}
        back = {way for way, name in right.items() if way in said[name]}
        gone = [way for way in lost if way not in back and way not in values]
        if kind.model is Pairing:
            gone = [way for way in gone if way[0] not in _KEPT]
        # beside what somebody made up of an item, that one would not be told apart
        tree = pruned(kind.model, tree, gone)
        # what was taken out last comes first: an item that is back takes what it had lost before
        for name in dict.fromkeys(reversed(right.values())):
            ways = {way for way in back if right[way] == name}
            if others[name]:
                tree = brought_back(kind.model, tree, others[name], ways, lost)
        for way in values.keys() - back:
            tree = put_at(kind.model, tree, way, values[way])
            back.add(way)
        return _Counted(tree, lost, back)

    def _tree_of(self, kind: str, name: str, marks: Mapping[str, str]) -> dict[str, Any] | None:
        data = self._files.get(name)
        by = next(by for mark, by in marks.items() if name in right_in([mark]).values())
        return None if data is None else tree_of(kind, data, self._ledger.formats.get(by, 1))

    @cached_property
    def _files(self) -> Mapping[str, bytes | None]:
        """What rightly stood, by the ids of the files that it stood in."""
        names = {name for path, marks in self._ledger.unproven.items() if not is_evidence(path)
                 for name in right_in(marks).values() if name}  # fmt: skip
        return contents(self._root, names) if names else {}


def _is_broken(path: str, data: bytes, number: int) -> bool:
    """Whether no record can be made of what a record's file holds."""
    kind = kind_of(path)
    if kind is None:
        return False
    tree = tree_of(kind.name, data, number)
    return not tree or as_record(kind.model, tree) is None


def _one_by_one(model: type[Record], found: _Counted) -> dict[str, Any]:
    """What of a record counts, without what rightly stood of which no record could be made."""
    ways = [*found.lost, *found.back]
    tree = pruned(model, found.tree, ways)
    for way in found.back:
        more = restored(model, tree, found.tree, [way])
        tree = tree if as_record(model, more) is None else more
    return tree


def _is_signed(kind: RecordKind | None, file: str, way: Way, standings: Standings) -> bool:
    """Whether somebody signed a value who fills it in."""
    if kind is None:
        return False
    owner, form = filled_by(kind.model, way), record_format(kind.name, CURRENT)
    for (path, role), standing in standings.items():
        name, _, item = path.partition("#")
        counts = standing.state in COUNTED and not standing.by_counted
        if name != file or not counts or owner not in ("", role):
            continue
        inside = way[2:] if item else way
        left_out = (*form.not_signed, *form.not_signed_by.get(role, ()))
        if (not item or item == way[1]) and not any(is_under(inside, each) for each in left_out):
            return True
    return False
