"""The one evaluator, held to what its five words mean."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorctl.model.needs import Fact, Need, NeedState, evaluate

DAYS = st.dates(dt.date(2026, 8, 1), dt.date(2026, 9, 30))
FACTS = st.lists(st.builds(Fact, st.none() | DAYS, st.booleans()), max_size=4)
LIMITS = st.none() | DAYS
# an open milestone is missed rather than due, a done one late rather than excused or met
WORSE = [NeedState.MET, NeedState.EXCUSED, NeedState.LATE]
MET, LATE, EXCUSED, DUE, MISSED = (
    NeedState.MET, NeedState.LATE, NeedState.EXCUSED, NeedState.DUE, NeedState.MISSED,
)  # fmt: skip


def day(number: int) -> dt.date:
    return dt.date(2026, 12, number)


def last_day(due: dt.date | None, until: dt.date | None) -> dt.date | None:
    return max(due, until) if due and until else due


@pytest.mark.parametrize(
    ("on", "until", "today", "state"),
    [
        (14, None, 14, MET),
        (15, None, 20, LATE),
        (15, 15, 20, EXCUSED),
        (16, 15, 20, LATE),
        # an extension that ends before the day itself takes nothing away
        (14, 10, 20, MET),
        (None, None, 14, DUE),
        (None, None, 15, MISSED),
        (None, 18, 18, DUE),
        (None, 18, 19, MISSED),
        # what is dated later than today has not happened
        (14, None, 13, DUE),
        (20, None, 15, MISSED),
    ],
)
def test_one_fact_against_december_14(
    on: int | None, until: int | None, today: int, state: NeedState
) -> None:
    found = evaluate(
        [Fact(day(on) if on else None)],
        due=day(14),
        until=day(until) if until else None,
        today=day(today),
    )

    assert found is state


def test_a_waived_need_is_excused_open_or_late() -> None:
    for on in (None, day(20)):
        assert evaluate([Fact(on, True)], due=day(14), until=None, today=day(25)) is EXCUSED
    assert evaluate([Fact(day(14), True)], due=day(14), until=None, today=day(25)) is MET


def test_without_a_day_nothing_is_late_or_missed() -> None:
    assert evaluate([Fact(day(31))], due=None, until=None, today=day(31)) is MET
    assert evaluate([Fact(None)], due=None, until=day(1), today=day(31)) is DUE


@given(FACTS, LIMITS, LIMITS, DAYS)
def test_the_five_words_part_all_cases(
    facts: list[Fact], due: dt.date | None, until: dt.date | None, today: dt.date
) -> None:
    last = last_day(due, until)
    is_open = any((each.on is None or each.on > today) and not each.waived for each in facts)
    is_past = last is not None and today > last
    done = [(each.on, each.waived) for each in facts if each.on is not None and each.on <= today]
    after_due = [(on, waived) for on, waived in done if due is not None and on > due]
    is_late = any(not waived and last is not None and on > last for on, waived in after_due)
    is_excused = bool(after_due) or len(done) != len(facts)

    found = evaluate(facts, due=due, until=until, today=today)
    if is_open:
        assert found is (MISSED if is_past else DUE)
    elif is_late:
        assert found is LATE
    else:
        assert found is (EXCUSED if is_excused else MET)


@given(FACTS, st.lists(DAYS, min_size=2, max_size=6), LIMITS, DAYS)
def test_more_time_never_makes_it_worse(
    facts: list[Fact], limits: list[dt.date], until: dt.date | None, today: dt.date
) -> None:
    for due in (None, until):
        states = [
            evaluate(facts, due=due or limit, until=limit if due else until, today=today)
            for limit in sorted(limits)
        ]
        for before, after in pairwise(states):
            if before in WORSE:
                assert after in WORSE
                assert WORSE.index(after) <= WORSE.index(before)
            else:
                assert (before, after) != (DUE, MISSED)
                assert after in (DUE, MISSED)


@given(FACTS, LIMITS, LIMITS, DAYS, st.integers(1, 40))
def test_what_was_missed_stays_so_until_it_is_done(
    facts: list[Fact], due: dt.date | None, until: dt.date | None, today: dt.date, later: int
) -> None:
    now = evaluate(facts, due=due, until=until, today=today)
    then = evaluate(facts, due=due, until=until, today=today + dt.timedelta(days=later))

    if now in {LATE, MISSED}:
        assert then in {LATE, MISSED}
    if now is MET:
        assert then is MET


@given(FACTS, LIMITS, LIMITS, DAYS, st.randoms())
def test_the_order_of_facts_says_nothing(
    facts: list[Fact], due: dt.date | None, until: dt.date | None, today: dt.date, chance: object
) -> None:
    other = list(facts)
    chance.shuffle(other)  # type: ignore[attr-defined] # a random.Random

    assert evaluate(facts, due=due, until=until, today=today) is evaluate(
        other, due=due, until=until, today=today
    )


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("plan:approved.on", Need("plan", "", ("approved", "on"))),
        ("experiences/1:sent_to_mentor", Need("experiences", "1", ("sent_to_mentor",))),
        ("visits/*:on", Need("visits", "*", ("on",))),
        ("meetings/kickoff:attended.mentor", Need("meetings", "kickoff", ("attended", "mentor"))),
    ],
)
def test_a_pointer_is_read_and_written_alike(text: str, need: Need) -> None:
    assert Need.parse(text) == need
    assert str(need) == text


@pytest.mark.parametrize("text", ["", "plan", "plan:", ":on", "plan/:on", "Plan:on", "a/b/c:on"])
def test_what_is_no_pointer_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Need.parse(text)
