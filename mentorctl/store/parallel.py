"""Distributes work on many pairings over all processor cores."""

from __future__ import annotations

import gc
import itertools
import os
import sys
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection

__all__ = ["in_shares"]

Item = TypeVar("Item")
T = TypeVar("T")

WORTH_A_PROCESS = 120


def in_shares(
    items: Sequence[Item],
    work: Callable[[Sequence[Item]], T],
    *,
    meanwhile: Callable[[], object] | None = None,
    worth: int = 0,
) -> list[T]:
    """Apply a function to shares of the items, one process for each share.

    Where a process cannot be copied cheaply (Windows, macOS), or there is little to do, all is
    one share.

    Args:
        items: What to work on, in order.
        work: Called with a share; its result must survive pickling.
        meanwhile: What else there is to do, in this process.
        worth: How many items that takes as long as; this process's own share is smaller by them.

    Returns:
        The shares' results; together, in order, they are the result for all items.
    """
    shares = min(_cores(), len(items) // WORTH_A_PROCESS)
    if sys.platform != "linux" or shares < 2:  # noqa: PLR2004 - one share is no sharing
        if meanwhile is not None:
            meanwhile()
        return [work(items)]
    import multiprocessing  # noqa: PLC0415 - only for large folders

    context = multiprocessing.get_context("fork")
    gc.freeze()
    own = max(1, (len(items) + worth) // shares - worth)
    bounds = [own + (len(items) - own) * number // (shares - 1) for number in range(shares)]
    helpers = []
    for first, last in itertools.pairwise(bounds):
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(
            target=_work_and_send, args=(work, items[first:last], sender), daemon=True
        )
        process.start()
        sender.close()
        helpers.append((process, receiver))
    if meanwhile is not None:
        meanwhile()
    results = [work(items[:own])]
    for process, receiver in helpers:
        results.append(_result(receiver))
        process.join()
    return results


def _work_and_send(
    work: Callable[[Sequence[Item]], T], items: Sequence[Item], to: Connection
) -> None:
    try:
        to.send((work(items), None))
    except BaseException as error:  # noqa: BLE001 - the first process raises it again
        to.send((None, error))
    finally:
        to.close()


def _result(receiver: Connection) -> T:  # type: ignore[type-var] # what work returned
    result, error = receiver.recv()
    if error is not None:
        raise error
    return result  # type: ignore[no-any-return] # as above


def _cores() -> int:
    """How many processes are worth having: one where they cannot be copied cheaply."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return 1
