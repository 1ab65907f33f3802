"""A sheet is sealed for the counter, its envelope for the collector; neither sees both."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.keys import key_of, private_of, sign_as
from support.questionnaires import groups, questionnaires, sheets_of

from mentorctl.model.question import AskedQuestion
from mentorctl.model.questionnaire import (
    AnswerSheet,
    AskedWhen,
    BegunQuestionnaire,
    ClosedQuestionnaire,
    Questionnaire,
    SealedFor,
    mark_of,
    mark_of_sheet,
    sheet_size,
)
from mentorctl.vault.errors import NotForThisKey, SealError
from mentorctl.vault.padding import filled_size
from mentorctl.vault.sealed_answers import (
    ENVELOPE_NAMESPACE,
    is_envelope,
    open_envelope,
    opened_answers,
    seal_envelope,
    seal_sheet,
    sealed_size,
)

DAY = AskedWhen(date="04-01")
COUNTER, COLLECTOR = "grace", "iris"
WHY = AskedQuestion(id="why", text="Why?", type="long-text")
SURVEY = Questionnaire(
    id="survey", title="Survey", purpose="To know", asked=("mentee",), opens=DAY, closes=DAY,
    questions=(WHY,),
)  # fmt: skip


def begun(asked: Questionnaire = SURVEY, known: tuple[str, ...] = ()) -> BegunQuestionnaire:
    day = dt.date(2027, 4, 1)
    return BegunQuestionnaire(
        program="p-1", year="2026-2027", begun_on=day, opens_on=day, closes_on=day,
        questionnaire=asked, threshold=5, size=filled_size(sheet_size(asked, known)), groups=known,
        counter=SealedFor(COUNTER, (key_of(COUNTER).public_line(),)),
        collector=SealedFor(COLLECTOR, (key_of(COLLECTOR).public_line(),)), signed_by=COLLECTOR,
    )  # fmt: skip


def said(text: str) -> AnswerSheet:
    return AnswerSheet(None, {"why": text})


def closed(about: BegunQuestionnaire, sheets: list[bytes]) -> ClosedQuestionnaire:
    marks = tuple(sorted(map(mark_of_sheet, sheets)))
    return ClosedQuestionnaire(
        year=about.year, questionnaire=about.questionnaire.id, begun=mark_of(about), answered=(),
        sheets=marks,
    )  # fmt: skip


def envelope(about: BegunQuestionnaire, person: str, sheet: bytes, by: str = "") -> bytes:
    signed = lambda text: sign_as(by or person, text, ENVELOPE_NAMESPACE)  # noqa: E731
    return seal_envelope(about, person, sheet, signed).encode()


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_what_was_answered_comes_out_again_whatever_was_asked(data: st.DataObject) -> None:
    asked, known = data.draw(questionnaires()), data.draw(groups)
    about = begun(asked, tuple(known))
    answered = [data.draw(sheets_of(asked, known)) for _ in range(5)]
    sheets = [seal_sheet(about, each) for each in answered]

    assert {len(each) for each in sheets} == {sealed_size(about)}
    found = opened_answers(about, closed(about, sheets), sheets, private_of(COUNTER))
    assert sorted(map(repr, found.sheets)) == sorted(map(repr, answered))
    assert found.refused == 0


@pytest.mark.parametrize("text", ["a", "b" * 2000, "\N{GRINNING FACE}" * 2000])
def test_all_sheets_have_one_size_whatever_they_say(
    text: str,
) -> None:
    about = begun()
    sheet = seal_sheet(about, said(text))
    assert len(sheet) == sealed_size(about)
    assert sheet.count(b"ssh-") == 0


def test_neither_key_alone_sees_both() -> None:
    about = begun()
    sheet = seal_sheet(about, said("the word is QUINCE"))
    sent = envelope(about, "amara", sheet)

    assert is_envelope(sent)
    for hidden in (b"amara", b"QUINCE"):
        assert hidden not in sent
        assert hidden not in sheet
    with pytest.raises(NotForThisKey):
        open_envelope(sent, about, private_of(COUNTER))
    found = open_envelope(sent, about, private_of(COLLECTOR))
    assert (found.person, found.sheet) == ("amara", sheet)
    with pytest.raises(NotForThisKey):
        opened_answers(about, closed(about, [sheet] * 5), [sheet] * 5, private_of(COLLECTOR))


def test_an_envelope_of_another_hand_or_questionnaire_is_refused() -> None:
    about = begun()
    sheet = seal_sheet(about, said("yes"))
    other = msgspec.structs.replace(about, threshold=6)
    for sent, why in (
        (envelope(about, "amara", sheet, by="ben"), ""),
        (envelope(other, "amara", sheet), "another questionnaire"),
        (envelope(about, "amara", sheet + b"\0"), "could be told from them"),
    ):
        if not why:
            assert open_envelope(sent, about, private_of(COLLECTOR)).key != ""
            continue
        with pytest.raises(SealError, match=why):
            open_envelope(sent, about, private_of(COLLECTOR))


def test_nothing_is_opened_below_the_threshold() -> None:
    about = begun()
    sheets = [seal_sheet(about, said(str(each))) for each in range(4)]
    with pytest.raises(SealError, match="4 answers"):
        opened_answers(about, closed(about, sheets), sheets, private_of(COUNTER))
    # four that answer it, and one that does not
    sheets.append(seal_sheet(msgspec.structs.replace(about, year="2025-2026"), said("x")))
    with pytest.raises(SealError, match="4 answers"):
        opened_answers(about, closed(about, sheets), sheets, private_of(COUNTER))


def test_a_sealed_sheet_counts_once() -> None:
    """Whoever takes the sheets could make as many of one as the threshold asks for."""
    about = begun()
    one, *others = [seal_sheet(about, said(str(each))) for each in range(5)]
    copies = [one, one[:-1] + b"\1", one[:-9] + b"123456789"]
    sheets = [one, one, *copies]
    with pytest.raises(SealError, match="1 answers"):
        opened_answers(about, closed(about, sheets), sheets, private_of(COUNTER))
    sheets = [one, *others, *copies]
    found = opened_answers(about, closed(about, sheets), sheets, private_of(COUNTER))
    assert sorted(str(each.answers["why"]) for each in found.sheets) == [*"01234"]
    assert found.refused == 3


def test_what_was_sealed_for_another_threshold_is_not_counted() -> None:
    about = begun()
    sheets = [seal_sheet(about, said(str(each))) for each in range(5)]
    lower = msgspec.structs.replace(about, threshold=2)
    with pytest.raises(SealError):
        opened_answers(lower, closed(about, sheets), sheets, private_of(COUNTER))
    with pytest.raises(SealError):
        opened_answers(lower, closed(lower, sheets), sheets, private_of(COUNTER))


def test_only_what_was_closed_is_opened() -> None:
    about = begun()
    sheets = [seal_sheet(about, said(str(each))) for each in range(6)]
    with pytest.raises(SealError, match="closed with"):
        opened_answers(about, closed(about, sheets), sheets[:5], private_of(COUNTER))


def test_the_order_is_another_one_each_time() -> None:
    about = begun()
    sheets = [seal_sheet(about, said(str(each))) for each in range(8)]
    orders = {
        tuple(str(each.answers["why"]) for each in opened_answers(
            about, closed(about, sheets), sheets, private_of(COUNTER)).sheets)
        for _ in range(6)
    }  # fmt: skip
    assert len(orders) > 1
