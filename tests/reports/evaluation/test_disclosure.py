"""An attacker who tries every world: nobody's answer is the same in all that fit what is shown."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import pytest

from mentorctl.model.evaluation_report import LowHigh
from mentorctl.reports.evaluation import disclosure
from mentorctl.reports.evaluation.disclosure import (
    closer,
    of_some,
    parted,
    same_parts,
    span,
    texts_told,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

LEAST = 5


class Cell(NamedTuple):
    """Some of one area and role: known by name, and alike to whoever looks."""

    area: str
    role: str
    size: int


# how many of each cell gave each answer
World = tuple[tuple[int, ...], ...]


def shared_out(size: int, answers: int) -> Iterator[tuple[int, ...]]:
    """Every way in which so many can have given so many answers."""
    if answers == 1:
        yield (size,)
        return
    for first in range(size + 1):
        for rest in shared_out(size - first, answers - 1):
            yield (first, *rest)


def worlds(cells: Sequence[Cell], answers: int) -> Iterator[World]:
    return itertools.product(*(list(shared_out(each.size, answers)) for each in cells))


def published(cells: Sequence[Cell], world: World, asked: Sequence[str]) -> Hashable:
    """Everything shown when the summary is asked for in these ways, one after the other."""
    shown: list[disclosure.Parts] = []
    said: list[Hashable] = []
    for by in asked:
        group = [getattr(each, by) if by != "all" else "" for each in cells]
        sizes = defaultdict[str, int](int)
        for name, each in zip(group, cells, strict=True):
            sizes[name] += each.size
        parts = disclosure.parted(sizes, LEAST)
        if not parts or not disclosure.same_parts(shown, parts):
            said.append(None)
            continue
        shown.append(parts)
        said.append((parts, *numbers(parts, sizes, group, world)))
    return tuple(said)


def numbers(
    parts: disclosure.Parts, sizes: Mapping[str, int], group: Sequence[str], world: World
) -> tuple[Hashable, Hashable]:
    """What is told of each part, and of all: there, of the upper half of the answers."""
    answers = range(len(world[0]))
    upper = answers[len(answers) // 2 :]
    spans, of_upper = [], []
    for part in parts:
        inside = [given for name, given in zip(group, world, strict=True) if name in part]
        size = sum(sizes[name] for name in part)
        found = [disclosure.span(sum(given[at] for given in inside), size, LEAST) for at in answers]
        spans.append(tuple(found))
        of_upper.append(of_some([found[at] for at in upper], found[: upper[0]], size))
    number = sum(given[at] for given in world for at in upper)
    return tuple(spans), disclosure.closer(of_upper, number, LEAST)


def found_out(cells: Sequence[Cell], answers: int, asked: Sequence[str]) -> list[str]:
    """Whose answer somebody can tell, who knows who answered, the rule, and maybe their own."""
    by_shown = defaultdict[object, list[World]](list)
    for world in worlds(cells, answers):
        by_shown[published(cells, world, asked)].append(world)
    found = []
    for fitting in by_shown.values():
        # the outsider, and one of each cell with each answer
        views: list[tuple[int, int] | None] = [None]
        views += itertools.product(range(len(cells)), range(answers))
        for view in views:
            possible = [set[int]() for _ in cells]
            for world in fitting:
                if view and not world[view[0]][view[1]]:
                    continue
                for at, given in enumerate(world):
                    others = [n - (view == (at, answer)) for answer, n in enumerate(given)]
                    possible[at].update(answer for answer, n in enumerate(others) if n)
                if all(len(each) > 1 for each in possible):
                    break  # more worlds make it no less
            found += [f"{cells[at]} by {view}: {each}" for at, each in enumerate(possible)
                      if len(each) == 1]  # fmt: skip
    return found


WAYS = [
    *itertools.permutations(["area", "role", "all"]),
    ("area",), ("role",), ("all",), ("area", "area"),
]  # fmt: skip


@pytest.mark.parametrize("answers", [2, 3, 4])
@pytest.mark.parametrize("size", range(1, 13))
def test_of_one_group_nobody_finds_anybodys_answer(size: int, answers: int) -> None:
    assert not found_out([Cell("ag", "mentor", size)], answers, ["all", "area", "role"])


# sizes of (agriculture, health) by (mentors, protégés)
CROSSED = [
    (1, 1, 1, 1), (2, 1, 1, 1), (1, 4, 4, 1), (3, 2, 2, 3), (4, 1, 1, 4), (5, 1, 0, 5),
    (3, 3, 3, 3), (6, 0, 0, 6), (5, 0, 1, 5), (1, 5, 5, 1), (2, 3, 4, 3), (7, 0, 0, 5),
    (1, 0, 4, 3), (2, 0, 3, 5), (2, 1, 4, 4), (0, 4, 6, 0),
]  # fmt: skip


def crossed(sizes: Sequence[int]) -> list[Cell]:
    named = itertools.product(("ag", "health"), ("mentor", "mentee"))
    return [Cell(*name, size) for name, size in zip(named, sizes, strict=True) if size]


@pytest.mark.parametrize("asked", WAYS, ids=" then ".join)
@pytest.mark.parametrize("sizes", CROSSED, ids=str)
def test_from_several_tables_nobody_finds_anybodys_answer(
    sizes: Sequence[int], asked: Sequence[str]
) -> None:
    assert not found_out(crossed(sizes), 2, asked)


@pytest.mark.parametrize(("sizes", "answers"), [((2, 3, 4, 3), 3), ((5, 0, 0, 6), 4)], ids=str)
def test_of_more_answers_neither(sizes: Sequence[int], answers: int) -> None:
    if answers == 4:
        assert not found_out(crossed(sizes), answers, ["area", "all", "role"])
    else:
        assert not found_out(crossed(sizes), answers, ["role", "area", "all"])


@pytest.mark.parametrize("sizes", [(3, 3, 2), (5, 5, 2), (5, 4, 3), (6, 5, 1), (1, 1, 5)], ids=str)
def test_of_three_areas_neither(sizes: Sequence[int]) -> None:
    cells = [Cell(name, "mentor", size) for name, size in zip("abc", sizes, strict=True)]
    assert not found_out(cells, 2, ["area", "all"])
    assert not found_out(cells, 2, ["all", "area"])


@pytest.mark.parametrize(
    ("sizes", "answers"),
    [
        ((8, 8, 8, 8), 2), ((5, 5, 5, 5, 5), 2), ((12, 12, 12), 2), ((7, 5, 12, 6), 2),
        ((13, 14), 2), ((6, 6, 6), 3), ((5, 7, 5), 3), ((12, 7), 4), ((30,), 3), ((16,), 4),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_told_of_all_tells_nothing_of_the_parts(sizes: Sequence[int], answers: int) -> None:
    cells = [Cell(name, "mentor", size) for name, size in zip("abcde", sizes, strict=False)]
    assert not found_out(cells, answers, ["area"])


@pytest.mark.parametrize("required", [False, True])
@pytest.mark.parametrize(("size", "options"), [(5, 2), (6, 2), (9, 2), (12, 2), (5, 3), (7, 3)])
def test_of_several_nobody_finds_what_somebody_ticked(
    size: int, options: int, required: bool
) -> None:
    """Each answer by itself; where one must be ticked, that is known, too."""
    ticked = list(itertools.product((False, True), repeat=options))[required:]
    by_shown = defaultdict[object, list[tuple[int, ...]]](list)
    for world in shared_out(size, len(ticked)):
        counts = [sum(n for n, choice in zip(world, ticked, strict=True) if choice[at])
                  for at in range(options)]  # fmt: skip
        spans = [span(count, size, LEAST) for count in counts]
        told = [disclosure.closer([each], n, LEAST) for each, n in zip(spans, counts, strict=True)]
        by_shown[tuple(spans), tuple(told)].append(world)
    for fitting in by_shown.values():
        for own in (None, *range(len(ticked))):
            possible = {
                ticked[at]
                for world in fitting
                if own is None or world[own]
                for at, n in enumerate(world)
                if n - (at == own)
            }
            for at in range(options):
                assert len({choice[at] for choice in possible}) != 1


def test_of_all_more_is_told_than_the_parts_add_up_to() -> None:
    spans = [LowHigh(0, 6), LowHigh(7, 12), LowHigh(0, 6)]
    assert closer(spans, 7, LEAST) == (7, 11)
    assert closer(spans, 18, LEAST) == (12, 19)
    assert closer(spans, 24, LEAST) == (20, 24)
    assert closer(spans[:2], 9, LEAST) == (7, 18)


def wherever_it_may_be(spans: Sequence[LowHigh], number: int, least: int) -> LowHigh:
    """What is told of all in fives of its own, whatever the parts say."""
    del spans, least
    return LowHigh(number - number % 5, number - number % 5 + 4)


def exact(number: int, of: int, least: int) -> LowHigh:
    del of, least
    return LowHigh(number, number)


def exact_where_five(number: int, of: int, least: int) -> LowHigh:
    """Whoever is left over is told, but not all and none."""
    return (
        LowHigh(number, number) if 0 < number < of else LowHigh(0, of) if least else LowHigh(0, 0)
    )


def none_or_some(number: int, of: int, least: int) -> LowHigh:
    del least
    return LowHigh(0, 0) if not number else LowHigh(of, of) if number == of else LowHigh(1, of - 1)


def two_at_the_ends(number: int, of: int, least: int) -> LowHigh:
    """The ends one number too narrow: whoever answered otherwise knows all others."""
    del least
    low, high = LowHigh(0, 1), LowHigh(of - 1, of)
    return low if number in low else high if number in high else LowHigh(2, of - 2)


def each_by_itself(sizes: Mapping[str, int], least: int) -> disclosure.Parts:
    del least
    return tuple((name,) for name, size in sorted(sizes.items()) if size)


def all_that_are_enough(sizes: Mapping[str, int], least: int) -> disclosure.Parts:
    """Nobody is taken along with a rest that is too small."""
    told = tuple((name,) for name, size in sorted(sizes.items()) if size >= least)
    rest = tuple(name for name, size in sorted(sizes.items()) if 0 < size < least)
    return (*told, rest) if rest and told else told


@pytest.mark.parametrize(
    ("name", "weaker"),
    [
        ("span", exact),
        ("span", exact_where_five),
        ("span", none_or_some),
        ("span", two_at_the_ends),
        ("parted", each_by_itself),
        ("parted", all_that_are_enough),
        ("same_parts", lambda shown, parts: True),  # noqa: ARG005
        ("closer", wherever_it_may_be),
        ("closer", lambda spans, number, least: LowHigh(number, number)),  # noqa: ARG005
    ],
)
def test_the_attacker_sees_through_a_weaker_rule(
    monkeypatch: pytest.MonkeyPatch, name: str, weaker: Callable[..., object]
) -> None:
    """What the tests above do not find is not there: each part of the rule is needed."""
    monkeypatch.setattr(disclosure, name, weaker)
    assert any(
        found_out(crossed(sizes), 2, asked)
        for sizes, asked in itertools.product(
            CROSSED, (("area",), ("all",), ("area", "role"), ("area", "role", "all"))
        )
    )


@pytest.mark.parametrize("least", [5, 6, 9])
def test_each_span_leaves_room_for_those_who_look(least: int) -> None:
    """The proof in the module's own words, for parts of every size."""
    for of in range(least, 80):
        spans = [span(number, of, least) for number in range(of + 1)]
        assert all(low <= number <= high for number, (low, high) in enumerate(spans))
        assert all(
            spans[number] == found for found in spans for number in range(found[0], found[1] + 1)
        )
        assert spans[0] == spans[1] == spans[2]
        assert spans[of] == spans[of - 1] == spans[of - 2]
        if of >= 3 * least - 2:
            assert spans[0] == (0, least - 1)
            assert all(high - low >= least - 2 for low, high in spans)


def test_parts_are_never_smaller_than_the_threshold() -> None:
    for least, sizes in itertools.product((5, 7), itertools.product(range(9), repeat=4)):
        named = dict(zip(["", "ag", "business", "health"], sizes, strict=True))
        parts = parted(named, least)
        assert sorted(name for part in parts for name in part) == sorted(
            name for name, size in named.items() if size and sum(sizes) >= least
        )
        assert all(sum(named[name] for name in part) >= least for part in parts)


def test_small_groups_go_together_with_as_many_others_as_they_need() -> None:
    assert parted({"ag": 9, "business": 6, "health": 3, "": 1}, 5) == (
        ("ag",), ("", "business", "health"),
    )  # fmt: skip
    assert parted({"ag": 9, "health": 4}, 5) == (("ag", "health"),)
    assert parted({"": 8}, 5) == (("",),)
    assert parted({"ag": 4}, 5) == ()
    assert same_parts([], (("ag",),))
    assert not same_parts([(("ag",), ("health",))], (("ag", "health"),))


def test_texts_are_shown_all_at_once_or_not_at_all() -> None:
    texts = ["b", "A", "c", "d", "e"]
    assert texts_told(texts, 5, 5) == ("A", "b", "c", "d", "e")
    assert texts_told(texts[1:], 9, 5) == ()
    assert texts_told(["None", "none ", "none", "NONE", "all well"], 5, 5) == ()
    assert texts_told([], 9, 5) == ()
    assert texts_told(["none"] * 5, 5, 5) == ()
    assert texts_told(["none"] * 5, 9, 5) == ("none",) * 5
