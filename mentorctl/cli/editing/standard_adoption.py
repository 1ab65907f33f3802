"""Bringing a standard into a program folder: its rules as they are now, and room for answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.cli import lookup
from mentorctl.data import data
from mentorctl.model.kinds import kind_named
from mentorctl.model.paths import SUFFIX, answers_file, standard_file
from mentorctl.model.standard import Standard
from mentorctl.model.words import Words
from mentorctl.store.parse.reader import examine
from mentorctl.store.scaffold import record_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mentorctl.model.program import Program

__all__ = ["adopted_files", "known_standards", "rules_text"]


def known_standards() -> list[str]:
    """The ids of the standards that come with the toolkit."""
    return sorted(path.stem for path in data("templates", "standards").glob(f"*{SUFFIX}"))


def rules_text(name: str) -> str:
    """The text of a standard that comes with the toolkit, as it goes into a program folder.

    Raises:
        typer.BadParameter: There is none of that name.
    """
    found = lookup.match_one("standard", name, known_standards())
    return data("templates", "standards", f"{found}{SUFFIX}").read_text(encoding="utf-8")


def adopted_files(
    program: Program, words: Words, names: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """The files that standards bring: path and text; the rules first, then the year's answers.

    Args:
        program: The program that follows them.
        words: Its terms.
        names: The standards.

    Raises:
        typer.BadParameter: The toolkit has no such standard.
    """
    texts = {name: rules_text(name) for name in names}
    for name, text in texts.items():
        yield standard_file(name), text
    path = answers_file(program.year)
    yield path, answers_text(program, words, list(texts.values()))


def answers_text(program: Program, words: Words, rules: Sequence[str]) -> str:
    """A new file for a year's answers, with a place for each item of the standards."""
    groups = []
    for text in rules:
        standard, _ = examine(text.encode(), Standard, words)
        for part in standard.parts if standard else ():
            items = {each.id: f"{each.number} {each.text}" for each in part.items}
            groups.append((f"{part.letter} {part.heading}", items))
    kind, path = kind_named("standards"), answers_file(program.year)
    return record_text(kind, path, program, words, {}, lists={(kind.model, "answers"): groups})
