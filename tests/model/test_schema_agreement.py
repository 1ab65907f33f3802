"""What an editor refuses and what `check` refuses are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.documents import data_of, documents, leaves, text_of
from support.folders import PRESET
from support.schemas import record_check, validator

from mentorctl.model.kinds import KINDS, RecordKind
from mentorctl.model.program import Program
from mentorctl.model.schema import narrowed, schemas
from mentorctl.model.words import Words
from mentorctl.reports.check import check_folder
from mentorctl.store.parse.nodes import compose, plain
from mentorctl.store.parse.reader import examine

if TYPE_CHECKING:
    from pathlib import Path

WORDS = Words({"mentee": "protégé"})


def program_of(text: str) -> Program:
    program, faults = examine(text.encode(), Program, WORDS)
    assert program is not None, faults
    return program


PROGRAM = program_of(PRESET.read_text(encoding="utf-8"))
SCHEMAS = schemas(PROGRAM, WORDS)
# each is held to be a schema by the first test
VALIDATORS = {name: validator(schema) for name, schema in SCHEMAS.items()}
DOCUMENTS = {kind.name: documents(kind.model, narrowed(PROGRAM)) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_schema_is_one(kind: RecordKind) -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMAS[kind.name])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@given(data=st.data())
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_an_editor_s_verdict_is_the_verdict_of_check(kind: RecordKind, data: Any) -> None:
    tree = data.draw(DOCUMENTS[kind.name])
    text = text_of(tree)
    record, faults = examine(text.encode(), kind.model, WORDS)
    values = leaves(tree)
    refused = record is None or not all(leaf.allowed for leaf in values)
    errors = [error.message for error in VALIDATORS[kind.name].iter_errors(data_of(tree))]
    if not refused:
        assert errors == [], text
    elif not any(leaf.lossy for leaf in values):
        assert errors, (text, faults)


# what only a program narrows: its place, what stands there, and the code under which it is found
NARROWED = [
    ("people/teo-lindqvist.yaml", "roles: [mentor]", "roles: [metor]", "wrong-role"),
    ("{}/pairing.yaml", None, "extensions: [{milestone: kick-of, until: 2026-12-01}]",
     "extension-unknown-milestone"),
    ("{}/pairing.yaml", None, "waivers: [{need: 'plan:colour'}]", "waiver-unknown-need"),
    ("{}/plan.yaml", "catalogue: ", "catalogue: 99 # ", "catalogue-number"),
    ("{}/plan.yaml", "semester: 1", "semester: 7", "experiences-per-semester"),
    ("{}/plan.yaml", "slot: 1", "slot: 9", "experiences-per-semester"),
    ("{}/experiences/1.yaml", "slot: 1", "slot: 9", "slot-mismatch"),
    ("{}/focal-points.yaml", "ctso:", "ctsos:", "unknown-item"),
    ("{}/decision-points.yaml", "points:\n", "points:\n  colour: {}\n", "unknown-item"),
    ("meetings/2026-2027-kickoff.yaml", "meeting: kickoff", "meeting: kickof", "unknown-meeting"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "old", "new", "code"), NARROWED)
def test_what_the_program_narrows_both_refuse(
    path: str, old: str | None, new: str, code: str, program: Path
) -> None:
    file = program / path.format("pairings/2026-2027/amara-okafor-teo-lindqvist")
    text = file.read_text(encoding="utf-8")
    assert _errors(file, text, program) == []
    changed = text + new + "\n" if old is None else text.replace(old, new, 1)
    assert changed != text
    assert _errors(file, changed, program) != []
    file.write_text(changed, encoding="utf-8")
    assert code in {finding.code for finding in check_folder(program).findings}


def _errors(file: Path, text: str, program: Path) -> list[str]:
    from mentorctl.model.kinds import kind_of

    kind = kind_of(file.relative_to(program).as_posix())
    assert kind is not None
    data = _as_editors_read(plain(compose(text.encode())[0]))
    return [error.message for error in VALIDATORS[kind.name].iter_errors(data)]


def _as_editors_read(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _as_editors_read(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_as_editors_read(each) for each in value]
    return int(value) if isinstance(value, str) and value.isdecimal() else value


def test_another_program_is_helped_with_its_own_words() -> None:
    text = PRESET.read_text(encoding="utf-8")
    text = text.replace("mentee: protégé", "mentee: candidate")
    text = text.replace("id: ctso\n", "id: clubs\n").replace("- number: 7\n", "- number: 77\n")
    other = program_of(text)
    made = schemas(other, Words(other.terms))
    ratings = made["focal-points"]["properties"]["ratings"]["properties"]
    assert "clubs" in ratings
    assert "ctso" not in ratings
    catalogue = made["plan"]["properties"]["experiences"]["items"]["properties"]["catalogue"]
    assert 77 in catalogue["anyOf"][0]["oneOf"][0]["enum"]
    assert made["pairing"]["properties"]["mentee"]["title"] == "candidate"
    assert made["experience"]["properties"]["achieved"]["description"] == (
        "The day on which the work was done\n\nFilled in by the candidate.\n\nExample: 2026-09-14"
    )


def test_numbers_in_text_are_offered_as_they_are_written() -> None:
    text = PRESET.read_text(encoding="utf-8") + (
        "trainings:\n  - {code: 503, title: First aid, role: mentor}\n"
        "  - {code: SP 511, title: More, role: mentor}\n"
    )
    schema = schemas(program_of(text), WORDS)["trainings"]
    check = record_check(schema)
    for code, good in ((503, True), ("503", True), ("SP 511", True), (511, False), ("5", False)):
        assert check.is_valid({"taken": [{"code": code, "person": "bo-lee"}]}) is good
