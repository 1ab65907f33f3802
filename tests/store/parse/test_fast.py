"""The fast path says nothing on its own, and threads do not get into each other's way."""

from __future__ import annotations

import contextlib
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from mentorctl.model.person import Person
from mentorctl.store.parse.fast import accept, plain, quiet_parser, reading

# what the parser has words for
BROKEN = (b"name: a: b\n", b"name: x\nroles:\n  - b\n c: d\n")


@pytest.mark.parametrize("data", BROKEN)
def test_the_parsers_own_words_reach_nobody(data: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    assert accept(data, Person) is None
    with quiet_parser():
        assert accept(data, Person) is None
        with quiet_parser():
            assert accept(data, Person) is None
        assert accept(data, Person) is None
    assert accept(data, Person) is None
    assert capfd.readouterr() == ("", "")


def test_threads_take_turns_with_the_parser() -> None:
    names = [f"Person {number} {'x' * (number % 50)}." for number in range(400)]

    def read(name: str) -> str:
        person = accept(f"name: {name}\nroles: []\n".encode(), Person)
        return person.name if person else ""

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(read, names)) == names


def test_what_was_read_before_is_a_copy_of_its_own() -> None:
    data = b"name: Ada\nroles:\n  - mentor\n"
    plain(data)["roles"].append("staff")
    assert plain(data) == {"name": "Ada", "roles": ["mentor"]}
    for each in range(300):
        plain(b"name: %d\n" % each)
    assert plain(data) == {"name": "Ada", "roles": ["mentor"]}


def test_what_is_said_meanwhile_is_said_at_the_end(capfd: pytest.CaptureFixture[str]) -> None:
    with contextlib.suppress(KeyError), reading():
        accept(BROKEN[0], Person)
        sys.stderr.write("two pairings are meant\n")
        raise KeyError
    assert capfd.readouterr() == ("", "two pairings are meant\n")
