"""The two ways of reading hold one verdict: the exact one reads alike what the quick accepts."""

from __future__ import annotations

import gc
import io
import re
import sys
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec import inspect as types
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from support.folders import BASE, PRESET
from support.styles import made_up, mutated, written

from mentorctl.model.kinds import KINDS, kind_named, kind_of
from mentorctl.model.record import SLUG_PATTERN, Record
from mentorctl.model.structure import structure
from mentorctl.model.words import Words
from mentorctl.store.parse import fast
from mentorctl.store.parse.fast import accept, quiet_parser
from mentorctl.store.parse.nodes import compose, plain
from mentorctl.store.parse.reader import examine

SAMPLE = PRESET.parents[3] / "sample-program"
MODELS = [kind.model for kind in KINDS]

seeds = st.integers(0, 2**48).map(Random)


@pytest.fixture(autouse=True, scope="module")
def _quiet() -> Any:
    with quiet_parser():
        yield


def files() -> list[tuple[bytes, type[Record]]]:
    """Real records: the small program of the tests, the sample's, and the presets."""
    presets = sorted(PRESET.parents[1].glob("*/program.yaml"))
    found = [(each.read_bytes(), kind_named("program").model) for each in presets]
    for root in (BASE, SAMPLE):
        for path in sorted(root.rglob("*.yaml")):
            kind = kind_of(path.relative_to(root).as_posix())
            if kind is not None and kind.name != "program":
                found.append((path.read_bytes(), kind.model))
    return found


FILES = files()
SAMPLE_PROGRAM = (SAMPLE / "program.yaml").read_bytes()


@pytest.mark.parametrize(("data", "model"), [*FILES, (SAMPLE_PROGRAM, kind_named("program").model)])
def test_a_file_as_the_toolkit_writes_it_is_read_the_quick_way(
    data: bytes, model: type[Record]
) -> None:
    assert agreed(data, model) is not None


def agreed(data: bytes, model: type[Record]) -> Record | None:
    """What the quick path accepts, once the exact path has said the same."""
    accepted = accept(data, model)
    if accepted is not None:
        assert examine(data, model, Words()) == (accepted, []), data
    return accepted


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@given(random=seeds)
@settings(max_examples=40, deadline=None)
def test_a_good_record_is_read_however_it_is_written(model: type[Record], random: Random) -> None:
    tree = made_up(model, random)
    data = written(tree, random)
    record, faults = examine(data, model, Words())
    assert faults == [], data
    assert record == msgspec.convert(tree, model, strict=False), data
    agreed(data, model)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@given(random=seeds)
@settings(max_examples=60, deadline=None)
def test_a_damaged_record_has_one_verdict(model: type[Record], random: Random) -> None:
    agreed(mutated(written(made_up(model, random), random), random), model)


@given(random=seeds)
@settings(max_examples=400, deadline=None)
def test_a_damaged_file_has_one_verdict(random: Random) -> None:
    data, model = random.choice(FILES[1:])
    agreed(mutated(data, random), model)


@given(random=seeds)
@settings(max_examples=40, deadline=None)
def test_a_damaged_program_has_one_verdict(random: Random) -> None:
    data, model = random.choice([each for each in FILES if each[1] is kind_named("program").model])
    agreed(mutated(data, random), model)


SPELLINGS = [
    "", "~", "null", "Null", "NULL", "nUll", "no", "yes", "No", "on", "true", "True", "TRUE", "1",
    "012", "0x1F", "0o7", "0b1", "+1", "-1", "-0", "1.0", "1.", ".5", "1e3", "1E3", "1_000", "1,0",
    ".inf", "-.inf", ".Inf", ".nan", ".NaN", "nan", "inf", "infinity", "12:30", "190:20:30", "=",
    "2026-09-01", "2026-9-1", "2026-02-30", "2026-09-01T10:00:00", "2026-09-01 ", "20260901", "-",
    "--", "?", ":", "-a", ":a", "?a", "a:b", "a#b", "a ]", "]", "}", "{", "[", "{}", "[]", "[a]",
    "{a: b}", "''", '""', '"a\\tb"', '"\\e"', "'a''b'", '"a" b', "|", ">", "|-", "> # c", "| a",
    "&a b", "& a", "*a", "!a b", "! a", "!!int 1", "%a", "@a", "`a", "<<", "9" * 30, "9" * 4301,
    "\u0661", "a\u00a0b", "0001-01-01", "10000-01-01", "24:00", "23:59", "1 2", "e3", "1e", "0e0",
    "a [b] c", "a [b", '"a [b] c"', '"a [b" c', "a: [b]", "a [b\n  c] d",
]  # fmt: skip
PLACES = {
    "text": ("person", "name: {}\n"),
    "day": ("person", "name: a\nstarted_on: {}\n"),
    "number": ("person", "name: a\nexperience_years: {}\n"),
    "number that must be": ("experience", "slot: {}\n"),
    "choice": ("person", "name: a\nemail_checked: {}\n"),
    "yes or no": ("person", "name: a\nmentoring:\n  open_to_more: {}\n"),
    "id": ("person", "name: a\nroles:\n- {}\n"),
    "email": ("person", "name: a\nemail: {}\n"),
    "in a list": ("experience", "slot: 1\nevidence: [{}]\n"),
    "in braces": ("person", "name: a\nphones: {{cell: {}}}\n"),
    "rating": ("focal-points", "ratings:\n  a: {}\n"),
    "name": ("focal-points", "ratings:\n  {}: 1\n"),
    "name in braces": ("year", "completers_sent: {{{}: 2026-09-01}}\n"),
    "time": ("log", "entries:\n- {{id: aa, on: 2026-09-01, from: 10:00, kind: other, to: {}}}\n"),
    "group": ("person", "name: a\nphones: {}\n"),
    "list": ("person", "name: a\nroles: {}\n"),
    "whole file": ("person", "{}\n"),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_every_spelling_has_one_verdict_everywhere(place: str, end: str) -> None:
    name, frame = PLACES[place]
    for spelling in SPELLINGS:
        text = frame.format(spelling)
        text = text.removesuffix("\n") if not end else text.replace("\n", end)
        agreed(text.encode(), kind_named(name).model)


def as_text(node: Any) -> Any:
    """What ruamel.yaml's own pure reader sees, every value as the text that was written."""
    if node.id == "mapping":
        return {key.value: as_text(value) for key, value in node.value}
    if node.id == "sequence":
        return [as_text(item) for item in node.value]
    blank = not node.style and node.value in ("", "null")
    return None if blank else node.value


@given(random=seeds)
@settings(max_examples=60, deadline=None)
def test_a_third_reader_sees_the_same_texts(random: Random) -> None:
    if random.random() < 0.5:
        model = random.choice(MODELS)
        data = written(made_up(model, random), random)
    else:
        data, model = random.choice(FILES[1:])
        data = mutated(data, random)
    accepted = agreed(data, model)
    if accepted is None:
        return
    try:
        top = YAML(typ="safe", pure=True).compose(io.BytesIO(data))
    except YAMLError:
        # blanks that are indented further than the text they lead are an error to it alone
        assert re.search(rb"[|>][+-]?\r?\n *\r?\n", data), data
        return
    tree = as_text(top) if top is not None else {}
    assert msgspec.convert(tree, model, strict=False) == accepted


def test_real_records_take_the_quick_way() -> None:
    slow = [data[:200] for data, model in FILES if accept(data, model) is None]
    assert slow == []


def unions(kind: Any) -> list[types.UnionType]:
    found = [kind] if isinstance(kind, types.UnionType) else []
    inner = [getattr(kind, name, None) for name in ("type", "item_type", "key_type", "value_type")]
    for each in (*inner, *getattr(kind, "types", ()), *getattr(kind, "fields", ())):
        if isinstance(each, types.Type | types.Field):
            found += unions(each)
    return found


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_field_is_patterned_text_or_a_collection(model: type[Record]) -> None:
    # msgspec 0.22 takes the pattern for the collection when Python collects garbage
    for union in unions(structure(model)):
        patterned = any(getattr(each, "pattern", None) for each in union.types)
        collections = types.VarTupleType | types.DictType
        assert not (patterned and any(isinstance(each, collections) for each in union.types))


def test_reading_faulty_files_leaves_nothing_behind() -> None:
    pattern = re.compile(SLUG_PATTERN)
    data = b"name: a\nroles: [aa, bb, c c]\nemail: nobody\n"
    examine(data, kind_named("person").model, Words())
    before = sys.getrefcount(pattern), len(gc.get_objects())
    for _ in range(50):
        examine(data, kind_named("person").model, Words())
    gc.collect()
    assert sys.getrefcount(pattern) == before[0]
    assert len(gc.get_objects()) < before[1] + 50


def test_the_folder_of_samples_is_there() -> None:
    assert len(FILES) > 100, Path.cwd()


BLOCKS = ("|", "|-", "|+", ">", ">-", ">+")
TEXT = st.lists(
    st.sampled_from(("one", "two  ", "  three", "# four", "", "[five", "  six] [7]", "a: [b, c]")),
    min_size=1,
    max_size=6,
)


# a text begins further in than its name, which in a list stands behind a dash
NAMES = st.sampled_from(
    (("content_area", " "), ("content_area", "  "), ("a:\n  - b", "    "), ("a:\n  - b", "     "))
)
NEXT = st.sampled_from(("", "\n    c: [d, e]\n", "\n  - c: [d\n", "\nc: []\n", "\n# [x\n"))


@given(
    st.sampled_from(BLOCKS), TEXT, st.sampled_from(("", "\n", "\n\n", "\r\n")), NAMES, NEXT
)  # fmt: skip
@settings(max_examples=150)
def test_a_text_is_the_same_whoever_reads_it_and_however_its_file_ends(
    mark: str, lines: list[str], end: str, place: tuple[str, str], after: str
) -> None:
    name, far = place
    assume(lines[0].strip() and not lines[0].startswith(" "))
    block = "".join(f"{far}{line}".rstrip() + "\n" for line in lines)
    data = f"{name}: {mark}\n{block}".rstrip("\n").encode() + end.encode() + after.encode()
    top, faults = compose(data)
    found = fast.plain(data)
    assert found is fast.DOUBTFUL or (not faults and found == plain(top)), data


def test_brackets_in_a_text_of_several_lines_make_no_file_doubtful() -> None:
    block = b"    - text: >-\n        From [begins_on] on,\n\n        [x\n      id: a\n"
    data = b"agreement:\n  clauses:\n" + block
    assert fast.plain(data) is not fast.DOUBTFUL
    assert fast.plain(data.replace(b"id: a", b"id: [a")) is fast.DOUBTFUL


def test_signs_in_a_remark_and_words_of_a_step_make_no_file_doubtful() -> None:
    data = b'# names: `mentorctl show`\nscale:\n  # of: &all\n  "1": poor\n  "5": good\n'
    assert fast.plain(data) == plain(compose(data)[0]) == {"scale": {"1": "poor", "5": "good"}}
    for doubtful in (b"scale: &all\n", b'"5": good"\n  "6":\n', b'a: "b\n  "5": c"\n'):
        assert fast.plain(data + doubtful) is fast.DOUBTFUL


@pytest.mark.parametrize("mark", BLOCKS)
def test_a_remark_at_the_end_of_a_file_changes_no_text_before_it(mark: str) -> None:
    data = f"content_area: {mark}\n  one\n  two".encode()
    # a remark with a bracket is read by the exact path alone
    for remark in (b"", b"\n", b"\n# see the office\n", b"\n# [see\n", b"\n# see"):
        for read in (fast.plain, lambda each: plain(compose(each)[0])):
            said = read(data + remark)
            assert said is fast.DOUBTFUL or said == fast.plain(data), (remark, read)
