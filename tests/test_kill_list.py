"""No list is short in silence: each file of the sample damaged in turn, every list looked at."""

from __future__ import annotations

import datetime as dt
import errno
import os
import shutil
from typing import TYPE_CHECKING

import pytest
from support.run import mentorctl

from mentorctl.data import data
from mentorctl.reports.completers import completers
from mentorctl.reports.due import due
from mentorctl.reports.invoices import invoices
from mentorctl.reports.status import status
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TODAY = dt.date(2027, 4, 27)
SAMPLE = data("sample-program")
MIDYEAR = "meetings/2026-2027-midyear.yaml"
LISTS = ("completers", "invoices", "status", "due")


def rested_on() -> list[str]:
    """The sample's files that a list of the year rests on."""
    places = ("people/", "meetings/", "years/", "pairings/2026-2027/")
    found = (path.relative_to(SAMPLE).as_posix() for path in SAMPLE.rglob("*.yaml"))
    return sorted(path for path in found if path.startswith(places))


def break_(path: Path) -> None:
    path.write_text("a: [\n", "utf-8")


def empty(path: Path) -> None:
    path.write_text("", "utf-8")


def rename(path: Path) -> None:
    path.rename(path.with_suffix(".yml"))


def link(path: Path) -> None:
    moved = path.with_suffix(".moved")
    path.rename(moved)
    path.symlink_to(moved.name)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


WAYS = (break_, empty, rename, link, folder)


class Lists:
    """What every list says of a folder."""

    def __init__(self, root: Path) -> None:
        self.pairings = {row.pairing: row for row in status(Folder(root), TODAY).rows}
        self.done = completers(Folder(root), TODAY)
        self.debts = due(Folder(root), TODAY, TODAY + dt.timedelta(days=60))
        self.invoices = invoices(Folder(root), TODAY)

    @property
    def named(self) -> set[str]:
        found = (*self.done.unread, *self.debts.unread, *self.invoices.unread)
        return {each.path for each in found}

    @property
    def owing(self) -> set[tuple[str, str]]:
        return {(debt.pairing, debt.milestone) for debt in self.debts.debts}

    @property
    def accounted(self) -> set[str]:
        """The pairings that the list of completers has, or says why it has not."""
        return {each.pairing for each in self.done.completers} | {
            each.pairing for each in self.done.others if each.reasons
        }


@pytest.fixture(scope="module")
def whole() -> Lists:
    return Lists(SAMPLE)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(SAMPLE, tmp_path_factory.mktemp("kill") / "sample")


@pytest.fixture
def damaged(copy: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Path, str]]:
    """The sample with one file damaged, and put right again."""
    path, way = request.param
    file = copy / path
    kept = file.read_bytes()
    way(file)
    yield copy, path
    for left in (file, file.with_suffix(".yml"), file.with_suffix(".moved")):
        if left.is_dir() and not left.is_symlink():
            left.rmdir()
        else:
            left.unlink(missing_ok=True)
    file.write_bytes(kept)


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own on Windows")
@pytest.mark.parametrize(
    "damaged",
    [
        pytest.param((path, WAYS[at % len(WAYS)]), id=f"{WAYS[at % len(WAYS)].__name__}-{path}")
        for at, path in enumerate(rested_on())
    ],
    indirect=True,
)
def test_nobody_is_missing_without_being_named(damaged: tuple[Path, str], whole: Lists) -> None:
    root, path = damaged
    found = Lists(root)
    pairing = path.split("/")[2] if path.startswith("pairings/") else ""

    assert set(found.pairings) == set(whole.pairings)
    assert found.accounted == set(whole.pairings)
    lost = {each.pairing for each in whole.done.completers} - {
        each.pairing for each in found.done.completers
    }
    reasons = {each.pairing: each.reasons for each in found.done.others}
    for each in lost:
        # whoever leaves the list over a file that is not their own is told which
        told = path.rpartition("/")[2] if each == pairing else path
        assert any(told in reason.message for reason in reasons[each])
    gone = {claim for claim in whole.owing - found.owing if claim[0] != pairing or not pairing}
    if gone or not pairing:
        # what is not owed any more, or by nobody known, is named
        assert path in found.named or not (root / path).exists() or not gone
    if not path.startswith("people/") and (root / path).is_file() and not lost:
        assert found.pairings == whole.pairings or path in found.named or pairing
    payees = {each.rows[0].payee_id for each in whole.invoices.invoices}
    unpaid = payees - {each.rows[0].payee_id for each in found.invoices.invoices}
    assert not unpaid or lost


@pytest.mark.parametrize("form", ["table", "csv", "json"])
@pytest.mark.parametrize("name", LISTS)
def test_a_meeting_that_cannot_be_read_is_named_by_every_list(
    copy: Path, name: str, form: str
) -> None:
    kept = (copy / MIDYEAR).read_bytes()
    (copy / MIDYEAR).write_text("meeting: [", "utf-8")
    try:
        result = mentorctl("-C", copy, name, "--format", form, "--today", "2027-04-27")
        strict = mentorctl("-C", copy, name, "--strict", "--today", "2027-04-27")
    finally:
        (copy / MIDYEAR).write_bytes(kept)

    assert result.code == 1
    assert f"{MIDYEAR}:" in result.err
    assert "is left out: " in result.err
    if form == "json":
        assert f'"path": "{MIDYEAR}"' in result.out
    assert (strict.code, strict.out) == (1, "")
    assert "no list was written" in strict.err


def test_status_says_unknown_where_it_rests_on_what_cannot_be_read(copy: Path) -> None:
    kept = (copy / MIDYEAR).read_bytes()
    (copy / MIDYEAR).write_text("meeting: [", "utf-8")
    try:
        found = {row.pairing: row for row in status(Folder(copy), TODAY).rows}
    finally:
        (copy / MIDYEAR).write_bytes(kept)

    assert found["devon-marsh-robert-szymanski"].standing == "unknown"
    # one that has something else past and open is overdue all the same
    assert found["kayla-dunning-denise-abernathy"].standing == "overdue"


@pytest.mark.parametrize("place", ["pairings/2026-2027/kayla-dunning-denise-abernathy", "people"])
def test_a_folder_without_permission_is_named_as_such(
    copy: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = os.scandir

    def refused(path: str) -> object:
        # whoever runs the tests may well be allowed to read everything
        if str(path).endswith(place):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return look(path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", refused)
        result = mentorctl("-C", copy, "status", "--today", "2027-04-27")

    assert result.code == 1
    assert f"{place}:1:1 is left out: there is no permission" in result.err


def test_a_folder_of_a_pairing_without_its_record_is_named(copy: Path) -> None:
    nobody = copy / "pairings/2026-2027/somebody-new"
    nobody.mkdir()
    try:
        result = mentorctl("-C", copy, "due", "--today", "2027-04-27")
    finally:
        nobody.rmdir()

    assert result.code == 1
    assert "the folder of somebody-new has no pairing.yaml" in result.err
