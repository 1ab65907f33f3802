"""Tables: as wide as there is room, each row told from the next, and ids whole."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from mentorctl.cli.output.columns import Narrowing, lay_out

HEADS = ("id", "name", "school")
ROWS = [
    ("amara-okafor-teo-lindqvist", "Amara Okafor", "Hollis Creek High School"),
    ("li-wei", "李伟", "霍利斯溪高級中學"),
    ("e", "e\u0301 👩🏽‍🏫 🇺🇸", "हॉलिस"),
]


def test_wide_letters_and_marks_stand_in_line() -> None:
    lines = lay_out(HEADS, ROWS, Narrowing(), None).split("\n")
    at = lines[0].index("school")
    assert [
        wcswidth(line[: line.index(row[2])]) for line, row in zip(lines[2:], ROWS, strict=True)
    ] == [at] * 3


def test_a_row_goes_on_below_where_it_does_not_fit() -> None:
    said = lay_out(HEADS, ROWS, Narrowing(texts=(2,), second=1), 50)
    assert said.split("\n")[:5] == [
        "id",
        "  name          school",
        "-" * 40,
        "amara-okafor-teo-lindqvist",
        "  Amara Okafor  Hollis Creek High School",
    ]


def test_a_name_is_cut_before_a_row_is_broken() -> None:
    rows = [("a-b", "Bartholomew Featherstonehaugh-Cholmondeley", "x" * 20)]
    assert lay_out(HEADS, rows, Narrowing(names=(1,)), 45).split("\n")[2] == (
        f"a-b  Bartholomew Feather…  {'x' * 20}"
    ).replace("Feather…", "Feath…")


letters = st.text(alphabet="ab é李伟👩🏽\u0301-", max_size=40)
ids = st.from_regex(r"[a-z]{2,8}(-[a-z]{2,8}){0,3}", fullmatch=True)


@given(st.lists(st.tuples(ids, letters, letters), min_size=1, max_size=4), st.integers(45, 130))
@settings(max_examples=150, deadline=None)
def test_no_line_is_too_long_and_every_id_is_there(
    rows: list[tuple[str, str, str]], room: int
) -> None:
    said = lay_out(HEADS, rows, Narrowing(texts=(2,), names=(1,)), room)
    assert all(wcswidth(line) <= room for line in said.split("\n"))
    for row in rows:
        assert row[0] in said
