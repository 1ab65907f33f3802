"""Grievances out of their documents: where each stands, and who may read it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.vault.errors import NotForThisKey, VaultError
from mentorctl.vault.sealed_documents import Document, SignedDocument, opened

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from mentorctl.model.grievance import GrievanceSetting, Parties
    from mentorctl.model.person import Person
    from mentorctl.trail.ledger.key_register import Register
    from mentorctl.trail.ssh.private_keys import PrivateKey

__all__ = ["Case", "CaseStanding", "Held", "Readable", "cases_of", "readers_of"]

BY_COMPLAINANT = frozenset({"opened", "escalated", "passed-on", "withdrawn"})
END = {"resolved": "resolved", "withdrawn": "withdrawn", "passed-on": "passed on"}


class Held(NamedTuple):
    """A document in the vault.

    Attributes:
        file: The name of its file.
        signed: The document as it was signed.
        document: What it says.
    """

    file: str
    signed: SignedDocument
    document: Document


class CaseStanding(NamedTuple):
    """Whom a program's keys make people, and how it deals with grievances.

    Attributes:
        program: The program's id.
        setting: Its steps.
        people: Everybody by id.
        register: Whose keys count.
    """

    program: str
    setting: GrievanceSetting
    people: Mapping[str, Person]
    register: Register


class Case(NamedTuple):
    """A grievance, as far as one person can read it.

    Attributes:
        id: Its random name.
        parties: Who has it with whom.
        held: Its documents in their order.
    """

    id: str
    parties: Parties
    held: tuple[Held, ...]

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
    """

    cases: tuple[Case, ...]
    refused: tuple[VaultError, ...]


def cases_of(files: Mapping[str, bytes], key: PrivateKey, standing: CaseStanding) -> Readable:
    """The grievances that a key can read, and that are what somebody entitled has said."""
    held: dict[str, dict[str, Held]] = defaultdict(dict)
    cases: list[Case] = []
    refused: list[VaultError] = []
    for file, content in files.items():
        try:
            each = opened(content, key)
            document = each.document
        except NotForThisKey:
            continue
        except VaultError as error:
            refused.append(error)
            continue
        if document.program == standing.program:
            held[document.case][each.digest] = Held(file, each, document)
    for name, found in held.items():
        try:
            cases.append(_case(name, found.values(), standing))
        except VaultError as error:
            refused.append(error)
    cases.sort(key=lambda case: (case.held[0].document.on, case.id))
    return Readable(tuple(cases), tuple(refused))


def _case(name: str, found: Iterable[Held], standing: CaseStanding) -> Case:
    held = tuple(sorted(found, key=lambda each: (each.document.number, each.signed.digest)))
    parties = held[0].document.parties
    if parties is None:
        raise _refused("its first document is missing")
    before = ""
    for number, each in enumerate(held):
        document = each.document
        if document.number != number or document.after != before:
            raise _refused("its documents do not follow one another")
        if (document.kind == "opened") != (number == 0) or (document.parties is None) == (
            number == 0
        ):
            raise _refused("its documents do not follow one another")
        _check_author(each, parties, standing)
        before = each.signed.digest
    return Case(name, parties, held)


def _check_author(each: Held, parties: Parties, standing: CaseStanding) -> None:
    document = each.document
    span = standing.register.spans.get(each.signed.key)
    if span is None or span.person != document.by:
        raise _refused("a document is signed with a key that is not its author's")
    if span.revoked is not None and document.on >= span.revoked:
        raise _refused("a document is signed with a key that was revoked")
    if document.by == parties.about:
        raise _refused("a document is by the person whom it is about")
    if document.kind in BY_COMPLAINANT and document.by != parties.by:
        raise _refused("a document is by somebody who cannot decide that")
    if not 1 <= document.step <= len(standing.setting.steps):
        raise _refused("a document is of a step that the program does not have")


def _refused(why: str) -> VaultError:
    return VaultError(
        f"a grievance in the vault cannot be trusted: {why}",
        "get an unharmed copy of the vault, and bring the program folder up to date:"
        " mentorctl sync",
    )


def readers_of(
    step: int, reached: int, parties: Parties, standing: CaseStanding
) -> dict[str, tuple[str, ...]]:
    """Who may read a document.

    Whoever has the grievance, and who deals with it in this step and in those that it has reached
    since; nobody else, and never the person it is with, whatever role or key that person holds.

    Args:
        step: The document's step.
        reached: The step that the grievance has reached.
        parties: Who has it with whom.
        standing: Whose keys count.

    Returns:
        For each person the fingerprints of their keys.

    Raises:
        VaultError: A step has nobody to deal with it, or somebody without a key.
    """
    setting, people = standing.setting, standing.people
    names = [parties.by]
    for number in parties.way(setting, people):
        if not step <= number <= reached or not setting.step(number).recipient:
            continue
        handlers = parties.handlers(setting.step(number), people)
        if not handlers:
            raise _nobody(setting.step(number).recipient or "", setting.step(number).title)
        names += handlers
    return {name: _keys(name, parties, standing) for name in dict.fromkeys(names)}


def _keys(name: str, parties: Parties, standing: CaseStanding) -> tuple[str, ...]:
    theirs = _of_accused(parties, standing)
    keys = tuple(
        mark
        for mark, span in standing.register.spans.items()
        if span.person == name and span.revoked is None
        and span.public.startswith("ssh-ed25519 ") and span.public.split()[1] not in theirs
    )  # fmt: skip
    if not keys:
        raise VaultError(
            f"{name} has no registered key that can open anything",
            f"a coordinator registers one of the kind ssh-ed25519: mentorctl key add {name}",
        )
    return keys


def _of_accused(parties: Parties, standing: CaseStanding) -> frozenset[str]:
    """Every key that was ever theirs, also one that stands in another's name."""
    spans = standing.register.spans.values()
    known = {span.public.split()[1] for span in spans if span.person == parties.about}
    person = standing.people.get(parties.about)
    for each in person.keys if person else ():
        known.update(each.public.split()[1:2])
    return frozenset(known)


def _nobody(role: str, title: str) -> VaultError:
    return VaultError(
        f"there is nobody to deal with the step {title!r}",
        f"give the role {role} to a person, with the region if the step asks for it:"
        " mentorctl person list",
    )
