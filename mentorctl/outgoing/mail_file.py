"""A message as a file that mail programs open as a draft; the same bytes for the same message."""

from __future__ import annotations

import hashlib
import re
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from mentorctl.outgoing.plain_lines import one_line

if TYPE_CHECKING:
    from mentorctl.outgoing.message_parts import MessageParts

__all__ = ["Attachment", "eml", "is_address", "mailto"]

DIGEST = 24
LONGEST_NAME, LONGEST_SUBJECT = 120, 200
# RFC 5322, 3.4.1, its plain form: words that dots part; what is quoted or commented is no one's
_WORD = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_WORD}(?:\.{_WORD})*@{_LABEL}(?:\.{_LABEL})+")


class Attachment(NamedTuple):
    """A file that goes with a message."""

    name: str
    kind: str
    data: bytes


def is_address(text: str) -> bool:
    """Whether a text can stand as an address in a message: letters, digits and usual signs."""
    return bool(_ADDRESS.fullmatch(text))


def eml(
    name: str, address: str, parts: MessageParts, ident: str, attachments: tuple[Attachment, ...]
) -> bytes:
    """A draft that is not sent yet.

    It names no sender, and no date: both are the mail program's to give when it is sent.

    Args:
        name: Whom it goes to.
        address: Their address, as `is_address` lets it through.
        parts: What it says.
        ident: What tells it from all others; the same for the same message.
        attachments: What goes with it.
    """
    mail = EmailMessage(policy=policy.SMTP.clone(max_line_length=78))
    mail["X-Unsent"] = "1"
    mail["To"] = Address(display_name=_cut(name, LONGEST_NAME), addr_spec=address)
    mail["Subject"] = _cut(parts.subject, LONGEST_SUBJECT)
    mail["Message-ID"] = f"<{ident}>"
    mail.set_content(parts.text, cte="quoted-printable")
    mail.add_alternative(parts.html, subtype="html", cte="quoted-printable")
    mail.set_boundary(_boundary(ident, "alternative"))
    for each in attachments:
        main, _, sub = each.kind.partition("/")
        extra = {"method": "PUBLISH", "charset": "utf-8"} if sub == "calendar" else {}
        mail.add_attachment(each.data, maintype=main, subtype=sub, filename=each.name, params=extra)
    if attachments:
        mail.set_boundary(_boundary(ident, "mixed"))
    # where Python breaks a long quoted name, its quotes are lost, and what it holds is an address
    return mail.as_bytes(policy=policy.SMTP.clone(max_line_length=None))


def mailto(address: str, parts: MessageParts) -> str:
    """A link that opens the message in a mail program, as plain text."""
    body = parts.text.replace("\n", "\r\n")
    subject = quote(one_line(parts.subject), safe="")
    return f"mailto:{quote(address, safe='@')}?subject={subject}&body={quote(body, safe='')}"


def _cut(text: str, longest: int) -> str:
    """A text in one line of a header, which no mail program takes endlessly long."""
    line = one_line(text)
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def _boundary(ident: str, kind: str) -> str:
    return "=_" + hashlib.sha256(f"{ident} {kind}".encode()).hexdigest()[:DIGEST]
