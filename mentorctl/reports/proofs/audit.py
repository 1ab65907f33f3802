"""Builds the report of `audit`: who signed what, and every fault of the history."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.paths import (
    PROGRAM_FILE,
    SIGNATURES,
    in_pairing,
    record_name,
    tells_signatures,
)
from mentorctl.model.signature import Doubt, SignatureState, changed_fields
from mentorctl.model.words import Words
from mentorctl.model.years import zone_named
from mentorctl.reports.proofs.attested_pages import changed_pages
from mentorctl.reports.proofs.audit_codes import HINTS, PAPER_STALE, SIGNED_ANEW, AuditCode
from mentorctl.reports.proofs.founders import chosen, doubt_of, is_right, root_faults
from mentorctl.reports.proofs.frozen_lists import frozen_standings
from mentorctl.reports.proofs.history_doubt import CUT_OFF, doubted
from mentorctl.reports.proofs.proven_people import rightly_called
from mentorctl.reports.proofs.signature_report import Signing, looking_into
from mentorctl.reports.proofs.unreadable_records import unreadable_records
from mentorctl.reports.proofs.waiting_keys import waiting_keys
from mentorctl.store.parallel import in_shares
from mentorctl.trail.errors import GitError, TrailError
from mentorctl.trail.git import repository
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.commit_log import full_id
from mentorctl.trail.git.merging.merge_base import Ancestry
from mentorctl.trail.ledger import trust_on_first_use
from mentorctl.trail.ledger.by_clock import late_by_clock, without_right
from mentorctl.trail.ledger.ledger import Remark
from mentorctl.trail.ledger.ledger_cache import ledger_of
from mentorctl.trail.ledger.receptions import arrival_times, not_noted_yet, on_main, receptions
from mentorctl.trail.ledger.writing import said_of
from mentorctl.trail.signatures.signature_states import (
    misplaced,
    orphans,
    trail_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from mentorctl.model.recorded import RecordedTeam
    from mentorctl.model.signature import Standing
    from mentorctl.store.recorded_folder import RecordedFolder
    from mentorctl.trail.ledger.ledger import Ledger
    from mentorctl.trail.signatures.signature_states import Trail

__all__ = ["AuditReport", "audit", "signature_states"]


class AuditReport(NamedTuple):
    """What an audit found.

    Attributes:
        program: The program's id.
        today: The day on which it was judged.
        tip: The last commit; empty before the first.
        commits: How many commits led there.
        signed: How many of them somebody registered signed.
        people: How many people did.
        founders: The fingerprints of the keys that founded the register, with their people.
        cut: Whether this copy of the history begins in the middle.
        first: Whether this user has not audited this program before.
        states: How many signatures stand how.
        matters: What is wrong.
        received: Of how many commits a guard has noted when they came in.
        receivers: The fingerprints of guards whose notes do not count: no coordinator named them.
        title: The program's name; empty where its program.yaml has none.
        names: What the people are called whom it names, by their ids.
    """

    program: str
    today: dt.date
    tip: str
    commits: int
    signed: int
    people: int
    founders: dict[str, str]
    cut: bool
    first: bool
    states: dict[SignatureState, int]
    matters: tuple[AuditCode, ...]
    received: int = 0
    receivers: tuple[str, ...] = ()
    title: str = ""
    names: Mapping[str, str] = MappingProxyType({})


_TOLD = frozenset({SignatureState.STALE, SignatureState.INVALID, SignatureState.UNKNOWN})


class _Judged(NamedTuple):
    """The signatures of some pairings, judged."""

    states: Counter[SignatureState]
    matters: list[AuditCode]


class _Arrived(NamedTuple):
    """Of how many commits it is known when they came in, what was late, and guards nobody named."""

    commits: int
    late: list[Remark]
    others: tuple[str, ...]


def audit(
    folder: RecordedFolder,
    today: dt.date | None,
    *,
    since: str | None = None,
    root: str | None = None,
    accept: bool = False,
) -> AuditReport:
    """Verify a program's history and its signatures.

    Args:
        folder: The program folder; nothing in it is written.
        today: The day on which to judge; the real one when left out.
        since: The id of a commit, or its start: what went wrong up to it is left out.
        root: The fingerprint of a key that must have founded the register.
        accept: Take the root and the last commit of now as right from now on.

    Raises:
        GitMissing: There is no git.
        GitError: The history is damaged, or there is no such commit.
        TrailError: The folder is no repository, or the user's file of pins cannot be read.
    """
    if not repository.is_repository(folder.root):
        raise TrailError(
            "this folder has no history, so nothing proves who wrote or signed what, and when",
            "begin one with all that there is now: mentorctl save --begin",
        )
    zone = zone_named(folder.program.timezone)
    now = dt.datetime.now(zone)
    day = today or now.date()
    ledger = chosen(folder.root, root, now.date()) if accept and root else ledger_of(folder.root)
    program = ledger.program or folder.program.id
    known = None if accept else trust_on_first_use.pinned(program)
    judged_at = now if today is None else dt.datetime.combine(today, dt.time.max, zone)
    arrived = _arrived(folder.root, ledger)
    found = [*ledger.remarks_on(judged_at), *arrived.late]
    remarks = _since(folder.root, ledger, since, found)
    remarks += [*root_faults(folder.root, ledger, known, root), *_limits(folder, ledger)]
    judged = _judged(folder, ledger, day, zone, doubt_of(ledger, accept=accept))
    judged.matters.extend([*_frozen(folder, ledger), *waiting_keys(folder, ledger.register)])
    words = Words({name: str(term) for name, term in folder.program.terms.items()})
    if is_right(ledger, remarks, asked_for=root, accept=accept):
        _pin(program, ledger, now.date(), accept=accept)
    matters = (*(_code_of(each, ledger, zone, words) for each in remarks), *judged.matters)
    return _with_names(folder, ledger, AuditReport(
        program, day, ledger.tip, ledger.count, ledger.signed, _signers(ledger),
        {key: ledger.register.person(key) for key in sorted(ledger.founders())},
        ledger.cut, not (ledger.rivals or (known and known.tip)), dict(judged.states), matters,
        arrived.commits, arrived.others,
    ))  # fmt: skip


def _arrived(root: Path, ledger: Ledger) -> _Arrived:
    """What guards noted of when commits came in.

    Raises:
        GitError: It is damaged, and a guard was named whose notes count.
    """
    keys = ledger.receivers
    try:
        noted = receptions(Git(root))
    except GitError:
        if keys:
            raise
        noted = []
    times = arrival_times(noted, keys, ledger.parents)
    late = []
    if times:
        main = on_main(noted, keys)
        ends = arrival_times(main, keys, ledger.parents)
        # none of it is taken back by a note, which may come in after what others built on it
        later = not_noted_yet(main, keys, ledger.parents)
        # what lay ready on another branch came to everybody when the main one got it
        found = without_right(root, ledger, times | ends, ends, later)
        ended = (each._replace(code="late-change") for each in found)
        late = [*late_by_clock(root, ledger, times), *ended]
    others = {each.key for each in noted} - {*ledger.receivers}
    return _Arrived(len(times), late, tuple(sorted(others)))


def _limits(folder: RecordedFolder, ledger: Ledger) -> Iterator[Remark]:
    """Why nobody can tell all from here."""
    if ledger.cut:
        yield Remark("history-cut", "", "", "", CUT_OFF.why)
    yield from unreadable_records(folder.root, ledger)
    if folder.newer is not None:
        yield Remark("newer-format", "", PROGRAM_FILE, "", folder.newer.message)


def _with_names(folder: RecordedFolder, ledger: Ledger, report: AuditReport) -> AuditReport:
    """A report with what the program and the people rightly are called whom it names."""
    people = {*report.founders.values(), *(each.person for each in report.matters)}
    sources = rightly_called(folder.sources, ledger.unproven)
    names = {each: sources.name(each) for each in sorted(filter(None, people))}
    return report._replace(title=folder.title, names=names)


def _signers(ledger: Ledger) -> int:
    """How many people signed commits."""
    return len({ledger.register.person(key) for key in set(ledger.signers.values())})


def _frozen(folder: RecordedFolder, ledger: Ledger) -> Iterator[AuditCode]:
    """The lists that were sent and are not what they were."""
    code = "frozen-list-changed"
    for each in frozen_standings(folder, folder.frozen_lists, ledger, folder.root):
        if each.fault:
            own = each.file.rpartition("/")[2]
            yield AuditCode(
                code, f"{own} of the list that was frozen as {each.name} {each.fault}", HINTS[code],
                each.file, "", "", ledger.register.person(each.key), each.key, "", "",
            )  # fmt: skip


def _pin(program: str, ledger: Ledger, today: dt.date, *, accept: bool) -> None:
    """Remember what was seen; where nothing can be kept, the next audit sees it first again."""
    with contextlib.nullcontext() if accept else contextlib.suppress(OSError):
        trust_on_first_use.pin(program, ledger, today, anew=accept)


def signature_states(
    folder: RecordedFolder, ledger: Ledger
) -> dict[tuple[str, str], SignatureState]:
    """How every signature of a folder stands, by its record and role."""
    zone = zone_named(folder.program.timezone)
    day = dt.datetime.now(zone).date()
    trail = looking_into(folder, trail_of(ledger, day))
    signing = Signing(folder.root, folder.program, trail, day, zone)
    return {
        (standing.record, standing.role): standing.state
        for year, pairings in folder.team_files.items()
        for name in pairings
        for standing in signing.standings(folder.team(name, year)).values()
    }


def _since(root: Path, ledger: Ledger, since: str | None, remarks: list[Remark]) -> list[Remark]:
    """The remarks on what came after a commit."""
    if since is None:
        return remarks
    later = Ancestry(ledger.parents).only(ledger.tip, [full_id(root, since)])
    return [each for each in remarks if each.commit in later]


def _code_of(remark: Remark, ledger: Ledger, zone: ZoneInfo, words: Words) -> AuditCode:
    key = remark.key or ledger.signers.get(remark.commit, "")
    place = in_pairing(remark.path)
    pairing = place.pairing if place else ""
    day = _day(ledger, remark.commit, zone)
    is_of_signatures = remark.code == "forbidden-change" and tells_signatures(remark.path)
    hint = SIGNED_ANEW if is_of_signatures else HINTS[remark.code]
    return AuditCode(
        remark.code,
        said_of(remark, words),
        hint.format(
            commit=remark.commit[:10], path=remark.path, pairing=pairing, day=day or "DATE"
        ),
        remark.path,
        pairing,
        "",
        ledger.register.person(key),
        key,
        remark.commit,
        day,
    )


def _day(ledger: Ledger, commit: str, zone: ZoneInfo) -> str:
    seconds = ledger.when.get(commit)
    if seconds is None:
        return ""
    return dt.datetime.fromtimestamp(seconds, zone).date().isoformat()


def _judged(
    folder: RecordedFolder, ledger: Ledger, day: dt.date, zone: ZoneInfo, doubt: Doubt | None
) -> _Judged:
    """How the signatures of all pairings of all years stand."""
    trail = trail_of(ledger, max(day, dt.datetime.now(zone).date()))
    trail = looking_into(folder, doubted(trail, ledger, doubt, folder.program.id))
    signing = Signing(folder.root, folder.program, trail, day, zone)
    signs = any(setting.signed_by for setting in folder.program.records.values())
    places = [
        (year, pairing)
        for year, pairings in sorted(folder.team_files.items())
        for pairing, files in sorted(pairings.items())
        if signs or any(each.startswith(f"{SIGNATURES}/") for each in files)
    ]

    def share(some: Sequence[tuple[str, str]]) -> _Judged:
        found = _Judged(Counter(), [])
        for year, pairing in some:
            team = folder.team(pairing, year)
            _judge(team, folder, signing, ledger, found)
        return found

    all_found = _Judged(Counter(), [])
    for found in in_shares(places, share):
        all_found.states.update(found.states)
        all_found.matters.extend(found.matters)
    return all_found


def _judge(
    team: RecordedTeam, folder: RecordedFolder, signing: Signing, ledger: Ledger, found: _Judged
) -> None:
    # a record that somebody deleted who may not is there still
    standings = {**orphans(team, signing.trail), **signing.standings(team)}
    for standing in standings.values():
        if standing.state is not SignatureState.MISSING or standing.asked:
            found.states[standing.state] += 1
        if standing.state in _TOLD and (
            signing.trail.doubt is None or standing.state is not SignatureState.UNKNOWN
        ):
            found.matters.append(_of_standing(team, standing, ledger, signing.zone))
    found.matters.extend(_misplaced(team, signing.trail))
    found.matters.extend(changed_pages(team, folder.root))


def _of_standing(
    team: RecordedTeam, standing: Standing, ledger: Ledger, zone: ZoneInfo
) -> AuditCode:
    code = f"signature-{standing.state.value}"
    commit = standing.commit if code == "signature-invalid" else standing.changed_in
    on = f" of {standing.on.astimezone(zone):%Y-%m-%d}" if standing.on else ""
    by = standing.attested_by
    paper, seen = (" on paper", f", attested by {by},") if by else ("", "")
    whose = f"the signature{paper}{on} by {standing.person}{seen}"
    if code == "signature-invalid":
        message = f"{whose} as {standing.role} does not count: {standing.why}"
    elif code == "signature-unknown":
        message = f"{whose} as {standing.role} cannot be judged: {standing.why}"
    else:
        message = _stale(whose, standing, ledger)
    record = record_name(standing.record.removeprefix(team.path("")))
    hint = HINTS[code].format(pairing=team.id, record=record, commit=commit[:10] or "HEAD",
                              path=standing.record.partition("#")[0],
                              todo=standing.hint)  # fmt: skip
    if by and code == "signature-stale":
        hint = PAPER_STALE.format(pairing=team.id, record=record, role=standing.role)
    return AuditCode(
        code, message, hint, standing.record, team.id, standing.role, standing.person,
        "" if by else standing.key, commit, _day(ledger, commit, zone), standing.fields,
    )  # fmt: skip


def _stale(whose: str, standing: Standing, ledger: Ledger) -> str:
    what = changed_fields(standing) or "the record"
    if not standing.named and standing.why and not standing.changed_in:
        return f"{whose} as {standing.role} is stale: {standing.why}"
    if not standing.changed_in:
        return f"{what} is no longer what {whose} as {standing.role} was for, and is not saved yet"
    by = ledger.who_signed(standing.changed_in)
    who = f", by {by}" if by else ", in a commit that nobody registered signed"
    return f"changed since {whose} as {standing.role}: {what}{who}"


def _misplaced(team: RecordedTeam, trail: Trail) -> Iterator[AuditCode]:
    for name, signed, fault in misplaced(team, trail):
        said = signed.statement
        yield AuditCode(
            "signature-replayed",
            f"a signature of {said.person} does not belong here: {fault}",
            HINTS["signature-replayed"].format(path=team.path(name), pairing=team.id),
            team.path(name), team.id, said.role, said.person, said.key, "", "",
        )  # fmt: skip
