"""A screen of summary where many answers are missing, and each answer where few are."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from support.facts import FOLDER
from support.run import mentorctl

if TYPE_CHECKING:
    from pathlib import Path

DAY = ("--today", "2027-05-03")


def test_many_missing_answers_are_a_few_lines_worst_first(program: Path) -> None:
    plan = program / FOLDER / "decision-points.yaml"
    text = plan.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    asked = [at for at, line in enumerate(lines) if "discussed:" in line]
    for name, count in (("ana-bo", 2), ("cy-di", 7), *((f"e{n}-fo", 1) for n in range(9))):
        folder = program / "pairings" / "2026-2027" / name
        shutil.copytree(program / FOLDER, folder)
        mine = [
            "    discussed:\n" if at in asked[:count] else line for at, line in enumerate(lines)
        ]
        (folder / "decision-points.yaml").write_text("".join(mine), encoding="utf-8")
    done = mentorctl("render", "decision-points", "--all", "--to", "html", *DAY, cwd=program)
    said = done.err.splitlines()
    assert done.code == 1
    assert said[0] == "error: 18 boxes without an answer in 11 pairings"
    assert said[1:3] == ["  cy-di: 7 in decision-points", "  ana-bo: 2 in decision-points"]
    assert len(said) <= 14
    assert "… and 3 more" in done.err

    one = mentorctl("render", "--packet", "cy-di", "--to", "html", *DAY, cwd=program)
    assert one.err.count("cy-di/decision-points.yaml:") >= 7
