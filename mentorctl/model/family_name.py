"""The order of names on printed lists: by family name."""

from __future__ import annotations

import re

from mentorctl.model.ids import unaccented

__all__ = ["family_order"]

# a name by which somebody goes, or the name in other letters
_BESIDE = r"\([^()]*\)|[\"“][^\"“”]*[\"”]"
# what stands behind a name and is no part of it
_BEHIND = "jr sr ii iii iv v phd edd md esq"
# what belongs to the family name that follows, also where it is written with a capital
_BEFORE = (
    "af al ap ben bin da dal de del dela della der di dos du el ibn la las le los mac san santa "
    "st ten ter van vande vander vom von zu zum zur"
)


def family_order(name: str) -> tuple[str, str, str]:
    """What a name is sorted by: family name, then the rest, without capitals and accents.

    `Okafor, Amara` is read the other way round; `Jr.` and what stands in brackets do not count, and
    `von` belongs to what follows it.

    Args:
        name: The name as it stands on forms.
    """
    before, comma, behind = re.sub(_BESIDE, " ", name).partition(",")
    words = before.split()
    if comma and behind.split() and not _is_behind(behind.split()[0]):
        return _key(before), _key(behind), name
    while len(words) > 1 and _is_behind(words[-1]):
        words.pop()
    start = max(len(words) - 1, 0)
    while start > 1 and words[start - 1].strip(".").casefold() in _BEFORE.split():
        start -= 1
    return _key(" ".join(words[start:])), _key(" ".join(words[:start])), name


def _is_behind(word: str) -> bool:
    return word.replace(".", "").casefold() in _BEHIND.split()


def _key(text: str) -> str:
    return " ".join(unaccented(text).casefold().split())
