"""What the pages in docs/ show is what one sees.

    MENTORCTL_WRITE_PAGES=1 python -m pytest tests/test_pages.py

writes them anew; read the difference before you keep it.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.error_sites import not_shown
from support.examples import said
from support.run import mentorctl
from support.transcript import lay_sample, parts, run, with_answers

from mentorctl.reports.outputs.output_schema import OUTPUTS, keys_of, schema_of
from mentorctl.rules.all_rules import RULES

if TYPE_CHECKING:
    from support.folders import Once

    from mentorctl.reports.outputs.output_entries import Output

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
OUTPUTS_PAGE = """\
# Outputs in JSON

What commands say with `--format json`, key by key. `mentorctl schema --outputs` prints the JSON
Schemas, which also lie in [outputs/](outputs/). Of one output: `mentorctl schema due --outputs`.

Keys never change their meaning within a `schema_version`; new ones may come. There are two, and
`--schema-version 2` asks for the second. In the second one name has one meaning everywhere: a
program and a person are `{id, name}`, the day on which is judged is `as_of`, signatures are
numbers, and what is not there is `null`, never an empty text. The first says the same with
`program_id` beside `program`, and has empty texts in some places where the second has `null`.

Days are `YYYY-MM-DD` in the program's time zone, moments have their offset, and amounts are in the
program's currency, as `600.00`. Rows are joined by `pairing`, the ids of people, `program_id` and
`year`. `source` says whether rows come from the files as they are now, or from the history.

In CSV the columns have the same names, and new ones come at the end only. Several texts in one cell
are joined by `; `; in each of them `;` is written `\\;` and `\\` is written `\\\\`. A text that a
spreadsheet would take for a formula begins with an apostrophe. Nothing is an empty cell.

A file that is named on the command line (`--out`, a file to import) is looked for where one stands;
`-C DIR` only says where the program folder is. A PATH of `check` is named from DIR.

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
def test_every_error_is_said_as_the_page_says(
    title: str, once: Once, tmp_path: Path, home: Path
) -> None:
    sample = once("sample", lay_sample) / "program"
    answers = run(ERRORS[title], sample, tmp_path.resolve(), home)
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


def test_every_output_is_told_key_by_key() -> None:
    _shown("outputs.md", "\n".join([OUTPUTS_PAGE, *map(_output, OUTPUTS)]))


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("output", OUTPUTS, ids=lambda each: each.name)
def test_every_output_has_its_schema(output: Output, version: int) -> None:
    (DOCS / "outputs").mkdir(exist_ok=True)
    schema = json.dumps(schema_of(output, version), ensure_ascii=False, indent=2)
    _shown(f"outputs/{output.name}-{version}.json", f"{schema}\n")


def _output(output: Output) -> str:
    lines = [f"## {output.name}", "", f"`{output.command}`"]
    for version in (1, 2):
        lines += [
            "",
            f"schema_version {version}:",
            "",
            "| key | type | what it is | `null` where |",
        ]
        lines += ["|---|---|---|---|"]
        lines += [
            f"| `{key.path}` | {key.type} | {key.says} | {key.empty} |"
            for key in keys_of(output, version)
        ]
    return "\n".join([*lines, ""])


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
