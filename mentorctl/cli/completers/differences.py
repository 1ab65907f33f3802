"""`mentorctl completers --diff`: today's list held to one that was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from mentorctl.cli import lookup
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import complain, note, paint, put, say, shown
from mentorctl.cli.output.report_file import text_into
from mentorctl.cli.output.sheet_output import SHEETS, put_sheet
from mentorctl.model.paths import LISTS
from mentorctl.reports.proofs.frozen_diff import COLUMNS, as_data, rows
from mentorctl.reports.proofs.frozen_lists import frozen_standings
from mentorctl.reports.proofs.signature_report import ledger_about
from mentorctl.reports.row_formats import as_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from mentorctl.cli.completers.freezing import Choice
    from mentorctl.cli.state import State
    from mentorctl.model.frozen_list import FrozenList
    from mentorctl.reports.proofs.frozen_diff import FrozenDiff, ListChange
    from mentorctl.reports.proofs.frozen_lists import FrozenStanding
    from mentorctl.reports.provenance import Provenance

__all__ = ["choice_of", "put_differences", "sent_list"]


def sent_list(state: State, given: str, choice: Choice) -> FrozenStanding:
    """The list that was sent, and that today's is held to.

    Args:
        state: The run of the command.
        given: Its name, or a part of it; empty for the newest of this choice.
        choice: Which pairings it has.

    Raises:
        typer.BadParameter: There is none of that name, or several are meant.
        typer.Exit: There is none, or it is not what was sent any more; it has been said.
    """
    folder, year = state.folder.recorded, state.folder.program.year
    names = [name for each, name in folder.frozen_lists if each == year]
    if given:
        if any(choice):
            raise typer.BadParameter(
                "the frozen list says whose it is; leave out --advisor, --area, --school"
            )
        plain = given.replace("\\", "/").rstrip("/").removeprefix(f"{LISTS}/{year}/")
        names = [lookup.match_one("frozen list", plain, names)]
    asked = [(year, name) for name in names]
    ledger = ledger_about(state.folder)
    found = frozen_standings(folder, asked, *ledger)
    if not given:
        found = _newest(found, choice)
    if not found:
        complain(
            "no such list has been frozen yet, so there is nothing to hold today's to",
            "freeze one when it is sent: mentorctl completers --freeze",
        )
        raise typer.Exit(FINDINGS)
    (standing,) = found
    if standing.fault:
        complain(
            f"{shown(standing.file)} {shown(standing.fault)}, so nothing was compared",
            "see what to do: mentorctl explain frozen-list-changed",
        )
        raise typer.Exit(FINDINGS)
    return standing


def _newest(found: Sequence[FrozenStanding], choice: Choice) -> list[FrozenStanding]:
    """The list that was frozen last, of those with the same pairings."""
    same = [
        each for each in found
        if each.said is None or choice_of(each.said) == choice
    ]  # fmt: skip
    order = [(each.said.frozen_at if each.said else "~", each.name, each) for each in same]
    return [max(order, key=lambda each: each[:2])[2]] if order else []


def choice_of(said: FrozenList) -> tuple[str | None, str | None, str | None]:
    """Which pairings a list that was sent has: advisor, area and school."""
    return said.advisor_id, said.area, said.school


def put_differences(
    found: FrozenDiff,
    drawn: Provenance,
    kind: str,
    out: Path | None,
    version: str,
    *,
    excel: bool,
) -> None:
    """Say how today's list differs from one that was sent.

    Args:
        found: The differences.
        drawn: What today's list was drawn from.
        kind: `table`, `json`, `csv` or `xlsx`.
        out: The file to write, or None.
        version: Of JSON.
        excel: Whether CSV is for Excel.
    """
    if kind in SHEETS:
        put_sheet(kind, COLUMNS, rows(found), out, title="differences", excel=excel)
    elif kind == "json":
        with text_into(out):
            put(as_json(as_data(found, drawn), version))
    else:
        for line in _lines(found):
            say(line)
    frozen = found.frozen
    by = f" by {frozen.frozen_by}" if frozen.frozen_by else ", signed by nobody"
    note(
        f"{len(found.came)} came, {len(found.went)} went, {len(found.changed)} changed,"
        f" {found.same} as before, since {frozen.name} was frozen{by} (as of {frozen.as_of},"
        f" commit {(frozen.commit or 'none')[:10]})"
    )


def _lines(found: FrozenDiff) -> Iterator[str]:
    parts = (("came", "+", found.came), ("went", "-", found.went), ("changed", "~", found.changed))
    for head, sign, changes in parts:
        if changes:
            yield paint(f"{head} ({len(changes)})", "bold")
        for each in changes:
            row = each.row
            yield f"  {sign} {shown(row.mentee)} and {shown(row.mentor)} ({shown(row.pairing)})"
            yield from _about(each)


def _about(each: ListChange) -> Iterator[str]:
    if not each.reasons and not each.fields:
        yield f"    completed on {each.row.completed_on}"
    for reason in each.reasons:
        yield f"    {shown(reason.message)}"
        yield f"      {paint('→', 'dim')} {shown(reason.hint)}"
    for field, before, after in each.fields:
        yield f"    {field}: {_said(before)} → {_said(after)}"


def _said(value: object) -> str:
    return "nothing" if value is None else shown(str(value))
