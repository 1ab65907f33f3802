"""Fetches from and pushes to the one remote that the user has chosen for a folder.

Git gets there without anything of the folder's own settings: it works in a repository of its own,
made for the moment, which borrows the folder's objects. Only the one protocol that the address
needs is open meanwhile, and what comes in must pass git's own examination.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.trail.errors import GitError
from mentorctl.trail.git.command import Git, start
from mentorctl.trail.git.refs import NOTES, commit_at, lay_repository, main_branch, set_branch

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Remote", "RemoteAddress", "chosen", "form_of", "look", "remember", "remote_at"]

OURS, THEIRS, NOTED, SENT = (
    f"refs/mentorctl/{each}" for each in ("ours", "theirs", "noted", "sent")
)
_SETTINGS = {
    "transfer.fsckObjects": "true",
    "fetch.fsckObjects": "true",
    "fetch.recurseSubmodules": "false",
    "push.recurseSubmodules": "no",
    "push.followTags": "false",
}
# environment variables with which the user configures ssh, passwords and certificates
_OWN = ("GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_ASKPASS", "GIT_SSL_CAINFO")
_SCHEME = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*)://(?P<rest>.+)", re.IGNORECASE)
_SCP = re.compile(r"(?P<host>[^/:\s-][^/:\s]*):(?P<path>(?!:).+)")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_PROTOCOLS = {"file": "file", "ssh": "ssh", "https": "https"}
_FULL = ("no space left on device", "disk quota exceeded", "not enough space on the disk")
_UNWRITTEN = "(unable to create temporary object directory)"
_MOVED = ("[rejected]", "failed to lock", "cannot lock ref", "failed to update ref")
# what a guard says that takes nothing of anybody, whatever it is
_NOTHING_TAKEN = re.compile(
    r"^(?:remote: ?)?(?:error: )?(.*\S), so nothing is taken(?:[ ]*\n(?:remote: ?)?\s*→ (.*\S))?",
    re.MULTILINE,
)
_NOT_THERE = "couldn't find remote ref"
_REMOTE_SAID = re.compile(r"^remote: ?(.*?)\s*$", re.MULTILINE)

_TROUBLES = (
    (
        ("Could not resolve host", "Could not resolve hostname", "Network is unreachable",
         "Connection refused", "Connection timed out", "No route to host"),
        "{url} cannot be reached",
        "see whether this computer is online, then run mentorctl sync again; nothing is lost",
    ),
    (
        ("Permission denied (", "Authentication failed", "could not read Username",
         "could not read Password", "HTTP Basic: Access denied", "403"),
        "{url} does not let you in",
        "ask whoever keeps it for access, or see that the right key or password is at hand",
    ),
    (
        ("Host key verification failed",),
        "this computer does not know the server of {url} yet",
        "connect to it once by ssh and compare its fingerprint, then run mentorctl sync again",
    ),
    (
        ("does not appear to be a git repository", "not found", "does not exist"),
        "there is no shared folder at {url}",
        "see that the address is right: mentorctl sync --remote ADDRESS",
    ),
    (
        ("dubious ownership",),
        "{url} belongs to another user of this computer, so git does not trust it",
        'if you trust it, run: git config --global --add safe.directory "{url}"',
    ),
    (
        ("died of signal", "Out of memory"),
        "git was ended before it was done, so nothing was exchanged with {url}",
        "see that this computer has room and memory, then run mentorctl sync again",
    ),
    (
        ("fsck error", "error in object", "index-pack failed", "unpack-objects", "bad object"),
        "what {url} holds is damaged, so nothing of it was taken",
        "tell whoever keeps it: git fsck shows what is wrong there",
    ),
    (
        ("aborted by hook",),
        "{url} took nothing, as nothing could be noted there of when it comes in",
        "run mentorctl sync again; if that stays so, tell whoever keeps it",
    ),
    (
        ("transport '", "protocol '"),
        "{url} leads on to an address of a kind that is never used",
        "use an address that begins with https:// or ssh://, or the path of a folder",
    ),
)  # fmt: skip


class RemoteAddress(NamedTuple):
    """Where a shared folder is.

    Attributes:
        url: As git takes it.
        protocol: The one protocol that leads there: file, ssh or https.
    """

    url: str
    protocol: str

    @classmethod
    def parse(cls, text: str, place: Path) -> RemoteAddress:
        """Parse an address.

        Args:
            text: A web or ssh address, or a path.
            place: The folder that a path begins at.

        Raises:
            GitError: It is none of these, or one that could start something else.
        """
        if not text.strip() or text.startswith("-") or not text.isprintable() or "::" in text:
            raise _no_address(text)
        found = _SCHEME.fullmatch(text)
        if found:
            protocol = _PROTOCOLS.get(found["scheme"].lower())
            if protocol is None or found["rest"].startswith("-"):
                raise _no_address(text)
            return cls(text, protocol)
        if _SCP.fullmatch(text) and not _DRIVE.match(text):
            return cls(text, "ssh")
        return cls(str((place / Path(text).expanduser()).resolve()), "file")

    @property
    def shown(self) -> str:
        """The address without a password that stands in it."""
        return re.sub(r"(?<=://)[^/@]*@", "", self.url) if self.protocol == "https" else self.url


class Remote:
    """A shared folder, open for one exchange.

    Attributes:
        address: Where it is.
        notes: The last commit of what its guard notes of when something comes in, as far as that
            was fetched; empty for none.
    """

    def __init__(self, address: RemoteAddress, objects: Path | None, place: Path) -> None:
        self.address = address
        self.notes = ""
        self._place = place
        inside = {"GIT_DIR": str(place), "GIT_OBJECT_DIRECTORY": str(objects)} if objects else {}
        self._env = {
            **inside,
            "GIT_ALLOW_PROTOCOL": address.protocol,
            "GIT_TERMINAL_PROMPT": "1" if sys.stdin.isatty() else "0",
            **{name: os.environ[name] for name in _OWN if name in os.environ},
        }

    def heads(self) -> tuple[dict[str, str], str]:
        """The last commit of each branch there, and the branch that whoever gets a copy is at.

        Raises:
            GitError: It cannot be reached.
        """
        said = self._git("ls-remote", "--symref", "--", self.address.url, "HEAD", "refs/heads/*")
        heads, main = {}, ""
        for line in said.decode("utf-8", "surrogateescape").split("\n"):
            what, _, name = line.partition("\t")
            if what.startswith("ref: ") and name == "HEAD":
                main = what.removeprefix("ref: ").removeprefix("refs/heads/")
            elif name.startswith("refs/heads/"):
                heads[name.removeprefix("refs/heads/")] = what
        return heads, main

    def fetch(self, branch: str) -> tuple[str, str | None]:
        """Fetch the remote's objects into the folder's object store; nothing else changes.

        Args:
            branch: The branch here.

        Returns:
            The branch there, and the id of its last commit; None when there is none yet.

        Raises:
            GitError: It cannot be reached, holds what is damaged, or does not say which of its
                branches is the program's.
        """
        try:
            return branch, self._fetched(branch)
        except GitError as error:
            if _NOT_THERE not in error.said:
                raise
        main = main_branch(*self.heads())
        return (main, self._fetched(main)) if main else (branch, None)

    def _fetched(self, branch: str) -> str:
        """Fetch a branch, and what is noted, in one connection; the branch's last commit.

        Raises:
            GitError: The branch is not there, the remote cannot be reached, or what it has is bad.
        """
        # a pattern may find nothing, and there are no notes where no guard is
        self._git(
            "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules",
            "--no-auto-maintenance", "--", self.address.url, f"+refs/heads/{branch}:{THEIRS}",
            f"+{NOTES}*:{NOTED}*",
        )  # fmt: skip
        self.notes = commit_at(self._place, NOTED) or ""
        return commit_at(self._place, THEIRS) or ""

    def push(self, commit: str, branch: str) -> bool:
        """Push a commit with its ancestors.

        Returns:
            Whether it is there now; not when somebody else was faster.

        Raises:
            GitError: It cannot be reached, or refuses; then in its own words.
        """
        shutil.rmtree(self._place / SENT, ignore_errors=True)
        set_branch(self._place, f"{SENT}/{branch}", commit)
        # a pattern: by its own name git gives up where another one ends in it
        refspec = f"{SENT}/*:refs/heads/*"
        try:
            self._git("push", "--quiet", "--no-verify", "--", self.address.url, refspec)
        except GitError as error:
            refused = "[remote rejected]" in error.said and "hook declined" in error.said
            if not refused and any(words in error.said for words in _MOVED):
                return False
            raise
        return True

    def _git(self, *args: str) -> bytes:
        try:
            return start(self._place, args, None, self._env, _SETTINGS, (0,))
        except GitError as error:
            raise _explained(error, self.address.shown) from error


@contextlib.contextmanager
def remote_at(root: Path, address: RemoteAddress, tip: str, like: str = "") -> Iterator[Remote]:
    """Open a shared folder for one exchange.

    Args:
        root: The program folder.
        address: Where the shared one is.
        tip: The last commit of the program folder; empty where it has none yet.
        like: Then an id of the shared one, which tells SHA-1 from SHA-256.

    Raises:
        GitMissing: There is no git.
        GitError: It cannot be made ready.
    """
    with tempfile.TemporaryDirectory(prefix="mentorctl-sync-") as made:
        place = Path(made)
        lay_repository(place, tip or like)
        git = root.resolve() / ".git"
        shallow = git / "shallow"
        if shallow.is_file() and not shallow.is_symlink():
            (place / "shallow").write_bytes(shallow.read_bytes())
        if tip:
            # what is here already need not come again
            set_branch(place, OURS, tip)
        noted = commit_at(git, NOTES)
        # what is not there any more comes again
        if noted and any(Git(root).reader.sizes([noted])):
            set_branch(place, NOTES, noted)
        yield Remote(address, git / "objects", place)


def form_of(commit: str) -> str:
    """How a repository makes its ids, sha1 or sha256, told by one of them."""
    return "sha256" if len(commit) == 64 else "sha1"  # noqa: PLR2004 - digits of a SHA-256


def look(address: RemoteAddress) -> tuple[str, str] | None:
    """The branch that a shared folder is at, and the id of its last commit.

    Returns:
        None where nothing is there yet.

    Raises:
        GitMissing: There is no git.
        GitError: It cannot be reached, or does not say which of its branches is the program's.
    """
    with tempfile.TemporaryDirectory(prefix="mentorctl-sync-") as made:
        # outside of any repository, as one with other ids would not be spoken to
        heads, main = Remote(address, None, Path(made)).heads()
    name = main_branch(heads, main)
    return (name, heads[name]) if name else None


def chosen(root: Path) -> str | None:
    """The address that this user has chosen for a folder; it is kept apart from the folder."""
    return _known().get(str(root.resolve()))


def remember(root: Path, url: str) -> None:
    """Keep the address that the user has chosen for a folder.

    Raises:
        OSError: The user's own settings cannot be written.
    """
    file = _file()
    known = {**_known(), str(root.resolve()): url}
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    spare = file.with_name(f"{file.name}.{os.getpid()}")
    spare.write_text(json.dumps(known, indent=1, sort_keys=True), encoding="utf-8")
    spare.replace(file)


def _known() -> dict[str, str]:
    try:
        found = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _file() -> Path:
    from platformdirs import user_config_path  # noqa: PLC0415 - only where folders are shared

    return user_config_path("mentorctl", appauthor=False) / "remotes.json"


def _no_address(text: str) -> GitError:
    shown = text if text.isprintable() else repr(text)
    return GitError(
        f"{shown!r} is no address that a folder can be shared at",
        "use one that begins with https:// or ssh://, one like git@server:folder, or a path",
    )


def _explained(error: GitError, url: str) -> GitError:
    """Turn git's error output about the remote into a plain message."""
    said = error.said
    full = [line for line in said.splitlines() if any(each in line.lower() for each in _FULL)]
    if full:
        is_there = all(line.startswith("remote:") for line in full)
        whose = f"the disk of {url}" if is_there else "the disk of this computer"
        found = GitError(
            f"{whose} is full, so nothing was exchanged",
            "tell whoever keeps it"
            if is_there
            else "make room on it, then run mentorctl sync again",
        )
    elif _UNWRITTEN in said:
        found = GitError(
            f"nothing can be written at {url}, so nothing was exchanged", "tell whoever keeps it"
        )
    elif why_not := _NOTHING_TAKEN.search(said):
        found = GitError(
            f"{url} takes nothing now: {why_not[1]}",
            f"{why_not[2] or 'tell whoever keeps it'}; then run mentorctl sync again, as nothing is"
            " lost",
        )
    elif "hook declined" in said or "[remote rejected]" in said:
        lines = [line for line in _REMOTE_SAID.findall(said) if line.strip()]
        why = "\n".join(lines) or "it does not say why"
        is_large = "exceeds maximum allowed size" in said
        found = GitError(
            f"{url} does not take as much as was done here: {lines[0]}"
            if is_large and lines
            else f"{url} does not take what was done here:\n{why}",
            f"{'take large files out' if is_large else 'mend what it names'} and save; then"
            " mentorctl sync --mend sends all of it as one new change, signed by you, without what"
            " is not yours to write",
        )
    else:
        trouble = next(
            (each for each in _TROUBLES if any(words in said for words in each[0])), None
        )
        if trouble is None:
            return error
        found = GitError(trouble[1].format(url=url), trouble[2].format(url=url))
    found.said = said
    return found
