"""Rosters as school systems, spreadsheets and web forms make them; everybody is invented."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.styles import Font
from support.workbooks import retouched, workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["ROSTERS", "Roster"]

HEAD = ["name", "email", "roles"]
ANA = ["Ana Ruiz", "ana@ridge.example", "mentee"]
BO = ["Bo Lindqvist", "bo@ridge.example", "mentor"]
MORNING = dt.datetime(2026, 8, 14, 9, 30)  # noqa: DTZ001 - sheets know no time zones
SHEET = "xl/worksheets/sheet1.xml"


class Roster(NamedTuple):
    """A file, and with which options it is imported."""

    name: str
    file: str
    data: bytes
    words: tuple[str, ...] = ()


def text(*rows: Sequence[str], by: str = ",", end: str = "\n", code: str = "utf-8") -> bytes:
    """Rows as text, each cell as it is."""
    return "".join(by.join(row) + end for row in rows).encode(code)


def one(heading: str, *values: str) -> bytes:
    """A roster with one more column."""
    rows: list[list[Any]] = [
        [f"{first} Ruiz", f"{first.lower()}@ridge.example", "mentor", value]
        for first, value in zip(FIRST, values, strict=False)
    ]
    return text([*HEAD, heading], *rows)


FIRST = ("Ana", "Bea", "Cleo", "Dina", "Elif", "Fay", "Gus", "Hal")


def named(*names: str) -> bytes:
    """A roster of some names, quoted where that is needed."""
    rows: list[list[Any]] = [
        [f'"{name.replace(chr(34), chr(34) * 2)}"', f"p{number}@ridge.example", "mentor"]
        for number, name in enumerate(names)
    ]
    return text(HEAD, *rows)


def xlsx(change: Callable[[Any, Any], None], rows: Sequence[Sequence[Any]] = ()) -> bytes:
    """A workbook of one sheet, changed in some way."""
    book = Workbook()
    sheet = book.active
    for row in rows or [HEAD, ANA, BO]:
        sheet.append(list(row))
    change(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(*rows: str, styles: str = "", columns: str = "", table: str = "") -> bytes:
    """An OpenDocument workbook of one sheet, or with more of them."""
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:o"'
        ' xmlns:table="urn:t" xmlns:text="urn:x" xmlns:style="urn:s" xmlns:calcext="urn:c">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f'<office:spreadsheet>{table}<table:table table:name="People">{columns}{"".join(rows)}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content}
    )


def cells(*texts: str, row: str = "", cell: str = "") -> str:
    """A row of an OpenDocument sheet."""
    inside = "".join(
        f'<table:table-cell office:value-type="string"{cell}><text:p>{escape(each)}</text:p>'
        "</table:table-cell>"
        for each in texts
    )
    return f"<table:table-row{row}>{inside}</table:table-row>"


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A packed archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def strict(data: bytes) -> bytes:
    """A workbook by the names of Strict Open XML."""
    names = (
        (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (
            b"http://schemas.openxmlformats.org/officeDocument/2006/",
            b"http://purl.oclc.org/ooxml/officeDocument/",
        ),
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for usual, other in names:
        parts = {name: content.replace(usual, other) for name, content in parts.items()}
    return zipped(dict(parts))


def _encodings() -> Iterator[Roster]:
    rows = [HEAD, ["Renée Muñoz", "r@ridge.example", "mentee"]]
    for code in (
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "cp1252",
        "mac_roman",
    ):
        yield Roster(f"encoding {code}", "roster.csv", text(*rows, code=code))
    marked = b"\xfe\xff" + text(*rows, code="utf-16-be", by="\t")
    yield Roster("encoding utf-16-be with its mark, tabs", "roster.txt", marked)
    cyrillic = text(HEAD, ["Іван Франко", "i@ridge.example", "mentor"], code="cp1251")
    yield Roster("encoding cp1251 is asked about", "roster.csv", cyrillic)
    yield Roster(
        "encoding cp1251 as said",
        "roster.csv",
        text(["id", *HEAD], ["ivan-franko", "Іван Франко", "i@x.example", "mentor"], code="cp1251"),
        ("--encoding", "windows-1251"),
    )
    either = text(HEAD, ["Zo\u00fe \u00cfx", "z@x.example", "mentor"], code="cp1252")
    yield Roster("encoding that two systems could mean", "roster.csv", either)
    yield Roster("encoding unknown", "roster.csv", text(*rows), ("--encoding", "klingon"))
    broken = text(*rows, code="utf-8-sig").replace("ñ".encode(), b"\xf1")
    yield Roster("encoding marked as UTF-8 and broken", "roster.csv", broken)


def _delimiters() -> Iterator[Roster]:
    for by in (",", ";", "\t", "|"):
        yield Roster(f"delimiter {by!r}", "roster.csv", text(HEAD, ANA, BO, by=by))
    for by in (";", ",", "|", "\t", "~", "^"):
        said = f"sep={by}\n".encode() + text(HEAD, ANA, by=by)
        yield Roster(f"delimiter by sep={by!r}", "roster.csv", said)
    yield Roster(
        "delimiter by sep= in quotes and capitals",
        "roster.csv",
        b'"SEP=;"\r\n' + text(HEAD, ANA, by=";", end="\r\n"),
    )
    for name, end in (("CRLF", "\r\n"), ("CR alone", "\r"), ("LF", "\n")):
        yield Roster(f"lines end with {name}", "roster.csv", text(HEAD, ANA, BO, end=end))
    address = ["18 Alder Street, Ridge; MO"]
    yield Roster(
        "delimiter inside of quotes",
        "roster.csv",
        text([*HEAD, "address"], [*ANA, f'"{address[0]}"'], [*BO, '"1 Elm; St"']),
    )
    yield Roster("a quote never closed", "roster.csv", text(HEAD, ['"Ana', *ANA[1:]]))


def _layout() -> Iterator[Roster]:
    title = [["Mentor roster 2026-27"], ["Exported 08/14/2026"]]
    yield Roster("titles above", "roster.csv", text(*title, HEAD, ANA))
    yield Roster(
        "titles and blank rows above", "roster.csv", text(*title, [""], ["", ""], HEAD, ANA)
    )
    yield Roster("total below", "roster.csv", text(HEAD, ANA, ["Total", "1", ""]))
    yield Roster("total with its number behind", "roster.csv", text(HEAD, ANA, ["Total: 1"]))
    yield Roster("total that could be a person", "roster.csv", text(HEAD, ANA, ["Total", "", ""]))
    yield Roster(
        "grand total with years",
        "roster.csv",
        text([*HEAD, "experience_years"], [*BO, "4"], ["Grand Total", "", "", "4"]),
    )
    yield Roster(
        "a total left out as said",
        "roster.csv",
        text(HEAD, ANA, ["Total", "", ""]),
        ("--skip", "3"),
    )
    yield Roster(
        "notes below",
        "roster.csv",
        text(
            HEAD, ANA, [""], ["Note: call before 3 pm"], ["Page 1 of 1"], ["* new to the district"]
        ),
    )
    yield Roster("headings once more in the middle", "roster.csv", text(HEAD, ANA, HEAD, BO))
    two = [
        ["", "Contact", "", ""],
        ["name", "email", "phone_cell", "roles"],
        [*ANA[:2], "573-555-0142", "mentee"],
    ]
    yield Roster("group headings above", "roster.csv", text(*two))
    parted = [
        ["Name", "", "Phone", "", "Roles"],
        ["First", "Last", "Cell", "School", ""],
        ["Ana", "Ruiz", "573-555-0142", "573-555-0143", "mentee"],
    ]
    yield Roster("headings in two rows", "roster.csv", text(*parted))
    yield Roster("only headings", "roster.csv", text(HEAD))
    yield Roster("empty", "roster.csv", b"")
    yield Roster("blanks only", "roster.csv", b"\n,,\n \n")
    yield Roster(
        "two columns for one field", "roster.csv", text([*HEAD, "E-mail"], [*ANA, "x@y.example"])
    )
    yield Roster(
        "one of two columns left out as said",
        "roster.csv",
        text([*HEAD, "Second e-mail"], [*ANA, "x@y.example"]),
        ("--columns", "Second e-mail=-"),
    )
    yield Roster("a value in a column without a heading", "roster.csv", text(HEAD, [*ANA, "x"]))
    yield Roster("the same row twice", "roster.csv", text(HEAD, ANA, ANA))
    yield Roster(
        "one id for two people",
        "roster.csv",
        text(HEAD, ANA, ["Ana Ruiz", "other@ridge.example", "mentee"]),
    )
    yield Roster(
        "one e-mail of two people", "roster.csv", text(HEAD, ANA, ["Bea Ruiz", ANA[1], "mentor"])
    )


def _headings() -> Iterator[Roster]:
    yield Roster(
        "headings of a school system",
        "roster.csv",
        text(
            [
                "Last Name",
                "First Name",
                "E-mail",
                "Phone (cell)",
                "School Name",
                "Hire Date",
                "Role",
            ],
            ["Ruiz", "Ana", ANA[1], "573-555-0142", "Ridge High", "8/14/2026", "Mentor"],
        ),
    )
    yield Roster(
        "address in four columns",
        "roster.csv",
        text(
            [*HEAD, "Street", "City", "State", "ZIP"], [*ANA, "18 Alder St", "Ridge", "MA", "01234"]
        ),
    )
    yield Roster(
        "headings of a Google form",
        "roster.csv",
        text(
            [
                "Timestamp",
                "Email Address",
                "What is your full name?",
                "Your role in the program",
                "Which workshop?",
                "How many years have you taught?",
            ],
            ["9/1/2026 8:01:22", ANA[1], "Ana Ruiz", "mentee", "AM", "0"],
        ),
    )
    yield Roster(
        "headings of a Microsoft form",
        "roster.csv",
        text(
            [
                "ID",
                "Start time",
                "Completion time",
                "Email",
                "Name",
                "Full name",
                "Your email address",
                "Role",
            ],
            ["1", "9/1/26 8:00", "9/1/26 8:05", "anonymous", "", "Ana Ruiz", ANA[1], "mentee"],
        ),
    )
    choice = ['"Name (Last, First)*"', "E-mail Address:", "Mentor / Protégé?", "Yrs. Experience"]
    yield Roster(
        "headings that say how to answer",
        "roster.csv",
        text(choice, ['"Ruiz, Ana"', ANA[1], "Protégé", "0"]),
    )
    phone = text([*HEAD, "Phone"], [*ANA, "573-555-0142"])
    yield Roster("a phone that may be any", "roster.csv", phone)
    odd = text([*HEAD, "Bldg Code", "Shoe size"], [*ANA, "Ridge High", "38"])
    yield Roster("headings that are not known", "roster.csv", odd)
    yield Roster(
        "headings as said",
        "roster.csv",
        odd,
        ("--columns", "Bldg Code=school", "--columns", "Shoe size=-"),
    )
    yield Roster("every unknown heading left out", "roster.csv", odd, ("--columns", "-"))
    yield Roster(
        "a column that is none",
        "roster.csv",
        odd,
        ("--columns", "Bldg Code=bilding", "--columns", "Shoe size=-"),
    )
    yield Roster(
        "a heading that is not there",
        "roster.csv",
        text(HEAD, ANA),
        ("--columns", "Building=school"),
    )
    yield Roster(
        "no name anywhere", "roster.csv", text(["mail", "telephone"], ["a@b.example", "1"])
    )
    yield Roster(
        "a heading over two lines",
        "roster.csv",
        text(['"E-mail\naddress"', "name", "roles"], [ANA[1], ANA[0], "mentee"]),
    )


def _days() -> Iterator[Roster]:
    for name, value in (
        ("as records have it", "2026-08-14"),
        ("slashes, year first", "2026/8/14"),
        ("month first", "8/14/2026"),
        ("short year", "8/14/26"),
        ("dots", "14.08.2026"),
        ("day first", "14/08/2026"),
        ("dashes", "14-08-2026"),
        ("month in letters", '"Aug 14, 2026"'),
        ("day before month in letters", "14 August 2026"),
        ("as Excel shows it", "14-Aug-26"),
        ("with the day of the week", '"Friday, August 14, 2026"'),
        ("14th", '"August 14th, 2026"'),
        ("with a time", "8/14/2026 8:01:22 AM"),
        ("ISO with a time", "2026-08-14T08:01:22Z"),
        ("number of a spreadsheet", "46248"),
        ("without marks", "20260814"),
        ("the same either way", "08/08/2026"),
        ("both too large", "14/14/2026"),
        ("no such day", "2/30/2026"),
        ("a month only", "August 2026"),
        ("a year only", "2026"),
        ("wrong day of the week", '"Monday, August 14, 2026"'),
        ("words", "next fall"),
    ):
        yield Roster(f"day {name}", "roster.csv", one("started_on", value))
    either = one("started_on", "08/09/2026", "03/04/2026")
    yield Roster("days that can mean two", "roster.csv", either)
    yield Roster(
        "days that can mean two, month first", "roster.csv", either, ("--dates", "month-first")
    )
    yield Roster(
        "days that can mean two, day first",
        "roster.csv",
        either,
        ("--dates", "started_on=day-first"),
    )
    yield Roster(
        "days of which one shows the order",
        "roster.csv",
        one("started_on", "08/09/2026", "8/14/26"),
    )
    yield Roster(
        "days that show both orders",
        "roster.csv",
        one("started_on", "8/14/2026", "14/8/2026", "8/9/2026"),
    )


def _values() -> Iterator[Roster]:
    for value in ("Yes", "Y", "TRUE", "x", "✓", "1", "No", "false", "0", "maybe"):
        yield Roster(f"open to more: {value}", "roster.csv", one("open_to_more", value))
    yield Roster(
        "nothing, in words",
        "roster.csv",
        one("school", "N/A", "n/a", "-", "#N/A", "TBD", "none", "—", "Ridge"),
    )
    for value in (
        "5",
        "5.0",
        "5 years",
        "12 yrs.",
        "0",
        "70",
        "71",
        "-3",
        "1e3",
        "120",
        "3.5",
        "5+",
        "~5",
        "five",
    ):
        yield Roster(f"years: {value}", "roster.csv", one("experience_years", value))
    yield Roster(
        "phones",
        "roster.csv",
        one(
            "phone_cell",
            "(573) 555-0142",
            "573.555.0142",
            "+1 573 555 0142",
            "+1 (573) 555-0142 ext 5",
            "573-555-0142 x12",
            "tel: 573-555-0142",
            "573-555-0142 (cell)",
            "5735550142.0",
        ),
    )
    yield Roster(
        "phones that are none",
        "roster.csv",
        one(
            "phone_cell",
            "-5735550142",
            "@handle",
            "ask the office",
            "5.73556E+09",
            "573-555-0142 / 573-555-0143",
            "12",
            "573555014257355501425",
        ),
    )
    mails = (
        "A.Ruiz@Ridge.Example",
        "Ana Ruiz <ana@x.example>",
        "mailto:ana@x.example",
        "ana@x.example ;",
        " ana@x.example ",
    )
    yield Roster(
        "e-mails",
        "roster.csv",
        text(
            ["name", "email"],
            *(
                [f"{FIRST[at]} Ruiz", mail.replace("ana", f"ana{at}")]
                for at, mail in enumerate(mails)
            ),
        ),
    )
    bad = ("ana@x", "ana x.example", '"a@x.example; b@x.example"', "a@x.example b@x.example")
    yield Roster(
        "e-mails that are none",
        "roster.csv",
        text(["name", "email"], *([f"{FIRST[at]} Ruiz", mail] for at, mail in enumerate(bad))),
    )
    yield Roster(
        "roles",
        "roster.csv",
        one_role(
            "Protégé",
            "PROTEGE",
            "mentors",
            "Content Advisor",
            "Mentor & Content Advisor",
            "Mentor/Advisor",
            '"mentor, content advisor"',
            "mentor and advisor",
        ),
    )
    yield Roster("a role that is none", "roster.csv", one_role("mentr", "Mentor & Cook"))


def one_role(*roles: str) -> bytes:
    """A roster of some roles."""
    rows = [[f"{first} Ruiz", role] for first, role in zip(FIRST, roles, strict=False)]
    return text(["name", "roles"], *rows)


def _names() -> Iterator[Roster]:
    yield Roster(
        "names",
        "roster.csv",
        named(
            "Ruiz, Ana",
            "van der Berg, Bea",
            "Castle, Cleo, Jr.",
            "Dina Ruiz, Ph.D.",
            "Dr. Elif Kaya",
            'Fay "Fifi" Lund',
            "Gus (Augustus) Ray",
            "Hal O’Neil III",
            "Łukasz Żółć",
            "Nguyễn Thị Đào",
            "José Ortega y Gasset",
        ),
    )
    yield Roster("names of other scripts", "roster.csv", named("李伟", "Иван Франко"))
    yield Roster(
        "names of two", "roster.csv", named("Ana & Bo Ruiz", "Ana / Bo", "Ana Ruiz; Bo Lee")
    )
    yield Roster("names that are none", "roster.csv", named("12345", "ana@x.example", "N/A", ""))
    for name in (
        "RenÃ©e Castle",
        "JosÃƒÂ© Ruiz",
        "Fran√ßois Roy",
        "Oâ€™Neil Ana",
        "Ren\ufffde Castle",
        "Ren?e Castle",
        "MÃ¼ller Ida",
    ):
        yield Roster(f"garbled {name}", "roster.csv", named(name))
    yield Roster(
        "characters that nobody sees",
        "roster.csv",
        named("Ana\u200b Ruiz", "Bo\u00a0Lee", "\ufeffCleo Ray\u200e"),
    )
    yield Roster("characters that hide others", "roster.csv", named("Ana\u202eziuR", "Bo\x07Lee"))
    yield Roster("texts like formulas", "roster.csv", named("=1+1", "@SUM(A1)", "+cmd|x"))


def _workbooks() -> Iterator[Roster]:
    rows = [HEAD, ANA, BO]
    yield Roster("xlsx plain", "roster.xlsx", workbook({"People": rows}))
    yield Roster("xlsx of two sheets", "roster.xlsx", workbook({"People": rows, "Old": [HEAD]}))
    yield Roster(
        "xlsx by the sheet's name",
        "roster.xlsx",
        workbook({"Old": [HEAD], "People": rows}),
        ("--sheet", "people"),
    )
    yield Roster(
        "xlsx without that sheet", "roster.xlsx", workbook({"People": rows}), ("--sheet", "Nobody")
    )

    def two(book: Any, sheet: Any) -> None:
        book.create_sheet("Next year", 0).append(HEAD)
        sheet.title = "This year"

    def hide_first(book: Any, sheet: Any) -> None:
        two(book, sheet)
        book["Next year"].sheet_state, book.active = "hidden", 1

    def other_active(book: Any, sheet: Any) -> None:
        two(book, sheet)
        book.active = 1

    def hide_row(_: Any, sheet: Any) -> None:
        sheet.row_dimensions[2].hidden = True

    def hide_column(_: Any, sheet: Any) -> None:
        sheet.column_dimensions["B"].hidden = True

    def filtered(book: Any, sheet: Any) -> None:
        sheet.auto_filter.ref = "A1:C3"
        hide_row(book, sheet)

    def struck(_: Any, sheet: Any) -> None:
        for cell in sheet[2]:
            cell.font = Font(strike=True)

    def struck_in_part(_: Any, sheet: Any) -> None:
        sheet["B2"].font = Font(strike=True)

    yield Roster("xlsx with a hidden first sheet", "roster.xlsx", xlsx(hide_first))
    yield Roster("xlsx that opens on another sheet", "roster.xlsx", xlsx(other_active))
    yield Roster("xlsx with a hidden row", "roster.xlsx", xlsx(hide_row))
    yield Roster(
        "xlsx with a hidden row that is wanted",
        "roster.xlsx",
        xlsx(hide_row),
        ("--include", "hidden"),
    )
    yield Roster("xlsx with a hidden column", "roster.xlsx", xlsx(hide_column))
    yield Roster("xlsx with a filter", "roster.xlsx", xlsx(filtered))
    yield Roster("xlsx with a row struck through", "roster.xlsx", xlsx(struck))
    yield Roster(
        "xlsx with a row struck through that is wanted",
        "roster.xlsx",
        xlsx(struck),
        ("--include", "struck"),
    )
    yield Roster("xlsx with a cell struck through", "roster.xlsx", xlsx(struck_in_part))
    yield from _cells_of_workbooks()
    yield from _merged()


def _cells_of_workbooks() -> Iterator[Roster]:
    def formats(_: Any, sheet: Any) -> None:
        sheet["D2"].number_format, sheet["E2"].number_format = "00000", "(000) 000-0000"
        sheet["E3"].number_format = "[<=9999999]###\\-####;\\(###\\)\\ ###\\-####"

    rows: list[list[Any]] = [
        [*HEAD, "zip", "phone_cell", "started_on", "experience_years", "open_to_more"],
        [*ANA, 1234, 5735550142, dt.date(2026, 8, 14), 0.0, True],
        [*BO, 65301, 5735550143, MORNING, 12, False],
    ]
    yield Roster("xlsx with numbers as they show", "roster.xlsx", xlsx(formats, rows))
    yield Roster(
        "xlsx with formulas and errors",
        "roster.xlsx",
        workbook(
            {
                "P": [
                    [*HEAD, "school", "district"],
                    ["=A9", *ANA[1:], "#N/A", "#REF!"],
                ]
            }
        ),
    )
    head = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    inline = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in HEAD)
    formula = (
        '<c t="str"><f>B9&amp;C9</f><v>Ana Ruiz</v></c><c t="inlineStr"><is><t>ana@x.example'
        '</t></is></c><c t="inlineStr"><is><t>mentee</t></is></c>'
    )
    part = f"{head}<row>{inline}</row><row>{formula}</row></sheetData></worksheet>"
    base = workbook({"P": [HEAD]})
    yield Roster(
        "xlsx with a formula's result", "roster.xlsx", retouched(base, {SHEET: part.encode()})
    )
    escaped = xlsx(lambda *_: None, [HEAD, ["Ana_x000D_ Ruiz", *ANA[1:]]])
    yield Roster("xlsx with _x000D_", "roster.xlsx", escaped)
    yield Roster("xlsx in Strict Open XML", "roster.xlsx", strict(workbook({"P": [HEAD, ANA]})))
    cells = "".join(f'<row r="{row}"><c r="A{row}"/></row>' for row in range(2, 40_000))
    yield Roster(
        "xlsx with many blank rows",
        "roster.xlsx",
        retouched(
            base, {SHEET: f"{head}<row>{inline}</row>{cells}</sheetData></worksheet>".encode()}
        ),
    )
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs>'
    )
    bomb = f"{styles}{'<xf/>' * 1_000_000}</cellXfs></styleSheet>".encode()
    yield Roster(
        "xlsx that takes all memory", "roster.xlsx", retouched(base, {"xl/styles.xml": bomb})
    )
    yield Roster(
        "xlsx with a document type",
        "roster.xlsx",
        retouched(base, {SHEET: b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}),
    )
    yield Roster("xlsx cut off", "roster.xlsx", base[:-30])


def _merged() -> Iterator[Roster]:
    def down(_: Any, sheet: Any) -> None:
        sheet.merge_cells("D2:D3")

    def banner(_: Any, sheet: Any) -> None:
        sheet.insert_rows(3)
        sheet["A3"] = "Ridge High School"
        sheet.merge_cells("A3:C3")

    def title(_: Any, sheet: Any) -> None:
        sheet.insert_rows(1)
        sheet["A1"] = "Mentor roster"
        sheet.merge_cells("A1:C1")

    def headings(_: Any, sheet: Any) -> None:
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:C1")

    rows: list[list[Any]] = [[*HEAD, "school"], [*ANA, "Ridge High"], [*BO, None]]
    yield Roster("merged cells go down", "roster.xlsx", xlsx(down, rows))
    yield Roster("a banner in the middle", "roster.xlsx", xlsx(banner))
    yield Roster("a merged title", "roster.xlsx", xlsx(title))
    yield Roster(
        "headings merged over two rows",
        "roster.xlsx",
        xlsx(
            headings,
            [
                ["name", "Contact", None, "roles"],
                [None, "email", "phone_cell", None],
                ["Ana Ruiz", ANA[1], "573-555-0142", "mentee"],
            ],
        ),
    )


def _open_documents() -> Iterator[Roster]:
    rows = [cells(*HEAD), cells(*ANA)]
    yield Roster("ods plain", "roster.ods", ods(*rows))
    yield Roster(
        "ods with a hidden row",
        "roster.ods",
        ods(*rows, cells(*BO, row=' table:visibility="filter"')),
    )
    style = (
        '<style:style style:name="ce1"><style:text-properties'
        ' style:text-line-through-style="solid"/></style:style>'
    )
    yield Roster(
        "ods with a row struck through",
        "roster.ods",
        ods(*rows, cells(*BO, cell=' table:style-name="ce1"'), styles=style),
    )
    values = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p>Ana Ruiz</text:p>'
        '</table:table-cell><table:table-cell office:value-type="float" office:value="1234">'
        '<text:p>01234</text:p></table:table-cell><table:table-cell office:value-type="date"'
        ' office:date-value="2026-08-14"><text:p>08/14/26</text:p></table:table-cell>'
        "</table:table-row>"
    )
    yield Roster(
        "ods with numbers as they show",
        "roster.ods",
        ods(cells("name", "zip", "started_on"), values),
    )
    hidden = (
        '<style:style style:name="ta1"><style:table-properties table:display="false"/>'
        "</style:style>"
    )
    first = f'<table:table table:name="Old" table:style-name="ta1">{cells(*HEAD)}</table:table>'
    yield Roster(
        "ods with a hidden first sheet", "roster.ods", ods(*rows, styles=hidden, table=first)
    )
    many_rows = ' table:number-rows-repeated="1048000"'
    blank = f"<table:table-row{many_rows}><table:table-cell/></table:table-row>"
    yield Roster("ods with a million blank rows", "roster.ods", ods(*rows, blank))
    many = cells(*ANA, row=many_rows)
    yield Roster("ods with a million rows", "roster.ods", ods(cells(*HEAD), many))
    sealed = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    yield Roster(
        "ods with a password",
        "roster.ods",
        zipped({"META-INF/manifest.xml": sealed, "content.xml": b"\x01\x02"}),
    )


def _other_files() -> Iterator[Roster]:
    page = b"<html><table><tr><td>name</td></tr><tr><td>Ana</td></tr></table></html>"
    yield Roster("HTML named .xls", "roster.xls", page)
    yield Roster("HTML in UTF-16 named .xls", "roster.xls", page.decode().encode("utf-16"))
    yield Roster("text named .xls", "roster.xls", text(HEAD, ANA, by="\t"))
    yield Roster("a workbook named .csv", "roster.csv", workbook({"P": [HEAD, ANA]}))
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
    yield Roster("an old Excel file", "roster.xls", ole + "Workbook".encode("utf-16-le"))
    yield Roster(
        "an Excel file with a password", "roster.xlsx", ole + "EncryptedPackage".encode("utf-16-le")
    )
    yield Roster(
        "an older Excel file", "roster.xls", b"\x09\x02\x06\x00\x00\x00\x10\x00" + b"x" * 20
    )
    yield Roster(
        "an XML Spreadsheet of 2003",
        "roster.xml",
        b'<?xml version="1.0"?><Workbook'
        b' xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>',
    )
    yield Roster("a PDF", "roster.pdf", b"%PDF-1.7\n")
    yield Roster("a document of Word", "roster.docx", zipped({"word/document.xml": "<w/>"}))
    yield Roster("a file of Numbers", "roster.numbers", zipped({"Index/Document.iwa": b"\0"}))
    yield Roster("a binary workbook", "roster.xlsb", zipped({"xl/workbook.bin": b"\0"}))
    yield Roster("an archive", "roster.zip", zipped({"roster.csv": "name\nAna\n"}))


ROSTERS = tuple(
    roster
    for kind in (
        _encodings,
        _delimiters,
        _layout,
        _headings,
        _days,
        _values,
        _names,
        _workbooks,
        _open_documents,
        _other_files,
    )
    for roster in kind()
)
