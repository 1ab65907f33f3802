from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest
from support.folders import commit_all, history
from support.run import Result, mentorctl

FOLDER = "pairings/2026-2027/amara-okafor-teo-lindqvist"
TODAY = ("--today", "2027-05-03")
# an editor in a few lines: for each OLD=NEW given to it, it puts NEW in the place of OLD
EDITOR = """\
import pathlib, sys
path = pathlib.Path(sys.argv[-1])
text = path.read_bytes().decode()
for change in sys.argv[1:-1]:
    old, new = change.split("=")
    assert old in text, old
    text = text.replace(old, new)
path.write_bytes(text.encode())
"""


@pytest.fixture
def plan(program: Path) -> Path:
    return program / FOLDER / "plan.yaml"


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "an editor.py"
    path.write_text(EDITOR, encoding="utf-8")
    return path


def edit(program: Path, *words: str) -> Result:
    return mentorctl("edit", *words, *TODAY, cwd=program)


def in_editor(
    program: Path, script: Path, *changes: str, answers: str | None = None, what: str = "plan"
) -> Result:
    """Edit with a scripted editor; with answers there is a terminal to give them on."""
    quoted = " ".join(f'"{change}"' for change in changes)
    return mentorctl(
        "edit", "okafor", what, *TODAY,
        cwd=program, env={"VISUAL": f'"{sys.executable}" "{script}" {quoted}'},
        input=answers or "", terminal=answers is not None,
    )  # fmt: skip


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def kept(result: Result) -> Path:
    """The file in which the text is kept, as the person is told."""
    return Path(result.err.rsplit("your text is kept in ", 1)[1].splitlines()[0])


# --set


def test_a_field_is_set_and_nothing_else_changes(program: Path, plan: Path) -> None:
    before = read(plan)

    done = edit(program, "okafor", "plan", "--set", "experiences.2.target_date=2026-12-11")

    assert done.code == 0, done.err
    assert read(plan) == before.replace("2026-12-04", "2026-12-11")
    assert history(program)[0] == (
        "plan of amara-okafor-teo-lindqvist: Target Date of experience 2 → 2026-12-11"
    )


def test_an_empty_value_clears(program: Path, plan: Path) -> None:
    before = read(plan)
    done = edit(program, "okafor", "plan", "--set", "experiences.4.target_date=")
    assert done.code == 0, done.err
    assert read(plan) == before.replace("target_date: 2027-03-26", "target_date:")


def test_plus_adds_an_item_and_goes_on_with_it(program: Path, plan: Path) -> None:
    before = read(plan)

    done = edit(
        program, "okafor", "plan", "--set", "revisions.+.on=2027-02-01",
        "--set", "revisions.+.what=Experience 3: a unit, not a lesson",
        "--set", "revisions.+.shared_on=2027-02-01",
    )  # fmt: skip

    assert done.code == 0, done.err
    assert read(plan) == before + (
        "  - on: 2027-02-01\n"
        '    what: "Experience 3: a unit, not a lesson"\n'
        "    shared_on: 2027-02-01\n"
    )


@pytest.mark.parametrize(
    ("words", "path", "line"),
    [
        (("people/okafor", "--set", "phones.cell=0123"), "people/amara-okafor.yaml", '"0123"'),
        (("meetings/midyear", "--set", "where=Rolla"), "meetings/2026-2027-midyear.yaml", "Rolla"),
        (
            ("years/2026-2027", "--set", "evaluation_closed=2027-04-09"),
            "years/2026-2027.yaml",
            "2027-04-09",
        ),
        (("program", "--set", "check.due_soon_days=21"), "program.yaml", "due_soon_days: 21"),
        (
            ("okafor", "experiences/2", "--set", "achieved=2026-12-02"),
            f"{FOLDER}/experiences/2.yaml",
            "achieved: 2026-12-02",
        ),
        (
            ("okafor", "2026-11", "--set", "place=Rolla"),
            f"{FOLDER}/visits/2026-11-10.yaml",
            "Rolla",
        ),
        ((f"{FOLDER}/log.yaml", "--set", "entries.1.where=Rolla"), f"{FOLDER}/log.yaml", "Rolla"),
    ],
)
def test_every_record_has_a_name(
    program: Path, words: tuple[str, ...], path: str, line: str
) -> None:
    done = edit(program, *words)
    assert done.code == 0, done.err
    assert line in read(program / path)
    assert len(history(program)) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("okafor",), "say which record"),
        (("okafor", "person"), "mentorctl person edit PERSON"),
        (("okafor", "pln"), "did you mean plan?"),
        (("okafor", "experiences"), "could be several"),
        (("nobody", "plan"), "no pairing is called 'nobody'"),
        (("people/nobody",), "no record in people/"),
        (("okafor", "plan", "--set", "experience.1.slot=1"), "did you mean experiences?"),
        (("okafor", "plan", "--set", "experiences.5.slot=1"), "experiences.+ adds one"),
        (("okafor", "plan", "--set", "approved=yes"), "approved.by"),
        (("okafor", "plan", "--set", "approved.by.name=x"), "single value"),
        (("okafor", "plan", "--set", "content_area"), "FIELD=VALUE"),
        (("okafor", "log", "--revision", "x"), "only a plan"),
        (("okafor", "plan"), "without a terminal"),
    ],
)
def test_what_is_not_there_is_wrong_usage(program: Path, words: tuple[str, ...], said: str) -> None:
    done = edit(program, *words)
    assert done.code == 2
    assert said in " ".join(done.err.split())


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ("experiences.1.target_date=soon", "wrong-value"),
        ("experiences.1.catalogue=44", "catalogue-number"),
        ("experiences.1=", "missing-field"),
        ("approved.by=nobody", "unknown-approver"),
    ],
)
def test_what_check_would_refuse_is_not_written(
    program: Path, plan: Path, setting: str, code: str
) -> None:
    before = read(plan)
    done = edit(program, "okafor", "plan", "--set", setting)
    assert done.code == 1
    assert f"[{code}]" in done.err
    assert read(plan) == before


def test_what_is_true_can_be_written_all_the_same(program: Path, plan: Path) -> None:
    taken_back = ("okafor", "plan", "--set", "received.on=")
    refused = edit(program, *taken_back)
    assert (refused.code, "[milestone-missed]" in refused.err) == (1, True)
    assert "--anyway" in refused.err

    assert edit(program, *taken_back, "--anyway").code == 0
    assert "  on: 2026-09-24\n" not in read(plan)


def test_what_other_records_still_lack_does_not_stop_an_edit(program: Path, plan: Path) -> None:
    ended = ("--set", "state=withdrawn", "--set", "ends=2027-04-30")
    assert edit(program, "okafor", "pairing", *ended).code == 0
    plan.write_text(read(plan).replace("  on: 2026-09-24\n", "  on:\n", 1), encoding="utf-8")

    done = edit(program, "okafor", "pairing", "--set", "state=active", "--set", "ends=")

    assert done.code == 0, done.err
    assert "[milestone-missed]" in done.err


def test_a_program_that_cannot_be_read_can_be_mended(program: Path) -> None:
    path = program / "program.yaml"
    path.write_text(read(path).replace("year: 2026-2027", "year: next"), encoding="utf-8")
    assert mentorctl("check", cwd=program).code == 1

    still = edit(program, "program", "--set", "year=2026")
    assert (still.code, "[wrong-value]" in still.err) == (1, True)

    done = edit(program, "program", "--set", "year=2026-2027")
    assert done.code == 0, done.err
    assert "\nyear: 2026-2027\n" in read(path)


def test_a_program_must_not_contradict_itself(program: Path) -> None:
    done = edit(program, "program", "--set", "calendar.1.owner=nobody")
    assert done.code == 1
    assert "program.yaml:" in done.err
    assert "[program-contradiction]" in done.err


# a plan after its approval


def test_a_changed_plan_is_to_be_shared(program: Path, plan: Path) -> None:
    done = edit(program, "okafor", "plan", "--set", "experiences.2.target_date=2026-12-11")
    assert "content advisor" in done.err
    assert "plan --revision TEXT" in done.err

    shared = edit(program, "okafor", "plan", "--revision", "Experience 2 a week later")
    assert shared.code == 0, shared.err
    assert read(plan).endswith(
        "  - on: 2027-05-03\n    what: Experience 2 a week later\n    shared_on: 2027-05-03\n"
    )


def test_change_and_revision_at_once(program: Path, plan: Path) -> None:
    done = edit(
        program, "okafor", "plan", "--set", "experiences.2.target_date=2026-12-11",
        "--revision", "Experience 2 a week later",
    )  # fmt: skip
    assert done.code == 0, done.err
    assert "--revision TEXT" not in done.err
    assert "2026-12-11" in read(plan)
    assert "what: Experience 2 a week later" in read(plan)


def test_other_changes_of_a_plan_need_no_sharing(program: Path) -> None:
    done = edit(program, "okafor", "plan", "--set", "received.on=2026-09-25")
    assert done.code == 0, done.err
    assert "--revision" not in done.err


# the editor


def test_what_the_editor_saves_is_saved(program: Path, plan: Path, script: Path) -> None:
    before = read(plan)

    done = in_editor(program, script, "Unit on food safety=Unit on knives")

    assert done.code == 0, done.err
    assert read(plan) == before.replace("Unit on food safety", "Unit on knives")
    assert history(program)[0] == (
        "plan of amara-okafor-teo-lindqvist: Experience Planned of experience 3 → Unit on knives"
    )


def test_the_editor_finds_the_schema_and_the_record_keeps_its_line(
    program: Path, plan: Path, script: Path
) -> None:
    assert mentorctl("schema", cwd=program).code == 0
    line = "# yaml-language-server: $schema=../../../.mentorctl/schema/plan.json\n"
    plan.write_text(line + read(plan), encoding="utf-8")
    schema = (program / ".mentorctl/schema/plan.json").as_uri()

    seen = script.parent / "seen.yaml"
    script.write_text(EDITOR + f"pathlib.Path({str(seen)!r}).write_text(text)\n", encoding="utf-8")
    done = in_editor(program, script, "Unit on food safety=Unit on knives")
    assert done.code == 0, done.err
    assert read(seen).splitlines()[0] == f"# yaml-language-server: $schema={schema}"
    assert read(plan).startswith(line)


def test_nothing_typed_is_nothing_changed(program: Path, plan: Path, script: Path) -> None:
    before = read(plan)
    done = in_editor(program, script)
    assert done.code == 0
    assert "nothing was changed" in done.err
    assert "kept" not in done.err
    assert (read(plan), len(history(program))) == (before, 1)


def test_faults_without_a_terminal_change_nothing_and_lose_nothing(
    program: Path, plan: Path, script: Path
) -> None:
    before = read(plan)

    done = in_editor(program, script, "2026-12-04=tomorrow")

    assert done.code == 1
    assert f"{FOLDER}/plan.yaml:" in done.err
    assert "not a date" in done.err
    assert read(plan) == before
    assert read(kept(done)) == before.replace("2026-12-04", "tomorrow")
    assert not kept(done).is_relative_to(program)

    # the command that is named goes on with it, once it is mended
    kept(done).write_text(before.replace("2026-12-04", "2026-12-03"), encoding="utf-8")
    named = next(line for line in done.err.splitlines() if "to go on with it: " in line)
    again = shlex.split(named.partition("to go on with it: ")[2])
    assert mentorctl(*again[1:], "--today", "2027-05-03", cwd=program).code == 0
    assert read(plan) == before.replace("2026-12-04", "2026-12-03")


@pytest.mark.parametrize(
    ("answers", "code", "is_saved"), [("a\n", 1, False), ("s\n", 0, True), ("", 130, False)]
)
def test_on_a_terminal_the_person_chooses(
    program: Path, plan: Path, script: Path, answers: str, code: int, *, is_saved: bool
) -> None:
    before = read(plan)

    done = in_editor(program, script, "2026-12-04=tomorrow", answers=answers)

    assert done.code == code
    assert ("tomorrow" in read(plan)) is is_saved
    assert (read(plan) == before) is not is_saved
    assert ("your text is kept in" in done.err) is not is_saved


def test_edit_again_opens_the_text_as_it_was_left(program: Path, plan: Path, script: Path) -> None:
    # each round leaves one letter less of the fault; the third is right
    script.write_text(
        "import pathlib, sys\n"
        "path = pathlib.Path(sys.argv[-1])\n"
        "text = path.read_text()\n"
        "for old, new in (('2026-12-044', '2026-12-11'), ('2026-12-04', '2026-12-044')):\n"
        "    if old in text:\n"
        "        path.write_text(text.replace(old, new))\n"
        "        break\n",
        encoding="utf-8",
    )

    done = in_editor(program, script, answers="x\ne\n")

    assert done.code == 0, done.err
    assert "target_date: 2026-12-11\n" in read(plan)


def test_somebody_else_changed_it_meanwhile(program: Path, plan: Path, script: Path) -> None:
    theirs = read(plan) + "# theirs\n"
    script.write_text(
        EDITOR + f"pathlib.Path({str(plan)!r}).write_bytes({theirs.encode()!r})\n",
        encoding="utf-8",
    )

    done = in_editor(program, script, "Unit on food safety=Unit on knives")

    assert done.code == 3
    assert "changed by somebody else meanwhile" in done.err
    assert read(plan) == theirs
    assert "Unit on knives" in read(kept(done))


def test_an_editor_that_fails_changes_nothing(program: Path, plan: Path, script: Path) -> None:
    before = read(plan)
    done = in_editor(program, script, "no such text=x")
    assert done.code == 3
    assert "ended with a fault" in done.err
    assert read(plan) == before


@pytest.mark.parametrize(
    ("editor", "fault"),
    [
        ("no-such-editor --wait", "the editor no-such-editor cannot be started"),
        ('no-such-editor "a', 'VISUAL opens a quotation that does not end: no-such-editor "a'),
    ],
)
def test_an_editor_that_is_not_there(program: Path, editor: str, fault: str) -> None:
    done = mentorctl("edit", "okafor", "plan", *TODAY, cwd=program, env={"EDITOR": editor})
    assert done.code == 3
    assert fault in done.err


def test_a_byte_order_mark_and_other_line_endings_do_no_harm(
    program: Path, plan: Path, script: Path
) -> None:
    plan.write_bytes(plan.read_bytes().replace(b"\n", b"\r\n"))
    commit_all(program, "as Windows writes it")
    script.write_text(
        EDITOR + "path.write_bytes(b'\\xef\\xbb\\xbf' + path.read_bytes())\n", encoding="utf-8"
    )

    done = in_editor(program, script, "Unit on food safety=Unit on knives")

    assert done.code == 0, done.err
    data = plan.read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") > 30


def test_a_file_in_another_encoding_is_named(program: Path, plan: Path, script: Path) -> None:
    plan.write_bytes("content_area: Caf\xe9\n".encode("latin-1"))
    done = in_editor(program, script)
    assert done.code == 1
    assert "not saved as UTF-8" in done.err


def test_the_shell_completes_the_records_of_the_pairing(program: Path) -> None:
    env = {
        "_MENTORCTL_COMPLETE": "complete_bash",
        "COMP_WORDS": "mentorctl edit okafor exp",
        "COMP_CWORD": "3",
    }
    assert mentorctl(cwd=program, env=env).out.split() == [
        f"experiences/{number}" for number in (1, 2, 3, 4)
    ]


def test_an_experience_is_set_as_the_answer_calls_it(program: Path, plan: Path) -> None:
    done = edit(program, "amara", "plan", "--set", "experience 1.notes=A fair", "--set",
                "Notes of experience 2=A visit")  # fmt: skip
    assert done.code == 0, done.err
    said = plan.read_text(encoding="utf-8")
    assert said.index("notes: A fair") < said.index("slot: 2") < said.index("notes: A visit")
    whole = edit(program, "amara", "plan", "--set", "experience 1=A unit")
    assert "experiences.1 holds several values" in whole.err
    assert "set one: experiences.1.slot" in whole.err
