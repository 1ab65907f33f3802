"""What ARCHITECTURE.md says that a new record, form, command, rule or program takes, tried out.

A copy of the toolkit gets one of each, in just the places that the table names; every part of it
must then know them. All of it runs in one process, because starting one takes longer than the rest.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from support.folders import commit_all, lay_base
from support.keys import lay_key, needs_openssh
from support.signed import register_all

pytestmark = needs_openssh

CHECKOUT = Path(__file__).parents[1]
PAIRING = "amara-okafor-teo-lindqvist"
FOLDER = f"pairings/2026-2027/{PAIRING}"
FILE = f"{FOLDER}/workshop.yaml"
TODAY = ("--today", "2027-05-03")

MODEL = '''\
"""A workshop that somebody went to: `workshop.yaml`."""

from __future__ import annotations

from typing import Annotated, ClassVar

from mentorctl.model.record import Day, PersonId, Record, Slug, Text, says


class Topic(Record, frozen=True):
    """One thing that it was about."""

    identity = ("id",)

    id: Annotated[Slug, says("Id")]
    title: Annotated[Text | None, says("Title")] = None


class Workshop(Record, frozen=True):
    """Where and when, and what came of it."""

    not_signed: ClassVar[tuple[str, ...]] = ("sent_on",)

    on: Annotated[Day | None, says("Held on", by="mentee")] = None
    hours: Annotated[float | None, says("Hours")] = None
    led_by: Annotated[PersonId | None, says("Led by", "Id of a person in people/")] = None
    topics: Annotated[tuple[Topic, ...], says("Topics")] = ()
    notes: Annotated[Text | None, says("What the {mentee} takes home")] = None
    sent_on: Annotated[Day | None, says("Sent on")] = None
'''
RULE = '''\
"""A workshop was shorter than an hour.

What it finds
    A workshop of less than one hour.

Why it matters
    Shorter ones are talks, and are kept elsewhere.

Example
    hours: 0.5

How to mend it
    Correct the hours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.workshop import Workshop
from mentorctl.rules.base import Hit, TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.team import Team
    from mentorctl.rules.base import Context


def check(team: Team, ctx: Context) -> Iterator[Hit]:
    """Find short ones."""
    workshop = team.one(Workshop)
    if workshop is not None and workshop.hours is not None and workshop.hours < 1:
        yield Hit("workshop.yaml", ("hours",), "it took less than an hour", "correct the hours")


RULE = TeamRule("workshop-too-short", "warning", check)
'''
FORM = '''\
"""A report on a workshop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms.form import Form, FormContext, FormDocument, Sheet
from mentorctl.forms.pairs import Pair
from mentorctl.model.workshop import Workshop

if TYPE_CHECKING:
    from mentorctl.model.team import Team


def view(team: Team, context: FormContext) -> list[FormDocument]:
    """The report of a pairing that went to one."""
    workshop, pair = team.one(Workshop), Pair.of(team, context)
    if workshop is None:
        return []
    values = {"topics": [topic.title or "" for topic in workshop.topics]}
    path = team.path("workshop.yaml")
    sheet = Sheet("workshop", "Workshop Report", pair.who, "workshop.html", (path,), values)
    return [FormDocument("workshop", team.id, pair.title("Workshop Report"), (sheet,))]


WORKSHOP = Form("workshop", "Workshop Report", "mentorctl new {pairing} workshop", view)
'''
COMMAND = '''\
"""`mentorctl tally`: count the pairings of the year."""

from __future__ import annotations

import typer

from mentorctl.cli.output.console import put


def command(context: typer.Context) -> None:
    """Count the pairings of the year."""
    put(f"pairings: {len(context.obj.folder.pairing_ids)}")
'''
KIND = '    RecordKind("workshop", "workshop report", Workshop, filled_by="mentee"),\n'


class Addition(NamedTuple):
    """Something that is added.

    Attributes:
        what: What ARCHITECTURE.md's table calls it.
        names: What stands for the names in the table's paths.
        new: The files that come, by path below the checkout.
        into: The one file that gets a line; empty for none.
        tuple: The tuple there.
        entry: Its line.
        imports: The import that the line needs.
    """

    what: str
    names: dict[str, str]
    new: dict[str, str]
    into: str = ""
    tuple: str = ""
    entry: str = ""
    imports: str = ""


CODE = "workshop-too-short"
ADDITIONS = (
    Addition(
        "a record",
        {"record": "workshop"},
        {"mentorctl/model/workshop.py": MODEL},
        "mentorctl/model/kinds.py", "KINDS", KIND,
        "from mentorctl.model.workshop import Workshop\n",
    ),
    Addition(
        "a rule",
        {"code": CODE, "module": "workshop_too_short"},
        {
            "mentorctl/rules/workshop_too_short.py": RULE,
            f"tests/examples/{CODE}/short/{FILE}": "hours: 0.5\n",
            f"tests/examples/{CODE}/short/case.yaml": f"find:\n  - {FILE}:1 {CODE}\n"
            f"also:\n  - {FILE}:1 stray-file\n",
            f"tests/examples/{CODE}/said.txt": f"== short ==\nwarning {FILE}:1\n"
            "  it took less than an hour\n  correct the hours\n",
            f"tests/examples/{CODE}/long/{FILE}": "hours: 1\n",
            f"tests/examples/{CODE}/long/case.yaml": f"find: []\nalso:\n  - {FILE}:1 stray-file\n",
        },
        "mentorctl/rules/team_rules.py", "TEAM_RULES", "    workshop_too_short.RULE,\n",
        "from mentorctl.rules import workshop_too_short\n",
    ),
    Addition(
        "a form",
        {"form": "workshop"},
        {
            "mentorctl/forms/workshop.py": FORM,
            "templates/forms/workshop.html": "<h1>WORKSHOP</h1>{% for topic in topics %}"
            "<p>{{ topic }}</p>{% endfor %}\n",
        },
        "mentorctl/forms/__init__.py", "FORMS", "    WORKSHOP,\n",
        "from mentorctl.forms.workshop import WORKSHOP\n",
    ),
    Addition(
        "a command",
        {"command": "tally"},
        {"mentorctl/cli/commands/tally.py": COMMAND},
        "mentorctl/cli/commands/__init__.py", "COMMANDS",
        '    CommandEntry("tally", "tally", "Count the pairings of the year."),\n',
    ),
    Addition(
        "a program",
        {"preset": "county-mentors"},
        {
            "templates/programs/county-mentors/program.yaml": (
                CHECKOUT / "templates/programs/missouri-career-education/program.yaml"
            ).read_text(encoding="utf-8")
        },
    ),
)  # fmt: skip


def table() -> dict[str, tuple[list[str], list[str]]]:
    """For each thing in ARCHITECTURE.md's table, the new files and the places of its line."""
    text = (CHECKOUT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = text.partition("## Adding something")[2].split("\n## ")[0].splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows if "|" in row]
    return {row[0]: (re.findall("`(.+?)`", row[1]), re.findall("`(.+?)`", row[2]))
            for row in cells[2:]}  # fmt: skip


def add(root: Path, addition: Addition) -> None:
    """Put an addition into a copy of the checkout."""
    for name, content in addition.new.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8", newline="\n")
    if addition.into:
        path = root / addition.into
        before, opening, after = path.read_text(encoding="utf-8").partition(f"\n{addition.tuple}: ")
        head, mark, rest = after.partition("(\n")
        assert opening
        assert mark
        before = before.replace("\nfrom mentorctl", f"\n{addition.imports}from mentorctl", 1)
        text = f"{before}{opening}{head}{mark}{addition.entry}{rest}"
        path.write_text(text, encoding="utf-8", newline="\n")


@pytest.mark.parametrize("addition", ADDITIONS, ids=lambda each: each.what)
def test_it_takes_what_the_table_says(addition: Addition) -> None:
    files, line = table()[addition.what]
    wanted = [re.sub("<(.+?)>", lambda found: addition.names[found[1]], each) for each in files]

    def is_named(path: str, name: str) -> bool:
        below = {path, path.removeprefix("mentorctl/")}
        return any(each == name or (name.endswith("/") and each.startswith(name)) for each in below)

    assert all(any(is_named(path, name) for name in wanted) for path in addition.new)
    assert all(any(is_named(path, name) for path in addition.new) for name in wanted)
    if addition.into:
        assert addition.tuple in line
        assert addition.into.removeprefix("mentorctl/") in line
    else:
        assert line == []


RUNNER = """\
import json, sys, pathlib
import mentorctl, pytest
from support.run import mentorctl as run

steps, answers = json.load(sys.stdin), {}
for name, (env, words) in steps.items():
    if words[0] == "write":
        pathlib.Path(words[1]).write_text(words[2], encoding="utf-8")
    elif words[0] == "pytest":
        sys.stdout.flush()
        answers[name] = [int(pytest.main(words[1:])), "", ""]
    else:
        answers[name] = list(run(*words, env=env))
pathlib.Path(sys.argv[1]).write_text(json.dumps([mentorctl.__file__, answers]), encoding="utf-8")
"""


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str, str]]:
    """What the commands of the copy say, by the name of each step, and what was left in a file."""
    place = tmp_path_factory.mktemp("adding")
    root, folder = place / "checkout", place / "program"
    for part in ("mentorctl", "templates", "tests/support", "tests/examples/base"):
        shutil.copytree(CHECKOUT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "tests/rules").mkdir()
    for part in ("tests/conftest.py", "tests/rules/test_rules_examples.py"):
        shutil.copyfile(CHECKOUT / part, root / part)
    for each in ADDITIONS:
        add(root, each)
    git = {"GIT_CONFIG_GLOBAL": str(place / "gitconfig"), "HOME": str(place)}
    (place / "gitconfig").write_text("[user]\nname = Jo\nemail = jo@example.org\n")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in git.items():
            patch.setenv(name, value)
        lay_base(folder)
        register_all(folder)
        rules = folder / "program.yaml"
        text = rules.read_text(encoding="utf-8")
        text = text.replace("records:\n", "records:\n  workshop:\n    signed_by: [mentee]\n", 1)
        rules.write_text(text, encoding="utf-8", newline="\n")
        commit_all(folder, "a program with workshops")
        lay_key(place / "keys", "amara-okafor")
        done = subprocess.run(
            [sys.executable, "-c", RUNNER, str(place / "answers.json")],
            input=json.dumps(steps(place, folder)),
            env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (root, root / "tests")))},
            cwd=folder,
            check=False,
            capture_output=True,
            encoding="utf-8",
        )
    assert (place / "answers.json").is_file(), done.stderr
    module, found = json.loads((place / "answers.json").read_text(encoding="utf-8"))
    assert Path(module).is_relative_to(root)
    kept = {"merged": place / "ours.yaml", "page": place / "page.html"}
    pages = list((place / "pages").glob("*.html"))
    if pages:
        pages[0].rename(kept["page"])
    for name, path in kept.items():
        found[name] = (0, path.read_text(encoding="utf-8") if path.is_file() else "", "")
    found["pytest"][1] = done.stdout
    return {name: tuple(each) for name, each in found.items()}


def steps(place: Path, folder: Path) -> dict[str, tuple[dict[str, str], list[str]]]:
    """What is done in the program, in order: the environment and the words of each."""
    me = {"MENTORCTL_KEY": str(place / "keys/amara-okafor")}
    path, base = str(folder / FILE), 'on: 2027-04-01\ntopics:\n  - {id: aa, title: "One"}\n'
    edit = ["edit", "okafor", "workshop", *TODAY]
    words: dict[str, list[str]] = {
        "schema": ["schema", "workshop"],
        "missing": ["check", *TODAY],
        "new": ["new", "workshop", "okafor", *TODAY],
        "edit": [*edit, *("--set", "on=2027-04-01"), *("--set", "hours=2.5"),
                 *("--set", "topics.+.id=budgets"), *("--set", "notes=Ask early.")],
        "title": [*edit, "--set", "topics.1.title=Budgets"],
        "history": ["history", "okafor", "workshop"],
        "unknown": [*edit, "--set", "colour=red"],
        "wrong": [*edit, "--set", "hours=two"],
        "future": [*edit, "--set", "on=2027-12-01"],
        "nobody": [*edit, "--set", "led_by=no-such-person"],
        "sign": ["sign", "okafor", "workshop", "--yes", *TODAY],
        "sent": [*edit, "--set", "sent_on=2027-04-09"],
        "signed": ["status", "okafor", "--format", "json", *TODAY],
        "changed": [*edit, "--set", "hours=0.5"],
        "check": ["check", *TODAY],
        "explain": ["explain", CODE],
        "render": ["render", "workshop", "okafor", "--to", "html", "--out", str(place / "pages"),
                   *TODAY],
        "base": ["write", str(place / "base.yaml"), base],
        "ours": ["write", str(place / "ours.yaml"), base.replace("on: 2027-04-01", "hours: 3.5")],
        "theirs": ["write", str(place / "theirs.yaml"), f'{base}  - {{id: bb, title: "Two"}}\n'],
        "merge": ["merge-driver", *(str(place / f"{each}.yaml") for each in
                                    ("base", "ours", "theirs")), FILE],
        "by hand": ["write", path, "hours: two\ncolour: red\n"],
        "faults": ["check", *TODAY],
        "tally": ["tally"],
        "help": ["--help"],
        "init": ["init", str(place / "county"), "--preset", "county-mentors",
                 "--year", "2026-2027"],
        "pytest": ["pytest", "-q", "-p", "no:cacheprovider", "-k", CODE,
                   str(place / "checkout/tests/rules/test_rules_examples.py")],
    }  # fmt: skip
    return {name: (me, each) for name, each in words.items()}


Answers = dict[str, tuple[int, str, str]]


def test_a_record_is_set_up_filled_in_and_told_of(answers: Answers) -> None:
    assert "the record workshop.yaml is not there" in answers["missing"][1]
    for name in ("new", "edit", "title"):
        assert answers[name][0] == 0, answers[name]
    told = answers["history"][1]
    assert "Hours → 2.5" in told
    assert "Title of topic budgets → Budgets" in told


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("unknown", "colour"),
        ("wrong", "Hours"),
        ("future", "2027-12-01"),
        ("nobody", "no-such-person has no file in people/"),
    ],
)
def test_what_cannot_be_in_a_record_is_refused(answers: Answers, step: str, said: str) -> None:
    code, out, err = answers[step]
    assert code in {1, 2}
    assert said in out + err


def test_faults_in_a_record_are_found_where_they_are(answers: Answers) -> None:
    out = answers["faults"][1]
    assert re.search(rf"{FILE}:1:\d+: .*hours", out)
    assert re.search(rf"{FILE}:2:\d+: .*colour", out)


def test_a_record_is_signed_and_what_comes_later_is_not_covered(answers: Answers) -> None:
    def state(step: str) -> list[str]:
        rows: list[dict[str, Any]] = json.loads(answers[step][1])["pairings"][0]["signatures"]
        return [each["state"] for each in rows if each["record"] == FILE]

    assert answers["sign"][0] == 0, answers["sign"]
    assert state("signed") == ["valid"]
    assert re.search(rf"{FILE}:\d+:\d+: .*hours", answers["check"][1])
    assert "signature-stale" in answers["check"][1]


def test_two_versions_of_a_record_are_merged_by_its_fields(answers: Answers) -> None:
    assert answers["merge"][0] == 0, answers["merge"]
    merged = answers["merged"][1]
    assert "hours: 3.5" in merged
    assert merged.count("id:") == 2


def test_an_editor_is_told_of_a_record(answers: Answers) -> None:
    schema = json.loads(answers["schema"][1])
    assert schema["title"] == "Workshop report"
    assert list(schema["properties"]) == ["on", "hours", "led_by", "topics", "notes", "sent_on"]
    assert "2.5" in json.dumps(schema["properties"]["hours"])


def test_a_rule_finds_and_explains(answers: Answers) -> None:
    assert CODE in answers["check"][1]
    assert "Shorter ones are talks" in answers["explain"][1]
    assert answers["pytest"][0] == 0, answers["pytest"][1]
    assert "4 passed" in answers["pytest"][1]


def test_a_form_is_printed(answers: Answers) -> None:
    assert answers["render"][0] == 0, answers["render"]
    assert "Budgets" in answers["page"][1]


def test_a_command_runs_and_is_listed(answers: Answers) -> None:
    assert answers["tally"][:2] == (0, "pairings: 1\n")
    assert "Count the pairings of the year." in answers["help"][1]


def test_a_program_can_be_started_from_a_preset(answers: Answers) -> None:
    assert answers["init"][0] == 0, answers["init"]
