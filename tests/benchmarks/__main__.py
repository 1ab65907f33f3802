"""Measure mentorctl against named peers and floors, in one run on one machine.

    python tests/benchmarks            every row, about ten minutes
    python tests/benchmarks start      only the rows of one group: start, check, growth, reports,
                                       forms, form, audit, history, acts

Only ratios count: the machine is noisy, and the peer and the floor feel the same noise. Each
number is the median of runs that take turns with their peer's.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import acts
import forms
import histories
import measures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from forms import Skipped
    from measures import Row


def main() -> None:
    """Run the groups that are asked for and print their rows."""
    groups: dict[str, Callable[[Path], Iterator[Row | Skipped]]] = {
        "start": measures.start_up,
        "check": measures.check,
        "growth": measures.growth,
        "reports": measures.reports,
        "forms": forms.forms,
        "form": forms.one,
        "audit": histories.audit,
        "history": histories.story,
        "acts": acts.acts,
    }
    # signed histories are laid as the tests lay them
    sys.path.append(str(Path(__file__).parents[1]))
    wanted = sys.argv[1:] or list(groups)
    unknown = [name for name in wanted if name not in groups]
    if unknown:
        sys.exit(f"no group {unknown[0]!r}; there are: {', '.join(groups)}")
    place = Path(tempfile.mkdtemp(prefix="mentorctl-benchmarks-"))
    reached = True
    try:
        for name in wanted:
            for row in groups[name](place):
                reached &= row.reached
                print(row, flush=True)
    finally:
        shutil.rmtree(place)
    print("every target is reached" if reached else "a target is not reached")
    sys.exit(not reached)


if __name__ == "__main__":
    main()
