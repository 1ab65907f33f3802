"""The audit of a history, beside what stock git takes to check and to walk it."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import TYPE_CHECKING

from measures import PYTHON, Row, in_turns
from trees import SAMPLE, YEAR, grow

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMITS = 2_000
COORDINATOR = "theodore-runge"
START = dt.datetime(2026, 8, 3, 9, tzinfo=dt.UTC)


def audit(place: Path) -> Iterator[Row]:
    """`audit` with nothing remembered, and again with nothing new."""
    root = place / "audited"
    allowed = grow_history(root, COMMITS)
    command = [str(Path(PYTHON).with_name("mentorctl")), "-C", str(root), "audit"]
    git = ["git", "-C", str(root)]
    log = [*git, "-c", f"gpg.ssh.allowedSignersFile={allowed}", "log", "--show-signature"]
    (place / "none").write_text("no folder can be made here, so nothing is remembered")
    own = {"XDG_CONFIG_HOME": str(place / "config"), "XDG_CACHE_HOME": str(place / "none" / "none")}
    times = in_turns({"audit": (command, own), "git": (log, {})}, place, rounds=3)
    yield Row(f"audit, {COMMITS:,} signed commits", times["audit"], "git log --show-signature",
              times["git"], 1 / 50)  # fmt: skip

    kept = {**own, "XDG_CACHE_HOME": str(place / "cache")}
    for _ in range(2):
        # an answer about what changed just now is not kept
        in_turns({"audit": (command, kept)}, place, rounds=1)
        time.sleep(2.5)
    runs = {"audit": (command, kept), "git": ([*git, "rev-list", "HEAD"], {})}
    times = in_turns(runs, place, rounds=25)
    yield Row("audit, nothing new", times["audit"], "git rev-list HEAD", times["git"], 3)


def story(place: Path) -> Iterator[Row]:
    """`history` of one record among a thousand pairings and thousands of commits."""
    root = place / "told"
    grow_long_history(root, COMMITS)
    own = {"XDG_CONFIG_HOME": str(place / "config"), "XDG_CACHE_HOME": str(place / "story-cache")}
    record = f"pairings/{YEAR}/pairing-00003/log.yaml"
    words = ["history", "pairing-00003", "log"]
    runs = {
        "history": ([str(Path(PYTHON).with_name("mentorctl")), "-C", str(root), *words], own),
        "git": (["git", "-C", str(root), "log", "-p", "--", record], {}),
    }
    times = in_turns(runs, place, rounds=9)
    yield Row("history of a record", times["history"], "git log -p of it", times["git"], 3)


def grow_long_history(root: Path, commits: int) -> None:
    """Make a thousand pairings a repository, in which each commit changes one log or plan."""
    from support.histories import Made
    from support.trails import lay_signed, stamp

    source = root.with_name(f"{root.name}-source")
    grow(source, 10_000)
    files = _with_key(source)
    records = sorted(path for path in files if path.endswith(("/log.yaml", "/plan.yaml")))
    made = [Made(dict(files), author=stamp(START))]
    for number in range(commits):
        path = records[(number * 7) % len(records)]
        files[path] += b"# %d\n" % number
        when = stamp(START + dt.timedelta(hours=number + 1))
        made.append(Made({path: files[path]}, author=when, adds=True))
    root.mkdir()
    lay_signed(root, made, [COORDINATOR] * len(made))


def grow_history(root: Path, commits: int) -> Path:
    """Make the sample a repository with so many commits, signed by its coordinator.

    Returns:
        The file by which stock git checks them.
    """
    from support.histories import Made
    from support.trails import key, lay_signed, stamp

    files = _with_key(SAMPLE)
    logs = [path for path in files if path.endswith("log.yaml")]
    made = []
    for number in range(commits):
        path = logs[number % len(logs)]
        files = {**files, path: files[path] + b"# %d\n" % number}
        made.append(Made(files, author=stamp(START + dt.timedelta(hours=number))))
    root.mkdir()
    lay_signed(root, made, [COORDINATOR] * commits)
    allowed = root.with_name(f"{root.name}-allowed")
    public = key(COORDINATOR).public
    allowed.write_text(f'{COORDINATOR} namespaces="git" {public}\n', encoding="utf-8")
    return allowed


def _with_key(source: Path) -> dict[str, bytes]:
    """A folder's files, with a key for its coordinator."""
    from support.trails import as_yaml, key

    files = {
        path.relative_to(source).as_posix(): path.read_bytes()
        for path in source.rglob("*")
        if path.is_file()
    }
    own, person = key(COORDINATOR), f"people/{COORDINATOR}.yaml"
    keys = as_yaml({"keys": [{"public": own.public, "added": own.added}]})
    files[person] = files[person].partition(b"keys:")[0].rstrip() + b"\n" + keys
    return files
