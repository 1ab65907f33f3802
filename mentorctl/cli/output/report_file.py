"""Writes reports to files: checks the format first, and writes atomically."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mentorctl.cli.output.console import note, put, shown
from mentorctl.cli.output.no_links import refuse_links
from mentorctl.cli.output.progress import working

if TYPE_CHECKING:
    from collections.abc import Collection

    from mentorctl.forms import FormContext, FormDocument
    from mentorctl.store.folder import Folder

__all__ = ["check_file", "write_document", "write_whole"]


def check_file(command: str, form: str, out: Path | None, files: Collection[str]) -> None:
    """Refuse a format that does not go where it is asked to go.

    Args:
        command: The command, for what to type instead.
        form: The format.
        out: The file to write, or None.
        files: The formats that are files and no text for a terminal.

    Raises:
        typer.BadParameter: It does not.
    """
    if form not in files:
        if out is not None:
            raise typer.BadParameter(
                f"--out is for {_listed(files)}; {form} goes to standard output: "
                f"mentorctl {command} --format {form} > {out}"
            )
    elif out is None:
        raise typer.BadParameter(
            f"{form} is a file and no text for a terminal; "
            f"name it: mentorctl {command} --format {form} --out {command}.{form}"
        )
    elif out.is_dir() or not out.absolute().parent.is_dir():
        raise typer.BadParameter(f"no file can be written at {out}; name another one")


def _listed(names: Collection[str]) -> str:
    *most, last = sorted(names)
    return f"{', '.join(most)} and {last}" if most else last


def write_document(
    document: FormDocument, about: FormContext, folder: Folder, form: str, out: Path
) -> None:
    """Write a document to a file, whole, and say where it is.

    Raises:
        RenderError: It cannot be made.
        WriteError: A link of a program folder leads there.
    """
    from mentorctl.cli.rendering.form_context import house_in  # noqa: PLC0415 - loads the forms
    from mentorctl.render.batch import produce  # noqa: PLC0415 - as above
    from mentorctl.render.jobs import Job  # noqa: PLC0415 - as above

    refuse_links(out)
    house = house_in(folder)
    with tempfile.TemporaryDirectory(dir=out.absolute().parent, prefix=".mentorctl-") as place:
        with working("making the document"):
            outcomes = list(produce([Job(document, (form,), Path(place))], about, house=house))
        for outcome in outcomes:
            if outcome.error is not None:
                raise outcome.error
            for warning in outcome.warnings:
                note(f"warning: {shown(warning)}")
            outcome.paths[0].replace(out)
    put(str(out))


def write_whole(out: Path, data: bytes) -> None:
    """Write a file whole or not at all, and say where it is.

    Raises:
        WriteError: A link of a program folder leads there.
    """
    refuse_links(out)
    with tempfile.TemporaryDirectory(dir=out.absolute().parent, prefix=".mentorctl-") as place:
        file = Path(place, "file")
        file.write_bytes(data)
        file.replace(out)
    put(str(out))
