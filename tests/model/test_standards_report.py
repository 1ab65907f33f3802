"""Missouri's standards, item by item: what the records show, what is declared, and the gap."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import pytest
from support.standard import PAIRING, PRESET, STANDARD, TODAY, entry, logged, records, signed
from support.teams import team_of

from mentorctl.model.agreement import Training, Trainings
from mentorctl.model.experience import Experience
from mentorctl.model.log import Conferences, Log, LogEntry, Reflection
from mentorctl.model.meeting import ExitInterviews
from mentorctl.model.payments import Payments, Rate
from mentorctl.model.plan import Outcome, Plan, PlannedExperience
from mentorctl.model.program import Role
from mentorctl.model.record_setting import RecordSetting
from mentorctl.model.requirements import Confidentiality, TrainingSetting
from mentorctl.model.showing import UnknownCheck, look, parse, verdict
from mentorctl.model.signature import SignatureState
from mentorctl.model.standard import Answer, Evidence
from mentorctl.model.standards_evidence import Shelf
from mentorctl.model.standards_report import ItemRow, judged

if TYPE_CHECKING:
    from mentorctl.model.team import Team

FILE = "standards/evidence/handbook.pdf"
DAY = dt.date(2026, 9, 17)
SHELF = Shelf({FILE}, {"noor-haddad"}, dt.date(2026, 7, 1), TODAY)
ITEMS = {item.id: (part, item) for part in STANDARD.parts for item in part.items}
SOUND = Answer(met="yes", evidence=(Evidence(file=FILE, on=DAY),))


class Shows(NamedTuple):
    """Records that show an item, and records that show that it falls short (if they can)."""

    good: dict[str, Any]
    bad: dict[str, Any] | None = None


def two_years(second: str | None = "Leads a chapter") -> Plan:
    first = Outcome(year=1, indicator="Classroom Management", outcome="Prevents disruptions")
    return Plan(outcomes=(first, Outcome(year=2, indicator="Leadership", outcome=second)))


def log(*entries: Any) -> Log:
    return Log(entries=tuple(entries))


def reflected() -> Log:
    said = Reflection(plus="The shop was quiet")
    return log(msgspec.structs.replace(entry(1, "meeting"), reflection=said))


def talked(before: int = 5, after: int = 7) -> LogEntry:
    """An observation on October 6 with the talks around it."""
    days = Conferences(before=dt.date(2026, 10, before), after=dt.date(2026, 10, after))
    return msgspec.structs.replace(entry(1, "observation-of-mentee"), conferences=days)


TRAINING = TrainingSetting(code="M 1", title="Observing", role="mentor")
TRAINED = Trainings(taken=(Training(code="M 1", person="teo-lind", on=DAY),))
BOTH = {"log": RecordSetting(signed_by=("mentor", "mentee"))}
DUTIES = tuple(
    Role(id=name, title=name, duties=("Listens",)) for name in ("mentor", "mentee", "administrator")
)
PLANNED = tuple(PlannedExperience(slot=at, catalogue=at) for at in range(1, 5))
EVALUATED = {"evaluation_mailed": dt.date(2027, 4, 1), "evaluation_closed": dt.date(2027, 4, 8)}
LEFT = ExitInterviews(collected_on=DAY, count=2, anonymous="yes")
OBSERVED: dict[str, Any] = {"log": log(*logged("observation-of-master", 4))}
RELEASED: dict[str, Any] = {"log": log(*logged("release-period", 4))}

SHOWN = {
    "b-2": Shows({"program": {"calendar": PRESET.calendar}}),
    "b-3": Shows({"year": EVALUATED}, {"year": {"evaluation_mailed": dt.date(2027, 4, 1)}}),
    "b-5": Shows(
        {"year": {"exit_interviews": LEFT}},
        {"year": {"exit_interviews": msgspec.structs.replace(LEFT, anonymous="no")}},
    ),
    "c-2": Shows({"plan": two_years()}, {"plan": two_years(None)}),
    "c-4": Shows({"plan": two_years()}),
    "c-6": Shows({"log": log(talked())}, {"log": log(*logged("observation-of-mentee", 1))}),
    "c-7": Shows({"plan": Plan(experiences=PLANNED)}, {"plan": Plan(experiences=PLANNED[:3])}),
    "c-8": Shows(OBSERVED, {"log": log()}),
    "d-1-a": Shows({"mentor": {"experience_years": 4}}, {"mentor": {"experience_years": 3}}),
    "d-1-d": Shows({"mentor": {"content_area": "welding"}}, {"mentor": {"content_area": "FCS"}}),
    "d-2-a": Shows(RELEASED, {"log": log()}),
    "e-1": Shows(
        {"program": {"confidentiality": Confidentiality(evaluation="not-evaluation", text="No.")}},
        {"program": {"confidentiality": Confidentiality(evaluation="may-feed", text="May.")}},
    ),
    "e-4": Shows({"program": {"phases": PRESET.phases}}),
    "e-12": Shows({"log": reflected()}),
    "e-13": Shows(
        {
            "program": {"records": BOTH},
            "log": log(*logged("meeting", 2)),
            "standings": signed("e-0", "e-1"),
        },
        {
            "program": {"records": BOTH},
            "log": log(*logged("meeting", 2)),
            "standings": {**signed("e-0"), **signed("e-1", state=SignatureState.STALE)},
        },
    ),
    "f-1": Shows({"program": {"roles": DUTIES}}),
    "g-2": Shows({"program": {"payments": Payments(rates=(Rate(role="mentor", amount="600"),))}}),
    "g-3": Shows(RELEASED, {"log": log(*logged("release-period", 3))}),
    "g-4": Shows(OBSERVED, {"log": log(*logged("observation-of-master", 3))}),
    "g-5": Shows({"log": log(*logged("conference", 1))}, {"log": log()}),
} | dict.fromkeys(
    ("e-2", "e-3", "e-5"),
    Shows(
        {"program": {"trainings": (TRAINING,)}, "trainings": TRAINED},
        {"program": {"trainings": (TRAINING,)}},
    ),
)


def row(item: str, answer: Answer | None = None, **given: Any) -> ItemRow:
    part, about = ITEMS[item]
    seen = records(**given)
    return judged(about, part, [look(check, seen) for check in about.shown_by], answer, SHELF)


def test_the_items_are_the_rule_s() -> None:
    letters = {part.letter: len(part.items) for part in STANDARD.parts}
    assert letters == {"(A)": 7, "(B)": 7, "(C)": 9, "(D)": 9, "(E)": 13, "(F)": 1, "(G)": 5}
    numbers = [item.number for item in STANDARD.items]
    assert numbers == [
        *(f"(A){at}" for at in range(1, 8)),
        *(f"(B){at}" for at in range(1, 8)),
        *(f"(C){at}" for at in range(1, 10)),
        *(f"(D)1.{letter}" for letter in "ABCDEF"),
        *(f"(D)2.{letter}" for letter in "ABC"),
        *(f"(E){at}" for at in range(1, 14)),
        "(F)",
        *(f"(G){at}" for at in range(1, 6)),
    ]  # fmt: skip
    assert len(ITEMS) == 51
    assert {item for item, (_, about) in ITEMS.items() if about.shown_by} == set(SHOWN)


@pytest.mark.parametrize("item", ITEMS)
def test_with_nothing_declared_and_nothing_recorded_it_is_open(item: str) -> None:
    found = row(item)
    assert found.state == "open"
    assert found.gap
    assert found.todo


@pytest.mark.parametrize("item", ITEMS)
def test_evidence_added_and_taken_away(item: str) -> None:
    assert row(item, SOUND).state == "declared-with-evidence"
    assert row(item, SOUND).gap == ()
    claimed = row(item, Answer(met="yes"))
    assert (claimed.state, claimed.gap[-1]) == ("open", "declared without evidence")
    for spoilt in (
        Evidence(file="standards/evidence/gone.pdf", on=DAY),
        Evidence(file=FILE, on=dt.date(2026, 6, 30)),
        Evidence(file=FILE, on=dt.date(2027, 4, 28)),
        Evidence(file=FILE),
        Evidence(note="it is in the handbook", on=DAY),
        Evidence(person="nobody", on=DAY),
        Evidence(link="handbook", on=DAY),
    ):
        assert row(item, Answer(met="yes", evidence=(spoilt,))).state == "open"
        # what does not hold takes nothing from what does
        both = Answer(met="yes", evidence=(spoilt, *SOUND.evidence))
        assert row(item, both).state == "declared-with-evidence"


@pytest.mark.parametrize("item", ITEMS)
def test_what_the_program_says_itself_is_believed_when_it_says_less(item: str) -> None:
    assert row(item, Answer(met="partly", evidence=SOUND.evidence)).state == "partly"
    assert row(item, Answer(met="no", evidence=SOUND.evidence)).state == "open"


@pytest.mark.parametrize("item", SHOWN)
def test_records_show_it_or_a_part_of_it(item: str) -> None:
    found = row(item, **SHOWN[item].good)
    enough = ITEMS[item][1].enough == "yes"
    assert found.state == ("evidenced-by-records" if enough else "partly")
    assert all(showing.holds for showing in found.showings)
    assert row(item, Answer(met="no"), **SHOWN[item].good).state == "partly"
    if not enough:
        assert row(item, SOUND, **SHOWN[item].good).state == "declared-with-evidence"


@pytest.mark.parametrize("item", [item for item, each in SHOWN.items() if each.bad is not None])
def test_records_that_fall_short_outweigh_what_is_declared(item: str) -> None:
    bad = SHOWN[item].bad
    assert bad is not None
    assert not row(item, **bad).is_met
    assert row(item, SOUND, **bad).state == "partly"
    assert row(item, SOUND, **bad).gap


def test_every_pairing_that_takes_part_is_asked() -> None:
    def other(**changes: Any) -> dict[str, Team]:
        pairing = msgspec.structs.replace(PAIRING, **changes)
        return {"two": team_of("two", "2026-2027", "p/two", pairing=pairing)}

    (gap,) = row("g-4", **OBSERVED, others=other()).gap
    assert gap.endswith("(observation of master): 1 of 2 pairings; not two (there is no log)")
    for changes in (
        {"state": "withdrawn"},
        {"state": "reassigned"},
        {"starts": dt.date(2027, 5, 1)},
    ):
        assert row("g-4", **OBSERVED, others=other(**changes)).state == "evidenced-by-records"


def test_what_was_logged_before_a_reassignment_counts_along() -> None:
    before = team_of(
        "first",
        "2026-2027",
        "p/first",
        pairing=msgspec.structs.replace(PAIRING, mentor="gail-roe", state="reassigned"),
        log=log(*logged("observation-of-master", 3)),
    )
    pairing = msgspec.structs.replace(PAIRING, follows="first")
    after = log(entry(9, "observation-of-master"))
    found = row("g-4", pairing=pairing, log=after, others={"first": before})
    assert found.state == "evidenced-by-records"


@pytest.mark.parametrize("on", [dt.date(2026, 6, 30), dt.date(2027, 4, 28)])
def test_what_was_logged_in_another_year_or_later_does_not_count(on: dt.date) -> None:
    entries = [entry(number, "release-period", on) for number in range(4)]
    assert row("g-3", log=log(*entries)).state == "open"


@pytest.mark.parametrize(
    ("need", "state"),
    [
        ("experiences/1:achieved", "shown"),
        ("experiences/2:achieved", "silent"),
        ("guide:signed_off.on", "silent"),
        ("meetings/kickoff:attended", "silent"),
    ],
)
def test_a_need_is_a_check_too(need: str, state: str) -> None:
    seen = records(experiences={"1": Experience(slot=1, achieved=DAY)})
    assert verdict(need, seen.teams["one"], seen).state == state


@pytest.mark.parametrize(
    "text",
    ["", "plan", "log", "log:dancing>=1", "duties", "same-position>=2", "log:meeting>=0",
     "log:meeting+>=1", "plan two-years"],
)  # fmt: skip
def test_a_misspelt_check_is_refused(text: str) -> None:
    with pytest.raises(UnknownCheck):
        parse(text)


@pytest.mark.parametrize(("before", "after"), [(7, 8), (4, 5)])
def test_a_talk_before_comes_before_and_one_after_it_after(before: int, after: int) -> None:
    found = row("c-6", log=log(talked(before, after)))
    assert not all(showing.holds for showing in found.showings)


@pytest.mark.parametrize(
    ("minutes", "periods", "holds"),
    [(None, 1, False), (45, 1, False), (45, 4, True), (46, 4, False)],
)
def test_release_time_is_counted_in_class_periods(
    minutes: int | None, periods: int, holds: bool
) -> None:
    # each of these entries is of 45 minutes
    program = {"class_period": minutes}
    found = row("g-3", program=program, log=log(*logged("release-period", periods)))
    assert all(showing.holds for showing in found.showings) is holds


def test_one_long_entry_can_be_all_of_the_periods() -> None:
    morning = msgspec.structs.replace(entry(1, "release-period"), from_="08:00", to="11:20")
    assert (
        row("g-3", program={"class_period": 50}, log=log(morning)).state == "evidenced-by-records"
    )
    assert row("g-3", log=log(morning)).state != "evidenced-by-records"


def test_a_role_of_another_name_can_stand_for_the_administrator() -> None:
    own = (*DUTIES[:2], Role(id="principal", title="Principal", duties=("Frees time",)))
    assert not all(each.holds for each in row("f-1", program={"roles": own}).showings)
    named = (*DUTIES[:2], Role(id="principal", title="Principal", duties=("Frees time",),
                               stands_for="administrator"))  # fmt: skip
    found = row("f-1", program={"roles": named})
    assert all(each.holds for each in found.showings)
    # nobody but the program can say that three invented duties are the complete list
    assert found.state == "partly"
