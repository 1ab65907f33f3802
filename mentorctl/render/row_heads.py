"""Row headings of a PDF's tables: typst can tag only those of columns (PDF 32000-1, 14.8.4.3.4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["mark"]

CELLS = re.compile(r"<(table|tr|th|td)\b([^>]*)>")
ROW = re.compile(r'\bscope="row"')
KIND = re.compile(rb"<</Type/StructElem/S/([A-Za-z0-9]+)/")
CHILDREN = re.compile(rb"/K\[((?:[0-9]+ 0 R ?)+)\]")
REFERENCE = re.compile(rb"([0-9]+) 0 R")
OF_TABLE = re.compile(rb"/O/Table/Headers\[[^\]]*\]")
TREE = re.compile(rb"/StructTreeRoot ([0-9]+) 0 R")
TABLE_OF_OBJECTS = re.compile(rb"xref\n0 ([0-9]+)\n((?:[0-9]{10} [0-9]{5} [nf]\r\n)+)")
END = re.compile(rb"(trailer\n.*\nstartxref\n)([0-9]+)(\n%%EOF\s*)\Z", re.DOTALL)


def mark(pdf: bytes, html: str) -> bytes:
    """Tag the row headings of a page's tables in the PDF that was made of it.

    Args:
        pdf: As typst writes it: tagged, with its objects as they are.
        html: The page, whose headings of rows are `<th scope="row">`.

    Returns:
        The PDF with these cells as headings; unchanged where its tables are not the page's.
    """
    wanted = _rows_of_page(html)
    found = TABLE_OF_OBJECTS.search(pdf, pdf.rfind(b"\nxref\n"))
    tree = TREE.search(pdf)
    if not any(any(row) for row in wanted) or found is None or tree is None:
        return pdf
    objects = _objects(pdf, found)
    rows = list(_rows_of_pdf(objects, int(tree[1])))
    if [len(row) for row in rows] != [len(row) for row in wanted]:
        return pdf
    for row, heads in zip(rows, wanted, strict=True):
        if any(heads):
            for number, is_head in zip(row, heads, strict=True):
                objects[number] = _marked(objects[number], is_head=is_head)
    return _written(pdf, objects)


def _rows_of_page(html: str) -> list[list[bool]]:
    """For each row, in order, which of its cells are its headings."""
    rows: list[list[bool]] = []
    for name, attributes in CELLS.findall(html):
        if name == "tr":
            rows.append([])
        elif name != "table" and rows:
            rows[-1].append(name == "th" and bool(ROW.search(attributes)))
    return rows


def _objects(pdf: bytes, table: re.Match[bytes]) -> dict[int, bytes]:
    """All objects by their number, in the order in which they stand in the file."""
    lines = table[2].split(b"\r\n")[1:-1]
    starts = sorted((int(line[:10]), number) for number, line in enumerate(lines, 1))
    ends = [start for start, _ in starts[1:]] + [table.start()]
    return {number: pdf[start:end] for (start, number), end in zip(starts, ends, strict=True)}


def _rows_of_pdf(objects: dict[int, bytes], root: int) -> Iterator[list[int]]:
    """The numbers of each row's cells, in reading order."""
    todo, seen = [root], {root}
    while todo:
        number = todo.pop()
        content = objects.get(number, b"")
        kind = KIND.search(content)
        children = _children(content)
        if kind is not None and kind[1] == b"TR":
            yield [child for child in children if child in objects]
            continue
        todo += [child for child in reversed(children) if child not in seen]
        seen.update(children)


def _children(content: bytes) -> list[int]:
    found = CHILDREN.search(content)
    return [int(number) for number in REFERENCE.findall(found[1])] if found else []


def _marked(cell: bytes, *, is_head: bool) -> bytes:
    """A cell as a row's heading; any other one is no longer headed by its column's heading alone.

    Which headings a cell has then follows from where they stand, as in HTML.
    """
    if not is_head:
        return OF_TABLE.sub(b"/O/Table", cell, count=1) if b"/S/TD/" in cell else cell
    head = cell.replace(b"/S/TD/", b"/S/TH/", 1)
    return OF_TABLE.sub(b"/O/Table/Scope/Row", head, count=1)


def _written(pdf: bytes, objects: dict[int, bytes]) -> bytes:
    """The file with its objects, and the table of where they are."""
    end = END.search(pdf, pdf.rfind(b"\ntrailer\n"))
    if end is None:
        return pdf
    made = bytearray(pdf[: pdf.find(next(iter(objects.values())))])
    places: dict[int, int] = {}
    for number, content in objects.items():
        places[number] = len(made)
        made += content
    start = len(made)
    lines = b"".join(b"%010d 00000 n\r\n" % places[number] for number in sorted(places))
    made += b"xref\n0 %d\n0000000000 65535 f\r\n" % (len(places) + 1) + lines
    return bytes(made + end[1] + b"%d" % start + end[3])
