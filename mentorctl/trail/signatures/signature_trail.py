"""What signatures are judged by: the key register, the statements in the history, and the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.trail.ledger.statement_check import JudgedStatement, StatementCheck

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Mapping

    from mentorctl.model.program_settings import SigningSetting
    from mentorctl.model.recorded import RecordedTeam
    from mentorctl.model.signature import Doubt, Standing
    from mentorctl.store.form_sources import FormSources
    from mentorctl.trail.ledger.ledger import Ledger
    from mentorctl.trail.register.key_register import Register

    Standings = Mapping[tuple[str, str], Standing]
    Counted = Callable[
        [RecordedTeam, Standings, FormSources | None],
        tuple[RecordedTeam, FormSources | None] | None,
    ]

__all__ = ["Trail", "trail_of"]


class Trail(NamedTuple):
    """What signatures are judged by: the key register, the statements in the history, the day.

    Attributes:
        program: The program's id.
        register: Whose keys count now.
        brought: Every signed statement in the history by its file and `entry_id`.
        judge: Judges one that is not in the history yet.
        today: The day; a signature of a later one has not been given.
        declined: The refusals to sign that counted, by record and role: person, time and reason.
        unproven: What counts for nothing although a record says it, as the ledger has it.
        holds: Whether a person (their id) holds a role that is no field of a pairing; None where
            nobody can tell.
        sources: What forms take from elsewhere; without it no signature on a form as it was read
            can be told from a stale one.
        asks: The sentences that the program asks for; None where nobody looks at them.
        left: Who was taken out of a pairing, by its folder with `/` and their id: what it was
            called then, and the commit.
        counted: What a pairing's files say where they count, and what its forms take from
            elsewhere; asked with what the files say, and how signatures stand by that. None where
            nothing else counts.
        ledger: What the history says; None where nobody asks for more of it than there is here.
        doubt: Why no signature can be judged at all; None where they can be.
    """

    program: str
    register: Register
    brought: Mapping[tuple[str, str], JudgedStatement]
    judge: StatementCheck
    today: dt.date
    declined: Mapping[tuple[str, str], Collection[tuple[str, str, str]]] = {}
    unproven: Mapping[str, Collection[str]] = {}
    holds: Callable[[str, str], bool | None] = lambda _person, _role: False
    sources: FormSources | None = None
    left: Mapping[tuple[str, str], Collection[tuple[str, str]]] = {}
    asks: SigningSetting | None = None
    counted: Counted | None = None
    ledger: Ledger | None = None
    doubt: Doubt | None = None

    def doubted(self, doubt: Doubt) -> Trail:
        """The same, where nobody can tell whose keys count: a statement is only held to itself."""
        judge = StatementCheck(None, self.program)
        return self._replace(
            doubt=doubt, brought={}, declined={}, judge=judge, counted=None, ledger=None
        )


def trail_of(ledger: Ledger, today: dt.date) -> Trail:
    """What the standing of signatures is judged by, after a history.

    Args:
        ledger: What the history says.
        today: The day.
    """
    register = ledger.register
    brought = {}
    for place, each in ledger.brought.items():
        path, _, entry = place.partition("\n")
        brought[path, entry] = each
    judge = StatementCheck(register, ledger.program, register.revoked)
    declined = {}
    for place, told in ledger.declined.items():
        record, _, role = place.partition("\n")
        declined[record, role] = [each for entry, each in told.items()
                                  if not ledger.brought[entry].fault]  # fmt: skip
    unproven = ledger.unproven
    return Trail(
        ledger.program,
        register,
        brought,
        judge,
        today,
        declined,
        unproven,
        left=_left(ledger),
        ledger=ledger,
    )


def _left(ledger: Ledger) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Who was taken out of a pairing, as `Trail` has it."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for commit, gone in ledger.left.items():
        for each in gone:
            names = [now for now, olds in ledger.renamed.items() if each.folder in olds]
            for name in (each.folder, *names):
                found.setdefault((name, each.person), []).append((each.folder, commit))
    return found
