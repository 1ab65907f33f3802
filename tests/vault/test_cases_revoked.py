"""A key that was revoked speaks for nobody, whatever day it writes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from support.keys import key_of, private_of
from support.trails import print_of

from mentorctl.model.grievance import GrievanceSetting, GrievanceStep, Parties
from mentorctl.model.person import Person
from mentorctl.trail.register.key_register import KeySpan, Register
from mentorctl.vault.case_readers import CaseStanding
from mentorctl.vault.cases import cases_of
from mentorctl.vault.packs import Message, packed
from mentorctl.vault.sealed_documents import Document, signed
from mentorctl.vault.seen_cases import SeenCases

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.vault.cases import Readable
    from mentorctl.vault.sealed_documents import Kind, SignedDocument

MENTEE, MENTOR, CHAIR, KEEPER, OTHER_KEEPER = "wynn", "odalys", "pell", "ada", "bo"
PARTIES = Parties(MENTEE, MENTOR, "mentor")
DAY, REVOKED = dt.date(2026, 11, 20), dt.date(2026, 11, 25)
SETTING = GrievanceSetting(
    (GrievanceStep("Talk", "Talk."), GrievanceStep("Chair", "Write.", "chair"))
)
ROLES = {MENTEE: "mentee", MENTOR: "mentor", CHAIR: "chair", KEEPER: "coordinator",
         OTHER_KEEPER: "coordinator"}  # fmt: skip


def _standing(revoked_by: str = KEEPER, since: dt.date = REVOKED) -> CaseStanding:
    """The mentee's key is revoked by one of two coordinators, of whom one let in the other."""
    spans = {
        print_of(each): KeySpan(
            each, key_of(each).public.line, DAY, None, "c",
            "" if each == KEEPER else print_of(KEEPER), "" if each == KEEPER else print_of(KEEPER),
        )
        for each in ROLES
    }  # fmt: skip
    mine = spans[print_of(MENTEE)]
    spans[print_of(MENTEE)] = mine._replace(revoked=since, changed_by=print_of(revoked_by))
    people = {each: Person(each.title(), roles=(role,)) for each, role in ROLES.items()}
    register = Register(spans, frozenset((KEEPER, OTHER_KEEPER)), "c")
    return CaseStanding("p-1", SETTING, people, register)


def _said(*said: tuple[str, Kind], on: dt.date = DAY) -> list[SignedDocument]:
    found: list[SignedDocument] = []
    for number, (by, kind) in enumerate(said):
        document = Document(
            program="p-1", case="c", number=number, after=found[-1].digest if found else "",
            kind=kind, step=1 if number < 2 else 2, on=on, by=by,
            parties=None if number else PARTIES, text="x",
        )  # fmt: skip
        found.append(signed(document, private_of(by)))
    return found


def _read(
    said: list[SignedDocument], standing: CaseStanding, seen: SeenCases | None = None
) -> Readable:
    files = packed([(Message(tuple(said)), [key_of(CHAIR).public])], "f")
    return cases_of(files.items(), private_of(CHAIR), standing, seen)


BEGUN: list[tuple[str, Kind]] = [(MENTEE, "opened"), (MENTEE, "passed-on"), (MENTEE, "escalated")]


def test_what_it_alone_says_is_left_out() -> None:
    found = _read(_said(*BEGUN), _standing())
    assert not found.cases
    assert any("key of Wynn that was revoked" in each.message for each in found.refused)
    assert print_of(MENTEE) in found.refused[0].hint


def test_what_a_key_that_counts_has_answered_was_there_before() -> None:
    (case,) = _read(_said(*BEGUN, (CHAIR, "recorded")), _standing()).cases
    assert len(case.held) == 4


def test_what_it_adds_after_that_is_left_out_and_stops_nobody() -> None:
    every = _said(*BEGUN, (CHAIR, "recorded"), (MENTEE, "withdrawn"))
    rightful = _said(*BEGUN, (CHAIR, "recorded"))
    found = _read(every, _standing())
    assert [each.state for each in found.cases] == ["open"]
    assert len(found.cases[0].held) == 4
    assert len(found.refused) == 1
    assert len(_read(rightful, _standing()).cases[0].held) == 4


def test_a_day_after_it_was_revoked_never_counts() -> None:
    found = _read(_said(*BEGUN, (CHAIR, "recorded"), on=REVOKED + dt.timedelta(1)), _standing())
    assert not found.cases


def test_what_its_owner_has_confirmed_counts(tmp_path: Path) -> None:
    seen = SeenCases("p-1", private_of(CHAIR), tmp_path)
    seen.check(_standing().noted([print_of(MENTEE)]))
    assert len(_read(_said(*BEGUN), _standing(), seen).cases[0].held) == 3


@pytest.mark.parametrize("asked", [print_of(MENTEE), MENTEE])
def test_what_was_asked_before_it_was_revoked_says_nothing_of_it(
    asked: str, tmp_path: Path
) -> None:
    after = _standing()
    spans = dict(after.register.spans)
    spans[print_of(MENTEE)] = spans[print_of(MENTEE)]._replace(revoked=None, changed_by="")
    before = after._replace(register=Register(spans, after.register.coordinators, "c"))
    seen = SeenCases("p-1", private_of(CHAIR), tmp_path)
    seen.check(before.noted([asked]))
    assert before.still(seen.checked) == {asked}
    assert not _read(_said(*BEGUN), after, seen).cases


def test_what_the_reader_saw_before_counts(tmp_path: Path) -> None:
    after = _standing()
    spans = dict(after.register.spans)
    spans[print_of(MENTEE)] = spans[print_of(MENTEE)]._replace(revoked=None)
    before = after._replace(register=Register(spans, after.register.coordinators, "c"))
    said = _said(*BEGUN, (MENTEE, "withdrawn"))
    found = _read(said[:3], before)
    seen = SeenCases("p-1", private_of(CHAIR), tmp_path)
    seen.see(
        {each.id: (each.heads, (), None) for each in found.cases},
        found.others,
        DAY,
    )
    (case,) = _read(said, after, SeenCases("p-1", private_of(CHAIR), tmp_path)).cases
    assert (len(case.held), case.state) == (3, "open")


def test_whom_it_is_with_silences_nobody_by_revoking() -> None:
    with_keeper = Parties(MENTEE, OTHER_KEEPER, "coordinator")
    every = _said(*BEGUN)
    document = every[0].document
    assert document.parties is not None
    changed = Document(
        **{name: getattr(document, name) for name in document.__struct_fields__}
        | {"parties": with_keeper}
    )
    first = signed(changed, private_of(MENTEE))
    for by, count in ((OTHER_KEEPER, 1), (KEEPER, 0)):
        assert len(_read([first], _standing(by, DAY)).cases) == count
