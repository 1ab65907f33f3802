"""`mentorctl explain`: what a finding means, why it matters, how to mend it."""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from mentorctl.cli.output.console import hanging, paint, put, say
from mentorctl.model.ids import slug
from mentorctl.reports.meanings import documentation, meanings
from mentorctl.reports.proofs.audit_codes import HINTS, MEANINGS
from mentorctl.rules import RULES

__all__ = ["command"]

WIDEST = 32
TEXT = " " * 4
HINT_WORDS = {
    "commit": "CHANGE", "day": "DATE", "pairing": "PAIRING", "record": "RECORD", "path": "FILE",
}  # fmt: skip


def _codes(incomplete: str) -> list[str]:
    return [code for code in meanings() if incomplete in code]


def command(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="CODE",
            help="The code beside a finding, or its title; all codes when left out.",
            autocompletion=_codes,
            show_default=False,
        ),
    ] = None,
) -> None:
    """Say what a finding means and how to mend it."""
    code = _code(words) if words else None
    if code is None:
        for name, title in sorted(meanings().items()):
            code = f"{name:<{WIDEST}} "
            put(hanging(title, code, WIDEST + 1) if sys.stdout.isatty() else f"{code}{title}")
        return
    found = [rule for rule in RULES if rule.code == code]
    if not found and code in MEANINGS:
        say(f"{paint(code, 'bold')} (audit): {MEANINGS[code]}.")
        say(f"  {paint('→', 'dim')} {_as_typed(HINTS[code])}")
        return
    if not found:
        close = difflib.get_close_matches(code, meanings(), n=1)
        hint = f"did you mean {close[0]}?" if close else "see them all: mentorctl explain"
        raise typer.BadParameter(f"no finding has the code {code!r}; {hint}")
    rule = found[0]
    title, *rest = documentation(rule).splitlines()
    say(f"{paint(rule.code, 'bold')} ({rule.severity}): {title}")
    for line in _paragraphs(rest) if sys.stdout.isatty() else rest:
        say(paint(line, "bold") if line and not line.startswith(" ") else line)


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
    return re.sub(r"\{(\w+)\}", lambda name: HINT_WORDS[name[1]], hint)


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
