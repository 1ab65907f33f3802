"""The judge itself, clause by clause: each of these fails when a clause of it is turned."""

from __future__ import annotations

import time

import pytest
from support.story import AMARA, FIRST, NOOR, TEO

from mentorctl.model.evaluation_summary import EvaluationSummary
from mentorctl.model.formats import CURRENT
from mentorctl.model.program_standing import PER_PERSON
from mentorctl.model.recorded import PairingFacts
from mentorctl.trail.ledger.rights import (
    Values,
    Writer,
    is_judged_by_field,
    is_readable,
    own_part,
    own_values,
    pairings_named,
    refusal,
    roles_of,
    values_of,
    why_not,
    words_of_others,
)

ID = FIRST.rpartition("/")[2]
PLAN, PAIRING = f"{FIRST}/plan.yaml", f"{FIRST}/pairing.yaml"
YEAR, MEETING = "years/2026-2027.yaml", "meetings/2026-2027-kickoff.yaml"
MID_YEAR = "reassignments/mid-year/2026-2027.yaml"
SEARCH = f"reassignments/2026-11-29-{ID}.yaml"
SUMMARY = "evaluations/summaries/2026-2027-year-end.yaml"
REQUEST = {(each,) for each in ("pairing", "requested_on", "requested_by", "wanted", "reasons")}
SHOWN = {(each,) for each in EvaluationSummary.__struct_encode_fields__}
KEEPER = "only a {coordinator} changes it"
RIGHTS = "only a {coordinator} changes keys and roles"
PEOPLE = "only a {coordinator} changes who is in a pairing"
CAPITALS = (
    "only capital letters tell its name from that of a record, and not everywhere; give it another"
)
LEADS = "only a {coordinator} or the {advisor} changes it"
SEARCHING: Values = {("pairing",): ID, ("requested_on",): "2026-11-29", ("requested_by",): AMARA}


@pytest.mark.parametrize(
    ("path", "by_field"),
    [(PLAN, True), (f"{FIRST}/signatures/plan.mentor.yaml", False), ("README.md", False)],
)
def test_records_are_judged_by_field_and_nothing_else(path: str, *, by_field: bool) -> None:
    assert is_judged_by_field(path) is by_field


@pytest.mark.parametrize(
    ("content", "readable"), [(None, True), (b"a: 1\n", True), (b"a: [\n", False), (b"", True)]
)
def test_what_can_be_read(content: bytes | None, *, readable: bool) -> None:
    assert is_readable(content) is readable


def test_what_a_record_says() -> None:
    assert values_of(PLAN, b"content_area: Art\n", CURRENT) == {("content_area",): "Art"}
    for path, content in (
        (PLAN, None), (PLAN, b"- a\n"), (PLAN, b"a\n"), (PLAN, b"a: [\n"), (PLAN, b""),
        ("README.md", b"a: 1\n"),
    ):  # fmt: skip
        assert values_of(path, content, CURRENT) == {}


def test_roles_are_those_that_were_held_everywhere_before() -> None:
    one, two = PairingFacts(mentor=TEO, advisor=TEO), PairingFacts(mentor=TEO, mentee=AMARA)
    assert roles_of(TEO, [one]) == {"mentor", "advisor"}
    assert roles_of(TEO, [one, None, two]) == {"mentor"}
    assert roles_of(AMARA, [one, two]) == frozenset()
    assert roles_of(TEO, [None]) == roles_of(TEO, []) == frozenset()


def test_of_a_merge_its_own_is_what_no_side_has() -> None:
    one, two, three = ("a",), ("b",), ("c",)
    sides: list[Values] = [{one: "1", two: "1"}, {one: "2", two: "1", three: "1"}]
    assert own_values(sides, {one: "3", two: "1"}) == [one]
    assert own_values(sides, {one: "2", two: "2", three: "1"}) == [two]
    assert own_values(sides[1:], {one: "2", two: "1"}) == [three]
    assert own_values([], {one: "1"}) == own_values([{}], {one: "1"}) == [one]


@pytest.mark.parametrize(
    ("person", "roles", "path", "way", "why"),
    [
        (TEO, "", PLAN, "content_area", f"{TEO} is not in this pairing"),
        (TEO, "", PAIRING, "planned", f"{TEO} is not in this pairing"),
        (TEO, "mentor", PLAN, "content_area", ""),
        (TEO, "mentor", PLAN, "approved on", "only the {advisor} fills it in"),
        (NOOR, "advisor", PLAN, "approved on", ""),
        (TEO, "mentor", PLAN, "planned", ""),
        (TEO, "mentor", f"{FIRST}/evidence/scan.pdf", "", ""),
        (TEO, "mentor", f"{FIRST}/evidence/Scan.PDF", "", ""),
        (TEO, "mentor", f"{FIRST}/Plan.yaml", "", CAPITALS),
        (TEO, "mentor", f"{FIRST}/\uff50lan.yaml", "", CAPITALS),
        (TEO, "mentor", f"{FIRST}/Signatures/plan.advisor.yaml", "", CAPITALS),
        (TEO, "mentor", PAIRING, "planned first", ""),
        (TEO, "mentor", PAIRING, "state", LEADS),
        (TEO, "mentor", PAIRING, "", LEADS),
        (NOOR, "advisor", PAIRING, "waivers", ""),
        (NOOR, "advisor", PAIRING, "waivers plan mentor", ""),
        (NOOR, "advisor", PAIRING, "", PEOPLE),
        (NOOR, "advisor", PAIRING, "mentor", PEOPLE),
        (NOOR, "supervisor", PAIRING, "follows", PEOPLE),
        (NOOR, "advisor", PAIRING, "followed_by", PEOPLE),
        (NOOR, "advisor", PAIRING, "continues", PEOPLE),
        (TEO, "", f"people/{TEO}.yaml", "phone", ""),
        (TEO, "", f"people/{TEO}.yaml", "", RIGHTS),
        (TEO, "", f"people/{TEO}.yaml", "keys 1 public", RIGHTS),
        (TEO, "", f"people/{TEO}.yaml", "roles", RIGHTS),
        # a word about a key proves itself
        (TEO, "", f"people/{TEO}.yaml", "keys 1 vouched", ""),
        (TEO, "", f"people/{TEO}.yaml", "keys 1 vouched 1 by", ""),
        (TEO, "", f"people/{TEO}.yaml", "keys 1 public vouched", RIGHTS),
        (TEO, "", f"people/{AMARA}.yaml", "phone", KEEPER),
        (TEO, "", YEAR, f"invoices_sent {AMARA}", KEEPER),
        (TEO, "", YEAR, TEO, KEEPER),
        (TEO, "", YEAR, "", KEEPER),
        (TEO, "", MEETING, f"attended {TEO}", KEEPER),
        (TEO, "", "program.yaml", "agency", KEEPER),
    ],
)
def test_who_may_write_what(person: str, roles: str, path: str, way: str, why: str) -> None:
    who = Writer(person, frozenset(roles.split()))
    assert why_not(who, path, tuple(way.split())) == why


def test_what_others_have_signed_about_a_key_is_not_ones_own_to_take_out() -> None:
    held = ("keys", "ssh-ed25519 A")
    theirs, own = (*held, "vouched", "1"), (*held, "vouched", "2")
    before: list[Values] = [
        {(*theirs, "by"): AMARA, (*theirs, "person"): TEO, (*held, "added"): "2026-08-03"},
        {(*own, "by"): TEO, (*held, "vouched by", "by"): AMARA},
    ]
    path = f"people/{TEO}.yaml"
    kept = words_of_others(TEO, path, before)
    assert kept == {theirs}
    assert words_of_others(TEO, f"people/{AMARA}.yaml", before) == frozenset()
    who = Writer(TEO, frozenset(), kept=kept)
    assert why_not(who, path, (*theirs, "by")) == RIGHTS
    assert why_not(who, path, (*own, "by")) == ""


def test_what_is_ones_own_in_a_shared_record_and_all_below_it_is_ones_own_to_write() -> None:
    who = Writer(TEO, frozenset(), frozenset({("answers", ID)}))
    assert why_not(who, MID_YEAR, ("answers", ID, "on")) == ""
    assert why_not(who, MID_YEAR, ("answers",)) == KEEPER
    assert why_not(who, MID_YEAR, ("answers", "other", ID)) == KEEPER


def test_the_pairings_that_a_shared_record_names() -> None:
    answers: Values = {
        ("answers", ID, "on"): "x", ("answers",): "x", ("answers", "ada-bo"): "x",
        ("answers", "NO id"): "x",
        ("others", "some-pairing"): "x",
    }  # fmt: skip
    other = "pairings/2026-2027/ada-bo/pairing.yaml"
    assert pairings_named(MID_YEAR, answers) == {ID: [PAIRING], "ada-bo": [other]}
    years = [f"pairings/{year}/{ID}/pairing.yaml" for year in ("2025-2026", "2026-2027")]
    assert pairings_named(SEARCH, SEARCHING) == {ID: years}
    assert pairings_named(PLAN, SEARCHING) == {}
    assert pairings_named(SEARCH, {**SEARCHING, ("pairing",): "NO id"}) == {}
    for day in ("soon", "202x-11-29"):
        assert pairings_named(SEARCH, {**SEARCHING, ("requested_on",): day}) == {}
    assert pairings_named(SEARCH, {}) == {}


def test_a_mentee_answers_in_the_middle_of_the_year() -> None:
    held = {ID: frozenset({"mentee"}), "other": frozenset({"mentor", "advisor"})}
    assert own_part(AMARA, MID_YEAR, {}, held, is_new=False) == {("answers", ID)}


def test_of_a_year_the_day_that_somebody_owes_is_their_own() -> None:
    held: Values = {("invoices_sent", TEO): "2027-04-27", ("completers_sent", TEO): "soon"}
    days = {(field, TEO) for field in PER_PERSON - {"completers_sent"}}
    own = own_part(TEO, YEAR, held, {}, is_new=False)
    assert own == days
    who = Writer(TEO, frozenset(), own)
    assert why_not(who, YEAR, ("invoices_sent", TEO)) == ""
    assert why_not(who, YEAR, ("completers_sent", TEO)) == KEEPER


@pytest.mark.parametrize(
    ("counter", "is_new", "own"),
    [(TEO, True, SHOWN), (TEO, False, SHOWN - {("counter",)}), (AMARA, True, set())],
)
def test_a_counter_shows_what_may_be_shown(counter: str, own: set[object], *, is_new: bool) -> None:
    assert own_part(TEO, SUMMARY, {("counter",): counter}, {}, is_new=is_new) == own


@pytest.mark.parametrize(
    ("person", "role", "pairing", "is_new", "own"),
    [
        (AMARA, "mentee", ID, True, REQUEST),
        (AMARA, "mentor", ID, True, REQUEST),
        (AMARA, "mentee", ID, False, set()),
        (AMARA, "advisor", ID, True, set()),
        (AMARA, "mentee", "other", True, set()),
        (TEO, "mentor", ID, True, set()),
    ],
)
def test_either_of_a_pair_asks_for_another_mentor(
    person: str, role: str, pairing: str, own: set[object], *, is_new: bool
) -> None:
    held = {pairing: frozenset({role})}
    assert own_part(person, SEARCH, SEARCHING, held, is_new=is_new) == own


def test_a_refusal_names_what_it_is_about() -> None:
    who = Writer(TEO, frozenset({"mentor"}))
    only = "only the {advisor} fills it in"
    assert refusal(who, PLAN, [("content_area",)]) == ({}, "")
    by, on = ("approved", "by"), ("approved", "on")
    found, said = refusal(who, PLAN, [("content_area",), by, on])
    assert found == {by: only, on: only}
    assert said == f"{only}: approved by, approved on"
    # a value cannot be anything but what stands below its name
    many = [("approved", f"{{{each}}}") for each in "abcde"]
    assert refusal(who, PLAN, many)[1] == (
        f"{only}: approved (a), approved (b), approved (c) and 2 more"
    )
    assert refusal(who, PLAN, many[:3])[1] == f"{only}: approved (a), approved (b), approved (c)"
    # of what is not filled in, the file says enough
    assert refusal(who, PAIRING, [("waivers",), ("mentor",)])[1] == LEADS


def test_a_list_of_many_does_not_take_many_times_as_long() -> None:
    path, start = f"{FIRST}/experiences/1.yaml", time.process_time()
    text = "slot: 1\nevidence:\n" + "".join(f"  - a{each}\n" for each in range(24_000))
    # its slot, each of them, and their order
    assert len(values_of(path, text.encode(), 1)) == 24_002
    # three times that, and more, where each is looked for among all others
    assert time.process_time() - start < 15
