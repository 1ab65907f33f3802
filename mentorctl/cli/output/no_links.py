"""Nothing is written through a link in a program folder: whoever sent it chose where it leads."""

from __future__ import annotations

import os
from pathlib import Path

from mentorctl.model.paths import PROGRAM_FILE
from mentorctl.store.write.fsync import WriteError

__all__ = ["refuse_links"]


def refuse_links(out: Path) -> None:
    """Refuse a place for files that a link inside of a program folder leads to.

    Links on the way to the folder are the user's own, and fine.

    Args:
        out: The file or folder that is to be written.

    Raises:
        WriteError: There is such a link on its way.
    """
    place = Path(os.path.abspath(out))  # noqa: PTH100 - `resolve` would follow the link
    for each in (*reversed(place.parents), place):
        if each.is_symlink() and _is_of_a_program(each.parent.resolve()):
            raise WriteError(
                f"{os.path.relpath(each)} is a link out of the program's own files, and links there"
                " are never followed, so nothing was written",
                "delete the link, or name another place with --out",
            )


def _is_of_a_program(folder: Path) -> bool:
    return any((each / PROGRAM_FILE).is_file() for each in (folder, *folder.parents))
