"""Runs git without the hooks, filters and helper programs that a repository could configure.

The only place that starts git. The folder comes from others: none of its hooks, filters, signing
programs or monitors ever runs, and nothing outside of it is touched.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import re
import shutil
import subprocess
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from mentorctl.trail.errors import GitError, GitMissing
from mentorctl.trail.git.git_folder import examine, is_repository
from mentorctl.trail.git.object_reader import ObjectReader
from mentorctl.trail.git.one_run import shared

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

__all__ = ["Git", "Setting", "is_installed", "is_repository", "start"]

_KEPT = frozenset(
    ("GIT_EXEC_PATH", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")
)
_SETTINGS = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.untrackedCache": "false",
    "core.attributesFile": os.devnull,
    "core.quotePath": "false",
    "core.pager": "cat",
    "commit.gpgSign": "false",
    "tag.gpgSign": "false",
    "log.showSignature": "false",
    "protocol.allow": "never",
    "safe.bareRepository": "explicit",
    "i18n.commitEncoding": "UTF-8",
    "i18n.logOutputEncoding": "UTF-8",
    # the folder's own setting counts for more than GIT_NO_REPLACE_OBJECTS
    "core.useReplaceRefs": "false",
    "gc.auto": "0",
    "maintenance.auto": "false",
    "submodule.recurse": "false",
}
_FILTER = re.compile(r"filter\..*\.(clean|smudge|process)", re.DOTALL)
_FILTER_REQUIRED = re.compile(r"filter\..*\.required", re.DOTALL)
_PROGRAM = re.compile(
    r"diff\.external|diff\..*\.(command|textconv)|merge\..*\.driver|credential\.(.*\.)?helper"
    r"|gpg\.(.*\.)?(program|defaultkeycommand)|core\.(sshcommand|gitproxy|askpass|editor)"
    r"|core\.alternaterefscommand|sequence\.editor",
    re.DOTALL,
)
# how many seconds git may take for anything that only this computer has to do with
PATIENCE = 600.0
# commands that wait for others, as long as that takes
_TO_OTHERS = frozenset({"fetch", "push", "ls-remote"})
# characters that git strips from the ends of a name; an empty rest is refused
_CRUD = " .,:;<>\"'\\\n"
_OWN_SCOPES = ("local", "worktree")

_REFUSALS = (
    (
        "dubious ownership",
        "the folder belongs to another user of this computer, so git does not trust it",
        'if you trust it, run: git config --global --add safe.directory "{root}"',
    ),
    ("No space left", "the disk is full", "free some space, then {again}"),
    (
        "Permission denied",
        "git may not write the history of this folder",
        "ask whoever owns the folder for the right to write",
    ),
    (
        "beyond a symbolic link",
        "a file lies behind a symbolic link, which is never followed",
        "put a real folder in the link's place",
    ),
    (
        "bad config",
        "the settings of the repository cannot be read",
        "look into .git/config in the program folder",
    ),
    (
        "cannot lock ref",
        "another program is changing the history of this folder",
        "wait until it is done and {again}; if none runs: rm .git/refs/heads/*.lock",
    ),
    (
        "lazy fetching disabled",
        "this copy was made without a part of its history, so nothing here can be judged",
        "get a whole one: mentorctl join ADDRESS",
    ),
    ("unknown option", "the git on this computer is too old", "install git 2.32 or newer"),
)


class Setting(NamedTuple):
    """One of git's settings.

    Attributes:
        scope: Where it comes from: system, global, local, worktree or command.
        key: Its name, as git writes it: section and variable in small letters.
        value: Its value.
    """

    scope: str
    key: str
    value: str


class _Shared:
    """What all `Git` objects of one folder share in a run: the settings, and an open `cat-file`.

    Attributes:
        settings: The settings in force; None until somebody asks, and after one was changed.
        reader: Reads objects; None until somebody asks.
    """

    def __init__(self) -> None:
        self.settings: list[Setting] | None = None
        self.reader: ObjectReader | None = None

    def close(self) -> None:
        if self.reader is not None:
            self.reader.close()


def _examined(folder: Path) -> _Shared:
    examine(folder)
    return _Shared()


class Git:
    """Git in one repository.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository that can be trusted to be one.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.folder = self.root / ".git"
        if not is_repository(self.root):
            raise GitError(
                "the program folder has no history of its own (no .git folder)",
                "where it came from a shared folder, make a copy with mentorctl join ADDRESS and"
                " put into that what was changed here; else begin one: mentorctl save --begin",
            )
        self._shared = shared(("git", self.root), partial(_examined, self.folder))

    def __call__(
        self,
        *args: str,
        data: bytes | None = None,
        env: Mapping[str, str] | None = None,
        fine: Collection[int] = (0,),
    ) -> bytes:
        """Run one git command and return its standard output.

        Raises:
            GitError: It ended with a status that is not fine.
        """
        settings = self._disarmed
        if args[0] == "config":
            self._shared.settings = None
        return start(self.root, args, data, {**self._inside, **(env or {})}, settings, fine)

    @property
    def reader(self) -> ObjectReader:
        """The open `cat-file` process of this run; replacement refs and grafts are ignored."""
        if self._shared.reader is None:
            self._shared.reader = self.another_reader()
        return self._shared.reader

    def another_reader(self) -> ObjectReader:
        """A `cat-file` process of its own, for a thread that reads much; the caller closes it."""
        env = {**self._inside, "GIT_GRAFT_FILE": os.devnull}
        opened = partial(_opened, self.root, env, self._disarmed)
        return ObjectReader(opened, partial(_refused, self.root))

    @property
    def settings(self) -> list[Setting]:
        """Every setting in force, read once; a later one of a name counts."""
        if self._shared.settings is None:
            self._shared.settings = self._read_settings()
        return self._shared.settings

    def own_setting(self, key: str) -> str | None:
        """What the folder's own settings say; None where they do not.

        Args:
            key: The setting's name, as git writes it.
        """
        own = [each.value for each in self.settings if each.key == key and each.scope == "local"]
        return own[-1] if own else None

    @property
    def knows_user(self) -> bool:
        """Whether git was told the user's own name."""
        known = {key: value for _, key, value in self.settings}
        name = os.environ.get("GIT_AUTHOR_NAME") or known.get("user.name", "")
        return bool(name.strip(_CRUD))

    def identity(self) -> tuple[str, str]:
        """Name and address for a commit: the user's own, or ones made from the user's login."""
        known = {key: value for _, key, value in self.settings}
        name = os.environ.get("GIT_AUTHOR_NAME") or known.get("user.name", "")
        email = os.environ.get("GIT_AUTHOR_EMAIL") or known.get("user.email", "")
        if name.strip(_CRUD) and email.strip(_CRUD):
            return name, email
        user = _login()
        return name.strip(_CRUD) or user, email.strip(_CRUD) or f"{user}@localhost"

    @property
    def _inside(self) -> dict[str, str]:
        return {"GIT_WORK_TREE": str(self.root)}

    @property
    def _disarmed(self) -> dict[str, str]:
        """Settings that override every program which the repository's configuration would start."""
        disarmed = {}
        for scope, key, _ in self.settings:
            if scope in _OWN_SCOPES:
                if _FILTER.fullmatch(key):
                    disarmed[key] = ""
                elif _FILTER_REQUIRED.fullmatch(key):
                    disarmed[key] = "false"
                elif _PROGRAM.fullmatch(key):
                    disarmed[key] = os.devnull
        return disarmed

    def _read_settings(self) -> list[Setting]:
        args = ("config", "--list", "--show-scope", "--includes", "-z")
        words = start(self.root, args, None, {}, {}, (0,)).decode(errors="surrogateescape")
        fields = words.split("\0")[:-1]
        listed = []
        for scope, setting in zip(fields[::2], fields[1::2], strict=True):
            key, _, value = setting.partition("\n")
            listed.append(Setting(scope, key, value))
        if Setting("command", "gc.auto", "0") not in listed:
            raise GitError("the git on this computer is too old", "install git 2.32 or newer")
        return listed


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "somebody"


def start(
    root: Path,
    args: tuple[str, ...],
    data: bytes | None,
    env: Mapping[str, str],
    settings: Mapping[str, str],
    fine: Collection[int],
) -> bytes:
    """Run one git process to its end.

    Args:
        root: Where to start it.
        args: The command's words.
        data: What it reads from standard input.
        env: Environment variables beside the cleaned ones.
        settings: Configuration over everybody else's, beside our own.
        fine: The exit statuses that are no failure.

    Returns:
        What it says on standard output.

    Raises:
        GitMissing: There is no git.
        GitError: It cannot be started, or failed.
    """
    with _starting():
        try:
            done = subprocess.run(  # noqa: S603 - git itself, with words and not through a shell
                [_program(), *args],
                cwd=root,
                input=data if data is not None else b"",
                capture_output=True,
                env={**_environment(root, settings), **env},
                check=False,
                timeout=PATIENCE if _TO_OTHERS.isdisjoint(args) else None,
            )
        except subprocess.TimeoutExpired as error:
            raise GitError(
                f"git {args[0]} was not done after {PATIENCE / 60:.0f} minutes, so it was ended",
                "see that the disk answers, then {again}; git fsck looks for damage",
            ) from error
    if done.returncode not in fine:
        raise _refused(root, done.stderr.decode(errors="replace"))
    return done.stdout


def _opened(
    root: Path,
    env: Mapping[str, str],
    settings: Mapping[str, str],
    args: tuple[str, ...],
    complaints: IO[bytes],
) -> subprocess.Popen[bytes]:
    """Start a git process that stays open and reads questions from standard input.

    Raises:
        GitMissing: There is no git.
        GitError: It cannot be started.
    """
    with _starting():
        return subprocess.Popen(  # noqa: S603 - git itself, with words and not through a shell
            [_program(), *args],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env={**_environment(root, settings), **env},
        )


def is_installed() -> bool:
    """Whether there is a git on this computer."""
    return _found() is not None


def _program() -> str:
    """The full path of git.

    Raises:
        GitMissing: There is none.
    """
    found = _found()
    if found is None:
        raise GitMissing
    return found


def _found() -> str | None:
    """The full path of git; never one in the current directory, which may be the program folder."""
    found = shutil.which("git")
    return found if found is not None and Path(found).is_absolute() else None


@contextlib.contextmanager
def _starting() -> Iterator[None]:
    """Turn an OSError on starting git into a GitError."""
    try:
        yield
    except OSError as error:
        raise GitError(
            f"git cannot be started ({error.strerror or error})",
            "see that the program folder is there and that git --version answers",
        ) from error


def _environment(root: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """The user's environment without what would lead git elsewhere, and with our settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith("GIT_") or name.upper() in _KEPT
    }
    kept |= {
        "LC_ALL": "C.UTF-8",
        "LANGUAGE": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_CEILING_DIRECTORIES": str(root.parent),
    }
    numbered = list({**_SETTINGS, **settings}.items())
    kept["GIT_CONFIG_COUNT"] = str(len(numbered))
    for number, (key, value) in enumerate(numbered):
        kept[f"GIT_CONFIG_KEY_{number}"] = key
        kept[f"GIT_CONFIG_VALUE_{number}"] = value
    return kept


def _refused(root: Path, said: str) -> GitError:
    """Turn git's error output into a GitError, in plain words for the known cases."""
    known = (each for each in _REFUSALS if each[0] in said)
    lines = [line for line in said.splitlines() if line.strip()] or ["no reason given"]
    reason = re.sub(r"^(fatal|error): ", "", lines[0])
    other = ("", f"git refused: {reason}", "run git status in the program folder to see more")
    _, message, hint = next(known, other)
    refused = GitError(message, hint.replace("{root}", str(root)))
    refused.said = said
    return refused
