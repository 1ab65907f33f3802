"""The file that `--out` names: its end says what it is, and it is written whole.

A name that ends like a file (`.pdf`, `.csv`) is a file of that format and never holds another one;
any other name is a folder where several files go. A file of another kind is never written over
without asking.
"""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli.output.console import confirmed, note, put, shown
from mentorctl.cli.output.no_links import refuse_links
from mentorctl.cli.output.progress import working

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from mentorctl.forms import FormContext, FormDocument
    from mentorctl.reports.counted_folder import CountedFolder

__all__ = [
    "DOCUMENTS",
    "SHOWN",
    "OutFile",
    "check_file",
    "check_folder",
    "dry_run",
    "format_named",
    "names_file",
    "text_into",
    "usable",
    "write_document",
    "write_whole",
]

OutFile = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="FILE", help="The file to write; its end says the format: list.csv."
    ),
]

# goes to the screen, and to no file
SHOWN = "table"
# files, and no text for a terminal
DOCUMENTS = frozenset({"docx", "pdf", "xlsx"})
# how the files of a format begin
STARTS = {
    "pdf": b"%PDF", "docx": b"PK", "xlsx": b"PK", "html": b"<", "svg": b"<", "json": b"{",
    "ics": b"BEGIN:VCALENDAR",
}  # fmt: skip
SHORT = {"markdown": "md"}
ENDS = {"htm": "html", "md": "markdown"}
# what else a name can say
OTHERS = frozenset(
    {"eml", "csv", "markdown", "doc", "odt", "ods", "rtf", "txt", "xls", "yaml", "yml"}
)
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LOOKED_AT = 512

_is_dry: ContextVar[bool] = ContextVar("is_dry", default=False)


def check_file(command: str, form: str, out: Path | None, formats: Collection[str]) -> str:
    """The format in which a list is written; `--out list.pdf` alone means PDF.

    Args:
        command: The command, for what to type instead.
        form: The format that was asked for; `table` where none was.
        out: The file to write, or None.
        formats: Those that the command knows.

    Raises:
        typer.BadParameter: The format does not go there, or the name says another one, or a file
            of another kind is there and stays.
    """
    if out is None:
        if form in DOCUMENTS:
            raise typer.BadParameter(
                f"{form} is a file and no text for a terminal; "
                f"name it: mentorctl {command} --out {command.replace(' ', '-')}.{form}"
            )
        return form
    if form == SHOWN:
        form = format_named(out, formats)
    usable(out, form)
    return form


def format_named(out: Path, known: Collection[str]) -> str:
    """The format that a file's name says, one of the known ones.

    Raises:
        typer.BadParameter: It says none of them.
    """
    form = _format_said(out)
    if form not in known:
        *most, last = (f".{SHORT.get(each, each)}" for each in known if each != SHOWN)
        is_other = f"cannot be a {out.suffix} file" if out.suffix else "does not say what it is"
        raise typer.BadParameter(
            f"{out} {is_other}; let its name end in {', '.join(most)} or {last}"
        )
    return form


def usable(out: Path, form: str) -> None:
    """Refuse a file that cannot be of a format, and ask before another kind is written over.

    Raises:
        typer.BadParameter: No file can be there, or its name says another format, or a file of
            another kind is there and stays.
    """
    if out.is_dir() or not out.absolute().parent.is_dir():
        raise typer.BadParameter(f"no file can be written at {out}; name another one")
    said = _format_said(out)
    if said != form and (said or form not in STARTS):
        # text of any kind could be text of another one, so its name has to say it
        raise typer.BadParameter(
            f"{out} would be {form}, and its name says {said or 'nothing'}; let both say the same"
        )
    if _is_another_kind(out, form):
        problem = f"{out} is there already and is no {form.upper()}"
        if not (sys.stdin.isatty() and confirmed(f"{problem}; write over it?")):
            raise typer.BadParameter(f"{problem}; name another file")


def check_folder(out: Path, what: str) -> None:
    """Refuse a name that says a file where several files go.

    Args:
        out: Where they go.
        what: What they are: "a receipt is several files".

    Raises:
        typer.BadParameter: It says one.
    """
    if names_file(out):
        raise typer.BadParameter(f"{what}, and {out} is one; name a folder")


def names_file(out: Path) -> bool:
    """Whether a name is that of a file: one is there, or no folder is and it ends like one."""
    return not out.is_dir() and (out.is_file() or bool(_format_said(out)))


def _format_said(out: Path) -> str:
    """The format that a name says; empty where it says none."""
    end = out.suffix.lower().removeprefix(".")
    said = ENDS.get(end, end)
    return said if said in STARTS or said in OTHERS else ""


def _is_another_kind(out: Path, form: str) -> bool:
    """Whether a file is there that holds something else than this format."""
    try:
        with out.open("rb") as file:
            start = file.read(LOOKED_AT).removeprefix(BYTE_ORDER_MARK).lstrip()
    except OSError:
        return False
    if not start:
        return False
    if form in STARTS:
        return not start.startswith(STARTS[form])
    return b"\0" in start or start.startswith(tuple(STARTS.values()))


@contextlib.contextmanager
def text_into(out: Path | None) -> Iterator[None]:
    """Let what is put to standard output go to a file, whole, where one is named.

    Raises:
        WriteError: A link of a program folder leads there.
    """
    if out is None:
        yield
        return
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        yield
    write_whole(out, text.getvalue().encode())


def write_document(
    document: FormDocument, about: FormContext, counted: CountedFolder, form: str, out: Path
) -> None:
    """Write a document to a file, whole, and say where it is.

    Raises:
        RenderError: It cannot be made.
        WriteError: A link of a program folder leads there.
    """
    if _only_shows(out):
        return
    from mentorctl.cli.rendering.form_context import house_in  # noqa: PLC0415 - loads the forms
    from mentorctl.render.batch import produce  # noqa: PLC0415 - as above
    from mentorctl.render.jobs import Job  # noqa: PLC0415 - as above

    house = house_in(counted)
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


def write_whole(out: Path, data: bytes, *, quiet: bool = False) -> None:
    """Write a file whole or not at all, and say where it is, unless the command itself does.

    Raises:
        WriteError: A link of a program folder leads there.
    """
    if _only_shows(out):
        return
    with tempfile.TemporaryDirectory(dir=out.absolute().parent, prefix=".mentorctl-") as place:
        file = Path(place, "file")
        file.write_bytes(data)
        file.replace(out)
    if not quiet:
        put(str(out))


@contextlib.contextmanager
def dry_run() -> Iterator[None]:
    """Only say of each file which it would be, and write none."""
    before = _is_dry.set(True)
    try:
        yield
    finally:
        _is_dry.reset(before)


def _only_shows(out: Path) -> bool:
    """Whether a file is not to be written; this has been said.

    Raises:
        WriteError: A link of a program folder leads there.
    """
    refuse_links(out)
    if _is_dry.get():
        note(f"would be written: {out}")
    return _is_dry.get()
