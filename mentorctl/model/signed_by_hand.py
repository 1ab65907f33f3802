"""What the administrator of a visited school signed by hand: which report, and whether it is so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.canonical import digest

if TYPE_CHECKING:
    from mentorctl.model.recorded import Recorded
    from mentorctl.model.visit import SignedByHand

__all__ = ["is_as_signed", "signed_content"]

# whatever format the folder has come to, a digest of years ago is of the first one's names
_FIRST_FORMAT = 1


def signed_content(report: Recorded) -> str:
    """The SHA-256 of what somebody signs of a report, in hex: all but what comes after that."""
    return digest(report.covered("mentor", _FIRST_FORMAT))


def is_as_signed(signed: SignedByHand, report: Recorded | None) -> bool:
    """Whether a report is still the one that was signed, as far as anything tells that.

    Args:
        signed: What a coordinator noted of it.
        report: What its file says; None where that cannot be read.
    """
    return signed.content is None or report is None or signed.content == signed_content(report)
