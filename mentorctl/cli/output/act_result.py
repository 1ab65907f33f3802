"""What a command that changes the folder has done, for scripts: one object on standard output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mentorctl.model.finding import Finding
    from mentorctl.store.folder import Folder

__all__ = ["ActResult"]

Contents = tuple[bytes | None, bytes | None]


class ActResult:
    """Collects what a command does, while it does it.

    A command says what it plans before it writes, and that it is done afterwards; what it alone
    has to tell, it adds under keys of its own. `reports/outputs/act_outputs.py` has all of them.

    Attributes:
        is_wanted: Whether it will be told: with `--format json`.
        message: What was done, or would be; None where nothing is known of.
        version: The `schema_version` in which it will be.
    """

    def __init__(self) -> None:
        self.is_wanted = False
        self.version = "1"
        self._is_done = False
        self.message: str | None = None
        self._commit: str | None = None
        self._changes: dict[str, Contents] = {}
        self._findings: list[Finding] = []
        self._own: dict[str, Any] = {}

    def plans(self, message: str, changes: Mapping[str, Contents]) -> None:
        """Note what is about to be written.

        Args:
            message: What it is, in plain words; the first line is told.
            changes: What each file holds, and what it will hold; None where it is not there.
        """
        self.message = message.partition("\n")[0]
        self._changes |= changes

    def done(self, commit: str | None) -> None:
        """Note that it is written, and in which commit; None where the folder has no history."""
        self._is_done, self._commit = True, commit

    def found(self, findings: Iterable[Finding]) -> None:
        """Note what `check` says of the change, or what keeps it from being made."""
        self._findings += findings

    def tell(self, **own: Any) -> None:
        """Note what only this command has to tell."""
        self._own |= own

    def add(self, key: str, items: Iterable[Any]) -> None:
        """Note further items of a list that only this command has to tell."""
        self._own[key] = [*self._own.get(key, ()), *items]

    def data(self, folder: Folder | None, command: str, *, dry_run: bool) -> dict[str, object]:
        """All of it, in the first `schema_version`.

        Args:
            folder: The program folder; None where it has no program.yaml that can be read.
            command: The command as it is typed: `pair`, or `person add`.
            dry_run: Whether it was only to be shown.
        """
        from mentorctl.model.words import Words  # noqa: PLC0415 - only where it is told
        from mentorctl.reports.finding_formats import plain  # noqa: PLC0415 - as above
        from mentorctl.reports.outputs.act_outputs import OWN_KEYS  # noqa: PLC0415 - as above
        from mentorctl.reports.provenance import program_data  # noqa: PLC0415 - as above

        words = folder.words if folder else Words()
        about = dict.fromkeys(("program", "program_id", "year"))
        return {
            "schema_version": 1,
            "command": command,
            **(program_data(folder) if folder else about),
            "done": self._is_done,
            "dry_run": dry_run,
            "message": self.message,
            "commit": self._commit,
            "files": list(self._changes),
            "records": [
                _record(path, *both, words)
                for path, both in self._changes.items()
                if _is_record(path)
            ],
            "findings": [plain(each) for each in self._findings],
            "refused": self._own.get("refused", ()),
            **{key: self._own.get(key, empty) for key, empty in OWN_KEYS[command].items()},
        }


def _is_record(path: str) -> bool:
    from mentorctl.model.kinds import kind_of  # noqa: PLC0415 - only where it is told

    return kind_of(path) is not None


def _record(path: str, old: bytes | None, new: bytes | None, words: Any) -> dict[str, object]:
    from mentorctl.reports.history.field_diff import details, record_title  # noqa: PLC0415 - as above

    return {
        "path": path,
        "record": record_title(path)[0],
        "changes": [each.what for each in details(path, old, new, words, whole=True)],
    }
