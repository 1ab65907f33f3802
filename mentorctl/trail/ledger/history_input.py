"""Reads from git what the ledger is built from: who signed each commit, and the files that count.

Those are program.yaml, people, signature files and the records that needs point to.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from mentorctl.model.canonical import data
from mentorctl.model.field_owners import restored
from mentorctl.model.formats import CURRENT, Tree, back, forward
from mentorctl.model.ids import is_id
from mentorctl.model.kinds import kind_of
from mentorctl.model.paths import (
    PAIRING_FILE,
    PEOPLE,
    PROGRAM_FILE,
    in_pairing,
    person_in,
    tells_signatures,
)
from mentorctl.store.parallel import in_shares
from mentorctl.store.parse.file_content import LARGEST_READ
from mentorctl.store.recorded_files import (
    pairing_facts,
    person_facts,
    program_facts,
    signature_content,
    understood,
)
from mentorctl.trail.git import objects
from mentorctl.trail.git.merging.merge_base import ids_in
from mentorctl.trail.git.tree_diff import Difference
from mentorctl.trail.ledger import dated_facts
from mentorctl.trail.ledger.rights import is_readable, said_in
from mentorctl.trail.ssh import sshsig

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from mentorctl.model.field_owners import Way
    from mentorctl.model.recorded import (
        HeldKey,
        PairingFacts,
        PersonFacts,
        ProgramFacts,
        SignatureFile,
    )
    from mentorctl.trail.git.command import Git
    from mentorctl.trail.git.commit_log import LoggedCommit
    from mentorctl.trail.ledger.ledger import Ledger
    from mentorctl.trail.ledger.rights import Values

__all__ = [
    "FileContents", "contents", "own_changes", "people_in", "signers", "with_all_files",
]  # fmt: skip


def with_all_files(git: Git, step: LoggedCommit) -> LoggedCommit:
    """A commit of a shallow clone whose parents are missing: all its files count as added."""
    if not step.cut:
        return step
    held = objects.files(git, step.commit.tree)
    changes = (Difference.of(path, None, each) for path, each in held.items())
    return step._replace(changes=(tuple(changes),))


def people_in(git: Git, tree: str) -> dict[str, str]:
    """The files of people in a folder, as a commit has it: the id of what each holds, by person."""
    ((_, top),) = objects.trees(git, [tree])
    place = top.get(PEOPLE)
    if place is None or not place.is_dir():
        return {}
    ((_, held),) = objects.trees(git, [place.id])
    found = ((person_in(f"{PEOPLE}/{name}"), each.held) for name, each in held.items())
    return {stem: each for stem, each in found if each and stem is not None and is_id(stem)}


def signers(
    steps: Sequence[LoggedCommit], meanwhile: Callable[[], object] | None = None
) -> dict[str, tuple[str, str]]:
    """The key that signed each commit.

    Args:
        steps: The commits.
        meanwhile: Work for this process to do while others check the signatures.

    Returns:
        By commit: the fingerprint of the key, empty for none; and why a signature is not valid.
    """
    raw = {step.commit.id: step.commit.raw for step in steps}

    def share(ids: Sequence[str]) -> dict[str, tuple[str, str]]:
        return {name: _signer(raw[name]) for name in ids}

    found: dict[str, tuple[str, str]] = {}
    for each in in_shares(list(raw), share, meanwhile=meanwhile, worth=len(raw) // 2):
        found |= each
    return found


def _signer(raw: bytes) -> tuple[str, str]:
    try:
        key = sshsig.verify_commit(raw)
    except sshsig.BadSignature as error:
        return "", str(error)
    return (sshsig.fingerprint(key), "") if key else ("", "")


def contents(
    git: Git, steps: Sequence[LoggedCommit], ledger: Ledger, more: Iterable[str]
) -> Mapping[str, bytes | None]:
    """The bytes of all files that some commits touched and the ledger needs, by object id.

    Args:
        git: The repository.
        steps: The commits.
        ledger: What is known so far.
        more: The ids of others.
    """
    every = list(chain.from_iterable(chain.from_iterable(step.changes for step in steps)))
    programs = {each.after for each in every if each.path == PROGRAM_FILE and each.after}
    held = dict(objects.blobs(git, sorted(programs), LARGEST_READ - 1))
    programs_read = map(program_facts, held.values())
    asked = [dated_facts.pointers(program) for program in programs_read if program is not None]
    dated = dated_facts.Facts(chain(ledger.pointers, *asked))
    telling = {
        path: _tells(path) or dated.can_be_in(path) for path in {each.path for each in every}
    }
    wanted = {
        name for each in every if telling[each.path]
        for name in (each.before, each.after) if name and name not in held
    }  # fmt: skip
    wanted.update(name for name in more if name not in held)
    return {**held, **dict(objects.blobs(git, sorted(wanted), LARGEST_READ - 1))}


def _tells(path: str) -> bool:
    return kind_of(path) is not None or tells_signatures(path)


def kind_name(path: str) -> str:
    """The name of the kind of record that a file holds; empty for none."""
    kind = kind_of(path)
    return kind.name if kind is not None else ""


def own_changes(step: LoggedCommit) -> Sequence[Difference]:
    """The changes of a commit; of a merge, those that neither parent already had."""
    if len(step.changes) <= 1:
        return step.changes[0] if step.changes else ()
    others = [{change.path for change in changes} for changes in step.changes[1:]]
    return [change for change in step.changes[0] if all(change.path in paths for paths in others)]


class FileContents:
    """Parses files by their object ids; None where one cannot be read.

    Attributes:
        git: The repository, for what was not read beforehand.

    Args:
        git: The same.
        contents: The bytes of each file, by object id.
    """

    def __init__(self, git: Git, contents: Mapping[str, bytes | None]) -> None:
        self.git = git
        self._contents = dict(contents)
        self._values: dict[tuple[str, str, int], Values | None] = {}

    def program(self, name: str | None) -> ProgramFacts | None:
        """A program.yaml."""
        return program_facts(self.content(name))

    def person(self, name: str | None, number: int) -> PersonFacts | None:
        """A person's file in a folder of some format."""
        return person_facts(self.content(name), number)

    def keys(self, names: Mapping[str, str], number: int) -> dict[str, tuple[HeldKey, ...]]:
        """People's keys, by the ids of what their files hold; none of a file that is not read."""
        missing = sorted(set(names.values()) - self._contents.keys())
        self._contents |= dict(objects.blobs(self.git, missing, LARGEST_READ - 1))
        people = {each: self.person(name, number) for each, name in names.items()}
        return {each: person.keys for each, person in people.items() if person}

    def signatures(self, name: str | None) -> SignatureFile | None:
        """A signature file."""
        return signature_content(self.content(name))

    def tree(self, path: str, name: str | None, number: int) -> Tree:
        """A record with dated facts, by the names that pointers to them have."""
        data = self.content(name)
        kind = dated_facts.kind_in(path)
        return None if data is None else understood(data, lambda tree: back(kind, tree, number, 1))

    def with_values(
        self,
        path: str,
        held: tuple[str | None, int],
        other: tuple[str | None, int],
        ways: Collection[Way],
    ) -> Tree:
        """A record as `tree` has it, but with what another version says at some ways.

        Args:
            path: Its file.
            held: The id of what that holds, and the folder's format there.
            other: The same of the other version.
            ways: The ways to the values that are the other's.
        """
        kind = kind_of(path)
        if kind is None:
            return None
        here, there = (self._canonical(kind.name, *each) for each in (held, other))
        return back(kind.name, restored(kind.model, here, there, ways), CURRENT, 1)

    def _canonical(self, kind: str, name: str | None, number: int) -> Tree:
        content = self.content(name)
        if content is None:
            return None
        return understood(content, lambda tree: data(forward(kind, tree, number)))

    def pairing(self, name: str | None, number: int) -> PairingFacts | None:
        """Who is in a pairing, by its pairing.yaml."""
        return pairing_facts(self.content(name), number)

    def values(self, path: str, name: str | None, number: int) -> Values:
        """Every value of a record; of a file, what is written there by whatever way."""
        return self._said(path, name, number) or {}

    def _said(self, path: str, name: str | None, number: int) -> Values | None:
        if name is None or kind_of(path) is None:
            return {}
        asked = kind_name(path), name, number
        if asked not in self._values:
            self._values[asked] = said_in(path, self.content(name), number)
        return self._values[asked]

    def ids_in(self, asked: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str | None]:
        """The ids of files in commits; None for those that are not there."""
        return ids_in(self.git, asked)

    def is_told(self, path: str, name: str | None, number: int) -> bool:
        """Whether a record is not there, or can be read; of a pairing, as one.

        Who is in a pairing is not told by an empty file, a list, or more than is ever read.
        """
        if name is None:
            return True
        place = in_pairing(path)
        if place is not None and place.file == PAIRING_FILE:
            return bool(self.values(path, name, number)) and bool(self.pairing(name, number))
        content = self.content(name)
        # most of what comes in nobody asks for its values
        return content is not None and (kind_of(path) is None or is_readable(content))

    def content(self, name: str | None) -> bytes | None:
        """What a file holds, by its id; None where it is not there, or too large to be read."""
        if not name:
            return None
        if name not in self._contents:
            self._contents |= dict(objects.blobs(self.git, [name], LARGEST_READ - 1))
        return self._contents[name]
