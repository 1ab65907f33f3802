"""Findings for people, scripts, forges and test reports."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal
from xml.sax.saxutils import quoteattr

from mentorctl import __version__
from mentorctl.reports.row_formats import as_json as rows_as_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mentorctl.model.finding import Finding
    from mentorctl.reports.check import CheckReport

__all__ = ["FORMATS", "Format", "as_data", "as_json", "plain"]

Format = Literal["text", "json", "github", "sarif", "junit"]

SARIF_LEVELS = {"error": "error", "warning": "warning", "note": "note"}
GITHUB_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}
SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_data(report: CheckReport) -> dict[str, object]:
    """The report for scripts; keys never change their meaning within a schema version."""
    return {
        "schema_version": 1,
        "program": report.program,
        "year": report.year,
        "today": report.today,
        **(report.drawn.data() if report.drawn else {}),
        "records": report.records,
        "findings": [plain(finding) for finding in report.findings],
        "counts": report.counts,
    }


def as_json(report: CheckReport) -> str:
    """The same as JSON."""
    return rows_as_json(as_data(report))


def plain(finding: Finding) -> dict[str, str | int | None]:
    """A finding for scripts."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "pairing": finding.pairing or None,
        "message": finding.message,
        "hint": finding.hint,
    }


def as_github(report: CheckReport) -> str:
    """Workflow commands that annotate the lines of a change."""
    return "\n".join(
        f"::{GITHUB_LEVELS[finding.severity]} file={_property(finding.path)},"
        f"line={finding.line},col={finding.column},title={_property(finding.code)}"
        f"::{_data(f'{finding.message}; {finding.hint}')}"
        for finding in report.findings
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(_allowed(text)).replace(":", "%3A").replace(",", "%2C")


def as_sarif(report: CheckReport) -> str:
    """SARIF 2.1.0, for code scanning and editors."""
    codes = sorted({finding.code for finding in report.findings})
    driver = {
        "name": "mentorctl",
        "version": __version__,
        "rules": [{"id": code, "help": {"text": f"mentorctl explain {code}"}} for code in codes],
    }
    results = [
        {
            "ruleId": finding.code,
            "ruleIndex": codes.index(finding.code),
            "level": SARIF_LEVELS[finding.severity],
            "message": {"text": f"{finding.message}; {finding.hint}"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": _uri(finding.path)},
                        "region": {"startLine": finding.line, "startColumn": finding.column},
                    }
                }
            ],
        }
        for finding in report.findings
    ]
    log = {
        "$schema": SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints",
                  "results": results}],
    }  # fmt: skip
    return json.dumps(log, ensure_ascii=False, indent=2)


def _uri(path: str) -> str:
    from urllib.parse import quote  # noqa: PLC0415 - only for this format

    # a name that is no UTF-8 keeps its bytes
    return quote(path, errors="surrogateescape")


def as_junit(report: CheckReport) -> str:
    """JUnit XML: a test case for each file with a finding, or those that passed."""
    by_file: dict[str, list[Finding]] = {}
    for finding in report.findings:
        by_file.setdefault(finding.path, []).append(finding)
    failing = sum(any(f.severity == "error" for f in each) for each in by_file.values())
    cases = [_case(path, findings) for path, findings in by_file.items()]
    if not cases:
        names = report.about or ("all records",)
        cases = [
            f'    <testcase classname="mentorctl check" name={_attribute(name)}/>' for name in names
        ]
    head = (
        f'tests="{len(cases)}" failures="{failing}" errors="0"'
        f" name={_attribute(f'mentorctl check: {report.program} {report.year}')}"
    )
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            "<testsuites>",
            f"  <testsuite {head}>",
            *cases,
            "  </testsuite>",
            "</testsuites>",
        ]
    )


def _case(path: str, findings: list[Finding]) -> str:
    lines = [f'    <testcase classname="mentorctl check" name={_attribute(path)}>']
    errors = [finding for finding in findings if finding.severity == "error"]
    others = [finding for finding in findings if finding.severity != "error"]
    if errors:
        text = _text("\n".join(map(_line, errors)))
        first = _attribute(errors[0].message)
        kind = _attribute(errors[0].code)
        lines.append(f"      <failure type={kind} message={first}>{text}</failure>")
    if others:
        lines.append(f"      <system-out>{_text(chr(10).join(map(_line, others)))}</system-out>")
    return "\n".join([*lines, "    </testcase>"])


def _line(finding: Finding) -> str:
    return (
        f"{' '.join(finding.path.split())}:{finding.line}:{finding.column}: {finding.severity}: "
        f"{finding.message}; {finding.hint} [{finding.code}]"
    )


def _attribute(text: str) -> str:
    return quoteattr(_allowed(text))


def _text(text: str) -> str:
    return _allowed(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _allowed(text: str) -> str:
    """A text without control characters, which XML cannot hold and a log would obey."""
    return "".join(
        letter if letter.isprintable() or letter == "\n" else "\ufffd" for letter in text
    )


FORMATS: Mapping[str, Callable[[CheckReport], str]] = {
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
    "junit": as_junit,
}
