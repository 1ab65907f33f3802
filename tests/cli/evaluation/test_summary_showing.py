"""`mentorctl evaluate summary`: what everybody reads of the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.axe import NARROW, POLICY, WIDE, looked_at, needs_axe
from support.evaluations import lay_evaluation, sheets
from support.keys import needs_openssh
from support.run import mentorctl

from mentorctl.rules.base import WHOLE_HISTORY

if TYPE_CHECKING:
    from pathlib import Path

    from support.folders import Once

pytestmark = needs_openssh


@pytest.fixture(scope="module")
def shown(once: Once) -> Path:
    """Twelve have answered, in two areas that are large enough."""
    return once("shown-evaluation", lambda at: lay_evaluation(at / "p", sheets([6, 5, 1]))) / "p"


def test_it_fits_a_screen(shown: Path) -> None:
    done = mentorctl("evaluate", "summary", cwd=shown, env={"COLUMNS": "80"})
    assert done.code == 0, done.err
    assert all(len(line) <= 80 for line in done.out.splitlines())
    lines = done.out.splitlines()
    assert lines[:2] == [
        "The year in the program, 2026-2027",
        "12 answered; counted by Angela McNally",
    ]
    assert lines[2].startswith("  A  Agricultural Education: 6 answered")
    assert "answer           all, of 12  A, of 6  " in done.out


def test_all_together(shown: Path) -> None:
    done = mentorctl("evaluate", "summary", "--per", "all", cwd=shown)
    assert "Agricultural" not in done.out
    assert mentorctl("evaluate", "summary", "--per", "area", cwd=shown).out != done.out


def test_no_other_groups_than_those_that_sheets_say(shown: Path) -> None:
    done = mentorctl("evaluate", "summary", "--per", "school", cwd=shown)
    assert done.code == 2
    assert "--per area or --per all" in done.err


def test_the_page_has_it_as_its_reader_may_see_it(shown: Path) -> None:
    pages: dict[tuple[str, ...], str] = {}
    readers = "", "--for public", "--advisor buchholz", "--school Blue"
    for words in (tuple(each.split()) for each in readers):
        out = shown.parent / f"page{len(pages)}.html"
        made = mentorctl("report", "--today", "2027-04-27", "--out", out, *words, cwd=shown)
        assert made.code in {0, 1}, made.err
        pages[words] = out.read_text("utf-8")
    for words, page in pages.items():
        assert "What people answered" in page
        assert "Lesson" not in page, "no free text is on any page"
        assert ("by group" in page) is (words in {(), ("--advisor", "buchholz")})


def test_standards_cite_it(shown: Path) -> None:
    done = mentorctl("standards", "--format", "csv", "--today", "2027-04-27", cwd=shown)
    assert "The year in the program: 12 answered without names" in done.out
    assert "results shared on 2027-04-05" in done.out
    before = mentorctl("standards", "--format", "csv", "--today", "2027-04-01", cwd=shown)
    assert "answered without names" not in before.out


def test_without_git_nobody_can_tell_and_nothing_is_to_be_put_back(
    shown: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = ("--today", "2027-04-27")
    monkeypatch.setenv("PATH", str(tmp_path))
    found = mentorctl("check", *day, cwd=shown)
    assert ": warning: 2026-2027-" in found.out
    assert "cannot be judged without the whole history" in found.out
    assert WHOLE_HISTORY in found.out
    assert "put back what was signed" not in found.out
    for command in (("standards",), ("report", "--out", tmp_path / "page.html")):
        done = mentorctl(*command, *day, cwd=shown)
        assert done.code == 1, done.err
        assert "is left out: no signature can be judged: git was not found" in done.err
    cited = mentorctl("standards", *day, cwd=shown)
    assert "The year in the program cannot be judged without the whole history" in cited.err


@needs_axe
def test_the_page_keeps_nobody_out(shown: Path, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    assert mentorctl("report", "--today", "2027-04-27", "--out", out, cwd=shown).code in {0, 1}
    text, count = POLICY.subn("", out.read_text("utf-8"))
    assert count == 1
    dark = text.replace("@media screen and (prefers-color-scheme: dark)", "@media screen")
    told = looked_at({"narrow": (NARROW, text), "dark": (WIDE, dark)}, tmp_path)
    assert told == {"narrow": [], "dark": []}
