"""Everybody of a program, each read when asked for."""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from mentorctl.model.paths import person_file
from mentorctl.model.person import Person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mentorctl.store.parse.reader import Reader

__all__ = ["People", "called"]

# a name that nothing follows on its line or goes on with on the next
_NAME = re.compile(rb"^name: +([A-Za-z\x80-\xff][^\n\r#:]*)(?:\r?\n(?=\S)|\r?\n?\Z)", re.MULTILINE)


class People(Mapping[str, Person]):
    """Everybody by id, each read when asked for.

    A person whose file is missing or cannot be read is not in it; `in` only looks whether the
    file is there.

    Attributes:
        ids: The ids of all files in people/.
    """

    def __init__(self, reader: Reader, ids: Iterable[str]) -> None:
        self._reader = reader
        self.ids = frozenset(ids)
        self._read: dict[str, Person | None] = {}
        self._spelled: Counter[str] | None = None
        self._look: Callable[[str], Person | None] = self._as_written

    def __getitem__(self, person_id: str) -> Person:
        if person_id not in self.ids:
            raise KeyError(person_id)
        if person_id not in self._read:
            self._read[person_id] = self._look(person_id)
        person = self._read[person_id]
        if person is None:
            raise KeyError(person_id)
        return person

    def __contains__(self, person_id: object) -> bool:
        return person_id in self.ids

    def __iter__(self) -> Iterator[str]:
        return (each for each in sorted(self.ids) if self._get(each) is not None)

    def __len__(self) -> int:
        return len(self.ids)

    def is_told_apart(self, name: str) -> bool:
        """Whether a name is that of one person alone, and looks like no other.

        Everybody is read for it, once.
        """
        from mentorctl.store.parse.odd_letters import odd_letter  # noqa: PLC0415 - seldom asked for

        if self._spelled is None:
            self._spelled = Counter(map(_spelled, self._names()))
        spelled = _spelled(name)
        return self._spelled[spelled] <= 1 and not odd_letter(spelled)

    def _names(self) -> Iterator[str]:
        """What everybody is called; a file that says it plainly is not taken apart."""
        for each in self.ids:
            found = None
            if each not in self._read:
                with contextlib.suppress(OSError, UnicodeDecodeError):
                    found = _NAME.search(self._reader.content(person_file(each)))
                    if found is not None:
                        yield found[1].decode().strip()
            if found is None and (person := self._get(each)) is not None:
                yield person.name

    def with_role(self, role: str) -> Iterator[Person]:
        """Those who have a role, by their ids; files that do not name it are not taken apart."""
        return (person for _, person in self.saying(role) if role in person.roles)

    def saying(self, word: str) -> Iterator[tuple[str, Person]]:
        """Those in whose files a word can stand, by their ids; others' are not taken apart."""
        for each in sorted(self.ids):
            if each in self._read or self._reader.may_say(person_file(each), word):
                person = self._get(each)
                if person is not None:
                    yield each, person

    def counted(self, count: Callable[[str, Person], Person | None]) -> People:
        """The same people, of each what counts.

        Args:
            count: Called with a person's id and what their file says; what of it counts, None for
                nothing.
        """

        def look(person_id: str) -> Person | None:
            person = self._get(person_id)
            return None if person is None else count(person_id, person)

        other = People(self._reader, self.ids)
        other._look = look
        return other

    def _as_written(self, person_id: str) -> Person | None:
        return self._reader.read(person_file(person_id), Person)

    def _get(self, person_id: str) -> Person | None:
        try:
            return self[person_id]
        except KeyError:
            return None


def called(people: Mapping[str, Person], person_id: str) -> str:
    """Somebody's name where it says who they are; with their id where another has that name, too.

    Names that differ by capitals, accents, blanks and punctuation alone are one name here, and a
    letter of another alphabet may look like one of this.

    Args:
        people: Everybody.
        person_id: Their id.

    Returns:
        The id alone where nothing is known of them.
    """
    person = people.get(person_id)
    if person is None or not person.name:
        return person_id
    is_sure = not isinstance(people, People) or people.is_told_apart(person.name)
    return person.name if is_sure else f"{person.name} ({person_id})"


def _spelled(name: str) -> str:
    """The letters and digits of a name."""
    from mentorctl.model.spoken import plain  # noqa: PLC0415 - seldom asked for

    return "".join(plain(name))
