"""A program folder: where it is, what is in it, and all its records."""

from __future__ import annotations

import copy
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from mentorctl.model.approvers import can_approve
from mentorctl.model.finding import Finding
from mentorctl.model.formats import CURRENT
from mentorctl.model.kinds import PAIRING_KINDS, kind_with
from mentorctl.model.look import Look
from mentorctl.model.meeting import Meeting, YearFacts
from mentorctl.model.pairing import Pairing
from mentorctl.model.paths import (
    EVIDENCE,
    MEETINGS,
    PAIRINGS,
    PEOPLE,
    PROGRAM_FILE,
    SUFFIX,
    file_in,
    pairing_file,
    pairings_of,
    year_file,
)
from mentorctl.model.program import Program
from mentorctl.model.reassignment import Reassignment
from mentorctl.model.record import Record
from mentorctl.model.recorded import RecordedTeam
from mentorctl.model.team import Shared, Team
from mentorctl.model.trained import Trained
from mentorctl.model.words import Words
from mentorctl.store.all_trainings import all_trainings
from mentorctl.store.folder_format import NewerFormat, declared
from mentorctl.store.listing import Files, Listing
from mentorctl.store.pairings import Pairings
from mentorctl.store.parse.reader import Reader, placed
from mentorctl.store.people import People
from mentorctl.store.recorded_files import enter
from mentorctl.store.recorded_folder import NoProgram, RecordedFolder, waiting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mentorctl.store.past_state import PastState


__all__ = ["Folder", "NoProgram", "find", "told_of"]

_ReadFile = tuple[str, bytes | None, Any]
R = TypeVar("R", bound=Record)

_SINGLE = {kind.path(): kind for kind in PAIRING_KINDS if not kind.many}
_MANY = {kind.folder: kind for kind in PAIRING_KINDS if kind.many}
_ALL_KINDS = frozenset(kind.name for kind in PAIRING_KINDS)


def find(start: Path) -> Path:
    """The program folder that a place lies in: the nearest one above with a program.yaml.

    Raises:
        NoProgram: There is none.
    """
    place = start.resolve()
    for folder in (place, *place.parents):
        if (folder / PROGRAM_FILE).is_file():
            return folder
    raise NoProgram(
        f"no program folder at {start} or above it",
        "go to your program folder, name it with -C FOLDER, or make one with mentorctl init",
    )


class Folder:
    """One program folder, read once.

    Attributes:
        root: Where it is.
        reader: Reads its files and keeps their faults.
        program: Its `program.yaml`.
        words: The program's terms.
        files: What lies in it, looked up when asked for.
        number: The format that it is of.
        newer: What is told of a folder that a newer toolkit has written; None for others.
        known: What `each` has read already.
        opened: What its `program.yaml` held.
        past: What it is read from where that is its history, and not what is on disk.

    Args:
        root: Where it is.
        files: What lies in it, where that is not what is on disk.
        contents: What these files hold.
        past: The commit that has them, where they are those of a commit.

    Raises:
        NoProgram: Its `program.yaml` cannot be read; the message names the first fault.
    """

    def __init__(
        self,
        root: Path,
        files: Files | None = None,
        contents: Mapping[str, bytes] | None = None,
        past: PastState | None = None,
    ) -> None:
        self.root, self.past = root, past
        self.reader = Reader(root, Words(), waiting(root) if contents is None else contents)
        self.opened: dict[str, bytes] = {}
        self.reader.kept = self.opened
        program = self.reader.read(PROGRAM_FILE, Program)
        self.reader.kept = None
        number = (program.format or 1) if program is not None else CURRENT + 1
        self.newer: NewerFormat | None = None
        if program is None or number > CURRENT:
            program, self.newer = self._of_newer()
            number = self.newer.number
        self.program, self.number = program, number
        self.reader.number, self.reader.is_newer = number, self.newer is not None
        self.words = Words(program.terms)
        self.reader.words = self.words
        self.files = Files(root, self.reader.overlay) if files is None else files
        self.known: dict[type[Record], Mapping[str, Record]] = {}

    def read_once(self) -> Mapping[str, bytes]:
        """From now on read each file once, and keep what it held, for `apart` and `as_if` too.

        Returns:
            What was read, by path; it grows.
        """
        if self.reader.kept is None:
            self.reader.kept = self.opened
        return self.reader.kept

    def _of_newer(self) -> tuple[Program, NewerFormat]:
        """What is known of the program.yaml that a newer toolkit has written.

        Raises:
            BrokenProgram: No newer one has, and it is wrong; or too little of it is known.
        """
        try:
            data = self.reader.content(PROGRAM_FILE)
        except OSError:
            raise BrokenProgram(self.reader.findings) from None
        number, needs = declared(data)
        if number <= CURRENT:
            raise BrokenProgram(self.reader.findings)
        self.reader.is_newer = True
        self.reader.findings.clear()
        self.reader.broken.clear()
        newer = NewerFormat(number, needs)
        program = self.reader.read(PROGRAM_FILE, Program)
        if program is None:
            raise BrokenProgram([told_of(newer)], newer)
        return program, newer

    def apart(self) -> Self:
        """The same folder with a reader, and so with faults, of its own."""
        other = copy.copy(self)
        other.reader = self.reader.apart()
        other.known = dict(self.known)
        return other

    def as_if(self, overlay: Mapping[str, bytes]) -> Folder:
        """The same folder as if some files had other content, or were there already."""
        other = Folder.__new__(Folder)
        other.root, other.program, other.words = self.root, self.program, self.words
        other.past, other.number, other.newer = self.past, self.number, self.newer
        other.reader = self.reader.apart(overlay)
        other.files = self.files.with_(overlay)
        other.known, other.opened = {}, self.opened
        return other

    def placed(self, findings: Iterable[Finding]) -> list[Finding]:
        """Findings with the line and column of the value each is about."""
        return placed(self.root, findings, self.reader.content)

    @property
    def listing(self) -> Listing:
        """Everything in the folder; `files` looks at less where less is asked."""
        return self.files.all

    @cached_property
    def recorded(self) -> RecordedFolder:
        """The same folder as its files say it."""
        sha256 = self.past.sha256 if self.past else None
        reader = self.reader
        return RecordedFolder(self.root, reader.overlay, self.files, reader.content, sha256)

    @cached_property
    def people(self) -> People:
        """Everybody by id."""
        return People(self.reader, self._stems(PEOPLE))

    @property
    def look(self) -> Look | None:
        """How the program's forms look, where it says so and that can be read."""
        return next(iter(self.each(Look).values()), None)

    @property
    def meetings(self) -> Mapping[str, Meeting]:
        """Meetings of all years by file path, as far as they can be read."""
        return self.each(Meeting)

    @property
    def years(self) -> Mapping[str, YearFacts]:
        """Years' facts by file path, as far as they can be read."""
        return self.each(YearFacts)

    @property
    def reassignments(self) -> Mapping[str, Reassignment]:
        """The searches for another mentor by file path, as far as they can be read."""
        return self.each(Reassignment)

    def each(self, model: type[R]) -> Mapping[str, R]:
        """The records of a kind that belong to the program as a whole.

        Args:
            model: The kind's model.

        Returns:
            Those that can be read, by file path.
        """
        if model not in self.known:
            kind, found = kind_with(model), dict[str, Record]()
            stems = self._stems(kind.folder) if kind.many else [""]
            for path in map(kind.path, stems):
                record = self.reader.read(path, model) if path in self.files else None
                if record is not None:
                    found[path] = record
            self.known[model] = found
        return cast("Mapping[str, R]", self.known[model])

    @cached_property
    def shared(self) -> Shared:
        """What the pairings of the program year share; `earlier` is read when it is asked for.

        A meeting's file is the one that its name says; one that says something else counts for
        neither meeting.
        """
        year = self.program.year
        named = {
            path.removeprefix(f"{MEETINGS}/{year}-").removesuffix(SUFFIX): meeting
            for path, meeting in self.meetings.items()
            if path.startswith(f"{MEETINGS}/{year}-")
        }
        mistaken = {key: held.meeting for key, held in named.items() if held.meeting != key}
        return Shared(
            meetings={key: meeting for key, meeting in named.items() if key not in mistaken},
            year=self.years.get(year_file(year)),
            earlier=Pairings(lambda: self.pairing_ids, self.pairing),
            expected={each.id: each.attended_by for each in self.program.meetings},
            unread=frozenset(
                stem.removeprefix(f"{year}-")
                for stem in self._stems(MEETINGS)
                if file_in(MEETINGS, stem) not in self.meetings
            )
            | mistaken.keys(),
            mistaken=mistaken,
            year_unread=year_file(year) in self.files and year_file(year) not in self.years,
            trained=Trained(partial(all_trainings, self.reader.apart(), self.files))
            if self.program.trainings
            else {},
            can_approve=lambda person: can_approve(self.program, self.people, person),
        )

    @cached_property
    def team_files(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """For each year and pairing id, the files of its folder, relative to that folder."""
        years = self.files.folders(PAIRINGS)
        return {
            year: {
                name: self.files.below(f"{pairings_of(year)}/{name}")
                for name in self.files.folders(pairings_of(year))
            }
            for year in years
        }

    def files_of(self, pairing_id: str, year: str | None = None) -> Sequence[str]:
        """The files of a pairing's folder, relative to it; none where there is no such pairing.

        Args:
            pairing_id: The name of its folder.
            year: The program year it belongs to; the program's own when left out.
        """
        if "/" in pairing_id:
            return ()
        return self.files.below(f"{pairings_of(year or self.program.year)}/{pairing_id}")

    @cached_property
    def pairing_ids(self) -> Sequence[str]:
        """The pairings of the program year, sorted."""
        return self.files.folders(pairings_of(self.program.year))

    def team(
        self,
        pairing_id: str,
        year: str | None = None,
        *,
        wanted: frozenset[str] = _ALL_KINDS,
    ) -> Team:
        """The records of one pairing.

        Args:
            pairing_id: The name of its folder.
            year: The program year it belongs to; the program's own when left out.
            wanted: The kinds of record to read; files of other kinds are left alone.

        Raises:
            KeyError: There is no such pairing.
        """
        year = year or self.program.year
        folder = pairing_file(year, pairing_id, "").rstrip("/")
        team = Team(id=pairing_id, year=year, folder=folder)
        files: list[_ReadFile] = []
        broken_before = len(self.reader.broken)
        evidence = []
        names = self.files_of(pairing_id, year)
        if not names:
            raise KeyError(pairing_id)
        for name in names:
            place, _, rest = name.partition("/")
            if place == EVIDENCE:
                evidence.append(rest)
                continue
            kind, key = _SINGLE.get(name), ""
            if kind is None and rest.endswith(SUFFIX) and "/" not in rest:
                kind, key = _MANY.get(place), rest[: -len(SUFFIX)]
            if kind is None or kind.name not in wanted:
                continue
            record, data, tree = self.reader.read_whole(f"{folder}/{name}", kind.model, pairing_id)
            files.append((name, data, tree))
            if record is not None:
                team.records.setdefault(kind.model, {})[key] = record
        team.evidence = frozenset(evidence)
        said = {"id": pairing_id, "year": year, "folder": folder, "evidence": team.evidence}
        team.say = partial(_recorded, said, self.number, files)
        if len(self.reader.broken) != broken_before:
            inside = f"{folder}/"
            team.broken = frozenset(
                path[len(inside) :] for path in self.reader.broken if path.startswith(inside)
            )
        return team

    def teams(self) -> Iterator[Team]:
        """All pairings of the program year, by id."""
        return map(self.team, self.pairing_ids)

    def pairing(self, pairing_id: str, year: str = "") -> Pairing | None:
        """`pairing.yaml` of one pairing, of the program year when left out; or None."""
        path = pairing_file(year or self.program.year, pairing_id)
        if "/" in pairing_id or path not in self.files:
            return None
        return self.reader.read(path, Pairing, pairing_id)

    def pairings_naming(self, person_id: str) -> Iterator[str]:
        """The pairings of the program year whose `pairing.yaml` may name a person."""
        for each in self.pairing_ids:
            path = pairing_file(self.program.year, each)
            if self.reader.may_say(path, person_id):
                yield each

    def _stems(self, folder: str) -> Iterator[str]:
        for name in self.files.inside(folder):
            if name.endswith(SUFFIX):
                yield name[: -len(SUFFIX)]


def _recorded(
    said: Mapping[str, Any], number: int, files: Iterable[_ReadFile], only: str
) -> RecordedTeam:
    team = RecordedTeam(**said)
    for name, data, tree in (each for each in files if only in ("", each[0])):
        if data is None:
            team.unread.add(name)
        else:
            enter(team, name, data, number, tree)
    return team


def told_of(newer: NewerFormat) -> Finding:
    """What is found in a folder that a newer toolkit has written."""
    code, where = "newer-format", ("format",)
    return Finding(code, "error", PROGRAM_FILE, newer.message, newer.hint, where)


class BrokenProgram(NoProgram):
    """A program.yaml that cannot be read.

    Attributes:
        findings: What is wrong with it.
    """

    def __init__(self, findings: Sequence[Finding], newer: NewerFormat | None = None) -> None:
        first = findings[0]
        place = f"{first.path}:{first.line}:{first.column}: " if newer is None else ""
        super().__init__(f"{place}{first.message}", first.hint)
        self.findings = tuple(findings)
