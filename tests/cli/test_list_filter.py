from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from support.run import mentorctl

SAMPLE = Path(__file__).parents[2] / "sample-program"
DAY = ("--today", "2027-04-27")


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
    every = rows("invoices", *DAY)
    by_number = {row["number"]: [] for row in every}  # type: dict[str, list[dict[str, str]]]
    for row in every:
        by_number[row["number"]].append(row)
    some = rows("invoices", *DAY, "--area", "agricultural")
    assert some
    assert len(some) < len(every)
    for number in {row["number"] for row in some}:
        assert [row for row in some if row["number"] == number] == by_number[number]


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
