"""Folders that live for years: what was said of their past is said by every later toolkit."""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from support.folders import Once, copied
from support.histories import plain
from support.run import Result, mentorctl

from mentorctl.trail.git import repository
from mentorctl.trail.ledger.ledger_cache import ledger_of

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FROZEN = sorted(path.parent for path in HERE.glob("*/folder.bundle"))
ANSWERS = {
    "check": ("check",),
    "status": ("status",),
    "due": ("due",),
    "completers": ("completers", "--explain"),
    "standards": ("standards",),
}
# what an answer says of the folder's last commit, and not of what is in it
WORDS = ("message", "hint")
OF_THE_TIP = ("tip", "commit", "commits", "signed_commits")
# names of an answer that came since, beside those of the release
TIMES = itertools.count(1_600_000_000)
NEW_NAMES = (
    "program_id", "program_name", "person_id", "person_name", "received_commits",
    "receivers_not_named",
)  # fmt: skip


@pytest.fixture(params=FROZEN, ids=lambda path: path.name)
def frozen(request: pytest.FixtureRequest) -> Path:
    """A frozen folder's place."""
    return Path(request.param)


@pytest.fixture
def folder(frozen: Path, once: Once, tmp_path: Path) -> Path:
    """A copy of a frozen program, with its history."""

    def lay(place: Path) -> None:
        plain(place, "clone", "-q", str(frozen / "folder.bundle"), "program")
        plain(place / "program", "config", "user.name", "Jo Tester")
        plain(place / "program", "config", "user.email", "jo.tester@example.org")

    return copied(once(f"frozen {frozen.name}", lay) / "program", tmp_path / "program")


def today(frozen: Path) -> str:
    return str(json.loads((frozen / "about.json").read_text(encoding="utf-8"))["today"])


def kept(frozen: Path, name: str) -> Any:
    """What the release said, and what later ones have learnt to say besides."""
    said = json.loads((frozen / f"{name}.json").read_text(encoding="utf-8"))
    since = json.loads((frozen / "said-since.json").read_text(encoding="utf-8"))
    said["findings"] += since.get(name, [])
    if name == "audit":
        said["signatures"] |= since["signatures"]
    return told(said)


def told(answer: Any) -> Any:
    """An answer without what only tells of the last commit; its findings in no order or words."""
    answer = {name: each for name, each in answer.items() if name not in (*OF_THE_TIP, *NEW_NAMES)}
    if "findings" in answer:
        verdicts = (
            {name: said for name, said in each.items() if name not in (*WORDS, *NEW_NAMES)}
            for each in answer["findings"]
        )
        answer["findings"] = sorted(json.dumps(each, sort_keys=True) for each in verdicts)
    if "founders" in answer:
        # how many signatures stand in a way that the release did not know
        states = answer["signatures"].items()
        answer["signatures"] = {state: count for state, count in states if state != "unknown"}
        founders = answer["founders"]
        answer["founders"] = [{name: each[name] for name in ("key", "person")} for each in founders]
    return answer


def ask(folder: Path, frozen: Path, *words: str) -> Any:
    done = mentorctl(*words, "--format", "json", "--today", today(frozen), cwd=folder)
    assert done.code in (0, 1), done.err
    return told(json.loads(done.out))


def as_(person: str, folder: Path, frozen: Path, *words: str) -> Result:
    """Run mentorctl with the key of one of the frozen people."""
    key = folder.parent / person
    if not key.exists():
        shutil.copy(frozen / "keys" / person, key)
        key.chmod(0o600)
    return mentorctl(*words, cwd=folder, env={"MENTORCTL_KEY": str(key)})


def test_an_audit_says_what_the_release_itself_said(folder: Path, frozen: Path) -> None:
    assert ask(folder, frozen, "audit") == kept(frozen, "audit")


@pytest.mark.parametrize("name", ["check", "status", "completers"])
def test_every_answer_is_the_same_before_and_after_an_upgrade(
    name: str, folder: Path, frozen: Path
) -> None:
    before = ask(folder, frozen, *ANSWERS[name]), ask(folder, frozen, "audit")
    done = as_("iris-nakamura", folder, frozen, "upgrade", "--yes")
    assert done.code == 0, done.err
    after = ask(folder, frozen, *ANSWERS[name]), ask(folder, frozen, "audit")
    assert after == before


def test_an_upgrade_is_one_signed_commit_shown_before_it_is_made(
    folder: Path, frozen: Path
) -> None:
    tip = plain(folder, "rev-parse", "HEAD")

    shown = mentorctl("upgrade", "--dry-run", cwd=folder)

    assert shown.code == 0, shown.err
    assert "from format 1 to format" in shown.err
    assert "trail grace days → 30" in shown.err
    assert "every signature stands as before" in shown.err
    assert plain(folder, "rev-parse", "HEAD") == tip
    assert plain(folder, "status", "--porcelain") == ""
    assert as_("iris-nakamura", folder, frozen, "upgrade", "--yes").code == 0
    assert plain(folder, "rev-parse", "HEAD^") == tip
    assert plain(folder, "status", "--porcelain") == ""
    signed = ask(folder, frozen, "audit")["findings"]
    assert not any(plain(folder, "rev-parse", "HEAD").strip() in each for each in signed)
    again = as_("iris-nakamura", folder, frozen, "upgrade", "--yes")
    assert (again.code, again.err) == (0, "this folder is current: it is of format 2\n")


def test_the_rules_in_force_are_in_the_folder_after_an_upgrade(folder: Path, frozen: Path) -> None:
    remarks = [line for line in (folder / "program.yaml").read_text("utf-8").splitlines()
               if line.startswith("#")]  # fmt: skip
    as_("iris-nakamura", folder, frozen, "upgrade", "--yes")
    text = (folder / "program.yaml").read_text(encoding="utf-8")
    assert "format: 2\nneeds_mentorctl: 0.1.0\n" in text
    assert "grace_days: 30" in text
    assert "consent: I agree to sign electronically." in text
    assert all(line in text.splitlines() for line in remarks)


@pytest.mark.parametrize("is_forged", [False, True])
def test_an_upgrade_that_was_killed_is_simply_run_again(
    is_forged: bool, folder: Path, frozen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_forged:
        program = folder / "program.yaml"
        text = program.read_text(encoding="utf-8").replace("agency: ", "agency: The ")
        program.write_text(text, encoding="utf-8", newline="\n")
        plain(folder, "commit", "-q", "-a", "-m", "a note")

    def killed(*_words: object, **_more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(repository, "_moved", killed)
        as_("iris-nakamura", folder, frozen, "upgrade", "--yes")
    assert plain(folder, "status", "--porcelain") != ""
    tip = plain(folder, "rev-parse", "HEAD")

    done = as_("iris-nakamura", folder, frozen, "upgrade", "--yes")

    assert done.code == 0, done.err
    assert "as an earlier upgrade had begun it" in done.err
    assert plain(folder, "rev-parse", "HEAD^") == tip
    assert plain(folder, "status", "--porcelain") == ""
    # and confirms nothing that it leaves as it is
    assert ("still counts for nothing" in done.err) == is_forged
    assert ("program.yaml" in ledger_of(folder).unproven) == is_forged
    assert is_forged or ask(folder, frozen, "audit") == kept(frozen, "audit")


def test_only_a_coordinator_upgrades(folder: Path, frozen: Path) -> None:
    done = as_("teo-lindqvist", folder, frozen, "upgrade", "--yes")
    assert done.code == 1
    assert "only a coordinator upgrades the folder" in done.err
    assert plain(folder, "status", "--porcelain") == ""


def test_nothing_unsaved_is_swept_into_an_upgrade(folder: Path, frozen: Path) -> None:
    with (folder / "README.md").open("a", encoding="utf-8") as file:
        file.write("one line more\n")
    done = as_("iris-nakamura", folder, frozen, "upgrade", "--yes")
    assert done.code == 3
    assert "not in the history yet: README.md" in done.err


def test_an_unfinished_merge_is_settled_first(folder: Path, frozen: Path) -> None:
    (folder / ".git" / "MERGE_HEAD").write_text(plain(folder, "rev-parse", "HEAD"), "utf-8")
    done = as_("iris-nakamura", folder, frozen, "upgrade", "--yes")
    assert done.code == 3
    assert "two histories are being merged here" in done.err


def test_a_broken_program_is_mended_first_and_another_broken_record_is_left_alone(
    folder: Path, frozen: Path
) -> None:
    person = folder / "people" / "noor-haddad.yaml"
    person.write_text(person.read_text("utf-8").replace("name: ", "nmae: "), "utf-8")
    plain(folder, "commit", "-qam", "a slip")
    assert as_("iris-nakamura", folder, frozen, "upgrade", "--yes").code == 0
    program = folder / "program.yaml"
    program.write_text(program.read_text("utf-8").replace("agency: ", "agncy: "), "utf-8")
    plain(folder, "commit", "-qam", "another slip")
    done = as_("iris-nakamura", folder, frozen, "upgrade", "--yes")
    assert done.code == 3
    assert "agncy is not known here" in done.err


def test_what_is_signed_after_an_upgrade_names_its_format(folder: Path, frozen: Path) -> None:
    as_("iris-nakamura", folder, frozen, "upgrade", "--yes")
    done = as_("ben-solis", folder, frozen, "sign", "ben-solis-mara-quist", "plan", "--yes")
    assert done.code == 0, done.err
    file = folder / "pairings/2026-2027/ben-solis-mara-quist/signatures/plan.mentee.yaml"
    assert "format: 2" in file.read_text(encoding="utf-8")
    before = kept(frozen, "audit")["signatures"]["valid"]
    assert ask(folder, frozen, "audit")["signatures"]["valid"] == before + 1


LESS = """\
    actions: Annotated[
        Text | None, says("Actions", use="Who does what next", example="Teo sends his rubric")
    ] = None
"""
CHANGES = [
    ("person", "person.py", "    email: ", "    mail: "),
    ("person's keys", "person.py", "    public: ", "    public_key: "),
    ("program", "program.py", "    agency: ", "    office: "),
    ("what is asked", "record_setting.py", "    signed_by: ", "    signers: "),
    ("pairing", "pairing.py", "    mentor: ", "    coach: "),
    ("agreement", "agreement.py", "    meet_at_least: ", "    meet: "),
    ("guide", "agreement.py", "    done_on: ", "    done: "),
    ("trainings", "agreement.py", "    taken: ", "    trainings: "),
    ("focal points", "checklists.py", "    ratings: ", "    levels: "),
    ("decision points", "checklists.py", "    points: ", "    decisions: "),
    ("plan", "plan.py", "    notes: ", "    remarks: "),
    ("experience", "experience.py", "    achieved: ", "    done_on: "),
    ("comment", "experience.py", "    sent_to_advisor: ", "    advisor_had_it: "),
    ("log", "log.py", "    topics: ", "    about: "),
    ("visit", "visit.py", "    purpose: ", "    aim: "),
    ("meeting", "meeting.py", "    attended: ", "    present: "),
    ("year", "meeting.py", "    evaluation_mailed: ", "    mailed: "),
    ("statement", "signature.py", "    intent: ", "    sentence: "),
    ("reassignment", "reassignment.py", "    requested_on: ", "    asked_on: "),
    ("standards", "standard.py", "    rule: ", "    cited: "),
    ("a field more", "plan.py", "    content_area: ",
     '    theme: Annotated[Text, says("Theme")] = "none"\n    content_area: '),
    ("a field more of people", "person.py", "    pronunciation: ",
     '    title: Annotated[Text | None, says("Title")] = "Dr"\n    pronunciation: '),
    ("a field less", "log.py", LESS, ""),
    ("not signed any more", "plan.py", '"approved",\n', '"approved",\n        "content_area",\n'),
]  # fmt: skip

# a few at a time, so that a verdict that changes points at few
PARTS = 4

RUN = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); sys.argv[0] = 'mentorctl';"
    "from mentorctl.__main__ import main; main()"
)


def run(
    toolkit: Path, folder: Path, *words: str, key: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run another toolkit than the one that is tested."""
    return subprocess.run(
        [sys.executable, "-c", RUN, str(toolkit), *words],
        cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "MENTORCTL_KEY": str(key or "none")},
    )  # fmt: skip


@pytest.fixture(scope="module")
def another(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the toolkit, to change its models."""
    place = tmp_path_factory.mktemp("toolkit")
    shutil.copytree(
        ROOT / "mentorctl", place / "mentorctl", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in ("templates", "sample-program"):
        (place / name).symlink_to(ROOT / name)
    return place


def written(module: Path, text: str) -> None:
    """Change a module so that what was compiled of it is never taken for it, as times might say."""
    module.write_text(text, encoding="utf-8")
    seconds = next(TIMES)
    os.utime(module, (seconds, seconds))


@pytest.mark.parametrize("part", range(PARTS))
def test_no_change_of_a_model_changes_a_verdict_on_the_past(
    part: int, folder: Path, frozen: Path, another: Path
) -> None:
    # also where the toolkit of before has remembered the history
    assert ask(folder, frozen, "audit") == kept(frozen, "audit")
    models, before = another / "mentorctl" / "model", dict[Path, str]()
    try:
        # several at once, as a release has them: what any of them changed would be seen
        for name, module, old, new in CHANGES[part::PARTS]:
            text = (models / module).read_text(encoding="utf-8")
            assert old in text, name
            before.setdefault(models / module, text)
            written(models / module, text.replace(old, new, 1))
        done = run(another, folder, "audit", "--format", "json", "--today", today(frozen))
    finally:
        for file, text in before.items():
            written(file, text)
    assert done.returncode == 1, done.stderr
    assert told(json.loads(done.stdout)) == kept(frozen, "audit")


def test_a_warm_memory_of_another_toolkit_is_not_believed(
    folder: Path, frozen: Path, home: Path
) -> None:
    ask(folder, frozen, "audit")
    (file,) = (home / "cache" / "mentorctl" / "trail").iterdir()
    known = msgspec.msgpack.decode(file.read_bytes())
    assert known["remarks"]
    file.write_bytes(msgspec.msgpack.encode({**known, "toolkit": "another", "remarks": []}))
    # other words than before, so that no remembered answer is given
    begun = plain(folder, "rev-list", "--max-parents=0", "HEAD").strip()
    assert ask(folder, frozen, "audit", "--after", begun) == kept(frozen, "audit")


# what a developer adds who gives a field of a signed record, and one of a person, another name
NEXT = '''\
"""Format {number}: visits have an aim, and the log says what it was about."""

from mentorctl.model.formats import format_1
from mentorctl.model.formats.definition import Format, RecordFormat

NEW = {{"purpose": "aim", "topics": "about"}}
OLD = {{new: old for old, new in NEW.items()}}


def forward(kind, tree):
    if kind == "log":
        entries = [_named(each, {{"topics": "about"}}) for each in tree.get("entries") or ()]
        return {{**tree, "entries": entries}}
    return _named(tree, NEW if kind == "visit" else {{"email": "mail"}})


def back(kind, tree):
    if kind == "log":
        return {{"entries": [_named(each, {{"about": "topics"}}) for each in tree["entries"]]}}
    return _named(tree, OLD if kind == "visit" else {{"mail": "email"}})


def _named(tree, names):
    return {{names.get(name, name): value for name, value in tree.items()}}


RENAMED = frozenset({{"visit", "log", "person"}})
FORMAT = Format(
    {number}, "9.0.0", "plainer names", format_1.RECORDS, RENAMED, RENAMED, forward, back
)
'''


@pytest.fixture
def following(tmp_path: Path, another: Path) -> Path:
    """A toolkit of the next format: one new file, one line, and the models' new names."""
    from mentorctl.model.formats import CURRENT

    place = tmp_path / "following"
    shutil.copytree(another, place, symlinks=True)
    formats = place / "mentorctl/model/formats"
    number = CURRENT + 1
    (formats / f"format_{number}.py").write_text(NEXT.format(number=number), encoding="utf-8")
    text = (formats / "__init__.py").read_text(encoding="utf-8")
    line = f"    format_{CURRENT}.FORMAT,\n"
    assert line in text
    text = text.replace(line, f"{line}    format_{number}.FORMAT,\n")
    text = text.replace("import format_1, ", f"import format_1, format_{number}, ")
    (formats / "__init__.py").write_text(text, encoding="utf-8")
    for name, old, new in (("visit", "purpose", "aim"), ("visit", "topics", "about"),
                           ("log", "topics", "about"),
                           ("person", "email", "mail")):  # fmt: skip
        file = place / f"mentorctl/model/{name}.py"
        file.write_text(file.read_text("utf-8").replace(f"    {old}: ", f"    {new}: "), "utf-8")
    names = {"email": "mail", "purpose": "aim", "topics": "about"}
    for file in (place / "mentorctl").rglob("*.py"):
        # the trail keeps to names of its own
        if {"rules", "reports", "cli", "forms"}.intersection(file.parts):
            text = file.read_text(encoding="utf-8")
            for old, new in names.items():
                text = re.sub(rf"\b(person|each|visit|entry)\.{old}\b", rf"\1.{new}", text)
                text = text.replace(f'"{old}"', f'"{new}"') if "rules" in file.parts else text
            file.write_text(text, encoding="utf-8")
    return place


def test_a_new_name_in_a_signed_record_leaves_every_signature_as_it_was(
    folder: Path, frozen: Path, following: Path
) -> None:
    as_("iris-nakamura", folder, frozen, "upgrade", "--yes")
    key = folder.parent / "iris-nakamura"
    words = ("audit", "--format", "json", "--today", today(frozen))
    before = json.loads(run(following, folder, *words).stdout)
    assert told(before) == kept(frozen, "audit")

    # an older folder is read, and not written before it is upgraded
    seen = run(following, folder, "person", "show", "amara")
    assert "amara-okafor@harbor.example" in seen.stdout, seen.stderr
    (visit,) = folder.glob("pairings/2026-2027/amara*/visits/*.yaml")
    refused = run(following, folder, "extend", "amara", "work-1", "--until", "2027-01-29",
                  "--by", "noor", "--reason", "Ill", "--yes", key=key)  # fmt: skip
    assert refused.returncode == 3
    assert "a coordinator upgrades it, once for all: mentorctl upgrade" in refused.stderr

    done = run(following, folder, "upgrade", "--yes", key=key)
    assert done.returncode == 0, done.stderr
    text = visit.read_text(encoding="utf-8")
    assert "\naim: To see a lesson\n" in text
    assert "purpose" not in text.partition("\naim:")[2]
    after = json.loads(run(following, folder, *words).stdout)
    assert after["signatures"] == before["signatures"]
    assert told(after) == told(before)
    # and a change of what was signed is one, by whatever name
    visit.write_text(text.replace("To see a lesson", "To see two lessons"), encoding="utf-8")
    stale = json.loads(run(following, folder, *words).stdout)["signatures"]["stale"]
    assert stale == before["signatures"]["stale"] + 2


def test_a_folder_of_the_next_format_is_told_of_once(
    folder: Path, frozen: Path, following: Path
) -> None:
    as_("iris-nakamura", folder, frozen, "upgrade", "--yes")
    key = folder.parent / "iris-nakamura"
    assert run(following, folder, "upgrade", "--yes", key=key).returncode == 0
    told_once = "this folder needs mentorctl 9.0.0 or newer: it is of format"

    for words in (("status",), ("due",), ("person", "list"), ("history", "amara", "visits")):
        done = mentorctl(*words, cwd=folder)
        assert done.code in (0, 1, 2), (words, done.err)
        assert done.err.count(told_once) == 1, (words, done.err)
    found = json.loads(mentorctl("check", "--format", "json", cwd=folder).out)["findings"]
    codes = [each["code"] for each in found]
    assert codes.count("newer-format") == 1
    assert not {"unknown-field", "missing-field", "stray-file"}.intersection(codes)
    audited = mentorctl("audit", cwd=folder)
    assert audited.code == 1
    assert (audited.out + audited.err).count(told_once) == 1
    refused: list[tuple[str, ...]] = [
        ("save",),
        ("undo", "--yes"),
        ("upgrade", "--yes"),
        ("person", "add", "ada-lind", "--name", "Ada Lind"),
    ]
    for each in refused:
        done = as_("iris-nakamura", folder, frozen, *each)
        assert (done.code, done.err.count(told_once)) == (3, 1), (each, done.err)
