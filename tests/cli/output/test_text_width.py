"""How much room texts take on a terminal."""

from __future__ import annotations

import pytest

from mentorctl.cli.output.text_width import columns, cut, padded, wrapped


@pytest.mark.parametrize(
    ("text", "room"),
    [
        ("", 0),
        ("abc", 3),
        ("é", 1),
        ("e\u0301", 1),
        ("李伟", 4),
        ("👩🏽‍🏫", 2),
        ("🇺🇸", 2),
        ("ก็", 1),
    ],
)
def test_a_text_is_as_wide_as_a_terminal_shows_it(text: str, room: int) -> None:
    assert columns(text) == room
    assert columns(padded(text, 9)) == 9


def test_what_is_cut_says_so_and_fits() -> None:
    assert cut("Amara Okafor", 12) == "Amara Okafor"
    assert cut("Amara Okafor", 8) == "Amara O…"
    assert cut("李伟李伟", 6) == "李伟…"


def test_lines_end_between_words_or_wide_letters() -> None:
    assert wrapped("one two three", 8) == ["one two", "three"]
    assert wrapped("霍利斯溪高級中學", 8) == ["霍利斯溪", "高級中學"]
    assert wrapped("pairings/2026-2027/plan.yaml is it", 12) == [
        "pairings/2026-2027/plan.yaml",
        "is it",
    ]
