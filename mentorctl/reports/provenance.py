"""Where the rows of a report come from: the files as they are now, or the history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mentorctl.model.person import Person
    from mentorctl.store.folder import Folder
    from mentorctl.store.people import People
    from mentorctl.trail.ledger.ledger import Ledger

__all__ = ["Provenance", "files_of", "named", "named_of", "program_data",
           "provenance", "rightly_named"]  # fmt: skip


class Provenance(NamedTuple):
    """What a report was drawn from.

    Attributes:
        source: `files`, as they are now, or `history`, as it was recorded.
        commit: The commit: the last one where the source is files; None where there is none.
        dirty: Whether edits went in that no commit has; None where nobody can tell.
        late: How many commits have earlier dates than this one's moment and came only later.
        program_id: The program's id.
        is_claim: Whether only the dates in commits say that it was this one on the day asked for.
    """

    source: Literal["files", "history"]
    commit: str | None
    dirty: bool | None
    late: int = 0
    program_id: str = ""
    is_claim: bool = False

    def data(self) -> dict[str, object]:
        """The same for scripts."""
        return {
            "program_id": self.program_id or None,
            "source": self.source,
            "commit": self.commit,
            "dirty": self.dirty,
        }

    @property
    def told(self) -> str:
        """The same in words."""
        if self.source == "history":
            late = f"; {self.late} of earlier days were brought in later" if self.late else ""
            claim = "; of that day by the dates in the history, which are claims"
            said = claim if self.is_claim else ""
            return f"as recorded in {(self.commit or '')[:10]}{said}{late}"
        edits = {True: ", unsaved edits included", False: "", None: ""}[self.dirty]
        return f"from the files as they are now{edits}"


def program_data(folder: Folder) -> dict[str, object]:
    """What joins an output for scripts to those of its program."""
    program = folder.program
    return {"program": program.name, "program_id": program.id or None, "year": program.year}


def named(folder: Folder, key: str, person: str | None) -> dict[str, object]:
    """A person under a key that has their id, with id and name beside it.

    Args:
        folder: The program folder.
        key: The key.
        person: The id; None or empty for nobody.
    """
    return named_of(folder.people, key, person)


def named_of(people: Mapping[str, Person], key: str, person: str | None) -> dict[str, object]:
    """The same, by people who have been read."""
    known = people.get(person) if person else None
    name = (known.name if known else person) or None
    return {key: person or None, f"{key}_id": person or None, f"{key}_name": name}


def rightly_named(folder: Folder, ledger: Ledger) -> People:
    """Everybody with the names that rightly stand in their files, by what the history says."""
    if not ledger.unproven:
        return folder.people
    from mentorctl.reports.counted_folder import people_by  # noqa: PLC0415 - hardly ever needed

    return people_by(folder, ledger)


def provenance(folder: Folder) -> Provenance:
    """What a report about a folder is drawn from."""
    name = folder.program.id
    if folder.past is not None:
        past = folder.past
        return Provenance("history", past.commit, False, past.late, name, is_claim=past.is_claim)
    return files_of(folder.root, name)


def files_of(root: Path, program_id: str = "") -> Provenance:
    """What a report about the files of a folder is drawn from, whether or not they can be read."""
    return Provenance("files", *_tip_and_edits(root), program_id=program_id)


def _tip_and_edits(root: Path) -> tuple[str | None, bool | None]:
    """The last commit, and whether a file differs from it."""
    from mentorctl.trail.errors import GitError  # noqa: PLC0415 - not for help
    from mentorctl.trail.git import repository  # noqa: PLC0415 - as above
    from mentorctl.trail.git.borrowed import home_of, tip_of  # noqa: PLC0415 - as above

    home = home_of(root)
    if home is None:
        return None, None
    try:
        commit = tip_of(home)
        if home.own != home.common or commit is None:
            return commit, None
        return commit, repository.is_edited(root)
    except GitError:
        return None, None
