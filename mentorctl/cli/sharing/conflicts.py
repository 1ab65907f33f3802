"""Shows merge conflicts and asks which side stays."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

import typer

from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import asked, note, paint
from mentorctl.cli.sharing.commit_makers import CommitMakers
from mentorctl.model.kinds import kind_of
from mentorctl.model.list_identity import name_of
from mentorctl.reports.history.field_diff import describe_file
from mentorctl.store.edit.yaml_text import flow
from mentorctl.store.record_merge import Choices, Side
from mentorctl.trail.git.merging.merge_base import last_touched
from mentorctl.trail.git.merging.three_way_merge import FileClash

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mentorctl.cli.state import State
    from mentorctl.model.words import Words
    from mentorctl.store.parse.nodes import Plain

__all__ = ["Settled", "ask_choices", "clashes_data", "told_apart"]

LONGEST = 200
CONTEXT = 40
# what stands for bytes that are no letters
NO_TEXT = {"\0", "\ufffd"}


class Settled(NamedTuple):
    """The choices made.

    Attributes:
        choices: The side that stays, by file and place.
        said: Each choice, for the history.
    """

    choices: dict[str, Choices]
    said: tuple[str, ...]


class _Sides(NamedTuple):
    """The two commits, to tell who changed what."""

    root: Path
    ours: str
    theirs: str
    makers: CommitMakers


def ask_choices(
    state: State,
    commits: tuple[str, str],
    clashes: Sequence[FileClash],
    words: Words,
    wish: Side | None,
) -> Settled:
    """Ask the user which side of each conflict stays.

    Args:
        state: The run of the command.
        commits: The last commit here, and the other one.
        clashes: What both sides changed.
        words: The program's terms.
        wish: The side that stays wherever both changed something; None to be asked.

    Raises:
        typer.Exit: Nobody is here to be asked; what is to be chosen has been named.
    """
    sides = _Sides(state.root, *commits, CommitMakers(state))
    choices: dict[str, dict[tuple[tuple[str, str], ...], Side]] = {}
    said = []
    if wish is None and not sys.stdin.isatty():
        for each in clashes:
            _show(each, sides, words)
        note(f"{paint('nothing was changed', 'bold')}: nobody is here to be asked which stays")
        note("run mentorctl sync at a terminal, or keep one side's everywhere: --ours or --theirs")
        raise typer.Exit(FINDINGS)
    for each in clashes:
        side = wish or _asked(each, sides, words)
        choices.setdefault(each.path, {})[each.clash.where] = side
        kept, left = each.clash.ours, each.clash.theirs
        if side == "theirs":
            kept, left = left, kept
        said.append(f"{_place(each, words)}: {_value(kept)}, not {_value(left)}")
    return Settled(dict(choices), tuple(said))


def clashes_data(
    clashes: Sequence[FileClash], words: Words, choices: Mapping[str, Choices] | None = None
) -> list[dict[str, object]]:
    """Conflicts for scripts, with the side that stayed where one was chosen."""
    return [
        {
            "path": each.path,
            "record": describe_file(each.path, b"", b"", words).record,
            "field": _field(each, words) or None,
            "ours": each.clash.ours,
            "theirs": each.clash.theirs,
            "stayed": (choices or {}).get(each.path, {}).get(each.clash.where),
        }
        for each in clashes
    ]


def _asked(each: FileClash, sides: _Sides, words: Words) -> Side:
    _show(each, sides, words)
    while True:
        given = asked("which one stays, ours or theirs?").casefold()
        if given and "ours".startswith(given):
            return "ours"
        if given and "theirs".startswith(given):
            return "theirs"


def _show(each: FileClash, sides: _Sides, words: Words) -> None:
    note(f"both sides changed {_place(each, words)}:")
    texts = told_apart(_on_one_line(each.clash.ours), _on_one_line(each.clash.theirs))
    both = (("ours", texts[0], sides.ours, sides.theirs),
            ("theirs", texts[1], sides.theirs, sides.ours))  # fmt: skip
    for name, text, tip, other in both:
        made = last_touched(sides.root, {each.path, each.was}, tip, other)
        told = f" ({sides.makers.told(made)}, {made.author.when:%Y-%m-%d})" if made else ""
        note(f"  {name + ':':<7} {text}{told}")


def _place(each: FileClash, words: Words) -> str:
    """What it is about, in words: `Target Date of experience 2 in plan of okafor`."""
    record = describe_file(each.path, b"", b"", words).record
    place = _field(each, words)
    return f"{place} in {record}" if place else record


def _field(each: FileClash, words: Words) -> str:
    kind = kind_of(each.path)
    return name_of(each.clash.where, words, kind.model if kind else None)


def told_apart(one: str, two: str) -> tuple[str, str]:
    """Two texts cut to what fits a line or two, so that what differs is seen."""
    both = enumerate(zip(one, two, strict=False))
    end = min(len(one), len(two))
    same = next((number for number, (mine, other) in both if mine != other), end)
    start = max(0, same - CONTEXT) if max(len(one), len(two)) > LONGEST else 0
    return _cut(one, start), _cut(two, start)


def _cut(text: str, start: int = 0) -> str:
    end = start + LONGEST
    return ("…" if start else "") + text[start:end] + ("…" if len(text) > end else "")


def _value(value: Plain) -> str:
    """A value on one line, cut where it is long."""
    return _cut(_on_one_line(value))


def _on_one_line(value: Plain) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, str) and NO_TEXT & set(value):
        return f"a file of {len(value)} bytes that is no text"
    return " ".join((value if isinstance(value, str) else flow(value)).split())
