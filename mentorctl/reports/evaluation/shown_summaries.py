"""The summaries of questionnaires: only those that their counter signed, of what was signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.evaluation_report import HeldQuestionnaire
from mentorctl.model.evaluation_summary import NAMESPACE_OF_SUMMARIES, EvaluationSummary, to_sign
from mentorctl.model.finding import Finding
from mentorctl.model.paths import summary_file
from mentorctl.model.questionnaire import BegunQuestionnaire, mark_of
from mentorctl.model.years import ProgramYear
from mentorctl.reports.evaluation.evaluation_view import evaluation_view
from mentorctl.reports.proofs.evaluation_standing import evaluation_standings
from mentorctl.reports.proofs.signature_report import ledger_if_any
from mentorctl.reports.proofs.signing_key import SignedBy, key_fault
from mentorctl.rules.base import UNJUDGED, WHOLE_HISTORY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentorctl.model.evaluation_report import EvaluationView
    from mentorctl.reports.proofs.evaluation_standing import EvaluationStanding
    from mentorctl.store.folder import Folder

__all__ = [
    "ShownSummary",
    "evaluations",
    "held",
    "shown_summary",
    "unjudged",
    "unsound_summaries",
    "view_of",
]

CODE = "questionnaire-changed"
# whoever counts the answers runs nothing
_BY = SignedBy("it names", "")


class ShownSummary(NamedTuple):
    """What the folder has as the summary of a questionnaire.

    Attributes:
        summary: What was shown; None where nothing was, or it proves nothing.
        fault: Why it proves nothing; else empty.
        file: The file that it is in.
    """

    summary: EvaluationSummary | None
    fault: str
    file: str


def shown_summary(folder: Folder, standing: EvaluationStanding) -> ShownSummary:
    """What the folder has as the summary of a questionnaire.

    Args:
        folder: The program folder.
        standing: The questionnaire, which was begun and has no fault.
    """
    begun = standing.begun
    if begun is None:
        return ShownSummary(None, "", "")
    path = summary_file(begun.year, begun.questionnaire.id)
    summary = folder.each(EvaluationSummary).get(path)
    if summary is None:
        return ShownSummary(None, "cannot be read" if path in folder.files else "", path)
    fault = _fault(begun, summary) or _of_history(folder, standing, begun, summary)
    return ShownSummary(None if fault else summary, fault, path)


def view_of(
    folder: Folder, begun: BegunQuestionnaire, summary: EvaluationSummary
) -> EvaluationView:
    """A summary as it is read.

    Args:
        folder: The program folder.
        begun: The questionnaire.
        summary: What was shown.
    """
    year = ProgramYear(begun.year, folder.program.year_starts)
    person = folder.people.get(summary.counter)
    names = {summary.counter: person.name} if person else {}
    return evaluation_view(begun.questionnaire, summary, year, names)


def evaluations(folder: Folder) -> tuple[EvaluationView, ...]:
    """What was shown of all questionnaires of a folder's year, in the order of their ids."""
    if not folder.each(EvaluationSummary):
        return ()
    found = []
    for each in _of_year(folder):
        summary = shown_summary(folder, each).summary
        if each.begun is not None and summary is not None:
            found.append(view_of(folder, each.begun, summary))
    return tuple(found)


def unsound_summaries(
    folder: Folder, standings: Iterable[EvaluationStanding]
) -> list[tuple[str, str, str]]:
    """What is wrong with summaries: each questionnaire, the file, and what it is.

    Args:
        folder: The program folder.
        standings: How the questionnaires stand that were ever begun.
    """
    left, found = dict(folder.each(EvaluationSummary)), []
    for each in standings:
        known = left.pop(summary_file(each.year, each.id), None)
        if known is not None and each.begun is not None and not each.fault:
            shown = shown_summary(folder, each)
            found += [(each.id, shown.file, shown.fault)] if shown.fault else []
    fault = "is of a questionnaire that was never begun"
    return found + [(each.questionnaire, path, fault) for path, each in left.items()]


def held(folder: Folder) -> tuple[HeldQuestionnaire, ...]:
    """The questionnaires of a folder's year that are closed, in the order of their ids."""
    if not folder.each(BegunQuestionnaire):
        return ()
    found = []
    for each in _of_year(folder):
        if each.begun is None or each.closed is None:
            continue
        summary = shown_summary(folder, each).summary
        days = [time.on for time in summary.shown] if summary else []
        found.append(
            HeldQuestionnaire(
                each.begun.questionnaire,
                each.begun.closes_on,
                len(each.closed.sheets),
                min(days, default=None),
            )
        )
    return tuple(found)


def unjudged(folder: Folder) -> list[Finding]:
    """The questionnaires of a folder's year of which nobody can tell without the whole history."""
    if not folder.each(BegunQuestionnaire):
        return []
    return [
        Finding(CODE, "warning", each.file, f"{each.title} {each.fault}", WHOLE_HISTORY)
        for each in evaluation_standings(folder, *ledger_if_any(folder))
        if each.year == folder.program.year and each.fault.startswith(UNJUDGED)
    ]


def _of_year(folder: Folder) -> list[EvaluationStanding]:
    """The questionnaires of a folder's year that stand as they were signed."""
    found = evaluation_standings(folder, *ledger_if_any(folder))
    return [each for each in found if each.year == folder.program.year and not each.fault]


def _fault(begun: BegunQuestionnaire, summary: EvaluationSummary) -> str:
    """Why a summary proves nothing; empty where it is what the counter signed."""
    from mentorctl.trail.ssh.public_keys import parse_public  # noqa: PLC0415 - loads slowly
    from mentorctl.trail.ssh.sshsig import BadSignature, verify  # noqa: PLC0415 - as above

    of = (begun.program, begun.year, begun.questionnaire.id)
    if (summary.program, summary.year, summary.questionnaire) != of:
        return "is of another questionnaire, year or program"
    if (summary.begun, summary.threshold) != (mark_of(begun), begun.threshold):
        return "is not of what was signed when it began"
    if not summary.shown or any(each.answers < begun.threshold for each in summary.answering):
        return "shows nothing, or tells of fewer people than may be told of"
    if summary.counter != begun.counter.person:
        return "was not made by whoever counts the answers"
    try:
        made_with = verify(to_sign(summary), summary.signature or "", NAMESPACE_OF_SUMMARIES)
        keys = {parse_public(line).blob for line in begun.counter.keys}
    except BadSignature:
        return "is not what its counter signed"
    return "" if made_with.blob in keys else "was signed with a key that is not its counter's"


def _of_history(
    folder: Folder,
    standing: EvaluationStanding,
    begun: BegunQuestionnaire,
    summary: EvaluationSummary,
) -> str:
    """Why nobody can have counted that, or whose key it was when it came in did not count."""
    from mentorctl.trail.ssh.public_keys import fingerprint  # noqa: PLC0415 - loads slowly
    from mentorctl.trail.ssh.sshsig import verify  # noqa: PLC0415 - as above

    if standing.closed is None:
        return "is of a questionnaire that is not closed"
    if sum(each.answers for each in summary.answering) > len(standing.closed.sheets):
        return "tells of more answers than were closed"
    mark = fingerprint(verify(to_sign(summary), summary.signature or "", NAMESPACE_OF_SUMMARIES))
    last = max(each.on for each in summary.shown)
    by = _BY._replace(person=begun.counter.person, moment=last.isoformat())
    ledger, _ = ledger_if_any(folder)
    fault = key_fault(mark, by, ledger, standing.summed_in)
    return f"is signed with a key that does not count: it {fault}" if fault else ""
