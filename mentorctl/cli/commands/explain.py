"""`mentorctl explain`: what a finding means, why it matters, how to mend it."""

from __future__ import annotations

import difflib
import inspect
import sys
from typing import Annotated

import typer

from mentorctl.cli.output.console import paint, put
from mentorctl.rules import RULES, Rule

__all__ = ["command"]


def _codes(incomplete: str) -> list[str]:
    return [rule.code for rule in RULES if incomplete in rule.code]


def command(
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="CODE",
            help="The code beside a finding; all codes when left out.",
            autocompletion=_codes,
        ),
    ] = None,
) -> None:
    """Say what a finding means and how to mend it."""
    if code is None:
        for rule in sorted(RULES, key=lambda each: each.code):
            put(f"{rule.code:<32} {_documentation(rule).splitlines()[0]}")
        return
    found = [rule for rule in RULES if rule.code == code]
    if not found:
        close = difflib.get_close_matches(code, [each.code for each in RULES], n=1)
        hint = f"did you mean {close[0]}?" if close else "see them all: mentorctl explain"
        raise typer.BadParameter(f"no finding has the code {code!r}; {hint}")
    rule = found[0]
    title, *rest = _documentation(rule).splitlines()
    put(f"{paint(rule.code, 'bold')} ({rule.severity}): {title}")
    for line in rest:
        put(paint(line, "bold") if line and not line.startswith(" ") else line)


def _documentation(rule: Rule) -> str:
    """The documentation of a rule: the text at the head of its module."""
    module = sys.modules[f"mentorctl.rules.{rule.code.replace('-', '_')}"]
    return inspect.cleandoc(module.__doc__ or "")
