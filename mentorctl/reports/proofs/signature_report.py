"""The state of all signatures, for every report; the history is read once, and only if needed.

A program in which nobody has a key yet has nothing to say about signatures: they are looked at
once somebody's key is registered, or something is signed.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mentorctl.model.finding import Finding
from mentorctl.model.kinds import kind_of
from mentorctl.model.needs import SIGNED
from mentorctl.model.recorded import SignatureFile
from mentorctl.model.signature import (
    Doubt,
    SignatureState,
    changed_fields,
    moment,
)
from mentorctl.model.team import COUNTED
from mentorctl.model.years import zone_named
from mentorctl.reports.proofs.history_doubt import HISTORY, UNKNOWN_SIGNATURE, doubted
from mentorctl.reports.proofs.proven_people import holding, rightly_called
from mentorctl.reports.proofs.signing_begun import has_begun, signature_files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from mentorctl.model.calendar import Calendar
    from mentorctl.model.needs import Need
    from mentorctl.model.program import Program
    from mentorctl.model.recorded import (
        ProgramFacts,
        Recorded,
        RecordedTeam,
        SignedStatement,
        Statement,
    )
    from mentorctl.model.signature import Standing
    from mentorctl.model.team import Team
    from mentorctl.reports.proofs.unproven_values import Rightful
    from mentorctl.store.folder import Folder
    from mentorctl.store.form_sources import FormSources
    from mentorctl.store.recorded_folder import RecordedFolder
    from mentorctl.trail.ledger.ledger import Ledger
    from mentorctl.trail.signatures.signature_states import Trail

__all__ = [
    "Signing",
    "counted_signatures",
    "form_sources",
    "ledger_about",
    "ledger_if_any",
    "looking_into",
    "rests_on_signatures",
    "signed_kinds",
    "signing_of",
]


class Signing(NamedTuple):
    """What signatures are judged by: the history's ledger and the day.

    Attributes:
        root: Where its history is: the program folder, or one for the moment.
        program: The program.
        trail: What the history says.
        today: The day; what is signed later has not happened yet.
        zone: The program's time zone.
        is_damaged: Whether there is a history that cannot be read: nothing tells then whether what
            a record says counts, either.
        rightful: Tells what counts of what records say; None where all of it does.
    """

    root: Path
    program: Program | ProgramFacts
    trail: Trail
    today: dt.date
    zone: ZoneInfo
    is_damaged: bool = False
    rightful: Rightful | None = None

    def judge(self, team: Team) -> None:
        """Set the states of a pairing's signatures."""
        team.standings.update(self.standings(team.recorded))

    def leave_what_counts(self, team: Team) -> None:
        """Set the states of a pairing's signatures, and take out what counts for nothing."""
        self.judge(team)
        if self.rightful is not None:
            self.rightful.take_out(team)

    def standings(
        self, recorded: RecordedTeam, *, asks_why: bool = True
    ) -> dict[tuple[str, str], Standing]:
        """How the signatures of a pairing stand, by the record relative to it and the role.

        Args:
            recorded: The pairing.
            asks_why: Whether the history is asked what has changed since a signature.
        """
        from mentorctl.trail.signatures.signature_states import standings  # noqa: PLC0415 - only where somebody signs

        trail, team = self.trail, recorded
        if trail.ledger is not None and trail.ledger.lost:
            from mentorctl.trail.ledger.lost_statements import rightly_signed  # noqa: PLC0415 - hardly ever needed

            team = rightly_signed(team, trail.ledger)
        team = self._until_today(team)
        if trail.counted is not None:
            trail = trail._replace(counted=self._counted)
        found: dict[tuple[str, str], Standing] = {}
        for (path, role), standing in standings(team, self.program, trail).items():
            nobody = not self.trail.register.spans and self.trail.doubt is None
            if standing.state is SignatureState.MISSING and nobody:
                continue  # nobody can sign yet
            stand = standing._replace(
                asked=self._asks(path, role, team),
                on=standing.on.astimezone(self.zone) if standing.on else None,
            )
            if stand.but:
                stand = stand._replace(why="; ".join(filter(None, (stand.why, stand.but))))
            if asks_why and stand.state is SignatureState.STALE and path in team.records:
                stand = self._traced(stand, team, team.records[path])
            found[path, role] = stand
        return found

    def _asks(self, path: str, role: str, team: RecordedTeam) -> bool:
        """Whether the program asks for a signature on a record, be it one that cannot be read."""
        kind = kind_of(team.path(path.partition("#")[0]))
        setting = self.program.records.get(kind.name) if kind else None
        return setting is not None and role in setting.signed_by

    def findings(self, team: Team) -> list[Finding]:
        """The signatures of a pairing of which nobody can tell what they are worth, for lists.

        Not where there is no history to tell it: that is one for all, `whole`.
        """
        if self.trail.doubt is not None:
            return []
        return [
            Finding(UNKNOWN_SIGNATURE, "warning", standing.record.partition("#")[0],
                    f"the signature of the {role} cannot be judged: {standing.why}",
                    standing.hint, pairing=team.id, line=1, column=1)
            for (_, role), standing in team.standings.items()
            if standing.state is SignatureState.UNKNOWN
        ]  # fmt: skip

    @property
    def whole(self) -> Finding | None:
        """Why no signature at all can be judged, for lists; None where they can be."""
        doubt = self.trail.doubt
        if doubt is None:
            return None
        what = f"no signature can be judged: {doubt.why}"
        return Finding(UNKNOWN_SIGNATURE, "warning", HISTORY, what, doubt.hint, line=1, column=1)

    def _counted(
        self,
        team: RecordedTeam,
        found: Mapping[tuple[str, str], Standing],
        sources: FormSources | None,
    ) -> tuple[RecordedTeam, FormSources | None] | None:
        then = self.trail.counted and self.trail.counted(team, found, sources)
        return (self._until_today(then[0]), then[1]) if then else None

    def _until_today(self, team: RecordedTeam) -> RecordedTeam:
        """A pairing without the statements that were signed after the day.

        What is dated after the real day as well stays: it is no signature yet to come.
        """
        if self.trail.today == self.today:
            return team
        kept = {
            stem: SignatureFile(tuple(one for one in each.signed if not self._is_later(one)))
            for stem, each in team.signatures.items()
        }
        return msgspec.structs.replace(team, signatures=kept)

    def _is_later(self, signed: SignedStatement) -> bool:
        at = moment(signed.statement.signed_at)
        return at is not None and self.today < at.astimezone(self.zone).date() <= self.trail.today

    def _traced(self, standing: Standing, team: RecordedTeam, record: Recorded) -> Standing:
        from mentorctl.trail.errors import GitError  # noqa: PLC0415 - as above
        from mentorctl.trail.git.repository import head  # noqa: PLC0415 - as above
        from mentorctl.trail.signatures.staleness import (  # noqa: PLC0415 - as above
            SeenForm,
            traced,
        )

        said = _statement_of(standing, team)
        if said is None:
            return standing
        seen = SeenForm(
            standing.record, record, said.role, said.content, said.format or 1,
            team.folder, self.trail.sources, said.context,
        )  # fmt: skip
        try:
            there = head(self.root) is not None
            found = traced(self.root, standing, seen) if there else standing
        except GitError:
            return standing
        if not found.named:
            return found
        when = found.changed.astimezone(self.zone) if found.changed else None
        since = f"on {when:%Y-%m-%d}" if when else "and not saved yet"
        return found._replace(changed=when, why=f"{changed_fields(found)} changed {since}")


def signing_of(folder: Folder, today: dt.date) -> Signing | None:
    """The data that signatures are judged by; None while nobody has signed anything.

    A folder alone tells nobody whose keys count: without its whole history each signature is
    unknown, and where that is damaged, or there is no git to read it with, so is whether anything
    counts that a record says.

    Args:
        folder: The program folder.
        today: The day on which to judge.
    """
    if not has_begun(folder, lambda: _ledger(folder, _history(folder))):
        return None
    from mentorctl.trail.errors import GitError  # noqa: PLC0415 - only where somebody signs
    from mentorctl.trail.ledger.ledger import Ledger  # noqa: PLC0415 - as above
    from mentorctl.trail.signatures.signature_trail import trail_of  # noqa: PLC0415 - as above

    zone = zone_named(folder.program.timezone)
    # what is known of a day long past does not depend on when it is asked
    now = dt.datetime.now(zone) if folder.past is None else folder.past.when
    root, ledger, damage = folder.root, Ledger(), None
    try:
        ledger, history = ledger_about(folder)
        root = history or folder.root
    except GitError as error:
        damage = Doubt(error.message, error.hint)
    trail = trail_of(ledger, max(today, now.date()))
    signed = signature_files(folder)
    if damage or ledger.tip or any(folder.reader.may_say(each, "statement") for each in signed):
        trail = doubted(trail, ledger, damage, folder.program.id)
    rightful = _rightful(ledger, root)
    trail = looking_into(folder.recorded, trail, rightful)._replace(asks=folder.program.signing)
    return Signing(root, folder.program, trail, today, zone, damage is not None, rightful)


def ledger_about(folder: Folder) -> tuple[Ledger, Path | None]:
    """What a folder's history says, nothing where there is none, and where it is.

    Args:
        folder: The program folder.

    Raises:
        GitMissing: There is no git.
        GitError: There is a history, and it cannot be read.
    """
    history = _history(folder)
    return _ledger(folder, history), history


def ledger_if_any(folder: Folder) -> tuple[Ledger, Path | None]:
    """The same, and nothing, too, where there is no git to ask.

    Raises:
        GitError: There is a history, and it cannot be read.
    """
    from mentorctl.trail.errors import GitMissing  # noqa: PLC0415 - only where there are any
    from mentorctl.trail.ledger.ledger import Ledger as Nothing  # noqa: PLC0415 - as above

    try:
        return ledger_about(folder)
    except GitMissing:
        return Nothing(), None


def _rightful(ledger: Ledger | None, root: Path) -> Rightful | None:
    if ledger is None or not (ledger.unproven or ledger.lost):
        return None
    from mentorctl.reports.proofs.unproven_values import Rightful as Found  # noqa: PLC0415 - hardly ever needed

    return Found(ledger, root)


def looking_into(folder: RecordedFolder, trail: Trail, rightful: Rightful | None = None) -> Trail:
    """What signatures are judged by, in a folder: its people's roles, what its forms print.

    Args:
        folder: The folder.
        trail: What its history says.
        rightful: What tells what of the folder's files counts, where that was asked already.
    """
    unproven = trail.unproven
    sources = rightly_called(folder.sources, unproven)
    rightful = rightful or _rightful(trail.ledger, folder.root)
    counted = partial(rightful.as_it_counts, folder) if rightful else None
    return trail._replace(holds=holding(folder, unproven), sources=sources, counted=counted)


def form_sources(folder: Folder, signing: Signing | None) -> FormSources:
    """What a folder's forms take from elsewhere, with people's names as they rightly are."""
    found = signing.trail.sources if signing is not None else None
    return found or folder.recorded.sources


def rests_on_signatures(calendar: Calendar) -> bool:
    """Whether calendar or completion rest on signatures."""
    return any(need.field[0] == SIGNED for need in _needs(calendar))


def counted_signatures(team: Team) -> int:
    """How many of the signatures that the program asks for count.

    A log is one for each role, which counts once that role has signed all of its entries.
    """
    whole: dict[tuple[str, str], bool] = {}
    for (path, role), standing in team.standings.items():
        if standing.asked:
            form = path.partition("#")[0], role
            whole[form] = whole.get(form, True) and standing.state in COUNTED
    return sum(whole.values())


def signed_kinds(program: Program) -> frozenset[str]:
    """The kinds of record to read where all signatures of a pairing are looked at."""
    names = (name for name, setting in program.records.items() if setting.signed_by)
    return frozenset({"pairing", "signatures", *names})


def _needs(calendar: Calendar) -> list[Need]:
    needs = [need for _, needs in calendar.milestones for need in needs]
    return needs + [need for _, need in calendar.completion]


def _history(folder: Folder) -> Path | None:
    """The folder whose `.git` has the history; None where there is none.

    Raises:
        GitMissing: There is no git.
        GitError: It cannot be read.
    """
    from mentorctl.trail.git.borrowed import borrow, home_of, tip_of  # noqa: PLC0415 - only where somebody signs

    home = home_of(folder.root)
    if home is None or home.own == home.common:
        return folder.root if home else None
    tip = tip_of(home)
    return borrow(home, tip) if tip else None


def _ledger(folder: Folder, history: Path | None) -> Ledger:
    """What the history says; nothing where there is none to ask.

    Raises:
        GitMissing: There is no git.
        GitError: There is a history, and it cannot be read.
    """
    from mentorctl.trail.ledger.ledger import Ledger  # noqa: PLC0415 - only where somebody signs
    from mentorctl.trail.ledger.ledger_cache import followed_ledger  # noqa: PLC0415 - only where somebody signs

    if history is None:
        return Ledger()
    past = folder.past
    return followed_ledger(history, past.home if past else folder.root, past=past is not None)


def _statement_of(standing: Standing, team: RecordedTeam) -> Statement | None:
    """The newest statement that a standing is about."""
    for file in team.signatures.values():
        for signed in reversed(file.signed):
            said = signed.statement
            if (said.record, said.role) == (standing.record, standing.role) and (
                moment(said.signed_at) == standing.on
            ):
                return said
    return None
