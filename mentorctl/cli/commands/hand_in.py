"""`mentorctl hand-in`: an experience was handed over."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mentorctl.cli.editing import record_fields
from mentorctl.cli.editing.transaction import Transaction
from mentorctl.cli.options import ExperiencesArgument, On, PairingArgument, Today, Yes, day
from mentorctl.cli.output.console import note
from mentorctl.cli.state import State
from mentorctl.model.experience import Experience
from mentorctl.model.paths import EVIDENCE
from mentorctl.model.structure import label_of
from mentorctl.store.evidence import EvidenceError, free_name, read_evidence

if TYPE_CHECKING:
    from mentorctl.model.finding import Where
    from mentorctl.model.team import Team

__all__ = ["command"]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    pairing: PairingArgument,
    experience: ExperiencesArgument,
    on: On = None,
    achieved: Annotated[
        dt.date | None,
        typer.Option(
            parser=day, metavar="DATE", help="The day the work was done; the same when left out."
        ),
    ] = None,
    evidence: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE", help="A file handed in, copied into evidence/. Once for each file."
        ),
    ] = None,
    today: Today = None,
    yes: Yes = False,
) -> None:
    """Note that an experience was handed over, or several on one day."""
    state: State = context.obj
    change = Transaction(state, today)
    team, numbers = record_fields.experiences(change, pairing, experience, on)
    if evidence and len(numbers) > 1:
        raise typer.BadParameter(
            "a file belongs to one experience; hand each in with its own: "
            f"mentorctl hand-in {team.id} {numbers[0]} --evidence FILE"
        )
    said: dict[str, list[int]] = {}
    also: dict[str, list[int]] = {}
    for number in numbers:
        before = team.experiences.get(str(number))
        values = _dates(before, on, achieved, change.today, only_files=bool(evidence), yes=yes)
        new = _take_in(change, team, before, evidence or [])
        if values or new:
            _write(change, team, number, values, new)
            said.setdefault(_message(values, new), []).append(number)
            if achieved is None and ("achieved",) in values:
                also.setdefault(_also(change, values["achieved",]), []).append(number)
        elif len(numbers) > 1:
            note(f"experience {number} of {team.id} says so already")
    if not said:
        which = record_fields.counted_experiences(numbers)
        places = (team.path(f"experiences/{number}.yaml") for number in numbers)
        record_fields.nothing_to_do(f"{which} of {team.id} says so", state, *places)
    done = record_fields.of_each(said)
    change.finish(f"hand-in of {team.id}, {done}", also=record_fields.besides(also, said))


def _write(
    change: Transaction, team: Team, number: int, values: dict[Where, Any], new: list[str]
) -> None:
    """Put dates and files into the record of an experience."""
    before = team.experiences.get(str(number))
    is_first = not (before and before.evidence)
    if new and is_first:
        values = {**values, ("evidence",): new}
    record_fields.fill(change, team, "experience", str(number), values, {"slot": number})
    for name in () if is_first else new:
        change.append(team.path(f"experiences/{number}.yaml"), ("evidence",), name)


def _also(change: Transaction, achieved: dt.date) -> str:
    """The day of the work, where only that of the hand-over was given."""
    return f"{label_of(Experience, ('achieved',), change.state.folder.words)} {achieved}"


def _dates(
    before: Experience | None,
    on: dt.date | None,
    achieved: dt.date | None,
    today: dt.date,
    *,
    only_files: bool,
    yes: bool,
) -> dict[Where, Any]:
    """The dates to write, once nothing stands against them."""
    sent_before = before.sent_to_mentor if before else None
    done_before = before.achieved if before else None
    if on is None and (sent_before is None or not (only_files or achieved)):
        on = today
    if achieved is None and done_before is None:
        achieved = on or sent_before
    values: dict[Where, Any] = {}
    for field, what, old, new in (
        ("sent_to_mentor", "the day it was handed over", sent_before, on),
        ("achieved", "the day it was achieved", done_before, achieved),
    ):
        if new is not None and new != old:
            record_fields.replace(what, old, new, yes=yes)
            values[field,] = new
    return values


def _take_in(
    change: Transaction, team: Team, before: Experience | None, files: list[Path]
) -> list[str]:
    """Copy files into evidence/.

    Returns:
        The names that the experience does not have yet.

    Raises:
        typer.BadParameter: One of them cannot be taken in.
    """
    folder = change.state.root.joinpath(*team.path(EVIDENCE).split("/"))
    taken = set(team.evidence)
    names = []
    for path in files:
        data = _content(path)
        name = path.name
        if path.resolve().parent != folder or name not in team.evidence:
            name = _there_already(folder, team, path.name, data) or free_name(path.name, taken)
            if name not in taken:
                change.copy(team.path(f"{EVIDENCE}/{name}"), data)
                taken.add(name)
        names.append(name)
    known = before.evidence if before else ()
    return [name for name in dict.fromkeys(names) if name not in known]


def _content(path: Path) -> bytes:
    try:
        return read_evidence(path)
    except EvidenceError as error:
        raise typer.BadParameter(f"{error.message}; {error.hint}") from None


def _there_already(folder: Path, team: Team, name: str, data: bytes) -> str | None:
    """The name under which the very same file was handed in before."""
    safe = free_name(name, ())
    place = folder / safe
    if safe in team.evidence and place.stat().st_size == len(data) and place.read_bytes() == data:
        return safe
    return None


def _message(values: dict[Where, Any], new: list[str]) -> str:
    if ("sent_to_mentor",) in values:
        return f", on {values['sent_to_mentor',]}"
    said = [f"achieved on {values['achieved',]}"] if ("achieved",) in values else []
    return f": {', '.join([*said, *new])}"
