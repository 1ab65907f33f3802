"""What a person sees: data on standard output, everything else on standard error."""

from __future__ import annotations

import contextlib
import functools
import io
import os
import re
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

__all__ = [
    "KeptOutput",
    "asked",
    "complain",
    "confirmed",
    "hanging",
    "note",
    "offer_for_year",
    "paint",
    "put",
    "quote_in_commands",
    "say",
    "shown",
    "table",
    "told",
    "width",
]

# control characters and invisible marks, which could manipulate a terminal
_UNSEEN = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"
)
_COLOURS = "(\x1b\\[[0-9;]*m)"
# stand for a colour and for a blank where no line may end; `shown` lets neither through
_COLOUR, _GLUE = "\x01", "\x02"
_A_COMMAND = r"(?:mentorctl|ssh-keygen|git (?:fetch|config)) (?:[^;,.]|[,.](?! |$))+"
# what is copied as one line: commands, and a public key with its comment
_COMMAND = rf"\b{_A_COMMAND}|\S+ AAAA\S+(?: \S+)*"
# what stands behind a question
YES_OR_NO = len(" [y/N]: ")
_OFFERED = rf"(?<=: )({_A_COMMAND})"
STYLES = {"red": "31", "yellow": "33", "green": "32", "blue": "34", "bold": "1", "dim": "2"}


class KeptOutput:
    """Records the output of a command while it is written.

    Attributes:
        out: What went to standard output.
        err: What went to standard error.
    """

    def __init__(self) -> None:
        self.out = io.StringIO()
        self.err = io.StringIO()

    @contextlib.contextmanager
    def heard(self) -> Iterator[None]:
        """Record both streams."""
        streams = [(sys.stdout, self.out), (sys.stderr, self.err)]
        for stream, kept in streams:
            stream.write = _both(stream.write, kept.write)  # type: ignore[method-assign]
        try:
            yield
        finally:
            for stream, _ in streams:
                del stream.write  # the stream's own again


def _both(first: Callable[[str], int], second: Callable[[str], int]) -> Callable[[str], int]:
    def write(text: str) -> int:
        second(text)
        return first(text)

    return write


class _Offered:
    """What is in quotes in the commands that are offered, and of which other year they are."""

    names: Callable[[], Iterable[str]] = tuple
    year = ""


def quote_in_commands(names: Callable[[], Iterable[str]]) -> None:
    """From now on have names in quotes in every command that is offered, where they need it.

    Args:
        names: Gives what things in the folder are called; asked once, where a command is offered.
    """
    _Offered.names, _Offered.year = staticmethod(functools.cache(names)), ""


def offer_for_year(year: str) -> None:
    """From now on have every command that is offered reach another year than the program's own."""
    _Offered.year = year


def shown(text: str) -> str:
    """Escape a text from the folder for the terminal: no control sequences.

    What it offers to be pasted does what it says: names that a shell would obey are in quotes.
    Nor is a line one that a forge obeys where it runs us, as it does `::error::` (GitHub's workflow
    commands, which may stand behind blanks).
    """
    if "mentorctl " in text and (names := _Offered.names()):
        from mentorctl.model.ids import pasteable  # noqa: PLC0415 - hardly ever needed

        text = pasteable(text, names)
    if _Offered.year and "mentorctl " in text:
        from mentorctl.cli.output.year_commands import of_year  # noqa: PLC0415 - as above

        text = re.sub(_OFFERED, lambda found: of_year(found[0], _Offered.year), text)
    plain = re.sub(_UNSEEN, "\N{REPLACEMENT CHARACTER}", text)
    return re.sub(r"(?m)^(\s*):(?=:)", r"\1: ", plain) if "::" in plain else plain


def put(text: str) -> None:
    """Write data to standard output."""
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")


def note(text: str) -> None:
    """Write a message to standard error, wrapped on a terminal."""
    sys.stderr.write(f"{_folded(_calm(text), sys.stderr)}\n")


def say(text: str) -> None:
    """Write sentences to standard output, wrapped on a terminal."""
    sys.stdout.write(f"{told(text)}\n")


def told(text: str) -> str:
    """Sentences as `say` writes them."""
    return _folded(_calm(text), sys.stdout)


def _calm(text: str) -> str:
    """Remove all control sequences but colours."""
    return "".join(
        part if number % 2 else shown(part) for number, part in enumerate(re.split(_COLOURS, text))
    )


def _folded(text: str, stream: TextIO, behind: int = 0) -> str:
    """A text as it fits a terminal, with room behind it for what is written there."""
    if not stream.isatty():
        return text
    colours = iter(re.findall(_COLOURS, text))
    lines = []
    for line in re.sub(_COLOURS, _COLOUR, text).split("\n"):
        start = line[: len(line) - len(line.lstrip(f" →{_COLOUR}"))]
        indent = len(start.replace(_COLOUR, ""))
        lines.append(hanging(line[len(start) :], start, indent, behind) if line else "")
    return re.sub(_COLOUR, lambda _: next(colours), "\n".join(lines))


_YES, _NO = frozenset({"y", "yes"}), frozenset({"n", "no"})


def complain(message: str, hint: str) -> None:
    """Write an error and its remedy to standard error."""
    note(f"{paint('error', 'red', 'bold', to=sys.stderr)}: {shown(message)}")
    note(f"  {paint('→', 'dim', to=sys.stderr)} {shown(hint)}")


def confirmed(question: str, *, default: bool = False) -> bool:
    """Ask a question that is answered with yes or no.

    Args:
        question: The question.
        default: The answer of one who only presses Enter.
    """
    import typer  # noqa: PLC0415 - only where somebody is asked

    from mentorctl.cli.output.pager import release  # noqa: PLC0415 - as above

    release()  # what the question is about comes before it
    text = _folded(shown(question), sys.stderr, YES_OR_NO)
    suffix = " [Y/n]: " if default else " [y/N]: "
    while True:
        said = typer.prompt(text, default="", show_default=False, prompt_suffix=suffix, err=True)
        word = said.strip().casefold()
        if not word or word in _YES | _NO:
            return word in _YES if word else default
        note("answer y for yes, or n for no")


def asked(question: str, default: str | None = None) -> str:
    """Ask a question that is answered with a word; what is typed, without blanks around it.

    Args:
        question: The question.
        default: The answer of one who only presses Enter; None where they are asked again.
    """
    import typer  # noqa: PLC0415 - only where somebody is asked

    from mentorctl.cli.output.pager import release  # noqa: PLC0415 - as above

    release()  # as above
    behind = len(f" [{default}]: " if default is not None else ": ")
    text = _folded(shown(question), sys.stderr, behind)
    answer: str = typer.prompt(text, default=default, err=True)
    return answer.strip()


def paint(text: str, *styles: str, to: TextIO | None = None) -> str:
    """Give a text a colour where the stream is a terminal that wants one (NO_COLOR is obeyed)."""
    stream = to or sys.stdout
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not stream.isatty():
        return text
    return f"\x1b[{';'.join(STYLES[style] for style in styles)}m{text}\x1b[0m"


def hanging(text: str, first: str, indent: int, behind: int = 0) -> str:
    """Wrap a text to the terminal's width, with a hanging indent.

    A command in it stays in one line, however long: a terminal copies it as it was written. One
    that is offered, behind a colon, has the line to itself.

    Args:
        text: The text.
        first: What stands before its first line, `indent` columns wide on the screen.
        indent: How far the further lines are indented.
        behind: How many columns stay free behind each line.
    """
    from mentorctl.cli.output.text_width import wrapped  # noqa: PLC0415 - only for terminals

    room = max(20, width() - indent - behind)
    lines: list[str] = []
    parts = re.split(_OFFERED, text)
    for number, part in enumerate(parts):
        if number % 2:
            lines.append(part.rstrip())
        elif number == 0 or part.strip(" ;,."):
            rest = part.lstrip(" ;,") if number else part
            rest = rest if part is parts[-1] else rest.rstrip()
            glued = re.sub(_COMMAND, lambda found: found[0].rstrip().replace(" ", _GLUE), rest)
            lines += wrapped(glued, room)
    return first + f"\n{' ' * indent}".join(lines).replace(_GLUE, " ")


def width() -> int:
    """How many columns there are to write in."""
    import shutil  # noqa: PLC0415 - only for terminals

    return shutil.get_terminal_size((80, 24)).columns


def table(
    headers: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    texts: Sequence[int] = (),
    names: Sequence[int] = (),
    second: int | None = None,
) -> str:
    """Rows in columns, for reading: as wide as the screen, and in a pipe a row a line.

    Args:
        headers: The columns' names.
        rows: Cells, as text.
        texts: The columns that may go over several lines, the one to be narrowed first, first.
        names: The columns that may be cut; ids never are.
        second: The column that begins the second line of a row, where it takes two.
    """
    from mentorctl.cli.output.columns import Narrowing, lay_out  # noqa: PLC0415 - where one is shown

    cells = [tuple(shown(cell) for cell in row) for row in rows]
    is_seen = sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdecimal()
    how = Narrowing(tuple(texts), tuple(names), second)
    return lay_out(tuple(headers), cells, how, width() if is_seen else None)
