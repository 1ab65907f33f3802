"""A program that follows Missouri's standards, put together by hand: one pairing, nothing done."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import msgspec
from support.teams import team_of

from mentorctl.model.log import LogEntry
from mentorctl.model.meeting import YearFacts
from mentorctl.model.pairing import Pairing
from mentorctl.model.person import Person
from mentorctl.model.program import Program
from mentorctl.model.record_checks import Records
from mentorctl.model.signature import SignatureState, Standing
from mentorctl.model.standard import Standard
from mentorctl.model.team import Shared, Team
from mentorctl.model.words import Words
from mentorctl.model.years import ProgramYear
from mentorctl.store.parse.reader import examine

__all__ = ["PROGRAM", "STANDARD", "TODAY", "entry", "logged", "records", "signed"]

TEMPLATES = Path(__file__).parents[2] / "templates"
TODAY = dt.date(2027, 4, 27)
PAIRING = Pairing(mentee="ana-ruiz", mentor="teo-lind", starts=dt.date(2026, 9, 1))


def _read(model: Any, *parts: str) -> Any:
    record, faults = examine(TEMPLATES.joinpath(*parts).read_bytes(), model, Words())
    assert record is not None, faults
    return record


STANDARD: Standard = _read(Standard, "standards", "missouri-5-csr-20-400-380.yaml")
PRESET: Program = _read(Program, "programs", "missouri-career-education", "program.yaml")
# a program that says nothing of its own, so that each test says what it is about
PROGRAM = msgspec.structs.replace(
    PRESET, roles=(), phases=(), calendar=(), confidentiality=None, records={}, meetings=()
)


def entry(number: int, kind: Any, on: dt.date = dt.date(2026, 10, 6)) -> LogEntry:
    """One entry of a log."""
    return LogEntry(id=f"e-{number}", on=on, from_="15:00", to="15:45", kind=kind)


def logged(kind: Any, count: int) -> tuple[LogEntry, ...]:
    """So many entries of a kind."""
    return tuple(entry(number, kind) for number in range(count))


def signed(*entries: str, state: SignatureState = SignatureState.VALID) -> dict[Any, Standing]:
    """How the signatures of both stand on entries of the log."""
    return {
        (f"log.yaml#{name}", role): Standing("log.yaml", role, "", state)
        for name in entries
        for role in ("mentor", "mentee")
    }


def records(
    *,
    program: dict[str, Any] | None = None,
    mentor: dict[str, Any] | None = None,
    year: dict[str, Any] | None = None,
    others: dict[str, Team] | None = None,
    today: dt.date = TODAY,
    **team: Any,
) -> Records:
    """What checks look at: the pairing `one` with these records, in a program of these settings."""
    rules = msgspec.structs.replace(PROGRAM, **(program or {}))
    people = {
        "ana-ruiz": Person(name="Ana Ruiz", position="Welding teacher", content_area="Welding"),
        "teo-lind": Person(name="Teo Lind", **(mentor or {})),
    }
    one = team_of(
        "one",
        rules.year,
        f"pairings/{rules.year}/one",
        **{"pairing": PAIRING, **team},
    )
    facts = YearFacts(**year) if year is not None else None
    span = ProgramYear(rules.year, rules.year_starts)
    shared = Shared(meetings={}, year=facts)
    teams = {"one": one, **(others or {})}
    return Records(rules, span, shared, people, teams, today, Words(rules.terms))
