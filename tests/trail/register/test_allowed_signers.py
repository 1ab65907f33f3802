"""What plain git says with the file of allowed signers, beside what the ledger says."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from support.histories import plain
from support.keys import needs_openssh
from support.story import AMARA, FIRST, IRIS, TEO, Story
from support.trails import key

from mentorctl.model.recorded import text_to_sign
from mentorctl.trail.ledger.ledger_cache import ledger_of
from mentorctl.trail.register.allowed_signers import allowed_signers
from mentorctl.trail.register.key_register import KeySpan

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_openssh


def years_commits() -> Story:
    """Commits of every kind: by those who may, by nobody, by a stranger, with a revoked key."""
    story = Story()
    for number, (by, author) in enumerate(
        [(TEO, TEO), (None, IRIS), ("mallory", IRIS), (AMARA, AMARA), (TEO, IRIS)]
    ):
        story.files[f"{FIRST}/plan.yaml"] += b"# %d\n" % number
        story.commit(by, f"2026-10-05T1{number}:00", author=author)
    story.keys(TEO, key(TEO, "2026-08-04", "2026-10-06", by=IRIS))
    story.commit(IRIS, "2026-10-06T09:00")
    for number, by in enumerate((TEO, AMARA)):
        story.files[f"{FIRST}/plan.yaml"] += b"# %d\n" % number
        story.commit(by, f"2026-10-08T1{number}:00")
    return story


def test_plain_git_names_the_same_people(tmp_path: Path) -> None:
    root = tmp_path / "program"
    ids = years_commits().lay_in(root)
    ledger = ledger_of(root)
    allowed = tmp_path / "allowed_signers"
    allowed.write_text(allowed_signers(ledger.register.spans), encoding="utf-8")
    setting = ("-c", f"gpg.ssh.allowedSignersFile={allowed}")
    said = plain(root, *setting, "log", "--reverse", "--format=%H %G? %GS").splitlines()
    theirs = {}
    for line in said:
        name, verdict, signer = f"{line} ".split(" ", 2)
        theirs[name] = signer.strip() if verdict == "G" else ""
    register = ledger.register
    ours = {name: register.person(ledger.signers.get(name, "")) for name in ids}
    assert theirs == ours
    assert set(ours.values()) == {"", IRIS, TEO, AMARA}
    for name, who in ours.items():
        done = subprocess.run(
            ["git", *setting, "verify-commit", name], cwd=root, capture_output=True, check=False
        )
        assert (done.returncode == 0) == bool(who)


def test_plain_openssh_takes_a_signature_for_that_persons_only(tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    signed = story.sign("experiences/1.yaml", "mentor", TEO)
    story.commit(TEO)
    story.lay_in(root)
    allowed, signature = tmp_path / "allowed_signers", tmp_path / "signature"
    allowed.write_text(allowed_signers(ledger_of(root).register.spans), encoding="utf-8")
    signature.write_text(signed.signature)
    for who, namespace, is_fine in (
        (TEO, "mentorctl", True),
        (IRIS, "mentorctl", False),
        (TEO, "file", False),
    ):
        words = ["-Y", "verify", "-f", str(allowed), "-I", who, "-n", namespace]
        done = subprocess.run(
            ["ssh-keygen", *words, "-s", str(signature)],
            input=text_to_sign(signed.said),
            capture_output=True,
            check=False,
        )
        assert (done.returncode == 0) is is_fine, done.stdout


def test_nobody_is_everybody() -> None:
    """A file in people/ cannot make itself a pattern that fits others."""
    import datetime as dt

    day = dt.date(2026, 8, 3)
    spans = {
        str(number): KeySpan(name, "ssh-ed25519 AAAA", day, None, "")
        for number, name in enumerate(("*", "teo,iris", 'a" b', "teo-lindqvist"))
    }
    lines = [each for each in allowed_signers(spans).splitlines() if not each.startswith("#")]
    assert lines == [
        'teo-lindqvist namespaces="git,mentorctl",valid-after="20260802" ssh-ed25519 AAAA'
    ]
