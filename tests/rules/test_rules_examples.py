"""Each rule finds what its examples hold, and says it in the words that stand beside them."""

from __future__ import annotations

import importlib
import inspect
from typing import TYPE_CHECKING, Any

import pytest
from support.examples import BASE, CASES, EXAMPLES, Case, findings, program, said, words

from mentorctl.reports.check import check_folder
from mentorctl.rules import RULES

if TYPE_CHECKING:
    from pathlib import Path

HEADINGS = ("What it finds", "Why it matters", "Example", "How to mend it")


def test_base_is_clean(tmp_path: Path) -> None:
    report = check_folder(program(tmp_path / "program"), BASE["today"])
    assert report.findings == ()


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{case.code}/{case.folder.name}") for case in CASES]
)
def test_example(case: Case, tmp_path: Path) -> None:
    found = findings(case, tmp_path / "program")

    told = [each for each in found if each.code == case.code]
    others = [each for each in found if each.code != case.code and each.severity != "note"]
    for expected, those in ((case.settings["find"], told), (case.settings.get("also", []), others)):
        seen = [f"{each.path}:{each.line} {each.code}" for each in those]
        assert sorted(seen) == sorted(expected), those
    assert "".join(words(told)) == said(case.code).get(case.folder.name, "")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_a_failing_and_a_passing_example(rule: Any) -> None:
    found = [bool(case.settings["find"]) for case in CASES if case.code == rule.code]
    assert True in found, "no example that it finds"
    assert False in found, "no example that it leaves alone"


def test_every_example_is_of_a_rule() -> None:
    assert {case.code for case in CASES} <= {rule.code for rule in RULES}


def test_no_words_are_kept_of_an_example_that_is_gone() -> None:
    kept = {(path.parent.name, name) for path in EXAMPLES.glob("*/said.txt")
            for name in said(path.parent.name)}  # fmt: skip
    assert kept == {(case.code, case.folder.name) for case in CASES if case.settings["find"]}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_explains_itself(rule: Any) -> None:
    module = importlib.import_module(f"mentorctl.rules.{rule.code.replace('-', '_')}")
    text = inspect.cleandoc(module.__doc__ or "")
    assert module.RULE is rule
    lines = text.splitlines()
    places = [lines.index(heading) for heading in HEADINGS]
    assert places == sorted(places), "the headings are in another order"
    assert all(lines[place + 1].startswith("  ") for place in places), "a heading without a text"
