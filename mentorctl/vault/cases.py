"""Grievances out of their documents: where each stands, and what of it counts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.vault.errors import VaultError
from mentorctl.vault.packs import opened_packs

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from mentorctl.model.grievance import Parties
    from mentorctl.trail.ssh.private_keys import PrivateKey
    from mentorctl.vault.case_readers import CaseStanding
    from mentorctl.vault.sealed_documents import Document, SignedDocument
    from mentorctl.vault.seen_cases import SeenCases

__all__ = ["Case", "Held", "Readable", "cases_of"]

BY_COMPLAINANT = frozenset({"opened", "escalated", "passed-on", "withdrawn"})
_BEGINNING = 6
END = {"resolved": "resolved", "withdrawn": "withdrawn", "passed-on": "passed on"}


class Held(NamedTuple):
    """A document in the vault.

    Attributes:
        signed: The document as it was signed.
        document: What it says.
    """

    signed: SignedDocument
    document: Document


class Case(NamedTuple):
    """A grievance, as far as one person can read it.

    Attributes:
        id: Its random name; with its beginning where another one has the same.
        parties: Who has it with whom.
        held: Its documents in their order.
        files: The names of the vault's files that it is in.
    """

    id: str
    parties: Parties
    held: tuple[Held, ...]
    files: frozenset[str]

    @property
    def last(self) -> Document:
        """The last document that changes anything."""
        return next(each.document for each in reversed(self.held)
                    if each.document.kind != "resealed")  # fmt: skip

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
        others: The names of the files that are not for this key.
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
    held: dict[str, dict[str, Held]] = defaultdict(dict)
    places: dict[str, set[str]] = defaultdict(set)
    cases: list[Case] = []
    elsewhere = set[str]()
    opened = opened_packs(files, key, seen.others if seen else ())
    faults = list(opened.refused)
    for message, names in opened.messages:
        for each in message.documents:
            try:
                document = each.document
            except VaultError as error:
                faults.append(error)
                continue
            if document.program != standing.program:
                elsewhere.add(document.program)
            else:
                held[document.case][each.digest] = Held(each, document)
                places[each.digest].update(names, message.packs)
    faults += (_of_another(each) for each in sorted(elsewhere))
    checked = seen.checked if seen else frozenset[str]()
    for name, every in held.items():
        before = seen.of(name) if seen else None
        for own_name, found in _apart(name, every, before.head if before else ""):
            known = seen.of(own_name) if seen else None
            judge = _CaseJudge(standing, known.head if known else "", checked)
            try:
                there = frozenset[str]().union(*(places[each] for each in found))
                cases.append(judge.case(own_name, found, there))
            except VaultError as error:
                faults.append(error)
            faults += judge.left_out
    cases.sort(key=lambda case: (case.held[0].document.on, case.id))
    return Readable(tuple(cases), tuple(faults), opened.others)


class _CaseJudge:
    """Puts a grievance together out of what counts of it."""

    def __init__(self, standing: CaseStanding, head: str, checked: Collection[str]) -> None:
        self._standing = standing
        self._head = head
        self._checked = checked
        self.left_out: list[VaultError] = []

    def case(self, name: str, found: Mapping[str, Held], files: frozenset[str]) -> Case:
        """The grievance.

        Raises:
            VaultError: What there is of it is no grievance that anybody entitled has.
        """
        first = min(found.values(), key=lambda each: each.document.number)
        parties = first.document.parties
        if parties is None:
            raise _refused("its first document is missing")
        counting = self._counting(self._without_strangers(found, first, parties), parties)
        held = tuple(sorted(counting, key=lambda each: (each.document.number, each.signed.digest)))
        before = ""
        for number, each in enumerate(held):
            document = each.document
            if document.number != number or document.after != before:
                raise _refused("its documents do not follow one another")
            if (document.kind == "opened") != (number == 0) or (document.parties is None) == (
                number == 0
            ):
                raise _refused("its documents do not follow one another")
            self._check_author(each, parties)
            before = each.signed.digest
        if not held:
            raise self.left_out.pop()
        return Case(name, parties, held, files)

    def _without_strangers(
        self, found: Mapping[str, Held], first: Held, parties: Parties
    ) -> dict[str, Held]:
        """What is left without what follows nothing here and is by nobody who could read it.

        Whoever hears of a grievance's name can seal anything of that name for its readers.
        """
        beginnings = _beginnings(found)
        strays = {each for each in found if beginnings[each] != first.signed.digest}
        if not strays:
            return dict(found)
        spans, kept = self._standing.register.spans, dict[str, Held]()
        setting, people = self._standing.setting, self._standing.people
        could = {parties.by, *(found[each].document.by for each in found.keys() - strays)}
        could.update(*(parties.handlers(step, people) for step in setting.steps))
        for digest, each in found.items():
            span, by = spans.get(each.signed.key), each.document.by
            is_own = by in could and span is not None and span.person == by != parties.about
            if is_own or digest not in strays:
                kept[digest] = each
            else:
                self.left_out.append(_refused("a document that follows nothing is left out"))
        return kept

    def _counting(self, found: Mapping[str, Held], parties: Parties) -> list[Held]:
        """What is left without the documents that only a revoked key speaks for.

        Whoever has such a key can write any day into what they sign. What somebody has followed up
        with a key that counts was there before; so was what the reader has seen.
        """
        known = _led_to([self._head], found)
        spoken = {
            digest
            for digest, each in found.items()
            if each.signed.key in self._checked or not self._is_ended(each.signed.key, parties)
        }
        counting = _led_to(spoken, found)
        for digest, each in found.items():
            span = self._standing.register.spans.get(each.signed.key)
            if digest in known or digest in spoken or span is None or span.revoked is None:
                continue
            if digest not in counting or each.document.on > span.revoked:
                counting.discard(digest)
                self.left_out.append(self._unspoken(each))
        return [each for digest, each in found.items() if digest in counting | known]

    def _is_ended(self, mark: str, parties: Parties) -> bool:
        """Whether a key was revoked, and not by the word of whom the grievance is with."""
        span = self._standing.register.spans.get(mark)
        return (
            span is not None
            and span.revoked is not None
            and self._standing.is_by_others(span.changed_by, parties.about)
        )

    def _unspoken(self, each: Held) -> VaultError:
        by = self._standing.people.get(each.document.by)
        return VaultError(
            "a document of a grievance is left out: it is signed with a key of"
            f" {by.name if by else each.document.by} that was revoked, and nobody whose key counts"
            " has answered it",
            "whoever has the old key can have written it, whatever day it says; ask its owner, past"
            f" the vault, and if it is theirs: mentorctl grievance rekey --all --checked"
            f" {each.signed.key}",
        )

    def _check_author(self, each: Held, parties: Parties) -> None:
        document = each.document
        span = self._standing.register.spans.get(each.signed.key)
        if span is None or span.person != document.by:
            raise _refused("a document is signed with a key that is not its author's")
        if document.by == parties.about:
            raise _refused("a document is by the person whom it is about")
        if document.kind in BY_COMPLAINANT and document.by != parties.by:
            raise _refused("a document is by somebody who cannot decide that")
        if not 1 <= document.step <= len(self._standing.setting.steps):
            raise _refused("a document is of a step that the program does not have")


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
    beginnings = _beginnings(every)
    groups: dict[str, dict[str, Held]] = defaultdict(dict)
    for digest, each in every.items():
        first = beginnings[digest]
        groups[first if every[first].document.number == 0 else ""][digest] = each
    for first, found in groups.items():
        is_kept = not first or head in found
        yield name if is_kept else f"{name}-{first[:_BEGINNING]}", found


def _beginnings(found: Mapping[str, Held]) -> dict[str, str]:
    """The first document that each of some follows, by digest: by itself where it follows none."""
    known: dict[str, str] = {}
    for digest in found:
        way = [digest]
        while way[-1] not in known and found[way[-1]].document.after in found:
            way.append(found[way[-1]].document.after)
        known |= dict.fromkeys(way, known.get(way[-1], way[-1]))
    return known


def _led_to(heads: Iterable[str], found: Mapping[str, Held]) -> set[str]:
    """Some documents and all that they follow, by digest."""
    led = set(heads).intersection(found)
    todo = list(led)
    while todo:
        before = found[todo.pop()].document.after
        if before in found and before not in led:
            led.add(before)
            todo.append(before)
    return led


def _of_another(program: str) -> VaultError:
    return VaultError(
        f"a grievance of another program, {program}, is left out",
        "go to the folder of that program; if you know of none, the history of this one was put in"
        " its place: mentorctl audit",
    )


def _refused(why: str) -> VaultError:
    return VaultError(
        f"a grievance in the vault cannot be trusted: {why}",
        "get an unharmed copy of the vault, and bring the program folder up to date:"
        " mentorctl sync",
    )
