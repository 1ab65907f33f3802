"""Findings as scripts, forges and test reports read them."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import sys
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from junitparser import JUnitXml
from support.run import mentorctl

from mentorctl.model.finding import Finding
from mentorctl.reports.check import CheckReport
from mentorctl.reports.finding_formats import as_github, as_json, as_junit, as_sarif

ODD = 'a "plan", 100% <done> & 50:50,\nsecond line \x1b[31m é 名'
FINDINGS = (
    Finding("future-date", "error", "people/a, b%.yaml", ODD, "mend it", ("x",), "a-b", 3, 7),
    Finding("milestone-late", "warning", "plan.yaml", "late", "say so", line=1, column=1),
    Finding("milestone-due-soon", "note", "plan.yaml", "soon", "do it", line=2, column=5),
)
REPORT = CheckReport("Program & <Co>", "2026-2027", dt.date(2027, 4, 27), 12, FINDINGS)
EMPTY = REPORT._replace(findings=())


def test_json_carries_every_key_of_the_contract() -> None:
    told = json.loads(as_json(REPORT))
    assert list(told) == [
        "schema_version", "program", "year", "today", "records", "findings", "counts",
    ]  # fmt: skip
    assert told["schema_version"] == 1
    assert told["today"] == "2027-04-27"
    assert told["counts"] == {"errors": 1, "warnings": 1, "notes": 1}
    assert told["findings"][0] == {
        "code": "future-date",
        "severity": "error",
        "path": "people/a, b%.yaml",
        "line": 3,
        "column": 7,
        "pairing": "a-b",
        "message": ODD,
        "hint": "mend it",
    }
    assert told["findings"][1]["pairing"] is None


COMMAND = re.compile(
    r"::(error|warning|notice) file=([^:,]*),line=(\d+),col=(\d+),title=([^:,]*)::([^\r\n]*)"
)


def _decoded(text: str) -> str:
    for code, letter in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, letter)
    return text


def test_workflow_commands_give_back_what_went_in() -> None:
    lines = as_github(REPORT).splitlines()
    assert len(lines) == len(FINDINGS)
    found = [COMMAND.fullmatch(line) for line in lines]
    assert all(found)
    first = found[0]
    assert first is not None
    assert first[1] == "error"
    assert _decoded(first[2]) == "people/a, b%.yaml"
    assert _decoded(first[6]) == f"{ODD}; mend it"
    assert [match[1] for match in found if match] == ["error", "warning", "notice"]


@pytest.mark.parametrize("report", [REPORT, EMPTY], ids=["findings", "none"])
def test_sarif_obeys_its_schema(report: CheckReport) -> None:
    given = os.environ.get("MENTORCTL_SARIF_SCHEMA")
    if not given or not Path(given).is_file():
        pytest.skip("the SARIF schema is not on this machine (MENTORCTL_SARIF_SCHEMA)")
    schema = json.loads(Path(given).read_text(encoding="utf-8"))
    schema.pop("$schema", None)
    Draft7Validator(schema).validate(json.loads(as_sarif(report)))


def test_sarif_points_to_the_value() -> None:
    (run,) = json.loads(as_sarif(REPORT))["runs"]
    first = run["results"][0]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "people/a%2C%20b%25.yaml"
    assert place["region"] == {"startLine": 3, "startColumn": 7}
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == "future-date"


def test_junit_is_read_by_its_consumers(tmp_path: Path) -> None:
    path = tmp_path / "report.xml"
    path.write_text(as_junit(REPORT), encoding="utf-8")
    (suite,) = JUnitXml.fromfile(str(path))
    assert (suite.tests, suite.failures) == (2, 1)
    cases = {case.name: case for case in suite}
    (failure,) = cases["people/a, b%.yaml"].result
    assert failure.type == "future-date"
    assert 'a "plan", 100% <done> & 50:50,' in failure.text
    assert not cases["plan.yaml"].result
    assert "milestone-due-soon" in cases["plan.yaml"].system_out


def test_junit_of_nothing_is_one_case_that_passed(tmp_path: Path) -> None:
    path = tmp_path / "report.xml"
    path.write_text(as_junit(EMPTY), encoding="utf-8")
    (suite,) = JUnitXml.fromfile(str(path))
    assert [(case.name, case.is_passed) for case in suite] == [("all records", True)]
    path.write_text(as_junit(EMPTY._replace(about=("people/a.yaml", "meetings"))), encoding="utf-8")
    (suite,) = JUnitXml.fromfile(str(path))
    assert [case.name for case in suite] == ["people/a.yaml", "meetings"]


@pytest.mark.skipif(sys.platform != "linux", reason="such names take a disk that allows them")
@pytest.mark.parametrize("form", ["text", "json", "github", "sarif", "junit"])
def test_file_names_of_any_bytes_end_no_run_and_obey_nobody(program: Path, form: str) -> None:
    people = os.fsencode(program / "people")
    for name in (b"caf\xe9.yaml", b"b\x1b[31mred.yaml", b"a\n::error::evil.yaml"):
        with open(os.path.join(people, name), "wb") as file:  # noqa: PTH118, PTH123 - bytes
            file.write(b"name: X\n")
    result = mentorctl("check", "--format", form, cwd=program)
    assert result.code == 1, result.err
    assert "\x1b" not in result.out + result.err
    assert not re.search("^::error::evil", result.out, re.MULTILINE)
    assert result.out.encode("utf-8")
