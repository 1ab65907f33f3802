"""What counts, since when, and why not: one answer in status, due, check and completers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from support.facts import FOLDER, PAIRING, change, date, extend, take_away, waive

from mentorctl.reports.check import check_folder
from mentorctl.reports.completers import completers
from mentorctl.reports.due import due
from mentorctl.reports.status import status
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.model.completer_list import CompleterEntry
    from mentorctl.reports.status import StatusRow

TODAY = dt.date(2027, 5, 3)
OWN = f"{FOLDER}/pairing.yaml"
MIDYEAR = "meetings/2026-2027-midyear.yaml"
NEED = "experiences/4:comment.sent_to_advisor"


def row(root: Path, today: dt.date = TODAY) -> StatusRow:
    (found,) = [each for each in status(Folder(root), today).rows if each.pairing == PAIRING]
    return found


def entry(root: Path, today: dt.date = TODAY) -> CompleterEntry:
    found = completers(Folder(root), today)
    (one,) = [each for each in (*found.completers, *found.others) if each.pairing == PAIRING]
    return one


def why(root: Path, today: dt.date = TODAY) -> list[str]:
    return [reason.message for reason in entry(root, today).reasons]


def owed(root: Path, today: dt.date = TODAY, days: int = 14) -> set[str]:
    debts = due(Folder(root), today, today + dt.timedelta(days=days)).debts
    return {debt.milestone for debt in debts if debt.pairing == PAIRING}


def findings(root: Path, today: dt.date = TODAY) -> list[tuple[str, str]]:
    found = check_folder(root, today).findings
    return [(each.code, each.message) for each in found if each.pairing == PAIRING]


def codes(root: Path, today: dt.date = TODAY) -> set[str]:
    return {code for code, _ in findings(root, today)}


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-04-05", "before the program year began (2026-07-01)"),
        ("2027-07-02", "after the program year ended (2027-06-30)"),
        ("2027-06-02", "which is still to come"),
    ],
)
def test_a_fact_that_does_not_count_is_named_in_every_list(
    program: Path, day: str, words: str
) -> None:
    date(program, NEED, dt.date.fromisoformat(day))
    today = dt.date(2027, 7, 20) if day > "2027-07" else TODAY

    assert any(day in message and words in message for message in why(program, today))
    assert row(program, today).standing == "overdue"
    assert "comments-3-4" in owed(program, today)
    missed = [message for code, message in findings(program, today) if code == "milestone-missed"]
    assert any(day in message and words in message for message in missed)
    assert row(program, today).experiences == 3


def test_an_own_experience_counts_from_its_approval_on(program: Path) -> None:
    plan = f"{FOLDER}/plan.yaml"
    change(program, plan, ("experiences", 3, "catalogue"), None)
    own: dict[str, Any] = {"title": "A film", "description": "Made by students"}
    change(program, plan, ("experiences", 3, "own"), own)
    assert any("own and not approved" in message for message in why(program))
    assert row(program).experiences == 3

    approved = {"by": "noor-haddad", "on": "2027-04-28"}
    change(program, plan, ("experiences", 3, "own"), {**own, "approved": approved})
    assert why(program, dt.date(2027, 4, 27)) != []
    assert entry(program, dt.date(2027, 4, 28)).row.completed_on == dt.date(2027, 4, 28)


@pytest.mark.parametrize("lacking", ["approved_by", "on", "reason"])
def test_an_approval_without_all_that_it_needs_counts_nowhere(program: Path, lacking: str) -> None:
    date(program, NEED, dt.date(2027, 4, 25))
    extend(program, "comments-3-4", dt.date(2027, 4, 30), **{lacking: None})

    assert why(program) != []
    assert "milestone-late" in codes(program)


def test_of_several_extensions_the_one_that_reaches_furthest_is_in_force(program: Path) -> None:
    date(program, NEED, dt.date(2027, 4, 25))
    extend(program, "comments-3-4", dt.date(2027, 4, 26), on="2027-04-20")
    extend(program, "comments-3-4", dt.date(2027, 4, 21), on="2027-04-24")

    assert why(program) == []
    assert entry(program).row.completed_on == dt.date(2027, 4, 25)
    assert codes(program) >= {"extension-superseded"}
    # on its own day an approval is there, and not before
    assert "comments-3-4" not in owed(program, dt.date(2027, 4, 20), days=3)
    assert row(program, dt.date(2027, 4, 19)).next is not None


def test_an_extension_that_ends_before_the_day_takes_nothing_away(program: Path) -> None:
    extend(program, "comments-3-4", dt.date(2027, 4, 1), on="2027-03-01")

    assert why(program) == []


def test_a_pairing_that_will_end_is_active_until_its_last_day_is_over(program: Path) -> None:
    take_away(program, NEED)
    change(program, OWN, ("ends",), "2027-05-03")
    change(program, OWN, ("state",), "withdrawn")

    assert (row(program).state, row(program).ending) == ("active", "withdrawn")
    assert row(program).told == "overdue, withdrawn after 2027-05-03"
    assert owed(program) == {"comments-3-4"}
    assert codes(program) >= {"milestone-missed", "pairing-ending"}
    assert due(Folder(program), TODAY, TODAY).ending == ((PAIRING, TODAY, "withdrawn"),)

    after = TODAY + dt.timedelta(days=1)
    assert (row(program, after).standing, owed(program, after)) == ("withdrawn", set())
    assert codes(program, after) & {"milestone-missed", "pairing-ending"} == set()


def test_a_meetings_file_is_of_the_meeting_that_its_name_says(program: Path) -> None:
    change(program, MIDYEAR, ("meeting",), "kickoff")

    (reason,) = why(program)
    assert f"{MIDYEAR} says it is of the meeting kickoff, and counts for neither" in reason
    assert row(program).standing == "unknown"
    assert [each.path for each in status(Folder(program), TODAY).unread] == [MIDYEAR]
    assert "meeting-missed" not in codes(program)


def test_a_late_fact_and_a_missed_one_of_a_milestone_are_both_found(program: Path) -> None:
    date(program, "experiences/3:comment.sent_to_advisor", dt.date(2027, 4, 25))
    take_away(program, NEED)

    found = [message for code, message in findings(program) if code.startswith("milestone-")]
    assert len([each for each in found if "is 2027-04-25" in each]) == 1
    assert len([each for each in found if "still open" in each]) == 1


def test_a_meeting_without_a_milestone_is_announced_everywhere(program: Path) -> None:
    today = dt.date(2027, 3, 10)
    (program / MIDYEAR).unlink()

    assert "midyear" in owed(program, today, days=5)
    assert any("Mid-Year" in message for code, message in findings(program, today)
               if code == "milestone-due-soon")  # fmt: skip


def test_before_it_begins_a_pairing_owes_nothing(program: Path) -> None:
    change(program, OWN, ("starts",), "2027-05-10")
    take_away(program, NEED)

    assert (row(program).standing, owed(program)) == ("on track", set())
    assert not codes(program) & {"milestone-missed", "milestone-due-soon", "milestone-late"}
    assert row(program, dt.date(2027, 5, 10)).standing == "overdue"


@pytest.mark.parametrize(
    ("rule", "standing", "until"),
    [
        ("keep", "overdue", "2026-12-14"),
        ("skip", "done", None),
        ("prorate", "on track", "2027-06-26"),
    ],
)
def test_a_late_starter_owes_what_the_program_says(
    program: Path, rule: str, standing: str, until: str | None
) -> None:
    change(program, "program.yaml", ("late_start",), rule)
    change(program, OWN, ("starts",), "2027-01-11")
    take_away(program, "experiences/1:sent_to_mentor")
    take_away(program, "experiences/1:comment.sent_to_advisor")

    today = dt.date(2027, 4, 30)
    assert row(program, today).standing == standing
    (step,) = [each for each in row(program, today).steps if each.id == "experiences-1-2"]
    if until:
        # prorated: 166 days after the year's first day, and after the pairing's
        assert str(step.by) == until
    else:
        assert (row(program, today).experiences, row(program, today).experiences_asked) == (3, 3)


def test_a_takeover_counts_a_meeting_that_either_pair_attended(program: Path) -> None:
    later = "pairings/2026-2027/amara-okafor-ruth-adeyemi"
    (program / later).mkdir()
    change(program, OWN, ("ends",), "2027-01-20")
    change(program, OWN, ("state",), "reassigned")
    (program / later / "pairing.yaml").write_text(
        "mentee: amara-okafor\nmentor: ruth-adeyemi\nadvisor: noor-haddad\n"
        f"content_area: Family Consumer Sciences\nstarts: 2027-02-01\nfollows: {PAIRING}\n",
        "utf-8",
    )
    people = (program / "people/teo-lindqvist.yaml").read_text("utf-8")
    (program / "people/ruth-adeyemi.yaml").write_text(
        people.replace("Teo Lindqvist", "Ruth Adeyemi").replace("teo.lindqvist", "ruth.adeyemi"),
        "utf-8",
    )

    def reasons() -> str:
        found = completers(Folder(program), TODAY).others
        (one,) = [each for each in found if each.pairing == later.rpartition("/")[2]]
        return "\n".join(f"{each.message} → {each.hint}" for each in one.reasons)

    # held on 2027-01-26, when neither was under way: the new pair were both there
    change(program, MIDYEAR, ("attended",), ["amara-okafor", "ruth-adeyemi"])
    assert "Mid-Year" not in reasons()
    # the earlier pair
    change(program, MIDYEAR, ("attended",), ["amara-okafor", "teo-lindqvist"])
    assert "Mid-Year" not in reasons()
    # who was really missing is named, and the hint asks for that person
    change(program, MIDYEAR, ("attended",), ["teo-lindqvist"])
    assert "does not name the protégé amara-okafor → " in reasons()
    assert "attend midyear amara-okafor;" in reasons()


def test_a_waived_need_rests_on_the_day_of_its_waiver(program: Path) -> None:
    take_away(program, NEED)
    waive(program, NEED, on="2027-04-22")

    assert why(program, dt.date(2027, 4, 21)) != []
    assert entry(program).row.completed_on == dt.date(2027, 4, 22)


def test_days_late_are_counted_from_the_last_day_allowed(program: Path) -> None:
    date(program, NEED, dt.date(2027, 4, 28))
    extend(program, "comments-3-4", dt.date(2027, 4, 23))

    (reason,) = why(program)
    assert reason.endswith("is 2027-04-28, 5 days after 2027-04-23 (extended from 2027-04-19)")


def test_where_nothing_is_asked_nobody_is_a_completer(program: Path) -> None:
    change(program, "program.yaml", ("completion",), {"late": "counts"})

    (reason,) = why(program)
    assert "does not say what makes a completer" in reason
    assert row(program).standing != "done"
