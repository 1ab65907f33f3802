"""Who is owed what, from who has completed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from render.people import PROGRAM
from support.completed import entry, listed, open_reason

from mentorctl.model.owed import Claim, claims, priced
from mentorctl.model.payments import Payments, Rate

if TYPE_CHECKING:
    from mentorctl.model.program import Program

TWO_OF_TEO = listed(
    entry("ana-ruiz--teo-lindqvist"),
    entry("ben-oduya--teo-lindqvist"),
    entry("cy-marsh--teo-lindqvist", reasons=(open_reason("plan"),)),
)


def paying(*rates: Rate) -> Program:
    return msgspec.structs.replace(PROGRAM, payments=Payments(rates=rates))


def of(claim: Claim) -> list[tuple[str, str | None, Decimal | None]]:
    return [(each.role, each.entry and each.entry.pairing, each.amount) for each in claim.lines]


def test_each_pairing_that_completed_is_owed_for_and_no_other() -> None:
    ines, teo = claims(TWO_OF_TEO, paying(Rate("mentor", "600.50"), Rate("advisor", "85")))
    assert (ines.payee, teo.payee) == ("ines-marsh", "teo-lindqvist")
    assert of(teo) == [
        ("mentor", "ana-ruiz-teo-lindqvist", Decimal("600.50")),
        ("mentor", "ben-oduya-teo-lindqvist", Decimal("600.50")),
    ]
    assert (teo.total, ines.total) == (Decimal("1201.00"), Decimal(170))
    assert teo.number == "2026-2027-teo-lindqvist"


def test_an_amount_for_the_person_is_owed_once() -> None:
    once = Rate("mentor", "400", per="person", service="Meetings")
    _, teo = claims(TWO_OF_TEO, paying(Rate("mentor", "600"), once))
    assert of(teo)[-1] == ("mentor", None, Decimal(400))
    assert teo.lines[-1].service == "Meetings"
    assert teo.total == Decimal(1600)


def test_without_a_rate_the_amounts_are_not_known() -> None:
    ines, teo = claims(TWO_OF_TEO, paying(Rate("mentor", "600")))
    assert teo.total == Decimal(1200)
    assert [line.amount for line in ines.lines] == [None, None]
    assert ines.total is None


def test_who_mentors_one_pairing_and_advises_another_has_one_claim() -> None:
    found = listed(
        entry("ana-ruiz--teo-lindqvist"),
        entry("ben-oduya--ines-marsh", advisor="teo-lindqvist"),
    )
    by_payee = {claim.payee: claim for claim in claims(found, PROGRAM)}
    assert [line.role for line in by_payee["teo-lindqvist"].lines] == ["mentor", "advisor"]


def test_where_nobody_completed_or_advises_nobody_is_owed() -> None:
    once = paying(Rate("mentor", "400", per="person"), Rate("advisor", "400", per="person"))
    assert claims(listed(entry("cy-marsh--teo-l", reasons=(open_reason("x"),))), once) == ()
    (teo,) = claims(listed(entry("ana-ruiz--teo-lindqvist", advisor="")), once)
    assert teo.payee == "teo-lindqvist"


@given(st.lists(st.integers(0, 10**11 - 1), min_size=1, max_size=20))
def test_totals_are_exact_to_the_cent(cents: list[int]) -> None:
    rates = tuple(Rate("mentor", f"{each // 100}.{each % 100:02}") for each in cents)
    (teo,) = claims(listed(entry("ana-ruiz--teo-lindqvist", advisor="")), paying(*rates))
    assert teo.total is not None
    assert teo.total * 100 == sum(cents)


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        ("1250", "$", "$1,250.00"),
        ("0.50", "$", "$0.50"),
        ("1234567.80", "EUR", "EUR\N{NO-BREAK SPACE}1,234,567.80"),
    ],
)
def test_amounts_are_written_as_people_write_them(amount: str, currency: str, written: str) -> None:
    assert priced(Decimal(amount), currency) == written
