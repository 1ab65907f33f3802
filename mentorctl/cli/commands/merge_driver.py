"""`mentorctl merge-driver`: merge one record for plain git, which calls it by itself."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import note
from mentorctl.model.kinds import kind_of
from mentorctl.model.list_identity import name_of
from mentorctl.model.words import Words
from mentorctl.store.file_merge import merge_file
from mentorctl.trail.git.unfinished import way_out

__all__ = ["command"]


def command(
    base: Annotated[Path, typer.Argument(metavar="BASE")],
    ours: Annotated[Path, typer.Argument(metavar="OURS")],
    theirs: Annotated[Path, typer.Argument(metavar="THEIRS")],
    path: Annotated[str, typer.Argument(metavar="PATH")],
) -> None:
    """Merge two versions of a record; git calls this by itself.

    The result takes the place of OURS. Where both sides changed the same field, OURS stays as it
    is and git is told so: no marks are written into a record.
    """
    old, mine, other = (each.read_bytes() for each in (base, ours, theirs))
    # git gives an empty file where there was none
    merged = merge_file(path, old, mine, other)
    kind = kind_of(path)
    for clash in merged.clashes:
        place = name_of(clash.where, Words(), kind and kind.model)
        note(f"both sides changed {f'{place} in ' if place else ''}{path}, and not alike")
    if merged.clashes:
        _, give_up = way_out(Path(os.environ.get("GIT_DIR", ".git"))) or ("", "git merge --abort")
        note(f"to be asked which one stays: {give_up}, then mentorctl sync")
        raise typer.Exit(FINDINGS)
    for was, now in merged.renamed:
        note(f"{path}: both sides had made an entry {was}; one of them is {now} now")
    if merged.content != mine:
        ours.write_bytes(merged.content or b"")
