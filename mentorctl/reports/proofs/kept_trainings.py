"""Trainings of people who were in a pairing when it noted them, and are not any more."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from mentorctl.model.agreement import Trainings
from mentorctl.model.kinds import kind_with
from mentorctl.model.trained import Trained

if TYPE_CHECKING:
    from mentorctl.model.agreement import Training
    from mentorctl.model.team import Shared
    from mentorctl.reports.proofs.signature_report import Signing

__all__ = ["with_kept_trainings"]

_FILE = kind_with(Trainings).path()


def with_kept_trainings(shared: Shared, signing: Signing | None) -> Shared:
    """What pairings share, with the trainings that people took while they were in another one.

    Args:
        shared: What the pairings of a year share.
        signing: What the history says; None where it says nothing of people.
    """
    held = shared.trained
    if signing is None or not signing.trail.left or not isinstance(held, Trained):
        return shared
    trained = Trained(held.read, _Kept(signing).holds)
    return msgspec.structs.replace(shared, trained=trained)


class _Kept:
    """Tells what pairings had noted of people when these were taken out of them."""

    def __init__(self, signing: Signing) -> None:
        self._signing = signing

    def holds(self, path: str, taken: Training) -> bool:
        """Whether a training of somebody stood there when they were taken out of the pairing."""
        said = {"code": taken.code, "person": taken.person, "on": str(taken.on)}
        ends = self._signing.trail.left.get((path.removesuffix(_FILE), taken.person), ())
        return any(said in self._noted.get(each, ()) for each in ends)

    @cached_property
    def _noted(self) -> dict[tuple[str, str], list[dict[str, str]]]:
        """What each pairing had noted with each commit that took somebody out of it."""
        from mentorctl.trail.git.command import Git  # noqa: PLC0415 - hardly ever needed
        from mentorctl.trail.git.file_versions import contents  # noqa: PLC0415 - as above
        from mentorctl.trail.git.merging.merge_base import ids_in  # noqa: PLC0415 - as above
        from mentorctl.trail.ledger.rights import values_of  # noqa: PLC0415 - as above

        root, found = self._signing.root, dict[tuple[str, str], list[dict[str, str]]]()
        every = {each for ends in self._signing.trail.left.values() for each in ends}
        ids = ids_in(Git(root), [(commit, name + _FILE) for name, commit in every])
        held = contents(root, ids.values())
        for (commit, path), blob in ids.items():
            items: dict[str, dict[str, str]] = {}
            for way, value in values_of(path, held.get(blob or ""), 1).items():
                if way[:1] == ("taken",) and len(way) > 2:  # noqa: PLR2004 - of one item
                    items.setdefault(way[1], {})[way[2]] = value
            found[path.removesuffix(_FILE), commit] = [*items.values()]
        return found
