"""What is measured, against whom, and what is to be reached."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from trees import TODAY, grow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PYTHON = sys.executable
CLICK = "import click\n@click.command()\ndef main(): pass\nmain()"
READ = """
import os, sys
todo = [sys.argv[1]]
while todo:
    for entry in os.scandir(todo.pop()):
        if entry.is_dir():
            todo.append(entry.path)
        else:
            file = os.open(entry.path, os.O_RDONLY)
            os.read(file, 32768)
            os.close(file)
"""
SMALL, LARGE = 10_000, 80_000


class Row(NamedTuple):
    """One line of the result."""

    what: str
    seconds: float
    peer: str
    peer_seconds: float
    most: float

    @property
    def ratio(self) -> float:
        return self.seconds / self.peer_seconds

    @property
    def reached(self) -> bool:
        return self.ratio <= self.most

    def __str__(self) -> str:
        mark = "ok  " if self.reached else "MISS"
        return (
            f"{mark} {self.what:<34} {self.seconds * 1000:8.0f} ms  "
            f"{self.ratio:7.3f} x {self.peer:<30} {self.peer_seconds * 1000:8.0f} ms  "
            f"(at most {self.most:g})"
        )


def start_up(place: Path) -> Iterator[Row]:
    """Start-up: an overview, a version, a Tab."""
    tab = {"_MENTORCTL_COMPLETE": "complete_bash", "COMP_WORDS": "mentorctl che", "COMP_CWORD": "1"}
    for what, words, env in (
        ("--help", ["--help"], {}),
        ("--version", ["--version"], {}),
        ("completion", [], tab),
    ):
        runs = {
            what: (_mentorctl(*words), env),
            "click": ([PYTHON, "-c", CLICK], {}),
            "python": ([PYTHON, "-c", "pass"], {}),
        }
        times = in_turns(runs, place, rounds=25)
        yield Row(what, times[what], "a bare click program", times["click"], 1.5)
        yield Row(what, times[what], "python -c pass", times["python"], 6)


def check(place: Path) -> Iterator[Row]:
    """`check` with nothing remembered, and again with nothing changed."""
    root = place / "small"
    files = grow(root, SMALL)
    command = _mentorctl("-C", str(root), "check", "--today", TODAY)
    cold = {
        "check": (command, {"XDG_CACHE_HOME": str(place / "none" / "none")}),
        "read": ([PYTHON, "-c", READ, str(root)], {}),
    }
    (place / "none").write_text("no folder can be made here, so nothing is remembered")
    times = in_turns(cold, place, rounds=9)
    yield Row(f"check, {files:,} files", times["check"], "reading the files", times["read"], 6)
    peer = _check_jsonschema(root, place)
    yield Row(f"check, {files:,} files", times["check"], "check-jsonschema, C loader", peer, 1 / 16)

    _git(root, "init", "-q")
    _git(root, "add", "-A")
    _git(root, "-c", "user.name=n", "-c", "user.email=e@example.org", "commit", "-qm", "all")
    time.sleep(2.5)
    cache = {"XDG_CACHE_HOME": str(place / "cache")}
    run_once(command, place, cache)
    time.sleep(1.5)
    shell = f"git -C '{root}' ls-files -s >{os.devnull}; git -C '{root}' status >{os.devnull}"
    times = in_turns(
        {"check": (command, cache), "git": (["sh", "-c", shell], {})}, place, rounds=15
    )
    yield Row("check, nothing changed", times["check"], "git ls-files -s, git status",
              times["git"], 2)  # fmt: skip
    # what changed just now is not answered from memory; beside it, what is judged anew for nothing
    log = min(root.rglob("log.yaml"))
    edit = f"echo '# seen' >> '{log}'; {' '.join(command)}"
    runs = {"changed": (["sh", "-c", edit], cache), "same": (command, cache)}
    again = in_turns(runs, place, rounds=9)
    changed = again["changed"]
    yield Row("check, one file changed", changed, "check, the same, not replayed", again["same"], 2)
    yield Row("check, one file changed", changed, "check, the same, replayed", times["check"], 2)


def growth(place: Path) -> Iterator[Row]:
    """The cost of a file, and the memory, from ten thousand files to eighty."""
    import resource

    costs = {}
    for name, wanted in (("grown-small", SMALL), ("grown-large", LARGE)):
        root = place / name
        files = grow(root, wanted)
        command = _mentorctl("-C", str(root), "check", "--today", TODAY)
        env = {"XDG_CACHE_HOME": str(place / "none" / "none")}
        (place / "none").write_text("no folder can be made here, so nothing is remembered")
        costs[name] = in_turns({name: (command, env)}, place, rounds=5)[name] / files
    small, large = (costs[name] * 1000 for name in ("grown-small", "grown-large"))
    yield Row("check, 1,000 of 80,000 files", large, "1,000 of 10,000 files", small, 1.2)
    if sys.platform == "win32":
        return  # which tells nobody how much memory another process took
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    yield Row("memory of one process, MiB as ms", memory / 1000, "1 MiB as ms", 0.001, 400)


def reports(place: Path) -> Iterator[Row]:
    """The lists, against `check` on the same folder."""
    root = place / "reported"
    files = grow(root, SMALL)
    env = {"XDG_CACHE_HOME": str(place / "none" / "none")}
    (place / "none").write_text("no folder can be made here, so nothing is remembered")
    names = ("check", "status", "due", "completers")
    runs = {name: (_mentorctl("-C", str(root), name, "--today", TODAY), env) for name in names}
    times = in_turns(runs, place, rounds=7)
    for name in names[1:]:
        yield Row(f"{name}, {files:,} files", times[name], "check", times["check"], 1)
    yield from _beside(root, place, env)


def _beside(root: Path, place: Path, env: Mapping[str, str]) -> Iterator[Row]:
    """What more is made of the same judging than a list, against `status`, by time in the CPU."""
    words = {
        "status": ("status",),
        "remind": ("remind",),
        "calendar": ("calendar", "--out", str(place / "year.ics")),
        "report": ("report", "--out", str(place / "year.html")),
    }
    runs = {
        name: (_mentorctl("-C", str(root), *each, "--today", TODAY), env)
        for name, each in words.items()
    }
    times = in_turns(runs, place, rounds=5, of_cpu=True)
    for name in ("remind", "calendar", "report"):
        yield Row(f"{name}, CPU", times[name], "status, CPU", times["status"], 2)


def _mentorctl(*words: str) -> list[str]:
    return [str(Path(PYTHON).with_name("mentorctl")), *words]


def in_turns(
    runs: Mapping[str, tuple[Sequence[str], Mapping[str, str]]],
    place: Path,
    *,
    rounds: int,
    of_cpu: bool = False,
) -> dict[str, float]:
    """The median of each command, the commands taking turns; one round goes before, unmeasured."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(rounds + 1):
        for name, (command, env) in runs.items():
            seconds = run_once(command, place, env, of_cpu=of_cpu)
            if number:
                times[name].append(seconds)
    return {name: statistics.median(values) for name, values in times.items()}


def run_once(
    command: Sequence[str], place: Path, env: Mapping[str, str], *, of_cpu: bool = False
) -> float:
    clock = _children if of_cpu else time.perf_counter
    started = clock()
    done = subprocess.run(
        command,
        cwd=place,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "", **env},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    seconds = clock() - started
    if done.returncode not in (0, 1):
        sys.exit(f"{command} left with {done.returncode}:\n{done.stderr.decode()}")
    return seconds


def _children() -> float:
    """The time that all processes begun here have had in the CPU."""
    used = os.times()
    return used.children_user + used.children_system


def _check_jsonschema(root: Path, place: Path) -> float:
    """How long check-jsonschema takes for the same files.

    It gets them in one call, and a schema that asks for next to nothing: that is the least it
    can take, whatever the records' own schemas would cost it.
    """
    schema = place / "any.json"
    schema.write_text(json.dumps({"type": "object"}), encoding="utf-8")
    paths = [path.relative_to(root).as_posix() for path in sorted(root.rglob("*.yaml"))]
    peer = [str(Path(PYTHON).with_name("check-jsonschema")), "--schemafile", str(schema)]
    return run_once([*peer, *paths], root, {})


def _git(root: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True)
