"""What a command knows of where it stands: the folder and the day, read when asked for."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentorctl.store.folder import Folder

__all__ = ["State"]


class State:
    """One run of a command.

    Attributes:
        directory: Where to look for the program folder, as given with -C.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    @cached_property
    def root(self) -> Path:
        """The program folder.

        Raises:
            NoProgram: There is none here or above.
        """
        from mentorctl.store.folder import find  # noqa: PLC0415 - not every command needs it

        return find(self.directory)

    @cached_property
    def folder(self) -> Folder:
        """The program folder, its program.yaml read.

        Raises:
            NoProgram: There is none, or its program.yaml cannot be read.
        """
        from mentorctl.store.folder import Folder  # noqa: PLC0415 - not every command needs it

        return Folder(self.root)

    def today(self, given: dt.date | None) -> dt.date:
        """The day on which to judge: the one given, or the program's own today."""
        from mentorctl.model.years import today_in  # noqa: PLC0415 - not every command needs it

        return given or today_in(self.folder.program.timezone)
