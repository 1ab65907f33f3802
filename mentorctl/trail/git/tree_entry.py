"""What a tree has under a name; it can be asked as an `os.DirEntry` is."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["FILES", "FOLDER_MODE", "LINKS", "REPOSITORY", "TreeEntry"]

FOLDER_MODE = "040000"
REPOSITORY = "160000"
FILES = frozenset(("100644", "100755"))
# what no program has, and why not
LINKS = {
    "120000": "a link, which is never followed; put the file itself there",
    REPOSITORY: "another repository; put its files there",
}


class TreeEntry(NamedTuple):
    """What a tree has under a name.

    Attributes:
        mode: Git's six octal digits: 100644 and 100755 are files, 040000 is a folder, 120000 a
            symbolic link, 160000 another repository.
        id: The object's id.
    """

    mode: str
    id: str

    @property
    def held(self) -> str | None:
        """The id of what it holds; None of another repository, of which nothing is here."""
        return None if self.mode == REPOSITORY else self.id

    def is_file(self, *, follow_symlinks: bool = True) -> bool:
        """Whether it is a file, as an `os.DirEntry` is asked."""
        del follow_symlinks
        return self.mode in FILES

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        """Whether it is a folder, as an `os.DirEntry` is asked."""
        del follow_symlinks
        return self.mode == FOLDER_MODE
