"""Whatever lies in a program folder, `check` says so in plain words, soon, and touches nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hostile.case import CannotBe, Case
from hostile.corpus import CASES, FINE
from hostile.slips import SLIPS, Slip
from support.folders import BASE, PRESET
from support.run import mentorctl

from mentorctl.reports.check import CheckReport, check_folder

if TYPE_CHECKING:
    from mentorctl.model.finding import Finding

TODAY = dt.date(2027, 5, 3)
LONGEST = 5.0
LONGEST_MEDIAN = 0.5
# what only a programmer could make sense of
JARGON = ("Traceback", "<class", "msgspec", "ruamel", "ryml", "Expected `", "Error(", "NoneType")
SECONDS: list[float] = []


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small program in which all is well, under no version control: that takes time."""
    root = tmp_path_factory.mktemp("clean") / "program"
    shutil.copytree(BASE, root, ignore=shutil.ignore_patterns("case.yaml"))
    text = PRESET.read_text(encoding="utf-8")
    text = text.replace("coordinators: []", "coordinators: [iris-nakamura]")
    (root / "program.yaml").write_text(text, encoding="utf-8", newline="\n")
    return root


@pytest.fixture
def program(clean: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(clean, tmp_path / "program"))


def laid(case: Case, program: Path) -> Path:
    try:
        case.change(program)
    except CannotBe:
        pytest.skip("this computer cannot hold it")
    return program


def state(root: Path) -> dict[str, tuple[object, ...]]:
    """Everything in a folder: what it is, what it holds and when it was last touched."""
    found: dict[str, tuple[object, ...]] = {}
    for place, folders, files in os.walk(root):
        for name in (*folders, *files, "."):
            path = os.path.join(place, name)  # noqa: PTH118 - names that are no text
            about = os.lstat(path)
            held = ""
            if os.path.islink(path):  # noqa: PTH114 - likewise
                held = os.readlink(path)  # noqa: PTH115 - likewise
            elif os.path.isfile(path) and os.access(path, os.R_OK):  # noqa: PTH113 - likewise
                held = hashlib.sha256(Path(path).read_bytes()).hexdigest()
            found[path] = (about.st_mode, about.st_size, about.st_mtime_ns, held)
    return found


def checked(root: Path) -> CheckReport:
    """Check a folder, and see that it takes no time and leaves everything as it was."""
    before = state(root)
    started = time.process_time()
    report = check_folder(root, TODAY)
    SECONDS.append(time.process_time() - started)
    assert SECONDS[-1] < LONGEST
    assert state(root) == before
    assert not (root / "owned").exists()
    return report


def assert_plain(finding: Finding) -> None:
    assert finding.line >= 1
    assert finding.column >= 1
    for text in (finding.message, finding.hint):
        assert text.strip()
        assert text.isprintable()
        assert not [word for word in JARGON if word in text]
        assert len(text) < 1_100


@pytest.mark.one_in(6)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_is_told_where_and_what(case: Case, program: Path) -> None:
    report = checked(laid(case, program))

    for finding in report.findings:
        assert_plain(finding)
    told = [finding for finding in report.findings if finding.path == case.path]
    assert case.code in {finding.code for finding in told}, report.findings[:9]


@pytest.mark.one_in(2)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["n", "rn"])
@pytest.mark.parametrize("slip", SLIPS, ids=str)
def test_a_slip_is_told_at_the_line_that_a_person_would_name(
    slip: Slip, ending: str, program: Path
) -> None:
    file = program / slip.path
    text = file.read_text(encoding="utf-8")
    before, found, after = text.partition(slip.old)
    assert found, f"{slip.path} has no {slip.old!r}"
    whole = f"{before}{slip.new}{after}"
    file.write_bytes(whole.replace("\n", ending).encode())

    told = [each for each in checked(program).findings if each.path == slip.path]

    line = before.count("\n") + 1 + slip.below
    assert [each.line for each in told if slip.told in each.message][:1] == [line], told
    assert min(each.line for each in told if each.severity == "error") == line, told


@pytest.mark.parametrize("case", FINE, ids=str)
def test_what_only_looks_odd_is_let_be(case: Case, program: Path) -> None:
    report = checked(laid(case, program))

    for finding in report.findings:
        assert_plain(finding)
    assert [finding for finding in report.findings if finding.path == case.path] == []


@pytest.mark.one_in(3)
@pytest.mark.parametrize("case", CASES[:: len(CASES) // 30], ids=str)
def test_the_command_says_it_without_harm(case: Case, program: Path) -> None:
    root = laid(case, program)
    before = state(root)

    told = mentorctl("check", "--format", "json", "--today", str(TODAY), cwd=root)
    shown = mentorctl("check", "--today", str(TODAY), cwd=root)

    is_program = (root / "program.yaml").is_file()
    code = 1 if is_program else 3  # without the file there is no program folder to check
    assert (told.code, shown.code) == (code, code)
    assert not is_program or json.loads(told.out)
    for text in (told.out, told.err, shown.out, shown.err):
        assert "Traceback" not in text
        assert text.replace("\n", "").isprintable()
    assert state(root) == before


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 230
    assert len(SLIPS) >= 60
    names = [str(case) for case in (*CASES, *FINE)]
    assert [name for name in names if names.count(name) > 1] == []


def test_without_them_all_is_well(program: Path) -> None:
    assert checked(program).findings == ()


@pytest.mark.skipif(sys.platform != "linux", reason="others can hold fewer names")
def test_few_are_passed_over(program: Path) -> None:
    passed_over = []
    for case in [case for case in CASES if case.group in {"name", "kind of file", "twin"}]:
        try:
            case.change(program)
        except CannotBe:
            passed_over.append(case.name)
    assert [name for name in passed_over if "not for reading" not in name] == []


def test_most_take_hardly_any_time() -> None:
    if not SECONDS:
        pytest.skip("no case has run in this process")
    assert statistics.median(SECONDS) < LONGEST_MEDIAN
