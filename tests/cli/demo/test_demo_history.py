"""The demo's history: a year of signed commits, and one signature that is stale."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sample_year.as_of import as_of, days_in
from sample_year.derive import happened, year_lines
from support.histories import plain
from support.keys import needs_openssh
from support.run import mentorctl

from mentorctl.cli.commands.demo import SAMPLE_DAY, build
from mentorctl.cli.demo.demo_history import KEYS, YEAR
from mentorctl.model.kinds import kind_of
from mentorctl.model.words import Words
from mentorctl.store.folder import Folder
from mentorctl.store.parse.reader import examine
from mentorctl.trail.ledger.ledger_cache import ledger_of

if TYPE_CHECKING:
    from mentorctl.trail.ledger.ledger import Ledger

SAMPLE = Path(__file__).parents[3] / "sample-program"
DAY = SAMPLE_DAY.isoformat()


@pytest.fixture(scope="module")
def ledger(demo: Path) -> Ledger:
    return ledger_of(demo)


def test_every_commit_is_signed_by_the_person_who_made_it(demo: Path, ledger: Ledger) -> None:
    assert ledger.count == len(plain(demo, "rev-list", "HEAD").split()) > 500
    assert ledger.signed == ledger.count
    assert [remark.message for remark in ledger.remarks] == []
    people = {span.person for span in ledger.register.spans.values()}
    assert people == {path.stem for path in (SAMPLE / "people").glob("*.yaml")}


def test_one_signature_is_stale_and_one_on_paper(demo: Path) -> None:
    said = json.loads(mentorctl("status", "--format", "json", "--today", DAY, cwd=demo).out)
    signatures = [each for row in said["pairings"] for each in row["signatures"]]
    states = Counter(each["state"] for each in signatures)
    assert (states["stale"], states["attested"]) == (1, 1)
    assert set(states) == {"valid", "stale", "attested", "missing"}
    (stale,) = (each for each in signatures if each["state"] == "stale")
    assert stale["record"].endswith("renee-st-clair-marguerite-oduya/plan.yaml")
    assert "target date" in stale["why"]
    assert "2027-02-09" in stale["why"]


def test_check_finds_what_the_sample_shows_and_what_only_the_history_tells(demo: Path) -> None:
    def found(folder: Path) -> Counter[tuple[str, str]]:
        said = mentorctl("check", "--format", "json", "--today", DAY, cwd=folder).out
        return Counter((each["code"], each["path"]) for each in json.loads(said)["findings"])

    more = found(demo) - found(SAMPLE)
    plan = "pairings/2026-2027/renee-st-clair-marguerite-oduya/plan.yaml"
    other = "pairings/2026-2027/josie-ferrell-carmen-dufresne/plan.yaml"
    agreement = "pairings/2026-2027/tasha-green-marguerite-oduya/agreement.yaml"
    assert more == Counter(
        {
            ("signature-stale", plan): 1,
            ("signature-missing", agreement): 1,
            ("changed-after-approval", plan): 1,
            ("changed-after-approval", other): 1,
        }
    )


def test_the_records_are_the_samples_own(demo: Path) -> None:
    for path in SAMPLE.rglob("*.yaml"):
        name = path.relative_to(SAMPLE)
        ours, theirs = (folder.joinpath(name).read_bytes() for folder in (demo, SAMPLE))
        if name.parts[0] == "people":
            assert ours.startswith(theirs), name
        elif name.name != "program.yaml":
            assert ours == theirs, name


def test_git_finds_nothing_wrong_and_nothing_left_over(demo: Path) -> None:
    assert plain(demo, "fsck", "--strict", "--no-dangling") == ""
    assert plain(demo, "status", "--porcelain") == ""


def test_times_are_those_of_working_days_in_the_programs_zone(demo: Path) -> None:
    stamps = plain(demo, "log", "--reverse", "--format=%aI").split()
    times = [dt.datetime.fromisoformat(stamp) for stamp in stamps]
    assert times == sorted(times)
    assert {time.utcoffset() for time in times} == {dt.timedelta(hours=-5), dt.timedelta(hours=-6)}
    assert all(8 <= time.hour < 18 for time in times)
    assert (times[0].date(), times[-1].date()) == (dt.date(2026, 8, 4), dt.date(2027, 4, 26))


def test_the_keys_are_kept_where_no_commit_takes_them(demo: Path) -> None:
    keys = demo / KEYS
    assert "BEGIN OPENSSH PRIVATE KEY" in (keys / "renee-st-clair").read_text(encoding="ascii")
    tracked = plain(demo, "ls-files").split("\n")
    assert not [path for path in tracked if "demo-keys" in path]


def test_two_demos_are_two_programs_with_keys_of_their_own(demo: Path, tmp_path: Path) -> None:
    build(tmp_path / "other")
    ids = [
        next(line for line in (root / "program.yaml").read_text("utf-8").splitlines()
             if line.startswith("id: "))
        for root in (demo, tmp_path / "other")
    ]  # fmt: skip
    assert ids[0] != ids[1]
    key = Path(KEYS, "theodore-runge.pub")
    assert (demo / key).read_bytes() != (tmp_path / "other" / key).read_bytes()


def test_the_year_is_what_the_samples_records_tell() -> None:
    """Written by: PYTHONPATH=tests python -m sample_year."""
    assert YEAR.read_bytes() == year_lines(Folder(SAMPLE), SAMPLE_DAY)


def test_every_record_was_readable_on_every_day() -> None:
    for event in happened(Folder(SAMPLE), SAMPLE_DAY):
        for path, text in event.files.items():
            kind = kind_of(path)
            faults = examine(text.encode(), kind.model, Words())[1] if kind else []
            assert faults == [], (path, event.message)


@needs_openssh
def test_plain_git_agrees_with_the_written_allowed_signers(demo: Path) -> None:
    file = "gpg.ssh.allowedSignersFile=.mentorctl/allowed_signers"
    said = plain(demo, "-c", file, "log", "-20", "--format=%G? %GS %ae")
    people = {path.stem: path for path in (demo / "people").glob("*.yaml")}
    for line in said.splitlines():
        state, person, email = line.split(" ")
        assert state == "G"
        assert f"email: {email}\n" in people[person].read_text(encoding="utf-8")


def test_a_record_on_an_earlier_day_is_without_what_came_later() -> None:
    text = (
        SAMPLE / "pairings/2026-2027/devon-marsh-robert-szymanski/experiences/1.yaml"
    ).read_text(encoding="utf-8")
    assert days_in(text) == [dt.date(2026, 10, 29), dt.date(2026, 10, 30),
                             dt.date(2026, 11, 9), dt.date(2026, 11, 10)]  # fmt: skip
    before = as_of(text, dt.date(2026, 10, 29))
    assert "achieved: 2026-10-29\n" in before
    assert "sent_to_mentor:\n" in before
    assert "  on:\n" in before
    assert "Forty-four" not in before
    assert as_of(text, dt.date(2026, 11, 10)) == text
    log = (
        "entries:\n  - id: a\n    on: 2026-10-01\n    kind: phone\n  - id: b\n    on: 2026-10-02\n"
    )
    assert as_of(log, dt.date(2026, 10, 1)) == log[: log.index("  - id: b")]
    assert as_of(log, dt.date(2026, 9, 30)) == "entries: []\n"
