"""What program.yaml says of each sort of record under `records`."""

from __future__ import annotations

from typing import Annotated, Literal

from mentorctl.model.log import LogKind
from mentorctl.model.record import Record, Slug, YesNo, says

__all__ = ["RecordSetting"]

AskedOfVisit = Literal[
    "agreed_on", "administrator.signed.on", "sent_to_advisor", "copied_to_mentee"
]


class RecordSetting(Record, frozen=True):
    """Whether a pairing has this record, and who signs it."""

    optional: Annotated[YesNo, says("Optional", "yes when a pairing may do without it")] = "no"
    signed_by: Annotated[tuple[Slug, ...], says("Signed by", "Roles, in signing order")] = ()
    untimed: Annotated[
        tuple[LogKind, ...], says("Untimed", "Of the log: kinds of contact that need no times")
    ] = ()
    advisor_receives: Annotated[YesNo, says("Advisor receives", "yes: they note each came")] = "no"
    asks_for: Annotated[
        tuple[AskedOfVisit, ...], says("Asks for", "Of the visit: what its report must say besides")
    ] = ()
