"""`mentorctl evaluate`: begun and signed, answered, collected, closed, and tied to nobody."""

from __future__ import annotations

import json
import re
import subprocess
from html import unescape
from typing import TYPE_CHECKING

import pytest
from support.asking import (
    COLLECTOR,
    COUNTER,
    ID,
    OPEN,
    OVER,
    PAIRS,
    asking,
    filled,
    lay_asking,
    sealed_by,
)
from support.folders import Once, copied, whole
from support.keys import key_of, needs_openssh
from support.signers import as_person, commit_as, mark
from support.trails import as_yaml

from mentorctl.cli.evaluation.evaluation_session import filled_sheet
from mentorctl.model.paths import closed_file, evaluation_file, sheets_folder
from mentorctl.model.questionnaire import mark_of, mark_of_sheet
from mentorctl.reports.proofs.evaluation_standing import EvaluationStanding, evaluation_standings
from mentorctl.reports.proofs.signature_report import ledger_about
from mentorctl.store.folder import Folder
from mentorctl.trail.ssh.private_keys import PrivateKey
from mentorctl.vault.sealed_answers import opened_answers, seal_sheet

if TYPE_CHECKING:
    from pathlib import Path

    from support.run import Result

pytestmark = needs_openssh

YEAR = "2026-2027"
BEGUN, CLOSED = evaluation_file(YEAR, ID), closed_file(YEAR, ID)
WHO = [person for pair in PAIRS for person in pair]
HIDDEN = "QUINCE"


@pytest.fixture(scope="module")
def begun(once: Once) -> Path:
    """The evaluation has begun, and six have answered."""
    return once("asking", _answered) / "program"


def _answered(place: Path) -> None:
    folder = lay_asking(place)
    for number, person in enumerate(WHO[:6]):
        sealed_by(person, folder, filled(number % 5 + 1, f"{HIDDEN} of {number}"))


@pytest.fixture
def folder(begun: Path, tmp_path: Path) -> Path:
    """A copy of it, to change."""
    return copied(begun.parent, tmp_path / "copy") / "program"


def collect(folder: Path, *people: str, **options: str) -> Result:
    files = [folder.parent / f"{each}.sealed" for each in people]
    return asking(COLLECTOR, folder, "collect", *files, "--today", OPEN, **options)


def close(folder: Path, *words: str, today: str = OVER) -> Result:
    return asking(COLLECTOR, folder, "close", *words, "--today", today)


def standing(folder: Path) -> EvaluationStanding:
    there = Folder(folder)
    (found,) = evaluation_standings(there, *ledger_about(there))
    return found


def opened(folder: Path) -> list[str]:
    """What the counter reads."""
    found, soft = standing(folder), key_of(COUNTER)
    assert found.begun is not None
    assert found.closed is not None
    seed = soft._private.private_bytes_raw()  # noqa: SLF001 - what a file would hold
    key = PrivateKey(soft.public, seed, soft.private_openssh().encode())
    sheets = opened_answers(found.begun, found.closed, found.sheets, key).sheets
    return [str(each.answers.get("else")) for each in sheets]


def everything(folder: Path) -> bytes:
    """All that the folder and its history hold, in plain."""
    git = ["git", "-C", str(folder), "cat-file"]
    ids = subprocess.run([*git, "--batch-check", "--batch-all-objects"], check=True,
                         capture_output=True, text=True).stdout  # fmt: skip
    names = "".join(f"{line.split()[0]}\n" for line in ids.splitlines()).encode()
    objects = subprocess.run([*git, "--batch"], check=True, capture_output=True, input=names)
    files = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return objects.stdout + files


def test_what_began_is_signed_and_finds_nobody_at_fault(begun: Path) -> None:
    found = standing(begun)
    assert (found.fault, found.closed) == ("", None)
    assert found.begun is not None
    assert found.begun.counter.person == COUNTER
    assert found.begun.groups == ("Business", "Family Consumer Sciences")
    assert (str(found.begun.opens_on), str(found.begun.closes_on)) == ("2027-04-01", "2027-04-08")
    said = as_person(COLLECTOR, begun, "check", "--today", OPEN).out
    assert "evaluations/" not in said


def test_it_begins_once(folder: Path) -> None:
    for words, said in (((ID,), "was begun already"), ((), f"say which: exit-interview, {ID}")):
        done = asking(COLLECTOR, folder, "begin", *words, "--today", OPEN)
        assert done.code != 0
        assert said in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--counter", COLLECTOR), "reads no single answers"),
        (("--collector", COUNTER), "would see both"),
        (("--counter", "noor-haddad", "--collector", "amara-okafor"), "could not close it"),
        (("--closes", "2027-03-01"), "before anybody could answer"),
    ],
)
def test_who_may_not_see_both_is_refused(folder: Path, words: tuple[str, ...], said: str) -> None:
    (folder / BEGUN).unlink()
    as_person(COLLECTOR, folder, "save", "-m", "taken back")
    done = asking(COLLECTOR, folder, "begin", ID, *words, "--today", "2027-04-01")
    assert done.code != 0
    assert said in done.err, done.err
    assert not (folder / BEGUN).exists()


def test_only_a_coordinator_begins(folder: Path) -> None:
    done = asking("amara-okafor", folder, "begin", "exit-interview", "--today", OPEN)
    assert done.code == 1
    assert "only a coordinator begins a questionnaire" in done.err


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("threshold: 5", "threshold: 2"),
        (key_of(COUNTER).public_line(), key_of(COLLECTOR).public_line()),
        ("person: grace-whitfield", "person: iris-nakamura"),
        ("closes_on: 2027-04-08", "closes_on: 2027-06-08"),
        ("id: materials\n", "id: material\n"),
    ],
)
def test_what_was_signed_is_not_changed_unseen(folder: Path, old: str, new: str) -> None:
    text = (folder / BEGUN).read_text("utf-8")
    assert old.strip() in text, text
    (folder / BEGUN).write_text(text.replace(old, new), "utf-8")

    assert standing(folder).fault == "is not what was signed when it began"
    said = as_person(COLLECTOR, folder, "check", "--today", OPEN).out
    assert "questionnaire-changed" in said
    for words in (("collect", folder.parent / f"{WHO[0]}.sealed"), ("close", "--early")):
        done = asking(COLLECTOR, folder, *words, "--today", OPEN)
        assert done.code != 0
        assert "nothing is sealed for it" in done.err
    refused = asking(WHO[7], folder, "answer", "--answers", "-", "--out", folder.parent / "x",
                     "--today", OPEN, input=filled())  # fmt: skip
    assert refused.code != 0
    assert not (folder.parent / "x").exists()


def test_signed_anew_with_another_key_it_is_found(folder: Path) -> None:
    """Not even who began it lowers the threshold of what was begun."""
    text = (folder / BEGUN).read_text("utf-8")
    (folder / BEGUN).unlink()
    as_person(COLLECTOR, folder, "save", "-m", "taken back")
    words = ("edit", "program", "--set", "questionnaires.1.threshold=7")
    assert as_person(COLLECTOR, folder, *words, "--today", OPEN).code == 0
    again = asking(COLLECTOR, folder, "begin", ID, "--today", "2027-04-01")
    assert again.code == 0, again.err
    assert (folder / BEGUN).read_text("utf-8") != text
    # what was sealed for the first is not taken for the second
    done = collect(folder, WHO[0])
    assert done.code == 1
    assert "another questionnaire" in done.err


def test_below_the_threshold_it_is_not_closed(folder: Path) -> None:
    assert collect(folder, *WHO[:4]).code == 0
    before = whole(folder)
    done = close(folder)
    assert done.code == 1
    assert "4 answers, and 1 more" in done.err
    assert whole(folder) == before


def test_it_stays_open_until_its_last_day(folder: Path) -> None:
    assert collect(folder, *WHO[:6]).code == 0
    done = close(folder, today="2027-04-08")
    assert done.code == 1
    assert "is open until 2027-04-08, and 2 people have not answered" in done.err
    assert close(folder, "--early", today="2027-04-08").code == 0


def test_closed_it_is_opened_by_the_counter_and_takes_nothing_more(folder: Path) -> None:
    assert collect(folder, *WHO[:5]).code == 0
    done = close(folder, "--format", "json")
    assert done.code == 0, done.err
    told = json.loads(done.out)
    assert (told["questionnaire"], told["answers"]) == (ID, 5)
    # by the name that check has for it
    assert f"mentorctl mark evaluation-closed --on {OVER}" in done.err
    assert "alone opens them" in done.err

    assert sorted(opened(folder)) == [f"{HIDDEN} of {number}" for number in range(5)]
    found = standing(folder)
    assert found.fault == ""
    assert found.closed is not None
    assert list(found.closed.answered) == sorted(WHO[:5])
    late = collect(folder, WHO[5])
    assert late.code != 0
    assert "nothing more is taken" in late.err
    assert asking(COLLECTOR, folder, "close", "--today", OVER).code != 0
    said = as_person(COLLECTOR, folder, "check", "--today", OVER).out
    assert "evaluations/" not in said
    audit = as_person(COLLECTOR, folder, "audit", "--today", OVER)
    assert "evaluations/" not in audit.out + audit.err


def test_who_has_a_revoked_key_of_the_counter_is_told_to_open_them_too(folder: Path) -> None:
    assert as_person(COLLECTOR, folder, "key", "revoke", COUNTER, mark(COUNTER)).code == 0
    assert collect(folder, *WHO[:5]).code == 0
    done = close(folder)
    assert done.code == 0, done.err
    assert f"whoever else has a key that was revoked since it began: {mark(COUNTER)}" in done.err
    assert "has no other key that opens them" in done.err


def test_an_insider_finds_nothing_that_ties_an_answer_to_a_person(folder: Path) -> None:
    """Whoever has the folder, its history and its times, and neither of the two keys."""
    for person in reversed(WHO[:6]):
        assert collect(folder, person).code == 0
    held = {path.stem for path in (folder / ".git/mentorctl").rglob("*.sealed")}
    assert close(folder).code == 0
    place = folder / sheets_folder(YEAR, ID)
    sheets = sorted(place.iterdir(), key=lambda path: path.name)

    # names: random, and none that anything else has
    assert all(re.fullmatch(r"[0-9a-f]{32}\.sealed", path.name) for path in sheets)
    # they are all of one size
    assert len({path.stat().st_size for path in sheets}) == 1
    # order: of files in the commit, on the disk and in time it is that of the random names
    changed = subprocess.run(
        ["git", "-C", str(folder), "diff-tree", "-r", "--no-commit-id", "--name-only", "HEAD"],
        check=True, capture_output=True, text=True,
    ).stdout.split()  # fmt: skip
    assert changed == [CLOSED, *(path.relative_to(folder).as_posix() for path in sheets)]
    times = [path.stat().st_mtime_ns for path in sheets]
    assert times == sorted(times)
    # content: no name, no word, in no object and no file but the list of who answered
    text = (folder / CLOSED).read_text("utf-8")
    listed = re.findall(r"^  - (.+)$", text, re.MULTILINE)
    assert listed == [*sorted(WHO[:6]), *sorted(listed[6:])]
    assert HIDDEN.encode() not in everything(folder)
    assert held == set(listed[6:])
    # what tied sheets to people until then is gone, and no ref or reflog leads to it
    assert not [
        path for path in (folder / ".git/mentorctl").rglob("*") if path.name == "index.json"
    ]
    assert not list((folder / ".git/mentorctl").rglob("*.sealed"))
    # one commit, whose author and time are those of who closed it
    log = subprocess.run(
        ["git", "-C", str(folder), "log", "--format=%an %s", "--", sheets_folder(YEAR, ID)],
        check=True, capture_output=True, text=True,
    ).stdout.splitlines()  # fmt: skip
    assert log == ["Iris Nakamura Mentoring Program Evaluation closed: 6 answers, sealed"]


def test_until_it_is_closed_nothing_is_in_the_history(folder: Path) -> None:
    before = subprocess.run(["git", "-C", str(folder), "rev-parse", "HEAD"], check=True,
                            capture_output=True).stdout  # fmt: skip
    assert collect(folder, *WHO[:5]).code == 0
    after = subprocess.run(["git", "-C", str(folder), "rev-parse", "HEAD"], check=True,
                           capture_output=True).stdout  # fmt: skip
    assert before == after
    status = subprocess.run(["git", "-C", str(folder), "status", "--porcelain"], check=True,
                            capture_output=True).stdout  # fmt: skip
    assert status == b""


def test_a_second_answer_takes_the_place_of_the_first_when_agreed(folder: Path) -> None:
    assert collect(folder, *WHO[:5]).code == 0
    # the same file again is no second answer
    assert collect(folder, WHO[0]).code == 0
    sealed_by(WHO[0], folder, filled(5, f"{HIDDEN} changed"))
    left = collect(folder, WHO[0])
    assert left.code == 1
    assert "has answered already" in left.err
    file = folder.parent / f"{WHO[0]}.sealed"
    assert asking(COLLECTOR, folder, "collect", file, "--again", "--today", OPEN).code == 0
    assert close(folder).code == 0
    assert f"{HIDDEN} changed" in opened(folder)
    assert len(opened(folder)) == 5


@pytest.mark.parametrize("before", [False, True])
def test_of_two_answers_of_somebody_none_is_taken_by_its_file_name(
    folder: Path, *, before: bool
) -> None:
    if before:
        assert collect(folder, WHO[0]).code == 0
    sealed_by(WHO[0], folder, filled(1, "NEWEST"), "a-later.sealed")
    sealed_by(WHO[0], folder, filled(1, "OLD"), "b-earlier.sealed")

    def again(*names: str) -> Result:
        files = [folder.parent / f"{each}.sealed" for each in names]
        return asking(COLLECTOR, folder, "collect", *files, "--again", "--today", OPEN)

    done = again("a-later", "b-earlier", *WHO[1:5])
    assert (done.code, done.err.count("name the later one only")) == (1, 1)
    assert f"has {4 + before} sheets" in done.err
    assert again("a-later").code == 0
    same = folder.parent / "twice.sealed"
    same.write_bytes((folder.parent / "a-later.sealed").read_bytes())
    assert collect(folder, "a-later", "twice").code == 0
    assert close(folder, "--early").code == 0
    said = "".join(opened(folder))
    assert ("NEWEST" in said, "OLD" in said) == (True, False)


def test_one_file_that_cannot_be_taken_stops_no_other(folder: Path) -> None:
    around = folder.parent
    (around / "faulty.yaml").write_text("answers:\n  nonsense: 1\n", "utf-8")
    (around / "empty.eml").write_text("Subject: mine\n\nI forgot the file.\n", "utf-8")
    bad = [around / each for each in ("faulty.yaml", "empty.eml", "not-there.sealed")]
    alone = asking(COLLECTOR, folder, "collect", *bad, "--today", OPEN)
    assert (alone.code, "nothing was taken: " in alone.err, "done" in alone.err) == (1, True, False)
    for said in ("faulty.yaml was not sealed", "a mail without a sealed file", "cannot be read"):
        assert said in alone.err
    good = around / f"{WHO[0]}.sealed"
    done = asking(COLLECTOR, folder, "collect", *bad, good, "--today", OPEN)
    assert (done.code, "has 1 sheet" in done.err) == (1, True)


def test_nobody_answers_for_somebody_else(folder: Path) -> None:
    begun = standing(folder).begun
    assert begun is not None
    from mentorctl.model.questionnaire import AnswerSheet
    from mentorctl.vault.sealed_answers import (
        ENVELOPE_NAMESPACE,
        seal_envelope,
        seal_sheet,
    )

    sheet = seal_sheet(begun, AnswerSheet(None, {"relationship": 1, "learning": 1, "materials": 1}))
    for said, by in ((WHO[6], WHO[7]), ("noor-haddad", "noor-haddad"), (WHO[6], "a-stranger")):
        signed = lambda text, by=by: key_of(by).sign(text, ENVELOPE_NAMESPACE)  # noqa: E731
        file = folder.parent / "forged.sealed"
        file.write_text(seal_envelope(begun, said, sheet, signed), "ascii")
        done = asking(COLLECTOR, folder, "collect", file, "--today", OPEN)
        assert done.code == 1
        assert "was not taken" in done.err


def test_who_is_not_asked_does_not_answer(folder: Path) -> None:
    done = asking("noor-haddad", folder, "answer", "--answers", "-", "--out", folder.parent / "x",
                  "--today", OPEN, input=filled())  # fmt: skip
    assert (done.code, "is not asked of noor-haddad" in done.err) == (1, True)


def test_nobody_has_somebody_else_asked_in_anybodys_place(folder: Path) -> None:
    (file,) = folder.glob(f"pairings/*/*{WHO[7]}/pairing.yaml")
    text = file.read_text("utf-8").replace(f"mentor: {WHO[7]}", "mentor: noor-haddad")
    file.write_text(text, "utf-8")
    save(folder, WHO[6])
    test_who_is_not_asked_does_not_answer(folder)
    sealed_by(WHO[7], folder, filled())
    assert collect(folder, WHO[7]).code == 0


@pytest.mark.parametrize(
    ("today", "said"), [("2027-03-31", "opens on"), ("2027-04-09", "was open until")]
)
def test_it_is_answered_on_its_days(folder: Path, today: str, said: str) -> None:
    done = asking(WHO[7], folder, "answer", "--answers", "-", "--out", folder.parent / "x",
                  "--today", today, input=filled())  # fmt: skip
    assert (done.code, said in done.err) == (1, True)
    assert not (folder.parent / "x").exists()


def test_nothing_confidential_goes_into_the_shared_folder(folder: Path) -> None:
    inside = folder / "answers.sealed"
    done = asking(WHO[7], folder, "answer", "--answers", "-", "--out", inside, "--today", OPEN,
                  input=filled())  # fmt: skip
    assert done.code == 2
    assert not inside.exists()
    (folder / "sheet.yaml").write_text(filled(), "utf-8")
    done = asking(COLLECTOR, folder, "collect", folder / "sheet.yaml", "--today", OPEN)
    assert done.code == 2
    assert "which others share" in done.err


def test_faults_of_a_sheet_are_named_with_their_lines(folder: Path) -> None:
    text = "group: Sales\nanswers:\n  relationship: 9\n  learning: 4\n  benefit: x\n"
    done = asking(WHO[7], folder, "answer", "--answers", "-", "--out", folder.parent / "x",
                  "--today", OPEN, input=text)  # fmt: skip
    assert done.code == 1
    lines = re.findall(r"input:(\d+):\d+: error: (.*)", done.err)
    assert lines == [
        ("1", "there is no such group"),
        ("5", "there is no such question"),
        ("3", "relationship is not one of the answers there are"),
        ("2", "materials has no answer"),
    ]
    assert not (folder.parent / "x").exists()


def test_a_blank_sheet_filled_in_is_taken_without_a_name(folder: Path) -> None:
    place = folder.parent / "blank.yaml"
    assert asking(WHO[0], folder, "blank", "--out", place).code == 0
    text = place.read_text("utf-8")
    for name, value in (("relationship", "4"), ("learning", "3"), ("materials", "5")):
        text = text.replace(f"  {name}:\n", f"  {name}: {value}\n")
    place.write_text(text, "utf-8")
    words = ("collect", place, "--answered", WHO[7], "--today", OPEN)
    done = asking(COLLECTOR, folder, *words)
    assert done.code == 0, done.err
    assert "delete that file" in done.err
    again = asking(COLLECTOR, folder, "collect", place, "--today", OPEN)
    assert (again.code, "was taken already" in again.err) == (1, True)
    assert collect(folder, *WHO[:4]).code == 0
    assert close(folder).code == 0
    assert len(opened(folder)) == 5
    found = standing(folder).closed
    assert found is not None
    assert WHO[7] in found.answered


def test_a_mail_is_taken_as_it_was_saved(folder: Path) -> None:
    out = folder.parent / "answer.eml"
    done = asking(WHO[7], folder, "answer", "--answers", "-", "--out", out, "--today", OPEN,
                  input=filled(1, HIDDEN))  # fmt: skip
    assert done.code == 0, done.err
    held = out.read_bytes()
    assert b"X-Unsent: 1" in held
    assert f"To: {COLLECTOR}@school.example".encode() in held
    assert HIDDEN.encode() not in held
    assert asking(COLLECTOR, folder, "collect", out, "--today", OPEN).code == 0


def test_no_answer_is_sent_to_an_address_that_somebody_else_wrote(folder: Path) -> None:
    file = folder / f"people/{COLLECTOR}.yaml"
    theirs = f"{COLLECTOR}@school.example"
    text = file.read_text("utf-8")
    assert theirs in text
    file.write_text(text.replace(theirs, "zed@elsewhere.example"), "utf-8")
    commit_as(WHO[6], folder, "another address")
    out = folder.parent / "answer.eml"
    done = asking(WHO[7], folder, "answer", "--answers", "-", "--out", out, "--today", OPEN,
                  input=filled(1, HIDDEN))  # fmt: skip
    assert done.code == 0, done.err
    assert f"To: {theirs}".encode() in out.read_bytes()


def test_who_has_not_answered_is_listed_and_never_what(folder: Path) -> None:
    assert collect(folder, *WHO[:6]).code == 0
    told = json.loads(asking(COLLECTOR, folder, "open", "--format", "json", "--today", OPEN).out)
    (found,) = told["questionnaires"]
    assert [each["person"] for each in found["waiting"]] == sorted(WHO[6:])
    assert (found["answers"], found["closed"]) == (6, False)
    text = asking(COLLECTOR, folder, "open", "--today", OPEN)
    assert asking(COLLECTOR, folder, "--open").code == 0
    assert "Dana Ekholm" in text.out
    assert HIDDEN not in text.out
    rows = asking(COLLECTOR, folder, "open", "--format", "csv", "--today", OPEN).out
    assert rows.splitlines()[0] == "questionnaire,person,name,email,roles,since,closes_on"
    assert len(rows.splitlines()) == 3


def test_what_was_collected_counts_in_this_copy_alone(folder: Path, tmp_path: Path) -> None:
    assert collect(folder, *WHO[:5]).code == 0
    other = copied(folder.parent, tmp_path / "sent") / "program"
    done = close(other)
    assert done.code != 0
    assert "in another copy" in done.err


@pytest.mark.parametrize("at", range(4))
def test_a_collect_that_is_killed_loses_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    from mentorctl.store.write import collected_sheets

    assert collect(folder, *WHO[:3]).code == 0
    whole_put, count = collected_sheets.CollectedSheets._put, [0]  # noqa: SLF001 - killed in there

    def dying(self: collected_sheets.CollectedSheets, name: str, data: bytes) -> None:
        if count[0] == at:
            raise KeyboardInterrupt
        count[0] += 1
        whole_put(self, name, data)

    monkeypatch.setattr(collected_sheets.CollectedSheets, "_put", dying)
    died = collect(folder, *WHO[3:6])
    assert (died.code != 0) == (at < 4)
    monkeypatch.undo()
    said = json.loads(asking(COLLECTOR, folder, "open", "--format", "json", "--today", OPEN).out)
    assert said["questionnaires"][0]["answers"] in {3, 6}
    assert collect(folder, *WHO[3:6]).code == 0
    assert close(folder).code == 0
    assert len(opened(folder)) == 6


def test_a_close_that_was_killed_after_its_commit_is_cleared(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mentorctl.store.write import collected_sheets

    assert collect(folder, *WHO[:5]).code == 0

    def dying(_self: collected_sheets.CollectedSheets) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(collected_sheets.CollectedSheets, "forget", dying)
    assert close(folder).code != 0
    monkeypatch.undo()
    assert len(opened(folder)) == 5
    assert list((folder / ".git/mentorctl").rglob("*.sealed"))
    # the next command of the collector takes away what still tied sheets to people
    assert asking(COLLECTOR, folder, "open", "--today", OVER).code == 0
    assert not list((folder / ".git/mentorctl").rglob("*.sealed"))


def test_a_sheet_that_is_changed_after_closing_is_found(folder: Path) -> None:
    assert collect(folder, *WHO[:5]).code == 0
    assert close(folder).code == 0
    first = min((folder / sheets_folder(YEAR, ID)).iterdir())
    held = first.read_bytes()
    first.unlink()
    assert standing(folder).fault == "names other sealed sheets than there are"
    first.write_bytes(held[:-1] + b"x")
    assert "questionnaire-changed" in as_person(COLLECTOR, folder, "check", "--today", OVER).out
    first.write_bytes(held)
    assert standing(folder).fault == ""
    text = (folder / CLOSED).read_text("utf-8")
    (folder / CLOSED).write_text(text.replace(f"  - {WHO[0]}\n", "", 1), "utf-8")
    assert standing(folder).fault == "is not what it was closed with"


def save(folder: Path, by: str = COLLECTOR) -> None:
    assert as_person(by, folder, "save", "--anyway", "-m", "by hand").code == 0


def test_it_is_closed_once_also_where_that_was_taken_out_between(folder: Path) -> None:
    """Of six sheets, and of all but one of them, what is shown would tell that one."""
    assert collect(folder, *WHO[:6]).code == 0
    assert close(folder).code == 0
    first = min((folder / sheets_folder(YEAR, ID)).iterdir())
    text, place = (folder / CLOSED).read_text("utf-8"), first.parent
    held = {path: path.read_bytes() for path in place.iterdir()}
    for path in (folder / CLOSED, *held):
        path.unlink()
    save(folder)
    text = text.replace(f"  - {mark_of_sheet(held.pop(first))}\n", "")
    place.mkdir(exist_ok=True)
    for path, data in held.items():
        path.write_bytes(data)
    (folder / CLOSED).write_text(text, "utf-8")
    save(folder)
    assert standing(folder).fault == "is not what it was closed with first"
    assert "questionnaire-changed" in as_person(COLLECTOR, folder, "check", "--today", OVER).out
    assert asking(COUNTER, folder, "publish", "--yes", "--today", OVER).code != 0


def test_nobody_but_a_coordinator_closes_it(folder: Path) -> None:
    """Anybody can seal sheets for the counter, as many as are asked for."""
    begun = standing(folder).begun
    assert begun is not None
    sheet = filled_sheet(filled().encode(), begun, "sheet.yaml")
    sealed = [seal_sheet(begun, sheet) for _ in range(6)]
    place = folder / sheets_folder(YEAR, ID)
    place.mkdir(parents=True)
    for number, data in enumerate(sealed):
        (place / f"{number:032x}.sealed").write_bytes(data)
    marks = sorted(map(mark_of_sheet, sealed))
    said = {"year": YEAR, "questionnaire": ID, "begun": mark_of(begun), "answered": sorted(WHO[:6]),
            "sheets": marks}  # fmt: skip
    (folder / CLOSED).parent.mkdir(exist_ok=True)
    (folder / CLOSED).write_bytes(as_yaml(said))
    save(folder, WHO[7])
    assert standing(folder).fault == "was closed by somebody who may not"
    assert asking(COUNTER, folder, "publish", "--yes", "--today", OVER).code != 0


def test_with_dry_run_nothing_is_written(folder: Path) -> None:
    beside = sorted(folder.parent.iterdir())
    assert collect(folder, *WHO[:5]).code == 0
    held = whole(folder)
    for who, words in (
        (COLLECTOR, ("begin", "exit-interview", "--counter", COUNTER)),
        (COLLECTOR, ("collect", folder.parent / f"{WHO[5]}.sealed")),
        (COLLECTOR, ("close", "--early")),
    ):
        done = asking(who, folder, *words, "--dry-run", "--today", OPEN)
        assert "would be" in done.err, done.err
        assert whole(folder) == held
    done = asking(WHO[7], folder, "answer", "--answers", "-", "--dry-run", "--today", OPEN,
                  input=filled())  # fmt: skip
    assert "would be" in done.err
    assert sorted(folder.parent.iterdir()) == beside


def test_nobody_is_reminded_who_has_answered(folder: Path) -> None:
    def reminded() -> set[str]:
        words = ("remind", "--within", "30d", "--format", "json", "--today", OPEN)
        told = json.loads(as_person(COLLECTOR, folder, *words).out)
        return {
            each["person"]
            for each in told["messages"]
            if any(item["milestone"] == "evaluation-due" for item in each["items"])
        }

    marked = ("mark", "evaluation-mailed", "--on", "2027-04-01", "--today", OPEN)
    assert as_person(COLLECTOR, folder, *marked).code == 0
    assert reminded() == set(WHO)
    assert collect(folder, *WHO[:6]).code == 0
    assert reminded() == set(WHO[6:])
    assert close(folder, "--early", today=OPEN).code == 0
    assert reminded() == set(WHO[6:])


def test_a_blank_sheet_for_paper_has_every_question(folder: Path) -> None:
    out = folder.parent / "forms"
    words = ("render", "questionnaire", "--blank", "--to", "html", "--out", out, "--today", OPEN)
    done = as_person(COLLECTOR, folder, *words)
    assert done.code == 0, done.err
    page = unescape(next(out.glob(f"*questionnaire-{ID}.html")).read_text("utf-8"))
    for question in Folder(folder).program.questionnaires[0].questions:
        assert question.text in page
        assert all(option.title in page for option in question.options)
    assert "Do not write your name" in page
    assert "2027-04-08" in page


def test_nobody_counts_twice_on_paper_and_by_mail(folder: Path) -> None:
    place = folder.parent / "paper.yaml"
    place.write_text(filled(), "utf-8")
    words = ("collect", place, "--answered", WHO[0], "--today", OPEN)
    assert asking(COLLECTOR, folder, *words).code == 0
    left = collect(folder, WHO[0])
    assert (left.code, "both would count" in left.err) == (1, True)
    assert collect(folder, WHO[1]).code == 0
    place.write_text(filled(2), "utf-8")
    words = ("collect", place, "--answered", WHO[1], "--today", OPEN)
    left = asking(COLLECTOR, folder, *words)
    assert (left.code, "would count as well" in left.err) == (2, True)
    # nor twice on paper; somebody else may have written the same
    place.write_text(filled(), "utf-8")
    again = ("collect", place, "--again", "--today", OPEN)
    left = asking(COLLECTOR, folder, *again, "--answered", WHO[0])
    assert (left.code, "is noted already" in left.err) == (2, True)
    other = asking(COLLECTOR, folder, *again, "--answered", WHO[2])
    assert (other.code, "has 3 sheets" in other.err) == (0, True), other.err
    # nor where both come at once, nor unsaid
    place.write_text(filled(5), "utf-8")
    sealed = folder.parent / f"{WHO[3]}.sealed"
    left = asking(
        COLLECTOR, folder, "collect", place, sealed, "--answered", WHO[3], "--today", OPEN
    )
    assert (left.code, "both would count, so this one was left" in left.err) == (1, True)
    assert "has 4 sheets" in left.err
    taken = asking(COLLECTOR, folder, "collect", sealed, "--again", "--today", OPEN)
    assert (taken.code, "both would count; it was taken all the same" in taken.err) == (0, True)


def test_nothing_that_is_there_is_written_over(folder: Path) -> None:
    there = folder.parent / "thesis.txt"
    there.write_text("ten years of work", "utf-8")
    words = ("answer", "--answers", "-", "--out", there, "--today", OPEN)
    assert asking(WHO[7], folder, *words, input=filled()).code == 2
    assert asking(WHO[7], folder, "blank", "--out", there).code == 2
    assert there.read_text("utf-8") == "ten years of work"


def test_a_sealed_file_with_the_line_ends_of_windows_is_taken(folder: Path) -> None:
    file = folder.parent / f"{WHO[0]}.sealed"
    file.write_bytes(b"\r\n" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert collect(folder, WHO[0]).code == 0


def test_who_is_no_coordinator_takes_no_sealed_sheet_away(folder: Path) -> None:
    assert collect(folder, *WHO[:5]).code == 0
    assert close(folder).code == 0
    min((folder / sheets_folder(YEAR, ID)).iterdir()).unlink()
    done = as_person(WHO[0], folder, "save", "-m", "tidied", "--today", OVER)
    assert done.code != 0, done.out + done.err


def test_the_next_year_asks_anew_and_what_is_over_goes_by_the_rule(folder: Path) -> None:
    with (folder / "program.yaml").open("a", encoding="utf-8", newline="\n") as file:
        file.write("\nretention:\n  - records: evaluations\n    months: 24\n")
    assert as_person(COLLECTOR, folder, "save", "-m", "the rule", "--today", OVER).code == 0
    begin = ("rollover", "2027-2028", "--today", "2027-06-20")
    looked = as_person(COLLECTOR, folder, *begin, "--dry-run")
    assert f"before that: mentorctl evaluate close {ID}" in looked.err
    assert "exit-interview.closes" in looked.err
    assert collect(folder, *WHO[:5]).code == 0
    assert close(folder).code == 0
    done = as_person(COLLECTOR, folder, *begin, "--yes")
    assert (done.code, "is not closed" in done.err) == (0, False), done.err
    of_last = ("--year", "2026-2027")
    assert f"summary {' '.join(of_last)}" in asking(COUNTER, folder, "summary").err
    shown = asking(COUNTER, folder, "publish", ID, *of_last, "--yes", "--today", "2027-07-05")
    assert shown.code == 0, shown.err
    assert "signed by who counted it, of 2026-2027\n" in shown.err
    assert shown.err.endswith(f": mentorctl evaluate summary {ID} --year 2026-2027\n")
    read = asking(WHO[0], folder, "summary", *of_last)
    assert read.out == shown.out, read.err
    for words in (("--dry-run",), ("--yes",)):
        gone = as_person(COLLECTOR, folder, "retain", "--destroy", "--consent", COLLECTOR,
                         "--today", "2029-07-01", *words)  # fmt: skip
        assert gone.code == 0, gone.err
        assert "evaluations of 2026-2027: 8 files, about 5 people" in gone.err
    assert not any((folder / "evaluations").rglob("*.*"))
    for words in (("check",), ("audit",)):
        said = as_person(COLLECTOR, folder, *words, "--today", "2029-07-02")
        assert "evaluations/" not in said.out + said.err
    again = asking(COLLECTOR, folder, "begin", ID, "--today", "2028-04-01")
    assert "was begun already" not in again.err


def test_answers_can_be_told_apart_by_role(folder: Path) -> None:
    path = folder / "program.yaml"
    text = path.read_text("utf-8").replace("summarised_by: content_area", "summarised_by: role")
    path.write_text(text.replace("  - id: program-evaluation", "  - id: again", 1), "utf-8")
    assert as_person(COLLECTOR, folder, "save", "-m", "by role", "--today", OPEN).code == 0
    done = asking(COLLECTOR, folder, "begin", "again", "--today", OPEN)
    assert done.code == 0, done.err
    blank = asking(WHO[0], folder, "blank", "again").out
    assert "#   protégé\n#   mentor\ngroup:" in blank
