"""Sets the guard before a shared repository: its hooks, its key, and the settings of git."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from mentorctl.trail.errors import GitError
from mentorctl.trail.git.command import start
from mentorctl.trail.git.merge_driver_setup import own_command
from mentorctl.trail.server.program_branch import name_branch
from mentorctl.trail.server.push_bounds import SETTINGS
from mentorctl.trail.server.reception_notes import lay_key

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["install"]

MARK = "# written by mentorctl guard --install"
_COMMANDS = {"pre-receive": "guard", "reference-transaction": "guard --came-in"}
_SCRIPTS = {
    "pre-receive": "exec {}\n",
    # git runs this before it moves a branch, and moves none where this fails: whoever hangs up
    # keeps nothing from being noted, as they would if it were to come after the move
    "reference-transaction": """\
[ "$1" = prepared ] || exit 0
moved=
while read -r old new ref; do
  case $ref in refs/heads/*) moved="$moved$old $new $ref
";; esac
done
[ -n "$moved" ] || exit 0
printf %s "$moved" | {}
""",
}
# what earlier versions noted with
_FORMER = "post-receive"
# with these, git itself refuses rewritten or deleted branches, damaged objects and histories that
# are cut off, and looks for hooks nowhere else, whatever the account's own settings say
_SETTINGS = {
    "core.hooksPath": "hooks",
    "receive.denyNonFastForwards": "true",
    "receive.denyDeletes": "true",
    "receive.fsckObjects": "true",
    "receive.shallowUpdate": "false",
    "transfer.fsckObjects": "true",
    **SETTINGS,
}


def install(repository: Path, branch: str = "") -> tuple[Path, str]:
    """Set the guard before a shared repository; again is harmless.

    Args:
        repository: A bare one.
        branch: The full name of the program's branch, as whoever keeps it has it; empty where they
            do not say.

    Returns:
        The hook that looks at what comes in, and the fingerprint of the key with which the guard
        notes when that is; empty where this account may not read the key.

    Raises:
        GitError: It is none, has another hook already, or nothing tells which of its branches is
            the program's.
        OSError: It cannot be written.
    """
    place = {"GIT_DIR": str(repository)}
    _refuse_others(repository)
    hooks = [(repository / "hooks" / name, command) for name, command in _COMMANDS.items()]
    for hook, command in hooks:
        if _is_others(hook):
            raise GitError(
                f"there is another hook already: {hook}", f"have it run mentorctl {command} too"
            )
    name_branch(repository, branch)
    for hook, command in hooks:
        hook.parent.mkdir(exist_ok=True)
        words = f"#!/bin/sh\n{MARK}\n{_SCRIPTS[hook.name].format(own_command(command))}"
        hook.write_text(words, "utf-8", newline="\n")
        hook.chmod(hook.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    former = repository / "hooks" / _FORMER
    if former.exists() and not _is_others(former):
        former.unlink()
    for key, value in _SETTINGS.items():
        setting = ("config", "--local", "--replace-all", key, value)
        start(repository, setting, None, place, {}, (0,))
    _refuse_otherwise(repository)
    return hooks[0][0], lay_key(repository)


def _refuse_otherwise(repository: Path) -> None:
    """Refuse where another file of settings has the last word.

    Raises:
        GitError: One has.
    """
    words = ("config", "--includes", "--show-scope", "--null", "--list")
    said = start(repository, words, None, {"GIT_DIR": str(repository)}, {}, (0,))
    parts = said.decode("utf-8", "surrogateescape").split("\0")[:-1]
    # what we ourselves tell this git is not the repository's
    held = dict(line.split("\n", 1) for scope, line in zip(parts[::2], parts[1::2], strict=True)
                if scope != "command" and "\n" in line)  # fmt: skip
    for key, value in _SETTINGS.items():
        now = held.get(key.lower())
        if now != value:
            raise GitError(
                f"the guard would not stand before {repository}, as {key} is {now} there",
                f"find the file that says so, and take it out: git config --show-origin {key}",
            )


def _is_others(hook: Path) -> bool:
    """Whether a hook is there that no guard has written."""
    return hook.is_symlink() or (hook.exists() and MARK not in hook.read_text("utf-8", "replace"))


def _refuse_others(repository: Path) -> None:
    """Refuse what is no shared repository.

    Raises:
        GitError: It is none.
    """
    place = {"GIT_DIR": str(repository)}
    if not (repository / "HEAD").is_file() or not (repository / "objects").is_dir():
        raise GitError(
            f"{repository} is no shared repository (a bare one)",
            "make one: git init --bare FOLDER.git",
        )
    said = start(repository, ("rev-parse", "--is-bare-repository"), None, place, {}, (0,))
    if said.strip() != b"true":
        raise GitError(
            f"{repository} is somebody's own copy, and a guard stands before a shared one",
            "make a bare one: git clone --bare COPY FOLDER.git",
        )
