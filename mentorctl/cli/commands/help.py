"""`mentorctl help`: the help of a command, a finding, or a topic that concerns them all."""

from __future__ import annotations

import difflib
import re
import sys
from typing import Annotated, Any

import typer

from mentorctl.cli.commands import COMMANDS
from mentorctl.cli.help_pages import PAGES, page_text
from mentorctl.cli.help_topics import TOPICS
from mentorctl.cli.output.console import hanging, put

__all__ = ["command"]

ROW = re.compile(r"  \S.*?  +")


def _what(incomplete: str) -> list[str]:
    known = [*(entry.name for entry in COMMANDS), *TOPICS, *PAGES]
    return [name for name in known if name.startswith(incomplete)]


def command(
    context: typer.Context,
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[COMMAND|TOPIC]…",
            help="A command, a command of it, a finding's code, or a topic.",
            autocompletion=_what,
            show_default=False,
        ),
    ] = None,
) -> None:
    """Tell about one command, about something that concerns all of them, or show a page.

    The topics are names (how people, pairings, roles and records are called), days, files (what
    --to, --out and --format mean) and codes (what a command exits with).

    The pages are first-hour, first-day, year, spreadsheets, signing, sharing, privacy, own-program,
    scripts, administrators, troubleshooting, outputs, findings and errors.
    """
    root: Any = context.find_root().command
    words = what or []
    if not words:
        put(context.find_root().get_help())
        return
    name = words[0].lower()
    if len(words) == 1 and name in TOPICS:
        put(_fitted(TOPICS[name]) if sys.stdout.isatty() else TOPICS[name])
    elif len(words) == 1 and name in PAGES:
        put(page_text(name))
    elif root.get_command(context, name) is not None:
        root.main([name, *words[1:], "--help"], prog_name="mentorctl", standalone_mode=False)
    else:
        _of_finding(name)


def _fitted(text: str) -> str:
    """A topic as it fits a terminal: its rows hang below what they tell of, the rest flows."""
    lines: list[str] = []
    for block in text.split("\n\n"):
        for line in block.split("\n") if block.startswith("  ") else [block.replace("\n", " ")]:
            found = ROW.match(line)
            start = found[0] if found else ""
            lines.append(hanging(line[len(start) :], start, len(start)))
        lines.append("")
    return "\n".join(lines[:-1])


def _of_finding(name: str) -> None:
    """What a finding means.

    Raises:
        typer.BadParameter: There is none of this name, and nothing else.
    """
    from mentorctl.cli.commands import explain  # noqa: PLC0415 - loads every rule
    from mentorctl.rules.all_rules import RULES  # noqa: PLC0415 - as above

    codes = [rule.code for rule in RULES]
    if name in codes:
        explain.tell(name)
        return
    known = [*(entry.name for entry in COMMANDS), *TOPICS, *PAGES, *codes]
    close = difflib.get_close_matches(name, known, n=1)
    topics = ", ".join([*TOPICS, *PAGES])
    hint = f"did you mean {close[0]}?" if close else f"topics are {topics}"
    raise typer.BadParameter(f"there is no command or topic {name!r}; {hint}")
