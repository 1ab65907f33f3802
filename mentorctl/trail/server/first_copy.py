"""Makes a person's own copy of a shared folder: whole, or not at all."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from mentorctl.model.paths import PROGRAM_FILE
from mentorctl.trail.errors import GitError
from mentorctl.trail.git.command import Git, start
from mentorctl.trail.git.transport import form_of, look, remote_at
from mentorctl.trail.ledger.receptions import keep

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentorctl.trail.git.transport import RemoteAddress

__all__ = ["make_copy"]

PREFIX = ".mentorctl-join-"


def make_copy(address: RemoteAddress, target: Path, examine: Callable[[bytes], None]) -> None:
    """Fetch a shared folder into a new one.

    Args:
        address: Where the shared folder is.
        target: The new folder: not there yet, or empty.
        examine: Is given the content of program.yaml, and raises what stands against a copy.

    Raises:
        GitMissing: There is no git.
        GitError: It cannot be reached, is damaged, holds nothing, or holds no program.
        OSError: The copy cannot be written.
    """
    found = look(address)
    if found is None:
        raise GitError(
            f"nothing is in the shared folder at {address.shown} yet",
            "ask whoever keeps it to send the program there: mentorctl host ADDRESS",
        )
    branch, tip = found
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=PREFIX) as made:
        folder = Path(made, "copy")
        folder.mkdir()
        args = ("init", "--quiet", "--template=", f"--object-format={form_of(tip)}",
                f"--initial-branch={branch}", ".")  # fmt: skip
        start(folder, args, None, {}, {}, (0,))
        with remote_at(folder, address, "", like=tip) as there:
            _, last = there.fetch(branch)
            notes = there.notes
        shown = ("cat-file", "blob", f"{last}:{PROGRAM_FILE}")
        program = start(folder, shown, None, {}, {}, (0, 128))
        if not program:
            raise GitError(f"{address.shown} is no program folder", "see that the address is right")
        examine(program)
        start(folder, ("update-ref", f"refs/heads/{branch}", last or ""), None, {}, {}, (0,))
        if notes:
            keep(Git(folder), notes)
        start(folder, ("reset", "--hard", "--quiet"), None, {}, {}, (0,))
        if target.exists():
            target.rmdir()
        folder.rename(target)
