"""What several rules about the whole program look up: paths, pairings, people, likely spellings."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from mentorctl.model import paths
from mentorctl.model.ids import is_alike
from mentorctl.rules.base import Book, Context, Hit, Hits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mentorctl.model.finding import Severity
    from mentorctl.model.pairing import Pairing

__all__ = [
    "Guesses",
    "active",
    "copied_from",
    "folders_of",
    "is_ignored",
    "is_known",
    "is_year",
    "listed",
    "mismatch",
    "of_copy",
    "of_this_year",
]


_year = re.compile(r"[0-9]{4}-[0-9]{4}").fullmatch
# what file managers and folder services call a second file or folder of one name
_copy = re.compile(r"(.+?)(?: \(.*\)| - .*?|\.sync-conflict-[^.]*)(\.\w+)?", re.DOTALL).fullmatch
# so many names are compared letter by letter
_COMPARED = 40
# about a second
_MOST_LOOKED_UP = 5_000_000
_LISTED = 5


class Guesses:
    """Likely spellings of names that are not known.

    Comparing with every name is slow. Of many, only those are compared that share the most pairs
    of neighbouring letters with the name that is looked for; and where thousands are wrong among
    thousands, the last ones get no guess, so that the answer comes.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        self._found: dict[str, list[str]] = {}
        self._left = _MOST_LOOKED_UP

    def of(self, name: str, but: str = "") -> str | None:
        """The known name that is most like this one, but for one that cannot be meant, or None.

        Where none is like it, one that has all of its words is meant, if it is the only one: a
        family name is enough in commands, too.
        """
        if name not in self._found:
            like = difflib.get_close_matches(name, self._alike(name), 2, 0.75)
            self._found[name] = like or self._with_words_of(name)
        return next((each for each in self._found[name] if each != but), None)

    def _alike(self, name: str) -> Sequence[str]:
        if len(self.names) <= _COMPARED:
            return self.names
        places = [self._places.get(pair, ()) for pair in pairwise(f" {name} ")]
        self._left -= sum(map(len, places))
        if self._left < 0:
            return ()
        shared = Counter(chain.from_iterable(places))
        return [self.names[at] for at, _ in shared.most_common(_COMPARED)]

    def _with_words_of(self, name: str) -> list[str]:
        """The only known name with all the words of this one; none where several have them."""
        words = name.casefold().split("-")
        having = set.intersection(*(set(self._by_word.get(word, ())) for word in words))
        return list(having) if len(having) == 1 else []

    @cached_property
    def _by_word(self) -> Mapping[str, Sequence[str]]:
        """For each word of a name, the names that have it; of one word alone there is no part."""
        found: dict[str, list[str]] = {}
        for name in self.names:
            words = name.casefold().split("-")
            for word in set(words) if len(words) > 1 else ():
                found.setdefault(word, []).append(name)
        return found

    @cached_property
    def _places(self) -> Mapping[tuple[str, str], Sequence[int]]:
        """For each pair of neighbouring letters, the names that have it."""
        places: dict[tuple[str, str], list[int]] = {}
        for at, name in enumerate(self.names):
            for pair in set(pairwise(f" {name} ")):
                places.setdefault(pair, []).append(at)
        return places


def active(book: Book, ctx: Context) -> Iterator[tuple[str, Pairing]]:
    """The pairings that are under way or still to begin, by id."""
    return (
        (name, pairing)
        for name, pairing in book.pairings.items()
        if pairing.state_on(ctx.today) == "active"
    )


def is_known(book: Book, person: str) -> bool:
    """Whether a person has a file, be it one that cannot be read."""
    return person in book.people or paths.person_file(person) in book.broken


def listed(names: Sequence[str]) -> str:
    """Some names for a message: all of a few, the first of many."""
    if len(names) <= _LISTED:
        return ", ".join(names)
    return f"{', '.join(names[: _LISTED - 1])} and {len(names) - _LISTED + 1} more"


def mismatch(
    ctx: Context,
    pairing: str,
    title: str,
    field: str,
    setting: str,
    theirs: str | None,
    own: str | None,
) -> Hits:
    """Compare something that mentor and mentee should have in common.

    Args:
        ctx: What is in force.
        pairing: The pairing's id.
        title: What is compared, for messages.
        field: Its field in a person's file.
        setting: `required` or `preferred`.
        theirs: The mentee's.
        own: The mentor's.
    """
    mentee, mentor = ctx.words["mentee"], ctx.words["mentor"]
    record = paths.pairing_file(ctx.program.year, pairing)
    severity: Severity | None = None if setting == "required" else "warning"
    if not theirs or not own:
        if setting == "required":
            blank = mentor if not own else mentee
            yield Hit(
                record,
                ("mentor",),
                f"the {title} of the {blank} is not known, and the program requires the same one",
                f"fill it in: mentorctl person edit PERSON --set {field}=TEXT",
                "warning",
            )
    elif not is_alike(theirs, own):
        yield Hit(
            record,
            ("mentor",),
            f"the {mentor} has another {title} ({own}) than the {mentee} ({theirs})",
            f"correct the {title} where it is wrong, or find another {mentor}",
            severity,
        )


def of_this_year(path: str, ctx: Context) -> bool:
    """Whether a file of `meetings/` or `years/` belongs to the program year."""
    return path.partition("/")[2].startswith(ctx.program.year)


@lru_cache(maxsize=1)
def folders_of(files: tuple[str, ...]) -> frozenset[str]:
    """The folders that have something in them; only doubtful names make one ask."""
    return frozenset(path.rpartition("/")[0] for path in files)


def is_year(name: str) -> bool:
    """Whether a name is that of a program year, `2026-2027`."""
    return _year(name) is not None and int(name[5:]) == int(name[:4]) + 1


def copied_from(path: str, files: Sequence[str]) -> str:
    """What a file or folder is a copy of, by its name: `plan (1).yaml`; empty for none there."""
    folder, slash, name = path.rpartition("/")
    found = _copy(name)
    original = f"{folder}{slash}{found[1]}{found[2] or ''}" if found else ""
    return original if original in files else ""


def of_copy(original: str) -> str:
    """What to do with a copy: under the name of what it is beside it would write over that."""
    return (
        f"{original} is there already: put into it what only this one says, then move this one"
        " out of the program folder"
    )


def is_ignored(name: str) -> bool:
    """Whether a file or folder is none of ours: hidden, or left behind by an editor or a system."""
    return (
        name.startswith((".", "~$"))
        or name.endswith("~")
        or (name.startswith("#") and name.endswith("#"))
        or name.lower() in {"thumbs.db", "desktop.ini"}
    )
