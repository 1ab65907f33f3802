"""What `render` takes its words for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from render.sample_year import SAMPLE
from support.run import mentorctl

if TYPE_CHECKING:
    from pathlib import Path

    from support.run import Result


def invoices(out: Path, *words: str) -> Result:
    day = ("--today", "2027-04-27", "--to", "html", "--out", str(out))
    return mentorctl("-C", SAMPLE, "render", "invoice", *words, *day)


def test_one_payee_s_invoice_is_made_by_their_id(tmp_path: Path) -> None:
    assert invoices(tmp_path / "one", "denise-abernathy").code == 0
    made = [path.name for path in (tmp_path / "one").iterdir()]
    assert made == ["2026-2027_denise-abernathy_invoice.html"]


def test_who_is_owed_nothing_has_no_invoice(tmp_path: Path) -> None:
    done = invoices(tmp_path / "none", "kayla-dunning")
    assert done.code == 1
    assert "Kayla Dunning is owed nothing yet" in done.err
