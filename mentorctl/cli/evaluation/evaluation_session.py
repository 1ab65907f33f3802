"""What all commands of `mentorctl evaluate` start with: the questionnaire, and how it stands."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from mentorctl.cli import lookup
from mentorctl.model.paths import closed_file
from mentorctl.model.questionnaire import mark_of
from mentorctl.reports.evaluation.asked_people import asked_people
from mentorctl.reports.proofs.evaluation_standing import evaluation_standings
from mentorctl.reports.proofs.signature_report import ledger_about
from mentorctl.rules.base import UNJUDGED, WHOLE_HISTORY, put_back
from mentorctl.store.errors import StoreError
from mentorctl.store.write.collected_sheets import CollectedSheets

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from mentorctl.cli.state import State
    from mentorctl.model.questionnaire import (
        AnswerSheet,
        BegunQuestionnaire,
        ClosedQuestionnaire,
        Questionnaire,
    )
    from mentorctl.reports.evaluation.asked_people import AskedPerson
    from mentorctl.reports.proofs.evaluation_standing import EvaluationStanding
    from mentorctl.trail.ssh.private_keys import PrivateKey
    from mentorctl.vault.sealed_answers import OpenedAnswers

__all__ = [
    "Evaluation",
    "QuestionnaireArgument",
    "asked_of",
    "begun_evaluation",
    "collected_of",
    "evaluations",
    "filled_sheet",
    "opened_evaluation",
    "private_key_of",
    "questionnaire_of",
]

QuestionnaireArgument = Annotated[
    str,
    typer.Argument(
        metavar="[QUESTIONNAIRE]",
        help="Its id, or a part of it; left out where there is only one.",
        show_default=False,
    ),
]


class Evaluation(NamedTuple):
    """A questionnaire that was begun, and stands as it was signed.

    Attributes:
        standing: How it stands.
        begun: What was signed.
    """

    standing: EvaluationStanding
    begun: BegunQuestionnaire

    @property
    def id(self) -> str:
        """Its id."""
        return self.standing.id

    @property
    def year(self) -> str:
        """The program year that it is of."""
        return self.standing.year

    @property
    def title(self) -> str:
        """What it is called."""
        return self.begun.questionnaire.title

    @property
    def closed(self) -> ClosedQuestionnaire | None:
        """That it is closed; None while it is not."""
        return self.standing.closed


def questionnaire_of(state: State, given: str) -> Questionnaire:
    """A questionnaire of program.yaml: the one that is named, or the only one.

    Raises:
        StoreError: The program asks nothing.
        typer.BadParameter: None is meant, or several are.
    """
    known = {each.id: each for each in state.folder.program.questionnaires}
    if not known:
        raise StoreError(
            "program.yaml has no questionnaires",
            "write one under questionnaires: in it; a preset shows how: mentorctl presets",
        )
    return known[_named(given, known, known)]


def evaluations(state: State) -> list[EvaluationStanding]:
    """How every questionnaire stands that was ever begun."""
    return evaluation_standings(state.folder, *ledger_about(state.folder))


def begun_evaluation(state: State, given: str, *, is_open: bool = False) -> Evaluation:
    """A questionnaire that was begun for the program year.

    Args:
        state: The run of the command.
        given: Its id, or a part of it; empty where there is only one.
        is_open: Whether it must not be closed.

    Raises:
        StoreError: There is none, it is not as it was signed, or it is closed.
        typer.BadParameter: None is meant, or several are.
    """
    year = state.folder.program.year
    every = evaluations(state)
    known = {each.id: each for each in every if each.year == year}
    if not known:
        last = max((each.year for each in every), default="")
        earlier = ""
        if last:
            earlier = f"; for the last one: mentorctl evaluate summary --year {last}, or to show"
            earlier += f" more of it: mentorctl evaluate publish --year {last}"
        raise StoreError(
            f"no questionnaire was begun in {year}",
            f"begin one: mentorctl evaluate begin ID{earlier}",
        )
    left = {name: each for name, each in known.items() if not (is_open and each.closed)} or known
    found = known[_named(given, left, known)]
    if found.fault or found.begun is None:
        raise StoreError(
            f"{found.file} {found.fault}, so nothing is sealed for it, taken or opened",
            WHOLE_HISTORY if found.fault.startswith(UNJUDGED) else put_back("signed"),
        )
    about = Evaluation(found, found.begun)
    _forget_closed(state, about)
    if is_open and found.closed is not None:
        raise StoreError(
            f"{found.id} is closed, and nothing more is taken",
            "see how it went: mentorctl evaluate open",
        )
    return about


def _named(given: str, left: Collection[str], known: Collection[str]) -> str:
    """The id of the questionnaire that is meant: of those left the only one, or of all by name.

    Raises:
        typer.BadParameter: None is meant, or several are.
    """
    if not given and len(left) == 1:
        return next(iter(left))
    if not given:
        raise typer.BadParameter(f"say which: {', '.join(sorted(left))}")
    return lookup.match_one("questionnaire", given, sorted(known))


def _forget_closed(state: State, about: Evaluation) -> None:
    """Take away what a command that was killed after closing has left on this copy."""
    from mentorctl.trail.git import repository  # noqa: PLC0415 - only where it is closed

    if about.closed is None or state.dry_run:
        return
    with contextlib.suppress(StoreError):
        held, path = collected_of(state, about), closed_file(about.year, about.id)
        # not before the history has them
        if held.count and repository.contents(state.root, [path]).get(path) is not None:
            held.forget()


def asked_of(state: State, about: Evaluation, today: dt.date) -> list[AskedPerson]:
    """Everybody who is asked."""
    begun = about.begun
    return asked_people(state.counted, begun.questionnaire, about.year, begun.opens_on, today)


def collected_of(state: State, about: Evaluation) -> CollectedSheets:
    """What was collected in this copy of the folder.

    Raises:
        StoreError: It was collected in another copy, or cannot be read.
    """
    return CollectedSheets(state.root, about.year, about.id, mark_of(about.begun))


def private_key_of(
    state: State, keys: Sequence[str], explicit: Path | None, what: str
) -> PrivateKey:
    """The private half of one of some keys, which must be the user's own.

    Args:
        state: The run of the command.
        keys: The public keys.
        explicit: The file of the key that the user has named.
        what: What it does: `takes the sheets`.

    Raises:
        StoreError: The user has none of them.
        SigningError: It cannot be read.
    """
    from mentorctl.cli.private.private_screen import passphrase  # noqa: PLC0415 - only where it is opened
    from mentorctl.trail.signatures.key_discovery import own_keys  # noqa: PLC0415 - as above
    from mentorctl.trail.ssh.private_keys import private_key  # noqa: PLC0415 - as above
    from mentorctl.trail.ssh.public_keys import parse_public  # noqa: PLC0415 - as above

    del state
    wanted = {parse_public(each).blob for each in keys}
    found = next((each for each in own_keys(explicit) if each.public.blob in wanted), None)
    if found is None or found.path is None:
        raise StoreError(
            f"you do not have the key that {what}",
            "name its file: --key FILE; an agent alone can sign, and opens nothing",
        )
    return private_key(found.path, passphrase)


def opened_evaluation(
    state: State, about: Evaluation, explicit: Path | None = None
) -> OpenedAnswers:
    """All answers of a questionnaire that is closed, in no order, opened with the counter's key.

    Nothing of them is written anywhere.

    Args:
        state: The run of the command.
        about: The questionnaire.
        explicit: The file of the key that the user has named.

    Raises:
        StoreError: It is not closed, or the user is not its counter.
        SealError: There are fewer than the threshold, or other sheets than were closed.
    """
    from mentorctl.vault.sealed_answers import opened_answers  # noqa: PLC0415 - only where it is opened

    if about.closed is None:
        raise StoreError(
            f"{about.id} is not closed yet, and nothing is opened before",
            f"once everybody has had their time: mentorctl evaluate close {about.id}",
        )
    key = private_key_of(state, about.begun.counter.keys, explicit, "opens the answers")
    return opened_answers(about.begun, about.closed, about.standing.sheets, key)


def filled_sheet(data: bytes, begun: BegunQuestionnaire, name: str) -> AnswerSheet:
    """The sheet that somebody has filled in as YAML.

    Args:
        data: What the file holds.
        begun: The questionnaire.
        name: What the file is called, for messages.

    Raises:
        typer.Exit: Something in it is wrong; each fault was said with its line.
    """
    from mentorctl.cli.exit_codes import FINDINGS  # noqa: PLC0415 - only where one is read
    from mentorctl.cli.output.console import note, paint, shown  # noqa: PLC0415 - as above
    from mentorctl.model.questionnaire import read_sheet  # noqa: PLC0415 - as above
    from mentorctl.store.parse.nodes import compose, locate, plain  # noqa: PLC0415 - as above

    top, found = compose(data)
    said = [(each.line, each.column, each.message, each.hint) for each in found]
    if not said:
        sheet, faults = read_sheet(begun.questionnaire, begun.groups, plain(top))
        if sheet is not None:
            return sheet
        said = [(*locate(top, each.where), each.message, each.hint) for each in faults]
    for line, column, message, hint in said:
        note(f"{shown(name)}:{line}:{column}: {paint('error', 'red', 'bold')}: {shown(message)}")
        note(f"  {paint('→', 'dim')} {shown(hint)}")
    note(
        f"{paint(f'{shown(name)} was not sealed', 'bold')}: mend what is named above and try again"
    )
    raise typer.Exit(FINDINGS)
