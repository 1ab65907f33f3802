from __future__ import annotations

import datetime as dt
import os
import subprocess
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from support.folders import history
from support.keys import key_of, lay_key, needs_openssh
from support.signers import signer_of

from mentorctl.model.recorded import KeyStatement, Recorded, RecordedTeam, Statement
from mentorctl.trail.git import repository
from mentorctl.trail.ledger.statement_check import StatementCheck
from mentorctl.trail.register.key_register import KeySpan, Register
from mentorctl.trail.register.key_words import KEY_NAMESPACE, text_to_vouch
from mentorctl.trail.signatures import statements
from mentorctl.trail.signatures.key_discovery import OwnKey
from mentorctl.trail.signatures.statements import (
    NotCounted,
    OwnSigner,
    Target,
    fill_blanks,
    needs_passphrase,
    own_signer,
    sign_statements,
    statement,
    vouch,
)
from mentorctl.trail.ssh import openssh
from mentorctl.trail.ssh.key_agent import KeyAgent
from mentorctl.trail.ssh.openssh import sign_each
from mentorctl.trail.ssh.sshsig import fingerprint, verify

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_openssh
POSIX = pytest.mark.skipif(os.name == "nt", reason="a shell script answers for the person")


def locked(path: Path) -> Path:
    words = ["ssh-keygen", "-q", "-p", "-a", "1", "-f", str(path), "-P", "", "-N", "correct horse"]
    subprocess.run(words, check=True, capture_output=True)
    return path


def own(path: Path) -> OwnKey:
    return OwnKey(openssh.read_key(path), path, "test")


@POSIX
def test_several_texts_cost_one_passphrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = locked(lay_key(tmp_path, "dana"))
    asked = tmp_path / "asked"
    program = tmp_path / "askpass"
    program.write_text(f"#!/bin/sh\necho once >> {asked}\necho 'correct horse'\n")
    program.chmod(0o700)
    monkeypatch.setenv("SSH_ASKPASS", str(program))
    monkeypatch.setenv("SSH_ASKPASS_REQUIRE", "force")
    texts = [b"one", b"two", b"three"]

    made = sign_each(texts, key, "mentorctl")

    for text, signature in zip(texts, made, strict=True):
        assert verify(text, signature, "mentorctl").blob == key_of("dana").public.blob
    assert asked.read_text().splitlines() == ["once"]


@pytest.mark.parametrize("suffix", ["", ".pub"])
def test_whether_a_passphrase_will_be_asked_for(tmp_path: Path, suffix: str) -> None:
    path = lay_key(tmp_path, "dana")
    named = path.with_name(f"{path.name}{suffix}")

    assert not needs_passphrase(own(named))
    locked(path)
    assert needs_passphrase(own(named))


def test_what_an_agent_holds_is_asked_for_no_passphrase(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = locked(lay_key(tmp_path, "dana"))
    held = [key_of("erin").public]
    monkeypatch.setattr(statements, "agent_keys", lambda: held)
    # what lies in no file is asked for elsewhere
    assert not needs_passphrase(OwnKey(key_of("dana").public, None, "agent"))
    assert needs_passphrase(own(path))
    held.append(key_of("dana").public)
    assert not needs_passphrase(own(path))


def test_the_agent_of_a_run_keeps_what_lies_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KeyAgent, "unlock", lambda _, path, __: f"socket for {path.name}")
    key = own(lay_key(tmp_path, "dana"))
    who = OwnSigner("dana", key, "", agent=KeyAgent())
    assert who.unlock() == "socket for dana"
    assert who._replace(agent=None).unlock() == ""
    assert who._replace(key=OwnKey(key.public, None, "agent")).unlock() == ""


def register(**revoked: str) -> Register:
    day = dt.date(2026, 8, 3)
    return Register(
        {
            fingerprint(key_of(name).public): KeySpan(
                name, "", day, dt.date.fromisoformat(end) if end else None, ""
            )
            for name, end in revoked.items()
        },
        frozenset(),
        "root",
    )


def test_the_users_keys_tell_who_they_are(home: Path) -> None:
    lay_key(home / ".ssh", "dana", "id_ed25519")
    lay_key(home / ".ssh", "erin", "id_ecdsa")

    found = own_signer(register(erin=""))
    assert found is not None
    assert (found.person, found.mark) == ("erin", fingerprint(key_of("erin").public))
    assert own_signer(register(dana="2026-09-01")) is None
    assert own_signer(register(dana="2026-09-01", erin="")) == found
    assert own_signer(Register()) is None
    # where nobody is registered, nothing is read
    assert own_signer(Register(), home / "nowhere") is None


def test_what_would_not_count_is_not_handed_on(tmp_path: Path) -> None:
    keys, mark = register(dana=""), fingerprint(key_of("dana").public)
    team = RecordedTeam(id="ana-bo", year="2026-2027", folder="pairings/2026-2027/ana-bo")
    said = Statement(
        program="mp-1", record=team.path("plan.yaml"), content="", role="mentor", person="dana",
        intent="I sign.", consent="", signed_at="2026-10-05T16:00:00-05:00", key=mark,
    )  # fmt: skip
    who = OwnSigner("dana", own(lay_key(tmp_path, "dana")), mark)

    (made,) = sign_statements(who, team, [said], StatementCheck(keys, "mp-1"))
    assert made.statement == said
    with pytest.raises(NotCounted, match="would not count"):
        sign_statements(who, team, [said], StatementCheck(keys, "mp-1", frozenset({mark})))


def test_who_vouches_does_so_under_their_own_name_with_their_own_key(tmp_path: Path) -> None:
    who = OwnSigner("dana", own(lay_key(tmp_path, "dana")), fingerprint(key_of("dana").public))
    public, day = key_of("erin").public_line(), dt.date(2026, 10, 5)
    about = KeyStatement(
        program="mp-1", person="erin", public=public, added=day, by="ana",
        signed_at="2026-10-05T16:00:00-05:00", key="SHA256:another",
    )  # fmt: skip
    found = vouch(who, about)
    assert found.statement == msgspec.structs.replace(about, by="dana", key=who.mark)
    text = text_to_vouch(found.statement)
    assert verify(text, found.signature, KEY_NAMESPACE).blob == key_of("dana").public.blob


@pytest.mark.parametrize(("number", "named"), [(1, None), (2, 2)])
def test_a_statement_names_the_format_of_a_folder_but_the_first(
    number: int, named: int | None
) -> None:
    program: Any = SimpleNamespace(id="mp-1", signing=SimpleNamespace(consent="I agree."))
    sources: Any = SimpleNamespace(covered=lambda *_: None)
    team = RecordedTeam(id="ana-bo", year="2026-2027", folder="pairings/2026-2027/ana-bo")
    plan = Recorded("plan", {"content_area": "Art"}, number)
    at = dt.datetime(2026, 10, 5, 16, tzinfo=dt.UTC)
    said = statement(
        program, team, Target("plan.yaml", plan, "mentor", "plan", "plan"), sources,
        person="dana", intent="I sign.", key="", at=at,
    )  # fmt: skip
    assert (said.record, said.format) == (f"{team.folder}/plan.yaml", named)
    assert (said.signed_at, said.consent) == ("2026-10-05T16:00:00+00:00", "I agree.")


def test_blanks_are_filled_in_and_nothing_else() -> None:
    assert fill_blanks("[person] {0.x} % signs [record] [other]", person="Dana", record="plan") == (
        "Dana {0.x} % signs plan [other]"
    )


def test_a_commit_that_gets_no_signature_is_made_without(program: Path) -> None:
    (program / "README.md").write_text("hello\n", encoding="utf-8")

    repository.commit(program, ["README.md"], "a readme", sign=lambda _: None)

    assert history(program)[0] == "a readme"
    assert signer_of(program) == ""
