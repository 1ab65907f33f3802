"""The context of a command: program folder and day, loaded on demand."""

from __future__ import annotations

import datetime as dt
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from mentorctl.cli.output.act_result import ActResult
from mentorctl.cli.output.console import offer_for_year, quote_in_commands

if TYPE_CHECKING:
    from mentorctl.model.person import Person
    from mentorctl.model.words import Words
    from mentorctl.reports.counted_folder import CountedFolder
    from mentorctl.reports.proofs.signature_report import Signing
    from mentorctl.store.folder import Folder
    from mentorctl.store.parse.reader import Reader

__all__ = ["State"]


class State:
    """One run of a command.

    Attributes:
        directory: Where to look for the program folder, as given with -C.
        tells_format: Whether the command itself tells of a folder that is too new.
        dry_run: Whether the command only shows what it would write.
        unsigned: Whether the user wants nothing to be signed.
        other_year: The program year that is written into, where it is not the program's own.
        judged_on: The day on which to judge, where one was typed.
        part: Of which part of the program a list tells, in words; empty where it tells of all.
        act: What a command that changes something has done, for scripts.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.tells_format = False
        self._day: dt.date | None = None
        self.judged_on: dt.date | None = None
        self.dry_run = False
        self.unsigned = False
        self.other_year = self.part = ""
        self.act = ActResult()
        self._counted: tuple[Folder, CountedFolder] | None = None
        self._judged: tuple[Folder, Signing | None] | None = None
        self._signers: tuple[tuple[int, ...], list[str]] = ((), [])

    @cached_property
    def root(self) -> Path:
        """The program folder.

        Raises:
            NoProgram: There is none here or above.
        """
        from mentorctl.store.folder import NoProgram, find  # noqa: PLC0415 - not every command needs it
        from mentorctl.store.listing import odd_names  # noqa: PLC0415 - as above

        try:
            root = find(self.directory)
        except NoProgram:
            from mentorctl.trail.git.unfinished import lost_program  # noqa: PLC0415 - only where none is

            lost = lost_program(self.directory)
            if lost is None:
                raise
            raise NoProgram(*lost) from None
        quote_in_commands(partial(odd_names, root))
        return root

    @cached_property
    def folder(self) -> Folder:
        """The program folder, its program.yaml read.

        Raises:
            NoProgram: There is none, or its program.yaml cannot be read.
        """
        from mentorctl.store.folder import Folder  # noqa: PLC0415 - not every command needs it

        return Folder(self.root)

    @property
    def counted(self) -> CountedFolder:
        """The same as it counts, on the day on which to judge: for all that is not an edit."""
        from mentorctl.reports.counted_folder import as_counted  # noqa: PLC0415 - only where something is told
        from mentorctl.store.parse.fast import reading  # noqa: PLC0415 - as above

        folder = self.folder
        if self._counted is None or self._counted[0] is not folder:
            # a history that nobody has looked at yet holds many records
            with reading():
                self._counted = folder, as_counted(folder, self.today(self.judged_on))
        return self._counted[1]

    def person(self, person_id: str) -> Person | None:
        """Somebody as they count, for an act that names them; nobody else's file is read."""
        from mentorctl.reports.counted_folder import counted_person  # noqa: PLC0415 - only where somebody is named
        from mentorctl.reports.proofs.signature_report import signing_of  # noqa: PLC0415 - as above

        folder = self.folder
        if self._counted is not None and self._counted[0] is folder:
            return self._counted[1].people.get(person_id)
        if self._judged is None or self._judged[0] is not folder:
            self._judged = folder, signing_of(folder, self.today(self.judged_on))
        return counted_person(folder, self._judged[1], person_id)

    def name_of(self, person_id: str) -> str:
        """Somebody's name, as they count; their id where they have no file that can be read."""
        person = self.person(person_id)
        return person.name if person else person_id

    def tell_of(self, point: str | None = None, year: str | None = None) -> None:
        """From now on see the folder as it counts, as it was recorded, or another program year.

        For commands that change nothing.

        Raises:
            BadParameter: Both are asked for.
            NoProgram: There was none then.
            StoreError: There are no rules of that year.
            TrailError: There is no such commit, or the history cannot be read.
        """
        self.look_at(point, year)
        self.folder = self.counted

    @property
    def words(self) -> Words:
        """The program's words; ours where its program.yaml cannot be read."""
        from mentorctl.store.folder import NoProgram  # noqa: PLC0415 - as for the folder

        try:
            return self.folder.words
        except NoProgram:
            from mentorctl.model.words import Words  # noqa: PLC0415 - hardly ever needed

            return Words()

    def look_at(self, point: str | None, year: str | None) -> None:
        """From now on see the folder as it was recorded, or another program year.

        Raises:
            BadParameter: Both are asked for.
            NoProgram: There was none then.
            StoreError: There are no rules of that year.
            TrailError: There is no such commit, or the history cannot be read.
        """
        if year is None:
            self.look_back(point)
            return
        import typer  # noqa: PLC0415 - the command line has loaded it already

        from mentorctl.model.years import ProgramYear  # noqa: PLC0415 - only where asked
        from mentorctl.reports.years.other_years import folder_of_year  # noqa: PLC0415 - as above

        if point is not None:
            raise typer.BadParameter("--at and --year exclude each other; choose one")
        if year != self.folder.program.year:
            self.folder = folder_of_year(self.folder, year)
            offer_for_year(year)
            last = ProgramYear(year, self.folder.program.year_starts).last_day
            # one that still goes on is no further than today
            self._day = min(last, self.today(None))

    def look_back(self, point: str | None) -> None:
        """From now on see the folder as it was recorded, where a day or a commit is given.

        Raises:
            NoProgram: There was none then.
            TrailError: There is no such commit, or the history cannot be read.
        """
        if point is None:
            return
        from mentorctl.reports.past_folder import day_in, folder_at  # noqa: PLC0415 - only where asked

        folder = folder_at(self.directory, point)
        self.folder, self.root = folder, folder.root
        self._day = day_in(point) or (folder.past.when.date() if folder.past else None)

    def stop_if_dry(self, *would: str) -> None:
        """End a command that only shows what it would do, before it does it.

        Args:
            would: What would be done, and further lines.

        Raises:
            typer.Exit: It only shows; this has been said.
        """
        if not self.dry_run:
            return
        import typer  # noqa: PLC0415 - only with --dry-run

        from mentorctl.cli.output.console import note  # noqa: PLC0415 - as above

        note(f"would be done: {would[0]}")
        for line in would[1:]:
            note(f"  {line}")
        raise typer.Exit

    def refuse_other_formats(self) -> None:
        """Stop before anything is written into a folder of a format that nobody writes here.

        Raises:
            NewerFormat: A newer toolkit has written it.
            OlderFormat: It has to be upgraded first.
        """
        from mentorctl.store.folder_format import refuse_others  # noqa: PLC0415 - only when writing

        self.tells_format = True
        refuse_others(self.root)

    def note_newer(self) -> None:
        """Say, once the command has said all else, that a newer toolkit has written the folder."""
        if "root" not in self.__dict__ or self.tells_format:
            return
        from mentorctl.cli.output.console import note  # noqa: PLC0415 - hardly ever needed
        from mentorctl.store.folder_format import newer_in  # noqa: PLC0415 - as above

        self.tells_format = True
        folder = self.__dict__.get("folder")
        newer = newer_in(self.root) if folder is None else folder.newer
        if newer is not None:
            note(f"{newer.message}; {newer.hint}")

    def signers(self, reader: Reader) -> list[str]:
        """The lines of the file of keys, read once for as long as it stays as it is.

        Args:
            reader: Reads the folder's files.

        Returns:
            Nothing where there is no such file, or it cannot be read.
        """
        from mentorctl.model.paths import ALLOWED_SIGNERS  # noqa: PLC0415 - only when writing

        mark: tuple[int, ...] = ()
        try:
            if ALLOWED_SIGNERS not in reader.overlay:
                held = self.root.joinpath(ALLOWED_SIGNERS).stat()
                mark = (held.st_ino, held.st_mtime_ns, held.st_size)
            if not mark or mark != self._signers[0]:
                text = reader.content(ALLOWED_SIGNERS).decode(errors="replace")
                self._signers = mark, text.splitlines()
        except OSError:
            return []
        return self._signers[1]

    def narrow(self, what: str) -> None:
        """Note of which part of the program a list tells; it is said at the list's end.

        Args:
            what: The part, in words.
        """
        self.part = "; ".join(filter(None, (self.part, what)))

    def forget_folder(self) -> None:
        """Read the folder anew when it is asked for again: others' changes have come in."""
        self.__dict__.pop("folder", None)

    def act_data(self, command: str) -> dict[str, object]:
        """What the command has done, for scripts."""
        from mentorctl.store.folder import NoProgram  # noqa: PLC0415 - only where it is told

        try:
            folder = self.folder
        except NoProgram:
            return self.act.data(None, command, dry_run=self.dry_run)
        return self.act.data(folder, command, dry_run=self.dry_run)

    def today(self, given: dt.date | None) -> dt.date:
        """The day on which to judge: the one given, that looked back to, or the program's own."""
        from mentorctl.model.years import today_in  # noqa: PLC0415 - not every command needs it

        return given or self._day or today_in(self.folder.program.timezone)

    def days_ago(self, count: int, given: str | None) -> dt.date:
        """The day before the day on which to judge, or so many days before it.

        Args:
            count: How many days.
            given: The day on which to judge, as it was typed with --today.

        Raises:
            typer.BadParameter: What was typed is no day.
        """
        from mentorctl.cli.options import day  # noqa: PLC0415 - hardly ever needed

        return self.today(day(given) if given else None) - dt.timedelta(days=count)
