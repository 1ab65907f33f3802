from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.folders import Once, copied
from support.histories import plain
from support.office import lay_office

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def office(once: Once, tmp_path: Path) -> Path:
    """The coordinator's copy of a program with a guard, in which she alone has a key."""
    laid = once("hosted-to-mend", lay_office)
    for name in ("program", "shared.git", "mine"):
        copied(laid / name, tmp_path / name)
    for name in ("program", "mine"):
        plain(tmp_path / name, "remote", "set-url", "origin", str(tmp_path / "shared.git"))
    return tmp_path / "program"
