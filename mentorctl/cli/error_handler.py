"""Turns errors into messages and exit codes, and a bug into a log file to send."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import time
from typing import Any, NoReturn

from mentorctl.cli.exit_codes import BUG, CANNOT_RUN, INTERRUPTED, WRONG_USAGE
from mentorctl.cli.output.answer_cache import is_kept, is_nowhere, remember
from mentorctl.cli.output.console import KeptOutput, complain, note
from mentorctl.cli.output.pager import hold, release, without_option
from mentorctl.cli.output.streams import flush, lost_answer
from mentorctl.model.errors import Remediable
from mentorctl.trail.git.one_run import one_run

__all__ = ["end", "report_error", "run"]

ANSWERED = (0, 1)
# what git runs as a hook, and waits for: it has no options to be understood
HOOKS = (["guard"], ["guard", "--came-in"])
# how else people call an option
SAME_IN_WORDS = {
    "--date": ("--on", "--starts", "--until"),
    "--day": ("--on", "--within"),
    "--start": ("--from", "--starts"),
    "--begin": ("--from", "--starts"),
    "--end": ("--until",),
    "--last-day": ("--on", "--closes"),
    "--from": ("--answered", "--since"),
    "--by": ("--within",),
    "--to": ("--until", "--out"),
    "--output": ("--out",),
    "--file": ("--out", "--from-file"),
    "-o": ("--out",),
    "--topic": ("--topics",),
    "--subject": ("--topics",),
    "--note": ("--text", "--reason", "--topics"),
    "--why": ("--reason",),
    "--days": ("--within",),
    **dict.fromkeys(("--minutes", "--hours", "--duration", "--length"), ("--until",)),
    "--role": ("--owner",),
    "--force": ("--yes", "--anyway"),
    "-f": ("--yes", "--anyway"),
    "-n": ("--dry-run",),
}
# what people look for by the name of the thing, and the command that has it
OF_THINGS = {
    "mentorctl new PAIRING visit --on DATE": "visit visits",
    "mentorctl attend MEETING --all --on DATE": "meeting meetings attendance kickoff",
    "mentorctl person list": "people persons mentors mentees roster users contacts",
    "mentorctl status": "pairing pairings pairs teams list overview progress show view",
    "mentorctl edit PAIRING RECORD": "plan plans agreement guide focal-points decision-points",
    "mentorctl hand-in PAIRING 1": "experience experiences submit",
    "mentorctl mark PAIRING TRAINING --on DATE": "training trainings",
    "mentorctl render FORM PAIRING": "form forms print pdf packet certificate",
    "mentorctl person NAME": "find search lookup",
    "mentorctl person list --out people.xlsx": "export",
    "mentorctl remind": "email emails mail letters reminders",
    "mentorctl due": "deadlines deadline todo late overdue tasks",
    "mentorctl withdraw PAIRING": "delete remove end unpair drop",
    "mentorctl undo": "back revert",
    "mentorctl save": "commit",
    "mentorctl rollover YEAR": "next-year newyear new-year",
}
LIBRARY_STARTS = ("Did ", "Directory ", "File ", "Got ", "Missing ", "No ", "Option ", "Possible ")


def run() -> int:
    """Run the command line; return its code.

    0 all well · 1 findings · 2 wrong usage · 3 cannot run · 4 a bug · 130 interrupted.
    """
    words = without_option(sys.argv[1:])
    hold(words)
    try:
        return _obeyed(words)
    except (KeyboardInterrupt, EOFError):
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - this is the boundary
        return report_error(error)


def end(code: int) -> NoReturn:
    """Exit with a command's code; with another one only where its answer did not arrive whole."""
    release()
    flush()
    lost = lost_answer()
    if lost is not None:
        told = report_error(OSError(lost.errno, lost.strerror))
        code = told if code in ANSWERED else code
        flush()
    raise SystemExit(code)


def _obeyed(words: list[str]) -> int:
    """Run the command, and cache its answer."""
    if words in HOOKS and not sys.stdin.isatty():
        from mentorctl.cli.sharing.push_hook import answered  # noqa: PLC0415 - only for git

        with one_run():
            return answered(came_in=words != HOOKS[0])
    # a fault in it is caught by who calls this
    from mentorctl.cli.app import build  # noqa: PLC0415 - a fault in it is caught at the boundary

    started, answer = time.time_ns(), KeptOutput()
    with answer.heard() if is_kept(words) else contextlib.nullcontext(), one_run():
        try:
            code = build()(words, prog_name="mentorctl", standalone_mode=False) or 0
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 1
    if code in ANSWERED:
        remember(words, started, answer.out.getvalue(), answer.err.getvalue(), code)
    return code


def report_error(error: Exception) -> int:
    """Print an error; return its exit code."""
    import typer  # noqa: PLC0415 - the command line has loaded it already

    if isinstance(error, typer.Abort):
        sys.stderr.write("\n")
        note("stopped: the question was not answered")
        return INTERRUPTED
    # Typer vendors Click's errors under names that change between releases
    if hasattr(error, "format_message"):
        return _misused(error)
    if isinstance(error, Remediable):
        complain(error.message, error.hint)
        return CANNOT_RUN
    if isinstance(error, OSError) and is_nowhere():
        complain("the folder that you stand in is not there any more", "go to another: cd FOLDER")
        return CANNOT_RUN
    if isinstance(error, OSError) and error.strerror:
        place = _place(error.filename) or "the answer cannot be written"
        complain(f"{place}: {error.strerror.lower()}",
                 "see that the place exists, has room and may be written to")  # fmt: skip
        return CANNOT_RUN
    log = _write_log(error)
    where = f"the file {log} tells more; please send it" if log else "please report it"
    complain(f"this is a bug in mentorctl ({type(error).__name__}: {error})",
             f"nothing of your records is lost; {where}")  # fmt: skip
    return BUG


def _place(file: object) -> str:
    """Where something failed, as seen from here; what is made on the way there is no place."""
    if not isinstance(file, str):
        return ""
    place, _, name = file.rpartition(os.sep)
    if not name.startswith(".mentorctl-"):
        place = file
    here = os.getcwd()  # noqa: PTH109 - pathlib costs more than all
    if place.startswith(f"{here}{os.sep}"):
        return place[len(here) + 1 :]
    return "this folder" if place in {here, "."} else place


def _misused(error: Any) -> int:
    """Print a usage error."""
    message, context = error.format_message(), getattr(error, "ctx", None)
    if context is not None and message == context.get_help():
        error.show()  # a command that cannot run by itself, and nothing else
        return WRONG_USAGE
    name = context.command_path if context else "mentorctl"
    # of an option that must be said, all choices are listed on lines of their own
    fault, hint = _parted(" ".join(message.split()), f"see {name} --help")
    hint = _called_here(error, context) or hint
    complain(fault, hint)
    return WRONG_USAGE


def _called_here(error: Any, context: Any) -> str:
    """What a word that a command does not know is called in it; empty where that is not known."""
    thing = re.match("No such command '([^']+)'(.*)", error.format_message(), re.DOTALL)
    if thing and context is not None:
        is_slip = context.parent is not None and "Did you mean" in thing[2]
        return "" if is_slip else _instead_of(thing[1].lower(), context)
    params = context.command.params if context else ()
    known = {opt for each in params for opt in each.opts}
    said = getattr(error, "option_name", "")
    meant = [each for each in SAME_IN_WORDS.get(said, ()) if each in known]
    if meant:
        return f"it is called {meant[0]} here"
    if said.startswith("--") and "--set" in known and not _is_like(said, known):
        return f"a field is set with --set FIELD=VALUE; see {context.command_path} --help"
    examples = getattr(context.command, "epilog", "") if context else ""
    if examples and error.format_message().startswith("Missing "):
        return f"for example: {examples.splitlines()[0]}"
    extra = re.match(r"Got unexpected extra argument\(?s?\)? \((.+)\)", error.format_message())
    return _of_extra(extra[1], known, context) if extra else ""


def _of_extra(words: str, known: set[str], context: Any) -> str:
    """What to do with words that are too many: a day, for one, is said with an option."""
    from mentorctl.cli.options import day  # noqa: PLC0415 - only for a word that is not known

    if "--on" in known:
        with contextlib.suppress(Exception):
            return f"say the day with an option: --on {day(words)}"
    return f"put words that belong together in quotes; see {context.command_path} --help"


def _instead_of(word: str, context: Any) -> str:
    """The command that is meant by a word that is none; empty where that is not known."""
    if context.parent is not None:
        acts = [name for name, each in context.command.commands.items() if not each.hidden]
        return f"say first what to do: {', '.join(acts)}; see {context.command_path} --help"
    found = (command for command, things in OF_THINGS.items() if word in things.split())
    return next((f"what does that: {command}" for command in found), "")


def _is_like(option: str, known: set[str]) -> bool:
    import difflib  # noqa: PLC0415 - only for a word that is not known

    return bool(difflib.get_close_matches(option, known, n=1))


def _parted(message: str, otherwise: str) -> tuple[str, str]:
    """Split a message of Click into the fault and its remedy."""
    found = re.fullmatch(r"Invalid value(?: for (.+?))?: (.*)", message, re.DOTALL)
    place, text = (found[1] or "", found[2]) if found else ("", message)
    if place:
        place = f"{place.replace(chr(39), '')}: "
    text = text.replace("a valid int", "a whole number")
    fault, _, hint = re.sub(r"[.]? [(]?(?=Did you|Possible )", "; ", text).partition("; ")
    return f"{place}{_small(fault.rstrip('.'))}", _small(hint.strip("()")) or otherwise


def _small(text: str) -> str:
    """A message of Click in our style: no capital at the start."""
    return text[:1].lower() + text[1:] if text.startswith(LIBRARY_STARTS) else text


def _write_log(error: Exception) -> str | None:
    """Write a bug's traceback to the user's log directory, never into the program folder."""
    import platform  # noqa: PLC0415 - only for a bug
    import traceback  # noqa: PLC0415 - only for a bug

    import platformdirs  # noqa: PLC0415 - only for a bug

    from mentorctl import __version__  # noqa: PLC0415 - only for a bug

    text = "".join(traceback.format_exception(error))
    head = f"mentorctl {__version__}\nPython {sys.version}\n{platform.platform()}\n\n"
    try:
        folder = platformdirs.user_log_path("mentorctl", appauthor=False, ensure_exists=True)
        path = folder / f"bug-{os.getpid()}.log"
        path.write_text(head + text, encoding="utf-8")
    except OSError:
        return None
    return str(path)
