from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from mentorctl.reports.overview.small_groups import LEAST, Crowd, whole_batches

if TYPE_CHECKING:
    from collections.abc import Iterator


def crowd(size: int, **more: object) -> Crowd:
    return Crowd(map(str, range(size)), **more)  # type: ignore[arg-type]


def some(size: int, first: int = 0) -> frozenset[str]:
    return frozenset(map(str, range(first, first + size)))


@pytest.mark.parametrize("size", range(1, 15))
def test_no_count_is_of_one_to_four(size: int) -> None:
    for counted in range(size + 1):
        found = crowd(size).count(some(counted))
        if 0 < counted < LEAST or 0 < size - counted < LEAST:
            assert found.number is None
            assert str(counted) not in found.told.split() or counted == LEAST
        else:
            assert found.number == counted
        assert found.low <= counted <= found.high


@pytest.mark.parametrize("size", range(1, 25))
@pytest.mark.parametrize("is_private", [False, True])
def test_the_words_allow_five_counts_at_least(size: int, is_private: bool) -> None:
    """Whoever knows how words are chosen cannot say how many it is, nor that it is all or none."""
    said: dict[str, list[int]] = {}
    for counted in range(size + 1):
        found = crowd(size, is_private=is_private).count(some(counted))
        if found.number is None:
            said.setdefault(found.told, []).append(counted)
    for told, counts in said.items():
        assert len(counts) >= min(LEAST - 1, size - 1), (told, counts)
        if is_private:
            assert set(counts) != {0}
            assert set(counts) != {size}


@pytest.mark.parametrize("size", range(1, 40))
def test_counts_side_by_side_cannot_be_taken_from_each_other(size: int) -> None:
    said: dict[str, list[int]] = {}
    for counted in range(size + 1):
        found = crowd(size).in_fives(some(counted))
        said.setdefault(found.told, []).append(counted)
        assert found.low <= counted <= found.high
    for told, counts in said.items():
        assert counts in ([0], [size]) or len(counts) >= min(LEAST - 1, size - 1), (told, counts)


def test_counts_side_by_side_are_told_in_fives() -> None:
    whole = crowd(20)
    told = [whole.in_fives(some(counted)).told for counted in (0, 3, 5, 9, 10, 14, 15, 16, 20)]
    assert told == [
        "0 of 20", "fewer than 5", "5 to 9", "5 to 9", "10 to 15", "10 to 15", "10 to 15",
        "all but fewer than 5", "20 of 20",
    ]  # fmt: skip
    assert crowd(20, least=0).in_fives(some(7)).told == "7 of 20"


def test_no_part_or_sum_of_parts_is_of_one_to_four() -> None:
    """Whoever adds parts up, or takes them from the whole, finds no small group."""
    for sizes in itertools.product((0, 1, 2, 3, 5, 7), repeat=4):
        starts = [sum(sizes[:at]) for at in range(4)]
        cells = {str(at): some(sizes[at], starts[at]) for at in range(4)}
        whole = crowd(sum(sizes))
        if not whole.is_told:
            continue
        parts = [len(each) for each in whole.parts(cells).values()]
        assert sum(parts) == sum(sizes)
        for count in range(len(parts) + 1):
            for taken in itertools.combinations(parts, count):
                assert not 0 < sum(taken) < LEAST, (sizes, parts)


def test_the_parts_that_are_not_told_have_no_name_of_their_own() -> None:
    cells = {"done": some(8), "late": some(1, 8), "overdue": some(2, 9)}
    assert {name: len(each) for name, each in crowd(11).parts(cells).items()} == {"": 11}
    cells["overdue"] = some(6, 9)
    found = crowd(15).parts(cells)
    assert {name: len(each) for name, each in found.items()} == {"": 15} or all(
        len(each) >= LEAST for each in found.values()
    )


def test_what_a_school_leaves_over_is_no_small_group() -> None:
    """A principal sees own pairings by name: what is left of the whole must be five or more."""
    known = {each: ["Hollis Creek"] for each in some(6)}
    assert not Crowd(some(10), known).is_told
    assert Crowd(some(11), known).is_told
    assert Crowd(some(6), known).is_told


def test_what_people_keep_to_themselves_is_not_told_of_all_or_none() -> None:
    private = crowd(10, is_private=True)
    assert private.count(some(10)).number is None
    assert private.count(some(0)).number is None
    assert private.count(some(5)).number == 5
    assert crowd(10).count(some(10)).number == 10


def test_who_sees_all_is_told_all() -> None:
    assert crowd(3, least=0).count(some(1)).told == "1 of 3"
    assert crowd(3, least=0, is_private=True).count(some(3)).number == 3


def test_batches_grow_by_five_at_once() -> None:
    everybody = [str(each) for each in range(13)]
    counted = [whole_batches(everybody[:size]) for size in range(14)]
    for before, after in itertools.pairwise(counted):
        assert len(set(after) - set(before)) in {0, LEAST}
        assert set(before) <= set(after)


def shared_out(size: int, cells: int) -> Iterator[tuple[int, ...]]:
    """Every way in which so many can be in so many cells."""
    if cells == 1:
        yield (size,)
        return
    for first in range(size + 1):
        for rest in shared_out(size - first, cells - 1):
            yield (first, *rest)


def at_school(size: int, own: int) -> Crowd:
    """Some of whom the first few are at one school, whose principal sees them by name."""
    return crowd(size, known={each: ["Hollis Creek"] for each in some(own)})


@pytest.mark.parametrize("how", ["count", "in_fives"])
def test_no_principal_can_take_their_school_from_a_count(how: str) -> None:
    """Of every group: who knows their own, and how words are chosen, learns of no one to four."""
    for size, own in itertools.product(range(1, 15), repeat=2):
        whole = at_school(size, min(own, size))
        others = size - min(own, size)
        if not whole.is_told:
            continue
        left = defaultdict[tuple[int, str], set[int]](set)
        for mine in range(size - others + 1):
            for theirs in range(others + 1):
                found = getattr(whole, how)(some(mine) | some(theirs, size - others))
                left[mine, found.told].add(theirs)
        for seen, counts in left.items():
            if len(counts) == 1:
                (count,) = counts
                assert not 0 < count < LEAST, (size, own, seen)
                assert not 0 < others - count < LEAST, (size, own, seen)


@pytest.mark.parametrize("size", range(5, 15))
def test_no_principal_can_take_their_school_from_parts(size: int) -> None:
    """The same of parts that stand side by side, and beside how many have completed."""
    for own in range(size + 1):
        whole = at_school(size, own)
        if not whole.is_told:
            continue
        left = defaultdict[object, set[tuple[int, ...]]](set)
        for mine, theirs in itertools.product(shared_out(own, 3), shared_out(size - own, 3)):
            cells = {
                str(at): some(mine[at], sum(mine[:at])) | some(theirs[at], own + sum(theirs[:at]))
                for at in range(3)
            }
            told = {name: len(each) for name, each in whole.parts(cells, cells["0"]).items()}
            left[mine, tuple(sorted(told.items()))].add(theirs)
        for seen, possible in left.items():
            for counts in (set(each) for each in zip(*possible, strict=True)):
                if len(counts) == 1:
                    (count,) = counts
                    assert not 0 < count < LEAST, (own, seen)
                    assert not 0 < size - own - count < LEAST, (own, seen)


def test_no_part_can_be_taken_from_who_else_is_counted() -> None:
    """Eleven have completed, ten stand as done: the other one would be the one not read."""
    cells = {"done": some(10), "on track": some(9, 11), "unknown": some(1, 10)}
    assert set(crowd(20).parts(cells, some(11))) == {""}


@pytest.mark.parametrize("size", range(5, 30, 5))
def test_two_batches_do_not_say_that_all_who_came_between_are_alike(size: int) -> None:
    before, after = (crowd(each, is_private=True) for each in (size, size + 5))
    between = defaultdict[tuple[str, str], set[int]](set)
    for first in range(size + 1):
        for more in range(6):
            told = before.in_fives(some(first)).told, after.in_fives(some(first + more)).told
            between[told].add(more)
    assert all(len(each) > 1 for each in between.values())
