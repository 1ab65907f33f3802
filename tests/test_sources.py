"""The pages of docs/sources, held to the code: what they name exists, and no line is left out."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import pytest
from msgspec import inspect as types
from support.offered import refusal
from support.standard import STANDARD

from mentorctl.data import data
from mentorctl.forms import FORMS
from mentorctl.model.ids import slug
from mentorctl.model.kinds import kind_named
from mentorctl.model.structure import bare
from mentorctl.rules.all_rules import CODES
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Iterator

TESTS = Path(__file__).parent
PAGES = sorted(
    path for path in (TESTS.parent / "docs" / "sources").glob("*.md") if path.stem != "README"
)
SOURCES = TESTS.parents[1] / "shared" / "sources"
HEAD = re.compile(r"<!-- source: (\S+), (\d+) lines, preset (\S+) -->")
NAMED = re.compile(r"(?P<word>\w+)? ?`(?P<name>[^`]+)`")
OPEN = ("Not done", "Nothing to do")


class Row(NamedTuple):
    """One statement."""

    lines: range
    says: str
    where: str
    tests: tuple[str, ...]


class Page(NamedTuple):
    """One document."""

    file: str
    lines: int
    preset: str
    rows: tuple[Row, ...]


@cache
def page(path: Path) -> Page:
    text = path.read_text(encoding="utf-8")
    head = HEAD.search(text)
    assert head, f"{path.name} does not say which document it is of"
    rows = tuple(_row(line) for line in text.splitlines() if re.match(r"\| \d", line))
    return Page(head[1], int(head[2]), head[3], rows)


def _row(line: str) -> Row:
    lines, says, where, shown = (cell.strip() for cell in line.strip("|").split("|"))
    first, _, last = lines.partition("-")
    tests = tuple(re.findall(r"`([^`]+)`", shown))
    return Row(range(int(first), int(last or first) + 1), says, where, tests)


@pytest.fixture(params=PAGES, ids=lambda path: path.stem)
def told(request: pytest.FixtureRequest) -> Page:
    return page(request.param)


def test_every_document_has_its_page() -> None:
    assert len(PAGES) == len({page(path).file for path in PAGES}) == 5
    read_me = (PAGES[0].parent / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in PAGES if f"({path.name})" not in read_me] == []


def test_every_line_of_the_document_has_its_row(told: Page) -> None:
    held = {line for row in told.rows for line in row.lines}
    assert sorted(set(range(1, told.lines + 1)) ^ held) == []


def test_the_document_has_as_many_lines(told: Page) -> None:
    if not SOURCES.is_dir():
        pytest.skip("the sources are not here")
    text = (SOURCES / told.file).read_text(encoding="utf-8")
    assert len(text.splitlines()) == told.lines


def test_what_is_done_has_a_test_and_what_is_not_has_none(told: Page) -> None:
    wrong = [row for row in told.rows if bool(row.tests) == row.where.startswith(OPEN)]
    assert wrong == []


def test_a_row_says_what_is_missing_where_something_is(told: Page) -> None:
    unsaid = [
        row
        for row in told.rows
        if row.where.startswith(("In part", "Not done"))
        and not re.match(r"(In part|Not done): \S", row.where)
    ]
    assert unsaid == []


def test_every_test_that_is_named_exists(told: Page) -> None:
    named = {test for row in told.rows for test in row.tests}
    assert {test for test in named if not _is_test(test)} == set()


def _is_test(node: str) -> bool:
    file, _, name = node.partition("::")
    path = TESTS / file
    pattern = rf"^ *(?:async )?def {re.escape(name.rpartition('::')[2])}\("
    return (
        path.is_file()
        and path.name.startswith("test_")
        and name.rpartition("::")[2].startswith("test_")
        and bool(re.search(pattern, path.read_text(encoding="utf-8"), re.MULTILINE))
    )


def test_everything_else_that_is_named_exists(
    told: Page, known_demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(known_demo)
    wrong = {
        f"{kind} {name}": why
        for row in told.rows
        for kind, name in _named(row.where)
        if (why := _fault(kind, name, told.preset))
    }
    assert wrong == {}


def test_what_there_is_not_is_found_out() -> None:
    assert not _is_test("test_sources.py::test_that_nobody_wrote")
    assert not _is_test("test_gone.py::test_that_nobody_wrote")
    preset = "nebraska-child-welfare"
    for kind, name in _named(
        "form `gone`, `lost`; rule `gone` and field `plan:gone`, `gone:on`; preset `calendar.gone`,"
        " `records.plan`; item `z-1`; `gone`; `mentorctl gone`, `mentorctl due --gone`"
    ):
        assert _fault(kind, name, preset), name
    for kind, name in _named(
        "form `guide`; rule `missing-record`; field `guide:tasks.done_on`;"
        " preset `calendar.survey`, `trainings.SP 503`; item `a-1`; `mentorctl due`"
    ):
        assert not _fault(kind, name, preset), name


def _named(text: str) -> Iterator[tuple[str, str]]:
    """Each thing in back quotes with the word before it; `a`, `b` have one word together."""
    kind, end = "", 0
    for found in NAMED.finditer(text):
        between = text[end : found.start("name") - 1]
        if not (end and re.fullmatch(r"`(, | and )", between)):
            kind = found["word"] or ""
        name, end = found["name"], found.end("name")
        yield ("command" if name.startswith("mentorctl ") else kind), name


def _fault(kind: str, name: str, preset: str) -> str:
    """What is wrong with a name; empty where nothing is."""
    if kind == "command":
        return refusal(name)
    known = {
        "form": {form.name for form in FORMS},
        "rule": CODES,
        "item": {item.id for item in STANDARD.items},
    }
    if kind in known:
        return "" if name in known[kind] else f"there is no such {kind}"
    if kind == "field":
        return _field_fault(name)
    if kind == "preset":
        return _place_fault(preset, name)
    return "say before it what it is"


def _field_fault(name: str) -> str:
    record, _, fields = name.partition(":")
    try:
        model: Any = kind_named(record).model
    except KeyError:
        return f"there is no record {record}"
    for each in fields.split("."):
        found = next((one for one in msgspec.structs.fields(model) if one.name == each), None)
        if found is None:
            return f"{model.__name__} has no {each}"
        model = _inside(types.type_info(found.type))
    return ""


def _inside(of: Any) -> Any:
    """The model in an optional value, a list or a mapping; None where there is none."""
    of = bare(of)
    if isinstance(of, types.UnionType):
        return next((one for each in of.types if (one := _inside(each))), None)
    for attribute in ("item_type", "value_type"):
        if hasattr(of, attribute):
            return _inside(getattr(of, attribute))
    return of.cls if isinstance(of, types.StructType) else None


@cache
def _program(preset: str) -> Any:
    return Folder(data("templates", "programs", preset)).program


def _place_fault(preset: str, path: str) -> str:
    place: Any = _program(preset)
    for each in path.split("."):
        found = _below(place, each)
        if not found:
            return f"there is no {each}"
        (place,) = found
    return ""


def _below(place: Any, name: str) -> list[Any]:
    """What lies under a name: a field, a key, or the item of a list that is called so."""
    if isinstance(place, dict):
        return [place[name]] if name in place else []
    if isinstance(place, tuple):
        return [each for each in place if name in _names(each)][:1]
    if name in getattr(place, "__struct_fields__", ()):
        return [getattr(place, name)]
    held = (getattr(place, field) for field in getattr(place, "__struct_fields__", ()))
    return [each for one in held if isinstance(one, tuple) for each in _below(one, name)][:1]


def _names(item: Any) -> set[str]:
    if isinstance(item, str):
        return {item}
    values = {str(getattr(item, each, "")) for each in ("id", "number", "code", "title", "value")}
    return values | {slug(value) or "" for value in values}
