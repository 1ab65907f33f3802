from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from render.every import made_in

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def every(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with every form in every mode and format, the same for all processes."""
    base = tmp_path_factory.getbasetemp()
    return made_in((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "every")
