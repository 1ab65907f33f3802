"""Reads what a signed form takes from elsewhere, whatever today's models make of the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentorctl.model.formats import Tree, back
from mentorctl.model.paths import EVIDENCE, PAIRING_FILE, PROGRAM_FILE, person_file
from mentorctl.model.recorded import SignedSurroundings, typed
from mentorctl.model.surroundings import (
    VERSION,
    Around,
    surroundings,
    surroundings_digest,
)
from mentorctl.store.recorded_files import TRAIL, format_of, understood

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mentorctl.model.canonical import Data
    from mentorctl.model.recorded import Recorded
    from mentorctl.model.surroundings import Surrounding

__all__ = ["FormSources"]

_PLAN = "plan.yaml"
# what is read of program.yaml, and where numbers stand in it
_OF_PROGRAM: dict[str, Any] = {
    "agreement": {}, "confidentiality": {}, "dates": {}, "decision_points": {},
    "experiences": {
        "catalogue": {"*": {"number": "number"}},
        "semesters": {"*": {"number": "number", "experiences": "number"}},
    },
    "focal_points": {"ratings": {"*": {"value": "number"}}},
    "mentors": {"recommended_years": "number"},
    "records": {}, "reflection": {}, "roles": {}, "terms": {}, "trainings": {},
}  # fmt: skip
_OF_EXPERIENCES = ("catalogue", "semesters")
_OF_MENTORS = ("recommended_years", "same_school", "criteria")
_OF_PLAN = {"experiences": {"*": {"slot": "number", "catalogue": "number", "semester": "number"}}}


class FormSources:
    """The files that signed forms take something from, each read once.

    Args:
        read: What a record of the program folder holds, by its path; None where it is not there.
            It raises OSError where it is and cannot be opened.
        sha256: The SHA-256 of a file in evidence/, by its path; empty where it cannot be read.
        looked: Told of each file that is asked for.

    Attributes:
        called: What people are called whose files say otherwise, by id.
    """

    def __init__(
        self,
        read: Callable[[str], bytes | None],
        sha256: Callable[[str], str],
        looked: Callable[[str], None] = lambda _path: None,
    ) -> None:
        self._read, self._sha256 = read, sha256
        self._looked = looked
        self._known: dict[str, Mapping[str, Data]] = {}
        self._files: dict[str, str] = {}
        self._digests: dict[str, str] = {}
        self._others: Mapping[str, FormSources] = {}
        self.rightly: Callable[[str, str], str] | None = None
        self._broken: set[str] = set()
        self._number = 0

    def forget(self, paths: Iterable[str]) -> None:
        """Read some files again when they are asked for: they hold something else now."""
        self._broken.difference_update(paths)
        for path in paths:
            self._known.pop(path, None)
            self._files.pop(path, None)

    def watched(self, looked: Callable[[str], None]) -> FormSources:
        """The same files for somebody who has to know which of them were asked for.

        Args:
            looked: Told of each file that is asked for.
        """
        other = FormSources(self._read, self._sha256, looked)
        other._known, other._files, other._digests = self._known, self._files, self._digests
        other._broken, other._others = self._broken, self._others
        other.rightly = self.rightly
        return other

    def calling(self, rightly: Callable[[str, str], str] | None) -> FormSources:
        """The same files, where some people are called otherwise than their files say.

        Args:
            rightly: What somebody is called, by their id and by what their file says; empty for one
                of whom nobody may say how they are called. None where files are believed.
        """
        other = self.watched(self._looked)
        other.rightly = rightly
        return other

    def with_files(self, other: FormSources, paths: Iterable[str]) -> FormSources:
        """The same files, but for some that are as they are elsewhere."""
        mixed = FormSources(self._read, self._sha256, self._looked)
        mixed._known, mixed._files, mixed._digests = self._known, self._files, self._digests
        mixed._others, mixed.rightly = dict.fromkeys(paths, other), self.rightly
        return mixed

    def surroundings(self, record: Recorded, role: str, folder: str) -> tuple[Surrounding, ...]:
        """What the form of a record takes from elsewhere.

        Args:
            record: The record, or one entry of a log.
            role: The role whose signature covers it.
            folder: The pairing's folder.
        """
        place = f"{folder}/"
        program = self._program()
        around = Around(
            place,
            program,
            self._tree(f"{place}{PAIRING_FILE}", "pairing", {}),
            self._tree(f"{place}{_PLAN}", "plan", _OF_PLAN),
            self.name,
            lambda name: self.sha256(f"{place}{EVIDENCE}/{name}"),
        )
        return surroundings(record.kind, record.covered(role, TRAIL), around)

    def unread_around(self, record: Recorded, role: str, folder: str) -> str:
        """The first of the files around a record that cannot be read; empty where all can be."""
        seen: set[str] = set()
        self.watched(seen.add).surroundings(record, role, folder)
        return min(seen & self._broken, default="")

    def covered(self, record: Recorded, role: str, folder: str) -> SignedSurroundings:
        """The same as a statement has it."""
        found = self.surroundings(record, role, folder)
        # the entries of a log have theirs in common, and canonical JSON takes long to make
        said = repr(found)
        if said not in self._digests:
            self._digests[said] = surroundings_digest(found)
        return SignedSurroundings(VERSION, self._digests[said])

    def _program(self) -> Mapping[str, Data]:
        def use(tree: Tree) -> dict[str, Data] | None:
            if not isinstance(tree, dict):
                return {}
            self._number = format_of(tree)
            said = back("program", tree, self._number, TRAIL)
            held = {name: said[name] for name in _OF_PROGRAM if name in said}
            for name, wanted in (("experiences", _OF_EXPERIENCES), ("mentors", _OF_MENTORS)):
                if isinstance(held.get(name), dict):
                    held[name] = {each: held[name][each] for each in wanted if each in held[name]}
            return _mapping(typed(held, _OF_PROGRAM))

        return self.read_once(PROGRAM_FILE, use)

    def _tree(self, path: str, kind: str, marks: Tree) -> Mapping[str, Data]:
        wanted = ("experiences", "content_area") if kind == "plan" else None

        def use(tree: Tree) -> dict[str, Data]:
            said = back(kind, tree, self._number or TRAIL, TRAIL) if isinstance(tree, dict) else {}
            held = {name: each for name, each in said.items() if not wanted or name in wanted}
            return _mapping(typed(held, marks))

        return self.read_once(path, use)

    def name(self, person: str) -> str:
        """What somebody is called; empty where nobody can tell."""

        def use(tree: Tree) -> dict[str, Data]:
            said = back("person", tree, self._number or TRAIL, TRAIL) or {}
            return _mapping(typed({"name": said.get("name")}, {}))

        found = self.read_once(person_file(person), use).get("name")
        name = found if isinstance(found, str) else ""
        if self.rightly is None or person_file(person) in self._others:
            return name
        return self.rightly(person, name)

    def read_once(
        self, path: str, use: Callable[[Tree], dict[str, Data] | None]
    ) -> Mapping[str, Data]:
        """What is made of a file; nothing of one that cannot be read.

        Args:
            path: The file.
            use: Makes it, the first time that the file is asked for.
        """
        self._looked(path)
        if path in self._others:
            return self._others[path].read_once(path, use)
        if path not in self._known:
            self._known[path] = self._understood(path, use)
        return self._known[path]

    def _understood(
        self, path: str, use: Callable[[Tree], dict[str, Data] | None]
    ) -> Mapping[str, Data]:
        try:
            data = self._read(path)
            found = {} if data is None else understood(data, use)
        except OSError:
            found = None
        if found is None:
            self._broken.add(path)
        return found or {}

    def sha256(self, path: str) -> str:
        """The SHA-256 of a file in evidence/, in hex; empty where there is none."""
        self._looked(path)
        if path in self._others:
            return self._others[path].sha256(path)
        if path not in self._files:
            # a name in a record is anybody's text, and leads to no file elsewhere
            is_inside = ".." not in path.split("/") and "\\" not in path
            self._files[path] = self._sha256(path) if is_inside else ""
        return self._files[path]


def _mapping(data: Data | None) -> dict[str, Data]:
    return data if isinstance(data, dict) else {}
