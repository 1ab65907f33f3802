"""What a pairing's records can be asked to show of a standard's item, or of a responsibility.

Each check has a name that standards and program.yaml use. Its verdict is three-valued: the records
show it, they show that it falls short, or they are silent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from mentorctl.model.ids import is_alike, slug
from mentorctl.model.log import needs_times
from mentorctl.model.needs import TAKEN, Need
from mentorctl.model.plan import PLAN_YEARS
from mentorctl.model.roles import THE_PAIR
from mentorctl.model.team import COUNTED, fact

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mentorctl.model.evaluation_report import HeldQuestionnaire
    from mentorctl.model.log import LogEntry
    from mentorctl.model.person import Person
    from mentorctl.model.program import Program
    from mentorctl.model.team import Shared, Team
    from mentorctl.model.words import Words
    from mentorctl.model.years import ProgramYear

__all__ = [
    "OF_PAIRING", "SIGNERS", "Check", "Kind", "Records", "Verdict", "short", "shown", "silent",
]  # fmt: skip

SIGNERS = ("mentor", "mentee")
RELEASE, OBSERVED = "release-period", "observation-of-mentee"
YEARS_OF_PLAN = frozenset(PLAN_YEARS)


class Verdict(NamedTuple):
    """What the records say to one check.

    Attributes:
        state: `shown`, `short` (they say that it falls short) or `silent`.
        says: What they say, in words.
    """

    state: Literal["shown", "short", "silent"]
    says: str


class Records(NamedTuple):
    """What checks look at.

    Attributes:
        program: The program.
        year: Its year.
        shared: The year's meetings and facts.
        people: Everybody by id.
        teams: The pairings of the year by id, ended ones too.
        today: The day on which to judge; what is dated later has not happened yet.
        words: The program's terms.
        held: The questionnaires of the year that are closed.
    """

    program: Program
    year: ProgramYear
    shared: Shared
    people: Mapping[str, Person]
    teams: Mapping[str, Team]
    today: dt.date
    words: Words
    held: Sequence[HeldQuestionnaire] = ()


class Check(NamedTuple):
    """A check as it is written: `log:observation-of-master>=4`.

    Attributes:
        name: What stands before the number: `log:observation-of-master`.
        what: What stands behind the colon: `observation-of-master`.
        least: The number; 1 where none is written.
    """

    name: str
    what: str = ""
    least: int = 1


class Kind(NamedTuple):
    """One kind of check.

    Attributes:
        title: What it looks for; `{what}` and `{least}` are the check's, terms are the program's.
        remedy: What to do where records do not show it.
        counts: Whether a number belongs behind it.
        of_pairing: Looks at a pairing; None where the check is of the program.
        of_program: Looks at the program.
    """

    title: str
    remedy: str
    counts: bool = False
    of_pairing: Callable[[Team, Records, Check], Verdict] | None = None
    of_program: Callable[[Records, Check], Verdict] | None = None


def shown(says: str) -> Verdict:
    """The records show it."""
    return Verdict("shown", says)


def short(says: str) -> Verdict:
    """The records show that it falls short."""
    return Verdict("short", says)


def silent(says: str) -> Verdict:
    """The records do not say."""
    return Verdict("silent", says)


def _counted(number: int, least: int, what: str) -> Verdict:
    return shown(f"{number} {what}") if number >= least else short(f"{number} of {least} {what}")


def _experience_years(team: Team, seen: Records, check: Check) -> Verdict:
    mentor = seen.people.get(team.pairing.mentor) if team.pairing else None
    if mentor is None or mentor.experience_years is None:
        return silent(seen.words.say("the years of the {mentor} are not known"))
    return _counted(mentor.experience_years, check.least, "years")


def _same_position(team: Team, seen: Records, check: Check) -> Verdict:
    del check
    pairing = team.pairing
    mentee = seen.people.get(pairing.mentee) if pairing else None
    mentor = seen.people.get(pairing.mentor) if pairing else None
    if mentee is None or mentor is None:
        return silent("one of the two is not known")
    known = [
        (theirs, own)
        for theirs, own in (
            (mentee.position, mentor.position),
            (mentee.content_area, mentor.content_area),
        )
        if theirs and own
    ]
    for theirs, own in known:
        if is_alike(theirs, own):
            return shown(own)
    if not known:
        return silent("position and content area are not known of both")
    return short(" and ".join(f"{own}, not {theirs}" for theirs, own in known))


def _line_of(team: Team, seen: Records) -> Iterator[Team]:
    """A pairing and the ones that it took over."""
    passed: set[str] = set()
    now: Team | None = team
    while now is not None and now.id not in passed:
        passed.add(now.id)
        yield now
        now = seen.teams.get((now.pairing.follows if now.pairing else None) or "")


def _entries(team: Team, seen: Records) -> list[LogEntry] | None:
    """The log's entries of this year so far, those of a pairing taken over too; None: no log."""
    logs = [each.log for each in _line_of(team, seen) if each.log is not None]
    if not logs:
        return None
    setting = seen.program.records.get("log")
    untimed = setting.untimed if setting else ()
    return [
        entry
        for log in logs
        for entry in log.entries
        if entry.on in seen.year and entry.on <= seen.today and not needs_times(entry, untimed)
    ]


def _log_count(team: Team, seen: Records, check: Check) -> Verdict:
    entries = _entries(team, seen)
    if entries is None:
        return silent("there is no log")
    kinds = set(check.what.split("+"))
    minutes = seen.program.class_period
    if kinds == {RELEASE} and minutes:
        number = sum(entry.minutes // minutes for entry in entries if entry.kind == RELEASE)
        return _counted(number, check.least, f"class periods of {minutes} minutes in the log")
    number = sum(entry.kind in kinds for entry in entries)
    return _counted(number, check.least, "in the log")


def _conferences(team: Team, seen: Records, check: Check) -> Verdict:
    observed = [entry for entry in _entries(team, seen) or () if entry.kind == OBSERVED]
    if not observed:
        return silent("no observation is in the log")
    number = sum(entry.has_conferences(seen.today) for entry in observed)
    return _counted(number, check.least, "observations with a conference before and after")


def _met(team: Team, seen: Records, check: Check) -> Verdict:
    """Meetings in the log at which all of some roles were."""
    entries = _entries(team, seen)
    if entries is None:
        return silent("there is no log")
    asked = set(check.what.split("+"))
    number = sum(
        entry.kind == "meeting" and asked <= set(entry.who or THE_PAIR) for entry in entries
    )
    return _counted(number, check.least, "such meetings in the log")


def _all_dated(team: Team, seen: Records, check: Check) -> Verdict:
    del check
    if team.guide is None:
        return silent("there is no guide")
    dated = {task.id for task in team.guide.tasks if task.done_on and task.done_on <= seen.today}
    asked = {task.id for task in seen.program.guide.tasks}
    asked |= {task.id for task in team.guide.tasks}
    if not asked:
        return silent("the guide has no tasks")
    return _counted(len(dated & asked), len(asked), "tasks dated")


def _visits_sent(team: Team, seen: Records, check: Check) -> Verdict:
    del check
    made = [visit for visit in team.visits.values() if visit.on <= seen.today]
    sent = [each for each in made if each.sent_to_advisor and each.sent_to_advisor <= seen.today]
    if not made:
        return shown("no visit was made")
    return _counted(len(sent), len(made), "reports sent")


def _log_signed(team: Team, seen: Records, check: Check) -> Verdict:
    del check
    entries = [
        entry
        for entry in (team.log.entries if team.log else ())
        if entry.on in seen.year and entry.on <= seen.today
    ]
    if not entries:
        return silent("there are no entries")
    signed = sum(
        all(_counts(team, f"log.yaml#{entry.id}", role) for role in SIGNERS) for entry in entries
    )
    told = f"{signed} of {len(entries)} entries are signed by both"
    if signed == len(entries):
        return shown(told)
    return short(told) if signed else silent(f"{len(entries)} dated and timed entries, unsigned")


def _counts(team: Team, record: str, role: str) -> bool:
    standing = team.standings.get((record, role))
    return standing is not None and standing.state in COUNTED


def _two_years(team: Team, seen: Records, check: Check) -> Verdict:
    del seen, check
    outcomes = team.plan.outcomes if team.plan else ()
    years = {each.year for each in outcomes if each.indicator and each.outcome}
    if years >= YEARS_OF_PLAN:
        return shown(f"{len(outcomes)} outcomes over two years")
    if not outcomes:
        return silent("the plan names no outcomes")
    return short("the plan does not name an indicator and an outcome for both years")


def _outcomes(team: Team, seen: Records, check: Check) -> Verdict:
    del seen, check
    number = sum(bool(each.outcome) for each in (team.plan.outcomes if team.plan else ()))
    return shown(f"{number} outcomes") if number else silent("the plan names no outcomes")


def _experiences(team: Team, seen: Records, check: Check) -> Verdict:
    del check
    asked = seen.program.experiences.count
    if team.plan is not None and asked:
        planned = [each for each in team.plan.experiences if each.catalogue or each.own]
        if not planned:
            return silent("the plan names no experiences yet")
        return _counted(len(planned), asked, "experiences planned")
    if team.guide is not None and team.guide.tasks:
        return shown(f"{len(team.guide.tasks)} tasks in the guide")
    return silent("there is no plan and no guide")


def _trainings(team: Team, seen: Records, check: Check) -> Verdict:
    del check
    if not seen.program.trainings:
        return silent("program.yaml lists no trainings")
    asked = [
        each
        for each in seen.program.trainings
        if getattr(team.pairing, each.role.replace("-", "_"), None)
    ]
    needs = {each.code: Need("trainings", "", (TAKEN, each.role, slug(each.code) or ""))
             for each in asked}  # fmt: skip
    days = {code: fact(need, team, seen.shared) for code, need in needs.items()}
    open_ = [code for code, day in days.items() if day is None or day > seen.today]
    if not open_:
        return shown(f"{len(asked)} trainings taken")
    return short(f"not taken yet: {', '.join(open_)}")


def _meetings(team: Team, seen: Records, check: Check) -> Verdict:
    del check
    needs = []
    for meeting in seen.program.meetings:
        held = seen.shared.meetings.get(meeting.id)
        was_held = held is not None and held.on is not None and held.on <= seen.today
        if was_held or seen.year.day(meeting.until) < seen.today:
            needs.append(Need("meetings", meeting.id, ("attended",)))
    if not needs:
        return silent("no required meeting has been held yet")
    return _counted(
        sum(fact(need, team, seen.shared) is not None for need in needs), len(needs), "meetings"
    )


def _reflections(team: Team, seen: Records, check: Check) -> Verdict:
    held = [entry.reflection for entry in _entries(team, seen) or ()]
    held += [visit.reflection for visit in team.visits.values() if visit.on <= seen.today]
    number = sum(
        each is not None and bool(each.plus or each.minus or each.interesting) for each in held
    )
    if not number:
        return silent("no reflection is written down")
    return _counted(number, check.least, "reflections")


_IN_PEOPLE = "fill it in: mentorctl edit people/PERSON"
_IN_LOG = "log it: mentorctl log PAIRING --kind {what} --from HH:MM --until HH:MM"
_IN_PLAN = "add it: mentorctl edit PAIRING plan"

OF_PAIRING: Mapping[str, Kind] = {
    "mentor-experience-years": Kind(
        "{mentor} with at least {least} years of experience", _IN_PEOPLE, True, _experience_years
    ),
    "same-position": Kind(
        "{mentor} in the same position or content area", _IN_PEOPLE, False, _same_position
    ),
    "log": Kind("at least {least} in the log of the year ({what})", _IN_LOG, True, _log_count),
    "observation-conferences": Kind(
        "observations with a conference before and after, at least {least}",
        "write their days under conferences: mentorctl edit PAIRING log",
        True,
        _conferences,
    ),
    "met": Kind(
        "meetings of {what} in the log, at least {least}",
        "log it, with --who for each who was there:"
        " mentorctl log PAIRING --kind meeting --from HH:MM --until HH:MM",
        True,
        _met,
    ),
    "guide:all-dated": Kind(
        "all tasks of the {guide} dated",
        "date each when it is done: mentorctl edit PAIRING guide",
        of_pairing=_all_dated,
    ),
    "visits:sent": Kind(
        "report of each visit sent to the {advisor}",
        "once it is sent, write the day: mentorctl edit PAIRING visit",
        of_pairing=_visits_sent,
    ),
    "log:dated-timed-signed": Kind(
        "log with dates and times, signed by both",
        "have it signed: mentorctl sign PAIRING log",
        of_pairing=_log_signed,
    ),
    "plan:two-years": Kind(
        "{plan} over two years, with indicators and outcomes", _IN_PLAN, of_pairing=_two_years
    ),
    "plan:outcomes": Kind("{plan} with outcomes", _IN_PLAN, of_pairing=_outcomes),
    "experiences": Kind(
        "structured experiences or tasks planned", _IN_PLAN, of_pairing=_experiences
    ),
    "trainings": Kind(
        "trainings of program.yaml taken",
        "list them in program.yaml, and write down who took them: mentorctl edit PAIRING trainings",
        of_pairing=_trainings,
    ),
    "meetings": Kind(
        "required meetings attended",
        "if they were there: mentorctl attend MEETING PERSON…",
        of_pairing=_meetings,
    ),
    "reflection": Kind(
        "at least {least} written reflection in the log or a visit report",
        "write one: mentorctl edit PAIRING log",
        True,
        _reflections,
    ),
}
