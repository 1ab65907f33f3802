"""Every form there is, in every mode, made once: what holds of all of them is tested on these."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from filelock import FileLock
from render.sample_year import KAYLA, NOBODY, OKSANA, SAMPLE, sample_context, sample_team
from support.teams import having

from mentorctl.cli.commands.demo import SAMPLE_DAY
from mentorctl.data import data
from mentorctl.forms import FORMS, Form, FormContext, FormDocument
from mentorctl.model.reflections import Reflected, Reflections
from mentorctl.render import FORMATS
from mentorctl.render.batch import produce
from mentorctl.render.jobs import Job, file_name
from mentorctl.reports.completers import completers
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.forms import Mode
    from mentorctl.model.completer_list import CompleterList

__all__ = ["ALL", "One", "context_of", "document_of", "made_in"]

REFLECTED = Reflections(
    mentee=(
        Reflected(dt.date(2026, 10, 2), plus="The lab ran without me.", interesting="They help."),
    ),
    mentor=(Reflected(dt.date(2026, 10, 9), about="Our first visit", minus="Too short."),),
)
MODES: tuple[Mode, ...] = ("filled", "draft", "blank")


class One(NamedTuple):
    """A form in a mode."""

    form: str
    mode: Mode

    def __str__(self) -> str:
        return f"{self.form}-{self.mode}"

    def path(self, folder: Path, kind: str) -> Path:
        """Where its file is among those of `made_in`."""
        name = file_name(document_of(self), context_of(self.mode).year, kind)
        return folder / self.mode / name


# these are of programs of another kind than the sample's, which print nothing of them
ELSEWHERE = frozenset(
    {"agreement", "trainings", "guide", "standards", "grievance", "evaluation-summary"}
)
# a draft is a filled form with a word across it and with marks at what is missing
DRAFTS = frozenset({"plan", "comment", "packet"})
ALL = tuple(
    One(form.name, mode) for form in FORMS for mode in MODES
    if form.name not in ELSEWHERE and (mode != "draft" or form.name in DRAFTS)
)  # fmt: skip


@cache
def _completers() -> CompleterList:
    return completers(Folder(SAMPLE), SAMPLE_DAY)


@cache
def context_of(mode: Mode) -> FormContext:
    """The sample program, with who has completed it, and with its preset's parts that it lacks."""
    context = sample_context(mode)
    preset = Folder(data("templates", "programs", context.program.preset)).program
    return msgspec.structs.replace(
        context,
        program=msgspec.structs.replace(
            context.program,
            handouts=preset.handouts,
            questionnaires=preset.questionnaires,
            records=preset.records,
            labels=preset.labels,
            sources=preset.sources,
        ),
        completers=_completers,
        teams=lambda: map(sample_team, (KAYLA, OKSANA)),
    )


@cache
def document_of(one: One) -> FormDocument:
    """The first document that a form makes: of a year well done, of one with gaps, of nobody."""
    form = next(form for form in FORMS if form.name == one.form)
    found = _documents(form, context_of(one.mode))
    assert found, f"{one} has nothing to print"
    return found[0]


def _documents(form: Form, context: FormContext) -> list[FormDocument]:
    if form.of_pairing is None:
        assert form.of_program is not None
        return form.of_program(context)
    done, poor = having(sample_team(OKSANA), reflections=REFLECTED), sample_team(KAYLA)
    teams = {"filled": (done,), "draft": (poor, done), "blank": (NOBODY,)}[context.mode]
    return next(filter(None, (form.of_pairing(team, context) for team in teams)), [])


def made_in(folder: Path) -> Path:
    """All of them in all formats in a folder of each mode; made by one of several processes."""
    with FileLock(folder.parent / f"{folder.name}.lock"):
        if not folder.exists():
            for mode in MODES:
                jobs = [
                    Job(document_of(one), FORMATS, folder.with_suffix(".part") / mode)
                    for one in ALL
                    if one.mode == mode
                ]
                for outcome in produce(jobs, context_of(mode)):
                    assert outcome.error is None, outcome.error
                    assert outcome.warnings == (), outcome.warnings
            folder.with_suffix(".part").replace(folder)
    return folder
