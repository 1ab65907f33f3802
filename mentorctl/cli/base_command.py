"""What every command shares: words put together, old names, an example in its help, `--dry-run`."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import note, put, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mentorctl.cli.state import State

__all__ = ["UNSIGNED", "ActCommand", "BaseCommand", "CommandGroup", "WritingCommand", "telling"]

UNSIGNED = "--unsigned"
# what is one word to a person, and two to a shell: `experience 1`
NUMBERED = dict.fromkeys(("experience", "experiences", "exp", "exp."), "experiences")
SEVERAL = "0123456789,-– "
RELATIVE = {"today": 0, "yesterday": 1, "tomorrow": -1}


class BaseCommand(TyperCommand):
    """A command. Its epilog is its examples, one a line.

    Attributes:
        renamed: Options that had another name before, by the old name. An old name works for one
            version, with a note.
    """

    renamed: Mapping[str, str] = {}

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words of the command line."""
        words = self._as_now(_joined(args), ctx.command_path)
        words = self._with_values(self._in_a_format(words))
        return super().parse_args(ctx, self._dated(ctx, words))

    def invoke(self, ctx: Any) -> Any:
        """Run the command; at the end of a list of a part of the program, say of which."""
        is_told = True
        try:
            return super().invoke(ctx)
        except typer.Exit:
            raise
        except BaseException:
            is_told = False
            raise
        finally:
            if is_told and ctx.obj.part:
                note(f"only a part: {shown(ctx.obj.part)}")

    def _with_values(self, words: Sequence[str]) -> list[str]:
        """An empty text after each option whose value may be left out, where it is."""
        may_be_alone = {
            name
            for each in self.params
            if isinstance(each, TyperOption) and (each.metavar or "").startswith("[")
            for name in each.opts
        }
        found: list[str] = []
        for number, word in enumerate(words, 1):
            found.append(word)
            if word in may_be_alone and (number == len(words) or words[number].startswith("-")):
                found.append("")
        return found

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Show the examples as they are typed."""
        del ctx
        lines = (self.epilog or "").splitlines()
        if not lines:
            return
        with formatter.section("Examples" if len(lines) > 1 else "Example"):
            for line in lines:
                formatter.write(f"  {line}\n")

    def _in_a_format(self, words: Sequence[str]) -> list[str]:
        """`--to` and `--format` for each other, where only one of them can say a format."""
        formats = {opt for each in self.params if "table" in getattr(each.type, "choices", ())
                   or each.name == "to" for opt in each.opts}  # fmt: skip
        if "--to" in formats:
            # `--format json` is how it tells what it made
            is_told = _said(words, "--format") in {"text", "json"}
            meant = {} if is_told else {"--format": "--to"}
        else:
            is_free = "--format" in formats and not self._has("--to")
            meant = {"--to": "--format"} if is_free else {}
        parted = (word.partition("=") for word in words)
        return [f"{meant.get(name, name)}{sign}{value}" for name, sign, value in parted]

    def _dated(self, ctx: Any, words: Sequence[str]) -> list[str]:
        """The words with `today`, `yesterday` and `tomorrow` as days, where a day is asked for."""
        days = {opt for each in self.params if getattr(each, "metavar", "") == "DATE"
                for opt in each.opts}  # fmt: skip
        dated = list(words)
        for place, word in enumerate(dated):
            option, equals, said = word.partition("=")
            if not equals:
                option, said = dated[place - 1] if place else "", word
            back = RELATIVE.get(said.lower())
            if back is not None and option in days and ctx.obj is not None:
                given = None if option == "--today" else _said(dated, "--today")
                on = ctx.obj.days_ago(back, given).isoformat()
                dated[place] = f"{option}={on}" if equals else on
        return dated

    def _has(self, option: str) -> bool:
        return any(option in each.opts for each in self.params)

    def _as_now(self, words: Sequence[str], path: str) -> list[str]:
        now = []
        for word in words:
            name, sign, value = word.partition("=")
            new = self.renamed.get(name)
            if new is not None:
                note(f"{path} {name} is called {new} now; the old name works until 0.3")
            now.append(f"{new}{sign}{value}" if new else word)
        return now


class CommandGroup(TyperGroup):
    """A command with commands of its own, each of which its help tells in a whole sentence."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Show what each of them does."""
        del ctx
        rows = [(name, " ".join((each.help or "").partition("\n\n")[0].split()))
                for name, each in self.commands.items() if not each.hidden]  # fmt: skip
        with formatter.section("Commands"):
            formatter.write_dl(rows)


class WritingCommand(BaseCommand):
    """A command that writes. With --dry-run it shows what it would write, and writes nothing."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params.append(
            TyperOption(
                param_decls=["--dry-run"],
                is_flag=True,
                expose_value=False,
                callback=_note_dry_run,
                help="Show what would be written, and write nothing.",
            )
        )
        # as mentorctl itself has it; whoever is told of it will type it where they stand
        self.params.append(
            TyperOption(
                param_decls=[UNSIGNED],
                is_flag=True,
                expose_value=False,
                callback=_note_unsigned,
                hidden=True,
            )
        )

    def invoke(self, ctx: Any) -> Any:
        """Run the command; where it only shows, no file that it names is written."""
        if not ctx.obj.dry_run:
            return super().invoke(ctx)
        from mentorctl.cli.output.report_file import dry_run  # noqa: PLC0415 - only with --dry-run

        with dry_run():
            return super().invoke(ctx)


class ActCommand(WritingCommand):
    """A command whose deed is told to scripts, too: one object, whether it was done or refused.

    Whatever it says on standard output otherwise goes to standard error then.
    """

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        from mentorctl.cli.act_options import act_options  # noqa: PLC0415 - only where it is told

        self.params += act_options()

    def invoke(self, ctx: Any) -> Any:
        """Run the command, and tell what it did."""
        with telling(ctx.obj, _typed(ctx)):
            return super().invoke(ctx)


@contextlib.contextmanager
def telling(state: State, command: str) -> Iterator[None]:
    """Tell afterwards what was done meanwhile, where that is wanted.

    Args:
        state: The run of the command.
        command: The command as it is typed: `pair`, or `person add`.
    """
    if not state.act.is_wanted:
        yield
        return
    from typer import Exit  # noqa: PLC0415 - the command line has loaded it already

    from mentorctl.reports.row_formats import as_json  # noqa: PLC0415 - only where it is told

    left = None
    try:
        with contextlib.redirect_stdout(sys.stderr):
            yield
    except Exit as end:
        if end.exit_code not in {0, FINDINGS}:
            raise
        left = end
    put(as_json(state.act_data(command), state.act.version))
    if left is not None:
        raise left


def _typed(ctx: Any) -> str:
    """What one types for a command: `pair`, or `person add` for one that is inside another."""
    is_inside = ctx.parent is not None and ctx.parent.parent is not None
    return f"{ctx.parent.info_name} {ctx.info_name}" if is_inside else str(ctx.info_name)


def _note_dry_run(ctx: Any, param: Any, value: bool) -> bool:
    del param
    if value and ctx.obj is not None:
        ctx.obj.dry_run = True
    return value


def _said(words: Sequence[str], option: str) -> str | None:
    """What stands behind an option, or None where it is not there."""
    for word, after in zip(words, [*words[1:], ""], strict=False):
        name, sign, value = word.partition("=")
        if name == option:
            return value if sign else after
    return None


def _note_unsigned(ctx: Any, param: Any, value: bool) -> bool:
    del param
    if value and ctx.obj is not None:
        ctx.obj.unsigned = True
    return value


def _joined(words: Sequence[str]) -> list[str]:
    """`experience 1` in one word, as records are called; a value of an option stays as it is."""
    joined: list[str] = []
    before = ""
    for word in words:
        is_named = joined and joined[-1].lower() in NUMBERED and not before.startswith("-")
        if is_named and word[:1].isdecimal() and not word.strip(SEVERAL):
            joined[-1] = f"{NUMBERED[joined[-1].lower()]}/{word}"
        else:
            before = joined[-1] if joined else ""
            joined.append(word)
    return joined
