"""A fault is told at the line, and with the cause, that a person would point at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorctl.store.parse.nodes import compose

NBSP, WIDE = "\u00a0", "\uff1a"

BLANK = "the blank behind the colon of"
QUOTE = "a quote is opened here and not closed"
BESIDE = "there is text beside the text in quotes"
NO_BREAK = "a no-break space (U+00A0)"
COLON = "has a ': ' in it"
FULL = "is a full-width one (U+FF1A)"
OUT = "is not indented like the lines of"
TAB = "a tab stands where only spaces may"
NAMELESS = "this line has no ': ' after its name"
BRACKET = "a bracket is opened and never closed"

FAULTS = [
    # no blank after the colon
    ("content_area:Business\nexperiences:\n  - slot: 1\n", 1, BLANK),
    ("a: 1\ncontent_area:Business\nb: 2\n", 2, BLANK),
    ("a: 1\nb: 2\ncontent_area:Business\n", 3, BLANK),
    ("entries:\n  - id: x\n    kind:email\n    topics: y\n", 3, BLANK),
    ("entries:\n  - id:x\n    kind: email\n", 2, BLANK),
    ("comment:\n  on:2026-12-01\n  text: fine\n", 2, BLANK),
    ("comment:\n  on: 2026-12-01\n  text:fine\n", 3, BLANK),
    ("name:Devon\nroles: [mentee]\n", 1, BLANK),
    # a quote that is opened and not closed
    ("topics: 'tis the season\nplus: from the governor's office.\n", 1, QUOTE),
    ("a: 1\ntopics: 'tis the season\nb: 2\nc: the governor's office\nd: 4\n", 2, QUOTE),
    ("entries:\n  - id: a\n    topics: 'tis the season\n    kind: email\n", 3, QUOTE),
    ("entries:\n  - id: a\n    topics: '90s music\n  - id: b\n    topics: it's late\n", 3, QUOTE),
    ('a: 1\ntitle: "Unit 1\nb: 2\nc: "x"\n', 2, QUOTE),
    ('title: "Unit 1\nb: 2\n', 1, QUOTE),
    ("text: 'she said no\non: 2026-12-01\n", 1, QUOTE),
    # text beside a text in quotes
    ('a: 1\ntitle: "Unit 1" soil\nb: 2\n', 2, BESIDE),
    ("a: 1\ntitle: 'Unit 1' soil\nb: 2\n", 2, BESIDE),
    ('a: 1\nb:\n  - id: x\n    title: "Soil" and "water"\n', 4, BESIDE),
    ('title: "Soil", a unit\nb: 2\n', 1, BESIDE),
    # a second colon
    ("a: 1\ntitle: Unit 1: soil\nb: 2\n", 2, COLON),
    ("title: Unit 1: soil\n", 1, COLON),
    ("entries:\n  - id: x\n    topics: next: the plan\n", 3, COLON),
    ("a: 1\nlink: see http://x.example/a: b\nc: 2\n", 2, COLON),
    ('a: 1\ntitle: Unit "1: soil" x\nb: 2\n', 2, COLON),
    # blanks that are none
    (f"a:\n{NBSP} b: 1\n  c: 2\n", 2, NO_BREAK),
    (f"a:\n  b: 1\n {NBSP}c: 2\n", 3, NO_BREAK),
    (f"a: 1\nname:{NBSP}Devon\nb: 2\n", 2, NO_BREAK),
    (f"name:{NBSP}Devon\nb: 2\n", 1, NO_BREAK),
    ("a:\n\tb: 1\n", 2, TAB),
    ("a:\n  b: 1\n\tc: 2\n", 3, TAB),
    ("entries:\n  - id: x\n\t  kind: email\n", 3, TAB),
    # a colon that is none
    (f"a: 1\nname{WIDE}Devon\nb: 2\n", 2, FULL),
    (f"name{WIDE} Devon\nb: 2\n", 1, FULL),
    (f"entries:\n  - id: x\n    kind{WIDE}email\n    topics: y\n", 3, FULL),
    # a text that is not indented
    ("text: |\n  one\nwith more words\n  two\nb: 2\n", 3, OUT),
    ("comment:\n  text: |\n    one two\n   three\n  on: 2026-01-01\n", 4, OUT),
    ("comment:\n  text: |\n    one two\nthree four\n  on: 2026-01-01\n", 4, OUT),
    ("text: >\n  one\nand two\n", 3, OUT),
    # a line without a name, a bracket that stays open
    ("a: 1\njust some words\nb: 2\n", 2, NAMELESS),
    ("a: 1\n12.30\nb: 2\n", 2, NAMELESS),
    ("a: [one, two\nb: 2\nc: 3\n", 1, BRACKET),
    ("a: 1\nroles: [mentor\nb: 2\n", 2, BRACKET),
]


@pytest.mark.parametrize(("text", "line", "message"), FAULTS)
def test_the_line_that_a_person_would_name(text: str, line: int, message: str) -> None:
    top, faults = compose(text.encode())

    assert top is None
    (fault,) = faults
    assert (fault.line, message in fault.message) == (line, True), fault
    assert fault.hint


@pytest.mark.parametrize(("text", "line", "message"), FAULTS)
def test_a_fault_is_told_alike_far_down_in_a_file(text: str, line: int, message: str) -> None:
    before = "".join(f"n{number}: {number}\n" for number in range(200))

    _, (fault,) = compose((before + text).encode())

    assert (fault.line, message in fault.message) == (200 + line, True), fault


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('title: "Unit 1\nb: 2\n', 'close it:  title: "Unit 1"'),
        ("title: 'tis\nb: 2\n", 'put all of it in double quotes:  title: "\'tis"'),
    ],
)
def test_how_a_quote_is_closed(text: str, hint: str) -> None:
    (fault,) = compose(text.encode())[1]
    assert fault.hint == hint


def test_two_versions_side_by_side_are_one_fault() -> None:
    two = "<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> other\n"
    for text, lines in (
        (two, [1]),
        (two + "b: 1\n" + two, [1, 7]),
        ("a: 1\n=======\na: 2\n>>>>>>> other\n", [2]),
        ("a: 1\n=======\na: 2\n", [2]),
    ):
        faults = compose(text.encode())[1]
        assert [each.line for each in faults if "nobody has chosen" in each.message] == lines


@given(st.text(st.sampled_from("ab:'\"|>[]{}#-\t \n\u00a0\uff1a1"), max_size=120))
def test_a_fault_lies_in_the_file(text: str) -> None:
    top, faults = compose(text.encode())

    assert len(faults) <= 1 or top is not None
    for fault in faults:
        assert 1 <= fault.line <= text.count("\n") + 1
        assert fault.column >= 1
        assert fault.message
        assert fault.hint
