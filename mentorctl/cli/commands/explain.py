"""`mentorctl explain`: what a finding means, why it matters, how to mend it."""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli.output.console import hanging, paint, put, say
from mentorctl.forms.attribution import conflict_of
from mentorctl.model.ids import slug
from mentorctl.reports.meanings import documentation, meanings
from mentorctl.reports.proofs.audit_codes import HINTS, MEANINGS
from mentorctl.rules.all_rules import RULES

if TYPE_CHECKING:
    from mentorctl.cli.state import State

__all__ = ["command", "tell"]

WIDEST = 32
TEXT = " " * 4
# what help calls otherwise than a finding does
HINT_WORDS = {"commit": "CHANGE", "day": "DATE", "path": "FILE"}


def _codes(incomplete: str) -> list[str]:
    return [code for code in meanings() if incomplete in code]


def command(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="CODE|MILESTONE",
            help="The code beside a finding, or its title, or a milestone of program.yaml; all"
            " codes when left out.",
            autocompletion=_codes,
            show_default=False,
        ),
    ] = None,
) -> None:
    """Say what a finding means and how to mend it, or what is to be known of a milestone."""
    code = _code(words) if words else None
    if code is None:
        for name, title in sorted(meanings().items()):
            code = f"{name:<{WIDEST}} "
            put(hanging(title, code, WIDEST + 1) if sys.stdout.isatty() else f"{code}{title}")
        return
    if tell(code) or _told_of_milestone(context.obj, code):
        return
    close = difflib.get_close_matches(code, meanings(), n=1)
    hint = f"did you mean {close[0]}?" if close else "see them all: mentorctl explain"
    raise typer.BadParameter(f"no finding has the code {code!r}; {hint}")


def tell(code: str) -> bool:
    """Say what the finding with a code means; whether there is one."""
    if code in MEANINGS:
        say(f"{paint(code, 'bold')} (audit): {MEANINGS[code]}.")
        say(f"  {paint('→', 'dim')} {_as_typed(HINTS[code])}")
        return True
    rule = next((rule for rule in RULES if rule.code == code), None)
    if rule is None:
        return False
    title, *rest = documentation(rule).splitlines()
    say(f"{paint(rule.code, 'bold')} ({rule.severity}): {title}")
    for line in _paragraphs(rest) if sys.stdout.isatty() else rest:
        say(paint(line, "bold") if line and not line.startswith(" ") else line)
    return True


def _told_of_milestone(state: State, name: str) -> bool:
    """Tell what program.yaml says of a milestone; whether there is one, and a program at all."""
    from mentorctl.store.folder import NoProgram  # noqa: PLC0415 - findings need no program

    try:
        program = state.folder.program
    except NoProgram:
        return False
    known = (each for each in program.calendar if name in (each.id, each.title))
    milestone = next(known, None)
    if milestone is None:
        return False
    source = program.source_named(milestone.source)
    say(f"{paint(milestone.id, 'bold')}: {milestone.title}")
    for label, text in (
        ("source", source.title if source else "this program's own"),
        ("to know", milestone.note),
        ("conflict", conflict_of(milestone)),
    ):
        if text:
            say(f"  {label}: {text}")
    say(f"  {paint('→', 'dim')} see all of them with their days: mentorctl render calendar")
    return True


def _code(words: list[str]) -> str:
    """The code that is meant: it, its words, or the title that stands beside it."""
    said = " ".join(words).strip(" []")
    titles = {slug(title): code for code, title in meanings().items()}
    for each in (said, slug(said)):
        if each in meanings():
            return each
    return titles.get(slug(said), said)


def _as_typed(hint: str) -> str:
    """A hint with the words that help shows where a finding names something."""
    return re.sub(r"\{(\w+)\}", lambda name: HINT_WORDS.get(name[1], name[1].upper()), hint)


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """The lines with those of one paragraph as one; examples and commands are lines as they are."""
    paragraph = ""
    for line in [*lines, ""]:
        text = line.strip()
        goes_on = line.startswith(TEXT) and text and not line.startswith(f"{TEXT} ")
        if paragraph and goes_on and not text.startswith("mentorctl "):
            paragraph += f" {text}"
            continue
        if paragraph:
            yield paragraph
        paragraph = line if goes_on else ""
        if not goes_on:
            yield line
