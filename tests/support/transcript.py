"""Pages of commands and what they say, which are run again to see that they still say it.

A page has parts, each with a heading and one block of `console`: lines that begin with `$ ` are run
in turn, and what stands below each is what it writes, and its exit code in brackets unless that is
0. A part begins in a fresh copy of the sample program, with a history. Besides `mentorctl`, `git`
and `ssh-keygen`, a part may use `cd`, `mkdir`, `rm` and `echo TEXT > FILE`, which are done here, so
that no shell is needed. What differs from run to run is shown as `…`.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from support.folders import commit_all
from support.run import mentorctl

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["parts", "run", "with_answers"]

SAMPLE = Path(__file__).parents[2] / "sample-program"
PART = re.compile(r"^## (.+)\n(?:(?!^## )[\s\S])*?^```console\n([\s\S]*?)^```$", re.MULTILINE)
# where a page says the folder lies, whatever it is called here
HOME = "/home/pat"
DAY = r"\d{4}-\d\d-\d\d"
# fingerprints of keys, ids of commits and of a log's entries, and moments
CHANGING = re.compile(
    rf"(?<=SHA256:)[\w+/]{{43}}|\b[0-9a-f]{{10}}\b|(?<={DAY}-)[a-z0-9]{{4}}\b|{DAY} \d\d:\d\d"
)


def parts(page: str) -> dict[str, str]:
    """The block of each part of a page, by its heading."""
    return dict(PART.findall(page))


def run(block: str, place: Path, user: Path) -> str:
    """A block as it should be: its commands, with what they write now.

    Args:
        block: Commands and what they wrote.
        place: An empty folder, with no link above it.
        user: The user's own folder, with keys and settings.
    """
    root = place / "year"
    shutil.copytree(SAMPLE, root)
    commit_all(root, "the sample")
    commands = re.findall(r"^\$ (.*)$", block, re.MULTILINE)
    said = "".join(_answers(commands, root, user))
    for path in (place, user):
        said = said.replace(str(path), HOME)
    return CHANGING.sub("…", said)


def _answers(commands: list[str], at: Path, user: Path) -> Iterator[str]:
    for command in commands:
        yield f"$ {command}\n"
        name, *words = (word.replace("~", str(user)) for word in shlex.split(command))
        if name == "cd":
            at = (at / words[0]).resolve()
        elif name == "mentorctl":
            done = mentorctl(*words, cwd=at)
            yield done.out + done.err
            if done.code:
                yield f"[{done.code}]\n"
        elif name in {"git", "ssh-keygen"}:
            subprocess.run([name, *words], cwd=at, check=True, capture_output=True)
        else:
            _shell(name, words, at)


def _shell(name: str, words: list[str], at: Path) -> None:
    path = at / words[-1]
    if name == "echo":
        text, arrow, _ = words
        with path.open("a" if arrow == ">>" else "w", encoding="utf-8", newline="\n") as file:
            file.write(f"{text}\n")
    elif name == "mkdir":
        path.mkdir(mode=0o700)
    elif path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def with_answers(page: str, answers: dict[str, str]) -> str:
    """A page with other blocks in the place of its own."""
    return PART.sub(lambda part: part[0].replace(part[2], answers.get(part[1], part[2])), page)
