"""Who could take a mentee over, in the program's order, and how far a search has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from mentorctl.model.ids import is_alike

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mentorctl.model.reassignment import (
        Contact,
        Group,
        OutreachStep,
        Passed,
        Reassignment,
        Wanted,
    )

__all__ = [
    "TRAITS",
    "Candidate",
    "MentorFacts",
    "StepStanding",
    "current",
    "listed",
    "order",
    "outreach",
    "unreasoned",
]

# all that is ever compared; nothing else that stands in a person's file is looked at
TRAITS = ("content_area", "school", "district", "region")
StepState = Literal["waiting", "open", "found", "through", "skipped"]


class MentorFacts(NamedTuple):
    """All that the search knows of somebody who could mentor.

    Attributes:
        person: Their id.
        load: How many pairings they mentor now.
        is_open: Whether they have said that they would take another one.
        before: Whether they have mentored in a time before.
        shared: What they could have in common with somebody, by the names in `TRAITS`.
    """

    person: str
    load: int
    is_open: bool
    before: bool
    shared: Mapping[str, str]


class Candidate(NamedTuple):
    """Somebody to ask, and why they stand where they stand.

    Attributes:
        group: The first group of the step that they belong to.
        facts: What is known of them.
        same: What they have in common with what is wanted.
        differs: What they do not, or what nobody knows; its length is the distance.
    """

    group: Group
    facts: MentorFacts
    same: tuple[str, ...]
    differs: tuple[str, ...]

    @property
    def distance(self) -> int:
        """How many of the things that are wanted they do not have."""
        return len(self.differs)


class StepStanding(NamedTuple):
    """How one step of a search stands.

    Attributes:
        step: The step.
        state: `waiting` for an earlier one; `open` while somebody is to be asked or a message to
            be sent or answered; `found` when somebody said yes; `through` when nobody is left;
            `skipped` where it was left out for a reason.
        left: Who is still to be asked, in order; only of a step that goes one by one.
        willing: Who said yes.
        is_sent: Whether a message of this step went out.
        reason: Why it was skipped.
    """

    step: OutreachStep
    state: StepState
    left: tuple[str, ...] = ()
    willing: tuple[str, ...] = ()
    is_sent: bool = False
    reason: str = ""


def listed(
    groups: Sequence[Group], mentors: Iterable[MentorFacts], wanted: Wanted | None
) -> list[Candidate]:
    """Who can be asked one by one, in the order of the groups, the nearest first in each.

    Args:
        groups: The groups of the step; who belongs to several is in the first.
        mentors: Everybody who could mentor.
        wanted: What they should have in common with the mentee; blanks ask for nothing.
    """
    asked = {
        name: value for name in TRAITS if wanted is not None and (value := getattr(wanted, name))
    }
    found = []
    for facts in mentors:
        group = next((each for each in groups if _belongs(each, facts)), None)
        if group is not None:
            same = tuple(
                name for name in asked if is_alike(asked[name], facts.shared.get(name) or "")
            )
            differs = tuple(name for name in asked if name not in same)
            found.append(Candidate(group, facts, same, differs))
    return sorted(
        found,
        key=lambda each: (
            groups.index(each.group),
            each.distance,
            each.facts.load,
            each.facts.person,
        ),
    )


def order(candidates: Iterable[Candidate]) -> tuple[str, ...]:
    """The ids of those to ask, in order."""
    return tuple(each.facts.person for each in candidates)


def outreach(
    steps: Sequence[OutreachStep], record: Reassignment, people: Mapping[str, Sequence[str]]
) -> tuple[StepStanding, ...]:
    """How each step of a search stands.

    Args:
        steps: The program's steps, in order.
        record: The search.
        people: By a step's id, who can be asked in it one by one, in order.
    """
    passed = {each.step: each for each in record.passed}
    standings = []
    reached = False
    for step in steps:
        contacts = [each for each in record.contacts if each.step == step.id]
        standing = _stand(step, contacts, people.get(step.id, ()))
        if step.id in passed:
            standing = _left_behind(standing, passed[step.id])
        elif reached:
            standing = standing._replace(state="waiting")
        else:
            reached = standing.state != "through"
        standings.append(standing)
    return tuple(standings)


def current(standings: Sequence[StepStanding]) -> StepStanding | None:
    """The step that it is at, or None where all are behind it."""
    return next((each for each in standings if each.state in {"open", "found"}), None)


def unreasoned(
    steps: Sequence[OutreachStep], record: Reassignment
) -> list[tuple[OutreachStep, OutreachStep]]:
    """Steps that were left out without a reason.

    A step was left out where a later one was begun, or somebody was assigned after a contact in
    a later one, and the record does not say that it was passed; or says so, while nobody was
    asked in it and no reason is given.

    Returns:
        Each such step with the later one that was begun, in order; a step that was passed
        without a reason and without a contact stands beside itself.
    """
    begun = [step for step in steps if any(each.step == step.id for each in record.contacts)]
    passed = {each.step: each for each in record.passed}
    touched = {each.step for each in record.contacts}
    found = []
    last = steps.index(begun[-1]) if begun else -1
    for index, step in enumerate(steps):
        known = passed.get(step.id)
        if known is None and index < last:
            found.append((step, begun[-1]))
        elif known is not None and not known.reason and step.id not in touched:
            found.append((step, step))
    return found


def _belongs(group: Group, facts: MentorFacts) -> bool:
    if group == "one-only":
        return facts.load == 1
    if group == "open-to-more":
        return facts.is_open
    return facts.before and facts.load == 0


def _stand(step: OutreachStep, contacts: Sequence[Contact], people: Sequence[str]) -> StepStanding:
    """How a step stands by itself."""
    answers = {each.person: each.answer for each in contacts if each.person}
    willing = tuple(person for person, answer in answers.items() if answer == "yes")
    sent = [each for each in contacts if not each.person]
    left = tuple(each for each in people if answers.get(each) is None)
    # a call that nobody has answered yet keeps the step open, whoever is on the list by now
    left += tuple(who for who, said in answers.items() if said is None and who not in left)
    if step.how == "one-by-one":
        over = not left
    else:
        left = ()
        # whoever leads the program is there to the end
        over = step.how != "leader" and bool(sent) and sent[-1].answer in {"no", "no-answer"}
    state: StepState = "found" if willing else "through" if over else "open"
    return StepStanding(step, state, left, willing, bool(sent))


def _left_behind(standing: StepStanding, passed: Passed) -> StepStanding:
    state: StepState = "skipped" if passed.reason else "through"
    return standing._replace(state=state, left=(), reason=passed.reason or "")
