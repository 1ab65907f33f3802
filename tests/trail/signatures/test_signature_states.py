"""To the day: how a signature stands that counted when it came into the history."""

from __future__ import annotations

import datetime as dt
from typing import Any

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
)
from mentorctl.model.signature import NEWER, SignatureState, Standing
from mentorctl.trail.ledger.key_register import KeySpan, Register
from mentorctl.trail.ledger.statement_check import JudgedStatement, StatementCheck, entry_id
from mentorctl.trail.signatures.signature_states import Trail, orphans, standings

TEO, IRIS = "teo-lindqvist", "iris-nakamura"
FOLDER = "pairings/2026-2027/amara-okafor-teo-lindqvist"
FILE = f"{FOLDER}/signatures/plan.mentor.yaml"
TODAY = dt.date(2027, 5, 3)
PLAN = Plan(content_area="Art")
RECORDED = recorded_as(PLAN)
PAPER = PaperSignature(dt.date(2026, 10, 1), IRIS, Scan("plan.pdf", "0" * 64))


def signed(at: str = "2026-10-05T16:00:00-05:00", **said: Any) -> SignedStatement:
    return statement(PLAN, f"{FOLDER}/plan.yaml", "mentor", TEO, at, **said)


def stood(
    *given: SignedStatement,
    record: Recorded | None = RECORDED,
    mentor: str | None = TEO,
    owner: str = TEO,
    revoked: dt.date | None = None,
    new: bool = False,
) -> Standing:
    """How statements stand that were right when they came; with a register as it is now."""
    keys = {print_of(TEO): (owner, revoked), print_of(IRIS): (IRIS, None)}
    register = Register(
        {
            mark: KeySpan(person, key_of(person).public_line(), dt.date(2026, 9, 1), day, "c1")
            for mark, (person, day) in keys.items()
        },
        frozenset({IRIS}),
        "c1",
    )
    brought = {
        (FILE, entry_id(each)): JudgedStatement("c2", each.statement.key, "")
        for each in given
        if not new
    }
    check = StatementCheck(register, PROGRAM, register.revoked)
    trail = Trail(PROGRAM, register, brought, check, TODAY)
    team = RecordedTeam(
        id="amara-okafor-teo-lindqvist",
        year="2026-2027",
        folder=FOLDER,
        pairing=PairingFacts(mentee="amara-okafor", mentor=mentor),
        records={"plan.yaml": record} if record else {},
        signatures={"plan.mentor": SignatureFile(given)},
    )
    if record is None:
        return orphans(team, trail)["plan.yaml", "mentor"]
    facts = ProgramFacts(id=PROGRAM, timezone="America/Chicago")
    return standings(team, facts, trail)["plan.yaml", "mentor"]


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
        (recorded_as(Plan(content_area="Law")), "stale", "the record was changed since"),
        (None, "stale", "the record is not there any more"),
        (
            recorded_as(Plan(content_area="Law"))._replace(format=CURRENT + 1),
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
