from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from support.facts import FOLDER, PAIRING
from support.folders import commit_all, contents
from support.page import texts
from support.run import mentorctl

SAMPLE = Path(__file__).parents[3] / "sample-program"
DAY = ("--today", "2027-04-20")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path_factory.mktemp("report") / "p"))


def test_the_page_goes_where_forms_go(program: Path) -> None:
    before = contents(program)
    day = ("--today", "2027-05-03")
    done = mentorctl("report", *day, cwd=program)
    assert (done.code, done.out) == (0, "forms/report-2027-05-03.html\n"), done.err
    made = contents(program)
    assert made.keys() - before.keys() == {"forms/report-2027-05-03.html"}
    assert {path: made[path] for path in before} == before
    assert mentorctl("check", *day, cwd=program).code == 0


def test_each_reader_has_a_file_of_their_own(program: Path) -> None:
    for words, name in (
        (("--for", "public"), "report-public-2027-04-20.html"),
        (("--advisor", "haddad"), "report-noor-haddad-2027-04-20.html"),
        (("--school", "hollis"), "report-principal-2027-04-20.html"),
    ):
        done = mentorctl("report", *DAY, *words, cwd=program)
        assert (done.code, done.out) == (0, f"forms/{name}\n"), done.err


def test_the_numbers_are_the_same_in_json(sample: Path) -> None:
    out = sample.parent / "year.html"
    assert mentorctl("report", *DAY, "--out", out, cwd=sample).out == f"{out}\n"
    done = mentorctl("report", *DAY, "--format", "json", cwd=sample)
    said, page = json.loads(done.out), out.read_text(encoding="utf-8")
    assert said["pairings_shown"] == int(texts(page, "data-figure")["pairings"]) == 16
    assert {each["standing"]: str(each["pairings"]) for each in said["standings"]} == texts(
        page, "data-standing"
    )
    assert [each["pairing"] for each in said["pairings"]] == list(texts(page, "data-pairing"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--for", "principal"), "name the principal's school: --for principal --school TEXT"),
        (("--for", "advisor"), "name the advisor: --for advisor --advisor PERSON"),
        (("--for", "public", "--school", "x"), "--school is for a principal"),
        (("--for", "principal", "--advisor", "x"), "--advisor is for an advisor"),
        (("--school", "nowhere"), "no school is called 'nowhere'"),
        (("--school", "High School"), "could be several"),
        (("--advisor", "nobody"), "no person is called 'nobody'"),
        (("--out", "page.pdf"), "page.pdf cannot be a .pdf file"),
    ],
)
def test_what_cannot_be_asked_is_told(sample: Path, words: tuple[str, ...], said: str) -> None:
    done = mentorctl("report", *DAY, *words, cwd=sample)
    assert done.code == 2
    assert said in " ".join(done.err.split())
    assert not (sample / "forms").exists()


def test_a_files_name_says_what_it_is(sample: Path) -> None:
    out = sample.parent / "year.json"
    assert mentorctl("report", *DAY, "--out", out, cwd=sample).code == 0
    assert json.loads(out.read_text(encoding="utf-8"))["reader"] == "coordinator"


def test_several_schools_are_one_page(sample: Path) -> None:
    words = ("--school", "Blue Bend", "--school", "Grand Fork", "--format", "json")
    said = json.loads(mentorctl("report", *DAY, *words, cwd=sample).out)
    assert said["schools"] == ["Blue Bend High School", "Grand Fork High School"]
    assert len(said["pairings"]) == said["pairings_shown"] == 2


def test_what_cannot_be_read_is_named(program: Path) -> None:
    (program / FOLDER / "log.yaml").write_text("a: [\n", encoding="utf-8")
    done = mentorctl("report", *DAY, cwd=program)
    assert done.code == 1
    assert f"{FOLDER}/log.yaml:" in done.err
    page = (program / "forms/report-2027-04-20.html").read_text(encoding="utf-8")
    assert "One file could not be read." in page
    assert f"{FOLDER}/log.yaml" in page

    public = mentorctl("report", *DAY, "--for", "public", "--out", "public.html", cwd=program)
    assert public.code == 1
    page = (program / "public.html").read_text(encoding="utf-8")
    assert "One file could not be read." in page
    assert PAIRING not in page


@pytest.mark.parametrize("form", ["html", "json"])
def test_a_principal_reads_nothing_of_a_log_in_what_is_wrong_with_it(
    program: Path, form: str
) -> None:
    log = program / FOLDER / "log.yaml"
    log.write_text("has been ill since May: yes\nentries: []\n", encoding="utf-8")
    out = program.parent / f"page.{form}"
    done = mentorctl("report", *DAY, "--school", "hollis", "--out", out, cwd=program)
    assert done.code == 1
    page = out.read_text(encoding="utf-8")
    assert "ill since" not in page
    assert "log.yaml" not in page
    assert (
        "One file could not be read." if form == "html" else '"unreadable_elsewhere": 1'
    ) in page


def test_only_the_coordinator_sees_who_is_left_of_another_year(program: Path) -> None:
    before = program / "pairings/2025-2026/zoe-older"
    before.mkdir(parents=True)
    pairing = (program / FOLDER / "pairing.yaml").read_text(encoding="utf-8")
    (before / "pairing.yaml").write_text(pairing.replace("2026-", "2025-"), encoding="utf-8")
    for words, is_named in (
        ((), True),
        (("--for", "public"), False),
        (("--school", "hollis"), False),
        (("--advisor", "haddad"), False),
    ):
        done = mentorctl("report", *DAY, *words, "--format", "json", cwd=program)
        assert ("zoe-older" in done.out) is is_named, words
        assert "zoe-older" in done.err


def test_strict_writes_nothing(program: Path) -> None:
    (program / FOLDER / "log.yaml").write_text("a: [\n", encoding="utf-8")
    done = mentorctl("report", *DAY, "--strict", cwd=program)
    assert (done.code, done.out) == (1, "")
    assert "no list was written" in done.err
    assert not (program / "forms").exists()


def test_a_dry_run_writes_nothing(program: Path) -> None:
    done = mentorctl("report", *DAY, "--dry-run", cwd=program)
    assert (done.code, done.out) == (0, "")
    assert "the page is written to forms/report-2027-04-20.html" in done.err
    assert not (program / "forms").exists()


def test_standards_that_cannot_be_judged_are_told(sample: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(sample, tmp_path / "p"))
    (rules,) = (root / "standards/rules").iterdir()
    rules.unlink()
    done = mentorctl("report", *DAY, "--out", "year.html", cwd=root)
    assert done.code == 1
    assert "is not there" in done.err
    assert "Nobody can say how they stand" in (root / "year.html").read_text(encoding="utf-8")


def test_a_day_of_the_past_is_shown_as_it_was_recorded(program: Path) -> None:
    (program / FOLDER / "log.yaml").unlink()
    commit_all(program, "the log is gone")
    before = tip(program, "HEAD~1")
    now = json.loads(mentorctl("report", *DAY, "--format", "json", cwd=program).out)
    then = json.loads(
        mentorctl("report", "--at", before, *DAY, "--format", "json", cwd=program).out
    )
    assert now["log_minutes"] == 0 < then["log_minutes"]
    assert (now["source"], then["source"]) == ("files", "history")


def tip(root: Path, name: str) -> str:
    words = ["git", "-C", str(root), "rev-parse", name]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()


def test_the_foot_says_what_it_was_drawn_from(program: Path) -> None:
    (program / FOLDER / "log.yaml").unlink()
    assert mentorctl("report", *DAY, "--out", "year.html", cwd=program).code == 0
    page = (program / "year.html").read_text(encoding="utf-8")
    commit = json.loads(mentorctl("report", *DAY, "--format", "json", cwd=program).out)["commit"]
    assert f"judged as of 2027-04-20 · commit {commit[:10]}, changed since" in page
