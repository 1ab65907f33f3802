"""The vault on disk: a git repository of its own, in which nothing tells of anyone.

Every file has a random name and is sealed; every commit has the same author, date, message and
number of new files. The times that the file system keeps are this computer's own, and go nowhere.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from mentorctl.model.paths import PROGRAM_FILE
from mentorctl.trail.errors import GitError
from mentorctl.trail.git import repository as git
from mentorctl.trail.git.command import Git
from mentorctl.vault.errors import VaultError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

__all__ = ["BATCH", "Vault", "new_name"]

MARK = "vault"
MARK_TEXT = b"a mentorctl vault, 1\n"
ATTRIBUTES = ".gitattributes"
_MADE = {".git", MARK, ATTRIBUTES}
NAME = re.compile(r"[0-9a-f]{32}")
MESSAGE = b"change\n"
NOBODY = "vault"
BRANCH = "refs/heads/main"
# new files in each commit, whatever it is for
BATCH = 4
# what a vault is read up to: files, and bytes in each, which is more than anything sealed takes
MOST_FILES = 20_000
MAX_FILE = 1 << 25
LOCK = "mentorctl-vault.lock"
# what a file is called in .git before it is whole
SPARE = "vault-"
HOOK = "gc.recentobjectshook"
# while a history is given up: which commit was its last
FORGETTING = "mentorctl-vault.forgetting"

_PEOPLE = {
    f"GIT_{who}_{what}": text
    for who in ("AUTHOR", "COMMITTER")
    for what, text in (("NAME", NOBODY), ("EMAIL", f"{NOBODY}@localhost"), ("DATE", "@0 +0000"))
}
# git pull, too, leaves neither name nor log behind
_SETTINGS = {
    "user.name": NOBODY,
    "user.email": f"{NOBODY}@localhost",
    "core.logAllRefUpdates": "false",
    "core.autocrlf": "false",
}


def new_name() -> str:
    """A name for a file, which says nothing."""
    return secrets.token_hex(16)


class Vault:
    """A vault that is there.

    Raises:
        VaultError: The folder is no vault, or lies where none may lie.
        GitError: Its history cannot be read.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.expanduser().absolute()
        _refuse_inside(self.root)
        if not _is_begun(self.root) or _read(self.root / MARK) != MARK_TEXT:
            raise VaultError(
                f"{root} is no vault",
                "name the vault's folder: --vault DIR, or MENTORCTL_VAULT; mentorctl grievance open"
                " --vault DIR makes a new one",
            )
        self._git = Git(self.root)
        # whoever reads only is not kept from it
        with contextlib.suppress(VaultError, GitError, OSError):
            self._finish()

    @classmethod
    def made(cls, root: Path) -> Vault:
        """The vault in a folder; a new one where it is empty or not there, or one was not finished.

        Raises:
            VaultError: There is something else, or no vault may lie there.
            GitError: It cannot be made.
        """
        place = root.expanduser().absolute()
        _refuse_inside(place)
        there = {each.name for each in place.iterdir()} if place.is_dir() else set()
        if not place.exists() or (there <= _MADE and place.is_dir() and not _is_begun(place)):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            place.chmod(0o700)
            git.init(place)
            _write(place / MARK, MARK_TEXT)
            _write(place / ATTRIBUTES, b"* -text\n")
            starting = Git(place)
            starting("add", "--", MARK, ATTRIBUTES)
            starting("update-ref", BRANCH, _commit(starting, None))
        return cls(root)

    def files(self) -> Iterator[tuple[str, bytes | None]]:
        """What each sealed file holds, by name, one after the other; None of one that is too large.

        Raises:
            VaultError: A file is not as the history has it, or there are more than are read.
        """
        for number, (name, known, size) in enumerate(self._known()):
            if number >= MOST_FILES:
                raise VaultError(
                    f"there are more than {MOST_FILES:,} files in the vault, and so many are read",
                    "begin another vault: mentorctl grievance open --vault DIR",
                )
            is_sealed = NAME.fullmatch(name)
            if not is_sealed and name not in {MARK, ATTRIBUTES}:
                continue  # never read, and never told: it could be called like anything
            if size > MAX_FILE:
                yield name, None
                continue
            content = _read(self.root / name)
            if content is None or _git_id(content, len(known)) != known:
                raise VaultError(
                    f"a file of the vault was altered or is gone: {name}",
                    "get it back as the history has it:"
                    f" git -C {self.root} checkout HEAD -- {name}",
                )
            if is_sealed:
                yield name, content

    def change(
        self, add: Mapping[str, bytes], remove: Collection[str] = (), *, forget: bool = False
    ) -> None:
        """Add and take out sealed files: `BATCH` new ones a commit, all commits or none.

        Args:
            add: What new files hold, by name.
            remove: Files to take out.
            forget: Whether the history before is given up, so that what is taken out is in no
                commit either.

        Raises:
            GitError: git does not do it.
            VaultError: Another git works in the vault, or was ended there.
        """
        from filelock import FileLock  # noqa: PLC0415 - only where something is written

        self._finish()
        if forget:
            self._refuse_hook()
        with FileLock(self.root / ".git" / LOCK):
            self._refuse_locked()
            last = git.head(self.root) or ""
            for name, content in add.items():
                _write(self.root / name, content)
            self._git("read-tree", "HEAD")
            gone = b"".join(f"0 {'0' * 40}\t{name}\0".encode() for name in self._alike(remove))
            if gone:
                self._git("update-index", "-z", "--index-info", data=gone)
            made, names = None if forget else last, list(add)
            step = max(len(names), 1) if forget else BATCH
            for start in range(0, max(len(names), 1), step):
                new = "".join(f"{name}\0" for name in names[start : start + step]).encode()
                self._git("update-index", "--add", "-z", "--stdin", data=new)
                made = _commit(self._git, made)
            if forget:
                _write(self.root / ".git" / FORGETTING, last.encode())
            self._git("update-ref", "HEAD", made or last, last)
            self._sweep()
            if forget:
                self._forget()

    def _alike(self, names: Collection[str]) -> list[str]:
        """Sealed files, and those that hold the same: anybody can copy one to another name."""
        every = self._known() if names else ()
        known = {name: held for name, held, _ in every if NAME.fullmatch(name)}
        wanted = {known[name] for name in names if name in known}
        return [name for name, held in known.items() if held in wanted]

    def _finish(self) -> None:
        """Give a history up where a command was ended that had begun to."""
        begun = self.root / ".git" / FORGETTING
        if not begun.exists():
            return
        from filelock import FileLock  # noqa: PLC0415 - only where something is written

        self._refuse_hook()
        with FileLock(self.root / ".git" / LOCK):
            last = _read(begun)
            if last is not None and last.decode(errors="replace") != git.head(self.root):
                self._sweep()
                self._forget()
            begun.unlink(missing_ok=True)

    def rehearse(self) -> None:
        """Go through what keeps something from being added, before anybody types it in vain.

        Raises:
            GitError: Nothing can be written, or git has begun something and not finished it.
            VaultError: Another git works in the vault, or was ended there.
        """
        git.rehearse(self.root)
        self._refuse_locked()

    def _refuse_locked(self) -> None:
        lock = self.root / ".git" / "index.lock"
        if lock.exists():
            raise VaultError(
                "another git works in the vault, or was ended there before it was done",
                f"wait a moment and run it again; if none works there, delete {lock}",
            )

    def _refuse_hook(self) -> None:
        """Stop where git would ask a program what is to stay, as nothing overrides that setting."""
        own = {each.key for each in self._git.settings if each.scope in {"local", "worktree"}}
        if HOOK in own:
            raise VaultError(
                "a setting of the vault names a program that git would start to keep what is to go",
                f"take it out: git -C {self.root} config --unset-all {HOOK}",
            )

    def _sweep(self) -> None:
        """Delete sealed files that no commit has: taken out, or of a run that was ended."""
        known = {name for name, _, _ in self._known()}
        for each in self.root.iterdir():
            if NAME.fullmatch(each.name) and each.name not in known:
                each.unlink()
        for each in (self.root / ".git").glob(f"{SPARE}*"):
            each.unlink()

    @property
    def is_shared(self) -> bool:
        """Whether it knows another copy, which has a history of its own."""
        return bool(self._git("remote").strip())

    @property
    def unsent(self) -> int:
        """How many commits no other copy is known to have; none where it knows no other copy."""
        if not self.is_shared:
            return 0
        return int(self._git("rev-list", "--count", "HEAD", "--not", "--remotes"))

    def _known(self) -> Iterator[tuple[str, str, int]]:
        """Each file of the last commit, its id there and its length."""
        for entry in self._git("ls-tree", "-lz", "HEAD").decode().split("\0")[:-1]:
            told, _, name = entry.partition("\t")
            mode, kind, known, size = told.split()
            if kind != "blob" or mode != "100644":
                raise VaultError(
                    "there is something in the vault that is no file of its own",
                    "get an unharmed copy of the vault",
                )
            yield name, known, int(size)

    def _forget(self) -> None:
        """Let nothing lead to former commits, and take what they held off the disk."""
        listed = self._git("for-each-ref", "--format=%(refname)").decode().split()
        current = self._git("symbolic-ref", "HEAD").decode().strip()
        for name in listed:
            if name != current:
                self._git("update-ref", "--no-deref", "-d", name)
        for name in ("ORIG_HEAD", "FETCH_HEAD", "MERGE_HEAD"):
            (self.root / ".git" / name).unlink(missing_ok=True)
        self._git("reflog", "expire", "--expire=now", "--all")
        self._git("gc", "--quiet", "--prune=now")
        (self.root / ".git" / FORGETTING).unlink(missing_ok=True)


def _is_begun(place: Path) -> bool:
    """Whether a folder has a history with a commit: where none was made yet, it is not finished."""
    return git.is_repository(place) and git.head(place) is not None


def _refuse_inside(place: Path) -> None:
    """Stop where a vault would lie in a program folder, or in another repository.

    Raises:
        VaultError: It would.
    """
    real = place.resolve()
    for folder in (real, *real.parents):
        if (folder / PROGRAM_FILE).exists():
            raise VaultError(
                f"{place} lies in a program folder, which others share",
                "choose a folder outside of it: --vault DIR",
            )
        if folder != real and (folder / ".git").exists():
            raise VaultError(
                f"{place} lies in another repository", "choose a folder outside of it: --vault DIR"
            )


def _configure(repository: Git) -> None:
    """Keep what git itself would note of its user out of a copy, too."""
    for name, value in _SETTINGS.items():
        if repository.own_setting(name.lower()) != value:
            repository("config", "--local", name, value)


def _commit(repository: Git, parent: str | None) -> str:
    _configure(repository)
    tree = repository("write-tree").decode().strip()
    before = ("-p", parent) if parent else ()
    return repository("commit-tree", tree, *before, data=MESSAGE, env=_PEOPLE).decode().strip()


def _git_id(content: bytes, length: int) -> str:
    """The id that git gives a file's content."""
    digest = hashlib.sha1 if length == 40 else hashlib.sha256  # noqa: PLR2004 - hex digits of SHA-1
    return digest(b"blob %d\0" % len(content) + content).hexdigest()


def _read(path: Path) -> bytes | None:
    """What a file holds; None where there is no ordinary file."""
    if path.is_symlink() or not path.is_file():
        return None
    with path.open("rb") as file:
        return file.read(MAX_FILE)


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, for its owner alone."""
    place = path.parent if path.parent.name == ".git" else path.parent / ".git"
    handle, made = tempfile.mkstemp(dir=place, prefix=SPARE)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(made).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(made).unlink()
        raise
