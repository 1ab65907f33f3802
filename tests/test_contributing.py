"""What the documents for people who join promise, held to what is there."""

from __future__ import annotations

import ast
import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DECISIONS = ROOT / "docs" / "decisions"
PAGES = [
    *(ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "SECURITY", "RELEASING",
                                       "ARCHITECTURE", "CHANGELOG")),
    *sorted(ROOT.glob("docs/**/*.md")),
    ROOT / "changes" / "README.md",
]  # fmt: skip


# a fault or a remedy, as a page shows it
MESSAGE = re.compile(r"(?:(?:\S+: )?(?:error|warning|note): |  → |- )(.*?)(?: \[[a-z-]+\])?$")
BLAME = re.compile(r"\b(invalid|illegal|fatal|sorry|oops|forgot|must not|failed)\b", re.IGNORECASE)


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_promise_of_security_has_a_test_that_is_there() -> None:
    promises = text_of("SECURITY.md").partition("## What is promised")[2].partition("\n## ")[0]
    items = re.split(r"^- ", promises, flags=re.MULTILINE)[1:]
    assert len(items) >= 20
    for item in items:
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", item)
        assert named, item
        for path, test in named:
            assert test in functions(ROOT / path), f"{path} has no {test}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_links_to_is_there(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_modules_and_files_that_are_named_are_there() -> None:
    for page in (ROOT / "CONTRIBUTING.md", *DECISIONS.glob("*.md")):
        for named in re.findall(r"`((?:[a-z_]+/)+[\w.]*)`", page.read_text(encoding="utf-8")):
            places = (ROOT / named, ROOT / "mentorctl" / named)
            assert any(place.exists() for place in places), f"{page.name}: {named}"


def test_every_decision_is_listed_and_has_its_parts() -> None:
    listed = re.findall(r"\]\(([\w-]+\.md)\)", (DECISIONS / "README.md").read_text("utf-8"))
    assert sorted(listed) == sorted(
        path.name for path in DECISIONS.glob("*.md") if path.name != "README.md"
    )
    for name in listed:
        headings = re.findall(r"^## (.*)$", (DECISIONS / name).read_text("utf-8"), re.MULTILINE)
        assert headings == ["What was decided", "What was measured", "When to look again"], name


def test_the_workflow_runs_what_ci_runs() -> None:
    jobs = YAML(typ="safe").load(ROOT / ".github/workflows/ci.yml")["jobs"]
    steps = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    ci = text_of(".ci/run")
    for command in ("ruff check .", "ruff format --check .", "pytest -n auto"):
        tool, _, words = command.partition(" ")
        assert re.search(rf'\b{tool}"? {re.escape(words)}', ci), command
        assert any(step.endswith(command) for step in steps), command
    for system, python in re.findall(r"^types (\w+) (\S+)", ci, re.MULTILINE):
        assert f"mypy --platform {system} --python-version {python}" in steps
    matrix = jobs["tests"]["strategy"]["matrix"]
    classifiers = "\n".join(PROJECT["project"]["classifiers"])
    assert matrix["python"] == re.findall(r"Python :: (3\.\d+)", classifiers)
    assert [name.partition("-")[0] for name in matrix["os"]] == ["ubuntu", "macos", "windows"]


def test_the_workflow_obeys_its_schema() -> None:
    pytest.importorskip("check_jsonschema")
    words = ("-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows")
    subprocess.run([sys.executable, *words, ROOT / ".github/workflows/ci.yml"], check=True)


def test_messages_are_worded_as_contributing_says() -> None:
    lines = (text_of("docs/errors.md") + text_of("docs/findings.md")).splitlines()
    said = [found[1] for line in lines if (found := MESSAGE.match(line))]
    assert len(said) > 600
    assert [text for text in said if text.endswith((".", "!")) or BLAME.search(text)] == []


def test_the_lowest_versions_are_those_of_pyproject() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / ".ci" / "lowest"], check=True, capture_output=True, text=True
    )
    pins = done.stdout.splitlines()
    assert "msgspec==0.20" in pins
    assert "wcwidth==0.5" in pins
    wanted = PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["dev"]
    assert len(pins) == len(wanted) - 2
    assert all(re.fullmatch(r"[\w.-]+(\[\w+\])?==[\w.]+(;.*)?", pin) for pin in pins)


def test_the_source_distribution_holds_the_documents() -> None:
    included = PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    for page in PAGES:
        top = page.relative_to(ROOT).parts[0]
        assert top in included, top


CHANGES = runpy.run_path(str(ROOT / "changes" / "assemble.py"))


def test_every_change_fragment_is_a_list() -> None:
    assert CHANGES["faults"](CHANGES["fragments"](ROOT / "changes")) == []


def test_fragments_become_the_newest_part_of_the_changelog(tmp_path: Path) -> None:
    log, folder = tmp_path / "CHANGELOG.md", tmp_path / "changes"
    log.write_text("# Changes\n\nWhat a user notices.\n\n## 0.1.0 - 2026-12-01\n\n- Old.\n")
    folder.mkdir()
    (folder / "README.md").write_text("no change")
    (folder / "b.md").write_text("- Second,\n  over two lines.\n")
    (folder / "a.md").write_text("- First.\n- And another.\n")

    CHANGES["assemble"](folder, log, "0.2.0", "2027-01-15")

    assert log.read_text() == (
        "# Changes\n\nWhat a user notices.\n\n## 0.2.0 - 2027-01-15\n\n- First.\n- And another.\n"
        "- Second,\n  over two lines.\n\n## 0.1.0 - 2026-12-01\n\n- Old.\n"
    )
    assert [path.name for path in folder.iterdir()] == ["README.md"]


@pytest.mark.parametrize("older", ["", "\n## 0.0.1 - 2026-01-01\n\n- Older.\n"])
def test_what_was_begun_for_a_version_stays_above(tmp_path: Path, older: str) -> None:
    log, folder = tmp_path / "CHANGELOG.md", tmp_path / "changes"
    log.write_text(f"# Changes\n\n## 0.1.0 - not released yet\n\n- Begun.\n{older}")
    folder.mkdir()
    (folder / "a.md").write_text("- New.\n")

    CHANGES["assemble"](folder, log, "0.1.0", "2026-12-01")

    assert log.read_text() == f"# Changes\n\n## 0.1.0 - 2026-12-01\n\n- Begun.\n- New.\n{older}"


@pytest.mark.parametrize(
    "text", ["No list.\n", "- no end", "- one\nnot set in\n", "-  two blanks\n", ""]
)
def test_what_is_no_list_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "odd.md").write_text(text)
    (fault,) = CHANGES["faults"](CHANGES["fragments"](tmp_path))
    assert fault.startswith("odd.md: ")
