from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorctl.store import evidence
from mentorctl.store.evidence import EvidenceError, free_name, read_evidence

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("syllabus.pdf", "syllabus.pdf"),
        ("Lesson plan (final).docx", "Lesson-plan-final.docx"),
        ("Überblick – Año 1.pdf", "Überblick-Año-1.pdf"),
        ("授業計画.docx", "授業計画.docx"),
        ("../../etc/passwd", "etc-passwd"),
        (".hidden.txt", "hidden.txt"),
        ("trailing. ", "trailing"),
        ("what?*<now>|.txt", "what-now.txt"),
        ("CON.txt", "file-CON.txt"),
        ("com1", "file-com1"),
        ("???", "file"),
        ("a\u202eb\n.txt", "a-b.txt"),
    ],
)
def test_a_name_stays_readable_and_becomes_safe(name: str, safe: str) -> None:
    assert free_name(name, ()) == safe


@pytest.mark.parametrize(
    ("name", "taken", "free"),
    [
        ("plan.pdf", ["plan.pdf"], "plan-2.pdf"),
        ("plan.pdf", ["PLAN.PDF", "plan-2.pdf"], "plan-3.pdf"),
        ("año", [unicodedata.normalize("NFD", "año")], "año-2"),
    ],
)
def test_a_name_that_another_file_has_is_not_used(name: str, taken: list[str], free: str) -> None:
    assert free_name(name, taken) == free


@given(st.text(max_size=300), st.lists(st.text(max_size=5), max_size=3))
def test_any_name_becomes_one_that_every_computer_can_hold(name: str, taken: list[str]) -> None:
    free = free_name(name, taken)
    assert free
    assert len(free) <= evidence.LONGEST_NAME + len("-4")
    assert free == unicodedata.normalize("NFC", free)
    assert all(each.isalnum() or each in "._-" for each in free)
    assert free[0] not in ".-"
    assert free[-1] not in ".-"
    assert free.casefold() not in {each.casefold() for each in taken}


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "LARGEST", 1 << 20)
    path = tmp_path / "film.mov"
    path.write_bytes(bytes(1 << 20))
    assert len(read_evidence(path)) == 1 << 20
    path.write_bytes(bytes((1 << 20) + 1))
    with pytest.raises(EvidenceError, match=r"film\.mov has 1 MiB"):
        read_evidence(path)
