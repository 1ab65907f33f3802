"""Finds the comments of a record and keeps those of both sides in a merge."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from mentorctl.model.list_identity import pairs
from mentorctl.store.parse import nodes
from mentorctl.store.parse.positions import lay_out, line_after, line_end, line_ending, line_start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.finding import Where
    from mentorctl.model.list_identity import Shape
    from mentorctl.store.parse.positions import TextSpan

__all__ = ["YamlComment", "comments", "with_comments"]

_MAY_BEGIN = re.compile(r"(?<![^ \t\r\n])#")
# above the first value, and below the last one
TOP: Where = ()
END: Where = ("",)

Moved = Literal["none", "kept", "all"]


class YamlComment(NamedTuple):
    """A comment.

    Attributes:
        where: The value it is about: the one that it stands beside, or the first one below it.
        text: What it says, from its `#` on.
        is_beside: Whether it stands behind a value, in the value's line.
        start: Its first character.
    """

    where: Where
    text: str
    is_beside: bool
    start: int


def comments(text: str) -> list[YamlComment]:
    """All comments of a readable record, in order."""
    return _Layout(text).comments


def with_comments(text: str, base: str, ours: str, theirs: str, shape: Shape) -> str:
    """Put the comments into a merged record that are missing in it.

    Args:
        text: The record with its merged values.
        base: The version that both sides come from; empty for none.
        ours: The version of the one side, which the text was made from.
        theirs: That of the other side.
        shape: What the record's model says, which tells the items of its lists apart.

    Returns:
        The text with every comment that ours has, but for what went with values that theirs took
        out, and every comment that theirs has and the base has not.
    """
    if _marked(theirs) <= _marked(base) and _marked(ours) <= _marked(text):
        return text  # hardly any merge needs more than that
    before, mine, other = (_Version(each, shape) for each in (base, ours, theirs))
    gone = Counter(each.text for each in before.lacking(other, "kept"))
    merged = _Version(text, shape)
    for comment in mine.lacking(merged, "all"):
        if gone[comment.text]:
            gone[comment.text] -= 1
        else:
            text = _put(text, comment, mine)
    new = other.lacking(before, "all")
    there = other.lacking(_Version(text, shape))
    for comment in other.lacking(before, "kept"):
        # one whose value they took out may be an old one in another place
        is_old = comment not in new and comment.text in (each.text for each in comments(text))
        if comment in there and not is_old:
            text = _put(text, comment, other)
    return text


class _Layout:
    """Where the values and the comments of a text stand."""

    def __init__(self, text: str) -> None:
        self.text = text
        top = lay_out(text)
        self.spans: dict[Where, TextSpan] = dict(_below(top, ())) if top else {}
        self.places = [_place(each) for each in self.spans.values()]
        self.wheres = list(self.spans)
        leaves = [each for each in self.spans.values() if not each.children]
        self._bodies = [
            (line_after(text, each.header) if each.header else each.start, each.end)
            for each in leaves
        ]
        self._colons = [each.anchor for each in self.spans.values() if not each.in_list]
        self.comments = list(self._comments())

    def _comments(self) -> Iterator[YamlComment]:
        done = 0
        for found in _MAY_BEGIN.finditer(self.text):
            start, end = found.start(), line_end(self.text, found.start())
            at = bisect_left(self._bodies, (start + 1, 0)) - 1
            in_value = at >= 0 and self._bodies[at][0] <= start < self._bodies[at][1]
            if start < done or in_value or self._in_key(start, end):
                continue
            done = end
            is_beside = bool(self.text[line_start(self.text, start) : start].strip())
            at = bisect_left(self.places, start) - is_beside
            where = self.wheres[at] if at < len(self.wheres) else END
            if not is_beside and at == 0 and self.wheres:
                where = TOP
            yield YamlComment(where, self.text[start:end].rstrip(), is_beside, start)

    def _in_key(self, start: int, end: int) -> bool:
        at = bisect_left(self._colons, start)
        return at < len(self._colons) and self._colons[at] <= end

    def line(self, where: Where) -> int:
        """Where the line of a value begins."""
        if where == END or not self.places:
            return len(self.text)
        return line_start(self.text, self.places[self.wheres.index(where) if where else 0])


class _Version(_Layout):
    """One version of a record."""

    def __init__(self, text: str, shape: Shape) -> None:
        super().__init__(text)
        self.values = _values(text)
        self.shape = shape

    def lacking(self, other: _Version, moved: Moved = "none") -> list[YamlComment]:
        """The comments that another version has not.

        Args:
            other: The other version.
            moved: Which of those that it has at another value are the same: none, those whose
                value here is still there, or all.
        """
        there: Counter[tuple[Where | None, str]] = Counter(
            (each.where, each.text) for each in other.comments
        )
        found = []
        for each in self.comments:
            spot = (self.in_other(other, each.where), each.text)
            if there[spot]:
                there[spot] -= 1
            else:
                found.append(each)
        same: Counter[str] = Counter()
        for (where, text), count in there.items():
            is_kept = where is not None and other.in_other(self, where) is not None
            if moved == "all" or (moved == "kept" and is_kept):
                same[text] += count
        lacking = []
        for each in found:
            if same[each.text]:
                same[each.text] -= 1
            else:
                lacking.append(each)
        return lacking

    def in_other(self, other: _Version, where: Where) -> Where | None:
        """The way to a value in another version; None where that does not have it."""
        if where in (TOP, END):
            return where
        here: Any = self.values
        there: Any = other.values
        shape, found = self.shape, []
        for step in where:
            at: str | int | None = step
            if isinstance(step, int):
                known = pairs(here, there, shape) if isinstance(there, list) else []
                at = next((new for old, new in known if old == step), None)
                shape = shape.item
            else:
                shape = shape.field(step)
                if not isinstance(there, dict) or step not in there:
                    at = None
            if at is None:
                return None
            here, there = here[step], there[at]
            found.append(at)
        return tuple(found)


def _put(text: str, comment: YamlComment, side: _Version) -> str:
    """The text with one comment of one side, as near to its value as can be."""
    into = _Version(text, side.shape)
    wanted = sorted([comment.text, *(each.text for each in into.comments)])
    for after in _candidates(into, comment, side):
        try:
            found = _Version(after, side.shape)
        except ValueError:
            continue
        if found.values == into.values and sorted(c.text for c in found.comments) == wanted:
            return after
    return f"{comment.text}{line_ending(text)}{text}"


def _candidates(into: _Version, comment: YamlComment, side: _Version) -> Iterator[str]:
    """The ways to put a comment in, the best first."""
    text = into.text
    where = side.in_other(into, comment.where)
    if comment.is_beside and where is not None:
        end = line_end(text, into.spans[where].end)
        yield f"{text[:end].rstrip(' ')}  {comment.text}{text[end:]}"
    later = side.wheres[side.wheres.index(comment.where) :] if comment.where in side.spans else []
    spots = [side.in_other(into, each) for each in later]
    spot = where if where is not None else next((each for each in spots if each is not None), END)
    line = into.line(spot)
    indent = len(text[line:]) - len(text[line:].lstrip(" "))
    start = _beside_its_neighbours(into, spot, comment, side)
    before = text[: line if start is None else start]
    ending = line_ending(text)
    if before and not before.endswith(("\n", "\r")):
        before += ending
    yield f"{before}{' ' * indent}{comment.text}{ending}{text[line if start is None else start :]}"


def _beside_its_neighbours(
    into: _Version, spot: Where, comment: YamlComment, side: _Version
) -> int | None:
    """Where it stands among the comments of its value that are there already."""
    here = {each.text: each.start for each in reversed(into.comments)
            if each.where == spot and not each.is_beside}  # fmt: skip
    block = [each for each in side.comments if each.where == comment.where and not each.is_beside]
    for each in reversed(block):
        if each.start < comment.start and each.text in here:
            return line_after(into.text, here[each.text])
    for each in block:
        if each.start > comment.start and each.text in here:
            return line_start(into.text, here[each.text])
    return None


def _below(span: TextSpan, where: Where) -> Iterator[tuple[Where, TextSpan]]:
    """Every value in a value, in the order of the text."""
    for step, child in span.children.items():
        yield (*where, step), child
        yield from _below(child, (*where, step))


def _marked(text: str) -> Counter[str]:
    """What stands behind the first `#` of each line that has one."""
    return Counter(line[line.index("#") :].rstrip() for line in text.splitlines() if "#" in line)


def _place(span: TextSpan) -> int:
    """Where a value begins together with the mark that it follows."""
    return span.start if span.in_flow else span.anchor - 1


def _values(text: str) -> Any:
    top, faults = nodes.compose(text.encode("utf-8"))
    if faults:
        raise ValueError(faults[0].message)
    return nodes.plain(top) or {}
