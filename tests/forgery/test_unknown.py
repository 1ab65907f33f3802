"""Nothing fails open: what cannot be judged is unknown in every list and form, and never valid."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from support.facts import FOLDER, PAIRING
from support.folders import Once, commit_all, copied, lay_base
from support.histories import plain
from support.keys import key_of
from support.run import Result, mentorctl
from support.schemas import faults_of
from support.signed import sign_all

from mentorctl.model.recorded import signed_entry, text_to_sign
from mentorctl.model.signature import NAMESPACE
from mentorctl.store.recorded_files import signature_content

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TODAY = ("--today", "2027-05-03")
PLAN = f"{FOLDER}/signatures/plan.advisor.yaml"
NEED = """\
    - title: The plan signed by the content advisor
      need: plan:signed.advisor
"""


def lay(place: Path) -> None:
    """The base program, in which completion asks for a signature, and all is signed."""
    root = lay_base(place / "program")
    file = root / "program.yaml"
    text = file.read_text("utf-8")
    head, needs, rest = text.partition("    - title: Individual Mentoring Plan approved by")
    assert needs
    file.write_text(head + NEED + needs + rest, "utf-8")
    sign_all(root)
    commit_all(root, "signed", "2027-04-20T16:00:00-0500")
    for pack in (root / ".git/objects/pack").glob("*.pack"):
        pack.rename(place / "one.pack")
        shutil.rmtree(root / ".git/objects/pack")
        plain(root, "unpack-objects", "-q", data=(place / "one.pack").read_bytes())


@pytest.fixture
def root(once: Once, tmp_path: Path) -> Path:
    return copied(once("signed as a need", lay) / "program", tmp_path / "program")


def asked(root: Path, *words: str) -> tuple[Result, Any]:
    done = mentorctl(*words, "--format", "json", *TODAY, cwd=root)
    assert done.code in {0, 1}, done.err
    said = json.loads(done.out)
    assert not faults_of(words[0], 1, said)
    return done, said


def take(root: Path, name: str) -> None:
    """Lose an object of the history."""
    found = plain(root, "rev-parse", name)
    file = root / ".git/objects" / found[:2] / found[2:]
    file.chmod(stat.S_IWUSR)
    file.unlink()


def shallow(root: Path) -> None:
    part = root.parent / "part"
    plain(root.parent, "clone", "-q", "--depth=1", root.as_uri(), str(part))
    shutil.rmtree(root)
    part.rename(root)


def begin_anew(root: Path) -> None:
    shutil.rmtree(root / ".git")
    plain(root, "init", "-q")


def no_objects(root: Path) -> None:
    shutil.rmtree(root / ".git/objects")
    (root / ".git/objects").mkdir()


# each takes away what tells whose keys count
LOST: dict[str, Callable[[Path], object]] = {
    "no history": lambda root: shutil.rmtree(root / ".git"),
    "an empty history": begin_anew,
    "a part of the history": shallow,
    "no objects": no_objects,
    "no last commit": lambda root: take(root, "HEAD"),
    "no first commit": lambda root: take(root, "HEAD~1"),
    "no files": lambda root: take(root, "HEAD^{tree}"),
    "no person": lambda root: take(root, "HEAD:people/noor-haddad.yaml"),
    "no signature": lambda root: take(root, f"HEAD:{PLAN}"),
    "no program": lambda root: take(root, "HEAD:program.yaml"),
}


def write(root: Path, path: str, change: Callable[[str], str]) -> None:
    file = root / path
    file.write_text(change(file.read_text("utf-8")), "utf-8", newline="\n")


def say_more(root: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Sign a statement that has something in it which nobody knows yet."""
    file = root / PLAN
    found = signature_content(file.read_bytes())
    assert found is not None
    (entry,) = found.signed
    said = msgspec.json.decode(entry.said)
    change(said)
    text = msgspec.json.encode(said)
    signature = key_of("noor-haddad").sign(text_to_sign(text), NAMESPACE)
    made = signed_entry(msgspec.structs.replace(entry, said=text, signature=signature))
    file.write_text(json.dumps({"signed": [made]}, indent=2) + "\n", "utf-8")
    commit_all(root, "signed anew", "2027-04-20T16:00:00-0500")


def newer_context(said: dict[str, Any]) -> None:
    said["context"]["version"] = "99"


# each takes away what tells what one signature is worth
DOUBTED: dict[str, Callable[[Path], object]] = {
    "a record": lambda root: write(root, f"{FOLDER}/plan.yaml", lambda text: f"{text}a: [\n"),
    "its own file": lambda root: write(root, PLAN, lambda text: f"{text}a: [\n"),
    "its own file, emptied of sense": lambda root: write(root, PLAN, lambda _: "signed: 7\n"),
    "the pairing": lambda root: write(root, f"{FOLDER}/pairing.yaml", lambda _: "a: [\n"),
    "a person on the form": lambda root: write(
        root, "people/noor-haddad.yaml", lambda text: f"{text}a: [\n"
    ),
    "a field of a statement": lambda root: say_more(root, lambda said: said.update(on="approval")),
    "the version of what is around it": lambda root: say_more(root, newer_context),
}


def test_all_is_well_before(root: Path) -> None:
    done, said = asked(root, "completers")
    assert (done.code, [each["pairing"] for each in said["completers"]]) == (0, [PAIRING])
    _, said = asked(root, "status")
    assert {each["state"] for each in said["pairings"][0]["signatures"]} == {"valid"}


@pytest.mark.parametrize("way", LOST)
def test_without_the_whole_history_no_signature_is_judged(way: str, root: Path) -> None:
    LOST[way](root)
    done, said = asked(root, "completers")
    assert (done.code, said["completers"]) == (1, [])
    (other,) = said["others"]
    assert {each["state"] for each in other["reasons"]} <= {"unknown", "unreadable"}
    assert other["reasons"]
    assert (other["signatures"], other["signatures_counted"]) == ("unknown", None)
    assert [each["path"] for each in said["unreadable"]] == [".git"]
    assert said["unreadable"][0]["message"] in done.err
    assert mentorctl("completers", "--strict", *TODAY, cwd=root).code == 1
    done, said = asked(root, "status")
    (row,) = said["pairings"]
    assert (done.code, row["standing"]) == (1, "unknown")
    assert {each["state"] for each in row["signatures"]} == {"unknown"}
    done, said = asked(root, "check")
    assert [each["path"] for each in said["findings"] if each["code"] == "signature-unknown"] == [
        ".git"
    ]
    assert mentorctl("invoices", *TODAY, cwd=root).code == 1
    audited = mentorctl("audit", *TODAY, cwd=root)
    assert audited.code in {1, 3}
    assert not re.search(r"[1-9]\d* valid", audited.err)


@pytest.mark.parametrize("way", ["no history", "a part of the history", "no last commit"])
def test_a_form_says_that_a_signature_cannot_be_judged(way: str, root: Path) -> None:
    LOST[way](root)
    words = ("render", "comment", PAIRING, "--to", "html", "--draft", *TODAY)
    done = mentorctl(*words, cwd=root)
    assert done.code in {0, 1}, done.err
    pages = [made.read_text("utf-8") for made in (root / "forms").rglob("*.html")]
    assert pages
    assert all("(unknown, " in page for page in pages)
    assert not any("signed with the key" in page for page in pages)


@pytest.mark.parametrize("way", DOUBTED)
def test_what_cannot_be_read_makes_a_signature_unknown(way: str, root: Path) -> None:
    DOUBTED[way](root)
    done, said = asked(root, "status")
    (row,) = said["pairings"]
    assert (done.code, row["standing"]) == (1, "unknown"), row
    states = {
        each["state"] for each in row["signatures"]
        if each["record"].endswith("plan.yaml") and each["role"] == "advisor"
    }  # fmt: skip
    assert states == (set() if way == "the pairing" else {"unknown"})
    done, said = asked(root, "completers")
    assert (done.code, said["completers"], len(said["others"])) == (1, [], 1)
    assert said["unreadable"]
    assert said["others"][0]["reasons"]
    _, said = asked(root, "audit")
    assert said["signatures"]["unknown"] >= 1


def test_what_is_remembered_of_the_history_can_be_damaged(root: Path) -> None:
    cache = root.parent / "cache"
    env = {"MENTORCTL_CACHE": str(cache), "XDG_CACHE_HOME": str(cache)}
    assert mentorctl("completers", *TODAY, cwd=root, env=env).code == 0
    kept = [path for path in cache.rglob("*") if path.is_file()]
    assert kept
    for damage in (lambda data: data[: len(data) // 2], lambda _: b"", lambda _: os.urandom(99)):
        for path in kept:
            path.write_bytes(damage(path.read_bytes()) if path.exists() else b"")
        for words in (("completers",), ("audit",), ("status",)):
            before = mentorctl(*words, *TODAY, cwd=root, env={"MENTORCTL_CACHE": "none"})
            after = mentorctl(*words, *TODAY, cwd=root, env=env)
            assert (after.code, after.out) == (before.code, before.out)
