from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings
from support.folders import lay_base

# everybody looks for new examples, except where a red run must be about the change at hand
settings.register_profile("same examples", derandomize=True, deadline=None)
settings.register_profile("new examples", deadline=None)
settings.load_profile("same examples" if os.environ.get("CI") else "new examples")

GIT_SETTINGS = """\
[user]
    name = Jo Tester
    email = jo.tester@example.org
[init]
    defaultBranch = main
[commit]
    gpgSign = false
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
)


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(autouse=True)
def home(_homes: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home of its own for every test; nothing of this machine's is read or written."""
    folder = _homes / str(sum(1 for _ in _homes.iterdir()))
    folder.mkdir()
    _settle(folder, monkeypatch)
    return folder


def _settle(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(FOREIGN):
            monkeypatch.delenv(name)
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


@pytest.fixture(scope="session")
def _base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("base")
    with pytest.MonkeyPatch.context() as patch:
        _settle(place, patch)
        return lay_base(place / "program")


@pytest.fixture
def program(_base: Path, tmp_path: Path) -> Path:
    """A program folder under git in which all is well on 2027-05-03."""
    return Path(shutil.copytree(_base, tmp_path / "program"))
