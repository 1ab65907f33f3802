from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.transcript import SAMPLE

from mentorctl.model.completer_list import CompleterEntry, CompleterList, CompleterRow, Reason
from mentorctl.model.frozen_list import FrozenList, digest_of, frozen_rows
from mentorctl.reports.completers import completers
from mentorctl.reports.proofs.frozen_diff import compared, rows
from mentorctl.reports.proofs.frozen_lists import FrozenStanding
from mentorctl.reports.proofs.frozen_texts import list_of, sheet_of
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from mentorctl.reports.proofs.frozen_diff import FrozenDiff

DAY = dt.date(2027, 4, 26)
YEAR = [
    dt.date(2026, 8, 20), dt.date(2026, 9, 15), dt.date(2026, 11, 30), dt.date(2026, 12, 15),
    dt.date(2026, 12, 29), dt.date(2027, 2, 1), dt.date(2027, 4, 9), dt.date(2027, 4, 20),
    dt.date(2027, 4, 27),
]  # fmt: skip
PROGRAM = Folder(SAMPLE).program
WHY = Reason(None, "plan", "due", "the plan is still open", "approve it")


def entry(number: int, name: str, *, done: bool) -> CompleterEntry:
    row = CompleterRow(
        f"mentee-{number}", name, None, None, None, None, "teo", "Teo", None, None,
        DAY if done else None, 4, 2, 0, "not asked",
    )  # fmt: skip
    return CompleterEntry(f"pairing-{number}", "", "", row, () if done else (WHY,))


def listed(people: dict[int, tuple[str, bool]]) -> CompleterList:
    found = [entry(number, name, done=done) for number, (name, done) in sorted(people.items())]
    return CompleterList(
        "Program", "2026-2027", DAY,
        tuple(each for each in found if not each.reasons),
        tuple(each for each in found if each.reasons),
    )  # fmt: skip


def frozen(found: CompleterList) -> FrozenList:
    said = FrozenList(
        schema_version=1, list="completers", name="completers-x", program=found.program,
        program_id="p", year=found.year, as_of=found.as_of, commit=None, dirty=None,
        advisor_id=None, area=None, frozen_at="2027-04-26T10:00:00-05:00", frozen_by=None,
        unreadable=(), completers=frozen_rows(found, PROGRAM, None),
    )  # fmt: skip
    return msgspec.structs.replace(said, digest=digest_of(said))


def held_to(before: CompleterList, now: CompleterList) -> FrozenDiff:
    return compared(FrozenStanding("completers-x", "lists", frozen(before)), now, now, PROGRAM)


# one who is not a completer is not on the list, so that what they are called shows nowhere
people = st.dictionaries(st.integers(0, 8), st.tuples(st.text(max_size=6), st.booleans()))


@given(people, people)
def test_everybody_is_told_once_and_with_what_happened(
    before: dict[int, tuple[str, bool]], after: dict[int, tuple[str, bool]]
) -> None:
    was = {number: name for number, (name, done) in before.items() if done}
    now = {number: name for number, (name, done) in after.items() if done}

    found = held_to(listed(before), listed(after))

    def told(changes: object) -> set[str]:
        return {each.row.pairing for each in changes}  # type: ignore[attr-defined] # of any of the three

    assert told(found.came) == {f"pairing-{each}" for each in now.keys() - was.keys()}
    assert told(found.went) == {f"pairing-{each}" for each in was.keys() - now.keys()}
    both = was.keys() & now.keys()
    assert told(found.changed) == {f"pairing-{each}" for each in both if was[each] != now[each]}
    assert found.same == sum(was[each] == now[each] for each in both)
    assert found.is_same == (was == now)
    for each in found.went:
        number = int(each.row.pairing.rpartition("-")[2])
        state = "due" if number in after else "removed"
        assert [reason.state for reason in each.reasons] == [state]
    assert len(list(rows(found))) == len(found.came) + len(found.went) + len(found.changed)


@given(people)
def test_what_is_kept_says_the_same_again(given_people: dict[int, tuple[str, bool]]) -> None:
    said = frozen(listed(given_people))

    read = msgspec.json.decode(list_of(said), type=FrozenList)
    assert (read, digest_of(read)) == (said, said.digest)
    assert sheet_of(read) == sheet_of(said)
    assert b"\r" not in sheet_of(said)


@pytest.mark.parametrize("day", YEAR, ids=str)
def test_of_the_sample_nothing_differs_from_itself(day: dt.date) -> None:
    found = completers(Folder(SAMPLE), day)

    assert held_to(found, found).is_same
    assert held_to(found, found).same == len(found.completers)
