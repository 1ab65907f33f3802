"""What commands say in JSON is what the schemas of outputs say, whatever folder they look at."""

from __future__ import annotations

import json
import shutil
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from support.facts import FOLDER, PAIRING, change
from support.folders import copied, lay_base
from support.run import Result, mentorctl
from support.schemas import VERSIONS, faults_of

from mentorctl.cli.app import loaded
from mentorctl.cli.commands import COMMANDS as COMMAND_ENTRIES
from mentorctl.cli.commands import HIDDEN
from mentorctl.data import data
from mentorctl.reports.outputs.output_schema import OUTPUTS, keys_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from support.folders import Once

PRESETS = sorted(path.name for path in data("templates", "programs").iterdir())
ODD = ("unreadable pairing", "unreadable person", "no history", "no pairings", "withdrawn")
COMMANDS = {
    "check": ("check",), "status": ("status",), "due": ("due", "--within", "2028-01-01"),
    "completers": ("completers",), "invoices": ("invoices",), "standards": ("standards",),
    "report": ("report",), "audit": ("audit",), "duties": ("status", PAIRING, "--duties"),
    "history": ("history",), "person-list": ("person", "list"), "key-list": ("key", "list"),
    "presets": ("presets",), "standards-list": ("standards", "--list"),
}  # fmt: skip
# these judge nothing, and so take no day; nor do they look back
UNDATED = frozenset({"history", "person-list", "key-list", "presets", "standards-list"})


def told(root: Path, name: str, version: int, *words: str) -> Result:
    """What a command says of a folder, in one of the versions."""
    day = () if name in UNDATED else ("--today", "2027-04-27")
    said = [*COMMANDS[name], *words, *day, "--format", "json"]
    return mentorctl(*said, "--schema-version", str(version), cwd=root)


# of the sample, which nobody changes
told_once = cache(told)


def holds(root: Path, name: str, *words: str, told: Callable[..., Result] = told) -> None:
    """See that what a command says of a folder is as its schema says."""
    for version in VERSIONS:
        done = told(root, name, version, *words)
        if done.code in {2, 3}:
            assert not done.out
            assert done.code == 3 or name == "duties", done.err
            continue
        faults = faults_of(name, version, json.loads(done.out))
        assert not faults, faults[:5]


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - {"duties"}))
def test_the_sample_is_told_as_the_schema_says(known_demo: Path, name: str) -> None:
    holds(known_demo, name, told=told_once)
    if name == "status":  # all look back in one way
        holds(known_demo, name, "--at", "2027-04-14")


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_is_told_as_the_schema_says(preset: str, tmp_path: Path) -> None:
    root = tmp_path / "p"
    made = mentorctl("init", root, "--preset", preset, "--year", "2026-2027")
    assert made.code == 0, made.err
    for name in COMMANDS.keys() - {"duties"}:
        holds(root, name)


@pytest.fixture(scope="module", params=ODD)
def odd(once: Once, tmp_path_factory: pytest.TempPathFactory, request: Any) -> Path:
    base = once("base", lambda folder: lay_base(folder / "program")) / "program"
    root = copied(base, tmp_path_factory.mktemp("odd") / "program")
    if request.param == "unreadable pairing":
        (root / FOLDER / "pairing.yaml").write_text("a: [\n", "utf-8")
    elif request.param == "unreadable person":
        (root / "people/amara-okafor.yaml").write_text("", "utf-8")
    elif request.param == "no history":
        shutil.rmtree(root / ".git")
    elif request.param == "no pairings":
        shutil.rmtree(root / "pairings")
    else:
        change(root, f"{FOLDER}/pairing.yaml", ("state",), "withdrawn")
        change(root, f"{FOLDER}/pairing.yaml", ("ends",), "2027-03-01")
    return root


@pytest.mark.one_in(3)
@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_an_odd_folder_is_told_as_the_schema_says(odd: Path, name: str) -> None:
    holds(odd, name)


def test_a_program_that_cannot_be_read_is_told_so(program: Path) -> None:
    (program / "program.yaml").write_text("a: [\n", "utf-8")
    holds(program, "check")


@pytest.mark.parametrize("version", VERSIONS)
def test_every_key_is_told(version: int) -> None:
    for output in OUTPUTS:
        for key in keys_of(output, version):
            assert key.says.endswith("."), (output.name, key.path)


# what a row of each list is joined by; who owes or is paid stands beside it
JOINED_BY = {
    "pairing", "mentee_id", "mentor_id", "advisor_id", "supervisor_id", "program_id", "year",
}  # fmt: skip
ROWS = {
    "status": ("pairings",), "due": ("due",), "completers": ("completers", "others"),
    "invoices": ("invoices[].lines", "schools[].lines"),
}  # fmt: skip
# these have the program and the year above them
BELOW = {"completers-diff": ("came", "went", "changed"), "report": ("pairings",)}
SHEETS = {
    "status": set(), f"status {PAIRING}": set(), "due": {"person_id"}, "completers": set(),
    "completers --explain": set(), "invoices": {"payee_id"},
}  # fmt: skip
# these are about no program
OF_NO_PROGRAM = {"presets", "standards-list"}
# its rows are people whom nobody has paired yet
OF_NO_PAIRING = {"reassign-candidates"}


def test_every_row_of_json_can_be_joined() -> None:
    """Each output names its program, each row that names a mentee its pairing, lists all ids."""
    for output in OUTPUTS:
        found: dict[str, set[str]] = {}
        for key in keys_of(output, 1):
            above, _, name = key.path.rpartition("[].")
            found.setdefault(above, set()).add(name)
        whole = found[""]
        assert "program_id" in whole or output.name in OF_NO_PROGRAM, output.name
        for above, names in found.items():
            is_named = "pairing" in names | whole or output.name in OF_NO_PAIRING | OF_NO_PROGRAM
            assert is_named or not names & {"mentee_id", "mentor_id"}, (output.name, above)
        for rows in ROWS.get(output.name, ()):
            assert found[rows] >= JOINED_BY, (output.name, rows)
        for rows in BELOW.get(output.name, ()):
            assert found[rows] | whole >= JOINED_BY, (output.name, rows)


@pytest.mark.parametrize("words", SHEETS)
def test_every_row_of_csv_can_be_joined(known_demo: Path, words: str) -> None:
    named = words.replace(PAIRING, "kayla-dunning-denise-abernathy").split()
    day = ("--today", "2027-04-27", "--format", "csv")
    columns = mentorctl(*named, *day, cwd=known_demo).out.partition("\n")[0].split(",")
    assert JOINED_BY | SHEETS[words] <= set(columns)
    assert len(columns) == len(set(columns))


def test_one_name_means_one_thing_in_the_second_version(known_demo: Path) -> None:
    """A program and a person are objects, and nothing is an empty text."""

    people = {"mentee", "mentor", "advisor", "supervisor", "payee", "signed_by", "person"}

    def look(value: Any, path: str) -> Iterator[str]:
        if isinstance(value, dict):
            for key, each in value.items():
                if key in {"before", "after"}:
                    continue  # what a record holds, as it was written
                if key in {"program", *people} and each is not None:
                    assert sorted(each) == ["id", "name"], path
                yield from look(each, f"{path}.{key}")
        elif isinstance(value, list):
            for each in value:
                yield from look(each, path)
        elif value == "":
            yield path

    for name in COMMANDS.keys() - {"duties"}:
        said = told_once(known_demo, name, 2)
        assert not sorted(set(look(json.loads(said.out), name)))


def test_every_command_that_says_json_has_its_schema() -> None:
    told = {each.command.split(" --")[0].removesuffix(" SEARCH") for each in OUTPUTS}
    able = {
        path
        for path, command in every_command()
        for each in command.params
        if "--format" in each.opts and "json" in getattr(each.type, "choices", ())
    }
    assert able
    assert able - told == set()


def every_command() -> Iterator[tuple[str, Any]]:
    """Each command and each of its own commands, by what one types."""
    for entry in (*COMMAND_ENTRIES, *HIDDEN):
        yield from inside(f"mentorctl {entry.name}", loaded(entry))


def inside(path: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield path, command
    for name, each in getattr(command, "commands", {}).items():
        yield from inside(f"{path} {name}", each)


def test_pairings_of_other_years_stand_beside_each_list(program: Path) -> None:
    old = program / "pairings/2025-2026/one-two"
    shutil.copytree(program / FOLDER, old)
    for name in ("completers", "status", "due", "invoices"):
        done = mentorctl(*COMMANDS[name], "--format", "json", "--today", "2027-04-27", cwd=program)
        said = json.loads(done.out)["other_years"]
        assert said == [{"year": "2025-2026", "pairing": "one-two"}], name
        assert "of 2025-2026, one-two has not ended" in done.err


def test_the_command_prints_the_schemas() -> None:
    every = json.loads(mentorctl("schema", "--outputs").out)
    assert list(every) == [each.name for each in OUTPUTS]
    one = json.loads(mentorctl("schema", "due", "--outputs", "--schema-version", "2").out)
    assert one["properties"]["schema_version"]["const"] == 2
    assert mentorctl("schema", "nothing", "--outputs").code == 2
