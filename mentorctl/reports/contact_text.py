"""What records show of regular contact, in words and as a line of weeks or months."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.contact import ContactLine

__all__ = ["contact_text"]

# a period that shows it, one that shows too little, one that is not over or not begun whole
DONE, SHORT, PART = "■", "·", "-"


def contact_text(line: ContactLine) -> Iterator[str]:
    """One sort of contact in two lines: how often it was, and in which weeks or months.

    Args:
        line: What the records show.
    """
    name, least = line.wanted.period, max(line.times, 1)
    done = sum(each.shown >= least for each in line.periods)
    asked = f"agreed: {line.said}" if line.said else ""
    if line.setting.agreed and not line.times:
        asked = f"{asked}, which gives no number to watch" if asked else "the agreement is silent"
    elif line.times > 1 and not asked:
        asked = f"at least {line.times} times a {name}"
    periods = name if len(line.periods) == 1 else f"{name}s"
    told = f"{line.setting.title}: in {done} of {len(line.periods)} {periods}"
    yield f"{told} ({asked})" if asked else told
    signs = "".join(
        DONE if each.shown >= least else SHORT if each.is_whole else PART for each in line.periods
    )
    yield f"  {signs} since {line.periods[0].first}"
