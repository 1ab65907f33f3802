"""`mentorctl evaluate publish`: the counter shows what may be shown of the answers."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import typer

from mentorctl.cli.evaluation.beginning import record_lines
from mentorctl.cli.evaluation.evaluation_session import asked_of, opened_evaluation
from mentorctl.cli.evaluation.summary_lines import put_summary
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import complain, confirmed, note, paint, shown
from mentorctl.cli.signing import identity
from mentorctl.model.evaluation_summary import (
    NAMESPACE_OF_SUMMARIES,
    EvaluationSummary,
    ShownAnswers,
    to_sign,
    written_parts,
)
from mentorctl.model.paths import summary_file
from mentorctl.model.person import name_of
from mentorctl.model.questionnaire import mark_of
from mentorctl.model.years import ProgramYear
from mentorctl.reports.evaluation.named_people import named_in
from mentorctl.reports.evaluation.shown_summaries import shown_summary, view_of
from mentorctl.reports.evaluation.summing_up import OtherAnswers, sum_up, unshown
from mentorctl.store.parse.nodes import LARGEST

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from mentorctl.cli.evaluation.evaluation_session import Evaluation
    from mentorctl.cli.state import State
    from mentorctl.model.evaluation_summary import ShownQuestion
    from mentorctl.reports.evaluation.summing_up import SummedUp
    from mentorctl.trail.signatures.statements import OwnSigner

__all__ = ["Wishes", "publish_summary"]

MOST_SHOWN = 5


class Wishes(NamedTuple):
    """What the counter wants.

    Attributes:
        without: The questions of which nothing is shown now, by id.
        despite_names: The questions whose texts are shown although they name somebody.
        yes: Whether nothing is asked.
    """

    without: Sequence[str]
    despite_names: Sequence[str]
    yes: bool


def publish_summary(
    state: State, about: Evaluation, wishes: Wishes, *, key: Path | None, today: dt.date
) -> None:
    """Open the answers, show what may be shown of them, and write that down, signed.

    What is shown here is all that can ever be: the parts that numbers are of follow from what was
    signed and from how many answered, so that looking at it first (--dry-run) shows no more.

    Args:
        state: The run of the command.
        about: The questionnaire.
        wishes: What the counter wants.
        key: The file of the counter's key; their own when left out.
        today: The day.

    Raises:
        StoreError: It is not closed, or the user is not its counter.
        SealError: There are fewer than the threshold, or other sheets than were closed.
        typer.Exit: It is refused, or not wanted; it has been said.
    """
    begun = about.begun
    _refuse_unknown(about, [*wishes.without, *wishes.despite_names])
    opened = opened_evaluation(state, about, key)
    who = identity.require_signer(state, identity.ledger(state), key)
    known = shown_summary(state.folder, about.standing)
    if known.fault:
        complain(
            f"{shown(known.file)} {shown(known.fault)}, so nothing more is shown",
            "see who changed it, and put back what was signed: mentorctl history",
        )
        raise typer.Exit(FINDINGS)
    if opened.refused:
        note(f"{opened.refused} of the sealed sheets answer nothing that was asked, or are copies,"
             " and count not")  # fmt: skip
    _tell_nameless(state, about)
    year = ProgramYear(begun.year, state.folder.program.year_starts)
    summed = sum_up(begun.questionnaire, opened.sheets, begun.threshold, year)
    questions = _wanted(state, about, _new(summed, known.summary, wishes), wishes)
    if not questions:
        note("there is nothing to show that was not shown before")
        return
    summary = _with(about, summed, known.summary, ShownAnswers(on=today, questions=questions))
    put_summary(view_of(state.counted, begun, summary))
    if not state.dry_run:
        identity.confirm_signing(
            "sign this, and show it to everybody in the program", yes=wishes.yes
        )
    _write(state, about, summary, who, today)


def _tell_nameless(state: State, about: Evaluation) -> None:
    """Say how many sheets nobody has handed over in their name, as far as is told who answered.

    Whoever takes the sheets can have made them up, and could then tell the others by what is shown.
    """
    if about.closed is None:
        return
    named, count = len(about.closed.answered), len(about.closed.sheets)
    people = state.counted.people
    taker = about.begun.collector.person
    name = shown(name_of(people, taker))
    if count > named:
        note(f"{count - named} of the {count} sheets came without anybody being named as having"
             f" answered, through {name}, who has read them")  # fmt: skip
    asked = len(asked_of(state, about, about.begun.closes_on))
    if count > asked:
        note(f"  {paint('look here', 'yellow', 'bold')}: {count} sheets are more than the {asked}"
             f" people who are asked; ask {name} how that is before you show anything")  # fmt: skip


def _refuse_unknown(about: Evaluation, named: Sequence[str]) -> None:
    known = [each.id for each in about.begun.questionnaire.questions]
    for each in named:
        if each not in known:
            raise typer.BadParameter(
                f"{about.id} has no question {each}; its questions are {', '.join(known)}"
            )


def _new(
    summed: SummedUp, before: EvaluationSummary | None, wishes: Wishes
) -> tuple[ShownQuestion, ...]:
    try:
        found = unshown(summed, before)
    except OtherAnswers:
        complain(
            "what was shown before is not of these answers, so nothing more is shown: taken from"
            " each other, both would tell of single people",
            "see who changed it, and put back what was signed: mentorctl history",
        )
        raise typer.Exit(FINDINGS) from None
    return tuple(each for each in found if each.id not in wishes.without)


def _wanted(
    state: State, about: Evaluation, found: Sequence[ShownQuestion], wishes: Wishes
) -> tuple[ShownQuestion, ...]:
    """The questions without those whose texts name somebody, where that is not wanted.

    Raises:
        typer.Exit: Nobody is asked, and it was not said what is wanted.
    """
    asked = {each.id: each.text for each in about.begun.questionnaire.questions}
    kept, unsaid = [], []
    for each in found:
        named = named_in(each.texts, state.counted.people)
        if not named or each.id in wishes.despite_names:
            kept.append(each)
            continue
        head = paint("look here", "yellow", "bold")
        note(
            f"{head}: what was written to “{shown(asked[each.id])}” names somebody, or a school"
            " or district, of this folder"
        )
        for one in named[:MOST_SHOWN]:
            note(f"  {shown(', '.join(one.names))}: {shown(' / '.join(one.text.splitlines()))}")
        if len(named) > MOST_SHOWN:
            note(f"  … and {len(named) - MOST_SHOWN} more texts")
        if wishes.yes or state.dry_run or not sys.stdin.isatty():
            unsaid.append(each.id)
        elif confirmed(f"show all {len(each.texts)} texts of it to everybody all the same?"):
            kept.append(each)
    if unsaid and not state.dry_run:
        first = unsaid[0]
        complain(
            f"nothing was shown: somebody has to look at {', '.join(unsaid)} first",
            f"to leave it out: --without {first}; to show it as it is: --despite-names {first}",
        )
        raise typer.Exit(FINDINGS)
    return tuple(kept)


def _with(
    about: Evaluation, summed: SummedUp, before: EvaluationSummary | None, new: ShownAnswers
) -> EvaluationSummary:
    begun = about.begun
    parts, rest = written_parts(summed.parts)
    return EvaluationSummary(
        program=begun.program,
        year=begun.year,
        questionnaire=about.id,
        begun=mark_of(begun),
        counter=begun.counter.person,
        threshold=begun.threshold,
        parts=parts,
        rest=rest,
        shown=(*(before.shown if before else ()), new),
    )


def _write(
    state: State, about: Evaluation, summary: EvaluationSummary, who: OwnSigner, today: dt.date
) -> None:
    from mentorctl.cli.editing.transaction import Transaction  # noqa: PLC0415 - only where it is written
    from mentorctl.cli.signing.commit_signer import CommitSigner  # noqa: PLC0415 - as above

    path = summary_file(about.year, about.id)
    if not state.dry_run:
        (signature,) = who.sign([to_sign(summary)], NAMESPACE_OF_SUMMARIES)
        summary = msgspec.structs.replace(summary, signature=signature)
    text = record_lines(summary, path)
    if len(text.encode()) > LARGEST:
        complain(
            "the summary would be longer than a file of the folder can be, so nothing was shown",
            "leave out what was written to one question or several: --without QUESTION",
        )
        raise typer.Exit(FINDINGS)
    change = Transaction(state, today, sign=CommitSigner(state, who))
    change.replace(path, text)
    names = [each.id for each in summary.shown[-1].questions]
    state.act.tell(questionnaire=about.id, shown=names)
    change.finish(f"{about.title}: what was answered is shown, signed by who counted it")
    of_year = f" --year {state.other_year}" if state.other_year else ""
    note(f"  everybody sees it with: mentorctl evaluate summary {about.id}{of_year}")
