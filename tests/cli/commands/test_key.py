from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from support.folders import commit_all, contents, history, whole
from support.histories import plain
from support.keys import SecurityKey, key_of, lay_key, needs_openssh
from support.run import Result, mentorctl
from support.signers import as_person, book, lay_registered, mark, seen_by_git, signer_of

from mentorctl.store.folder import Folder
from mentorctl.trail.ssh import openssh, ssh_programs
from mentorctl.trail.ssh.public_keys import PublicKey

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_openssh

IRIS, NOOR, TEO = "iris-nakamura", "noor-haddad", "teo-lindqvist"
POSIX = pytest.mark.skipif(os.name == "nt", reason="a shell script answers for the person")


def public(root: Path, person: str) -> Path:
    """The public key that somebody has sent."""
    path = root.parent / f"{person}.pub"
    path.write_text(f"{key_of(person).public_line('a laptop')}\n", encoding="utf-8")
    return path


def add(by: str, root: Path, person: str, *words: str | Path) -> Result:
    return as_person(by, root, "key", "add", person, *words)


@pytest.fixture
def founded(program: Path) -> Path:
    """A program whose coordinator has registered her own key."""
    done = add(IRIS, program, "iris")
    assert done.code == 0, done.err
    return program


def test_the_coordinators_own_key_founds_the_register(program: Path) -> None:
    done = add(IRIS, program, "iris", "--note", "office")

    assert done.code == 0, done.err
    register = book(program).register
    assert register.person(mark(IRIS)) == IRIS
    assert register.may_change(mark(IRIS))
    assert signer_of(program) == mark(IRIS)
    assert history(program)[0] == "key of Iris Nakamura registered by Iris Nakamura"
    key = Folder(program).people[IRIS].keys[0]
    assert (key.note, key.vouched[0].statement.by) == ("office", IRIS)
    assert plain(program, "status", "--porcelain") == ""
    assert not book(program).remarks


def test_a_coordinator_registers_the_others_and_git_agrees(founded: Path) -> None:
    done = add(IRIS, founded, "noor", public(founded, NOOR))

    assert done.code == 0, done.err
    assert f"the key of Noor Haddad: {mark(NOOR)}" in done.err
    assert book(founded).register.person(mark(NOOR)) == NOOR
    assert seen_by_git(founded)[:2] == [f"G {IRIS}", f"G {IRIS}"]
    assert plain(founded, "log", "-1", "--format=%(trailers)").split("\n")[:2] == [
        f"Mentorctl-Key-Added: {NOOR} {mark(NOOR)}",
        f"Mentorctl-Key: {mark(IRIS)}",
    ]
    assert not book(founded).remarks


def test_what_was_registered_outlives_the_commits_that_did_it(founded: Path) -> None:
    """A squash loses the coordinator's signed commits; her word stands in the file."""
    add(IRIS, founded, "noor", public(founded, NOOR))
    first = plain(founded, "rev-list", "--max-parents=0", "HEAD")
    plain(founded, "reset", "-q", "--soft", first)
    plain(founded, "commit", "-q", "-m", "squashed")

    assert book(founded).register.person(mark(NOOR)) == NOOR


def test_a_newer_key_is_confirmed_with_an_older_one(founded: Path) -> None:
    add(IRIS, founded, "noor", public(founded, NOOR))
    newer = lay_key(founded.parent / "keys", "noor anew").with_name("noor anew.pub")
    add(IRIS, founded, "noor", newer)

    itself = as_person(NOOR, founded, "key", "confirm", mark(NOOR))
    done = as_person(NOOR, founded, "key", "confirm", mark("noor anew"))

    assert "a key does not confirm itself" in itself.err
    assert done.code == 0, done.err
    assert signer_of(founded) == mark(NOOR)
    assert not book(founded).remarks
    # the coordinator's word still outlives a squash
    first = plain(founded, "rev-list", "--max-parents=0", "HEAD")
    plain(founded, "reset", "-q", "--soft", first)
    plain(founded, "commit", "-q", "-m", "squashed")
    assert book(founded).register.person(mark("noor anew")) == NOOR


def test_nobody_else_registers_keys(founded: Path) -> None:
    add(IRIS, founded, "noor", public(founded, NOOR))
    before = contents(founded)

    done = add(NOOR, founded, "teo", public(founded, TEO))
    strange = add("stranger", founded, "teo", public(founded, TEO))

    assert done.code == 1
    assert "only a coordinator registers keys, and your key is that of Noor Haddad" in done.err
    assert "ask Iris Nakamura" in done.err
    assert strange.code == 3
    assert contents(founded) == before


def test_the_first_key_is_a_coordinators_own(program: Path) -> None:
    other = add(NOOR, program, "noor")
    sent = add(NOOR, program, "iris", public(program, IRIS))

    assert "the first one is a coordinator's: that of iris-nakamura" in other.err
    assert "the first key has to be your own" in sent.err
    assert not book(program).register.root


def test_the_first_coordinator_is_named_with_the_first_key(program: Path) -> None:
    path = program / "program.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("coordinators: [iris-nakamura]", "coordinators: []"), "utf-8")
    commit_all(program, "nobody yet")

    refused = add(IRIS, program, "iris")
    done = add(IRIS, program, "iris", "--coordinator")

    assert refused.code == 1
    assert "mentorctl key add iris-nakamura --coordinator" in refused.err
    assert done.code == 0, done.err
    assert Folder(program).program.coordinators == (IRIS,)
    assert book(program).register.may_change(mark(IRIS))
    assert add(IRIS, program, "noor", "--coordinator", public(program, NOOR)).code == 2


def rsa(bits: int) -> str:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa as made

    key = made.generate_private_key(65537, bits).public_key()
    form = serialization.PublicFormat.OpenSSH
    return key.public_bytes(serialization.Encoding.OpenSSH, form).decode()


REFUSED = {
    "a private key": (key_of(NOOR).private_openssh(), "is a private key, which never leaves"),
    "a short RSA key": (rsa(1024), "an RSA key has to have 2048 bits or more"),
    "a key of small order": (
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA x",
        "with which anybody could sign",
    ),
    "DSA": ("ssh-dss AAAAB3NzaC1kc3MAAAAB x", "cannot be registered"),
    "a certificate": (
        "ssh-ed25519-cert-v01@openssh.com AAAAIHNzaC1lZDI1NTE5LWNlcnQtdjAxQG9wZW5zc2guY29t x",
        "cannot be registered",
    ),
    "two keys": (
        f"{key_of(NOOR).public_line()}\n{key_of(TEO).public_line()}\n", "holds 2 keys",
    ),
    "nothing": ("\n", "holds no keys"),
    "something else": ("my key\n", "cannot be registered"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_key_to_register(founded: Path, kind: str) -> None:
    text, said = REFUSED[kind]
    path = founded.parent / "sent.pub"
    path.write_text(text, encoding="utf-8")
    before = contents(founded)

    done = add(IRIS, founded, "noor", path)

    assert done.code == 2
    assert said in done.err
    assert contents(founded) == before


def test_a_key_whose_line_was_broken_on_the_way(founded: Path) -> None:
    path = founded.parent / "sent.pub"
    path.write_text(f"{key_of(NOOR).public_line()}\nnoor@home\n", encoding="utf-8")

    done = add(IRIS, founded, "noor", path)

    assert done.code == 0, done.err
    assert book(founded).register.person(mark(NOOR)) == NOOR


def test_a_key_from_standard_input_or_from_powershell(founded: Path) -> None:
    line = key_of(NOOR).public_line()
    typed = as_person(IRIS, founded, "key", "add", "noor", "-", input=f"{line}\n")
    path = founded.parent / "sent.pub"
    path.write_bytes(f"{key_of(TEO).public_line()}\r\n".encode("utf-16"))
    sent = add(IRIS, founded, "teo", path)

    assert (typed.code, sent.code) == (0, 0), typed.err + sent.err
    register = book(founded).register
    assert (register.person(mark(NOOR)), register.person(mark(TEO))) == (NOOR, TEO)


def test_one_key_is_one_persons(founded: Path) -> None:
    add(IRIS, founded, "noor", public(founded, NOOR))

    again = add(IRIS, founded, "noor", public(founded, NOOR))
    other = add(IRIS, founded, "teo", public(founded, NOOR))

    assert again.code == 0
    assert "there is nothing to change" in again.err
    assert other.code == 1
    assert "registered as that of Noor Haddad" in other.err


def test_hand_edits_are_not_swept_into_the_register(founded: Path) -> None:
    path = founded / f"people/{TEO}.yaml"
    line = key_of("stranger").public_line()
    with path.open("a", encoding="utf-8") as file:
        file.write(f"keys:\n  - public: {line}\n    added: 2026-08-03\n")

    done = add(IRIS, founded, "teo", public(founded, TEO))

    assert done.code == 1
    assert "changes that are not in the history yet" in done.err
    assert book(founded).register.person(mark("stranger")) == ""


def test_a_key_that_somebody_added_by_themselves_is_taken_over(founded: Path) -> None:
    path = founded / f"people/{TEO}.yaml"
    with path.open("a", encoding="utf-8") as file:
        file.write(f"keys:\n  - public: {key_of(TEO).public_line()}\n    added: 2020-01-01\n")
    commit_all(founded, "my own key")
    assert book(founded).register.person(mark(TEO)) == ""
    assert "1 of them count for nothing" in mentorctl("key", "list", cwd=founded).err

    done = add(IRIS, founded, "teo", public(founded, TEO))

    assert done.code == 0, done.err
    keys = Folder(founded).people[TEO].keys
    assert len(keys) == 1
    assert keys[0].added.year > 2020
    assert book(founded).register.person(mark(TEO)) == TEO


def test_the_list_names_everybodys_keys(founded: Path) -> None:
    add(IRIS, founded, "noor", public(founded, NOOR), "--note", "laptop")

    table = mentorctl("key", "list", "noor", cwd=founded)
    said = json.loads(mentorctl("key", "list", "--format", "json", cwd=founded).out)

    assert mark(NOOR) in table.out
    assert "laptop" in table.out
    assert mark(IRIS) not in table.out
    assert said["schema_version"] == 1
    assert [(each["person"], each["fingerprint"], each["counts"]) for each in said["keys"]] == [
        (IRIS, mark(IRIS), True),
        (NOOR, mark(NOOR), True),
    ]


def test_the_list_can_be_of_one_advisors_pairings(founded: Path) -> None:
    for name in (NOOR, TEO):
        add(IRIS, founded, name, public(founded, name))
    folder = Folder(founded)
    for advisor in (NOOR, TEO):
        own = [folder.pairing(each) for each in folder.pairing_ids]
        people = {getattr(each, side) for each in own if each and each.advisor == advisor
                  for side in ("mentee", "mentor", "advisor", "supervisor")}  # fmt: skip
        done = mentorctl("key", "list", "--advisor", advisor, "--format", "json", cwd=founded)
        listed = {each["person"] for each in json.loads(done.out)["keys"]}
        assert listed == {IRIS, NOOR, TEO} & people


def test_a_revoked_key_counts_no_more_from_its_day_on(program: Path) -> None:
    lay_registered(program)

    done = as_person(IRIS, program, "key", "revoke", "noor", mark(NOOR), "--since", "2026-09-01")

    assert done.code == 0, done.err
    span = book(program).register.spans[mark(NOOR)]
    assert str(span.revoked) == "2026-09-01"
    assert not book(program).remarks[len(before_remarks(program)) :]
    key = Folder(program).people[NOOR].keys[0]
    assert [str(each.statement.revoked) for each in key.vouched] == ["None", "2026-09-01"]
    assert "valid-before" in (program / ".mentorctl/allowed_signers").read_text(encoding="utf-8")
    again = as_person(IRIS, program, "key", "revoke", "noor", "SHA256")
    assert "was revoked as of 2026-09-01" in again.err
    assert add(IRIS, program, "noor", public(program, NOOR)).code == 1


def test_whom_a_revoked_key_let_in_since_is_named(founded: Path) -> None:
    stolen = lay_key(founded.parent / "keys", "iris anew").with_name("iris anew.pub")
    add(IRIS, founded, "iris", stolen)
    add("iris anew", founded, "noor", public(founded, NOOR))

    done = as_person(IRIS, founded, "key", "revoke", "iris", mark("iris anew"))

    assert f"run mentorctl key revoke {NOOR} {mark(NOOR)}" in done.err
    again = as_person(IRIS, founded, "key", "revoke", "noor", mark(NOOR))
    assert again.code == 0, again.err
    assert "let in since" not in again.err


def test_what_it_let_in_since_an_earlier_day_counts_once_it_is_confirmed(founded: Path) -> None:
    stolen = lay_key(founded.parent / "keys", "iris anew").with_name("iris anew.pub")
    add(IRIS, founded, "iris", stolen)
    add("iris anew", founded, "noor", public(founded, NOOR))

    earlier = "2026-10-01"
    done = as_person(IRIS, founded, "key", "revoke", "iris", mark("iris anew"), "--since", earlier)

    assert f"run mentorctl key confirm {mark(NOOR)}" in done.err
    listed = mentorctl("key", "list", "--format", "json", cwd=founded)
    assert {each["fingerprint"]: each["counts"] for each in json.loads(listed.out)["keys"]}[
        mark(NOOR)
    ] is False
    assert f"mentorctl key confirm {mark(NOOR)}" in mentorctl("audit", cwd=founded).out
    again = add(IRIS, founded, "noor", public(founded, NOOR))
    assert f"mentorctl key confirm {mark(NOOR)}" in again.err
    why = "the key that let it in is revoked as of an earlier day"
    assert f"counts for nothing until a coordinator confirms it, as {why}" in again.err
    asked = as_person(NOOR, founded, "key", "doctor")
    assert f"have a coordinator run: mentorctl key confirm {mark(NOOR)}" in asked.out
    assert f"it counts for nothing yet: {why}" in asked.out
    confirmed = as_person(IRIS, founded, "key", "confirm", mark(NOOR))
    assert confirmed.code == 0, confirmed.err
    assert book(founded).register.spans[mark(NOOR)].revoked is None
    assert "key confirm" not in mentorctl("audit", cwd=founded).out
    assert "valid-before" not in next(
        line
        for line in (founded / ".mentorctl/allowed_signers").read_text("utf-8").splitlines()
        if line.startswith(NOOR)
    )


def before_remarks(program: Path) -> list[str]:
    """The remarks on the commits that laid the folder, which nobody signed."""
    unsigned = plain(program, "rev-list", "HEAD~1").splitlines()
    return [each.code for each in book(program).remarks if each.commit in unsigned]


def test_the_last_key_of_a_coordinator_stays(founded: Path) -> None:
    done = as_person(IRIS, founded, "key", "revoke", "iris", mark(IRIS))

    assert done.code == 1
    assert "the only key of a coordinator" in done.err
    assert book(founded).register.may_change(mark(IRIS))


@pytest.mark.parametrize("words", [("nope",), ("SHA256", "--since", "2999-01-01")])
def test_what_cannot_be_revoked(founded: Path, words: tuple[str, ...]) -> None:
    assert as_person(IRIS, founded, "key", "revoke", "iris", *words).code == 2


def test_the_doctor_says_who_you_are(program: Path) -> None:
    lay_registered(program)

    done = as_person(TEO, program, "key", "doctor")

    assert done.code == 0
    assert done.out.endswith("\nYou can sign here as Teo Lindqvist.\n")


def test_the_doctor_says_what_to_send_to_whom(founded: Path) -> None:
    before = contents(founded)

    done = as_person(TEO, founded, "key", "doctor")

    assert done.code == 1
    assert f"\n{key_of(TEO).public_line(f'{TEO}@example.org')}\n" in done.out
    assert done.out.endswith("\nYour key works; the coordinator still has to register it.\n")
    assert contents(founded) == before


def test_the_doctor_works_where_there_is_no_program(tmp_path: Path) -> None:
    key = lay_key(tmp_path / "keys", TEO)

    done = mentorctl("key", "doctor", cwd=tmp_path, env={"MENTORCTL_KEY": str(key)})

    assert done.code == 0
    assert "You can sign." in done.out


def test_without_openssh_the_doctor_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setenv("SYSTEMROOT", str(tmp_path))

    done = mentorctl("key", "doctor", cwd=tmp_path)

    assert done.code == 1
    assert "OpenSSH has to be installed first" in done.out


def test_an_old_openssh_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openssh, "version", lambda: (7, 9))

    done = mentorctl("key", "doctor", cwd=tmp_path)

    assert done.code == 1
    assert "OpenSSH 7.9 is too old to sign" in done.out


def test_a_key_that_does_not_sign_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    device = PublicKey("sk-ssh-ed25519@openssh.com", SecurityKey.make().blob)
    path = tmp_path / "id.pub"
    path.write_text(f"{device.line}\n", encoding="utf-8")
    monkeypatch.setattr("os.isatty", lambda _: False)

    done = mentorctl("key", "doctor", cwd=tmp_path, env={"MENTORCTL_KEY": str(path)})

    assert done.code == 1
    assert "You cannot sign yet: do what the line above says" in done.out
    assert "touch your security key" in done.err


@POSIX
def test_a_newcomer_gets_from_nothing_to_a_signature(
    founded: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = founded.parent / "askpass"
    answers.write_text("#!/bin/sh\necho 'correct horse'\n")
    answers.chmod(0o700)
    for name, value in (("SSH_ASKPASS", str(answers)), ("SSH_ASKPASS_REQUIRE", "force")):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("os.isatty", lambda _: False)
    monkeypatch.setattr(ssh_programs, "TERMINAL", os.devnull + "/none")

    first = mentorctl("key", "doctor", cwd=founded)
    made = mentorctl("key", "doctor", "--make", cwd=founded)
    sent = home / ".ssh/id_ed25519.pub"
    assert "mentorctl key doctor --make" in first.out
    assert sent.read_text(encoding="utf-8").strip() in made.out
    assert add(IRIS, founded, "teo", sent).code == 0
    last = mentorctl("key", "doctor", cwd=founded)
    signed = mentorctl("sign", "okafor", "experiences/1", "--yes", "--today", "2027-05-03",
                       cwd=founded)  # fmt: skip

    assert (first.code, made.code, last.code, signed.code) == (1, 1, 0, 0), signed.err
    assert "You can sign here as Teo Lindqvist." in last.out
    words = ["ssh-keygen", "-y", "-P", "", "-f", str(home / ".ssh/id_ed25519")]
    assert subprocess.run(words, check=False, capture_output=True).returncode != 0
    assert seen_by_git(founded)[0] == f"G {TEO}"


@pytest.fixture
def answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have OpenSSH given a passphrase whenever it asks for one."""
    answers = tmp_path / "askpass"
    answers.write_text("#!/bin/sh\necho 'correct horse'\n")
    answers.chmod(0o700)
    for name, value in (("SSH_ASKPASS", str(answers)), ("SSH_ASKPASS_REQUIRE", "force")):
        monkeypatch.setenv(name, value)


@POSIX
@pytest.mark.usefixtures("answered")
def test_a_key_that_is_there_is_never_written_over(tmp_path: Path, home: Path) -> None:
    (home / ".ssh").mkdir()
    (home / ".ssh/id_ed25519").write_text("something else", encoding="utf-8")

    done = mentorctl("key", "doctor", "--make", cwd=tmp_path)
    again = mentorctl("key", "doctor", "--make", cwd=tmp_path)

    assert done.code == 0, done.out
    assert (home / ".ssh/id_ed25519").read_text(encoding="utf-8") == "something else"
    assert "id_ed25519_mentorctl" in again.out
    assert "no other was made" in again.out


@POSIX
@pytest.mark.usefixtures("answered")
def test_who_was_revoked_makes_a_new_key_by_the_command_that_is_named(
    founded: Path, home: Path
) -> None:
    (home / ".ssh").mkdir()
    for name in ("", ".pub"):
        key = lay_key(founded.parent / "keys", NOOR).with_name(NOOR + name)
        shutil.copy(key, home / f".ssh/id_ed25519{name}")
    assert add(IRIS, founded, "noor", public(founded, NOOR)).code == 0
    assert as_person(IRIS, founded, "key", "revoke", "noor", mark(NOOR)).code == 0

    told = mentorctl("key", "doctor", cwd=founded)
    made = mentorctl("key", "doctor", "--make", cwd=founded)
    again = mentorctl("key", "doctor", cwd=founded)

    assert "→ make a new one, and have that registered: mentorctl key doctor --make" in told.out
    for each in (made, again):
        assert "still has to register it" in each.out
    assert "no other was made" in mentorctl("key", "doctor", "--make", cwd=founded).out


@pytest.mark.parametrize("act", ["add", "revoke"])
def test_with_dry_run_no_key_is_registered_or_revoked(founded: Path, act: str) -> None:
    assert add(IRIS, founded, "noor", public(founded, NOOR)).code == 0
    words: dict[str, tuple[str | Path, ...]] = {
        "add": ("teo", public(founded, TEO)),
        "revoke": ("noor", mark(NOOR)),
    }
    before = whole(founded)
    done = as_person(IRIS, founded, "key", act, *words[act], "--dry-run")
    assert done.code == 0, done.err
    assert "would be" in done.err
    assert whole(founded) == before
