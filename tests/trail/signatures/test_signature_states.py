"""To the day: how a signature stands that counted when it came into the history."""

from __future__ import annotations

import datetime as dt
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from support.keys import key_of
from support.trails import PROGRAM, print_of, recorded_as, statement

from mentorctl.model.formats import CURRENT
from mentorctl.model.plan import Plan
from mentorctl.model.recorded import (
    PairingFacts,
    PaperSignature,
    ProgramFacts,
    Recorded,
    RecordedTeam,
    Scan,
    SignatureFile,
    SignedStatement,
    SignedSurroundings,
)
from mentorctl.model.signature import NEWER, SignatureState, Standing
from mentorctl.model.surroundings import VERSION
from mentorctl.trail.ledger.displaced import stood_mark
from mentorctl.trail.ledger.merged_values import mark_of
from mentorctl.trail.ledger.statement_check import JudgedStatement, StatementCheck, entry_id
from mentorctl.trail.register.key_register import KeySpan, Register
from mentorctl.trail.signatures.signature_states import (
    Trail,
    misplaced,
    orphans,
    signable,
    standings,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

TEO, IRIS = "teo-lindqvist", "iris-nakamura"
FOLDER = "pairings/2026-2027/amara-okafor-teo-lindqvist"
PEOPLE = f"{FOLDER}/pairing.yaml"
ASKED = {"plan": {"signed_by": ["mentor"]}, "log": {"signed_by": ["mentor"]}}
FACTS = msgspec.convert({"id": PROGRAM, "timezone": "UTC", "records": ASKED}, ProgramFacts)
CHANGED = recorded_as(Plan(content_area="Law"))
TODAY = dt.date(2027, 5, 3)
PLAN = Plan(content_area="Art")
RECORDED = recorded_as(PLAN)
PAPER = PaperSignature(dt.date(2026, 10, 1), IRIS, Scan("plan.pdf", "0" * 64))


def signed(
    at: str = "2026-10-05T16:00:00-05:00", role: str = "mentor", **said: Any
) -> SignedStatement:
    return statement(PLAN, f"{FOLDER}/plan.yaml", role, TEO, at, **said)


def stood(
    *given: SignedStatement,
    record: Recorded | None = RECORDED,
    mentor: str | None = TEO,
    owner: str = TEO,
    revoked: dt.date | None = None,
    new: bool = False,
    role: str = "mentor",
    team: Mapping[str, Any] = MappingProxyType({}),
    **told: Any,
) -> Standing:
    """How statements stand that were right when they came; with a register as it is now."""
    keys = {print_of(TEO): (owner, revoked), print_of(IRIS): (IRIS, None)}
    file = f"{FOLDER}/signatures/plan.{role}.yaml"
    register = Register(
        {
            mark: KeySpan(person, key_of(person).public_line(), dt.date(2026, 9, 1), day, "c1")
            for mark, (person, day) in keys.items()
            if person
        },
        frozenset({IRIS}),
        "c1",
    )
    brought = {
        (file, entry_id(each)): JudgedStatement("c2", each.statement.key, "")
        for each in given
        if not new
    }
    check = StatementCheck(register, PROGRAM, register.revoked)
    trail = Trail(PROGRAM, register, brought, check, TODAY, **told)
    pairing: dict[str, Any] = {
        "id": "amara-okafor-teo-lindqvist",
        "year": "2026-2027",
        "folder": FOLDER,
        "pairing": PairingFacts(mentee="amara-okafor", mentor=mentor),
        "records": {"plan.yaml": record} if record else {},
        "signatures": {f"plan.{role}": SignatureFile(given)},
    }
    held = RecordedTeam(**pairing | dict(team))
    found, gone = standings(held, FACTS, trail), orphans(held, trail)
    # each signature is told of once
    (told_of,) = [each["plan.yaml", role] for each in (found, gone) if each]
    return told_of


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2027-02-28T23:59:59-05:00", ""),
        ("2027-03-01T00:00:00-05:00", "its key was revoked as of 2027-03-01"),
        ("2027-03-02T00:00:00-05:00", "its key was revoked as of 2027-03-01"),
    ],
)
def test_a_key_revoked_since_takes_what_was_signed_from_that_day_on(at: str, said: str) -> None:
    found = stood(signed(at), revoked=dt.date(2027, 3, 1))
    assert (found.why, found.state) == (
        said, SignatureState.INVALID if said else SignatureState.VALID
    )  # fmt: skip


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        ("2027-05-03T23:59:59-05:00", True),
        # where the signer is, tomorrow may have begun
        ("2027-05-04T23:59:59-05:00", True),
        ("2027-05-05T00:00:00-05:00", False),
    ],
)
def test_what_is_dated_in_the_future_has_not_been_given(at: str, counts: bool) -> None:
    found = stood(signed(at))
    assert found.why == ("" if counts else f"it is dated in the future, {at}")
    assert (found.state is SignatureState.VALID) == counts


def test_a_statement_that_is_not_in_the_history_is_judged_as_of_now() -> None:
    assert stood(signed(), new=True).state is SignatureState.VALID
    late = stood(signed(), new=True, revoked=dt.date(2027, 3, 1))
    assert late.why == "its key was revoked as of 2027-03-01"


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ({"owner": IRIS}, f"its key {print_of(TEO)} is not registered as {TEO}'s"),
        ({"owner": ""}, f"its key {print_of(TEO)} is not registered as {TEO}'s"),
        ({"mentor": "bo-finch"}, f"{TEO} signed it, and bo-finch is the mentor here"),
        ({"mentor": None}, f"{TEO} signed it, and nobody is the mentor here"),
    ],
)
def test_who_no_longer_is_who_they_were_is_named(now: dict[str, Any], said: str) -> None:
    found = stood(signed(), **now)
    assert (found.state, found.why) == (SignatureState.INVALID, said)


@pytest.mark.parametrize(
    ("record", "state", "why"),
    [
        (RECORDED, "valid", ""),
        (CHANGED, "stale", "the record was changed since"),
        (CHANGED._replace(format=CURRENT), "stale", "the record was changed since"),
        (None, "stale", "the record is not there any more"),
        (
            CHANGED._replace(format=CURRENT + 1),
            "unknown",
            NEWER.why,
        ),
    ],
)
def test_a_signature_holds_while_the_record_says_what_was_signed(
    record: Recorded | None, state: str, why: str
) -> None:
    found = stood(signed(), record=record)
    assert (found.state.value, found.why, found.commit) == (state, why, "c2")


def test_what_was_said_last_holds_in_whatever_order_it_stands() -> None:
    first = signed("2026-10-05T16:00:00-05:00")
    last = signed("2026-10-06T16:00:00-05:00", declined="not what we talked about")
    for order in ((first, last), (last, first)):
        found = stood(*order)
        assert (found.state, found.why) == (SignatureState.DECLINED, "not what we talked about")
    at_once = signed("2026-10-06T16:00:00-05:00")
    assert stood(last, at_once).state is SignatureState.VALID
    assert stood(at_once, last).state is SignatureState.DECLINED
    # one that counts for nothing takes nothing back
    bad = signed("2026-10-07T16:00:00-05:00", by=IRIS, key=print_of(IRIS))
    assert stood(first, bad).state is SignatureState.VALID


def test_paper_is_told_with_who_attested_it() -> None:
    found = stood(signed(by=IRIS, key=print_of(IRIS), paper=PAPER))
    assert (found.state, found.why) == (
        SignatureState.ATTESTED, f"on paper, attested by {IRIS}"
    )  # fmt: skip


def test_paper_on_what_was_changed_since_is_told_with_who_attested_it() -> None:
    paper = signed(by=IRIS, key=print_of(IRIS), paper=PAPER)
    assert stood(paper, record=CHANGED).attested_by == IRIS
    assert stood(signed(), record=CHANGED).attested_by == ""


def test_what_only_a_newer_toolkit_reads_is_left_to_it() -> None:
    newer = SignedSurroundings(VERSION + 1, "0" * 64)
    for each in (
        stood(signed(format=CURRENT + 1), record=CHANGED),
        stood(signed(context=newer)),
    ):
        assert (each.state, each.why) == (SignatureState.UNKNOWN, NEWER.why)


def test_what_a_form_takes_from_elsewhere_is_not_taken_on_trust() -> None:
    found = stood(signed(context=SignedSurroundings(VERSION, "0" * 64)))
    assert found.state is SignatureState.UNKNOWN
    assert found.why == "nobody has looked at what its form takes from elsewhere"


MADE = f"{TEO} was made the mentor here by somebody who may not"
MENTOR = ("mentor",)


@pytest.mark.parametrize(
    ("mentor", "marks", "why"),
    [
        (TEO, [mark_of(("advisor",), TEO)], ""),
        (TEO, [mark_of(MENTOR, TEO)], MADE),
        (TEO, [mark_of(MENTOR, TEO), stood_mark(MENTOR, "bo-finch")],
         f"{TEO} signed it, and bo-finch is the mentor here"),
        (TEO, [stood_mark(MENTOR, "bo-finch")], ""),
        ("bo-finch", [mark_of(MENTOR, "bo-finch"), stood_mark(MENTOR, TEO)], ""),
        ("bo-finch", [mark_of(MENTOR, "bo-finch")], MADE.replace(TEO, "bo-finch")),
        (None, [stood_mark(MENTOR, TEO)], ""),
        (None, [mark_of(MENTOR, TEO)], f"{TEO} signed it, and nobody is the mentor here"),
    ],
)  # fmt: skip
def test_who_rightly_is_in_a_pairing_signs(mentor: str | None, marks: list[str], why: str) -> None:
    found = stood(signed(), mentor=mentor, unproven={PEOPLE: marks})
    assert (found.state is SignatureState.VALID, found.why) == (not why, why)


@pytest.mark.parametrize(
    ("role", "holds", "state", "why"),
    [
        ("principal", True, "valid", ""),
        ("principal", False, "invalid", f"{TEO} does not hold the role principal"),
        ("principal", None, "unknown", f"people/{TEO}.yaml cannot be read"),
        ("mentor", None, "unknown", f"{PEOPLE} cannot be read"),
    ],
)
def test_who_holds_a_role_may_not_be_known(
    role: str, holds: bool | None, state: str, why: str
) -> None:
    found = stood(
        signed(role=role), role=role, holds=lambda _person, _role: holds, team={"pairing": None}
    )
    assert (found.state.value, found.why) == (state, why)


def test_what_is_said_of_somebodys_file_holds_for_no_side_of_a_pairing() -> None:
    assert stood(signed(), holds=lambda _person, _role: None).state is SignatureState.VALID


@pytest.mark.parametrize(
    ("told", "on"),
    [
        ([(TEO, "2026-10-05T16:00:01-05:00", "no")], "2026-10-05T16:00:01-05:00"),
        ([(TEO, "2026-10-05T16:00:00-05:00", "no")], ""),
        ([(TEO, "2026-10-05T15:59:59-05:00", "no")], ""),
        ([(IRIS, "2026-10-06T16:00:00-05:00", "no")], ""),
        ([(TEO, "2026-10-07T16:00:00-05:00", "no"), (TEO, "2026-10-06T16:00:00-05:00", "not yet")],
         "2026-10-07T16:00:00-05:00"),
        ([(TEO, "2026-10-06T16:00:00-05:00", "not yet"), (TEO, "2026-10-07T16:00:00-05:00", "no")],
         "2026-10-07T16:00:00-05:00"),
    ],
)  # fmt: skip
def test_a_later_refusal_of_the_same_person_stands(
    told: list[tuple[str, str, str]], on: str
) -> None:
    found = stood(signed(), declined={(f"{FOLDER}/plan.yaml", "mentor"): told})
    if on:
        assert (found.state, found.why) == (SignatureState.DECLINED, "no")
        assert found.on == dt.datetime.fromisoformat(on)
    else:
        assert found.state is SignatureState.VALID


def test_who_refused_and_signed_nothing_has_refused() -> None:
    told = {(f"{FOLDER}/plan.yaml", "mentor"): [(TEO, "2026-10-05T16:00:00-05:00", "no")]}
    found = stood(declined=told)
    assert (found.state, found.why, found.person) == (SignatureState.DECLINED, "no", TEO)
    missing = stood(declined=told, mentor=None)
    assert (missing.state, missing.person) == (SignatureState.MISSING, "")


def test_of_signatures_that_count_for_nothing_the_last_is_told() -> None:
    bad = [signed(by=IRIS, key=print_of(IRIS)), signed("2027-06-01T16:00:00-05:00")]
    assert stood(*bad).why == "it is dated in the future, 2027-06-01T16:00:00-05:00"
    assert "is not registered as" in stood(*reversed(bad)).why


def test_what_cannot_be_read_is_not_said_to_be_missing() -> None:
    given = [signed("2026-10-05T16:00:00-05:00"), signed("2026-10-06T16:00:00-05:00")]
    record = stood(*given, record=None, team={"unread": {"plan.yaml"}})
    assert (record.state, record.why) == (
        SignatureState.UNKNOWN, f"{FOLDER}/plan.yaml cannot be read"
    )  # fmt: skip
    assert record.on == dt.datetime.fromisoformat("2026-10-06T16:00:00-05:00")
    file = "signatures/plan.mentor.yaml"
    own = stood(team={"signatures": {}, "unread": {file}})
    assert (own.state, own.why, own.person) == (
        SignatureState.UNKNOWN, f"{FOLDER}/{file} cannot be read", TEO
    )  # fmt: skip


def kind_in(path: str) -> str:
    return "experience" if path.startswith("experiences/") else path.partition(".")[0]


def test_entries_of_a_log_stand_like_records() -> None:
    trail = Trail(PROGRAM, Register(), {}, StatementCheck(None, PROGRAM), TODAY)
    entry = statement(PLAN, f"{FOLDER}/log.yaml#b", "mentor", TEO)
    here = statement(PLAN, "plan.yaml", "mentor", TEO)
    team = RecordedTeam(
        id="amara-okafor-teo-lindqvist",
        year="2026-2027",
        folder=FOLDER,
        pairing=PairingFacts(mentor=TEO),
        records=dict.fromkeys(
            ("experiences/2.yaml", "log.yaml#b", "plan.yaml", "log.yaml#a", "experiences/1.yaml"),
            RECORDED,
        ),
        signatures={"log.mentor": SignatureFile((entry,)), "plan.mentor": SignatureFile((here,))},
    )
    team.records |= {path: each._replace(kind=kind_in(path)) for path, each in team.records.items()}
    # entries as their file has them
    assert [path for _, path, _ in signable(team)] == [
        "plan.yaml", "experiences/1.yaml", "experiences/2.yaml", "log.yaml#b", "log.yaml#a",
    ]  # fmt: skip
    assert [(name, signed) for name, signed, _ in misplaced(team, trail)] == [
        ("signatures/plan.mentor.yaml", here)
    ]
    del team.records["log.yaml#b"]
    assert list(orphans(team, trail)) == [("log.yaml#b", "mentor")]
    team.unread.add("log.yaml")
    assert not orphans(team, trail)
    assert standings(team, FACTS, trail)["log.yaml#b", "mentor"].state is SignatureState.UNKNOWN
