"""What docs/errors.md shows is what one sees.

    MENTORCTL_WRITE_PAGES=1 python -m pytest tests/test_pages.py

writes it anew; read the difference before you keep it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from support.transcript import parts, run, with_answers

PAGE = Path(__file__).parents[1] / "docs" / "errors.md"
PARTS = parts(PAGE.read_text(encoding="utf-8"))


@pytest.mark.skipif(sys.platform == "win32", reason="the page has the paths of other systems")
@pytest.mark.parametrize("title", PARTS)
def test_every_error_is_said_as_the_page_says(title: str, tmp_path: Path, home: Path) -> None:
    said = run(PARTS[title], tmp_path.resolve(), home)
    if os.environ.get("MENTORCTL_WRITE_PAGES"):
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(with_answers(page, {title: said}), encoding="utf-8", newline="\n")
    assert said == PARTS[title] or os.environ.get("MENTORCTL_WRITE_PAGES")
