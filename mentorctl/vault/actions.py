"""What a person does with grievances: open one, add to it, take it on, end it, keep it readable."""

from __future__ import annotations

import secrets
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.trail.ssh.public_keys import fingerprint, parse_public
from mentorctl.vault.case_readers import readers_of, reading
from mentorctl.vault.cases import cases_of
from mentorctl.vault.errors import VaultError
from mentorctl.vault.packs import Message, packed
from mentorctl.vault.sealed_documents import Document, SignedDocument, signed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterable, Sequence

    from mentorctl.model.grievance import Parties
    from mentorctl.trail.ssh.private_keys import PrivateKey
    from mentorctl.vault.case_readers import CaseStanding, Reading
    from mentorctl.vault.cases import Case, Readable
    from mentorctl.vault.sealed_documents import Kind
    from mentorctl.vault.seen_cases import SeenCase, SeenCases
    from mentorctl.vault.vault_repository import Vault

__all__ = ["Desk"]

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
        seen: What they saw of the grievances before.
        agree: Told before anything is sealed who will be able to read it, and what of that is not
            certain; gives the fingerprints and ids about which the person has asked, and raises
            where they have not.
    """

    vault: Vault
    key: PrivateKey
    me: str
    standing: CaseStanding
    today: dt.date
    seen: SeenCases
    agree: Callable[[Reading], Collection[str]]

    def look(self) -> Readable:
        """The grievances that this person can read; they are remembered as they stand.

        Raises:
            VaultError: The vault was altered.
        """
        found = cases_of(self.vault.files(), self.key, self.standing, self.seen)
        lost = self.lost(found.cases)
        here = {
            each.id: (each.heads, self._could(each), self.kept_until(each))
            for each in found.cases
            if each.id not in lost
        }
        self.seen.see(here, found.others, self.today)
        return found

    def lost(self, cases: Iterable[Case]) -> dict[str, SeenCase]:
        """What was seen and is not among the grievances of now: all of one, or a part."""
        now = {case.id: [each.signed.digest for each in case.held] for case in cases}
        return self.seen.lost(now, self.today)

    def kept_until(self, case: Case) -> dt.date | None:
        """The first day on which a grievance need not be kept any longer; None where none is."""
        months = self.standing.setting.retention_months
        return None if months is None or case.ended is None else _retention_end(case.ended, months)

    def _could(self, case: Case) -> list[str]:
        """The ids of those who read a grievance, and so could take it out."""
        setting, people = self.standing.setting, self.standing.people
        dealt = (case.parties.handlers(setting.step(each), people) for each in case.taken)
        wrote = (each.document.by for each in case.held)
        return sorted({case.parties.by, *wrote, *(each for some in dealt for each in some)})

    def open(self, parties: Parties, ask: Callable[[], str]) -> Case:
        """Begin a grievance.

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

        return self._put(parties, [(step, step)], lambda text: [(first(text), step)], ask)

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
        self._refuse_lost(case)
        _refuse_ended(case)
        if kind == "withdrawn" and self.me != case.parties.by:
            raise _not_yours("withdraws it")

        def added(text: str) -> _Said:
            return [([self._next(case, kind, case.step, text, on=on)], case.step)]

        self._put(case.parties, [(case.step, case.step)], added, ask, case)

    def escalate(self, case: Case, ask: Callable[[], str]) -> Case:
        """Take a grievance on to its next step.

        All that was said before is sealed once more, for whoever deals with the new step; whoever
        dealt with the one before learns only that it has gone on.

        Args:
            case: The grievance.
            ask: Says why it is not settled; asked once everything else is known to go well.

        Raises:
            VaultError: It has ended, is not this person's, what was tried is not recorded, or
                there is no further step.
            GitError: The vault cannot be written to.
        """
        self._refuse_lost(case)
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

        def further(text: str) -> _Said:
            new = self._next(case, "escalated", ways[0], text, after=on)
            every = [*(each.signed for each in case.held), on, new]
            return [([on], case.step), (every, ways[0])]

        steps = [(case.step + 1, ways[0])]
        if setting.step(case.step).recipient:
            steps.insert(0, (case.step, case.step))
        return self._put(case.parties, steps, further, ask, case)

    def reseal(self, case: Case) -> None:
        """Seal a grievance anew for those who hold the keys and the roles now.

        The history before is given up, so that a key that was lost opens nothing in it. What is
        left out, and may count once somebody has asked about it, is not lost with that.

        Raises:
            VaultError: The person does not see all of it.
        """
        self._refuse_lost(case)
        self._refuse_partial(case)
        note = self._next(case, "resealed", case.step, "")
        every = [*(each.signed for each in case.held), note]

        def by_step() -> _Said:
            doubted = [([each.signed], min(each.document.step, case.step)) for each in case.doubted]
            return doubted + [
                (list(some), step) for step, some in groupby(every, lambda each: each.document.step)
            ]

        keys = self.agreed(case.parties, 1, case.step)
        files = self._packed(case.parties, case.step, by_step(), keys)
        self.vault.change(files, case.files, forget=True)
        self.seen.forget([case.id])  # whoever hands it over does not read it any more
        self.look()

    def destroy(self, cases: Iterable[Case]) -> None:
        """Take grievances out of the vault and out of its history.

        Raises:
            VaultError: The person does not see all of one.
        """
        every = list(cases)
        gone = set[str]()
        for case in every:
            self._refuse_partial(case)
            gone |= case.files
        self.vault.change({}, gone, forget=True)
        self.seen.forget(case.id for case in every)

    def agreed(
        self, parties: Parties, first: int, last: int, addressed: Collection[str] = ()
    ) -> frozenset[str]:
        """The keys for which something is sealed for some steps, once the person has agreed to it.

        What they were asked about is remembered.

        Args:
            parties: Who has the grievance with whom.
            first: The first step of those who are to read it.
            last: The last one.
            addressed: The ids of those to whom it goes by mail.

        Raises:
            VaultError: They do not; or a step has nobody to deal with it, or somebody without a
                key.
        """
        known = {fingerprint(self.key.public), *self.standing.still(self.seen.checked)}
        steps = first, last
        asked = self.agree(reading(steps, parties, self.standing, known, addressed))
        found = reading(steps, parties, self.standing, {*known, *asked}, addressed)
        if found.doubts:
            raise VaultError(
                "it is not certain who would read it, so nothing was sealed",
                "once you have asked them, run it again; on paper it goes past the folder:"
                " mentorctl grievance form --blank --out FILE.pdf",
            )
        self.seen.check(self.standing.noted(asked))
        return frozenset(mark for marks in found.readers.values() for mark in marks)

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
            case=before.document.case,
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
        steps: Sequence[tuple[int, int]],
        make: Callable[[str], _Said],
        ask: Callable[[], str],
        before: Case | None = None,
    ) -> Case:
        """Seal and keep what is made with a text, which is asked for once all the rest goes well.

        Nobody is to type in vain what they would confide to nobody else.

        Raises:
            VaultError: It cannot be sealed, or what there is now of the grievance does not count.
        """
        keys = frozenset[str]().union(*(self.agreed(parties, *each) for each in steps))
        self._packed(parties, None, make(""), keys, before)
        self.vault.rehearse()
        said = make(ask())
        self.vault.change(self._packed(parties, None, said, keys, before))
        found, new = self.look(), said[-1][0][-1].digest
        for each in found.cases:
            if any(one.signed.digest == new for one in each.held):
                return each
        raise found.refused[0]

    def _packed(
        self,
        parties: Parties,
        reached: int | None,
        said: _Said,
        keys: frozenset[str],
        before: Case | None = None,
    ) -> dict[str, bytes]:
        """What is said, sealed for those who deal with its step, and up to one reached since."""
        first = before.held[0].signed.digest if before else said[0][0][0].digest
        spans = self.standing.register.spans
        messages = []
        for documents, step in said:
            every = self.standing.people
            readers = readers_of(step, reached or step, parties, self.standing, every)
            marks = [mark for each in readers.values() for mark in each if mark in keys]
            message = Message(tuple(documents), before.salts if before else ())
            messages.append((message, [parse_public(spans[mark].public) for mark in marks]))
        return packed(messages, first)

    def _refuse_lost(self, case: Case) -> None:
        if case.id in self.lost([case]):
            raise VaultError(
                "you have seen more of this grievance than the vault has now, so nothing is added",
                f"get what is missing from somebody who has it: git -C {self.vault.root} pull"
                " --ff-only; or take it as it is: mentorctl grievance list --as-it-is",
            )

    def _refuse_partial(self, case: Case) -> None:
        if case.state == "passed on":
            raise VaultError(
                "this grievance has gone on to a further step, so you do not see all of it",
                "ask whoever has it, or who deals with it now",
            )


# what is said, and for whose step
_Said = list[tuple[list[SignedDocument], int]]


def _retention_end(ended: dt.date, months: int) -> dt.date:
    from mentorctl.model.program import Due  # noqa: PLC0415 - only what has ended asks
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
