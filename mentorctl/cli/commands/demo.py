"""`mentorctl demo`: the sample program, and a year's main jobs run on it."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import shlex
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from mentorctl.cli.demo.demo_history import KEYS, lay_year
from mentorctl.cli.exit_codes import CANNOT_RUN
from mentorctl.cli.output.console import complain, note, paint, put
from mentorctl.cli.state import State
from mentorctl.data import data
from mentorctl.model.paths import PROGRAM_FILE
from mentorctl.model.schema import editor_files
from mentorctl.store.folder import Folder
from mentorctl.trail.git import repository

__all__ = ["SAMPLE_DAY", "command"]

# the day after the content advisors' lists are due; the sample's records tell its year up to here
SAMPLE_DAY = dt.date(2027, 4, 27)
SHOWN_PAIRING = "devon-marsh-robert-szymanski"


def command(
    context: typer.Context,
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where to build it; must not hold anything yet.")
    ] = Path("mentorctl-demo"),
) -> None:
    """Build the sample program and run a year's work on it.

    Makes a folder with sixteen invented pairings and the signed history of their year, checks it,
    shows who stands where, who owes what and who has completed, and makes one pairing's packet of
    forms. The invented people's keys are made on the spot and stay in the folder's .git. Nothing
    outside the folder is touched, your own keys are not looked at, and no network is used.
    """
    state: State = context.obj
    directory = state.directory / directory
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        complain(f"{directory} is there already and holds something",
                 f"name another folder: mentorctl demo {directory}-2")  # fmt: skip
        raise typer.Exit(CANNOT_RUN)
    state.stop_if_dry(f"the sample program with its history in {directory}, and forms in it")
    note(f"building the sample program in {directory} …")
    build(directory)
    day = SAMPLE_DAY.isoformat()
    out = directory / "forms"
    for words in (
        ["check", "--today", day],
        ["status", "--today", day],
        ["due", "--within", "14d", "--today", day],
        ["completers", "--explain", "--today", day],
        ["render", "plan", SHOWN_PAIRING, "--to", "html", "--out", str(out), "--today", day],
        ["render", "--packet", SHOWN_PAIRING, "--out", str(out), "--today", day],
    ):
        _run(directory, words)
    _next_steps(directory)


def build(directory: Path) -> None:
    """Copy the sample into a folder with its year's signed history, whole or not at all.

    Raises:
        OSError: The folder cannot be written to.
        GitError: git is missing, or does not do it.
    """
    directory.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=directory.parent, prefix=".mentorctl-demo-") as place:
        folder = Path(place, "sample")
        shutil.copytree(data("sample-program"), folder)
        program = Folder(folder)
        # each demo is a new program, so what was remembered of an earlier one is dropped
        rules = (folder / PROGRAM_FILE).read_text(encoding="utf-8")
        own = f"\nid: demo-{secrets.token_hex(4)}\n"
        rules = rules.replace(f"\nid: {program.program.id}\n", own, 1)
        (folder / PROGRAM_FILE).write_text(rules, encoding="utf-8", newline="\n")
        for path, text in editor_files(program.program, program.words, program.people).items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        repository.init(folder)
        lay_year(folder)
        if directory.exists():
            directory.rmdir()
        os.replace(folder, directory)  # noqa: PTH105 - one step, and it replaces


def _run(directory: Path, words: list[str]) -> None:
    """Run a command in the demo's folder, and show it as one would type it."""
    from mentorctl.cli.app import build as command_line  # noqa: PLC0415 - it imports this module

    typed = [word for word in words if word not in ("--out", str(directory / "forms"))]
    put("")
    put(paint(f"$ mentorctl {shlex.join(typed)}", "bold"))
    given = ["-C", str(directory), *words]
    before, sys.argv = sys.argv, ["mentorctl", *given]  # for what it says to type
    try:
        command_line().main(given, prog_name="mentorctl", standalone_mode=False)
    finally:
        sys.argv = before


def _next_steps(directory: Path) -> None:
    day = SAMPLE_DAY.isoformat()
    put("")
    put(paint("That was a year of sixteen pairings. Look around:", "bold"))
    put(f"  cd {shlex.quote(str(directory))}")
    for words, why in (
        (f"mentorctl status kayla --today {day}", "one pairing's whole calendar"),
        (f"mentorctl audit --today {day}", "what the signed history proves"),
        ("mentorctl evaluate summary", "what people answered, without their names"),
        (f"mentorctl status renee --today {day}", "who signed what, and what is stale"),
        ("mentorctl history renee plan", "what changed, and who did it"),
        ("mentorctl explain signature-stale", "what a finding means"),
        ("mentorctl render --packet kayla", "all forms of a pairing, as one document"),
        ("mentorctl edit tyler plan", "a record, in your editor"),
        (f"mentorctl completers --format csv --today {day}", "the list, for a script"),
    ):
        put(f"  {paint(why, 'dim')}\n    {words}")
    put(paint(f"The invented people's keys are in {KEYS}.", "dim"))
    put(paint("What you change here counts once MENTORCTL_KEY names one of these files.", "dim"))
    put("Then start your own:")
    put("  mentorctl init my-program --preset missouri-career-education --year 2026-2027")
