"""Rosters as single programs export them: student systems, forms, mail merge, office suites."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from support.rosters import (
    ANA,
    BO,
    HEAD,
    SHEET,
    Roster,
    cells,
    named,
    ods,
    one,
    text,
    xlsx,
)
from support.workbooks import retouched, workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["EXPORTS"]

YEARS = "experience_years"
MIDNIGHT = dt.datetime(2017, 8, 14)  # noqa: DTZ001 - sheets know no time zones
STARTED = "started_on"
BOM = b"\xef\xbb\xbf"


def _with(data: bytes, old: bytes, new: bytes) -> bytes:
    """A workbook whose sheet says something else in one place."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read(SHEET)
    assert old in xml
    return retouched(data, {SHEET: xml.replace(old, new)})


def nothing(book: Any, sheet: Any) -> None:
    """A workbook as it is."""
    del book, sheet


def _systems() -> Iterator[Roster]:
    """Student and staff systems."""
    power = [
        ["TEACHERS.LastFirst", "TEACHERS.Email_Addr", "TEACHERS.Title", "TEACHERS.HomePhone"],
        ['"Ruiz, Ana"', "ana@ridge.example", "Mentor", "573-555-0142"],
    ]
    yield Roster("export of PowerSchool", "staff.csv", text(*power, end="\r\n"))
    plain = [
        ["Last Name", "First Name", "Email_Addr", "Staff Type", "School", "Home_Phone"],
        ["Ruiz", "Ana", "ana@ridge.example", "Mentor", "Hollis HS", "5735550142"],
    ]
    yield Roster("tab export with CR LF", "staff.text", text(*plain, by="\t", end="\r\n"))
    yield Roster("tab export with CR alone", "staff.text", text(*plain, by="\t", end="\r"))
    campus = [
        ['"Staff Number"', '"Name"', '"Email"', '"Role"', '"School Name"', '"Hire Date"'],
        ['"000417"', '"Ruiz, Ana M"', '"ana@ridge.example"', '"mentor"', '"Hollis HS"',
         '"08/14/2017"'],
    ]  # fmt: skip
    yield Roster("export of Infinite Campus", "extract.csv", text(*campus, end="\r\n"))
    yield Roster(
        "a number in front of each row", "roster.csv", text(["#", *HEAD], ["1", *ANA], ["2", *BO])
    )
    yield Roster(
        "delimiters at the ends", "roster.csv", text([*HEAD, "", ""], [*ANA, "", ""], [*BO, "", ""])
    )
    ragged = text(HEAD, [*ANA, "", "", ""], [*BO[:2]])
    yield Roster("rows of other lengths", "roster.csv", ragged)
    yield Roster("one field too many", "roster.csv", text(HEAD, ["Ruiz", "Ana", *ANA[1:]]))
    yield Roster("headings with their places", "roster.csv", text(["Name (required)", "E-mail*",
                 "Role:"], ANA))  # fmt: skip
    merge = [
        ["«Last_Name»", "«First_Name»", "«Email»", "«Role»"],
        ["Ruiz", "Ana", "ana@ridge.example", "mentor"],
    ]
    yield Roster("fields of a mail merge", "roster.csv", text(*merge))
    merge[0] = ["Last_Name", "First_Name", "E_mail_Address", "Role"]
    yield Roster("names of fields of a mail merge", "roster.csv", text(*merge))
    contacts = [
        ["First Name", "Last Name", "E-mail 1 - Value", "Phone 1 - Value", "Organization Name",
         "role"],
        ["Ana", "Ruiz", "ana@ridge.example", "573-555-0142", "Hollis HS", "mentor"],
    ]  # fmt: skip
    yield Roster("contacts of Google", "contacts.csv", text(*contacts))
    outlook = [
        ["First Name", "Last Name", "E-mail Address", "Business Phone", "Mobile Phone", "Company",
         "Job Title", "role"],
        ["Ana", "Ruiz", "ana@ridge.example", "573-555-0142", "573-555-0143", "Hollis HS",
         "Teacher", "mentor"],
    ]  # fmt: skip
    yield Roster("contacts of Outlook", "contacts.csv", text(*outlook))


def _forms() -> Iterator[Roster]:
    """Web forms."""
    google = [
        ["Timestamp", "Email Address", "What is your full name?", "Are you a mentor or a mentee?",
         "Best phone number"],
        ["8/14/2026 9:30:12", "ana@ridge.example", "Ana Ruiz", "Mentor", "573-555-0142"],
    ]  # fmt: skip
    columns = ("--columns", "Are you a mentor or a mentee?=roles",
               "--columns", "Best phone number=phone_cell")  # fmt: skip
    yield Roster("questions of a form, one of them unclear", "responses.csv", text(*google))
    yield Roster("questions of a form, said", "responses.csv", text(*google), columns)
    twice = [
        ["Timestamp", "Name", "Email", "Role"],
        ["8/14/2026 9:30", "Ana Ruiz", "ana@ridge.example", "mentor"],
        ["8/15/2026 7:12", "Ana Ruiz", "ana.ruiz@ridge.example", "mentor"],
    ]
    yield Roster("answered twice", "responses.csv", text(*twice))
    office = [
        ["ID", "Start time", "Completion time", "Email", "Name", "Role"],
        ["1", "8/14/26 9:30:12", "8/14/26 9:31:40", "ana@ridge.example", "Ana Ruiz", "mentor"],
    ]
    yield Roster("form of Microsoft", "form.csv", text(*office))
    lined = text(["name", "email", "roles", "address"], [*ANA, '"12 Mill Road\nHollis, MO 65101"'])
    yield Roster("an address of two lines", "roster.csv", lined)
    yield Roster("a heading of two lines", "roster.csv", text(['"Full\nName"', *HEAD[1:]], ANA))


def _texts() -> Iterator[Roster]:
    """Texts as they come out of programs that know other letters and other ends."""
    yield Roster("BOM and sep=", "roster.csv", BOM + b"sep=;\r\n" + text(HEAD, ANA, by=";"))
    yield Roster("sep= in quotes", "roster.csv", b'"sep=;"\r\n' + text(HEAD, ANA, by=";"))
    bare = text(HEAD, ANA, BO)
    yield Roster("UTF-16 without a mark", "roster.txt", bare.decode().encode("utf-16-le"))
    yield Roster(
        "UTF-16, big end first", "roster.txt", b"\xfe\xff" + bare.decode().encode("utf-16-be")
    )
    yield Roster("UTF-32", "roster.txt", bare.decode().encode("utf-32"))
    yield Roster("a NUL in a cell", "roster.csv", text(HEAD, ["Ana\0 Ruiz", *ANA[1:]]))
    mixed = text(HEAD, ["Renée Ruiz", *ANA[1:]]) + text(["Zoë Lee", *BO[1:]], code="cp1252")
    yield Roster("two encodings in one file", "roster.csv", mixed)
    yield Roster("MacRoman", "roster.csv", text(HEAD, ["Renée Ruiz", *ANA[1:]], code="mac-roman"))
    yield Roster("a mark twice", "roster.csv", BOM + BOM + bare)
    yield Roster("a quote left open", "roster.csv", text(HEAD, ['"Ana Ruiz', *ANA[1:]], BO))
    yield Roster("a quote within a cell", "roster.csv", text(HEAD, ['Ana "Annie" Ruiz', *ANA[1:]]))
    yield Roster("apostrophes of Excel in front", "roster.csv", one("zip", "'01234", "'65101"))
    yield Roster("formulas that hold texts", "roster.csv",
                 text([*HEAD, "school"], [*ANA, '"=""0142"""']))  # fmt: skip
    yield Roster("letters composed of two", "roster.csv", named("Rene\u0301e Ruiz", "Zoë Lee"))
    yield Roster("blanks that do not break", "roster.csv",
                 text(["name\u00a0", *HEAD[1:]], ["Ana\u00a0Ruiz\u2009", *ANA[1:]]))  # fmt: skip
    yield Roster("a form feed at the end", "roster.csv", bare + b"\x0c")
    yield Roster("Ctrl-Z at the end", "roster.csv", bare + b"\x1a")


def _names() -> Iterator[Roster]:
    """Names as people have them."""
    yield Roster("nicknames in brackets", "roster.csv",
                 named("Robert (Bob) Lee", "Lee, Robert [Rob]", "Ana “Annie” Ruiz"))  # fmt: skip
    yield Roster("titles, suffixes, degrees", "roster.csv",
                 named("Dr. Ana Ruiz, Ed.D.", "Mr Bo Lee III", "LEE JR., CAL", "Sr. Mary Agnes Day",
                       "Prof. Dr. Ida Noll"))  # fmt: skip
    yield Roster("initials", "roster.csv", named("J. R. Lee", "Lee, J.R.", "A Ruiz"))
    yield Roster("names with marks", "roster.csv",
                 named("Siobhán O’Leary", "D'Arcy Lee", "Anne-Marie St. Clair-Ortiz",
                       "Nuʻu Kalā"))  # fmt: skip
    yield Roster("names of one word", "roster.csv", named("Madonna", "李伟"))
    yield Roster("names from right to left", "roster.csv", named("מרים לוי", "ليلى حداد"))
    yield Roster("capitals", "roster.csv", named("ANA RUIZ", "bo lindqvist", "MCDONALD, CAL"))
    yield Roster(
        "two people in one cell", "roster.csv", named("Ana Ruiz & Bo Lee", "Cal Day / Di Ono")
    )
    yield Roster("vacant places", "roster.csv", named("TBA", "Vacant", "New Hire", "Unknown"))
    yield Roster("several addresses in one cell", "roster.csv",
                 text(HEAD, ["Ana Ruiz", "ana@ridge.example; a@h.example", "mentor"]))  # fmt: skip
    yield Roster("addresses with a name", "roster.csv",
                 text(HEAD, ["Ana Ruiz", "Ana Ruiz <ana@ridge.example>", "mentor"],
                      ["Bo Lee", "mailto:bo@ridge.example", "mentor"]))  # fmt: skip


def _workbooks() -> Iterator[Roster]:
    """Workbooks."""

    def old_days(book: Any, sheet: Any) -> None:
        book.epoch = dt.datetime(1904, 1, 1)  # noqa: DTZ001 - sheets know no time zones
        sheet["D2"].number_format = "yyyy-mm-dd"

    days: list[list[Any]] = [[*HEAD, STARTED], [*ANA, dt.date(2017, 8, 14)], [*BO, 42961]]
    yield Roster("xlsx of the Mac of old, from 1904", "roster.xlsx", xlsx(old_days, days))
    noon: list[list[Any]] = [
        [*HEAD, STARTED],
        [*ANA, MIDNIGHT],
        [*BO, MIDNIGHT.replace(hour=23, minute=59)],
    ]
    yield Roster("xlsx with times of day", "roster.xlsx", xlsx(nothing, noon))
    formulas: list[list[Any]] = [[*HEAD, YEARS], [*ANA, "=2026-2017"], [*BO, 4]]
    yield Roster("xlsx with formulas never worked out", "roster.xlsx", xlsx(nothing, formulas))
    cached = _with(
        workbook({"P": [[*HEAD, YEARS], [*ANA, 9]]}), b"<v>9</v>", b"<f>2026-2017</f><v>9</v>"
    )
    yield Roster("xlsx with formulas worked out", "roster.xlsx", cached)
    odd: list[list[Any]] = [
        [*HEAD, YEARS],
        [*ANA, True],
        [*BO, "#REF!"],
        ["Cal Day", "cal@ridge.example", "mentor", 0.5],
    ]
    yield Roster("xlsx with true, an error, a half", "roster.xlsx", xlsx(nothing, odd))

    def shown(book: Any, sheet: Any) -> None:
        del book
        sheet["D2"].number_format = "0%"
        sheet["D3"].number_format = '"$"#,##0'
        sheet["D4"].number_format = '0 "years"'

    rows: list[list[Any]] = [
        [*HEAD, YEARS],
        [*ANA, 0.05],
        [*BO, 5],
        ["Cal Day", "cal@ridge.example", "mentor", 7],
    ]
    yield Roster("xlsx with percent, dollars, units", "roster.xlsx", xlsx(shown, rows))


def _numbers() -> Iterator[Roster]:
    """Phones and ZIP codes that a workbook holds as numbers."""

    phones: list[list[Any]] = [
        [*HEAD, "phones.cell", "zip"],
        [*ANA, 5735550142.0, 1234],
        [*BO, "5735550117", "01234"],
    ]

    def zeros(book: Any, sheet: Any) -> None:
        del book
        sheet["D2"].number_format = "[<=9999999]###-####;(###) ###-####"
        sheet["E2"].number_format = "00000"

    yield Roster("xlsx with phones and ZIPs as numbers", "roster.xlsx", xlsx(zeros, phones))
    yield Roster("xlsx with phones without a format", "roster.xlsx", xlsx(nothing, phones))


def _looks() -> Iterator[Roster]:
    """Workbooks with notes, letters and sizes of all kinds."""

    def commented(book: Any, sheet: Any) -> None:
        del book
        sheet["A2"].comment = Comment("left in May", "Jo")
        sheet["A2"] = CellRichText("Ana ", TextBlock(InlineFont(b=True), "Ruiz"))

    yield Roster("xlsx with notes and bold letters", "roster.xlsx", xlsx(commented))

    def wide(book: Any, sheet: Any) -> None:
        del book
        sheet.cell(1, 16000).value = None
        sheet.cell(2, 16384).value = " "

    yield Roster("xlsx as wide as they get", "roster.xlsx", xlsx(wide))
    tall = _with(workbook({"P": [HEAD, ANA]}), b'ref="A1:C2"', b'ref="A1:XFD1048576"')
    yield Roster("xlsx that says it has a million rows", "roster.xlsx", tall)


def _layouts() -> Iterator[Roster]:
    """Workbooks with more than one table in them."""

    def beside(book: Any, sheet: Any) -> None:
        del book
        sheet["F1"], sheet["F2"], sheet["G1"] = "Notes", "see Jo", "Count"
        sheet["G2"] = 2

    yield Roster("xlsx with a second table beside it", "roster.xlsx", xlsx(beside))

    def below(book: Any, sheet: Any) -> None:
        del book
        sheet["A6"], sheet["B6"], sheet["C6"] = "School", "Principal", "Phone"
        sheet["A7"], sheet["B7"], sheet["C7"] = "Hollis HS", "Jo Day", "573-555-0100"

    yield Roster("xlsx with a second table below it", "roster.xlsx", xlsx(below))

    def grouped(book: Any, sheet: Any) -> None:
        del book
        sheet.row_dimensions[3].outlineLevel = 1
        sheet.row_dimensions[3].hidden = True

    yield Roster("xlsx with a folded group", "roster.xlsx", xlsx(grouped))

    def middle(book: Any, sheet: Any) -> None:
        del book
        sheet.insert_rows(3)
        sheet["A3"], sheet["B3"] = "Subtotal", 1

    yield Roster("xlsx with a total in the middle", "roster.xlsx", xlsx(middle))


def _several() -> Iterator[Roster]:
    """Workbooks of several sheets, or locked."""

    twice = [["Name", "Phone", "Phone", "Role", "Email"],
             ["Ana Ruiz", "573-555-0142", "555-0143", "mentor", "ana@ridge.example"]]  # fmt: skip
    yield Roster("xlsx with a heading twice", "roster.xlsx", xlsx(nothing, twice))
    sheets = {"Mentors": [HEAD, BO], "Mentees": [HEAD, ANA], "Lists": [["Yes"], ["No"]]}
    yield Roster("xlsx of a sheet for each role", "roster.xlsx", workbook(sheets))
    yield Roster("xlsx of empty sheets", "roster.xlsx", workbook({"A": [], "B": []}))
    secret = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")
    )
    yield Roster("xlsx behind a password", "roster.xlsx", secret)

    def kept(book: Any, sheet: Any) -> None:
        sheet.protection.sheet = True
        book.security.lockStructure = True

    yield Roster("xlsx that is locked against changes", "roster.xlsx", xlsx(kept))


def _open_documents() -> Iterator[Roster]:
    """Sheets of LibreOffice."""
    again = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p>Bo Lindqvist'
        '</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>'
        'bo@ridge.example</text:p></table:table-cell><table:table-cell office:value-type="string"'
        ' table:number-columns-repeated="2"><text:p>mentor</text:p></table:table-cell>'
        "</table:table-row>"
    )
    yield Roster("ods with a cell repeated", "roster.ods",
                 ods(cells(*HEAD, "position"), cells(*ANA, "Teacher"), again))  # fmt: skip
    spaced = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p>Ana<text:s '
        'text:c="2"/>Ruiz</text:p><text:p>(new)</text:p></table:table-cell>'
        '<table:table-cell office:value-type="string"><text:p><text:a>ana@ridge.example</text:a>'
        '</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>mentor'
        "</text:p></table:table-cell></table:table-row>"
    )
    yield Roster("ods with links and blanks", "roster.ods", ods(cells(*HEAD), spaced))
    noted = cells(*ANA).replace(
        "<text:p>Ana Ruiz", "<office:annotation><text:p>left in May</text:p></office:annotation>"
        "<text:p>Ana Ruiz"
    )  # fmt: skip
    yield Roster("ods with a note on a cell", "roster.ods", ods(cells(*HEAD), noted))
    day = (
        '<table:table-cell office:value-type="date" office:date-value="2017-08-14T00:00:00">'
        "<text:p>14.08.17</text:p></table:table-cell></table:table-row>"
    )
    dated = cells(*ANA).replace("</table:table-row>", day)
    yield Roster("ods with a day", "roster.ods", ods(cells(*HEAD, STARTED), dated))


GROUPS: tuple[Callable[[], Iterator[Roster]], ...] = (
    _systems, _forms, _texts, _names, _workbooks, _numbers, _looks, _layouts, _several,
    _open_documents,
)  # fmt: skip
EXPORTS = tuple(roster for group in GROUPS for roster in group())
