"""What is misspelt is guessed for everybody, not only for the first few."""

from __future__ import annotations

import difflib

from mentorctl.rules._lookups import Guesses

FIRST = ("ana", "ben", "chidi", "dana", "elif", "femi", "gita", "hana", "ivo", "june")
LAST = ("adeyemi", "brook", "castillo", "dorn", "eriksen", "finch", "garza", "haddad", "ito")
NAMES = [f"{one}-{two}-{number}" for one in FIRST for two in LAST for number in range(10, 20)]


def misspelt(name: str, number: int) -> str:
    """A letter left out, two exchanged, or one too many."""
    at = number % (len(name) - 1)
    if number % 3 == 0:
        return name[:at] + name[at + 1 :]
    if number % 3 == 1:
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return f"{name[:at]}x{name[at:]}"


def test_every_misspelt_name_is_guessed_as_if_it_were_compared_with_all() -> None:
    guesses = Guesses(NAMES)
    for number, name in enumerate(NAMES[::13]):
        wrong = misspelt(name, number)
        (best,) = difflib.get_close_matches(wrong, NAMES, 1, 0.75)
        assert guesses.of(wrong) == best
    assert guesses.of("somebody-else-entirely") is None


def test_a_part_that_only_one_has_is_that_one() -> None:
    guesses = Guesses(["ingrid-haas", "kofi-boateng", "kofi-adler", "solo"])
    assert guesses.of("haas") == "ingrid-haas"
    assert guesses.of("Haas") == "ingrid-haas"
    assert guesses.of("kofi") is None
    assert guesses.of("kofi-b") is None
    assert guesses.of("") is None
    assert Guesses([]).of("haas") is None
