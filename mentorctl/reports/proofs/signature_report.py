"""The state of all signatures, for every report; the history is read once, and only if needed.

A program in which nobody has a key yet has nothing to say about signatures: they are looked at
once somebody's key is registered, or something is signed.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mentorctl.model.needs import SIGNED
from mentorctl.model.paths import (
    ALLOWED_SIGNERS,
    PAIRINGS,
    SIGNATURES,
    pairing_file,
    pairings_of,
    person_file,
)
from mentorctl.model.roles import SIDES
from mentorctl.model.signature import RECORD_ONLY, SignatureState, changed_fields, moment
from mentorctl.model.team import COUNTED
from mentorctl.model.years import zone_named

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from mentorctl.model.calendar import Calendar
    from mentorctl.model.needs import Need
    from mentorctl.model.program import Program
    from mentorctl.model.recorded import (
        ProgramFacts,
        Recorded,
        RecordedTeam,
        SignatureFile,
        SignedStatement,
        Statement,
    )
    from mentorctl.model.signature import Standing
    from mentorctl.model.team import Shared, Team
    from mentorctl.store.folder import Folder
    from mentorctl.store.recorded_folder import RecordedFolder
    from mentorctl.trail.ledger.ledger import Ledger
    from mentorctl.trail.signatures.signature_states import Trail

__all__ = [
    "Signing",
    "counted_signatures",
    "ledger_about",
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
        year: The program year.
    """

    root: Path
    program: Program | ProgramFacts
    trail: Trail
    today: dt.date
    zone: ZoneInfo
    year: str = ""

    def judge(self, team: Team) -> None:
        """Set the states of a pairing's signatures."""
        team.standings.update(self.standings(team.recorded))

    def leave_what_counts(self, team: Team) -> None:
        """Set the states of a pairing's signatures, and take out what counts for nothing."""
        self.judge(team)
        if self.trail.unproven:
            from mentorctl.reports.proofs.unproven_values import take_out  # noqa: PLC0415 - hardly ever needed

            take_out(team, self.trail.unproven)

    def counted(self, shared: Shared) -> Shared:
        """The meetings and facts of the year without what counts for nothing."""
        if not self.trail.unproven:
            return shared
        from mentorctl.reports.proofs.unproven_values import take_out_shared  # noqa: PLC0415 - as above

        return take_out_shared(shared, self.year, self.trail.unproven)

    def standings(self, recorded: RecordedTeam) -> dict[tuple[str, str], Standing]:
        """How the signatures of a pairing stand, by the record relative to it and the role."""
        from mentorctl.trail.signatures.signature_states import (  # noqa: PLC0415 - only where somebody signs
            required_signatures,
            standings,
        )

        signed = recorded.signatures
        until_today = {stem: self._until_today(each) for stem, each in signed.items()}
        team = msgspec.structs.replace(recorded, signatures=until_today)
        wanted = {(path, role) for path, _, role in required_signatures(self.program, team)}
        found: dict[tuple[str, str], Standing] = {}
        for (path, role), standing in standings(team, self.program, self.trail).items():
            if standing.state is SignatureState.MISSING and not self.trail.register.spans:
                continue  # nobody can sign yet
            stand = standing._replace(
                asked=(path, role) in wanted,
                on=standing.on.astimezone(self.zone) if standing.on else None,
            )
            if stand.record_only:
                stand = stand._replace(why="; ".join(filter(None, (stand.why, RECORD_ONLY))))
            if stand.state is SignatureState.STALE:
                stand = self._traced(stand, team, team.records[path])
            found[path, role] = stand
        return found

    def _until_today(self, given: SignatureFile) -> SignatureFile:
        """The statements without those that were signed after the day.

        What is dated after the real day as well stays: it is no signature yet to come.
        """
        if self.trail.today == self.today:
            return given
        kept = tuple(each for each in given.signed if not self._is_later(each))
        return given if len(kept) == len(given.signed) else msgspec.structs.replace(
            given, signed=kept
        )  # fmt: skip

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

    A folder without a history is judged by the keys that its files have.

    Args:
        folder: The program folder.
        today: The day on which to judge.
    """
    if not _has_begun(folder):
        return None
    from mentorctl.trail.signatures.statements import trail_of  # noqa: PLC0415 - only where somebody signs

    zone = zone_named(folder.program.timezone)
    # what is known of a day long past does not depend on when it is asked
    now = dt.datetime.now(zone) if folder.past is None else folder.past.when
    ledger, root = ledger_about(folder, today)
    trail = looking_into(folder.recorded, trail_of(ledger, max(today, now.date())))
    year = folder.program.year
    return Signing(root or folder.root, folder.program, trail, today, zone, year)


def ledger_about(folder: Folder, today: dt.date) -> tuple[Ledger, Path | None]:
    """What a folder's history says, and where it is; what the files say where there is none.

    Args:
        folder: The program folder.
        today: The day on which to judge.

    Raises:
        GitMissing: There is no git.
        GitError: There is a history, and it cannot be read.
    """
    zone = zone_named(folder.program.timezone)
    now = dt.datetime.now(zone) if folder.past is None else folder.past.when
    root = _history(folder)
    return _ledger(folder, root, max(now, dt.datetime.combine(today, dt.time.max, zone))), root


def looking_into(folder: RecordedFolder, trail: Trail) -> Trail:
    """What signatures are judged by, in a folder: its people's roles, what its forms print."""
    return trail._replace(holds=_holding(folder), sources=folder.sources)


def _holding(folder: RecordedFolder) -> Callable[[str, str], bool]:
    """Whether a person holds a role that signs and is no field of a pairing."""
    roles = {role for each in folder.program.records.values() for role in each.signed_by}
    roles -= set(SIDES)

    def holds(person_id: str, role: str) -> bool:
        person = folder.person(person_id) if role in roles else None
        return person is not None and role in person.roles

    return holds


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


def _has_begun(folder: Folder) -> bool:
    if ALLOWED_SIGNERS in folder.reader.overlay or (
        folder.past is None and folder.root.joinpath(ALLOWED_SIGNERS).is_file()
    ):
        return True
    # a register begins with the key of a coordinator
    keepers = (person_file(each) for each in folder.program.coordinators)
    if any(folder.reader.may_say(each, "public") for each in keepers if each in folder.files):
        return True
    files = folder.files
    return any(
        files.inside(pairing_file(year, name, SIGNATURES))
        for year in files.folders(PAIRINGS)
        for name in files.folders(pairings_of(year))
    )


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


def _ledger(folder: Folder, history: Path | None, now: dt.datetime) -> Ledger:
    """What the history says, or the files where there is none to ask.

    Raises:
        GitMissing: There is no git.
        GitError: There is a history, and it cannot be read: files alone prove nothing then.
    """
    from mentorctl.trail.ledger.ledger_cache import ledger_of  # noqa: PLC0415 - only where somebody signs

    if history is None:
        return _of_files(folder, now.date())
    past = folder.past
    found = ledger_of(history, past.home if past else folder.root, past=past is not None)
    return found if found.tip else _of_files(folder, now.date())


def _of_files(folder: Folder, day: dt.date) -> Ledger:
    """A register of the keys that the coordinators' files have, and those that they vouch for."""
    from mentorctl.trail.ledger.key_register import Register, apply_changes  # noqa: PLC0415 - as above
    from mentorctl.trail.ledger.ledger import Ledger  # noqa: PLC0415 - only where somebody signs

    program = folder.recorded.program
    coordinators = frozenset(program.coordinators)
    keys = {name: person.keys for name, person in folder.recorded.people("keys") if person.keys}
    own = {name: each for name, each in keys.items() if name in coordinators}
    register = Register()
    for part, named in ((own, coordinators), (keys, None)):
        register, _ = apply_changes(
            register, part, named, program=program.id, signer=None, commit=".", day=day
        )
    # an empty tip stands for no history; a register is found by its commit
    return Ledger(tip=".", program=program.id, registers=[register], at={".": 0})


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
