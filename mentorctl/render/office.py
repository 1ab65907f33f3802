"""From a page of HTML to DOCX and PDF: pandoc in its sandbox, typst in an empty root."""

from __future__ import annotations

import datetime as dt
import io
import os
import subprocess
import tempfile
import zipfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from mentorctl.data import data
from mentorctl.render.errors import RenderError
from mentorctl.render.pages import LANGUAGE

if TYPE_CHECKING:
    from typst import Fonts, PDFStandard

__all__ = ["docx", "pdf"]

SECONDS = 60
MEMORY = "-M1G"
# What a page says is text: nothing of it may be read as an identifier or as another markup
READER = "html-auto_identifiers"
REINSTALL = "install mentorctl again: pip install --force-reinstall mentorctl"
REPORT = "this is a fault of mentorctl: please report it, with the record that shows it"
REFERENCE_PARTS = {
    "[Content_Types].xml": "content-types.xml",
    "_rels/.rels": "relations.xml",
    "word/document.xml": "document.xml",
    "word/_rels/document.xml.rels": "document-relations.xml",
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
    "word/fontTable.xml": "fonts.xml",
    "word/footer1.xml": "footer.xml",
}


def docx(page: str, title: str, day: dt.date) -> bytes:
    """Make a Word document of a page.

    Args:
        page: The page, as `pages.page` gives it.
        title: For the file's properties and its footer.
        day: For the file's properties.

    Raises:
        RenderError: pandoc is not there or fails.
    """
    with tempfile.TemporaryDirectory(prefix="mentorctl-") as name:
        folder = Path(name)
        reference = folder / "reference.docx"
        reference.write_bytes(_reference(title))
        made = _pandoc(
            page,
            folder,
            "--to=docx",
            "--syntax-highlighting=none",
            f"--reference-doc={reference}",
            f"--template={data('templates', 'forms', 'docx', 'document.openxml')}",
            "--output=-",
        )
    return _dated(made, day)


def pdf(page: str, title: str, day: dt.date) -> bytes:
    """Make a PDF of a page.

    It is PDF/UA-1, unless a letter of the records is in none of this computer's fonts: such a
    letter shows as an empty box, which that standard forbids.

    Args:
        page: The page, as `pages.page` gives it.
        title: For the file's properties and its footer.
        day: For the file's properties.

    Raises:
        RenderError: pandoc or typst fails or is not there.
    """
    import typst  # noqa: PLC0415 - only a PDF needs it

    with tempfile.TemporaryDirectory(prefix="mentorctl-") as name:
        folder = Path(name)
        content = _pandoc(page, folder, "--to=typst")
        try:
            try:
                return _compiled(content, title, day, folder, ["ua-1"])
            except typst.TypstError:
                return _compiled(content, title, day, folder, [])
        except typst.TypstError as error:
            raise RenderError(f"{title}: no PDF can be made: {error.message}", REPORT) from error


def _compiled(
    content: bytes, title: str, day: dt.date, folder: Path, standards: list[PDFStandard]
) -> bytes:
    import typst  # noqa: PLC0415 - only a PDF needs it

    look = data("templates", "forms", "form.typ").read_bytes()
    return typst.compile(  # type: ignore[type-var] # its stub wants the root to be bytes as well
        look + b"\n" + content,
        root=_empty(folder, "root"),
        font_paths=_fonts(),
        sys_inputs={"title": title, **_language()},
        package_path=_empty(folder, "packages"),
        package_cache_path=_empty(folder, "packages"),
        timestamp=_seconds(day),
        pdf_standards=standards,
    )


def _pandoc(page: str, folder: Path, *options: str) -> bytes:
    """Convert a page; no file is read but the ones that the options name."""
    command = [
        str(_pandoc_path()),
        "+RTS",
        MEMORY,
        "-RTS",
        f"--from={READER}",
        "--sandbox",
        f"--data-dir={_empty(folder, 'data')}",
        f"--lua-filter={data('templates', 'forms', 'form.lua')}",
        *options,
    ]
    # SYSTEMROOT: no program starts on Windows without it
    environment = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    environment["LC_ALL"] = "C.UTF-8"
    try:
        done = subprocess.run(  # noqa: S603 - our own binary; the page goes in on stdin
            command,
            input=page.encode(),
            capture_output=True,
            check=False,
            timeout=SECONDS,
            cwd=folder,
            env=environment,
        )
    except subprocess.TimeoutExpired as error:
        raise RenderError(
            f"a document was not ready after {SECONDS} seconds",
            "shorten the longest text of this pairing's records",
        ) from error
    except OSError as error:
        raise RenderError(
            f"pandoc cannot be started: {error.strerror or error}", REINSTALL
        ) from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise RenderError(f"pandoc stopped with status {done.returncode}: {said}", REPORT)
    return done.stdout


@cache
def _pandoc_path() -> Path:
    """The pandoc that pypandoc_binary brings, whatever else this computer has."""
    package = find_spec("pypandoc")
    if package is not None and package.origin is not None:
        for name in ("pandoc", "pandoc.exe"):
            path = Path(package.origin).parent / "files" / name
            if path.is_file():
                return path
    raise RenderError("pandoc, which makes the documents, is not installed", REINSTALL)


@cache
def _fonts() -> Fonts:
    import typst  # noqa: PLC0415 - only a PDF needs it

    return typst.Fonts()


def _reference(title: str) -> bytes:
    """The styles, page and footer of a Word document, from the parts in `templates/forms/docx`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in REFERENCE_PARTS.items():
            text = data("templates", "forms", "docx", file).read_text(encoding="utf-8")
            archive.writestr(zipfile.ZipInfo(name), text.replace("{title}", escape(title)).encode())
    return packed.getvalue()


def _dated(document: bytes, day: dt.date) -> bytes:
    """Give a Word document its day: pandoc's sandbox has no clock and writes 1970."""
    moment = dt.datetime.fromtimestamp(_seconds(day), dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as before,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.infolist():
            content = before.read(part)
            if part.filename == "docProps/core.xml":
                content = content.replace(b"1970-01-01T00:00:00Z", moment.encode())
            after.writestr(zipfile.ZipInfo(part.filename), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _language() -> dict[str, str]:
    language, region = LANGUAGE.split("-")
    return {"lang": language, "region": region}


def _seconds(day: dt.date) -> int:
    """Noon of a day, so that it is the same day in nearly every time zone."""
    return int(dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC).timestamp())


def _empty(folder: Path, name: str) -> Path:
    path = folder / name
    path.mkdir(exist_ok=True)
    return path
