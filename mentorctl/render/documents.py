"""From a form's name and a pairing's records to files."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from mentorctl.forms import form_named
from mentorctl.model.base import SLUG_PATTERN
from mentorctl.render.errors import RenderError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from mentorctl.forms import Form, FormContext, FormDocument
    from mentorctl.model.team import Team

__all__ = ["FORMATS", "render"]

FORMATS = ("docx", "pdf", "html")


def render(
    form_name: str,
    team: Team,
    context: FormContext,
    formats: Sequence[str],
    out_dir: Path,
) -> list[Path]:
    """Make the documents of one form for one pairing.

    The same records, context and formats give the same bytes. A file that is already there is
    replaced whole.

    Args:
        form_name: A name from `FORMS`.
        team: The pairing's records.
        context: The program around them.
        formats: Some of `FORMATS`.
        out_dir: Where the files go; made when it is not there.

    Returns:
        The files, document by document in the order of `formats`, named
        `2026-2027_okafor-lindqvist_comment-1.docx`.

    Raises:
        KeyError: There is no such form or format.
        RenderError: The pairing has nothing to print on this form, or a document cannot be made
            or written; the documents before it are there.
    """
    form = form_named(form_name)
    for name in formats:
        if name not in FORMATS:
            raise KeyError(name)
    documents = form.view(team, context)
    if not documents:
        raise _nothing_to_print(form, team, context)
    return [
        _write(out_dir / _file_name(team, document, suffix), content)
        for document in documents
        for suffix, content in _contents(form, document, formats, context)
    ]


def _contents(
    form: Form, document: FormDocument, formats: Sequence[str], context: FormContext
) -> list[tuple[str, bytes]]:
    from mentorctl.render import office, pages  # noqa: PLC0415 - Jinja2 takes 36 ms

    # a name may run over lines in its record, a title may not
    document = document._replace(title=" ".join(document.title.split()))
    page = pages.page(form.template, document)
    makers = {"docx": office.docx, "pdf": office.pdf, "html": _html}
    return [(name, makers[name](page, document.title, context.today)) for name in formats]


def _html(page: str, _title: str, _day: dt.date) -> bytes:
    return page.encode()


def _nothing_to_print(form: Form, team: Team, context: FormContext) -> RenderError:
    title = context.words.say(form.title)
    if team.pairing is None or team.broken:
        return RenderError(
            f"{team.id} has files that cannot be read, so its {title} cannot be made",
            f"see which ones and why: mentorctl check {team.folder}",
        )
    return RenderError(
        f"{team.id} has no {title} yet",
        f"begin it: {form.start.format(pairing=team.id)}",
    )


def _file_name(team: Team, document: FormDocument, suffix: str) -> str:
    if not re.fullmatch(SLUG_PATTERN, team.id):
        raise RenderError(
            f"no file can be named after the pairing {team.id!r}",
            "rename its folder: small letters and digits, with single hyphens between them",
        )
    return f"{team.year}_{team.id}_{document.name}.{suffix}"


def _write(path: Path, content: bytes) -> Path:
    """Put a file in its place whole, or leave what was there."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        try:
            with part.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise RenderError(
            f"{path} cannot be written: {error.strerror or error}",
            "close it if it is open in another program, or choose another folder",
        ) from error
    return path
