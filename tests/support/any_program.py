"""Programs at random, with pairings, people and facts: what `support.oracle` judges."""

from __future__ import annotations

import datetime as dt
import json
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import strategies as st
from support.oracle import Case, Plain, span_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

__all__ = ["YEAR", "cases", "lay"]

T = TypeVar("T")

YEAR = "2026-2027"
EXPERIENCE = ["sent_to_mentor", "comment.sent_to_advisor", "achieved"]
MEETINGS = ["kickoff", "midyear"]
TRAININGS = [("mentor", "SP 511"), ("mentee", "SP 512")]
ROLES = ["mentee", "mentor", "advisor"]
PEOPLE = {
    "ana": "mentee", "ben": "mentee", "mo": "mentor", "ned": "mentor", "ola": "mentor",
    "ada": "advisor",
}  # fmt: skip
NEEDS = [
    "plan:approved.on",
    "plan:received.on",
    *(f"experiences/{slot}:{field}" for slot in (1, 2) for field in EXPERIENCE),
    *(f"meetings/{meeting}:attended" for meeting in MEETINGS),
    "meetings/kickoff:attended.mentor",
    "visits/*:on",
    "guide:signed_off.on",
    "pairing:dates.survey",
    "trainings:taken.mentor.sp-511",
    "trainings:taken.mentee.sp-512",
]
# days are drawn around these, so that most lie at an edge of something
EDGES = [
    dt.date(2026, 6, 30), dt.date(2026, 7, 1), dt.date(2026, 9, 1), dt.date(2026, 10, 31),
    dt.date(2026, 12, 14), dt.date(2027, 1, 11), dt.date(2027, 2, 28), dt.date(2027, 4, 19),
    dt.date(2027, 6, 30), dt.date(2027, 9, 30),
]  # fmt: skip
MONTH_DAYS = ["09-01", "10-31", "12-14", "01-11", "02-29", "04-19", "06-30", "07-01"]


class Dice:
    """Draws at random, from one number on.

    To have Hypothesis draw each value takes longer than to judge what they make together, and a
    failing program is made no smaller.
    """

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - nothing is kept secret with it
        self.one = self._random.choice
        self.number = self._random.randint

    def day(self, edges: Sequence[dt.date] = EDGES) -> dt.date:
        """A day, most likely at one of the edges."""
        most = self.one((1, 40))
        return self.one(edges) + dt.timedelta(days=self.number(-most, most))

    def maybe(self, make: Callable[[], T], absent: int = 1, there: int = 3) -> T | None:
        """Sometimes nothing."""
        return make() if self.number(1, absent + there) > absent else None

    def several(self, make: Callable[[], T], most: int) -> list[T]:
        """Some, or none."""
        return [make() for _ in range(self.number(0, most))]

    def some_of(self, values: Sequence[T], least: int, most: int) -> list[T]:
        """Some of these, in any order."""
        return self._random.sample(values, self.number(least, min(most, len(values))))


def due(dice: Dice) -> Plain:
    kind = dice.one(["date", "date", "date", "target", "after"])
    if kind == "date":
        return {"date": dice.one(MONTH_DAYS)}
    if kind == "target":
        return {"target": dice.one([1, 2])}
    after = dice.one(["pairing-start", "mentee-start"])
    lengths = [{"weeks": 2}, {"months": 1}, {"months": 6}, {"months": 12}, {"months": 6, "days": 3}]
    return {"after": after, **dice.one(lengths)}


def milestones(dice: Dice) -> list[Plain]:
    return [
        {
            "id": f"step-{number}",
            "title": f"step-{number}",
            "due": due(dice),
            "owner": dice.one(["mentee", "mentor", ["mentee", "mentor"], "advisor"]),
            "needs": dice.some_of(NEEDS, 1, 3),
            "required": dice.one(["yes", "yes", "yes", "no"]),
            "applies": dice.one(["yes"] * 7 + ["no"]),
        }
        for number in range(dice.number(0, 5))
    ]


def programs(dice: Dice) -> Plain:
    asked = dice.some_of(NEEDS, 0, 5)
    own_needs = ["title", "description", "approved"]
    return {
        "id": "any-program",
        "name": "Any Program",
        "agency": "Agency",
        "year": YEAR,
        "year_starts": dice.one(["07-01", "07-01", "08-15", "01-01"]),
        "timezone": "UTC",
        "preset": "any",
        "roles": [{"id": role, "title": role} for role in [*ROLES, "coordinator"]],
        "records": {
            name: {}
            for name in ["pairing", "plan", "experience", "visit", "guide", "trainings"]
        },
        "calendar": milestones(dice),
        "meetings": [
            {
                "id": meeting,
                "title": meeting,
                "from": "09-01",
                "until": until,
                "attended_by": dice.one([["mentee", "mentor"], ROLES, ["mentee"]]),
            }
            for meeting, until in zip(MEETINGS, ["10-31", "03-15"], strict=True)
        ],
        "experiences": {
            "semesters": [
                {"number": 1, "title": "All", "from": "09-01", "until": "05-31", "experiences": 2}
            ],
            "own_needs": dice.one([own_needs, own_needs, ["title"], []]),
            "catalogue": [{"number": 1, "title": "One"}],
        },
        "trainings": [{"code": code, "title": code, "role": role} for role, code in TRAININGS],
        "dates": [{"id": "survey", "title": "Survey", "by": "mentee"}],
        "completion": {
            "late": dice.one(["does-not-count", "counts"]),
            "needs": [{"title": need, "need": need} for need in asked],
        },
        "late_start": dice.one(["keep", "skip", "prorate"]),
        "payments": {"rates": [{"role": "mentor", "amount": "600"}]},
    }  # fmt: skip


def leaf(dice: Dice, field: str, named: Sequence[str]) -> Plain:
    made: Plain = {field: dice.one(named)}
    if field == "milestone":
        made["until"] = dice.day()
    approval = {"approved_by": "ada", "on": dice.day(), "reason": "ice"}
    kept = approval if dice.number(0, 1) else dice.some_of(list(approval), 0, 3)
    return made | {name: approval[name] for name in kept}


def pairings(dice: Dice, program: Plain, mentee: str, mentor: str) -> Plain:
    rows = [row["id"] for row in program["calendar"]] + MEETINGS
    starts = dt.date(2026, 9, 1) if dice.number(0, 1) else dice.day()
    edges = [*EDGES, starts]
    spans = [row["due"] for row in program["calendar"] if "after" in row["due"]]
    edges += [span_end(starts, span) for span in spans]

    def fact() -> dt.date | None:
        return dice.maybe(lambda: dice.day(edges))

    own: Plain = {
        "mentee": mentee,
        "mentor": mentor,
        "advisor": dice.maybe(lambda: "ada", 1, 5),
        "starts": starts,
        "ends": dice.maybe(dice.day, 3, 1),
        "state": dice.one(["active"] * 4 + ["completed", "withdrawn", "reassigned"]),
        "dates": {"survey": fact()},
        "extensions": dice.several(lambda: leaf(dice, "milestone", rows), 3),
        "waivers": dice.several(lambda: leaf(dice, "need", NEEDS), 2),
        "planned": [
            {"id": "first", "kind": "visit", "on": day} for day in dice.several(dice.day, 1)
        ],
    }
    if own["ends"] and own["ends"] < starts:
        own["ends"] = None
    if own["state"] == "completed" and dice.number(0, 1):
        own["closed"] = {"on": dice.day()}
    planned = []
    for slot in (1, 2):
        entry: Plain = {"slot": slot, "target_date": fact()}
        if dice.number(0, 3):
            entry["catalogue"] = 1
        else:
            yes = {"by": dice.maybe(lambda: "ada", 1, 5), "on": fact()}
            entry["own"] = {
                "title": "Film",
                "description": dice.maybe(lambda: "Made by students", 1, 5),
                "approved": dice.one([None, yes, yes, yes]),
            }
        planned.append(entry)
    team: Plain = {
        "pairing": own,
        "plan": {
            "experiences": planned,
            "approved": {"on": fact()},
            "received": {"on": fact()},
        },
        "experiences": {
            str(slot): {
                "slot": slot,
                "achieved": fact(),
                "sent_to_mentor": fact(),
                "comment": {"sent_to_advisor": fact()},
            }
            for slot in (1, 2)
            if dice.number(0, 5)
        },
        "visits": {str(day): {"on": day} for day in dice.several(dice.day, 2)},
        "guide": {"signed_off": {"on": fact()}},
        "trainings": {
            "taken": [
                {"code": code, "person": person, "on": fact()}
                for role, code in TRAININGS
                for person in dice.some_of([own[role], "ada", own[role], "ada"], 0, 2)
            ]
        },
    }
    return team


def case_of(seed: int) -> tuple[Case, dt.date]:
    """A program, and a day on which to judge."""
    dice = Dice(seed)
    program = programs(dice)
    people = {
        name: {"name": name, "roles": [role], "email": f"{name}@school.example",
               "started_on": dice.maybe(dice.day, 1, 5)}
        for name, role in PEOPLE.items()
    }  # fmt: skip
    meetings = {
        meeting: {
            "meeting": dice.one([meeting] * 11 + MEETINGS),
            "on": dice.maybe(dice.day, 1, 6),
            "attended": dice.some_of(list(PEOPLE), 0, len(PEOPLE)),
            "planned": {"on": dice.maybe(dice.day)},
        }
        for meeting in MEETINGS
        if dice.number(0, 8)
    }
    first = pairings(dice, program, "ana", "mo")
    teams = {"ana-mo": first, "ben-ned": pairings(dice, program, "ben", "ned")}
    if dice.number(0, 1):
        teams["ana-ned"] = pairings(dice, program, "ana", "ned")
        teams["ana-ned"]["pairing"]["follows"] = "ana-mo"
        if dice.number(0, 1):
            teams["ana-ola"] = pairings(dice, program, "ana", "ola")
            teams["ana-ola"]["pairing"]["follows"] = dice.one(["ana-ned", "ana-x"])
    return Case(program, people, meetings, teams), dice.day()


cases: st.SearchStrategy[tuple[Case, dt.date]] = st.integers(0, 1 << 48).map(case_of)


def lay(case: Case, root: Path) -> None:
    """Write the folder."""
    write(root / "program.yaml", case.program)
    for name, person in case.people.items():
        write(root / f"people/{name}.yaml", person)
    for name, meeting in case.meetings.items():
        write(root / f"meetings/{YEAR}-{name}.yaml", meeting)
    for name, team in case.pairings.items():
        for kind, record in team.items():
            if kind in {"experiences", "visits"}:
                for key, each in record.items():
                    write(root / f"pairings/{YEAR}/{name}/{kind}/{key}.yaml", each)
            else:
                write(root / f"pairings/{YEAR}/{name}/{kind}.yaml", record)


def write(path: Path, record: Plain) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # as people write it, and as it is read fastest
    path.write_text("".join(f"{line}\n" for line in block(record)), "utf-8")


def block(value: Any) -> Iterator[str]:
    """The lines of a mapping or a list, in block style."""
    pairs = value.items() if isinstance(value, dict) else ((None, each) for each in value)
    for name, each in pairs:
        mark = "-" if name is None else f"{name}:"
        if each and isinstance(each, (dict, list)):
            inside = [f"  {line}" for line in block(each)]
            if name is None:
                yield f"- {inside[0][2:]}"
                yield from inside[1:]
            else:
                yield mark
                yield from inside
        elif each is None:
            yield mark
        else:
            yield f"{mark} {each if isinstance(each, dt.date) else json.dumps(each)}"
