"""What is asked for and what became of it, and the files that hold it."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.record import SLUG_PATTERN
from mentorctl.render.errors import RenderError

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.forms import FormDocument

__all__ = ["FORMATS", "Job", "JobOutcome", "file_name", "write"]

FORMATS = ("docx", "pdf", "html")


class Job(NamedTuple):
    """One document to be made.

    Attributes:
        document: What is in it.
        formats: Some of `FORMATS`.
        out: The folder that its files go to; made when it is not there.
    """

    document: FormDocument
    formats: tuple[str, ...]
    out: Path


class JobOutcome(NamedTuple):
    """What became of a job.

    Attributes:
        job: The job.
        paths: Its files, in the order of its formats; only those that were made.
        warnings: What a person should know of them, in plain words.
        error: Why not all of them could be made, or None.
    """

    job: Job
    paths: tuple[Path, ...]
    warnings: tuple[str, ...]
    error: RenderError | None


def file_name(document: FormDocument, year: str, suffix: str) -> str:
    """The name of a document's file: year, pairing or person, form.

    Raises:
        RenderError: No file can be named so.
    """
    if document.about and not re.fullmatch(SLUG_PATTERN, document.about):
        raise RenderError(
            f"no file can be named after {document.about!r}",
            "rename its folder: small letters and digits, with single hyphens between them",
        )
    return "_".join(filter(None, (year, document.about, f"{document.name}.{suffix}")))


def write(path: Path, content: bytes) -> Path:
    """Put a file in its place whole, or leave what was there.

    Raises:
        RenderError: It cannot be written.
    """
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
