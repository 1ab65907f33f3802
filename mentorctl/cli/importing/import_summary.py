"""What is said of a sheet: how it was read, what is wrong, what it brings."""

from __future__ import annotations

import re
import shlex
import sys
from collections import defaultdict
from itertools import zip_longest
from typing import TYPE_CHECKING, NoReturn

import typer

from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import note, paint, shown, table
from mentorctl.reports.imports.intake_result import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mentorctl.reports.imports.import_columns import Kind
    from mentorctl.reports.imports.intake_result import FieldChange, Intake, Question
    from mentorctl.store.sheets.cells import InputSheet

__all__ = ["ImportSummary", "counted"]

EXAMPLES = 5
MOST_LINES = 20
NARROW = 18
_NAMES: dict[Kind, tuple[str, str]] = {
    "people": ("person", "people"),
    "pairings": ("pairing", "pairings"),
    "plans": ("planned experience", "planned experiences"),
    "log": ("log entry", "log entries"),
    "attendance": ("attendance", "attendances"),
    "trainings": ("training", "trainings"),
    "years": ("date of the year", "dates of the year"),
}
_REMARKS = {
    "nothing": ("cell that says N/A or the like is left empty",
                "cells that say N/A or the like are left empty"),
    "turned": ("name is turned around", "names are turned around"),
    "day": ("day is written in full", "days are written in full"),
    "order": ("day that could mean two is read as the others show or you said",
              "days that could mean two are read as the others show or you said"),
    "serial": ("day is a spreadsheet's number", "days are a spreadsheet's numbers"),
    "roles": ("cell names several roles", "cells name several roles"),
    "weightless": ("character without any width is taken out",
                   "characters without any width are taken out"),
    "joined": ("address is put together", "addresses are put together"),
    "family": ("family name is that of the only one in the folder who has it",
               "family names are those of the only ones in the folder who have them"),
    "assumed": ("pairing gets somebody whom the sheet does not name, as the only one who fits",
                "pairings get somebody whom the sheet does not name, as the only one who fits"),
}  # fmt: skip
_OWN = re.compile(r"'[^']*'|\"[^\"]*\"|\d+")


class ImportSummary:
    """Tells of one sheet, on standard error.

    Args:
        sheet: The sheet.
        every: Whether every example is shown, not just the first few of each kind.
    """

    def __init__(self, sheet: InputSheet, *, every: bool) -> None:
        self.sheet = sheet
        self.most = sys.maxsize if every else EXAMPLES
        self.lines = sys.maxsize if every else MOST_LINES
        self.place = sheet.name + (f": sheet {sheet.title!r}" if sheet.title else "")

    def opening(self) -> None:
        """Say which sheet is read, and how."""
        sheet = self.sheet
        if sheet.others:
            hidden = frozenset(sheet.hidden_sheets)
            others = [f"{each!r}{' (hidden)' * (each in hidden)}" for each in sheet.others]
            note(f"reading the sheet {sheet.title!r}, not {self._some(others)}")
        for remark in sheet.remarks:
            note(f"{sheet.name}: {shown(remark)}")

    def reading(self, intake: Intake) -> None:
        """Say where the headings were found, what is left out, and what was made of cells."""
        if intake.header and intake.header != (1,):
            rows = " and ".join(map(str, intake.header))
            note(f"the headings are in row{'s' * (len(intake.header) > 1)} {rows}")
        groups: dict[tuple[str, str], list[str]] = defaultdict(list)
        for each in intake.left_out:
            groups[each.why, each.option].append(f"{each.place} {shown(each.what)!r}")
        for (why, option), places in groups.items():
            brings = (
                f"; {option} brings {'it' if len(places) == 1 else 'them'} in" if option else ""
            )
            note(f"left out: {self._some(places)}, which {_fit(why, len(places))}{brings}")
        remarks: dict[str, list[str]] = defaultdict(list)
        for remark in intake.remarks:
            text = f"row {remark.row}, {shown(remark.column)}: {shown(remark.text)}"
            remarks[remark.kind].append(text)
        for kind, texts in remarks.items():
            one, many = _REMARKS[kind]
            note(f"{len(texts)} {one if len(texts) == 1 else many}: {self._some(texts, '; ')}")

    def refuse(self, problems: Sequence[Problem]) -> NoReturn:
        """Name what is wrong, the first few of each kind.

        Raises:
            typer.Exit: Always.
        """
        self.name(problems)
        if self.sheet.others and not any(each.column for each in problems):
            options = [f"--sheet {shlex.quote(shown(each))}" for each in self.sheet.others]
            note(f"to read another sheet of it: {self._some(options, ' or ')}")
        note(f"{paint('nothing was imported', 'bold')}: mend the rows named above and try again")
        raise typer.Exit(FINDINGS)

    def name(self, problems: Sequence[Problem], severity: str = "") -> None:
        """Name what is wrong, the first few of each kind, and how many more there are."""
        many: dict[tuple[str, str], int] = defaultdict(int)
        hidden: dict[tuple[str, str], int] = defaultdict(int)
        said: list[Problem] = []
        for problem in problems:
            kind = (problem.column, _OWN.sub("", problem.message))
            many[kind] += 1
            if many[kind] > self.most or len(said) >= self.lines:
                hidden[kind] += 1
                continue
            said.append(problem)
        for problem, following in zip_longest(said, said[1:]):
            # what mends several in a row is said once, below the last of them
            is_last = following is None or following.hint != problem.hint
            self._say(problem, severity, hint=is_last)
        for (column, _), count in list(hidden.items())[: self.most]:
            where = f" in column {shown(column)}" if column else ""
            note(f"… and {count} more of a kind named above{where}; --all names them all"
                 if many else "")  # fmt: skip

    def name_first(self, problems: Sequence[Problem], code: str) -> None:
        """Name the first of many warnings of one kind, and how many more there are."""
        self._say(problems[0], f"{paint('warning', 'yellow', 'bold')}: ")
        if len(problems) > 1:
            note(f"  … and {len(problems) - 1:,} more of this kind [{code}]; --all names them all")

    def refuse_unanswered(self, questions: Sequence[Question], row: int) -> NoReturn:
        """Name the questions that nobody is there to answer, and the options that do.

        Raises:
            typer.Exit: Always.
        """
        for question in questions:
            if question.about == "dates":
                note(f"{self.place}: {shown(question.message)}")
                note(f"  {paint('→', 'dim')} {shown(question.hint)}")
            else:
                self._say(Problem(row, question.heading, question.message, question.hint), "")
        unknown = [each for each in questions if each.about == "column"]
        if len(unknown) > 1:
            note("to leave out every column that is not known: --columns -")
        note(f"{paint('nothing was imported', 'bold')}: say what is asked above and try again")
        raise typer.Exit(FINDINGS)

    def changes(self, changes: Sequence[FieldChange]) -> None:
        """Show what the folder has otherwise: old and new."""
        cut = _cut if sys.stderr.isatty() else str
        rows = [(each.id, each.column, cut(each.old) or "-", cut(each.new))
                for each in changes[: self.most]]  # fmt: skip
        for line in table(("", "field", "in the folder", "in the sheet"), rows).splitlines():
            note(line)
        if len(changes) > self.most:
            note(f"… and {len(changes) - self.most} more; --all shows them all")

    def gone(self, names: Sequence[str]) -> None:
        """Name the people of the folder whom the roster no longer lists."""
        if names:
            are = "1 person of the folder is" if len(names) == 1 else (
                f"{len(names)} people of the folder are"
            )  # fmt: skip
            note(f"{are} not in this sheet, and nothing of theirs was changed: {self._some(names)}")

    def _say(self, problem: Problem, severity: str, *, hint: bool = True) -> None:
        column = f", column {shown(problem.column)}" if problem.column else ""
        note(f"{severity}{self.place}: row {problem.row}{column}: {shown(problem.message)}")
        if hint:
            note(f"  {paint('→', 'dim')} {shown(problem.hint)}")

    def _some(self, texts: Iterable[str], between: str = ", ") -> str:
        every = list(texts)
        more = f" and {len(every) - self.most} more (--all)" if len(every) > self.most else ""
        return between.join(every[: self.most]) + more


def counted(kind: Kind, count: int) -> str:
    """So many of what a sheet lists, in words."""
    return f"{count} {_NAMES[kind][0 if count == 1 else 1]}"


def _fit(why: str, count: int) -> str:
    if count == 1:
        return why
    verb, _, rest = why.partition(" ")
    many = {"is": "are", "stands": "stand", "says": "say", "goes": "go"}.get(verb, verb)
    return f"{many} {rest}"


def _cut(text: str) -> str:
    return text if len(text) <= NARROW else f"{text[: NARROW - 1]}…"
