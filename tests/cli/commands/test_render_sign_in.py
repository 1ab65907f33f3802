"""`mentorctl render sign-in MEETING`: the sheet on which people sign that they were there."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest
from support.run import Result, mentorctl

from mentorctl.model.family_name import family_order

if TYPE_CHECKING:
    from pathlib import Path

KICKOFF = "meetings/2026-2027-kickoff.yaml"
AMARA, TEO = "Amara Okafor", "Teo Lindqvist"
TICKED = "☒ noted as present"


def sheet(program: Path, *words: str, today: str = "2027-05-03") -> Result:
    return mentorctl("render", "sign-in", *words, "--to", "html", "--today", today, cwd=program)


def page(program: Path, meeting: str = "kickoff") -> str:
    text = (program / f"forms/2026-2027_sign-in-{meeting}.html").read_text("utf-8")
    return html.unescape(text.partition("<body>")[2]).replace("\xa0", " ")


def rows(program: Path, meeting: str = "kickoff") -> list[list[str]]:
    """The cells of each line that has a name on it."""
    found = [
        [re.sub(r"<[^>]*>", "", cell).strip() for cell in re.findall(r"<t[dh].*?</t[dh]>", row)]
        for row in re.findall(r"<tr>.*?</tr>", page(program, meeting).replace("\n", ""))
    ]
    return [row for row in found if len(row) == 6 and row[0].isdecimal() and row[1]]


def plan_ahead(program: Path) -> None:
    (program / KICKOFF).write_text(
        'meeting: kickoff\nplanned:\n  on: 2026-09-22\n  from: "09:00"\n  until: "15:00"\n'
        "where: Jefferson City\n",
        encoding="utf-8",
    )


def test_a_meeting_that_is_planned_has_those_expected_by_family_name_and_its_day(
    program: Path,
) -> None:
    plan_ahead(program)

    done = sheet(program, "kick", today="2026-09-15")

    assert (done.code, done.out) == (0, "forms/2026-2027_sign-in-kickoff.html\n")
    assert [row[1] for row in rows(program)] == sorted((AMARA, TEO), key=family_order)
    assert [row[2] for row in rows(program)] == ["Mentor", "Protégé"]
    assert all(row[3] for row in rows(program))
    text = page(program)
    for said in ("September 22, 2026", "09:00 to 15:00", "Jefferson City", "Expected:"):
        assert said in text
    assert TICKED not in text


def test_who_is_noted_already_is_ticked_also_who_need_not_be_there(program: Path) -> None:
    plan_ahead(program)
    mentorctl("attend", "kickoff", "okafor", "noor", "--on", "2026-09-22", cwd=program)

    assert sheet(program, "kickoff").code == 0

    assert {row[1]: row[4] for row in rows(program)} == {
        TEO: "",
        AMARA: TICKED,
        "Noor Haddad": TICKED,
    }
    assert [row[1] for row in rows(program)][-1] == "Noor Haddad"
    assert "has 2 of these names" in page(program)


def test_hours_that_were_planned_for_another_day_are_not_said(program: Path) -> None:
    plan_ahead(program)
    mentorctl("attend", "kickoff", "okafor", "--on", "2026-09-24", cwd=program)

    sheet(program, "kickoff")

    assert "September 24, 2026" in page(program)
    assert "09:00" not in page(program)


def test_a_plan_that_came_to_nothing_leaves_the_day_open(program: Path) -> None:
    plan_ahead(program)
    file = program / KICKOFF
    text = file.read_text("utf-8").replace("where:", '  cancelled: "yes"\nwhere:')
    file.write_text(text, encoding="utf-8")

    assert sheet(program, "kickoff").code == 0

    assert "September" not in page(program)
    assert "09:00" not in page(program)


def test_without_a_meeting_there_is_a_sheet_of_each(program: Path) -> None:
    assert sheet(program).code == 0
    names = sorted(each.name for each in (program / "forms").iterdir())
    assert names == [f"2026-2027_sign-in-{each}.html" for each in ("kickoff", "midyear")]


def test_a_blank_one_has_the_meeting_and_nobody_s_name(program: Path) -> None:
    plan_ahead(program)

    assert sheet(program, "kickoff", "--blank", today="2026-09-15").code == 0

    text = page(program)
    assert "September 22, 2026" in text
    assert "Okafor" not in text
    assert rows(program) == []
    assert ">18</td>" in text


@pytest.mark.parametrize("words", [("easter",), ("kickoff", "okafor"), ("okafor",)])
def test_what_is_no_meeting_is_refused(program: Path, words: tuple[str, ...]) -> None:
    done = sheet(program, *words)

    assert done.code == 2
    assert "no meeting is called" in done.err
    assert "kickoff, midyear" in done.err
    assert not (program / "forms").exists()


@pytest.mark.parametrize(
    "file",
    [
        KICKOFF,
        "people/teo-lindqvist.yaml",
        "pairings/2026-2027/amara-okafor-teo-lindqvist/pairing.yaml",
    ],
)
def test_a_file_that_cannot_be_read_makes_no_sheet_that_lacks_somebody(
    program: Path, file: str
) -> None:
    (program / file).write_text("mentee: [\n", encoding="utf-8")

    done = sheet(program, "kickoff")

    assert done.code == 1
    assert f"{file}:" in done.err
    assert not (program / "forms/2026-2027_sign-in-kickoff.html").exists()


def test_a_draft_says_whose_names_it_lacks(program: Path) -> None:
    pairing = "amara-okafor-teo-lindqvist"
    (program / f"pairings/2026-2027/{pairing}/pairing.yaml").write_text("mentee: [\n", "utf-8")

    assert sheet(program, "kickoff", "--draft").code == 0

    assert f"the people of {pairing}, whose records cannot be read" in page(program)


def test_a_draft_says_where_the_list_of_the_meeting_cannot_be_read(program: Path) -> None:
    (program / KICKOFF).write_text("meeting: [\n", "utf-8")

    assert sheet(program, "kickoff", "--draft").code == 0

    assert "its list cannot be read" in page(program)
    assert TICKED not in page(program)


def test_names_stand_although_another_record_of_the_pairing_cannot_be_read(program: Path) -> None:
    pairing = "pairings/2026-2027/amara-okafor-teo-lindqvist"
    (program / pairing / "plan.yaml").write_text("plan: [\n", "utf-8")

    assert sheet(program, "kickoff").code == 0

    assert {row[1] for row in rows(program)} >= {AMARA, TEO}
    assert "cannot be read" not in page(program)


@pytest.mark.parametrize(
    ("hours", "said"),
    [('  from: "9:00"\n', "09:00"), ('  until: "15:00"\n', "until 15:00"), ("", "")],
)
def test_hours_are_said_as_far_as_they_are_known(program: Path, hours: str, said: str) -> None:
    text = f"meeting: kickoff\nplanned:\n  on: 2026-09-22\n{hours}"
    (program / KICKOFF).write_text(text, encoding="utf-8")

    sheet(program, "kickoff", today="2026-09-15")

    time = re.search(r"Time:.*?<td>(.*?)</td>", page(program), re.DOTALL)
    assert time is not None
    assert re.sub(r"<[^>]*>", "", time[1]).strip() == said


def test_the_list_of_another_meeting_is_not_taken_for_this_one_s(program: Path) -> None:
    file = program / KICKOFF
    file.write_text(
        file.read_text("utf-8").replace("meeting: kickoff", "meeting: midyear"), "utf-8"
    )

    done = sheet(program, "kickoff")

    assert done.code == 1
    assert KICKOFF in done.err


def test_what_people_wrote_is_text_and_nothing_else(program: Path) -> None:
    file = program / "people/teo-lindqvist.yaml"
    text = file.read_text("utf-8").replace("name: Teo Lindqvist", "name: '<b>=cmd|x</b> Lindqvist'")
    file.write_text(text, encoding="utf-8")

    assert sheet(program, "kickoff").code == 0

    assert "<b>=cmd" not in (program / "forms/2026-2027_sign-in-kickoff.html").read_text("utf-8")
