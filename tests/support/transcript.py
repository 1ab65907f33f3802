"""Pages of commands and what they say, which are run again to see that they still say it.

A page has parts, each with a heading and one block of `console`: lines that begin with `$ ` are run
in turn, and what stands below each is what it writes, and its exit code in brackets unless that is
0. A part begins in a fresh copy of the sample program, with a history. Besides `mentorctl`, `git`
and `ssh-keygen`, a part may use `cd`, `mkdir`, `cp`, `rm` and `echo TEXT > FILE`, which are done
here, so that no shell is needed. What differs from run to run is shown as `…`.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from support.folders import commit_all, copied
from support.run import Result, mentorctl

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Shell", "calm", "lay_sample", "parts", "run", "with_answers"]

SAMPLE = Path(__file__).parents[2] / "sample-program"
PART = re.compile(r"^## (.+)\n(?:(?!^## )[\s\S])*?^```console\n([\s\S]*?)^```$", re.MULTILINE)
# where a page says the folder lies, whatever it is called here
HOME = "/home/pat"
DAY = r"\d{4}-\d\d-\d\d"
# fingerprints of keys, ids of commits and of a log's entries, moments, and what is installed
CHANGING = re.compile(
    rf"(?<=SHA256:)[\w+/]{{43}}|\b[0-9a-f]{{10}}\b|(?<={DAY}-)[a-z0-9]{{4}}\b|{DAY} \d\d:\d\d"
    r"|(?<=OpenSSH )[\d.]+(?= is on)|(?<=ssh-ed25519 )AAAA[\w+/]{64}"
)


def parts(page: str) -> dict[str, str]:
    """The block of each part of a page, by its heading."""
    return dict(PART.findall(page))


def lay_sample(folder: Path) -> None:
    """Lay the sample program, with a history that is one commit."""
    shutil.copytree(SAMPLE, folder / "program")
    commit_all(folder / "program", "the sample")


def run(block: str, sample: Path, place: Path, user: Path) -> str:
    """A block as it should be: its commands, with what they write now.

    Args:
        block: Commands and what they wrote.
        sample: The sample program with a history.
        place: An empty folder, with no link above it.
        user: The user's own folder, with keys and settings.
    """
    root = copied(sample, place / "year")
    commands = re.findall(r"^\$ (.*)$", block, re.MULTILINE)
    shell = Shell(root, user)
    return calm("".join(map(shell.answer, commands)), place, user)


def calm(said: str, place: Path, user: Path) -> str:
    """What was said, without what differs from run to run."""
    for path in (place, user):
        said = said.replace(str(path), HOME)
    return CHANGING.sub("…", said)


class Shell:
    """Where somebody types the commands of a page.

    Attributes:
        at: The folder that they stand in.
        user: Their own folder.
        start: What runs `mentorctl`.
        code: What the last command exited with.
    """

    def __init__(self, at: Path, user: Path, start: Callable[..., Result] = mentorctl) -> None:
        self.at = at
        self.user = user
        self.start = start
        self.code = 0

    def answer(self, command: str) -> str:
        """Do a command; the lines that the page has of it."""
        typed = f"$ {command}\n"
        self.code = 0
        words = shlex.split(command, comments=True)
        name, *words = (word.replace("~", str(self.user)) for word in words)
        if name == "cd":
            self.at = (self.at / words[0]).resolve()
        elif name == "mentorctl":
            done = self.start(*words, cwd=self.at)
            self.code = done.code
            return f"{typed}{done.out}{done.err}" + (f"[{done.code}]\n" if done.code else "")
        elif name in {"git", "ssh-keygen"}:
            subprocess.run([name, *words], cwd=self.at, check=True, capture_output=True)
        else:
            self._by_itself(name, words)
        return typed

    def _by_itself(self, name: str, words: list[str]) -> None:
        path = self.at / words[-1]
        if name == "echo":
            text, arrow, _ = words
            with path.open("a" if arrow == ">>" else "w", encoding="utf-8", newline="\n") as file:
                file.write(f"{text}\n")
        elif name == "mkdir":
            path.mkdir(mode=0o700)
        elif name == "cp":
            shutil.copy(self.at / words[0], path)
        elif path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def with_answers(page: str, answers: dict[str, str]) -> str:
    """A page with other blocks in the place of its own."""
    return PART.sub(lambda part: part[0].replace(part[2], answers.get(part[1], part[2])), page)
