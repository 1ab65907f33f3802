"""Who may touch what in a shared folder.

A coordinator may touch everything. Whoever is in a pairing keeps its records, but does not say
who is in it, nor what it is excused from. Everybody keeps their own contact data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from mentorctl.model.canonical import data
from mentorctl.model.formats import Tree, back
from mentorctl.model.paths import PAIRING_FILE, in_pairing, person_file
from mentorctl.model.roles import OVER_IT, SIDES, THE_PAIR
from mentorctl.store.recorded_files import pairing_facts, understood
from mentorctl.trail.ledger.history_input import own_changes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mentorctl.model.canonical import Data
    from mentorctl.model.recorded import PairingFacts
    from mentorctl.model.words import Words
    from mentorctl.trail.git.command import Git
    from mentorctl.trail.git.commit_log import LoggedCommit
    from mentorctl.trail.ledger.ledger import Ledger

__all__ = ["ForbiddenChange", "forbidden_changes"]

T = TypeVar("T")
# the keys and roles of a person, with everything their file says about them
Rights = tuple["Data | None", "Data | None"]


class ForbiddenChange(NamedTuple):
    """A change of a file that the signer of the commit is not allowed to make.

    Attributes:
        commit: The commit.
        path: The file.
        person: Who signed.
        message: Why not, in words.
    """

    commit: str
    path: str
    person: str
    message: str


def forbidden_changes(
    git: Git, ledger: Ledger, steps: Sequence[LoggedCommit], words: Words
) -> Iterator[ForbiddenChange]:
    """The changes in some commits that their signers are not allowed to make.

    Rights are those before each commit: nobody gives them to themselves.

    Args:
        git: Git in the repository.
        ledger: What the history says, these commits included. One that nobody registered signed
            is a fault in itself and has its remark there.
        steps: The commits.
        words: The program's terms.
    """
    judged = []
    for step in steps:
        register = ledger.registers[ledger.at[step.commit.id]]
        key = ledger.signers.get(step.commit.id)
        # without any registered key, signers cannot be identified
        if register.root and key and not register.may_change(key):
            judged.append((step, register.person(key)))
    held = _Held(git, judged, ledger.formats)
    for step, person in judged:
        for change in own_changes(step):
            why = _why(held, step, person, change.path, change.after, words)
            if why:
                yield ForbiddenChange(step.commit.id, change.path, person, why)


def _why(
    held: _Held, step: LoggedCommit, person: str, path: str, after: str | None, words: Words
) -> str:
    """Why a person may not make this change; empty when they may."""
    coordinator = words["coordinator"]
    parents = step.commit.parents
    if place := in_pairing(path):
        file = place.folder + PAIRING_FILE
        now = held.record(after, step.commit.id, pairing_facts) if path == file else None
        return _of_pairing(held.records(parents, file, pairing_facts), person, path == file, now,
                           words)  # fmt: skip
    if path != person_file(person):
        return f"only a {coordinator} changes it"
    before = held.records(parents, path, _rights)
    rights = held.record(after, step.commit.id, _rights)
    # a merge may bring a coordinator's change of it along
    if rights is None or rights not in before:
        return f"only a {coordinator} changes keys and roles"
    return ""


def _of_pairing(
    before: Sequence[PairingFacts],
    person: str,
    is_pairing: bool,
    now: PairingFacts | None,
    words: Words,
) -> str:
    if any(person in _named(each, OVER_IT) for each in before):
        if not is_pairing or (now and any(_named(now, SIDES) == _named(each, SIDES)
                                          for each in before)):  # fmt: skip
            return ""
        return f"only a {words['coordinator']} changes who is in a pairing"
    if any(person in _named(each, THE_PAIR) for each in before):
        if not is_pairing:
            return ""
        return f"only a {words['coordinator']} or the {words['advisor']} changes it"
    return f"{person} is not in this pairing"


def _named(pairing: PairingFacts, roles: Iterable[str]) -> list[str | None]:
    return [getattr(pairing, role) for role in roles]


def _rights(content: bytes | None, number: int) -> Rights | None:
    """The keys and roles in a person's file; None where that cannot be read."""

    def use(tree: Tree) -> Rights | None:
        held = back("person", tree, number, 1)
        return (data(held.get("keys")), data(held.get("roles"))) if isinstance(held, dict) else None

    return None if content is None else understood(content, use)


class _Held:
    """The records that permissions depend on, at commits and their parents, read in one batch."""

    def __init__(
        self, git: Git, judged: Sequence[tuple[LoggedCommit, str]], formats: Mapping[str, int]
    ) -> None:
        self._formats = formats
        names: dict[str, None] = {}
        for step, person in judged:
            for change in own_changes(step):
                place = in_pairing(change.path)
                file = place.folder + PAIRING_FILE if place else person_file(person)
                names |= dict.fromkeys(f"{parent}:{file}" for parent in step.commit.parents)
                if change.path == file and change.after:
                    names[change.after] = None
        self._contents = dict(_read(git, [each for each in names if "\n" not in each]))

    def record(
        self, name: str | None, commit: str, use: Callable[[bytes | None, int], T | None]
    ) -> T | None:
        """What is made of an object as a commit has it, where it can be read."""
        return use(self._contents.get(name) if name else None, self._formats.get(commit, 1))

    def records(
        self, commits: Iterable[str], path: str, use: Callable[[bytes | None, int], T | None]
    ) -> list[T]:
        """What is made of a file as commits have it, as far as it can be."""
        found = (self.record(f"{commit}:{path}", commit, use) for commit in commits)
        return [each for each in found if each is not None]


def _read(git: Git, names: Sequence[str]) -> Iterator[tuple[str, bytes | None]]:
    """The contents of objects, by the names they were requested by."""
    for name, said in zip(names, git.reader.contents(names), strict=True):
        yield name, said.content if said and said.kind == "blob" else None
