"""What the records of a pairing show of its people's duties, and what they do not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest
from support.standard import entry, records

from mentorctl.model.agreement import Guide, GuideTask
from mentorctl.model.log import Log, LogEntry, LogKind
from mentorctl.model.record_setting import RecordSetting
from mentorctl.model.showing import titled, verdict
from mentorctl.model.visit import Visit

DAY = dt.date(2026, 10, 6)


def state(check: str, **given: Any) -> str:
    seen = records(**given)
    (team,) = seen.teams.values()
    return verdict(check, team, seen).state


def met(*who: str) -> Log:
    return Log(entries=(msgspec.structs.replace(entry(1, "meeting"), who=who),))


@pytest.mark.parametrize(
    ("check", "who", "said"),
    [
        ("met:mentor+mentee>=1", (), "shown"),
        ("met:mentor+supervisor>=1", (), "short"),
        ("met:mentor+supervisor>=1", ("mentor", "supervisor"), "shown"),
        ("met:mentor+mentee>=1", ("mentor", "supervisor"), "short"),
        ("met:mentor+mentee>=1", ("mentee", "mentor", "supervisor"), "shown"),
    ],
)
def test_a_meeting_shows_only_who_was_there(check: str, who: tuple[str, ...], said: str) -> None:
    assert state(check, log=met(*who)) == said


def test_an_entry_without_times_counts_only_where_its_kind_may_stand_without() -> None:
    kinds: tuple[LogKind, ...] = ("meeting", "email", "release-period")
    log = Log(entries=tuple(LogEntry(id=each, on=DAY, kind=each) for each in kinds))
    for check in (
        "log:meeting>=1",
        "log:email>=1",
        "log:release-period>=1",
        "met:mentor+mentee>=1",
    ):
        assert state(check, log=log) == "short"
    seen = records(log=log)
    setting = RecordSetting(untimed=("email",))
    program = msgspec.structs.replace(seen.program, records={"log": setting})
    (team,) = seen.teams.values()
    said = [
        verdict(check, team, seen._replace(program=program)).state
        for check in ("log:email>=1", "log:meeting>=1")
    ]
    assert said == ["shown", "short"]


def test_a_guide_is_done_when_every_task_is_dated() -> None:
    done, open_ = GuideTask(id="first", done_on=DAY), GuideTask(id="second")
    assert state("guide:all-dated", guide=Guide(tasks=(done,))) == "shown"
    assert state("guide:all-dated", guide=Guide(tasks=(done, open_))) == "short"


def test_a_report_of_a_visit_is_shown_when_it_was_sent() -> None:
    sent, kept = Visit(on=DAY, sent_to_advisor=DAY), Visit(on=DAY)
    assert state("visits:sent", visits={"2026-10-06": sent}) == "shown"
    assert state("visits:sent", visits={"2026-10-06": sent, "2026-10-07": kept}) == "short"


def test_who_met_is_said_in_the_program_s_words() -> None:
    seen = records()
    said = titled("met:mentor+mentee>=1", seen.program, seen.words)
    assert said == "meetings of mentor and protégé in the log, at least 1"
