from __future__ import annotations

import pytest

from mentorctl.model.words import Words
from mentorctl.reports.history.field_diff import (
    FileChanges,
    describe_file,
    details,
    from_to,
    message,
)

FOLDER = "pairings/2026-2027/okafor-lindqvist"
WORDS = Words({"mentee": "protégé", "advisor": "content advisor"})


def told(name: str, old: str | None, new: str | None) -> list[str]:
    """The sentences about one file, as they stand in the history."""
    before, after = (None if text is None else text.encode() for text in (old, new))
    path = name if "/" in name or name == "program.yaml" else f"{FOLDER}/{name}.yaml"
    said = describe_file(path, before, after, WORDS)
    return [f"{said.record}: {what}" for what in said.what]


@pytest.mark.parametrize(
    ("name", "old", "new", "sentences"),
    [
        (
            "plan",
            "experiences:\n  - slot: 1\n  - slot: 2\n    target_date: 2026-11-06\n",
            "experiences:\n  - slot: 1\n  - slot: 2\n    target_date: 2026-11-20\n",
            ["plan of okafor-lindqvist: Target Date of experience 2 → 2026-11-20"],
        ),
        (
            "plan",
            "approved:\n  by:\n  on:\n",
            "approved: {by: noor, on: 2026-09-22}\n",
            [
                "plan of okafor-lindqvist: Initial here to APPROVE the plan, By → noor",
                "plan of okafor-lindqvist: Initial here to APPROVE the plan → 2026-09-22",
            ],
        ),
        (
            "plan",
            "content_area: Agriculture\n",
            "content_area:\n",
            ["plan of okafor-lindqvist: Teaching Content Area cleared (was Agriculture)"],
        ),
        (
            "plan",
            "content_area: Agriculture\n",
            "# who teaches what\ncontent_area:   'Agriculture'\n",
            ["plan of okafor-lindqvist: remarks or layout"],
        ),
        (
            "log",
            "entries: []\n",
            "entries:\n  - id: 2026-10-13-1\n    on: 2026-10-13\n    kind: phone\n",
            ["log of okafor-lindqvist: entry 2026-10-13-1 added (Date 2026-10-13, Kind phone)"],
        ),
        (
            "log",
            "entries:\n  - {id: a-1, topics: x}\n  - {id: a-2, topics: y}\n",
            "entries:\n  - {id: a-2, topics: z}\n",
            [
                "log of okafor-lindqvist: Topics of entry a-2 → z",
                "log of okafor-lindqvist: entry a-1 deleted",
            ],
        ),
        (
            "log",
            "entries:\n  - {id: a-1}\n  - {id: a-2}\n",
            "entries:\n  - {id: a-2}\n  - {id: a-1}\n",
            ["log of okafor-lindqvist: Entries: put in another order"],
        ),
        (
            "experiences/2.yaml",
            None,
            None,
            ["experiences/2.yaml: deleted"],
        ),
        (
            f"{FOLDER}/experiences/2.yaml",
            "slot: 2\n",
            "slot: 2\nsent_to_mentor: 2026-12-07\ncomment:\n  copied_to_mentee: 2026-12-14\n",
            [
                "experience 2 of okafor-lindqvist: Sent to the mentor → 2026-12-07",
                "experience 2 of okafor-lindqvist: Copied to the protégé → 2026-12-14",
            ],
        ),
        (
            "pairing",
            "waivers: []\n",
            "waivers:\n  - need: meetings/midyear:attended\n    approved_by: noor\n",
            ["pairing okafor-lindqvist: waiver meetings/midyear:attended added (Approved by noor)"],
        ),
        (
            "meetings/2026-2027-kickoff.yaml",
            "attended:\n  - ana\n  - ben\n",
            "attended:\n  - ben\n  - caro\n",
            [
                "meeting 2026-2027-kickoff: Attended: caro added",
                "meeting 2026-2027-kickoff: Attended: ana deleted",
            ],
        ),
        (
            "program.yaml",
            "terms:\n  mentee: mentee\n",
            "terms:\n  mentee: trainee\n",
            ["program: terms mentee → trainee"],
        ),
        ("people/ana-ruiz.yaml", None, "name: Ana\n", ["person ana-ruiz: added"]),
        ("people/ana-ruiz.yaml", "name: Ana\n", None, ["person ana-ruiz: deleted"]),
        (
            "years/2026-2027.yaml",
            "x: [\n",
            "x: 1\n",
            ["year 2026-2027: changed, and readable again"],
        ),
        (
            "years/2026-2027.yaml",
            "x: 1\n",
            "x: [\n",
            ["year 2026-2027: changed, and not readable yet"],
        ),
        (
            f"{FOLDER}/evidence/a b.pdf",
            None,
            "…",
            ["evidence of okafor-lindqvist: a b.pdf added"],
        ),
        ("templates/plan.html", "a", "b", ["templates/plan.html: changed"]),
    ],
)
def test_a_change_is_told(
    name: str, old: str | None, new: str | None, sentences: list[str]
) -> None:
    assert told(name, old, new) == sentences


@pytest.mark.parametrize(
    ("old", "new", "verb"), [("", "x", "written"), ("x", "y", "rewritten"), ("x", "", "deleted")]
)
def test_long_text_is_not_repeated(old: str, new: str, verb: str) -> None:
    def text(letter: str) -> str:
        return f"comment:\n  text: {letter * 90}\nslot: 1\n"

    path = f"{FOLDER}/experiences/1.yaml"
    label = "Comments on thoroughness, practicality, and usefulness"
    assert told(path, text(old), text(new)) == [f"experience 1 of okafor-lindqvist: {label} {verb}"]


def test_nothing_in_a_value_reaches_the_terminal() -> None:
    said = told("plan", "content_area: a\n", 'content_area: "\\e[2JDone"\n')
    assert said == ["plan of okafor-lindqvist: changed, and not readable yet"]


def one(record: str, pairing: str, *what: str) -> FileChanges:
    return FileChanges(record, pairing, what)


@pytest.mark.parametrize(
    ("told", "head"),
    [
        ([one("log of a-b", "a-b", "x", "y")], "log of a-b: 2 changes"),
        (
            [one("log of a-b", "a-b", "x"), one("plan of a-b", "a-b", "y")],
            "changes in log of a-b and plan of a-b",
        ),
        ([one(f"visit {n} of a-b", "a-b", "x") for n in range(4)], "changes in 4 records of a-b"),
        ([one(f"person p-{n}", "", "x") for n in range(5)], "changes in 5 records"),
    ],
)
def test_several_changes_have_a_first_line_that_sums_up(told: list[FileChanges], head: str) -> None:
    first, empty, *rest = message(told).splitlines()
    assert (first, empty) == (head, "")
    assert rest == [f"- {each.record}: {what}" for each in told for what in each.what]


def test_a_very_long_list_is_cut() -> None:
    lines = message([one("people", "", *(f"{n} added" for n in range(500)))]).splitlines()
    assert len(lines) == 203
    assert lines[-1] == "- … and 300 more"


def story(old: str | None, new: str | None) -> list[str]:
    """What a story says of a changed log, with what was there before."""
    before, after = (None if text is None else text.encode() for text in (old, new))
    found = details(f"{FOLDER}/log.yaml", before, after, WORDS, whole=True)
    return [from_to(each) for each in found]


@pytest.mark.parametrize(
    ("old", "new", "sentences"),
    [
        ("{where: Hall}", "{where: Yard}", ["Where of entry a-1: Hall → Yard"]),
        ("{where: }", "{where: Yard}", ["Where of entry a-1 → Yard"]),
        ("{where: Yard}", "{where: }", ["Where of entry a-1 cleared (was Yard)"]),
        (
            f"{{topics: {'x' * 70}}}",
            "{topics: short}",
            [f"Topics of entry a-1 rewritten: “{'x' * 60}…” → “short”"],
        ),
        ("{topics: }", f"{{topics: {'x' * 70}}}", [f"Topics of entry a-1 written: “{'x' * 60}…”"]),
        (
            f"{{topics: {'x' * 70}}}",
            "{topics: }",
            [f"Topics of entry a-1 deleted (was “{'x' * 60}…”)"],
        ),
    ],
)
def test_a_story_says_from_what_to_what(old: str, new: str, sentences: list[str]) -> None:
    def log(rest: str) -> str:
        return f"entries:\n  - id: a-1\n    {rest.strip('{}')}\n"

    assert story(log(old), log(new)) == sentences


def test_a_story_names_what_a_new_record_begins_with() -> None:
    said = story(None, "entries:\n  - {id: a-1, where: Hall}\n")
    assert said == ["added", "entry a-1 added (Where Hall)"]
    assert story(None, "entries: [\n") == ["added"]


def test_each_change_has_its_values_for_scripts() -> None:
    (found,) = details(
        f"{FOLDER}/plan.yaml", b"content_area: Art\n", b"content_area: Music\n", WORDS
    )
    assert (found.field, found.before, found.after) == ("Teaching Content Area", "Art", "Music")
