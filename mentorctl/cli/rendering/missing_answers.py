"""What keeps forms from being made: each with its place, or in short where it is a lot."""

from __future__ import annotations

import sys
from collections import Counter
from itertools import zip_longest
from typing import TYPE_CHECKING

from mentorctl.cli.output.console import note, paint, shown
from mentorctl.cli.rendering.selection import CODE, INVOICE
from mentorctl.model.paths import PAIRINGS, record_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentorctl.forms import FormDocument
    from mentorctl.model.finding import Finding

__all__ = ["tell_missing", "tell_undated"]

# more than these do not fit a screen one by one
MOST_FINDINGS = 6
MOST_PAIRINGS = 8
MOST_RECORDS = 4


def tell_missing(findings: Sequence[Finding]) -> None:
    """Name what is missing; of several pairings in short, those with the most first.

    Args:
        findings: What is missing, or keeps a record from being read.
    """
    owners: dict[str, Counter[str]] = {}
    for each in findings:
        owner, record = _owner(each.path)
        owners.setdefault(owner, Counter())[record] += 1
    if len(findings) <= MOST_FINDINGS or len(owners) == 1:
        for each, after in zip_longest(findings, findings[1:]):
            _tell_one(each, is_last=after is None or after.hint != each.hint)
        return
    worst = sorted(owners.items(), key=lambda owner: (-owner[1].total(), owner[0]))
    is_answer = all(each.code == CODE for each in findings)
    what = "boxes without an answer" if is_answer else "answers or records to mend"
    where = (
        "pairings" if all(each.path.startswith(f"{PAIRINGS}/") for each in findings) else "places"
    )
    name = paint("error", "red", "bold", to=sys.stderr)
    note(f"{name}: {len(findings)} {what} in {len(owners)} {where}")
    for owner, records in worst[:MOST_PAIRINGS]:
        named = [f"{count} in {shown(record)}" for record, count in records.most_common()]
        more = len(named) - MOST_RECORDS
        said = ", ".join(named[:MOST_RECORDS]) + (f" and {more} more records" if more > 0 else "")
        note(f"  {paint(shown(owner), 'bold', to=sys.stderr)}: {said}")
    if len(worst) > MOST_PAIRINGS:
        note(f"  … and {len(worst) - MOST_PAIRINGS} more")
    arrow = paint("→", "dim", to=sys.stderr)
    note(f"  {arrow} those of one pairing, each with its line: mentorctl render --packet PAIRING")
    note(f"  {arrow} or leave them to be filled in by hand: add --draft")


def tell_undated(made: Sequence[FormDocument]) -> None:
    """Name the invoices whose date nobody has fixed, or not so that it fits what they list.

    Args:
        made: The documents that are filled in.
    """
    open_ones = [
        each.about
        for each in made
        if each.name == INVOICE and each.about and not each.sheets[0].values["date"]
    ]
    if open_ones:
        of = open_ones[0] if len(open_ones) == 1 else f"{len(open_ones)} people"
        whose = open_ones[0] if len(open_ones) == 1 else "--all"
        note(f"the invoice of {of} has no date that stands; fix it: mentorctl mark invoice {whose}")


def _owner(path: str) -> tuple[str, str]:
    """The pairing that a record belongs to, and the record's name; else the file itself."""
    parts = path.split("/")
    if path.startswith(f"{PAIRINGS}/") and len(parts) > len((PAIRINGS, "year", "pairing")):
        return parts[2], record_name("/".join(parts[3:]))
    return path, "it"


def _tell_one(finding: Finding, *, is_last: bool) -> None:
    """Name one; what to do stands once, below the last one that it is for."""
    place = paint(f"{finding.path}:{finding.line}:{finding.column}", "bold", to=sys.stderr)
    severity = paint("error", "red", "bold", to=sys.stderr)
    note(f"{place}: {severity}: {shown(finding.message)}")
    if is_last:
        note(f"  {paint('→', 'dim', to=sys.stderr)} {shown(finding.hint)}")
