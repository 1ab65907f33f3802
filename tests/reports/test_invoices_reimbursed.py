"""What somebody laid out stands on their invoice once it is approved, completer or not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from support.run import mentorctl

if TYPE_CHECKING:
    from pathlib import Path

TODAY = ("--today", "2027-05-03")
LAID_OUT = ("person=grace-whitfield", "what=Travel to the kickoff", "amount=48.60", "on=2026-10-01")


def _edit(root: Path, field: str, *sets: str) -> None:
    words = [word for each in sets for word in ("--set", f"{field}.{each}")]
    done = mentorctl("edit", "years/2026-2027", *words, *TODAY, cwd=root)
    assert done.code == 0, done.err


def _paid(root: Path, today: str = "2027-05-03") -> dict[str, list[tuple[str, str | None]]]:
    told = json.loads(mentorctl("invoices", "--format", "json", "--today", today, cwd=root).out)
    return {each["payee_id"]: [(line["service"], line["amount"]) for line in each["lines"]]
            for each in told["invoices"]}  # fmt: skip


def test_what_is_approved_is_paid(program: Path) -> None:
    _edit(program, "reimbursements.+", *LAID_OUT)
    assert "grace-whitfield" not in _paid(program)
    _edit(program, "reimbursements.1", "approved.by=iris-nakamura", "approved.on=2026-10-05")
    assert _paid(program)["grace-whitfield"] == [("Travel to the kickoff", "48.60")]
    assert "grace-whitfield" not in _paid(program, "2026-10-04")
    path = program / "years/2026-2027.yaml"
    for nobody in ("teo-lindqvist", "nina-nowhere"):
        said = path.read_text("utf-8")
        path.write_text(said.replace("by: iris-nakamura", f"by: {nobody}"), encoding="utf-8")
        assert "grace-whitfield" not in _paid(program)
        path.write_text(said, encoding="utf-8")
    _edit(program, "reimbursements.+", "person=teo-lindqvist", *LAID_OUT[1:],
          "approved.by=iris-nakamura", "approved.on=2026-10-05")  # fmt: skip
    assert _paid(program)["teo-lindqvist"][-1] == ("Travel to the kickoff", "48.60")
    assert len(_paid(program)["teo-lindqvist"]) == 2
