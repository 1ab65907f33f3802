"""A program's own templates, filled in by a process of their own that can be ended at any time.

`filled` runs in the toolkit; `main` is what that process does: jobs as JSON on standard input,
pages as JSON on standard output.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mentorctl.render.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Job", "filled", "main"]

Job = tuple[str, "Mapping[str, object]"]

SECONDS = 10
SECONDS_A_SHEET = 0.1
MEMORY = 512 << 20
START = "import sys; sys.path[:] = sys.argv[1:]; from mentorctl.render.sandbox import main; main()"
REMEDY = "look for what repeats itself without end in the program's own templates/"


def filled(own: Mapping[str, str], jobs: Sequence[Job]) -> list[str | RenderError]:
    """Fill a program's own templates in, elsewhere.

    Args:
        own: All templates of the program, by name.
        jobs: The name of a template and the plain values it sees, of each sheet.

    Returns:
        For each job its page, cleaned of all that runs or loads, or why there is none.

    Raises:
        RenderError: That process cannot be started, took too long or too much memory.
    """
    seconds = SECONDS + SECONDS_A_SHEET * len(jobs)
    command = [sys.executable, "-I", "-c", START, *_import_path()]
    # SYSTEMROOT: no program starts on Windows without it
    environment = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own Python; what is not trusted goes in on stdin
            command,
            input=json.dumps({"own": dict(own), "jobs": jobs, "seconds": int(seconds)}).encode(),
            capture_output=True,
            check=False,
            timeout=seconds,
            env=environment,
        )
    except subprocess.TimeoutExpired as error:
        raise RenderError(
            f"the program's own templates were not filled in after {seconds:.0f} seconds", REMEDY
        ) from error
    except OSError as error:
        raise RenderError(
            f"Python cannot be started for the program's own templates: {error.strerror or error}",
            "install mentorctl again: pip install --force-reinstall mentorctl",
        ) from error
    if done.returncode:
        raise RenderError("the program's own templates take more than a form may take", REMEDY)
    answers = json.loads(done.stdout)
    return [
        each["page"] if "page" in each else RenderError(each["message"], each["hint"])
        for each in answers
    ]


def _import_path() -> list[str]:
    """Where this Python finds modules; never the folder it happens to run in."""
    package = str(Path(__file__).resolve().parents[2])
    return list(dict.fromkeys([package, *filter(os.path.isabs, sys.path)]))


def main() -> None:
    """Read jobs, fill their templates in and write the pages."""
    from mentorctl.render import sanitize, templates  # noqa: PLC0415 - needs the path set first

    asked = json.load(sys.stdin.buffer)
    jinja = templates.environment(asked["own"])
    _confine(asked["seconds"])
    answers = []
    for template, values in asked["jobs"]:
        try:
            page = sanitize.clean(templates.fill(jinja, template, values))
        except RenderError as error:
            answers.append({"message": error.message, "hint": error.hint})
        else:
            answers.append({"page": page})
    sys.stdout.buffer.write(json.dumps(answers).encode())


def _confine(seconds: int) -> None:
    """Take no more memory and time than forms need, where the system can see to that."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Windows has none

    # macOS refuses some of them; those that it knows hold
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
    ):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(limit, (most, most))
