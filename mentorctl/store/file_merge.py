"""Three-way merge of any file of a program folder: records by field, other files as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.kinds import kind_of
from mentorctl.model.paths import ALLOWED_SIGNERS, EVIDENCE, MADE, SUFFIX
from mentorctl.store.record_merge import Merged, merge, merge_whole

if TYPE_CHECKING:
    from collections.abc import Collection

    from mentorctl.store.record_merge import Choices

__all__ = ["merge_file"]

# files whose lines do not depend on each other
_LISTS = frozenset((ALLOWED_SIGNERS, ".gitattributes", ".gitignore"))
# evidence is never merged, whatever its type
_HANDED_IN = f"/{EVIDENCE}/"


def merge_file(
    path: str,
    base: bytes | None,
    ours: bytes | None,
    theirs: bytes | None,
    choices: Choices | None = None,
    *,
    fixed: Collection[str] = (),
) -> Merged:
    """Merge two versions of a file.

    Args:
        path: The file, relative to the program folder, with `/`.
        base: The version that both come from; None when there was no such file.
        ours: The version here; None when it was deleted.
        theirs: The other one; None when it was deleted.
        choices: What a person has chosen, by the place of the clash.
        fixed: Ids that items of the other side must keep (see `merge`).
    """
    if path in _LISTS:
        return _lines(base, ours, theirs)
    if path.startswith(MADE):
        return Merged(theirs if ours == base else ours)
    if path.endswith(SUFFIX) and _HANDED_IN not in path:
        kind = kind_of(path)
        return merge(base, ours, theirs, choices, model=kind and kind.model, fixed=fixed)
    return merge_whole(base, ours, theirs, choices)


def _lines(base: bytes | None, ours: bytes | None, theirs: bytes | None) -> Merged:
    old, mine, other = ((each or b"").splitlines() for each in (base, ours, theirs))
    kept = [line for line in mine if line in other or line not in old]
    kept += [line for line in other if line not in mine and line not in old]
    if sorted(kept) == sorted(other):
        # nothing of ours is new; another order would be a change, and whose nobody could say
        return Merged(theirs)
    return Merged(b"".join(line + b"\n" for line in kept))
