"""What the history says of files that are written once and kept as they were."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mentorctl.trail.ledger.ledger import Ledger

__all__ = ["KeptFiles", "kept_files"]


class KeptFiles(NamedTuple):
    """What the history says of some files.

    Attributes:
        commits: The last commit that changed each.
        anew: The commit that wrote one anew, of those that were there already.
        saved: What the history has of each.
        past: What else it had of each, also before that was taken out.
        came: The first commit in which each was as it is there now.
    """

    commits: Mapping[str, str]
    anew: Mapping[str, str]
    saved: Mapping[str, bytes | None]
    past: Mapping[str, tuple[bytes, ...]] = MappingProxyType({})
    came: Mapping[str, str] = MappingProxyType({})


def kept_files(history: Path | None, ledger: Ledger, places: Sequence[str]) -> KeptFiles:
    """What the history says of files, and of all files in folders.

    Args:
        history: The folder whose `.git` has it; None where there is none.
        ledger: What the history says.
        places: The files and folders, relative to the program folder.

    Raises:
        GitMissing: There is no git.
        GitError: The history cannot be read.
    """
    if history is None or not places:
        return KeptFiles({}, {}, {})
    from mentorctl.trail.git.file_versions import contents, versions_about  # noqa: PLC0415 - only where there are any

    commits: dict[str, str] = {}
    anew: dict[str, str] = {}
    last: dict[str, str] = {}
    # what each held ever, and where that came in
    every: dict[str, dict[str, str]] = {}
    files, inside = frozenset(places), tuple(f"{place}/" for place in places)
    for version in versions_about(history, places, ledger.times()):
        for each in version.changes:
            is_meant = each.path in files or each.path.startswith(inside)
            if not is_meant or each.after is None:
                last.pop(each.path, None)
                continue
            commits[each.path], last[each.path] = version.commit.id, each.after
            every.setdefault(each.path, {}).setdefault(each.after, version.commit.id)
            if each.before is not None:
                anew.setdefault(each.path, version.commit.id)
    held = contents(history, [name for names in every.values() for name in names])
    past = {
        path: tuple(old for name in names if name != last.get(path) and (old := held[name]))
        for path, names in every.items()
    }
    saved = {path: held[name] for path, name in last.items()}
    came = {path: every[path][name] for path, name in last.items()}
    return KeptFiles(commits, anew, saved, past, came)
