"""Whom a grievance is with gets no reader in, whatever rights they have in the folder."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from support.folders import Once, commit_all, copied
from support.histories import plain
from support.keys import key_of, lay_key, needs_openssh
from support.school import MATTER, act, lay_grievances, opening
from support.signers import as_person, commit_as, mark

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_openssh

MENTEE, MENTOR, CHAIR, OTHER_CHAIR = "wynn-abbott", "odalys-crane", "pell-harker", "juno-sayers"
STATE, KEEPER, BO = "thea-lockwood", "ada-lindgren", "bo-lane"
# what whom it is with writes; what another writes in the same file; and what is said of it
TURNED = {
    "a role": (
        ("person", "edit", MENTOR, "--set", "roles.+=regional-chair"),
        ("person", "edit", MENTOR, "--set", "position=Chair", "--set", "roles.+=mentee"),
        "not for Odalys Crane: nobody but whom the grievance is with says",
    ),
    "a step in a merge": (
        ("edit", "program", "--set", "grievance.steps.2.recipient=mentor"),
        ("edit", "program", "--set", "grievance.steps.1.title=Talk"),
        "Odalys Crane deals with step 2\n",
    ),
}


@pytest.fixture
def folder(once: Once, tmp_path: Path) -> Path:
    return copied(once("school with grievances", lay_grievances), tmp_path / "school") / "program"


def _escalate(folder: Path, about: str, *words: str, code: int = 0) -> str:
    case = (folder.parent / about).read_text()
    done = act(MENTEE, folder, "escalate", case, *words, text="not settled", code=code)
    return done.err


def _keep(folder: Path, *words: str | Path) -> None:
    done = as_person(KEEPER, folder, *words)
    assert done.code == 0, done.err


def _opens(folder: Path, person: str, key: str = "") -> bool:
    return any("open " in line for line in act(person, folder, "list", key=key).out.splitlines())


def test_where_nothing_is_in_doubt_nobody_is_asked(folder: Path) -> None:
    said = _escalate(folder, MENTOR)
    assert "not certain" not in said
    assert "sealed for 2 people, with 2 keys in all:" in said
    assert f"you: {mark(MENTEE)}" in said
    assert f"Pell Harker: {mark(CHAIR)}" in said


def test_a_key_that_the_coordinator_let_in_is_asked_about(folder: Path) -> None:
    lay_key(folder.parent / "keys", "second key of ada", "second")
    _keep(folder, "key", "add", CHAIR, folder.parent / "keys" / "second.pub")
    said = _escalate(folder, KEEPER, code=3)
    for each in (mark(CHAIR), mark("second key of ada")):
        assert f"the key {each} is that of Pell Harker" in said
        assert f"--checked {each}" in said
    assert "Ada" not in said
    assert "grievance form --blank" in said
    # whom the mentee has asked knows one of the two
    said = _escalate(folder, KEEPER, "--checked", mark(CHAIR), "--checked", CHAIR)
    assert "sealed for 2 people, with 2 keys in all:" in said
    assert f"not for {mark('second key of ada')}" in said
    assert _opens(folder, CHAIR)
    assert not _opens(folder, CHAIR, key="second")
    # and is not asked again
    case = (folder.parent / KEEPER).read_text()
    act(MENTEE, folder, "record", case, text="once more")


def test_a_key_that_its_owner_confirmed_is_certain(folder: Path) -> None:
    """The older one was let in by somebody else, as the register stood before."""
    _keep(folder, "person", "add", "bo-lane", "--name", "Bo Lane", "--role", "coordinator")
    lay_key(folder.parent / "keys", "bo-lane")
    _keep(folder, "key", "add", "bo-lane", folder.parent / "keys" / "bo-lane.pub")
    _keep(folder, "edit", "program", "--set", "coordinators.+=bo-lane")
    for person in ("second key of pell", "third key of pell"):
        lay_key(folder.parent / "keys", person, person.split()[0])
        public = folder.parent / "keys" / f"{person.split()[0]}.pub"
        _keep(folder, "key", "add", CHAIR, public)
    with_bo = act(MENTEE, folder, "open", "--text-file", "-", text=opening("bo-lane")).out.strip()
    act(MENTEE, folder, "record", with_bo, text="we talked")
    # of what is with Bo, Ada is a witness
    said = act(MENTEE, folder, "escalate", with_bo, text="not settled").err
    assert "sealed for 2 people, with 4 keys in all:" in said
    # of what is with Ada, only the keys that Pell has confirmed with one that was asked about
    done = as_person(CHAIR, folder, "key", "confirm", mark("second key of pell"))
    assert done.code == 0, done.err
    said = _escalate(folder, KEEPER, "--checked", mark(CHAIR), "--checked", CHAIR)
    assert "sealed for 2 people, with 3 keys in all:" in said
    assert f"not for {mark('third key of pell')}" in said


@pytest.mark.parametrize("asked", [False, True])
def test_a_key_that_was_revoked_is_not_made_certain_by_what_its_owner_said_before(
    folder: Path, asked: bool
) -> None:
    """Whom the grievance is with has a key that was stolen count again."""
    lay_key(folder.parent / "keys", "second key of pell", "second")
    stolen = mark("second key of pell")
    _keep(folder, "key", "add", CHAIR, folder.parent / "keys" / "second.pub")
    assert as_person(CHAIR, folder, "key", "confirm", stolen).code == 0
    if asked:
        case = (folder.parent / KEEPER).read_text()
        act(MENTEE, folder, "record", case, "--checked", stolen, text="more")
    _keep(folder, "key", "revoke", CHAIR, stolen)
    path = folder / "people" / f"{CHAIR}.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^ {4}revoked: .*\n", "", text), encoding="utf-8")
    _keep(folder, "save", "--anyway")
    said = _escalate(folder, KEEPER, "--checked", mark(CHAIR), "--checked", CHAIR)
    assert "sealed for 2 people, with 2 keys in all:" in said
    assert f"not for {stolen}" in said


def test_no_made_up_coordinator_is_a_witness(folder: Path) -> None:
    """Ada makes somebody up, has them register a key in the chair's name, and sign who is chair."""
    _keep(folder, "person", "add", "bo-lane", "--name", "Bo Lane", "--role", "coordinator")
    lay_key(folder.parent / "keys", "bo-lane")
    _keep(folder, "key", "add", "bo-lane", folder.parent / "keys" / "bo-lane.pub")
    _keep(folder, "edit", "program", "--set", "coordinators.+=bo-lane")
    lay_key(folder.parent / "keys", "second key of ada", "second")
    public = folder.parent / "keys" / "second.pub"
    done = as_person("bo-lane", folder, "key", "add", CHAIR, public)
    assert done.code == 0, done.err
    said = _escalate(folder, KEEPER, code=3)
    assert f"the key {mark('second key of ada')} is that of Pell Harker" in said
    assert "Pell Harker deals with step 2\n" in said


def test_by_a_history_that_was_rewritten_nothing_is_sealed(folder: Path) -> None:
    """Whoever can replace it can make up a founder with whom the grievance is not."""
    case = (folder.parent / MENTOR).read_text()
    act(MENTEE, folder, "record", case, text="once more")
    plain(folder, "commit", "-q", "--amend", "-m", "another history")
    said = _escalate(folder, MENTOR, code=3)
    assert "by another history than you have seen, nothing is sealed" in said
    assert as_person(MENTEE, folder, "audit", "--accept").err is not None
    assert "step 2: sealed for 2 people" in _escalate(folder, MENTOR)


def test_of_others_grievances_that_coordinator_is_a_witness(folder: Path) -> None:
    lay_key(folder.parent / "keys", "second key of pell", "second")
    _keep(folder, "key", "add", CHAIR, folder.parent / "keys" / "second.pub")
    assert "with 3 keys in all:" in _escalate(folder, MENTOR)
    assert _opens(folder, CHAIR, key="second")


@pytest.mark.parametrize("kept", ["in the folder", "in its history", "signed"])
def test_who_gives_somebody_a_role_without_a_right_to_is_found_out(folder: Path, kept: str) -> None:
    for person, region in ((CHAIR, "Northeast"), (OTHER_CHAIR, "Southwest")):
        path = folder / "people" / f"{person}.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"(?m)^region:.*$", f"region: {region}", text), encoding="utf-8")
    if kept == "in its history":
        commit_all(folder, "regions")
    elif kept == "signed":
        done = as_person(OTHER_CHAIR, folder, "save", "--anyway")
        assert done.code == 0, done.err
    said = _escalate(folder, MENTOR, code=3)
    assert "Juno Sayers deals with step 2\n" in said
    assert "Pell Harker deals with step 2 no longer" in said
    # a coordinator who has no part in it says so, and not only something else of them
    if kept == "in the folder":
        _keep(folder, "save", "--anyway")
    for person, region in ((CHAIR, "Northeast"), (OTHER_CHAIR, "Southwest")):
        _keep(folder, "person", "edit", person, "--set", "region=")
        _keep(folder, "person", "edit", person, "--set", f"region={region}")
    assert f"Juno Sayers: {mark(OTHER_CHAIR)}" in _escalate(folder, MENTOR)


@pytest.mark.parametrize(
    "what", ["a role", "a step in a merge", "a role in a file that is broken", "a role in one gone"]
)
def test_who_changes_something_else_beside_it_is_no_witness(folder: Path, what: str) -> None:
    """Nor whoever brings two sides of one file together."""
    _keep(folder, "person", "add", BO, "--name", "Bo Lane", "--role", "coordinator")
    lay_key(folder.parent / "keys", BO)
    _keep(folder, "key", "add", BO, folder.parent / "keys" / f"{BO}.pub")
    _keep(folder, "edit", "program", "--set", f"coordinators.+={BO}")
    case = act(MENTEE, folder, "open", "--text-file", "-", text=opening(BO)).out.strip()
    act(MENTEE, folder, "record", case, text="we talked")
    set_, beside, said = TURNED[what if what in TURNED else "a role"]
    plain(folder, "branch", "side")
    assert as_person(BO, folder, *set_).code == 0
    if what not in TURNED:
        path = folder / "people" / f"{MENTOR}.yaml"
        text = path.read_text(encoding="utf-8")
        path.unlink() if what.endswith("gone") else path.write_text(
            f"{text}: [\n", encoding="utf-8"
        )
        commit_as(BO, folder, "broken")
        path.write_text(text, encoding="utf-8")
        beside = ("save", "--anyway")
    if what.endswith("merge"):
        plain(folder, "checkout", "-q", "side")
    _keep(folder, *beside)
    if what.endswith("merge"):
        key = folder.parent / "keys" / KEEPER
        signs = ("-c", "gpg.format=ssh", "-c", f"user.signingkey={key}")
        plain(folder, *signs, "merge", "-q", "-S", "--no-edit", "main")
    code = 3 if what.endswith("merge") else 0
    assert said in act(MENTEE, folder, "escalate", case, text="not settled", code=code).err


def test_a_step_that_is_turned_away_is_found_out(folder: Path) -> None:
    program = folder / "program.yaml"
    text = program.read_text(encoding="utf-8")
    program.write_text(
        text.replace("recipient: regional-chair", "recipient: mentor"), encoding="utf-8"
    )
    # the only mentor there is whom it is with, so that the step would be gone past
    assert "Pell Harker deals with step 2 no longer" in _escalate(folder, MENTOR, code=3)


def test_a_mail_does_not_go_where_nobody_said(folder: Path) -> None:
    path = folder / "people" / f"{STATE}.yaml"
    text = re.sub("(?m)^email:.*$", "email: x@elsewhere.example", path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    case = (folder.parent / OTHER_CHAIR).read_text()
    out = folder.parent / "mail.eml"
    done = act(MENTEE, folder, "form", case, "--out", out, code=3)
    assert "the email of Thea Lockwood is x@elsewhere.example" in done.err
    assert not out.exists()


def test_who_moves_the_one_who_has_it_to_another_region_is_found_out(folder: Path) -> None:
    path = folder / "people" / f"{MENTEE}.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Southwest", "Northeast"), encoding="utf-8")
    done = act(MENTEE, folder, "open", "--text-file", "-", text=opening(MENTOR), code=3)
    assert "the region of Wynn Abbott is Northeast" in done.err
    words = ("open", "--text-file", "-", "--checked", "Northeast")
    assert act(MENTEE, folder, *words, text=opening(MENTOR)).out


def test_who_takes_readers_out_is_found_out(folder: Path) -> None:
    _keep(folder, "key", "revoke", CHAIR, mark(CHAIR))
    lay_key(folder.parent / "keys", "second key of ada", "second")
    _keep(folder, "key", "add", CHAIR, folder.parent / "keys" / "second.pub")
    said = _escalate(folder, KEEPER, code=3)
    assert f"the key {mark(CHAIR)} of Pell Harker was revoked rightly" in said
    assert not _opens(folder, CHAIR, key="second")


def test_on_a_terminal_it_is_asked_one_by_one(folder: Path) -> None:
    case = (folder.parent / KEEPER).read_text()
    env = {
        "MENTORCTL_KEY": str(folder.parent / "keys" / MENTEE),
        "MENTORCTL_VAULT": str(folder.parent / "vault"),
    }
    from support.run import mentorctl

    text = folder.parent / "text"
    text.write_text(MATTER)
    words = ("grievance", "escalate", case, "--text-file", text)
    no = mentorctl(*words, cwd=folder, env=env, input="y\nn\n", terminal=True)
    assert no.code == 3
    assert "nothing was sealed" in no.err
    yes = mentorctl(*words, cwd=folder, env=env, input="y\ny\n", terminal=True)
    assert yes.code == 0, yes.err
    assert _opens(folder, CHAIR)


def test_who_writes_keys_of_others_into_their_record_stops_nothing(folder: Path) -> None:
    """Nobody needs a right for that where no guard stands before the shared folder."""
    path = folder / "people" / f"{MENTOR}.yaml"
    for each in (MENTEE, CHAIR):
        with path.open("a", encoding="utf-8") as file:
            file.write(f"  - public: {key_of(each).public_line()}\n    added: 2026-08-01\n")
    commit_all(folder, "keys")
    case = (folder.parent / MENTOR).read_text()
    act(MENTEE, folder, "record", case, text="more")
    said = _escalate(folder, MENTOR, code=3)
    assert f"the key {mark(CHAIR)} is that of Pell Harker, though it stands in the record" in said
    assert "sealed for 2 people" in _escalate(folder, MENTOR, "--checked", mark(CHAIR))
    assert _opens(folder, CHAIR)


def test_who_makes_somebody_deal_with_it_does_not_hold_it_up(folder: Path) -> None:
    """Neither somebody without a key, nor a friend: whoever is certain reads it, nobody else."""
    words = ("--name", "Bo Lane", "--role", "regional-chair", "--region", "Southwest")
    _keep(folder, "person", "add", "bo-lane", *words)
    said = _escalate(folder, KEEPER, code=3)
    assert "Bo Lane deals with step 2\n" in said
    assert "no registered key" not in said
    lay_key(folder.parent / "keys", "bo-lane")
    _keep(folder, "key", "add", "bo-lane", folder.parent / "keys" / "bo-lane.pub")
    said = _escalate(folder, KEEPER, "--checked", mark(CHAIR), "--checked", CHAIR)
    assert "sealed for 2 people, with 2 keys in all:" in said
    assert "not for Bo Lane: nobody but whom the grievance is with says" in said
    assert _opens(folder, CHAIR)
    assert not _opens(folder, "bo-lane")
    assert "no grievance in this vault that you can read" in act("bo-lane", folder, "list").err
    case, out = (folder.parent / KEEPER).read_text(), folder.parent / "form.eml"
    _keep(folder, "person", "edit", CHAIR, "--set", "email=pell@school.example")
    done = act(MENTEE, folder, "form", case, "--out", out, "--checked", "pell@school.example")
    assert "a draft to pell@school.example: nothing" in done.err
    # where another coordinator says it, both deal with it
    said = _escalate(folder, MENTOR)
    assert "sealed for 3 people" in said


def test_who_takes_the_process_out_keeps_nobody_from_reading(folder: Path) -> None:
    path = folder / "program.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?ms)^grievance:\n.*?(?=^\S)", "", text), encoding="utf-8")
    _keep(folder, "save")
    case = (folder.parent / KEEPER).read_text()
    assert MATTER in act(MENTEE, folder, "show", case).out
    assert MATTER in act(STATE, folder, "show", (folder.parent / OTHER_CHAIR).read_text()).out
    said = act(MENTEE, folder, "record", case, text="more", code=3).err
    assert "program.yaml has no step 1 of grievances" in said
    assert "form --blank" in said


def test_whose_key_was_revoked_reads_on_what_was_sealed_for_it(folder: Path) -> None:
    case = (folder.parent / KEEPER).read_text()
    _keep(folder, "key", "revoke", MENTEE, mark(MENTEE))
    assert MATTER in act(MENTEE, folder, "show", case).out
    assert len(act(MENTEE, folder, "list").out.splitlines()) == 5
    act(MENTEE, folder, "form", case, "--out", folder.parent / "form.html")
    said = act(MENTEE, folder, "record", case, text="more", code=3).err
    assert f"your key {mark(MENTEE)} was revoked" in said
    assert "form --blank" in said
    (folder / "people" / f"{MENTEE}.yaml").unlink()
    _keep(folder, "save", "--anyway")
    assert MATTER in act(MENTEE, folder, "show", case).out
