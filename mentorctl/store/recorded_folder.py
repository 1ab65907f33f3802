"""A program folder as its files say it: what `audit` reads, whatever today's models are."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from mentorctl.model.formats import CURRENT
from mentorctl.model.frozen_list import PARTS
from mentorctl.model.paths import (
    EVIDENCE,
    LISTS,
    PAIRINGS,
    PEOPLE,
    PROGRAM_FILE,
    SUFFIX,
    frozen_folder,
    pairing_file,
    pairings_of,
    person_file,
    stem_in,
)
from mentorctl.model.recorded import RecordedTeam
from mentorctl.store.errors import StoreError
from mentorctl.store.evidence import sha256_of
from mentorctl.store.folder_format import NewerFormat, declared
from mentorctl.store.listing import Files
from mentorctl.store.parse.reader import record_content
from mentorctl.store.recorded_files import enter, person_facts, program_facts, understood

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mentorctl.model.recorded import PersonFacts
    from mentorctl.store.form_sources import FormSources

__all__ = ["NoProgram", "RecordedFolder", "waiting"]


class NoProgram(StoreError):
    """There is no program folder here, or none that can be read."""


class RecordedFolder:
    """One program folder, read once.

    Args:
        root: Where it is.
        overlay: Content to read in place of files' own, by path; what a command that died had
            begun to write when left out.
        files: What lies in the folder, where that was looked up already.
        read: What reads a file, where some were read already.
        sha256: What gives the SHA-256 of a file in evidence/, where it is not on disk.

    Attributes:
        program: What of its program.yaml the trail needs.
        newer: What is told of a folder that a newer toolkit has written; None for others.

    Raises:
        NoProgram: That cannot be read.
        NewerFormat: A newer toolkit has written it, and too little of it is known here.
    """

    def __init__(
        self,
        root: Path,
        overlay: Mapping[str, bytes] | None = None,
        files: Files | None = None,
        read: Callable[[str], bytes] | None = None,
        sha256: Callable[[str], str] | None = None,
    ) -> None:
        self.root = root
        self._sha256 = sha256 or (lambda path: sha256_of(root / path))
        self._read = self._opened if read is None else read
        self._overlay = waiting(root) if overlay is None else overlay
        self._files = Files(root, self._overlay) if files is None else files
        data = self._content(PROGRAM_FILE)
        program = program_facts(data)
        number, needs = declared(data or b"")
        self.newer = NewerFormat(number, needs) if number > CURRENT else None
        if program is None and self.newer is not None:
            raise self.newer
        if program is None:
            raise NoProgram(
                f"{PROGRAM_FILE} cannot be read: nothing tells which program this is",
                "see what is wrong with it: mentorctl check",
            )
        self.program = program

    @cached_property
    def team_files(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """For each year and pairing id, the files of its folder, relative to that folder."""
        return {
            year: {
                name: self._files.below(pairing_file(year, name, "").rstrip("/"))
                for name in self._files.folders(pairings_of(year))
            }
            for year in self._files.folders(PAIRINGS)
        }

    @cached_property
    def frozen_lists(self) -> Sequence[tuple[str, str]]:
        """The year and name of every list that was kept as it was sent."""
        return [
            (year, name)
            for year in sorted(self._files.folders(LISTS))
            for name in sorted(self._files.folders(f"{LISTS}/{year}"))
            if not frozenset(PARTS).isdisjoint(self._files.below(frozen_folder(year, name)))
        ]

    def held(self, path: str) -> bytes | None:
        """What a file holds; None where it is not there or cannot be read."""
        return self._content(path) if path in self._files else None

    @cached_property
    def title(self) -> str:
        """What its program.yaml calls the program; empty where it says nothing."""
        found = understood(
            self._content(PROGRAM_FILE) or b"",
            lambda tree: str(tree.get("name") or "") if isinstance(tree, dict) else "",
        )
        return found or ""

    @cached_property
    def sources(self) -> FormSources:
        """The files that signed forms take something from."""
        from mentorctl.store.form_sources import FormSources  # noqa: PLC0415 - only for signatures

        return FormSources(
            lambda path: self._opened_or_pending(path) if path in self._files else None,
            lambda path: self._sha256(path) if path in self._files else "",
        )

    def person(self, person_id: str) -> PersonFacts | None:
        """Somebody, if their file is there and can be read."""
        path = person_file(person_id)
        return (
            person_facts(self._content(path), self.program.format) if path in self._files else None
        )

    def has_person(self, person_id: str) -> bool:
        """Whether somebody has a file, whether or not it can be read."""
        return person_file(person_id) in self._files

    def people(self, word: str = "") -> Iterator[tuple[str, PersonFacts]]:
        """Everybody whose file can be read, by id.

        Args:
            word: Leave those out in whose files it cannot stand.
        """
        for name in self._files.inside(PEOPLE):
            person_id, data = stem_in(PEOPLE, f"{PEOPLE}/{name}"), self._content(f"{PEOPLE}/{name}")
            # a letter may be written as an escape
            if person_id and data and (word.encode() in data or b"\\" in data):
                found = person_facts(data, self.program.format)
                if found is not None:
                    yield person_id, found

    def team(self, pairing_id: str, year: str) -> RecordedTeam:
        """One pairing.

        Raises:
            KeyError: There is no such pairing.
        """
        team = RecordedTeam(
            id=pairing_id, year=year, folder=pairing_file(year, pairing_id, "").rstrip("/")
        )
        evidence = []
        for name in self.team_files[year][pairing_id]:
            place, _, rest = name.partition("/")
            if place == EVIDENCE:
                evidence.append(rest)
            elif name.endswith(SUFFIX) and "/" not in rest:
                data = self._content(team.path(name))
                if data is None:
                    team.unread.add(name)
                else:
                    enter(team, name, data, self.program.format)
        team.evidence = frozenset(evidence)
        return team

    def _content(self, path: str) -> bytes | None:
        """What a file holds; None where it cannot be opened."""
        try:
            return self._opened_or_pending(path)
        except OSError:
            return None

    def _opened_or_pending(self, path: str) -> bytes:
        return self._overlay[path] if path in self._overlay else self._read(path)

    def _opened(self, path: str) -> bytes:
        return record_content(f"{self.root}{os.sep}{path}")


def waiting(root: Path) -> Mapping[str, bytes]:
    """What a command that died had begun to write, so that readers see all of it or nothing."""
    for home in (root / ".git" / "mentorctl", root / ".mentorctl"):
        try:
            names = os.listdir(home)  # noqa: PTH208 - names are all that is looked at
        except OSError:
            continue
        if any(name.startswith("journal-") for name in names):
            from mentorctl.store.write.journal import pending  # noqa: PLC0415 - hardly ever needed

            # it knows in which of the two places they count
            return pending(root)
    return {}
