"""What a frozen list consists of: the list, its sheet, and how its receiver checks both."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from mentorctl.model.frozen_list import LIST_JSON, NAMESPACE, SHEET_CSV
from mentorctl.model.owed import priced
from mentorctl.reports.proofs.proof import ALLOWED
from mentorctl.reports.row_formats import BYTE_ORDER_MARK, as_csv

if TYPE_CHECKING:
    from mentorctl.model.frozen_list import FrozenList
    from mentorctl.trail.register.key_register import KeySpan

__all__ = ["README", "list_of", "readme", "sheet_of", "signer_line", "verify_line"]

README = "README.txt"
# columns that a list has beside its own
COLUMNS = (
    "mentee_id", "mentee", "mentee_email", "school", "district", "content_area", "mentor_id",
    "mentor", "mentor_email", "advisor", "completed_on", "experiences", "meetings", "waivers",
    "signatures", "pairing", "advisor_id", "supervisor_id", "as_of", "commit",
)  # fmt: skip

TEXT = """\
{title}
{line}

Program:    {program}, {year}
As of:      {as_of}
Completers: {count}
{only}{paid}Frozen at:  {at}
Commit:     {commit}

{sheet} is the list as a sheet; {json} says the same for programs, and what it was drawn from.
{missing}"""
PROVEN = """
Who signed it, and that nobody has changed it since
---------------------------------------------------

It takes OpenSSH 8.2 or newer, which is on every Mac, Linux and Windows computer, and nothing else.
Open a terminal in this folder and paste one line:

    {sheet_line}

answers: Good "{namespace}" signature for {person} … with the key

    {key}

Any other answer means that the list is not the one that was sent. In PowerShell put the line into
cmd /c "LINE". The same for {json}:

    {json_line}

{allowed} holds the key. Ask {name}, not this folder, whether that is theirs.
"""
UNSIGNED = """
Nobody signed it, so nothing here proves who made it.
"""


def list_of(frozen: FrozenList) -> bytes:
    """The list for programs."""
    return msgspec.json.format(msgspec.json.encode(frozen), indent=2) + b"\n"


def sheet_of(frozen: FrozenList) -> bytes:
    """The list as CSV that Excel opens right; its lines end as git keeps them.

    A list by school has what is paid for each as well.
    """
    more = ("currency", "payment") if frozen.by is not None else ()
    rows = (
        (
            *(getattr(each, name) for name in COLUMNS[:-2]),
            frozen.as_of,
            frozen.commit,
            *((frozen.currency, each.payment) if more else ()),
        )
        for each in frozen.completers
    )
    return (BYTE_ORDER_MARK + as_csv((*COLUMNS, *more), rows)).encode()


def verify_line(person: str, file: str = SHEET_CSV) -> str:
    """The line that checks a signature, to be pasted in the folder of the list."""
    return f"ssh-keygen -Y verify -f {ALLOWED} -I {person} -n {NAMESPACE} -s {file}.sig < {file}"


def signer_line(span: KeySpan) -> bytes:
    """Whose key made the signatures, as `ssh-keygen -Y verify` reads it."""
    return f'{span.person} namespaces="{NAMESPACE}" {span.public}\n'.encode()


def readme(frozen: FrozenList, title: str, whose: str, signer: str, mark: str) -> bytes:
    """What the list is, and how its receiver checks it.

    Args:
        frozen: The list.
        title: What it is called.
        whose: The name of the advisor whose pairings it has; empty for all.
        signer: The name of the person who signed it.
        mark: The fingerprint of the key.
    """
    only = f"Advisor:    {whose}\n" if whose else ""
    only += f"Area:       {frozen.area}\n" if frozen.area else ""
    only += f"School:     {frozen.school}\n" if frozen.school else ""
    unread = "".join(f"It may lack what rests on {each}, which could not be read.\n"
                     for each in frozen.unreadable)  # fmt: skip
    unsaved = "Edits went in that were not saved yet.\n" if frozen.dirty else ""
    said = TEXT.format(
        title=title, line="=" * len(title), program=frozen.program, year=frozen.year,
        as_of=frozen.as_of, count=len(frozen.completers), only=only, paid=_paid(frozen),
        at=frozen.frozen_at,
        commit=frozen.commit or "none", sheet=SHEET_CSV, json=LIST_JSON, missing=unread + unsaved,
    )  # fmt: skip
    if frozen.frozen_by is None:
        return (said + UNSIGNED).encode()
    proven = PROVEN.format(
        sheet_line=verify_line(frozen.frozen_by),
        json_line=verify_line(frozen.frozen_by, LIST_JSON),
        namespace=NAMESPACE, person=frozen.frozen_by, key=mark, allowed=ALLOWED, json=LIST_JSON,
        name=signer or frozen.frozen_by,
    )  # fmt: skip
    return (said + proven).encode()


def _paid(frozen: FrozenList) -> str:
    """What each school is paid, a line each, and all together; empty where no list by school."""
    if frozen.by is None:
        return ""
    lines = ["Schools:"]
    for each in frozen.schools:
        name = each.school or "(no school)"
        district = f", {each.district}" if each.district else ""
        paid = f": {_priced(frozen, each.total)}" if each.total is not None else ""
        lines.append(f"    {name}{district} ({each.completers}){paid}")
    if frozen.currency is not None:
        total = sum((Decimal(each.total or 0) for each in frozen.schools), Decimal(0))
        lines.append(f"    all together: {_priced(frozen, str(total))}")
    return "".join(f"{each}\n" for each in lines)


def _priced(frozen: FrozenList, amount: str) -> str:
    return priced(Decimal(amount), frozen.currency or "")
