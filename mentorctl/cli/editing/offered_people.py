"""Keeps what editors offer for the id of a person in step with who is in the folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.paths import PEOPLE, PEOPLE_SCHEMA, stem_in
from mentorctl.store.folder import NoProgram

if TYPE_CHECKING:
    from mentorctl.cli.state import State
    from mentorctl.store.write.change_set import ChangeSet

__all__ = ["offer"]


def offer(changes: ChangeSet, state: State) -> None:
    """Offer new people, too, in a folder that has schemas.

    Args:
        changes: What is about to be written.
        state: The run of the command.
    """
    new = {
        path: held
        for path, (before, held) in changes.changes.items()
        if before is None and held is not None and stem_in(PEOPLE, path)
    }
    if not new or not (state.root / PEOPLE_SCHEMA).is_file():
        return
    from mentorctl.model.schema import offered_people  # noqa: PLC0415 - knows every record

    try:
        changes.replace(PEOPLE_SCHEMA, offered_people(state.folder.as_if(new).people))
    except NoProgram:
        return
