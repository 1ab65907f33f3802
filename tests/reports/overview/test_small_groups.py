from __future__ import annotations

import itertools

import pytest

from mentorctl.reports.overview.small_groups import LEAST, Crowd, whole_batches


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
