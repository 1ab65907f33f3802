"""How an exchange with a shared folder is to go."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mentorctl.cli.state import State
    from mentorctl.store.record_merge import Side

__all__ = ["ExchangeWish"]


class ExchangeWish(NamedTuple):
    """How an exchange is to go.

    Attributes:
        side: Whose value stays where both sides changed the same one; None to ask.
        state: The run of the command.
    """

    side: Side | None
    state: State
