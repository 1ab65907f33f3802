"""A journal that makes changing several files atomic, also across a crash.

The new contents are first laid down in a folder of their own, a journal, which becomes complete
with a single rename. From then on the change will happen, whatever happens to the process: the
next command that writes finishes what it finds. An incomplete journal is thrown away.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from mentorctl.store.write.fsync import (
    Conflict,
    WriteError,
    checked,
    digest,
    digest_of,
    mode_of,
    sync_folder,
    whole_content,
    write_durably,
    write_error,
)
from mentorctl.store.write.journal_folder import (
    BACK,
    FORWARD,
    PREFIX,
    Direction,
    JournalEntry,
    Manifest,
    copy_of,
    direction_of,
    home_of,
    journals,
    manifest_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "locked",
    "pending",
    "recover",
    "settle_all",
    "write",
]

PATIENCE = 10.0


def write(root: Path, files: Mapping[str, tuple[bytes | None, bytes | None]]) -> None:
    """Write all files or none. The folder must be locked.

    Args:
        root: The program folder.
        files: For each path what it holds now (None: nothing) and what it shall hold (None: it
            goes).

    Raises:
        Conflict: A file does not hold what it should hold now.
        WriteError: The disk is full, or a folder may not be written; nothing has changed.
    """
    journal = home_of(root) / f"{PREFIX}{secrets.token_hex(8)}"
    first = next(iter(files))
    try:
        journal.mkdir()
        folder = _single_new_folder(root, files)
        if folder:
            _write_folder(root, journal, folder, files)
        elif len(files) == 1:
            _write_file(root, journal, first, *files[first])
        else:
            _write_files(root, journal, files)
    except OSError as error:
        raise write_error(error, first) from error
    finally:
        if direction_of(journal) is None:
            shutil.rmtree(journal, ignore_errors=True)


def recover(root: Path) -> tuple[str, ...]:
    """Complete or roll back the change of a command that crashed.

    Args:
        root: The program folder.

    Returns:
        Files that somebody changed since then: they stay as they are now.

    Raises:
        WriteError: It cannot be finished now; running it again is harmless.
    """
    if not any(journals(root)):
        return ()
    with locked(root):
        return settle_all(root)


def settle_all(root: Path) -> tuple[str, ...]:
    """What `recover` does, with the folder locked already."""
    kept: list[str] = []
    for journal in list(journals(root)):
        want = direction_of(journal)
        try:
            manifest = manifest_of(root, journal, want) if want else None
            if want and manifest is None:
                continue  # it stays: see `foreign`
            if want and manifest:
                kept += _settle(root, journal, manifest, want)
        except OSError as error:
            raise write_error(error, "what an earlier command had begun") from error
        _discard(journal)
    return tuple(kept)


def pending(root: Path) -> dict[str, bytes]:
    """What `recover` would put in place: files by path, as a reader has to see them.

    So whoever reads after a command died sees the whole change, although reading writes nothing.
    """
    files = {}
    for journal in journals(root):
        want = direction_of(journal)
        if want is None:
            continue
        with contextlib.suppress(OSError):
            manifest = manifest_of(root, journal, want)
            for number, entry in enumerate(manifest.entries if manifest else ()):
                staged = whole_content(journal / f"{number}.{want}")
                if staged is not None and _is_waiting(root, entry, want, digest(staged)):
                    files[entry.path] = staged
    return files


def _is_waiting(root: Path, entry: JournalEntry, want: Direction, staged: str) -> bool:
    goal, other = (entry.new, entry.old) if want == "new" else (entry.old, entry.new)
    try:
        return staged == goal and digest_of(checked(root, entry.path)) == other
    except (OSError, WriteError):
        return False


@contextlib.contextmanager
def locked(root: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Keep every other writing command out of the folder; a dead process locks nothing.

    Args:
        root: The program folder.
        patience: How many seconds to wait for another one.

    Raises:
        WriteError: Another one is still at it, or the folder may not be written.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - only commands that write come here

    lock = FileLock(home_of(root) / "lock", timeout=patience)
    try:
        lock.acquire()
    except Timeout as error:
        raise WriteError(
            "another mentorctl is writing in this folder",
            "wait until it is done, then run the command again",
        ) from error
    except OSError as error:
        raise write_error(error, "the program folder") from error
    try:
        yield
    finally:
        lock.release()


def _discard(journal: Path) -> None:
    for name in (FORWARD, BACK):
        (journal / name).unlink(missing_ok=True)
    shutil.rmtree(journal, ignore_errors=True)


def _missing_folders(root: Path, path: str) -> list[str]:
    """The folders above a file that are not there, outermost first."""
    missing: list[str] = []
    folder = path.rpartition("/")[0]
    while folder and not (root / folder).exists():
        missing.insert(0, folder)
        folder = folder.rpartition("/")[0]
    return missing


def _single_new_folder(root: Path, files: Mapping[str, tuple[bytes | None, bytes | None]]) -> str:
    """The one new folder that holds all the files, or an empty text."""
    tops = {next(iter(_missing_folders(root, path)), "") for path in files}
    return tops.pop() if len(tops) == 1 else ""


def _write_folder(
    root: Path, journal: Path, folder: str, files: Mapping[str, tuple[bytes | None, bytes | None]]
) -> None:
    tree = journal / "tree"
    staged: dict[Path, tuple[bytes, int | None]] = {}
    for path, (_, new) in files.items():
        if new is None:
            continue
        place = tree / path.removeprefix(f"{folder}/")
        place.parent.mkdir(parents=True, exist_ok=True)
        staged[place] = (new, None)
    write_durably(staged)
    for inside, _, _ in os.walk(tree):
        sync_folder(Path(inside))
    target = root / folder
    try:
        tree.rename(target)
    except OSError as error:
        if target.exists():
            raise Conflict(folder, is_new=True) from error
        raise
    sync_folder(target.parent)


def _write_file(root: Path, journal: Path, path: str, old: bytes | None, new: bytes | None) -> None:
    target = root / path
    staged = journal / "0.new"
    if new is not None:
        write_durably({staged: (new, mode_of(target))})
    if whole_content(target) != old:
        raise Conflict(path, is_new=old is None)
    if new is not None:
        staged.replace(target)
        sync_folder(target.parent)
    else:
        _take_away(root, target)


def _write_files(
    root: Path, journal: Path, files: Mapping[str, tuple[bytes | None, bytes | None]]
) -> None:
    entries = []
    staged: dict[Path, tuple[bytes, int | None]] = {}
    for number, (path, (old, new)) in enumerate(files.items()):
        before, after = (None if each is None else digest(each) for each in (old, new))
        entries.append(JournalEntry(path, before, after))
        mode = mode_of(root / path)
        if new is not None:
            staged[journal / f"{number}.new"] = (new, mode)
        if old is not None:
            staged[journal / f"{number}.old"] = (old, mode)
    folders = sorted({each for path in files for each in _missing_folders(root, path)})
    manifest = Manifest(entries, folders, copy_of(root, journal))
    staged[journal / "manifest"] = (msgspec.json.encode(manifest), None)
    write_durably(staged)
    sync_folder(journal)
    for path, (old, _) in files.items():
        if whole_content(root / path) != old:
            raise Conflict(path, is_new=old is None)
    (journal / "manifest").rename(journal / FORWARD)
    sync_folder(journal)
    sync_folder(journal.parent)
    try:
        kept = _settle(root, journal, manifest, "new")
        if kept:
            raise Conflict(kept[0])
    except (OSError, WriteError):
        _take_back(root, journal, manifest)
        raise
    _discard(journal)


def _take_back(root: Path, journal: Path, manifest: Manifest) -> None:
    """Put the old contents back after a file could not be put in place."""
    try:
        (journal / FORWARD).rename(journal / BACK)
        _settle(root, journal, manifest, "old")
    except OSError as error:
        raise WriteError(
            "some files could neither be written nor put back",
            "free some space and check who may write the folder; the next command that writes"
            " puts them back",
        ) from error
    _discard(journal)


def _settle(root: Path, journal: Path, manifest: Manifest, want: Direction) -> list[str]:
    """Move a journal's files into place; idempotent.

    Returns:
        Files that hold neither what was there nor what shall be: they are left alone.
    """
    kept = []
    touched: set[Path] = set()
    for number, entry in enumerate(manifest.entries):
        goal, other = (entry.new, entry.old) if want == "new" else (entry.old, entry.new)
        staged = journal / f"{number}.{want}"
        try:
            target = checked(root, entry.path)
        except WriteError:
            kept.append(entry.path)
            continue
        touched.update(target.parents[: entry.path.count("/") + 1])
        current = digest_of(target)
        if current == goal:
            continue
        if current != other or (goal and digest_of(staged) != goal):
            kept.append(entry.path)
        elif goal is None:
            _take_away(root, target)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            staged.replace(target)
    if want == "old":
        for folder in reversed(manifest.folders):
            with contextlib.suppress(OSError, WriteError):
                checked(root, f"{folder}/x").parent.rmdir()
    for each in touched:
        if each.is_dir():
            sync_folder(each)
    return kept


def _take_away(root: Path, target: Path) -> None:
    """Delete a file, and the folders that held nothing else."""
    target.unlink(missing_ok=True)
    top = root.resolve()
    for folder in target.parents:
        if folder.resolve() == top:
            return
        try:
            folder.rmdir()
        except OSError:
            sync_folder(folder)
            return
