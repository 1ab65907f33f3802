"""What signed forms took from elsewhere in the trees of commits, each content worked out once."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.surroundings import VERSION, surroundings_digest
from mentorctl.store.form_sources import FormSources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mentorctl.model.recorded import Recorded, SignedStatement
    from mentorctl.model.surroundings import Surrounding
    from mentorctl.trail.git.file_finder import FileFinder

__all__ = ["CommittedContext", "FormContexts"]


class CommittedContext(NamedTuple):
    """What a signed form takes from elsewhere in one commit.

    Attributes:
        found: All of it.
        is_signed: Whether that is what was signed.
    """

    found: tuple[Surrounding, ...]
    is_signed: bool


class _Known(NamedTuple):
    """What was worked out, and the files that it came from, each by the id of what it held."""

    files: Mapping[str, str | None]
    context: CommittedContext


class FormContexts:
    """The surroundings of signed forms, commit by commit.

    Args:
        files: The files of the commits.
    """

    def __init__(self, files: FileFinder) -> None:
        self._files = files
        self._sources: tuple[str, FormSources] | None = None
        self._known: dict[str, _Known] = {}
        self._records: dict[str, set[str]] = defaultdict(set)

    def records_at(self, paths: Iterable[str]) -> list[str]:
        """The signed records whose forms have taken something from one of these files."""
        return sorted({record for path in paths for record in self._records.get(path, ())})

    def of(
        self, tree: str, name: str, signed: SignedStatement, record: Recorded, folder: str
    ) -> CommittedContext | None:
        """What a signed form takes from elsewhere in a tree; None where its signature covers none.

        Args:
            tree: The id of the tree.
            name: What tells the statement apart.
            signed: The statement.
            record: The record there.
            folder: The pairing's folder.

        Raises:
            CorruptObject: An object is missing, or is not what its id says.
        """
        said = signed.statement
        if said.context is None or said.context.version > VERSION:
            return None
        key = f"{name} {hash(repr(record.covered(said.role, record.format)))}"
        known = self._known.get(key)
        if known is None or any(self._files.find(tree, each) != held
                                for each, held in known.files.items()):  # fmt: skip
            asked = set[str]()
            found = self._at(tree).watched(asked.add).surroundings(record, said.role, folder)
            is_signed = surroundings_digest(found) == said.context.sha256
            files = {path: self._files.find(tree, path) for path in asked}
            known = self._known[key] = _Known(files, CommittedContext(found, is_signed))
            for path in asked:
                self._records[path].add(said.record.partition("#")[0])
        return known.context

    def _at(self, tree: str) -> FormSources:
        # commits come one after the other, and the trees before them again and again
        if self._sources is None or self._sources[0] != tree:
            self._sources = (
                tree,
                FormSources(
                    lambda path: self._files.content(self._files.find(tree, path)),
                    lambda path: self._sha256(tree, path),
                ),
            )
        return self._sources[1]

    def _sha256(self, tree: str, path: str) -> str:
        data = self._files.content(self._files.find(tree, path))
        return "" if data is None else hashlib.sha256(data).hexdigest()
