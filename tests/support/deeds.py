"""What people do in a copy of a shared folder: with mentorctl, with plain git, and by accident."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import sys
import time
from typing import TYPE_CHECKING

from support.histories import plain
from support.run import mentorctl
from support.village import AMARA, FOLDER, PAIRING, TEO, TODAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.village import Copy, Village

__all__ = ["DEEDS"]

EVIDENCE = f"{FOLDER}/evidence/work.docx"
# how long a command may run before the power fails
LONGEST = 0.6


def edits_by_command(village: Village, copy: Copy) -> None:
    """As `edit --set` does it."""
    place = village.somewhere(copy)
    text = village.new_text(copy, place)
    record = place.path.removeprefix(f"{FOLDER}/").removesuffix(".yaml")
    about = [PAIRING, record] if place.path.startswith(FOLDER) else [place.path]
    steps = (step + 1 if isinstance(step, int) else step for step in place.way)
    village.run(copy, "edit", *about, "--set", f"{'.'.join(map(str, steps))}={text}", *TODAY)
    village.kept(copy, place, text)


def edits_and_saves(village: Village, copy: Copy) -> None:
    """By hand, then `save`, now and then with words of one's own."""
    put = village.put(copy)
    words = ["-m", "as we said"] if village.chance.random() < 0.3 else []
    village.run(copy, "save", *words, *TODAY)
    if put:
        village.kept(copy, *put)


def edits_only(village: Village, copy: Copy) -> None:
    """And leaves it unsaved."""
    village.put(copy)


def presses_the_button(village: Village, copy: Copy) -> None:
    """Of an editor: everything is committed, unsigned."""
    put = village.put(copy)
    village.git(copy, "commit", "-q", "-a", "-m", "update")
    if put:
        village.kept(copy, *put)


def notes_a_meeting(village: Village, copy: Copy) -> None:
    """In the log, where both of a pair add theirs."""
    if copy.person not in {AMARA, TEO}:
        return
    text = village.new_text(copy, None)
    day = f"{village.chance.choice(['2026-07', '2026-08'])}-{village.count % 28 + 1:02}"
    hour = f"{8 + village.count % 9:02}"
    done = village.run(copy, "log", PAIRING, "--on", day, "--from", f"{hour}:00", "--until",
                       f"{hour}:20", "--kind", "phone", "--topics", text, *TODAY)  # fmt: skip
    if done.code == 0:
        village.written[text] = (copy.person, None)


def hands_in_a_file(village: Village, copy: Copy) -> None:
    """One that another may hand in under the same name."""
    if copy.person not in {AMARA, TEO}:
        return
    file = village.root(copy) / EVIDENCE
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"PK\0\1" + village.new_text(copy, None).encode())
    village.run(copy, "save", *TODAY)


def signs(village: Village, copy: Copy) -> None:
    """Whatever of the log is theirs to sign."""
    village.run(copy, "sign", PAIRING, "log", "--yes", *TODAY)


def takes_back(village: Village, copy: Copy) -> None:
    """Their last change."""
    village.run(copy, "undo", "--yes", *TODAY)


def syncs(village: Village, copy: Copy) -> None:
    """In one of the ways there are."""
    ways: list[list[str]] = [[], [], ["--ours"], ["--theirs"], ["--mend", "--yes"], ["--dry-run"]]
    village.sync(copy, *village.chance.choice(ways))


def amends(village: Village, copy: Copy) -> None:
    """The last commit, whosever it is, with what is edited."""
    village.git(copy, "commit", "-q", "-a", "--amend", "--no-edit")


def pulls(village: Village, copy: Copy) -> None:
    """With plain git, and gives up a conflict, or leaves it."""
    village.git(copy, "pull", "-q", "--no-rebase", str(village.shared), "main")
    if village.chance.random() < 0.5:
        village.git(copy, "merge", "--abort")


def rebases(village: Village, copy: Copy) -> None:
    """With plain git, and gives up a conflict, or leaves it."""
    village.git(copy, "pull", "-q", "--rebase", str(village.shared), "main")
    if village.chance.random() < 0.5:
        village.git(copy, "rebase", "--abort")


def stashes(village: Village, copy: Copy) -> None:
    """What is edited, and looks what comes back."""
    village.put(copy)
    village.git(copy, "stash")
    if village.chance.random() < 0.7:
        village.git(copy, "stash", "pop")


def looks_back(village: Village, copy: Copy) -> None:
    """At an older state, and tries to write there."""
    village.git(copy, "checkout", "-q", "HEAD~1")
    edits_by_command(village, copy)
    if village.chance.random() < 0.5:
        village.git(copy, "switch", "-q", "main")


def throws_away(village: Village, copy: Copy) -> None:
    """The last commit, and all edits."""
    village.git(copy, "reset", "-q", "--hard", "HEAD~1")


def forces(village: Village, copy: Copy) -> None:
    """What is here onto the shared folder, which must not lose anything."""
    before = plain(village.shared, "rev-parse", "main")
    village.git(copy, "push", "-q", "--force", str(village.shared), "HEAD:main")
    plain(village.shared, "merge-base", "--is-ancestor", before, "main")


def loses_power(village: Village, copy: Copy) -> None:
    """In the middle of a command: everything that it had started ends with it."""
    if sys.platform == "win32":
        return
    put = village.put(copy)
    words = village.chance.choice(
        [["sync", "--theirs"], ["save", *TODAY], ["sync", "--mend", "--yes"]]
    )
    after = village.chance.uniform(0, LONGEST)
    village.note(f"  {copy.name}$ mentorctl {shlex.join(words)}, killed")
    child = os.fork()
    if child == 0:
        os.setsid()
        with contextlib.suppress(BaseException):
            mentorctl(*words, cwd=village.root(copy), env=village.env(copy))
        os._exit(0)
    time.sleep(after)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    if put and words[0] == "save":
        village.kept(copy, *put)


DEEDS: dict[Callable[[Village, Copy], None], int] = {
    syncs: 22, edits_by_command: 10, edits_and_saves: 10, edits_only: 2, presses_the_button: 5,
    notes_a_meeting: 6, hands_in_a_file: 2, signs: 3, takes_back: 2, amends: 2, pulls: 3,
    rebases: 3, stashes: 2, looks_back: 2, throws_away: 1, forces: 2, loses_power: 4,
}  # fmt: skip
