"""The year of the sample program: who changed which record on which day, and who signed it.

All of it follows from the records' own days, but for what a record said before it was changed.
"""

from __future__ import annotations

import datetime as dt
import difflib
import zlib
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mentorctl.cli.demo.demo_history import DemoEvent
from mentorctl.model.paths import (
    EVIDENCE,
    pairing_file,
    person_file,
    record_name,
    stem_in,
)
from sample_year.as_of import as_of, days_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from mentorctl.model.pairing import Pairing
    from mentorctl.model.team import Team
    from mentorctl.store.folder import Folder

__all__ = ["happened", "year_lines"]

FIRST_HOUR = 8
HOUR = 60
WEEKS_BEFORE = dt.timedelta(weeks=4)
DRAFT = dt.timedelta(days=3)
SIGNED_LATER = dt.timedelta(days=2)
MIDYEAR = (12, 11)

# what a plan said before it was changed, and whether it was signed anew then: the second change
# was not, so a newcomer sees what a stale signature looks like
_EARLIER: Mapping[str, tuple[tuple[dt.date, bool, tuple[tuple[str, str], ...]], ...]] = {
    "josie-ferrell-carmen-dufresne": ((dt.date(2027, 1, 22), True, ()),),
    "renee-st-clair-marguerite-oduya": (
        (
            dt.date(2026, 11, 3),
            True,
            (
                ("catalogue: 17", "catalogue: 5"),
                (
                    "planned: Community resources that the preschool lab can use.",
                    "planned: The Common Criteria tool, filled in for the preschool program.",
                ),
                ("notes: Was number 5 until November 3.", "notes:"),
            ),
        ),
        (
            dt.date(2027, 2, 9),
            False,
            (
                ("target_date: 2027-03-05", "target_date: 2027-02-12"),
                ("notes: Was planned for February 12.", "notes:"),
            ),
        ),
    ),
}
# who signed by hand, and had it vouched for
_ON_PAPER = {("oksana-kovalenko-jolene-fitzwater", "visits/2026-10-29.yaml", "mentee")}
# who has not signed yet
_UNSIGNED = {("tasha-green-marguerite-oduya", "agreement.yaml", "mentor")}


class Sign(NamedTuple):
    """A signature that somebody gives.

    Attributes:
        team: The pairing.
        path: The record relative to it; `log.yaml#ID` for one entry of the log.
        role: The role.
        text: The file as it was then.
        on_paper: Whether it was given by hand.
    """

    team: Team
    path: str
    role: str
    text: str
    on_paper: bool = False


class Happened(NamedTuple):
    """What one person did at one time.

    Attributes:
        day: When.
        stage: What came before and after it on that day.
        who: The person's id.
        message: What it was, in plain words.
        files: What files hold from then on.
        signs: The signatures given.
        keys: The people whose keys were registered.
    """

    day: dt.date
    stage: int
    who: str
    message: str
    files: Mapping[str, str] = {}
    signs: tuple[Sign, ...] = ()
    keys: tuple[str, ...] = ()


def year_lines(folder: Folder, last: dt.date) -> bytes:
    """The year as the demo has it: a line of JSON for each thing that happened."""
    encode = msgspec.json.Encoder().encode
    return b"".join(encode(_event(folder, each)) + b"\n" for each in happened(folder, last))


def _event(folder: Folder, told: Happened) -> DemoEvent:
    day, minute = _time(told)
    signs = [(each.team.path(each.path), each.role) for each in told.signs]
    return DemoEvent(
        at=dt.datetime.combine(day, dt.time(*divmod(minute, HOUR))).isoformat(timespec="minutes"),
        who=told.who,
        what=told.message,
        files={path: _pieces(_text(folder, path), text) for path, text in told.files.items()},
        signs=signs,
        on_paper=any(each.on_paper for each in told.signs),
        keys=list(told.keys),
    )


def _pieces(whole: str, text: str) -> list[tuple[int, int] | str] | None:
    """A text as lines of the sample's file and others."""
    if text == whole:
        return None
    lines, wanted = whole.splitlines(), text.splitlines()
    found: list[tuple[int, int] | str] = []
    matcher = difflib.SequenceMatcher(None, lines, wanted, autojunk=False)
    for kind, start, end, first, after in matcher.get_opcodes():
        found += [(start, end)] if kind == "equal" else wanted[first:after]
    return found


def _time(told: Happened) -> tuple[dt.date, int]:
    """When something happened: during the day, what belongs together in its order."""
    minute = zlib.crc32(told.message.encode()) % HOUR
    return told.day, (FIRST_HOUR + told.stage) * HOUR + minute


def happened(folder: Folder, last: dt.date) -> list[Happened]:
    """Everything that happened, in order.

    Args:
        folder: The sample program, as it stands at the end.
        last: The day as of which it stands so.
    """
    teams = [team for team in folder.teams() if team.pairing is not None]
    keeper = folder.program.coordinators[0]
    known: set[str] = set()
    found = list(_founding(folder, teams, keeper, known))
    by_start = sorted(teams, key=lambda team: (_pairing(team).starts, team.id))
    for team in by_start:
        found += _of_team(folder, team, keeper, known, last)
    for path in (*folder.meetings, *folder.years):
        text = _text(folder, path)
        for day in days_in(text):
            what = f"{record_name(path).replace('/', ' ')}: as of {day}"
            found.append(Happened(day, 7, keeper, what, {path: as_of(text, day)}))
    return sorted(found, key=_time)


def _founding(
    folder: Folder, teams: Iterable[Team], keeper: str, known: set[str]
) -> Iterator[Happened]:
    """The program begins: its rules, and the people who run it."""
    day = min(_pairing(team).starts for team in teams) - WEEKS_BEFORE
    paired = {person for team in teams for person in (_pairing(team).mentee, _pairing(team).mentor)}
    files = {person_file(keeper): _text(folder, person_file(keeper))}
    yield Happened(day, 0, keeper, f"{folder.program.name} begins", files, keys=(keeper,))
    known.add(keeper)
    others = sorted(folder.people.ids - paired - known)
    known.update(others)
    files = {person_file(name): _text(folder, person_file(name)) for name in others}
    what = "the people who run the program, with their keys"
    yield Happened(day, 1, keeper, what, files, keys=tuple(others))


def _of_team(
    folder: Folder, team: Team, keeper: str, known: set[str], last: dt.date
) -> Iterator[Happened]:
    pairing = _pairing(team)
    new = [name for name in (pairing.mentee, pairing.mentor) if name not in known]
    known.update(new)
    files = {person_file(name): _text(folder, person_file(name)) for name in new}
    if files:
        names = " and ".join(folder.people[name].name for name in new)
        what = f"{names} with {'their keys' if len(new) > 1 else 'a key'}"
        yield Happened(pairing.starts, 1, keeper, what, files, keys=tuple(new))
    begun = {}
    for name in folder.files_of(team.id, team.year):
        path, place = team.path(name), name.partition("/")[0].removesuffix(".yaml")
        if place == "evidence":
            continue
        text = _text(folder, path)
        if place == "pairing":
            yield from _of_pairing(text, path, team, keeper)
        elif days := days_in(text):
            yield from _of_record(folder, text, name, team, days)
        else:
            begun[path] = text
    if begun:
        what = f"{team.id}: what is still to be filled in"
        yield Happened(pairing.starts, 3, keeper, what, begun)
    yield from _log_signatures(folder, team, last)


def _of_pairing(text: str, path: str, team: Team, keeper: str) -> Iterator[Happened]:
    pairing = _pairing(team)
    running = text.replace(f"state: {pairing.state}", "state: active")
    ended = pairing.ends or (pairing.closed.on if pairing.closed else None)
    days = {max(day, pairing.starts) for day in days_in(text)} | {pairing.starts}
    before = ""
    for day in sorted(days | {ended} if ended else days):
        now = as_of(text if day == ended else running, day)
        if now != before:
            what = f"pairing {team.id} begins" if not before else f"pairing {team.id}: as of {day}"
            if day == ended:
                what = f"pairing {team.id}: {pairing.state}"
            yield Happened(day, 8 if day == ended else 2, keeper, what, {path: now})
            before = now


def _of_record(
    folder: Folder, text: str, name: str, team: Team, days: list[dt.date]
) -> Iterator[Happened]:
    """A record as it grew, and the signatures of those who sign it."""
    starts = _pairing(team).starts
    if name.startswith("visits/"):
        days = [day for day in days if day >= dt.date.fromisoformat(name[7:17])]
    if name == "plan.yaml":
        days = [days[0] - DRAFT, *days]
    asked = folder.program.records.get(_kind(name))
    signers = asked.signed_by if asked and name != "log.yaml" else ()
    signed = {
        role: _signing_day(name, role, text, days)
        for role in signers
        if (team.id, name, role) not in _UNSIGNED
    }
    before = ""
    for day in dict.fromkeys(max(day, starts) for day in days):
        now = _earlier(as_of(text, day), team, name, day)
        if not before and days[0] < starts and (along := _along(folder, team, name)):
            now = along
        if now != before:
            yield _grown(folder, name, team, day, now, before)
        before = now
        for role, on in signed.items():
            if (on and max(on, starts) == day) or _again(team, name, day):
                yield from _signature(folder, team, name, role, now, day)


def _along(folder: Folder, team: Team, name: str) -> str:
    """What a record said in the pairing that this one follows; empty where there is none."""
    other = _pairing(team).follows
    if not other or name not in folder.files_of(other, team.year):
        return ""
    if _kind(name) not in {"plan", "experience"}:
        return ""
    return _text(folder, pairing_file(team.year, other, name))


def _grown(folder: Folder, name: str, team: Team, day: dt.date, now: str, before: str) -> Happened:
    """A record that came, or that somebody added to."""
    pairing, words = _pairing(team), folder.words
    there = set(before.splitlines())
    new = {
        line.strip().partition(":")[0]
        for line in now.splitlines()
        if line not in there and line.endswith(f" {day}")
    }
    files = {team.path(name): now}
    if not before and pairing.follows and min(days_in(now), default=day) < day:
        who, stage, what = folder.program.coordinators[0], 3, f"came along from {pairing.follows}"
        files |= _evidence(folder, team, name)
    else:
        whose, stage, what = _move(name, new, begun=bool(before))
        who = str(getattr(pairing, whose))
        files |= _evidence(folder, team, name) if "achieved" in new else {}
    what = words.say(what) if what else f"as of {day}"
    return Happened(day, stage, who, f"{record_name(name)} of {team.id}: {what}", files)


def _move(name: str, new: Collection[str], *, begun: bool) -> tuple[str, int, str]:
    """Whose move a new day in a record is, what came before it on that day, and what it is.

    Args:
        name: The record.
        new: The names of the fields that have the day now.
        begun: Whether the record was there before.
    """
    moves = (
        ("plan.yaml", "- on", "mentor", 4, "revised"),
        ("plan.yaml", "shared_on", "mentor", 5, "the change is shared with the {advisor}"),
        ("plan.yaml", "on", "advisor", 5, "initialled by the {advisor}"),
        ("experiences/", "achieved", "mentee", 4, "achieved"),
        ("experiences/", "sent_to_mentor", "mentee", 5, "sent to the {mentor}"),
        ("experiences/", "on", "mentor", 5, "comment of the {mentor}"),
        ("experiences/", "sent_to_advisor", "mentor", 7, "comment sent to the {advisor}"),
        ("experiences/", "copied_to_mentee", "mentor", 7, "comment copied to the {mentee}"),
        ("visits/", "sent_to_advisor", "mentor", 7, "sent to the {advisor}"),
        ("focal-points.yaml", "on", "mentee", 4, "filled in"),
        ("log.yaml", "on", "mentor", 4, ""),
    )
    for place, field, whose, stage, what in moves:
        if name.startswith(place) and field in new and (begun or name != "plan.yaml"):
            return whose, stage, what
    return "mentor", 4, "" if begun else "begun"


def _evidence(folder: Folder, team: Team, name: str) -> dict[str, str]:
    experience = team.experiences.get(stem_in("experiences", name) or "")
    if experience is None:
        return {}
    paths = [team.path(f"{EVIDENCE}/{each}") for each in experience.evidence]
    return {path: _text(folder, path) for path in paths if path in folder.files}


def _signature(
    folder: Folder, team: Team, name: str, role: str, text: str, day: dt.date
) -> Iterator[Happened]:
    pairing = _pairing(team)
    on_paper = (team.id, name, role) in _ON_PAPER
    person = str(getattr(pairing, role))
    who = folder.program.coordinators[0] if on_paper else person
    how = "signed on paper by" if on_paper else "signed by"
    what = f"{record_name(name)} of {team.id}: {how} {folder.people[person].name}"
    stage = 8 if on_paper else 6
    yield Happened(day, stage, who, what, signs=(Sign(team, name, role, text, on_paper),))


def _log_signatures(folder: Folder, team: Team, last: dt.date) -> Iterator[Happened]:
    """The log is signed before the winter, and when the work is done."""
    asked = folder.program.records.get("log")
    if team.log is None or not team.log.entries or asked is None:
        return
    pairing, text = _pairing(team), _text(folder, team.path("log.yaml"))
    end = pairing.ends or last - dt.timedelta(days=1)
    midyear = dt.date(int(team.year[:4]), *MIDYEAR)
    newest = max(entry.on for entry in team.log.entries)
    rounds = [midyear] if pairing.starts < midyear < end else []
    rounds.append(max(newest, min(newest + SIGNED_LATER, end)))
    done: set[str] = set()
    for day in rounds:
        entries = [each.id for each in team.log.entries if each.on <= day and each.id not in done]
        done.update(entries)
        for role in asked.signed_by if entries else ():
            person = str(getattr(pairing, role))
            what = f"log of {team.id}, {len(entries)} entries: signed by"
            signs = tuple(Sign(team, f"log.yaml#{each}", role, text) for each in entries)
            yield Happened(day, 6, person, f"{what} {folder.people[person].name}", signs=signs)


def _signing_day(name: str, role: str, text: str, days: list[dt.date]) -> dt.date | None:
    """The day on which a role has something to sign; None while it has not."""
    if name == "plan.yaml":
        return days[1]
    if name.startswith("experiences/"):
        comment = text.partition("\ncomment:")[2] if role != "mentee" else ""
        done = days_in(comment) if role != "mentee" else days
        return done[0] if done else None
    return days[0]


def _again(team: Team, name: str, day: dt.date) -> bool:
    """Whether a plan that was changed on a day was signed anew."""
    changes = _EARLIER.get(team.id, ()) if name == "plan.yaml" else ()
    return any(on == day and anew for on, anew, _ in changes)


def _earlier(text: str, team: Team, name: str, day: dt.date) -> str:
    """A plan's text with what was changed only after a day as it was before."""
    for on, _, changes in _EARLIER.get(team.id, ()) if name == "plan.yaml" else ():
        for new, old in changes if day < on else ():
            text = text.replace(new, old)
    return text


def _kind(name: str) -> str:
    place, slash, _ = record_name(name).partition("/")
    return place.removesuffix("s") if slash else place


def _pairing(team: Team) -> Pairing:
    if team.pairing is None:
        raise ValueError(team.id)
    return team.pairing


def _text(folder: Folder, path: str) -> str:
    return folder.root.joinpath(path).read_text(encoding="utf-8")
