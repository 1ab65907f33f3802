"""Every page, looked at by axe-core in a browser: WCAG 2.1 A and AA, and its best practice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from render.every import ALL
from support.axe import NARROW, POLICY, WIDE, looked_at, needs_axe

if TYPE_CHECKING:
    from pathlib import Path

FAULTY = '<!DOCTYPE html><title>x</title><body><img src="data:,"><p style="color: #ccc">faint'


@needs_axe
def test_no_page_keeps_anybody_out(every: Path, tmp_path: Path) -> None:
    told = looked_at(pages_in(every), tmp_path)
    faulty = {rule for rule, _ in told.pop("faulty")}
    assert faulty >= {"color-contrast", "html-has-lang", "image-alt"}
    assert len(told) == len(ALL) > 30
    assert {name: found for name, found in told.items() if found} == {}


def pages_in(every: Path) -> dict[str, tuple[int, str]]:
    """Every page by name, with how wide the window is: blank on a desk, filled on a telephone."""
    pages = {"faulty": (WIDE, FAULTY)}
    for one in ALL:
        text, found = POLICY.subn("", one.path(every, "html").read_text(encoding="utf-8"))
        assert found == 1
        pages[str(one)] = (NARROW if one.mode == "filled" else WIDE, text)
    return pages
