from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from support.folders import contents, history
from support.histories import plain
from support.keys import key_of, needs_openssh
from support.signers import as_person, book, lay_registered, mark, signer_of
from support.trails import covered

from mentorctl.model.canonical import digest
from mentorctl.model.signature import SignatureState, Standing
from mentorctl.reports.proofs.signature_report import looking_into
from mentorctl.store.folder import Folder
from mentorctl.trail.signatures.signature_states import standings
from mentorctl.trail.signatures.statements import trail_of

if TYPE_CHECKING:
    from pathlib import Path

    from support.run import Result

pytestmark = needs_openssh

PAIRING = "amara-okafor-teo-lindqvist"
FOLDER = f"pairings/2026-2027/{PAIRING}"
TODAY = ("--today", "2027-05-03")


@pytest.fixture
def signing(program: Path) -> Path:
    """A program in which everybody has a registered key."""
    return lay_registered(program)


def sign(person: str, root: Path, *words: str) -> Result:
    return as_person(person, root, "sign", "okafor", *words, "--yes", *TODAY)


def stand(root: Path, record: str, role: str) -> Standing:
    import datetime as dt

    folder = Folder(root)
    day = dt.datetime.now(dt.UTC).date()
    trail = looking_into(folder.recorded, trail_of(book(root), day))
    return standings(folder.team(PAIRING).recorded, folder.program, trail)[record, role]


def test_a_plan_is_signed_with_ones_own_key(signing: Path) -> None:
    done = sign("noor-haddad", signing, "plan")

    assert done.code == 0, done.err
    found = stand(signing, "plan.yaml", "advisor")
    assert (found.state, found.person) == (SignatureState.VALID, "noor-haddad")
    assert found.key == mark("noor-haddad") == signer_of(signing)
    assert history(signing)[0] == (
        f"Individual Mentoring Plan of {PAIRING}: signed by Noor Haddad as Content Advisor"
    )
    assert plain(signing, "log", "-1", "--format=%(trailers)").split("\n")[:2] == [
        f"Mentorctl-Signed: {FOLDER}/plan.yaml advisor noor-haddad",
        f"Mentorctl-Key: {mark('noor-haddad')}",
    ]
    assert plain(signing, "status", "--porcelain") == ""


def test_stock_openssh_agrees(signing: Path, tmp_path: Path) -> None:
    """What anybody can check years later, without this toolkit."""
    from mentorctl.model.recorded import text_to_sign
    from mentorctl.trail.register.allowed_signers import allowed_signers

    sign("noor-haddad", signing, "plan")
    team = Folder(signing).team(PAIRING)
    entry = team.recorded.signatures["plan.advisor"].signed[0]
    signature = tmp_path / "plan.sig"
    signature.write_text(entry.signature)
    allowed = tmp_path / "allowed"
    allowed.write_text(allowed_signers(book(signing).register.spans))
    words = ["ssh-keygen", "-Y", "verify", "-f", str(allowed), "-I", "noor-haddad"]

    subprocess.run(
        [*words, "-n", "mentorctl", "-s", str(signature)],
        input=text_to_sign(entry.said),
        check=True,
        capture_output=True,
    )


def test_what_is_signed_is_shown_as_its_form_reads(signing: Path) -> None:
    shown = sign("noor-haddad", signing, "plan").err

    assert "Individual Mentoring Plan of Amara Okafor and Teo Lindqvist" in shown
    assert "Experience #: 1 (Course syllabus in the district's format)" in shown
    assert "Target Date: 2026-11-06" in shown
    assert "I have read this Individual Mentoring Plan and sign it as Content Advisor" in shown
    assert "I agree to sign electronically." in shown
    # the advisor's own initials come after signing, and are not part of it
    assert "Initial here" not in shown
    record = [line for line in shown.splitlines() if not line.startswith(("I ", "done"))]
    assert max(map(len, record)) <= 90


def test_a_text_that_would_pass_for_a_field_is_shown_for_what_it_is(signing: Path) -> None:
    value = "comment.text=Good.\\n    Date Achieved: 2020-01-01"
    words = ("edit", "okafor", "experiences/1", "--set", value.replace("\\n", "\n"), *TODAY)
    assert as_person("teo-lindqvist", signing, *words).code == 0

    shown = as_person("teo-lindqvist", signing, "sign", "okafor", "experiences/1", *TODAY).err

    assert "│     Date Achieved: 2020-01-01" in shown
    assert "Date Achieved: 2026-11-05" in shown


def test_every_log_entry_is_signed_by_itself_in_one_commit(signing: Path) -> None:
    before = len(history(signing))
    done = sign("teo-lindqvist", signing, "log")

    assert done.code == 0, done.err
    assert len(history(signing)) == before + 1
    entries = Folder(signing).team(PAIRING).log
    assert entries is not None
    for entry in entries.entries:
        assert stand(signing, f"log.yaml#{entry.id}", "mentor").state is SignatureState.VALID
    assert history(signing)[0] == f"log of {PAIRING}, 2 entries: signed by Teo Lindqvist as Mentor"


def test_a_new_log_entry_voids_none_and_is_the_only_one_left_to_sign(signing: Path) -> None:
    sign("teo-lindqvist", signing, "log")
    words = ("log", "okafor", "--on", "2026-11-03", "--from", "15:00", "--to", "15:30")
    assert as_person("teo-lindqvist", signing, *words, "--kind", "phone", *TODAY).code == 0

    done = sign("teo-lindqvist", signing, "log")

    assert "Log entry 2026-09-29-1" not in done.err
    assert done.err.count("already signed on") == 2
    assert history(signing)[0].startswith("log entry 2026-11-03-")
    states = {stand(signing, f"log.yaml#{each.id}", "mentor").state
              for each in Folder(signing).team(PAIRING).log.entries}  # type: ignore[union-attr]  # it is there  # fmt: skip
    assert states == {SignatureState.VALID}


def test_signing_again_does_nothing(signing: Path) -> None:
    sign("noor-haddad", signing, "plan")
    before = contents(signing)

    done = sign("noor-haddad", signing, "plan")

    assert done.code == 0
    assert "already signed on" in done.err
    assert contents(signing) == before


def test_after_a_change_it_is_signed_anew_and_the_old_statement_stays(signing: Path) -> None:
    sign("noor-haddad", signing, "plan")
    words = ("edit", "okafor", "plan", "--set", "experiences.1.target_date=2026-12-05")
    assert as_person("noor-haddad", signing, *words, *TODAY).code == 0
    assert stand(signing, "plan.yaml", "advisor").state is SignatureState.STALE

    done = sign("noor-haddad", signing, "plan")

    assert done.code == 0, done.err
    assert stand(signing, "plan.yaml", "advisor").state is SignatureState.VALID
    signed = Folder(signing).team(PAIRING).recorded.signatures["plan.advisor"].signed
    plan = Folder(signing).team(PAIRING).plan
    assert plan is not None
    assert len(signed) == 2
    assert signed[-1].statement.content == digest(covered(plan, "advisor"))


def test_declining_needs_a_reason_and_is_kept(signing: Path) -> None:
    assert sign("noor-haddad", signing, "plan", "--decline").code == 2
    assert sign("noor-haddad", signing, "plan", "--reason", "no").code == 2

    done = sign("noor-haddad", signing, "plan", "--decline", "--reason", "dates are too late")

    assert done.code == 0, done.err
    found = stand(signing, "plan.yaml", "advisor")
    assert (found.state, found.why) == (SignatureState.DECLINED, "dates are too late")
    assert "declined by Noor Haddad as Content Advisor (dates are too late)" in history(signing)[0]
    assert sign("noor-haddad", signing, "plan").code == 0
    assert stand(signing, "plan.yaml", "advisor").state is SignatureState.VALID


@pytest.mark.parametrize(
    ("person", "words", "said"),
    [
        ("teo-lindqvist", ("plan",), "is signed by Content Advisor (Noor Haddad), and by your key"),
        ("iris-nakamura", ("plan",), "on paper: mentorctl attest amara-okafor-teo-lindqvist plan"),
        ("noor-haddad", ("plan", "--role", "mentor"), "you are Noor Haddad, not as Mentor"),
        ("noor-haddad", ("focal-points",), "nobody signs the Focal Points Checklist"),
        ("noor-haddad", ("plann",), "no record of amara-okafor-teo-lindqvist is called"),
        ("stranger", ("plan",), "registered here, so nobody can tell who signs"),
    ],
)
def test_what_is_not_yours_to_sign(
    signing: Path, person: str, words: tuple[str, ...], said: str
) -> None:
    before = contents(signing)

    done = sign(person, signing, *words)

    assert done.code != 0
    assert said in done.err.replace("\n", " ")
    assert contents(signing) == before


def test_unsaved_edits_are_not_signed(signing: Path) -> None:
    path = signing / FOLDER / "plan.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")

    done = sign("noor-haddad", signing, "plan")

    assert done.code == 1
    assert f"{FOLDER}/plan.yaml has changes that are not in the history yet" in done.err
    assert "mentorctl save" in done.err
    assert not (signing / FOLDER / "signatures").exists()


@pytest.mark.parametrize("wrong", ["2026-11-31", "2031-11-06"])
def test_a_record_with_errors_is_not_signed(signing: Path, wrong: str) -> None:
    path = signing / FOLDER / "plan.yaml"
    text = path.read_text(encoding="utf-8").replace("2026-11-06", wrong)
    path.write_text(text, encoding="utf-8")
    assert as_person("noor-haddad", signing, "save", "--anyway", *TODAY).code == 0

    done = sign("noor-haddad", signing, "plan")

    assert done.code == 1
    assert wrong in done.err
    assert "mend " in done.err
    assert not (signing / FOLDER / "signatures").exists()


def test_somebody_is_asked_first(signing: Path) -> None:
    words = ("sign", "okafor", "plan", *TODAY)

    nobody = as_person("noor-haddad", signing, *words)
    refused = as_person("noor-haddad", signing, *words, input="n\n", terminal=True)
    agreed = as_person("noor-haddad", signing, *words, input="y\n", terminal=True)

    assert (nobody.code, refused.code, agreed.code) == (1, 1, 0)
    assert "add --yes" in nobody.err
    assert "nothing was signed" in refused.err
    assert "as Noor Haddad, Content Advisor?" in refused.err
    assert stand(signing, "plan.yaml", "advisor").state is SignatureState.VALID


def test_the_programs_own_sentences_are_signed(signing: Path) -> None:
    with (signing / "program.yaml").open("a", encoding="utf-8") as file:
        file.write("signing:\n  intent: I, [person], approve {this} [record].\n  consent: Yes.\n")
    as_person("iris-nakamura", signing, "save", *TODAY)

    assert sign("noor-haddad", signing, "plan").code == 0

    said = Folder(signing).team(PAIRING).recorded.signatures["plan.advisor"].signed[0].statement
    assert said.intent == "I, Noor Haddad, approve {this} Individual Mentoring Plan."
    assert said.consent == "Yes."


def test_a_key_that_was_revoked_signs_nothing(signing: Path) -> None:
    done = as_person("iris-nakamura", signing, "key", "revoke", "noor", "SHA256")
    assert done.code == 0, done.err

    done = sign("noor-haddad", signing, "plan")

    assert done.code == 3
    assert not (signing / FOLDER / "signatures").exists()


def test_commands_sign_their_commits_with_the_users_key(signing: Path) -> None:
    words = ("log", "okafor", "--on", "2026-11-03", "--from", "15:00", "--to", "15:30")
    kind = ("--kind", "phone", *TODAY)

    assert as_person("teo-lindqvist", signing, *words, *kind).code == 0
    assert signer_of(signing) == mark("teo-lindqvist")

    later = (*words[:5], "16:00", "--to", "16:30")
    strange = as_person("stranger", signing, *later, *kind)
    assert strange.code == 0
    assert signer_of(signing) == ""
    (line,) = (each for each in strange.err.splitlines() if "unsigned" in each)
    assert line == (
        "kept as a draft, unsigned, which counts for nothing yet: none of the keys on this"
        " computer is registered here; mentorctl key doctor"
    )
    # before git takes it nothing is kept, and none of the commands says that it is
    (signing / ".git/index.lock").touch()
    before = contents(signing)
    again = (*later[:5], "17:00", "--to", "17:30", *kind)
    for act in (again, ("undo", "--yes", *TODAY)):
        refused = as_person("stranger", signing, *act)
        assert (refused.code, "kept as a draft" in refused.err) == (3, False), refused.err
    assert contents(signing) == before


def test_no_key_means_no_signature_and_no_word_about_it(signing: Path) -> None:
    from support.run import mentorctl

    words = ("log", "okafor", "--on", "2026-11-03", "--from", "15:00", "--to", "15:30")

    done = mentorctl(*words, "--kind", "phone", *TODAY, cwd=signing, env={"MENTORCTL_KEY": "none"})

    assert done.code == 0
    assert signer_of(signing) == ""
    assert "unsigned" not in done.err


def test_a_passphrase_that_nobody_can_type_changes_nothing(
    signing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from support.keys import lay_key

    from mentorctl.trail.ssh import ssh_programs

    path = lay_key(tmp_path / "keys", "teo-lindqvist")
    words = ["ssh-keygen", "-q", "-p", "-a", "1", "-f", str(path), "-P", "", "-N", "correct horse"]
    subprocess.run(words, check=True, capture_output=True)
    monkeypatch.setattr("os.isatty", lambda _: False)
    monkeypatch.setattr(ssh_programs, "TERMINAL", str(tmp_path / "none"))
    act = ("log", "okafor", "--on", "2026-11-03", "--from", "15:00", "--to", "15:30")

    before = contents(signing), plain(signing, "rev-parse", "HEAD")
    done = as_person("teo-lindqvist", signing, *act, "--kind", "phone", *TODAY)

    assert done.code == 3
    assert (contents(signing), plain(signing, "rev-parse", "HEAD")) == before
    assert "nothing was changed" in done.err
    assert "ssh-add" in done.err
    assert "--unsigned" in done.err

    done = as_person("teo-lindqvist", signing, *act, "--kind", "phone", *TODAY, "--unsigned")
    assert (done.code, signer_of(signing)) == (0, "")
    assert "nothing is signed, as you asked" in done.err

    refused = sign("teo-lindqvist", signing, "log")
    assert refused.code == 3
    assert not (signing / FOLDER / "signatures").exists()


@pytest.mark.parametrize(
    "words", [("edit", "people/amara-okafor", "--set", "school=Elsewhere"), ("save",)]
)
def test_a_signed_commit_sweeps_in_no_key_that_was_put_there_by_hand(
    signing: Path, words: tuple[str, ...]
) -> None:
    """In a folder that several people can write to, a coordinator would register it unawares."""
    path = signing / "people/amara-okafor.yaml"
    own, other = (key_of(each).public_line() for each in ("amara-okafor", "stranger"))
    path.write_text(path.read_text(encoding="utf-8").replace(own, other), encoding="utf-8")
    before = history(signing)

    done = as_person("iris-nakamura", signing, *words, *TODAY)

    assert done.code == 1
    assert "the keys in people/amara-okafor.yaml were changed by hand" in done.err
    assert history(signing) == before
    assert mark("stranger") not in book(signing).register.spans

    assert as_person("iris-nakamura", signing, "save", "--anyway", *TODAY).code == 0
    assert len(history(signing)) == len(before) + 1


def test_coordinators_are_not_swept_in_either(signing: Path) -> None:
    path = signing / "program.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[iris-nakamura]", "[iris-nakamura, teo-lindqvist]"), "utf-8")

    done = as_person("iris-nakamura", signing, "save", *TODAY)

    assert done.code == 1
    assert "the coordinators in program.yaml were changed by hand" in done.err
