"""Many documents at once: pages, then pandoc in batches, then typst, on every core."""

from __future__ import annotations

import os
import queue
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from mentorctl.render.jobs import FORMATS, Job, JobOutcome
from mentorctl.render.program_templates import TOOLKIT, House

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mentorctl.forms import FormContext
    from mentorctl.render.worker import Workshop

__all__ = ["FORMATS", "Job", "JobOutcome", "produce"]

# sheets to one pandoc: its start costs as much as one sheet, and nobody likes a bar that jumps
LARGEST_SHARE = 16
# so that an interrupt is noticed on Windows as well, where waiting cannot be interrupted
GLANCE = 0.5


def produce(
    jobs: Sequence[Job],
    context: FormContext,
    *,
    house: House = TOOLKIT,
    workers: int | None = None,
) -> Iterator[JobOutcome]:
    """Make many documents; a job that fails does not stop the others.

    The same documents, context and house give the same bytes. A file that is already there is
    replaced whole. Whoever stops asking for more (or is interrupted) leaves no part of a file
    and no program running behind.

    Args:
        jobs: What to make.
        context: The program around them.
        house: How its forms look, and its own templates.
        workers: How many threads work, each beside a pandoc of its own; one for each core when
            left out.

    Yields:
        One outcome for each job, as they finish; its files are in place, whole.

    Raises:
        KeyError: A job asks for a format that there is not.
    """
    for job in jobs:
        for name in job.formats:
            if name not in FORMATS:
                raise KeyError(name)
    workers = max(1, min(workers or _cores(), len(jobs)))
    return _produced(jobs, context, house, workers)


def _produced(
    jobs: Sequence[Job], context: FormContext, house: House, workers: int
) -> Iterator[JobOutcome]:
    # Jinja2 takes 36 ms
    from mentorctl.render.pandoc import Pandoc  # noqa: PLC0415 - see above
    from mentorctl.render.worker import Workshop  # noqa: PLC0415 - see above

    done: queue.SimpleQueue[JobOutcome | BaseException] = queue.SimpleQueue()
    with tempfile.TemporaryDirectory(prefix="mentorctl-") as name, Pandoc() as pandoc:
        workshop = Workshop(context, house, pandoc, Path(name))
        pool = ThreadPoolExecutor(workers, thread_name_prefix="mentorctl")
        try:
            for share in _shares(jobs, workers):
                pool.submit(_work, workshop, share, done)
            for _ in jobs:
                outcome = _next(done)
                if isinstance(outcome, BaseException):
                    raise outcome
                yield outcome
        finally:
            pandoc.stop()
            pool.shutdown(wait=True, cancel_futures=True)


def _next(done: queue.SimpleQueue[JobOutcome | BaseException]) -> JobOutcome | BaseException:
    while True:
        try:
            return done.get(timeout=GLANCE)
        except queue.Empty:
            continue


def _cores() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _shares(jobs: Sequence[Job], workers: int) -> Iterator[list[Job]]:
    """The jobs in shares for one pandoc each, so that no worker is without for long."""
    sheets = sum(len(job.document.sheets) for job in jobs)
    most = min(LARGEST_SHARE, -(-sheets // workers))
    share: list[Job] = []
    size = 0
    for job in jobs:
        share.append(job)
        size += len(job.document.sheets)
        if size >= most:
            yield share
            share, size = [], 0
    if share:
        yield share


def _work(
    workshop: Workshop, share: Sequence[Job], done: queue.SimpleQueue[JobOutcome | BaseException]
) -> None:
    """Make a share of the documents; whatever happens, something is said of it."""
    try:
        for outcome in workshop.make(share):
            done.put(outcome)
    except BaseException as error:  # noqa: BLE001 - it is raised where the outcomes are awaited
        done.put(error)
