"""Where each letter of a PDF stands: which run off the page, out of a cell or over others."""

from __future__ import annotations

import ctypes
import unicodedata
from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
from templates.test_every_form import Element, page_number, tree_of

from mentorctl.model.look import Look, inches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["Glyph", "clashes", "glyphs", "out_of_cells", "rules", "strays"]

POINTS = 72
# of a letter's own box: kerning and slanted letters reach into their neighbour's
SHARED = 0.5
# large letters hang below their line by so much
HANG = 8.0
FIELD = 12
# how thick a rule is at most
THIN = 3.0


class Glyph(NamedTuple):
    """A letter on a page, in points from its lower left corner.

    Attributes:
        page: Its page, from 0.
        piece: The tagged content that it belongs to; negative for what runs along a page.
        text: The letter.
        left: Its box.
        bottom: Its box.
        right: Its box.
        top: Its box.
    """

    page: int
    piece: int
    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def size(self) -> float:
        """The area of its box."""
        return (self.right - self.left) * (self.top - self.bottom)

    def shared(self, other: Glyph) -> float:
        """The area that two boxes have in common."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.top, other.top) - max(self.bottom, other.bottom)
        return max(wide, 0) * max(high, 0)


def glyphs(path: Path) -> tuple[list[Glyph], list[tuple[float, float]]]:
    """All letters that can be seen, in the order in which they are drawn, and the pages' sizes."""
    found: list[Glyph] = []
    sizes: list[tuple[float, float]] = []
    box = [ctypes.c_double() for _ in range(4)]
    pointers = [ctypes.byref(each) for each in box]
    with pypdfium2.PdfDocument(path) as document:
        for number, page in enumerate(document):
            sizes.append(page.get_size())
            text = page.get_textpage()
            for at in range(text.count_chars()):
                letter = chr(pdfium.FPDFText_GetUnicode(text.raw, at))
                piece = pdfium.FPDFText_GetTextObject(text.raw, at)
                if letter.isspace() or not piece:
                    continue
                pdfium.FPDFText_GetCharBox(text.raw, at, *pointers)
                left, right, bottom, top = (each.value for each in box)
                mark = pdfium.FPDFPageObj_GetMarkedContentID(piece)
                last = found[-1] if found else None
                is_same = last and last.left == left and last[3:] == (left, bottom, right, top)
                if last and is_same and last.size:  # letters drawn as one
                    found[-1] = last._replace(text=last.text + letter)
                else:
                    found.append(Glyph(number, mark, letter, left, bottom, right, top))
    return found, sizes


def rules(path: Path) -> list[tuple[int, float, float, float, float]]:
    """The lines that are drawn: page, left, bottom, right and top."""
    found = []
    with pypdfium2.PdfDocument(path) as document:
        for number, page in enumerate(document):
            for drawn in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
                left, bottom, right, top = drawn.get_bounds()
                if min(right - left, top - bottom) < THIN:
                    found.append((number, left, bottom, right, top))
    return found


def strays(
    found: Iterable[Glyph], sizes: Sequence[tuple[float, float]], look: Look | None = None
) -> list[Glyph]:
    """The letters outside their page's text; of those that run along it, outside the paper."""
    margins = (look or Look()).margins
    top, bottom, sides = (
        inches(each) * POINTS for each in (margins.top, margins.bottom, margins.sides)
    )
    edge = 0.25 * POINTS

    def is_in(each: Glyph) -> bool:
        width, height = sizes[each.page]
        low, high = (edge, edge) if each.piece < 0 else (bottom, top)
        return (
            sides - HANG <= each.left
            and each.right <= width - sides + HANG
            and low - HANG <= each.bottom
            and each.top <= height - high + HANG
        )

    return [each for each in found if not is_in(each)]


def clashes(found: Iterable[Glyph]) -> list[tuple[Glyph, Glyph]]:
    """The pairs of letters that are printed over each other.

    A letter and the one before it are no such pair: a Q's tail runs below its u.
    """
    fields: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    seen: list[Glyph] = []
    clashing = []
    for each in found:
        if unicodedata.category(each.text[0])[0] in "MC" or not each.size:
            continue
        columns = range(int(each.left // FIELD), int(each.right // FIELD) + 1)
        rows = range(int(each.bottom // FIELD), int(each.top // FIELD) + 1)
        places = [fields[each.page, column, row] for column, row in product(columns, rows)]
        near = {at for place in places for at in place}
        near.discard(len(seen) - 1)
        clashing += [
            (seen[at], each)
            for at in near
            if seen[at].left < each.right
            and each.left < seen[at].right
            and each.shared(seen[at]) > SHARED * min(each.size, seen[at].size)
        ]
        for place in places:
            place.append(len(seen))
        seen.append(each)
    return clashing


def out_of_cells(path: Path, found: Iterable[Glyph]) -> list[tuple[str, float]]:
    """What of each table's cells reaches into the next column: its last letters, and how far."""
    reader = pypdf.PdfReader(path)
    numbers = {page_number(page): at for at, page in enumerate(reader.pages)}
    by_piece: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    for each in found:
        by_piece[each.page, each.piece].append(each)
    told = []
    for table in tree_of(reader).all("/Table"):
        cells = [
            (at, span, [
                each for page, piece in cell.marked() for each in by_piece[numbers[page], piece]
            ])
            for at, span, cell in _cells(table)
        ]  # fmt: skip
        starts: dict[int, float] = {}
        for at, _, inside in cells:
            if inside:
                left = min(each.left for each in inside)
                starts[at] = min(starts.get(at, left), left)
        for at, span, inside in cells:
            edge = next((starts[each] for each in range(at + span, 99) if each in starts), None)
            beyond = [each for each in inside if edge is not None and each.right > edge + 0.5]
            if beyond and edge is not None:
                far = max(each.right for each in beyond) - edge
                told.append(("".join(each.text for each in beyond)[:40], far))
    return told


def _cells(table: Element) -> Iterator[tuple[int, int, Element]]:
    """A table's cells, each with its column and how many it spans."""
    taken: Mapping[int, int] = {}
    for row in table.all("/TR"):
        at, left = 0, {column: rows - 1 for column, rows in taken.items() if rows > 1}
        for cell in row.children:
            while left.get(at):
                at += 1
            across = int(cell.attribute("/ColSpan") or 1)
            down = int(cell.attribute("/RowSpan") or 1)
            yield at, across, cell
            for column in range(at, at + across):
                left[column] = down
            at += across
        taken = left
