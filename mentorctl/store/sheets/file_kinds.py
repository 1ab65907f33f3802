"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import io
import re
import zipfile
from typing import NamedTuple

from mentorctl.store.sheets.cells import TableError

__all__ = ["FileKind", "file_kind"]

AS_XLSX = "open it in the spreadsheet program and save it as .xlsx or as 'CSV UTF-8'"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0"
_OLD_STREAM = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00")
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|table|body|style"
    rb"|div|center|font)\b",
    re.IGNORECASE | re.DOTALL,
)
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a text of Word (RTF)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"Rar!", "a packed archive"),
    (b"7z\xbc\xaf", "a packed archive"),
    (b"\x1f\x8b", "a packed archive"),
    (b"SQLite format 3", "a database"),
)
_NO_TABLES = {
    "xl/workbook.bin": "a binary workbook of Excel (.xlsb)",
    "word/document.xml": "a document of Word",
    "ppt/presentation.xml": "a presentation",
    "Index/Document.iwa": "a document of Apple's Numbers or Pages",
}


class FileKind(NamedTuple):
    """What a file is: `text`, `xlsx` or `ods`, and what to tell where its name says otherwise."""

    kind: str
    remark: str = ""


def file_kind(data: bytes, name: str) -> FileKind:
    """What a file is.

    Args:
        data: The file.
        name: What it is called.

    Raises:
        TableError: It is none that can be read here; it says what it is.
    """
    ending = name.rpartition(".")[2].lower()
    if data.startswith(_ZIP):
        kind = _packed(data, name)
        odd = ending in ("csv", "txt", "tsv", "xls") or {ending, kind} == {"xlsx", "ods"}
        return FileKind(kind, f"it is a workbook (.{kind}), though it is named .{ending}"
                        if odd else "")  # fmt: skip
    _refuse_others(data, name)
    odd = ending in ("xls", "xlsx", "xlsm", "ods")
    return FileKind("text", f"it is plain text, though it is named .{ending}" if odd else "")


def _packed(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except Exception as error:  # zipfile raises all kinds of them for broken archives
        raise TableError(f"{name} is no workbook that can be read: it is cut off or damaged",
                         "fetch it once more, or save it anew") from error  # fmt: skip
    if any(re.fullmatch(r"xl/workbook\d*\.xml", each) for each in names):
        return "xlsx"
    if "content.xml" in names:
        return "ods"
    what = next((said for part, said in _NO_TABLES.items() if part in names), None)
    if what is None:
        raise TableError(f"{name} is no workbook: it is a packed archive of other files",
                         "unpack it, and import the roster in it")  # fmt: skip
    raise TableError(f"{name} is no workbook that can be read: it is {what}", AS_XLSX)


def _refuse_others(data: bytes, name: str) -> None:
    if data.startswith(_OLE):
        raise TableError(*_ole(data, name))
    if _OLD_STREAM.match(data):
        raise TableError(f"{name} is a workbook of an Excel before 1997", AS_XLSX)
    start = data.removeprefix(b"\xef\xbb\xbf")[:4000].replace(b"\0", b"")
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = start[2:]
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        raise TableError(f"{name} is no workbook of today: it is an XML Spreadsheet of 2003",
                         AS_XLSX)  # fmt: skip
    if _HTML.match(start):
        raise TableError(f"{name} is a web page (HTML), whatever its name says", AS_XLSX)
    if start.lstrip().startswith(b"<?xml") or b"urn:oasis:names:tc:opendocument" in start:
        raise TableError(f"{name} is XML, and no table", AS_XLSX)
    for mark, what in _OTHERS:
        if data.startswith(mark):
            raise TableError(f"{name} is {what}, and no table", AS_XLSX)


def _ole(data: bytes, name: str) -> tuple[str, str]:
    """What a file in the packing of old Office programs holds, by the names in its directory."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage") or has("EncryptionInfo"):
        return (f"{name} is protected with a password",
                "open it in the spreadsheet program and save it without the password")  # fmt: skip
    if has("WordDocument"):
        return f"{name} is an old document of Word, and no table", AS_XLSX
    if has("Workbook") or has("Book"):
        return f"{name} is an old Excel file (97-2003, .xls)", AS_XLSX
    return (f"{name} is an old or protected Excel file",
            "save it as .xlsx without a password, or as 'CSV UTF-8'")  # fmt: skip
