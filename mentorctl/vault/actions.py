"""What a person does with grievances: open one, add to it, take it on, end it, keep it readable."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.trail.git import repository
from mentorctl.trail.ssh.public_keys import parse_public
from mentorctl.vault.cases import cases_of, readers_of
from mentorctl.vault.errors import VaultError
from mentorctl.vault.sealed_documents import Document, SignedDocument, sealed, signed
from mentorctl.vault.vault_repository import new_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterable, Mapping

    from mentorctl.model.grievance import Parties
    from mentorctl.trail.ssh.private_keys import PrivateKey
    from mentorctl.vault.cases import Case, CaseStanding, Readable
    from mentorctl.vault.sealed_documents import Kind
    from mentorctl.vault.vault_repository import Vault

__all__ = ["Desk", "retention_end"]

CASE_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
CASE_LENGTH = 8


class Desk(NamedTuple):
    """A person before a vault, with the key in hand.

    Attributes:
        vault: The vault.
        key: Their key, both halves.
        me: Their id.
        standing: Whose keys count, and the program's steps.
        today: The day.
    """

    vault: Vault
    key: PrivateKey
    me: str
    standing: CaseStanding
    today: dt.date

    def look(self) -> Readable:
        """The grievances that this person can read.

        Raises:
            VaultError: The vault was altered.
        """
        return cases_of(self.vault.files(), self.key, self.standing)

    def open(self, parties: Parties, ask: Callable[[], str]) -> str:
        """Begin a grievance; its name.

        Args:
            parties: Who has it with whom.
            ask: Gives what it is about; asked once everything else is known to go well.

        Raises:
            VaultError: It cannot be sealed.
            GitError: The vault cannot be written to.
        """
        name = "".join(secrets.choice(CASE_LETTERS) for _ in range(CASE_LENGTH))
        step = next(parties.way(self.standing.setting, self.standing.people), None)
        if step is None:
            raise _no_step_left()

        def first(text: str) -> list[SignedDocument]:
            document = Document(
                program=self.standing.program,
                case=name,
                number=0,
                after="",
                kind="opened",
                step=step,
                on=self.today,
                by=self.me,
                parties=parties,
                text=text,
            )
            return [signed(document, self.key)]

        self._put(parties, step, first, ask)
        return name

    def add(
        self, case: Case, kind: Kind, ask: Callable[[], str], on: dt.date | None = None
    ) -> None:
        """Add to a grievance in the step in which it is.

        Args:
            case: The grievance.
            kind: What is added.
            ask: Gives its text; asked once everything else is known to go well.
            on: Its day, where it is not today.

        Raises:
            VaultError: It has ended, or is not this person's to end so.
            GitError: The vault cannot be written to.
        """
        _refuse_ended(case)
        if kind == "withdrawn" and self.me != case.parties.by:
            raise _not_yours("withdraws it")

        def added(text: str) -> list[SignedDocument]:
            return [self._next(case, kind, case.step, text, on=on)]

        self._put(case.parties, case.step, added, ask)

    def escalate(self, case: Case, ask: Callable[[], str]) -> int:
        """Take a grievance on to its next step; the number of that.

        All that was said before is sealed anew, for whoever deals with the new step as well.

        Args:
            case: The grievance.
            ask: Says why it is not settled; asked once everything else is known to go well.

        Raises:
            VaultError: It has ended, is not this person's, what was tried is not recorded, or
                there is no further step.
            GitError: The vault cannot be written to.
        """
        _refuse_ended(case)
        if self.me != case.parties.by:
            raise _not_yours("takes it on")
        setting, people = self.standing.setting, self.standing.people
        ways = [each for each in case.parties.way(setting, people) if each > case.step]
        if not ways:
            raise _no_step_left()
        tried = any(each.document.kind == "recorded" and each.document.step == case.step
                    for each in case.held)  # fmt: skip
        if not setting.step(case.step).recipient and not tried:
            raise VaultError(
                f"nothing is recorded yet of step {case.step}, which comes first",
                f"say what was tried, and when: mentorctl grievance record {case.id}",
            )
        on = self._next(case, "passed-on", case.step, "")

        def further(text: str) -> list[SignedDocument]:
            new = self._next(case, "escalated", ways[0], text, after=on)
            return [*(each.signed for each in case.held), on, new]

        self._put(case.parties, ways[0], further, ask, [each.file for each in case.held])
        return ways[0]

    def reseal(self, case: Case) -> None:
        """Seal a grievance anew for those who hold the keys and the roles now.

        The history before is given up, so that a key that was lost opens nothing in it.

        Raises:
            VaultError: The person does not see all of it.
        """
        self._refuse_partial(case)
        note = self._next(case, "resealed", case.step, "")
        self._reseal(case, case.step, [note])

    def destroy(self, cases: Iterable[Case]) -> None:
        """Take grievances out of the vault and out of its history.

        Raises:
            VaultError: The person does not see all of one.
        """
        gone: list[str] = []
        for case in cases:
            self._refuse_partial(case)
            gone += (each.file for each in case.held)
        self.vault.change({}, gone, forget=True)

    def readers(self, case: Case) -> Mapping[str, tuple[str, ...]]:
        """Who may read what is added to a grievance now, with the fingerprints of their keys.

        Raises:
            VaultError: A step has nobody to deal with it, or somebody without a key.
        """
        return readers_of(case.step, case.step, case.parties, self.standing)

    def _next(
        self,
        case: Case,
        kind: Kind,
        step: int,
        text: str,
        *,
        after: SignedDocument | None = None,
        on: dt.date | None = None,
    ) -> SignedDocument:
        before = after or case.held[-1].signed
        document = Document(
            program=self.standing.program,
            case=case.id,
            number=before.document.number + 1,
            after=before.digest,
            kind=kind,
            step=step,
            on=on or self.today,
            by=self.me,
            text=text,
        )
        return signed(document, self.key)

    def _put(
        self,
        parties: Parties,
        reached: int,
        make: Callable[[str], Iterable[SignedDocument]],
        ask: Callable[[], str],
        gone: Collection[str] = (),
    ) -> None:
        """Seal and keep what is made with a text, which is asked for once all the rest goes well.

        Nobody is to type in vain what they would confide to nobody else.
        """
        self._sealed(parties, reached, make(""))
        repository.rehearse(self.vault.root)
        self.vault.change(self._sealed(parties, reached, make(ask())), gone)

    def _reseal(self, case: Case, reached: int, new: Iterable[SignedDocument]) -> None:
        every = [*(each.signed for each in case.held), *new]
        files = self._sealed(case.parties, reached, every)
        self.vault.change(files, [each.file for each in case.held], forget=True)

    def _sealed(
        self, parties: Parties, reached: int, every: Iterable[SignedDocument]
    ) -> dict[str, bytes]:
        spans = self.standing.register.spans
        files = {}
        for each in every:
            readers = readers_of(each.document.step, reached, parties, self.standing)
            keys = [
                parse_public(spans[mark].public) for marks in readers.values() for mark in marks
            ]
            files[new_name()] = sealed(each, keys)
        return files

    def _refuse_partial(self, case: Case) -> None:
        if case.state == "passed on":
            raise VaultError(
                "this grievance has gone on to a further step, so you do not see all of it",
                "ask whoever has it, or who deals with it now",
            )


def retention_end(ended: dt.date, months: int) -> dt.date:
    """The first day on which a grievance that has ended need not be kept any longer."""
    from mentorctl.model.program import Due  # noqa: PLC0415 - only lists and destruction ask
    from mentorctl.model.years import add_span  # noqa: PLC0415 - as above

    return add_span(ended, Due(months=months))


def _refuse_ended(case: Case) -> None:
    if not case.is_open:
        raise VaultError(
            f"this grievance is {case.state}, so nothing is added to it",
            "begin another one if there is need: mentorctl grievance open",
        )


def _not_yours(does: str) -> VaultError:
    return VaultError(f"only the person who has the grievance {does}", "ask them to")


def _no_step_left() -> VaultError:
    return VaultError(
        "the process has no further step that is not of the person concerned",
        "agree with the agency on who shall deal with it, and give that person the role of the step"
        " in the program folder",
    )
