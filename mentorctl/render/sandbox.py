"""What a program brings, handled by a process of its own that can be ended at any time.

`filled` and `drawn` run in the toolkit. `main` is what that process does for templates: jobs as
JSON on standard input, pages as JSON on standard output. `draw` is what it does for a picture.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from mentorctl.render.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Job", "draw", "drawn", "filled", "main"]

Job = tuple[str, "Mapping[str, object]"]

SECONDS = 10
SECONDS_A_SHEET = 0.1
MEMORY = 512 << 20
# typst alone takes a good part of it
MEMORY_OF_A_DRAWING = 1 << 30
SECONDS_A_DRAWING = 3
# of waiting, on a computer that has other things to do
SECONDS_TO_DRAW = 30
DOTS_PER_INCH = 400.0
DRAWING = """\
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image("drawing.{kind}", height: 1in)
"""
START = "import sys; sys.path[:] = sys.argv[1:]; from mentorctl.render.sandbox import {0}; {0}()"
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
    asked = json.dumps({"own": dict(own), "jobs": jobs, "seconds": int(seconds)})
    try:
        done = _apart("main", asked.encode(), seconds)
    except subprocess.TimeoutExpired as error:
        raise RenderError(
            f"the program's own templates were not filled in after {seconds:.0f} seconds", REMEDY
        ) from error
    if done.returncode:
        raise RenderError("the program's own templates take more than a form may take", REMEDY)
    answers = json.loads(done.stdout)
    return [
        each["page"] if "page" in each else RenderError(each["message"], each["hint"])
        for each in answers
    ]


def drawn(picture: bytes, kind: str) -> bytes | None:
    """Draw a picture on paper and as dots, elsewhere.

    Args:
        picture: Its file.
        kind: What it is: `svg`, `jpeg`.

    Returns:
        It as PNG; None where that took more time or memory than a picture may, or cannot be.

    Raises:
        RenderError: That process cannot be started.
    """
    with tempfile.TemporaryDirectory(prefix="mentorctl-") as root:
        (Path(root) / f"drawing.{kind}").write_bytes(picture)
        (Path(root) / "main.typ").write_text(DRAWING.format(kind=kind), encoding="utf-8")
        try:
            done = _apart("draw", root.encode(), SECONDS_TO_DRAW)
        except subprocess.TimeoutExpired:
            return None
    return None if done.returncode else done.stdout


def _apart(name: str, asked: bytes, seconds: float) -> subprocess.CompletedProcess[bytes]:
    """What a function of this module answers in a process of its own."""
    # SYSTEMROOT: no program starts on Windows without it
    environment = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    try:
        return subprocess.run(  # noqa: S603 - our own Python; what is not trusted goes in on stdin
            [sys.executable, "-I", "-c", START.format(name), *_import_path()],
            input=asked,
            capture_output=True,
            check=False,
            timeout=seconds,
            env=environment,
        )
    except OSError as error:
        raise RenderError(
            f"Python cannot be started for the program's own templates: {error.strerror or error}",
            "install mentorctl again: pip install --force-reinstall mentorctl",
        ) from error


def _import_path() -> list[str]:
    """Where this Python finds modules; never the folder it happens to run in."""
    package = str(Path(__file__).resolve().parents[2])
    return list(dict.fromkeys([package, *filter(os.path.isabs, sys.path)]))


def main() -> None:
    """Read jobs, fill their templates in and write the pages."""
    from mentorctl.render import sanitize, templates  # noqa: PLC0415 - needs the path set first

    asked = json.load(sys.stdin.buffer)
    jinja = templates.environment(asked["own"])
    _confine(asked["seconds"], MEMORY)
    answers = []
    for template, values in asked["jobs"]:
        try:
            page = sanitize.clean(templates.fill(jinja, template, values))
        except RenderError as error:
            answers.append({"message": error.message, "hint": error.hint})
        else:
            answers.append({"page": page})
    sys.stdout.buffer.write(json.dumps(answers).encode())


def draw() -> None:
    """Read where a drawing lies, draw it on paper and as dots, and write the dots."""
    import typst  # noqa: PLC0415 - needs the path set first

    root = Path(sys.stdin.buffer.read().decode())
    _confine(SECONDS_A_DRAWING, MEMORY_OF_A_DRAWING)
    typst.compile(root / "main.typ", root=root, format="pdf")
    dots = typst.compile(root / "main.typ", root=root, format="png", ppi=DOTS_PER_INCH)
    sys.stdout.buffer.write(dots)


def _confine(seconds: int, memory: int) -> None:
    """Take no more memory and time than forms need, where the system can see to that."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Windows has none

    # macOS refuses some of them; those that it knows hold
    for limit, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
    ):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(limit, (most, most))
