"""What is asked of a person at a terminal before a sheet can be read."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING, NoReturn

import typer

from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import asked, complain, note, shown
from mentorctl.reports.imports.headings import LEFT_OUT
from mentorctl.store.sheets.cells import TableError
from mentorctl.store.sheets.read_sheet import read_sheet
from mentorctl.store.sheets.sheet_choice import AmbiguousSheet
from mentorctl.store.sheets.text_encoding import AmbiguousEncoding

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mentorctl.reports.imports.intake_result import Question, SheetAnswers
    from mentorctl.store.sheets.cells import InputSheet

__all__ = ["answered", "is_at_terminal", "opened", "said_again"]


def is_at_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty()


def opened(file: Path, sheet: str | None, encoding: str | None) -> InputSheet:
    """The sheet that a file holds, after asking what only a person can know.

    Raises:
        typer.Exit: It cannot be read.
    """
    try:
        return read_sheet(file, sheet, encoding)
    except AmbiguousSheet as error:
        if not is_at_terminal():
            _give_up(error)
        note(f"{error.message}")
        return opened(file, _choice("which one", error.choices), encoding)
    except AmbiguousEncoding as error:
        if not is_at_terminal() or not error.choices:
            _give_up(error)
        note(f"{error.message}; it could be")
        for name, sample in error.choices.items():
            note(f"  {name}: {shown(sample)}")
        return opened(file, sheet, _choice("which one", list(error.choices)))
    except TableError as error:
        _give_up(error)


def _give_up(error: TableError) -> NoReturn:
    complain(error.message, error.hint)
    raise typer.Exit(FINDINGS) from None


def answered(questions: Sequence[Question], answers: SheetAnswers) -> SheetAnswers:
    """The answers with those that a person gives now, at the terminal."""
    columns, dates = dict(answers.columns), dict(answers.dates)
    taken: set[str] = set()
    for question in questions:
        if question.about == "dates":
            note(question.message)
            order = _choice(f"which number of {shown(question.heading)} is the month",
                            question.choices)  # fmt: skip
            dates[question.heading] = order  # type: ignore[assignment] # one of the choices
        else:
            free = [each for each in question.choices if each not in taken]
            note(f"what is in the column {shown(question.heading)!r}? One of:")
            note(f"  {', '.join(free)}")
            if question.close:
                note(f"  perhaps {question.close}")
            note(f"  or {LEFT_OUT} to leave it out")
            columns[question.heading] = _choice("column", [*free, LEFT_OUT])
            taken |= {columns[question.heading]} - {LEFT_OUT}
    return answers._replace(columns=columns, dates=dates)


def said_again(answers: SheetAnswers, before: SheetAnswers) -> list[str]:
    """The options that stand for what was answered at the terminal."""
    told = [("columns", answers.columns, before.columns), ("dates", answers.dates, before.dates)]
    return [
        f"--{option} {shlex.quote(f'{heading}={said}')}"
        for option, now, then in told
        for heading, said in now.items()
        if then.get(heading) != said
    ]


def _choice(what: str, choices: Sequence[str]) -> str:
    """One of the choices, or of their first letters; asked until it is."""
    listed = f" ({', '.join(choices)})" if len(choices) <= 4 else ""  # noqa: PLR2004 - fit a line
    while True:
        said = asked(f"{what}{listed}")
        found = [each for each in choices if each.casefold() == said.casefold()]
        found = found or [each for each in choices if each.casefold().startswith(said.casefold())]
        if said and len(found) == 1:
            return found[0]
        if said and found:
            note(f"{shown(said)!r} could be {' or '.join(found)}")
        else:
            note(f"{shown(said)!r} is none of them")
