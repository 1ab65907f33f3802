from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorctl.model.family_name import family_order


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Amara Okafor", "okafor"),
        ("Okafor, Amara", "okafor"),
        ("Marcus T. Whitfield Jr.", "whitfield"),
        ("Ruth Adeyemi, PhD", "adeyemi"),
        ("Renée St. Clair", "st. clair"),
        ("Ada von der Lind", "von der lind"),
        ("Van Morris", "morris"),
        ("José Núñez", "nunez"),
        ("Oksana Kovalenko (Оксана Коваленко)", "kovalenko"),
        ('William "Bill" Ames', "ames"),
        ("Cher", "cher"),
        ("Jr.", "jr."),
        ("", ""),
    ],
)
def test_the_family_name_is_found(name: str, family: str) -> None:
    assert family_order(name)[0] == family


@given(st.text())
def test_every_text_has_a_place(name: str) -> None:
    assert family_order(name) == family_order(name)
    assert family_order(name)[2] == name
