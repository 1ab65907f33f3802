"""What the toolkit writes says the same to the readers of YAML 1.1 that scripts have, as PyYAML."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from support.run import mentorctl

from mentorctl.data import data
from mentorctl.store.edit.yaml_text import entries

TODAY = ("--today", "2027-05-03")
like_times = st.from_regex(r"[-+]?[0-9]{1,3}(:[0-9]{1,2}){1,3}(\.[0-9]*)?", fullmatch=True)
like_words = st.sampled_from(["yes", "No", "ON", "off", "y", "N", "TRUE", "Null", "~", "1_000"])
like_days = st.from_regex(
    r"2026-1?[0-9]-[0-9]{1,2}([Tt ][0-9]{1,2}:[0-9]{2}:[0-9]{2})?", fullmatch=True
)
ordinary = st.text(alphabet="abc yesno0123:.-_'\"#é", min_size=1, max_size=12)


def old_reader(text: str) -> Any:
    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 1)
    return reader.load(text)


@given(st.one_of(like_times, like_words, like_days, ordinary))
@example("19:00")
@example("190:20:30.15")
@settings(max_examples=150, deadline=None)
def test_every_text_is_read_as_it_was_meant(text: str) -> None:
    value = old_reader("\n".join(entries({"topics": text, "list": [text]}, 0)))
    for found in (value["topics"], value["list"][0]):
        # a day is a day for every reader, and says the same
        assert found == text or (type(found) is dt.date and found.isoformat() == text)


@pytest.mark.parametrize("root", ["templates/programs", "templates/standards", "sample-program"])
def test_what_comes_with_the_toolkit_reads_alike(root: str) -> None:
    files = list(Path(data(root)).rglob("*.yaml"))
    assert files
    for path in files:
        assert list(_mistaken(old_reader(path.read_text(encoding="utf-8")))) == [], path


def test_what_commands_write_reads_alike(program: Path) -> None:
    log = ("--on", "2027-04-20", "--from", "19:00", "--to", "20:15", "--kind", "phone")
    for words in (
        ("log", "amara", *log, "--topics", "no", "--plus", "12:30"),
        ("edit", "amara", "decision-points", "--set", "points.graduates.discussed=yes"),
        ("new", "amara", "visit", "--on", "2027-04-21"),
        ("person", "add", "bo-lee", "--name", "Bo Lee", "--school", "On", "--phone-cell", "1:20"),
    ):
        mentorctl(*words, *(() if words[0] == "person" else TODAY), cwd=program)
    entry = old_reader(next(program.rglob("log.yaml")).read_text(encoding="utf-8"))["entries"][-1]
    assert (entry["from"], entry["to"], entry["topics"]) == ("19:00", "20:15", "no")
    assert entry["reflection"]["plus"] == "12:30"
    person = old_reader((program / "people" / "bo-lee.yaml").read_text(encoding="utf-8"))
    assert (person["school"], person["phones"]["cell"]) == ("On", "1:20")


def _mistaken(value: Any) -> Any:
    """What an old reader makes something else of than what was typed."""
    if isinstance(value, dict):
        for each in value.values():
            yield from _mistaken(each)
    elif isinstance(value, list):
        for each in value:
            yield from _mistaken(each)
    elif isinstance(value, bool | dt.datetime):
        yield value
