from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from support.run import mentorctl

SAMPLE = Path(__file__).parents[2] / "sample-program"
DAY = ("--today", "2027-04-27")
DENISE = "kayla-dunning-denise-abernathy, marcus-whitfield-jr-denise-abernathy"


def rows(*words: str) -> list[dict[str, str]]:
    done = mentorctl("-C", SAMPLE, *words, "--format", "csv")
    assert done.code in {0, 1}, done.err
    return list(csv.DictReader(io.StringIO(done.out)))


def test_each_list_is_of_one_advisor_when_asked() -> None:
    status = rows("status", *DAY)
    advisors = {row["advisor_id"] for row in status} - {""}
    assert len(advisors) > 1
    for advisor in advisors:
        own = {row["pairing"] for row in status if row["advisor_id"] == advisor}
        assert {row["pairing"] for row in rows("status", *DAY, "--advisor", advisor)} == own
        due = rows("due", *DAY, "--advisor", advisor)
        assert {row["pairing"] for row in due} <= {*own, ""}
        assert {row["person_id"] for row in due if not row["pairing"]} <= {advisor}
        done = {row["mentee_id"] for row in status if row["pairing"] in own}
        listed = rows("completers", *DAY, "--advisor", advisor)
        assert {row["mentee_id"] for row in listed} <= done
        people = {row["id"] for row in rows("person", "list", "--advisor", advisor)}
        assert advisor in people
        assert done <= people
    both = [row for each in advisors for row in rows("completers", *DAY, "--advisor", each)]
    assert len(both) == len(rows("completers", *DAY))


def test_an_invoice_stays_whole() -> None:
    def by_payee(*words: str) -> dict[str, list[dict[str, str]]]:
        found: dict[str, list[dict[str, str]]] = {}
        for row in rows("invoices", *DAY, *words):
            # what is paid to schools has no number
            found.setdefault(row["number"] or row["payee"], []).append(row)
        return found

    every, some = by_payee(), by_payee("--area", "agricultural")
    assert 0 < len(some) < len(every)
    for number, lines in some.items():
        assert lines == every[number]


def test_standards_count_only_the_pairings_that_are_asked_for() -> None:
    asked = {}
    for words in ((), ("--area", "agricultural")):
        done = mentorctl("-C", SAMPLE, "standards", *DAY, *words, "--format", "json")
        asked[words] = json.loads(done.out)
    assert asked[()] != asked["--area", "agricultural"]


@pytest.mark.parametrize("command", ["status", "due", "completers", "invoices", "standards"])
def test_an_area_or_advisor_that_is_none_is_told(command: str) -> None:
    for words in (("--area", "astronomy"), ("--advisor", "nobody")):
        done = mentorctl("-C", SAMPLE, command, *DAY, *words)
        assert done.code == 2, (command, words, done.err)


@pytest.mark.parametrize("word", ["mentee", "protégé", "PROTEGES"])
def test_an_owner_is_named_in_the_programs_words_in_every_list(word: str) -> None:
    status = rows("status", *DAY)
    mine = {row["pairing"] for row in status if "mentee" in row["next_owners"]}
    assert {row["pairing"] for row in rows("status", *DAY, "--owner", word)} == mine
    assert {row["role"] for row in rows("due", *DAY, "--owner", word)} == {"mentee"}
    told = mentorctl("-C", SAMPLE, "remind", *DAY, "--owner", word, "--format", "json")
    roles = [item["role"] for each in json.loads(told.out)["messages"] for item in each["items"]]
    assert set(roles) == {"mentee"}
    made = mentorctl("-C", SAMPLE, "calendar", *DAY, "--owner", word)
    assert "Comment Forms" not in made.out
    assert "Send Experiences" in made.out


def test_only_what_is_required_in_every_list() -> None:
    early = ("--today", "2026-12-29")
    due = rows("due", *early)
    assert {row["required"] for row in due} == {"yes", "no"}
    left = [row["milestone"] for row in due if row["required"] == "yes"]
    assert [row["milestone"] for row in rows("due", *early, "--required")] == left
    assert {row["required"] for row in rows("status", "kayla", *early, "--required")} == {"yes"}
    assert "(optional)" in mentorctl("-C", SAMPLE, "calendar", *early).out
    assert "(optional)" not in mentorctl("-C", SAMPLE, "calendar", *early, "--required").out
    told = mentorctl("-C", SAMPLE, "remind", *early, "--required", "--format", "json")
    items = [item for each in json.loads(told.out)["messages"] for item in each["items"]]
    assert {item["milestone"] for item in items} == set(left)


def test_each_list_is_of_one_school_when_asked() -> None:
    people = {row["id"]: row["school"] for row in rows("person", "list")}
    school = people["kayla-dunning"]
    status = rows("status", *DAY)
    own = {row["pairing"] for row in status if people[row["mentee_id"]] == school}
    assert {row["pairing"] for row in rows("status", *DAY, "--school", school.upper())} == own
    assert {row["pairing"] for row in rows("due", *DAY, "--school", school)} <= own
    found = mentorctl("-C", SAMPLE, "check", *DAY, "--school", school, "--format", "json")
    assert {each["pairing"] for each in json.loads(found.out)["findings"]} <= own
    assert rows("invoices", *DAY, "--school", school) == []
    unknown = mentorctl("-C", SAMPLE, "status", *DAY, "--school", "hogwarts")
    assert unknown.code == 2
    assert "no school is called 'hogwarts'" in unknown.err


@pytest.mark.parametrize("word", ["kayla", "kdunning@leadbelt.example", "Dunning, Kayla"])
def test_one_person_is_reminded_when_named(word: str) -> None:
    for words in ((word,), ("--person", word), (word, "--person", "dale-kirchner")):
        told = mentorctl("-C", SAMPLE, "remind", *words, *DAY, "--format", "json")
        found = json.loads(told.out)["messages"]
        assert [each["person"] for each in found] == ["kayla-dunning"]


LISTS = ("check", "completers", "due", "invoices", "key list", "person list", "standards", "status")


@pytest.mark.parametrize("command", LISTS)
def test_a_list_of_a_part_says_so_at_its_end(command: str) -> None:
    whole = mentorctl("-C", SAMPLE, *command.split())
    part = mentorctl("-C", SAMPLE, *command.split(), "--advisor", "nakamura", "--area", "business")
    of = "content advisor Patricia Nakamura, content area 'business'"
    assert re.search(rf"only a part: \d+ of 16 pairings \({of}\)\n\Z", part.err), part.err
    assert "only a part" not in whole.err


@pytest.mark.parametrize(
    ("words", "of"),
    [
        (("due", "--owner", "mentor"), "what is the move of the mentor"),
        (("status", "--owner", "protégés"), "what is the move of the protégé"),
        (
            ("due", "denise", "--owner", "mentor", "--area", "business"),
            f"what is the move of the mentor; 6 of 16 pairings (content area 'business'); {DENISE}",
        ),
        (
            ("status", "denise"),
            DENISE,
        ),
    ],
)
def test_so_does_one_of_somebody_or_of_a_role(words: tuple[str, ...], of: str) -> None:
    done = mentorctl("-C", SAMPLE, *words, *DAY)
    assert done.err.endswith(f"only a part: {of}\n"), done.err
