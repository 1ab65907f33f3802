"""`mentorctl retain`: what need not be kept any longer, and destroying it with consent."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mentorctl.caches import cache_folder
from mentorctl.cli import completion, lookup
from mentorctl.cli.base_command import telling
from mentorctl.cli.options import Format, KeyFile, SchemaVersion, Today, Yes
from mentorctl.cli.output.console import asked, note, paint, put, shown, table
from mentorctl.cli.state import State
from mentorctl.model.paths import year_file
from mentorctl.reports.retention import as_data, retained
from mentorctl.reports.row_formats import as_json

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from mentorctl.cli.editing.transaction import Transaction
    from mentorctl.reports.retention import Retained

__all__ = ["command"]

DOES = "destroys records"
Years = Annotated[
    list[str] | None,
    typer.Argument(metavar="[YEAR]…", help="Only these program years; all when left out."),
]
Destroy = Annotated[
    bool, typer.Option("--destroy", help="Destroy what may go; --consent says who agrees.")
]
Consent = Annotated[
    str | None,
    typer.Option(
        metavar="PERSON",
        help="Who agrees to it; this is recorded.",
        autocompletion=completion.people,
    ),
]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    years: Years = None,
    destroy: Destroy = False,
    consent: Consent = None,
    form: Format = "table",
    version: SchemaVersion = "1",
    key: KeyFile = None,
    today: Today = None,
    yes: Yes = False,
) -> None:
    """Say what need not be kept any longer, and destroy it when somebody agrees.

    How long records are kept stands in program.yaml, under retention. Destroying takes files out
    of the folder. It does not take them out of its history, nor of any copy: it says what stays.
    """
    state: State = context.obj
    if not destroy:
        if consent is not None:
            raise typer.BadParameter("--consent goes with --destroy")
        if key is not None:
            raise typer.BadParameter("--key goes with --destroy")
        on = state.today(today)
        _list(state, _chosen(state, years, on), on, form, version)
        return
    state.act.is_wanted, state.act.version = form == "json", version
    with telling(state, "retain --destroy"):
        _destroy(state, years, consent, key, today, yes=yes)


def _chosen(state: State, years: Sequence[str] | None, today: dt.date) -> list[Retained]:
    """What the program's rule is about, of the years that are named.

    Raises:
        typer.BadParameter: There is nothing of one of them.
    """
    every = retained(state.folder, today)
    known = sorted({each.year for each in every})
    if not known and not state.folder.program.retention:
        return []
    wanted = {lookup.match_one("year with such records", each, known) for each in years or ()}
    return [each for each in every if not wanted or each.year in wanted]


def _list(state: State, found: Sequence[Retained], today: dt.date, form: str, version: str) -> None:
    if form == "json":
        put(as_json(as_data(state.folder, found, today), version))
        return
    program = state.folder.program
    if not program.retention:
        note("program.yaml does not say how long records are kept, so nothing may be destroyed;"
             " ask your agency, and write it there under retention")  # fmt: skip
    if found:
        headers = ("records", "year", "files", "people", "may go from", "now")
        rows = [
            (each.records, each.year, str(len(each.files)), str(len(each.people)),
             str(each.until), each.why_not or "may be destroyed")
            for each in found
        ]  # fmt: skip
        put(table(headers, rows, texts=(5,)))
    due = sum(not each.why_not for each in found)
    if due:
        note("to destroy what may go: mentorctl retain --destroy --consent PERSON --dry-run")
    elif program.retention:
        note(f"nothing need be destroyed on {today}")
    if program.grievance.retention_months is not None:
        note("grievances are in their vault: mentorctl grievance list --vault VAULT says which are"
             " over")  # fmt: skip


def _destroy(
    state: State,
    years: Sequence[str] | None,
    consent: str | None,
    key: Path | None,
    today: dt.date | None,
    *,
    yes: bool,
) -> None:
    from mentorctl.cli.editing.transaction import Transaction  # noqa: PLC0415 - only to destroy
    from mentorctl.cli.editing.whole_folder import (  # noqa: PLC0415 - as above
        coordinator_signs,
        refuse_unsettled,
    )

    found = [each for each in _chosen(state, years, state.today(today)) if not each.why_not]
    if not found:
        note("there is nothing that may be destroyed; see what is kept how long: mentorctl retain")
        return
    if consent is None:
        raise typer.BadParameter("say who agrees to it: --consent PERSON")
    who = lookup.person(state, consent)
    refuse_unsettled(state)
    sign = None if state.dry_run else coordinator_signs(state, DOES, key)
    change = Transaction(state, today, sign=sign)
    _take_out(change, found, who)
    count = sum(len(each.files) for each in found)
    _say(state, found, count)
    if not state.dry_run and not _is_meant(count, yes=yes):
        note("nothing was changed")
        return
    named = ", ".join(f"{each.records} of {each.year}" for each in found)
    change.finish(
        f"destroyed: {named} ({_files(count)}), {state.name_of(who)} agrees",
        trailers=[f"Mentorctl-Destroyed: {each.records}/{each.year}" for each in found]
        + [f"Mentorctl-Consent: {who}"],
    )


def _take_out(change: Transaction, found: Iterable[Retained], who: str) -> None:
    """Take the files away, and note in each year's file what went, when and who agreed."""
    from mentorctl.model.kinds import kind_named  # noqa: PLC0415 - only to destroy
    from mentorctl.store.scaffold import record_text  # noqa: PLC0415 - as above

    folder = change.state.folder
    counts: dict[tuple[str, str], int] = {}
    for each in found:
        for path in each.files:
            change.remove(path)
        place = each.year, each.records
        counts[place] = counts.get(place, 0) + len(each.files)
    for year in dict.fromkeys(year for year, _ in counts):
        path = year_file(year)
        if path not in folder.files:
            kind = kind_named("year")
            change.create(path, record_text(kind, path, folder.program, folder.words, {}))
    for (year, records), count in counts.items():
        noted: dict[str, Any] = {
            "record": records,
            "on": change.today,
            "consented_by": who,
            "files": count,
        }
        change.append(year_file(year), ("destroyed",), noted)


def _say(state: State, found: Sequence[Retained], count: int) -> None:
    """Name what goes, and what goes on to show it."""
    note(paint(f"these {_files(count)} go:", "bold"))
    for each in found:
        about = f", about {len(each.people)} people" if each.people else ""
        note(f"  {each.records} of {each.year}: {_files(len(each.files))}{about},"
             f" kept until {each.until}")  # fmt: skip
    note(paint("this does not take out, and goes on to show what they said:", "bold"))
    for line in _what_stays(state, found):
        note(f"  {shown(line)}")


def _what_stays(state: State, found: Sequence[Retained]) -> Iterable[str]:
    """Where what is destroyed can still be read, as far as the toolkit can tell."""
    from mentorctl.trail.git.file_versions import versions_about  # noqa: PLC0415 - only to destroy

    places = [path for each in found for path in each.files]
    made = [version.commit.committer.when.date() for version in
            versions_about(state.root, places, {})]  # fmt: skip
    if made:
        changes = "1 change" if len(made) == 1 else f"{len(made)} changes"
        yield (
            f"this folder's history: {changes} from {min(made)} to {max(made)}, which anybody who"
            " has the folder can read, and mentorctl undo brings back"
        )
        yield "every copy of the folder, and the shared one, with the same history"
    if (state.root / "forms").is_dir():
        yield "forms/: what was rendered from them; delete it by hand"
    sheets = state.root / ".git" / "mentorctl" / "evaluations"
    if sheets.is_dir() and any(sheets.iterdir()):
        yield f"{sheets}: what was collected and never closed, with whose it is; delete it by hand"
    place = cache_folder()
    if place and Path(place).exists():
        yield (
            f"what commands have kept so as to be faster, in {place}, and on every other computer:"
            " delete that, too"
        )
    yield "people/: the files of the people themselves; reports and mails that were made of them"
    yield (
        "to be rid of all of it, begin a new folder (mentorctl init --preset program.yaml), and"
        " once nothing in this one need be kept, delete it with every copy"
    )


def _is_meant(count: int, *, yes: bool) -> bool:
    """Whether a person means it: they type how many files go.

    Raises:
        typer.BadParameter: Nobody is there to be asked.
    """
    if yes:
        return True
    if not sys.stdin.isatty():
        raise typer.BadParameter("nobody is here to be asked; look with --dry-run, then say --yes")
    return asked(f"type {count} to destroy these {_files(count)}", default="no") == str(count)


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"
