"""Who can open what, for every role, step and person concerned, with the keys themselves."""

from __future__ import annotations

import datetime as dt
import time
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

import msgspec
import pytest
from support.keys import key_of, private_of
from support.school import PEOPLE
from support.trails import key as held_key
from support.trails import print_of

from mentorctl.data import data
from mentorctl.model.grievance import Parties
from mentorctl.model.person import Key, Person
from mentorctl.store.folder import Folder
from mentorctl.trail.register.key_register import KeySpan, Register
from mentorctl.trail.ssh.public_keys import fingerprint, parse_public
from mentorctl.vault.age_sealing import seal_unnamed
from mentorctl.vault.case_readers import CaseStanding, readers_of, reading
from mentorctl.vault.cases import Readable, cases_of
from mentorctl.vault.errors import SealError, VaultError
from mentorctl.vault.packs import Message, opened_packs, packed
from mentorctl.vault.padding import LEAST, filled, unfilled
from mentorctl.vault.sealed_documents import Document, SignedDocument, signed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mentorctl.trail.ssh.public_keys import PublicKey

DAY = dt.date(2026, 11, 20)
SETTING = Folder(data("templates", "programs", "missouri-school-counseling")).program.grievance
MENTEE, MENTOR, CHAIR, OTHER_CHAIR = "wynn-abbott", "odalys-crane", "pell-harker", "juno-sayers"
STATE, DIRECTOR = "thea-lockwood", "marek-dunne"
# by number: who deals with each step in the Southwest
DEALS = {2: CHAIR, 3: STATE, 4: DIRECTOR}
# the position of each person concerned
POSITIONS = {person: roles[0] for person, (_, roles, _) in PEOPLE.items()}


def _span(person: str, key: str = "", revoked: dt.date | None = None) -> KeySpan:
    return KeySpan(person, key_of(key or person).public.line, dt.date(2026, 8, 1), revoked, "c")


def _standing(
    people: dict[str, Person] | None = None, spans: dict[str, KeySpan] | None = None
) -> CaseStanding:
    everybody = {
        person: Person(name, roles=roles, region=region or None)
        for person, (name, roles, region) in PEOPLE.items()
    }
    known = {print_of(person): _span(person) for person in everybody}
    return CaseStanding(
        "p-1", SETTING, everybody | (people or {}), Register({**known, **(spans or {})})
    )


def sealed(each: SignedDocument, keys: Sequence[PublicKey]) -> Mapping[str, bytes]:
    return packed([(Message((each,)), keys)], "f")


@cache
def _open_to(readers: frozenset[str]) -> set[str]:
    """Who opens what is sealed for some people, whatever it is."""
    document = _document(Parties(MENTEE, MENTOR, "mentor", "Southwest"), 1)
    files = sealed(document, [key_of(person).public for person in sorted(readers)])
    return {person for person in PEOPLE
            if opened_packs(files.items(), private_of(person)).messages}  # fmt: skip


def _document(parties: Parties, step: int) -> SignedDocument:
    said = Document(program="p-1", case="c", number=0, after="", kind="opened", step=step, on=DAY,
                    by=parties.by, parties=parties, text="x")  # fmt: skip
    return signed(said, private_of(parties.by))


@pytest.mark.parametrize(
    ("by", "about"), [pair for pair in product((MENTEE, MENTOR), PEOPLE) if pair[0] != pair[1]]
)
def test_only_those_allowed_can_open_it(by: str, about: str) -> None:
    standing, parties = _standing(), Parties(by, about, POSITIONS[about], "Southwest")
    skipped = {number for number, person in DEALS.items() if person == about}
    skipped |= {2} if POSITIONS[about] == "regional-chair" else set()
    assert list(parties.way(SETTING, standing.people)) == [
        number for number in (1, 2, 3, 4) if number not in skipped
    ]
    for step, reached in product(range(1, 5), range(1, 5)):
        if step > reached or {step, reached} & skipped:
            continue
        readers = readers_of(step, reached, parties, standing)
        allowed = {by} | {
            DEALS[number] for number in range(max(step, 2), reached + 1) if number not in skipped
        }
        assert _open_to(frozenset(readers)) == allowed
        assert about not in allowed


@pytest.mark.parametrize("role", ["regional-chair", "state-chair", "state-director", "coordinator"])
def test_whatever_other_role_the_person_holds(role: str) -> None:
    both = Person("Odalys Crane", roles=("mentor", role), region="Southwest")
    standing = _standing({MENTOR: both})
    parties = Parties(MENTEE, MENTOR, "mentor", "Southwest")
    for reached in parties.way(SETTING, standing.people):
        assert MENTOR not in readers_of(1, reached, parties, standing)


def test_a_role_of_ones_own_is_no_step_either() -> None:
    both = Person("Wynn Abbott", roles=("mentee", "state-chair"), region="Southwest")
    alone = _standing({MENTEE: both, STATE: Person("Thea Lockwood", roles=("mentor",))})
    parties = Parties(MENTEE, MENTOR, "mentor", "Southwest")
    assert list(parties.way(SETTING, alone.people)) == [1, 2, 4]


def test_a_key_of_theirs_in_another_name_is_left_out() -> None:
    hidden = _span(STATE, key="second key of odalys")
    person = Person("Odalys Crane", roles=("mentor",), keys=(Key(hidden.public, DAY),))
    mark = fingerprint(parse_public(hidden.public))
    standing = _standing({MENTOR: person}, {mark: hidden})
    parties = Parties(MENTEE, MENTOR, "mentor", "Southwest")
    found = reading((3, 3), parties, standing, ())
    assert found.left_out == (mark,)
    assert mark not in found.readers[STATE]
    assert not found.doubts
    known = _standing(spans={mark: hidden})
    assert mark in reading((3, 3), parties, known, ()).readers[STATE]


def test_who_writes_anothers_key_into_their_record_stops_nothing() -> None:
    """Its owner is asked; what is sealed for a key only its owner opens, wherever it stands."""
    public = _span(STATE).public
    person = Person("Odalys Crane", roles=("mentor",), keys=(Key(public, DAY),))
    standing, parties = _standing({MENTOR: person}), Parties(MENTEE, MENTOR, "mentor", "Southwest")
    found = reading((3, 3), parties, standing, ())
    assert found.readers[STATE] == (print_of(STATE),)
    assert [each.about for each in found.doubts] == [(print_of(STATE),)]
    assert "stands in the record of whom the grievance is with" in found.doubts[0].said
    assert not reading((3, 3), parties, standing, {print_of(STATE)}).doubts


@pytest.mark.parametrize(
    ("let_in", "changed", "revoked", "is_certain"),
    [
        (DIRECTOR, DIRECTOR, None, True),
        (MENTOR, MENTOR, None, False),
        (MENTOR, DIRECTOR, None, False),
        # a revocation that whom it is with has taken back
        (DIRECTOR, MENTOR, None, False),
        (DIRECTOR, DIRECTOR, DAY, False),
    ],
)
def test_a_newer_key_is_as_certain_as_the_older_one_that_confirms_it(
    let_in: str, changed: str, revoked: dt.date | None, *, is_certain: bool
) -> None:
    newer, other = "second key of thea", print_of(MENTOR)
    older = _span(STATE, revoked=revoked)._replace(
        by=print_of(let_in), changed_by=print_of(changed)
    )
    spans = {
        print_of(DIRECTOR): _span(DIRECTOR),
        other: _span(MENTOR)._replace(by=print_of(DIRECTOR), changed_by=print_of(DIRECTOR)),
        print_of(STATE): older,
        print_of(newer): _span(STATE, newer)._replace(by=other, changed_by=other),
    }
    held = {STATE: (held_key(STATE, by=STATE, of=newer, program="p-1"),)}
    standing = _standing()._replace(register=Register(spans, root="c"), held=held)
    assert standing.is_certain(print_of(newer), MENTOR, ()) is is_certain
    if revoked is None:
        assert standing.is_certain(print_of(STATE), MENTOR, ()) is is_certain
    assert standing.is_certain(print_of(newer), MENTOR, {print_of(newer)})


def test_a_revoked_key_opens_nothing_new() -> None:
    standing = _standing(spans={print_of(CHAIR): _span(CHAIR, revoked=DAY)})
    parties = Parties(MENTEE, MENTOR, "mentor", "Southwest")
    with pytest.raises(VaultError, match="no registered key"):
        readers_of(2, 2, parties, standing)


def test_a_step_that_nobody_deals_with_is_not_gone_past() -> None:
    standing = _standing({CHAIR: Person("Pell Harker", roles=("mentor",))})
    parties = Parties(MENTEE, MENTOR, "mentor", "Southwest")
    assert 2 in parties.way(SETTING, standing.people)
    with pytest.raises(VaultError, match="nobody to deal with"):
        readers_of(2, 2, parties, standing)


class TestForged:
    PARTIES = Parties(MENTEE, MENTOR, "mentor", "Southwest")

    def _found(self, *said: Document, by: str = MENTEE) -> Readable:
        every = tuple(signed(each, private_of(by if number else MENTEE))
                      for number, each in enumerate(said))  # fmt: skip
        files = packed([(Message(every), [key_of(STATE).public])], "f")
        return cases_of(files.items(), private_of(STATE), _standing())

    def _first(self, **other: object) -> Document:
        values: dict[str, object] = {
            "program": "p-1", "case": "c", "number": 0, "after": "", "kind": "opened", "step": 1,
            "on": DAY, "by": MENTEE, "parties": self.PARTIES, "text": "x", **other,
        }  # fmt: skip
        return msgspec.convert(values, Document)

    def _next(self, first: Document, **other: object) -> Document:
        after = signed(first, private_of(MENTEE)).digest
        values: dict[str, object] = {
            "program": "p-1", "case": "c", "number": 1, "after": after, "kind": "recorded",
            "step": 1, "on": DAY, "by": MENTEE, "text": "y", **other,
        }  # fmt: skip
        return msgspec.convert(values, Document)

    def test_as_it_should_be(self) -> None:
        first = self._first()
        found = self._found(first, self._next(first))
        assert len(found.cases) == 1
        assert not found.refused

    @pytest.mark.parametrize(
        ("other", "by", "why"),
        [
            ({"by": STATE}, MENTEE, "not its author's"),
            ({"by": MENTOR}, MENTOR, "whom it is about"),
            ({"by": STATE, "kind": "withdrawn"}, STATE, "cannot decide"),
            ({"by": STATE, "kind": "escalated"}, STATE, "cannot decide"),
            ({"after": "0" * 64}, MENTEE, "something was taken out"),
            ({"after": "0" * 64, "by": STATE, "step": 3}, STATE, "something was taken out"),
            ({"after": "0" * 64, "by": OTHER_CHAIR}, OTHER_CHAIR, "follows nothing that is here"),
            ({"by": STATE}, STATE, "Thea Lockwood, who does not deal with step 1"),
            ({"by": OTHER_CHAIR}, OTHER_CHAIR, "who does not deal with step 1"),
            ({"number": 2}, MENTEE, "follow one another"),
            ({"kind": "opened"}, MENTEE, "follow one another"),
            ({"step": 5}, MENTEE, "follow one another"),
            ({"parties": PARTIES}, MENTEE, "follow one another"),
        ],
    )
    def test_what_nobody_entitled_said(self, other: dict[str, object], by: str, why: str) -> None:
        first = self._first()
        found = self._found(first, self._next(first, **other), by=by)
        assert [len(each.held) for each in found.cases] == [1]
        assert [why in each.message for each in found.refused] == [True]

    def test_what_begins_it_is_by_who_has_it(self) -> None:
        for other in ({"by": STATE}, {"kind": "recorded"}, {"after": "0" * 64}):
            found = self._found(self._first(**other))
            assert not found.cases
            assert len(found.refused) == 1

    def _beside(self, forged: Document, by: str) -> Readable:
        """A rightful grievance, and what somebody seals who has heard of its name."""
        first = self._first()
        every = (signed(first, private_of(MENTEE)), signed(self._next(first), private_of(MENTEE)))
        keys = [key_of(STATE).public]
        files = packed(
            [(Message(every), keys), (Message((signed(forged, private_of(by)),)), keys)], "f"
        )
        return cases_of(files.items(), private_of(STATE), _standing())

    def test_who_hears_of_a_name_stops_nothing(self) -> None:
        theirs = Parties(MENTOR, CHAIR, "regional-chair", "Southwest")
        found = self._beside(self._first(by=MENTOR, parties=theirs), MENTOR)
        assert sorted(len(each.held) for each in found.cases) == [1, 2]
        assert len({each.id for each in found.cases}) == 2
        # whom it is with, and somebody who has no part in it
        for by, why in ((MENTOR, "whom it is about"), (OTHER_CHAIR, "follows nothing")):
            stray = self._next(self._first(), by=by, number=2, after="0" * 64)
            found = self._beside(stray, by)
            assert [len(each.held) for each in found.cases] == [2]
            assert why in found.refused[0].message
        stray = msgspec.structs.replace(stray, number=-1, parties=theirs)
        found = self._beside(stray, MENTOR)
        assert [len(each.held) for each in found.cases] == [2]
        assert "holds no document" in found.refused[0].message

    def test_who_adds_many_keeps_nobody_waiting(self) -> None:
        first, theirs = self._first(), Parties(MENTOR, CHAIR, "regional-chair", "Southwest")
        many = [self._first(by=MENTOR, parties=theirs, text=str(each)) for each in range(1_000)]
        strays = [self._next(first, by=MENTOR, number=each + 2, after="0" * 64)
                  for each in range(1_000)]  # fmt: skip
        every = tuple(signed(each, private_of(each.by)) for each in (first, *many, *strays))
        files = packed([(Message(every), [key_of(STATE).public])], "f")
        begun = time.process_time()
        found = cases_of(files.items(), private_of(STATE), _standing())
        assert time.process_time() - begun < 8
        assert len(found.cases) == 1_001

    def test_without_its_beginning(self) -> None:
        alone = signed(self._next(self._first()), private_of(MENTEE))
        files = sealed(alone, [key_of(STATE).public])
        (fault,) = cases_of(files.items(), private_of(STATE), _standing()).refused
        assert "first document is missing" in fault.message

    def test_of_another_program(self) -> None:
        found = self._found(self._first(program="p-2"))
        assert not found.cases
        assert [each.message for each in found.refused] == [
            "a grievance of another program, p-2, is left out"
        ]

    def test_one_that_is_refused_stops_no_other(self) -> None:
        mine = private_of(STATE)
        good = sealed(signed(self._first(), private_of(MENTEE)), [mine.public])
        junk = [seal_unnamed(each, [mine.public]) for each in (b"junk", filled(b"{}"))]
        files = {"a": junk[0], **good, "c": junk[1]}
        found = cases_of(files.items(), mine, _standing())
        assert len(found.cases) == 1
        assert len(found.refused) == 2


class TestPadding:
    @pytest.mark.parametrize("size", [0, 1, LEAST - 4, LEAST - 3, 3 * LEAST, 65_536])
    def test_a_size_is_a_power_of_two(self, size: int) -> None:
        padded = filled(b"x" * size)
        assert len(padded) >= LEAST
        assert len(padded) & (len(padded) - 1) == 0
        assert unfilled(padded) == b"x" * size

    @pytest.mark.parametrize(
        "data", [b"", b"\0\0\0", filled(b"x") + b"\0", filled(b"x")[:-1] + b"y", b"\xff" * 64]
    )
    def test_anything_else_is_refused(self, data: bytes) -> None:
        with pytest.raises(SealError):
            unfilled(data)

    def test_too_much_is_refused(self) -> None:
        with pytest.raises(SealError, match="longer than"):
            filled(bytes(1 << 24))
