"""What program.yaml and the year's facts can be asked to show of a standard's item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.record_checks import SIGNERS, Kind, short, shown, silent

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from mentorctl.model.record_checks import Check, Records, Verdict

__all__ = ["OF_PROGRAM"]


def _evaluation(seen: Records, check: Check) -> Verdict:
    del check
    facts = seen.shared.year
    mailed, closed = (facts.evaluation_mailed, facts.evaluation_closed) if facts else (None, None)
    held = _held(seen, of_leavers=False)
    if mailed is None or mailed > seen.today:
        return shown(held) if held else silent("no evaluation was mailed")
    if closed is None or closed > seen.today:
        return short(f"mailed on {mailed}, and not closed yet")
    return shown("; ".join(filter(None, (f"mailed on {mailed}, closed on {closed}", held))))


def _exit_interviews(seen: Records, check: Check) -> Verdict:
    del check
    told = _held(seen, of_leavers=True)
    if told:
        return shown(told)
    held = seen.shared.year.exit_interviews if seen.shared.year else None
    if held is None or held.collected_on is None or held.collected_on > seen.today:
        return silent("no exit interviews were collected")
    if held.anonymous != "yes":
        return short(f"collected on {held.collected_on}, and not said to be anonymous")
    number = "" if held.count is None else f"{held.count} "
    return shown(f"{number}collected on {held.collected_on}, anonymously")


def _held(seen: Records, *, of_leavers: bool) -> str:
    """What the questionnaires show that were held so far; empty where none was answered."""
    return "; ".join(
        f"{each.questionnaire.title}: {each.answered} answered without names by {each.closed_on}"
        + (f", results shared on {each.shared_on}" if _is_past(each.shared_on, seen) else "")
        for each in seen.held
        if each.is_of_leavers is of_leavers and each.answered and _is_past(each.closed_on, seen)
    )


def _is_past(day: dt.date | None, seen: Records) -> bool:
    return day is not None and day <= seen.today


def _duties(seen: Records, check: Check) -> Verdict:
    named = [each for each in seen.program.roles if check.what in (each.id, each.stands_for)]
    if not named:
        return silent(f"no role in program.yaml is, or stands for, the {check.what}")
    role = next((each for each in named if each.duties), named[0])
    if not role.duties:
        return silent(f"program.yaml lists no responsibilities of the {role.title}")
    return shown(f"{len(role.duties)} responsibilities of the {role.title}")


def _phases(seen: Records, check: Check) -> Verdict:
    del check
    phases = seen.program.phases
    if not phases:
        return silent("program.yaml has no phases of the first year")
    return shown(f"{len(phases)} phases of the first year, shown by status")


def _calendar(seen: Records, check: Check) -> Verdict:
    del check
    rows = seen.program.calendar
    return shown(f"{len(rows)} milestones") if rows else silent("the calendar is empty")


def _stipends(seen: Records, check: Check) -> Verdict:
    del check
    payments = seen.program.payments
    paid = [each for each in payments.rates if each.role == "mentor"]
    if not paid:
        return silent(seen.words.say("program.yaml names no payment for {mentors}"))
    return shown(", ".join(f"{payments.currency}{each.amount} a {each.per}" for each in paid))


def _log_template(seen: Records, check: Check) -> Verdict:
    del check
    setting = seen.program.records.get("log")
    if setting is None:
        return silent("this program keeps no log")
    if not set(SIGNERS) <= set(setting.signed_by):
        return short("the log is not signed by both")
    return shown("a log with dates and times that both sign")


def _not_evaluation(seen: Records, check: Check) -> Verdict:
    del check
    setting = seen.program.confidentiality
    if setting is None:
        return silent("program.yaml says nothing on confidentiality")
    if setting.evaluation != "not-evaluation":
        return short("program.yaml lets what is said feed an evaluation")
    return shown("said in program.yaml, and on the forms")


_IN_PROGRAM = "write it down: mentorctl edit program"
_IN_YEAR = "write it down: mentorctl edit years/{year}"

OF_PROGRAM: Mapping[str, Kind] = {
    "evaluation": Kind("program evaluation mailed and closed", _IN_YEAR, of_program=_evaluation),
    "exit-interviews": Kind(
        "anonymous exit interviews collected", _IN_YEAR, of_program=_exit_interviews
    ),
    "duties": Kind("responsibilities of the {what}", _IN_PROGRAM, of_program=_duties),
    "phases": Kind("phases of the first year", _IN_PROGRAM, of_program=_phases),
    "calendar": Kind("dated calendar", _IN_PROGRAM, of_program=_calendar),
    "stipends": Kind("payment for {mentors}", _IN_PROGRAM, of_program=_stipends),
    "log-template": Kind("log that both sign", _IN_PROGRAM, of_program=_log_template),
    "not-evaluation": Kind(
        "mentoring kept apart from evaluation", _IN_PROGRAM, of_program=_not_evaluation
    ),
}
