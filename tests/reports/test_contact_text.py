"""Regular contact: what the log shows of it, week by week."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support.offered import refusal
from support.run import mentorctl

if TYPE_CHECKING:
    from pathlib import Path

PAIRING = "amara-okafor-teo-lindqvist"
FOLDER = f"pairings/2026-2027/{PAIRING}"
TODAY = ("--today", "2026-10-14")
WANTED = """
contact:
  - id: meetings
    title: Meetings
    kinds: [meeting]
    agreed: meet_at_least
    required: "yes"
"""


def _log(*entries: tuple[str, str]) -> str:
    rows = (f"  - {{id: e{at}, on: {on}, kind: {kind}, from: 09:00, to: 10:00}}\n"
            for at, (on, kind) in enumerate(entries, 1))  # fmt: skip
    return "entries:\n" + "".join(rows)


def test_status_shows_a_line_of_weeks_and_holds_it_against_nobody(program: Path) -> None:
    (program / FOLDER / "log.yaml").write_text(
        _log(("2026-09-15", "meeting"), ("2026-09-30", "phone"), ("2026-10-13", "text")),
        encoding="utf-8",
    )
    (program / FOLDER / "reflections.yaml").write_text(
        "mentee:\n  - {on: 2026-09-24, plus: All took part}\n  - {on: 2026-10-01}\n",
        encoding="utf-8",
    )
    told = mentorctl("status", "okafor", *TODAY, cwd=program).out
    assert "  Contact: in 3 of 5 weeks\n    ■·■·■ since 2026-09-14\n" in told
    assert "Written reflection of the protégé: in 1 of 5 weeks" in told
    assert "Written reflection of the mentor: in 0 of 5 weeks" in told
    found = mentorctl("check", "okafor", *TODAY, cwd=program).out
    assert "contact-too-rare" not in found
    data = json.loads(mentorctl("status", "okafor", "--format", "json", *TODAY, cwd=program).out)
    (row,) = data["pairings"]
    first = row["contact"][0]
    assert (first["id"], first["required"]) == ("contact", False)
    assert [each["count"] for each in first["periods"]] == [1, 0, 1, 0, 1]
    page = json.loads(mentorctl("report", "--format", "json", *TODAY, cwd=program).out)
    assert [each["reflected_number"] for each in page["weeks"]][:3] == [0, 1, 0]


@pytest.mark.parametrize(
    ("file", "left"),
    [
        ("log.yaml", ["Written reflection of the protégé", "Written reflection of the mentor"]),
        ("reflections.yaml", ["Contact"]),
        ("visits/2026-10-01.yaml", ["Written reflection of the protégé",
                                    "Written reflection of the mentor"]),
    ],
)  # fmt: skip
def test_nothing_is_told_of_contact_that_stands_in_a_file_which_cannot_be_read(
    file: str, left: list[str], program: Path
) -> None:
    place = program / FOLDER / file
    place.parent.mkdir(exist_ok=True)
    place.write_text("a: [\n", encoding="utf-8")
    shown = mentorctl("status", "okafor", *TODAY, cwd=program)
    lines = shown.out.partition("regular contact\n")[2].split("\n\n")[0].splitlines()
    assert [each.strip().partition(":")[0] for each in lines[::2]] == left
    assert f"{file}:1:1 is left out" in shown.err


def test_what_was_agreed_is_watched_where_it_has_a_number(program: Path) -> None:
    rules = program / "program.yaml"
    text = rules.read_text(encoding="utf-8")
    start = text.index("\ncontact:\n")
    rules.write_text(
        text[:start] + WANTED + text[text.index("\n# REFLECTION", start) :], encoding="utf-8"
    )
    (program / FOLDER / "log.yaml").write_text(
        _log(("2026-09-15", "meeting"), ("2026-09-22", "phone"), ("2026-09-29", "meeting")),
        encoding="utf-8",
    )
    agreement = program / FOLDER / "agreement.yaml"
    found = {}
    for said in ("once a week", "every two weeks", "as often as it takes"):
        agreement.write_text(f"meet_at_least: {said}\n", encoding="utf-8")
        told = mentorctl("check", "okafor", "--format", "json", *TODAY, cwd=program).out
        found[said] = [each["message"] for each in json.loads(told)["findings"]
                       if each["code"] == "contact-too-rare"]  # fmt: skip
    assert found == {
        "once a week": [
            (
                'Meetings: "once a week" was agreed, and of 4 weeks 2 show less:'
                " from 2026-09-21, 2026-10-05"
            )
        ],
        "every two weeks": [],
        "as often as it takes": [],
    }  # fmt: skip
    shown = mentorctl("status", "okafor", *TODAY, cwd=program).out
    assert "(agreed: as often as it takes, which gives no number to watch)" in shown


def test_what_is_too_rare_is_written_down_where_it_belongs(program: Path) -> None:
    rules = program / "program.yaml"
    text = rules.read_text(encoding="utf-8")
    start = text.index("\ncontact:\n")
    after = text[text.index("\n# REFLECTION", start) :]
    asked = {
        "kinds: [phone]": "log what took place: mentorctl log {} --kind phone --on DATE"
        " --from HH:MM --until HH:MM",
        "who: [mentor, advisor]": "log what took place: mentorctl log {} --kind meeting --on DATE"
        " --from HH:MM --until HH:MM --who mentor --who advisor",
        "of: reflections": "write down what was thought: mentorctl edit {} reflections",
    }
    for setting, offered in asked.items():
        wanted = f'\ncontact:\n  - {{id: regular, title: Regular, {setting}, required: "yes"}}\n'
        rules.write_text(text[:start] + wanted + after, encoding="utf-8")
        told = mentorctl("check", "okafor", "--format", "json", *TODAY, cwd=program).out
        (hint,) = [each["hint"] for each in json.loads(told)["findings"]
                   if each["code"] == "contact-too-rare"]  # fmt: skip
        assert hint == f"{offered.format(PAIRING)}; else agree on something else"
        assert not refusal(hint.partition(": ")[2].partition("; ")[0])
