"""A search for another mentor: candidates, and the current step."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from mentorctl.model.outreach import TRAITS, MentorFacts, listed, order, outreach
from mentorctl.model.paths import PAIRING_FILE, REASSIGNMENTS, person_file, stem_in
from mentorctl.model.years import ProgramYear
from mentorctl.store.parse.nodes import compose, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mentorctl.model.outreach import Candidate, StepStanding
    from mentorctl.model.pairing import Pairing
    from mentorctl.model.reassignment import Reassignment
    from mentorctl.reports.counted_folder import CountedFolder

__all__ = ["COLUMNS", "Search", "as_row", "name_of", "search", "searches"]

COLUMNS = (
    "place", "mentor_id", "mentor", "step", "group", "load", "content_area", "school", "district",
    "region", "distance", "differs", "answer",
)  # fmt: skip
MENTOR = "mentor"


class Search(NamedTuple):
    """One search and how it stands.

    Attributes:
        path: Its file, relative to the program counted.
        record: What it holds.
        standings: Each step.
        candidates: By a step's id, who can be asked one by one, in order.
    """

    path: str
    record: Reassignment
    standings: tuple[StepStanding, ...]
    candidates: Mapping[str, Sequence[Candidate]]

    @property
    def name(self) -> str:
        """What it is called on the command line."""
        return stem_in(REASSIGNMENTS, self.path) or ""

    def answer(self, person: str) -> str:
        """The last answer of a person: `asked` without one, empty when they were not asked."""
        said = [each for each in self.record.contacts if each.person == person]
        return (said[-1].answer or "asked") if said else ""


def searches(counted: CountedFolder) -> dict[str, Search]:
    """Every search of the folder that can be read, by its path, in the order of their days."""
    return {
        path: search(counted, path, each) for path, each in sorted(counted.reassignments.items())
    }


def search(counted: CountedFolder, path: str, record: Reassignment) -> Search:
    """How one search stands.

    Of a person nothing is read but what `MentorFacts` holds, and their name; whatever else stands
    in their file, known to the toolkit or not, makes no difference (Re-Assignment Policy, the last
    paragraph).
    """
    steps = counted.program.reassignment.steps
    mentors = list(_mentors(counted, record)) if record.is_open else []
    found = {
        step.id: listed(step.groups, mentors, record.wanted)
        for step in steps
        if step.how == "one-by-one"
    }
    people = {name: order(each) for name, each in found.items()}
    return Search(path, record, outreach(steps, record, people), found)


def as_row(
    counted: CountedFolder, found: Search, step: str, place: int, who: Candidate
) -> dict[str, str | int]:
    """One candidate in the columns of `COLUMNS`."""
    facts = who.facts
    shared = {name: facts.shared.get(name, "") for name in TRAITS}
    return {
        "place": place,
        "mentor_id": facts.person,
        "mentor": name_of(counted, facts.person),
        "step": step,
        "group": who.group,
        "load": facts.load,
        **shared,
        "distance": who.distance,
        "differs": ", ".join(who.differs),
        "answer": found.answer(facts.person),
    }


def name_of(counted: CountedFolder, person: str) -> str:
    """A person's name; their id where their file has none."""
    return _text(_file(counted, person).get("name")) or person


def _mentors(counted: CountedFolder, record: Reassignment) -> Iterator[MentorFacts]:
    """Everybody who could take over: mentors with room, but for those who had this mentee."""
    pairings = {name: counted.pairing(name) for name in counted.pairing_ids}
    known = {name: each for name, each in pairings.items() if each is not None}
    loads: dict[str, int] = {}
    for each in known.values():
        if each.state == "active":
            loads[each.mentor] = loads.get(each.mentor, 0) + 1
    over = {each.mentor for each in known.values() if each.state != "active"}
    over |= set(_of_other_years(counted))
    year = ProgramYear(counted.program.year, counted.program.year_starts)
    most = counted.program.mentors.most_pairings
    left_out = _had(known, record.pairing)
    last_resort = counted.program.reassignment.last_resort
    for person in sorted(counted.people.ids - left_out):
        data = _file(counted, person)
        roles = data.get("roles")
        load = loads.get(person, 0)
        if not isinstance(roles, list) or MENTOR not in roles or (most and load >= most):
            continue
        if last_resort in roles:
            continue  # their turn comes when nobody else is left
        told = data.get("mentoring")
        mentoring = told if isinstance(told, dict) else {}
        yield MentorFacts(
            person,
            load,
            mentoring.get("open_to_more") == "yes",
            person in over or _is_before(mentoring.get("since"), year.first_day),
            {name: text for name in TRAITS if (text := _text(data.get(name)))},
        )


def _had(pairings: Mapping[str, Pairing], pairing: str) -> set[str]:
    """Everybody who was mentee or mentor in a pairing or its predecessors."""
    people: set[str] = set()
    passed: set[str] = set()
    at: str | None = pairing
    while at is not None and at not in passed and at in pairings:
        passed.add(at)
        people |= {pairings[at].mentee, pairings[at].mentor}
        at = pairings[at].follows
    return people


def _of_other_years(counted: CountedFolder) -> Iterator[str]:
    """Who mentored in the earlier years of this counted."""
    for year, teams in counted.team_files.items():
        if year >= counted.program.year:
            continue
        for name, files in teams.items():
            if PAIRING_FILE in files:
                pairing = counted.pairing(name, year)
                if pairing is not None:
                    yield pairing.mentor


def _file(counted: CountedFolder, person: str) -> dict[str, Any]:
    """A person's file as it was typed; empty where it is no record at all."""
    try:
        data = counted.reader.content(person_file(person))
    except OSError:
        return {}
    found = plain(compose(data)[0])
    return found if isinstance(found, dict) else {}


def _is_before(text: object, day: dt.date) -> bool:
    try:
        return isinstance(text, str) and dt.date.fromisoformat(text) < day
    except ValueError:
        return False


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
