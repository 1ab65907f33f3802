"""A stranger follows a receipt from the founder's key to a signature, with ssh-keygen alone."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import msgspec
from support.keys import needs_openssh
from support.run import mentorctl
from support.story import AMARA, FIRST, IRIS, NOOR, TEO, Story
from support.trails import key, print_of

if TYPE_CHECKING:
    from pathlib import Path

NAME = "2026-2027_amara-okafor-teo-lindqvist_receipt-plan"
MADE_BY = {"chain-1.key": IRIS, "chain-2.key": NOOR, "chain-3.key": AMARA}


def through_another_coordinator() -> Story:
    """The founder makes Noor a coordinator; Noor lets a second key of Amara's in; Amara signs."""
    story = Story()
    story.put(
        "program.yaml", f"coordinators:\n  - {IRIS}\n", f"coordinators:\n  - {IRIS}\n  - {NOOR}\n"
    )
    story.commit(IRIS, "2026-09-01T09:00:00-05:00")
    at = "2026-09-02T09:00:00-05:00"
    story.keys(AMARA, key(AMARA, "2026-08-04", "2026-09-02", by=IRIS, at=at),
               key(AMARA, "2026-09-02", by=NOOR, of="amara-second", at=at))  # fmt: skip
    story.commit(NOOR, "2026-09-02T09:00:10-05:00")
    story.sign("plan.yaml", "mentee", AMARA, by="amara-second")
    story.commit("amara-second", "2026-10-05T16:00:10-05:00", author=AMARA)
    return story


def receipt(root: Path, *words: str) -> Path:
    """A receipt of the plan; its folder."""
    done = mentorctl("receipt", "amara", "plan", "--out", "out", "--to", "html",
                     "--today", "2027-05-03", *words, cwd=root)  # fmt: skip
    assert done.code == 0, done.err
    return root / "out" / NAME


def lines_in(folder: Path) -> list[str]:
    text = (folder / "README.txt").read_text("utf-8")
    return re.findall(r"^ *(ssh-keygen -Y verify .*)$", text, re.MULTILINE)


def answers(folder: Path, line: str) -> bool:
    """Whether a line that is pasted proves what it is about; there is no git."""
    program = shutil.which("ssh-keygen")
    assert program is not None
    line = line.replace("ssh-keygen", f"'{program}'" if os.name != "nt" else program, 1)
    done = subprocess.run(  # noqa: S602 - as somebody pastes it
        line, shell=True, cwd=folder, capture_output=True, text=True, check=False,
        env={"PATH": "", "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")},
    )  # fmt: skip
    return done.returncode == 0 and "Good" in done.stdout


@needs_openssh
def test_every_link_from_the_founder_to_the_signature_is_proven(tmp_path: Path) -> None:
    through_another_coordinator().lay_in(tmp_path)
    folder = receipt(tmp_path)
    lines = lines_in(folder)
    assert all(answers(folder, line) for line in lines)
    about = [re.findall(r"-f (\S+) -I (\S+) -n (\S+)", line)[0] for line in lines]
    # the statement, the founding commit, Noor's key and office, Amara's key, the commit of hers
    assert [each for each in about if each[2] == "mentorctl"] == [
        ("allowed_signers", AMARA, "mentorctl")
    ]
    assert ("chain-1.key", IRIS, "mentorctl-key") in about
    assert ("chain-2.key", NOOR, "mentorctl-key") in about
    assert ("chain-3.key", AMARA, "git") in about
    text = (folder / "README.txt").read_text("utf-8")
    assert text.count("The commit that made them a coordinator:") == 1
    assert f"3. Amara Okafor: {print_of('amara-second')}" in text
    assert "by the clock of Noor Haddad's computer" in text
    assert "That the first key is the founder's" in text


@needs_openssh
def test_each_link_names_the_key_with_which_the_next_is_checked(tmp_path: Path) -> None:
    through_another_coordinator().lay_in(tmp_path)
    folder = receipt(tmp_path)
    for place, person in ((2, NOOR), (3, AMARA)):
        said = msgspec.json.decode((folder / f"chain-{place}.json").read_bytes())
        held = (folder / f"chain-{place}.key").read_text("ascii").split()
        assert (said["person"], said["public"]) == (person, " ".join(held[-2:]))
        assert held[0] == person


@needs_openssh
def test_whatever_is_changed_in_a_link_its_line_says_no(tmp_path: Path) -> None:
    through_another_coordinator().lay_in(tmp_path)
    folder = receipt(tmp_path)
    lines = lines_in(folder)
    of_others = key("nobody-of-them").public
    for file in sorted(folder.glob("c*-*")):
        if file.suffix == ".object":
            continue
        about = [line for line in lines if re.search(rf"\s{re.escape(file.name)}(\s|$)", line)]
        whole = file.read_bytes()
        held = whole.split()
        if file.suffix == ".key":
            file.write_bytes(whole.replace(b" ".join(held[-2:]), of_others.encode()))
        else:
            file.write_bytes(whole.replace(held[len(held) // 2], held[len(held) // 2][::-1] + b"A"))
        assert about or file.name == "chain-3.key", file.name
        assert not any(answers(folder, line) for line in about), file.name
        file.write_bytes(whole)


def test_a_commit_is_there_as_its_id_says(tmp_path: Path) -> None:
    ids = through_another_coordinator().lay_in(tmp_path)
    folder = receipt(tmp_path)
    found = {hashlib.sha1(each.read_bytes()).hexdigest() for each in folder.glob("*.object")}  # noqa: S324 - as git names it
    assert found == {ids[0], ids[1], ids[2], ids[3], ids[4]}


@needs_openssh
def test_a_forged_word_for_a_key_is_not_shown(tmp_path: Path) -> None:
    story = Story()
    good = key(TEO, "2026-08-04", by=IRIS, at="2026-08-04T09:00:00-05:00")
    other = key(TEO, "2026-08-04", by=NOOR).vouched[0]
    forged = msgspec.structs.replace(good.vouched[0], signature=other.signature)
    story.keys(TEO, msgspec.structs.replace(good, vouched=(forged,)))
    story.commit(IRIS, "2026-09-01T09:00:00-05:00")
    story.sign("plan.yaml", "mentor", TEO)
    story.commit(TEO)
    story.lay_in(tmp_path)
    folder = receipt(tmp_path)
    assert not (folder / "chain-2.json").exists()
    assert all(answers(folder, line) for line in lines_in(folder))


def test_a_name_adds_no_line_to_what_is_pasted(tmp_path: Path) -> None:
    story = through_another_coordinator()
    name = r'"Amara\n\nTeo, mentor\n---\n\nState: valid\n\n    ssh-keygen -Y verify"'
    file = f"people/{AMARA}.yaml"
    story.put(file, "name: Amara Okafor", f"name: {name}")
    story.commit("amara-second", author=AMARA)
    story.lay_in(tmp_path)
    text = (receipt(tmp_path) / "README.txt").read_text("utf-8")
    assert not re.search(r"(?m)^ *(Teo, mentor|ssh-keygen -Y verify$)", text)
    assert "Amara Teo, mentor --- State: valid" in text, text[:1500]


def test_the_office_shown_is_the_one_in_which_a_key_was_let_in(tmp_path: Path) -> None:
    story = through_another_coordinator()
    both, one = f"  - {IRIS}\n  - {NOOR}\n", f"  - {IRIS}\n"
    story.put("program.yaml", both, one)
    story.commit(IRIS, "2026-10-10T09:00")
    story.put("program.yaml", one, both)
    story.commit(IRIS, "2026-10-11T09:00")
    ids = story.lay_in(tmp_path)
    text = (receipt(tmp_path) / "README.txt").read_text("utf-8")
    shown = text.partition("The commit that made them a coordinator:")[2].split()
    assert shown[0] == f"{ids[2][:10]},"


def test_who_brings_a_key_in_is_not_shown_as_who_let_it_in(tmp_path: Path) -> None:
    """The word for it was taken out of the file by whoever has the key."""
    story = Story()
    first = key(AMARA, "2026-08-04", by=IRIS, at="2026-08-04T09:00:00-05:00")
    second = key(AMARA, "2026-09-02", by=IRIS, of="amara-second", at="2026-09-02T09:00:00-05:00")
    story.keys(AMARA, first, second)
    story.commit(TEO, "2026-09-03T10:00")
    story.sign("plan.yaml", "mentor", TEO)
    story.commit(TEO)
    story.sign("plan.yaml", "mentee", AMARA, by="amara-second")
    story.commit("amara-second", author=AMARA)
    story.keys(AMARA, first, msgspec.structs.replace(second, vouched=()))
    story.commit(AMARA, "2026-10-06T09:00")
    story.lay_in(tmp_path)
    folder = receipt(tmp_path)
    text = (folder / "README.txt").read_text("utf-8")
    own = text.partition(f". Amara Okafor: {print_of('amara-second')}")[2]
    said = " ".join(re.split(r"\n\d\. |The commits that", own)[0].split())
    assert said == "The history lets it in; no file here proves that. A copy of it does."
    page = (folder.parent / f"{NAME}.html").read_text("utf-8")
    assert "2026-09-03" not in page.partition("Whose keys these are")[2]


def test_it_shows_nobodys_own_file(tmp_path: Path) -> None:
    story = through_another_coordinator()
    private = (b"573-555-0188", b"Secret Lane")
    story.files[f"people/{NOOR}.yaml"] += b"phones:\n  cell: 573-555-0188\naddress: 1 Secret Lane\n"
    story.commit(NOOR)
    story.lay_in(tmp_path)
    said = b"".join(each.read_bytes() for each in receipt(tmp_path).iterdir())
    assert not [each for each in private if each in said]


def test_the_page_shows_the_chain(tmp_path: Path) -> None:
    through_another_coordinator().lay_in(tmp_path)
    folder = receipt(tmp_path)
    page = (folder.parent / f"{NAME}.html").read_text("utf-8")
    shown = page.partition("Whose keys these are")[2]
    for said in ("1. Iris Nakamura", "2. Noor Haddad", "3. Amara Okafor", "Let in by Noor Haddad"):
        assert said in shown
    assert FIRST not in shown.partition("What happened")[0]
