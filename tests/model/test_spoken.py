"""How people name things: records of a pairing, and experiences by their number."""

from __future__ import annotations

import pytest

from mentorctl.model.spoken import record_spelled
from mentorctl.model.words import Words


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("1", "experiences/1"),
        ("Experience 2", "experiences/2"),
        ("plan.yaml", "plan"),
        # a year, or the start of a day, may be part of another record's name
        ("2026", "2026"),
        ("visits/2026-11-10", "visits/2026-11-10"),
    ],
)
def test_a_number_alone_is_an_experience(given: str, meant: str) -> None:
    assert record_spelled(Words(), given) == meant
