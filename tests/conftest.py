from __future__ import annotations

import gc
import hashlib
import itertools
import os
import shutil
import sys
import tempfile
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import settings
from support.folders import Once, copied, lay_base
from support.hook_server import hook_command
from support.run import mentorctl

from mentorctl.trail.git.merge_driver_setup import own_command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from xdist.remote import Producer
    from xdist.scheduler import Scheduling

# everybody looks for new examples, except where a red run must be about the change at hand
settings.register_profile("same examples", derandomize=True, deadline=None, max_examples=30)
settings.register_profile("new examples", deadline=None)
settings.load_profile("same examples" if os.environ.get("CI") else "new examples")

# what tests write to is memory where there is so much of it: a disk only makes them wait
MEMORY = "/dev/shm"  # noqa: S108 - pytest makes a folder there that nobody else can enter
ENOUGH = 2 << 30

GIT_SETTINGS = """\
[user]
    name = Jo Tester
    email = jo.tester@example.org
[init]
    defaultBranch = main
    templateDir =
[commit]
    gpgSign = false
[maintenance]
    auto = false
"""
# what a machine or its owner may have set, and what a test must not depend on
FOREIGN = (
    "GIT_",
    "SSH_",
    "XDG_",
    "MENTORCTL_CACHE",
    "MENTORCTL_KEY",
    "EDITOR",
    "VISUAL",
    "COLUMNS",
    "FORCE_COLOR",
    "PYTHONDONTWRITEBYTECODE",  # every mentorctl that a test starts would compile itself anew
)


def _place() -> str | None:
    """The memory to write to; None where there is little, or no program can be started there."""
    if sys.platform == "linux" and os.access(MEMORY, os.W_OK):
        found = os.statvfs(MEMORY)
        if found.f_bavail * found.f_frsize >= ENOUGH and not found.f_flag & os.ST_NOEXEC:
            return MEMORY
    return None


def pytest_configure() -> None:
    """Write to memory, unless somebody has said where to; the other processes are told, too."""
    if "TMPDIR" not in os.environ and (place := _place()):
        os.environ["TMPDIR"] = tempfile.tempdir = place
    # what is collected lasts to the end: looking for what may go takes a tenth of the whole time
    gc.disable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling | None:
    """Give each process files that follow each other, so that few are laid for in both."""
    if config.getoption("dist") != "load":
        return None
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--shuffled", metavar="SEED", help="run the tests in another order")
    parser.addoption("--every-case", action="store_true", help="try all cases of long families")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """One process more than there are cores, where those are few: each waits at times."""
    if sys.platform != "linux":
        return None
    cores = len(os.sched_getaffinity(0))
    return cores + 1 if cores in {2, 3, 4} else None


def _sampled(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave most cases of long families, which go through the same lines, to `--every-case`."""
    if config.getoption("--every-case"):
        return
    seen: dict[str, int] = {}
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        mark = item.get_closest_marker("one_in")
        family = item.nodeid.partition("[")[0]
        seen[family] = number = seen.get(family, -1) + 1
        (left if mark and number % mark.args[0] else kept).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Shuffle the files, and the tests in each: what a file's tests share is laid once still."""
    _sampled(config, items)
    seed = config.getoption("--shuffled")

    def place(text: object) -> bytes:
        return hashlib.sha256(f"{seed} {text}".encode()).digest()

    if seed is not None:
        items.sort(key=lambda item: (place(item.path), place(item.nodeid)))


def pytest_collection_finish() -> None:
    """Look for what may go from here on, and seldom."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Iterator[Path]]:
    """Homes that nobody has used; the first is that of fixtures that several tests share."""
    place = tmp_path_factory.mktemp("homes")
    homes = (place / str(number) for number in itertools.count())
    with pytest.MonkeyPatch.context() as patch:
        _settle(next(homes), patch)
        yield homes


@pytest.fixture(autouse=True)
def home(_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home of its own for every test; nothing of this machine's is read or written."""
    folder = next(_homes)
    _settle(folder, monkeypatch)
    return folder


def _settle(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(FOREIGN):
            monkeypatch.delenv(name)
    folder.mkdir()
    (folder / "gitconfig").write_text(GIT_SETTINGS, encoding="utf-8")
    settings = {
        "HOME": folder,
        "USERPROFILE": folder,
        "LOCALAPPDATA": folder / "local",
        "XDG_CACHE_HOME": folder / "cache",
        "XDG_CONFIG_HOME": folder / "config",
        "XDG_DATA_HOME": folder / "data",
        "XDG_STATE_HOME": folder / "state",
        "GIT_CONFIG_GLOBAL": folder / "gitconfig",
        "GIT_CONFIG_NOSYSTEM": "1",
        "NO_COLOR": "1",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, str(value))


@pytest.fixture(scope="session", autouse=True)
def _quick_hooks() -> Iterator[None]:
    """Hooks run in a process that has loaded mentorctl before, where a system can copy one."""
    with pytest.MonkeyPatch.context() as patch:
        if hasattr(os, "fork"):
            from mentorctl.trail.server import installation

            patch.setattr(installation, "own_command", hook_command)
        yield


@pytest.fixture
def real_guard(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """`real_guard(repository)`: sets a guard there whose hooks are started as in earnest."""
    from mentorctl.trail.server import installation

    def set_(repository: Path) -> None:
        monkeypatch.setattr(installation, "own_command", own_command)
        assert mentorctl("guard", "--install", repository, cwd=repository).code == 0

    return set_


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """`once(name, lay)`: a folder that `lay` fills, once for all processes of a run.

    Tests read it, or copy it.
    """
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def laid(name: str, lay: Callable[[Path], object]) -> Path:
        folder, whole = base / name, base / f"{name}.whole"
        with FileLock(base / f"{name}.lock"):
            if not whole.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                lay(folder)
                whole.touch()
        return folder

    return laid


@pytest.fixture(scope="session")
def demo(once: Once) -> Path:
    """The sample with its year's signed history; tests read it, or copy it."""

    def lay(folder: Path) -> None:
        from mentorctl.cli.commands.demo import build

        build(folder / "program")

    return once("demo", lay) / "program"


@pytest.fixture
def known_demo(demo: Path, once: Once, home: Path) -> Path:
    """The same, for a user whose mentorctl has read its history before."""

    def read(folder: Path) -> None:
        assert mentorctl("audit", cwd=demo, env={"XDG_CACHE_HOME": str(folder)}).code in {0, 1}

    kept = once("demo read", read) / "mentorctl" / "trail"
    copied(kept, home / "cache" / "mentorctl" / "trail")
    return demo


@pytest.fixture(scope="session")
def base_program(once: Once) -> Path:
    """The one that `program` is a copy of; tests read it."""
    return once("base", lambda folder: lay_base(folder / "program")) / "program"


@pytest.fixture
def program(base_program: Path, tmp_path: Path) -> Path:
    """A program folder under git in which all is well on 2027-05-03."""
    return copied(base_program, tmp_path / "program")
