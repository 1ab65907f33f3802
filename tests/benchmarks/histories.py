"""The audit of a history, beside what stock git takes to check and to walk it."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import TYPE_CHECKING

from measures import PYTHON, Row, in_turns
from trees import SAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMITS = 2_000


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


def grow_history(root: Path, commits: int) -> Path:
    """Make the sample a repository with so many commits, signed by its coordinator.

    Returns:
        The file by which stock git checks them.
    """
    from support.histories import Made
    from support.trails import as_yaml, key, lay_signed, stamp

    files = {
        path.relative_to(SAMPLE).as_posix(): path.read_bytes()
        for path in SAMPLE.rglob("*")
        if path.is_file()
    }
    coordinator = "theodore-runge"
    own, person = key(coordinator), f"people/{coordinator}.yaml"
    keys = as_yaml({"keys": [{"public": own.public, "added": own.added}]})
    files[person] = files[person].partition(b"keys:")[0].rstrip() + b"\n" + keys
    logs = [path for path in files if path.endswith("log.yaml")]
    made = []
    start = dt.datetime(2026, 8, 3, 9, tzinfo=dt.UTC)
    for number in range(commits):
        path = logs[number % len(logs)]
        files = {**files, path: files[path] + b"# %d\n" % number}
        made.append(Made(files, author=stamp(start + dt.timedelta(hours=number))))
    root.mkdir()
    lay_signed(root, made, [coordinator] * commits)
    allowed = root.with_name(f"{root.name}-allowed")
    allowed.write_text(f'{coordinator} namespaces="git" {own.public}\n', encoding="utf-8")
    return allowed
