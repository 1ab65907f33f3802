"""What the pages in docs/ show is what one sees.

    MENTORCTL_WRITE_PAGES=1 python -m pytest tests/test_pages.py

writes them anew; read the difference before you keep it.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from support.error_sites import not_shown
from support.examples import said
from support.run import mentorctl
from support.transcript import parts, run, with_answers

from mentorctl.rules import RULES

DOCS = Path(__file__).parents[1] / "docs"
WRITE = bool(os.environ.get("MENTORCTL_WRITE_PAGES"))
ERRORS = parts((DOCS / "errors.md").read_text(encoding="utf-8"))
FINDINGS = """\
# Findings

What `check` finds in records, by its code: what `mentorctl explain` says of it, and then how
`check` says it in the examples of `tests/examples/`. An `error` contradicts the program's rules, a
`warning` asks somebody to decide, a `note` is good to know: with notes alone `check` exits with 0,
else with 1.

A test writes this page: `MENTORCTL_WRITE_PAGES=1 python -m pytest tests/test_pages.py`.
"""
REST = """\
## Errors that no command above shows

They need a full disk, a damaged history, another program at the same time and the like. `…` stands
for a name, a path or a number.

"""
# what differs between two findings of one wording: names, numbers and days
OWN = re.compile(r"[\w/.-]*\d[\w/.-]*|\"[^\"]*\"|'[^']*'|\b[a-z]+(?:-[a-z]+)+\b")


def _shown(name: str, text: str) -> None:
    path = DOCS / name
    if WRITE:
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.skipif(sys.platform == "win32", reason="the page has the paths of other systems")
@pytest.mark.parametrize("title", ERRORS)
def test_every_error_is_said_as_the_page_says(title: str, tmp_path: Path, home: Path) -> None:
    answers = run(ERRORS[title], tmp_path.resolve(), home)
    if WRITE:
        page = (DOCS / "errors.md").read_text(encoding="utf-8")
        _shown("errors.md", with_answers(page, {title: answers}))
    else:
        assert answers == ERRORS[title]


def test_every_other_error_is_named() -> None:
    page = (DOCS / "errors.md").read_text(encoding="utf-8")
    shown, heading, _ = page.partition(REST)
    assert heading
    rest = "".join(f"- {fault}\n" for fault in not_shown(shown))
    _shown("errors.md", f"{shown}{REST}{rest}")


def test_every_finding_is_explained_and_said_as_the_page_says() -> None:
    codes = sorted(rule.code for rule in RULES)
    _shown("findings.md", "\n".join([FINDINGS, *map(_finding, codes)]))


def _finding(code: str) -> str:
    explained = mentorctl("explain", code).out
    return (
        f"## {code}\n\n```console\n$ mentorctl explain {code}\n{explained}"
        f"$ mentorctl check\n{_wordings(code)}```\n"
    )


def _wordings(code: str) -> str:
    """One finding of each wording in the examples, as `check` prints it."""
    shown: dict[str, str] = {}
    for case in said(code).values():
        for place, message, hint in re.findall(r"^(\S.*)\n  (.*)\n  (.*)\n", case, re.MULTILINE):
            severity, _, at = place.partition(" ")
            text = f"{at}: {severity}: {message} [{code}]\n  → {hint}\n"
            shown.setdefault(OWN.sub("", message), text)
    return "".join(shown.values())
