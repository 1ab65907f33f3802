"""`mentorctl schema`: the help that editors give while a person types."""

from __future__ import annotations

import difflib
import json
from typing import Annotated

import typer

from mentorctl.cli.editing.transaction import Transaction
from mentorctl.cli.lookup import match_one
from mentorctl.cli.options import SchemaVersion
from mentorctl.cli.output.console import note, put
from mentorctl.cli.state import State
from mentorctl.model.kinds import KINDS
from mentorctl.model.schema import (
    EXTENSIONS_FILE,
    SETTINGS_FILE,
    editor_extensions,
    editor_files,
    editor_settings,
    schemas,
)
from mentorctl.reports.outputs.output_schema import OUTPUTS, schema_of
from mentorctl.reports.row_formats import as_json
from mentorctl.store.errors import StoreError
from mentorctl.store.parse.reader import record_content

__all__ = ["command"]

NAMES = [kind.name for kind in KINDS]


def _kinds(incomplete: str) -> list[str]:
    return [name for name in NAMES if name.startswith(incomplete)]


def command(
    context: typer.Context,
    kind: Annotated[
        str | None,
        typer.Argument(
            metavar="KIND",
            help="Print the schema of one kind of record instead of writing all.",
            autocompletion=_kinds,
        ),
    ] = None,
    outputs: Annotated[
        bool,
        typer.Option("--outputs", help="Print the schemas of what commands say in JSON; of KIND."),
    ] = False,
    version: SchemaVersion = "1",
) -> None:
    """Write the JSON Schemas and settings with which editors help while one types.

    Run it after a change of program.yaml: roles, milestones, items and the catalogue are in them.

    With --outputs it writes nothing, and prints the schemas of `check --format json` and the like
    by the command's name; of one of them where it is named.
    """
    if outputs:
        _put_outputs(kind, int(version))
        return
    state: State = context.obj
    program, words = state.folder.program, state.folder.words
    if kind is not None:
        if kind not in NAMES:
            close = difflib.get_close_matches(kind, NAMES, n=1)
            hint = f"did you mean {close[0]}?" if close else f"known: {', '.join(NAMES)}"
            raise typer.BadParameter(f"there is no kind of record called {kind!r}; {hint}")
        put(json.dumps(schemas(program, words)[kind], ensure_ascii=False, indent=2))
        return
    change = Transaction(state)
    for path, text in editor_files(program, words, state.folder.people).items():
        change.replace(path, text)
    settings = editor_settings(_present(state, SETTINGS_FILE))
    if settings is None:
        note(f"{SETTINGS_FILE} has remarks or is not JSON, and stays as it is")
    else:
        change.replace(SETTINGS_FILE, settings)
    if not _present(state, EXTENSIONS_FILE):
        change.replace(EXTENSIONS_FILE, editor_extensions())
    if change.paths:
        change.finish("schemas and settings for editors, as program.yaml is now")
    else:
        note("the schemas are as program.yaml is now; there is nothing to change")


def _put_outputs(name: str | None, version: int) -> None:
    known = {each.name: each for each in OUTPUTS}
    if name is None:
        put(as_json({each: schema_of(output, version) for each, output in known.items()}))
    else:
        put(as_json(schema_of(known[match_one("output", name, known)], version)))


def _present(state: State, path: str) -> str:
    """The text of a file, empty where it is not there.

    Raises:
        StoreError: It cannot be read.
    """
    try:
        return record_content(str(state.root / path)).decode("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{path} cannot be read", "see that it is an ordinary file") from error
