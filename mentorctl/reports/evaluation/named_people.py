"""Whom, and which schools, a text names: so that nobody is shown to all by what somebody wrote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.family_name import family_order
from mentorctl.model.ids import unaccented
from mentorctl.model.spoken import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mentorctl.model.person import Person

__all__ = ["Naming", "named_in"]

# what names of schools have in common
_COMMON = frozenset(
    re.findall(
        r"\w+",
        """academy area campus career center centre central city college community consolidated
        county district education elementary high institute intermediate junior middle public school
        schools secondary senior technical technology the township unified vocational""",
    )
)
LEAST_LETTERS = 3
_CAPITAL = re.compile(r"[^\W\d_][^\W_]*")


class Naming(NamedTuple):
    """That a text names somebody, or somewhere.

    Attributes:
        text: The text.
        names: The people and places, as the folder has them.
    """

    text: str
    names: tuple[str, ...]


def named_in(texts: Iterable[str], people: Mapping[str, Person]) -> list[Naming]:
    """The texts that name a person, a school or a district of the folder.

    A family name and a place count however they are written, a given name where it has a capital
    (`Mark`, not `mark`). Rather one too many than one too few: somebody looks at each.

    Args:
        texts: The texts.
        people: Everybody by id.
    """
    looked_for = _looked_for(people)
    found = []
    for text in texts:
        words = plain(text)
        beside = {words[at : at + size] for size in {len(each) for each, _ in looked_for}
                  for at in range(len(words))}  # fmt: skip
        capitals = {word for word in _CAPITAL.findall(unaccented(text)) if word[:1].isupper()}
        names = {name for each, name in looked_for if each in beside}
        names |= {
            person.name for person in people.values() for word in _given(person.name)
            if word in capitals
        }  # fmt: skip
        if names:
            found.append(Naming(text, tuple(sorted(names))))
    return found


def _looked_for(people: Mapping[str, Person]) -> Sequence[tuple[tuple[str, ...], str]]:
    """What is looked for, word by word, and what it names."""
    found = dict[tuple[str, ...], str]()
    for person in people.values():
        family = plain(family_order(person.name)[0])
        for each in (family, plain(person.name)):
            if sum(map(len, each)) >= LEAST_LETTERS:
                found.setdefault(each, person.name)
        for place in filter(None, (person.school, person.district)):
            words = plain(place)
            own = words[
                : next((at for at, word in enumerate(words) if word in _COMMON), len(words))
            ]
            for each in (words, own):
                if sum(map(len, each)) >= LEAST_LETTERS:
                    found.setdefault(each, place)
    return tuple(found.items())


def _given(name: str) -> Sequence[str]:
    """The given names, as they are written without accents."""
    rest = set(family_order(name)[1].split())
    return [word for word in _CAPITAL.findall(unaccented(name))
            if word.casefold() in rest and len(word) >= LEAST_LETTERS]  # fmt: skip
