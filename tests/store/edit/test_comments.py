from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.contents import TEXTS, contents

from mentorctl.model.kinds import KINDS
from mentorctl.model.list_identity import Shape
from mentorctl.model.meeting import Meeting
from mentorctl.model.plan import Plan
from mentorctl.store.edit.comments import comments
from mentorctl.store.edit.rewrite import rewrite
from mentorctl.store.edit.yaml_text import entries
from mentorctl.store.parse.nodes import compose, plain
from mentorctl.store.record_merge import Choices, Merged, merge

if TYPE_CHECKING:
    from mentorctl.model.record import Record


def read(text: str) -> Any:
    top, faults = compose(text.encode())
    assert faults == []
    return plain(top) or {}


def remarks(text: str) -> list[str]:
    """The remarks in a text, each of which is a word of its own behind its mark."""
    return re.findall(r"(?m)(?:^|[ ])(#[a-z]+[0-9]+)$", text)


def remarked(draw: st.DrawFn, text: str, whose: str) -> str:
    """The text with remarks at any places where a person may write one."""
    for number in range(draw(st.integers(0, 3))):
        lines = text.split("\n")
        at, beside = draw(st.integers(0, len(lines) - 1)), draw(st.booleans())
        remark = f"#{whose}{number}"
        if beside:
            lines[at] += f" {remark}"
        else:
            indent = len(lines[at]) - len(lines[at].lstrip())
            lines.insert(at, " " * indent + remark)
        after = "\n".join(lines)
        top, faults = compose(after.encode())
        if not faults and (plain(top) or {}) == read(text):
            text = after
    return text


def changed(draw: st.DrawFn, value: Any) -> Any:
    """A content with something in it changed, put in, taken out or moved."""
    if isinstance(value, dict) and value:
        name = draw(st.sampled_from(sorted(value)))
        return value | {name: changed(draw, value[name])}
    if isinstance(value, list) and value:
        found, at = copy.deepcopy(value), draw(st.integers(0, len(value) - 1))
        what = draw(st.sampled_from(["change", "put in", "take out", "move"]))
        if what == "change":
            found[at] = changed(draw, found[at])
        elif what == "put in":
            found.insert(at, changed(draw, found[-1]))
        else:
            item = found.pop(at)
            if what == "move":
                found.append(item)
        return found
    return draw(st.sampled_from(TEXTS))


@st.composite
def versions(draw: st.DrawFn) -> tuple[type[Record], str, str, str]:
    """A record of any kind, and what two people made of it."""
    model = draw(st.sampled_from(KINDS)).model
    content = draw(contents(model))
    base = remarked(draw, "".join(f"{line}\n" for line in entries(content, 0)), "base")
    sides = []
    for whose in ("ours", "theirs"):
        wanted = read(base)
        for _ in range(draw(st.integers(0, 2))):
            wanted = changed(draw, wanted) if wanted else wanted
        sides.append(remarked(draw, rewrite(base, wanted, Shape.of(model)), whose))
    ours, theirs = sides
    return model, base, ours, theirs


def merged(texts: list[str], model: type[Record], choices: Choices) -> Merged:
    base, ours, theirs = (each.encode() for each in texts)
    return merge(base, ours, theirs, choices, model=model)


# a comment whose value theirs took out, and ours changed
EMPTIED = tuple(
    f"#base1\nmeeting: ana\nattended:{held}\n"
    for held in ("\n  #base0\n  - ana", "\n  #base0\n  - bo", " []\n  #base0")
)


@example((Meeting, *EMPTIED))
@given(versions())
def test_a_merge_keeps_every_comment_of_either_side(
    given: tuple[type[Record], str, str, str],
) -> None:
    model, *texts = given
    asked = merged(texts, model, {})
    chosen: Choices = {each.where: "ours" for each in asked.clashes}
    content = merged(texts, model, chosen).content
    assert content is not None
    base, ours, theirs = (set(remarks(each)) for each in texts)
    kept = (ours | theirs) - (base - ours) - (base - theirs)
    there = remarks(content.decode())
    assert set(there) >= kept
    assert len(there) == len(set(there))
    bare = [re.sub(r"(?m)(?:^ *|(?<=[^ ]) +)#[a-z]+[0-9]+$", "", each) for each in texts]
    if all(read(one) == read(two) for one, two in zip(texts, bare, strict=True)):
        silent = merged(bare, model, chosen).content
        assert silent is not None
        assert read(content.decode()) == read(silent.decode())


BASE = """\
# the team's plan
experiences:
  - slot: 1
    catalogue: 4
  - slot: 2
    catalogue: 5
revisions: []
"""


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        # ours puts an item in before the one that theirs remarks on
        (
            ("  - slot: 1\n", "  - slot: 3\n  - slot: 1\n"),
            ("  - slot: 2\n", "  # ask Noor\n  - slot: 2\n"),
            "  - slot: 3\n  - slot: 1\n    catalogue: 4\n  # ask Noor\n  - slot: 2\n",
        ),
        # each has a remark of its own on one value
        (
            ("catalogue: 4", "catalogue: 4  # lab"),
            ("catalogue: 4", "catalogue: 4  # yard"),
            "  - slot: 1\n    # yard\n    catalogue: 4  # lab\n",
        ),
        # what theirs takes out goes with its remark; what ours remarks on it stays
        (
            ("    catalogue: 4\n", "    # why 4?\n    catalogue: 4\n"),
            ("  - slot: 1\n    catalogue: 4\n", ""),
            "experiences:\n  # why 4?\n  - slot: 2\n",
        ),
        (
            ("revisions: []\n", "revisions: []\n# the end\n"),
            ("# the team's plan\n", "# the team's plan\n# for Ana\n"),
            "# the team's plan\n# for Ana\nexperiences:\n",
        ),
    ],
)
def test_a_comment_stays_at_its_value(
    ours: tuple[str, str], theirs: tuple[str, str], expected: str
) -> None:
    content = merged([BASE, BASE.replace(*ours), BASE.replace(*theirs)], Plan, {}).content
    assert content is not None
    assert expected in content.decode()


def test_what_looks_like_a_comment_and_is_none() -> None:
    text = 'a: "x # y"\nb: |  # one\n  # text\n  more\n"c # d": z#z  # two\n# three\n'
    assert [each.text for each in comments(text)] == ["# one", "# two", "# three"]
