"""DOCX: what pandoc has written, with a section for each sheet and tables as they were meant."""

from __future__ import annotations

import io
import math
import zipfile
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from mentorctl.data import data
from mentorctl.render import docx_sections, theme
from mentorctl.render.docx_sections import W, find, sub, tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mentorctl.render.program_templates import House

__all__ = ["Word", "counts_pages"]

REFERENCE_PARTS = {
    "[Content_Types].xml": "content-types.xml",
    "_rels/.rels": "relations.xml",
    "word/document.xml": "document.xml",
    "word/_rels/document.xml.rels": "document-relations.xml",
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
    "word/fontTable.xml": "fonts.xml",
}
OF_LOOK = frozenset({"styles.xml", "fonts.xml"})
DOCUMENT = "word/document.xml"
SETTINGS = "word/settings.xml"
STYLES = "word/styles.xml"
PROPERTIES = "docProps/app.xml"
# what pandoc writes for notes, remarks, other programs' properties and the web
UNUSED = (
    "docProps/custom.xml",
    "word/comments.xml",
    "word/footnotes.xml",
    "word/_rels/footnotes.xml.rels",
    "word/webSettings.xml",
)
RELATIONS = "word/_rels/document.xml.rels"
PACKAGE_RELATIONS = "_rels/.rels"
TYPES = "[Content_Types].xml"
# the zip format begins in 1980; every file of every document has the same moment
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
UNIX = 3
FIRST_COLUMN = 0x80
# a row of fewer lines than this is kept on one page; twips that a letter of 10 points takes
WHOLE_ROW = 16
# so many rows at the end of a table stay together, where they are no longer than that
LAST_ROWS = 4
LAST_LINES = 16
LETTER = 100
# what is signed below a table, or says where it comes from, and so many of its last rows that stay
# with it
WITH_ROWS = frozenset({"Together", "FinePrint"})
SIGNED_ROWS = 2
# so many letters at most; longer rows may fill a page of their own, and leave one bare before it
HELD = 1500
# of the size of type
LINE = 1.3
TICK = "TickBox"
BY_HAND = "ByHandTable"
# these styles say themselves how high a line is
OF_ONE_HEIGHT = frozenset({"DenseItem"})
BELOW_TABLE = 180
# the properties of a paragraph have an order; pandoc and form.lua write no others before it
BEFORE_SPACING = frozenset(
    map(tag, ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "numPr", "pBdr", "tabs"))
)


class _Widths(NamedTuple):
    """The widths of a table's columns and what a cell spans of them, in twips."""

    columns: list[int]

    def of(self, first: int, span: int) -> int:
        return sum(self.columns[first : first + span])


class Word:
    """Makes the Word documents of one house style; several threads may use it at once."""

    def __init__(self, house: House, *, blank: bool) -> None:
        """Take the house style's measures and styles.

        Args:
            house: Its look.
            blank: Whether rows leave room to be written in by hand.
        """
        self._measures = theme.measures(house.look)
        self._accent = house.look.colours.accent
        self._line = round(theme.twips(house.look.sizes.text) * LINE)
        self._by_hand = blank
        reference = _reference_parts(house, blank=blank)
        self._styles = reference[STYLES]
        self.reference = _packed(reference)

    def finish(self, made: bytes, first_pages: Sequence[int]) -> bytes:
        """Turn what pandoc has made into the document that people get.

        The same input gives the same bytes.

        Args:
            made: A DOCX as pandoc writes it with `form.lua`.
            first_pages: The page that each sheet begins on, for a contents list; may be empty.
        """
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        # pandoc keeps little of the reference's own settings, and adds styles that nothing has
        parts[SETTINGS] = _part("settings.xml")
        parts[STYLES] = self._styles
        parts[PROPERTIES] = _part("properties.xml")
        for name in UNUSED:
            parts.pop(name, None)
        docx_sections.register_prefixes()
        document = ET.fromstring(parts[DOCUMENT])  # noqa: S314 - pandoc has written it, without entities
        body = find(document, "body")
        found = docx_sections.divide(body)
        for number, section in enumerate(found, 1):
            width = section.width(self._measures)
            tables = [table for block in section.blocks for table in block.iter(tag("tbl"))]
            heads = section.told.get("heads", "")
            for table, mark in zip(tables, heads.ljust(len(tables), "0"), strict=False):
                _lay_out(table, width if table in section.blocks else 0)
                _name_heads(table, first_column=mark == "1")
                if self._by_hand:
                    _part_columns(table)
            _leave_room(section.blocks)
            last = number == len(found)
            docx_sections.close(
                body, section, number, self._measures, accent=self._accent, last=last
            )
            for name, content in docx_sections.running(section, number, self._measures).items():
                parts[f"word/{name}"] = content
        _hold_lines(body, self._line)
        _number_pages(body, first_pages)
        parts[DOCUMENT] = docx_sections.written(document)
        for name in (RELATIONS, PACKAGE_RELATIONS, TYPES):
            parts[name] = docx_sections.without(parts[name], UNUSED)
        parts[RELATIONS] = docx_sections.with_relations(parts[RELATIONS], len(found))
        parts[TYPES] = docx_sections.with_types(parts[TYPES], len(found))
        return _packed(parts)


def counts_pages(html: str) -> bool:
    """Whether a page has a list of contents, which must know where each sheet begins."""
    return 'class="page-of"' in html


def _reference_parts(house: House, *, blank: bool) -> dict[str, bytes]:
    parts = {}
    for name, file in REFERENCE_PARTS.items():
        if file in OF_LOOK:
            parts[name] = theme.word_part(file, house, blank=blank).encode()
        else:
            parts[name] = _part(file)
    return parts


def _part(file: str) -> bytes:
    return data("templates", "forms", "docx", file).read_bytes()


def _packed(parts: Mapping[str, bytes]) -> bytes:
    """A zip file that depends on nothing but the parts; the list of types goes first."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(parts, key=lambda each: (each != TYPES, each)):
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.create_system = UNIX
            archive.writestr(entry, parts[name], zipfile.ZIP_DEFLATED, 6)
    return packed.getvalue()


def _leave_room(blocks: Sequence[ET.Element]) -> None:
    """Part a paragraph from the table above it, as no style can; a signature stays with it."""
    for above, block in pairwise(blocks):
        if above.tag != tag("tbl") or block.tag != tag("p"):
            continue
        told = docx_sections.properties(block, "pPr")
        style = told.find(tag("pStyle"))
        name = "" if style is None else style.get(tag("val"), "")
        if name.startswith("Heading"):
            continue
        if name in WITH_ROWS:
            rows = above.findall(tag("tr"))[-SIGNED_ROWS:]
            if sum(len(text.text or "") for row in rows for text in row.iter(tag("t"))) <= HELD:
                for row in rows:
                    _keep_with_next(row)
        _spacing(told).set(tag("before"), str(BELOW_TABLE))


def _spacing(told: ET.Element) -> ET.Element:
    """The room around a paragraph, in its place among the paragraph's properties."""
    spacing = told.find(tag("spacing"))
    if spacing is None:
        spacing = ET.Element(tag("spacing"))
        before = [at for at, each in enumerate(told, 1) if each.tag in BEFORE_SPACING]
        told.insert(max(before, default=0), spacing)
    return spacing


def _hold_lines(body: ET.Element, line: int) -> None:
    """Let a box to be marked, which is larger than its text, push no line apart."""
    for paragraph in body.iter(tag("p")):
        boxes = paragraph.iterfind(f"{tag('r')}/{tag('rPr')}/{tag('rStyle')}")
        if any(each.get(tag("val")) == TICK for each in boxes):
            told = docx_sections.properties(paragraph, "pPr")
            style = told.find(tag("pStyle"))
            if style is None or style.get(tag("val")) not in OF_ONE_HEIGHT:
                _spacing(told).set(tag("line"), str(line))
                _spacing(told).set(tag("lineRule"), "exact")


def _part_columns(table: ET.Element) -> None:
    """Set rules between the columns of a table that is filled in by hand."""
    style = find(table, "tblPr").find(tag("tblStyle"))
    heads = table.iterfind(f"{tag('tr')}/{tag('trPr')}/{tag('tblHeader')}")
    if style is not None and style.get(tag("val")) == "Table" and any(True for _ in heads):
        style.set(tag("val"), BY_HAND)


def _lay_out(table: ET.Element, width: int) -> None:
    """Give a table its exact widths, and say which of its rows may break over pages."""
    widths = _widths(table, width)
    properties = find(table, "tblPr")
    layout = properties.find(tag("tblLayout"))
    if layout is None:  # the page leaves its widths to what is in it
        width = 0
    if width:
        sub(properties, "tblW", type="dxa", w=str(sum(widths.columns)))
        for column, each in zip(find(table, "tblGrid"), widths.columns, strict=True):
            column.set(tag("w"), str(each))
    rows: list[tuple[ET.Element, int]] = []
    for row in table.findall(tag("tr")):
        lines = 0
        for cell, each in _cells(row, widths):
            lines = max(lines, _lines(cell, each))
            if width:
                width_of_cell = ET.Element(tag("tcW"), {tag("w"): str(each), tag("type"): "dxa"})
                docx_sections.properties(cell, "tcPr").insert(0, width_of_cell)
        known = docx_sections.properties(row, "trPr")
        is_head = known.find(tag("tblHeader")) is not None
        if is_head:
            _keep_with_next(row)
        if is_head or lines <= WHOLE_ROW:
            known.insert(0, ET.Element(tag("cantSplit")))
        rows.append((row, lines))
    _keep_end_together(rows[-LAST_ROWS:])


def _keep_end_together(rows: Sequence[tuple[ET.Element, int]]) -> None:
    """Let no last row stand alone on a page, whatever fonts another office has.

    Args:
        rows: The last rows of a table, with how many lines each takes; empty ones, to be filled in
            by hand, stand where there is room.
    """
    filled = all(any(text.text for text in row.iter(tag("t"))) for row, _ in rows)
    if filled and sum(lines for _, lines in rows) <= LAST_LINES:
        for row, _ in rows[:-1]:
            _keep_with_next(row)


def _name_heads(table: ET.Element, *, first_column: bool) -> None:
    """Say whether the first cells of a table's rows are headings; pandoc says it of its columns."""
    if first_column:
        told = sub(find(table, "tblPr"), "tblLook", firstColumn="1")
        told.set(tag("val"), f"{int(told.get(tag('val'), '0'), 16) | FIRST_COLUMN:04X}")


def _widths(table: ET.Element, width: int) -> _Widths:
    """Columns in their proportions, which together are as wide as the text."""
    given = [int(column.get(tag("w"), "1")) for column in find(table, "tblGrid")]
    total = sum(given) or 1
    if not width:
        return _Widths(given)
    ends = [round(width * sum(given[: at + 1]) / total) for at in range(len(given))]
    return _Widths([end - start for start, end in zip([0, *ends], ends, strict=False)])


def _cells(row: ET.Element, widths: _Widths) -> Iterator[tuple[ET.Element, int]]:
    """The cells of a row, each with its width."""
    at = 0
    for cell in row.findall(tag("tc")):
        span = cell.find(f"{tag('tcPr')}/{tag('gridSpan')}")
        columns = int(span.get(tag("val"), "1")) if span is not None else 1
        yield cell, widths.of(at, columns)
        at += columns


def _lines(cell: ET.Element, width: int) -> int:
    """About how many lines a cell's text takes."""
    letters = max(width // LETTER, 1)
    return sum(
        max(math.ceil(sum(len(text.text or "") for text in each.iter(tag("t"))) / letters), 1)
        for each in cell.iter(tag("p"))
    )


def _keep_with_next(row: ET.Element) -> None:
    for paragraph in row.iter(tag("p")):
        docx_sections.set_first(
            docx_sections.properties(paragraph, "pPr"), "keepNext", after="pStyle"
        )


def _number_pages(body: ET.Element, first_pages: Sequence[int]) -> None:
    """Give each reference to a sheet's page the number that it shows until Word counts anew."""
    for link in body.iter(tag("hyperlink")):
        field = link.find(f"{tag('r')}/{tag('instrText')}")
        if field is None:
            continue
        number = int(link.get(W + "anchor", "sheet-0").rpartition("-")[2])
        page = first_pages[number - 1] if 0 < number <= len(first_pages) else number
        for text in link.iter(tag("t")):
            text.text = str(page)
