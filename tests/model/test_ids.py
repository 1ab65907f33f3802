from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorctl.model.ids import is_id, pairing_id, slug


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Amara Okafor", "amara-okafor"),
        ("Zoë  O'Brien", "zoe-obrien"),
        ("D’Angelo Reyes, Jr.", "dangelo-reyes-jr"),
        ("José Ñuñez-Álvarez", "jose-nunez-alvarez"),
        ("Łucja Żółć", "lucja-zolc"),
        ("Søren Weiß", "soren-weiss"),
        ("Þóra Æsirdóttir", "thora-aesirdottir"),
        ("Nguyễn Thị Đào", "nguyen-thi-dao"),
        ("Li Wei (李伟)", "li-wei"),
        ("Kim（김）Lee", "kim-lee"),
        ("Beth (Liz) Moss", "beth-liz-moss"),
        ("Ana Ruiz 2", "ana-ruiz-2"),
    ],
)
def test_latin_names_make_ids(name: str, made: str) -> None:
    assert slug(name) == made


@pytest.mark.parametrize("name", ["李伟", "Мария Garcia", "X", "", "---", "a" * 65, "ΑΒΓ", "()"])
def test_other_names_ask_for_an_id(name: str) -> None:
    assert slug(name) is None


@given(st.text())
def test_what_is_made_is_an_id_whatever_comes_in(name: str) -> None:
    made = slug(name)
    assert made is None or is_id(made)


@pytest.mark.parametrize(
    "text", ["Ana", "a--b", "-a", "a-", "a b", "a", "a" * 65, "ana_ruiz", "á1"]
)
def test_what_is_no_id(text: str) -> None:
    assert not is_id(text)


def test_a_pairing_is_called_after_its_two_people() -> None:
    assert pairing_id("amara-okafor", "teo-lindqvist") == "amara-okafor-teo-lindqvist"
    assert pairing_id("a" * 32, "b" * 32) is None
    assert pairing_id("a" * 32, "b" * 31) == f"{'a' * 32}-{'b' * 31}"
