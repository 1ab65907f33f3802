"""The small acts on 1,000 pairings, beside what plain git and OpenSSH take for the same."""

from __future__ import annotations

import datetime as dt
import shutil
import statistics
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from measures import PYTHON, SMALL, Row, in_turns, run_once
from trees import TODAY, YEAR, grow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROUNDS = 7
COORDINATOR, ADVISOR = "theodore-runge", "patricia-nakamura"
MENTORCTL = f"'{Path(PYTHON).with_name('mentorctl')}'"
ACTS = {
    "log": f"log $p --kind email --on 2027-04-26 --from 7:00 --until 7:10 --topics x"
           f" --today {TODAY}",
    "hand-in": f"hand-in $p 4 --yes --on 2027-03-31 --today {TODAY}",
    "approve": f"approve $p plan --yes --on 2026-09-16 --today {TODAY}",
}  # fmt: skip
COMMIT = 'echo "# $n" >> $d/log.yaml; git add $d'


def acts(place: Path) -> Iterator[Row]:
    """One entry of a log, one hand-in, one approval, one signature, one exchange with others."""
    root, keys = place / "acted", place / "acted-keys"
    grow(root, SMALL)
    _register(root, keys)
    plain = Path(shutil.copytree(root, place / "acted-plain"))
    env = {
        "XDG_CONFIG_HOME": str(place / "acted-config"), "XDG_CACHE_HOME": str(place / "cache"),
        "MENTORCTL_KEY": str(keys / COORDINATOR),
        **{f"GIT_{who}_{what}": "n@example.org" for who in ("AUTHOR", "COMMITTER")
           for what in ("NAME", "EMAIL")},
    }  # fmt: skip
    floor = _turn(plain, f"{COMMIT}; git commit -qm x")
    for what, words in ACTS.items():
        runs = {what: (_turn(root, f"{MENTORCTL} {words}"), env), "git": (floor, env)}
        before = _saved(root)
        times = in_turns(runs, place, rounds=ROUNDS)
        # what is refused, or has nothing to change, is none of the act that is meant
        assert _saved(root) == before + ROUNDS + 1, what
        yield Row(what, times[what], "git add, git commit", times["git"], 3)
    signed = f"-c gpg.format=ssh -c user.signingkey={keys / ADVISOR}"
    sign = f"{MENTORCTL} sign $p plan --yes --key {keys / ADVISOR} --today {TODAY}"
    floor = _turn(plain, f"ssh-keygen -q -Y sign -n file -f {keys / ADVISOR} $d/plan.yaml;"
                         f" {COMMIT}; git {signed} commit -S -qm x")  # fmt: skip
    times = in_turns({"sign": (_turn(root, sign), env), "git": (floor, env)}, place, rounds=ROUNDS)
    yield Row("sign", times["sign"], "ssh-keygen -Y sign, commit -S", times["git"], 3)
    yield _sync(place, root, plain, env)


def _sync(place: Path, root: Path, plain: Path, env: Mapping[str, str]) -> Row:
    """Bringing in and sending, with a guard before the shared folder and without."""
    save = f"echo '# $n' >> $d/log.yaml; {MENTORCTL} save -m x --today {TODAY}"
    sides = (
        (root, _turn(root, save), _turn(root, f"{MENTORCTL} sync")),
        (
            plain,
            _turn(plain, f"{COMMIT}; git commit -qm x"),
            _turn(plain, "git pull -q; git push -q"),
        ),
    )
    for folder, _, _ in sides:
        shared = place / f"{folder.name}.git"
        _git(place, "clone", "-q", "--bare", str(folder), str(shared))
        _git(folder, "remote", "add", "origin", str(shared))
        _git(folder, "fetch", "-q")
        _git(folder, "branch", "-q", "--set-upstream-to=origin/main")
    run_once(["sh", "-c", f"{MENTORCTL} guard --install {place / 'acted.git'}"], place, env)
    run_once(["sh", "-c", f"cd {root}; {MENTORCTL} sync --yes"], place, env)
    times: dict[Path, list[float]] = {root: [], plain: []}
    for number in range(ROUNDS + 1):
        for folder, prepare, exchange in sides:
            run_once(prepare, place, env)
            seconds = run_once(exchange, place, env)
            if number:
                times[folder].append(seconds)
    medians = {folder: statistics.median(each) for folder, each in times.items()}
    return Row("sync, through the guard", medians[root], "git pull, git push", medians[plain], 8)


def _turn(folder: Path, command: str) -> list[str]:
    """A command that finds another pairing each time, in `$p`, its folder in `$d`."""
    count = folder.with_name(f"{folder.name}-count")
    script = (
        f"cd '{folder}'; n=$(cat '{count}' 2>/dev/null || echo 101); echo $((n + 2)) > '{count}';"
        f" p=pairing-00$n; d=pairings/{YEAR}/$p; {command}"
    )
    return ["sh", "-c", script]


def _register(root: Path, keys: Path) -> None:
    """Make a grown folder a repository in which two coordinators have keys."""
    from support.histories import Made
    from support.keys import lay_key
    from support.trails import as_yaml, key, lay_signed, stamp

    lines = []
    for person in (COORDINATOR, ADVISOR):
        lay_key(keys, person)
        own, file = key(person), root / f"people/{person}.yaml"
        lines.append(f'{person} namespaces="git,mentorctl" {own.public}\n')
        said = as_yaml({"keys": [{"public": own.public, "added": own.added}]})
        file.write_bytes(file.read_bytes().partition(b"keys:")[0].rstrip() + b"\n" + said)
    program = root / "program.yaml"
    both = f"coordinators:\n  - {COORDINATOR}\n  - {ADVISOR}\n"
    text = program.read_text(encoding="utf-8")
    program.write_text(text.replace(f"coordinators:\n  - {COORDINATOR}\n", both), encoding="utf-8")
    (root / ".mentorctl").mkdir()
    (root / ".mentorctl/allowed_signers").write_text("".join(lines), encoding="utf-8")
    files = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }
    start = dt.datetime(2026, 8, 3, 9, tzinfo=dt.UTC)
    lay_signed(root, [Made(files, author=stamp(start))], [COORDINATOR])


def _saved(folder: Path) -> int:
    return int(_git(folder, "rev-list", "--count", "HEAD"))


def _git(folder: Path, *words: str) -> bytes:
    command = ["git", "-C", str(folder), *words]
    return subprocess.run(command, check=True, capture_output=True).stdout
