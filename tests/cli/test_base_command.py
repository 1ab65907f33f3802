"""What holds for every command: an example, one style, `--dry-run` where it writes."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support.folders import whole
from support.histories import plain
from support.keys import needs_openssh
from support.run import mentorctl
from support.signers import as_person, lay_registered

from mentorctl.cli.app import build, loaded
from mentorctl.cli.base_command import WritingCommand
from mentorctl.cli.commands import COMMANDS, PARTS, CommandEntry

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY = ("--today", "2027-05-03")


def commands() -> Iterator[tuple[str, Any]]:
    """Every command with what it is called, those of a command of its own among them."""
    for entry in COMMANDS:
        command = loaded(entry)
        inside = getattr(command, "commands", None)
        if inside is None:
            yield entry.name, command
        else:
            yield from ((f"{entry.name} {name}", each) for name, each in inside.items())


ALL = dict(commands())
WRITING = {name for name, each in ALL.items() if isinstance(each, WritingCommand)}
BY_WORDS = {
    "attend": ("attend", "kickoff", "noor", *TODAY),
    "approve": ("approve", "okafor", "plan", "--on", "2026-09-24", "--yes", *TODAY),
    "attest": ("attest", "okafor", "plan", "advisor", "--scan", "../page.pdf", "--signed-on",
               "2026-10-06", "--yes", *TODAY),
    "comment": ("comment", "okafor", "1", "--text", "Used again.", "--yes", *TODAY),
    "completers": ("completers", "--format", "pdf", "--out", "list.pdf", *TODAY),
    "demo": ("demo", "there"),
    "edit": ("edit", "okafor", "plan", "--set", "content_area=Business", *TODAY),
    "extend": ("extend", "okafor", "comments-1-2", "--until", "2027-01-15", "--by", "haddad",
               "--reason", "flu", "--today", "2026-12-10"),
    "host": ("host", "../shared.git"),
    "join": ("join", "../shared.git"),
    "guard": ("guard", "--install", "shared.git"),
    "hand-in": ("hand-in", "okafor", "1", "--on", "2026-11-06", "--yes", *TODAY),
    "init": ("init", "p", "--preset", "missouri-career-education", "--year", "2026-2027"),
    "log": ("log", "okafor", "--from", "09:00", "--until", "09:30", "--kind", "phone", *TODAY),
    "mark": ("mark", "okafor", "first-call"),
    "withdraw": ("withdraw", "okafor", "--reason", "moved", *TODAY),
    "new": ("new", "okafor", "visit", "--on", "2027-04-01", *TODAY),
    "pair": ("pair", "amara", "bo", "--follows", "okafor", "--starts", "2027-05-03", *TODAY),
    "person add": ("person", "add", "ana-ruiz", "--name", "Ana Ruiz", "--email", "a@b.example"),
    "person edit": ("person", "edit", "haddad", "--set", "region=South"),
    "render": ("render", "plan", "okafor", "--to", "html", *TODAY),
    "save": ("save", *TODAY),
    "schema": ("schema",),
    "standards": ("standards", "--adopt", "missouri-5-csr-20-400-380"),
    "undo": ("undo", *TODAY),
    "waive": ("waive", "okafor", "plan:approved.on", "--by", "haddad", "--reason", "flu", *TODAY),
    "key doctor": ("key", "doctor", "--make"),
    "sign": ("sign", "okafor", "plan", "--yes", *TODAY),
    "receipt": ("receipt", "okafor", "plan", *TODAY),
    "sync": ("sync", "--remote", "shared.git"),
    "upgrade": ("upgrade",),
    "receive": ("receive", "okafor", "1", "--on", "2026-11-20", *TODAY),
    "redo": ("redo", *TODAY),
    "remind": ("remind", "--within", "60d", "--out", "../drafts", *TODAY),
    "retain": ("retain", "--destroy", "--consent", "haddad", *TODAY),
    "rollover": ("rollover", "2027-2028", "--today", "2027-06-20"),
    "schedule": ("schedule", "okafor", "visit", "--on", "2027-05-20", *TODAY),
    "report": ("report", *TODAY),
    "import": ("import", "people.csv", *TODAY),
    "status": ("status", "--out", "list.csv", *TODAY),
    "due": ("due", "--out", "list.csv", *TODAY),
    "invoices": ("invoices", "--out", "list.csv", *TODAY),
    "calendar": ("calendar", "--out", "list.ics", *TODAY),
    "person list": ("person", "list", "--out", "list.csv"),
}  # fmt: skip
NEEDS_A_KEY = {"attest", "sign"}
# what is shown with exit code 0 and a line; the others have nothing to do in this folder
IDLE = {"join", "mark", "retain", "remind", "upgrade", "receipt", "completers"}


@pytest.mark.parametrize("name", BY_WORDS)
def test_with_dry_run_nothing_is_written(name: str, program: Path) -> None:
    assert name in WRITING
    added = ("person", "add", "bo-reyes", "--name", "Bo Reyes", "--role", "mentor")
    if name in {"pair", "undo", "redo"}:
        mentorctl(*added, "--email", "bo@b.example", "--experience-years", "9", cwd=program)
    if name == "redo":
        mentorctl("undo", "--yes", cwd=program)
    if name == "import":
        text = "name,email,roles\nAna Ruiz,a@b.example,mentor\n"
        (program / "people.csv").write_text(text, "utf-8")
    if name == "save":
        plan = program / "pairings/2026-2027/amara-okafor-teo-lindqvist/plan.yaml"
        plan.write_text(plan.read_text("utf-8").replace("Family", "The Family"), "utf-8")
    if name == "sync":
        plain(program, "init", "--bare", "-q", "shared.git")
    before = whole(program)
    done = mentorctl(*BY_WORDS[name], "--dry-run", cwd=program)
    assert whole(program) == before
    if name not in NEEDS_A_KEY | IDLE:
        assert done.code == 0, done.err
        assert "would be" in done.err


@needs_openssh
@pytest.mark.parametrize(("person", "name"), [("noor-haddad", "sign"), ("iris-nakamura", "attest")])
def test_with_dry_run_nothing_is_signed(person: str, name: str, program: Path) -> None:
    lay_registered(program)
    (program.parent / "page.pdf").write_bytes(b"%PDF-1.4 a scanned page")
    before = whole(program)
    done = as_person(person, program, *BY_WORDS[name], "--dry-run")
    assert done.code == 0, done.err
    assert "would be done" in done.err
    assert whole(program) == before


def test_every_command_that_writes_has_dry_run() -> None:
    for name in WRITING:
        assert "--dry-run" in mentorctl(*name.split(), "--help").out, name
    # those of a vault, a search and a questionnaire take a process of their own to be there first
    apart = ("grievance", "reassign", "key", "evaluate")
    left = {each for each in WRITING if not each.startswith(apart)}
    assert left <= BY_WORDS.keys()


@pytest.mark.parametrize("name", ALL)
def test_every_help_has_an_example_that_can_be_typed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("people.csv").touch()
    shown = mentorctl(*name.split(), "--help").out
    lines = [line.strip() for line in shown.partition("\nExample")[2].splitlines()[1:]]
    examples = [shlex.split(line, comments=True) for line in lines if line]
    assert examples, shown
    for program, *words in examples:
        assert [program, *words[: len(name.split())]] == ["mentorctl", *name.split()]
        rest = words[len(name.split()) :]
        rest = rest[: rest.index(">")] if ">" in rest else rest
        with ALL[name].make_context(name, rest) as context:
            assert not context.args


def test_a_help_names_what_it_takes_in_one_style() -> None:
    for name, command in ALL.items():
        for each in command.params:
            shown = each.metavar or ""
            assert shown == shown.upper() or "|" in shown or shown == "FOLDER.git", (name, shown)
            assert "..." not in shown, (name, shown)
        assert not re.search("<(?:str|int|path|float)>", mentorctl(*name.split(), "--help").out)


# an option that takes two sorts of values, and why it means one thing all the same
SEVERAL = {
    # about what somebody was asked: a key; in grievances also whose it is, or what is missing
    "--checked": {"KEY", "KEY|PERSON|TEXT"},
    "--until": {"HH:MM", "DATE"},  # when something ends: a meeting by the clock, more time on a day
}
# where something goes: a file or a folder, as its end says
PLACES = {"FILE", "DIR", "DIR|FILE"}
# the one thing that an option means whose help says it in each command's own words
MEANS = {
    "--checked": "about what somebody was asked",
    "--advisor": "an advisor: the pairings of one, or who becomes a pairing's",
    "--again": "once more for those who had their turn",
    "--all": "all of what else is some, or one",
    "--anyway": "although there are errors",
    "--as": "as whom one acts",
    "--blank": "to be filled in by hand",
    "--by": "who does it, where it is not who types",
    "--content-area": "the content area that a new record has",
    "--early": "before its day has come",
    "--format": "how to say it",
    "--from": "when it begins",
    "--id": "the id that a new record has",
    "--key": "the key to act with",
    "--name": "the name that what is new has",
    "--on": "the day of it",
    "--open": "show what is sealed",
    "--out": "where it is written",
    "--per": "in parts, one for each",
    "--reason": "why, for all to read",
    "--reasons": "why, sealed",
    "--role": "a role of the program",
    "--school": "a school",
    "--set": "a field and its value",
    "--since": "from this day on",
    "--starts": "the first day of a pairing",
    "--text-file": "a file with the text",
    "--to": "the formats of documents",
    "--today": "the day on which to judge",
    "--until": "when it ends",
    "--where": "the place",
    "--year": "the program year",
}


def _options() -> Iterator[tuple[str, str, Any]]:
    """Each option of each command: its name, the command, what the command line knows of it."""
    for name, command in ALL.items():
        for each in command.params:
            for option in each.opts if each.param_type_name == "option" else ():
                yield option, name, each


def test_an_option_means_the_same_in_every_command() -> None:
    taken: dict[str, dict[str, list[str]]] = {}
    helps: dict[str, set[str]] = {}
    for option, name, each in _options():
        kind = "flag" if each.is_flag else each.metavar or each.type.name
        kind = "FILE" if option == "--out" and kind in PLACES else kind.strip("[]")
        taken.setdefault(option, {}).setdefault(kind, []).append(name)
        helps.setdefault(option, set()).add(each.help)
    for option, kinds in taken.items():
        assert len(kinds) == 1 or kinds.keys() == SEVERAL.get(option), (option, kinds)
    assert {option for option, said in helps.items() if len(said) > 1} <= MEANS.keys()
    assert MEANS.keys() <= taken.keys()
    assert set(taken["--to"]) == {"FORMATS"}
    assert set(taken["--from"]) == {"HH:MM"}


def test_every_command_that_names_a_file_to_write_has_dry_run() -> None:
    assert {name for option, name, _ in _options() if option == "--out"} <= WRITING


@pytest.mark.parametrize(
    "entry", [each for each in COMMANDS if each.renamed], ids=lambda each: each.name
)
def test_an_old_name_is_that_of_no_other_option(entry: CommandEntry) -> None:
    own = {name for name in ALL if name.split()[0] == entry.name}
    for old, new in entry.renamed:
        having = {name for option, name, _ in _options() if option == new and name in own}
        assert having
        assert not having & {name for option, name, _ in _options() if option == old}


def test_the_overview_has_the_parts_of_a_years_work() -> None:
    shown = mentorctl("--help").out
    places = [shown.index(f"\n{part}:\n") for part in PARTS]
    assert places == sorted(places)
    for entry in COMMANDS:
        assert re.search(rf"^  {entry.name}  ", shown, re.MULTILINE), entry.name


def test_an_old_name_of_an_option_works_and_says_the_new_one(program: Path) -> None:
    words = ("log", "okafor", "--from", "09:00", "--kind", "phone", "--topics", "x", *TODAY)
    for old in (("--to", "09:30"), ("--to=09:30",)):
        done = mentorctl(*words, *old, "--dry-run", cwd=program)
        assert done.code == 0, done.err
        assert "mentorctl log --to is called --until now" in done.err
    assert "is called" not in mentorctl(*words, "--until", "09:30", "--dry-run", cwd=program).err


def test_an_experience_may_be_two_words(program: Path) -> None:
    done = mentorctl("edit", "okafor", "experience", "1", "--set", "achieved=", *TODAY, "--dry-run",
                     cwd=program)  # fmt: skip
    assert "experiences/1.yaml" in done.err
    text = ("--text", "experience", "--yes", *TODAY, "--dry-run")
    assert mentorctl("comment", "okafor", "1", *text, cwd=program).code == 0


def test_help_tells_of_commands_topics_and_findings() -> None:
    assert mentorctl("help", "extend").out == mentorctl("extend", "--help").out
    assert mentorctl("help", "person", "add").out == mentorctl("person", "add", "--help").out
    assert "Last" not in mentorctl("help").err
    assert '"Haddad, Noor"' in mentorctl("help", "names").out
    assert mentorctl("help", "milestone-late").out == mentorctl("explain", "milestone-late").out
    nearest = mentorctl("help", "unbo")
    assert (nearest.code, "did you mean undo?" in nearest.err) == (2, True)


def test_what_messages_send_to_for_help_is_there() -> None:
    code = Path(__file__).parents[2] / "mentorctl"
    texts = [each.read_text("utf-8") for each in code.rglob("*.py")]
    named = {name for text in texts for name in re.findall(r"mentorctl help ([a-z][a-z-]*)", text)}
    assert "privacy" in named
    assert not {name for name in named if mentorctl("help", name).code != 0}


def test_all_commands_can_be_reached() -> None:
    group = build()
    assert [entry.name for entry in COMMANDS] == [
        name for name, each in group.commands.items() if not each.hidden
    ]


@pytest.mark.parametrize(
    ("said", "day"),
    [("2026-12-10", "2026-12-10"), ("11/24/2026", "2026-11-24"), ("24.11.2026", "2026-11-24"),
     ("Dec 5, 2026", "2026-12-05"), ("5 December 2026", "2026-12-05"), ("today", "2026-12-10"),
     ("yesterday", "2026-12-09")],
)  # fmt: skip
def test_a_day_may_be_said_as_on_paper(program: Path, said: str, day: str) -> None:
    words = ("log", "okafor", "--from", "3:30pm", "--until", "4:15 PM", "--kind", "phone")
    done = mentorctl(*words, "--on", said, "--today", "2026-12-10", "--dry-run", cwd=program)
    assert f"phone on {day}, 15:30 to 16:15" in done.err


# options of other commands
OTHERS = {"withdraw --follows", "rollover --year", "schema --format"}


def test_a_help_text_names_no_option_that_its_command_does_not_have() -> None:
    unknown = set()
    for name, each in commands():
        own = {option for param in each.params for option in (*param.opts, *param.secondary_opts)}
        said = re.sub("mentorctl [^.,;)]*", "", each.help or "")
        unknown |= {f"{name} {option}" for option in re.findall("--[a-z][a-z-]+", said)
                    if option not in own}  # fmt: skip
    assert {each for each in unknown if not each.startswith("help ")} == OTHERS


def test_tomorrow_is_a_day(program: Path) -> None:
    words = ("extend", "okafor", "comments-3-4", "--by", "advisor", "--reason", "flu")
    day = ("--today", "2027-04-19", "--dry-run")
    for until in (("--until", "tomorrow"), ("--until=tomorrow",)):
        done = mentorctl(*words, *until, *day, cwd=program)
        assert "comments-3-4 until 2027-04-20" in done.err


@pytest.mark.parametrize(
    ("said", "hint"),
    [("10/6/2026", "write 2026-10-06 or 2026-06-10"), ("12/24", "write it like 2026-12-14"),
     ("46000", "write it like"), ("soon", "write it like")],
)  # fmt: skip
def test_a_day_that_could_be_two_is_not_guessed(program: Path, said: str, hint: str) -> None:
    done = mentorctl("hand-in", "okafor", "1", "--on", said, cwd=program)
    assert done.code == 2
    assert hint in done.err


def test_a_format_is_understood_by_either_name(program: Path) -> None:
    words = ("completers", *TODAY)
    assert mentorctl(*words, "--to", "csv", cwd=program).out == (
        mentorctl(*words, "--format=csv", cwd=program).out
    )
    done = mentorctl("render", "plan", "okafor", "--format", "html", "--dry-run", cwd=program)
    assert done.code == 0, done.err


def test_a_year_may_be_written_short(program: Path) -> None:
    for said in ("2026-27", "2026/27", "2026/2027", "2026-2027"):
        assert mentorctl("status", "--year", said, *TODAY, cwd=program).code == 0
    assert (
        "no program year"
        in mentorctl(
            "init", "p", "--preset", "missouri-career-education", "--year", "2026-28", cwd=program
        ).err
    )


def test_a_command_of_commands_tells_of_each_in_a_whole_sentence() -> None:
    for name in ("person", "key", "reassign", "grievance"):
        assert "..." not in mentorctl(name, "--help").out.partition("\nCommands:")[2]
