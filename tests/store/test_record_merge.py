from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorctl.model.kinds import kind_of
from mentorctl.model.list_identity import Shape, name_of
from mentorctl.model.log import Log
from mentorctl.model.plan import Plan
from mentorctl.model.program import Program
from mentorctl.model.words import Words
from mentorctl.store.edit.set_value import set_value
from mentorctl.store.edit.yaml_text import entries
from mentorctl.store.file_merge import merge_file
from mentorctl.store.parse import nodes
from mentorctl.store.record_merge import Clash, merge, merge_whole

if TYPE_CHECKING:
    from mentorctl.model.record import Record

PLAN = """\
# yaml-language-server: $schema=.mentorctl/schema/plan.json
content_area: Agricultural Education   # as the district calls it
experiences:
  - slot: 1
    catalogue: 4   # 1 to 20
    target_date: 2026-11-20
    notes: |
      First line.
      Second line.

  # the second one
  - slot: 2
    catalogue:
    target_date: 2026-12-04
approved:
  by:
  on:
revisions: []
"""
LOG = """\
# the log
entries:
  # at school
  - id: 2026-10-05-1
    on: 2026-10-05
    from: "15:30"
    to: "16:10"
    kind: meeting
"""


def read(content: bytes | None) -> Any:
    assert content is not None
    top, faults = nodes.compose(content)
    assert faults == []
    return nodes.plain(top)


def joined(base: str, ours: str, theirs: str, **options: Any) -> str:
    options.setdefault("model", Log if "entries:" in base else Plan)
    found = merge(base.encode(), ours.encode(), theirs.encode(), **options)
    assert found.clashes == ()
    assert found.content is not None
    return found.content.decode()


def clashes(
    base: str, ours: str, theirs: str, model: type[Record] | None = Plan
) -> tuple[Clash, ...]:
    found = merge(base.encode(), ours.encode(), theirs.encode(), model=model)
    assert found.content == ours.encode()
    return found.clashes


def entry(number: str, topics: str) -> str:
    return (
        f'  - id: {number}\n    on: 2026-11-05\n    from: "15:30"\n    to: "16:10"\n'
        f"    kind: phone\n    topics: {topics}\n"
    )


def test_different_fields_of_one_record_both_land_and_the_layout_stays() -> None:
    ours = PLAN.replace("2026-11-20", "2026-11-23")
    theirs = PLAN.replace("2026-12-04", "2026-12-07").replace("  by:", "  by: ana-ruiz")
    expected = ours.replace("2026-12-04", "2026-12-07").replace("  by:", "  by: ana-ruiz")
    assert joined(PLAN, ours, theirs) == expected
    assert joined(PLAN, theirs, ours) == expected


def test_two_fields_of_one_line_do_not_clash() -> None:
    base = "approved: {by: , on: }  # advisor\n"
    ours, theirs = base.replace("by: ", "by: ana"), base.replace("on: ", "on: 2026-10-01")
    assert joined(base, ours, theirs) == "approved: {by: ana, on: 2026-10-01}  # advisor\n"


def test_log_entries_of_two_people_both_land() -> None:
    ours = LOG + entry("2026-11-05-1", "soil")
    theirs = LOG + entry("2026-11-06-1", "rain")
    assert joined(LOG, ours, theirs) == ours + entry("2026-11-06-1", "rain")


def test_entries_that_got_the_same_id_by_chance_are_both_kept() -> None:
    ours = LOG + entry("2026-11-05-1", "soil") + entry("2026-11-05-2", "frost")
    theirs = LOG + entry("2026-11-05-1", "rain")
    found = merge(LOG.encode(), ours.encode(), theirs.encode(), model=Log)
    assert found.clashes == ()
    assert found.renamed == (("2026-11-05-1", "2026-11-05-3"),)
    assert found.content == (ours + entry("2026-11-05-3", "rain")).encode()


def test_an_entry_that_was_signed_keeps_its_id() -> None:
    ours, theirs = LOG + entry("2026-11-05-1", "soil"), LOG + entry("2026-11-05-1", "rain")
    text = joined(LOG, ours, theirs, fixed={"2026-11-05-1"})
    ids = {each.get("topics"): each["id"] for each in read(text.encode())["entries"]}
    assert ids == {None: "2026-10-05-1", "rain": "2026-11-05-1", "soil": "2026-11-05-2"}


def test_the_same_entry_on_both_sides_stays_one() -> None:
    both = LOG + entry("2026-11-05-1", "soil")
    more = both.replace("topics: soil", "topics: soil\n    actions: call")
    assert joined(LOG, both, more) == more
    assert joined(LOG, both.replace("the log", "our log"), both).count("2026-11-05-1") == 1


def test_one_field_changed_twice_asks_and_names_it() -> None:
    ours, theirs = (PLAN.replace("2026-12-04", day) for day in ("2026-12-07", "2026-12-11"))
    (clash,) = clashes(PLAN, ours, theirs)
    assert clash[1:] == ("2026-12-04", "2026-12-07", "2026-12-11")
    assert name_of(clash.where, Words()) == "target date of experience 2"
    for side, day in (("ours", "2026-12-07"), ("theirs", "2026-12-11")):
        text = joined(PLAN, ours, theirs, choices={clash.where: side})
        assert text == PLAN.replace("2026-12-04", day)


def test_what_one_side_deleted_and_the_other_changed_asks() -> None:
    ours = PLAN.replace("      First line.\n      Second line.\n", "      Other.\n")
    theirs = PLAN.replace("notes: |\n      First line.\n      Second line.\n", "notes:\n")
    (clash,) = clashes(PLAN, ours, theirs)
    assert name_of(clash.where, Words()) == "notes of experience 1"
    assert clash.theirs is None


def test_what_one_side_deleted_is_gone_with_its_lines() -> None:
    log = LOG + entry("2026-11-05-1", "soil")
    theirs = log.replace('    to: "16:10"\n    kind: meeting', '    to: "16:40"\n    kind: meeting')
    text = joined(log, LOG, theirs)
    assert text == LOG.replace("16:10", "16:40")
    assert joined(log, theirs, LOG) == text


def test_a_blank_and_a_missing_field_are_the_same() -> None:
    assert joined("a: 1\nb:\n", "a: 2\nb:\n", "a: 1\n") == "a: 2\nb:\n"
    assert joined("a: 1\n", "a: 1\nb: 2\n", "a: 3\nb:\n") == "a: 3\nb: 2\n"


def test_plain_lists_are_sets_in_order() -> None:
    base = "attended: [ana, bo]\n"
    assert joined(base, "attended: [ana, bo, cy]\n", "attended: [bo, di]\n") == (
        "attended: [bo, cy, di]\n"
    )


def test_maps_by_key_keep_what_each_side_added() -> None:
    base = "# c\nratings:\n  lab: 3\n  class: 2\n"
    ours, theirs = base + "  yard: 4\n", base.replace("  lab: 3\n", "") + "  hall: 1\n"
    assert joined(base, ours, theirs) == "# c\nratings:\n  class: 2\n  yard: 4\n  hall: 1\n"


def signed(*times: str) -> bytes:
    lines = ["signed:"]
    for at in times:
        lines += ["  - statement:", f"      signed_at: {at}", f"    signature: s{at}"]
    return ("\n".join(lines) + "\n").encode()


def test_signatures_are_united_in_the_order_of_time() -> None:
    first, second, third = (
        "2026-12-01T10:00:00-06:00", "2026-12-01T17:00:00+00:00", "2026-12-02T10:00:00-06:00",
    )  # fmt: skip
    found = merge(signed(first), signed(first, third), signed(first, second))
    times = [each["statement"]["signed_at"] for each in read(found.content)["signed"]]
    assert times == [first, second, third]
    found = merge(signed(first, second), signed(second), signed(first, second, third))
    assert len(read(found.content)["signed"]) == 3


def test_a_file_that_cannot_be_read_is_chosen_as_a_whole() -> None:
    (clash,) = clashes("a: 1\n", "a: [\n", "a: 2\n")
    assert clash.where == ()
    found = merge(b"a: 1\n", b"a: [\n", b"a: 2\n", {(): "theirs"})
    assert found.content == b"a: 2\n"
    assert merge(b"a: 1\n", None, b"a: 2\n").clashes
    assert merge_whole(b"x", b"y", b"x").content == b"y"


def test_a_list_of_which_nothing_of_ours_is_new_is_theirs_to_the_last_byte() -> None:
    path = ".mentorctl/allowed_signers"
    found = merge_file(path, b"iris\n", b"iris\nteo\n", b"iris\nnoor\nteo\n")
    assert found.content == b"iris\nnoor\nteo\n"


def test_lines_of_a_list_are_taken_from_both() -> None:
    path = ".mentorctl/allowed_signers"
    assert merge_file(path, b"a\nb\n", b"a\nb\nc\n", b"b\nd\n").content == b"b\nc\nd\n"


# --- whatever two people do -----------------------------------------------------------------

TEXTS = st.sampled_from(["", "x", "2026-12-04", "07", "7", "a: b", "two\nlines", "# no remark"])
NAMES = st.sampled_from(["a", "b", "c", "notes", "target_date"])
FIELDS = st.dictionaries(NAMES, st.one_of(TEXTS, st.none()), max_size=4)


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    slots = draw(st.lists(st.integers(1, 6), unique=True, max_size=4))
    return {
        "title": draw(TEXTS),
        "experiences": [{"slot": str(slot), **draw(FIELDS)} for slot in slots],
        "people": draw(st.lists(st.sampled_from(["ana", "bo", "cy"]), unique=True)),
        "group": draw(FIELDS),
    }


def spelled(record: dict[str, Any]) -> str:
    return "# remark\n" + "".join(f"{line}\n" for line in entries(record, 0))


def filled(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {name: filled(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if each is not None} or None
    if isinstance(value, list):
        return [filled(each) or {} for each in value] or None
    return None if value == "" else value


def unordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: unordered(each) for name, each in value.items()}
    return sorted(map(unordered, value), key=repr) if isinstance(value, list) else value


@given(records(), records(), records())
def test_a_merge_takes_every_change_of_either_side(
    base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]
) -> None:
    old, one, two = (spelled(each).encode() for each in (base, ours, theirs))
    found = merge(old, one, two, model=Plan)
    other = merge(old, two, one, model=Plan)
    assert {each.where for each in found.clashes} == {each.where for each in other.clashes}
    mine = merge(old, one, two, {each.where: "ours" for each in found.clashes}, model=Plan)
    same = merge(old, two, one, {each.where: "theirs" for each in found.clashes}, model=Plan)
    assert mine.clashes == same.clashes == ()
    merged = filled(read(mine.content))
    assert unordered(merged) == unordered(filled(read(same.content)))
    assert b"<<<" not in (mine.content or b"")
    if filled(base) == filled(theirs):
        assert merged == filled(ours)
    if filled(base) == filled(ours):
        assert unordered(merged) == unordered(filled(theirs))


@given(records(), st.data())
def test_changes_of_different_fields_never_clash(base: dict[str, Any], data: st.DataObject) -> None:
    ours, theirs, both = (copy.deepcopy(base) for _ in range(3))
    for number, item in enumerate(base["experiences"]):
        for name in ("a", "b", "c", "notes"):
            who = data.draw(st.sampled_from([None, ours, theirs]))
            if who is not None:
                value = data.draw(TEXTS)
                who["experiences"][number][name] = both["experiences"][number][name] = value
        assert item["slot"]
    theirs["experiences"].append({"slot": "9", "a": "new"})
    both["experiences"].append({"slot": "9", "a": "new"})
    old, one, two = (spelled(each).encode() for each in (base, ours, theirs))
    found = merge(old, one, two, model=Plan)
    assert found.clashes == ()
    assert filled(read(found.content)) == filled(both)
    assert found.content is not None
    assert found.content.startswith(b"# remark\n")


SAMPLE = Path(__file__).parents[2] / "sample-program"
RECORDS = sorted(
    path for path in SAMPLE.rglob("*.yaml")
    if "evidence" not in path.parts and "templates" not in path.parts
)  # fmt: skip


def fields(value: Any, shape: Shape, where: tuple[str | int, ...] = ()) -> list[Any]:
    """The ways to all values that are no lists or mappings and tell nothing apart."""
    if isinstance(value, dict):
        return [
            way for name, each in value.items()
            for way in fields(each, shape.field(name), (*where, name))
        ]  # fmt: skip
    if isinstance(value, list):
        return [
            way for at, each in enumerate(value) if isinstance(each, dict)
            for way in fields(each, shape.item, (*where, at)) if way[-1] not in shape.identity
        ]  # fmt: skip
    return [where]


@given(st.sampled_from(RECORDS), st.data())
def test_any_two_fields_of_a_real_record_come_together(path: Path, data: st.DataObject) -> None:
    """Of every kind of record: what each side wrote is there, and every other line as it was."""
    base = path.read_text(encoding="utf-8")
    kind = kind_of(path.relative_to(SAMPLE).as_posix())
    model = kind.model if kind else None
    ways = fields(read(base.encode()), Shape.of(model))
    if len(ways) < 2:
        return
    one, two = data.draw(st.lists(st.sampled_from(ways), min_size=2, max_size=2, unique=True))
    ours = set_value(base, one, "changed by us")
    theirs = set_value(base, two, "changed by them")
    assert joined(base, ours, theirs, model=model) == set_value(ours, two, "changed by them")
    (clash,) = clashes(base, ours, set_value(base, one, "changed by them"), model)
    assert (clash.ours, clash.theirs) == ("changed by us", "changed by them")


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_endings_stay(ending: str) -> None:
    ours, theirs = PLAN.replace("2026-11-20", "2026-11-23"), PLAN.replace("Agri", "Horti")
    versions = [each.replace("\n", ending) for each in (PLAN, ours, theirs)]
    assert joined(*versions) == ours.replace("Agri", "Horti").replace("\n", ending)


WORK = b"experiences:\n  - slot: 1\n    planned: A unit\n"
OWN = WORK + b"    own: {}\n"


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize(("base", "wanted"), [(WORK, OWN), (OWN, WORK)])
def test_to_be_there_empty_is_a_change_as_any_other(
    base: bytes, wanted: bytes, *, swapped: bool
) -> None:
    sides = [wanted, b"content_area: Arts\n" + base]
    merged = merge(base, *(reversed(sides) if swapped else sides), model=Plan)
    assert not merged.clashes
    assert merged.content is not None
    assert (b"own: {}" in merged.content) is (wanted is OWN)
    assert b"content_area: Arts" in merged.content


def test_a_list_that_is_said_to_be_empty_stays_so() -> None:
    base, theirs = b"name: Ours\n", b"name: Ours\nconfidentiality:\n  shown_on: []\n"
    merged = merge(base, b"name: Mine\n", theirs, model=Program)
    assert merged.content is not None
    assert b"shown_on: []" in merged.content
