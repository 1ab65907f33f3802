"""What editors change, documents of one name, full disks, and addresses that refuse."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from support.folders import Once, copied, lay_base
from support.full_disk import fill_disk
from support.histories import plain
from support.office import AMARA, IRIS, agreed_copy, by, register
from support.office import sync as exchange
from support.run import Result, mentorctl
from support.signers import as_person, lay_registered, mark, signer_of

from mentorctl.trail.errors import GitError
from mentorctl.trail.git import objects
from mentorctl.trail.git.transport import _explained
from mentorctl.trail.server.pre_receive import REFUSED

SETTINGS = ".vscode/settings.json"
EVIDENCE = "pairings/2026-2027/amara-okafor-teo-lindqvist/evidence"


@pytest.fixture
def copies(once: Once, tmp_path: Path) -> tuple[Path, Path]:
    """Two copies of one shared folder."""
    laid = once("hosted with settings", _lay)
    shared = copied(laid / "shared.git", tmp_path / "shared.git")
    theirs = copied(laid / "theirs", tmp_path / "theirs")
    plain(theirs, "remote", "set-url", "origin", str(shared))
    return agreed_copy(laid / "program", shared), theirs


def _lay(folder: Path) -> None:
    program, shared = lay_base(folder / "program"), folder / "shared.git"
    (program / ".vscode").mkdir(exist_ok=True)
    (program / SETTINGS).write_text("{}\n", encoding="utf-8")
    plain(program, "add", SETTINGS)
    plain(program, "commit", "-q", "-m", "settings")
    assert mentorctl("host", shared, cwd=program).code == 0
    plain(shared, "config", "core.hooksPath", os.devnull)
    plain(folder, "clone", "-q", str(shared), "theirs")


def sync(folder: Path) -> Result:
    done = mentorctl("sync", "--yes", cwd=folder)
    assert done.code == 0, done.err
    return done


def save(folder: Path, path: str, data: bytes) -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    done = mentorctl("save", "-m", "a file", "--anyway", cwd=folder)
    assert done.code == 0, done.err


def test_what_an_editor_changed_is_in_nobodys_way(copies: tuple[Path, Path]) -> None:
    ours, theirs = copies
    (ours / SETTINGS).write_text('{"editor.fontSize": 14}\n', encoding="utf-8")
    save(theirs, SETTINGS, b'{"yaml.validate": true}\n')
    sync(theirs)
    sync(ours)
    assert (ours / SETTINGS).read_text(encoding="utf-8") == '{"editor.fontSize": 14}\n'
    assert plain(ours, "rev-parse", "HEAD") == plain(theirs, "rev-parse", "HEAD")
    sync(ours)


def test_a_mentors_save_leaves_the_editors_own_out(program: Path) -> None:
    lay_registered(program)
    (program / ".vscode").mkdir(exist_ok=True)
    (program / SETTINGS).write_text("{}\n", encoding="utf-8")
    done = as_person("teo-lindqvist", program, "save")
    assert done.code == 0, done.err
    assert f"left out, as it is your editor's own: {SETTINGS}" in done.err
    assert "there is nothing to save" in done.err


@pytest.mark.one_in(2)
@pytest.mark.parametrize(
    ("names", "beside"),
    [
        (("4.docx",), "4-2.docx"),
        (("4.docx", "4-2.docx"), "4-3.docx"),
        (("4",), "4-2"),
        (("my.work/4",), "my.work/4-2"),
    ],
)
def test_two_documents_of_one_name_are_both_kept(
    copies: tuple[Path, Path], names: tuple[str, ...], beside: str
) -> None:
    ours, theirs = copies
    save(theirs, f"{EVIDENCE}/{names[0]}", b"PK\0\1theirs")
    for name in names:
        save(ours, f"{EVIDENCE}/{name}", b"PK\0\1ours " + name.encode())
    sync(theirs)
    done = sync(ours)
    assert f"yours is {EVIDENCE}/{beside} now" in " ".join(done.err.split())
    sync(theirs)
    for copy in copies:
        assert (copy / EVIDENCE / names[0]).read_bytes() == b"PK\0\1theirs"
        assert (copy / EVIDENCE / beside).read_bytes() == b"PK\0\1ours " + names[0].encode()
        assert plain(copy, "status", "--porcelain") == ""


def test_a_document_that_is_not_saved_is_named_before_another_of_its_name_comes_in(
    copies: tuple[Path, Path],
) -> None:
    ours, theirs = copies
    save(theirs, f"{EVIDENCE}/4.docx", b"PK\0\1theirs")
    sync(theirs)
    (ours / EVIDENCE / "4.docx").write_bytes(b"PK\0\1ours")
    refused = mentorctl("sync", cwd=ours)
    assert refused.code == 1
    assert "keep it there first: mentorctl save, then mentorctl sync" in refused.err
    assert mentorctl("save", "--anyway", cwd=ours).code == 0
    sync(ours)
    assert (ours / EVIDENCE / "4.docx").read_bytes() == b"PK\0\1theirs"
    assert (ours / EVIDENCE / "4-2.docx").read_bytes() == b"PK\0\1ours"


def test_an_address_that_refused_is_remembered(program: Path) -> None:
    shared = program.parent / "shared.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", shared], check=True)
    hook = shared / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho not today\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    refused = mentorctl("sync", "--remote", shared, cwd=program)
    assert refused.code == 3
    assert "not today" in refused.err
    hook.unlink()
    assert mentorctl("sync", cwd=program).code == 0


def test_an_address_is_remembered_where_somebody_must_choose_first(
    copies: tuple[Path, Path],
) -> None:
    ours, theirs = copies
    for copy, text in ((ours, "one"), (theirs, "two")):
        words = ("edit", "okafor", "experiences/3", "--set", f"comment.text={text}")
        assert mentorctl(*words, cwd=copy).code == 0
    sync(ours)
    named = ("sync", "--remote", str(ours.parent / "shared.git"))
    assert mentorctl(*named, "--dry-run", cwd=theirs).code in {0, 1}
    assert mentorctl("sync", cwd=theirs).code == 3
    assert "--ours or --theirs" in mentorctl(*named, cwd=theirs).err
    assert mentorctl("sync", "--theirs", cwd=theirs).code == 0


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("fatal: write error: No space left on device", "the disk of this computer is full"),
        ("remote: fatal: No space left on device\nerror: x", "the disk of there is full"),
        ("remote: error: the answer cannot be written: no space left on device\nhook declined",
         "the disk of there is full"),
        (" ! [remote rejected] main -> main (unable to create temporary object directory)",
         "nothing can be written at there"),
        ("error: index-pack died of signal 25\nfatal: index-pack failed", "git was ended before"),
        ("fatal: pack has bad object at offset 12\nfatal: index-pack failed", "is damaged"),
        ("remote: unpack: No space left on device\nfatal: No space left on device",
         "the disk of this computer is full"),
    ],
)  # fmt: skip
def test_what_went_wrong_is_called_so(said: str, told: str) -> None:
    error = GitError("git failed", "")
    error.said = said
    assert told in _explained(error, "there").message


def test_a_document_larger_than_any_record_arrives(copies: tuple[Path, Path]) -> None:
    ours, theirs = copies
    film = f"{EVIDENCE}/film.mp4"
    save(theirs, film, bytes(objects.LARGEST + 1))
    sync(theirs)
    sync(ours)
    assert (ours / film).stat().st_size == objects.LARGEST + 1
    assert plain(ours, "status", "--porcelain") == ""


def test_where_nothing_can_be_written_no_other_is_called_damaged(
    copies: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_disk(monkeypatch)
    done = mentorctl("sync", "--yes", cwd=copies[1])
    assert done.code == 3
    assert "nothing can be written into " in done.err


VISIT = "pairings/2026-2027/amara-okafor-teo-lindqvist/visits/{}.yaml"


@pytest.mark.parametrize("renames", ["ours", "theirs"])
def test_a_record_that_one_renames_and_another_edits_stays_one(
    copies: tuple[Path, Path], renames: str
) -> None:
    ours, theirs = copies
    old = next((ours / VISIT).parent.glob("*.yaml")).stem
    first, second = (ours, theirs) if renames == "ours" else (theirs, ours)
    file, new = first / VISIT.format(old), first / VISIT.format("2026-11-20")
    text = file.read_text(encoding="utf-8").replace(f"on: {old}", "on: 2026-11-20")
    new.write_text(text, encoding="utf-8", newline="\n")
    file.unlink()
    assert mentorctl("save", "--anyway", cwd=first).code == 0
    words = ("edit", "okafor", f"visits/{old}", "--set", "place=At the fair")
    assert mentorctl(*words, cwd=second).code == 0
    sync(theirs)
    sync(ours)
    sync(theirs)
    for copy in copies:
        assert not (copy / VISIT.format(old)).exists()
        held = (copy / VISIT.format("2026-11-20")).read_text(encoding="utf-8")
        assert "place: At the fair" in held
        assert "on: 2026-11-20" in held
        assert plain(copy, "status", "--porcelain") == ""


@pytest.mark.parametrize("renames", ["ours", "theirs"])
def test_what_one_edits_goes_on_in_a_pairing_whose_folder_another_renames(
    copies: tuple[Path, Path], renames: str
) -> None:
    ours, theirs = copies
    first, second = (ours, theirs) if renames == "ours" else (theirs, ours)
    old, new = Path(EVIDENCE).parent, Path(EVIDENCE).parent.with_name("amara-teo")
    (first / old).rename(first / new)
    if renames == "ours":
        # a pairing is still that of its two people
        pairing = first / new / "pairing.yaml"
        text = pairing.read_text(encoding="utf-8").replace("2026-09-14", "2026-09-15")
        pairing.write_text(text, encoding="utf-8", newline="\n")
    assert mentorctl("save", "--anyway", cwd=first).code == 0
    words = ("edit", "okafor", "experiences/3", "--set", "comment.text=At the fair")
    assert mentorctl(*words, cwd=second).code == 0
    save(second, f"{EVIDENCE}/3.docx", b"PK")
    for copy in (theirs, ours, theirs):
        sync(copy)
    for copy in copies:
        assert not (copy / old).exists()
        assert (copy / new / "evidence/3.docx").read_bytes() == b"PK"
        assert "text: At the fair" in (copy / new / "experiences/3.yaml").read_text("utf-8")
        assert plain(copy, "status", "--porcelain") == ""
    assert "At the fair" in mentorctl("history", cwd=ours).out


def test_a_deleted_pairing_is_no_other_one_that_began_meanwhile(
    copies: tuple[Path, Path],
) -> None:
    ours, theirs = copies
    old, new = Path(EVIDENCE).parent, Path(EVIDENCE).parent.with_name("amara-noor")
    (theirs / old).rename(theirs / new)
    pairing = theirs / new / "pairing.yaml"
    text = pairing.read_text(encoding="utf-8").replace("teo-lindqvist", "noor-haddad")
    pairing.write_text(text, encoding="utf-8", newline="\n")
    assert mentorctl("save", "--anyway", cwd=theirs).code == 0
    sync(theirs)
    words = ("edit", "okafor", "experiences/3", "--set", "comment.text=At the fair")
    assert mentorctl(*words, cwd=ours).code == 0
    assert mentorctl("sync", cwd=ours).code == 1
    assert mentorctl("sync", "--ours", cwd=ours).code == 0
    assert "At the fair" not in (ours / new / "experiences/3.yaml").read_text("utf-8")


def test_a_record_that_one_deletes_and_another_edits_is_asked_about(
    copies: tuple[Path, Path],
) -> None:
    ours, theirs = copies
    old = next((ours / VISIT).parent.glob("*.yaml")).stem
    (theirs / VISIT.format(old)).unlink()
    assert mentorctl("save", "--anyway", cwd=theirs).code == 0
    sync(theirs)
    words = ("edit", "okafor", f"visits/{old}", "--set", "place=At the fair")
    assert mentorctl(*words, cwd=ours).code == 0
    asked = mentorctl("sync", cwd=ours)
    assert asked.code == 1
    assert "--ours or --theirs" in asked.err
    assert mentorctl("sync", "--ours", cwd=ours).code == 0
    sync(theirs)
    assert "At the fair" in (theirs / VISIT.format(old)).read_text(encoding="utf-8")


def test_twins_but_for_case_are_both_kept_apart(copies: tuple[Path, Path]) -> None:
    ours, theirs = copies
    save(theirs, f"{EVIDENCE}/Work.docx", b"PK\0\1theirs")
    sync(theirs)
    save(ours, f"{EVIDENCE}/work.docx", b"PK\0\1ours")
    done = sync(ours)
    assert f"yours is {EVIDENCE}/work-2.docx now" in " ".join(done.err.split())
    sync(theirs)
    for copy in copies:
        assert (copy / EVIDENCE / "work-2.docx").read_bytes() == b"PK\0\1ours"
        assert (copy / EVIDENCE / "Work.docx").read_bytes() == b"PK\0\1theirs"
        assert "work.docx" not in {each.name for each in (copy / EVIDENCE).iterdir()}


@pytest.mark.parametrize("merges", [IRIS, AMARA])
def test_who_brings_a_renamed_pairing_together_may_do_so(office: Path, merges: str) -> None:
    mine, old = office.parent / "mine", Path(EVIDENCE).parent
    register(office)
    assert exchange(AMARA, mine).code == 0
    (office / old).rename(office / old.with_name("amara-teo"))
    assert by(IRIS, office, "save", "--anyway").code == 0
    (mine / EVIDENCE / "new.docx").write_bytes(b"PK")
    assert by(AMARA, mine, "save").code == 0
    words = ("edit", "okafor", "plan", "--set", "experiences.1.notes=Soil")
    assert by(AMARA, mine, *words).code == 0
    for person in (AMARA, IRIS, AMARA) if merges == IRIS else (IRIS, AMARA, IRIS):
        done = exchange(person, office if person == IRIS else mine)
        assert done.code == 0, done.err
    assert signer_of(office) == signer_of(mine) == mark(merges)
    for copy in (office, mine):
        held = copy / old.with_name("amara-teo")
        assert (held / "evidence/new.docx").read_bytes() == b"PK"
        assert "notes: Soil" in (held / "plan.yaml").read_text("utf-8")
        assert not (copy / old).exists()
    told = json.loads(by(IRIS, office, "audit", "--format", "json").out)["findings"]
    assert not REFUSED.intersection(each["code"] for each in told)


def test_what_comes_in_from_a_namesake_says_who_that_is(office: Path) -> None:
    mine = office.parent / "mine"
    register(office)
    assert exchange(AMARA, mine).code == 0
    done = by(AMARA, mine, "edit", f"people/{AMARA}", "--set", "name=Iris Nakamura")
    assert done.code == 0, done.err
    assert exchange(AMARA, mine).code == 0
    came = exchange(IRIS, office)
    assert f"(Iris Nakamura ({AMARA}))" in came.out + came.err
