"""What questionnaires show of a state's standards, once they are held and shared."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec
import pytest
from support.evaluations import QUESTIONNAIRE
from support.standard import records

from mentorctl.model.evaluation_report import HeldQuestionnaire
from mentorctl.model.meeting import ExitInterviews
from mentorctl.model.showing import look

if TYPE_CHECKING:
    from mentorctl.model.record_checks import Verdict

LEAVERS = msgspec.structs.replace(QUESTIONNAIRE, title="Exit interview", of_pairings=("withdrawn",))
CLOSED, SHARED = dt.date(2027, 4, 8), dt.date(2027, 4, 12)
FACTS = {"evaluation_mailed": dt.date(2027, 4, 1), "evaluation_closed": CLOSED}


def verdict(
    check: str, *held: HeldQuestionnaire, today: dt.date = SHARED, **given: object
) -> Verdict:
    seen = records(**given)._replace(held=held, today=today)  # type: ignore[arg-type]
    ((_, found),) = look(check, seen).verdicts
    return found


def test_feedback_is_shown_by_a_questionnaire_that_was_held() -> None:
    held = HeldQuestionnaire(QUESTIONNAIRE, CLOSED, 25, SHARED)
    told = f"{QUESTIONNAIRE.title}: 25 answered without names by {CLOSED}"
    assert verdict("evaluation", held) == ("shown", f"{told}, results shared on {SHARED}")
    assert verdict("evaluation", held._replace(shared_on=None)) == ("shown", told)
    assert verdict("evaluation", held, today=CLOSED) == ("shown", told)
    assert verdict("evaluation", held, year=FACTS).says.startswith(
        f"mailed on 2027-04-01, closed on {CLOSED}; {told}"
    )
    assert verdict("exit-interviews", held).state == "silent"


@pytest.mark.parametrize("held", [
    HeldQuestionnaire(QUESTIONNAIRE, CLOSED, 0, None),
    HeldQuestionnaire(QUESTIONNAIRE, dt.date(2027, 4, 30), 25, None),
    HeldQuestionnaire(LEAVERS, CLOSED, 6, SHARED),
])  # fmt: skip
def test_what_was_not_held_yet_or_of_others_shows_no_feedback(held: HeldQuestionnaire) -> None:
    assert verdict("evaluation", held).state == "silent"


def test_exit_interviews_are_shown_by_a_questionnaire_of_those_who_left() -> None:
    held = HeldQuestionnaire(LEAVERS, CLOSED, 6, SHARED)
    said = f"Exit interview: 6 answered without names by {CLOSED}, results shared on {SHARED}"
    assert verdict("exit-interviews", held) == ("shown", said)
    noted = {"exit_interviews": ExitInterviews(collected_on=CLOSED, count=2, anonymous="no")}
    assert verdict("exit-interviews", held, year=noted) == ("shown", said)
    assert verdict("exit-interviews", year=noted).state == "short"
