"""Programs at random, with pairings, people and facts: what `support.oracle` judges."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from support.oracle import Case, Plain, span_end

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hypothesis.strategies import DrawFn

__all__ = ["YEAR", "cases", "lay"]

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

near = st.integers(-1, 1) | st.integers(-40, 40)


def days(edges: list[dt.date] = EDGES) -> st.SearchStrategy[dt.date]:
    return st.builds(lambda day, more: day + dt.timedelta(days=more), st.sampled_from(edges), near)


def maybe(strategy: st.SearchStrategy[Any], absent: int = 1, there: int = 3) -> Any:
    """Sometimes nothing."""
    return st.integers(1, absent + there).flatmap(
        lambda drawn: strategy if drawn > absent else st.none()
    )


@st.composite
def due(draw: DrawFn) -> Plain:
    kind = draw(st.sampled_from(["date", "date", "date", "target", "after"]))
    if kind == "date":
        return {"date": draw(st.sampled_from(MONTH_DAYS))}
    if kind == "target":
        return {"target": draw(st.sampled_from([1, 2]))}
    after = draw(st.sampled_from(["pairing-start", "mentee-start"]))
    lengths = [{"weeks": 2}, {"months": 1}, {"months": 6}, {"months": 12}, {"months": 6, "days": 3}]
    return {"after": after, **draw(st.sampled_from(lengths))}


@st.composite
def milestones(draw: DrawFn) -> list[Plain]:
    return [
        {
            "id": f"step-{number}",
            "title": f"step-{number}",
            "due": draw(due()),
            "owner": draw(st.sampled_from(["mentee", "mentor", ["mentee", "mentor"], "advisor"])),
            "needs": draw(st.lists(st.sampled_from(NEEDS), min_size=1, max_size=3, unique=True)),
            "required": draw(st.sampled_from(["yes", "yes", "yes", "no"])),
            "applies": draw(st.sampled_from(["yes"] * 7 + ["no"])),
        }
        for number in range(draw(st.integers(0, 5)))
    ]


@st.composite
def programs(draw: DrawFn) -> Plain:
    asked = draw(st.lists(st.sampled_from(NEEDS), max_size=5, unique=True))
    own_needs = ["title", "description", "approved"]
    return {
        "id": "any-program",
        "name": "Any Program",
        "agency": "Agency",
        "year": YEAR,
        "year_starts": draw(st.sampled_from(["07-01", "07-01", "08-15", "01-01"])),
        "timezone": "UTC",
        "preset": "any",
        "roles": [{"id": role, "title": role} for role in [*ROLES, "coordinator"]],
        "records": {
            name: {}
            for name in ["pairing", "plan", "experience", "visit", "guide", "trainings"]
        },
        "calendar": draw(milestones()),
        "meetings": [
            {
                "id": meeting,
                "title": meeting,
                "from": "09-01",
                "until": until,
                "attended_by": draw(st.sampled_from([["mentee", "mentor"], ROLES, ["mentee"]])),
            }
            for meeting, until in zip(MEETINGS, ["10-31", "03-15"], strict=True)
        ],
        "experiences": {
            "semesters": [
                {"number": 1, "title": "All", "from": "09-01", "until": "05-31", "experiences": 2}
            ],
            "own_needs": draw(st.sampled_from([own_needs, own_needs, ["title"], []])),
            "catalogue": [{"number": 1, "title": "One"}],
        },
        "trainings": [{"code": code, "title": code, "role": role} for role, code in TRAININGS],
        "dates": [{"id": "survey", "title": "Survey", "by": "mentee"}],
        "completion": {
            "late": draw(st.sampled_from(["does-not-count", "counts"])),
            "needs": [{"title": need, "need": need} for need in asked],
        },
        "late_start": draw(st.sampled_from(["keep", "skip", "prorate"])),
        "payments": {"rates": [{"role": "mentor", "amount": "600"}]},
    }  # fmt: skip


def leaves(field: str, named: st.SearchStrategy[Any]) -> st.SearchStrategy[Plain]:
    more = {"until": days()} if field == "milestone" else {}
    return st.fixed_dictionaries(
        {field: named, **more},
        optional={"approved_by": st.just("ada"), "on": days(), "reason": st.just("ice")},
    ) | st.fixed_dictionaries(
        {field: named, **more, "approved_by": st.just("ada"), "on": days(), "reason": st.just("x")}
    )


planned_days = st.lists(days(), max_size=1)


@st.composite
def pairings(draw: DrawFn, program: Plain, mentee: str, mentor: str) -> Plain:
    rows = [row["id"] for row in program["calendar"]] + MEETINGS
    starts = draw(st.sampled_from([dt.date(2026, 9, 1)] * 3) | days())
    edges = [*EDGES, starts]
    spans = [row["due"] for row in program["calendar"] if "after" in row["due"]]
    edges += [span_end(starts, span) for span in spans]
    fact = maybe(days(edges))
    own: Plain = {
        "mentee": mentee,
        "mentor": mentor,
        "advisor": draw(maybe(st.just("ada"), 1, 5)),
        "starts": starts,
        "ends": draw(maybe(days(), 3, 1)),
        "state": draw(st.sampled_from(["active"] * 4 + ["completed", "withdrawn", "reassigned"])),
        "dates": {"survey": draw(fact)},
        "extensions": draw(st.lists(leaves("milestone", st.sampled_from(rows)), max_size=3)),
        "waivers": draw(st.lists(leaves("need", st.sampled_from(NEEDS)), max_size=2)),
        "planned": [{"id": "first", "kind": "visit", "on": day} for day in draw(planned_days)],
    }
    if own["ends"] and own["ends"] < starts:
        own["ends"] = None
    if own["state"] == "completed" and draw(st.booleans()):
        own["closed"] = {"on": draw(days())}
    planned = []
    for slot in (1, 2):
        entry: Plain = {"slot": slot, "target_date": draw(fact)}
        if draw(st.integers(0, 3)):
            entry["catalogue"] = 1
        else:
            yes = {"by": draw(maybe(st.just("ada"), 1, 5)), "on": draw(fact)}
            entry["own"] = {
                "title": "Film",
                "description": draw(maybe(st.just("Made by students"), 1, 5)),
                "approved": draw(maybe(st.just(yes))),
            }
        planned.append(entry)
    team: Plain = {
        "pairing": own,
        "plan": {
            "experiences": planned,
            "approved": {"on": draw(fact)},
            "received": {"on": draw(fact)},
        },
        "experiences": {
            str(slot): {
                "slot": slot,
                "achieved": draw(fact),
                "sent_to_mentor": draw(fact),
                "comment": {"sent_to_advisor": draw(fact)},
            }
            for slot in (1, 2)
            if draw(st.integers(0, 5))
        },
        "visits": {str(day): {"on": day} for day in draw(st.lists(days(), max_size=2))},
        "guide": {"signed_off": {"on": draw(fact)}},
        "trainings": {
            "taken": [
                {"code": code, "person": person, "on": draw(fact)}
                for role, code in TRAININGS
                for person in draw(st.lists(st.sampled_from([own[role], "ada"]), max_size=2))
            ]
        },
    }
    return team


@st.composite
def cases(draw: DrawFn) -> tuple[Case, dt.date]:
    """A program, and a day on which to judge."""
    program = draw(programs())
    people = {
        name: {"name": name, "roles": [role], "email": f"{name}@school.example",
               "started_on": draw(maybe(days(), 1, 5))}
        for name, role in PEOPLE.items()
    }  # fmt: skip
    meetings = {
        meeting: {
            "meeting": draw(st.sampled_from([meeting] * 11 + MEETINGS)),
            "on": draw(maybe(days(), 1, 6)),
            "attended": draw(st.lists(st.sampled_from([*PEOPLE, *PEOPLE]), unique=True)),
            "planned": {"on": draw(maybe(days()))},
        }
        for meeting in MEETINGS
        if draw(st.integers(0, 8))
    }
    first = draw(pairings(program, "ana", "mo"))
    teams = {"ana-mo": first, "ben-ned": draw(pairings(program, "ben", "ned"))}
    if draw(st.booleans()):
        teams["ana-ned"] = draw(pairings(program, "ana", "ned"))
        teams["ana-ned"]["pairing"]["follows"] = "ana-mo"
        if draw(st.booleans()):
            teams["ana-ola"] = draw(pairings(program, "ana", "ola"))
            teams["ana-ola"]["pairing"]["follows"] = draw(st.sampled_from(["ana-ned", "ana-x"]))
    return Case(program, people, meetings, teams), draw(days())


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
