"""Grievances out of their documents: where each stands, and what of it counts."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.trail.ssh.public_keys import fingerprint
from mentorctl.vault.case_judge import END, CaseJudge, Held, beginnings
from mentorctl.vault.errors import VaultError
from mentorctl.vault.packs import opened_packs, pack_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mentorctl.model.grievance import Parties
    from mentorctl.trail.ssh.private_keys import PrivateKey
    from mentorctl.vault.case_readers import CaseStanding
    from mentorctl.vault.packs import Message
    from mentorctl.vault.sealed_documents import Document
    from mentorctl.vault.seen_cases import SeenCases

__all__ = ["Case", "Held", "Readable", "cases_of"]

_BEGINNING = 6
_plain = re.compile(r"[\w.-]{1,64}").fullmatch


class Case(NamedTuple):
    """A grievance, as far as one person can read it.

    Attributes:
        id: Its random name; with its beginning where another one has the same.
        parties: Who has it with whom.
        held: Its documents in their order, each behind the one that it follows.
        files: The names of the vault's files that it is in.
        salts: What the names of these are made with, of those that are known.
        doubted: Documents of it that count once the person has asked about who said them.
    """

    id: str
    parties: Parties
    held: tuple[Held, ...]
    files: frozenset[str]
    salts: tuple[str, ...] = ()
    doubted: tuple[Held, ...] = ()

    @property
    def last(self) -> Document:
        """The last document that changes anything; of several at once, one that ends the step."""
        changes = [each.document for each in self.held if each.document.kind != "resealed"]
        step = changes[-1].step
        ends = (each for kind in END for each in changes if (each.kind, each.step) == (kind, step))
        return next(ends, changes[-1])

    @property
    def heads(self) -> tuple[str, ...]:
        """The digests of the documents that nothing follows yet, the one to go on from last."""
        followed = {each.document.after for each in self.held}
        return tuple(each.signed.digest for each in self.held
                     if each.signed.digest not in followed)  # fmt: skip

    @property
    def step(self) -> int:
        """In which step it is."""
        return self.last.step

    @property
    def state(self) -> str:
        """How it stands: `open`, `resolved`, `withdrawn` or `passed on`."""
        return END.get(self.last.kind, "open")

    @property
    def is_open(self) -> bool:
        """Whether anything can still be done in this step."""
        return self.state == "open"

    @property
    def ended(self) -> dt.date | None:
        """The day on which it was resolved or withdrawn."""
        return self.last.on if self.state in {"resolved", "withdrawn"} else None

    @property
    def taken(self) -> tuple[int, ...]:
        """The steps that it has taken, this one too."""
        return tuple(sorted({each.document.step for each in self.held}))


class Readable(NamedTuple):
    """What a key can read in a vault.

    Attributes:
        cases: The grievances, the oldest first.
        refused: Why others are left out: anybody can seal anything for anybody.
        others: The digests of the files that are not for this key.
    """

    cases: tuple[Case, ...]
    refused: tuple[VaultError, ...]
    others: frozenset[str] = frozenset()


def cases_of(
    files: Iterable[tuple[str, bytes | None]],
    key: PrivateKey,
    standing: CaseStanding,
    seen: SeenCases | None = None,
) -> Readable:
    """The grievances that a key can read, and that are what somebody entitled has said.

    Args:
        files: What each file of the vault holds, by name.
        key: The private half.
        standing: Whose keys count.
        seen: What its owner saw of them before.
    """
    cases: list[Case] = []
    opened = opened_packs(files, key, seen.others if seen else ())
    faults = list(opened.refused)
    said = _said(opened.messages, standing.program, faults)
    checked = standing.still(seen.checked if seen else ())
    for name, every in said.held.items():
        before = seen.of(name) if seen else None
        for own_name, found in _apart(name, every, before.head if before else ""):
            known = seen.of(own_name) if seen else None
            heads = known.heads if known else ()
            judge = CaseJudge(standing, heads, checked, fingerprint(key.public))
            try:
                parties, taken = judge.judged(found)
                case = _case(own_name, parties, taken, said, found)
                cases.append(case._replace(doubted=tuple(judge.doubted)))
            except VaultError as error:
                faults.append(error)
            faults += judge.left_out
    cases.sort(key=lambda case: (case.held[0].document.on, case.id))
    return Readable(tuple(cases), tuple(faults), opened.others)


class _Said(NamedTuple):
    """The documents that a key opens.

    Attributes:
        held: They themselves, by what they say that their grievance is called, and by digest.
        places: The names of the files that each is in, by digest.
        salts: What the names of others of its grievance are made with, by digest.
    """

    held: dict[str, dict[str, Held]]
    places: dict[str, set[str]]
    salts: dict[str, set[str]]


def _said(
    messages: Iterable[tuple[Message, frozenset[str]]], program: str, faults: list[VaultError]
) -> _Said:
    """The documents of a program; why others are left out is added to the faults."""
    said = _Said(defaultdict(dict), defaultdict(set), defaultdict(set))
    elsewhere = set[str]()
    for message, names in messages:
        for each in message.documents:
            try:
                document = each.document
            except VaultError as error:
                faults.append(error)
                continue
            if document.program != program:
                elsewhere.add(document.program)
                continue
            said.held[document.case][each.digest] = Held(each, document)
            said.places[each.digest].update(names)
            said.salts[each.digest].update(message.salts)
    if elsewhere:
        faults.append(_of_another(sorted(elsewhere)))
    return said


def _case(
    name: str, parties: Parties, taken: tuple[Held, ...], said: _Said, found: Iterable[str]
) -> Case:
    """A grievance with the files that it is in, those of what was left out of it too."""
    salts = sorted({salt for each in found for salt in said.salts[each]})
    files = {file for each in found for file in said.places[each]}
    files.update(pack_name(taken[0].signed.digest, salt) for salt in salts)
    return Case(name, parties, taken, frozenset(files), tuple(salts))


def _apart(
    name: str, every: Mapping[str, Held], head: str
) -> Iterator[tuple[str, Mapping[str, Held]]]:
    """Grievances of one name, each by its beginning: whoever hears of a name can begin another.

    Args:
        name: The name.
        every: The documents that have it, by digest.
        head: The last document that the reader has seen; that grievance keeps the name.
    """
    begun = [digest for digest, each in every.items() if each.document.number == 0]
    if len(begun) <= 1:
        yield name, every
        return
    begins = beginnings(every)
    groups: dict[str, dict[str, Held]] = defaultdict(dict)
    for digest, each in every.items():
        first = begins[digest]
        groups[first if every[first].document.number == 0 else ""][digest] = each
    for first, found in groups.items():
        is_kept = not first or head in found
        yield name if is_kept else f"{name}-{first[:_BEGINNING]}", found


def _of_another(programs: Sequence[str]) -> VaultError:
    hint = (
        "go to the folder of that program; if you know of none, the history of this one was put in"
        " its place: mentorctl audit"
    )
    if len(programs) == 1 and _plain(programs[0]):
        return VaultError(f"a grievance of another program, {programs[0]}, is left out", hint)
    # what they are called is anybody's word, and as long as they like
    return VaultError("what is sealed for you of other programs is left out", hint)
