from __future__ import annotations

import pytest

from mentorctl.model.person import Person
from mentorctl.reports.evaluation.named_people import named_in

PEOPLE = {
    "marisol-vega": Person(name="Marisol Vega de León", school="Hollis Creek High School"),
    "mark-von-berg": Person(name="Mark von Berg", school="Lincoln Middle", district="Osage R-II"),
    "jo-li": Person(name="Jo Li"),
}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Marisol helped me", ["Marisol Vega de León"]),
        ("my mentor (MARISOL VEGA DE LEON)", ["Marisol Vega de León"]),
        ("ask de leon", ["Marisol Vega de León"]),
        ("At hollis creek nobody has time", ["Hollis Creek High School"]),
        ("Hollis Creek High School's rooms", ["Hollis Creek High School"]),
        ("Mark's advice", ["Mark von Berg"]),
        ("von Berg, and lincoln", ["Lincoln Middle", "Mark von Berg"]),
        ("osage r-ii", ["Osage R-II"]),
        ("I mark tests at a high school, in a creek", []),
        ("Nothing to say", []),
        ("Jo Li", ["Jo Li"]),
        ("ho\u0300llis\tcreek", ["Hollis Creek High School"]),
    ],
)
def test_whom_a_text_names(text: str, names: list[str]) -> None:
    found = named_in(["All well", text], PEOPLE)
    assert [(each.text, list(each.names)) for each in found] == ([(text, names)] if names else [])
