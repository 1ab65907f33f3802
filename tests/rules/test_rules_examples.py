"""Each rule finds what its examples hold, and says it in the words that stand beside them."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support.examples import BASE, CASES, EXAMPLES, Case, findings, program, said, words

from mentorctl import rules
from mentorctl.reports.check import check_folder
from mentorctl.rules._shared import UNPROVEN_MENDED
from mentorctl.rules.all_rules import RULES
from mentorctl.rules.base import WHOLE_HISTORY

if TYPE_CHECKING:
    from collections.abc import Iterator

# test_rules_programs.py asks for these, about names that no checkout should have to bear
ELSEWHERE = {
    "Windows keeps the name",
    "for itself",
    "give it another name, for example with a number after it",
    "cannot be written on Windows",
    'rename it without < > : " | ? * \\ and without a dot or blank at its end',
    "differ only in",
    "how an accent is stored",
    "upper and lower case",
    "rename one of them, or delete the one that is not needed",
    # test_facts.py asks for it, as it takes a history
    "written by somebody who may not, or whom nothing proves",
    UNPROVEN_MENDED,
    # test_summary_showing.py asks for it, as it takes a computer without git
    "without the whole history: nothing tells whose keys count",
    WHOLE_HISTORY,
    # test_contact_text.py asks for it, of programs whose contact is by reflections
    "write down what was thought: mentorctl edit",
    # test_attest.py asks for it, as it takes a coordinator's key
    "they sign a page as it is now:",
    "on paper",
    ", attested by",
    "and on",  # where records are numbered without an end, which none is yet
}
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


def test_every_wording_of_a_rule_is_among_what_its_examples_say() -> None:
    told = {code: "\n".join(said(code).values()) for code in {case.code for case in CASES}}
    unseen = [
        f"{path.name}: {text}"
        for path in sorted(Path(rules.__file__).parent.glob("*.py"))
        for text in texts_in(path)
        if text not in told.get(path.stem.replace("_", "-"), "\n".join(told.values()))
        and text not in ELSEWHERE
    ]
    assert unseen == []


def texts_in(path: Path) -> Iterator[str]:
    """The texts of several words in a module, without what is filled in; no documentation."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in documentation:
            for text in re.split(r"\{[^}]*\}", str(node.value)):
                if re.search(r"[a-z]{2} |[a-z ] [a-z]{2}", text.strip()):
                    yield text.strip()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_explains_itself(rule: Any) -> None:
    module = importlib.import_module(f"mentorctl.rules.{rule.code.replace('-', '_')}")
    text = inspect.cleandoc(module.__doc__ or "")
    assert module.RULE is rule
    lines = text.splitlines()
    places = [lines.index(heading) for heading in HEADINGS]
    assert places == sorted(places), "the headings are in another order"
    assert all(lines[place + 1].startswith("  ") for place in places), "a heading without a text"
