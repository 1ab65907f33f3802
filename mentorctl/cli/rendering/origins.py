"""Where what a form prints comes from: its record, and all else that the same page takes in."""

from __future__ import annotations

from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from mentorctl.cli.output.console import note
from mentorctl.forms import Origin
from mentorctl.model import canonical
from mentorctl.model.kinds import kind_of
from mentorctl.model.pairing import Pairing
from mentorctl.model.paths import (
    EVIDENCE,
    MEETINGS,
    PAIRING_FILE,
    PROGRAM_FILE,
    SIGNATURES,
    SUFFIX,
    in_pairing,
    person_file,
    year_file,
)
from mentorctl.model.person import Person
from mentorctl.trail.git import commit_log, repository, tree_diff
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.last_touches import last_touches

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mentorctl.model.paths import InPairing
    from mentorctl.model.record import Record
    from mentorctl.reports.counted_folder import CountedFolder

__all__ = ["Origins"]

SHORT = 10
# up to so many times git looks at some files; then at all of them
FEW = 3
# whose forms name what was sent along, and whose name the agency's staff and the coordinator
WITH_EVIDENCE, WITH_STAFF = frozenset({"plan", "experience"}), frozenset({"plan", "pairing"})


class Origins:
    """The last commit of what each sheet shows; git runs once for a pairing, or once for all.

    A sheet shows its own records and takes names, terms and wording from elsewhere: program.yaml
    is behind each; behind one of a pairing are `pairing.yaml`, the people whom that names, the
    signatures and, where the record names evidence, the files of it. What was taken out of these
    counts as changed.
    """

    def __init__(self, counted: CountedFolder) -> None:
        self._counted = counted.apart()
        # several forms are made at a time
        self._looking = Lock()
        self._known: dict[tuple[str, ...], Origin] = {}
        self._records: dict[str, Record | None] = {}
        self._digests: dict[str, str] = {}
        self._commits: dict[str, str] = {}
        self._looked_at: set[str] = set()
        self._unsaved: set[str] = set()
        self._deleted: dict[str, str] = {}
        self._times = 0
        self._lines: list[tuple[str, ...]] = []

    def __call__(self, records: Sequence[str]) -> Origin:
        """Where a sheet comes from.

        Args:
            records: The records that its answers come from, the one that it shows first.
        """
        key = tuple(records)
        with self._looking:
            if key not in self._known:
                self._known[key] = self._found(key)
            return self._known[key]

    def _found(self, records: tuple[str, ...]) -> Origin:
        files = self._behind(records)
        self._look_up(files)
        there = [path for path in files if path in self._counted.files]
        digests = {path: self._digest(path) for path in there}
        digest = canonical.digest(dict(sorted(digests.items()))) if any(digests.values()) else ""
        if records[0] not in self._commits:
            return Origin("", digest, saved=True)
        starts = tuple(start for record in records for start in self._starts(record))
        behind = {self._commits[path] for path in there if path in self._commits}
        # what was taken out, and its commit says so, is what an earlier commit still has
        lost = {path: commit for path, commit in self._deleted.items()
                if path.startswith(starts) and path not in self._counted.files}  # fmt: skip
        commit = self._holding(behind | set(lost.values()))
        saved = self._unsaved.isdisjoint(files) and all(path in self._commits for path in there)
        return Origin(commit[:SHORT], digest, saved=saved and not self._has_lost(starts))

    def _has_lost(self, starts: tuple[str, ...]) -> bool:
        """Whether a file that would be behind a sheet is gone, and no commit says so."""
        return any(
            path.startswith(starts) for path in self._unsaved if path not in self._counted.files
        )

    def _starts(self, record: str) -> Iterable[str]:
        """How the paths of all files begin that a record of a pairing is printed with."""
        place, kind = in_pairing(record), kind_of(record)
        if place is None or kind is None:
            return
        if kind.name == "pairing":
            yield from (place.folder, f"{MEETINGS}/{place.year}", year_file(place.year))
            return
        yield f"{place.folder}{SIGNATURES}/{place.file.removesuffix(SUFFIX).replace('/', '-')}."
        yield f"{place.folder}{PAIRING_FILE}"
        if kind.name in WITH_EVIDENCE:
            yield f"{place.folder}{EVIDENCE}/"

    def _behind(self, records: tuple[str, ...]) -> tuple[str, ...]:
        """The files that what a sheet prints comes from."""
        files = dict.fromkeys((*records, PROGRAM_FILE))
        for record in records:
            place = in_pairing(record)
            if place is not None:
                files |= dict.fromkeys(self._of_pairing(place))
        return tuple(files)

    def _of_pairing(self, place: InPairing) -> Iterable[str]:
        """What a record of a pairing is printed with."""
        kind, pairing = kind_of(place.path), f"{place.folder}{PAIRING_FILE}"
        inside = self._counted.files.below(place.folder.rstrip("/"))
        yield pairing
        yield from self._people(pairing)
        if kind is None:
            return
        if kind.name == "pairing":
            # what was done when: the calendar, the certificate, the cover
            yield from (f"{place.folder}{name}" for name in inside)
            yield year_file(place.year)
            meetings = self._counted.files.below(MEETINGS)
            yield from (f"{MEETINGS}/{name}" for name in meetings if name.startswith(place.year))
        if kind.name in WITH_STAFF:
            yield from map(person_file, self._counted.program.coordinators)
            yield from (person_file(each) for each in self._staff)
        signed = f"{SIGNATURES}/{place.file.removesuffix(SUFFIX).replace('/', '-')}."
        started = (signed, f"{EVIDENCE}/") if kind.name in WITH_EVIDENCE else (signed,)
        yield from (f"{place.folder}{name}" for name in inside if name.startswith(started))

    @cached_property
    def _staff(self) -> Sequence[str]:
        saying = self._counted.people.saying("staff")
        return tuple(name for name, person in saying if "staff" in person.roles)

    def _people(self, pairing: str) -> Iterable[str]:
        found = self._record(pairing, Pairing) if pairing in self._counted.files else None
        if isinstance(found, Pairing):
            named = (found.mentee, found.mentor, found.advisor, found.supervisor)
            yield from map(person_file, filter(None, named))

    def _digest(self, path: str) -> str:
        if path not in self._digests:
            self._digests[path] = self._digest_of(path)
        return self._digests[path]

    def _digest_of(self, path: str) -> str:
        """The SHA-256 of a record's content, or of a file that is no record."""
        kind = kind_of(path)
        if kind is None:
            return self._counted.recorded.sources.sha256(path)
        record = self._record(path, kind.model)
        content = canonical.data(record)
        if isinstance(record, Person) and isinstance(content, dict):
            # no form prints a key
            content = canonical.without(content, ["keys"])
        return canonical.digest(content) if record is not None else ""

    def _record(self, path: str, model: type[Record]) -> Record | None:
        if path == PROGRAM_FILE:
            return self._counted.program
        if path not in self._records:
            self._records[path] = self._counted.reader.read(path, model)
        return self._records[path]

    def _look_up(self, files: Sequence[str]) -> None:
        """Ask git about files that it was not asked about yet."""
        missing = [path for path in files if path not in self._looked_at]
        if not missing or self._all_asked:
            return
        self._times += 1
        places: list[str] | None = None
        if self._times <= FEW:
            places = list(dict.fromkeys(self._place(path) for path in missing))
        try:
            self._ask(places)
        except repository.GitError as error:
            note(f"the forms cannot name the commits of their records: {error.message}")
            self._times = FEW + 1

    @property
    def _all_asked(self) -> bool:
        return self._times > FEW

    def _place(self, path: str) -> str:
        """The folder of a file in a pairing, as its other records will be asked for."""
        pairing = in_pairing(path)
        if pairing:
            return pairing.folder.rstrip("/")
        # of a meeting whose file is gone nothing else would ask
        return MEETINGS if path.startswith(f"{MEETINGS}/") else path

    def _ask(self, places: Sequence[str] | None) -> None:
        root = self._counted.root
        if not repository.is_repository(root):
            self._times = FEW + 1
            return
        paths = None if places is None else [path for each in places for path in self._in(each)]
        touched = last_touches(root, paths, places or ())
        self._commits |= {path: touch.commit for path, touch in touched.changed.items()}
        self._deleted |= touched.deleted
        self._lines.append(touched.line)
        self._looked_at |= set(paths or ())
        if self._counted.past is None:
            self._unsaved |= commit_log.unsaved(root, places or ())

    def _in(self, place: str) -> list[str]:
        return [f"{place}/{name}" for name in self._counted.files.below(place)] or [place]

    def _holding(self, commits: set[str]) -> str:
        """The first commit that has all of some behind it."""
        if len(commits) == 1:
            return next(iter(commits))
        # before the last merge, which has them all, no commit needs to have the others
        return next((each for each in self._line if each in commits), self._line[-1])

    @property
    def _line(self) -> Sequence[str]:
        # what several looks found stands in no one's list
        return (self._lines[0] if len(self._lines) == 1 else ()) or self._whole_line

    @cached_property
    def _whole_line(self) -> Sequence[str]:
        return tree_diff.since_merge(Git(self._counted.root))
