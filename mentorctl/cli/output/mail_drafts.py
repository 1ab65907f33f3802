"""Drafts of messages: as text to copy, or as an .eml file; nothing is ever sent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.cli.output.console import note, put, shown
from mentorctl.cli.output.report_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mentorctl.model.reassignment import Draft
    from mentorctl.reports.counted_folder import CountedFolder

__all__ = ["Letter", "hand_over", "letter", "write_draft"]


class Letter(NamedTuple):
    """A message with everything filled in.

    Attributes:
        to: The ids of those it goes to.
        hidden: Whether they are not to see who else gets it.
        subject: One line.
        text: What it says.
        attached: The name of a file that goes along, and what it holds.
    """

    to: tuple[str, ...]
    hidden: bool
    subject: str
    text: str
    attached: tuple[str, bytes] | None = None


def letter(draft: Draft, to: Sequence[str], values: Mapping[str, str], *, hidden: bool) -> Letter:
    """Fill a draft in; a name in brackets that is not known stays as it is."""
    single = {name: " ".join(value.split()) for name, value in values.items()}

    def fill(text: str) -> str:
        return re.sub(r"\[([a-z_]+)\]", lambda found: single.get(found[1], found[0]), text)

    return Letter(tuple(to), hidden, " ".join(fill(draft.subject).split()), fill(draft.text))


def hand_over(message: Letter, counted: CountedFolder, sender: str, out: Path | None) -> None:
    """Show a message, or write it to a file that a mail program opens; it is never sent.

    Args:
        message: The message.
        counted: Where the people's addresses are.
        sender: The id of who will send it; empty where nobody is known.
        out: The file to write, `.eml`.
    """
    addresses = {each: _address(counted, each) for each in message.to}
    without = [each for each, address in addresses.items() if not address]
    if without:
        note(f"no email address is known of {', '.join(without)}")
    known = [address for address in addresses.values() if address]
    field = "Bcc" if message.hidden else "To"
    if out is not None:
        write_draft(message, counted, sender, out)
    else:
        head = f"{field}: {', '.join(known)}\nSubject: {message.subject}"
        put(shown(f"{head}\n\n{message.text.strip()}"))
    note("nothing was sent: that is up to you")


def write_draft(
    message: Letter, counted: CountedFolder, sender: str, out: Path, *, quiet: bool = False
) -> None:
    """Write a message to a file that a mail program opens as a draft.

    Args:
        message: The message.
        counted: Where the people's addresses are.
        sender: The id of who will send it; empty where nobody is known.
        out: The file to write, `.eml`.
        quiet: Whether the command itself says where it is.
    """
    known = [address for each in message.to if (address := _address(counted, each))]
    field = "Bcc" if message.hidden else "To"
    write_whole(out, as_mail(message, field, known, _address(counted, sender)), quiet=quiet)


def _address(counted: CountedFolder, person: str) -> str:
    known = counted.people.get(person) if person else None
    return known.email or "" if known else ""


def as_mail(message: Letter, field: str, addresses: Sequence[str], sender: str) -> bytes:
    """A message as a mail program opens it, marked as not sent.

    Args:
        message: The message.
        field: Where the addresses stand: `To` or `Bcc`.
        addresses: Those of everybody it goes to.
        sender: That of who will send it; empty where it is not known.
    """
    from email.message import EmailMessage  # noqa: PLC0415 - only for a file
    from email.policy import SMTP  # noqa: PLC0415 - as above

    mail = EmailMessage(policy=SMTP)
    mail["X-Unsent"] = "1"
    if sender:
        mail["From"] = sender
    if addresses:
        mail[field] = ", ".join(addresses)
    mail["Subject"] = message.subject
    mail.set_content(message.text)
    if message.attached is not None:
        name, content = message.attached
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()
