"""`mentorctl render`: official forms, filled from the records."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.options import At, Today
from mentorctl.cli.output.console import complain, note, paint, put, shown
from mentorctl.cli.output.in_short import many
from mentorctl.cli.output.no_links import refuse_links
from mentorctl.cli.output.progress import watched, working
from mentorctl.cli.output.report_file import (
    check_folder,
    format_named,
    names_file,
    usable,
    write_document,
)
from mentorctl.cli.rendering.form_context import Teams, form_context, house_in
from mentorctl.cli.rendering.missing_answers import tell_missing, tell_undated
from mentorctl.cli.rendering.selection import Selection, documents, missing, parse_selection
from mentorctl.cli.state import State
from mentorctl.forms import FORMS, FormContext, FormDocument, Mode
from mentorctl.model.finding import Finding
from mentorctl.render import RenderError
from mentorctl.render.batch import produce
from mentorctl.render.jobs import FORMATS, Job, JobOutcome, file_name
from mentorctl.render.render_cache import Memory, basis, key
from mentorctl.reports.folder_reading import sound_context
from mentorctl.store.parse.fast import reading

if TYPE_CHECKING:
    import datetime as dt

    from mentorctl.cli.output.act_result import ActResult
    from mentorctl.store.folder import Folder

__all__ = ["command"]

FEW = 4
MANY = 500
MOST_NAMED = 6


def _first_word(ctx: Any, incomplete: str) -> list[str]:
    """What can stand first: a form; with --packet a pairing."""
    offered = completion.pairings if ctx.params.get("packet") else completion.forms
    return offered(ctx, incomplete)


def _others(ctx: Any, incomplete: str) -> list[str]:
    """What can follow: pairings; for the sheet of a meeting its id."""
    of_meeting = ctx.params.get("form") == "sign-in"
    return (completion.meetings if of_meeting else completion.pairings)(ctx, incomplete)


FormArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="FORM",
        help=f"Which form: {', '.join(form.name for form in FORMS)}.",
        autocompletion=_first_word,
    ),
]
PairingsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PAIRING…",
        help="Whose: ids, or parts of ids that no other has; of sign-in, which MEETING.",
        autocompletion=_others,
    ),
]
Wanted = Annotated[
    str | None,
    typer.Option("--to", metavar="FORMATS", help="docx, pdf, html, or several; else docx,pdf."),
]
Out = Annotated[
    Path,
    typer.Option(metavar="DIR|FILE", help="Where the files go; plan.pdf is a file of its own."),
]
All = Annotated[
    bool, typer.Option("--all", help="Of every pairing; without FORM, every form there is.")
]
Packet = Annotated[
    bool,
    typer.Option(
        "--packet", help="One document of all of a pairing's forms; all words are PAIRINGs."
    ),
]
Blank = Annotated[
    bool,
    typer.Option("--blank", help="To fill in by hand; without PAIRING, for nobody in particular."),
]
Draft = Annotated[
    bool, typer.Option("--draft", help="Although answers are missing; stamped as a draft.")
]
Force = Annotated[bool, typer.Option("--force", help="Also make again what has not changed.")]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    form: FormArgument = None,
    pairings: PairingsArgument = None,
    to: Wanted = None,
    out: Out = Path("forms"),
    everything: All = False,
    packet: Packet = False,
    blank: Blank = False,
    draft: Draft = False,
    force: Force = False,
    at: At = None,
    today: Today = None,
) -> None:
    """Fill forms from the records and write them as DOCX, PDF or HTML.

    Several forms take commas: agreement,plan. Only what changed since the last time is made again.
    A form that lacks a required answer is not made, unless with --draft; the others are. Leaves
    with 1 when something was not made. With --at the foot says so, and forms/ has a folder for it.
    """
    state: State = context.obj
    state.tell_of(at)
    out = _place(context, out)
    single, formats = _asked_for(out, to)
    mode = _mode(blank=blank, draft=draft)
    words = [*([] if form is None else [form]), *(pairings or [])]
    wish = parse_selection(state, words, everything=everything, packet=packet, blank=blank)
    day = state.today(today)
    sound_context(state.counted, day)  # refuses a program that contradicts itself
    teams = _teams(state.counted, wish, day)
    about = form_context(state.counted, day, mode, teams=teams)
    with working("reading the records"), reading():
        found = documents(wish, teams, about)
        whole, findings = _whole(found.documents, about, state.counted)
    for fault in found.faults:
        complain(*fault)
    state.act.found(findings)
    tell_missing(findings)
    if single and whole:
        _write_one(state, whole, about, formats, out)
        if found.faults or findings:
            raise typer.Exit(FINDINGS)
        return
    made = _made(state, whole, about, formats, out, force=force)
    state.act.add("failed", [_failure("", *fault) for fault in found.faults])
    counts = made._replace(failed=made.failed + len(found.documents) - len(whole))
    if found.documents or not found.faults:
        _summary(counts, wish, found.without, out)
    if found.faults or counts.failed:
        raise typer.Exit(FINDINGS)


def _teams(folder: Folder, wish: Selection, day: dt.date) -> Teams:
    """The pairings; where only some are printed, each file is read once."""
    if not wish.of_program:
        # what is judged, what is printed and what the foot says are the same bytes
        folder.read_once()
    return Teams(folder, day)


def _asked_for(out: Path, to: str | None) -> tuple[bool, tuple[str, ...]]:
    """Whether one file is asked for, and the formats.

    Raises:
        typer.BadParameter: A format is none, or the file cannot be written.
    """
    refuse_links(out)
    single = names_file(out)
    formats = _formats(to or (format_named(out, FORMATS) if single else "docx,pdf"))
    if single:
        usable(out, formats[0])
    return single, formats


def _place(context: typer.Context, out: Path) -> Path:
    """Where files go; those as it was recorded leave the ones of now what they are."""
    past = context.obj.folder.past
    source = context.get_parameter_source("out")
    if past is None or (source is not None and source.name != "DEFAULT"):
        return out
    return out / f"as-recorded-{past.commit[:10]}"


def _write_one(
    state: State,
    whole: Sequence[FormDocument],
    about: FormContext,
    formats: Sequence[str],
    out: Path,
) -> None:
    """Write the one document that was asked for to the file that was named.

    Raises:
        typer.BadParameter: There are several.
    """
    if len(whole) * len(formats) > 1:
        check_folder(out, f"these are {len(whole) * len(formats)} files")
    write_document(whole[0], about, state.counted, formats[0], out)


class Made(NamedTuple):
    """Counts of files made, files left unchanged, and documents that could not be made."""

    made: int
    unchanged: int
    failed: int


def _formats(given: str) -> tuple[str, ...]:
    names = [each.strip() for each in given.split(",")]
    if not all(names):
        raise typer.BadParameter(f"--to {given!r} names no format; known: {', '.join(FORMATS)}")
    return tuple(dict.fromkeys(lookup.match_one("format", each, FORMATS) for each in names))


def _mode(*, blank: bool, draft: bool) -> Mode:
    if blank and draft:
        raise typer.BadParameter("--blank has no answers and --draft has some; leave one out")
    return "blank" if blank else "draft" if draft else "filled"


def _whole(
    found: Sequence[FormDocument], about: FormContext, folder: Folder
) -> tuple[list[FormDocument], list[Finding]]:
    """The documents that can be made, and what keeps the others from it."""
    if about.mode != "filled":
        return list(found), []
    lacking = [document for document in found if any(sheet.gaps for sheet in document.sheets)]
    whole = [document for document in found if not any(sheet.gaps for sheet in document.sheets)]
    tell_undated(whole)
    return whole, missing(lacking, folder)


def _made(
    state: State,
    whole: Sequence[FormDocument],
    about: FormContext,
    formats: Sequence[str],
    out: Path,
    *,
    force: bool,
) -> Made:
    """Make what changed, and say what became of each."""
    folder = state.counted
    if not whole:
        return Made(0, 0, 0)
    memory = Memory(folder.past.home if folder.past else folder.root)
    house = house_in(folder)
    rests_on = basis(house)
    keys: dict[Path, str] = {}
    jobs = []
    with watched(whole, len(whole), "looking for changes", few=MANY) as every:
        for document in every:
            known = _known(document, about, formats, out, rests_on)
            keys.update(known.values())
            changed = [
                suffix
                for suffix in formats
                if force or suffix not in known or not memory.holds(*known[suffix])
            ]
            if changed:
                jobs.append(Job(document, tuple(changed), out))
    unchanged = len(whole) * len(formats) - sum(len(job.formats) for job in jobs)
    state.act.tell(unchanged=unchanged)
    if not jobs:
        return Made(0, unchanged, 0)
    state.stop_if_dry(
        f"{many(len(jobs), 'form')} made in {out}",
        *(str(out / name) for name in _names(jobs, about)),
    )
    # closed at once where somebody interrupts: what was made is noted, and nothing runs on
    with closing(_remembered(produce(jobs, about, house=house), memory, keys)) as making:
        outcomes = _in_order(making, jobs)
    failed = _told(outcomes, state)
    return Made(sum(len(outcome.paths) for outcome in outcomes), unchanged, failed)


def _names(jobs: Sequence[Job], about: FormContext) -> Iterator[str]:
    """The names of the files to be made, the first of them."""
    for job in jobs[:MOST_NAMED]:
        for suffix in job.formats:
            yield file_name(job.document, about.year, suffix)
    if len(jobs) > MOST_NAMED:
        yield f"… and {len(jobs) - MOST_NAMED} more"


def _known(
    document: FormDocument, about: FormContext, formats: Sequence[str], out: Path, rests_on: str
) -> dict[str, tuple[Path, str]]:
    """For each format, where the file goes and what it is made of; nothing if it has no name."""
    try:
        return {
            suffix: (out / file_name(document, about.year, suffix),
                     key(document, about, suffix, rests_on))
            for suffix in formats
        }  # fmt: skip
    except RenderError:
        return {}


def _remembered(
    outcomes: Iterable[JobOutcome], memory: Memory, keys: dict[Path, str]
) -> Generator[JobOutcome, None, None]:
    """The outcomes, each noted at once: whoever interrupts keeps what was made."""
    try:
        for outcome in outcomes:
            for path in outcome.paths:
                if path in keys:
                    memory.keep(path, keys[path])
            yield outcome
    finally:
        memory.save()


def _in_order(outcomes: Iterable[JobOutcome], jobs: Sequence[Job]) -> list[JobOutcome]:
    """The outcomes, all of them, in the order of their jobs."""
    with watched(outcomes, len(jobs), "making forms", few=FEW) as made:
        done = list(made)
    place = {id(job.document): number for number, job in enumerate(jobs)}
    return sorted(done, key=lambda outcome: place[id(outcome.job.document)])


def _told(outcomes: Sequence[JobOutcome], state: State) -> int:
    """Say what became of each job; how many failed."""
    warnings: dict[str, list[str]] = {}
    errors: dict[tuple[str, str], list[str]] = {}
    for outcome in outcomes:
        for path in outcome.paths:
            if not state.act.is_wanted:
                put(str(path))
        about = outcome.job.document.about or outcome.job.document.name
        for warning in outcome.warnings:
            warnings.setdefault(warning, []).append(about)
        if outcome.error is not None:
            errors.setdefault((outcome.error.message, outcome.error.hint), []).append(about)
    for warning, abouts in warnings.items():
        name = paint("warning", "yellow", "bold", to=sys.stderr)
        note(f"{name}: {shown(_named(abouts))}: {shown(warning)}")
    for (message, hint), abouts in errors.items():
        complain(f"{_named(abouts)}: {message}", hint)
    _note(outcomes, state.act)
    return sum(map(len, errors.values()))


def _note(outcomes: Sequence[JobOutcome], act: ActResult) -> None:
    """Note for scripts what became of each job."""
    made = [str(path) for outcome in outcomes for path in outcome.paths]
    act.add("made", made)
    act.add("failed", [
        _failure(each.job.document.about or each.job.document.name, each.error.message,
                 each.error.hint)
        for each in outcomes if each.error is not None
    ])  # fmt: skip
    if made:
        act.plans(f"{_files(len(made))} made", {})
        act.done(None)


def _failure(about: str, message: str, hint: str) -> dict[str, str | None]:
    return {"about": about or None, "message": message, "hint": hint}


def _named(abouts: Iterable[str]) -> str:
    """The pairings that a message is about; one template can fail for a thousand of them."""
    names = list(dict.fromkeys(abouts))
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _summary(counts: Made, wish: Selection, without: Sequence[str], out: Path) -> None:
    said = []
    if counts.made:
        said.append(f"{_files(counts.made)} made in {out}")
    if counts.unchanged:
        said.append(f"{_files(counts.unchanged)} unchanged")
    if counts.failed:
        said.append(f"{counts.failed} form{'s' if counts.failed > 1 else ''} not made")
    if without and not wish.by_name:
        pairings = "pairing has" if len(without) == 1 else "pairings have"
        said.append(f"{len(without)} {pairings} nothing to print")
    note(", ".join(said) or "nothing to print")
    if counts.unchanged and not counts.made:
        note(f"  they are in {out} as they were; --force makes them again")


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count:,} files"
