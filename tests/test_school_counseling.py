"""School counseling in Missouri: a grievance taken through all of its steps by commands alone."""

from __future__ import annotations

import email
import email.policy
import errno
import io
import json
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from support.folders import Once, commit_all, copied, whole
from support.full_disk import fill_disk
from support.keys import lay_key, needs_openssh
from support.pdf import page_texts
from support.run import mentorctl
from support.schemas import faults_of
from support.school import MATTER, PEOPLE, act, lay_school, opening
from support.signers import as_person

from mentorctl.trail.ssh.private_keys import private_key
from mentorctl.vault.age_sealing import open_sealed
from mentorctl.vault.errors import NotForThisKey
from mentorctl.vault.vault_repository import BATCH

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.trail.ssh.private_keys import PrivateKey

pytestmark = needs_openssh

MENTEE, MENTOR, CHAIR, OTHER_CHAIR = "wynn-abbott", "odalys-crane", "pell-harker", "juno-sayers"
STATE, DIRECTOR, KEEPER = "thea-lockwood", "marek-dunne", "ada-lindgren"
TALKED = "we spoke on Tuesday and found no common ground"


@pytest.fixture(scope="module")
def laid(once: Once) -> Path:
    return once("school", lay_school) / "program"


@pytest.fixture
def folder(laid: Path, tmp_path: Path) -> Path:
    return copied(laid, tmp_path / "program")


def _opened(folder: Path, about: str = MENTOR, by: str = MENTEE, position: str = "") -> str:
    return act(by, folder, "open", "--text-file", "-", text=opening(about, position)).out.strip()


def _at_step(folder: Path, number: int, about: str = MENTOR) -> str:
    """A grievance in a step."""
    case = _opened(folder, about)
    act(MENTEE, folder, "record", case, text=TALKED)
    while _listed(folder, MENTEE)[case]["step"] < number:
        act(MENTEE, folder, "escalate", case, text="it was not settled")
    return case


def _listed(folder: Path, person: str, *words: str) -> dict[str, dict[str, Any]]:
    told = json.loads(act(person, folder, "list", "--format", "json", *words).out)
    assert not faults_of("grievance-list", 1, told)
    return {each["grievance"]: each for each in told["grievances"]}


def _readers(folder: Path) -> set[str]:
    return {person for person in PEOPLE if _listed(folder, person)}


class TestTheWay:
    def test_through_all_four_steps(self, folder: Path) -> None:
        case = _opened(folder)
        assert _readers(folder) == {MENTEE}
        early = act(MENTEE, folder, "escalate", case, text="no", code=3)
        assert "nothing is recorded yet of step 1" in early.err
        act(MENTEE, folder, "record", case, "--on", "2026-11-17", text=TALKED)
        before = {MENTEE}
        for number, (handler, title) in enumerate(
            [(CHAIR, "Regional Mentoring Chair"), (STATE, "State Mentoring Chair"),
             (DIRECTOR, "DESE Director of School Counseling")], 2
        ):  # fmt: skip
            said = act(MENTEE, folder, "escalate", case, text=f"step {number} is needed")
            assert title in said.err
            before.add(handler)
            assert _readers(folder) == before
            shown = act(handler, folder, "show", case).out
            assert MATTER in shown
            assert TALKED in shown
            assert f"step {number} is needed" in shown
            act(handler, folder, "record", case, text=f"{handler} has called both")
        last = act(MENTEE, folder, "escalate", case, text="again", code=3)
        assert "no further step" in last.err
        act(DIRECTOR, folder, "resolve", case, text="an apology, in writing")
        assert _listed(folder, MENTEE)[case]["state"] == "resolved"
        assert _listed(folder, CHAIR)[case]["state"] == "passed on"
        after = act(MENTEE, folder, "record", case, text="one more thing", code=3)
        assert "is resolved" in after.err

    def test_who_dealt_with_a_step_does_not_read_the_next_one(self, folder: Path) -> None:
        case = _at_step(folder, 3)
        act(STATE, folder, "record", case, text="the chair has been asked, too")
        assert "the chair has been asked" not in act(CHAIR, folder, "show", case).out
        assert "the chair has been asked" in act(MENTEE, folder, "show", case).out

    def test_with_the_regional_chair_step_2_is_skipped(self, folder: Path) -> None:
        case = _opened(folder, CHAIR)
        act(MENTEE, folder, "record", case, text=TALKED)
        said = act(MENTEE, folder, "escalate", case, text="it was not settled")
        assert "Step 3" in said.err
        assert _readers(folder) == {MENTEE, STATE}

    def test_with_another_regions_chair_it_is_skipped_too(self, folder: Path) -> None:
        case = _opened(folder, OTHER_CHAIR)
        act(MENTEE, folder, "record", case, text=TALKED)
        act(MENTEE, folder, "escalate", case, text="it was not settled")
        assert _readers(folder) == {MENTEE, STATE}

    def test_withdrawn(self, folder: Path) -> None:
        case = _at_step(folder, 2)
        refused = act(CHAIR, folder, "withdraw", case, text="enough", code=3)
        assert "only the person who has the grievance" in refused.err
        act(MENTEE, folder, "withdraw", case, text="we have talked again, and it is well")
        assert _listed(folder, CHAIR)[case]["state"] == "withdrawn"

    def test_only_whose_grievance_it_is_takes_it_on(self, folder: Path) -> None:
        case = _at_step(folder, 2)
        refused = act(CHAIR, folder, "escalate", case, text="not mine", code=3)
        assert "only the person who has the grievance" in refused.err

    def test_nobody_else_opens_one(self, folder: Path) -> None:
        done = act(STATE, folder, "open", "--text-file", "-", text=opening(MENTOR), code=2)
        assert "opened by a Mentor or Mentee" in done.err

    def test_not_with_oneself(self, folder: Path) -> None:
        done = act(MENTEE, folder, "open", "--text-file", "-", text=opening(MENTEE), code=2)
        assert "somebody else" in done.err

    def test_in_which_of_two_roles(self, folder: Path) -> None:
        path = folder / "people" / f"{CHAIR}.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(
            re.sub(r"- regional-chair", "- mentor\n  - regional-chair", text), encoding="utf-8"
        )
        unclear = act(MENTEE, folder, "open", "--text-file", "-", text=opening(CHAIR), code=2)
        assert "in which role" in unclear.err
        case = _opened(folder, CHAIR, position="mentor")
        act(MENTEE, folder, "record", case, text=TALKED)
        act(MENTEE, folder, "escalate", case, text="it was not settled")
        assert _readers(folder) == {MENTEE, STATE}

    @pytest.mark.parametrize(
        "answers",
        [
            f"about: {MATTER}\ndescription: x\n",
            f"about: [{MENTOR}]\ndescription: x\n",
            f"description: x\n{MATTER}\n",
            f"about: {MENTOR}\ndescription: x\nposition: {MATTER}\n",
            f"about: {MENTOR}\ndescription: x\nregion: {MATTER}\n",
            f"about: nobody-of-that-name\ndescription: {MATTER}\n",
        ],
    )
    def test_wrong_answers_are_not_repeated(self, folder: Path, answers: str) -> None:
        done = act(MENTEE, folder, "open", "--text-file", "-", text=answers, code=2)
        assert MATTER not in done.err
        assert "nobody-of-that-name" not in done.err

    def test_a_program_without_the_process_says_so(self, folder: Path) -> None:
        program = folder / "program.yaml"
        text = program.read_text(encoding="utf-8")
        program.write_text(re.sub(r"(?s)\ngrievance:.*", "\n", text), encoding="utf-8")
        assert "has no grievance process" in act(MENTEE, folder, "list", code=3).err


class TestNothingShows:
    def test_no_plain_text_anywhere(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        made = folder.parent / "temporary"
        made.mkdir()
        # what is made for a moment only stays to be looked at
        monkeypatch.setattr(tempfile, "tempdir", str(made))
        monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)
        for name in ("TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            monkeypatch.setenv(name, str(made))
        case = _at_step(folder, 4)
        act(DIRECTOR, folder, "show", case)
        for suffix in ("docx", "pdf"):
            act(DIRECTOR, folder, "form", case, "--out", folder.parent / f"form.{suffix}")
            (folder.parent / f"form.{suffix}").unlink()
        assert len(list(made.glob("mentorctl-*"))) >= 3
        act(MENTEE, folder, "rekey", case)
        words = [MATTER, TALKED, "Abbott", *PEOPLE, case, "Southwest", "escalate", "2026"]
        for path in [each for each in folder.parent.rglob("*") if each.is_file()]:
            inside = {folder, folder.parent / "keys", made}.intersection(path.parents)
            known = words if not inside else [MATTER, TALKED, case]
            data = path.read_bytes()
            with_objects = data + _inflated(path, data)
            for word in known:
                assert word.encode() not in with_objects, f"{word} in {path}"

    def test_names_sizes_dates_and_authors_tell_nothing(self, folder: Path) -> None:
        case = _at_step(folder, 3)
        act(STATE, folder, "record", case, text="a short note")
        vault = folder.parent / "vault"
        log = _git(vault, "log", "--all", "--format=%an %ae %at %cn %ce %ct %s")
        assert set(log.splitlines()) == {"vault vault@localhost 0 vault vault@localhost 0 change"}
        files = [each for each in vault.iterdir() if re.fullmatch("[0-9a-f]{32}", each.name)]
        assert len(files) == 5 * BATCH
        sizes = [each.stat().st_size for each in files]
        # what age adds at random so that nobody relies on there being nothing
        assert max(sizes) - min(sizes) < 400
        # to begin, to note, to take it on twice, and to note once more look all the same
        changes = _git(vault, "log", "--format=format:-", "--name-status").split("-\n")[1:-1]
        assert [re.findall("^[A-Z]", each, re.MULTILINE) for each in changes] == [["A"] * BATCH] * 5
        assert not list((vault / ".git").rglob("logs/*"))

    def test_a_bug_writes_no_log(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        from mentorctl.vault import actions

        case = _opened(folder)
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
        monkeypatch.setattr(actions, "signed", lambda document, _key: [][len(document.text)])
        done = act(MENTEE, folder, "record", case, text=MATTER, code=3)
        assert "this is a bug" in done.err
        assert "IndexError" in done.err
        assert MATTER not in done.err
        assert not (tmp_path / "state").exists()

    def test_where_the_library_fails_nothing_is_half_written(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import pyrage

        case = _opened(folder)
        before = whole(folder.parent)

        def failing(*_: object) -> None:
            raise BaseExceptionGroup("in Rust", [SystemError()])

        monkeypatch.setattr(pyrage, "encrypt", failing)
        done = act(MENTEE, folder, "record", case, text=MATTER, code=3)
        assert "the sealing library did not do it" in done.err
        assert "Traceback" not in done.err
        assert whole(folder.parent) == before

    def test_what_is_typed_is_on_another_screen(self, folder: Path) -> None:
        env = {
            "MENTORCTL_KEY": str(lay_key(folder.parent / "keys", MENTEE)),
            "MENTORCTL_VAULT": str(folder.parent / "vault"),
        }
        said = f"{MENTOR}\n\n{MATTER},\nand once more\n.\n"
        done = mentorctl("grievance", "open", cwd=folder, env=env, input=said, terminal=True)
        assert done.code == 0, done.err
        assert MATTER not in done.out + done.err
        before, *screens = done.err.split("\x1b[?1049h")
        assert not before
        assert len(screens) == 3
        assert all("\x1b[?1049l" in each for each in screens)
        shown = act(MENTEE, folder, "show", done.out.strip()).out
        assert f"  {MATTER},\n  and once more\n" in shown

    @pytest.mark.parametrize("what", ["no such case", "not theirs", "no room", "a role with none"])
    def test_nobody_confides_anything_in_vain(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, what: str
    ) -> None:
        case = _opened(folder)
        person, said = MENTEE, "so nothing was changed"
        words: tuple[str, ...] = ("record", case)
        if what == "no such case":
            words, said = ("record", "zzzz"), "no grievance is called 'zzzz'"
        elif what == "not theirs":
            act(MENTEE, folder, "record", case, text=TALKED)
            act(MENTEE, folder, "escalate", case, text=TALKED)
            person, words = CHAIR, ("withdraw", case)
            said = "only the person who has the grievance"
        elif what == "a role with none":
            person, words, said = KEEPER, ("open",), "your record has no such role"
        else:
            fill_disk(monkeypatch)
        env = {
            "MENTORCTL_KEY": str(lay_key(folder.parent / "keys", person)),
            "MENTORCTL_VAULT": str(folder.parent / "vault"),
        }
        before = whole(folder.parent)
        typed = f"{MATTER}\n.\n"
        done = mentorctl("grievance", *words, cwd=folder, env=env, input=typed, terminal=True)
        assert done.code != 0
        assert said in " ".join(done.err.split()), done.err
        assert "\x1b[?1049h" not in done.err
        assert whole(folder.parent) == before

    def test_a_key_with_a_passphrase(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        import getpass

        key = folder.parent / "locked"
        words = ["-q", "-t", "ed25519", "-a", "1", "-N", "open sesame", "-f", str(key)]
        subprocess.run([shutil.which("ssh-keygen") or "", *words], check=True)
        env = {"MENTORCTL_KEY": str(lay_key(folder.parent / "keys", KEEPER))}
        assert mentorctl("key", "add", MENTEE, f"{key}.pub", cwd=folder, env=env).code == 0
        env = {"MENTORCTL_KEY": str(key), "MENTORCTL_VAULT": str(folder.parent / "vault")}
        blind = mentorctl("grievance", "open", "--text-file", "-", cwd=folder, env=env,
                          input=opening(MENTOR))  # fmt: skip
        assert blind.code == 3
        assert "no terminal to ask for it on" in blind.err
        monkeypatch.setattr(getpass, "getpass", lambda _prompt: "open sesame")
        done = mentorctl("grievance", "open", "--text-file", "-", cwd=folder, env=env,
                         input=opening(MENTOR), terminal=True)  # fmt: skip
        assert done.code == 0, done.err
        assert MATTER in act(MENTEE, folder, "show", done.out.strip()).out

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminal to look at")
    def test_on_a_terminal_it_is_on_another_screen(self, folder: Path) -> None:
        case = _opened(folder)
        said = _on_a_terminal(folder, "grievance", "show", case)
        before, _, rest = said.partition("\x1b[?1049h")
        inside, _, after = rest.partition("\x1b[?1049l")
        assert MATTER in inside.replace("\r\n", " ")
        assert not inside.endswith("mornings")
        assert MATTER.split()[0] not in before + after


class TestOneBit:
    def test_any_changed_bit_of_any_file_is_refused(self, folder: Path) -> None:
        _at_step(folder, 2)
        vault = folder.parent / "vault"
        # its mark, git's settings, and some that are sealed
        files = sorted(each for each in vault.iterdir() if each.is_file())
        for number, path in enumerate([*files[:4], vault / "vault"]):
            content = bytearray(path.read_bytes())
            place = (number * 7919) % (len(content) * 8)
            content[place // 8] ^= 1 << place % 8
            kept = path.read_bytes()
            path.write_bytes(content)
            done = act(OTHER_CHAIR, folder, "list", code=3)
            assert "altered" in done.err or "is no vault" in done.err
            path.write_bytes(kept)
        assert act(CHAIR, folder, "list").out.count("open") == 1

    def test_a_file_that_is_gone_is_missed(self, folder: Path) -> None:
        _opened(folder)
        vault = folder.parent / "vault"
        next(each for each in vault.iterdir() if len(each.name) == 32).unlink()
        assert "altered or is gone" in act(MENTEE, folder, "list", code=3).err

    def test_a_document_that_another_key_signed_is_refused(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from support.keys import key_of

        from mentorctl.trail.ssh.in_memory_keys import SoftKey

        case = _at_step(folder, 2)
        forged = key_of(MENTOR)
        monkeypatch.setattr(SoftKey, "generate", classmethod(lambda _cls, _seed=None: forged))
        done = act(CHAIR, folder, "record", case, text="it was all an error", code=3)
        assert "not its author's" in done.err
        monkeypatch.undo()
        done = act(MENTEE, folder, "show", case)
        assert "not its author's" in done.err
        assert MATTER in done.out
        assert "all an error" not in done.out


class TestPlace:
    def test_never_inside_a_program_folder(self, folder: Path) -> None:
        inside = folder / "private" / "vault"
        done = act(MENTEE, folder, "open", "--vault", inside, "--from", "-",
                   text=opening(MENTOR), code=3)  # fmt: skip
        assert "lies in a program folder" in done.err
        assert not inside.exists()

    def test_never_inside_another_repository(self, folder: Path) -> None:
        other = folder.parent / "other"
        other.mkdir()
        (other / "file").write_text("x")
        commit_all(other, "something else")
        done = act(MENTEE, folder, "open", "--vault", other / "vault", "--from", "-",
                   text=opening(MENTOR), code=3)  # fmt: skip
        assert "lies in another repository" in done.err

    def test_never_over_something_else(self, folder: Path) -> None:
        (folder.parent / "vault").mkdir()
        (folder.parent / "vault" / "file").write_text("x")
        done = act(MENTEE, folder, "open", "--text-file", "-", text=opening(MENTOR), code=3)
        assert "is no vault" in done.err

    def test_the_program_folder_stays_as_it_is(self, folder: Path) -> None:
        before = _git(folder, "rev-parse", "HEAD")
        _at_step(folder, 4)
        assert _git(folder, "rev-parse", "HEAD") == before
        assert _git(folder, "status", "--porcelain") == ""

    def test_no_unsealed_file_is_in_the_program_folder(self, folder: Path) -> None:
        (folder / "notes.txt").write_text(TALKED)
        case = _opened(folder)
        for words in (("record", case, "--from", folder / "notes.txt"),
                      ("form", case, "--out", folder / "form.pdf")):  # fmt: skip
            assert "which others share" in act(MENTEE, folder, *words, code=2).err
        assert not (folder / "form.pdf").exists()
        notes = folder.parent / "notes.txt"
        notes.write_text(TALKED)
        act(MENTEE, folder, "record", case, "--from", notes)
        assert TALKED in act(MENTEE, folder, "show", case).out

    def test_a_copy_is_a_vault(self, folder: Path) -> None:
        case = _at_step(folder, 2)
        copy = folder.parent / "copy"
        _git(folder.parent, "clone", "-q", str(folder.parent / "vault"), str(copy))
        said = act(CHAIR, folder, "show", case, "--vault", copy)
        assert MATTER in said.out
        noted = act(CHAIR, folder, "record", case, "--vault", copy, text="both were called")
        assert f"git -C {copy} push" in noted.err


class TestKeeping:
    def test_a_new_office_holder(self, folder: Path) -> None:
        case = _at_step(folder, 2)
        _hand_over(folder)
        assert _readers(folder) == {MENTEE, CHAIR}
        act(CHAIR, folder, "rekey", case)
        assert _readers(folder) == {MENTEE, OTHER_CHAIR}
        assert MATTER in act(OTHER_CHAIR, folder, "show", case).out

    def test_a_lost_key(self, folder: Path) -> None:
        case = _at_step(folder, 2)
        lay_key(folder.parent / "keys", "new", "new")
        public = folder.parent / "keys" / "new.pub"
        assert as_person(KEEPER, folder, "key", "add", MENTEE, public).code == 0
        assert not json.loads(
            act(MENTEE, folder, "list", "--format", "json", key="new").out
        )["grievances"]  # fmt: skip
        act(CHAIR, folder, "rekey", "--all")
        assert MATTER in act(MENTEE, folder, "show", case, key="new").out

    def test_what_went_on_is_not_for_the_step_before_to_reseal(self, folder: Path) -> None:
        case = _at_step(folder, 3)
        done = act(CHAIR, folder, "rekey", case, code=3)
        assert "gone on to a further step" in done.err
        act(CHAIR, folder, "rekey", "--all")
        assert _readers(folder) == {MENTEE, CHAIR, STATE}

    def test_destroyed_it_is_in_no_object(self, folder: Path) -> None:
        case = _at_step(folder, 2)
        other = _opened(folder, OTHER_CHAIR)
        vault = folder.parent / "vault"
        before = _objects(vault)
        act(MENTEE, folder, "withdraw", case, text="it is well")
        kept = act(MENTEE, folder, "destroy", case, "--yes", code=3)
        assert "does not say how long" in kept.err
        asked = act(MENTEE, folder, "destroy", case, "--early", code=1)
        assert "nobody is here to be asked" in asked.err
        act(MENTEE, folder, "destroy", case, "--early", "--yes")
        assert set(_listed(folder, MENTEE)) == {other}
        after = _objects(vault)
        assert len(after) < len(before)
        assert len(_git(vault, "rev-list", "--all").split()) == 1
        blobs = {name for name, kind in after.items() if kind == "blob"}
        files = [each.name for each in vault.iterdir() if each.is_file()]
        assert len(blobs) == len(files)

    def test_what_has_been_kept_long_enough_goes(self, folder: Path) -> None:
        program = folder / "program.yaml"
        text = program.read_text(encoding="utf-8")
        text = text.replace("  flowchart:", "  retention_months: 36\n  flowchart:")
        program.write_text(text, encoding="utf-8")
        case = _at_step(folder, 2)
        act(CHAIR, folder, "resolve", case, "--today", "2026-08-31", text="settled")
        for person in (MENTEE, CHAIR):
            assert _listed(folder, person)[case]["keep_until"] == "2029-08-31"
        early = act(CHAIR, folder, "destroy", case, "--today", "2029-08-30", "--yes", code=3)
        assert "is to be kept until 2029-08-31" in early.err
        none = act(CHAIR, folder, "destroy", "--due", "--today", "2029-08-30", "--yes")
        assert "there is none" in none.err
        hint = act(CHAIR, folder, "list", "--today", "2029-08-31").err
        assert "destroy --due" in hint
        act(CHAIR, folder, "destroy", "--due", "--today", "2029-08-31", "--yes")
        for person in (MENTEE, CHAIR):
            assert not _listed(folder, person, "--today", "2029-08-31")


DESCRIBE = (
    "Please describe, in detail, the nature of the issue. Include the name and mentoring program"
    " position of the person with which you have a grievance:"
)


class TestPapers:
    LABELS = (
        "School Counseling Mentoring Program Grievance Form",
        "Name:",
        "MSCA Region:",
        "Steps previously taken (highlight all that apply):",
        "Step 1", "Step 2", "Step 3",
        DESCRIBE,
        "Central", "Jefferson County", "Greater Kansas City", "Kansas City", "Mid-Missouri",
        "Northeast", "Northwest", "St. Louis City", "St. Louis Suburban", "Southwest", "Southeast",
        "South-Central",
    )  # fmt: skip

    @pytest.mark.parametrize("suffix", ["docx", "pdf", "html"])
    def test_the_form_has_every_label_and_answer(self, folder: Path, suffix: str) -> None:
        case = _at_step(folder, 3)
        out = folder.parent / f"form.{suffix}"
        act(STATE, folder, "form", case, "--out", out)
        text = _text_of(out)
        for label in (*self.LABELS, "Wynn Abbott", "Odalys Crane, Mentor", MATTER):
            assert label in text, label
        chosen = re.findall(r"☒\s*((?:Step )?[A-Z0-9][\w.-]*)", text)
        assert chosen == ["Southwest", "Step 1", "Step 2"]
        if os.name != "nt":
            assert out.stat().st_mode & 0o077 == 0
        assert "already" in act(STATE, folder, "form", case, "--out", out, code=2).err

    def test_of_a_form_for_which_there_is_no_room_no_part_is_left(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        case, out = _at_step(folder, 1), folder.parent / "form.html"

        class Full(io.FileIO):
            def write(self, content: Any) -> int:
                super().write(content[:400])
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(os, "fdopen", Full)
        assert "no space left" in act(MENTEE, folder, "form", case, "--out", out, code=3).err
        assert not out.exists()

    @pytest.mark.parametrize(("about", "number", "taken"), [
        (MENTOR, 2, ["Step 1"]),
        (MENTOR, 4, ["Step 1", "Step 2", "Step 3"]),
        (CHAIR, 3, ["Step 1"]),
        (CHAIR, 4, ["Step 1", "Step 3"]),
    ])  # fmt: skip
    def test_it_says_which_steps_were_taken(
        self, folder: Path, about: str, number: int, taken: list[str]
    ) -> None:
        case = _at_step(folder, number, about)
        out = folder.parent / "form.html"
        act(MENTEE, folder, "form", case, "--out", out)
        assert re.findall(r"☒\s*(Step \d)", _text_of(out)) == taken

    @pytest.mark.parametrize("suffix", ["docx", "pdf"])
    def test_blank_it_says_nothing(self, folder: Path, suffix: str) -> None:
        out = folder.parent / f"blank.{suffix}"
        act(MENTEE, folder, "form", "--blank", "--out", out)
        text = _text_of(out)
        assert all(label in text for label in self.LABELS)
        assert "☒" not in text
        assert not (folder.parent / "vault").exists()

    @pytest.mark.parametrize(("step", "handler"), [(2, CHAIR), (3, STATE), (4, DIRECTOR)])
    def test_a_draft_takes_the_sealed_form_to_the_right_office(
        self, folder: Path, step: int, handler: str
    ) -> None:
        for path in (folder / "people").iterdir():
            text = path.read_text(encoding="utf-8")
            new = re.sub(r"(?m)^email:.*$", f"email: {path.stem}@office.example", text)
            path.write_text(new, encoding="utf-8")
        case, out = _at_step(folder, step), folder.parent / "mail.eml"
        asked = ("--checked", f"{handler}@office.example")
        done = act(MENTEE, folder, "form", case, "--out", out, *asked)
        assert "nothing was sent" in done.err
        mail = email.message_from_bytes(out.read_bytes(), policy=email.policy.default)
        assert mail["To"] == f"{handler}@office.example"
        assert mail["From"] == f"{MENTEE}@office.example"
        assert mail["X-Unsent"] == "1"
        (sealed,) = mail.iter_attachments()
        assert sealed.get_filename() == "grievance-form.pdf.age"
        content = sealed.get_content()
        form = open_sealed(content, _private(folder, handler))
        assert form.startswith(b"%PDF")
        pdf = folder.parent / "opened.pdf"
        pdf.write_bytes(form)
        said = " ".join(_text_of(pdf).split())
        assert "School Counseling Mentoring Program Grievance Form" in said
        assert open_sealed(content, _private(folder, MENTEE)) == form
        for other in {MENTOR, CHAIR, STATE, DIRECTOR, KEEPER} - {handler}:
            with pytest.raises(NotForThisKey):
                open_sealed(content, _private(folder, other))
        # what mail servers read says nothing of whom it is with, and of what
        (text_part, _) = mail.iter_parts()
        body = str(text_part.get_content())
        assert "strictly confidential" in body
        assert f"Step {step}" in body
        for hidden in (MATTER, TALKED, "Odalys", "Wynn"):
            assert hidden not in body + str(mail["Subject"])
        if os.name == "posix":
            assert out.stat().st_mode & 0o077 == 0

    def test_a_mail_needs_an_office_and_its_address(self, folder: Path) -> None:
        case, out = _opened(folder), folder.parent / "mail.eml"
        refused = act(MENTEE, folder, "form", case, "--out", out, code=3)
        assert "goes to nobody" in refused.err
        act(MENTEE, folder, "record", case, text=TALKED)
        act(MENTEE, folder, "escalate", case, text="it was not settled")
        refused = act(MENTEE, folder, "form", case, "--out", out, code=3)
        assert f"no email address is known of {CHAIR}" in refused.err
        assert f"mentorctl person edit {CHAIR} --set email=ADDRESS" in refused.err
        assert not out.exists()

    def test_form_and_flowchart_say_that_all_is_confidential(self, folder: Path) -> None:
        svg, form = folder.parent / "chart.svg", folder.parent / "blank.html"
        act(MENTEE, folder, "flowchart", "--out", svg)
        act(MENTEE, folder, "form", "--blank", "--out", form)
        drawn = svg.read_text(encoding="utf-8")
        line = "Everybody who takes part, at whichever step, keeps it strictly confidential."
        words = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", drawn))
        assert line in words
        assert line in drawn.partition("</desc>")[0]
        assert line in " ".join(form.read_text(encoding="utf-8").split())

    @pytest.mark.parametrize("region", ["Atlantis", "South West"])
    def test_a_region_that_is_none_of_the_twelve_is_refused(
        self, folder: Path, region: str
    ) -> None:
        words = ("person", "edit", MENTEE, "--set", f"region={region}")
        refused = mentorctl(*words, "--today", "2026-11-16", cwd=folder)
        assert refused.code == 1
        assert f"{region} is none of the 12 regions of this program" in refused.err
        sheet = folder.parent / "people.csv"
        sheet.write_text(
            f"name,roles,email,region\nZoe Lind,mentor,z@l.example,{region}\n", "utf-8"
        )
        imported = mentorctl("import", sheet, "--today", "2026-11-16", cwd=folder)
        assert imported.code == 1
        assert "is none of the 12 regions" in imported.out + imported.err
        assert not (folder / "people/zoe-lind.yaml").exists()

    def test_the_flowchart_has_every_step(self, folder: Path) -> None:
        svg, pdf = folder.parent / "chart.svg", folder.parent / "chart.pdf"
        act(MENTEE, folder, "flowchart", "--out", svg)
        act(MENTEE, folder, "flowchart", "--out", pdf)
        drawn = svg.read_text(encoding="utf-8")
        words = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", drawn))
        for part in ("Mentoring Grievance Process Flowchart", "Step 1 · Informal discussion",
                     "Step 2 · Grievance form to the Regional Mentoring Chair", "Step 3 ·",
                     "Step 4 ·", "with the Regional Mentoring Chair", "Settled"):  # fmt: skip
            assert part in words
        assert pdf.read_bytes().startswith(b"%PDF")
        assert "Informal discussion" in _text_of(pdf)

    def test_it_is_drawn_from_program_yaml(self, folder: Path) -> None:
        program = folder / "program.yaml"
        text = program.read_text(encoding="utf-8").replace("Informal discussion", "Tea & <talk>")
        program.write_text(text, encoding="utf-8")
        svg = folder.parent / "chart.svg"
        act(MENTEE, folder, "flowchart", "--out", svg)
        assert "Step 1 · Tea &amp; &lt;talk&gt;" in svg.read_text(encoding="utf-8")


class TestKeyAdd:
    @pytest.mark.parametrize(("person", "code"), [(CHAIR, 1), (MENTEE, 1), (KEEPER, 0)])
    def test_a_key_that_opens_nothing_is_refused_for_these_roles(
        self, folder: Path, person: str, code: int
    ) -> None:
        key = folder.parent / "ecdsa"
        words = ["-q", "-t", "ecdsa", "-N", "", "-f", str(key)]
        subprocess.run([shutil.which("ssh-keygen") or "", *words], check=True)
        lay_key(folder.parent / "keys", KEEPER)
        env = {"MENTORCTL_KEY": str(folder.parent / "keys" / KEEPER)}
        done = mentorctl("key", "add", person, f"{key}.pub", cwd=folder, env=env)
        assert done.code == code, done.err
        assert ("open nothing that is sealed" in done.err) == bool(code)


def _hand_over(folder: Path) -> None:
    """Give the region's chair to somebody else."""
    for person, region in ((CHAIR, "Northeast"), (OTHER_CHAIR, "Southwest")):
        done = as_person(KEEPER, folder, "person", "edit", person, "--set", f"region={region}")
        assert done.code == 0, done.err


def _git(place: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", place, *words], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def _objects(vault: Path) -> dict[str, str]:
    said = _git(
        vault, "cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)"
    )
    return dict(line.split() for line in said.splitlines())


def _inflated(path: Path, data: bytes) -> bytes:
    """What a git object holds; packed ones were loose before, and are deltas of noise."""
    if path.parent.parent.name != "objects":
        return b""
    try:
        return zlib.decompress(data)
    except zlib.error:
        return b""


def _private(folder: Path, person: str) -> PrivateKey:
    path = folder.parent / "keys" / person
    if not path.exists():
        lay_key(path.parent, person)
    return private_key(path, lambda _: "")


def _text_of(path: Path) -> str:
    if path.suffix == ".pdf":
        text = " ".join(page_texts(path))
    elif path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            xml = archive.read("word/document.xml").decode()
        text = "".join(re.findall(r"<w:t[ >][^<]*|<w:p[ >]", xml))
        text = re.sub(r"<w:p[ >]", " ", text)
        text = re.sub(r"<w:t[^>]*>", "", text)
    else:
        text = re.sub(r"(?s)<style.*?</style>|<head>.*?</head>", "", path.read_text("utf-8"))
        text = re.sub(r"<[^>]*>", " ", text)
    import html

    return re.sub(r"\s+", " ", html.unescape(text).replace("\xa0", " "))


def _on_a_terminal(folder: Path, *words: str) -> str:
    """What somebody sees on a terminal who presses Enter whenever it is asked for."""
    import contextlib
    import sys

    if sys.platform == "win32":
        pytest.skip("Windows has no pseudo-terminal to look at")
    import pty

    ours, theirs = pty.openpty()
    env = {
        **os.environ,
        "MENTORCTL_KEY": str(folder.parent / "keys" / MENTEE),
        "MENTORCTL_VAULT": str(folder.parent / "vault"),
    }
    with subprocess.Popen(
        [sys.executable, "-m", "mentorctl", *words],
        cwd=folder, env=env, stdin=theirs, stdout=theirs, stderr=theirs,
    ):  # fmt: skip
        os.close(theirs)
        os.write(ours, b"\n" * 9)
        said = b""
        with contextlib.suppress(OSError):  # Linux says with an error that the other side is gone
            while data := os.read(ours, 4096):
                said += data
    os.close(ours)
    return said.decode()


def test_with_dry_run_no_grievance_changes(folder: Path) -> None:
    case = _at_step(folder, 2)
    out = folder.parent / "form.pdf"
    before = whole(folder.parent)
    for person, *words in (
        (MENTEE, "open", "--text-file", "-"),
        (MENTEE, "record", case),
        (MENTEE, "escalate", case),
        (MENTEE, "resolve", case),
        (MENTEE, "withdraw", case),
        (MENTEE, "form", case, "--out", out),
        (MENTEE, "flowchart", "--out", out),
        (MENTEE, "rekey", case),
    ):
        text = opening(MENTOR) if words[0] == "open" else TALKED
        done = act(person, folder, *words, "--dry-run", text=text)
        assert "would be" in done.err, words
        assert whole(folder.parent) == before, words
