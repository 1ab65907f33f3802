"""Six copies of one shared folder, and what people do in them, half of it with plain git.

Whatever happens, `Village` holds each step to what must always be true. `settle` obeys what the
commands say, as a person would who is no programmer; who is left with nothing to do is blocked.
"""

from __future__ import annotations

import os
import random
import re
import shlex
import subprocess
from typing import TYPE_CHECKING, Any, NamedTuple

from support.folders import lay_base
from support.histories import plain
from support.keys import lay_key
from support.run import Result, mentorctl

from mentorctl.store.edit.set_value import set_value
from mentorctl.store.parse.nodes import compose
from mentorctl.store.parse.nodes import plain as plain_value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

__all__ = [
    "AMARA", "COPIES", "FOLDER", "PAIRING", "SHARED", "TEO", "TODAY", "Copy", "Place", "Village",
    "lay_village",
]  # fmt: skip

PAIRING = "amara-okafor-teo-lindqvist"
FOLDER = f"pairings/2026-2027/{PAIRING}"
IRIS, AMARA, TEO, NOOR = "iris-nakamura", "amara-okafor", "teo-lindqvist", "noor-haddad"
TODAY = ("--today", "2027-05-03")
STEPS = 10


class Place(NamedTuple):
    """A value of a record."""

    path: str
    way: tuple[str | int, ...]


class Copy(NamedTuple):
    """Somebody's copy: who they are, and the value that this copy alone writes."""

    name: str
    person: str
    own: Place


COPIES = (
    Copy("iris", IRIS, Place(f"people/{IRIS}.yaml", ("position",))),
    Copy("amara", AMARA, Place(f"{FOLDER}/plan.yaml", ("experiences", 0, "notes"))),
    Copy("laptop", AMARA, Place(f"{FOLDER}/plan.yaml", ("experiences", 1, "notes"))),
    Copy("teo", TEO, Place(f"{FOLDER}/experiences/1.yaml", ("comment", "text"))),
    Copy("office", TEO, Place(f"{FOLDER}/experiences/2.yaml", ("comment", "text"))),
    # her key is registered in the middle of the year
    Copy("noor", NOOR, Place(f"people/{NOOR}.yaml", ("position",))),
)
# what several write, and who may
SHARED = {
    Place(f"{FOLDER}/plan.yaml", ("experiences", 2, "notes")): {IRIS, AMARA, TEO},
    Place(f"{FOLDER}/experiences/3.yaml", ("comment", "text")): {IRIS, TEO},
}
# what somebody does who obeys what is said: a command in it, or one that it stands for
OBEYED = (
    (r"give it up with (git [a-z-]+ --abort)", ""),
    (r"(git switch (?:--merge )?main)", ""),
    (r"--ours or --theirs", "mentorctl sync --ours"),
    (r"mentorctl sync --mend", "mentorctl sync --mend --yes"),
    (r"keep one of the two versions in it", "choose"),
    (r"keep it there first: mentorctl save", "mentorctl save --today 2027-05-03"),
    (r"save it as it is with --anyway", "mentorctl save --anyway --today 2027-05-03"),
    (r"run (?:mentorctl sync|this|the command) again", "mentorctl sync"),
)


def lay_village(folder: Path) -> None:
    """Lay the coordinator's copy, and the shared repository with its guard."""
    iris = lay_base(folder / "iris")
    keys = {person: lay_key(folder / "keys", person) for person in (IRIS, AMARA, TEO, NOOR)}
    env = {"MENTORCTL_KEY": str(keys[IRIS])}
    for person in (IRIS, AMARA, TEO):
        done = mentorctl("key", "add", person, f"{keys[person]}.pub", cwd=iris, env=env)
        assert done.code == 0, done.err
    done = mentorctl("host", folder / "shared.git", cwd=iris, env=env)
    assert done.code == 0, done.err


class Village:
    """The copies, and all that happens in them.

    Args:
        folder: What `lay_village` laid.
        seed: What happens follows from it, but for the moment at which the power fails.

    Attributes:
        written: Each text that somebody kept: who wrote it, and where.
        count: How many texts there are.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.chance = random.Random(seed)  # noqa: S311 - what happens, no secrets
        self.shared = folder / "shared.git"
        self.written: dict[str, tuple[str, Place | None]] = {}
        self._log = [f"seed {seed}"]
        self.count = 0
        for each in COPIES:
            root = self.root(each)
            if each.name != "iris":
                plain(folder, "clone", "-q", str(self.shared), each.name)
            record = self.root(COPIES[0]) / f"people/{each.person}.yaml"
            email = re.search(r"(?m)^email: (.*)$", record.read_text(encoding="utf-8"))
            plain(root, "config", "user.name", each.person)
            plain(root, "config", "user.email", email[1] if email else each.person)
            done = self.run(each, "sync", "--remote", str(self.shared))
            assert done.code == 0, self.told(done)

    def root(self, copy: Copy) -> Path:
        """Where a copy lies."""
        return self.folder / copy.name

    def live(self, steps: int, deeds: Mapping[Callable[[Village, Copy], None], int]) -> None:
        """Let so many things happen, each as often as its number says."""
        for step in range(steps):
            if step == steps // 2:
                self._register_late()
            copy = self.chance.choice(COPIES)
            (deed,) = self.chance.choices(list(deeds), list(deeds.values()))
            self.note(f"{copy.name}: {deed.__name__}")
            deed(self, copy)

    def _register_late(self) -> None:
        iris = COPIES[0]
        self.settle(iris)
        done = self.run(iris, "key", "add", NOOR, str(self.folder / "keys" / f"{NOOR}.pub"))
        assert done.code == 0, self.told(done)
        self.settle(iris)

    def run(self, copy: Copy, *words: str) -> Result:
        """Run mentorctl in a copy; never does it fail for a reason of its own."""
        done = mentorctl(*words, cwd=self.root(copy), env=self.env(copy))
        self._log.append(f"  {copy.name}$ mentorctl {shlex.join(words)} -> {done.code}")
        self._log += [f"    | {line}" for line in done.err.splitlines()[:12]]
        assert done.code in {0, 1, 3}, self.told(done)
        assert "Traceback" not in done.err, self.told(done)
        return done

    def git(self, copy: Copy, *words: str) -> bool:
        """Run plain git in a copy, which may refuse."""
        env = {**os.environ, "GIT_EDITOR": "true", "GIT_MERGE_AUTOEDIT": "no"}
        done = subprocess.run(["git", *words], cwd=self.root(copy), env=env, check=False,
                              capture_output=True, timeout=60)  # fmt: skip
        self._log.append(f"  {copy.name}$ git {shlex.join(words)} -> {done.returncode}")
        return done.returncode == 0

    def env(self, copy: Copy) -> dict[str, str]:
        """How somebody's key is found."""
        return {"MENTORCTL_KEY": str(self.folder / "keys" / copy.person)}

    def note(self, what: str) -> None:
        """Note what happens."""
        self._log.append(what)

    def told(self, done: Result | None = None) -> str:
        """All that happened, for whoever looks for the cause."""
        return "\n".join([*self._log[-600:], *([done.out, done.err] if done else [])])

    def new_text(self, copy: Copy, place: Place | None) -> str:
        """A text that nobody has written before."""
        self.count += 1
        end = self.chance.choice(["", " and more", ": with a colon", " # no remark"])
        return f"{copy.name} {self.count}{end}" if place else f"{copy.name} {self.count} met"

    def value(self, copy: Copy, place: Place) -> Any:
        """What the file of a copy has at a place; None where it cannot be read."""
        return value_at((self.root(copy) / place.path).read_bytes(), place.way)

    def somewhere(self, copy: Copy) -> Place:
        """Where somebody writes next."""
        open_to = [each for each, who in SHARED.items() if copy.person in who]
        return self.chance.choice([copy.own, copy.own, *open_to])

    def put(self, copy: Copy) -> tuple[Place, str] | None:
        """Type a text into a file; not where git has put its marks there."""
        place = self.somewhere(copy)
        file = self.root(copy) / place.path
        if not file.is_file() or b"<<<<<<<" in file.read_bytes():
            return None
        text = self.new_text(copy, place)
        old = file.read_text(encoding="utf-8")
        file.write_text(set_value(old, place.way, text), encoding="utf-8", newline="\n")
        return place, text

    def kept(self, copy: Copy, place: Place, text: str) -> None:
        """Note a text, if it is in the history of a copy now."""
        held = plain(self.root(copy), "show", f"HEAD:{place.path}")
        if value_at(held.encode(), place.way) == text:
            self.written[text] = (copy.person, place)

    def sync(self, copy: Copy, *words: str) -> Result:
        """Exchange; what this copy alone writes stays as it is, whatever comes in."""
        before = self.value(copy, copy.own)
        done = self.run(copy, "sync", *words)
        assert self.value(copy, copy.own) == before, self.told(done)
        return done

    def settle(self, copy: Copy) -> None:
        """Do what one is told to until everything is there: nobody is ever blocked."""
        words = ["mentorctl", "sync"]
        for _ in range(STEPS):
            if words[0] != "mentorctl":
                if words[0] == "git":
                    self.git(copy, *words[1:])
                else:
                    self._choose(copy)
                words = ["mentorctl", "sync"]
                continue
            done = self.sync(copy, *words[2:]) if words[1] == "sync" else self.run(copy, *words[1:])
            said = " ".join(done.err.split())
            if words[1] == "sync" and (done.code == 0 or "is registered here yet" in said):
                return
            again = words[1] == "save" and done.code == 0
            words = ["mentorctl", "sync"] if again else self._next(said, done)
        raise AssertionError(f"{copy.name} is blocked:\n{self.told()}")

    def _choose(self, copy: Copy) -> None:
        """Keep the first of two versions that git has put side by side."""
        for place in {each.own.path for each in COPIES} | {each.path for each in SHARED}:
            file = self.root(copy) / place
            text = file.read_text(encoding="utf-8")
            kept = re.sub(r"(?ms)^<{7} .*?\n(.*?)^={7}\n.*?^>{7} .*?\n", r"\1", text)
            file.write_text(kept, encoding="utf-8", newline="\n")

    def _next(self, said: str, done: Result) -> list[str]:
        for pattern, command in OBEYED:
            found = re.search(pattern, said)
            if found:
                return shlex.split(command or found[1])
        raise AssertionError(f"nothing to do is named:\n{self.told(done)}")


def value_at(content: bytes, way: tuple[str | int, ...]) -> Any:
    """A value of a record's content; None where there is none, or it cannot be read."""
    found: Any = plain_value(compose(content)[0])
    for step in way:
        try:
            found = found[step]
        except (KeyError, IndexError, TypeError):
            return None
    return found
