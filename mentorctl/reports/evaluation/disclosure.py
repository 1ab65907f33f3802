"""What may be shown of answers that were given without names: the rule, and what it promises.

Who answered is known by name, and so are their areas, schools and roles. So is this rule. It shows
three things:

- **Numbers, of parts.** Those who answered are parted once: by the groups that the questionnaire
  names, of which those with fewer than the threshold (five, or more where the questionnaire says
  so) go together until they are as many. Of each part and each answer a span is told, that of how
  many gave it: "fewer than five", "five to nine", ..., "all but fewer than five"; of a part too
  small for that, whether they are more than half. What is told of all is the sum of the parts'
  spans; but how many of all gave one of some answers (yes, the upper steps of a scale, each of
  several) is told in fives, counted from the least that the parts leave possible to the most,
  where these are far enough from each other. Nothing is ever told of other parts.
- **How many answered,** in all and in each part.
- **Texts,** only all that were written to one question at once, of whole parts together, sorted:
  five at least, and not where all but one wrote the same.

It promises: whatever is shown, however often and in which order, **whoever knows who answered, and
whoever answered as well and knows their own answer, finds for each other person at least two
answers to each question that fit everything shown.** That holds where all answered alike, too. No
part, no difference of parts and no text is of fewer people than the threshold. How people are
parted follows from how many they are, never from what they answered, so that it tells nothing.

Why it holds: the lowest span has 0, 1 and 2 in it, the highest all, all but one and all but two.
If all others in a part answered alike, one of them could have answered as the one who looks, or
as nobody did: the spans would be the same, and so would be all that is shown of other parts. What
is told of all begins and ends where the parts' spans do, and has five numbers at least: so it
leaves each part its own first three numbers, or its last, or more in between.

What it does not promise: that two or more who answered and tell each other learn nothing of the
others of a small part; that a text tells not by its words who wrote it; anything about who sees
the answers themselves (the counter), or about what people say of their own answers. It can follow
that nobody gave some answer, or that some did; of a small part, that exactly half did; and whether
all in a part named their group. Nobody can tell who they are.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mentorctl.model.evaluation_report import LowHigh
from mentorctl.reports.overview.small_groups import fives

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = [
    "Parts", "closer", "of_some", "parted", "same_parts", "span", "summed", "texts_told",
]  # fmt: skip


# the groups of each part, by name; an empty name is of those who named none
Parts = tuple[tuple[str, ...], ...]


def parted(sizes: Mapping[str, int], least: int) -> Parts:
    """The parts of which numbers may be told; none where all together are too few.

    Args:
        sizes: How many answered in each group; an empty name for those who named none.
        least: The threshold.

    Returns:
        Each group that is large enough, by name, and then all others together.
    """
    if sum(sizes.values()) < least:
        return ()
    told = {name for name, size in sizes.items() if name and size >= least}
    rest = {name for name, size in sizes.items() if size and name not in told}
    while rest and sum(sizes[name] for name in rest) < least:
        smallest = min(told, key=lambda name: (sizes[name], name))
        told.remove(smallest)
        rest.add(smallest)
    return (*((name,) for name in sorted(told)), *((tuple(sorted(rest)),) if rest else ()))


def same_parts(shown: Iterable[Parts], parts: Parts) -> bool:
    """Whether more may be shown of these parts after what was shown before.

    Who could add up and take away what was told of other parts would find smaller ones.

    Args:
        shown: The parts of each time before.
        parts: Those of now.
    """
    return all(each == parts for each in shown)


def span(number: int, of: int, least: int) -> LowHigh:
    """The span that is told of how many of a part gave an answer.

    Args:
        number: How many did.
        of: How many are in the part, the threshold at least.
        least: The threshold, five at least.
    """
    if of >= _room(least):
        return LowHigh(*fives(number, of, least))
    half = of // 2
    return LowHigh(0, half) if number <= half else LowHigh(half + 1, of)


def summed(spans: Sequence[LowHigh]) -> LowHigh:
    """What follows of all parts together."""
    return LowHigh(sum(each.low for each in spans), sum(each.high for each in spans))


def of_some(some: Sequence[LowHigh], others: Sequence[LowHigh], of: int) -> LowHigh:
    """How many of a part gave one of some answers, as far as the spans of all answers tell.

    Args:
        some: The spans of these answers.
        others: Those of all others.
        of: How many are in the part.
    """
    low, high = summed(some)
    others_low, others_high = summed(others)
    return LowHigh(max(low, of - others_high), min(high, of - others_low))


def closer(spans: Sequence[LowHigh], number: int, least: int) -> LowHigh:
    """What is told of how many of all gave one of some answers.

    Args:
        spans: How many of each part did, as far as what is told of the part says.
        number: How many of all did.
        least: The threshold.
    """
    low, high = summed(spans)
    if high - low < _room(least):
        return LowHigh(low, high)
    first, last = fives(number - low, high - low, least)
    return LowHigh(low + first, low + last)


def _room(least: int) -> int:
    """With fewer there is no span between few and all but few that is as wide as these two."""
    return 3 * least - 2


def texts_told(texts: Sequence[str], of: int, least: int) -> tuple[str, ...]:
    """The texts that were written to a question, sorted; none where they may not be shown.

    Args:
        texts: All that were written.
        of: How many answered the questionnaire.
        least: The threshold.
    """
    alike = Counter(" ".join(each.casefold().split()) for each in texts)
    if len(texts) < max(least, 1) or max(alike.values()) > of - 2:
        return ()
    return tuple(sorted(texts, key=lambda text: (text.casefold(), text)))
