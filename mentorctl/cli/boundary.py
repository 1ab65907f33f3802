"""The one place where errors become messages and exit codes, and a bug a log to send."""

from __future__ import annotations

import os
import sys
import time
from typing import NoReturn

from mentorctl.cli.output import Answer, complain, use_utf8
from mentorctl.cli.replay import remember

__all__ = ["run"]

ANSWERED = (0, 1)
CANNOT_RUN = 3
BUG = 4
INTERRUPTED = 130


def run() -> NoReturn:
    """Run the command line and leave with its exit code.

    0 all well · 1 findings · 2 wrong usage · 3 cannot run · 4 a bug · 130 interrupted.
    """
    use_utf8()
    words, started = sys.argv[1:], time.time_ns()
    answer = Answer()
    try:
        from mentorctl.cli.app import build  # noqa: PLC0415 - a fault in it is caught here

        with answer.heard():
            build()(prog_name="mentorctl")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
        if code in ANSWERED:
            remember(words, started, answer.out.getvalue(), answer.err.getvalue(), code)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        # whoever read the output has seen enough; leave without another word
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:  # noqa: BLE001 - this is the boundary
        code = _said(error)
    else:
        code = 0
    raise SystemExit(code)


def _said(error: Exception) -> int:
    """Say what went wrong; the exit code for it."""
    message, hint = getattr(error, "message", None), getattr(error, "hint", None)
    if isinstance(message, str) and isinstance(hint, str):
        complain(message, hint)
        return CANNOT_RUN
    if isinstance(error, OSError) and error.filename:
        complain(f"{error.filename}: {(error.strerror or 'not to be used').lower()}",
                 "see that the place exists, has room and may be written to")  # fmt: skip
        return CANNOT_RUN
    log = _write_log(error)
    where = f"the file {log} tells more; please send it" if log else "please report it"
    complain(f"this is a bug in mentorctl ({type(error).__name__}: {error})",
             f"nothing of your records is lost; {where}")  # fmt: skip
    return BUG


def _write_log(error: Exception) -> str | None:
    """Write what a developer needs to a file of the user's own, never into the program folder."""
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
