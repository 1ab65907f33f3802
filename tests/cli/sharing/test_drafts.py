"""What is done before a key is registered is kept, and goes out signed once it can be."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from support.folders import contents
from support.histories import plain
from support.keys import lay_key
from support.office import AMARA, IRIS, by, register, sync
from support.run import mentorctl
from support.signers import mark, signer_of

if TYPE_CHECKING:
    from pathlib import Path

PLAN = "pairings/2026-2027/amara-okafor-teo-lindqvist/plan.yaml"
DRAFT = (
    "kept as a draft, unsigned, which counts for nothing yet: none of the keys on this"
    " computer is registered here; mentorctl key doctor"
)


def note_in_plan(mine: Path, slot: int, text: str, person: str = AMARA) -> None:
    done = by(person, mine, "edit", "okafor", "plan", "--set", f"experiences.{slot}.notes={text}")
    assert done.code == 0, done.err


def said(text: str) -> str:
    return " ".join(text.split())


def call_oneself(mine: Path, email: str = "amara.okafor@hollis-creek.example") -> None:
    plain(mine, "config", "user.email", email)


def test_a_draft_stays_until_its_key_is_registered_and_goes_out_signed(office: Path) -> None:
    mine, shared = office.parent / "mine", office.parent / "shared.git"
    note_in_plan(mine, 1, "Soil")
    first = sync(AMARA, mine)
    assert first.code == 1
    assert "stays here as a draft: plan of amara-okafor" in first.err
    assert "mentorctl join" in first.err
    note_in_plan(office, 2, "A fair", IRIS)
    assert sync(IRIS, office).code == 0
    again = sync(AMARA, mine)
    assert "came in: plan of amara-okafor" in again.err
    told = by(AMARA, mine, "status")
    assert "1 of your changes is a draft: not signed and not sent" in said(told.err)

    register(office)
    asked = sync(AMARA, mine, answers="y\n")
    assert asked.code == 0, asked.err
    assert "send it as a change of yours to " in asked.err
    assert plain(mine, "rev-parse", "HEAD") == plain(shared, "rev-parse", "main")
    assert signer_of(mine) == mark(AMARA)
    plan = contents(mine)[PLAN]
    assert b"Soil" in plan
    assert b"A fair" in plan
    assert "draft" not in by(AMARA, mine, "status").err
    assert sync(AMARA, mine).code == 0
    told = by(AMARA, mine, "history", "okafor", "plan", "--limit", "1")
    assert "Amara Okafor" in told.out
    assert "A fair" not in told.out


def test_whoever_says_no_keeps_the_draft(office: Path) -> None:
    mine, shared = office.parent / "mine", office.parent / "shared.git"
    note_in_plan(mine, 1, "Soil")
    register(office)
    before = plain(shared, "rev-parse", "main")
    declined = sync(AMARA, mine, answers="n\n")
    assert declined.code == 1
    assert "mentorctl sync --mend" in declined.err
    assert plain(shared, "rev-parse", "main") == before
    assert b"Soil" in contents(mine)[PLAN]
    done = sync(AMARA, mine, "--yes")
    assert done.code == 0, done.err
    assert signer_of(shared, "main") == mark(AMARA)


def test_a_draft_of_ones_own_name_is_told_anew_without_it(office: Path) -> None:
    mine, shared = office.parent / "mine", office.parent / "shared.git"
    call_oneself(mine)
    note_in_plan(mine, 1, "Soil")
    register(office)
    assert sync(AMARA, mine, "--yes").code == 0
    assert "not signed" not in plain(shared, "log", "-1", "--format=%B", "main")


def test_join_finishes_what_was_begun_without_a_key(office: Path, home: Path) -> None:
    mine = office.parent / "mine"
    note_in_plan(mine, 1, "Soil", person="")
    mentorctl("sync", "--remote", office.parent / "shared.git", cwd=mine)
    register(office)
    lay_key(home / ".ssh", AMARA, "id_ed25519")
    done = mentorctl("join", "--as", AMARA, cwd=mine, input="y\n", terminal=True)
    assert done.code == 0, done.err
    assert "is told anew: plan of amara-okafor" in done.err
    assert "You can sign here as Amara Okafor." in done.err
    assert signer_of(office.parent / "shared.git", "main") == mark(AMARA)


def test_what_is_not_ones_own_never_becomes_a_draft(office: Path) -> None:
    mine = office.parent / "mine"
    call_oneself(mine)
    before = plain(mine, "rev-parse", "HEAD"), contents(mine)
    refused = by(AMARA, mine, "edit", "program", "--set", "name=Mine")
    assert refused.code == 1
    assert "only a coordinator changes it" in refused.err
    assert "draft" not in refused.err
    assert (plain(mine, "rev-parse", "HEAD"), contents(mine)) == before
    file = mine / "people/teo-lindqvist.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("name: ", "name: Dr. ", 1), encoding="utf-8")
    refused = by(AMARA, mine, "save")
    assert (refused.code, "draft" in refused.err) == (1, False)
    file.write_text(text, encoding="utf-8")
    plan = next(mine.glob("pairings/*/amara-okafor-*/plan.yaml"))
    held = plan.read_text(encoding="utf-8")
    plan.write_text(held.replace("2026-12-04", "tomorrow"), encoding="utf-8")
    assert "a guard of the shared folder takes no new errors" in by(AMARA, mine, "save").err
    plan.write_text(held, encoding="utf-8")
    note_in_plan(mine, 1, "Soil")


def test_the_coordinators_other_computer_may_keep_drafts_of_all(office: Path) -> None:
    mine = office.parent / "mine"
    call_oneself(mine, "iris.nakamura@agency.example")
    done = by(AMARA, mine, "edit", "program", "--set", "name=Our program")
    assert (done.code, DRAFT in done.err) == (0, True), done.err


def test_what_an_editors_button_saved_goes_out_signed_and_what_came_before_as_it_is(
    office: Path,
) -> None:
    mine, shared = office.parent / "mine", office.parent / "shared.git"
    register(office)
    assert sync(AMARA, mine).code == 0
    note_in_plan(mine, 1, "Soil")
    sound = plain(mine, "rev-parse", "HEAD")
    file = mine / PLAN
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Soil", "Soil and seeds"), encoding="utf-8")
    plain(mine, "commit", "-q", "-a", "-m", "seeds")
    note_in_plan(office, 2, "A fair", IRIS)
    assert sync(IRIS, office).code == 0
    done = sync(AMARA, mine, "--yes")
    assert done.code == 0, done.err
    assert "is told anew: seeds" in done.err
    assert "is told anew: plan" not in done.err
    plain(shared, "merge-base", "--is-ancestor", sound, "main")
    assert signer_of(shared, "main") == mark(AMARA)
    plan = contents(mine)[PLAN]
    assert b"Soil and seeds" in plan
    assert b"A fair" in plan
    # at a computer that several use, whose name it had is not lost
    assert "- seeds (Jo Tester, not signed)" in plain(shared, "log", "-1", "--format=%B", "main")


def test_a_joining_that_git_made_alone_is_made_anew_without_a_question(office: Path) -> None:
    mine, shared = office.parent / "mine", office.parent / "shared.git"
    register(office)
    assert sync(AMARA, mine).code == 0
    note_in_plan(mine, 1, "Soil")
    sound = plain(mine, "rev-parse", "HEAD")
    assert by(IRIS, office, "edit", "program", "--set", "name=Ours").code == 0
    assert sync(IRIS, office).code == 0
    plain(mine, "pull", "-q", "--no-rebase", str(shared), "main")
    done = sync(AMARA, mine, answers="n\n")
    assert done.code == 0, done.err
    assert "told anew" not in done.err
    plain(shared, "merge-base", "--is-ancestor", sound, "main")
    assert plain(mine, "rev-parse", "HEAD") == plain(shared, "rev-parse", "main")
    assert signer_of(mine) == mark(AMARA)


def test_a_draft_that_was_taken_back_leaves_nothing_to_send(office: Path) -> None:
    mine, shared = office.parent / "mine", office.parent / "shared.git"
    note_in_plan(mine, 1, "Soil")
    done = by(AMARA, mine, "undo", "--yes")
    assert done.code == 0, done.err
    register(office)
    tip = plain(shared, "rev-parse", "main")
    done = sync(AMARA, mine, "--yes")
    assert done.code == 0, done.err
    assert plain(mine, "rev-parse", "HEAD") == tip == plain(shared, "rev-parse", "main")


def test_unsigned_sends_it_as_it_is_where_nobody_minds(office: Path) -> None:
    mine, shared = office.parent / "mine", office.parent / "shared.git"
    note_in_plan(mine, 1, "Soil")
    (shared / "hooks/pre-receive").unlink()
    done = sync(AMARA, mine, "--unsigned")
    assert done.code == 0, done.err
    assert plain(mine, "rev-parse", "HEAD") == plain(shared, "rev-parse", "main")


def test_scripts_and_a_dry_run_are_told_of_drafts(office: Path) -> None:
    mine = office.parent / "mine"
    note_in_plan(mine, 1, "Soil")
    dry = sync(AMARA, mine, "--dry-run", "--yes")
    assert "stays here as a draft: plan of" in dry.err
    told = json.loads(sync(AMARA, mine, "--format", "json").out)
    assert [each["message"][:4] for each in told["drafts"]] == ["plan"]
    assert told["went_out"] == []


def test_drafts_stay_drafts_where_the_file_of_keys_was_taken_away(office: Path) -> None:
    mine, shared = office.parent / "mine", office.parent / "shared.git"
    call_oneself(mine)
    plain(mine, "rm", "-q", ".mentorctl/allowed_signers")
    plain(mine, "commit", "-q", "-m", "tidy up")
    note_in_plan(mine, 1, "Soil")
    before = plain(shared, "rev-parse", "main")
    done = sync(AMARA, mine)
    assert "stays here as a draft" in done.err
    assert plain(shared, "rev-parse", "main") == before
    assert "2 of your changes are drafts" in said(by(AMARA, mine, "status").err)
