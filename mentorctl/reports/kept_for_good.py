"""What is wrong with what was written once and signed: lists that were sent, questionnaires."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mentorctl.model.frozen_list import PARTS
from mentorctl.model.paths import EVALUATIONS
from mentorctl.reports import check_cache
from mentorctl.reports.proofs.signature_report import ledger_if_any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentorctl.store.folder import Folder

__all__ = ["unfrozen", "unsound"]


def unfrozen(folder: Folder) -> tuple[tuple[str, str, str], ...]:
    """What is wrong with the lists that were sent: the list, the file, and what it is."""
    names = folder.recorded.frozen_lists
    if not names:
        return ()
    from mentorctl.reports.proofs.frozen_lists import frozen_standings  # noqa: PLC0415 - only where there are any

    found = frozen_standings(folder.recorded, names, *ledger_if_any(folder))
    _look_again(folder, (f"{each.path}/{part}" for each in found for part in PARTS))
    return tuple((each.name, each.file, each.fault) for each in found if each.fault)


def unsound(folder: Folder) -> tuple[tuple[str, str, str], ...]:
    """What is wrong with questionnaires that were begun: each, the file, and what it is."""
    if not folder.files.folders(EVALUATIONS) and not folder.files.inside(EVALUATIONS):
        return ()
    from mentorctl.reports.evaluation.shown_summaries import unsound_summaries  # noqa: PLC0415 - only where there are any
    from mentorctl.reports.proofs.evaluation_standing import evaluation_standings  # noqa: PLC0415 - as above

    found = evaluation_standings(folder, *ledger_if_any(folder))
    _look_again(folder, (f"{EVALUATIONS}/{each}" for each in folder.files.below(EVALUATIONS)))
    begun = ((each.id, each.file, each.fault) for each in found if each.fault)
    return (*begun, *unsound_summaries(folder, found))


def _look_again(folder: Folder, paths: Iterable[str]) -> None:
    """Have a check of later notice when one of some files holds something else."""
    if folder.reader.digests is not None:
        for path in paths:
            folder.reader.digests[path] = check_cache.digest_of(f"{folder.root}{os.sep}{path}")
