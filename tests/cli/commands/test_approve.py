from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML
from support.folders import commit_all, history
from support.run import Result, mentorctl

if TYPE_CHECKING:
    from pathlib import Path

yaml = YAML(typ="safe")
FOLDER = "pairings/2026-2027/amara-okafor-teo-lindqvist"
TODAY = ("--today", "2026-09-28")
PLAN = """\
content_area: Family Consumer Sciences
experiences:
  - slot: 1
    semester: 1
    catalogue: 1
    target_date: 2026-11-06
  - slot: 2
    semester: 1
    catalogue: 7
    target_date: 2026-12-04
  - slot: 3
    semester: 2
    catalogue: 20
    own:
      title: A garden for the school kitchen
      description: Plan, beds and a calendar, handed over as a booklet
      approved:
  - slot: 4
    semester: 2
    catalogue: 14
    target_date: 2027-03-26
approved:
received:
"""


@pytest.fixture
def plan(program: Path) -> Path:
    """A plan that nobody has approved yet."""
    path = program / FOLDER / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


NOOR = {"GIT_AUTHOR_NAME": "Noor Haddad", "GIT_AUTHOR_EMAIL": "noor.haddad@fcs-advisors.example"}


def approve(program: Path, *words: str, env: dict[str, str] = NOOR) -> Result:
    """Approve as Noor, the content advisor, where nobody else is said."""
    return mentorctl("approve", "okafor", *words, *TODAY, cwd=program, env=env)


def box(name: str, by: str, initials: str, on: str) -> str:
    return f"{name}:\n  by: {by}\n  initials: {initials}\n  on: {on}\n"


def test_nobody_makes_up_initials_for_somebody_else(program: Path, plan: Path) -> None:
    done = approve(program, "plan", env={})

    assert done.code == 0, done.err
    said = yaml.load(plan)["approved"]
    assert (said["by"], said["entered_by"]) == ("noor-haddad", "Jo Tester")
    assert "initials" not in said
    assert "the initials are Noor Haddad's to give" in done.err
    assert history(program)[0].endswith("by Noor Haddad, entered by Jo Tester")


def test_none_of_the_pair_approves_its_own_plan(program: Path) -> None:
    for who in ("teo", "mentor", "Amara Okafor"):
        done = approve(program, "plan", "--by", who)
        assert (done.code, "and this is for the content advisor to do" in done.err) == (2, True)


def test_initials_that_were_given_are_written_down_with_who_did_it(
    program: Path, plan: Path
) -> None:
    assert approve(program, "plan", "--initials", "NH", env={}).code == 0
    said = yaml.load(plan)["approved"]
    assert (said["initials"], said["entered_by"]) == ("NH", "Jo Tester")


def test_a_plan_changed_after_its_approval_is_found_named_and_printed(
    program: Path, plan: Path, tmp_path: Path
) -> None:
    assert approve(program, "plan").code == 0
    assert approve(program, "3").code == 0  # what comes after the approval changes no plan
    checked = mentorctl("check", *TODAY, cwd=program)
    assert "[changed-after-approval]" not in checked.out

    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("2026-12-04", "2026-12-11"), encoding="utf-8")
    checked = mentorctl("check", *TODAY, cwd=program)
    what = "target date of experience 2 changed since"
    assert f"was approved on 2026-09-28, and {what} [changed-after-approval]" in checked.out
    words = ("--to", "html", "--draft", "--out", tmp_path, *TODAY)
    assert mentorctl("render", "plan", "okafor", *words, cwd=program).code == 0
    page = next(tmp_path.glob("*.html")).read_text(encoding="utf-8")
    assert f"not as approved: {what}" in page

    assert mentorctl("save", *TODAY, cwd=program).code == 0
    again = approve(program, "plan", "--yes")
    assert again.code == 0, again.err
    assert "[changed-after-approval]" not in mentorctl("check", *TODAY, cwd=program).out


TYPED = box("approved", "noor-haddad", "NH", "2026-09-24")
UNKNOWN = "what was approved is not recorded"
OTHER_DAY = "target date of experience 2 changed since"


def page(program: Path, out: Path) -> str:
    """The plan as a page."""
    words = ("--to", "html", "--draft", "--out", out, *TODAY)
    assert mentorctl("render", "plan", "okafor", *words, cwd=program).code == 0
    return next(out.glob("*.html")).read_text(encoding="utf-8")


def put(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def typed(program: Path, plan: Path) -> Path:
    """A plan whose approval was typed by hand, and saved."""
    commit_all(program, "the plan is drawn up")
    put(plan, "approved:\nreceived:", f"{TYPED}received:")
    commit_all(program, "the plan is approved")
    return plan


def test_initials_typed_and_not_saved_say_that_what_was_approved_is_not_recorded(
    program: Path, plan: Path, tmp_path: Path
) -> None:
    put(plan, "approved:\nreceived:", f"{TYPED}received:")
    assert page(program, tmp_path / "typed").count(UNKNOWN) == 1
    again = approve(program, "plan", "--not-received")
    assert (again.code, UNKNOWN in again.err) == (0, True)
    put(plan, "2026-12-04", "2026-12-11")
    assert "[changed-after-approval]" not in mentorctl("check", *TODAY, cwd=program).out


def test_the_history_tells_what_was_approved_where_initials_were_typed(
    program: Path, typed: Path, tmp_path: Path
) -> None:
    assert "[changed-after-approval]" not in mentorctl("check", *TODAY, cwd=program).out
    assert UNKNOWN not in page(program, tmp_path / "typed")

    put(typed, "2026-12-04", "2026-12-11")
    for saved in (False, True):
        if saved:
            commit_all(program, "another day")
        checked = mentorctl("check", *TODAY, cwd=program).out
        assert f"was approved on 2026-09-24, and {OTHER_DAY} [changed-after-approval]" in checked
        assert f"not as approved: {OTHER_DAY}" in page(program, tmp_path / f"changed {saved}")
    again = approve(program, "plan", "--yes")
    assert again.code == 0, again.err
    assert "[changed-after-approval]" not in mentorctl("check", *TODAY, cwd=program).out


def test_a_save_that_does_not_ask_for_it_leaves_it_to_the_next_check(
    program: Path, typed: Path
) -> None:
    put(typed, "2026-12-04", "2026-12-11")
    commit_all(program, "another day")
    assert typed.is_file()
    (program / "people/una-moreno.yaml").write_text("a: [\n", encoding="utf-8")
    assert mentorctl("save", *TODAY, cwd=program).code == 1
    assert "[changed-after-approval]" in mentorctl("check", *TODAY, cwd=program).out


def test_a_typed_approval_covers_what_the_plan_takes_from_elsewhere(
    program: Path, typed: Path
) -> None:
    put(program / "program.yaml", "Brochure or flyer that promotes the program", "Brochure")
    commit_all(program, "another title")
    checked = mentorctl("check", *TODAY, cwd=program).out
    assert "title of number 14 of the catalogue (program.yaml) changed since" in checked
    assert typed.is_file()


def test_an_approval_typed_again_is_of_the_plan_as_it_is_then(program: Path, typed: Path) -> None:
    put(typed, "2026-12-04", "2026-12-11")
    put(typed, "  on: 2026-09-24", "  on: 2026-09-25")
    commit_all(program, "another day, and approved again")
    assert "[changed-after-approval]" not in mentorctl("check", *TODAY, cwd=program).out


@pytest.mark.parametrize("approved_first", [True, False])
def test_an_approval_that_came_from_one_side_of_a_merge_is_of_that_sides_plan(
    program: Path, plan: Path, *, approved_first: bool
) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", "-C", program, *words], check=True, capture_output=True)

    def approved() -> None:
        put(plan, "approved:\nreceived:", f"{TYPED}received:")
        commit_all(program, "the plan is approved")

    def another_day() -> None:
        put(plan, "2026-11-06", "2026-11-09")
        commit_all(program, "another day")

    commit_all(program, "the plan is drawn up")
    git("checkout", "-q", "-b", "side")
    (another_day if approved_first else approved)()
    git("checkout", "-q", "main")
    (approved if approved_first else another_day)()
    git("merge", "-q", "side", "-m", "brought together")

    checked = mentorctl("check", *TODAY, cwd=program).out
    said = "target date of experience 1 changed since"
    assert f"was approved on 2026-09-24, and {said} [changed-after-approval]" in checked


def test_a_copy_whose_history_begins_later_does_not_tell_what_was_approved(
    program: Path, typed: Path, tmp_path: Path
) -> None:
    put(typed, "2026-12-04", "2026-12-11")
    commit_all(program, "another day")
    copy = tmp_path / "copy"
    words = ["git", "clone", "-q", "--depth", "1", program.as_uri(), str(copy)]
    subprocess.run(words, check=True)
    assert "[changed-after-approval]" not in mentorctl("check", *TODAY, cwd=copy).out
    assert UNKNOWN in page(copy, tmp_path / "page")


def test_the_advisor_initials_both_boxes_today(program: Path, plan: Path) -> None:
    done = approve(program, "plan")

    assert done.code == 0, done.err
    text = plan.read_text(encoding="utf-8")
    assert box("approved", "noor-haddad", "NH", "2026-09-28") in text
    assert box("received", "noor-haddad", "NH", "2026-09-28") in text
    assert history(program)[0] == (
        "plan of amara-okafor-teo-lindqvist: approved on 2026-09-28, received on 2026-09-28, "
        "by Noor Haddad"
    )


def test_approved_first_and_received_later(program: Path, plan: Path) -> None:
    assert approve(program, "plan", "--on", "2026-09-22", "--not-received").code == 0
    text = plan.read_text(encoding="utf-8")
    assert box("approved", "noor-haddad", "NH", "2026-09-22") in text
    assert text.endswith("received:\n")

    assert approve(program, "plan", "--received", "2026-09-24").code == 0
    text = plan.read_text(encoding="utf-8")
    assert box("approved", "noor-haddad", "NH", "2026-09-22") in text
    assert box("received", "noor-haddad", "NH", "2026-09-24") in text


def test_somebody_else_with_other_initials(program: Path, plan: Path) -> None:
    assert approve(program, "plan", "--by", "whitfield", "--initials", "GW2").code == 0
    assert "  by: grace-whitfield\n  initials: GW2\n" in plan.read_text(encoding="utf-8")


def test_again_is_harmless_and_another_day_must_be_meant(program: Path, plan: Path) -> None:
    assert approve(program, "plan", "--on", "2026-09-22").code == 0
    before = plan.read_text(encoding="utf-8")

    again = approve(program, "plan")
    assert (again.code, plan.read_text(encoding="utf-8")) == (0, before)

    other = approve(program, "plan", "--on", "2026-09-21")
    assert (other.code, plan.read_text(encoding="utf-8")) == (1, before)
    assert "--yes" in other.err

    assert approve(program, "plan", "--on", "2026-09-21", "--yes").code == 0
    assert "on: 2026-09-21\n" in plan.read_text(encoding="utf-8")


def test_received_before_approved_is_refused(program: Path, plan: Path) -> None:
    done = approve(program, "plan", "--on", "2026-09-25", "--received", "2026-09-24")
    assert done.code == 1
    assert "[approval-before-plan]" in done.err
    assert plan.read_text(encoding="utf-8") == PLAN


def test_an_experience_of_the_teams_own(program: Path, plan: Path) -> None:
    done = approve(program, "3", "--on", "2026-09-25")

    assert done.code == 0, done.err
    changed = "      approved:\n        by: noor-haddad\n        on: 2026-09-25\n"
    text = plan.read_text(encoding="utf-8")
    without = re.sub("        content: [0-9a-f]{64}\n", "", text)
    assert without == PLAN.replace("      approved:\n", changed)
    assert without != text
    assert "nothing to change" in approve(program, "3").err


@pytest.mark.parametrize("part", ["A garden for the school kitchen", "Plan, beds and a calendar"])
def test_of_another_title_or_description_it_is_no_approval(
    program: Path, plan: Path, part: str
) -> None:
    approve(program, "3", "--on", "2026-09-25")
    said = "was approved on 2026-09-25, and its title or description changed since"
    assert said not in mentorctl("check", *TODAY, cwd=program).out
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace(part, "A leaflet"), encoding="utf-8")
    assert said in mentorctl("check", *TODAY, cwd=program).out
    page = ("render", "plan", "okafor", "--draft", "--format", "html", "--out", "o", *TODAY)
    assert mentorctl(*page, cwd=program).code == 0
    (made,) = (program / "o").glob("*.html")
    assert "not as approved: it was changed since" in made.read_text(encoding="utf-8")

    assert approve(program, "3").code == 0
    assert said not in mentorctl("check", *TODAY, cwd=program).out
    assert "on: 2026-09-25" not in plan.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("what", "said"),
    [("2", "no experience of the team's own"), ("9", "neither plan"), ("log", "neither plan")],
)
@pytest.mark.usefixtures("plan")
def test_only_a_plan_or_an_own_experience_is_approved(program: Path, what: str, said: str) -> None:
    done = approve(program, what)
    assert done.code == 2
    assert said in " ".join(done.err.split())


@pytest.mark.usefixtures("plan")
def test_without_an_advisor_somebody_must_be_named(program: Path) -> None:
    path = program / FOLDER / "pairing.yaml"
    text = path.read_text(encoding="utf-8").replace("advisor: noor-haddad", "advisor:")
    path.write_text(text, encoding="utf-8")

    done = approve(program, "plan")

    assert done.code == 2
    assert "content advisor" in done.err


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Noor Haddad", "NH"),
        ("Siobhán O'Brien-Nuñez", "SON"),
        ("Marcus Webb, Jr.", "MW"),
        ("Marcus Webb Jr.", "MW"),
        ("Łucja Żak", "ŁŻ"),
        ("李明 (Li Ming)", "李"),
    ],
)
@pytest.mark.usefixtures("plan")
def test_initials_come_from_the_name(program: Path, name: str, initials: str) -> None:
    path = program / "people/noor-haddad.yaml"
    text = path.read_text(encoding="utf-8").replace("name: Noor Haddad", f'name: "{name}"')
    path.write_text(text, encoding="utf-8")

    assert approve(program, "plan").code == 0

    assert f"initials: {initials}\n" in (program / FOLDER / "plan.yaml").read_text(encoding="utf-8")


def test_what_a_plan_takes_from_elsewhere_was_approved_with_it(program: Path, plan: Path) -> None:
    assert approve(program, "plan").code == 0
    path = program / "program.yaml"
    text = path.read_text(encoding="utf-8")
    title = "Brochure or flyer that promotes the program"
    assert title in text
    path.write_text(text.replace(title, "Brochure"), encoding="utf-8")

    checked = mentorctl("check", *TODAY, cwd=program)

    what = "title of number 14 of the catalogue (program.yaml) changed since"
    assert f"was approved on 2026-09-28, and {what} [changed-after-approval]" in checked.out
    assert plan.is_file()


def test_several_of_the_teams_own_are_approved_at_once(program: Path, plan: Path) -> None:
    own = "    own:\n      title: A day at the mill\n      approved:\n"
    plan.write_text(PLAN.replace("    catalogue: 14\n", f"    catalogue: 20\n{own}"), "utf-8")
    done = mentorctl("approve", "3", "4", "okafor", "--on", "2026-09-25", *TODAY, cwd=program,
                     env=NOOR)  # fmt: skip

    assert done.code == 0, done.err
    assert "own experiences 3 and 4 approved on 2026-09-25" in done.err
    assert plan.read_text(encoding="utf-8").count("on: 2026-09-25") == 2
    assert "experiences 3 and 4 of" in approve(program, "3", "4").err
    both = approve(program, "plan", "3")
    assert (both.code, "by itself" in both.err) == (2, True)
