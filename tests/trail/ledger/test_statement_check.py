"""To the day: when a key begins to count, when it ends, and who may vouch for what."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest
from support.keys import key_of
from support.trails import PROGRAM, changed, print_of, statement

from mentorctl.model.plan import Plan
from mentorctl.model.recorded import PaperSignature, Scan, SignedStatement
from mentorctl.trail.ledger.statement_check import (
    JudgedStatement,
    StatementCheck,
    entry_id,
    says_more,
)
from mentorctl.trail.register.key_register import KeySpan, Register

TEO, IRIS = "teo-lindqvist", "iris-nakamura"
FOLDER = "pairings/2026-2027/amara-okafor-teo-lindqvist"
FILE = f"{FOLDER}/signatures/plan.mentor.yaml"
ADDED, REVOKED = dt.date(2026, 9, 1), dt.date(2027, 3, 1)
PAPER = PaperSignature(dt.date(2026, 10, 1), IRIS, Scan("evidence/plan.pdf", "0" * 64))


def register(revoked: dt.date | None = REVOKED) -> Register:
    spans = {
        print_of(each): KeySpan(each, key_of(each).public_line(), ADDED, day, "c1")
        for each, day in ((TEO, revoked), (IRIS, None))
    }
    return Register(spans, frozenset({IRIS}), "c1")


def signed(
    at: str = "2026-10-05T16:00:00-05:00",
    path: str = f"{FOLDER}/plan.yaml",
    role: str = "mentor",
    **said: Any,
) -> SignedStatement:
    return statement(Plan(), path, role, TEO, at, **said)


def fault(given: SignedStatement, path: str = FILE, **gone: frozenset[str]) -> str:
    found = StatementCheck(register(), PROGRAM, **gone)(path, given, "c2")
    assert found.commit == "c2"
    return found.fault


@pytest.mark.parametrize(
    ("at", "said"),
    [
        # whoever lives ahead of the program's days may sign a day before their key's first
        ("2026-08-30T23:59:59-05:00", f"its key was registered only on {ADDED}"),
        ("2026-08-31T00:00:00-05:00", ""),
        ("2026-09-01T08:00:00-05:00", ""),
        ("2027-02-28T23:59:59-05:00", ""),
        ("2027-03-01T00:00:00-05:00", f"its key was revoked as of {REVOKED}"),
        ("2027-03-02T08:00:00-05:00", f"its key was revoked as of {REVOKED}"),
        # the day is the signer's own
        ("2027-03-01T00:30:00+14:00", f"its key was revoked as of {REVOKED}"),
        ("2026-10-05T16:00:00", "its time '2026-10-05T16:00:00' is no time with an offset"),
        ("tomorrow", "its time 'tomorrow' is no time with an offset"),
    ],
)
def test_a_key_counts_from_its_first_day_and_no_more_on_the_day_it_is_revoked(
    at: str, said: str
) -> None:
    assert fault(signed(at)) == said


def test_a_key_that_is_gone_signs_nothing_whatever_day_is_claimed() -> None:
    assert fault(signed(), gone=frozenset({print_of(TEO)})) == (
        f"its key was revoked as of {REVOKED}"
    )
    assert fault(signed(), gone=frozenset({print_of(IRIS)})) == ""


def test_what_is_right_has_its_key_and_no_fault() -> None:
    found = StatementCheck(register(), PROGRAM)(FILE, signed(), "c2")
    assert found == JudgedStatement("c2", print_of(TEO), "")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (changed(signed(), role="advisor"), "it does not sign this text"),
        (signed(program="mp-aaaaaa"), "it was signed for another program"),
        (
            signed(path=f"{FOLDER}/log.yaml"),
            f"it was signed for {FOLDER}/log.yaml as mentor, and put here",
        ),
        (signed(path="plan.yaml"), "it was signed for plan.yaml as mentor, and put here"),
        (signed(role="advisor"), f"it was signed for {FOLDER}/plan.yaml as advisor, and put here"),
        (
            signed(key=print_of(IRIS)),
            f"the statement names the key {print_of(IRIS)}, and {print_of(TEO)} signed it",
        ),
        (signed(by=IRIS), f"the key is {IRIS}'s, not {TEO}'s"),
        (
            signed(by="noor-haddad"),
            f"the key {print_of('noor-haddad')} was registered for nobody when it was signed",
        ),
    ],
    ids=[
        "edited", "another program", "another record", "of no pairing", "another role",
        "another key named", "another person's key", "key of nobody",
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(given: SignedStatement, said: str) -> None:
    assert fault(given) == said


def test_only_a_coordinator_vouches_for_paper() -> None:
    found = StatementCheck(register(), PROGRAM)(FILE, signed(by=IRIS, paper=PAPER))
    assert (found.fault, found.paper) == ("", True)
    theirs = PaperSignature(PAPER.signed_on, TEO, PAPER.scan)
    assert fault(signed(paper=theirs)) == (
        f"{TEO} is no coordinator, who alone can vouch for paper"
    )


def test_what_lies_in_no_pairing_is_signed_for_none() -> None:
    assert fault(signed(path="plan.yaml"), "signatures/plan.mentor.yaml") == (
        "it was signed for plan.yaml as mentor, and put here"
    )


@pytest.mark.parametrize(
    ("more", "is_more"),
    [
        ({}, False),
        ({"paper": None, "context": None}, False),
        ({"paper": {"signed_on": "2026-10-01", "scan": {"file": "plan.pdf"}}}, False),
        ({"context": {"version": 1, "sha256": "0"}}, False),
        ({"on": "approval"}, True),
        ({"paper": {"by": "hand"}}, True),
        ({"paper": {"scan": {"pages": 2}}}, True),
        ({"context": {"pages": 2}}, True),
    ],
)
def test_a_statement_that_says_more_is_told_from_others(
    more: dict[str, Any], is_more: bool
) -> None:
    assert says_more(msgspec.json.encode({"program": PROGRAM, "role": "mentor"} | more)) == is_more


def test_statements_are_told_apart_by_text_and_signature() -> None:
    one = signed()
    others = [
        msgspec.structs.replace(one, signature=f"A{one.signature}"),
        msgspec.structs.replace(one, said=signed(role="advisor").said),
        # where the one ends and the other begins
        msgspec.structs.replace(one, said=b"1", signature="2x"),
        msgspec.structs.replace(one, said=b"12", signature="x"),
    ]
    assert len({entry_id(each) for each in (one, *others)}) == 5
    wrapped = msgspec.structs.replace(one, signature=one.signature.replace("\n", " \n\n"))
    assert entry_id(wrapped) == entry_id(one)
