"""`standards`: how the program stands with the standards it follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.approvers import as_approved
from mentorctl.model.paths import SUFFIX, answers_file, standard_file
from mentorctl.model.record_checks import Records
from mentorctl.model.showing import UnknownCheck, look, takes_part
from mentorctl.model.standard import Answers, Standard
from mentorctl.model.standards_evidence import Shelf
from mentorctl.model.standards_report import (
    STATES,
    ItemRow,
    StandardReport,
    StandardsReport,
    judged,
)
from mentorctl.reports.counted_folder import as_counted
from mentorctl.reports.evaluation.shown_summaries import held, unjudged
from mentorctl.reports.folder_reading import (
    misnamed,
    not_opened,
    sound_context,
    unread_in,
    unreadable_data,
    whole_doubt,
)
from mentorctl.reports.proofs.signature_report import signing_of
from mentorctl.reports.provenance import named_of
from mentorctl.reports.row_formats import listed
from mentorctl.store.errors import StoreError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping

    from mentorctl.model.person import Person
    from mentorctl.model.showing import Showing
    from mentorctl.model.standard import Evidence
    from mentorctl.reports.counted_folder import CountedFolder
    from mentorctl.reports.proofs.signature_report import Signing
    from mentorctl.reports.provenance import Provenance
    from mentorctl.reports.row_formats import Cell
    from mentorctl.rules.base import Context
    from mentorctl.store.folder import Folder

__all__ = ["COLUMNS", "as_data", "cells", "records_of", "standards"]

COLUMNS = (
    "standard", "item", "number", "part", "text", "state", "records", "shown", "asked", "declared",
    "evidence", "gap", "todo", "program_id", "program", "year",
)  # fmt: skip


def standards(
    folder: Folder, today: dt.date, only: Collection[str] | None = None
) -> StandardsReport:
    """Judge every item of every standard that the program follows.

    Args:
        folder: The program folder.
        today: The day on which to judge.
        only: The pairings whose records are looked at; all of the year when left out.

    Raises:
        BrokenProgram: `program.yaml` contradicts itself.
        StoreError: A standard or the year's answers are missing or cannot be read, or a standard
            asks the records for something that they cannot show.
    """
    counted = as_counted(folder, today)
    ctx = sound_context(counted, today)
    found = [_standard(counted, name) for name in counted.program.standards]
    answers = _answers(counted)
    signing = signing_of(counted, ctx.today)
    seen = records_of(counted, ctx, signing=signing)
    if only is not None:
        teams = {name: team for name, team in seen.teams.items() if name in only}
        seen = seen._replace(teams=teams)
    shelf = Shelf(
        frozenset(counted.listing.files), counted.people.ids, ctx.calendar.year.first_day, today
    )
    looked: dict[str, Showing] = {}
    count = sum(takes_part(team, seen) for team in seen.teams.values())
    reports = tuple(
        StandardReport(each, _rows(each, answers, seen, shelf, looked)) for each in found
    )
    return StandardsReport(
        counted.program.name,
        counted.program.year,
        today,
        count,
        len(seen.teams) - count,
        reports,
        unread_in(counted, (*whole_doubt(signing), *unjudged(counted), *counted.reader.findings)),
    )


def records_of(
    counted: CountedFolder, ctx: Context, only: str = "", *, signing: Signing | None = None
) -> Records:
    """What checks look at: every pairing of the year with its signatures, or one with its line.

    Args:
        counted: The program folder.
        ctx: What is in force, and the day.
        only: The only pairing to read, beside the ones that it took over.
        signing: What signatures are judged by, where that is known already.
    """
    signing = signing or signing_of(counted, ctx.today)
    teams = {}
    todo = [only] if only else list(counted.pairing_ids)
    while todo:
        name = todo.pop()
        if name in teams or name not in counted.pairing_ids:
            continue
        team = teams[name] = as_approved(counted.team(name), ctx.shared)
        if signing is not None:
            signing.leave_what_counts(team)
        if only and team.pairing is not None and team.pairing.follows:
            todo.append(team.pairing.follows)
    year = ctx.calendar.year
    return Records(
        counted.program, year, ctx.shared, ctx.people, teams, ctx.today, counted.words,
        held(counted),
    )  # fmt: skip


def _standard(counted: CountedFolder, name: str) -> Standard:
    path = standard_file(name)
    found = counted.each(Standard).get(path)
    if found is not None:
        return found
    if path in counted.files:
        raise StoreError(f"{path} cannot be read", f"see what is wrong: mentorctl check {path}")
    raise StoreError(
        f"program.yaml names the standard {name}, and {path} is not there",
        f"bring it in: mentorctl standards --adopt {name}",
    )


def _answers(counted: CountedFolder) -> Answers | None:
    path = answers_file(counted.program.year)
    found = counted.each(Answers).get(path)
    if found is None and path in counted.files:
        raise StoreError(f"{path} cannot be read", f"see what is wrong: mentorctl check {path}")
    if found is None:
        _refuse_instead(counted, path)
    return found


def _refuse_instead(counted: CountedFolder, path: str) -> None:
    """Refuse what lies where a record belongs, and can be none: no answer may be lost over it.

    Raises:
        StoreError: There is a link or a folder, or a file that is misspelt.
    """
    start = path.removesuffix(SUFFIX)
    for each in (*not_opened(counted), *misnamed(counted)):
        if each.path == path or each.path.rpartition(".")[0] == start:
            raise StoreError(f"{each.path}: {each.message}", each.hint)


def _rows(
    standard: Standard,
    answers: Answers | None,
    seen: Records,
    shelf: Shelf,
    looked: dict[str, Showing],
) -> tuple[ItemRow, ...]:
    rows = []
    for part in standard.parts:
        for item in part.items:
            for check in item.shown_by:
                if check not in looked:
                    looked[check] = _looked(check, seen)
            showings = [looked[check] for check in item.shown_by]
            answer = answers.answers.get(item.id) if answers else None
            rows.append(judged(item, part, showings, answer, shelf))
    return tuple(rows)


def _looked(check: str, seen: Records) -> Showing:
    try:
        return look(check, seen)
    except UnknownCheck:
        raise StoreError(
            f"a standard asks the records for {check}, and there is no such check",
            "see where: mentorctl check standards",
        ) from None


def cells(report: StandardReport, row: ItemRow, program: tuple[str, str, str]) -> tuple[Cell, ...]:
    """One item as `COLUMNS` has it; several values in a cell are joined by `; `.

    Args:
        report: The standard.
        row: The item.
        program: The program's id and name, and its year.
    """
    counted = [each for each in row.showings if not each.of_program]
    return (
        report.standard.id,
        row.item.id,
        row.item.number,
        row.part.heading,
        row.item.text,
        row.state,
        listed(f"{each.title}: {each.says}" for each in row.showings),
        sum(len(each.those("shown")) for each in counted) if counted else None,
        sum(len(each.verdicts) for each in counted) if counted else None,
        row.declared,
        listed(_told(each) for each in row.sound),
        listed(row.gap),
        listed(row.todo),
        *program,
    )


def _told(evidence: Evidence) -> str:
    note = f" ({evidence.note})" if evidence.note else ""
    return f"{evidence.place}, {evidence.on}{note}"


def as_data(
    report: StandardsReport, drawn: Provenance, people: Mapping[str, Person]
) -> dict[str, object]:
    """The report for scripts; keys never change their meaning within a schema version.

    Args:
        report: The report.
        drawn: What it was drawn from.
        people: Everybody by id.
    """
    return {
        "schema_version": 1,
        "program": report.program,
        "year": report.year,
        "today": report.today,
        **drawn.data(),
        "pairings": report.pairings,
        "left_out": report.left_out,
        "standards": [
            {
                "id": each.standard.id,
                "title": each.standard.title,
                "rule": each.standard.rule,
                "version": each.standard.version,
                "authority": each.standard.authority,
                "counts": {state: each.count(state) for state in STATES},
                "items": [_item(row, people) for row in each.rows],
            }
            for each in report.standards
        ],
        "unreadable": unreadable_data(report.unread),
    }


def _item(row: ItemRow, people: Mapping[str, Person]) -> dict[str, object]:
    return {
        "item": row.item.id,
        "number": row.item.number,
        "part": row.part.heading,
        "text": row.item.text,
        "state": row.state,
        "records": [
            {
                "check": each.check,
                "title": each.title,
                "says": each.says,
                "shown": len(each.those("shown")),
                "asked": len(each.verdicts),
                "lacking": [
                    {"pairing": name or None, "state": verdict.state, "says": verdict.says}
                    for name, verdict in each.verdicts
                    if verdict.state != "shown"
                ],
            }
            for each in row.showings
        ],
        "declared": row.declared or None,
        "evidence": [
            {"file": each.file, "link": each.link, **named_of(people, "person", each.person),
             "on": each.on, "note": each.note}
            for each in row.sound
        ],
        "gap": list(row.gap),
        "todo": list(row.todo),
    }  # fmt: skip
