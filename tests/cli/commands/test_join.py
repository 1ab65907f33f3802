from __future__ import annotations

import datetime as dt
import email
import email.policy
import json
import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from support.folders import Once, copied, whole
from support.histories import plain
from support.keys import key_of, lay_key
from support.office import agreed_copy
from support.run import Result, mentorctl
from support.schemas import faults_of

from mentorctl.store.folder import Folder
from mentorctl.trail.ledger.trust_on_first_use import pin_founders
from mentorctl.trail.register.key_register import KeySpan, Register

if TYPE_CHECKING:
    from pathlib import Path

AMARA, IRIS = "amara-okafor", "iris-nakamura"


@pytest.fixture
def shared(once: Once, tmp_path: Path) -> Path:
    """A shared folder with a guard, of a program whose coordinator alone has a key."""
    laid = once("hosted", _lay_hosted)
    shared = copied(laid / "shared.git", tmp_path / "shared.git")
    agreed_copy(laid / "program", shared)
    return shared


def _lay_hosted(folder: Path) -> None:
    from support.folders import lay_base

    program = lay_base(folder / "program")
    for words in (("key", "add", IRIS), ("host", folder / "shared.git")):
        done = as_coordinator(program, *words)
        assert done.code == 0, done.err


def as_coordinator(program: Path, *words: str | Path) -> Result:
    key = lay_key(program.parent / "keys", IRIS)
    return mentorctl(*words, cwd=program, env={"MENTORCTL_KEY": str(key)})


def register(program: Path, home: Path, person: str = AMARA) -> None:
    for words in (("sync",), ("key", "add", person, home / ".ssh/id_ed25519.pub"), ("sync",)):
        done = as_coordinator(program, *words)
        assert done.code == 0, done.err


def with_key(home: Path, person: str = AMARA) -> None:
    lay_key(home / ".ssh", person, "id_ed25519")


def join(place: Path, *words: str | Path, answers: str = "") -> Result:
    return mentorctl("join", *words, cwd=place, input=answers, terminal=bool(answers))


def test_from_a_mail_to_a_signed_record_that_arrived_it_takes_five_commands(
    shared: Path, home: Path, tmp_path: Path
) -> None:
    with_key(home)
    first = join(tmp_path, shared, "mine", "--as", "Amara Okafor")
    assert first.code == 0, first.err
    mine = tmp_path / "mine"
    assert plain(mine, "log", "-1", "--format=%H") == plain(shared, "rev-parse", "main")
    assert plain(mine, "status", "--porcelain") == ""
    assert plain(mine, "config", "user.name") == "Amara Okafor"
    assert key_of(AMARA).public_line() in first.err
    assert f"mentorctl key add {AMARA} key.pub" in first.err
    assert "Iris Nakamura" in first.err

    register(tmp_path / "program", home)
    second = join(mine)
    assert second.code == 0, second.err
    assert "You can sign here as Amara Okafor." in second.err

    # by hand, in an editor
    decisions = mine / "pairings/2026-2027/amara-okafor-teo-lindqvist/decision-points.yaml"
    text = decisions.read_text(encoding="utf-8").replace("after 4 pm", "after 5 pm")
    decisions.write_text(text, encoding="utf-8", newline="\n")
    third, fourth, fifth = (
        mentorctl(*words, cwd=mine)
        for words in (("save",), ("sign", "okafor", "log", "--yes"), ("sync",))
    )
    assert third.code == 0, third.err
    assert (fourth.code, "signed by Amara Okafor as Protégé" in fourth.err) == (0, True), fourth.err
    assert (fifth.code, fifth.err.count("(Amara Okafor)")) == (0, 2), fifth.err
    author = plain(shared, "log", "-1", "--format=%an <%ae> %G?", "main")
    assert author.startswith("Amara Okafor <")
    program = tmp_path / "program"
    came = as_coordinator(program, "sync")
    assert "came in: decision points of" in came.err
    assert "(Amara Okafor)" in came.err
    told = as_coordinator(program, "history", "okafor", "log", "--limit", "1")
    assert "Amara Okafor signed 2 entries of the log as protégé" in told.out


def test_outside_of_a_copy_it_asks_for_the_address(tmp_path: Path) -> None:
    refused = join(tmp_path)
    assert refused.code == 3
    assert "mentorctl join ADDRESS" in refused.err
    assert "mentorctl init" not in refused.err


def test_again_in_the_same_place_it_takes_no_second_copy(
    shared: Path, home: Path, tmp_path: Path
) -> None:
    with_key(home)
    join(tmp_path, shared, "mine", "--as", AMARA)
    again = join(tmp_path, shared, "mine")
    assert again.code == 0, again.err
    assert "is your copy already" in again.err


def test_the_copy_is_named_as_the_address(shared: Path, home: Path, tmp_path: Path) -> None:
    with_key(home)
    place = tmp_path / "desk"
    place.mkdir()
    done = join(place, shared, "--as", AMARA)
    assert (place / "shared/program.yaml").is_file()
    assert "  cd shared\n" in done.err


def test_who_has_a_registered_key_is_known_by_it(shared: Path, home: Path, tmp_path: Path) -> None:
    with_key(home, IRIS)
    done = join(tmp_path, shared, "mine")
    assert done.code == 0, done.err
    assert plain(tmp_path / "mine", "config", "user.name") == "Iris Nakamura"
    assert "You can sign here as Iris Nakamura." in done.err


def test_a_key_that_is_anothers_is_not_taken_for_ones_own(
    shared: Path, home: Path, tmp_path: Path
) -> None:
    with_key(home, IRIS)
    done = join(tmp_path, shared, "mine", "--as", AMARA)
    assert done.code == 2
    assert "is that of Iris Nakamura" in " ".join(done.err.split())


def test_on_a_terminal_it_asks_who_one_is_until_somebody_is_meant(
    shared: Path, home: Path, tmp_path: Path
) -> None:
    with_key(home)
    done = join(tmp_path, shared, "mine", answers="zebulon\nOkafor, Amara\n")
    assert done.code == 0, done.err
    assert "zebulon" in done.err
    assert plain(tmp_path / "mine", "config", "user.name") == "Amara Okafor"


def test_without_a_key_it_says_how_to_make_one_and_keeps_the_copy(
    shared: Path, tmp_path: Path
) -> None:
    done = join(tmp_path, shared, "mine", "--as", AMARA)
    assert done.code == 1
    assert "mentorctl key doctor --make" in done.err
    assert (tmp_path / "mine/program.yaml").is_file()


def test_nobody_who_is_known_can_still_look(shared: Path, home: Path, tmp_path: Path) -> None:
    with_key(home)
    done = join(tmp_path, shared, "mine")
    assert done.code == 0, done.err
    assert "mentorctl join --as PERSON" in done.err
    assert mentorctl("status", cwd=tmp_path / "mine").code in {0, 1}


def test_the_mail_to_the_coordinator_is_written_and_nothing_of_the_private_key(
    shared: Path, home: Path, tmp_path: Path
) -> None:
    with_key(home)
    done = join(tmp_path, shared, "mine", "--as", AMARA)
    file = tmp_path / "mine-key.eml"
    assert f"the mail is written, for you to look at and send: {file}" in done.err
    mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert mail["To"] == "iris.nakamura@agency.example"
    assert mail["X-Unsent"] == "1"
    body = mail.get_body()
    assert body is not None
    text = body.get_content()
    assert key_of(AMARA).public_line() in text
    assert f"mentorctl key add {AMARA} key.pub" in text
    assert "PRIVATE" not in file.read_text(encoding="utf-8")
    assert str(tmp_path) not in file.read_text(encoding="utf-8")

    register(tmp_path / "program", home)
    file.unlink()
    assert join(tmp_path / "mine").code == 0
    assert not file.exists()


def test_an_editor_offers_the_extension_also_in_a_folder_begun_without(
    shared: Path, home: Path, tmp_path: Path
) -> None:
    with_key(home)
    join(tmp_path, shared, "mine", "--as", AMARA)
    told = json.loads((tmp_path / "mine/.vscode/extensions.json").read_text(encoding="utf-8"))
    assert told["recommendations"] == ["redhat.vscode-yaml"]
    assert plain(tmp_path / "mine", "status", "--porcelain") == ""


@pytest.mark.parametrize("there", ["file", "folder", "in a program"])
def test_what_is_in_the_way_stays_and_is_named(shared: Path, tmp_path: Path, there: str) -> None:
    place = tmp_path / "desk"
    place.mkdir()
    if there == "file":
        (place / "shared").write_text("mine", encoding="utf-8")
    elif there == "folder":
        (place / "shared").mkdir()
        (place / "shared/letter.txt").write_text("mine", encoding="utf-8")
    else:
        place = tmp_path / "program"
    before = whole(tmp_path)
    done = join(place, shared, "--as", AMARA)
    assert done.code == 2, done.err
    assert whole(tmp_path) == before


@pytest.mark.parametrize("what", ["nothing", "no program", "empty", "newer"])
def test_an_address_with_no_program_leaves_no_half_a_copy(
    shared: Path, tmp_path: Path, what: str
) -> None:
    place, address = tmp_path / "desk", tmp_path / "else.git"
    place.mkdir()
    said = "there is no shared folder at"
    if what != "nothing":
        plain(tmp_path, "init", "-q", "--bare", "-b", "main", str(address))
        said = "nothing is in the shared folder"
    if what in {"no program", "newer"}:
        work = tmp_path / "work"
        plain(tmp_path, "clone", "-q", str(shared if what == "newer" else address), str(work))
        file = work / ("program.yaml" if what == "newer" else "letter.txt")
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        text = re.sub(r"(?m)^format: .*\n", "", text)
        file.write_text(f"format: 99\n{text}", encoding="utf-8")
        plain(work, "add", "-A")
        plain(work, "commit", "-q", "-m", "a letter")
        plain(work, "push", "-q", str(address), "HEAD:main")
        said = "which knows formats up to" if what == "newer" else "is no program folder"
    done = join(place, address, "--as", AMARA)
    assert done.code == 3, done.err
    assert said in " ".join(done.err.split())
    assert list(place.iterdir()) == []


def test_edits_that_are_not_saved_are_named_and_stay(
    shared: Path, home: Path, tmp_path: Path
) -> None:
    with_key(home)
    join(tmp_path, shared, "mine", "--as", AMARA)
    file = tmp_path / "mine/program.yaml"
    file.write_text(f"{file.read_text(encoding='utf-8')}# a remark\n", encoding="utf-8")
    done = join(tmp_path / "mine")
    assert done.code == 1
    assert "mentorctl save" in done.err
    assert file.read_text(encoding="utf-8").endswith("# a remark\n")


def test_a_repository_with_other_ids_is_joined_as_well(home: Path, tmp_path: Path) -> None:
    with_key(home)
    program = tmp_path / "program"
    mentorctl("init", program, "--preset", "south-bay-induction", "--year", "2026-2027")
    (program / ".git").rename(tmp_path / "old")
    plain(program, "init", "-q", "-b", "main", "--object-format=sha256")
    plain(program, "add", "-A")
    plain(program, "commit", "-q", "-m", "all of it")
    assert mentorctl("host", tmp_path / "s.git", cwd=program).code == 0
    done = join(tmp_path, tmp_path / "s.git", "mine")
    assert done.code == 0, done.err
    assert len(plain(tmp_path / "mine", "rev-parse", "HEAD")) == 64


def test_a_dry_run_makes_no_copy_and_scripts_are_told(
    shared: Path, home: Path, tmp_path: Path
) -> None:
    with_key(home)
    before = whole(tmp_path)
    assert join(tmp_path, shared, "mine", "--dry-run").code == 0
    assert whole(tmp_path) == before
    told = json.loads(join(tmp_path, shared, "mine", "--as", AMARA, "--format", "json").out)
    assert not faults_of("join", 1, told)
    assert (told["person"], told["registered"], told["folder"]) == (AMARA, False, "mine")
    assert told["done"] is True


def test_a_link_in_what_comes_is_not_followed_and_hooks_do_not_run(
    shared: Path, home: Path, tmp_path: Path
) -> None:
    with_key(home)
    join(tmp_path, shared, "mine", "--as", AMARA)
    hooks = tmp_path / "mine/.git/hooks"
    assert not hooks.exists() or list(hooks.iterdir()) == []


def test_before_the_coordinator_has_a_key_nobody_else_is_told_to_register_the_first(
    program: Path, home: Path, tmp_path: Path
) -> None:
    with_key(home)
    assert mentorctl("host", tmp_path / "s.git", cwd=program).code == 0
    done = join(tmp_path, tmp_path / "s.git", "mine", "--as", AMARA)
    said = " ".join(done.err.split())
    assert "The coordinator registers their own first: mentorctl key add" in said
    assert f"run: mentorctl key add {AMARA} " not in said.replace("key.pub", "")
    assert "If you are the coordinator" not in said


def test_of_a_copy_without_keys_it_is_said_that_nothing_tells_who_wrote_what(
    program: Path, tmp_path: Path
) -> None:
    """Also where somebody has put another history in the place of one that had some."""
    shared = tmp_path / "shared.git"
    subprocess.run(["git", "clone", "-q", "--bare", program, shared], check=True)
    nobody = "nobody has a key in this program yet"
    first = mentorctl("join", shared, "first", cwd=tmp_path)
    assert nobody in first.err
    assert "you have seen keys of it before" not in first.err
    commit, mark = "0" * 40, "SHA256:seen"
    span = KeySpan("iris-nakamura", "", dt.date(2026, 8, 3), None, commit)
    register = Register({mark: span}, frozenset({"iris-nakamura"}), commit)
    pin_founders(Folder(program).program.id, register, dt.date(2026, 8, 3))
    second = mentorctl("join", shared, "second", cwd=tmp_path)
    assert nobody in second.err
    assert "you have seen keys of it before: ask the " in second.err
