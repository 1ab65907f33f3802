from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from support.run import mentorctl

from mentorctl.data import data
from mentorctl.reports.proofs.audit_codes import GROUPS, HINTS
from mentorctl.rules.all_rules import RULES

if TYPE_CHECKING:
    from pathlib import Path

OF_AUDIT = [code for _, codes in GROUPS for code in codes]
EVERY = sorted({*OF_AUDIT, *(rule.code for rule in RULES)})


@pytest.mark.parametrize("code", EVERY)
def test_every_code_of_check_and_audit_is_explained(code: str) -> None:
    done = mentorctl("explain", code)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"{code} (")
    if "(audit)" in done.out:
        assert HINTS[code].partition("{")[0] in done.out
        assert "{" not in done.out


def test_a_milestone_is_explained_with_what_its_source_disagrees_in(tmp_path: Path) -> None:
    preset = data("templates", "programs", "missouri-career-education", "program.yaml")
    file = tmp_path / "program.yaml"
    shutil.copyfile(preset, file)
    done = mentorctl("explain", "comments-3-4", cwd=tmp_path)
    assert "by April 20, its calendar (Suggested Timeline) by April 19" in done.out
    assert "In force here is April 19." in done.out
    text = file.read_text(encoding="utf-8")
    assert text.count("date: 04-19") == 1
    file.write_text(text.replace("date: 04-19", "date: 04-16"), encoding="utf-8")
    assert "In force here is April 16." in mentorctl("explain", "comments-3-4", cwd=tmp_path).out
    assert "open here to the end of October" in mentorctl("explain", "plan", cwd=tmp_path).out
    assert mentorctl("explain", "comments-9", cwd=tmp_path).code == 2


def test_without_a_program_there_are_no_milestones(tmp_path: Path) -> None:
    assert mentorctl("explain", "comments-3-4", cwd=tmp_path).code == 2


def test_all_codes_are_listed() -> None:
    listed = [line.split()[0] for line in mentorctl("explain").out.splitlines()]
    assert listed == EVERY
