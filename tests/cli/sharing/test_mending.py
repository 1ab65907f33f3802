"""A copy whose history the guard refuses is mended by one command, and loses nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from support.folders import contents
from support.histories import plain
from support.keys import key_of
from support.office import AMARA, IRIS, by, register, sync
from support.signers import mark, signer_of

from mentorctl.cli.editing.interrupted import finish_interrupted
from mentorctl.trail.git import fast_forward
from mentorctl.trail.git import repository as trail_git
from mentorctl.trail.ledger.ledger_cache import ledger_of

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "pairings/2026-2027/amara-okafor-teo-lindqvist"
PLAN = f"{FOLDER}/plan.yaml"
COMMITTING = ("-c", "user.name=Iris", "-c", "user.email=iris@example.org", "commit", "-q")


def plan_twice(mine: Path) -> None:
    for slot, text in ((1, "A unit on soil"), (2, "A visit to the fair")):
        done = by("", mine, "edit", "okafor", "plan", "--set", f"experiences.{slot}.notes={text}")
        assert done.code == 0, done.err


def test_what_was_done_before_the_key_was_registered_is_sent_signed(office: Path) -> None:
    mine, shared = office.parent / "mine", office.parent / "shared.git"
    plan_twice(mine)
    assert sync(AMARA, mine).code != 0
    register(office)
    refused = sync(AMARA, mine)
    assert refused.code != 0
    old = plain(mine, "rev-parse", "HEAD")
    assert "mentorctl sync --mend" in " ".join(refused.err.split())

    done = sync(AMARA, mine, "--mend", "--yes")
    assert done.code == 0, done.err
    assert "2 of your changes are one now" in done.err
    assert plain(mine, "rev-parse", "HEAD") == plain(shared, "rev-parse", "main")
    assert signer_of(mine) == mark(AMARA)
    assert plain(mine, "status", "--porcelain") == ""
    assert plain(mine, "rev-parse", f"refs/mentorctl/mended/{old[:10]}") == old
    plan = next(path for path in contents(mine) if path.endswith("okafor-teo-lindqvist/plan.yaml"))
    assert b"A unit on soil" in contents(mine)[plan]
    assert b"A visit to the fair" in contents(mine)[plan]
    assert sync(IRIS, office).code == 0
    assert contents(office) == contents(mine)
    audited = by(IRIS, office, "audit", "--today", "2027-05-03")
    assert "told anew" not in audited.out
    again = sync(AMARA, mine, "--mend", "--yes")
    assert (again.code, "nothing new here" in again.err) == (0, True)


def test_who_cannot_sign_there_is_told_and_nothing_changes(office: Path) -> None:
    mine = office.parent / "mine"
    plan_twice(mine)
    before = plain(mine, "rev-parse", "HEAD"), contents(mine)
    done = sync(AMARA, mine, "--mend", "--yes")
    assert done.code == 3
    assert "mentorctl key doctor" in done.err
    assert (plain(mine, "rev-parse", "HEAD"), contents(mine)) == before


def test_of_a_single_change_it_is_not_said_that_several_are_one(office: Path) -> None:
    mine, shared = office.parent / "mine", office.parent / "shared.git"
    assert by("", mine, "edit", "okafor", "plan", "--set", "experiences.1.notes=Soil").code == 0
    register(office)
    asked = by(AMARA, mine, "sync", "--mend", "--remote", shared, answers="n\n")
    assert "send it as a change of yours to " in asked.err
    done = sync(AMARA, mine, "--mend", "--yes")
    assert done.code == 0, done.err
    assert "your change is told anew, signed by you, and at " in done.err


def test_without_a_yes_nothing_is_sent(office: Path) -> None:
    mine, shared = office.parent / "mine", office.parent / "shared.git"
    plan_twice(mine)
    register(office)
    before = plain(mine, "rev-parse", "HEAD"), plain(shared, "rev-parse", "main")
    assert sync(AMARA, mine, "--mend").code == 3
    asked = by(AMARA, mine, "sync", "--mend", "--remote", shared, answers="n\n")
    assert asked.code == 0
    assert "plan of amara-okafor" in asked.err
    assert (plain(mine, "rev-parse", "HEAD"), plain(shared, "rev-parse", "main")) == before


def test_what_is_not_ones_own_is_taken_back_and_the_rest_sent(office: Path) -> None:
    mine, shared = office.parent / "mine", office.parent / "shared.git"
    register(office)
    assert sync(AMARA, mine).code == 0
    before = contents(mine)
    plain(mine, "rm", "-q", "-r", "people/noor-haddad.yaml", f"{FOLDER}/experiences/1.yaml")
    experience = mine / FOLDER / "experiences/2.yaml"
    text = experience.read_text(encoding="utf-8")
    text = text.replace("achieved: 2026-12-03", "achieved: 2026-11-03")
    experience.write_text(re.sub(r"(?m)^  text: .*", "  text: Mine", text), encoding="utf-8")
    plain(mine, "commit", "-q", "-a", "--allow-empty-message", "-m", "")
    old = plain(mine, "rev-parse", "HEAD")

    asked = sync(AMARA, mine)
    assert asked.code == 1
    said = " ".join(asked.err.split())
    assert "people/noor-haddad.yaml: only a coordinator changes it; ask Iris Nakamura" in said
    assert "2.yaml: only the mentor fills it in: comment text; ask Teo Lindqvist" in said
    assert "stays here as a draft: a change without a word about it" in said
    assert "mentorctl sync --mend" in said
    assert plain(mine, "rev-parse", "HEAD") == old

    done = sync(AMARA, mine, "--mend", "--yes")
    assert done.code == 0, done.err
    assert "taken back here" in done.err
    now = before | {
        f"{FOLDER}/experiences/2.yaml": before[f"{FOLDER}/experiences/2.yaml"].replace(
            b"achieved: 2026-12-03", b"achieved: 2026-11-03"
        )
    }
    assert contents(mine) == now
    assert plain(shared, "rev-parse", "main") == plain(mine, "rev-parse", "HEAD")
    assert plain(mine, "rev-parse", f"refs/mentorctl/mended/{old[:10]}") == old


def test_another_order_of_a_list_is_taken_back(office: Path) -> None:
    """Whoever may not write a list does not say in which order it stands either."""
    mine = office.parent / "mine"
    register(office)
    assert sync(AMARA, mine).code == 0
    before = contents(mine)
    file = mine / "program.yaml"
    text = file.read_text(encoding="utf-8")
    needs = "      - plan:approved.on\n", "      - plan:received.on\n"
    assert "".join(needs) in text
    text = text.replace("".join(needs), "".join(reversed(needs)))
    text = text.replace("agency: ", "agency: The ", 1)
    file.write_text(text, encoding="utf-8")
    said = " ".join(by(AMARA, mine, "save").err.split())
    assert "program.yaml: only a coordinator changes it; ask Iris Nakamura" in said
    plain(mine, "commit", "-q", "-a", "-m", "Mine")
    done = sync(AMARA, mine, "--mend", "--yes")
    assert done.code == 0, done.err
    assert contents(mine) == before


@pytest.mark.parametrize("own", [False, True])
def test_nobody_is_asked_about_what_is_taken_back_anyway(office: Path, own: bool) -> None:
    mine, path = office.parent / "mine", f"{FOLDER}/experiences/2.yaml"
    register(office)
    assert sync(AMARA, mine).code == 0
    for copy, text, day in ((office, "Theirs", "2026-11-05"), (mine, "Mine", "2026-11-03")):
        record = (copy / path).read_text(encoding="utf-8")
        record = re.sub(r"(?m)^  text: .*", f"  text: {text}", record)
        if own or copy == mine:
            record = record.replace("achieved: 2026-12-03", f"achieved: {day}")
        (copy / path).write_text(record, encoding="utf-8")
    saved = by(IRIS, office, "save", "--anyway", "--today", "2027-05-03")
    assert saved.code == 0, saved.err
    came = sync(IRIS, office)
    assert came.code == 0, came.err
    plain(mine, "commit", "-q", "-a", "-m", "Mine")

    done = sync(AMARA, mine, "--mend", "--yes")
    assert "both sides changed Mentor Comment" not in done.err
    if own:
        assert done.code == 1
        assert "both sides changed Date Achieved" in done.err
        done = sync(AMARA, mine, "--mend", "--yes", "--ours")
    assert done.code == 0, done.err
    assert "2.yaml: only the mentor fills it in: comment text" in " ".join(done.err.split())
    held = contents(mine)[path]
    assert b"  text: Theirs" in held
    assert b"achieved: 2026-11-03" in held


def test_where_all_of_it_is_anothers_the_copy_is_as_the_shared_one(office: Path) -> None:
    mine, shared = office.parent / "mine", office.parent / "shared.git"
    done = by("", mine, "edit", "program", "--set", "name=Mine")
    assert done.code == 0, done.err
    register(office)
    done = sync(AMARA, mine, "--mend", "--yes")
    assert done.code == 0, done.err
    assert "program.yaml: only a coordinator changes it; ask Iris Nakamura" in done.err
    assert "nothing of what was done here is left to send" in done.err
    assert plain(mine, "rev-parse", "HEAD") == plain(shared, "rev-parse", "main")
    assert contents(mine) == contents(office)


def test_what_gets_another_name_where_it_is_told_anew_is_said(office: Path) -> None:
    mine, document = office.parent / "mine", f"{FOLDER}/evidence/4.docx"
    register(office)
    for folder in (mine, office):
        (folder / document).write_bytes(folder.name.encode())
    plain(mine, "add", document)
    plain(mine, "commit", "-q", "-m", "by the button")
    for words in (("save", "--anyway"), ("sync",)):
        assert by(IRIS, office, *words).code == 0
    done = sync(AMARA, mine, "--mend", "--yes")
    assert done.code == 0, done.err
    assert f"yours is {FOLDER}/evidence/4-2.docx now" in " ".join(done.err.split())
    assert contents(mine)[document] == b"program"


def test_a_shared_change_that_was_amended_goes_out_with_one_command(office: Path) -> None:
    mine, shared = office.parent / "mine", office.parent / "shared.git"
    register(office)
    assert sync(AMARA, mine).code == 0
    words = ("edit", "okafor", "plan", "--set", "experiences.1.notes=Soil")
    assert by(AMARA, mine, *words).code == 0
    assert sync(AMARA, mine).code == 0
    plan = mine / FOLDER / "plan.yaml"
    text = plan.read_text(encoding="utf-8").replace("notes: Soil", "notes: Soil and seeds")
    plan.write_text(text, encoding="utf-8", newline="\n")
    plain(mine, "commit", "-q", "-a", "--amend", "--no-edit")
    done = sync(AMARA, mine, "--mend", "--yes")
    assert done.code == 0, done.err
    assert b"notes: Soil and seeds" in contents(mine)[f"{FOLDER}/plan.yaml"]
    assert plain(shared, "rev-parse", "main") == plain(mine, "rev-parse", "HEAD")


def test_a_mending_that_was_killed_is_finished(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, shared = office.parent / "mine", office.parent / "shared.git"
    plan_twice(mine)
    register(office)
    old = plain(mine, "rev-parse", "HEAD")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(fast_forward, "_lines", killed)
        assert sync(AMARA, mine, "--mend", "--yes").code != 0
    assert plain(mine, "rev-parse", "HEAD") == old
    finish_interrupted(mine)
    assert plain(mine, "rev-parse", "HEAD") == plain(shared, "rev-parse", "main") != old
    assert plain(mine, "status", "--porcelain") == ""


def test_a_forged_name_mends_nothing(office: Path) -> None:
    """The key that signs is looked for where the coordinator has registered it."""
    mine = office.parent / "mine"
    plan_twice(mine)
    file = mine / f"people/{AMARA}.yaml"
    file.write_text(
        f"{file.read_text(encoding='utf-8').partition('keys:')[0]}keys:\n  - public:"
        f" {key_of(AMARA).public_line()}\n    added: 2026-09-01\n",
        encoding="utf-8", newline="\n",
    )  # fmt: skip
    plain(mine, "commit", "-q", "-a", "-m", "my own key")
    assert sync(AMARA, mine, "--mend", "--yes").code == 3


def test_nothing_is_told_anew_in_a_folder_that_a_newer_one_has_written(office: Path) -> None:
    mine, shared = office.parent / "mine", office.parent / "shared.git"
    register(office)
    plan_twice(mine)
    program = office / "program.yaml"
    program.write_text(f"format: 99\n{program.read_text(encoding='utf-8')}", encoding="utf-8")
    plain(office, *COMMITTING, "-am", "by a newer one")
    plain(shared, "fetch", "-q", str(office), "main:main")
    before = plain(mine, "rev-parse", "HEAD"), plain(shared, "rev-parse", "main")
    for words in ((), ("--mend", "--yes"), ("--dry-run",)):
        done = sync(AMARA, mine, *words)
        assert done.code == 3, words
        assert "needs a newer mentorctl" in done.err
        assert (plain(mine, "rev-parse", "HEAD"), plain(shared, "rev-parse", "main")) == before


def forged(mine: Path) -> str:
    """The mentee writes when the advisor approved her plan, in words about something else."""
    file = mine / PLAN
    text = file.read_text(encoding="utf-8").replace("  on: 2026-09-22", "  on: 2026-09-20")
    file.write_text(text, encoding="utf-8", newline="\n")
    return trail_git.commit(
        mine, [PLAN], "a note of our meeting", sign=lambda raw: key_of(AMARA).sign(raw, "git")
    )


@pytest.mark.parametrize("how", ["beside it", "brought back", "confirmed"])
def test_what_counts_for_nothing_there_is_not_confirmed_unseen(office: Path, how: str) -> None:
    mine, shared = office.parent / "mine", office.parent / "shared.git"
    register(office)
    assert sync(AMARA, mine).code == 0
    name = forged(mine)
    # past the guard
    plain(shared, "fetch", "-q", str(mine), "main:main")
    assert sync(IRIS, office).code == 0
    if how == "brought back":
        assert by(IRIS, office, "undo", name, "--yes").code == 0
        assert sync(IRIS, office).code == 0
        assert by("", office, "redo", plain(office, "rev-parse", "HEAD"), "--yes").code == 0
    if how == "confirmed":
        with (office / PLAN).open("a", encoding="utf-8") as file:
            file.write("# seen\n")
        assert by(IRIS, office, "save", "--anyway").code == 0
    assert by("", office, "edit", "okafor", "plan", "--set", "experiences.1.notes=Soil").code == 0
    done = sync(IRIS, office, "--mend", "--yes")
    assert done.code == 0, done.err
    said = f"{PLAN}: what {AMARA} wrote there and may not (approved on) still counts for nothing"
    assert (said in " ".join(done.err.split())) != (how == "confirmed")
    assert (PLAN in ledger_of(office).unproven) != (how == "confirmed")
    assert b"on: 2026-09-20" in contents(office)[PLAN]


def test_what_its_writer_may_not_is_said_before_somebody_else_signs_it(office: Path) -> None:
    mine, shared = office.parent / "mine", office.parent / "shared.git"
    register(office)
    assert sync(AMARA, mine).code == 0
    name, before = forged(mine)[:10], plain(shared, "rev-parse", "main")
    plain(office, "pull", "-q", "--ff-only", str(mine), "main")
    assert sync(IRIS, office).code != 0
    done = by(IRIS, office, "sync", "--mend", "--remote", shared, answers="n\n")
    said = " ".join(done.err.split())
    assert f"was not theirs to write: {name} of {AMARA}: {PLAN}: only the content advisor" in said
    assert "what of that is yours to write counts as your word once it is sent" in said
    assert plain(shared, "rev-parse", "main") == before
    # as is said, too
    assert f"mentorctl undo {name}" in said
    assert by(IRIS, office, "undo", name, "--yes").code == 0
    done = sync(IRIS, office, "--mend", "--yes")
    assert "nothing of what was done here is left to send" in done.err
    assert plain(shared, "rev-parse", "main") == before
