"""Draw the pictures in README: what `status`, `due` and `remind` show on a terminal.

    python docs/pictures/draw.py

writes an SVG for each beside this file. Needs a system with pseudo-terminals (Linux, macOS).
"""

from __future__ import annotations

import contextlib
import os
import pty
import re
import subprocess
import sys
from html import escape
from pathlib import Path

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parents[1] / "sample-program"
TODAY = ("--today", "2027-04-27")
# what each picture shows, by its command
PICTURES = {
    "status": "who stands where, and whose move it is",
    "due": "who owes what by when, the most overdue first",
    "remind": "who would be written to, and who not and why",
}
COLUMNS = 96
LETTER, LINE, MARGIN = 8.4, 19, 16
COLOURS = {"31": "#f38b8b", "32": "#8fd694", "33": "#f0cf7a", "34": "#8ab4f8", "2": "#9aa4b2"}
PLAIN, GROUND = "#e6e9ef", "#1b1f27"
STYLE = "font-family: ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace; font-size: 14px"


def seen(command: str) -> str:
    """What a command shows on a terminal, colours and all."""
    ours, theirs = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    with subprocess.Popen(
        [sys.executable, "-m", "mentorctl", "--no-pager", command, *TODAY],
        cwd=SAMPLE,
        env={**kept, "COLUMNS": str(COLUMNS), "TERM": "xterm", "MENTORCTL_CACHE": "none"},
        stdout=theirs,
        stderr=theirs,
    ):
        os.close(theirs)
        said = b""
        with contextlib.suppress(OSError):  # Linux says with an error that the other side is gone
            while data := os.read(ours, 4096):
                said += data
    os.close(ours)
    # a slow computer says meanwhile what it is at, and takes that back
    return re.sub(r"(?m)^.*\r", "", said.decode().replace("\r\n", "\n"))


def drawn(command: str, said: str) -> str:
    """A picture of a terminal."""
    lines = [f"$ mentorctl {command} {' '.join(TODAY)}", *said.rstrip("\n").split("\n")]
    width = round(COLUMNS * LETTER) + 2 * MARGIN
    height = len(lines) * LINE + 2 * MARGIN
    rows = "".join(
        f'<text x="{MARGIN}" y="{MARGIN + LINE * number + 14}">{_coloured(line)}</text>\n'
        for number, line in enumerate(lines)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
        f' width="{width}" height="{height}">\n'
        f"<title>mentorctl {command}: {PICTURES[command]}</title>\n"
        f'<rect width="100%" height="100%" rx="8" fill="{GROUND}"/>\n'
        f'<g style="{STYLE}" fill="{PLAIN}">\n{rows}</g>\n'
        "</svg>\n"
    )


def _coloured(line: str) -> str:
    """A line with its colours as SVG has them."""
    out, styles, at = [], "", 0
    for part in re.split(r"(\x1b\[[0-9;]*m| {2,})", line):
        if part.startswith("\x1b"):
            styles = part[2:-1]
        elif not part.strip():
            at += len(part)
        else:
            # each piece has its place, so that columns stand below each other in any font
            place = f' x="{MARGIN + at * LETTER:.1f}" textLength="{len(part) * LETTER:.1f}"'
            out.append(f"<tspan{place}{_look(styles)}>{escape(part, quote=False)}</tspan>")
            at += len(part)
    return "".join(out)


def _look(styles: str) -> str:
    each = styles.split(";")
    fill = next((f' fill="{COLOURS[one]}"' for one in each if one in COLOURS), "")
    return fill + (' font-weight="bold"' if "1" in each else "")


if __name__ == "__main__":
    for each in PICTURES:
        picture = drawn(each, seen(each))
        (HERE / f"{each}.svg").write_text(picture, encoding="utf-8", newline="\n")
