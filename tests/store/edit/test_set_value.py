from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from mentorctl.model.record import Record
from mentorctl.store.edit.set_value import EditError, append_item, scalar, set_value
from mentorctl.store.parse import nodes
from mentorctl.store.parse.fast import accept

PLAN = """\
# yaml-language-server: $schema=.mentorctl/schema/plan.json
# the mentee fills this in
content_area: Agricultural Education   # as the district calls it
experiences:
  - slot: 1
    semester: first
    catalogue: 04   # 1 to 20
    target_date: 2026-11-20
    notes: |
      First line.
        Indented.

      Last line.

  # the second one
  - slot: 2
    own: {title: "Soil day", approved: {by: , on: }}
    target_date:
approved:   # by the advisor
  by:
  initials: 'ML'
  on:
attended: [zoë-diaz, 'bo-lee', ]
revisions: []

# nothing below this line
"""


def read(text: str) -> Any:
    top, faults = nodes.compose(text.encode())
    assert faults == []
    return nodes.plain(top)


def test_a_value_is_replaced_and_its_comment_stays() -> None:
    after = set_value(PLAN, ("content_area",), "Business: Marketing")
    assert after == PLAN.replace("Agricultural Education ", '"Business: Marketing" ')


def test_a_blank_is_filled_and_the_line_keeps_its_comment() -> None:
    text = "on:   # when you met\nwhere:   \nwho:\n"
    text = set_value(text, ("on",), dt.date(2026, 9, 3))
    text = set_value(text, ("where",), "Room 4")
    text = set_value(text, ("who",), "Ana")
    assert text == "on: 2026-09-03   # when you met\nwhere: Room 4\nwho: Ana\n"


def test_a_deep_value_in_a_list_is_replaced() -> None:
    after = set_value(PLAN, ("experiences", 0, "catalogue"), 12)
    assert after == PLAN.replace("catalogue: 04 ", "catalogue: 12 ")


def test_blanks_inside_braces_are_filled() -> None:
    after = set_value(PLAN, ("experiences", 1, "own", "approved", "on"), dt.date(2026, 10, 1))
    after = set_value(after, ("experiences", 1, "own", "approved", "by"), "m-lane")
    assert after == PLAN.replace("{by: , on: }", "{by: m-lane, on: 2026-10-01}")


def test_a_clock_time_inside_braces_is_quoted() -> None:
    assert set_value("{from: }\n", ("from",), "12:30") == '{from: "12:30"}\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{a: , b: 2}\n", "{a: 1, b: 2}\n"),
        ("{'a':, b: 2}\n", "{'a': 1, b: 2}\n"),
        ("{a, b: 2}\n", "{a: 1, b: 2}\n"),
        ("{b: 2, a}\n", "{b: 2, a: 1}\n"),
        ("{a: 9, b: 2}\n", "{a: 1, b: 2}\n"),
        ("{'a':9, b: 2}\n", "{'a':1, b: 2}\n"),
    ],
)
def test_a_blank_between_braces_gets_just_the_colon_and_space_it_lacks(
    text: str, expected: str
) -> None:
    assert set_value(text, ("a",), 1) == expected


def test_a_missing_field_comes_behind_the_last_of_its_mapping() -> None:
    after = set_value(PLAN, ("approved", "note"), "by phone")
    assert after == PLAN.replace("  on:\nattended", "  on:\n  note: by phone\nattended")
    after = set_value(PLAN, ("experiences", 0, "achieved"), dt.date(2026, 12, 1))
    assert after == PLAN.replace("Last line.\n", "Last line.\n    achieved: 2026-12-01\n")


def test_missing_mappings_are_made_on_the_way() -> None:
    text = "# experience 1\nslot: 1\ncomment:\n# end\n"
    after = set_value(text, ("comment", "review", "on"), dt.date(2026, 12, 2))
    assert after == ("# experience 1\nslot: 1\ncomment:\n  review:\n    on: 2026-12-02\n# end\n")
    assert set_value("# new\n", ("a", "b"), "c") == "# new\na:\n  b: c\n"


def test_several_lines_become_a_block() -> None:
    after = set_value("text: # thoroughness\non: x\n", ("text",), "One: two.\n\n# three\n  four")
    assert after == ("text: |- # thoroughness\n  One: two.\n\n  # three\n    four\non: x\n")
    assert set_value(after, ("text",), "a\nb\n") == "text: | # thoroughness\n  a\n  b\non: x\n"
    assert set_value(after, ("text",), "short") == "text: short # thoroughness\non: x\n"


def test_a_comment_below_a_field_is_never_swallowed_by_a_block() -> None:
    text = "comment:\n  text:\n    # thoroughness, practicality, usefulness\non:\n"
    after = set_value(text, ("comment", "text"), "a\nb")
    assert after == text.replace("text:", r'text: "a\nb"')


def test_blank_lines_below_a_block_stay() -> None:
    after = set_value(PLAN, ("experiences", 0, "notes"), "Other.\nWords.")
    start = PLAN.index("notes: |")
    end = PLAN.index("\n  # the second one")
    assert after == f"{PLAN[:start]}notes: |-\n      Other.\n      Words.\n{PLAN[end:]}"


def test_items_are_appended_in_the_style_of_the_list() -> None:
    after = append_item(PLAN, ("attended",), "al-ray")
    assert after == PLAN.replace("'bo-lee', ]", "'bo-lee', al-ray, ]")
    after = append_item(PLAN, ("experiences",), {"slot": 3, "notes": None})
    assert after == PLAN.replace(
        "    target_date:\napproved",
        "    target_date:\n  - slot: 3\n    notes:\napproved",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\n", "a: 1\nlist:\n  - k: v\n    t: |-\n      1\n      2\n"),
        ("list: []  # none yet\n", "list:  # none yet\n  - k: v\n    t: |-\n      1\n      2\n"),
        ("list: # c\nb: 1\n", "list: # c\n  - k: v\n    t: |-\n      1\n      2\nb: 1\n"),
        ("list: [a]\n", 'list: [a, {k: v, t: "1\\n2"}]\n'),
        ("list:\n- a # c", "list:\n- a # c\n- k: v\n  t: |-\n    1\n    2\n"),
    ],
)  # fmt: skip
def test_a_first_item_makes_the_list(text: str, expected: str) -> None:
    assert append_item(text, ("list",), {"k": "v", "t": "1\n2"}) == expected


def test_a_block_that_ends_with_the_file_may_be_followed() -> None:
    text = "entries:\n  - topics: |\n      soil"
    assert append_item(text, ("entries",), {"topics": "rain"}) == f"{text}\n  - topics: rain\n"
    assert set_value(text, ("entries", 0, "topics"), "x") == "entries:\n  - topics: x\n"


def test_line_endings_of_windows_stay() -> None:
    text = "on: x\r\nwho: # c\r\nlist: []\r\n"
    text = set_value(text, ("who",), "a\nb")
    text = append_item(text, ("list",), "é")
    assert text == "on: x\r\nwho: |- # c\r\n  a\r\n  b\r\nlist:\r\n  - é\r\n"
    assert read(text)["who"] == "a\nb"


def test_a_mapping_makes_way_for_a_value_and_back() -> None:
    text = "a:  # why\n  # inside\n  b: 1  # one\n  c: 2\nd: 3\n"
    flat = set_value(text, ("a",), None)
    assert flat == "a:  # why\n  # inside\nd: 3\n"
    assert set_value(text, ("a",), {"z": 9}) == "a:  # why\n  # inside\n  z: 9\nd: 3\n"
    assert set_value(text, ("a",), "x\ny") == "a: |-  # why\n  x\n  y\nd: 3\n"
    text = "- k: v\n  l: w # c\n- x\n"
    assert set_value(text, (0,), "z") == "- z\n- x\n"
    assert set_value(text, (1,), {"a": 1, "b": 2}) == "- k: v\n  l: w # c\n- a: 1\n  b: 2\n"


@pytest.mark.parametrize(
    "text",
    [
        "a: &x 1\nb: *x\n",
        "a: 1\na: 2\n",
        "a: [1\n",
        "---\na: 1\n",
        "a: " + "[" * 60_000,
        "a\ufeff: 1",
    ],
)
def test_what_the_reader_refuses_is_not_edited(text: str) -> None:
    with pytest.raises(EditError) as raised:
        set_value(text, ("a",), "x")
    assert raised.value.hint


@pytest.mark.parametrize("where", [("a", "b"), ("list", "x"), ("list", 2), (0,), ()])
def test_a_place_that_cannot_be_is_refused(where: tuple[str | int, ...]) -> None:
    with pytest.raises(EditError):
        set_value("a: text\nlist:\n  - x\n", where, "y")


def test_appending_to_what_is_no_list_is_refused() -> None:
    with pytest.raises(EditError, match="a is no list"):
        append_item("a: text\n", ("a",), "y")


@pytest.mark.parametrize(
    "text",
    ["nobody", "on time", "2026-2027", "573-751-3500", "O'Brien", "é ü", "a#b", "2026-09-01"],
)
def test_everyday_text_stays_plain(text: str) -> None:
    assert scalar(text) == text


@pytest.mark.parametrize(
    "text", ["", "null", "~", "true", "1.50", "0x1F", "012", "01234", "0_", "- a", "a: b", "a #b",
             " a", "=", "@x", "a:", "1e5", ".5", ".inf", "#1", "a\tb", "<<", "no", "yes",
             "On", "OFF", "n", "12:30", "09:05", "1:20:30", "2026-09-01 10:00"]
)  # fmt: skip
def test_what_editors_would_take_for_something_else_is_quoted(text: str) -> None:
    written = scalar(text)
    assert written.startswith('"')
    assert read(f"k: {written}\n") == {"k": text}


def test_a_time_of_day_is_quoted_and_a_day_is_not() -> None:
    assert scalar(dt.time(19)) == '"19:00:00"'
    assert scalar(dt.date(2026, 9, 1)) == "2026-09-01"


# --- any text, any document -----------------------------------------------------------------

tricky = st.text(alphabet=" :#-?,[]{}&*!|>'\"%@`\\\n\tabN019.~=+é\u00a0<", max_size=12)
# controls and characters that nobody sees are refused in any spelling
seen = st.characters(
    exclude_categories=["Cc", "Cf", "Cn", "Cs", "Zl", "Zp"], include_characters="\n\t"
)
anything = st.text(alphabet=seen, max_size=30)
texts = st.one_of(tricky, anything)


@given(texts)
@settings(max_examples=150, deadline=None)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    before = "# head\nfirst: 1 # one\ntext: old # c\nlast: 2\n"
    after = set_value(before, ("text",), text)
    assert read(after) == {"first": "1", "text": text, "last": "2"}
    assert after.startswith("# head\nfirst: 1 # one\ntext: ")
    assert after.endswith("\nlast: 2\n")
    assert " # c\n" in after
    loaded = YAML(typ="rt", pure=True).load(after)["text"]
    assert loaded == text or isinstance(loaded, dt.date)


@pytest.mark.parametrize("text", ["\x1b[2J", "a\rb", "\x85", "\u202ex", "x\u200b", "\ufeff"])
def test_text_that_nobody_sees_is_not_written(text: str) -> None:
    with pytest.raises(EditError, match="hidden character"):
        set_value("text: old\n", ("text",), text)


class Sample(Record, frozen=True):
    text: str | None = None
    last: str | None = None


@given(texts)
@settings(max_examples=100, deadline=None)
def test_the_quick_parser_reads_any_text_alike(text: str) -> None:
    written = set_value("text: old\nlast: 2\n", ("text",), text)
    record = accept(written.encode(), Sample)
    assert record is None or record == Sample(text=text, last="2")


@given(texts)
@settings(max_examples=100, deadline=None)
def test_any_text_inside_braces_comes_back(text: str) -> None:
    after = set_value("a: {b: x, c: [1]}  # c\n", ("a", "b"), text)
    assert read(after) == {"a": {"b": text, "c": ["1"]}}
    assert append_item(after, ("a", "c"), text).endswith("]}  # c\n")


keys = st.sampled_from(["on", "by", "text", "no", "list", "x-1", "a"])
leaves = st.one_of(st.none(), st.sampled_from(["x", "", "2026-01-01", "a b", "p\nq", "p\nq\n"]))
values = st.recursive(
    leaves,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=3)),
    max_leaves=8,
)
documents = st.dictionaries(keys, values, min_size=1, max_size=4)


def emitted(data: st.DataObject, value: Any, indent: int, lines: list[str]) -> str:
    """Write a document the way people do: comments, blank lines and all styles mixed."""
    pad = " " * indent
    comment = data.draw(st.sampled_from(["", "  # c", " # x: y"]))
    if value is None:
        return comment
    if isinstance(value, str):
        if "\n" in value and data.draw(st.booleans()):
            head = "|" if value.endswith("\n") else "|-"
            lines.extend(f"{pad}{each}" for each in value.removesuffix("\n").split("\n"))
            return f" {head}{comment}"
        quoted = value.replace("\n", "\\n")
        return f' "{quoted}"{comment}' if "\n" in value or not value else f" {value}{comment}"
    if not value or (data.draw(st.integers(0, 4)) == 0):
        return f" {flowed(value)}{comment}"
    for key, each in value.items() if isinstance(value, dict) else enumerate(value):
        if data.draw(st.integers(0, 4)) == 0:
            lines.append(f"{pad}# about {key}")
        below: list[str] = []
        step = data.draw(st.sampled_from([2, 4]))
        head = emitted(data, each, indent + step, below)
        name = f"{key}:" if isinstance(value, dict) else "-"
        if isinstance(value, list) and not head and below and below[0].strip()[0] not in "#|":
            head = " " * (step - 1) + below.pop(0).lstrip()
        lines.append(f"{pad}{name}{head}")
        lines.extend(below)
        if data.draw(st.integers(0, 5)) == 0 and not (below and "|" in head):
            lines.append("")
    return comment


def flowed(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flowed(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flowed(each) or '""' for each in value) + "]"
    if value is None:
        return ""
    quoted = value.replace("\n", "\\n")
    return f'"{quoted}"'


def places(value: Any, where: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [where] if where else []
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, each in inner:
        found += places(each, (*where, key))
    return found


def changed(before: Any, where: tuple[str | int, ...], value: Any) -> Any:
    after = copy.deepcopy(before)
    spot = after
    for step in where[:-1]:
        spot = spot[step]
    spot[where[-1]] = value
    return after


@given(documents, values, st.data())
@settings(max_examples=200, deadline=None)
def test_edits_of_any_document_give_the_expected_values(
    document: dict[str, Any], value: Any, data: st.DataObject
) -> None:
    lines: list[str] = []
    if emitted(data, document, 0, lines).strip().startswith("{"):
        lines = [flowed(document)]
    ending = data.draw(st.sampled_from(["\n", "\r\n"]))
    text = ending.join(lines) + data.draw(st.sampled_from(["", ending, ending + "# end" + ending]))
    before = read(text)
    where = data.draw(st.sampled_from(places(before)))
    if data.draw(st.booleans()):
        where = (*where[:-1], data.draw(keys)) if isinstance(where[-1], str) else where
    try:
        after = set_value(text, where, value)
    except EditError:
        # inside brackets there is no way to write a blank item
        assert "None" in repr(value)
        return
    result = read(after)
    # a last line without its line break may get one, and with it the block it ends
    assert result in (changed(before, where, value), changed(read(text + ending), where, value))
    if where[0] not in before and "{" not in lines[0]:
        rest = iter(after.splitlines())
        assert all(line in rest for line in text.rstrip("\r\n").splitlines())


@pytest.mark.parametrize("text", ["a: 1\nb: 2\n", "a:\n  b: 1\n", "a: |\n  x\n  y\nb: 1\n", "a: 1"])
@pytest.mark.parametrize("where", [("a",), ("b",), ("c",)])
def test_a_byte_order_mark_stays_where_it_is(text: str, where: tuple[str]) -> None:
    assert set_value(f"\ufeff{text}", where, "new") == f"\ufeff{set_value(text, where, 'new')}"
