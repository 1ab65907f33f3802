"""The sections of a Word document: each sheet with its own head, foot and paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = [
    "Section",
    "W",
    "close",
    "divide",
    "find",
    "properties",
    "register_prefixes",
    "running",
    "set_first",
    "sub",
    "tag",
    "with_relations",
    "with_types",
    "without",
    "written",
]

PREFIXES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
}
W = f"{{{PREFIXES['w']}}}"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
KINDS = ("header", "footer")
RUNNING_AT = 576  # of head and foot from the paper's edge: 0.4 inch in twips
ORIGIN_AT = 360  # of where a page comes from, beneath its frame: a printer reaches no lower
FRAME_AT = 31  # of the frame's lower edge, in points; no more is allowed
LETTER = 74  # twips that a letter of the running lines takes, on average
FIRST_BOOKMARK = 900_000  # above the numbers that pandoc gives


class Section(NamedTuple):
    """The part of a document that is one sheet.

    Attributes:
        blocks: Its paragraphs and tables.
        mark: The paragraph that ends it.
        told: What form.lua says of it: `left`, `right`, `foot`, `stamp`, `landscape`, `framed`,
            and in `heads` a 1 for each table whose rows have headings, a 0 for each other.
    """

    blocks: list[ET.Element]
    mark: ET.Element
    told: Mapping[str, str]

    @property
    def landscape(self) -> bool:
        """Whether its pages are wider than high."""
        return self.told.get("landscape") == "true"

    def width(self, measures: Mapping[str, int]) -> int:
        """How wide its text is, in twips."""
        return measures["text_width_landscape" if self.landscape else "text_width"]

    def height(self, measures: Mapping[str, int]) -> int:
        """How high its paper is, in twips."""
        return measures["width" if self.landscape else "height"]

    @property
    def framed(self) -> bool:
        """Whether it is a page for the wall: in a frame, and nothing running but its origin."""
        return self.told.get("framed") == "true"


def tag(name: str) -> str:
    """The full name of one of Word's elements or attributes."""
    return W + name


def find(parent: ET.Element, name: str) -> ET.Element:
    """The child of that name, which must be there."""
    found = parent.find(tag(name))
    assert found is not None, name
    return found


def sub(parent: ET.Element, name: str, **values: str) -> ET.Element:
    """A child with these values: the one that is there already, or else a new last one."""
    found = parent.find(tag(name))
    child = ET.SubElement(parent, tag(name)) if found is None else found
    for key, value in values.items():
        child.set(tag(key), value)
    return child


def properties(parent: ET.Element, name: str) -> ET.Element:
    """The properties of a paragraph, row or cell, which stand before its content."""
    found = parent.find(tag(name))
    if found is None:
        found = ET.Element(tag(name))
        parent.insert(0, found)
    return found


def set_first(parent: ET.Element, name: str, *, after: str) -> None:
    """Set an empty property before the others but one: their order is fixed."""
    if parent.find(tag(name)) is None:
        style = parent.find(tag(after))
        parent.insert(0 if style is None else 1, ET.Element(tag(name)))


def written(root: ET.Element) -> bytes:
    """A part as it stands in the file."""
    content: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return content


def register_prefixes() -> None:
    """Have the parts written with the prefixes that everybody knows; Word wants `w` and `r`."""
    for prefix, url in PREFIXES.items():
        ET.register_namespace(prefix, url)


def divide(body: ET.Element) -> list[Section]:
    """The sections of a document, at the marks that form.lua has left.

    Args:
        body: The document's body; the last mark becomes the properties of its last section.
    """
    found, blocks = [], []
    for child in body:
        mark = child.find(f"{tag('pPr')}/{tag('sectPr')}")
        if mark is None:
            blocks.append(child)
            continue
        found.append(Section(blocks, child, dict(mark.attrib)))
        blocks = []
    return found


def close(
    body: ET.Element,
    section: Section,
    number: int,
    measures: Mapping[str, int],
    *,
    accent: str,
    last: bool,
) -> None:
    """End a section: paper, head and foot, and a bookmark at its beginning.

    The mark goes, for a paragraph of its own could come to stand on an empty page: the section
    ends with its last paragraph. Only after a table does Word need one, and it is made tiny.

    Args:
        body: The document's body.
        section: The section.
        number: Its number, from 1.
        measures: Of the paper, from `theme.measures`.
        accent: The colour of a frame, `#1f3f5f`.
        last: Whether it is the document's last, whose properties are the body's.
    """
    told = _properties(section, number, measures)
    if section.framed:
        _frame(told, accent.lstrip("#").upper())
    end = section.blocks[-1] if section.blocks else None
    if end is not None and end.tag == tag("p"):
        body.remove(section.mark)
    else:
        end = _shrunk(section.mark)
    _bookmark(section.blocks[0] if section.blocks else end, number)
    if last:
        body.remove(find(body, "sectPr"))
        body.append(told)
    else:
        properties(end, "pPr").append(told)


def running(section: Section, number: int, measures: Mapping[str, int]) -> dict[str, bytes]:
    """The parts that hold a section's head and foot, by their file names.

    Args:
        section: The section.
        number: Its number, from 1.
        measures: Of the paper, from `theme.measures`.
    """
    told, width = section.told, section.width(measures)
    stamp = told.get("stamp", "")
    head = ET.Element(tag("hdr"))
    right = [_run(told.get("right", ""))] + ([_run(f"  {stamp}", "RunningStamp")] * bool(stamp))
    foot = ET.Element(tag("ftr"))
    if section.framed:
        _centred(head, _run(stamp, "RunningStamp"))
        if told.get("foot"):
            _beneath(foot, _run(told["foot"], "Origin"), section.height(measures))
        _centred(foot, _run(""))
    else:
        _line(head, "Header", told.get("left", ""), right, width)
        page = [_run("page "), _field("PAGE"), _run(" of "), _field("NUMPAGES")]
        _line(foot, "Footer", told.get("foot", ""), page, width)
    return {
        name: written(part)
        for name, part in ((f"header{number}.xml", head), (f"footer{number}.xml", foot))
    }


def with_relations(part: bytes, sections: int) -> bytes:
    """The relationships of a document, with those to the heads and feet of its sections."""
    return _extended(
        part,
        f"{PACKAGE}relationships",
        "Relationship",
        [
            {
                "Id": _relation(kind, number),
                "Type": f"{PREFIXES['r']}/{kind}",
                "Target": f"{kind}{number}.xml",
            }
            for kind in KINDS
            for number in range(1, sections + 1)
        ],
    )


def with_types(part: bytes, sections: int) -> bytes:
    """The list of a document's parts, with the heads and feet of its sections."""
    return _extended(
        part,
        f"{PACKAGE}content-types",
        "Override",
        [
            {
                "PartName": f"/word/{kind}{number}.xml",
                "ContentType": f"{CONTENT}.{kind}+xml",
            }
            for kind in KINDS
            for number in range(1, sections + 1)
        ],
    )


def without(part: bytes, names: Collection[str]) -> bytes:
    """A list of parts or relationships without some parts.

    Args:
        part: The list.
        names: The parts by their names in the file: `word/comments.xml`.
    """
    root = ET.fromstring(part)  # noqa: S314 - pandoc has written it, without entities
    ET.register_namespace("", root.tag[1:].partition("}")[0])
    for entry in list(root):
        name = (entry.get("PartName") or entry.get("Target") or "").lstrip("/")
        if any(each == name or each.endswith(f"/{name}") for each in names if name):
            root.remove(entry)
    return written(root)


def _extended(part: bytes, namespace: str, name: str, entries: list[dict[str, str]]) -> bytes:
    """A part with more entries; sorted, for pandoc lists them in no order of its own."""
    ET.register_namespace("", namespace)
    root = ET.fromstring(part)  # noqa: S314 - pandoc has written it, without entities
    for entry in entries:
        ET.SubElement(root, f"{{{namespace}}}{name}", entry)
    root[:] = sorted(root, key=lambda each: (each.tag, sorted(each.attrib.items())))
    return written(root)


def _relation(kind: str, number: int) -> str:
    return f"{kind}{number}"


def _properties(section: Section, number: int, measures: Mapping[str, int]) -> ET.Element:
    told = ET.Element(tag("sectPr"))
    for kind in KINDS:
        reference = sub(told, f"{kind}Reference", type="default")
        reference.set(f"{{{PREFIXES['r']}}}id", _relation(kind, number))
    sub(told, "type", val="nextPage")
    width, height = str(measures["width"]), str(measures["height"])
    if section.landscape:
        sub(told, "pgSz", w=height, h=width, orient="landscape")
    else:
        sub(told, "pgSz", w=width, h=height)
    top, bottom, sides = (str(measures[name]) for name in ("top", "bottom", "sides"))
    edge = str(RUNNING_AT)
    sub(told, "pgMar", top=top, right=sides, bottom=bottom, left=sides,
        header=edge, footer=edge, gutter="0")  # fmt: skip
    return told


def _frame(told: ET.Element, colour: str) -> None:
    """Two rules around the paper."""
    borders = sub(told, "pgBorders", offsetFrom="page")
    for side in ("top", "left", "bottom", "right"):
        inner = "thickThin" if side in ("top", "left") else "thinThick"
        space = str(FRAME_AT) if side == "bottom" else "22"
        sub(borders, side, val=f"{inner}MediumGap", sz="24", space=space, color=colour)


def _shrunk(paragraph: ET.Element) -> ET.Element:
    """An empty paragraph that takes next to no room."""
    paragraph.clear()
    told = sub(paragraph, "pPr")
    sub(told, "spacing", before="0", after="0", line="20", lineRule="exact")
    sub(sub(told, "rPr"), "sz", val="2")
    return paragraph


def _bookmark(block: ET.Element, number: int) -> None:
    """Mark where a sheet begins, for the references of a contents list."""
    paragraph = block if block.tag == tag("p") else next(block.iter(tag("p")), block)
    at = 1 if paragraph.find(tag("pPr")) is not None else 0
    for step, name in enumerate(("bookmarkStart", "bookmarkEnd")):
        mark = ET.Element(tag(name), {tag("id"): str(FIRST_BOOKMARK + number)})
        paragraph.insert(at + step, mark)
    paragraph[at].set(tag("name"), f"sheet-{number}")


def _line(part: ET.Element, style: str, left: str, right: list[ET.Element], width: int) -> None:
    """One running line, or two where both sides do not fit beside each other."""
    letters = len(left) + sum(len("".join(run.itertext())) for run in right)
    first = _paragraph(part, style, width)
    first.append(_run(left))
    if letters * LETTER > width and left:
        first = _paragraph(part, style, width)
    tabbed = ET.SubElement(first, tag("r"))
    ET.SubElement(tabbed, tag("tab"))
    first.extend(right)


def _centred(part: ET.Element, words: ET.Element) -> None:
    paragraph = ET.SubElement(part, tag("p"))
    sub(sub(paragraph, "pPr"), "pStyle", val="FramedFoot")
    paragraph.append(words)


def _beneath(part: ET.Element, words: ET.Element, height: int) -> None:
    """A line beneath the frame around the paper, at its own place: a foot would stand inside it."""
    paragraph = ET.SubElement(part, tag("p"))
    told = sub(paragraph, "pPr")
    sub(told, "pStyle", val="FramedFoot")
    place = {"wrap": "around", "vAnchor": "page", "hAnchor": "page", "xAlign": "center"}
    sub(told, "framePr", y=str(height - ORIGIN_AT), **place)
    paragraph.append(words)


def _paragraph(part: ET.Element, style: str, width: int) -> ET.Element:
    paragraph = ET.SubElement(part, tag("p"))
    told = sub(paragraph, "pPr")
    sub(told, "pStyle", val=style)
    sub(sub(told, "tabs"), "tab", val="right", pos=str(width))
    return paragraph


def _run(text: str, style: str = "") -> ET.Element:
    run = ET.Element(tag("r"))
    if style:
        sub(sub(run, "rPr"), "rStyle", val=style)
    words = ET.SubElement(run, tag("t"), {SPACE: "preserve"})
    words.text = text
    return run


def _field(code: str) -> ET.Element:
    """A number that Word works out; until then it shows 1."""
    field = ET.Element(tag("fldSimple"), {tag("instr"): f" {code} "})
    field.append(_run("1"))
    return field
