"""No list is short in silence: each kind of file damaged in turn, every list looked at."""

from __future__ import annotations

import datetime as dt
import errno
import itertools
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typer
from support.facts import FOLDER
from support.folders import commit_all
from support.histories import plain
from support.run import mentorctl

from mentorctl.data import data
from mentorctl.reports.completers import completers
from mentorctl.reports.due import due
from mentorctl.reports.invoices import invoices
from mentorctl.reports.status import status
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

TODAY = dt.date(2027, 4, 27)
SAMPLE = data("sample-program")
DONE, OPEN = "marcus-whitfield-jr-denise-abernathy", "kayla-dunning-denise-abernathy"
# a mentee, a mentor, an advisor, and the coordinator
PEOPLE = ("marcus-whitfield-jr", "denise-abernathy", "patricia-nakamura", "theodore-runge")
MIDYEAR = "meetings/2026-2027-midyear.yaml"
NOBODY = 65534
LISTS = ("completers", "invoices", "status", "due")


def rested_on() -> list[str]:
    """One of each kind of the files that a list of the year rests on, of somebody on it first."""
    places = ("meetings/", "years/", "pairings/2026-2027/")
    found = (path.relative_to(SAMPLE).as_posix() for path in SAMPLE.rglob("*.yaml"))
    kinds: dict[str, str] = {}
    for path in sorted(found, key=lambda each: (DONE not in each, each)):
        place, _, name = path.rpartition("/")
        is_by_name = place.startswith("pairings/") and place.count("/") == 2
        if path.startswith(places):
            kinds.setdefault(name if is_by_name else place.rpartition("/")[2], path)
    return [*kinds.values(), *(f"people/{each}.yaml" for each in PEOPLE)]


def of_one_who_is_not_on_it() -> list[str]:
    """The files of a pairing that has not completed."""
    root = SAMPLE / "pairings/2026-2027" / OPEN
    return sorted(path.relative_to(SAMPLE).as_posix() for path in root.rglob("*.yaml"))


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


@pytest.mark.one_in(2)
@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own on Windows")
@pytest.mark.parametrize(
    "damaged",
    [
        pytest.param((path, way), id=f"{way.__name__}-{path}")
        for path, way in (
            *itertools.product(rested_on(), WAYS),
            *zip(of_one_who_is_not_on_it(), itertools.cycle(WAYS), strict=False),
        )
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


TEAM = "pairings/2026-2027/kayla-dunning-denise-abernathy"
ANSWERS = "standards/2026-2027.yaml"
DAY = ("--today", "2027-04-27")
OF_PEOPLE = ("person list", "key list")
# audit is not here: it judges what is recorded, and check what lies in the files
EVERY = {
    **dict.fromkeys((*LISTS, "standards", "check", "remind", "calendar"), DAY),
    "report": ("--format", "json", *DAY),
    **dict.fromkeys(OF_PEOPLE, ()),
}
DAMAGES = (
    ("people/kayla-dunning.yaml", break_, EVERY),
    ("people/kayla-dunning.yaml", rename, EVERY),
    (MIDYEAR, rename, EVERY.keys() - OF_PEOPLE),
    (f"{TEAM}/pairing.yaml", empty, EVERY.keys() - OF_PEOPLE),
    (f"{TEAM}/pairing.yaml", rename, EVERY.keys() - OF_PEOPLE),
    (f"{TEAM}/plan.yaml", rename, EVERY.keys() - OF_PEOPLE),
    (f"{TEAM}/experiences/1.yaml", link, EVERY.keys() - OF_PEOPLE),
    ("years/2026-2027.yaml", rename, EVERY.keys() - OF_PEOPLE),
    (ANSWERS, break_, {"standards", "report", "check"}),
    (ANSWERS, rename, {"standards", "report", "check"}),
    (ANSWERS, link, {"standards", "report", "check"}),
    (ANSWERS, folder, {"standards", "report", "check"}),
)  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own on Windows")
@pytest.mark.parametrize(
    ("damaged", "names"),
    [pytest.param((path, way), names, id=f"{way.__name__}-{path}") for path, way, names in DAMAGES],
    indirect=["damaged"],
)
def test_every_list_names_what_it_could_not_read(
    damaged: tuple[Path, str], names: Collection[str]
) -> None:
    root, path = damaged
    for name in sorted(names):
        done = mentorctl("-C", root, *name.split(), *EVERY[name])
        # without its answers no standard can be judged at all
        assert done.code == (3 if name == "standards" and path == ANSWERS else 1), name
        assert path.removesuffix(".yaml") in done.err + done.out, (name, done.err)


def test_strict_writes_no_list_of_any_kind(copy: Path) -> None:
    file = copy / "people/kayla-dunning.yaml"
    kept = file.read_bytes()
    file.write_text("a: [", "utf-8")
    try:
        for name in EVERY.keys() - {"check", *OF_PEOPLE}:
            done = mentorctl("-C", copy, name, *EVERY[name], "--strict")
            assert (done.code, done.out) == (1, ""), name
    finally:
        file.write_bytes(kept)


@pytest.mark.parametrize("back", ["--at", "--year"])
def test_a_list_of_another_day_or_year_names_it_too(program: Path, back: str) -> None:
    file, rules = program / FOLDER / "plan.yaml", program / "program.yaml"
    kept = file.read_bytes()
    file.write_text("a: [", "utf-8")
    if back == "--at":
        commit_all(program, "it cannot be read")
        point = plain(program, "rev-parse", "HEAD")
        file.write_bytes(kept)
    else:
        point = "2026-2027"
        text = rules.read_text("utf-8").replace(f"year: {point}", "year: 2027-2028")
        rules.write_text(text, "utf-8")
    commit_all(program, "later")

    for name in (*LISTS, "report"):
        words = (back, point, "--format", "json")
        done = mentorctl("-C", program, name, *words)
        assert done.code == 1, name
        assert f"{FOLDER}/plan.yaml" in done.err, name
        assert f'"path": "{FOLDER}/plan.yaml"' in done.out, name


@pytest.fixture
def as_nobody() -> Iterator[None]:
    """As somebody who may not read everything, though root runs the tests."""
    if sys.platform == "win32":
        pytest.skip("Windows has no such permissions")
    if os.geteuid() != 0:
        yield
        return
    try:
        os.seteuid(NOBODY)
    except OSError:
        pytest.skip("root cannot become somebody else here")
    try:
        needed = (SAMPLE, Path(sys.prefix), Path(typer.__file__))
        if not all(os.access(each, os.R_OK, effective_ids=True) for each in needed):
            pytest.skip("nobody but root can read the toolkit here")
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_copy() -> Iterator[Path]:
    """The sample where everybody may look, which tests' own folders are not."""
    with tempfile.TemporaryDirectory() as place:
        root = shutil.copytree(SAMPLE, Path(place) / "sample")
        for path in (Path(place), root, *root.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        if os.name != "nt":
            (root / "people/kayla-dunning.yaml").chmod(0)
            (root / TEAM / "experiences").chmod(0)
        yield root
        (root / TEAM / "experiences").chmod(0o755)


@pytest.mark.usefixtures("open_copy", "as_nobody")
def test_what_one_may_not_read_is_named_by_every_list(open_copy: Path) -> None:
    for name, words in EVERY.items():
        done = mentorctl("-C", open_copy, *name.split(), *words)
        assert done.code == 1, (name, done.err)
        said = done.err + done.out
        assert "people/kayla-dunning.yaml" in said, (name, said)
        assert f"{TEAM}/experiences" in said or name in OF_PEOPLE, (name, said)
        assert "permission" in said, name
