"""Which names every computer can hold."""

from __future__ import annotations

import pytest

from mentorctl.model.portable_names import (
    folded,
    is_of_git,
    is_writable,
    leads_out,
    taken_by_windows,
    too_long,
)

LETTER = "\N{LATIN SMALL LETTER E WITH ACUTE}"


@pytest.mark.parametrize("path", ["a", "a/b.txt", f"{'a' * 255}/b", f"{LETTER * 127}a"])
def test_it_can_be_written(path: str) -> None:
    assert is_writable(path)
    assert not too_long(path)


@pytest.mark.parametrize(
    "path",
    ["", "../a", "a//b", "a/./b", "a\\b", "a:b", "a/.GIT/b", "a/git~7", f"{'a' * 256}/b",
     LETTER * 128, "/".join(["a" * 200] * 4)],
)  # fmt: skip
def test_it_cannot(path: str) -> None:
    assert not is_writable(path)


def test_what_is_too_long_is_told() -> None:
    assert too_long(f"x/{'a' * 256}") == "a" * 256
    deep = "/".join(["a" * 99] * 8)
    assert too_long(deep) == deep
    # the folder is told of where it is looked at itself
    assert not too_long(f"{'a' * 256}/b")


def test_names_of_git_and_windows() -> None:
    assert [is_of_git(each) for each in (".git", ".Git. ", "GIT~1", ".gitignore", "git~a")] == [
        True, True, True, False, False,
    ]  # fmt: skip
    assert [taken_by_windows(each) for each in ("Aux.tar.gz", "nul .txt", "auxiliary")] == [
        "Aux", "nul", "",
    ]  # fmt: skip
    assert leads_out("a\0b")


def test_twins_are_one_when_folded() -> None:
    assert folded("CAF\N{LATIN CAPITAL LETTER E WITH ACUTE}") == folded(f"cafe{chr(0x301)}")
