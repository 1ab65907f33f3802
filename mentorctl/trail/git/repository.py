"""The history of the program folder: what changed, and commits of just what is named."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import time
from typing import TYPE_CHECKING, Literal, NamedTuple

from mentorctl.trail.errors import GitError, GitMissing
from mentorctl.trail.git.command import Git, is_repository, start
from mentorctl.trail.git.index_lock import has_index, held_index, see_room
from mentorctl.trail.git.new_commit import Authorship, write_commit
from mentorctl.trail.git.object_writer import ObjectWriter
from mentorctl.trail.git.refs import last_commit
from mentorctl.trail.git.tree_edit import entries_at, tree_with
from mentorctl.trail.git.unfinished import refuse_unfinished
from mentorctl.trail.git.unseen_edits import ignored_records, passed_over
from mentorctl.trail.git.work_tree import EXECUTABLE, FILE, ids_on_disk, store_files

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from mentorctl.trail.git.new_commit import Sign

__all__ = [
    "FileChange",
    "GitError",
    "GitMissing",
    "PlannedFiles",
    "changed_files",
    "commit",
    "contents",
    "head",
    "init",
    "is_repository",
    "rehearse",
    "restore_index",
]

TRIES = 5
PAUSE = 0.05
BRANCH = "main"

Kind = Literal["added", "changed", "deleted", "conflict"]

_UPDATE = ("update-index", "--add", "--remove", "--replace", "-z", "--stdin")


class FileChange(NamedTuple):
    """A file that differs from the last commit.

    Attributes:
        path: The file, relative to the program folder, with `/`.
        kind: What happened to it; `conflict` is a merge that nobody has settled.
        staged: Whether some of that is already staged.
    """

    path: str
    kind: Kind
    staged: bool


class PlannedFiles(NamedTuple):
    """What files will hold that are written once their commit is signed.

    Attributes:
        contents: What each will hold, by path; None for one that will be gone.
        write: Writes them, all or none; what it raises goes through.
    """

    contents: Mapping[str, bytes | None]
    write: Callable[[], object]


def init(root: Path) -> None:
    """Make a folder a repository; one that is one already stays as it is.

    Raises:
        GitMissing: There is no git.
        GitError: It failed, or something else is called `.git`.
    """
    if is_repository(root):
        return
    if (root / ".git").is_symlink() or (root / ".git").exists():
        raise GitError(f"{root / '.git'} is something else than a repository", "move it away")
    args = ("init", "--quiet", f"--initial-branch={BRANCH}", "--template=", ".")
    start(root.resolve(), args, None, {}, {}, (0,))


def head(root: Path) -> str | None:
    """The id of the last commit; None before the first.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository.
    """
    return head_of(Git(root))


def changed_files(root: Path, paths: Iterable[str] = ()) -> list[FileChange]:
    """The files that differ from the last commit, by path.

    Args:
        root: The program folder.
        paths: Only these files and those in these folders, with `/`; all when left out.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or cannot be read.
    """
    return _edits(Git(root), tuple(paths))[0]


def is_edited(root: Path) -> bool:
    """Whether any file is not as in the last commit, be it that git was told to leave it out.

    Args:
        root: The program folder.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or cannot be read.
    """
    changes, left_out = _edits(Git(root), ())
    return bool(changes or left_out)


def _edits(git: Git, paths: Sequence[str]) -> tuple[list[FileChange], list[str]]:
    """The files that differ from the last commit, and what is not there, as git was told."""
    words = git(
        # a copy may come with an index that is made to look like its files
        "-c",
        "core.checkStat=default",
        "-c",
        "core.trustctime=true",
        "--literal-pathspecs",
        "status",
        "--porcelain=v1",
        "-z",
        "--no-renames",
        "--untracked-files=all",
        "--ignored=matching",
        "--ignore-submodules=all",
        "--",
        *paths,
    )
    found: dict[str, FileChange] = {}
    twice = []
    for entry in os.fsdecode(words).split("\0")[:-1]:
        state, path = entry[:2], entry[3:]
        if state == "!!":
            found |= {each: FileChange(each, "added", staged=False)
                      for each in ignored_records(git.root, path)}  # fmt: skip
            continue
        change = FileChange(path, _kind(state), staged=state[0] not in " ?")
        # staged as deleted and present again: git lists the file twice
        if path in found:
            twice.append(path)
            change = FileChange(path, "changed", staged=True)
        found[path] = change
    for path in _as_they_were(git, twice):
        del found[path]
    passed = {path: each for path, each in passed_over(git, paths) if path not in found}
    there = [each for each in passed if os.path.lexists(git.root.joinpath(*each.split("/")))]
    for path in {*there}.difference(_as_they_were(git, there)):
        found[path] = FileChange(path, "changed", staged=False)
    gone = passed.keys() - there
    for path in gone:
        if not passed[path]:
            found[path] = FileChange(path, "deleted", staged=False)
    return [found[path] for path in sorted(found)], [each for each in gone if passed[each]]


def _as_they_were(git: Git, paths: list[str]) -> list[str]:
    """Those of some files on disk that are as in the last commit: only the index has lost them."""
    last = head_of(git) if paths else None
    if last is None:
        return []
    was = entries_at(git, last, paths)
    plain = [path for path in paths if path in was and was[path].mode in (FILE, EXECUTABLE)
             and stat.S_ISREG(git.root.joinpath(*path.split("/")).lstat().st_mode)]  # fmt: skip
    now = ids_on_disk(git, plain) if plain else {}
    return [path for path in plain if was[path].id == now[path]]


def contents(root: Path, paths: Iterable[str]) -> dict[str, bytes | None]:
    """What files held in the last commit; None for those that it does not have.

    Args:
        root: The program folder.
        paths: The files, relative to it, with `/`.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or cannot be read.
    """
    found: dict[str, bytes | None] = dict.fromkeys(paths)
    # the batch is asked line by line; a name with a line break in it is no record's
    asked = [path for path in found if "\n" not in path]
    git = Git(root)
    last = head_of(git) if asked else None
    if last is None:
        return found
    held = git.reader.contents(f"{last}:{path}" for path in asked)
    for path, each in zip(asked, held, strict=True):
        found[path] = each.content if each and each.kind == "blob" else None
    return found


def commit(
    root: Path,
    paths: Iterable[str],
    message: str,
    *,
    author: tuple[str, str] | None = None,
    when: dt.datetime | None = None,
    sign: Sign | None = None,
    planned: PlannedFiles | None = None,
) -> str:
    """Commit some files as they are on disk, or as they are planned, and nothing else.

    What else is edited or staged stays as it is. Commits of several processes follow one another;
    a killed one leaves the last commit, or the new one. Planned files are written once the commit
    is signed: where nobody signs it, nothing has changed.

    Args:
        root: The program folder.
        paths: Files that were added, changed or deleted, relative to it, with `/`.
        message: What happened, in plain words.
        author: Name and address, where they are not the user's own.
        when: The commit's time, where it is not now.
        sign: Makes the armoured signature of a commit's bytes, if any; what it raises goes through.
        planned: What the files will hold, and how they are written.

    Returns:
        The id of the new commit; of the last one when the files are as they were there.

    Raises:
        GitError: There is no git, the folder is no repository, a path leads out of it, git refuses,
            or another program keeps changing the history.
    """
    git = Git(root)
    refuse_unfinished(git)
    asked = sorted({path for path in paths if _safe(path)})
    people = Authorship.of(git, author, when)
    with held_index(git.folder) as making:
        writer = ObjectWriter(git, head_of(git) or "")
        for left in reversed(range(TRIES)):
            last = head_of(git)
            files = store_files(git, writer, asked, last, planned.contents if planned else None)
            before, tree = tree_with(git, writer, last, files)
            is_same = last is not None and tree == before
            follows = [last] if last else []
            new = last if is_same else write_commit(writer, tree, follows, message, people, sign)
            if left == TRIES - 1:
                _write(git, making / "index", asked, planned)
            if is_same or _moved(git, last, new or "", message, people, again=bool(left)):
                break
    return new or ""


def rehearse(root: Path) -> None:
    """Go through what keeps something from being committed, before anybody types it in vain.

    Raises:
        GitError: Git has begun something in the folder and not finished it, or nothing can be
            written: there is no permission, or no room.
    """
    refuse_unfinished(Git(root))
    for place in (root, root / ".git", root / ".git/objects"):
        see_room(place)


def restore_index(root: Path) -> None:
    """Make the index again by the last commit, where there is a commit and no index.

    Raises:
        GitError: Git refuses.
    """
    git = Git(root)
    if not has_index(git.folder) and head_of(git) is not None:
        git("read-tree", "HEAD")


def _write(git: Git, index: Path, asked: Iterable[str], planned: PlannedFiles | None) -> None:
    """Write files that were planned, and the index.

    The branch comes later: a kill in between leaves the files staged, which loses nothing.
    """
    if planned is not None:
        planned.write()
    _update_index(git, index, b"".join(_safe(path) + b"\0" for path in asked))


def _moved(
    git: Git, last: str | None, new: str, message: str, people: Authorship, *, again: bool
) -> bool:
    """Move the branch to a commit, unless another process moved it meanwhile.

    Raises:
        GitError: It cannot be, and it is not to be tried again.
    """
    subject = message.strip().partition("\n")[0].encode("utf-8", "replace").decode()
    name, email = people.committer
    env = {"GIT_COMMITTER_NAME": name, "GIT_COMMITTER_EMAIL": email}
    try:
        git("update-ref", "-m", subject, "HEAD", new, last or "", env=env)
    except GitError:
        if not again:
            raise
        time.sleep(PAUSE)
        return False
    return True


def head_of(git: Git) -> str | None:
    """The id of the last commit; None before the first."""
    found = last_commit(git.folder)
    if found is None:
        said = git("rev-parse", "--verify", "--quiet", "HEAD^{commit}", fine=(0, 1))
        found = said.decode().strip()
    return found or None


def _update_index(git: Git, index: Path, listed: bytes) -> None:
    """Bring the user's own index up to date for some files; the others stay as staged."""
    index.unlink(missing_ok=True)
    with contextlib.suppress(FileNotFoundError):
        # with the file's times: git trusts an entry only if the file is older than the index
        shutil.copy2(git.folder / "index", index)
    git(*_UPDATE, data=listed, env={"GIT_INDEX_FILE": str(index)})
    if index.exists():
        index.replace(git.folder / "index")


def _safe(path: str) -> bytes:
    parts = path.split("/")
    if any(part in ("", ".", "..") or part.lower() == ".git" or "\0" in part for part in parts):
        raise GitError(f"{path} is no path inside the program folder", "choose another name")
    return path.encode("utf-8", "surrogateescape")


def _kind(state: str) -> Kind:
    """The state of a file from the two letters of `git status --porcelain`."""
    if "U" in state or state in ("DD", "AA"):
        return "conflict"
    if state[1] == "D" or state == "D ":
        return "deleted"
    return "added" if state == "??" or "A" in state else "changed"
