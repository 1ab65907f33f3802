"""PDF: typst compiles what pandoc has written, in a root that holds nothing else."""

from __future__ import annotations

import json
import re
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.render import theme
from mentorctl.render.errors import RenderError
from mentorctl.render.pages import LANGUAGE
from mentorctl.render.pandoc import REPORT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from typst import Fonts, PDFStandard

    from mentorctl.render.program_templates import House

__all__ = ["PdfMaker", "Printed"]

# as typst says it of a letter that it has no glyph for
UNKNOWN_LETTER = re.compile(r"the text `\"(.+?)\"` could not be displayed")
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
SHOWN_LETTERS = 8


class Printed(NamedTuple):
    """A PDF.

    Attributes:
        content: The file's content.
        warnings: What it lacks, in plain words.
    """

    content: bytes
    warnings: tuple[str, ...]


class PdfMaker:
    """Makes the PDFs of one house style; several threads may use it at once."""

    def __init__(self, house: House, author: str, moment: int, folder: Path) -> None:
        """Lay out what every PDF needs.

        Args:
            house: Its look, logo and fonts.
            author: Whose they are, for the files' properties.
            moment: When the PDFs were made, in seconds since 1970.
            folder: An empty folder, to be kept for as long as this is used.
        """
        self._author = author
        self._moment = moment
        self._folder = folder
        self._style = theme.typst_style(house) + b"\n"
        (folder / "packages").mkdir()
        (folder / "fonts").mkdir()
        self._fonts = _fonts(tuple(house.put_fonts(folder / "fonts")))

    def print(self, title: str, content: bytes, images: Mapping[str, bytes]) -> Printed:
        """Make a PDF of what pandoc has written in typst's language.

        It is PDF/UA-1, unless a letter is in none of the fonts: such a letter shows as an empty
        box, which that standard forbids.

        Args:
            title: For the file's properties.
            content: The pages.
            images: The pictures on them, by name.

        Raises:
            RenderError: typst cannot compile it.
        """
        import typst  # noqa: PLC0415 - only a PDF needs it

        with tempfile.TemporaryDirectory(dir=self._folder) as name:
            root = self._furnished(Path(name), images)
            try:
                try:
                    return Printed(self._compiled(title, content, root, ["ua-1"]), ())
                except typst.TypstError as error:
                    made = self._compiled(title, content, root, [])
                    return Printed(made, (_lacking(error),))
            except typst.TypstError as error:
                raise RenderError(f"no PDF can be made: {error.message}", REPORT) from error

    def first_pages(self, title: str, content: bytes, images: Mapping[str, bytes]) -> Sequence[int]:
        """The number of each sheet's first page.

        Args:
            title: As for `print`.
            content: As for `print`.
            images: As for `print`.

        Raises:
            RenderError: typst cannot compile it.
        """
        import typst  # noqa: PLC0415 - only paper needs it

        with tempfile.TemporaryDirectory(dir=self._folder) as name:
            try:
                found = typst.query(  # type: ignore[type-var] # its stub wants the root to be bytes as well
                    self._style + content,
                    "<page-of-sheet>",
                    field="value",
                    root=self._furnished(Path(name), images),
                    font_paths=self._fonts,
                    sys_inputs=self._inputs(title),
                    package_path=self._folder / "packages",
                    package_cache_path=self._folder / "packages",
                )
            except typst.TypstError as error:
                raise RenderError(
                    f"its pages cannot be counted: {error.message}", REPORT
                ) from error
        return [int(page) for page in json.loads(found)]

    def _compiled(
        self, title: str, content: bytes, root: Path, standards: list[PDFStandard]
    ) -> bytes:
        import typst  # noqa: PLC0415 - only a PDF needs it

        return typst.compile(  # type: ignore[type-var] # its stub wants the root to be bytes as well
            self._style + content,
            root=root,
            font_paths=self._fonts,
            sys_inputs=self._inputs(title),
            package_path=self._folder / "packages",
            package_cache_path=self._folder / "packages",
            timestamp=self._moment,
            pdf_standards=standards,
        )

    def _inputs(self, title: str) -> dict[str, str]:
        language, region = LANGUAGE.split("-")
        return {"title": title, "author": self._author, "lang": language, "region": region}

    def _furnished(self, root: Path, images: Mapping[str, bytes]) -> Path:
        for name, image in images.items():
            (root / name).write_bytes(image)
        return root


@cache
def _fonts(folders: tuple[Path, ...]) -> Fonts:
    """The program's fonts, then this computer's, then those that typst brings."""
    import typst  # noqa: PLC0415 - only a PDF needs it

    return typst.Fonts(font_paths=list(folders))


def _lacking(error: Exception) -> str:
    """Why a PDF does not follow the standard for readers with assistive technology."""
    said = str(getattr(error, "diagnostic", error))
    letters = list(dict.fromkeys("".join(map(_plain, UNKNOWN_LETTER.findall(said)))))
    if not letters:
        return f"the PDF is not PDF/UA-1: {getattr(error, 'message', error)}"
    shown = ", ".join(map(_letter, letters[:SHOWN_LETTERS]))
    more = f" and {len(letters) - SHOWN_LETTERS} more" if len(letters) > SHOWN_LETTERS else ""
    return (
        f"no font has {shown}{more}, which the PDF shows as empty boxes, so it is not"
        " PDF/UA-1; install a font that has them, or put one into the program's templates/fonts/"
    )


def _plain(text: str) -> str:
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _letter(letter: str) -> str:
    code = f"U+{ord(letter):04X}"
    return f"{letter} ({code})" if letter.isprintable() else code
