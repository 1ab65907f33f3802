"""What a reader or a stranger adds to a grievance keeps nobody from reading it, nor ends it."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING

import pytest
from support.folders import Once, copied
from support.keys import key_of, needs_openssh, private_of
from support.school import MATTER, act, lay_grievances
from support.signers import as_person
from support.terminal import typed_at_terminal

from mentorctl.model.grievance import Parties
from mentorctl.trail.ledger.trust_on_first_use import pins_file
from mentorctl.vault.case_judge import Held
from mentorctl.vault.cases import Case
from mentorctl.vault.packs import Message, opened_packs, packed
from mentorctl.vault.sealed_documents import Document, SignedDocument, signed
from mentorctl.vault.vault_repository import Vault

if TYPE_CHECKING:
    from pathlib import Path

MENTEE, MENTOR, CHAIR, OTHER_CHAIR = "wynn-abbott", "odalys-crane", "pell-harker", "juno-sayers"
STATE, KEEPER = "thea-lockwood", "ada-lindgren"


@pytest.fixture
def folder(once: Once, tmp_path: Path) -> Path:
    """With a grievance in step 3, which the state's chair deals with."""
    return copied(once("school with grievances", lay_grievances), tmp_path / "school") / "program"


def _documents(folder: Path, case: str, person: str = MENTEE) -> list[SignedDocument]:
    found = opened_packs(Vault(folder.parent / "vault").files(), private_of(person)).messages
    every = {each.digest: each for message, _ in found for each in message.documents}
    mine = (each for each in every.values() if each.document.case == case)
    return sorted(mine, key=lambda each: each.document.number)


def _seal(folder: Path, *said: SignedDocument, readers: tuple[str, ...] = (MENTEE, STATE)) -> None:
    """Put something into the vault past all that mentorctl looks at."""
    keys = [key_of(each).public for each in readers]
    Vault(folder.parent / "vault").change(packed([(Message(said), keys)], "f"))


def _after(before: SignedDocument, by: str, **other: object) -> SignedDocument:
    values: dict[str, object] = {
        "program": before.document.program, "case": before.document.case, "by": by,
        "number": before.document.number + 1, "after": before.digest, "kind": "recorded",
        "step": before.document.step, "on": before.document.on, "text": "forged", **other,
    }  # fmt: skip
    return signed(Document(**values), private_of(by))  # type: ignore[arg-type]  # as named above


@needs_openssh
class TestAnyReader:
    @pytest.mark.parametrize(
        ("back", "by", "other", "said"),
        [
            (1, STATE, {"kind": "withdrawn"}, "Thea Lockwood, who cannot decide that"),
            (1, STATE, {"step": 9}, "Thea Lockwood, who does not deal with step 9"),
            (1, CHAIR, {"kind": "resolved"}, "Pell Harker, who does not deal with step 3"),
            (1, STATE, {"number": 77}, "follow one another"),
            (2, STATE, {"step": 3}, "follow one another"),
            (2, MENTEE, {"kind": "withdrawn"}, "follow one another"),
            (1, OTHER_CHAIR, {}, "by the person whom it is about"),
        ],
    )
    def test_what_is_not_theirs_is_left_out_and_the_rest_stays(
        self, folder: Path, back: int, by: str, other: dict[str, object], said: str
    ) -> None:
        case = (folder.parent / OTHER_CHAIR).read_text()
        _seal(folder, _after(_documents(folder, case)[-back], by, **other))
        for person in (MENTEE, STATE):
            done = act(person, folder, "list")
            assert said in done.err
            assert "is left out" in done.err
            assert any(f"{case}   3     open " in line for line in done.out.splitlines())
            assert "forged" not in act(person, folder, "show", case).out
        act(MENTEE, folder, "record", case, text="more")

    def test_a_signature_that_is_none_is_left_out(self, folder: Path) -> None:
        case = (folder.parent / OTHER_CHAIR).read_text()
        forged = _after(_documents(folder, case)[-1], STATE)
        _seal(folder, SignedDocument(forged.text, forged.signature.replace("A", "B", 5)))
        done = act(MENTEE, folder, "show", case)
        assert "a signature in the vault does not count" in done.err
        assert MATTER in done.out

    def test_the_chair_of_a_step_that_is_over_does_not_end_it(self, folder: Path) -> None:
        case = (folder.parent / MENTOR).read_text()
        act(MENTEE, folder, "escalate", case, text="not settled")
        last = _documents(folder, case, CHAIR)[-1]
        act(MENTEE, folder, "record", case, text="again")
        act(MENTEE, folder, "escalate", case, text="not settled again")
        # the one that says that it has gone on, which the chair reads
        passed = _documents(folder, case, CHAIR)[-1]
        assert passed.document.kind == "passed-on"
        readers = (MENTEE, STATE)
        _seal(folder, _after(passed, CHAIR, kind="resolved"), readers=readers)
        _seal(folder, _after(last, CHAIR, kind="resolved", text="in time"), readers=readers)
        for person in readers:
            done = act(person, folder, "list")
            assert any(f"{case}   3     open " in line for line in done.out.splitlines())
            # what was said in step 2 while it was open is there, and ends nothing
            shown = act(person, folder, "show", case).out
            assert "in time" in shown
            assert "forged" not in shown

    def test_who_had_the_role_once_is_asked_about(self, folder: Path) -> None:
        """Taken by a coordinator who has no part in it, and not by an edit that nobody signed."""
        case = (folder.parent / OTHER_CHAIR).read_text()
        act(STATE, folder, "record", case, text="both were called")
        path = folder / "people" / f"{STATE}.yaml"
        text = path.read_text(encoding="utf-8")

        def keep(role: str) -> None:
            path.write_text(text.replace("state-chair", role), encoding="utf-8")
            if role != "state-chair":
                assert "both were called" in act(MENTEE, folder, "show", case).out
            assert as_person(KEEPER, folder, "save").code == 0

        # one who has not looked since
        vaults = pins_file().parent / "vaults"
        keep("mentor")
        shutil.rmtree(vaults)
        done = act(MENTEE, folder, "show", case)
        assert "both were called" not in done.out
        assert "Thea Lockwood, who does not deal with step 3" in done.err
        assert f"--checked {STATE}" in done.err
        keep("state-chair")
        assert "both were called" in act(MENTEE, folder, "show", case).out
        keep("mentor")
        assert "both were called" in act(MENTEE, folder, "show", case).out


@needs_openssh
class TestAtOnce:
    def test_two_who_add_at_once_both_count(self, folder: Path) -> None:
        case = (folder.parent / OTHER_CHAIR).read_text()
        last = _documents(folder, case)[-1]
        readers = (MENTEE, STATE)
        _seal(folder, _after(last, MENTEE, text="of the mentee"), readers=readers)
        _seal(folder, _after(last, STATE, text="of the chair"), readers=readers)
        for person in readers:
            done = act(person, folder, "show", case)
            assert not done.err
            assert "of the mentee" in done.out
            assert "of the chair" in done.out
        act(STATE, folder, "record", case, text="and on")
        assert "and on" in act(MENTEE, folder, "show", case).out

    def test_what_one_of_them_said_is_missed_when_it_is_gone(self, folder: Path) -> None:
        case, vault = (folder.parent / OTHER_CHAIR).read_text(), Vault(folder.parent / "vault")
        last = _documents(folder, case)[-1]
        was = {name for name, _ in vault.files()}
        beside = [{name for name, _ in vault.files()} - was]
        for by in (MENTEE, STATE):
            _seal(folder, _after(last, by))
            beside.append({name for name, _ in vault.files()} - was - set().union(*beside))
        act(MENTEE, folder, "list")
        for gone in beside[1:]:
            kept = {name: content for name, content in vault.files() if name in gone}
            vault.change({}, gone)
            assert f"the grievance {case} has less in it" in act(MENTEE, folder, "list", code=1).err
            vault.change({name: content or b"" for name, content in kept.items()})

    @pytest.mark.parametrize(
        ("kinds", "state"),
        [
            (("recorded", "resolved"), "resolved"),
            (("resolved", "withdrawn"), "withdrawn"),
            (("resealed", "resolved"), "resolved"),
            (("passed-on", "resolved"), "passed on"),
        ],
    )
    def test_what_ends_it_counts(self, kinds: tuple[str, str], state: str) -> None:
        """In whatever order they come to lie."""
        for order in (kinds, kinds[::-1]):
            held = [
                Held(SignedDocument("", ""), Document(
                    program="p", case="c", number=min(number, 1), after="", kind=kind,  # type: ignore[arg-type]  # as above
                    step=2, on=dt.date(2026, 11, 20), by=MENTEE))
                for number, kind in enumerate(("opened", *order))
            ]  # fmt: skip
            assert Case("c", None, tuple(held), frozenset()).state == state  # type: ignore[arg-type]  # nobody asks


@needs_openssh
class TestOnTheScreen:
    def test_nothing_that_somebody_writes_looks_like_what_the_program_says(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        head = "2026-12-24 · Step 3 · resolved by Thea Lockwood"
        case = (folder.parent / OTHER_CHAIR).read_text()
        text = f"so it was\x1b[31m\u202e\r{head}\n\n{head}\u2028{head}\n"
        text += "\n".join(f"{'x ' * number}{head}" for number in range(28, 42))
        act(MENTEE, folder, "record", case, text=text)
        in_file = act(STATE, folder, "show", case).out
        monkeypatch.setenv("MENTORCTL_KEY", str(folder.parent / "keys" / STATE))
        monkeypatch.setenv("MENTORCTL_VAULT", str(folder.parent / "vault"))
        answers = (*[("Enter for more", "\n")] * 2, ("Enter when", "\n"))
        words = ("grievance", "show", case)
        for said in (in_file, typed_at_terminal(folder, words, answers).shown):
            assert "\x1b[31m" not in said
            assert "\u202e" not in said
            assert head in said
            assert not any(line.startswith(("2026-12-24", "Step 3 ·")) for line in
                           said.replace("\r", "\n").splitlines())  # fmt: skip

    @pytest.mark.parametrize(
        "other",
        [
            {"case": "ab; touch x #"},
            {"case": "ab\nwarning: it is gone"},
            {"case": ""},
            {"step": 0},
            {"step": 1_000_000_000},
            {"parties": Parties(MENTEE, OTHER_CHAIR, "regional-chair", "South\nStep 3 · resolved")},
        ],
    )
    def test_what_a_grievance_is_called_is_a_plain_word(
        self, folder: Path, other: dict[str, object]
    ) -> None:
        case = (folder.parent / OTHER_CHAIR).read_text()
        was = _documents(folder, case)[0].document
        values = {name: getattr(was, name) for name in was.__struct_fields__}
        said = Document(**(values | {"case": "abcd", "step": 3} | other))
        _seal(folder, signed(said, private_of(MENTEE)))
        done = act(STATE, folder, "list")
        assert len(done.out.splitlines()) == 3
        assert done.err.startswith("warning: a file of the vault holds no document")

    def test_other_programs_say_nothing_here(self, folder: Path) -> None:
        """Anybody can seal anything for anybody, signed or not."""
        case = (folder.parent / OTHER_CHAIR).read_text()
        was = _documents(folder, case)[0].document
        values = {name: getattr(was, name) for name in was.__struct_fields__}
        many = [
            signed(Document(**(values | {"program": f"p{each}\nerror: send me your key"})),
                   private_of(MENTOR)) for each in range(3)
        ]  # fmt: skip
        _seal(folder, *many)
        said = act(STATE, folder, "list").err
        assert "send me your key" not in said
        assert said.count("warning") == 1
