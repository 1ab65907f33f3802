from __future__ import annotations

import datetime as dt
import re
import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from support.facts import (
    CALENDAR,
    FOLDER,
    NEEDS,
    PAIRING,
    change,
    date,
    extend,
    file_of,
    take_away,
    waive,
)

from mentorctl.model.needs import Need
from mentorctl.reports.completers import CompleterEntry, CompleterList, CompleterRow, completers
from mentorctl.store import parallel
from mentorctl.store.folder import BrokenProgram, Folder

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2027, 5, 3)
DAY = dt.timedelta(days=1)
DATED = [need for need in NEEDS if Need.parse(need) in CALENDAR.required_by]


def found(root: Path, as_of: dt.date = TODAY) -> CompleterList:
    return completers(Folder(root), as_of)


def only_other(root: Path, as_of: dt.date = TODAY) -> CompleterEntry:
    result = found(root, as_of)
    assert result.completers == ()
    (entry,) = result.others
    return entry


def is_on(root: Path, as_of: dt.date = TODAY) -> bool:
    return [entry.pairing for entry in found(root, as_of).completers] == [PAIRING]


def last_day(need: str) -> tuple[str, dt.date]:
    (name,) = CALENDAR.required_by[Need.parse(need)]
    milestone = next(row for row, _ in CALENDAR.of_pairing if row.id == name)
    assert milestone.due.date is not None
    return milestone.id, CALENDAR.year.day(milestone.due.date)


def test_a_pairing_that_did_everything_is_a_completer(program: Path) -> None:
    result = found(program)

    assert [entry.row for entry in result.completers] == [
        CompleterRow(
            mentee_id="amara-okafor",
            mentee="Amara Okafor",
            mentee_email="amara.okafor@hollis-creek.example",
            school="Hollis Creek High School",
            district="Hollis Creek R-II",
            content_area="Family Consumer Sciences",
            mentor_id="teo-lindqvist",
            mentor="Teo Lindqvist",
            mentor_email="teo.lindqvist@marlow-tech.example",
            advisor="Noor Haddad",
            completed_on=dt.date(2027, 4, 5),
            experiences=4,
            meetings=2,
            waivers=0,
            signatures="0 of 9",
        )
    ]
    assert result.others == ()


@pytest.mark.parametrize("need", NEEDS)
def test_without_one_fact_it_is_off_the_list_for_exactly_that(program: Path, need: str) -> None:
    take_away(program, need)

    (reason,) = only_other(program).reasons
    assert (reason.need, reason.title) == (need, NEEDS[need])
    assert reason.state == ("missed" if need in DATED else "due")
    assert file_of(need).removeprefix(f"{FOLDER}/") in reason.message
    assert PAIRING in reason.hint


@pytest.mark.parametrize("need", NEEDS)
def test_a_waived_fact_is_not_asked_for(program: Path, need: str) -> None:
    take_away(program, need)
    waive(program, need)

    (entry,) = found(program).completers
    assert entry.row.waivers == 1
    # what was waived was not done
    assert entry.row.experiences == (3 if need.startswith("experiences") else 4)
    assert entry.row.meetings == (1 if need.startswith("meetings") else 2)


@pytest.mark.parametrize("need", DATED)
def test_a_fact_on_its_last_day_counts(program: Path, need: str) -> None:
    date(program, need, last_day(need)[1])

    assert is_on(program)


@pytest.mark.parametrize("need", DATED)
def test_a_fact_one_day_late_takes_it_off_the_list(program: Path, need: str) -> None:
    milestone, last = last_day(need)
    date(program, need, last + DAY)

    (reason,) = only_other(program).reasons
    assert (reason.need, reason.state) == (need, "late")
    assert f"is {last + DAY}, 1 day after {last}" in reason.message
    assert f"mentorctl extend {PAIRING} {milestone} --until {last + DAY}" in reason.hint


@pytest.mark.parametrize("need", DATED)
def test_an_extension_brings_it_back(program: Path, need: str) -> None:
    milestone, last = last_day(need)
    date(program, need, last + DAY)

    extend(program, milestone, last)
    assert not is_on(program)
    extend(program, milestone, last + DAY)
    assert is_on(program)


def test_an_extension_that_nobody_approved_does_not_count(program: Path) -> None:
    date(program, "experiences/3:comment.sent_to_advisor", dt.date(2027, 4, 20))
    extend(program, "comments-3-4", dt.date(2027, 4, 20), approved_by=None)

    assert only_other(program).reasons[0].state == "late"


def test_a_program_may_count_late_work(program: Path) -> None:
    date(program, "experiences/3:comment.sent_to_advisor", dt.date(2027, 4, 20))
    change(program, "program.yaml", ("completion", "late"), "counts")

    assert is_on(program)


def test_what_is_dated_later_has_not_happened_yet(program: Path) -> None:
    assert is_on(program, dt.date(2027, 4, 5))

    (reason,) = only_other(program, dt.date(2027, 4, 4)).reasons
    assert reason.need == "experiences/4:comment.sent_to_advisor"
    assert reason.state == "due"
    assert "is 2027-04-05, which is still to come" in reason.message


def test_completed_on_is_the_day_of_the_last_fact_or_approval(program: Path) -> None:
    need = "experiences/4:comment.sent_to_advisor"
    date(program, need, dt.date(2027, 4, 18))
    waive(program, need, on="2027-04-09")

    (entry,) = found(program, dt.date(2027, 4, 10)).completers
    assert entry.row.completed_on == dt.date(2027, 4, 9)
    (entry,) = found(program, dt.date(2027, 4, 20)).completers
    assert entry.row.completed_on == dt.date(2027, 4, 9)


@pytest.mark.parametrize("leave", ["extension", "waiver"])
def test_leave_that_was_given_later_was_not_there_yet(program: Path, leave: str) -> None:
    need = "experiences/3:comment.sent_to_advisor"
    date(program, need, dt.date(2027, 4, 20))
    if leave == "extension":
        extend(program, "comments-3-4", dt.date(2027, 4, 30), on="2027-04-25")
    else:
        waive(program, need, on="2027-04-25")

    assert not is_on(program, dt.date(2027, 4, 24))
    assert is_on(program, dt.date(2027, 4, 25))


@pytest.mark.parametrize("state", ["withdrawn", "reassigned"])
def test_a_pairing_that_ended_is_off_the_list_for_that_alone(program: Path, state: str) -> None:
    take_away(program, "plan:approved.on")
    change(program, f"{FOLDER}/pairing.yaml", ("state",), state)
    change(program, f"{FOLDER}/pairing.yaml", ("ends",), dt.date(2027, 4, 20))

    (reason,) = only_other(program).reasons
    assert (reason.need, reason.state) == (None, state)
    assert f"{state}, last day 2027-04-20" in reason.message
    # the day before, it was like any other
    (before,) = only_other(program, dt.date(2027, 4, 19)).reasons
    assert before.need == "plan:approved.on"


def test_a_reassigned_pairing_points_to_the_one_that_took_it_over(program: Path) -> None:
    later = program / f"pairings/2026-2027/{PAIRING}-again"
    shutil.copytree(program / FOLDER, later)
    again = later.relative_to(program).as_posix()
    change(program, f"{again}/pairing.yaml", ("follows",), PAIRING)
    change(program, f"{FOLDER}/pairing.yaml", ("state",), "reassigned")

    result = found(program)
    assert [entry.pairing for entry in result.completers] == [later.name]
    (entry,) = result.others
    assert later.name in entry.reasons[0].message
    assert entry.reasons[0].hint == f"see: mentorctl status {later.name}"


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (f"{FOLDER}/experiences/3.yaml", f"{FOLDER}/experiences/3.yaml:2:1"),
        (f"{FOLDER}/pairing.yaml", f"{FOLDER}/pairing.yaml:2:1"),
        ("meetings/2026-2027-kickoff.yaml", "meetings/2026-2027-kickoff.yaml"),
    ],
)
def test_a_file_that_cannot_be_read_is_the_reason(program: Path, path: str, place: str) -> None:
    (program / path).write_text("slot: 3\nslot: 3\n", "utf-8")

    (reason,) = only_other(program).reasons
    assert reason.state == "unreadable"
    assert f"{place} cannot be read" in reason.message


def test_a_record_that_completion_does_not_rest_on_may_be_broken(program: Path) -> None:
    (program / FOLDER / "log.yaml").write_text("entries: [", "utf-8")

    assert is_on(program)


def test_a_missing_file_is_said_to_be_missing(program: Path) -> None:
    (program / FOLDER / "experiences" / "4.yaml").unlink()
    (program / "meetings" / "2026-2027-midyear.yaml").unlink()

    messages = [reason.message for reason in only_other(program).reasons]
    assert len(messages) == 3
    assert "meetings/2026-2027-midyear.yaml is not there" in messages[0]
    assert all("experiences/4.yaml is not there" in message for message in messages[1:])


def test_a_pairing_without_its_own_record_is_named(program: Path) -> None:
    (program / FOLDER / "pairing.yaml").unlink()

    (reason,) = only_other(program).reasons
    assert f"{FOLDER}/pairing.yaml is not there" in reason.message


def test_both_who_missed_a_meeting_are_named(program: Path) -> None:
    change(program, "meetings/2026-2027-kickoff.yaml", ("attended",), [])

    (reason,) = only_other(program).reasons
    assert "the protégé amara-okafor and the mentor teo-lindqvist" in reason.message
    assert "mentorctl attend kickoff amara-okafor teo-lindqvist" in reason.hint


def test_people_whose_files_cannot_be_read_stand_by_their_ids(program: Path) -> None:
    for person in ("amara-okafor", "noor-haddad"):
        (program / "people" / f"{person}.yaml").unlink()

    (entry,) = found(program).completers
    assert (entry.row.mentee, entry.row.mentee_email) == ("amara-okafor", None)
    assert entry.row.advisor == "noor-haddad"


def test_signatures_are_not_asked_where_nobody_signs(program: Path) -> None:
    path = program / "program.yaml"
    text = re.sub(
        r"    signed_by:(?: \[.*\]\n|\n(?:      - \w+\n)+)",
        '    optional: "yes"\n',
        path.read_text("utf-8"),
    )
    path.write_text(
        text.replace('optional: "yes"\n    optional: "yes"', 'optional: "yes"'), "utf-8"
    )

    (entry,) = found(program).completers
    assert entry.row.signatures == "not asked"


def test_a_part_of_the_list(program: Path) -> None:
    result = found(program)

    assert result.only(advisor="noor-haddad", area="consumer") == result
    assert result.only(advisor="iris-nakamura").completers == ()
    assert result.only(area="agriculture").completers == ()


def test_a_program_that_contradicts_itself_is_refused(program: Path) -> None:
    change(program, "program.yaml", ("year",), "2026-2028")

    with pytest.raises(BrokenProgram, match=r"program\.yaml:\d+:\d+"):
        found(program)


@pytest.mark.skipif(sys.platform != "linux", reason="shares are one process elsewhere")
def test_shares_of_several_processes_come_to_the_same(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        copy = program / f"pairings/2026-2027/copy-{number}"
        shutil.copytree(program / FOLDER, copy)
        mentee = f"mentee-{9 - number}"
        change(program, f"{copy.relative_to(program).as_posix()}/pairing.yaml", ("mentee",), mentee)
    alone = found(program)
    monkeypatch.setattr(parallel, "WORTH_A_PROCESS", 1)
    monkeypatch.setattr(parallel, "_cores", lambda: 3)

    assert found(program) == alone
    ids = [entry.row.mentee_id for entry in alone.others]
    assert ids == ["mentee-6", "mentee-7", "mentee-8", "mentee-9"]
