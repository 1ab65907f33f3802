"""`mentorctl init`: start a program folder from a preset."""

from __future__ import annotations

import os
import secrets
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from mentorctl import __version__
from mentorctl.cli import completion, lookup
from mentorctl.cli.editing.standard_adoption import adopted_files
from mentorctl.cli.options import program_year
from mentorctl.cli.output.console import note, paint
from mentorctl.cli.sharing.forges import CI_FILES
from mentorctl.cli.state import State
from mentorctl.data import data
from mentorctl.model.ids import is_id, slug
from mentorctl.model.kinds import kind_named
from mentorctl.model.paths import PROGRAM_FILE, meeting_file, person_file, year_file
from mentorctl.model.program import Program
from mentorctl.model.schema import (
    EXTENSIONS_FILE,
    SETTINGS_FILE,
    editor_extensions,
    editor_files,
    editor_settings,
)
from mentorctl.model.words import Words
from mentorctl.model.years import ProgramYear
from mentorctl.rules.program_contradiction import contradictions
from mentorctl.store.edit.set_value import set_value
from mentorctl.store.folder_format import refuse_newer
from mentorctl.store.format_upgrade import upgraded
from mentorctl.store.parse.reader import examine
from mentorctl.store.scaffold import record_text
from mentorctl.trail.git import repository
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.merge_driver_setup import ATTRIBUTE, put_in_place

__all__ = ["command"]

ID_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
YEAR = "2026-2027"

ATTRIBUTES = (
    "# the same bytes on every computer, so that a signature made here can be checked there\n"
    "* text=auto eol=lf\n"
    "# records come together by their fields, not by their lines\n"
    f"{ATTRIBUTE}"
    "# what people hand in is never touched\n"
    "pairings/**/evidence/** -text\n"
)
IGNORED = (
    "# left behind by editors and systems\n*~\n*.swp\n~$*\n.DS_Store\nThumbs.db\ndesktop.ini\n"
    "\n# what mentorctl render writes; made from the records, so never kept\n/forms/\n"
)
README = """\
# {name}, {year}

{agency}

Each record here is a text file (YAML) that you can read and edit in any editor; one that knows YAML
helps while you type. A line that begins with # is a remark.

| where | what |
|---|---|
| `program.yaml` | the program: its words, dates, forms and rules |
| `people/` | everybody who takes part, one file each |
| `pairings/{year}/` | each {mentee} with a {mentor}, one folder each |
| `meetings/` | who attended the required meetings |
| `years/` | the year's own dates |

## Where to get the tool

The folder is kept with `mentorctl`, version {version} or newer, which needs Python 3.11 and git.
Ask below for its file. Then: `uv tool install FILE`, or `pipx install FILE`.

## On your first day

1. See that the tool is there: `mentorctl --version`. A copy of your own, and a key to sign with,
   you get with `mentorctl join ADDRESS`: the address is on the page that you were sent. Whoever
   keeps the folder makes these pages: `mentorctl render first-day --to pdf`.
2. Read the page for you: `mentorctl help first-day`, or for who keeps the folder
   `mentorctl help first-hour`.
3. See what comes next, and whose move it is: `mentorctl status` and `mentorctl due`.
4. After an edit, keep it in the history with `mentorctl save`. What needs somebody is found by
   `mentorctl check`.

## Whom to ask

{ask}
"""


class _Wish(NamedTuple):
    """The options for the new program."""

    preset: str
    year: str
    name: str | None
    timezone: str | None
    coordinator: str | None
    coordinator_name: str | None
    coordinator_email: str | None
    forge: str | None


Name = Annotated[str | None, typer.Option(metavar="NAME", help="The preset's own when left out.")]
Year = Annotated[
    str, typer.Option(parser=program_year, metavar="YEAR", help="The program year, like 2026-2027.")
]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="The new folder; it must not hold anything yet.")
    ],
    preset: Annotated[
        str,
        typer.Option(
            metavar="PRESET",
            help="What to start from: a preset of the toolkit, or a program.yaml of your own.",
            autocompletion=completion.presets,
        ),
    ],
    year: Year,
    name: Name = None,
    timezone: Annotated[
        str | None, typer.Option(metavar="ZONE", help="Like America/Chicago; else the preset's.")
    ] = None,
    coordinator_name: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who keeps this folder.")
    ] = None,
    coordinator_email: Annotated[str | None, typer.Option(metavar="EMAIL")] = None,
    coordinator_id: Annotated[
        str | None, typer.Option(metavar="ID", help="Made of the name when left out.")
    ] = None,
    forge: Annotated[
        str | None,
        typer.Option(
            "--ci",
            metavar="FORGE",
            help=f"Also check every change where it is shared: {' or '.join(CI_FILES)}.",
        ),
    ] = None,
) -> None:
    """Start a program folder from a preset."""
    state: State = context.obj
    directory = _free(state.directory / directory)
    coordinator = _coordinator(coordinator_name, coordinator_email, coordinator_id)
    if forge is not None:
        forge = lookup.match_one("forge", forge, list(CI_FILES))
    wish = _Wish(
        preset, year, name, timezone, coordinator, coordinator_name, coordinator_email, forge
    )
    files = dict(_files(wish))
    _plan(state, directory, files, f"{directory} is a program folder for {year}")
    state.act.done(_build(directory, files, wish))
    note(f"{paint('done', 'green', 'bold')}: {directory} is a program folder for {year},"
         f" {len(files)} files and a history of their own")  # fmt: skip
    _next_steps(directory, coordinator)


def _plan(state: State, directory: Path, files: dict[str, str], said: str) -> None:
    """Note what will be made; with --dry-run, end the command there."""
    # what is told of a folder is told of the new one, and not of one that it lies in
    state.root = directory
    state.act.plans(said, {path: (None, text.encode()) for path, text in files.items()})
    state.act.tell(folder=str(directory))
    state.stop_if_dry(said, *sorted(files))


def _free(directory: Path) -> Path:
    """The new folder, which must not hold anything yet.

    Raises:
        typer.BadParameter: It does.
    """
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise typer.BadParameter(f"{directory} is there already and holds something; name another")
    return directory


def _coordinator(name: str | None, email: str | None, given: str | None) -> str | None:
    """The id of the person who keeps the folder, where one is named."""
    if name is None:
        if email or given:
            raise typer.BadParameter("say who the coordinator is: --coordinator-name NAME")
        return None
    found = given or slug(name)
    if found is None or not is_id(found):
        raise typer.BadParameter(
            f"no id can be made of {given or name!r}; choose one of 2 to 64 small letters, digits"
            " and single hyphens: --coordinator-id ID"
        )
    return found


def _files(wish: _Wish) -> Iterator[tuple[str, str]]:
    """Every file of the new folder: path and text."""
    text, program = _program(wish)
    words = Words(program.terms)
    yield PROGRAM_FILE, text
    yield (
        "README.md",
        README.format_map(
            {
                **words,
                "name": program.name,
                "year": program.year,
                "agency": program.agency,
                "version": __version__,
                "ask": _whom_to_ask(wish),
            }
        ),
    )
    yield ".gitattributes", ATTRIBUTES
    yield ".gitignore", IGNORED
    if wish.forge is not None:
        file = data("templates", "ci", f"{wish.forge}.yml")
        yield CI_FILES[wish.forge], file.read_text(encoding="utf-8")
    yield from editor_files(program, words).items()
    yield SETTINGS_FILE, editor_settings() or ""
    yield EXTENSIONS_FILE, editor_extensions()
    year = year_file(program.year)
    yield year, record_text(kind_named("year"), year, program, words, {})
    for meeting in program.meetings:
        path = meeting_file(program.year, meeting.id)
        yield (
            path,
            record_text(kind_named("meeting"), path, program, words, {"meeting": meeting.id}),
        )
    if program.standards:
        yield from adopted_files(program, words, program.standards)
    if wish.coordinator is not None:
        path = person_file(wish.coordinator)
        roles = [role.id for role in program.roles if role.id == "coordinator"]
        person = {"name": wish.coordinator_name, "email": wish.coordinator_email, "roles": roles}
        record = record_text(kind_named("person"), path, program, words, person)
        if faults := examine(record.encode(), kind_named("person").model, words)[1]:
            raise typer.BadParameter(f"{faults[0].message}; {faults[0].hint}")
        yield path, record


def _whom_to_ask(wish: _Wish) -> str:
    """Who keeps the folder, in a sentence."""
    if wish.coordinator_name is None:
        return "Those who keep this folder are in `program.yaml`, under `coordinators`."
    email = f", {wish.coordinator_email}" if wish.coordinator_email else ""
    return f"{wish.coordinator_name}{email}, keeps this folder."


def _program(wish: _Wish) -> tuple[str, Program]:
    """The preset's text with what is this program's own.

    Raises:
        typer.BadParameter: There is no such preset, or it cannot be made into what is wished.
    """
    source = _preset(wish.preset)
    refuse_newer(source.read_bytes())
    made_from, faults = examine(source.read_bytes(), Program, Words())
    if made_from is None:
        first = faults[0]
        raise typer.BadParameter(
            f"{source}:{first.line}:{first.column}: {first.message}; {first.hint}"
        )
    text = source.read_text(encoding="utf-8")
    year = ProgramYear(wish.year)
    digits = wish.year.replace("-", "", 1)
    if len(wish.year) != len(YEAR) or not digits.isdecimal() or not year.is_consecutive:
        raise typer.BadParameter(f"{wish.year!r} is no program year; write it like {YEAR}")
    own = {
        "id": "p-" + "".join(secrets.choice(ID_LETTERS) for _ in range(10)),
        "year": wish.year,
        "name": wish.name,
        "timezone": wish.timezone,
        "coordinators": None if wish.coordinator is None else [wish.coordinator],
    }
    text = upgraded(kind_named("program"), text, made_from.format or 1)
    for field, value in own.items():
        if value is not None:
            text = set_value(text, (field,), value)
    program, faults = examine(text.encode(), Program, Words())
    if program is None:  # the time zone, say, was given as an empty text
        raise typer.BadParameter(f"{faults[0].message}; {faults[0].hint}")
    for hit in contradictions(program):
        if (hit.severity or "error") == "error":
            raise typer.BadParameter(f"{hit.message}; {hit.hint}")
    return text, program


def _preset(name: str) -> Path:
    """The program.yaml to start from.

    Args:
        name: A preset of the toolkit, or the path of a file.

    Raises:
        typer.BadParameter: There is none of that name.
    """
    if name.endswith(".yaml") or {"/", os.sep} & set(name):
        if not Path(name).is_file():
            raise typer.BadParameter(f"there is no file {name}; name a program.yaml or a preset")
        return Path(name)
    presets = {path.parent.name: path for path in data("templates", "programs").glob("*/*.yaml")
               if path.name == PROGRAM_FILE}  # fmt: skip
    return presets[lookup.match_one("preset", name, sorted(presets))]


def _build(directory: Path, files: dict[str, str], wish: _Wish) -> str:
    """Make the folder, whole or not at all.

    Returns:
        The id of its first commit.

    Raises:
        OSError: It cannot be written.
        GitError: git is missing, or does not do it.
    """
    target = directory.absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".mentorctl-init-") as place:
        folder = Path(place, "program")
        for path, text in files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        repository.init(folder)
        _put_name(Git(folder), wish)
        put_in_place(folder)
        commit = repository.commit(folder, sorted(files), "a new program folder")
        if target.exists() and Path.cwd().is_relative_to(target.resolve()):
            _fill(target, folder)
            return commit
        if target.exists():
            target.rmdir()
        folder.rename(target)
    return commit


def _put_name(git: Git, wish: _Wish) -> None:
    """Put the coordinator's name on what is changed here, where git knows nobody's."""
    if wish.coordinator_name is None or git.knows_user:
        return
    git("config", "--local", "user.name", wish.coordinator_name)
    if wish.coordinator_email:
        git("config", "--local", "user.email", wish.coordinator_email)
    note(f"what you change here carries the name of {wish.coordinator_name}; if you are somebody"
         " else, type there: git config user.name YOUR-NAME")  # fmt: skip


def _fill(target: Path, folder: Path) -> None:
    """Move everything into a folder that must stay because somebody stands in it.

    program.yaml comes last: before it, this is no program folder.
    """
    names = sorted(
        (each.name for each in folder.iterdir()), key=lambda name: (name == PROGRAM_FILE, name)
    )
    try:
        for name in names:
            (folder / name).rename(target / name)
    except OSError:
        for name in names:
            moved = target / name
            if moved.is_dir():
                shutil.rmtree(moved, ignore_errors=True)
            else:
                moved.unlink(missing_ok=True)
        raise


def _next_steps(directory: Path, coordinator: str | None) -> None:
    note("next:")
    if directory.absolute() != Path.cwd():
        note(f"  cd {shlex.quote(str(directory))}")
    if coordinator is None:
        note("  mentorctl person add YOUR-ID --name YOUR-NAME --role coordinator")
        note("  mentorctl edit program --set coordinators.+=YOUR-ID")
    note("  mentorctl import --template people --out ../people.csv")
    note("  mentorctl import ../people.csv")
